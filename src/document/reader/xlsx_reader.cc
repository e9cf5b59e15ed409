// SpreadsheetML (ECMA-376, part 1, 18): sheets, each a table.

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "document/reader/document_builder.h"
#include "document/reader/number_format.h"
#include "document/reader/part_handler.h"
#include "document/reader/readers.h"
#include "document/reader/workbook_parts.h"

namespace clearsky::document {
namespace {

using Address = DocumentBuilder::CellAddress;

// What a spreadsheet may be, ECMA-376.
constexpr uint32_t kMaxSheetRows = 1048576;

// `C3` is row 2, column 2, counted from 0; nullopt for what is no cell.
std::optional<Address> ParseAddress(absl::string_view reference) {
  uint32_t column = 0;
  size_t at = 0;
  while (at < reference.size() && at < 3 &&
         absl::ascii_isupper(static_cast<unsigned char>(reference[at]))) {
    column = column * 26 + static_cast<uint32_t>(reference[at] - 'A') + 1;
    ++at;
  }
  uint32_t row = 0;
  if (column == 0 || !absl::SimpleAtoi(reference.substr(at), &row) ||
      row == 0 || row > kMaxSheetRows) {
    return std::nullopt;
  }
  return Address{row - 1, column - 1};
}

// What cells refer to.
struct CellContext {
  std::vector<std::string> strings;
  std::vector<CellStyle> styles;
  bool counts_from_1904 = false;
  LeftOut* struck = nullptr;
};

struct SheetCell {
  Address address;
  uint32_t row_span = 1;
  uint32_t column_span = 1;
  std::string words;
};

class SheetHandler : public PartHandler {
 public:
  explicit SheetHandler(const CellContext& context) : context_(context) {}

  // By row, then column; merged cells have their spans.
  std::vector<SheetCell> Cells() {
    std::stable_sort(cells_.begin(), cells_.end(),
                     [](const SheetCell& a, const SheetCell& b) {
                       return Key(a.address) < Key(b.address);
                     });
    for (const auto& [first, last] : merges_) {
      const auto cell =
          std::lower_bound(cells_.begin(), cells_.end(), Key(first),
                           [](const SheetCell& at, uint64_t key) {
                             return Key(at.address) < key;
                           });
      if (cell == cells_.end() || Key(cell->address) != Key(first)) continue;
      cell->row_span = last.row - first.row + 1;
      cell->column_span = last.column - first.column + 1;
    }
    return std::move(cells_);
  }

  const std::vector<uint32_t>& hidden_rows() const { return hidden_rows_; }

 protected:
  void Open(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "c") {
      OpenCell(attributes);
    } else if (name == "v") {
      in_value_ = true;
    } else if (name == "t") {
      in_value_ = is_inline_;
    } else if (name == "row") {
      row_ = attributes.Number("r", row_ + 2) - 1;
      column_ = 0;
      if (attributes.IsOn("hidden", false)) hidden_rows_.push_back(row_ + 1);
    } else if (name == "is") {
      is_inline_ = true;
    } else if (name == "mergeCell") {
      AddMerge(attributes.Get("ref"));
    } else if (name == "f" || name == "rPh" || name == "extLst") {
      LeaveOut(nullptr);
    }
  }

  void Close(absl::string_view name) override {
    if (name == "v" || name == "t") {
      in_value_ = false;
    } else if (name == "is") {
      is_inline_ = false;
    } else if (name == "c") {
      CloseCell();
    }
  }

  void Take(absl::string_view words) override {
    if (in_value_) value_.append(words.data(), words.size());
  }

 private:
  static uint64_t Key(Address address) {
    return uint64_t{address.row} << 32 | address.column;
  }

  void OpenCell(const XmlAttributes& attributes) {
    const std::optional<Address> address = ParseAddress(attributes.Get("r"));
    address_ = address.value_or(Address{row_, column_});
    column_ = address_.column + 1;
    type_ = std::string(attributes.Get("t"));
    style_ = attributes.Number("s", 0);
    value_.clear();
  }

