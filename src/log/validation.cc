#include "log/validation.h"

#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "base/utf8.h"

namespace clearsky::log {
namespace {

constexpr size_t kMaxTypeBytes = 256;
// How much of a bad name is shown.
constexpr size_t kShownBytes = 64;

std::string Shown(absl::string_view text) {
  return absl::StrCat("\"",
                      absl::Utf8SafeCHexEscape(text.substr(0, kShownBytes)),
                      text.size() > kShownBytes ? "...\"" : "\"");
}

absl::Status ValidateName(absl::string_view what, absl::string_view name,
                          size_t max_bytes) {
  const auto wrong = [&](const auto&... why) {
    return absl::InvalidArgumentError(absl::StrCat(
        what, " ", Shown(name), " ", why..., "; accepted are 1 to ", max_bytes,
        " bytes of UTF-8 without control characters"));
  };
  if (name.empty()) return wrong("is empty");
  if (name.size() > max_bytes) return wrong("has ", name.size(), " bytes");
  if (const size_t bad = FirstInvalidUtf8(name); bad != name.size()) {
    return wrong("is not UTF-8 at byte ", bad);
  }
  if (HasControlCharacter(name)) return wrong("has a control character");
  return absl::OkStatus();
}

absl::Status ValidateText(absl::string_view what, absl::string_view text) {
  const size_t bad = FirstInvalidUtf8(text);
  if (bad == text.size()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(what, " ", Shown(text), " is not UTF-8 at byte ", bad));
}

// What an event counts towards the limits: its data and metadata.
size_t EventBytes(const NewEvent& event) {
  size_t bytes = event.data.size();
  for (const auto& [key, value] : event.metadata) {
    bytes += key.size() + value.size();
  }
  return bytes;
}

absl::Status ValidateEvent(const NewEvent& event) {
  // The nil and max UUIDs name nothing.
  RETURN_IF_ERROR(UuidFromBytes(event.event_id.ToBytes()).status());
  RETURN_IF_ERROR(ValidateName("type", event.type, kMaxTypeBytes));
  if (event.schema_version == 0) {
    return absl::InvalidArgumentError("schema_version is 0; it counts from 1");
  }
  for (const auto& [key, value] : event.metadata) {
    if (key.empty()) {
      return absl::InvalidArgumentError("a metadata key is empty");
    }
    RETURN_IF_ERROR(ValidateText("metadata key", key));
    RETURN_IF_ERROR(
        ValidateText(absl::StrCat("metadata value of ", Shown(key)), value));
  }
  if (const size_t bytes = EventBytes(event); bytes > kMaxEventBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("data and metadata have ", bytes,
                     " bytes; accepted are at most ", kMaxEventBytes));
  }
  return absl::OkStatus();
}

absl::Status InEvent(const StreamAppend& entry, size_t index,
                     const absl::Status& status) {
  return absl::InvalidArgumentError(absl::StrCat(
      "stream ", Shown(entry.stream), ", event ", index, " (",
      entry.events[index].event_id.ToString(), "): ", status.message()));
}

}  // namespace

size_t AppendBytes(const std::vector<StreamAppend>& entries) {
  size_t bytes = 0;
  for (const StreamAppend& entry : entries) {
    for (const NewEvent& event : entry.events) bytes += EventBytes(event);
  }
  return bytes;
}

absl::Status ValidateAppend(const std::vector<StreamAppend>& entries) {
  std::set<absl::string_view> streams;
  std::set<Uuid> ids;
  for (const StreamAppend& entry : entries) {
    RETURN_IF_ERROR(
        ValidateName("stream name", entry.stream, kMaxStreamNameBytes));
    if (!streams.insert(entry.stream).second) {
      return absl::InvalidArgumentError(absl::StrCat(
          "stream ", Shown(entry.stream),
          " occurs in two entries; put its events into one entry"));
    }
    for (size_t i = 0; i < entry.events.size(); ++i) {
      const NewEvent& event = entry.events[i];
      if (const absl::Status status = ValidateEvent(event); !status.ok()) {
        return InEvent(entry, i, status);
      }
      if (!ids.insert(event.event_id).second) {
        return InEvent(entry, i,
                       absl::InvalidArgumentError(
                           "the id occurs twice in this append; each event "
                           "needs an id of its own"));
      }
    }
  }
  if (const size_t bytes = AppendBytes(entries); bytes > kMaxAppendBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the append's events have ", bytes,
        " bytes of data and metadata; accepted are at most ", kMaxAppendBytes));
  }
  return absl::OkStatus();
}

absl::Status ValidateAttributes(
    const std::map<std::string, std::string>& attributes) {
  for (const auto& [key, value] : attributes) {
    RETURN_IF_ERROR(ValidateText("attribute name", key));
    RETURN_IF_ERROR(
        ValidateText(absl::StrCat("value of attribute ", Shown(key)), value));
  }
  return absl::OkStatus();
}

}  // namespace clearsky::log
