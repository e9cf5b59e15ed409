// An inconsistency brought into each line of the release's table is found at
// that line and column, and was not there before.

#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "document/lint_fixture.h"
#include "gtest/gtest.h"

namespace clearsky::document::lint {
namespace {

using Place = std::tuple<std::string, uint32_t, uint32_t>;

// Line and column of a byte, counted anew.
std::pair<uint32_t, uint32_t> PlaceOf(const std::string& text, size_t byte) {
  uint32_t line = 1;
  uint32_t column = 1;
  for (size_t i = 0; i < byte; ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
      ++column;
    }
  }
  return {line, column};
}

std::set<Place> PlacesOf(const Linted& linted) {
  std::set<Place> places;
  for (const v1::LintFinding& finding : linted.response().findings()) {
    places.insert(
        {finding.rule(), finding.place().line(), finding.place().column()});
  }
  return places;
}

// Bytes [begin, end) of each line of the table: `○ ...(...)`.
std::vector<ByteRange> LinesOf(const std::string& text) {
  std::vector<ByteRange> lines;
  const size_t table = text.find("\n분야\t");
  for (size_t at = text.find("○ ", table); at != std::string::npos;) {
    const size_t next = text.find("○ ", at + 1);
    const size_t newline = text.find('\n', at);
    size_t end = std::min({next, newline, text.size()});
    while (text[end - 1] == ' ' || text[end - 1] == '\r') --end;
    lines.push_back({at, end});
    at = next;
  }
  return lines;
}

// Applies `change` to each line of the table by itself. It returns the byte at
// which the finding of `rule` stands, npos where it does not apply.
void ForEachLine(
    const std::string& rule, size_t least,
    const std::function<size_t(std::string* text, ByteRange line)>& change) {
  const std::string release = ReleaseText();
  const std::set<Place> before = PlacesOf(Linted(release));
  size_t count = 0;
  for (const ByteRange& line : LinesOf(release)) {
    std::string text = release;
    const size_t byte = change(&text, line);
    if (byte == std::string::npos) continue;
    ++count;
    const auto [number, column] = PlaceOf(text, byte);
    const Place wanted{rule, number, column};
    const Linted after(text);
    EXPECT_EQ(PlacesOf(after).count(wanted), 1u)
        << rule << " at " << number << ":" << column << "\n"
        << text.substr(line.begin, line.end - line.begin) << "\n"
        << after.All();
    EXPECT_EQ(before.count(wanted), 0u) << rule << " at " << number;
  }
  EXPECT_GE(count, least) << rule;
}

// Where `words` stand in the line; npos when they do not.
size_t FindIn(const std::string& text, ByteRange line,
              const std::string& words) {
  const size_t found = text.find(words, line.begin);
  return found < line.end ? found : std::string::npos;
}

TEST(LintMutationsTest, TableHasItsLines) {
  EXPECT_EQ(LinesOf(ReleaseText()).size(), 17u);
}

TEST(LintMutationsTest, PlannedTakenAway) {
  ForEachLine("planned-missing", 7, [](std::string* text, ByteRange line) {
    const size_t at = FindIn(*text, line, "10월 예정");
    if (at == std::string::npos) return at;
    text->replace(at, std::string("10월 예정").size(), "10월");
    return at;
  });
}

TEST(LintMutationsTest, PlannedSaidOfThePast) {
  for (const std::string date : {"4.29", "2.28", "7.29", "9.1", "4.26"}) {
    ForEachLine("past-but-planned", 1, [&](std::string* text, ByteRange line) {
      const size_t at = FindIn(*text, line, "(" + date + ",");
      if (at == std::string::npos) return at;
      text->insert(at + 1 + date.size(), " 예정");
      return at + 1;
    });
  }
}

TEST(LintMutationsTest, ParenthesisNotClosed) {
  ForEachLine("quote-unclosed", 17, [](std::string* text, ByteRange line) {
    text->erase(line.end - 1, 1);
    return text->find('(', line.begin);
  });
}

TEST(LintMutationsTest, ModeTakenAway) {
  ForEachLine("field-missing", 14, [](std::string* text, ByteRange line) {
    for (const std::string mode : {", 영상회의", ", 영상", ", 비대면"}) {
      const size_t at = FindIn(*text, line, mode + ")");
      if (at == std::string::npos) continue;
      text->erase(at, mode.size());
      return text->find('(', line.begin) + 1;
    }
    return std::string::npos;
  });
}

TEST(LintMutationsTest, WrongWeekdayWritten) {
  // 29 April 2022 was a Friday, 26 April a Tuesday, 28 February a Monday, 29
  // July a Friday, 1 September a Thursday.
  for (const std::string date : {"4.29", "4.26", "2.28", "7.29", "9.1"}) {
    ForEachLine("weekday-mismatch", 1, [&](std::string* text, ByteRange line) {
      const size_t at = FindIn(*text, line, "(" + date + ",");
      if (at == std::string::npos) return at;
      text->insert(at + 1 + date.size(), "(일)");
      return at + 1;
    });
  }
}

TEST(LintMutationsTest, NumberTakenAway) {
  ForEachLine("ordinal-missing", 7, [](std::string* text, ByteRange line) {
    const size_t at = FindIn(*text, line, "○ 제");
    if (at == std::string::npos) return at;
    const size_t begin = at + std::string("○ ").size();
    const size_t end = text->find("차 ", begin) + std::string("차 ").size();
    text->erase(begin, end - begin);
    return begin;
  });
}

TEST(LintMutationsTest, DayThatDoesNotExist) {
  for (const std::string date : {"4.29", "4.26", "2.28", "9.1"}) {
    ForEachLine("impossible-date", 1, [&](std::string* text, ByteRange line) {
      const size_t at = FindIn(*text, line, "(" + date + ",");
      if (at == std::string::npos) return at;
      const size_t dot = text->find('.', at);
      text->replace(dot + 1, date.size() - (dot - at), "31");
      return at + 1;
    });
  }
}

TEST(LintMutationsTest, LinePrintedTwice) {
  ForEachLine("duplicate-line", 15, [](std::string* text, ByteRange line) {
    const std::string words = text->substr(line.begin, line.end - line.begin);
    // The kick-off is printed twice already.
    if (absl::StrContains(words, "킥오프")) return std::string::npos;
    text->insert(line.end, " " + words);
    return line.end + 1;
  });
}

TEST(LintMutationsTest, SpaceInTheNameOfAProject) {
  const std::string release = ReleaseText();
  const size_t table = release.find("\n분야\t");
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{
           {"계절관리대책 시행공조", "계절관리 대책 시행공조"},
           {"대기질 예보정보 및 예보기술 교류",
            "대기질 예보정보 및 예보기술교류"},
           {"수치모델 공동연구\t", "수치 모델 공동연구\t"},
       }) {
    std::string text = release;
    const size_t at = text.find(from, table);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const size_t cell = text.rfind('\t', at) + 1;
    const size_t line = text.rfind('\n', at) + 1;
    const auto [number, column] = PlaceOf(text, std::max(cell, line));
    EXPECT_EQ(PlacesOf(Linted(text)).count({"name-spelling", number, column}),
              1u)
        << to << "\n"
        << Linted(text).All();
  }
}

TEST(LintMutationsTest, QuotationsOfTheRunningTextNotClosed) {
  const std::string release = ReleaseText();
  size_t count = 0;
  for (const auto& [open, close] :
       std::vector<std::pair<std::string, std::string>>{{"‘", "’"},
                                                        {"“", "”"}}) {
    for (size_t at = release.find(close); at != std::string::npos;
         at = release.find(close, at + 1)) {
      std::string text = release;
      text.erase(at, close.size());
      const auto [number, column] = PlaceOf(text, text.rfind(open, at - 1));
      EXPECT_EQ(
          PlacesOf(Linted(text)).count({"quote-unclosed", number, column}), 1u)
          << number << ":" << column << "\n"
          << Linted(text).All();
      ++count;
    }
  }
  EXPECT_GE(count, 4u);
}

}  // namespace
}  // namespace clearsky::document::lint
