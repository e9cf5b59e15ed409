#include "document/release_head.h"

#include <array>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace clearsky::document {
namespace {

constexpr absl::string_view kDateLabels[] = {
    "보도일시", "보도시점", "보도일자", "보도일", "배포일시",
    "배포일자", "배포일",   "발표일시", "발표일", "게시일"};
constexpr absl::string_view kContactLabels[] = {"담당부서", "책임자", "담당자",
                                                "사무관", "주무관"};
constexpr std::array<absl::string_view, 7> kWeekdays = {"월", "화", "수", "목",
                                                        "금", "토", "일"};

std::string WithoutSpaces(absl::string_view text) {
  std::string result = CollapseSpace(text);
  result.erase(std::remove(result.begin(), result.end(), ' '), result.end());
  return result;
}

// Calls `visit(line, begin)` for each line until it returns false.
template <typename Visit>
void ForEachLine(const SourceText& text, Visit visit) {
  const absl::string_view content = text.content();
  size_t begin = 0;
  while (begin < content.size()) {
    const absl::string_view line = text.LineAt(begin);
    if (!visit(line, begin)) return;
    const size_t newline = content.find('\n', begin);
    if (newline == absl::string_view::npos) return;
    begin = newline + 1;
  }
}

// Reads a date with a year of four digits from the front of `text`.
class DateScanner {
 public:
  explicit DateScanner(absl::string_view text) : text_(text), rest_(text) {}

  // Moves to the first such date. False when there is none.
  bool Scan() {
    for (size_t i = 0; i + 4 <= text_.size(); ++i) {
      rest_ = text_.substr(i);
      begin_ = i;
      const bool starts_number =
          i == 0 ||
          !absl::ascii_isdigit(static_cast<unsigned char>(text_[i - 1]));
      if (starts_number && Number(4, &year_) &&
          Separator({".", "-", "/", "년"}) && Number(2, &month_) &&
          Separator({".", "-", "/", "월"}) && Number(2, &day_)) {
        end_ = text_.size() - rest_.size();
        return true;
      }
    }
    return false;
  }

  // `(수)`, after the date; -1 when none.
  int Weekday() {
    Separator({".", "일"});
    Spaces();
    if (!absl::ConsumePrefix(&rest_, "(")) return -1;
    Spaces();
    for (size_t i = 0; i < kWeekdays.size(); ++i) {
      if (!absl::ConsumePrefix(&rest_, kWeekdays[i])) continue;
      absl::ConsumePrefix(&rest_, "요일");
      Spaces();
      if (!absl::ConsumePrefix(&rest_, ")")) return -1;
      end_ = text_.size() - rest_.size();
      return static_cast<int>(i);
    }
    return -1;
  }

  int year() const { return year_; }
  int month() const { return month_; }
  int day() const { return day_; }
  size_t begin() const { return begin_; }
  size_t end() const { return end_; }

 private:
  void Spaces() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  bool Number(size_t max_digits, int* value) {
    Spaces();
    size_t digits = 0;
    while (digits < rest_.size() && digits < max_digits &&
           absl::ascii_isdigit(static_cast<unsigned char>(rest_[digits]))) {
      ++digits;
    }
    if (digits == 0 || (max_digits == 4 && digits != 4)) return false;
    if (!absl::SimpleAtoi(rest_.substr(0, digits), value)) return false;
    rest_.remove_prefix(digits);
    return true;
  }

  bool Separator(std::initializer_list<absl::string_view> separators) {
    Spaces();
    for (absl::string_view separator : separators) {
      if (absl::ConsumePrefix(&rest_, separator)) return true;
    }
    return false;
  }

  const absl::string_view text_;
  absl::string_view rest_;
  size_t begin_ = 0;
  size_t end_ = 0;
  int year_ = 0;
  int month_ = 0;
  int day_ = 0;
};

bool HasDateLabel(absl::string_view line) {
  const std::string bare = WithoutSpaces(line);
  for (absl::string_view label : kDateLabels) {
    if (absl::StrContains(bare, label)) return true;
  }
  return false;
}

absl::StatusOr<ReleaseDate> DateOfLine(const SourceText& text,
                                       absl::string_view line, size_t begin,
                                       DateScanner scanner) {
  const absl::CivilDay day(scanner.year(), scanner.month(), scanner.day());
  if (day.year() != scanner.year() || day.month() != scanner.month() ||
      day.day() != scanner.day()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "line ", text.LineNumber(begin), ": the release's date `",
        line.substr(scanner.begin(), scanner.end() - scanner.begin()),
        "` does not exist"));
  }
  ReleaseDate date;
  date.day = day;
  const int written = scanner.Weekday();
  const int actual = static_cast<int>(absl::GetWeekday(day));
  if (written >= 0 && written != actual) {
    v1::DocumentFinding& finding = date.finding.emplace();
    finding.set_line(text.LineNumber(begin));
    finding.set_rule("weekday-mismatch");
    finding.set_message(absl::StrCat(
        "the release's date says (", kWeekdays[static_cast<size_t>(written)],
        "), but the day is a ", kWeekdays[static_cast<size_t>(actual)],
        "; the date is kept"));
  }
  date.range = {begin + scanner.begin(), begin + scanner.end()};
  return date;
}

