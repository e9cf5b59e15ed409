#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "plan/stream_head.h"

namespace clearsky::projection {

// StreamHeads keeps the folded heads of the streams written last, so that the
// next event at the end of effective time is checked without a fold. A head
// belongs to one writer at a time: it is taken out, and put back when what it
// took in is durable. It is safe for concurrent use.
class StreamHeads {
 public:
  // Keeps at most `max_count` heads; the one put back longest ago goes first.
  explicit StreamHeads(size_t max_count) : max_count_(max_count) {}

  // Takes the head of `stream` after `size` events out; nullptr when it is not
  // kept, or kept at another size.
  std::unique_ptr<plan::StreamHead> Take(absl::string_view stream,
                                         uint64_t size)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Keeps `head`, of events of `stream` that are all durable.
  void Put(absl::string_view stream, std::unique_ptr<plan::StreamHead> head)
      ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Entry {
    std::string stream;
    std::unique_ptr<plan::StreamHead> head;
  };

  const size_t max_count_;

  Mutex mu_;
  // Put back last first.
  std::list<Entry> entries_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::string, std::list<Entry>::iterator> index_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::projection
