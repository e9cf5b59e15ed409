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

// `<ul sty`: what is left of a tag where a document is cut short.
bool IsTornTag(absl::string_view text) {
  const std::string name = TagName(text);
  const size_t size = name.size() + (absl::StartsWith(text, "</") ? 2 : 1);
  const bool is_whole = size < text.size();
  return std::any_of(std::begin(kBreaking), std::end(kBreaking),
                     [&](absl::string_view tag) {
                       return is_whole ? tag == name && text[size] == ' '
                                       : absl::StartsWith(tag, name);
                     });
}

bool HasWords(absl::string_view words) {
  return std::any_of(words.begin(), words.end(), [](char c) {
    return !absl::ascii_isspace(static_cast<unsigned char>(c));
  });
}

// Collects words and where they stand.
class MarkupReader {
 public:
  explicit MarkupReader(const CellLine& source)
      : source_(source), cell_(source.words) {}

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
    while (begin < end) {
      const size_t run = std::min(end, RunEnd(begin));
      AppendWords(cell_.substr(begin, run - begin), source_.TextOffset(begin),
                  &line_);
      begin = run;
    }
  }

  // The end of the words around `at` that stand one by one in the text.
  size_t RunEnd(size_t at) const {
    for (const CellLine::Origin& origin : source_.origins) {
      if (origin.words > at) return origin.words;
    }
    return cell_.size();
  }

  void Break(bool is_item) {
    if (HasWords(line_.words)) lines_.push_back(std::move(line_));
    line_ = CellLine();
    line_.is_item = is_item;
  }

  const CellLine& source_;
  const absl::string_view cell_;
  CellLine line_;
  std::vector<CellLine> lines_;
};

}  // namespace

absl::string_view TagAtStart(absl::string_view text) {
  if (text.empty() || text[0] != '<') return "";
  if (text.find_first_of(">\n") == absl::string_view::npos) {
    return IsTornTag(text) ? text : absl::string_view();
  }
  if (text.size() < 3) return "";
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
  CellLine source;
  AppendWords(cell, offset, &source);
  return LinesOfMarkup(source);
}

std::vector<CellLine> LinesOfMarkup(const CellLine& cell) {
  if (cell.words.find_first_of("<\r\n") != std::string::npos) {
    return MarkupReader(cell).Read();
  }
  if (!HasWords(cell.words)) return {};
  return {cell};
}

}  // namespace clearsky::document
