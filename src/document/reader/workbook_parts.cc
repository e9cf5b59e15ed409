#include "document/reader/workbook_parts.h"

#include <map>
#include <utility>

#include "absl/strings/str_replace.h"
#include "base/status_macros.h"
#include "document/reader/number_format.h"
#include "document/reader/part_handler.h"

namespace clearsky::document {
namespace {

// The parser leaves an ampersand of an attribute escaped.
std::string Unescaped(absl::string_view value) {
  return absl::StrReplaceAll(value, {{"&#38;", "&"}, {"&amp;", "&"}});
}

class WorkbookHandler : public PartHandler {
 public:
  Workbook workbook;

 protected:
  void Open(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheet") {
      const absl::string_view state = attributes.Get("state");
      workbook.sheets.push_back({Unescaped(attributes.Get("name")),
                                 std::string(attributes.Get("id")),
                                 state == "hidden" || state == "veryHidden"});
    } else if (name == "workbookPr") {
      workbook.counts_from_1904 = attributes.IsOn("date1904", false);
    }
  }
  void Close(absl::string_view) override {}
  void Take(absl::string_view) override {}
};

class RelationshipsHandler : public PartHandler {
 public:
  std::vector<Relationship> relationships;

 protected:
  void Open(absl::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship") return;
    relationships.push_back({std::string(attributes.Get("Id")),
                             std::string(attributes.Get("Type")),
                             std::string(attributes.Get("Target"))});
  }
  void Close(absl::string_view) override {}
  void Take(absl::string_view) override {}
};

class StringsHandler : public PartHandler {
 public:
  explicit StringsHandler(LeftOut* struck) : struck_(struck) {}
  std::vector<std::string> strings;

 protected:
  void Open(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "si") {
      strings.emplace_back();
    } else if (name == "r") {
      is_struck_ = false;
    } else if (name == "strike") {
      is_struck_ = attributes.IsOn("val", true);
    } else if (name == "t") {
      in_words_ = true;
      if (is_struck_) struck_->Begin();
    } else if (name == "rPh") {
      LeaveOut(nullptr);
    }
  }
  void Close(absl::string_view name) override {
    if (name == "t") {
      in_words_ = false;
      struck_->End();
    } else if (name == "r" || name == "si") {
      is_struck_ = false;
    }
  }
  void Take(absl::string_view words) override {
    if (!in_words_ || strings.empty()) return;
    if (is_struck_) {
      struck_->Add(words);
    } else {
      strings.back().append(words.data(), words.size());
    }
  }

 private:
  LeftOut* const struck_;
  bool in_words_ = false;
  bool is_struck_ = false;
};

class StylesHandler : public PartHandler {
 public:
  std::vector<CellStyle> styles;

 protected:
  void Open(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      const std::string code = absl::StrReplaceAll(
          attributes.Get("formatCode"),
          {{"&quot;", "\""}, {"&#34;", "\""}, {"&amp;", "&"}, {"&#38;", "&"}});
      formats_[attributes.Number("numFmtId", 0)] = code;
    } else if (name == "fonts" || name == "cellXfs" || name == "dxfs" ||
               name == "cellStyleXfs") {
      list_ = std::string(name);
    } else if (name == "font" && list_ == "fonts") {
      struck_fonts_.push_back(false);
    } else if (name == "strike" && list_ == "fonts" && !struck_fonts_.empty()) {
      struck_fonts_.back() = attributes.IsOn("val", true);
    } else if (name == "xf" && list_ == "cellXfs") {
      AddStyle(attributes);
    }
  }
  void Close(absl::string_view) override {}
  void Take(absl::string_view) override {}

 private:
  void AddStyle(const XmlAttributes& attributes) {
    CellStyle& style = styles.emplace_back();
    const uint32_t font = attributes.Number("fontId", 0);
    style.is_struck = font < struck_fonts_.size() && struck_fonts_[font];
    const uint32_t id = attributes.Number("numFmtId", 0);
    const auto own = formats_.find(id);
    if (own == formats_.end()) {
      style.date_format = std::string(BuiltInDateFormat(static_cast<int>(id)));
    } else if (IsDateFormat(own->second)) {
      style.date_format = own->second;
    }
  }

  std::string list_;
  std::map<uint32_t, std::string> formats_;
  std::vector<bool> struck_fonts_;
};

}  // namespace

absl::StatusOr<Workbook> ReadWorkbook(absl::string_view xml) {
  WorkbookHandler handler;
  RETURN_IF_ERROR(ReadXml(xml, "the workbook", &handler));
  return std::move(handler.workbook);
}

absl::StatusOr<std::vector<Relationship>> ReadRelationships(
    absl::string_view xml) {
  RelationshipsHandler handler;
  RETURN_IF_ERROR(ReadXml(xml, "the workbook's relationships", &handler));
  return std::move(handler.relationships);
}

absl::StatusOr<std::vector<std::string>> ReadSharedStrings(
    absl::string_view xml, LeftOut* struck) {
  StringsHandler handler(struck);
  RETURN_IF_ERROR(ReadXml(xml, "the shared strings", &handler));
  return std::move(handler.strings);
}

absl::StatusOr<std::vector<CellStyle>> ReadStyles(absl::string_view xml) {
  StylesHandler handler;
  RETURN_IF_ERROR(ReadXml(xml, "the styles", &handler));
  return std::move(handler.styles);
}

}  // namespace clearsky::document
