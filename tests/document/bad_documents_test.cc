// Damaged and hostile files: every reader refuses them, or reads less and says
// so.

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/office_fixture.h"
#include "document/reader/zip_archive.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "table/csv.h"
#include "test/status_matchers.h"

namespace clearsky::document {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

struct Document {
  std::string name;
  std::string content;
};

std::vector<Document> TextDocuments() {
  std::string csv = "분야,세부사업,주요 이행현황\r\n";
  std::string markdown = "| 분야 | 세부사업 | 주요 이행현황 |\n|---|---|---|\n";
  for (const std::string& row : PublishedRows()) {
    const std::vector<std::string> cells = absl::StrSplit(row, '\t');
    csv += table::CsvRow(cells);
    absl::StrAppend(&markdown, "| ", cells[0], " | ", cells[1], " | ", cells[2],
                    " |\n");
  }
  return {{"a.txt", ReleaseText()},
          {"a.tsv", Example("implementation-table.ko.tsv")},
          {"a.csv", csv},
          {"a.md", markdown},
          {"a.html", DataFile("libreoffice.html")}};
}

std::vector<Document> PackedDocuments() {
  return {
      {"a.docx", DataFile("libreoffice.docx")},
      {"a.xlsx", DataFile("libreoffice-merged.xlsx")},
      {"a.hwpx",
       HwpxOf(HwpxTable(
           HwpxHead() + "<hp:tr>" + HwpxCell(HwpxParagraph("정책"), {1, 0}) +
           HwpxCell(HwpxParagraph("교류"), {1, 1}) +
           HwpxCell(HwpxParagraph("○ 하나"), {1, 2}) + "</hp:tr>"))}};
}

absl::Status ReadStatus(const Document& document) {
  return ReadPublishedTable(document.content, document.name).status();
}

TEST(BadDocumentsTest, TextThatIsCutShortIsRefusedOrReadToTheCut) {
  const std::vector<std::string> rows = PublishedRows();
  for (const Document& document : TextDocuments()) {
    for (size_t size = 0; size < document.content.size();
         size += size < 100 ? 1 : 61) {
      const auto table =
          ReadPublishedTable(document.content.substr(0, size), document.name);
      if (!table.ok()) {
        ASSERT_EQ(table.status().code(), absl::StatusCode::kInvalidArgument)
            << document.name << " cut at " << size;
        continue;
      }
      const std::vector<std::string> read = RowsOf(*table);
      ASSERT_LE(read.size(), rows.size()) << document.name << " " << size;
      // Only the last line may be cut, and an open parenthesis says so.
      for (size_t i = 0; i + 1 < read.size(); ++i) ASSERT_EQ(read[i], rows[i]);
      ASSERT_TRUE(rows[read.size() - 1].starts_with(read.back()))
          << document.name << " " << size;
      if (absl::StrContains(read.back(), '(') && read.back().back() != ')') {
        ASSERT_THAT(Rules(*table), testing::Contains("open-parenthesis"));
      }
    }
  }
}

TEST(BadDocumentsTest, AnArchiveThatIsCutShortIsRefused) {
  for (const Document& document : PackedDocuments()) {
    for (size_t size = 1; size < document.content.size(); size += 13) {
      ASSERT_THAT(ReadStatus({document.name, document.content.substr(0, size)}),
                  StatusIs(absl::StatusCode::kInvalidArgument))
          << document.name << " cut at " << size;
    }
  }
}

TEST(BadDocumentsTest, FlippedBytesAndNoiseAreRefusedOrRead) {
  std::random_device device;
  const uint32_t seed = device();
  std::mt19937 random(seed);
  SCOPED_TRACE(absl::StrCat("seed=", seed));
  std::vector<Document> documents = TextDocuments();
  for (Document& document : PackedDocuments()) {
    documents.push_back(std::move(document));
  }
  for (const Document& document : documents) {
    for (int round = 0; round < 25; ++round) {
      Document bad = document;
      for (int i = 0; i < 3; ++i) {
        bad.content[random() % bad.content.size()] =
            static_cast<char>(random());
      }
      const absl::Status status = ReadStatus(bad);
      ASSERT_TRUE(status.ok() ||
                  status.code() == absl::StatusCode::kInvalidArgument ||
                  status.code() == absl::StatusCode::kResourceExhausted)
          << status;
    }
    std::string noise(5000, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    ASSERT_THAT(ReadStatus({document.name, noise}),
                StatusIs(absl::StatusCode::kInvalidArgument));
    ASSERT_FALSE(
        ReadStatus({document.name, document.content.substr(0, 30) + noise})
            .ok());
  }
}

TEST(BadDocumentsTest, AZipBombIsRefused) {
  Entries entries =
      OpenXmlEntries("word/document.xml", DocumentXml(Paragraph("하나")));
  entries.emplace_back("word/media/bomb", std::string(size_t{20} << 20, '\0'));
  EXPECT_THAT(
      ReadPublishedTable(ZipOf(entries), "a.docx"),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("zip bomb")));
}

TEST(BadDocumentsTest, ATooLargeArchiveIsRefusedByItsSum) {
  Entries entries =
      OpenXmlEntries("word/document.xml", DocumentXml(Paragraph("하나")));
  // Hardly packable enough to be no bomb, one by one.
  std::string part(size_t{9} << 20, '\0');
  for (size_t i = 0; i < part.size(); i += 97) {
    part[i] = static_cast<char>(i * 7919 >> 8);
  }
  for (int i = 0; i < 8; ++i) {
    entries.emplace_back(absl::StrCat("word/media/", i), part);
  }
  EXPECT_THAT(ReadPublishedTable(ZipOf(entries), "a.docx"),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("more than 67108864 bytes")));
  entries.resize(3);
  for (int i = 0; i < 4001; ++i) entries.emplace_back(absl::StrCat("e", i), "");
  EXPECT_THAT(ReadPublishedTable(ZipOf(entries), "a.docx"),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("4004 entries; at most 4000")));
}

