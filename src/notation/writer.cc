#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "notation/date_writers.h"
#include "plan/edtf.h"

namespace clearsky::notation {
namespace {

using plan::Edtf;
using plan::EdtfShape;
using v1::PartialDate;

// `'22년`; four digits where two would be read as another century.
std::string YearWord(int64_t year) {
  if (year >= 1970 && year <= 2069) {
    return absl::StrFormat("'%02d년", year % 100);
  }
  return absl::StrFormat("%04d년", year);
}

// Prints parts of one date, leaving out the year that is already told.
class Writer {
 public:
  explicit Writer(int plan_year) : told_year_(plan_year) {}

  std::string Year(int64_t year) {
    if (year == told_year_) return "";
    told_year_ = year;
    wrote_year_ = true;
    return absl::StrCat(YearWord(year), " ");
  }

  // Behind a written year a list goes forward; to go back, the year is written
  // again.
  void GoBack() {
    if (wrote_year_) told_year_ = 0;
  }

  std::string Day(absl::CivilDay day) {
    return absl::StrCat(Year(day.year()), day.month(), ".", day.day());
  }

 private:
  int64_t told_year_;
  bool wrote_year_ = false;
};

bool IsMonth(absl::CivilDay first, absl::CivilDay last) {
  return first.day() == 1 &&
         last == plan::LastDayOfMonth(absl::CivilMonth(first));
}

// Words of an EDTF value without interval or set; nullopt when it has none.
std::optional<std::string> WriteSimple(const Edtf& edtf, Writer& writer) {
  const absl::CivilDay first = *edtf.earliest;
  if (edtf.is_single_day && edtf.canonical.size() == 10) {
    return writer.Day(first);
  }
  constexpr size_t kYearSize = 4;
  constexpr size_t kPartAt = 5;
  if (edtf.canonical.size() != kPartAt + 2) return std::nullopt;
  const absl::string_view part =
      absl::string_view(edtf.canonical).substr(kPartAt);
  if (edtf.canonical[kYearSize] != '-' || part == "XX") return std::nullopt;
  if (part >= "33" && part <= "36") {
    return absl::StrCat(writer.Year(first.year()), (first.month() + 2) / 3,
                        "분기");
  }
  if (part == "40" || part == "41") {
    return absl::StrCat(writer.Year(first.year()),
                        part == "40" ? "상반기" : "하반기");
  }
  if (part > "12") return std::nullopt;
  return absl::StrCat(writer.Year(first.year()), first.month(), "월");
}

// `10월 말`: one of the days of a third of a month.
std::optional<std::string> WriteThird(const Edtf& edtf, Writer& writer) {
  if (!edtf.earliest || !edtf.latest) return std::nullopt;
  const absl::CivilDay first = *edtf.earliest;
  const absl::CivilDay last = *edtf.latest;
  // The value must be just `[first..last]`.
  if (edtf.canonical != absl::StrCat("[", plan::FormatDay(first), "..",
                                     plan::FormatDay(last), "]") ||
      absl::CivilMonth(first) != absl::CivilMonth(last)) {
    return std::nullopt;
  }
  const auto word = [&]() -> absl::string_view {
    if (first.day() == 1 && last.day() == 10) return "초";
    if (first.day() == 11 && last.day() == 20) return "중순";
    if (first.day() == 21 &&
        last == plan::LastDayOfMonth(absl::CivilMonth(last))) {
      return "말";
    }
    return "";
  }();
  if (word.empty()) return std::nullopt;
  return absl::StrCat(writer.Year(first.year()), first.month(), "월 ", word);
}

std::optional<std::string> WriteInterval(const Edtf& edtf, Writer& writer) {
  const size_t slash = edtf.canonical.find('/');
  const std::string start = edtf.canonical.substr(0, slash);
  const std::string end = edtf.canonical.substr(slash + 1);
  constexpr size_t kYearSize = 4;
  constexpr size_t kMonthSize = 7;
  constexpr size_t kDaySize = 10;
  if (end == ".." && start.size() == kMonthSize &&
      IsMonth(*edtf.earliest, *edtf.start_latest)) {
    return absl::StrCat(YearWord(edtf.earliest->year()), " ",
                        edtf.earliest->month(), "월-");
  }
  if (!edtf.earliest || !edtf.latest || start.size() != end.size()) {
    return std::nullopt;
  }
  const absl::CivilDay first = *edtf.earliest;
  const absl::CivilDay last = *edtf.latest;
  if (start.size() == kYearSize && first.month() == 1 && last.month() == 12 &&
      edtf.start_latest->month() == 12 && !absl::StrContains(start, "X") &&
      !absl::StrContains(end, "X")) {
    return absl::StrCat(start, "-", end);
  }
  if (start.size() == kMonthSize && IsMonth(first, *edtf.start_latest) &&
      IsMonth(*edtf.end_earliest, last)) {
    if (first.year() == last.year()) {
      return absl::StrCat(writer.Year(first.year()), first.month(), "~",
                          last.month(), "월");
    }
    const std::string from =
        absl::StrCat(writer.Year(first.year()), first.month(), "월~");
    return absl::StrCat(from, writer.Year(last.year()), last.month(), "월");
  }
  if (start.size() != kDaySize || first != *edtf.start_latest ||
      last != *edtf.end_earliest) {
    return std::nullopt;
  }
  const std::string from = absl::StrCat(writer.Day(first), "~");
  if (absl::CivilMonth(first) == absl::CivilMonth(last)) {
    return absl::StrCat(from, last.day());
  }
  return absl::StrCat(from, writer.Day(last));
}

// Dates of one kind, `1.7, 2.11` or `3월, 10월`, which a list can hold.
std::optional<std::string> WriteAllOf(const Edtf& edtf, Writer& writer) {
  constexpr size_t kMaxMembers = 50;  // Longer lists are not read.
  if (edtf.members.size() > kMaxMembers) return std::nullopt;
  std::vector<std::string> words;
  std::optional<size_t> size;
  std::optional<absl::civil_diff_t> days;
  int last_month = 0;
  for (const std::string& member : edtf.members) {
    const absl::StatusOr<Edtf> value = plan::ParseEdtf(member);
    if (!value.ok() || value->shape != EdtfShape::kDate ||
        (size && member.size() != *size) || edtf.members.size() < 2) {
      return std::nullopt;
    }
    size = member.size();
    if (value->earliest->month() < last_month) writer.GoBack();
    last_month = value->earliest->month();
    std::optional<std::string> word = WriteSimple(*value, writer);
    if (!word) return std::nullopt;
    // The members of a list are of one kind: `3월, 2분기` would not be read.
    const absl::CivilDay day = *value->earliest;
    const auto length = *value->latest - day;
    if (days && (*days) / 31 != length / 31) return std::nullopt;
    days = length;
    words.push_back(*std::move(word));
  }
  return absl::StrJoin(words, ", ");
}

std::optional<std::string> WriteValue(const PartialDate& date, int plan_year) {
  absl::StatusOr<Edtf> edtf = plan::ParseEdtf(date.edtf());
  if (!edtf.ok() || edtf->uncertain || edtf->approximate) return std::nullopt;
  Writer writer(plan_year);
  switch (edtf->shape) {
    case EdtfShape::kDate:
      if (date.reading() == PartialDate::READING_WHOLE_SPAN &&
          !edtf->is_single_day) {
        return std::nullopt;
      }
      return WriteSimple(*edtf, writer);
    case EdtfShape::kOneOf:
      return WriteThird(*edtf, writer);
    case EdtfShape::kAllOf:
      return WriteAllOf(*edtf, writer);
    case EdtfShape::kInterval:
      return WriteInterval(*edtf, writer);
  }
  return std::nullopt;
}

// Whether the words mean another date when they are read later: 내년, 올해.
bool CountsFromToday(absl::string_view words) {
  for (const absl::string_view word :
       {"내년", "내후년", "명년", "올해", "올 ", "금년", "연내", "작년",
        "지난해", "재작년"}) {
    if (absl::StrContains(words, word)) return true;
  }
  return false;
}

// `'23년`, `'23년 봄`: values which are else printed as they were written.
std::optional<std::string> WriteYearOrSeason(const std::string& value) {
  constexpr absl::string_view kSeasons[] = {"봄", "여름", "가을", "겨울"};
  constexpr size_t kYearSize = 4;
  constexpr size_t kSeasonSize = 7;
  int year = 0;
  if (!absl::SimpleAtoi(value.substr(0, kYearSize), &year)) return std::nullopt;
  if (value.size() == kYearSize) return YearWord(year);
  if (value.size() != kSeasonSize || value[kYearSize] != '-' ||
      value[kYearSize + 1] != '2' || value.back() < '1' || value.back() > '4') {
    return std::nullopt;
  }
  return absl::StrCat(YearWord(year), " ", kSeasons[value.back() - '1']);
}

}  // namespace

std::string WriteDate(const PartialDate& date, int plan_year,
                      Language language) {
  if (language == Language::kEnglish) return WriteEnglishDate(date);
  if (language == Language::kChinese) return WriteChineseDate(date);
  const bool on_demand = date.reading() == PartialDate::READING_ON_DEMAND;
  if (!on_demand) {
    if (date.edtf().empty()) return "미정";
    if (auto words = WriteValue(date, plan_year)) return *std::move(words);
  }
  if (!on_demand && CountsFromToday(date.verbatim())) {
    if (auto words = WriteYearOrSeason(date.edtf())) return *std::move(words);
  }
  if (!date.verbatim().empty()) return date.verbatim();
  return date.edtf().empty() ? "수시" : date.edtf();
}

}  // namespace clearsky::notation