bool StartsWithListMark(absl::string_view line) {
  for (absl::string_view mark :
       {"-", "□", "■", "○", "ㅇ", "*", "※", "①", "<", "▷", "◆", "◇"}) {
    if (absl::StartsWith(line, mark)) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<ReleaseDate> ReadReleaseDate(const SourceText& text) {
  absl::StatusOr<ReleaseDate> date = absl::InvalidArgumentError(
      "the release bears no date: no line `보도 일시` or `배포 일시` with a "
      "date such as `2022. 9. 28.(수)`");
  ForEachLine(text, [&](absl::string_view line, size_t begin) {
    if (!HasDateLabel(line)) return true;
    DateScanner scanner(line);
    if (!scanner.Scan()) return true;
    date = DateOfLine(text, line, begin, scanner);
    return false;
  });
  return date;
}

std::optional<FoundWords> ReadHeadline(const SourceText& text) {
  std::optional<FoundWords> headline;
  ForEachLine(text, [&](absl::string_view line, size_t begin) {
    const std::string words = CollapseSpace(line);
    if (words.empty() || absl::StrContains(line, "\t") || IsContactLine(line) ||
        HasDateLabel(line)) {
      return true;
    }
    // The body has begun, and no title stood before it.
    if (StartsWithListMark(words)) return false;
    if (const auto range = text.Find(words, begin); range.has_value()) {
      headline = FoundWords{words, *range};
    }
    return false;
  });
  return headline;
}

std::optional<FoundWords> ReadAttachment(const SourceText& text) {
  std::optional<FoundWords> attachment;
  ForEachLine(text, [&](absl::string_view line, size_t begin) {
    std::string words = CollapseSpace(line);
    absl::string_view rest = words;
    if (!absl::ConsumePrefix(&rest, "붙임")) return true;
    // `붙임 1. 계획`, `붙임: 계획`.
    rest.remove_prefix(
        std::min(rest.find_first_not_of(" 0123456789.:"), rest.size()));
    for (absl::string_view end : {"끝.", "끝", ".", "주요 내용", "주요내용"}) {
      rest = absl::StripTrailingAsciiWhitespace(absl::StripSuffix(rest, end));
    }
    if (rest.empty()) return true;
    if (const auto range = text.Find(rest, begin); range.has_value()) {
      attachment = FoundWords{std::string(rest), *range};
    }
    return false;
  });
  return attachment;
}

std::vector<ListedProject> ReadProjectList(const SourceText& text) {
  // U+2460 to U+2473: ① to ⑳ are E2 91 A0 to E2 91 B3.
  constexpr absl::string_view kCircled = "\xE2\x91";
  constexpr unsigned char kFirst = 0xA0;
  constexpr unsigned char kLast = 0xB3;
  const absl::string_view content = text.content();
  std::vector<ListedProject> projects;
  size_t at = content.find(kCircled);
  while (at != absl::string_view::npos && at + 2 < content.size()) {
    const size_t next = content.find(kCircled, at + 3);
    const auto last_byte = static_cast<unsigned char>(content[at + 2]);
    if (last_byte >= kFirst && last_byte <= kLast) {
      const size_t begin = at + 3;
      size_t end = std::min(next, content.size());
      // A name is wrapped at most once; a blank line always ends the list.
      end = std::min(end, content.find("\n\n", begin));
      end = std::min(end, content.find("\r\n\r\n", begin));
      const std::string name =
          CollapseSpace(content.substr(begin, end - begin));
      if (const auto range = text.Find(name, begin); range.has_value()) {
        projects.push_back(
            {static_cast<uint32_t>(last_byte - kFirst) + 1, {name, *range}});
      }
    }
    at = next;
  }
  return projects;
}

bool IsContactLine(absl::string_view line) {
  const std::string bare = WithoutSpaces(line);
  for (absl::string_view label : kContactLabels) {
    if (absl::StrContains(bare, label)) return true;
  }
  return false;
}

}  // namespace clearsky::document
