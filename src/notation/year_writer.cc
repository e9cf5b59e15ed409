#include "notation/year_writer.h"

#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "plan/edtf.h"

namespace clearsky::notation {
namespace {

using plan::Edtf;
using plan::EdtfShape;
using v1::PartialDate;

constexpr size_t kYearSize = 4;
constexpr size_t kMonthSize = 7;
constexpr size_t kDaySize = 10;
constexpr size_t kMaxMembers = 50;

// One date without interval or set.
std::optional<std::string> WriteSimple(absl::string_view text,
                                       const DateWordsOfLanguage& language) {
  const absl::StatusOr<Edtf> edtf = plan::ParseEdtf(text);
  if (!edtf.ok() || edtf->shape != EdtfShape::kDate || edtf->uncertain ||
      edtf->approximate || absl::StrContains(text, "X")) {
    return std::nullopt;
  }
  const absl::CivilDay first = *edtf->earliest;
  if (!language.CanWriteYear(first.year())) return std::nullopt;
  if (text.size() == kDaySize) return language.Day(first);
  if (text.size() == kYearSize) return language.Year(first.year());
  if (text.size() != kMonthSize) return std::nullopt;
  const absl::string_view part = text.substr(kYearSize + 1);
  if (part >= "33" && part <= "36") {
    return language.Quarter(first.year(), part[1] - '2');
  }
  if (part == "40" || part == "41") {
    return language.Half(first.year(), part == "40" ? 1 : 2);
  }
  if (part >= "21" && part <= "24") {
    return language.Season(first.year(), part[1] - '0');
  }
  return language.MonthOf(first);
}

std::optional<std::string> WriteInterval(const Edtf& edtf,
                                         const DateWordsOfLanguage& language) {
  const std::vector<std::string> sides =
      absl::StrSplit(edtf.canonical, absl::MaxSplits('/', 1));
  if (sides[1] == "..") {
    const auto date = WriteSimple(sides[0], language);
    return date ? std::optional(language.From(*date)) : std::nullopt;
  }
  if (sides[0] == "..") {
    const auto date = WriteSimple(sides[1], language);
    return date ? std::optional(language.Until(*date)) : std::nullopt;
  }
  if (sides[0].size() != sides[1].size() || !WriteSimple(sides[0], language) ||
      !WriteSimple(sides[1], language)) {
    return std::nullopt;
  }
  const absl::CivilDay first = *edtf.earliest;
  const absl::CivilDay last = *edtf.latest;
  if (sides[0].size() == kDaySize) return language.Days(first, last);
  if (sides[0].size() == kYearSize) {
    return language.Years(first.year(), last.year());
  }
  const auto is_month = [](absl::string_view side) {
    return side.substr(kYearSize + 1) <= "12";
  };
  if (!is_month(sides[0]) || !is_month(sides[1])) return std::nullopt;
  return language.Months(first, last);
}

// A third of a month, or one of some days or months.
std::optional<std::string> WriteOneOf(const Edtf& edtf,
                                      const DateWordsOfLanguage& language) {
  const absl::string_view inside =
      absl::string_view(edtf.canonical).substr(1, edtf.canonical.size() - 2);
  if (!absl::StrContains(inside, "..")) {
    std::vector<std::string> words;
    std::optional<size_t> size;
    for (const absl::string_view member : absl::StrSplit(inside, ',')) {
      const auto word = WriteSimple(member, language);
      if (!word || (size && member.size() != *size)) return std::nullopt;
      if (member.size() == kYearSize) return std::nullopt;
      size = member.size();
      words.push_back(*word);
    }
    if (words.size() < 2 || *size != kDaySize) return std::nullopt;
    return absl::StrJoin(words, language.either());
  }
  if (!edtf.earliest || !edtf.latest) return std::nullopt;
  const absl::CivilDay first = *edtf.earliest;
  const absl::CivilDay last = *edtf.latest;
  if (edtf.canonical != absl::StrCat("[", plan::FormatDay(first), "..",
                                     plan::FormatDay(last), "]") ||
      absl::CivilMonth(first) != absl::CivilMonth(last) ||
      !language.CanWriteYear(first.year())) {
    return std::nullopt;
  }
  if (first.day() == 1 && last.day() == 10) return language.Third(first, 0);
  if (first.day() == 11 && last.day() == 20) return language.Third(first, 1);
  if (first.day() == 21 &&
      last == plan::LastDayOfMonth(absl::CivilMonth(last))) {
    return language.Third(first, 2);
  }
  return std::nullopt;
}

std::optional<std::string> WriteAllOf(const Edtf& edtf,
                                      const DateWordsOfLanguage& language) {
  // Longer lists are not read.
  if (edtf.members.size() > kMaxMembers) return std::nullopt;
  std::vector<std::string> words;
  for (const std::string& member : edtf.members) {
    const auto word = WriteSimple(member, language);
    // Only days and months are listed with certainty.
    const bool is_month =
        member.size() == kMonthSize && member.substr(kYearSize + 1) <= "12";
    if (!word || member.size() != edtf.members[0].size() ||
        (member.size() != kDaySize && !is_month)) {
      return std::nullopt;
    }
    words.push_back(*word);
  }
  if (words.size() < 2) return std::nullopt;
  return absl::StrJoin(words, language.also());
}

std::optional<std::string> WriteValue(const PartialDate& date,
                                      const DateWordsOfLanguage& language) {
  const absl::StatusOr<Edtf> edtf = plan::ParseEdtf(date.edtf());
  if (!edtf.ok() || edtf->uncertain || edtf->approximate) return std::nullopt;
  switch (edtf->shape) {
    case EdtfShape::kDate:
      if (date.reading() == PartialDate::READING_WHOLE_SPAN &&
          !edtf->is_single_day) {
        const int64_t year = edtf->earliest->year();
        return edtf->canonical.size() == kYearSize &&
                       !absl::StrContains(edtf->canonical, "X") &&
                       language.CanWriteYear(year)
                   ? std::optional(language.Throughout(year))
                   : std::nullopt;
      }
      return WriteSimple(edtf->canonical, language);
    case EdtfShape::kOneOf:
      return WriteOneOf(*edtf, language);
    case EdtfShape::kAllOf:
      return WriteAllOf(*edtf, language);
    case EdtfShape::kInterval:
      if (date.reading() == PartialDate::READING_ONE_DAY_WITHIN) {
        return std::nullopt;
      }
      return WriteInterval(*edtf, language);
  }
  return std::nullopt;
}

}  // namespace

std::string WriteWithYear(const PartialDate& date,
                          const DateWordsOfLanguage& language) {
  const bool on_demand = date.reading() == PartialDate::READING_ON_DEMAND;
  if (!on_demand) {
    if (date.edtf().empty()) return std::string(language.to_be_decided());
    if (auto words = WriteValue(date, language)) return *std::move(words);
  }
  if (!date.verbatim().empty()) return date.verbatim();
  return date.edtf().empty() ? std::string(language.on_demand()) : date.edtf();
}

}  // namespace clearsky::notation
