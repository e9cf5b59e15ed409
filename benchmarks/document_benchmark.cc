// What does reading a document cost? A table of N lines, three to a project,
// as an office program writes it, in lines a second: as TSV, HTML and DOCX. The
// limit to compare with, in the same run: finding out that the bytes of the TSV
// are UTF-8, which every reader has to do.

#include <benchmark/benchmark.h>
#include <zip.h>

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/utf8.h"
#include "document/published_table.h"

namespace clearsky::document {
namespace {

constexpr int64_t kLinesOfProject = 3;

std::string AreaOf(int64_t line) {
  return absl::StrCat("정책과 기술 교류 ", line / 300);
}
std::string ProjectOf(int64_t line) {
  return absl::StrCat("대기오염 방지 정책 및 기술 교류 ",
                      line / kLinesOfProject);
}
std::string LineOf(int64_t line) {
  return absl::StrCat("○ 제", line, "차 대기오염관리 정책 기술 교류회(",
                      line % 12 + 1, ".", line % 28 + 1, ", 영상회의)");
}

std::string Tsv(int64_t lines) {
  std::string text = "area\tproject\tline\n";
  for (int64_t i = 0; i < lines; ++i) {
    absl::StrAppend(&text, AreaOf(i), "\t", ProjectOf(i), "\t", LineOf(i),
                    "\n");
  }
  return text;
}

std::string Html(int64_t lines) {
  std::string page =
      "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><table "
      "border=\"1\">\n<tr><th>분야</th><th>세부사업</th><th>주요 "
      "이행현황</th></tr>\n";
  for (int64_t i = 0; i < lines; ++i) {
    absl::StrAppend(&page, "<tr>");
    if (i % kLinesOfProject == 0) {
      absl::StrAppend(&page, "<td><p>", AreaOf(i), "</p></td><td rowspan=\"",
                      kLinesOfProject, "\"><p>", ProjectOf(i), "</p></td>");
    } else {
      absl::StrAppend(&page, "<td></td>");
    }
    absl::StrAppend(&page, "<td><p style=\"margin: 0\"><font size=\"3\">",
                    LineOf(i), "</font></p></td></tr>\n");
  }
  return page + "</table></body></html>\n";
}

void AppendCell(const std::string& text, const std::string& properties,
                std::string* xml) {
  absl::StrAppend(
      xml, "<w:tc><w:tcPr><w:tcW w:w=\"1321\" w:type=\"dxa\"/>", properties,
      "</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"TableContents\"/><w:jc "
      "w:val=\"left\"/><w:rPr></w:rPr></w:pPr><w:r><w:rPr></w:rPr><w:t>",
      text, "</w:t></w:r></w:p></w:tc>");
}

std::string DocumentXml(int64_t lines) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document "
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
      "main\"><w:body><w:tbl><w:tr>";
  for (const std::string head : {"분야", "세부사업", "주요 이행현황"}) {
    AppendCell(head, "", &xml);
  }
  absl::StrAppend(&xml, "</w:tr>");
  for (int64_t i = 0; i < lines; ++i) {
    const bool begins = i % kLinesOfProject == 0;
    const std::string merge =
        begins ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>";
    absl::StrAppend(&xml, "<w:tr>");
    AppendCell(begins ? AreaOf(i) : "", merge, &xml);
    AppendCell(begins ? ProjectOf(i) : "", merge, &xml);
    AppendCell(LineOf(i), "", &xml);
    absl::StrAppend(&xml, "</w:tr>");
  }
  return xml + "</w:tbl></w:body></w:document>";
}

std::string Docx(int64_t lines) {
  const std::string xml = DocumentXml(lines);
  const std::string types = "<Types/>";
  const std::string relationships =
      "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" "
      "Target=\"word/document.xml\"/></Relationships>";
  zip_error_t error;
  zip_source_t* const archive = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(archive);
  zip_t* const zip = zip_open_from_source(archive, ZIP_TRUNCATE, &error);
  const auto add = [&](const char* name, const std::string& bytes) {
    zip_file_add(zip, name,
                 zip_source_buffer(zip, bytes.data(), bytes.size(), 0), 0);
  };
  add("[Content_Types].xml", types);
  add("_rels/.rels", relationships);
  add("word/document.xml", xml);
  if (zip_close(zip) != 0) std::abort();
  zip_stat_t stat;
  zip_source_stat(archive, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_open(archive);
  zip_source_read(archive, bytes.data(), bytes.size());
  zip_source_close(archive);
  zip_source_free(archive);
  return bytes;
}

void BM_CheckBytes(benchmark::State& state) {
  const std::string content = Tsv(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(IsValidUtf8(content));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_CheckBytes)->Arg(10000);

void Read(const std::string& content, const std::string& file_name,
          benchmark::State& state) {
  for (auto _ : state) {
    const auto table = ReadPublishedTable(content, file_name);
    if (!table.ok() ||
        table->lines.size() != static_cast<size_t>(state.range(0))) {
      state.SkipWithError("not read");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(content.size()));
}

void BM_ReadTsv(benchmark::State& state) {
  Read(Tsv(state.range(0)), "table.tsv", state);
}
BENCHMARK(BM_ReadTsv)->Arg(17)->Arg(10000);

void BM_ReadHtml(benchmark::State& state) {
  Read(Html(state.range(0)), "table.html", state);
}
BENCHMARK(BM_ReadHtml)->Arg(17)->Arg(10000);

void BM_ReadDocx(benchmark::State& state) {
  Read(Docx(state.range(0)), "table.docx", state);
}
BENCHMARK(BM_ReadDocx)->Arg(17)->Arg(10000);

}  // namespace
}  // namespace clearsky::document

BENCHMARK_MAIN();
