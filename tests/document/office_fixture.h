#pragma once

#include <zip.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "document/published_fixture.h"
#include "gtest/gtest.h"

// Small office files, built as office programs build them.

namespace clearsky::document {

using Entries = std::vector<std::pair<std::string, std::string>>;

// A zip archive of these entries. `password` encrypts them.
inline std::string ZipOf(const Entries& entries,
                         const std::string& password = "") {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const archive = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(archive);
  zip_t* const zip = zip_open_from_source(archive, ZIP_TRUNCATE, &error);
  for (const auto& [name, bytes] : entries) {
    zip_source_t* const source =
        zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
    const zip_int64_t index =
        zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    EXPECT_GE(index, 0) << name;
    if (!password.empty()) {
      EXPECT_EQ(zip_file_set_encryption(zip, static_cast<zip_uint64_t>(index),
                                        ZIP_EM_AES_128, password.c_str()),
                0);
    }
  }
  EXPECT_EQ(zip_close(zip), 0);
  zip_stat_t stat;
  zip_source_stat(archive, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_open(archive);
  zip_source_read(archive, bytes.data(), bytes.size());
  zip_source_close(archive);
  zip_source_free(archive);
  zip_error_fini(&error);
  return bytes;
}

inline std::string DataFile(const std::string& name) {
  std::ifstream file(
      absl::StrCat(CLEARSKY_SOURCE_DIR, "/tests/document/data/", name),
      std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  EXPECT_FALSE(bytes.str().empty()) << name;
  return bytes.str();
}

inline std::string EscapedXml(const std::string& text) {
  return ReplacedEverywhere(ReplacedEverywhere(text, "&", "&amp;"), "<",
                            "&lt;");
}

inline constexpr char kXml[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

inline Entries OpenXmlEntries(const std::string& main_part,
                              const std::string& main_xml) {
  return {
      {"[Content_Types].xml",
       absl::StrCat(kXml,
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/"
                    "2006/content-types\"><Default Extension=\"xml\" "
                    "ContentType=\"application/xml\"/></Types>")},
      {"_rels/.rels",
       absl::StrCat(
           kXml,
           "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/"
           "2006/relationships\"><Relationship Id=\"rId1\" "
           "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
           "relationships/officeDocument\" Target=\"",
           main_part, "\"/></Relationships>")},
      {main_part, main_xml}};
}

// DOCX.

inline std::string DocumentXml(const std::string& body) {
  return absl::StrCat(
      kXml,
      "<w:document xmlns:w=\"http://schemas.openxmlformats.org/"
      "wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats."
      "org/markup-compatibility/2006\"><w:body>",
      body, "<w:sectPr/></w:body></w:document>");
}
inline std::string DocxOf(const std::string& body) {
  return ZipOf(OpenXmlEntries("word/document.xml", DocumentXml(body)));
}
inline std::string DocxRun(const std::string& text,
                           const std::string& properties = "") {
  return absl::StrCat("<w:r><w:rPr>", properties,
                      "</w:rPr><w:t xml:space=\"preserve\">", EscapedXml(text),
                      "</w:t></w:r>");
}
inline std::string Paragraph(const std::string& text) {
  return absl::StrCat("<w:p>", text.empty() ? "" : DocxRun(text), "</w:p>");
}
// A cell of these paragraphs.
inline std::string DocxCell(const std::vector<std::string>& paragraphs,
                            const std::string& properties = "") {
  std::string cell = absl::StrCat("<w:tc><w:tcPr>", properties, "</w:tcPr>");
  for (const std::string& text : paragraphs) cell += Paragraph(text);
  return cell + "</w:tc>";
}
inline std::string DocxRow(const std::string& cells) {
  return absl::StrCat("<w:tr>", cells, "</w:tr>");
}
inline std::string DocxHead() {
  return DocxRow(DocxCell({"분야"}) + DocxCell({"세부사업"}) +
                 DocxCell({"주요 이행현황"}));
}
inline std::string DocxTable(const std::string& rows) {
  return absl::StrCat("<w:tbl><w:tblPr/>", rows, "</w:tbl>");
}

// HWPX.

inline Entries HwpxEntries(const std::string& body,
                           const std::string& version = "2011") {
  return {
      {"mimetype", "application/hwp+zip"},
      {"Contents/header.xml",
       absl::StrCat(kXml, "<hh:head xmlns:hh=\"http://www.hancom.co.kr/hwpml/",
                    version,
                    "/head\"><hh:paraPr id=\"0\"><hh:heading type=\"NONE\"/>"
                    "</hh:paraPr><hh:paraPr id=\"7\"><hh:heading "
                    "type=\"BULLET\"/></hh:paraPr><hh:charPr id=\"0\">"
                    "<hh:strikeout shape=\"3D\"/></hh:charPr><hh:charPr "
                    "id=\"5\"><hh:strikeout shape=\"SOLID\"/></hh:charPr>"
                    "</hh:head>")},
      {"Contents/section0.xml",
       absl::StrCat(kXml, "<hs:sec xmlns:hs=\"http://www.hancom.co.kr/hwpml/",
                    version,
                    "/section\" xmlns:hp=\"http://www.hancom.co.kr/hwpml/",
                    version, "/paragraph\">", body, "</hs:sec>")}};
}
inline std::string HwpxOf(const std::string& body) {
  return ZipOf(HwpxEntries(body));
}
inline std::string HwpxParagraph(const std::string& text,
                                 const std::string& shape = "0") {
  return absl::StrCat("<hp:p paraPrIDRef=\"", shape,
                      "\"><hp:run charPrIDRef=\"0\"><hp:t>", EscapedXml(text),
                      "</hp:t></hp:run></hp:p>");
}
struct HwpxSpan {
  int row = 0;
  int column = 0;
  int rows = 1;
  int columns = 1;
};
inline std::string HwpxCell(const std::string& paragraphs,
                            const HwpxSpan& span) {
  return absl::StrCat(
      "<hp:tc name=\"\" header=\"0\"><hp:subList id=\"\">", paragraphs,
      "</hp:subList><hp:cellAddr colAddr=\"", span.column, "\" rowAddr=\"",
      span.row, "\"/><hp:cellSpan colSpan=\"", span.columns, "\" rowSpan=\"",
      span.rows, "\"/><hp:cellSz width=\"1\" height=\"1\"/></hp:tc>");
}
inline std::string HwpxHead() {
  return absl::StrCat("<hp:tr>", HwpxCell(HwpxParagraph("분야"), {0, 0}),
                      HwpxCell(HwpxParagraph("세부 사업"), {0, 1}),
                      HwpxCell(HwpxParagraph("주요 이행현황"), {0, 2}),
                      "</hp:tr>");
}
inline std::string HwpxTable(const std::string& rows) {
  return absl::StrCat("<hp:p><hp:run charPrIDRef=\"0\"><hp:tbl>", rows,
                      "</hp:tbl><hp:t/></hp:run></hp:p>");
}

// XLSX.

struct Sheet {
  std::string name;
  std::string rows;        // `<row>...`
  std::string after = "";  // `<mergeCells>...`
  std::string state = "";  // `hidden`
};
inline std::string InlineCell(const std::string& address,
                              const std::string& text) {
  return absl::StrCat("<c r=\"", address, "\" t=\"inlineStr\"><is><t>",
                      EscapedXml(text), "</t></is></c>");
}
inline std::string XlsxRow(int row, const std::string& cells) {
  return absl::StrCat("<row r=\"", row, "\">", cells, "</row>");
}
inline std::string XlsxHead(int row = 1) {
  return XlsxRow(row, InlineCell(absl::StrCat("A", row), "분야") +
                          InlineCell(absl::StrCat("B", row), "세부사업") +
                          InlineCell(absl::StrCat("C", row), "주요 이행현황"));
}
inline Entries XlsxEntries(const std::vector<Sheet>& sheets,
                           const std::string& strings = "",
                           const std::string& styles = "",
                           const std::string& properties = "") {
  const std::string office =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  std::string list;
  std::string relationships = absl::StrCat(
      "<Relationship Id=\"s\" Type=\"", office,
      "/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"t\" "
      "Type=\"",
      office, "/styles\" Target=\"/xl/styles.xml\"/>");
  Entries entries;
  for (size_t i = 0; i < sheets.size(); ++i) {
    absl::StrAppend(&list, "<sheet name=\"", sheets[i].name, "\" sheetId=\"",
                    i + 1, "\" state=\"",
                    sheets[i].state.empty() ? "visible" : sheets[i].state,
                    "\" r:id=\"rId", i, "\"/>");
    absl::StrAppend(&relationships, "<Relationship Id=\"rId", i, "\" Type=\"",
                    office, "/worksheet\" Target=\"worksheets/sheet", i + 1,
                    ".xml\"/>");
    entries.emplace_back(
        absl::StrCat("xl/worksheets/sheet", i + 1, ".xml"),
        absl::StrCat(kXml,
                     "<worksheet xmlns=\"http://schemas.openxmlformats.org/"
                     "spreadsheetml/2006/main\"><sheetData>",
                     sheets[i].rows, "</sheetData>", sheets[i].after,
                     "</worksheet>"));
  }
  Entries all = OpenXmlEntries(
      "xl/workbook.xml",
      absl::StrCat(kXml,
                   "<workbook xmlns=\"http://schemas.openxmlformats.org/"
                   "spreadsheetml/2006/main\" xmlns:r=\"",
                   office, "\"><workbookPr ", properties, "/><sheets>", list,
                   "</sheets></workbook>"));
  all.emplace_back(
      "xl/_rels/workbook.xml.rels",
      absl::StrCat(kXml, "<Relationships>", relationships, "</Relationships>"));
  all.emplace_back("xl/sharedStrings.xml",
                   absl::StrCat(kXml, "<sst>", strings, "</sst>"));
  all.emplace_back("xl/styles.xml",
                   absl::StrCat(kXml, "<styleSheet>", styles, "</styleSheet>"));
  all.insert(all.end(), entries.begin(), entries.end());
  return all;
}
inline std::string XlsxOf(const std::vector<Sheet>& sheets,
                          const std::string& strings = "",
                          const std::string& styles = "",
                          const std::string& properties = "") {
  return ZipOf(XlsxEntries(sheets, strings, styles, properties));
}

}  // namespace clearsky::document
