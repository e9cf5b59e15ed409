#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "app.h"
#include "base/status_macros.h"
#include "clearsky/v1/lint_service.pb.h"
#include "connection.h"
#include "document/lint/lint.h"
#include "document/lint/rules.h"
#include "input.h"
#include "plan/edtf.h"
#include "print.h"

namespace clearsky::cli {
namespace {

struct LintCommandOptions {
  std::string file;
  std::string plan;
  std::string on;
  std::string format = "text";
  std::vector<std::string> rules;
  std::vector<std::string> left_out_rules;
};

absl::string_view SeverityWord(v1::LintFinding::Severity severity) {
  switch (severity) {
    case v1::LintFinding::SEVERITY_ERROR:
      return "error";
    case v1::LintFinding::SEVERITY_WARNING:
      return "warning";
    default:
      return "info";
  }
}

// `file:line:col: `, as compilers write it and editors follow it.
std::string Where(const std::string& file, const v1::LintPlace& place) {
  return absl::StrCat(file, ":", place.line(), ":", place.column(), ": ");
}

void PrintFinding(const std::string& file, const v1::LintFinding& finding) {
  std::string text =
      absl::StrCat(Where(file, finding.place()), finding.rule(), ": ",
                   finding.message(), " [", SeverityWord(finding.severity()),
                   "]\n    ", finding.place().words(), "\n");
  if (finding.has_other_place()) {
    absl::StrAppend(&text, "    ", Where(file, finding.other_place()),
                    finding.other_place().words(), "\n");
  }
  if (!finding.suggestion().empty()) {
    absl::StrAppend(&text, "    suggestion: ", finding.suggestion(), "\n");
  }
  Print(text);
}

// Without a plan no ledger is needed: the same code runs here.
absl::StatusOr<v1::LintDocumentResponse> LintAlone(
    const v1::LintDocumentRequest& request) {
  document::lint::LintOptions options;
  options.today = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  options.rules.assign(request.rules().begin(), request.rules().end());
  options.left_out_rules.assign(request.left_out_rules().begin(),
                                request.left_out_rules().end());
  if (!request.day().empty()) {
    ASSIGN_OR_RETURN(options.day, plan::ParseDay(request.day()));
  }
  return document::lint::LintDocument(request.content(), request.file_name(),
                                      document::lint::KnownPlan(), options);
}

absl::StatusOr<v1::LintDocumentResponse> Lint(
    const Place& place, const v1::LintDocumentRequest& request) {
  if (request.plan().empty()) return LintAlone(request);
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  return connection.LintDocument(request);
}

absl::Status RunLint(const Place& place, const LintCommandOptions& options) {
  v1::LintDocumentRequest request;
  for (const auto* names : {&options.rules, &options.left_out_rules}) {
    const absl::Status known = document::lint::CheckRules(*names);
    if (!known.ok()) return UsageError(known.message());
  }
  if (!options.on.empty()) {
    const auto day = plan::ParseDay(options.on);
    if (!day.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--on: ", day.status().message()));
    }
    request.set_day(options.on);
  }
  ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(options.file));
  request.set_file_name(
      std::filesystem::path(options.file).filename().string());
  request.set_plan(options.plan);
  request.mutable_rules()->Assign(options.rules.begin(), options.rules.end());
  request.mutable_left_out_rules()->Assign(options.left_out_rules.begin(),
                                           options.left_out_rules.end());
  ASSIGN_OR_RETURN(const v1::LintDocumentResponse response,
                   Lint(place, request));
  if (!options.plan.empty() && !response.plan_known()) {
    Note(absl::StrCat("the ledger does not know ", options.plan,
                      ": the document alone was looked through"));
  }
  if (!response.why_no_table().empty()) {
    Note(absl::StrCat("running text alone: ", response.why_no_table()));
  }
  if (options.format == "json") {
    RETURN_IF_ERROR(PrintJson(response, JsonLayout::kIndented));
  } else {
    for (const v1::LintFinding& finding : response.findings()) {
      PrintFinding(options.file, finding);
    }
    Note(absl::StrCat(response.findings_size() == 0
                          ? std::string("nothing found")
                      : response.findings_size() == 1
                          ? std::string("1 finding")
                          : absl::StrCat(response.findings_size(), " findings"),
                      ", as of ", response.day(), ", in a table of ",
                      response.table_line_count(), " lines"));
  }
  return response.findings().empty() ? absl::OkStatus() : FoundSomething();
}

std::string RuleList() {
  std::string list = "Rules:";
  for (const document::lint::Rule& rule : document::lint::Rules()) {
    absl::StrAppend(
        &list, "\n  ", rule.name,
        std::string(rule.name.size() < 18 ? 18 - rule.name.size() : 0, ' '),
        " ", rule.description);
  }
  return list;
}

}  // namespace

void AddLintCommand(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"lint", kGroupStart, "Look a document through before it is published",
       absl::StrCat(
           "Prints what disagrees in it, with itself, the calendar or the "
           "plan, as\n"
           "`FILE:LINE:COLUMN: RULE: ...`, columns in characters. Without "
           "--plan no ledger is\n"
           "needed. Records nothing.\n"
           "Exit status: 0 when nothing is found; 1 when something is, or, "
           "with a message\n"
           "`clearsky: CODE`, when the document cannot be read; 2 for usage.\n",
           RuleList()),
       "clearsky lint release.txt\n"
       "clearsky lint release.txt --plan clear-sky/2022 --no-rule "
       "ordinal-missing"});
  const auto options = std::make_shared<LintCommandOptions>();
  command->add_option("FILE", options->file, "The document")->required();
  command
      ->add_option("--plan", options->plan,
                   "The plan whose table it holds: its names, numbers and "
                   "years count, too")
      ->type_name("PLAN");
  command
      ->add_option("--on", options->on,
                   "The day that past and future count from, YYYY-MM-DD; the "
                   "document's own when left out, else today")
      ->type_name("DAY");
  command
      ->add_option("--format", options->format,
                   "text; json: the answer of LintService")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  command
      ->add_option("--rule", options->rules, "Only this rule; may be repeated")
      ->type_name("RULE")
      ->allow_extra_args(false);
  command
      ->add_option("--no-rule", options->left_out_rules,
                   "Not this rule; may be repeated")
      ->type_name("RULE")
      ->allow_extra_args(false);
  program->SetRun(command, [program, options] {
    return RunLint(program->LedgerPlace(), *options);
  });
}

}  // namespace clearsky::cli
