// What fields the entities have, and their values in a state.

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "plan/field_history.h"

namespace clearsky::plan {
namespace {

using Activity = v1::ActivityState;
using Agreement = v1::AgreementState;

constexpr std::pair<v1::HistoryField, const char*> kNames[] = {
    {v1::HISTORY_FIELD_DATE, "date"},     {v1::HISTORY_FIELD_MODE, "mode"},
    {v1::HISTORY_FIELD_STATUS, "status"}, {v1::HISTORY_FIELD_VENUE, "venue"},
    {v1::HISTORY_FIELD_TITLE, "title"},
};

std::vector<v1::HistoryField> FieldsOf(EntityKind kind) {
  switch (kind) {
    case EntityKind::kActivity:
      return {v1::HISTORY_FIELD_DATE, v1::HISTORY_FIELD_MODE,
              v1::HISTORY_FIELD_STATUS, v1::HISTORY_FIELD_VENUE,
              v1::HISTORY_FIELD_TITLE};
    case EntityKind::kAgreement:
      return {v1::HISTORY_FIELD_DATE, v1::HISTORY_FIELD_STATUS,
              v1::HISTORY_FIELD_VENUE, v1::HISTORY_FIELD_TITLE};
    case EntityKind::kPlan:
      return {v1::HISTORY_FIELD_DATE, v1::HISTORY_FIELD_STATUS,
              v1::HISTORY_FIELD_TITLE};
    case EntityKind::kProject:
      return {v1::HISTORY_FIELD_STATUS, v1::HISTORY_FIELD_TITLE};
    case EntityKind::kMeasure:
      return {v1::HISTORY_FIELD_DATE, v1::HISTORY_FIELD_TITLE};
    case EntityKind::kArea:
      return {v1::HISTORY_FIELD_TITLE};
    default:
      return {};
  }
}

// The value of `key`; nullptr when the map has none.
template <typename Map>
const typename Map::mapped_type* Find(const Map& map, absl::string_view key) {
  const auto found = map.find(std::string(key));
  return found == map.end() ? nullptr : &found->second;
}

// `held` of `STATE_HELD`.
std::string LowerName(absl::string_view name, absl::string_view prefix) {
  absl::ConsumePrefix(&name, prefix);
  return absl::AsciiStrToLower(name);
}

// nullptr when there is none.
const v1::PartialDate* DateOf(const Activity& activity) {
  switch (activity.state()) {
    case Activity::STATE_POSTPONED:
      return nullptr;
    case Activity::STATE_COMPLETED:
      if (activity.has_end_date()) return &activity.end_date();
      break;
    default:
      break;
  }
  if (activity.has_actual_date()) return &activity.actual_date();
  if (!activity.occurrences().empty()) {
    return &activity.occurrences().rbegin()->date();
  }
  return activity.has_planned_date() ? &activity.planned_date() : nullptr;
}

v1::FieldValue ValueOf(const Activity& activity, v1::HistoryField field) {
  v1::FieldValue value;
  switch (field) {
    case v1::HISTORY_FIELD_DATE:
      if (const v1::PartialDate* date = DateOf(activity)) {
        *value.mutable_date() = *date;
      }
      break;
    case v1::HISTORY_FIELD_MODE:
      if (activity.has_actual_delivery()) {
        *value.mutable_delivery() = activity.actual_delivery();
      } else if (activity.has_delivery()) {
        *value.mutable_delivery() = activity.delivery();
      }
      break;
    case v1::HISTORY_FIELD_STATUS:
      value.set_status(
          LowerName(Activity::State_Name(activity.state()), "STATE_"));
      break;
    case v1::HISTORY_FIELD_VENUE:
      *value.mutable_venues() = activity.venues();
      break;
    default:
      *value.mutable_titles() = activity.details().titles();
      break;
  }
  return value;
}

v1::FieldValue ValueOf(const Agreement& agreement, v1::HistoryField field) {
  v1::FieldValue value;
  if (field == v1::HISTORY_FIELD_DATE && agreement.has_signed_date()) {
    *value.mutable_date() = agreement.signed_date();
  } else if (field == v1::HISTORY_FIELD_DATE && agreement.has_planned_date()) {
    *value.mutable_date() = agreement.planned_date();
  } else if (field == v1::HISTORY_FIELD_STATUS) {
    value.set_status(
        LowerName(Agreement::Stage_Name(agreement.stage()), "STAGE_"));
  } else if (field == v1::HISTORY_FIELD_VENUE && agreement.has_venue()) {
    *value.add_venues() = agreement.venue();
  } else if (field == v1::HISTORY_FIELD_TITLE) {
    *value.mutable_titles() = agreement.titles();
  }
  return value;
}

v1::FieldValue ValueOf(const v1::PlanInfo& plan, v1::HistoryField field) {
  v1::FieldValue value;
  if (field == v1::HISTORY_FIELD_DATE && plan.has_period()) {
    *value.mutable_date() = plan.period();
  } else if (field == v1::HISTORY_FIELD_STATUS) {
    value.set_status(plan.closed()    ? "closed"
                     : plan.adopted() ? "adopted"
                                      : "registered");
  } else if (field == v1::HISTORY_FIELD_TITLE) {
    *value.mutable_titles() = plan.titles();
  }
  return value;
}

v1::FieldValue ValueOf(const v1::ProjectState& project,
                       v1::HistoryField field) {
  v1::FieldValue value;
  if (field == v1::HISTORY_FIELD_STATUS) {
    value.set_status(project.discontinued()          ? "discontinued"
                     : !project.carried_to().empty() ? "carried-over"
                                                     : "defined");
  } else {
    *value.mutable_titles() = project.definition().labels();
  }
  return value;
}

}  // namespace

absl::string_view HistoryFieldName(v1::HistoryField field) {
  for (const auto& [known, name] : kNames) {
    if (known == field) return name;
  }
  return "";
}

absl::StatusOr<v1::HistoryField> HistoryFieldOf(absl::string_view name) {
  std::vector<absl::string_view> names;
  for (const auto& [field, known] : kNames) {
    if (name == known) return field;
    names.emplace_back(known);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "field `", name, "` is none whose history is told; accepted: ",
      absl::StrJoin(names, ", ")));
}

