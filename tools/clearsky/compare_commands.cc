#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "app.h"
#include "ask_options.h"
#include "base/status_macros.h"
#include "colour.h"
#include "connection.h"
#include "input.h"
#include "plan/edtf.h"
#include "print.h"
#include "report/comparison_faces.h"
#include "report/phrases.h"
#include "report/report_faces.h"
#include "report/report_svg.h"

// The commands that set one thing against another: compare, report.

namespace clearsky::cli {
namespace {

constexpr char kKnownPrefix[] = "known:";

struct CompareOptions {
  std::string plan;
  std::string from;
  std::string to;
  std::string language = "ko";
  std::string format = "text";
  std::string color = "auto";
};

// An end as it is typed: `DAY`, `known:KNOWN`, or `DAY@known:KNOWN`.
absl::StatusOr<v1::PointInTime> ReadEnd(absl::string_view option,
                                        absl::string_view text,
                                        absl::TimeZone zone) {
  absl::string_view day = text;
  absl::string_view known;
  if (const size_t at = text.find('@'); at != absl::string_view::npos) {
    day = text.substr(0, at);
    known = text.substr(at + 1);
  } else if (absl::StartsWith(text, kKnownPrefix)) {
    day = "";
    known = text;
  }
  const bool marked = absl::ConsumePrefix(&known, kKnownPrefix);
  const bool has_known = day.size() != text.size();
  const bool bad_day = !day.empty() && !plan::ParseDay(day).ok();
  if (bad_day || (has_known && (!marked || known.empty())) ||
      (day.empty() && !has_known) || (day.empty() && text[0] == '@')) {
    std::string why;
    if (bad_day) {
      why = absl::StrCat(": ", plan::ParseDay(day).status().message());
    }
    return absl::InvalidArgumentError(absl::StrCat(
        option, " '", text, "' is no end", why,
        "; accepted are a day, 2022-05-01; what was known, "
        "known:2022-09-28T10:00:00+09:00 or known:121 (a position); or both, "
        "2022-05-01@known:121"));
  }
  absl::StatusOr<v1::PointInTime> point = ReadPointInTime(day, known, zone);
  if (point.ok()) return point;
  return absl::InvalidArgumentError(
      absl::StrCat(option, ": ", point.status().message()));
}

absl::Status RunCompare(const Place& place, const CompareOptions& options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
  v1::ComparePlanRequest request;
  request.set_plan(options.plan);
  request.set_language(options.language);
  ASSIGN_OR_RETURN(*request.mutable_from(),
                   ReadEnd("--from", options.from, zone));
  if (!options.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to(), ReadEnd("--to", options.to, zone));
  }
  ASSIGN_OR_RETURN(const v1::ComparePlanResponse answer,
                   connection.ComparePlan(request));
  NoteBasis(answer.from_basis());
  NoteBasis(answer.to_basis());
  if (options.format == "json") {
    return PrintJson(answer, JsonLayout::kIndented);
  }
  if (options.format == "md") {
    Print(report::ComparisonMarkdown(answer));
  } else {
    Print(report::ComparisonText(answer, InColour(options.color)));
  }
  return absl::OkStatus();
}

void AddLanguageOption(CLI::App* command, std::string* language) {
  command
      ->add_option("--lang", *language,
                   "Language of the words around: ko, en, zh; names and lines "
                   "stay as recorded")
      ->check(CLI::IsMember({"ko", "en", "zh"}))
      ->type_name("LANG")
      ->capture_default_str();
}

void AddCompare(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"compare", kGroupAsk, "What differs between two points in time",
       "Lines added, removed and changed; of each the fields that differ, what "
       "happened in words, and the events behind it.\n"
       "An END is a day (as of it), known:TIME|POSITION (as the ledger knew "
       "then; today), or both: DAY@known:TIME|POSITION.",
       "clearsky compare clear-sky/2022 --from 2022-05-01\n"
       "clearsky compare clear-sky/2022 --from 2022-05-01 --to 2022-09-28 "
       "--lang en\n"
       "clearsky compare clear-sky/2022 --from known:121"});
  const auto options = std::make_shared<CompareOptions>();
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022")
      ->required();
  command->add_option("--from", options->from, "The one end")
      ->type_name("END")
      ->required();
  command
      ->add_option("--to", options->to,
                   "The other end; today and everything known when left out")
      ->type_name("END");
  AddLanguageOption(command, &options->language);
  command->add_option("--format", options->format, "One of text, md, json")
      ->check(CLI::IsMember({"text", "md", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  AddColourOption(command, &options->color);
  program->SetRun(command, [program, options] {
    return RunCompare(program->LedgerPlace(), *options);
  });
}

struct ReportOptions {
  std::string plan;
  uint32_t year = 0;
  std::string as_of;
  std::string known_at;
  std::string language = "ko";
  std::string format = "text";
  std::string output;
};

absl::Status OutputError(const std::string& path, int error) {
  const std::string message =
      absl::StrCat("cannot write ", path, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(message);
    case ENOSPC:
      return absl::ResourceExhaustedError(message);
    default:
      return absl::FailedPreconditionError(message);
  }
}

absl::Status WriteFile(const std::string& path, absl::string_view text) {
  std::FILE* const file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) return OutputError(path, errno);
  const bool written =
      std::fwrite(text.data(), 1, text.size(), file) == text.size() &&
      std::fflush(file) == 0;
  const int error = errno;
  const bool closed = std::fclose(file) == 0;
  return written && closed ? absl::OkStatus() : OutputError(path, error);
}

std::string ReportFace(const v1::PlanReport& report, const std::string& format,
                       report::Language language) {
  if (format == "svg") return report::ReportSvg(report, language);
  if (format == "csv") return report::ReportCsv(report);
  if (format == "md") return report::ReportMarkdown(report, language);
  return report::ReportText(report, language);
}

absl::Status RunReport(const Place& place, const ReportOptions& options) {
  ASSIGN_OR_RETURN(const report::Language language,
                   report::ReadLanguage(options.language));
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
  v1::GetReportRequest request;
  request.set_plan(options.plan);
  request.set_year(options.year);
  ASSIGN_OR_RETURN(*request.mutable_at(),
                   ReadPointInTime(options.as_of, options.known_at, zone));
  ASSIGN_OR_RETURN(const v1::GetReportResponse answer,
                   connection.GetReport(request));
  NoteBasis(answer.basis());
  std::string text;
  if (options.format == "json") {
    ASSIGN_OR_RETURN(text, JsonOf(answer, JsonLayout::kIndented));
  } else {
    text = ReportFace(answer.report(), options.format, language);
  }
  if (options.output.empty()) {
    Print(text);
    return absl::OkStatus();
  }
  return WriteFile(options.output, text);
}

void AddReport(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"report", kGroupAsk, "A year of a plan: planned against held",
       "Counts by area, and of each activity its first planned date, every "
       "move with its length, who asked and why, and whether it is overdue. "
       "csv: one row an activity, heads in English. svg: a picture of it.",
       "clearsky report clear-sky/2022 --year 2022\n"
       "clearsky report clear-sky/2022 --format svg --output 2022.svg"});
  const auto options = std::make_shared<ReportOptions>();
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022")
      ->required();
  command
      ->add_option("--year", options->year,
                   "The year; the plan's own when left out")
      ->check(CLI::Range(1, 9999))
      ->type_name("YYYY");
  AddPointOptions(command, &options->as_of, &options->known_at);
  AddLanguageOption(command, &options->language);
  command
      ->add_option("--format", options->format,
                   "One of text, md, json, svg, csv")
      ->check(CLI::IsMember({"text", "md", "json", "svg", "csv"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  command
      ->add_option("--output", options->output,
                   "Write to this file instead of standard output; replaces "
                   "what it holds")
      ->type_name("FILE");
  program->SetRun(command, [program, options] {
    return RunReport(program->LedgerPlace(), *options);
  });
}

}  // namespace

void AddCompareCommands(Program* program) {
  AddCompare(program);
  AddReport(program);
}

}  // namespace clearsky::cli
