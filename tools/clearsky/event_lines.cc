#include "event_lines.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/utf8.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

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

absl::Status ReadEventLine(absl::string_view json, v1::EventToRecord* event) {
  if (!IsValidUtf8(json)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "is not UTF-8 at byte ", FirstInvalidUtf8(json), " of the line"));
  }
  google::protobuf::Struct object;
  if (const absl::Status parsed = ParseJson(json, &object); !parsed.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("is not a JSON object: ", parsed.message()));
  }
  if (object.fields().contains("event")) {
    if (const absl::Status parsed = ParseJson(json, event); !parsed.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("is not an EventToRecord {eventId, event, metadata}: ",
                       parsed.message()));
    }
    return absl::OkStatus();
  }
  if (const absl::Status parsed = ParseJson(json, event->mutable_event());
      !parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "is not a PlanEvent {provenance, <one change>}: ", parsed.message()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<EventLine>> ReadEventLines(absl::string_view text) {
  std::vector<EventLine> events;
  size_t number = 0;
  // Editors of some systems begin a file with a byte order mark.
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    const absl::string_view json = absl::StripAsciiWhitespace(line);
    if (json.empty()) continue;
    EventLine event;
    event.line = number;
    if (const absl::Status read = ReadEventLine(json, &event.event);
        !read.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, " ", read.message()));
    }
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace clearsky::cli
