#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "app.h"
#include "ask_options.h"
#include "base/status_macros.h"
#include "connection.h"
#include "page/across_page.h"
#include "plan_page.h"
#include "print.h"
#include "progress.h"

// The commands across plans: calendar, series, and rebuild, which makes the
// rows that they are answered from again.

namespace clearsky::cli {
namespace {

struct AcrossOptions {
  std::string as_of;
  std::string known_at;
  std::string language;
  std::string format = "text";
};

void AddAcrossOptions(CLI::App* command, AcrossOptions* options) {
  AddPointOptions(command, &options->as_of, &options->known_at);
  command
      ->add_option("--lang", options->language,
                   "Names in this language, BCP 47; where there is none, in "
                   "another, which is told")
      ->type_name("LANG");
  command->add_option("--format", options->format, "One of text, tsv, md, json")
      ->check(CLI::IsMember({"text", "tsv", "md", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
}

void PrintCalendar(const v1::ListCalendarRequest& request,
                   const page::CalendarEntries& entries,
                   const AcrossOptions& options) {
  if (options.format == "tsv") {
    Print(SectionTsv(page::CalendarSection(entries, options.language)));
    return;
  }
  const PlanPage page = page::CalendarPage(request, entries, options.language);
  Print(options.format == "md" ? PageMarkdown(page) : PageText(page));
}

absl::Status RunCalendar(const Place& place, const AcrossOptions& options,
                         v1::ListCalendarRequest request) {
  ASSIGN_OR_RETURN(OpenQuestion question,
                   OpenForQuestion(place, options.as_of, options.known_at));
  *request.mutable_at() = question.at;
  v1::ListCalendarResponse all;
  do {
    ASSIGN_OR_RETURN(const v1::ListCalendarResponse page,
                     question.connection.ListCalendar(request));
    request.set_page_token(page.next_page_token());
    all.mutable_entries()->MergeFrom(page.entries());
    *all.mutable_basis() = page.basis();
    all.set_source(page.source());
  } while (!request.page_token().empty());
  NoteBasis(all.basis());
  if (options.format == "json") return PrintJson(all, JsonLayout::kIndented);
  PrintCalendar(request, all.entries(), options);
  return absl::OkStatus();
}

void AddCalendar(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"calendar", kGroupAsk, "What falls, or may fall, in a span of days",
       "Across plans: what surely falls in the span, and what may. Without a "
       "date it may\n"
       "fall on any day from the one on that the question is about.",
       "clearsky calendar --from 2022-10-01 --to 2022-12-31\n"
       "clearsky calendar --from 2022-10-01 --to 2022-10-31 --plan clear-sky/ "
       "--format tsv"});
  const auto options = std::make_shared<AcrossOptions>();
  const auto from = std::make_shared<std::string>();
  const auto to = std::make_shared<std::string>();
  const auto plan = std::make_shared<std::string>();
  const auto open = std::make_shared<bool>(false);
  command->add_option("--from", *from, "First day, YYYY-MM-DD")
      ->required()
      ->type_name("DAY");
  command->add_option("--to", *to, "Last day, inclusive, YYYY-MM-DD")
      ->required()
      ->type_name("DAY");
  command
      ->add_option("--plan", *plan,
                   "Only plans whose names start with this, e.g. clear-sky/")
      ->type_name("PREFIX");
  command->add_flag("--open", *open,
                    "Only what has not taken place: neither held nor "
                    "completed");
  AddAcrossOptions(command, options.get());
  program->SetRun(command, [program, options, from, to, plan, open] {
    v1::ListCalendarRequest asked;
    asked.set_from_day(*from);
    asked.set_to_day(*to);
    asked.set_plan_prefix(*plan);
    asked.set_open_only(*open);
    return RunCalendar(program->LedgerPlace(), *options, std::move(asked));
  });
}

void PrintSeries(const v1::GetSeriesResponse& series,
                 const std::string& series_id, const AcrossOptions& options) {
  if (options.format == "tsv") {
    Print(SectionTsv(page::SeriesMembers(series, options.language)));
    return;
  }
  const PlanPage page = page::SeriesPage(series, series_id, options.language);
  Print(options.format == "md" ? PageMarkdown(page) : PageText(page));
}

absl::Status RunOneSeries(OpenQuestion question, const std::string& series_id,
                          const AcrossOptions& options) {
  v1::GetSeriesRequest request;
  request.set_series_id(series_id);
  *request.mutable_at() = question.at;
  ASSIGN_OR_RETURN(const v1::GetSeriesResponse series,
                   question.connection.GetSeries(request));
  NoteBasis(series.basis());
  if (options.format == "json") {
    return PrintJson(series, JsonLayout::kIndented);
  }
  PrintSeries(series, series_id, options);
  return absl::OkStatus();
}

absl::Status RunAllSeries(OpenQuestion question, const AcrossOptions& options) {
  v1::ListSeriesRequest request;
  *request.mutable_at() = question.at;
  v1::ListSeriesResponse all;
  do {
    ASSIGN_OR_RETURN(const v1::ListSeriesResponse page,
                     question.connection.ListSeries(request));
    request.set_page_token(page.next_page_token());
    all.mutable_series()->MergeFrom(page.series());
    *all.mutable_basis() = page.basis();
    all.set_source(page.source());
  } while (!request.page_token().empty());
  NoteBasis(all.basis());
  if (options.format == "json") return PrintJson(all, JsonLayout::kIndented);
  PageSection section = page::SeriesSection(all, options.language);
  if (options.format == "tsv") {
    Print(SectionTsv(section));
    return absl::OkStatus();
  }
  section.title = "By id";
  PlanPage page;
  page.title = "Series";
  if (!section.rows.empty()) page.sections.push_back(std::move(section));
  Print(options.format == "md" ? PageMarkdown(page) : PageText(page));
  return absl::OkStatus();
}

void AddSeries(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"series", kGroupAsk, "The series across plans, or one of them",
       "One: its meetings, agreements and plans in order, which numbers are "
       "missing and\n"
       "which are given twice. Without an id: all of them, a line each.",
       "clearsky series\n"
       "clearsky series air-policy-exchange"});
  const auto options = std::make_shared<AcrossOptions>();
  const auto series_id = std::make_shared<std::string>();
  command->add_option("ID", *series_id, "The series; all when left out");
  AddAcrossOptions(command, options.get());
  program->SetRun(command, [program, options, series_id]() -> absl::Status {
    ASSIGN_OR_RETURN(OpenQuestion question,
                     OpenForQuestion(program->LedgerPlace(), options->as_of,
                                     options->known_at));
    return series_id->empty()
               ? RunAllSeries(std::move(question), *options)
               : RunOneSeries(std::move(question), *series_id, *options);
  });
}

absl::Status TryRebuild(const Place& place) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  Print(absl::StrCat("would make the rows again\nevents\t",
                     ledger.event_count(), "\nas of\t", ledger.today(), "\n"));
  Note(
      "nothing was made, as asked by --dry-run; --verify compares the rows "
      "that are there");
  return absl::OkStatus();
}

