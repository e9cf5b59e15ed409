#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "app.h"
#include "base/status_macros.h"
#include "colour.h"
#include "connection.h"
#include "input.h"
#include "print.h"
#include "reconcile_dialog.h"
#include "reconciliation.h"

namespace clearsky::cli {
namespace {

struct ReconcileOptions {
  std::string file;
  std::string plan;
  std::string on;
  std::string accept;
  std::string at;
  std::string actor;
  std::string asserted_by;
  std::string format = "text";
  std::string colour = "auto";
  bool interactive = false;
  bool dry_run = false;
};

absl::StatusOr<v1::ReconcileDocumentRequest> ReadRequest(
    const ReconcileOptions& options, Connection* connection) {
  v1::ReconcileDocumentRequest request;
  ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(options.file));
  if (options.file != "-") {
    request.set_file_name(
        std::filesystem::path(options.file).filename().string());
  }
  request.set_plan(options.plan);
  request.set_on_day(options.on);
  request.set_asserted_by(options.asserted_by);
  if (!options.actor.empty()) {
    *request.mutable_actor() = ReadActor(options.actor);
  }
  if (!options.at.empty()) {
    ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger,
                     connection->GetLedger());
    ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
    ASSIGN_OR_RETURN(const absl::Time at, ReadTime("--at", options.at, zone));
    *request.mutable_at_time() = ToTimestamp(at);
  }
  return request;
}

absl::Status Apply(const ReconcileOptions& options,
                   v1::ReconcileDocumentRequest request,
                   const v1::Reconciliation& reconciliation,
                   const std::vector<v1::AgreedProposal>& agreed,
                   Connection* connection) {
  if (agreed.empty()) {
    Note("nothing was recorded: nothing was agreed to");
    return absl::OkStatus();
  }
  v1::ApplyReconciliationRequest apply;
  // The day that was read as of, also when none was said.
  request.set_on_day(reconciliation.on_day());
  *apply.mutable_document() = std::move(request);
  apply.set_known_count(reconciliation.basis().known_count());
  apply.mutable_agreed()->Assign(agreed.begin(), agreed.end());
  apply.set_dry_run(options.dry_run);
  ASSIGN_OR_RETURN(const v1::ApplyReconciliationResponse response,
                   connection->ApplyReconciliation(apply));
  if (options.dry_run) {
    Note(absl::StrCat(response.recorded_size(),
                      " events would be recorded; nothing was recorded, as "
                      "asked by --dry-run"));
    return absl::OkStatus();
  }
  if (response.duplicate()) {
    Note(
        "nothing was recorded again; the positions are those of the first "
        "time");
  }
  for (const v1::RecordedPosition& recorded : response.recorded()) {
    for (const v1::Finding& finding : recorded.findings()) {
      NoteFinding(absl::StrCat("position ", recorded.position()), finding);
    }
  }
  if (response.recorded().empty()) {
    Note("nothing was recorded: what was agreed to is to leave it as it is");
    return absl::OkStatus();
  }
  const uint64_t first = response.recorded(0).position();
  const uint64_t last =
      response.recorded(response.recorded_size() - 1).position();
  Print(absl::StrCat(options.plan, "\t", response.recorded_size(),
                     " events\tpositions ", first, " to ", last, "\tdocument ",
                     response.document_id(), "\n"));
  return absl::OkStatus();
}