absl::Status CheckHasField(EntityKind kind, v1::HistoryField field) {
  std::vector<absl::string_view> names;
  for (const v1::HistoryField known : FieldsOf(kind)) {
    if (known == field) return absl::OkStatus();
    names.push_back(HistoryFieldName(known));
  }
  const absl::string_view name = HistoryFieldName(field);
  return absl::InvalidArgumentError(absl::StrCat(
      "field: ", name.empty() ? "none is said" : name, "; of ",
      EntityKindName(kind), " entities, ",
      names.empty() ? "no field's history is told"
                    : absl::StrCat("accepted: ", absl::StrJoin(names, ", "))));
}

std::optional<v1::FieldValue> FieldIn(const v1::PlanState& state,
                                      EntityKind kind, absl::string_view entity,
                                      v1::HistoryField field) {
  switch (kind) {
    case EntityKind::kActivity:
      if (const auto* found = Find(state.activities(), entity)) {
        return ValueOf(*found, field);
      }
      return std::nullopt;
    case EntityKind::kAgreement:
      if (const auto* found = Find(state.agreements(), entity)) {
        return ValueOf(*found, field);
      }
      return std::nullopt;
    case EntityKind::kProject:
      if (const auto* found = Find(state.projects(), entity)) {
        return ValueOf(*found, field);
      }
      return std::nullopt;
    case EntityKind::kPlan:
      if (!state.has_plan()) return std::nullopt;
      return ValueOf(state.plan(), field);
    case EntityKind::kMeasure: {
      const auto* found = Find(state.measures(), entity);
      if (found == nullptr) return std::nullopt;
      v1::FieldValue value;
      if (field == v1::HISTORY_FIELD_DATE) {
        *value.mutable_date() = found->definition().period();
      } else {
        *value.mutable_titles() = found->definition().labels();
      }
      return value;
    }
    case EntityKind::kArea: {
      const auto* found = Find(state.areas(), entity);
      if (found == nullptr) return std::nullopt;
      v1::FieldValue value;
      *value.mutable_titles() = found->definition().labels();
      return value;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace clearsky::plan
