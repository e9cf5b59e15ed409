#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clearsky/v1/comparison.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "report/phrases.h"

namespace clearsky::report {

// What happened to an activity between two ends, read from how it stands at
// both. An activity that an end does not know is given as an empty one. Pure;
// borrows both activities.
class Telling {
 public:
  Telling(const v1::ActivityState& from, const v1::ActivityState& to);

  // Never empty.
  const std::vector<v1::LineChangeClass>& classes() const { return classes_; }
  // How far the date moved; nullopt when no two dates can be compared.
  const std::optional<v1::DateSlip>& slip() const { return slip_; }

  // `held inside the planned month; 0 days of slip`.
  std::string Words(Language language) const;

 private:
  void Add(v1::LineChangeClass change);
  void TellState();
  void TellHeld(const v1::PartialDate& result);
  void TellPlan();
  void TellMode();

  const v1::ActivityState& from_;
  const v1::ActivityState& to_;
  std::vector<v1::LineChangeClass> classes_;
  std::optional<v1::DateSlip> slip_;
};

}  // namespace clearsky::report
