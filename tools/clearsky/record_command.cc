#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "app.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "connection.h"
#include "event_lines.h"
#include "input.h"
#include "print.h"

namespace clearsky::cli {
namespace {

struct RecordOptions {
  std::string plan;
  std::string file;
  std::string at;
  bool dry_run = false;
  std::optional<uint64_t> expected_revision;
};

// What messages call the file.
std::string FileWords(const std::string& file) {
  return file == "-" ? "standard input" : file;
}

// A refusal of `event N of M ...` with the line of the file on which the event
// stands; others unchanged.
absl::Status AtLine(const std::string& file, const EventGroup& group,
                    const absl::Status& status) {
  absl::string_view rest = status.message();
  size_t number = 0;
  if (absl::ConsumePrefix(&rest, "event ") &&
      absl::SimpleAtoi(rest.substr(0, rest.find(' ')), &number) &&
      number >= 1 && number <= group.events.size()) {
    return WithMessage(status, absl::StrCat(FileWords(file), ": line ",
                                            group.events[number - 1].line, ": ",
                                            status.message()));
  }
  if (group.line == 0) return status;
  return WithMessage(status, absl::StrCat(FileWords(file), ": line ",
                                          group.line, ": ", status.message()));
}

std::string Span(uint64_t first, uint64_t last) {
  return first == last ? absl::StrCat(first)
                       : absl::StrCat(first, " to ", last);
}

void NoteOutcome(const RecordOptions& options, const EventGroup& group,
                 const v1::RecordEventsResponse& response) {
  const int count = response.recorded_size();
  const v1::RecordedPosition& first = response.recorded(0);
  const v1::RecordedPosition& last = response.recorded(count - 1);
  std::string line = absl::StrCat(group.at, group.at.empty() ? "" : ": ", count,
                                  count == 1 ? " event" : " events");
  if (response.dry_run()) {
    absl::StrAppend(&line, " could be recorded in ", options.plan,
                    "; nothing was, as asked by --dry-run");
  } else {
    absl::StrAppend(&line, count == 1 ? " was recorded " : " were recorded ",
                    response.duplicate() ? "before in " : "in ", options.plan,
                    count == 1 ? ": position " : ": positions ",
                    Span(first.position(), last.position()),
                    count == 1 ? ", revision " : ", revisions ",
                    Span(first.revision(), last.revision()));
  }
  Note(line);
}

void TellRecorded(const RecordOptions& options, const EventGroup& group,
                  const v1::RecordEventsResponse& response) {
  for (int i = 0; i < response.recorded_size(); ++i) {
    const v1::RecordedPosition& recorded = response.recorded(i);
    if (!response.dry_run()) {
      Print(absl::StrCat(recorded.position(), "\t", recorded.revision(), "\t",
                         recorded.event_id(), "\n"));
    }
    for (const v1::Finding& finding : recorded.findings()) {
      NoteFinding(
          absl::StrCat("line ", group.events[static_cast<size_t>(i)].line),
          finding);
    }
  }
  if (response.recorded_size() > 0) NoteOutcome(options, group, response);
}

// What the options ask of the times in the file.
absl::Status CheckTimes(const RecordOptions& options,
                        const std::vector<EventGroup>& groups) {
  for (const EventGroup& group : groups) {
    if (group.line == 0) continue;
    if (!options.at.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--at ", options.at, ": line ", group.line, " of ",
          FileWords(options.file),
          " tells a time of its own; leave --at out, or the time"));
    }
    if (options.dry_run && groups.size() > 1) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--dry-run: ", FileWords(options.file), " is told at ", groups.size(),
          " times, and what is told later cannot be checked before the "
          "earlier is recorded; record it in a new ledger made with `init "
          "--simulated` instead"));
    }
  }
  return absl::OkStatus();
}

// Says how far a history has come that is refused at `groups[refused]`.
void NoteHowFar(const std::string& file, const std::vector<EventGroup>& groups,
                size_t refused) {
  if (refused == 0) return;
  const size_t last = groups[refused - 1].events.back().line;
  Note(absl::StrCat("recorded up to line ", last, " of ", FileWords(file),
                    "; nothing of what is told at ", groups[refused].at,
                    " (line ", groups[refused].line,
                    "), nor after it, was: mend it and record the lines after ",
                    last, ", or the whole in a new ledger"));
}

