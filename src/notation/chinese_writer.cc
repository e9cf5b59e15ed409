#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "notation/date_writers.h"
#include "notation/year_writer.h"

namespace clearsky::notation {
namespace {

std::string YearWord(int64_t year) { return absl::StrFormat("%04d年", year); }

class Chinese : public DateWordsOfLanguage {
 public:
  bool CanWriteYear(int64_t) const override { return true; }
  std::string Day(absl::CivilDay day) const override {
    return absl::StrCat(MonthOf(day), day.day(), "日");
  }
  std::string MonthOf(absl::CivilDay day) const override {
    return absl::StrCat(YearWord(day.year()), day.month(), "月");
  }
  std::string Year(int64_t year) const override { return YearWord(year); }
  std::string Third(absl::CivilDay day, int third) const override {
    constexpr absl::string_view kThirds[] = {"上旬", "中旬", "下旬"};
    return absl::StrCat(MonthOf(day), kThirds[third]);
  }
  std::string Quarter(int64_t year, int quarter) const override {
    constexpr absl::string_view kQuarters[] = {"一", "二", "三", "四"};
    return absl::StrCat(YearWord(year), "第", kQuarters[quarter - 1], "季度");
  }
  std::string Half(int64_t year, int half) const override {
    return absl::StrCat(YearWord(year), half == 1 ? "上半年" : "下半年");
  }
  std::string Season(int64_t year, int season) const override {
    constexpr absl::string_view kSeasons[] = {"春季", "夏季", "秋季", "冬季"};
    return absl::StrCat(YearWord(year), kSeasons[season - 1]);
  }
  std::string Days(absl::CivilDay first, absl::CivilDay last) const override {
    if (absl::CivilMonth(first) == absl::CivilMonth(last)) {
      return absl::StrCat(Day(first), "至", last.day(), "日");
    }
    if (first.year() == last.year()) {
      return absl::StrCat(Day(first), "至", last.month(), "月", last.day(),
                          "日");
    }
    return absl::StrCat(Day(first), "至", Day(last));
  }
  std::string Months(absl::CivilDay first, absl::CivilDay last) const override {
    if (first.year() == last.year()) {
      return absl::StrCat(MonthOf(first), "至", last.month(), "月");
    }
    return absl::StrCat(MonthOf(first), "至", MonthOf(last));
  }
  std::string Years(int64_t first, int64_t last) const override {
    return absl::StrCat(YearWord(first), "至", YearWord(last));
  }
  std::string From(absl::string_view date) const override {
    return absl::StrCat(date, "起");
  }
  std::string Until(absl::string_view date) const override {
    return absl::StrCat("不晚于", date);
  }
  std::string Throughout(int64_t year) const override {
    return absl::StrCat(YearWord(year), "全年");
  }
  absl::string_view also() const override { return "、"; }
  absl::string_view either() const override { return "或"; }
  absl::string_view to_be_decided() const override { return "待定"; }
  absl::string_view on_demand() const override { return "不定期"; }
};

}  // namespace

std::string WriteChineseDate(const v1::PartialDate& date) {
  return WriteWithYear(date, Chinese());
}

}  // namespace clearsky::notation
