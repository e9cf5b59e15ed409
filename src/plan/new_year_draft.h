#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/new_year.h"

// A proposal of a new year's plan while it is made. Internal to src/plan.

namespace clearsky::plan {

// The year that a period is, when it is one.
std::optional<int> YearOfPeriod(const v1::PartialDate& period);

// Borrows the sources and the request, which must outlive it.
struct NewYearDraft {
  const NewYearSources* sources = nullptr;
  const NewYearRequest* request = nullptr;
  NewYearProposal proposal;
  v1::PartialDate period;
  // Set where the periods are years.
  std::optional<int> from_year;
  std::optional<int> to_year;
  // Indices of the items of areas and projects, by their id.
  std::map<std::string, size_t> areas;
  std::map<std::string, size_t> projects;
  // Ids of the new plan.
  std::set<std::string> taken;

  const v1::PlanState& from() const { return sources->from; }
  bool is_excluded(const std::string& id) const {
    return request->exclude.contains(id);
  }
  bool is_included(const std::string& id) const {
    return request->include.contains(id);
  }

  // An event with the request's provenance. `origin` (`follows
  // clear-sky/2022#forum-1`) stands before the reason that was given.
  v1::PlanEvent EventFrom(absl::string_view origin) const;

  // The label of the new year; notes what was derived.
  v1::Label NextLabel(const v1::Label& label, NewYearItem* item) const;
};

// Adds an item for each activity that goes on, and tells what is left out.
// REQUIRES: areas and projects are there.
void AddActivities(NewYearDraft* draft);

// A name for people: Korean where there is one.
std::string NameOfLabels(
    const google::protobuf::RepeatedPtrField<v1::Label>& labels,
    const std::string& id);

}  // namespace clearsky::plan