  void CloseCell() {
    std::string words = Shown();
    if (absl::StripAsciiWhitespace(words).empty() ||
        address_.column >= kMaxColumns || cells_.size() > kMaxCells) {
      return;
    }
    if (style_ < context_.styles.size() && context_.styles[style_].is_struck) {
      context_.struck->Begin();
      context_.struck->Add(words);
      context_.struck->End();
      return;
    }
    cells_.push_back({address_, 1, 1, std::move(words)});
  }

  // The value as the spreadsheet shows it.
  std::string Shown() const {
    if (type_ == "s") {
      size_t index = 0;
      return absl::SimpleAtoi(value_, &index) && index < context_.strings.size()
                 ? context_.strings[index]
                 : "";
    }
    if (type_ == "b") return value_ == "1" ? "TRUE" : "FALSE";
    double number = 0;
    if ((!type_.empty() && type_ != "n") ||
        !absl::SimpleAtod(value_, &number)) {
      return value_;
    }
    if (style_ < context_.styles.size() &&
        !context_.styles[style_].date_format.empty()) {
      return ShowDate(number, context_.styles[style_].date_format,
                      context_.counts_from_1904);
    }
    return ShowNumber(number);
  }

  void AddMerge(absl::string_view reference) {
    const std::vector<absl::string_view> ends = absl::StrSplit(reference, ':');
    if (ends.size() != 2) return;
    const std::optional<Address> first = ParseAddress(ends[0]);
    const std::optional<Address> last = ParseAddress(ends[1]);
    if (!first.has_value() || !last.has_value() || last->row < first->row ||
        last->column < first->column || merges_.size() > kMaxCells) {
      return;
    }
    merges_.emplace_back(*first, *last);
  }

  const CellContext& context_;
  std::vector<SheetCell> cells_;
  std::vector<std::pair<Address, Address>> merges_;
  std::vector<uint32_t> hidden_rows_;
  uint32_t row_ = UINT32_MAX;  // Before the first.
  uint32_t column_ = 0;
  Address address_;
  std::string type_;
  uint32_t style_ = 0;
  std::string value_;
  bool in_value_ = false;
  bool is_inline_ = false;
};

void AddSheet(const XlsxSheet& sheet, SheetHandler* handler,
              DocumentBuilder* builder) {
  builder->BeginTable(sheet.name);
  for (const SheetCell& cell : handler->Cells()) {
    builder->BeginCellAt(cell.address);
    builder->SpanCell(cell.row_span, cell.column_span);
    for (const absl::string_view line :
         absl::StrSplit(cell.words, absl::ByAnyChar("\r\n"))) {
      builder->AddWords(line);
      builder->Break();
    }
    builder->EndCell();
  }
  builder->EndTable();
  if (!handler->hidden_rows().empty()) {
    builder->Find(
        "hidden",
        absl::StrCat("sheet ", sheet.name, ": ", handler->hidden_rows().size(),
                     " rows are hidden, the first is row ",
                     handler->hidden_rows()[0], "; they are read"));
  }
}

}  // namespace

absl::StatusOr<ReadDocument> ReadXlsx(const XlsxParts& parts) {
  LeftOut struck;
  CellContext context;
  context.counts_from_1904 = parts.counts_from_1904;
  context.struck = &struck;
  if (!parts.shared_strings.empty()) {
    ASSIGN_OR_RETURN(context.strings,
                     ReadSharedStrings(parts.shared_strings, &struck));
  }
  if (!parts.styles.empty()) {
    ASSIGN_OR_RETURN(context.styles, ReadStyles(parts.styles));
  }
  DocumentBuilder builder;
  for (const XlsxSheet& sheet : parts.sheets) {
    if (sheet.is_hidden) {
      builder.Find("hidden", absl::StrCat("sheet ", sheet.name,
                                          " is hidden and not read"));
      continue;
    }
    SheetHandler handler(context);
    RETURN_IF_ERROR(
        ReadXml(sheet.part, absl::StrCat("sheet ", sheet.name), &handler));
    AddSheet(sheet, &handler, &builder);
  }
  builder.Find("struck-out", struck, "words that are struck out");
  return builder.Finish();
}

}  // namespace clearsky::document
