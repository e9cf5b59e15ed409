#include "projection/stream_heads.h"

#include <iterator>
#include <utility>

namespace clearsky::projection {

std::unique_ptr<plan::StreamHead> StreamHeads::Take(absl::string_view stream,
                                                    uint64_t size) {
  MutexLock lock(&mu_);
  const auto found = index_.find(stream);
  if (found == index_.end()) return nullptr;
  std::unique_ptr<plan::StreamHead> head = std::move(found->second->head);
  entries_.erase(found->second);
  index_.erase(found);
  return head->size() == size ? std::move(head) : nullptr;
}

void StreamHeads::Put(absl::string_view stream,
                      std::unique_ptr<plan::StreamHead> head) {
  // Let go of outside the lock: a head can be large.
  std::list<Entry> gone;
  MutexLock lock(&mu_);
  if (const auto found = index_.find(stream); found != index_.end()) {
    gone.splice(gone.begin(), entries_, found->second);
    index_.erase(found);
  }
  entries_.push_front({std::string(stream), std::move(head)});
  index_.emplace(stream, entries_.begin());
  if (entries_.size() <= max_count_) return;
  index_.erase(entries_.back().stream);
  gone.splice(gone.begin(), entries_, std::prev(entries_.end()));
}

}  // namespace clearsky::projection
