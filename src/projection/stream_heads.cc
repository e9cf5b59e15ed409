#include "projection/stream_heads.h"

#include <utility>

namespace clearsky::projection {

std::unique_ptr<plan::StreamHead> StreamHeads::Take(absl::string_view stream,
                                                    uint64_t size) {
  MutexLock lock(&mu_);
  for (auto it = entries_.begin(); it != entries_.end(); ++it) {
    if (stream != it->stream) continue;
    std::unique_ptr<plan::StreamHead> head = std::move(it->head);
    entries_.erase(it);
    return head->size() == size ? std::move(head) : nullptr;
  }
  return nullptr;
}

void StreamHeads::Put(absl::string_view stream,
                      std::unique_ptr<plan::StreamHead> head) {
  MutexLock lock(&mu_);
  entries_.remove_if(
      [&](const Entry& entry) { return stream == entry.stream; });
  entries_.push_front({std::string(stream), std::move(head)});
  if (entries_.size() > max_count_) entries_.pop_back();
}

}  // namespace clearsky::projection
