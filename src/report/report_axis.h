#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "clearsky/v1/report.pb.h"
#include "clearsky/v1/value.pb.h"
#include "plan/partial_date.h"

// The months of a report's picture. Pure; safe to call from many threads.

namespace clearsky::report {

// Room on the right of the axis, and the narrowest bar, in pixels.
inline constexpr double kRight = 24;
inline constexpr double kMinBar = 5;

// One stretch of days; a side that is open is nullopt.
using Stretch = plan::DayBounds;

// The stretches of a date: one for each member of a set that is all of, else
// one; none without a value.
std::vector<Stretch> StretchesOf(const v1::PartialDate& date);

// Days to pixels. Every month is of one width. The axis holds the year of the
// report and the months of its dates, up to two years before and after.
class Axis {
 public:
  explicit Axis(const v1::PlanReport& report);

  int month_count() const { return static_cast<int>(last_ - first_) + 1; }
  double month_width() const { return month_width_; }
  absl::CivilMonth MonthAt(int index) const { return first_ + index; }
  double left() const;
  double right() const { return left() + month_width_ * month_count(); }

  // Where the day begins; the edge for days outside.
  double At(absl::CivilDay day) const;
  bool Holds(absl::CivilDay day) const;

  // Left and right edge of a stretch, as wide as can be seen.
  std::pair<double, double> Edges(const Stretch& stretch) const;

  // Where an arrow to or from the date ends: the middle of the first stretch,
  // near its start when it is open. nullopt without a value.
  std::optional<double> MiddleOf(const v1::PartialDate& date) const;

 private:
  absl::CivilMonth first_;
  absl::CivilMonth last_;
  double month_width_ = 0;
};

}  // namespace clearsky::report
