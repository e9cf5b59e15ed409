#include "log/chunk_cursor.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/database_options.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"

namespace clearsky::log {
namespace {

absl::Status Missing(uint64_t first_missing) {
  return absl::DataLossError(absl::StrCat("position ", first_missing,
                                          ": the log holds no chunk with it"));
}

}  // namespace

ChunkCursor::ChunkCursor(const LogStore& store, Use use)
    : it_(store.NewChunkIterator(use == Use::kScan ? ScanOptions()
                                                   : rocksdb::ReadOptions())) {}

absl::Status ChunkCursor::Decode(uint64_t position) {
  is_loaded_ = false;
  if (!it_->Valid()) {
    RETURN_IF_ERROR(FromRocksdb(
        it_->status(), absl::StrCat("position ", position, ": reading it")));
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(format::DecodeChunkInto(ToView(it_->key()),
                                          ToView(it_->value()), &chunk_));
  is_loaded_ = true;
  return absl::OkStatus();
}

absl::Status ChunkCursor::Load(uint64_t position) {
  const auto holds = [&] {
    return is_loaded_ && chunk_.first_position <= position &&
           position < chunk_.end();
  };
  if (holds()) return absl::OkStatus();
  const bool is_next = is_loaded_ && position == chunk_.end();
  if (is_next) {
    it_->Next();
  } else if (is_loaded_ && position + 1 == chunk_.first_position) {
    it_->Prev();
  } else {
    it_->SeekForPrev(format::ChunkKey(position));
  }
  RETURN_IF_ERROR(Decode(position));
  if (holds()) return absl::OkStatus();
  // The chunk found ends before `position`, or, going forward, begins after.
  const uint64_t first_missing = is_next      ? position
                                 : is_loaded_ ? chunk_.end()
                                              : 0;
  is_loaded_ = false;
  return Missing(first_missing);
}

absl::StatusOr<absl::string_view> ChunkCursor::StoredAt(uint64_t position) {
  RETURN_IF_ERROR(Load(position));
  return chunk_.events[position - chunk_.first_position];
}

absl::StatusOr<EventView> ChunkCursor::ViewAt(uint64_t position) {
  ASSIGN_OR_RETURN(const absl::string_view stored, StoredAt(position));
  return ParseEventView(position, stored);
}

absl::StatusOr<RecordedEvent> ChunkCursor::EventAt(uint64_t position) {
  ASSIGN_OR_RETURN(const EventView view, ViewAt(position));
  return view.Copy();
}

absl::StatusOr<ChunkCursor::RawChunk> ChunkCursor::ChunkAt(uint64_t position) {
  RETURN_IF_ERROR(Load(position));
  return RawChunk{ToView(it_->key()), ToView(it_->value())};
}

absl::StatusOr<absl::Time> ChunkCursor::TimeAt(uint64_t position) {
  RETURN_IF_ERROR(Load(position));
  return absl::FromUnixMicros(chunk_.record_time_us);
}

}  // namespace clearsky::log