absl::Status RunRecord(const Place& place, const RecordOptions& options) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(options.file));
  const auto groups = ReadEventLines(text);
  if (!groups.ok()) {
    return absl::Status(
        groups.status().code(),
        absl::StrCat(FileWords(options.file), ": ", groups.status().message()));
  }
  if (groups->empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        options.file, " has no event; accepted is one JSON event a line"));
  }
  RETURN_IF_ERROR(CheckTimes(options, *groups));

  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kWrite));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
  auto times = ReadGroupTimes(*groups, zone);
  if (!times.ok()) {
    return absl::Status(
        times.status().code(),
        absl::StrCat(FileWords(options.file), ": ", times.status().message()));
  }
  if (!options.at.empty()) {
    ASSIGN_OR_RETURN(times->front(), ReadTime("--at", options.at, zone));
  }

  std::optional<uint64_t> expected_revision = options.expected_revision;
  for (size_t i = 0; i < groups->size(); ++i) {
    const EventGroup& group = (*groups)[i];
    v1::RecordEventsRequest request;
    request.set_dry_run(options.dry_run);
    if ((*times)[i].has_value()) {
      *request.mutable_at_time() = ToTimestamp(*(*times)[i]);
    }
    v1::StreamRecord* const stream = request.add_streams();
    stream->set_stream(options.plan);
    if (expected_revision.has_value()) {
      stream->mutable_expected()->set_revision(*expected_revision);
    }
    for (const EventLine& line : group.events) {
      *stream->add_events() = line.event;
    }
    const auto recorded = connection.RecordEvents(request);
    if (!recorded.ok()) {
      NoteHowFar(options.file, *groups, i);
      return AtLine(options.file, group, recorded.status());
    }
    TellRecorded(options, group, *recorded);
    if (expected_revision.has_value() && recorded->recorded_size() > 0) {
      expected_revision = recorded->recorded().rbegin()->revision();
    }
  }
  return absl::OkStatus();
}

}  // namespace

void AddRecordCommand(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"record", kGroupRecordOther,
       "Record events from JSON lines, all or none",
       "Each line is a PlanEvent in protobuf JSON, or {\"eventId\": UUID, "
       "\"event\": PlanEvent,\n"
       "\"metadata\": [...]}: with an id of its own, repeating it is harmless. "
       "Lines that start\n"
       "with # are comments. On simulated ledgers a line {\"at\": TIME} sets "
       "the time at which the\n"
       "lines below it are recorded, all of one time or none. Prints a line "
       "for each event:\n"
       "position, revision and event id, separated by tabs. What has no verb "
       "of its own is\n"
       "recorded this way: documentRegistered, documentAttached, "
       "measureDefined.",
       "echo '{\"activityHeld\": {\"activityId\": \"forecast-workshop-3\", "
       "\"date\": {\"edtf\": \"2022-10-26\"}}}' | clearsky record "
       "clear-sky/2022 --file -\n"
       "echo '{\"measureDefined\": {\"measureId\": \"kr-seasonal-4\", "
       "\"partyId\": \"kr\", \"labels\": [{\"language\": \"ko\", "
       "\"text\": \"제4차 계절관리제\"}], \"period\": {\"edtf\": "
       "\"2022-12/2023-03\"}}}' | clearsky record clear-sky/2022 --file -"});
  const auto options = std::make_shared<RecordOptions>();
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022, or directory")
      ->required();
  command
      ->add_option("--file", options->file,
                   "JSON lines, at most 32 MiB; - for standard input")
      ->type_name("FILE")
      ->required();
  command
      ->add_option("--at", options->at,
                   "On simulated ledgers: the time it is recorded, RFC 3339, "
                   "or a day, its first moment")
      ->type_name("TIME");
  command
      ->add_option("--expect-revision", options->expected_revision,
                   "Refuse unless the plan's last revision is N")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  command->add_flag("--dry-run", options->dry_run,
                    "Check everything, record nothing");
  program->SetRun(command, [program, options] {
    return RunRecord(program->LedgerPlace(), *options);
  });
}

}  // namespace clearsky::cli
