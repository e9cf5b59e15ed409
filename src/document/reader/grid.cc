#include "document/reader/grid.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace clearsky::document {

size_t CellLine::TextOffset(size_t at) const {
  const auto after = std::upper_bound(origins.begin(), origins.end(), at,
                                      [](size_t offset, const Origin& origin) {
                                        return offset < origin.words;
                                      });
  if (after == origins.begin()) return at;
  const Origin& origin = *(after - 1);
  return origin.text + (at - origin.words);
}

void AppendWords(absl::string_view words, size_t text_offset, CellLine* line) {
  if (words.empty()) return;
  if (line->origins.empty() ||
      line->TextOffset(line->words.size()) != text_offset) {
    line->origins.push_back({line->words.size(), text_offset});
  }
  line->words.append(words.data(), words.size());
}

std::string CellWords(const GridCell& cell) {
  if (cell.lines.size() == 1) return CollapseSpace(cell.lines[0].words);
  std::string words;
  for (const CellLine& line : cell.lines) {
    absl::StrAppend(&words, words.empty() ? "" : " ", line.words);
  }
  return CollapseSpace(words);
}

ByteRange CellRange(const GridCell& cell) {
  if (cell.lines.empty()) return {};
  const CellLine& first = cell.lines.front();
  const CellLine& last = cell.lines.back();
  ByteRange range;
  range.begin = first.TextOffset(0);
  range.end = last.words.empty() ? last.TextOffset(0)
                                 : last.TextOffset(last.words.size() - 1) + 1;
  return range;
}

bool IsPageNumber(absl::string_view line) {
  constexpr size_t kMaxBytes = 40;
  if (line.size() > kMaxBytes) return false;
  const std::string bare = BareLetters(line);
  if (bare.empty() || bare.size() > 3) return false;
  return std::all_of(bare.begin(), bare.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

}  // namespace clearsky::document
