#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "document/published_table.h"

namespace clearsky::document {

// Lines and columns of a text. Constant after construction, so safe to call
// from many threads; borrows the text, which must outlive it.
class Places {
 public:
  explicit Places(absl::string_view text);

  // The range's line and column; of a range that lies not in the text, none.
  DocumentPlace PlaceOf(ByteRange range) const;

 private:
  absl::string_view text_;
  std::vector<size_t> line_starts_;
};

}  // namespace clearsky::document
