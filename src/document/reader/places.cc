#include "document/reader/places.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "base/code_points.h"

namespace clearsky::document {

Places::Places(absl::string_view text) : text_(text) {
  line_starts_.push_back(0);
  for (size_t at = text.find('\n'); at != absl::string_view::npos;
       at = text.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
}

DocumentPlace Places::PlaceOf(ByteRange range) const {
  DocumentPlace place;
  place.range = range;
  if (range.begin > text_.size() || range.end > text_.size()) return place;
  const auto after =
      std::upper_bound(line_starts_.begin(), line_starts_.end(), range.begin);
  size_t start = *(after - 1);
  place.line = static_cast<uint32_t>(after - line_starts_.begin());
  // No editor counts a byte order mark.
  if (start == 0 && absl::StartsWith(text_, "\xEF\xBB\xBF")) {
    start = std::min<size_t>(3, range.begin);
  }
  place.column = static_cast<uint32_t>(
      CountCodePoints(text_.substr(start, range.begin - start)) + 1);
  return place;
}

}  // namespace clearsky::document