absl::Status RunReconcile(const Place& place, const ReconcileOptions& options) {
  const bool may_record =
      !options.dry_run && (options.interactive || !options.accept.empty());
  ASSIGN_OR_RETURN(
      Connection connection,
      Connection::Open(place, may_record ? Connection::Access::kWrite
                                         : Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::ReconcileDocumentRequest request,
                   ReadRequest(options, &connection));
  ASSIGN_OR_RETURN(const v1::ReconcileDocumentResponse response,
                   connection.ReconcileDocument(request));
  const v1::Reconciliation& reconciliation = response.reconciliation();
  NoteBasis(reconciliation.basis());
  const bool coloured = InColour(options.colour);
  std::vector<v1::AgreedProposal> agreed;
  if (options.interactive) {
    for (const v1::ReconciliationFinding& finding : reconciliation.findings()) {
      Note(absl::StrCat("finding: ", finding.place(),
                        finding.place().empty() ? "" : ": ", finding.rule(),
                        ": ", finding.message()));
    }
    const auto answers =
        AskOneByOne(reconciliation, coloured, &std::cin, &std::cout);
    Print(absl::StrCat(SummaryOf(reconciliation), "\n"));
    if (!answers.has_value()) {
      Note("nothing was recorded: given up");
      return absl::OkStatus();
    }
    return Apply(options, request, reconciliation, *answers, &connection);
  }
  if (!options.accept.empty()) {
    ASSIGN_OR_RETURN(agreed, ReadAccepted(options.accept, reconciliation));
  }
  if (options.format == "json") {
    RETURN_IF_ERROR(PrintJson(reconciliation, JsonLayout::kIndented));
  } else {
    Print(ReconciliationWords(reconciliation, coloured));
  }
  if (options.accept.empty()) {
    if (!reconciliation.proposals().empty()) {
      Note(
          "nothing was recorded: --accept all, safe or numbers records, "
          "--interactive asks one by one");
    }
    return absl::OkStatus();
  }
  return Apply(options, request, reconciliation, agreed, &connection);
}

}  // namespace

void AddReconcileCommand(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"reconcile", kGroupStart,
       "Hold a new version of a plan's table against the plan",
       "Shows what would have to be recorded for the plan to say what the "
       "table "
       "says: + new,\n"
       "~ changed, =/= two statements of one fact, ? questions, ! findings. "
       "Nothing is recorded\n"
       "but what is agreed to: `safe` are exact matches that only add to what "
       "the plan says.\n"
       "Questions are answered by number and alternative, such as 4:2.",
       "clearsky reconcile table.hwpx --plan clear-sky/2022 --on 2022-12-31\n"
       "clearsky reconcile table.tsv --plan clear-sky/2022 --on 2022-12-31 "
       "--accept safe\n"
       "clearsky reconcile table.tsv --plan clear-sky/2022 --on 2022-12-31 "
       "--accept 1,3,4:2"});
  const auto options = std::make_shared<ReconcileOptions>();
  command
      ->add_option(
          "FILE", options->file,
          "The document: text, TSV, CSV, Markdown, HTML, DOCX, HWPX or "
          "XLSX with the table; - is standard input")
      ->required();
  command->add_option("--plan", options->plan, "The plan whose table it holds")
      ->type_name("PLAN")
      ->required();
  command
      ->add_option("--on", options->on,
                   "The day that the table stands for; default today")
      ->type_name("DAY");
  CLI::Option* const accept =
      command
          ->add_option("--accept", options->accept,
                       "Record: all (questions aside), safe, or numbers of "
                       "proposals, such as 1,3 or 4:2")
          ->type_name("WHICH");
  command
      ->add_flag("--interactive", options->interactive,
                 "Ask about each proposal: y, n, an alternative, q, ?")
      ->excludes(accept);
  command->add_flag("--dry-run", options->dry_run,
                    "Check what would be recorded, record nothing");
  command
      ->add_option("--actor", options->actor,
                   "Who records it: PERSON, PERSON@ORGANISATION or "
                   "@ORGANISATION")
      ->type_name("WHO")
      ->check(CheckActor);
  command
      ->add_option("--asserted-by", options->asserted_by,
                   "The party that says so, an id of the directory")
      ->type_name("PARTY");
  command
      ->add_option("--at", options->at,
                   "On simulated ledgers: the time it is recorded, RFC 3339, "
                   "or a day, its first moment")
      ->type_name("TIME");
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  AddColourOption(command, &options->colour);
  program->SetRun(command, [program, options] {
    return RunReconcile(program->LedgerPlace(), *options);
  });
}

}  // namespace clearsky::cli
