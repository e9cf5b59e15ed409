#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace clearsky::document {

// Bytes of a document, [begin, end).
struct ByteRange {
  size_t begin = 0;
  size_t end = 0;

  bool operator==(const ByteRange&) const = default;
};

// `text` with each run of white space as one space, and none at its ends. No-
// break and ideographic spaces are white space, too.
std::string CollapseSpace(absl::string_view text);

// `text` without white space and punctuation, as two spellings of one name may
// differ in nothing else.
std::string BareLetters(absl::string_view text);

// The text of a document in which quotes can be found although its lines wrap.
// Constant after construction, so safe to call from many threads; borrows the
// content, which must outlive it.
class SourceText {
 public:
  // REQUIRES: `content` is UTF-8.
  explicit SourceText(absl::string_view content);

  absl::string_view content() const { return content_; }

  // Where `words` stand first, at or after byte `from`; white space counts as
  // one space wherever it stands. nullopt when they do not, or are empty.
  std::optional<ByteRange> Find(absl::string_view words, size_t from = 0) const;

  // The first line that has all of `words`, in whatever order, when what stands
  // in parentheses is left away; nullopt when none has, or there are no words.
  std::optional<ByteRange> FindLineWith(absl::string_view words) const;

  // The words of a range, white space collapsed.
  std::string Words(ByteRange range) const;

  // The line that a byte is in: its number, from 1, and its text without the
  // line end.
  uint32_t LineNumber(size_t byte) const;
  absl::string_view LineAt(size_t byte) const;

 private:
  absl::string_view content_;
  // Collapsed content, and for each of its bytes the place it came from.
  std::string collapsed_;
  std::vector<size_t> origins_;
  // First byte of each line.
  std::vector<size_t> line_starts_;
};

}  // namespace clearsky::document
