#include "ledger/new_year.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "ledger/near_names.h"
#include "plan/edtf.h"

namespace clearsky::ledger {
namespace {

absl::Status CheckNotThere(const NewYearQuestions& questions,
                           const std::string& to) {
  v1::GetPlanRequest request;
  request.set_plan(to);
  const auto answer = questions.get_plan(request);
  if (absl::IsNotFound(answer.status())) return absl::OkStatus();
  RETURN_IF_ERROR(answer.status());
  if (answer->basis().stream_count() == 0) return absl::OkStatus();
  return WithDetail(
      absl::AlreadyExistsError(absl::StrCat(
          "`", to, "` is there already, with ", answer->basis().stream_count(),
          " events; what is missing in it is recorded with `register` and "
          "`carry-over`")),
      {"PLAN_REGISTERED", {{"stream", to}}});
}

absl::Status CheckIds(const v1::PlanState& state,
                      const std::set<std::string>& ids) {
  std::vector<std::string> known;
  for (const auto& [id, unused] : state.activities()) known.push_back(id);
  for (const auto& [id, unused] : state.projects()) known.push_back(id);
  for (const auto& [id, unused] : state.areas()) known.push_back(id);
  const std::set<std::string> sorted(known.begin(), known.end());
  known.assign(sorted.begin(), sorted.end());
  for (const std::string& id : ids) {
    if (sorted.contains(id)) continue;
    return NotKnown(
        absl::StrCat("`", state.stream(),
                     "` has no activity, project or area `", id, "`"),
        id, known, {"UNKNOWN_ID", {{"entity", id}}});
  }
  return absl::OkStatus();
}

}  // namespace

NewYearQuestions QuestionsTo(const Ledger* ledger) {
  return {[ledger](const v1::GetPlanRequest& request) {
            return ledger->GetPlan(request);
          },
          [ledger](const v1::GetSeriesRequest& request) {
            return ledger->GetSeries(request);
          }};
}

absl::StatusOr<PreparedYear> PrepareNewYear(
    const NewYearQuestions& questions, const std::string& from,
    absl::CivilDay day, const plan::NewYearRequest& request) {
  v1::GetPlanRequest asked;
  asked.set_plan(from);
  asked.mutable_at()->set_as_of_day(plan::FormatDay(day));
  ASSIGN_OR_RETURN(v1::GetPlanResponse old_plan, questions.get_plan(asked));
  PreparedYear prepared;
  prepared.from_count = old_plan.basis().stream_count();
  plan::NewYearSources sources;
  sources.from = std::move(*old_plan.mutable_state());
  sources.from.set_stream(from);
  sources.day = day;
  RETURN_IF_ERROR(CheckIds(sources.from, request.include));
  RETURN_IF_ERROR(CheckIds(sources.from, request.exclude));
  for (const auto& [id, activity] : sources.from.activities()) {
    const std::string& series_id = activity.details().series_id();
    if (series_id.empty() || sources.series.contains(series_id)) continue;
    v1::GetSeriesRequest series;
    series.set_series_id(series_id);
    *series.mutable_at() = asked.at();
    ASSIGN_OR_RETURN(const v1::GetSeriesResponse members,
                     questions.get_series(series));
    sources.series[series_id].assign(members.members().begin(),
                                     members.members().end());
  }
  ASSIGN_OR_RETURN(prepared.proposal, plan::ProposeNewYear(sources, request));
  // Last: a slip of the pen in the name is told first.
  RETURN_IF_ERROR(CheckNotThere(questions, request.to));
  return prepared;
}

v1::RecordEventsRequest RequestOf(const PreparedYear& prepared,
                                  const std::set<size_t>& accepted) {
  v1::RecordEventsRequest request = plan::RequestOf(
      prepared.proposal, plan::WithNeeds(prepared.proposal, accepted));
  for (v1::StreamRecord& stream : *request.mutable_streams()) {
    if (stream.stream() != prepared.proposal.from) continue;
    stream.mutable_expected()->set_revision(prepared.from_count - 1);
  }
  return request;
}

}  // namespace clearsky::ledger
