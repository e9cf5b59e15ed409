#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "log/commit.h"
#include "log/database.h"
#include "log/database_options.h"
#include "log/format.h"

namespace rocksdb {
class Iterator;
}  // namespace rocksdb

namespace clearsky::log {

// A DerivedStore is the RocksDB instance `derived/`: what is made of the log to
// read it by stream and by id, and nothing that cannot be made of it again. It
// is safe for concurrent use, with one writer.
//
// It is written some ten thousand events at a time, as sorted table files that
// RocksDB takes in whole: a memtable would cost more than the rest of an append
// (design, section 2). One such step is atomic over all families, so that there
// is one checkpoint.
class DerivedStore {
 public:
  // Makes it when it is not there, unless `read_only`.
  static absl::StatusOr<std::unique_ptr<DerivedStore>> Open(
      const std::string& path, bool read_only, rocksdb::Env* env,
      const MemoryBudget& budget);

  // Deletes what is at `path`.
  static absl::Status Remove(const std::string& path);

  // How far it has followed the log. For the writer, and when opening.
  const format::Checkpoint& checkpoint() const { return checkpoint_; }

  // Takes in the commits that follow the checkpoint.
  absl::Status Write(const std::vector<std::shared_ptr<const Commit>>& commits);

  // Nullopt when there is no such stream or event.
  absl::StatusOr<std::optional<uint64_t>> LastRevision(
      absl::string_view stream) const;
  absl::StatusOr<std::optional<uint64_t>> PositionOf(const Uuid& id) const
      ABSL_LOCKS_EXCLUDED(mu_);
  // At most `limit` names with `prefix`, behind `after`, in byte order.
  absl::StatusOr<std::vector<std::string>> Streams(absl::string_view prefix,
                                                   absl::string_view after,
                                                   size_t limit) const;

  // An iterator over the rows of `clustered` as they are now.
  std::unique_ptr<rocksdb::Iterator> NewStreamIterator() const;

  const Database& database() const { return *database_; }

 private:
  DerivedStore(std::string path, rocksdb::Env* env,
               std::vector<Database::Family> families,
               std::unique_ptr<Database> database)
      : path_(std::move(path)),
        env_(env),
        families_(std::move(families)),
        database_(std::move(database)) {}

  absl::Status ReadCheckpoint();
  absl::Status ReadLastId();
  absl::Status ClearIncoming();
  absl::StatusOr<std::optional<uint64_t>> GetNumber(
      size_t family, absl::string_view key) const;

  const std::string path_;
  rocksdb::Env* const env_;
  const std::vector<Database::Family> families_;
  const std::unique_ptr<Database> database_;
  // Touched by the writer alone, after opening.
  format::Checkpoint checkpoint_;

  mutable Mutex mu_;
  // No id here is greater: most new ones are, as UUIDv7 begins with the time,
  // and need not be looked up.
  std::optional<Uuid> last_id_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::log
