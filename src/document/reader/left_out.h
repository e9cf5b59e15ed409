#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace clearsky::document {

// Words that a file has and does not show, or shows as gone: counted, the first
// of them kept for a finding. Not safe to call from several threads.
class LeftOut {
 public:
  void Begin() {
    ++count_;
    taking_ = count_ == 1;
  }
  void Add(absl::string_view words) {
    constexpr size_t kMaxBytes = 200;
    if (taking_ && first_.size() + words.size() <= kMaxBytes) {
      first_.append(words.data(), words.size());
    }
  }
  void End() { taking_ = false; }

  bool empty() const { return count_ == 0; }
  // `what` is plural: `deletions of tracked changes`.
  std::string Words(absl::string_view what) const;

 private:
  size_t count_ = 0;
  bool taking_ = false;
  std::string first_;
};

}  // namespace clearsky::document
