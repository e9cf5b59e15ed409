#include "ledger/document_lint.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "document/lint/lint.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::ledger {
namespace {

using document::lint::KnownPlan;

using Labels = google::protobuf::RepeatedPtrField<v1::Label>;

void AddNames(const std::string& entity, const Labels& labels,
              KnownPlan* plan) {
  for (const v1::Label& label : labels) {
    // Nobody agreed to a working translation.
    if (label.kind() == v1::Label::KIND_TRANSLATION) continue;
    plan->names.push_back({entity, label.text()});
  }
}

// Numbers that the series of the plan's activities have, in all plans, by the
// names that its members bear.
absl::Status AddSeries(const Ledger& ledger, const v1::PlanState& state,
                       KnownPlan* plan) {
  std::set<std::string> ids;
  for (const auto& [id, activity] : state.activities()) {
    if (!activity.details().series_id().empty()) {
      ids.insert(activity.details().series_id());
    }
  }
  for (const std::string& id : ids) {
    v1::GetSeriesRequest request;
    request.set_series_id(id);
    ASSIGN_OR_RETURN(const v1::GetSeriesResponse series,
                     ledger.GetSeries(request));
    std::set<std::string> names;
    std::set<uint32_t> ordinals;
    for (const v1::SeriesRow& row : series.members()) {
      if (row.kind() != v1::SeriesRow::KIND_ACTIVITY) continue;
      if (row.ordinal() != 0) ordinals.insert(row.ordinal());
      for (const v1::Label& title : row.titles()) names.insert(title.text());
    }
    for (const v1::Label& title : series.definition().titles()) {
      names.insert(title.text());
    }
    for (const std::string& name : names)
      plan->series.push_back({name, ordinals});
  }
  return absl::OkStatus();
}

// What `state` says of the plan.
KnownPlan KnownPlanOf(const v1::PlanState& state) {
  KnownPlan plan;
  const plan::DayBounds period = plan::BoundsOf(state.plan().period());
  if (period.earliest && period.latest) {
    plan.first_year = static_cast<int>(period.earliest->year());
    plan.last_year = static_cast<int>(period.latest->year());
  }
  for (const auto& [id, area] : state.areas()) {
    AddNames(absl::StrCat("area ", id), area.definition().labels(), &plan);
  }
  for (const auto& [id, project] : state.projects()) {
    AddNames(absl::StrCat("project ", id), project.definition().labels(),
             &plan);
  }
  for (const auto& [id, activity] : state.activities()) {
    AddNames(absl::StrCat("activity ", id), activity.details().titles(), &plan);
  }
  return plan;
}

}  // namespace

absl::StatusOr<v1::LintDocumentResponse> LintDocument(
    const Ledger& ledger, const v1::LintDocumentRequest& request) {
  document::lint::LintOptions options;
  options.today = ledger.Today();
  options.rules.assign(request.rules().begin(), request.rules().end());
  options.left_out_rules.assign(request.left_out_rules().begin(),
                                request.left_out_rules().end());
  if (!request.day().empty()) {
    const auto day = plan::ParseDay(request.day());
    if (!day.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("day: ", day.status().message()));
    }
    options.day = *day;
  }
  KnownPlan plan;
  bool is_known = false;
  if (!request.plan().empty()) {
    v1::GetPlanRequest asked;
    asked.set_plan(request.plan());
    const auto answer = ledger.GetPlan(asked);
    if (answer.ok()) {
      is_known = true;
      plan = KnownPlanOf(answer->state());
      RETURN_IF_ERROR(AddSeries(ledger, answer->state(), &plan));
    } else if (!absl::IsNotFound(answer.status())) {
      return answer.status();
    }
    if (plan.first_year == 0) {
      plan.first_year = document::lint::YearOfPlanName(request.plan());
      plan.last_year = plan.first_year;
    }
  }
  ASSIGN_OR_RETURN(v1::LintDocumentResponse response,
                   document::lint::LintDocument(
                       request.content(), request.file_name(), plan, options));
  response.set_plan_known(is_known);
  return response;
}

}  // namespace clearsky::ledger
