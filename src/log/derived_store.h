#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "log/database.h"
#include "log/event_log.h"
#include "log/format.h"

namespace clearsky::log {

// A DerivedStore is the RocksDB instance `derived/`: indexes made of the log,
// and nothing that cannot be made of it again. It has no write-ahead log; after
// a crash each family is what it was at some commit of its own, and says at
// which. It is safe for concurrent use, with one writer.
class DerivedStore {
 public:
  // Makes it when it is not there, unless `read_only`.
  static absl::StatusOr<std::unique_ptr<DerivedStore>> Open(
      const std::string& path, bool read_only, rocksdb::Env* env);

  // Deletes what is at `path`.
  static absl::Status Remove(const std::string& path);

  // How far each family has followed the log.
  const std::array<format::Checkpoint, 3>& checkpoints() const {
    return checkpoints_;
  }
  // The smallest of them: where indexing goes on.
  uint64_t size() const;

  // Takes in the events that follow size(); families that are ahead skip what
  // they have. Not synced: a crash may lose it.
  absl::Status Write(const std::vector<EventPlace>& places);

  // Nullopt when there is no such stream or event.
  absl::StatusOr<std::optional<uint64_t>> LastRevision(
      absl::string_view stream) const;
  absl::StatusOr<std::optional<uint64_t>> PositionOf(const Uuid& id) const;
  // Positions of the stream's revisions from `first` to `first` + `count`.
  // DATA_LOSS when one is missing.
  absl::StatusOr<std::vector<uint64_t>> Positions(absl::string_view stream,
                                                  uint64_t first,
                                                  uint64_t count) const;
  // At most `limit` names with `prefix`, behind `after`, in byte order.
  absl::StatusOr<std::vector<std::string>> Streams(absl::string_view prefix,
                                                   absl::string_view after,
                                                   size_t limit) const;

  // The instance itself, to be compacted.
  const Database& database() const { return *database_; }

 private:
  explicit DerivedStore(std::unique_ptr<Database> database)
      : database_(std::move(database)) {}

  absl::Status ReadCheckpoints();
  absl::StatusOr<std::optional<uint64_t>> GetNumber(
      size_t family, absl::string_view key) const;

  const std::unique_ptr<Database> database_;
  // Of streams, heads and ids. Touched by the writer alone, after opening.
  std::array<format::Checkpoint, 3> checkpoints_;
};

}  // namespace clearsky::log
