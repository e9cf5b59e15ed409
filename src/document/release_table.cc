// The table of a release: rows of tab-separated cells that the word processor's
// export filled only once, with list marks and remains of HTML in them.

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "document/release.h"
#include "document/source_text.h"

namespace clearsky::document {
namespace {

constexpr char kHead[] = "분야세부사업주요이행현황";
constexpr char kMark[] = "○ ";

// Marks that start a list item wherever they stand after a space.
constexpr absl::string_view kRoundMarks[] = {"○", "◦",  "●", "•",
                                             "∘", "ㅇ", "◯"};
// Marks that are also letters or punctuation: they start an item only at the
// start of a cell, or where the cell's first item had the same mark.
constexpr absl::string_view kPlainMarks[] = {"o", "-", "·", "∙", "ㆍ"};

bool IsSpace(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c));
}

// The round mark that `text` starts with; empty when none.
absl::string_view RoundMark(absl::string_view text) {
  for (absl::string_view mark : kRoundMarks) {
    if (absl::StartsWith(text, mark)) return mark;
  }
  return "";
}

// The plain mark, followed by a space, that `text` starts with.
absl::string_view PlainMark(absl::string_view text) {
  for (absl::string_view mark : kPlainMarks) {
    if (absl::StartsWith(text, mark) && text.size() > mark.size() &&
        IsSpace(text[mark.size()])) {
      return mark;
    }
  }
  return "";
}

// The tag `<...>` that `text` starts with; empty when none. Words in angle
// brackets, `<총괄>`, are no tags.
absl::string_view Tag(absl::string_view text) {
  if (text.size() < 3 || text[0] != '<') return "";
  const char c = text[1] == '/' ? text[2] : text[1];
  if (!absl::ascii_isalpha(static_cast<unsigned char>(c))) return "";
  const size_t end = text.find('>');
  return end == absl::string_view::npos ? "" : text.substr(0, end + 1);
}

// Splits the cell of a row into its list items.
class CellReader {
 public:
  // `begin` is the cell's place in the document.
  CellReader(absl::string_view cell, size_t begin)
      : cell_(cell), begin_(begin) {}

  // Items; what stands before the first mark is an item only when the cell has
  // no mark at all, or follows a tag.
  std::vector<ReleaseLine> Items() {
    while (at_ < cell_.size()) Step();
    CloseItem();
    return std::move(items_);
  }

 private:
  void Step() {
    const absl::string_view rest = cell_.substr(at_);
    if (const absl::string_view tag = Tag(rest); !tag.empty()) {
      CloseItem();
      at_ += tag.size();
      return;
    }
    if (const absl::string_view mark = MarkHere(rest); !mark.empty()) {
      CloseItem();
      first_mark_ = mark;
      item_begin_ = at_;
      at_ += mark.size();
      words_begin_ = at_;
      return;
    }
    if (!item_begin_.has_value() && !IsSpace(rest.front())) {
      item_begin_ = at_;
      words_begin_ = at_;
    }
    if (rest.front() == '(') ++depth_;
    if (rest.front() == ')' && depth_ > 0) --depth_;
    ++at_;
  }

  absl::string_view MarkHere(absl::string_view rest) const {
    const bool at_start = !item_begin_.has_value();
    const bool after_gap = at_start || IsSpace(cell_[at_ - 1]);
    if (const absl::string_view mark = RoundMark(rest); !mark.empty()) {
      const bool before_gap =
          rest.size() > mark.size() && IsSpace(rest[mark.size()]);
      if (at_start || after_gap || (before_gap && cell_[at_ - 1] == ')')) {
        return mark;
      }
    }
    const absl::string_view mark = PlainMark(rest);
    if (mark.empty() || !after_gap || depth_ > 0) return "";
    return at_start || mark == first_mark_ ? mark : absl::string_view();
  }

  void CloseItem() {
    if (!item_begin_.has_value()) return;
    size_t end = at_;
    while (end > words_begin_ && IsSpace(cell_[end - 1])) --end;
    const std::string words =
        CollapseSpace(cell_.substr(words_begin_, end - words_begin_));
    if (!words.empty()) {
      ReleaseLine& item = items_.emplace_back();
      item.line = absl::StrCat(kMark, words);
      item.begin_byte = begin_ + *item_begin_;
      item.end_byte = begin_ + end;
    }
    item_begin_.reset();
    depth_ = 0;
  }

  const absl::string_view cell_;
  const size_t begin_;
  size_t at_ = 0;
  std::optional<size_t> item_begin_;
  size_t words_begin_ = 0;
  int depth_ = 0;
  absl::string_view first_mark_;
  std::vector<ReleaseLine> items_;
};

// A cell without tags, white space collapsed.
std::string PlainCell(absl::string_view cell) {
  std::string text;
  while (!cell.empty()) {
    const absl::string_view tag = Tag(cell);
    text.push_back(tag.empty() ? cell.front() : ' ');
    cell.remove_prefix(tag.empty() ? 1 : tag.size());
  }
  return CollapseSpace(text);
}