absl::Status RunRebuild(const Place& place, bool verify) {
  ASSIGN_OR_RETURN(
      Connection connection,
      Connection::Open(place, verify ? Connection::Access::kRead
                                     : Connection::Access::kWrite));
  v1::RebuildProjectionsRequest request;
  request.set_verify(verify);
  std::optional<ProgressReport> report(verify ? "comparing" : "rebuilding");
  const absl::StatusOr<v1::RebuildProjectionsResponse> done =
      connection.RebuildProjections(request, report->Callback());
  report.reset();
  RETURN_IF_ERROR(done.status());
  for (const v1::SetAside& event : done->set_aside()) {
    Note(absl::StrCat("set aside: position ", event.position(), " of ",
                      event.stream(), ": ", event.reason()));
  }
  Print(absl::StrCat(
      "events\t", done->known_count(), "\nas of\t", done->as_of_day(),
      "\ncalendar rows\t", done->calendar_rows(), "\nseries rows\t",
      done->series_rows(), "\nset aside\t", done->set_aside_size(), "\n"));
  return absl::OkStatus();
}

void AddRebuild(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"rebuild", kGroupKeep, "Make the rows across plans again",
       "`calendar` and `series` answer from rows that are made of the events. "
       "They are made\n"
       "again beside those that answer, and swapped. --verify changes nothing: "
       "it folds every\n"
       "plan from nothing and compares row by row; the first that differs ends "
       "it with\n"
       "DATA_LOSS.",
       "clearsky rebuild\n"
       "clearsky rebuild --verify"});
  const auto verify = std::make_shared<bool>(false);
  CLI::Option* const only_compare =
      command->add_flag("--verify", *verify, "Only compare");
  const auto dry_run = std::make_shared<bool>(false);
  command
      ->add_flag("--dry-run", *dry_run,
                 "Say what would be made again, make nothing")
      ->excludes(only_compare);
  program->SetRun(command, [program, verify, dry_run] {
    if (*dry_run) return TryRebuild(program->LedgerPlace());
    return RunRebuild(program->LedgerPlace(), *verify);
  });
}

}  // namespace

void AddProjectionCommands(Program* program) {
  AddCalendar(program);
  AddSeries(program);
  AddRebuild(program);
}

}  // namespace clearsky::cli
