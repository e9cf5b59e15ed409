#include "log/log_reader.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "log/chunk_cursor.h"
#include "log/event_codec.h"
#include "log/event_sources.h"

namespace clearsky::log {
namespace {

// More streams than this are not merged: each has an iterator of its own.
constexpr size_t kMaxMerged = 64;
// Reading one by one is worth it when what lies between is so many times more.
constexpr uint64_t kMergeGain = 4;

// A filter that wants little is asked again after so many events whether it
// goes on.
constexpr uint64_t kCatchUpStretch = 16'384;

// The index is made of the log, so that the log is right when they differ.
absl::Status Disagrees(uint64_t position, const Uuid& id) {
  return absl::DataLossError(absl::StrCat(
      "position ", position, ": the derived index has event ", id.ToString(),
      " there, the log has not; delete the ledger's directory derived/, and "
      "the next open makes it again"));
}

// Nothing but a name of a stream is asked for in the index: it keeps other keys
// beside them.
bool CanBeStream(absl::string_view stream) {
  return !stream.empty() && stream != format::kFirstHeadsKey &&
         stream != format::kLastHeadsKey;
}

absl::StatusOr<std::optional<RecordedEvent>> CheckedId(RecordedEvent event,
                                                       const Uuid& id) {
  if (event.event_id != id) return Disagrees(event.position, id);
  return event;
}

}  // namespace

// What a request is about: positions of the log, or revisions of a stream, from
// `first` to `end` (exclusive).
struct LogReader::Bounds {
  uint64_t first = 0;
  uint64_t end = 0;
};

absl::StatusOr<LogReader::Bounds> LogReader::BoundsOf(
    const ReadRequest& request, uint64_t size,
    const std::function<absl::StatusOr<uint64_t>(uint64_t)>& number_at) const {
  const bool is_forward = request.direction == Direction::kForward;
  Bounds bounds = {0, size};
  if (request.from.has_value()) {
    if (*request.from >= size) return Bounds();
    (is_forward ? bounds.first : bounds.end) =
        *request.from + (is_forward ? 0 : 1);
  }
  if (request.from_time.has_value()) {
    // Record times are whole microseconds.
    ASSIGN_OR_RETURN(
        const uint64_t position,
        CountAtTime(is_forward ? *request.from_time - absl::Nanoseconds(1)
                               : *request.from_time));
    ASSIGN_OR_RETURN(const uint64_t number, number_at(position));
    if (is_forward) {
      bounds.first = std::max(bounds.first, std::min(size, number));
    } else {
      bounds.end = std::min(bounds.end, number);
    }
  }
  return bounds;
}

absl::StatusOr<std::unique_ptr<EventIterator>> LogReader::Read(
    const ReadRequest& request) const {
  if (!request.stream.empty()) return ReadOne(request.stream, request);
  const bool is_forward = request.direction == Direction::kForward;
  ASSIGN_OR_RETURN(const Bounds bounds,
                   BoundsOf(request, index_->tail().size(),
                            [](uint64_t position) { return position; }));
  if (bounds.first >= bounds.end) return MakeEmptyIterator();
  ASSIGN_OR_RETURN(std::unique_ptr<EventIterator> merged,
                   ReadMerged(request.filter, request.direction, bounds));
  if (merged != nullptr) return merged;
  return MakeFilteredIterator(
      MakeLogIterator(*store_, {is_forward ? bounds.first : bounds.end - 1,
                                bounds.end, request.direction}),
      request.filter);
}

absl::StatusOr<std::unique_ptr<EventIterator>> LogReader::ReadMerged(
    const EventFilter& filter, Direction direction,
    const Bounds& bounds) const {
  if (filter.stream_prefix.empty()) return nullptr;
  ASSIGN_OR_RETURN(const std::optional<std::vector<std::string>> streams,
                   FewStreams(filter, bounds.end - bounds.first));
  if (!streams.has_value()) return nullptr;
  std::vector<std::unique_ptr<EventIterator>> sources;
  for (const std::string& stream : *streams) {
    ASSIGN_OR_RETURN(const uint64_t size, StreamSize(stream));
    ASSIGN_OR_RETURN(const uint64_t first,
                     RevisionAt(stream, size, bounds.first));
    ASSIGN_OR_RETURN(const uint64_t end, RevisionAt(stream, size, bounds.end));
    if (first >= end) continue;
    // Going backward, it goes on to the first revision, as `bounds` do.
    sources.push_back(MakeStreamIterator(
        *store_, *index_, stream,
        {direction == Direction::kForward ? first : end - 1, end, direction}));
  }
  return MakeFilteredIterator(MakeMergedIterator(std::move(sources), direction),
                              filter);
}

absl::StatusOr<std::unique_ptr<EventIterator>> LogReader::CatchUp(
    const EventFilter& filter, uint64_t first, uint64_t stretch,
    uint64_t* end) const {
  ASSIGN_OR_RETURN(
      std::unique_ptr<EventIterator> merged,
      ReadMerged(filter, Direction::kForward, Bounds{first, *end}));
  if (merged != nullptr) return merged;
  if (!filter.WantsAll()) {
    *end = std::min(*end, first + std::min(stretch, kCatchUpStretch));
  }
  return MakeFilteredIterator(
      MakeLogIterator(*store_, {first, *end, Direction::kForward}), filter);
}

absl::StatusOr<std::unique_ptr<EventIterator>> LogReader::ReadOne(
    absl::string_view stream, const ReadRequest& request) const {
  ASSIGN_OR_RETURN(const uint64_t size, StreamSize(stream));
  ASSIGN_OR_RETURN(const Bounds bounds,
                   BoundsOf(request, size, [&](uint64_t position) {
                     return RevisionAt(stream, size, position);
                   }));
  if (bounds.first >= bounds.end) return MakeEmptyIterator();
  const bool is_forward = request.direction == Direction::kForward;
  return MakeFilteredIterator(
      MakeStreamIterator(*store_, *index_, stream,
                         {is_forward ? bounds.first : bounds.end - 1,
                          bounds.end, request.direction}),
      request.filter);
}

absl::StatusOr<std::optional<std::vector<std::string>>> LogReader::FewStreams(
    const EventFilter& filter, uint64_t events) const {
  ASSIGN_OR_RETURN(std::vector<std::string> streams,
                   index_->Streams(filter.stream_prefix, "", kMaxMerged + 1));
  if (streams.size() > kMaxMerged) return std::nullopt;
  uint64_t total = 0;
  for (const std::string& stream : streams) {
    ASSIGN_OR_RETURN(const uint64_t size, StreamSize(stream));
    total += size;
  }
  if (total > events / kMergeGain) return std::nullopt;
  return streams;
}

absl::StatusOr<uint64_t> LogReader::RevisionAt(absl::string_view stream,
                                               uint64_t size,
                                               uint64_t position) const {
  if (position == 0) return 0;
  if (position >= index_->tail().size()) return size;
  uint64_t low = 0;
  uint64_t high = size;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    const std::unique_ptr<EventIterator> it = MakeStreamIterator(
        *store_, *index_, stream, {middle, middle + 1, Direction::kForward});
    if (!it->Next()) return it->status();
    if (it->event().position < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

absl::StatusOr<RecordedEvent> LogReader::ReadAt(uint64_t position) const {
  const uint64_t size = index_->tail().size();
  if (position >= size) {
    return WithDetail(
        absl::OutOfRangeError(absl::StrCat(
            "position ", position, " is past the end; the log has ", size,
            " events, positions counting from 0")),
        {"POSITION_PAST_END",
         {{"given", absl::StrCat(position)}, {"below", absl::StrCat(size)}}});
  }
  ChunkCursor cursor(*store_);
  return cursor.EventAt(position);
}

absl::StatusOr<uint64_t> LogReader::StreamSize(absl::string_view stream) const {
  if (!CanBeStream(stream)) return 0;
  ASSIGN_OR_RETURN(const std::optional<uint64_t> last,
                   index_->LastRevision(stream, Tail::Scope::kDurable));
  return last.has_value() ? *last + 1 : 0;
}

absl::StatusOr<uint64_t> LogReader::CountAtTime(absl::Time time) const {
  const LogEnd end = index_->tail().end();
  if (time >= end.last_record_time) return end.size;
  // Record times never decrease with the position, so bisection finds the first
  // event recorded later.
  ChunkCursor cursor(*store_);
  uint64_t low = 0;
  uint64_t high = end.size;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    ASSIGN_OR_RETURN(const absl::Time recorded, cursor.TimeAt(middle));
    if (recorded <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

absl::StatusOr<std::optional<RecordedEvent>> LogReader::EventOfId(
    const Uuid& id) const {
  ASSIGN_OR_RETURN(const std::optional<uint64_t> position,
                   index_->PositionOf(id, Tail::Scope::kDurable));
  if (!position.has_value()) return std::nullopt;
  ASSIGN_OR_RETURN(RecordedEvent event, ReadAt(*position));
  return CheckedId(std::move(event), id);
}

absl::StatusOr<std::optional<uint64_t>> DecidedView::LastRevision(
    absl::string_view stream) const {
  return index_->LastRevision(stream, Tail::Scope::kDecided);
}

absl::StatusOr<std::optional<RecordedEvent>> DecidedView::EventOfId(
    const Uuid& id) const {
  ASSIGN_OR_RETURN(const std::optional<uint64_t> position,
                   index_->PositionOf(id, Tail::Scope::kDecided));
  if (!position.has_value()) return std::nullopt;
  // What is not durable is in memory; what left it meanwhile is durable.
  const Tail::Stored stored = index_->tail().StoredAt(*position);
  if (stored.commit != nullptr) {
    ASSIGN_OR_RETURN(
        RecordedEvent event,
        DecodeEvent(*position, stored.commit->stored(stored.index)));
    return CheckedId(std::move(event), id);
  }
  ChunkCursor cursor(*store_);
  ASSIGN_OR_RETURN(RecordedEvent event, cursor.EventAt(*position));
  return CheckedId(std::move(event), id);
}

}  // namespace clearsky::log
