#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "document/reader/cell_markup.h"
#include "document/reader/markdown_rows.h"
#include "document/reader/readers.h"

namespace clearsky::document {
namespace {

struct Entity {
  absl::string_view name;
  absl::string_view words;
};
constexpr Entity kEntities[] = {
    {"&lt;", "<"},  {"&gt;", ">"},   {"&amp;", "&"},    {"&quot;", "\""},
    {"&#39;", "'"}, {"&nbsp;", " "}, {"&middot;", "·"}, {"&#124;", "|"}};

// Words without Markdown's escapes, entities and emphasis; what is struck out
// is left away.
class Unescaper {
 public:
  explicit Unescaper(const CellLine& line) : line_(line), words_(line.words) {}

  CellLine Unescape() {
    result_.is_item = line_.is_item;
    while (at_ < words_.size()) Step();
    return std::move(result_);
  }

  bool has_struck() const { return has_struck_; }

 private:
  void Step() {
    const absl::string_view rest = words_.substr(at_);
    if (rest[0] == '\\' && rest.size() > 1 &&
        absl::ascii_ispunct(static_cast<unsigned char>(rest[1]))) {
      Take(rest.substr(1, 1), at_ + 1);
      at_ += 2;
      return;
    }
    for (const Entity& entity : kEntities) {
      if (!absl::StartsWith(rest, entity.name)) continue;
      Take(entity.words, at_);
      at_ += entity.name.size();
      return;
    }
    if (absl::StartsWith(rest, "~~")) {
      const size_t end = rest.find("~~", 2);
      if (end != absl::string_view::npos) {
        has_struck_ = true;
        at_ += end + 2;
        return;
      }
    }
    if (absl::StartsWith(rest, "**") || absl::StartsWith(rest, "__")) {
      at_ += 2;
      return;
    }
    if (rest[0] == '`') {
      ++at_;
      return;
    }
    Take(rest.substr(0, 1), at_);
    ++at_;
  }

  void Take(absl::string_view words, size_t at) {
    AppendWords(words, line_.TextOffset(at), &result_);
  }

  const CellLine& line_;
  const absl::string_view words_;
  size_t at_ = 0;
  bool has_struck_ = false;
  CellLine result_;
};

class MarkdownReader {
 public:
  explicit MarkdownReader(absl::string_view text) : text_(text) {}

  ReadDocument Read() {
    size_t begin = 0;
    while (begin < text_.size() && cells_ <= kMaxCells) {
      const size_t newline = text_.find('\n', begin);
      const size_t end =
          newline == absl::string_view::npos ? text_.size() : newline;
      const absl::string_view line =
          absl::StripSuffix(text_.substr(begin, end - begin), "\r");
      ReadLine(line, begin);
      before_ = line;
      before_begin_ = begin;
      begin = end + 1;
    }
    FindCutShort();
    document_.text = std::string(text_);
    return std::move(document_);
  }

 private:
  void ReadLine(absl::string_view line, size_t begin) {
    if (in_table_ && IsMarkdownRow(line)) {
      if (!IsDelimiterRow(line)) AddRow(line, begin);
      return;
    }
    in_table_ = false;
    if (!IsDelimiterRow(line) || !IsMarkdownRow(before_)) {
      const bool blank = absl::StripAsciiWhitespace(line).empty() ||
                         IsPageNumber(line) || IsMarkdownRow(line);
      words_since_table_ = words_since_table_ || !blank;
      return;
    }
    Grid& grid = document_.grids.emplace_back();
    grid.number = static_cast<uint32_t>(document_.grids.size());
    grid.follows_grid = grid.number > 1 && !words_since_table_;
    in_table_ = true;
    words_since_table_ = false;
    AddRow(before_, before_begin_);
  }

  void AddRow(absl::string_view line, size_t begin) {
    Grid& grid = document_.grids.back();
    const uint32_t row = grid.rows++;
    uint32_t column = 0;
    for (const absl::string_view cell : MarkdownCells(line)) {
      if (column >= kMaxColumns) break;
      ++cells_;
      const auto in_line = static_cast<size_t>(cell.data() - line.data());
      GridCell added;
      added.row = row;
      added.column = column++;
      for (const CellLine& read : LinesOfMarkup(cell, begin + in_line)) {
        Unescaper unescaper(read);
        CellLine plain = unescaper.Unescape();
        if (unescaper.has_struck()) FindStruck(cell, begin + in_line);
        if (!plain.words.empty()) added.lines.push_back(std::move(plain));
      }
      if (!added.lines.empty()) grid.cells.push_back(std::move(added));
    }
    last_row_ = line;
  }

  void FindStruck(absl::string_view cell, size_t begin) {
    document_.findings.push_back({{begin, begin + cell.size()},
                                  "struck-out",
                                  "words that are struck out are left out"});
  }

  // A last row that does not end as the rows before it.
  void FindCutShort() {
    const absl::string_view last = absl::StripAsciiWhitespace(last_row_);
    if (!in_table_ || document_.grids.back().rows < 2 || last.empty() ||
        last.front() != '|' || (last.size() > 1 && last.back() == '|') ||
        last_row_.end() != text_.end()) {
      return;
    }
    document_.findings.push_back(
        {{text_.size() - last_row_.size(), text_.size()},
         "cut-short",
         "the last row does not end with `|`; the document may be cut short"});
  }

  const absl::string_view text_;
  absl::string_view before_;
  size_t before_begin_ = 0;
  absl::string_view last_row_;
  bool in_table_ = false;
  bool words_since_table_ = false;
  size_t cells_ = 0;
  ReadDocument document_;
};

}  // namespace

absl::StatusOr<ReadDocument> ReadMarkdown(absl::string_view text) {
  return MarkdownReader(text).Read();
}

}  // namespace clearsky::document
