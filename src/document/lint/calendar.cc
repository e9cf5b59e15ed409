// Dates against the calendar and the plan's years: weekdays, days that do not
// exist, ranges that end before they start, years that are missing.

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/lint/checks.h"

namespace clearsky::document::lint {
namespace {

// A range may run over New Year without saying so: 12.28~1.3.
constexpr int kLateMonth = 9;
constexpr int kEarlyMonth = 4;

// Days from the document's within which a date without year is meant.
constexpr int kNearDays = 200;

bool Wraps(const DatePoint& start, const DatePoint& end) {
  return start.month >= kLateMonth && end.month >= 1 &&
         end.month <= kEarlyMonth && end.year == 0 && !end.year_offset;
}

class Checker {
 public:
  Checker(const Draft& draft, FindingList* findings)
      : draft_(draft), findings_(findings) {}

  void Check() {
    int last_year = 0;
    size_t last_line = 0;
    for (const DateMention& mention : draft_.prose_dates) {
      const size_t line = draft_.letters.LineNumber(mention.span.begin);
      if (line != last_line) last_year = 0;
      last_line = line;
      if (mention.start.year != 0) last_year = mention.start.year;
      CheckMention(mention, ProseYears(mention, last_year), false);
    }
    for (const Item& item : draft_.items) {
      for (const DateMention& mention : item.mentions) {
        CheckMention(mention, TableYears(mention), true);
      }
    }
    CheckYears();
  }

 private:
  // Years that a date may be of, the likeliest first.
  std::vector<int> ProseYears(const DateMention& mention, int last_year) const {
    const DatePoint& start = mention.start;
    const int year = static_cast<int>(draft_.day.year());
    if (start.year != 0) return {start.year};
    if (start.year_offset) return {year};  // It counts from there.
    std::vector<int> years = {year};
    if (last_year != 0 && last_year != year) years.push_back(last_year);
    if (start.month < 1 || start.month > 12) return years;
    for (const int other : {year - 1, year + 1}) {
      const absl::CivilDay day(other, start.month, std::max(start.day, 1));
      const auto distance = day - draft_.day;
      if (distance < kNearDays && distance > -kNearDays) years.push_back(other);
    }
    if (draft_.TableYear() != year) years.push_back(draft_.TableYear());
    return years;
  }

  std::vector<int> TableYears(const DateMention& mention) const {
    constexpr int kMost = 20;
    const DatePoint& start = mention.start;
    if (start.year != 0) return {start.year};
    if (start.year_offset) return {static_cast<int>(draft_.day.year())};
    if (!draft_.SpansYears()) return {draft_.TableYear()};
    std::vector<int> years;
    for (int year = draft_.first_year;
         year <= draft_.last_year && years.size() < kMost; ++year) {
      years.push_back(year);
    }
    return years;
  }

  void CheckMention(const DateMention& mention, const std::vector<int>& years,
                    bool in_table) {
    const DatePoint end =
        mention.end ? FilledIn(*mention.end, mention.start) : DatePoint();
    bool possible = CheckPoint(mention.start, years);
    if (mention.end) {
      const std::vector<int> end_years =
          end.year != 0 ? std::vector<int>{end.year} : years;
      possible = CheckPoint(end, end_years) && possible;
    }
    if (possible && mention.end) CheckOrder(mention, end, years, in_table);
  }

  // Whether the point can be.
  bool CheckPoint(const DatePoint& point, const std::vector<int>& years) {
    std::string why;
    for (const int year : years) {
      why = WhyImpossible(point, year);
      if (why.empty()) break;
    }
    if (!why.empty()) {
      findings_->Add(
          {"impossible-date", point.span, why, "write the day that is meant"});
      return false;
    }
    if (point.weekday) CheckWeekday(point, years);
    return true;
  }

  void CheckWeekday(const DatePoint& point, const std::vector<int>& years) {
    if (point.day == 0) return;
    for (const int year : years) {
      if (!WhyImpossible(point, year).empty()) continue;
      if (absl::GetWeekday(DaysOf(point, year).first) == *point.weekday) return;
    }
    const absl::CivilDay day = DaysOf(point, years.front()).first;
    const Letters& letters = draft_.letters;
    const std::string right =
        WeekdayLike(letters, point.weekday_span, absl::GetWeekday(day));
    const absl::CivilDay next = absl::NextWeekday(day, *point.weekday);
    const absl::CivilDay previous = absl::PrevWeekday(day, *point.weekday);
    findings_->Add(
        {"weekday-mismatch",
         {std::min(point.span.begin, point.weekday_span.begin),
          std::max(point.span.end, point.weekday_span.end)},
         absl::StrCat(absl::FormatCivilTime(day), " is `", right, "`, not `",
                      letters.Source(point.weekday_span), "`"),
         absl::StrCat("`", right,
                      "`, or the date of such a day: ", previous.month(), ".",
                      previous.day(), " or ", next.month(), ".", next.day())});
  }

