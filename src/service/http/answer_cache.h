#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "projection/byte_lru.h"

namespace clearsky::service {

// Bodies of answers by their entity tags, up to a total size; those used
// longest ago are let go of. Safe for concurrent use.
class AnswerCache {
 public:
  explicit AnswerCache(size_t max_bytes) : bodies_(max_bytes) {}

  // nullptr when it is not kept.
  std::shared_ptr<const std::string> Get(const std::string& etag) {
    MutexLock lock(&mu_);
    return bodies_.Get(etag);
  }
  void Put(const std::string& etag, std::shared_ptr<const std::string> body) {
    const size_t size_bytes = body->size() + etag.size() + kEntryBytes;
    MutexLock lock(&mu_);
    bodies_.Put(etag, std::move(body), size_bytes);
  }

 private:
  // What an entry takes beside its body and tag, about.
  static constexpr size_t kEntryBytes = 256;

  Mutex mu_;
  projection::ByteLru<std::string, std::string> bodies_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::service
