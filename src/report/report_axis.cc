#include "report/report_axis.h"

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "plan/edtf.h"

namespace clearsky::report {
namespace {

constexpr double kAxisX = 300;
constexpr double kYearWidth = 756;
constexpr double kMinMonthWidth = 22;
constexpr int kYearsAround = 2;

}  // namespace

std::vector<Stretch> StretchesOf(const v1::PartialDate& date) {
  const absl::StatusOr<plan::Edtf> edtf = plan::ParseEdtf(date.edtf());
  if (!edtf.ok()) return {};
  if (edtf->members.empty()) return {{edtf->earliest, edtf->latest}};
  std::vector<Stretch> stretches;
  for (const std::string& member : edtf->members) {
    const absl::StatusOr<plan::Edtf> value = plan::ParseEdtf(member);
    if (value.ok()) stretches.push_back({value->earliest, value->latest});
  }
  return stretches;
}

Axis::Axis(const v1::PlanReport& report)
    : first_(static_cast<int>(report.year()), 1),
      last_(static_cast<int>(report.year()), 12) {
  const int year = static_cast<int>(report.year());
  const absl::CivilMonth min_month(year - kYearsAround, 1);
  const absl::CivilMonth max_month(year + kYearsAround, 12);
  const auto widen = [&](const v1::PartialDate& date) {
    for (const Stretch& stretch : StretchesOf(date)) {
      for (const auto& day : {stretch.earliest, stretch.latest}) {
        if (!day.has_value()) continue;
        const absl::CivilMonth month(*day);
        first_ = std::clamp(month, min_month, first_);
        last_ = std::clamp(month, last_, max_month);
      }
    }
  };
  for (const v1::ReportActivity& activity : report.activities()) {
    widen(activity.first_planned());
    widen(activity.last_planned());
    widen(activity.actual());
    for (const v1::PartialDate& use : activity.occurrences()) widen(use);
    for (const v1::PlanMove& move : activity.moves()) widen(move.new_date());
  }
  month_width_ =
      std::max(kMinMonthWidth, kYearWidth / static_cast<double>(month_count()));
}

double Axis::left() const { return kAxisX; }

double Axis::At(absl::CivilDay day) const {
  const absl::CivilMonth month(day);
  const auto days = absl::CivilDay(month + 1) - absl::CivilDay(month);
  const double months =
      static_cast<double>(month - first_) +
      static_cast<double>(day.day() - 1) / static_cast<double>(days);
  return std::clamp(left() + months * month_width_, left(), right());
}

bool Axis::Holds(absl::CivilDay day) const {
  const absl::CivilMonth month(day);
  return month >= first_ && month <= last_;
}

std::pair<double, double> Axis::Edges(const Stretch& stretch) const {
  double x1 = stretch.earliest ? At(*stretch.earliest) : left();
  double x2 = stretch.latest ? At(*stretch.latest + 1) : right();
  if (x2 - x1 < kMinBar) {
    const double middle =
        std::clamp((x1 + x2) / 2, left() + kMinBar / 2, right() - kMinBar / 2);
    x1 = middle - kMinBar / 2;
    x2 = middle + kMinBar / 2;
  }
  return {x1, x2};
}

std::optional<double> Axis::MiddleOf(const v1::PartialDate& date) const {
  const std::vector<Stretch> stretches = StretchesOf(date);
  if (stretches.empty()) return std::nullopt;
  const auto [x1, x2] = Edges(stretches.front());
  return stretches.front().latest.has_value() ? (x1 + x2) / 2 : x1 + kMinBar;
}

}  // namespace clearsky::report
