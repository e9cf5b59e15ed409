#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "document/reader/document_builder.h"

namespace clearsky::document {

// Words that a file has and does not show, or shows as gone: counted, the first
// of them kept for a finding.
class LeftOut {
 public:
  void Begin() {
    ++count_;
    if (count_ == 1) taking_ = true;
  }
  void Add(absl::string_view words) {
    constexpr size_t kMaxBytes = 200;
    if (taking_ && first_.size() + words.size() <= kMaxBytes) {
      first_.append(words.data(), words.size());
    }
  }
  void End() { taking_ = false; }

  // `what` is plural: `deletions of tracked changes`.
  void FindIn(DocumentBuilder* builder, absl::string_view rule,
              absl::string_view what) const;

 private:
  size_t count_ = 0;
  bool taking_ = false;
  std::string first_;
};

}  // namespace clearsky::document
