#pragma once

#include <iconv.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "document/published_table.h"
#include "document/release_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// Documents as every reader reads them, and questions about what was read.

namespace clearsky::document {

inline constexpr char kTabHead[] = "분야\t세부사업\t주요 이행현황\n";

// The 17 published lines, as `area<TAB>project<TAB>line`.
inline std::vector<std::string> PublishedRows() {
  std::vector<std::string> rows = absl::StrSplit(
      Example("implementation-table.ko.tsv"), '\n', absl::SkipEmpty());
  rows.erase(rows.begin());
  return rows;
}

// `area<TAB>project<TAB>line` for each.
inline std::vector<std::string> RowsOf(const PublishedTable& table) {
  std::vector<std::string> rows;
  for (const TableEntry& line : table.lines) {
    rows.push_back(absl::StrJoin({line.area, line.project, line.line}, "\t"));
  }
  return rows;
}

inline PublishedTable ReadOk(const std::string& content,
                             const std::string& file_name) {
  const auto table = ReadPublishedTable(content, file_name);
  EXPECT_TRUE(table.ok()) << table.status();
  return table.ok() ? *table : PublishedTable();
}

inline std::vector<std::string> ReadRows(const std::string& content,
                                         const std::string& file_name) {
  return RowsOf(ReadOk(content, file_name));
}

inline std::string Refusal(const std::string& content,
                           const std::string& file_name) {
  const auto table = ReadPublishedTable(content, file_name);
  EXPECT_FALSE(table.ok()) << file_name << " is read";
  return table.ok() ? "" : std::string(table.status().message());
}

// `rule` of each finding.
inline std::vector<std::string> Rules(const PublishedTable& table) {
  std::vector<std::string> rules;
  for (const ReadFinding& finding : table.findings) {
    rules.push_back(finding.rule);
  }
  return rules;
}

// The finding of a rule with its place: `line 3, column 1: message`.
inline std::string FindingOf(const PublishedTable& table,
                             const std::string& rule) {
  for (const ReadFinding& finding : table.findings) {
    if (finding.rule != rule) continue;
    return absl::StrCat(PlaceWords(finding.place, table.format), ": ",
                        finding.message);
  }
  return "";
}

// The words of the document that a line was read from.
inline std::string WordsAt(const PublishedTable& table,
                           const DocumentPlace& place) {
  return table.text.substr(place.range.begin,
                           place.range.end - place.range.begin);
}

// UTF-8 text in another encoding of iconv's.
inline std::string Encoded(std::string text, const std::string& encoding) {
  const iconv_t converter = iconv_open(encoding.c_str(), "UTF-8");
  std::string encoded(text.size() * 4 + 16, '\0');
  char* from = text.data();
  size_t left = text.size();
  char* to = encoded.data();
  size_t room = encoded.size();
  EXPECT_NE(iconv(converter, &from, &left, &to, &room), static_cast<size_t>(-1))
      << encoding;
  iconv_close(converter);
  encoded.resize(encoded.size() - room);
  return encoded;
}

}  // namespace clearsky::document
