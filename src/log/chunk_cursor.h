#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "log/event_view.h"
#include "log/format.h"
#include "log/log_store.h"

namespace clearsky::log {

// A ChunkCursor reads events by position and stays on the chunk that it read
// last, so that going forward or backward through the log decodes each chunk
// once. It sees the log as it was when made. For use by one thread.
//
// Positions have no gaps: one below the log's end that is not there is
// DATA_LOSS, naming the first that is missing.
class ChunkCursor {
 public:
  // How it will be used: here and there, or through much of the log once.
  enum class Use { kPoints, kScan };

  // `store` must outlive the cursor.
  explicit ChunkCursor(const LogStore& store, Use use = Use::kPoints);

  // The stored bytes at `position`, valid until the next call.
  // REQUIRES: `position` was durable when the cursor was made.
  absl::StatusOr<absl::string_view> StoredAt(uint64_t position);
  // The same, read; and with a copy of everything.
  absl::StatusOr<EventView> ViewAt(uint64_t position);
  absl::StatusOr<RecordedEvent> EventAt(uint64_t position);
  // The record time of the commit that `position` is in.
  absl::StatusOr<absl::Time> TimeAt(uint64_t position);
  // The chunk that `position` is in, as it lies on disk; valid until the next
  // call.
  struct RawChunk {
    absl::string_view key;
    absl::string_view value;
  };
  absl::StatusOr<RawChunk> ChunkAt(uint64_t position);

 private:
  absl::Status Load(uint64_t position);
  // Decodes the chunk under the iterator, on the way to `position`.
  absl::Status Decode(uint64_t position);

  const std::unique_ptr<rocksdb::Iterator> it_;
  bool is_loaded_ = false;
  format::Chunk chunk_;  // Views into the iterator's value.
};

}  // namespace clearsky::log
