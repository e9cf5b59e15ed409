#include "plan/ordinals.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"

namespace clearsky::plan {
namespace {

bool IsNumbered(const v1::ActivityRegistered& details) {
  return !details.series_id().empty() && details.ordinal() != 0;
}

Refusal OrdinalTaken(const v1::ActivityRegistered& details,
                     const v1::ActivityState& holder) {
  return {absl::StatusCode::kAlreadyExists,
          kOrdinalTaken,
          absl::StrCat("ordinal ", details.ordinal(), " of series `",
                       details.series_id(), "` is taken in this plan by `",
                       holder.details().activity_id(), "` since revision ",
                       holder.registered_revision(),
                       "; if it is meant, set ordinal_clash_intended"),
          {{"entity", details.activity_id()},
           {"series", details.series_id()},
           {"number", absl::StrCat(details.ordinal())},
           {"taken_by", holder.details().activity_id()},
           {"set_by", absl::StrCat(holder.registered_revision())}}};
}

v1::Finding FindingOf(v1::Finding::Severity severity, const char* rule,
                      const std::string& entity, const std::string& message) {
  v1::Finding finding;
  finding.set_severity(severity);
  finding.set_rule(rule);
  finding.set_entity(entity);
  finding.set_message(message);
  return finding;
}

v1::Finding Skipped(const v1::ActivityRegistered& details, uint32_t last) {
  return FindingOf(
      v1::Finding::SEVERITY_ODD, "ordinal-skipped", details.activity_id(),
      absl::StrCat("ordinal ", details.ordinal(), " follows ", last,
                   " in series `", details.series_id(), "`"));
}

// The event that gave the activity its number.
uint64_t NumberSetBy(const v1::ActivityState& activity) {
  for (const char* field : {"ordinal", "series_id", "details"}) {
    const auto found = activity.set_by().find(field);
    if (found != activity.set_by().end()) return found->second;
  }
  return activity.registered_revision();
}

// The activities of one series, in order of registration.
class SeriesInPlan {
 public:
  void Add(const v1::ActivityState* activity) {
    activities_.push_back(activity);
  }

  void Flag(v1::PlanState* state) {
    std::sort(activities_.begin(), activities_.end(),
              [](const auto* a, const auto* b) {
                return std::tuple(a->registered_revision(),
                                  a->details().activity_id()) <
                       std::tuple(b->registered_revision(),
                                  b->details().activity_id());
              });
    // Of parts, which share the number of the whole, only the whole counts.
    std::map<uint32_t, const v1::ActivityState*> holders;
    for (const v1::ActivityState* activity : activities_) {
      const v1::ActivityRegistered& details = activity->details();
      const auto above = holders.lower_bound(details.ordinal());
      if (above != holders.begin()) {
        const uint32_t last = std::prev(above)->first;
        if (activity->part_of().empty() && details.ordinal() > last + 1) {
          Add(Skipped(details, last), *activity, state);
        }
      }
      const auto [holder, is_free] =
          holders.emplace(details.ordinal(), activity);
      if (is_free || !activity->part_of().empty() ||
          !holder->second->part_of().empty() ||
          details.ordinal_clash_intended()) {
        continue;
      }
      const Refusal taken = OrdinalTaken(details, *holder->second);
      Add(FindingOf(v1::Finding::SEVERITY_IMPOSSIBLE, taken.rule.c_str(),
                    details.activity_id(), taken.message),
          *activity, state);
    }
  }

 private:
  static void Add(v1::Finding finding, const v1::ActivityState& activity,
                  v1::PlanState* state) {
    finding.set_revision(NumberSetBy(activity));
    *state->add_findings() = std::move(finding);
  }

  std::vector<const v1::ActivityState*> activities_;
};

}  // namespace

ApplyResult CheckOrdinal(const v1::PlanState& state,
                         const v1::ActivityRegistered& details) {
  if (!IsNumbered(details) || details.ordinal_clash_intended()) {
    return std::nullopt;
  }
  for (const auto& [id, known] : state.activities()) {
    if (id != details.activity_id() && known.part_of().empty() &&
        known.details().series_id() == details.series_id() &&
        known.details().ordinal() == details.ordinal()) {
      return OrdinalTaken(details, known);
    }
  }
  return std::nullopt;
}

void FlagOrdinals(v1::PlanState* state) {
  std::map<absl::string_view, SeriesInPlan> series;
  for (const auto& [id, activity] : state->activities()) {
    if (!IsNumbered(activity.details())) continue;
    series[activity.details().series_id()].Add(&activity);
  }
  for (auto& [id, in_plan] : series) in_plan.Flag(state);
}

std::optional<v1::Finding> SkippedOrdinal(
    const v1::PlanState& state, const v1::ActivityRegistered& details) {
  if (!IsNumbered(details)) return std::nullopt;
  uint32_t last = 0;
  for (const auto& [id, known] : state.activities()) {
    if (known.details().series_id() == details.series_id() &&
        known.details().ordinal() < details.ordinal()) {
      last = std::max(last, known.details().ordinal());
    }
  }
  if (last == 0 || details.ordinal() <= last + 1) return std::nullopt;
  return Skipped(details, last);
}

}  // namespace clearsky::plan
