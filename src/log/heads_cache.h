#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "log/commit.h"

namespace clearsky::log {

// A HeadsCache remembers the last revisions that the derived instance has of
// the streams last asked for, so that appending to a stream does not look it up
// each time. It is safe for concurrent use.
class HeadsCache {
 public:
  // At most some `capacity` streams: those asked for in the present generation
  // and in the one before. A full generation ends.
  explicit HeadsCache(size_t capacity) : half_(capacity / 2) {}

  std::optional<uint64_t> Get(absl::string_view stream);

  // To be taken before the derived instance is read.
  uint64_t version() const;
  // What was read there; dropped when it may be old, as the derived instance
  // was written since `version` was taken.
  void Put(absl::string_view stream, uint64_t last_revision, uint64_t version);

  // The derived instance now holds these commits, too.
  void Update(const std::vector<std::shared_ptr<const Commit>>& commits);

 private:
  void PutLocked(absl::string_view stream, uint64_t last_revision)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const size_t half_;
  mutable Mutex mu_;
  uint64_t version_ ABSL_GUARDED_BY(mu_) = 0;
  absl::flat_hash_map<std::string, uint64_t> young_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::string, uint64_t> old_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::log
