#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "app.h"
#include "base/status_macros.h"
#include "connection.h"
#include "describe.h"
#include "event_print.h"
#include "input.h"
#include "print.h"

// The commands on the log as a whole: events and plans.

namespace clearsky::cli {
namespace {

std::string Counted(uint64_t count, absl::string_view one,
                    absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

constexpr uint32_t kPageSize = 1000;

struct EventsOptions {
  std::string stream;
  uint64_t from = 0;
  std::optional<uint64_t> limit;
  std::string format = "text";
};

absl::Status RunEvents(const Place& place, const EventsOptions& options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  if (ledger.simulated()) Note("simulated clock");

  v1::ReadEventsRequest request;
  request.set_stream(options.stream);
  request.set_from(options.from);
  uint64_t left = options.limit.value_or(UINT64_MAX);
  while (left > 0) {
    request.set_page_size(
        static_cast<uint32_t>(std::min<uint64_t>(left, kPageSize)));
    ASSIGN_OR_RETURN(const v1::ReadEventsResponse page,
                     connection.ReadEvents(request));
    for (const v1::ReadEvent& event : page.events()) {
      RETURN_IF_ERROR(PrintEvent(event, options.format, ledger.zone()));
    }
    left -= std::min<uint64_t>(left, static_cast<uint64_t>(page.events_size()));
    if (!page.more() || page.events().empty()) break;
    const v1::StoredEvent& last = page.events(page.events_size() - 1).stored();
    request.set_from(
        (options.stream.empty() ? last.position() : last.revision()) + 1);
  }
  return absl::OkStatus();
}

void AddEvents(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"events", kGroupAsk, "The events as recorded",
       "Text: position, stream@revision, when recorded, event id, what it is "
       "about, what\n"
       "happened. JSON: one ReadEvent a line.",
       "clearsky events --stream clear-sky/2022 --from 10 --limit 5\n"
       "clearsky events --format json"});
  const auto options = std::make_shared<EventsOptions>();
  command
      ->add_option("--stream", options->stream,
                   "Only this stream: a plan, or directory")
      ->type_name("STREAM");
  command
      ->add_option("--from", options->from,
                   "From this position on, inclusive; with --stream, from this "
                   "revision")
      ->check(CheckCount)
      ->type_name("N");
  command
      ->add_option("--limit", options->limit,
                   "At most this many; all when left out")
      ->check(CheckCount)
      ->type_name("N");
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  program->SetRun(command, [program, options] {
    return RunEvents(program->LedgerPlace(), *options);
  });
}

absl::Status RunPlans(const Place& place, const std::string& format) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  if (ledger.simulated()) Note("simulated clock");
  v1::ListPlansRequest request;
  v1::ListPlansResponse all;
  do {
    ASSIGN_OR_RETURN(v1::ListPlansResponse page, connection.ListPlans(request));
    request.set_page_token(page.next_page_token());
    if (format == "json") {
      all.mutable_plans()->MergeFrom(page.plans());
      continue;
    }
    for (const v1::PlanSummary& plan : page.plans()) {
      Print(absl::StrCat(
          plan.plan(), "\t", LabelWords(plan.titles()), "\t",
          plan.period().edtf(), "\t",
          Counted(plan.activity_count(), "activity", "activities"), "\t",
          Counted(plan.event_count(), "event", "events"), "\n"));
    }
  } while (!request.page_token().empty());
  if (format != "json") return absl::OkStatus();
  return PrintJson(all, JsonLayout::kIndented);
}

void AddPlans(Program* program) {
  CLI::App* const command =
      program->AddOnLedger({"plans", kGroupAsk, "The plans of the ledger",
                            "Name, title, period, number of activities and of "
                            "events, separated by tabs.",
                            "clearsky plans"});
  const auto format = std::make_shared<std::string>("text");
  command->add_option("--format", *format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  program->SetRun(command, [program, format] {
    return RunPlans(program->LedgerPlace(), *format);
  });
}

}  // namespace

void AddLogCommands(Program* program) {
  AddEvents(program);
  AddPlans(program);
}

}  // namespace clearsky::cli
