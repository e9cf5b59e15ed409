#include "log/heads_cache.h"

#include <utility>

namespace clearsky::log {

std::optional<uint64_t> HeadsCache::Get(absl::string_view stream) {
  MutexLock lock(&mu_);
  if (const auto it = young_.find(stream); it != young_.end()) {
    return it->second;
  }
  const auto it = old_.find(stream);
  if (it == old_.end()) return std::nullopt;
  const uint64_t last_revision = it->second;
  PutLocked(stream, last_revision);
  return last_revision;
}

uint64_t HeadsCache::version() const {
  MutexLock lock(&mu_);
  return version_;
}

void HeadsCache::PutLocked(absl::string_view stream, uint64_t last_revision) {
  if (young_.size() >= half_) old_ = std::exchange(young_, {});
  young_.insert_or_assign(stream, last_revision);
}

void HeadsCache::Put(absl::string_view stream, uint64_t last_revision,
                     uint64_t version) {
  MutexLock lock(&mu_);
  if (version == version_) PutLocked(stream, last_revision);
}

void HeadsCache::Update(
    const std::vector<std::shared_ptr<const Commit>>& commits) {
  MutexLock lock(&mu_);
  ++version_;
  for (const auto& commit : commits) {
    for (const Commit::Event& event : commit->events) {
      const std::string& stream = commit->streams[event.stream];
      if (const auto it = young_.find(stream); it != young_.end()) {
        it->second = event.revision;
      }
      if (const auto it = old_.find(stream); it != old_.end()) {
        it->second = event.revision;
      }
    }
  }
}

}  // namespace clearsky::log
