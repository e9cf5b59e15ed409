// WordprocessingML (ECMA-376, part 1, 17): the main part.

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/code_points.h"
#include "base/status_macros.h"
#include "document/reader/document_builder.h"
#include "document/reader/part_handler.h"
#include "document/reader/readers.h"
#include "document/source_text.h"

namespace clearsky::document {
namespace {

class DocxHandler : public PartHandler {
 public:
  absl::StatusOr<ReadDocument> Finish() {
    if (insertions_ > 0) {
      builder_.Find("tracked-changes",
                    absl::StrCat("insertions of tracked changes are read as "
                                 "accepted: ",
                                 insertions_));
    }
    builder_.Find("tracked-changes", deleted_, "deletions of tracked changes");
    if (deleted_rows_ > 0) {
      builder_.Find("tracked-changes",
                    absl::StrCat("rows that are deleted in tracked changes are "
                                 "left out: ",
                                 deleted_rows_));
    }
    builder_.Find("struck-out", struck_, "words that are struck out");
    builder_.Find("hidden", hidden_, "words that are hidden");
    return builder_.Finish();
  }

 protected:
  void Open(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "t") {
      in_words_ = true;
      if (run_out_ != nullptr) run_out_->Begin();
    } else if (name == "r") {
      in_run_ = true;
      run_out_ = nullptr;
    } else if (name == "p") {
      builder_.EndItem();
    } else if (name == "rPr" || name == "pPr" || name == "trPr") {
      ++in_properties_;
    } else if (in_properties_ > 0) {
      OpenProperty(name, attributes);
    } else if (!OpenTablePart(name, attributes)) {
      OpenContent(name, attributes);
    }
  }

  void Close(absl::string_view name) override {
    if (name == "t") {
      in_words_ = false;
      if (run_out_ != nullptr) run_out_->End();
    } else if (name == "r") {
      in_run_ = false;
      run_out_ = nullptr;
    } else if (name == "p") {
      builder_.EndItem();
    } else if (name == "rPr" || name == "pPr" || name == "trPr") {
      --in_properties_;
    } else if (name == "tbl") {
      builder_.EndTable();
    } else if (name == "tc") {
      builder_.EndCell();
    }
  }

  void Take(absl::string_view words) override {
    if (!in_words_) return;
    if (run_out_ != nullptr) {
      run_out_->Add(words);
    } else {
      builder_.AddWords(words);
    }
  }

 private:
  // Of a run, paragraph or row.
  void OpenProperty(absl::string_view name, const XmlAttributes& attributes) {
    const bool is_on = attributes.IsOn("val", true);
    if (name == "numId") {
      if (attributes.Get("val") != "0") builder_.BeginItem();
    } else if (in_run_ && (name == "strike" || name == "dstrike")) {
      if (is_on) run_out_ = &struck_;
    } else if (in_run_ && name == "vanish") {
      if (is_on) run_out_ = &hidden_;
    } else if (name == "gridBefore") {
      builder_.SkipColumns(attributes.Number("val", 0));
    } else if (name == "del" && in_row_) {
      builder_.DropRow();
      ++deleted_rows_;
    } else if (name == "pPrChange" || name == "rPrChange" ||
               name == "trPrChange") {
      LeaveOut(nullptr);  // How it was before.
    }
  }

  bool OpenTablePart(absl::string_view name, const XmlAttributes& attributes) {
    in_row_ = false;
    if (name == "tbl") {
      builder_.BeginTable();
    } else if (name == "tr") {
      builder_.BeginRow();
      in_row_ = true;
    } else if (name == "tc") {
      builder_.BeginCell(1, 1);
    } else if (name == "gridSpan") {
      builder_.SpanCell(1, attributes.Number("val", 1));
    } else if (name == "vMerge") {
      if (attributes.Get("val") != "restart") builder_.MergeWithAbove();
    } else if (name == "tcPrChange" || name == "tblPrChange" ||
               name == "tblGridChange") {
      LeaveOut(nullptr);
    } else {
      return false;
    }
    return true;
  }

  void OpenContent(absl::string_view name, const XmlAttributes& attributes) {
    if (name == "br" || name == "cr") {
      builder_.Break();
    } else if (name == "tab" || name == "ptab") {
      builder_.AddWords(" ");
    } else if (name == "noBreakHyphen") {
      builder_.AddWords("-");
    } else if (name == "sym") {
      AddSymbol(attributes.Get("char"));
    } else if (name == "del" || name == "moveFrom") {
      LeaveOut(&deleted_);
    } else if (name == "ins" || name == "moveTo") {
      ++insertions_;
    } else if (name == "Fallback" || name == "rt" || name == "sectPr" ||
               name == "instrText" || name == "delText") {
      LeaveOut(nullptr);
    }
  }

  void AddSymbol(absl::string_view code) {
    uint32_t value = 0;
    if (!absl::SimpleHexAtoi(code, &value) || value == 0 ||
        run_out_ != nullptr) {
      return;
    }
    std::string words;
    AppendUtf8(static_cast<char32_t>(value), &words);
    builder_.AddWords(words);
  }

  DocumentBuilder builder_;
  bool in_words_ = false;
  bool in_run_ = false;
  bool in_row_ = false;  // Before its first cell.
  int in_properties_ = 0;
  LeftOut* run_out_ = nullptr;  // Where words of the run go instead.
  size_t insertions_ = 0;
  size_t deleted_rows_ = 0;
  LeftOut deleted_;
  LeftOut struck_;
  LeftOut hidden_;
};

}  // namespace

absl::StatusOr<ReadDocument> ReadDocx(absl::string_view main_part,
                                      absl::string_view part_name) {
  DocxHandler handler;
  RETURN_IF_ERROR(ReadXml(main_part, part_name, &handler));
  return handler.Finish();
}

}  // namespace clearsky::document