bool IsHead(absl::string_view line) {
  return BareLetters(PlainCell(line)) == kHead;
}

// `- 3 -` at the foot of a page.
bool IsPageNumber(absl::string_view line) {
  const std::string bare = BareLetters(line);
  if (bare.empty() || bare.size() > 3) return false;
  for (char c : bare) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

bool ParenthesesOpen(absl::string_view text) {
  int depth = 0;
  for (char c : text) depth += c == '(' ? 1 : c == ')' ? -1 : 0;
  return depth > 0;
}

class TableReader {
 public:
  explicit TableReader(absl::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<ReleaseLine>> Read() {
    bool in_table = false;
    bool ended = false;
    size_t begin = 0;
    for (uint32_t number = 1; begin < text_.size() && !ended; ++number) {
      const size_t newline = text_.find('\n', begin);
      const size_t end =
          newline == absl::string_view::npos ? text_.size() : newline;
      absl::string_view line = text_.substr(begin, end - begin);
      line_ = absl::StripSuffix(line, "\r");
      line_begin_ = begin;
      line_number_ = number;
      begin = end + 1;
      if (IsHead(line_)) {
        in_table = true;  // Repeated on the next page of a long table.
      } else if (in_table) {
        ended = !ReadRow();
      }
    }
    if (!in_table) {
      return absl::InvalidArgumentError(
          "the document has no table: no line with the heads `분야`, "
          "`세부사업` and `주요 이행현황`");
    }
    if (lines_.empty()) {
      return absl::InvalidArgumentError(
          "the table has no line below its heads; expected rows of an area, a "
          "project and lines such as `○ ...(4.29, 영상)`, separated by tabs");
    }
    return std::move(lines_);
  }

 private:
  // False when the line is none of the table's.
  bool ReadRow() {
    if (PlainCell(line_).empty() || IsPageNumber(line_)) return true;
    const size_t tab = line_.find('\t');
    if (tab == absl::string_view::npos) return ReadLooseLine();
    const size_t second = line_.find('\t', tab + 1);
    if (second == absl::string_view::npos) {
      ReadTwoCells(tab);
      return true;
    }
    SetArea(line_.substr(0, tab));
    SetProject(line_.substr(tab + 1, second - tab - 1));
    AddItems(second + 1);
    return true;
  }

  // A row without its leading tab, or one whose lines follow below.
  void ReadTwoCells(size_t tab) {
    const absl::string_view second = line_.substr(tab + 1);
    const bool has_items =
        !Tag(absl::StripLeadingAsciiWhitespace(second)).empty() ||
        !MarkAtStart(second).empty();
    if (has_items) {
      SetProject(line_.substr(0, tab));
      AddItems(tab + 1);
    } else {
      SetArea(line_.substr(0, tab));
      SetProject(second);
    }
  }

  // A line without tabs: more items of the last cell, or the rest of an item
  // that was wrapped.
  bool ReadLooseLine() {
    if (project_.empty()) return false;
    const bool marked = !MarkAtStart(line_).empty() ||
                        !Tag(absl::StripLeadingAsciiWhitespace(line_)).empty();
    if (marked) {
      AddItems(0);
      return true;
    }
    if (lines_.empty() || !ParenthesesOpen(lines_.back().line)) return false;
    ReleaseLine& last = lines_.back();
    absl::StrAppend(&last.line, " ", PlainCell(line_));
    last.end_byte =
        line_begin_ + absl::StripTrailingAsciiWhitespace(line_).size();
    return true;
  }

  static absl::string_view MarkAtStart(absl::string_view text) {
    text = absl::StripLeadingAsciiWhitespace(text);
    const absl::string_view round = RoundMark(text);
    return round.empty() ? PlainMark(text) : round;
  }

  void SetArea(absl::string_view cell) {
    if (std::string text = PlainCell(cell); !text.empty()) area_ = text;
  }

  void SetProject(absl::string_view cell) {
    if (std::string text = PlainCell(cell); !text.empty()) project_ = text;
  }

  void AddItems(size_t offset) {
    CellReader reader(line_.substr(offset), line_begin_ + offset);
    for (ReleaseLine& item : reader.Items()) {
      item.area = area_;
      item.project = project_;
      item.line_number = line_number_;
      lines_.push_back(std::move(item));
    }
  }

  const absl::string_view text_;
  absl::string_view line_;
  size_t line_begin_ = 0;
  uint32_t line_number_ = 0;
  std::string area_;
  std::string project_;
  std::vector<ReleaseLine> lines_;
};

}  // namespace

absl::StatusOr<std::vector<ReleaseLine>> ReadReleaseTable(
    absl::string_view text) {
  return TableReader(text).Read();
}

}  // namespace clearsky::document
