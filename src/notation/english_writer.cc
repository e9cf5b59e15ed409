#include "absl/strings/str_cat.h"
#include "notation/date_writers.h"
#include "notation/year_writer.h"

namespace clearsky::notation {
namespace {

constexpr absl::string_view kMonths[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

absl::string_view Month(absl::CivilDay day) { return kMonths[day.month() - 1]; }

class English : public DateWordsOfLanguage {
 public:
  // Other years are not read: they could be times.
  bool CanWriteYear(int64_t year) const override {
    return year >= 1900 && year <= 2199;
  }
  std::string Day(absl::CivilDay day) const override {
    return absl::StrCat(day.day(), " ", Month(day), " ", day.year());
  }
  std::string MonthOf(absl::CivilDay day) const override {
    return absl::StrCat(Month(day), " ", day.year());
  }
  std::string Year(int64_t year) const override { return absl::StrCat(year); }
  std::string Third(absl::CivilDay day, int third) const override {
    constexpr absl::string_view kThirds[] = {"early ", "mid-", "late "};
    return absl::StrCat(kThirds[third], Month(day), " ", day.year());
  }
  std::string Quarter(int64_t year, int quarter) const override {
    return absl::StrCat("Q", quarter, " ", year);
  }
  std::string Half(int64_t year, int half) const override {
    return absl::StrCat(half == 1 ? "first" : "second", " half of ", year);
  }
  std::string Season(int64_t year, int season) const override {
    constexpr absl::string_view kSeasons[] = {"spring", "summer", "autumn",
                                              "winter"};
    return absl::StrCat(kSeasons[season - 1], " ", year);
  }
  std::string Days(absl::CivilDay first, absl::CivilDay last) const override {
    if (absl::CivilMonth(first) == absl::CivilMonth(last)) {
      return absl::StrCat(first.day(), "-", Day(last));
    }
    if (first.year() == last.year()) {
      return absl::StrCat(first.day(), " ", Month(first), " - ", Day(last));
    }
    return absl::StrCat(Day(first), " - ", Day(last));
  }
  std::string Months(absl::CivilDay first, absl::CivilDay last) const override {
    if (first.year() == last.year()) {
      return absl::StrCat(Month(first), "-", MonthOf(last));
    }
    return absl::StrCat(MonthOf(first), " - ", MonthOf(last));
  }
  std::string Years(int64_t first, int64_t last) const override {
    return absl::StrCat(first, "-", last);
  }
  std::string From(absl::string_view date) const override {
    return absl::StrCat("from ", date);
  }
  std::string Until(absl::string_view date) const override {
    return absl::StrCat("by ", date);
  }
  std::string Throughout(int64_t year) const override {
    return absl::StrCat("throughout ", year);
  }
  absl::string_view also() const override { return ", "; }
  absl::string_view either() const override { return " or "; }
  absl::string_view to_be_decided() const override { return "TBD"; }
  absl::string_view on_demand() const override { return "as needed"; }
};

}  // namespace

std::string WriteEnglishDate(const v1::PartialDate& date) {
  return WriteWithYear(date, English());
}

}  // namespace clearsky::notation
