#include "service/http/idempotency.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/uuid.h"

namespace clearsky::service {
namespace {

constexpr size_t kMaxKeyBytes = 255;
constexpr char kBatchKey[] = "idempotency-batch";

absl::Status NoKey(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(
      "Idempotency-Key ", why, "; give 1 to ", kMaxKeyBytes,
      " visible ASCII characters, as they are or in quotes, for example "
      "\"8e03978e-40d5-43e8-bc93-6894a57f9324\""));
}

}  // namespace

absl::StatusOr<std::string> ReadIdempotencyKey(absl::string_view header) {
  absl::string_view text = absl::StripAsciiWhitespace(header);
  std::string key;
  if (!text.empty() && text.front() == '"') {
    if (text.size() < 2 || text.back() != '"') {
      return NoKey("has no closing quote");
    }
    text = text.substr(1, text.size() - 2);
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') return NoKey("has a quote within quotes");
      if (text[i] == '\\') {
        ++i;
        if (i == text.size() || (text[i] != '"' && text[i] != '\\')) {
          return NoKey("has a backslash that escapes nothing");
        }
      }
      key.push_back(text[i]);
    }
  } else {
    key = std::string(text);
  }
  if (key.empty()) return NoKey("is empty");
  if (key.size() > kMaxKeyBytes) return NoKey("is too long");
  for (const char c : key) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c))) {
      return NoKey("has a character that cannot be seen");
    }
  }
  return key;
}

absl::Status DeriveEventIds(absl::string_view key, v1::StreamRecord* record) {
  if (record->events().empty()) {
    return absl::InvalidArgumentError(
        "events is empty: there is nothing that Idempotency-Key could name");
  }
  for (int i = 0; i < record->events_size(); ++i) {
    v1::EventToRecord* const event = record->mutable_events(i);
    if (!event->event_id().empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("events[", i,
                       "].eventId: ids follow from Idempotency-Key; give the "
                       "one or the other"));
    }
    event->set_event_id(
        UuidV8OfContent(absl::StrCat("Idempotency-Key\n", record->stream(),
                                     "\n", key, "\n", i))
            .ToString());
    v1::MetadataEntry* const note = event->add_metadata();
    note->set_key(kBatchKey);
    note->set_value(absl::StrCat(record->events_size()));
  }
  return absl::OkStatus();
}

}  // namespace clearsky::service
