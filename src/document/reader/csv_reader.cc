#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "document/reader/cell_markup.h"
#include "document/reader/places.h"
#include "document/reader/readers.h"
#include "document/reader/section_reader.h"

namespace clearsky::document {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Records of RFC 4180, and what they say about their quotes.
class SeparatedParser {
 public:
  SeparatedParser(absl::string_view text, char separator)
      : text_(text), separator_(separator) {}

  absl::Status Parse() {
    grid_.number = 1;
    if (absl::StartsWith(text_, kByteOrderMark)) at_ = kByteOrderMark.size();
    SkipSeparatorLine();
    while (at_ < text_.size()) {
      RETURN_IF_ERROR(ParseCell());
      EndCell();
      // Refused when the tables are counted.
      if (grid_.cells.size() > kMaxCells) break;
    }
    grid_.rows = row_ + 1;
    return absl::OkStatus();
  }

  Grid& grid() { return grid_; }
  // Some cell needs its quotes, and all close before a separator.
  bool quotes_are_needed() const { return needs_quotes_ && !loose_quotes_; }

 private:
  // `sep=;`: how a spreadsheet is told the separator.
  void SkipSeparatorLine() {
    const absl::string_view rest = text_.substr(at_);
    if (rest.size() < 6 || !absl::StartsWith(rest, "sep=")) return;
    if (rest[5] == '\r' || rest[5] == '\n') at_ = text_.find('\n', at_);
    at_ = at_ == absl::string_view::npos ? text_.size() : at_;
  }

  absl::Status ParseCell() {
    cell_ = CellLine();
    if (text_[at_] == '"') RETURN_IF_ERROR(ParseQuoted());
    const size_t begin = at_;
    while (at_ < text_.size() && !IsEnd(text_[at_])) ++at_;
    AppendWords(text_.substr(begin, at_ - begin), begin, &cell_);
    return absl::OkStatus();
  }

  absl::Status ParseQuoted() {
    const size_t quote = at_++;
    size_t begin = at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      needs_quotes_ = needs_quotes_ || c == '\n' || c == separator_;
      if (c != '"') {
        ++at_;
        continue;
      }
      AppendWords(text_.substr(begin, at_ - begin), begin, &cell_);
      ++at_;
      begin = at_;
      if (at_ >= text_.size() || text_[at_] != '"') {
        loose_quotes_ =
            loose_quotes_ || (at_ < text_.size() && !IsEnd(text_[at_]));
        return absl::OkStatus();
      }
      needs_quotes_ = true;
      ++at_;  // Two quotes are one of the words, the second.
    }
    const DocumentPlace place = Places(text_).PlaceOf({quote, quote});
    return absl::InvalidArgumentError(absl::StrCat(
        "line ", place.line, ", column ", place.column,
        ": a quote opens and does not close; the file may be cut short"));
  }

  bool IsEnd(char c) const { return c == separator_ || c == '\n' || c == '\r'; }

  void EndCell() {
    DropApostrophe();
    std::vector<CellLine> lines = LinesOfMarkup(cell_);
    if (!lines.empty() && column_ < kMaxColumns) {
      GridCell& cell = grid_.cells.emplace_back();
      cell.row = row_;
      cell.column = column_;
      cell.lines = std::move(lines);
    }
    ++column_;
    if (at_ >= text_.size()) return;
    if (text_[at_] == separator_) {
      ++at_;
      return;
    }
    if (text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++row_;
    column_ = 0;
  }

  // Stands before what a spreadsheet would take for a formula.
  void DropApostrophe() {
    std::string& words = cell_.words;
    if (words.size() < 2 || words[0] != '\'' ||
        absl::string_view("=+-@").find(words[1]) == absl::string_view::npos) {
      return;
    }
    CellLine without;
    AppendWords(absl::string_view(words).substr(1), cell_.TextOffset(1),
                &without);
    for (const CellLine::Origin& origin : cell_.origins) {
      if (origin.words > 1) {
        without.origins.push_back({origin.words - 1, origin.text});
      }
    }
    cell_ = std::move(without);
  }

  const absl::string_view text_;
  const char separator_;
  size_t at_ = 0;
  uint32_t row_ = 0;
  uint32_t column_ = 0;
  bool needs_quotes_ = false;
  bool loose_quotes_ = false;
  CellLine cell_;
  Grid grid_;
};

ReadDocument DocumentOf(absl::string_view text, Grid grid) {
  ReadDocument document;
  document.text = std::string(text);
  document.grids.push_back(std::move(grid));
  return document;
}

}  // namespace

absl::StatusOr<ReadDocument> ReadCsv(absl::string_view text) {
  absl::Status first;
  Grid kept;
  for (const char separator : {',', ';', '\t'}) {
    if (separator != ',' && !absl::StrContains(text, separator)) continue;
    SeparatedParser parser(text, separator);
    const absl::Status parsed = parser.Parse();
    const bool has_head = !FindSections(parser.grid()).empty();
    if (has_head) {
      RETURN_IF_ERROR(parsed);
      return DocumentOf(text, std::move(parser.grid()));
    }
    if (separator != ',') continue;
    first = parsed;
    kept = std::move(parser.grid());
  }
  RETURN_IF_ERROR(first);
  return DocumentOf(text, std::move(kept));
}

absl::StatusOr<ReadDocument> ReadTabSeparated(absl::string_view text) {
  if (absl::StrContains(text, '"')) {
    SeparatedParser parser(text, '\t');
    if (parser.Parse().ok() && parser.quotes_are_needed()) {
      return DocumentOf(text, std::move(parser.grid()));
    }
  }
  return ReadText(text, /*is_table=*/true);
}

}  // namespace clearsky::document
