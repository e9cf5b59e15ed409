#include "document/reader/cell_markup.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "document/source_text.h"

namespace clearsky::document {
namespace {

constexpr absl::string_view kBreaking[] = {"br",  "li", "ul", "ol", "p",
                                           "div", "td", "tr", "th", "table"};

// The name of a tag in lower case.
std::string TagName(absl::string_view tag) {
  tag.remove_prefix(absl::StartsWith(tag, "</") ? 2 : 1);
  size_t end = 0;
  while (end < tag.size() &&
         absl::ascii_isalnum(static_cast<unsigned char>(tag[end]))) {
    ++end;
  }
  return absl::AsciiStrToLower(tag.substr(0, end));
}

bool HasWords(absl::string_view words) {
  return std::any_of(words.begin(), words.end(), [](char c) {
    return !absl::ascii_isspace(static_cast<unsigned char>(c));
  });
}

// Collects words and where they stand.
class MarkupReader {
 public:
  MarkupReader(absl::string_view cell, size_t offset)
      : cell_(cell), offset_(offset) {}

  std::vector<CellLine> Read() {
    size_t begin = 0;
    size_t at = 0;
    while (at < cell_.size()) {
      const char c = cell_[at];
      if (c == '\n' || c == '\r') {
        Take(begin, at);
        Break(false);
        begin = ++at;
        continue;
      }
      const absl::string_view tag =
          c == '<' ? TagAtStart(cell_.substr(at)) : absl::string_view();
      if (tag.empty()) {
        ++at;
        continue;
      }
      Take(begin, at);
      if (IsBreakingTag(tag)) Break(IsListItemTag(tag));
      at += tag.size();
      begin = at;
    }
    Take(begin, cell_.size());
    Break(false);
    return std::move(lines_);
  }

 private:
  void Take(size_t begin, size_t end) {
    if (begin == end) return;
    line_.origins.push_back({line_.words.size(), offset_ + begin});
    line_.words.append(cell_.data() + begin, end - begin);
  }

  void Break(bool is_item) {
    if (HasWords(line_.words)) lines_.push_back(std::move(line_));
    line_ = CellLine();
    line_.is_item = is_item;
  }

  const absl::string_view cell_;
  const size_t offset_;
  CellLine line_;
  std::vector<CellLine> lines_;
};

}  // namespace

absl::string_view TagAtStart(absl::string_view text) {
  if (text.size() < 3 || text[0] != '<') return "";
  const char c = text[1] == '/' ? text[2] : text[1];
  if (!absl::ascii_isalpha(static_cast<unsigned char>(c))) return "";
  // A tag is short and ends on its line.
  constexpr size_t kMaxBytes = 1000;
  const size_t end = text.substr(0, kMaxBytes).find_first_of(">\n");
  if (end == absl::string_view::npos || text[end] != '>') return "";
  return text.substr(0, end + 1);
}

bool IsBreakingTag(absl::string_view tag) {
  const std::string name = TagName(tag);
  return std::find(std::begin(kBreaking), std::end(kBreaking), name) !=
         std::end(kBreaking);
}

bool IsListItemTag(absl::string_view tag) {
  return !absl::StartsWith(tag, "</") && TagName(tag) == "li";
}

std::vector<CellLine> LinesOfMarkup(absl::string_view cell, size_t offset) {
  return MarkupReader(cell, offset).Read();
}

}  // namespace clearsky::document
