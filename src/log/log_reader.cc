#include "log/log_reader.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/chunk_cursor.h"

namespace clearsky::log {
namespace {

// Positions that a stream's reader fetches at a time.
constexpr uint64_t kPageEvents = 512;

// The index is made of the log, so that the log is right when they differ.
absl::Status Disagrees(uint64_t position, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(
      "position ", position, ": the derived index has ", what,
      " there, the log has not; delete the ledger's directory derived/, and "
      "the next open makes it again"));
}

}  // namespace

absl::Status LogReader::ReadAll(uint64_t from, Direction direction,
                                const Visitor& visit) const {
  const uint64_t size = index_->tail().size();
  if (from >= size) return absl::OkStatus();
  ChunkCursor cursor(*store_);
  const bool is_forward = direction == Direction::kForward;
  const uint64_t count = is_forward ? size - from : from + 1;
  for (uint64_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(const RecordedEvent event,
                     cursor.EventAt(is_forward ? from + i : from - i));
    if (!visit(event)) break;
  }
  return absl::OkStatus();
}

absl::Status LogReader::ReadStream(absl::string_view stream, uint64_t from,
                                   Direction direction,
                                   const Visitor& visit) const {
  ASSIGN_OR_RETURN(const uint64_t size, StreamSize(stream));
  if (from >= size) return absl::OkStatus();
  ChunkCursor cursor(*store_);
  const bool is_forward = direction == Direction::kForward;
  const uint64_t count = is_forward ? size - from : from + 1;
  for (uint64_t done = 0; done < count;) {
    const uint64_t page = std::min(kPageEvents, count - done);
    const uint64_t first = is_forward ? from + done : from + 1 - done - page;
    ASSIGN_OR_RETURN(std::vector<uint64_t> positions,
                     index_->Positions(stream, first, page));
    for (uint64_t i = 0; i < page; ++i) {
      const uint64_t offset = is_forward ? i : page - 1 - i;
      const uint64_t position = positions[offset];
      ASSIGN_OR_RETURN(const RecordedEvent event, cursor.EventAt(position));
      if (event.stream != stream || event.revision != first + offset) {
        return Disagrees(position, absl::StrCat("revision ", first + offset,
                                                " of stream \"", stream, "\""));
      }
      if (!visit(event)) return absl::OkStatus();
    }
    done += page;
  }
  return absl::OkStatus();
}

absl::StatusOr<RecordedEvent> LogReader::ReadAt(uint64_t position) const {
  const uint64_t size = index_->tail().size();
  if (position >= size) {
    return absl::OutOfRangeError(
        absl::StrCat("position ", position, " is past the end; the log has ",
                     size, " events, positions counting from 0"));
  }
  ChunkCursor cursor(*store_);
  return cursor.EventAt(position);
}

absl::StatusOr<uint64_t> LogReader::StreamSize(absl::string_view stream) const {
  ASSIGN_OR_RETURN(const std::optional<uint64_t> last, LastRevision(stream));
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

absl::StatusOr<std::optional<uint64_t>> LogReader::LastRevision(
    absl::string_view stream) const {
  // Nothing but a name of a stream is asked for in the index: it keeps other
  // keys beside them.
  if (stream.empty() || stream.front() == '\0') return std::nullopt;
  return index_->LastRevision(stream);
}

absl::StatusOr<std::optional<RecordedEvent>> LogReader::EventOfId(
    const Uuid& id) const {
  ASSIGN_OR_RETURN(const std::optional<uint64_t> position,
                   index_->PositionOf(id));
  if (!position.has_value()) return std::nullopt;
  ASSIGN_OR_RETURN(RecordedEvent event, ReadAt(*position));
  if (event.event_id != id) {
    return Disagrees(*position, absl::StrCat("event ", id.ToString()));
  }
  return event;
}

}  // namespace clearsky::log
