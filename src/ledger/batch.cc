#include "ledger/batch.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "ledger/core.h"
#include "log/event_log.h"
#include "plan/history.h"
#include "plan/recording.h"

namespace clearsky::ledger {
namespace {

absl::Status ReadMetadata(const v1::EventToRecord& given, GivenEvent* event) {
  for (const v1::MetadataEntry& entry : given.metadata()) {
    RETURN_IF_ERROR(plan::CheckSlug("metadata key", entry.key()));
    if (absl::StartsWith(entry.key(), kReservedKeyPrefix)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "metadata key `", entry.key(), "`: keys that start with `",
          kReservedKeyPrefix, "` are the engine's own"));
    }
    if (!IsValidUtf8(entry.value())) {
      return absl::InvalidArgumentError(absl::StrCat(
          "metadata `", entry.key(), "`: the value is not UTF-8 at byte ",
          FirstInvalidUtf8(entry.value())));
    }
    if (!event->metadata.emplace(entry.key(), entry.value()).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("metadata key `", entry.key(), "` occurs twice"));
    }
  }
  return absl::OkStatus();
}

absl::Status ReadEvent(const v1::EventToRecord& given, absl::Time now,
                       GivenEvent* event) {
  event->id_given = !given.event_id().empty();
  if (event->id_given) {
    const absl::StatusOr<Uuid> id = ParseUuid(given.event_id());
    if (!id.ok()) return At("event_id", id.status());
    event->event_id = *id;
  } else {
    event->event_id = MakeUuidV7(now);
  }
  if (!given.has_event()) {
    return absl::InvalidArgumentError("event is required");
  }
  if (given.event().ByteSizeLong() > log::kMaxEventBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("event: ", given.event().ByteSizeLong(),
                     " bytes; at most ", log::kMaxEventBytes));
  }
  event->event = given.event();
  event->given_sha256 = DigestHex(Sha256(plan::EncodeEvent(given.event())));
  return ReadMetadata(given, event);
}

absl::Status CheckExpectation(const v1::StreamRecord& record) {
  const v1::ExpectedRevision& expected = record.expected();
  const bool denied =
      (expected.has_no_stream() && !expected.no_stream()) ||
      (expected.has_stream_exists() && !expected.stream_exists());
  if (!denied) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("streams: expected of ", record.stream(),
                   ": no_stream and stream_exists are true or left out"));
}

absl::Status CheckSizes(const v1::RecordEventsRequest& request) {
  size_t bytes = 0;
  for (const v1::StreamRecord& record : request.streams()) {
    bytes += record.ByteSizeLong();
  }
  if (bytes > log::kMaxAppendBytes) {
    return absl::InvalidArgumentError(absl::StrCat("streams: ", bytes,
                                                   " bytes of events; at most ",
                                                   log::kMaxAppendBytes));
  }
  for (const v1::DocumentBytes& document : request.documents()) {
    if (document.content().empty()) {
      return absl::InvalidArgumentError("documents: content is empty");
    }
    if (document.content().size() > log::kMaxAppendBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("documents: ", document.content().size(),
                       " bytes; at most ", log::kMaxAppendBytes));
    }
  }
  return absl::OkStatus();
}

size_t CountEvents(const v1::RecordEventsRequest& request) {
  size_t count = 0;
  for (const v1::StreamRecord& record : request.streams()) {
    count += static_cast<size_t>(record.events_size());
  }
  return count;
}

}  // namespace

absl::Status At(absl::string_view where, const absl::Status& status) {
  return WithMessage(status, absl::StrCat(where, ": ", status.message()));
}

absl::Status At(const GivenEvent& event, absl::string_view stream,
                const absl::Status& status) {
  return AddToDetail(
      At(event.where, status),
      {{"stream", std::string(stream)}, {"event", absl::StrCat(event.number)}});
}

absl::StatusOr<Batch> ReadBatch(const v1::RecordEventsRequest& request,
                                absl::Time now) {
  Batch batch;
  batch.event_count = CountEvents(request);
  if (batch.event_count == 0) {
    return absl::InvalidArgumentError(
        "streams: nothing to record; give at least one event");
  }
  RETURN_IF_ERROR(CheckSizes(request));
  std::set<std::string> streams;
  std::map<Uuid, std::string> ids;
  size_t number = 0;
  for (const v1::StreamRecord& record : request.streams()) {
    RETURN_IF_ERROR(plan::CheckPlanName(record.stream()));
    if (!streams.insert(record.stream()).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("streams: ", record.stream(),
                       " occurs twice; put its events into one entry"));
    }
    RETURN_IF_ERROR(CheckExpectation(record));
    GivenStream& stream = batch.streams.emplace_back();
    stream.stream = record.stream();
    stream.expected = record.expected();
    for (const v1::EventToRecord& given : record.events()) {
      GivenEvent event;
      event.number = ++number;
      event.where = absl::StrCat("event ", number, " of ", batch.event_count,
                                 " for ", record.stream());
      if (absl::Status status = ReadEvent(given, now, &event); !status.ok()) {
        return At(event, record.stream(), status);
      }
      const auto [first, is_new] = ids.emplace(event.event_id, event.where);
      if (!is_new) {
        return absl::InvalidArgumentError(
            absl::StrCat(event.where, ": event_id ", event.event_id.ToString(),
                         " is that of ", first->second, ", too"));
      }
      stream.events.push_back(std::move(event));
    }
  }
  return batch;
}

}  // namespace clearsky::ledger
