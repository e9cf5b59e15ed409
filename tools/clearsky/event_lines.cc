#include "event_lines.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "clearsky/v1/history_file.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "input.h"

namespace clearsky::cli {
namespace {

absl::Status ParseJson(absl::string_view json,
                       google::protobuf::Message* message) {
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), message);
  if (status.ok()) return absl::OkStatus();
  // The message begins with the field's path, which may be empty; a picture of
  // the place follows on lines of its own.
  const std::string reason = status.message().ToString();
  absl::string_view words = reason;
  words = words.substr(0, words.find('\n'));
  absl::ConsumePrefix(&words, ": ");
  return absl::InvalidArgumentError(words);
}

// What a line says: a time, events, or both.
struct ReadLine {
  std::string at;
  std::vector<v1::EventToRecord> events;
};

absl::StatusOr<ReadLine> ReadHistoryLine(absl::string_view json) {
  v1::HistoryLine line;
  if (const absl::Status parsed = ParseJson(json, &line); !parsed.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("is not a HistoryLine {at, event, eventId, metadata} or "
                     "{at, events}: ",
                     parsed.message()));
  }
  if (!line.has_event() &&
      (!line.event_id().empty() || !line.metadata().empty())) {
    return absl::InvalidArgumentError(
        "has an eventId or metadata but no event that they are of");
  }
  if (line.has_event() && !line.events().empty()) {
    return absl::InvalidArgumentError(
        "has both event and events; accepted is one of them");
  }
  ReadLine read;
  read.at = line.at();
  if (line.has_event()) {
    v1::EventToRecord& event = read.events.emplace_back();
    *event.mutable_event() = std::move(*line.mutable_event());
    event.set_event_id(line.event_id());
    *event.mutable_metadata() = line.metadata();
  }
  for (v1::PlanEvent& event : *line.mutable_events()) {
    *read.events.emplace_back().mutable_event() = std::move(event);
  }
  if (read.at.empty() && read.events.empty()) {
    return absl::InvalidArgumentError(
        "tells neither a time nor an event; accepted are at, event and events");
  }
  return read;
}

absl::StatusOr<ReadLine> ReadOneLine(absl::string_view json) {
  if (!IsValidUtf8(json)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "is not UTF-8 at byte ", FirstInvalidUtf8(json), " of the line"));
  }
  google::protobuf::Struct object;
  if (const absl::Status parsed = ParseJson(json, &object); !parsed.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("is not a JSON object: ", parsed.message()));
  }
  for (const char* const key : {"at", "event", "events"}) {
    if (object.fields().contains(key)) return ReadHistoryLine(json);
  }
  ReadLine read;
  if (const absl::Status parsed =
          ParseJson(json, read.events.emplace_back().mutable_event());
      !parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "is not a PlanEvent {provenance, <one change>}: ", parsed.message()));
  }
  return read;
}

absl::Status TimeWithoutEvents(const EventGroup& group) {
  return absl::InvalidArgumentError(
      absl::StrCat("line ", group.line, " tells the time ", group.at,
                   ", but no event follows that is told then"));
}

}  // namespace

absl::StatusOr<std::vector<EventGroup>> ReadEventLines(absl::string_view text) {
  std::vector<EventGroup> groups;
  size_t number = 0;
  // Editors of some systems begin a file with a byte order mark.
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    const absl::string_view json = absl::StripAsciiWhitespace(line);
    if (json.empty() || json[0] == '#') continue;
    absl::StatusOr<ReadLine> read = ReadOneLine(json);
    if (!read.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, " ", read.status().message()));
    }
    if (groups.empty() || !read->at.empty()) {
      if (!groups.empty() && groups.back().events.empty()) {
        return TimeWithoutEvents(groups.back());
      }
      groups.push_back({read->at.empty() ? 0 : number, read->at, {}});
    }
    for (v1::EventToRecord& event : read->events) {
      groups.back().events.push_back({number, std::move(event)});
    }
  }
  if (!groups.empty() && groups.back().events.empty()) {
    return TimeWithoutEvents(groups.back());
  }
  return groups;
}

absl::StatusOr<std::vector<std::optional<absl::Time>>> ReadGroupTimes(
    const std::vector<EventGroup>& groups, absl::TimeZone zone) {
  std::vector<std::optional<absl::Time>> times;
  const EventGroup* before = nullptr;
  for (const EventGroup& group : groups) {
    if (group.at.empty()) {
      times.push_back(std::nullopt);
      continue;
    }
    ASSIGN_OR_RETURN(
        const absl::Time time,
        ReadTime(absl::StrCat("line ", group.line, ": at"), group.at, zone));
    if (before != nullptr && time < *times.back()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "line ", group.line, ": at '", group.at, "' is before '", before->at,
          "' of line ", before->line,
          "; a history is told in the order of time, and what became known "
          "late has an earlier provenance.effective"));
    }
    times.push_back(time);
    before = &group;
  }
  return times;
}

}  // namespace clearsky::cli