TEST(BadDocumentsTest, AnArchiveThatLiesAboutItsSizesIsRefused) {
  std::string zip = DocxOf(
      DocxTable(DocxHead() + DocxRow(DocxCell({"정책"}) + DocxCell({"교류"}) +
                                     DocxCell({std::string(100000, 'x')}))));
  // The unpacked size in the directory entry of the main part, 24 bytes in.
  const size_t entry = zip.rfind("PK\x01\x02");
  zip[entry + 24] = '\x01';
  zip[entry + 25] = '\x01';
  zip[entry + 26] = '\0';
  EXPECT_THAT(ReadPublishedTable(zip, "a.docx"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(BadDocumentsTest, EntitiesAreRefused) {
  const std::string external =
      "<!DOCTYPE w:document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
  const std::string laughs =
      "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY "
      "c \"&b;&b;&b;&b;\">]>";
  for (const std::string& doctype : {external, laughs}) {
    const std::string xml = Replaced(DocumentXml(Paragraph("하나")),
                                     "<w:document", doctype + "<w:document");
    EXPECT_THAT(
        Refusal(ZipOf(OpenXmlEntries("word/document.xml", xml)), "a.docx"),
        HasSubstr("word/document.xml has a DOCTYPE"));
    Entries entries = XlsxEntries({{"표", XlsxHead(), ""}});
    entries[4].second = doctype + "<sst/>";
    ASSERT_EQ(entries[4].first, "xl/sharedStrings.xml");
    EXPECT_THAT(Refusal(ZipOf(entries), "a.xlsx"), HasSubstr("DOCTYPE"));
    entries = HwpxEntries("");
    entries[2].second = doctype + "<sec/>";
    EXPECT_THAT(Refusal(ZipOf(entries), "a.hwpx"), HasSubstr("DOCTYPE"));
  }
}

TEST(BadDocumentsTest, MacrosAreRefused) {
  Entries entries =
      OpenXmlEntries("word/document.xml", DocumentXml(Paragraph("하나")));
  entries.emplace_back("word/vbaProject.bin", "macro");
  EXPECT_THAT(Refusal(ZipOf(entries), "a.docx"),
              HasSubstr("has macros (word/vbaProject.bin)"));
  entries.pop_back();
  entries[0].second =
      Replaced(entries[0].second, "application/xml",
               "application/vnd.ms-word.document.macroEnabled.main+xml");
  EXPECT_THAT(Refusal(ZipOf(entries), "a.docm"), HasSubstr("has macros"));
}

TEST(BadDocumentsTest, EncryptedEntriesAreRefused) {
  const std::string zip =
      ZipOf(OpenXmlEntries("word/document.xml", DocumentXml(Paragraph("하나"))),
            "secret");
  EXPECT_THAT(Refusal(zip, "a.docx"), HasSubstr("is encrypted"));
}

TEST(BadDocumentsTest, NamesThatLeadOutOfTheArchiveAreRefused) {
  for (const std::string name :
       {"../../etc/passwd", "/etc/passwd", "word/../../x", "C:x", "a\\b"}) {
    Entries entries =
        OpenXmlEntries("word/document.xml", DocumentXml(Paragraph("하나")));
    entries.emplace_back(name, "x");
    EXPECT_THAT(Refusal(ZipOf(entries), "a.docx"), HasSubstr("leads out of it"))
        << name;
  }
}

TEST(BadDocumentsTest, ANameThatIsThereTwiceIsRefused) {
  Entries entries =
      OpenXmlEntries("word/document.xml", DocumentXml(Paragraph("하나")));
  entries.emplace_back("word/documenX.xml", "<x/>");
  std::string zip = ZipOf(entries);
  zip = ReplacedEverywhere(zip, "word/documenX.xml", "word/document.xml");
  EXPECT_THAT(Refusal(zip, "a.docx"), HasSubstr("twice"));
}

TEST(BadDocumentsTest, DeepXmlIsRefused) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<w:x>";
  EXPECT_THAT(Refusal(DocxOf(deep), "a.docx"), HasSubstr("more than 200 deep"));
}

TEST(BadDocumentsTest, BrokenXmlIsNamedWithItsPart) {
  EXPECT_THAT(Refusal(DocxOf("<w:p>"), "a.docx"),
              HasSubstr("word/document.xml, line 2: not well-formed XML"));
  EXPECT_THAT(Refusal(DocxOf("\xFF"), "a.docx"), HasSubstr("is not UTF-8"));
}

TEST(BadDocumentsTest, OtherArchivesAreRefusedByName) {
  EXPECT_THAT(Refusal(ZipOf({{"a.txt", "x"}}), "a.zip"),
              HasSubstr("a zip archive that is no DOCX, HWPX or XLSX"));
  EXPECT_THAT(
      Refusal(ZipOf({{"mimetype", "application/vnd.oasis.opendocument.text"}}),
              "a.odt"),
      HasSubstr("an OpenDocument file"));
  EXPECT_THAT(
      Refusal(ZipOf(OpenXmlEntries("ppt/presentation.xml", "<p/>")), "a.pptx"),
      HasSubstr("PPTX"));
}

TEST(BadDocumentsTest, ColumnsMadeBySpacesAreToldHowToBeGiven) {
  const auto table = ReadPublishedTable(
      "분야    세부사업    주요 이행현황\n"
      "------  ----------  -------------\n"
      "정책    교류        ○ 회의(4.29)\n",
      "printed.txt");
  EXPECT_THAT(table, StatusIs(absl::StatusCode::kInvalidArgument,
                              HasSubstr("not by spaces")));
}

TEST(BadDocumentsTest, AbsurdSpansOfWordsTableAreBounded) {
  const std::string rows =
      DocxHead() +
      DocxRow(DocxCell({"정책"}, "<w:vMerge/>") + DocxCell({"교류"}) +
              DocxCell({"○ 하나"}, "<w:gridSpan w:val=\"4294967295\"/>")) +
      "<w:tr><w:trPr><w:gridBefore w:val=\"4294967295\"/></w:trPr>" +
      DocxCell({"밖"}) + "</w:tr>";
  const auto table = ReadPublishedTable(DocxOf(DocxTable(rows)), "a.docx");
  // The area is merged into the head above it, so the row has none.
  EXPECT_THAT(table, StatusIs(absl::StatusCode::kInvalidArgument,
                              HasSubstr("no line below its heads")));
  const auto far = ReadPublishedTable(
      HwpxOf(HwpxTable(
          HwpxHead() + "<hp:tr>" +
          HwpxCell(HwpxParagraph("정책"), {1, 0, 2000000000, 2000000000}) +
          HwpxCell(HwpxParagraph("교류"), {2000000000, 1}) +
          HwpxCell(HwpxParagraph("○ 하나"), {-1, 2}) + "</hp:tr>")),
      "a.hwpx");
  EXPECT_THAT(far, StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace clearsky::document