  void CheckOrder(const DateMention& mention, const DatePoint& end,
                  const std::vector<int>& years, bool in_table) {
    const int year = years.front();
    const DayRange first = DaysOf(mention.start, year);
    const DayRange last =
        DaysOf(end, mention.start.year != 0 ? mention.start.year : year);
    if (last.last >= first.first) return;
    if (mention.end->year == 0 && Wraps(mention.start, *mention.end)) {
      if (!in_table) return;
      findings_->Add({"year-missing", mention.span,
                      "the range runs over the end of a year, and no year is "
                      "written at its end",
                      "write the years of both ends"});
      return;
    }
    findings_->Add(
        {"end-before-start", mention.span,
         absl::StrCat("the range ends on ", absl::FormatCivilTime(last.last),
                      ", before it starts on ",
                      absl::FormatCivilTime(first.first)),
         "one of the dates is wrong, or their order is"});
  }

  // Dates of the table without year where several years are meant, and those
  // outside of the plan's.
  void CheckYears() {
    std::set<int> written;
    for (const Item& item : draft_.items) {
      for (const DateMention& mention : item.mentions) {
        if (mention.IsYearsOnly()) continue;
        if (mention.start.year != 0) written.insert(mention.start.year);
        if (mention.end && mention.end->year != 0) {
          written.insert(mention.end->year);
        }
      }
    }
    const bool one_year =
        draft_.first_year != 0 && draft_.first_year == draft_.last_year;
    const bool several =
        draft_.SpansYears() || (!one_year && written.size() > 1);
    for (const Item& item : draft_.items) {
      bool told = false;
      bool outside = false;
      for (const DateMention& mention : item.mentions) {
        if (mention.IsYearsOnly()) continue;
        if (mention.start.year != 0) {
          outside = CheckPeriod(item, mention) || outside;
        } else if (several && !told && !mention.start.year_offset &&
                   !FollowsYear(item, mention)) {
          ReportYear(mention, written);
          told = true;
        }
      }
      if (!outside) CheckPartOfYear(item);
    }
  }

  // `'23년 상반기`, `내년 상반기`: what only notation reads. A whole year may
  // be what the line is about.
  void CheckPartOfYear(const Item& item) {
    if (draft_.first_year == 0 || item.is_off || !item.date || !item.days) {
      return;
    }
    const absl::CivilDay first = item.days->first;
    const absl::CivilDay last = item.days->last;
    const bool whole_years = first.month() == 1 && first.day() == 1 &&
                             last.month() == 12 && last.day() == 31;
    if (whole_years || (last.year() >= draft_.first_year &&
                        first.year() <= draft_.last_year)) {
      return;
    }
    ReportPeriod(item.date_span, static_cast<int>(first.year()));
  }

  // `'22.12.1, 12.8`: a list takes its year from the date before it.
  static bool FollowsYear(const Item& item, const DateMention& mention) {
    for (const DateMention& other : item.mentions) {
      if (other.span.begin >= mention.span.begin) return false;
      if (other.start.year != 0 && !other.IsYearsOnly()) return true;
    }
    return false;
  }

  void ReportYear(const DateMention& mention, const std::set<int>& written) {
    const std::string why =
        draft_.SpansYears()
            ? absl::StrCat("the plan is for ", draft_.first_year, " to ",
                           draft_.last_year)
            : absl::StrCat("the table has dates of ", *written.begin(), " to ",
                           *written.rbegin());
    findings_->Add({"year-missing", mention.span,
                    absl::StrCat("no year is written, and ", why),
                    "write the year before the month"});
  }

  // Whether the mention is outside of the plan's years.
  bool CheckPeriod(const Item& item, const DateMention& mention) {
    if (draft_.first_year == 0 || item.is_off) return false;
    const int year = mention.start.year;
    const int end =
        mention.end && mention.end->year != 0 ? mention.end->year : year;
    if (end >= draft_.first_year && year <= draft_.last_year) return false;
    ReportPeriod(mention.span, year);
    return true;
  }

  void ReportPeriod(Span place, int year) {
    const std::string period =
        draft_.SpansYears()
            ? absl::StrCat(draft_.first_year, " to ", draft_.last_year)
            : absl::StrCat(draft_.first_year);
    findings_->Add({"outside-period", place,
                    absl::StrCat("the date lies in ", year,
                                 ", and the plan is for ", period),
                    "a slip in the year, or a line of another plan"});
  }

  const Draft& draft_;
  FindingList* const findings_;
};

}  // namespace

void CheckDates(const Draft& draft, FindingList* findings) {
  Checker(draft, findings).Check();
}

}  // namespace clearsky::document::lint
