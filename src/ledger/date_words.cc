#include "ledger/date_words.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "plan/edtf.h"

namespace clearsky::ledger {
namespace {

using plan::Edtf;
using plan::EdtfShape;

constexpr size_t kYearSize = 4;
constexpr size_t kMonthSize = 7;
constexpr size_t kDaySize = 10;

std::string MonthWord(const Language& language, int month) {
  return language.Word(absl::StrCat("month.", month));
}

// `day`, `month` and `year` of `first`; `last_...` of `last`.
Slots SlotsOf(const Language& language, absl::CivilDay first,
              absl::CivilDay last) {
  return {{"day", absl::StrCat(first.day())},
          {"month", MonthWord(language, first.month())},
          {"year", absl::StrCat(first.year())},
          {"last_day", absl::StrCat(last.day())},
          {"last_month", MonthWord(language, last.month())},
          {"last_year", absl::StrCat(last.year())}};
}

// Without the marks that say how sure it is.
std::string WithoutMarks(absl::string_view edtf) {
  return absl::StrReplaceAll(edtf, {{"?", ""}, {"~", ""}, {"%", ""}});
}

// A day, month, part of a year or year; `text` has no marks.
std::optional<std::string> SimpleWords(const Language& language,
                                       absl::string_view text) {
  const absl::StatusOr<Edtf> edtf = plan::ParseEdtf(text);
  if (!edtf.ok() || edtf->shape != EdtfShape::kDate || !edtf->earliest ||
      absl::StrContains(text, "X")) {
    return std::nullopt;
  }
  const absl::CivilDay first = *edtf->earliest;
  const Slots slots = SlotsOf(language, first, first);
  if (text.size() == kDaySize) return language.Say("date.day", slots);
  if (text.size() == kYearSize) return language.Say("date.year", slots);
  if (text.size() != kMonthSize) return std::nullopt;
  const absl::string_view part = text.substr(kYearSize + 1);
  // Seasons are 21 to 24, quarters 33 to 36, half-years 40 and 41.
  std::string key = "date.month";
  if (part >= "21" && part <= "24") {
    key = absl::StrCat("date.season.", part[1] - '0');
  } else if (part >= "33" && part <= "36") {
    key = absl::StrCat("date.quarter.", part[1] - '2');
  } else if (part == "40" || part == "41") {
    key = absl::StrCat("date.half.", part[1] - '0' + 1);
  } else if (part > "12") {
    return std::nullopt;
  }
  return language.Say(key, slots);
}

// Which third of its month the days are, from 1; 0 when they are none.
int ThirdOf(absl::CivilDay first, absl::CivilDay last) {
  if (absl::CivilMonth(first) != absl::CivilMonth(last)) return 0;
  if (first.day() == 1 && last.day() == 10) return 1;
  if (first.day() == 11 && last.day() == 20) return 2;
  if (first.day() == 21 &&
      last == plan::LastDayOfMonth(absl::CivilMonth(last))) {
    return 3;
  }
  return 0;
}

std::optional<std::string> ListWords(const Language& language,
                                     absl::string_view members) {
  std::vector<std::string> words;
  for (const absl::string_view member : absl::StrSplit(members, ',')) {
    std::optional<std::string> word = SimpleWords(language, member);
    if (!word) return std::nullopt;
    words.push_back(*std::move(word));
  }
  return language.Join(words);
}

// `[a..b]` or `[a,b]`; `members` without the brackets.
std::optional<std::string> OneOfWords(const Language& language,
                                      const Edtf& edtf,
                                      absl::string_view members) {
  if (!absl::StrContains(members, "..")) {
    std::optional<std::string> list = ListWords(language, members);
    if (!list) return std::nullopt;
    return language.Say("date.one-of", {{"list", *list}});
  }
  const std::vector<std::string> ends = absl::StrSplit(members, "..");
  if (ends.size() != 2 || !edtf.earliest || !edtf.latest) return std::nullopt;
  if (const int third = ThirdOf(*edtf.earliest, *edtf.latest); third != 0) {
    return language.Say(absl::StrCat("date.third.", third),
                        SlotsOf(language, *edtf.earliest, *edtf.latest));
  }
  const auto first = SimpleWords(language, ends[0]);
  const auto last = SimpleWords(language, ends[1]);
  if (!first || !last) return std::nullopt;
  return language.Say("date.within", {{"first", *first}, {"last", *last}});
}

std::optional<std::string> IntervalWords(const Language& language,
                                         const Edtf& edtf,
                                         absl::string_view text) {
  const std::vector<std::string> sides = absl::StrSplit(text, '/');
  if (sides.size() != 2) return std::nullopt;
  const auto is_open = [](const std::string& side) {
    return side.empty() || side == "..";
  };
  const auto first = SimpleWords(language, sides[0]);
  const auto last = SimpleWords(language, sides[1]);
  if (is_open(sides[1]) && first) {
    return language.Say("date.from", {{"first", *first}});
  }
  if (is_open(sides[0]) && last) {
    return language.Say("date.until", {{"last", *last}});
  }
  if (!first || !last) return std::nullopt;
  const absl::CivilDay from = *edtf.earliest;
  const absl::CivilDay to = *edtf.latest;
  const Slots slots = SlotsOf(language, from, to);
  const size_t size = sides[0].size() == sides[1].size() ? sides[0].size() : 0;
  if (size == kYearSize) return language.Say("date.years", slots);
  if (size == kDaySize && absl::CivilMonth(from) == absl::CivilMonth(to)) {
    return language.Say("date.days", slots);
  }
  if (size == kDaySize && from.year() == to.year()) {
    return language.Say("date.days-of-year", slots);
  }
  // Neither side may be a quarter or half-year, which are written as months.
  const bool are_months = size == kMonthSize &&
                          sides[0].substr(kYearSize + 1) <= "12" &&
                          sides[1].substr(kYearSize + 1) <= "12";
  if (are_months && from.year() == to.year()) {
    return language.Say("date.months", slots);
  }
  return language.Say("date.span", {{"first", *first}, {"last", *last}});
}

}  // namespace

std::string DayWords(const Language& language, absl::CivilDay day) {
  return language.Say("date.day", SlotsOf(language, day, day));
}

std::optional<std::string> DateValueWords(const Language& language,
                                          const v1::PartialDate& date) {
  if (date.edtf().empty()) {
    return language.Word(date.reading() == v1::PartialDate::READING_ON_DEMAND
                             ? "date.on-demand"
                             : "date.undecided");
  }
  const std::string text = WithoutMarks(date.edtf());
  const absl::StatusOr<Edtf> edtf = plan::ParseEdtf(text);
  if (!edtf.ok()) return std::nullopt;
  absl::string_view members = text;
  switch (edtf->shape) {
    case EdtfShape::kDate:
      return SimpleWords(language, text);
    case EdtfShape::kInterval:
      return IntervalWords(language, *edtf, text);
    case EdtfShape::kOneOf:
      absl::ConsumePrefix(&members, "[");
      absl::ConsumeSuffix(&members, "]");
      return OneOfWords(language, *edtf, members);
    case EdtfShape::kAllOf:
      absl::ConsumePrefix(&members, "{");
      absl::ConsumeSuffix(&members, "}");
      return ListWords(language, members);
  }
  return std::nullopt;
}

bool IsOfDays(const v1::PartialDate& date) {
  const std::string text = WithoutMarks(date.edtf());
  const absl::StatusOr<Edtf> edtf = plan::ParseEdtf(text);
  if (!edtf.ok() || edtf->shape == EdtfShape::kOneOf) return false;
  for (const absl::string_view part :
       absl::StrSplit(text, absl::ByAnyChar("/,{}"), absl::SkipEmpty())) {
    if (part.size() != kDaySize) return false;
  }
  return true;
}

}  // namespace clearsky::ledger
