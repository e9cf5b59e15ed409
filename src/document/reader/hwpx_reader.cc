// OWPML (KS X 6101): the sections of a HWPX file, by local names, which the
// versions of its namespaces share.

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "document/reader/document_builder.h"
#include "document/reader/part_handler.h"
#include "document/reader/readers.h"

namespace clearsky::document {
namespace {

// Shapes of paragraphs and characters, in Contents/header.xml.
class HeaderHandler : public PartHandler {
 public:
  bool IsListed(absl::string_view paragraph_shape) const {
    return listed_.contains(std::string(paragraph_shape));
  }
  bool IsStruck(absl::string_view character_shape) const {
    return struck_.contains(std::string(character_shape));
  }

 protected:
  void Open(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "paraPr" || name == "charPr") {
      shape_ = std::string(attributes.Get("id"));
    } else if (name == "heading") {
      const absl::string_view type = attributes.Get("type");
      if (type == "BULLET" || type == "NUMBER") listed_.insert(shape_);
    } else if (name == "strikeout") {
      // `3D` is what the program writes for none.
      const absl::string_view shape = attributes.Get("shape");
      if (!shape.empty() && shape != "NONE" && shape != "3D") {
        struck_.insert(shape_);
      }
    }
  }
  void Close(absl::string_view) override {}
  void Take(absl::string_view) override {}

 private:
  std::string shape_;
  std::set<std::string> listed_;
  std::set<std::string> struck_;
};

class SectionHandler : public PartHandler {
 public:
  explicit SectionHandler(const HeaderHandler& shapes) : shapes_(shapes) {}

  absl::StatusOr<ReadDocument> Finish() {
    if (insertions_ > 0) {
      builder_.Find("tracked-changes",
                    absl::StrCat("insertions of tracked changes are read as "
                                 "accepted: ",
                                 insertions_));
    }
    builder_.Find("tracked-changes", deleted_, "deletions of tracked changes");
    builder_.Find("struck-out", struck_, "words that are struck out");
    return builder_.Finish();
  }

 protected:
  void Open(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "t") {
      in_words_ = true;
      if (is_struck_) struck_.Begin();
    } else if (name == "p") {
      builder_.EndItem();
      if (shapes_.IsListed(attributes.Get("paraPrIDRef"))) builder_.BeginItem();
    } else if (name == "run") {
      is_struck_ = shapes_.IsStruck(attributes.Get("charPrIDRef"));
    } else if (!OpenTablePart(name, attributes)) {
      OpenContent(name);
    }
  }

  void Close(absl::string_view name) override {
    if (name == "t") {
      in_words_ = false;
      struck_.End();
    } else if (name == "p") {
      builder_.EndItem();
    } else if (name == "tbl") {
      builder_.EndTable();
    } else if (name == "tc") {
      builder_.EndCell();
    }
  }

  void Take(absl::string_view words) override {
    if (!in_words_) return;
    if (is_deleted_) {
      deleted_.Add(words);
    } else if (is_struck_) {
      struck_.Add(words);
    } else {
      builder_.AddWords(words);
    }
  }

 private:
  bool OpenTablePart(absl::string_view name, const XmlAttributes& attributes) {
    if (name == "tbl") {
      builder_.BeginTable();
    } else if (name == "tr") {
      builder_.BeginRow();
    } else if (name == "tc") {
      builder_.BeginCell(1, 1);
    } else if (name == "cellAddr") {
      builder_.PlaceCell(
          {attributes.Number("rowAddr", 0), attributes.Number("colAddr", 0)});
    } else if (name == "cellSpan") {
      builder_.SpanCell(attributes.Number("rowSpan", 1),
                        attributes.Number("colSpan", 1));
    } else {
      return false;
    }
    return true;
  }

  void OpenContent(absl::string_view name) {
    if (name == "lineBreak") {
      builder_.Break();
    } else if (name == "tab" || name == "nbSpace" || name == "fwSpace") {
      builder_.AddWords(" ");
    } else if (name == "hyphen") {
      builder_.AddWords("-");
    } else if (name == "deleteBegin") {
      is_deleted_ = true;
      deleted_.Begin();
    } else if (name == "deleteEnd") {
      is_deleted_ = false;
      deleted_.End();
    } else if (name == "insertBegin") {
      ++insertions_;
    } else if (name == "header" || name == "footer" || name == "footNote" ||
               name == "endNote" || name == "hiddenComment" ||
               name == "fieldBegin" || name == "secPr" ||
               name == "masterPage") {
      LeaveOut(nullptr);
    }
  }

  const HeaderHandler& shapes_;
  DocumentBuilder builder_;
  bool in_words_ = false;
  bool is_struck_ = false;
  bool is_deleted_ = false;
  size_t insertions_ = 0;
  LeftOut deleted_;
  LeftOut struck_;
};

}  // namespace

absl::StatusOr<ReadDocument> ReadHwpx(const HwpxParts& parts) {
  HeaderHandler shapes;
  if (!parts.header.empty()) {
    RETURN_IF_ERROR(ReadXml(parts.header, "Contents/header.xml", &shapes));
  }
  SectionHandler handler(shapes);
  for (size_t i = 0; i < parts.sections.size(); ++i) {
    RETURN_IF_ERROR(
        ReadXml(parts.sections[i], absl::StrCat("section ", i), &handler));
  }
  return handler.Finish();
}

}  // namespace clearsky::document
