#include "ledger/comparisons.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "ledger/change_words.h"
#include "ledger/entity_names.h"
#include "plan/history.h"
#include "plan/moves.h"
#include "report/comparison.h"
#include "report/names.h"
#include "report/phrases.h"
#include "report/report.h"
#include "table/table.h"

namespace clearsky::ledger {
namespace {

constexpr uint32_t kMaxYear = 9999;

// A plan at a point, with its table.
struct PlanThen {
  Point point;
  std::shared_ptr<const plan::History> history;
  std::shared_ptr<const v1::PlanState> state;
  v1::ImplementationTable table;

  report::PlanAt at() const {
    return {state.get(), &table, history.get(), point.as_of};
  }
};

// All but the table.
absl::StatusOr<PlanThen> ReadPlanAt(const Core& core, const std::string& plan,
                                    const Point& point) {
  PlanThen then;
  then.point = point;
  ASSIGN_OR_RETURN(then.history, core.histories->Read(plan, point.known_count));
  ASSIGN_OR_RETURN(then.state,
                   core.histories->State(plan, point.known_count, point.as_of));
  return then;
}

absl::StatusOr<PlanThen> ReadPlan(const Core& core, const std::string& plan,
                                  const v1::PointInTime& at) {
  ASSIGN_OR_RETURN(const Point point, ResolvePoint(core, at));
  ASSIGN_OR_RETURN(PlanThen then, ReadPlanAt(core, plan, point));
  ASSIGN_OR_RETURN(then.table, table::MakeTable(*then.state, "ko",
                                                v1::TABLE_STYLE_AS_PUBLISHED));
  return then;
}

absl::Status OfEnd(absl::string_view end, const absl::Status& status) {
  return WithMessage(status, absl::StrCat(end, ": ", status.message()));
}

// What entities are called, whatever the day.
struct Names {
  std::shared_ptr<const v1::PlanState> state;
  std::shared_ptr<const v1::PlanState> directory;
};

absl::StatusOr<Names> ReadNames(const Core& core, const std::string& plan,
                                uint64_t known_count) {
  Names names;
  ASSIGN_OR_RETURN(names.state,
                   core.histories->State(plan, known_count, std::nullopt));
  ASSIGN_OR_RETURN(
      names.directory,
      core.histories->State(plan::kDirectoryStream, known_count, std::nullopt));
  return names;
}

// Position, sentence and names, which the comparison leaves to us.
void TellEvent(const plan::History& history, Speech* speech,
               v1::EventBehind* behind) {
  for (std::string& asker : *behind->mutable_requested_by()) {
    asker = speech->Plain(asker);
  }
  if (behind->revision() >= history.size()) return;
  const plan::HistoryEvent& event =
      history[static_cast<size_t>(behind->revision())];
  behind->set_position(event.position);
  if (!event.event.has_value()) return;
  const WordContext context{speech, &history, event.revision};
  behind->set_sentence(ChangeWords(*event.event, context));
}

absl::StatusOr<int> YearOf(const v1::GetReportRequest& request,
                           const v1::PlanState& state) {
  if (request.year() > kMaxYear) {
    return absl::InvalidArgumentError(absl::StrCat(
        "year: ", request.year(), " is not a year from 1 to ", kMaxYear));
  }
  const int year = request.year() != 0 ? static_cast<int>(request.year())
                                       : report::PlanYearOf(state);
  if (year != 0) return year;
  return absl::InvalidArgumentError(
      absl::StrCat("year is left out, and the period of ", request.plan(),
                   " is not one year; name the year, for example 2022"));
}

}  // namespace

absl::StatusOr<v1::ComparePlanResponse> ComparePlan(
    const Core& core, const v1::ComparePlanRequest& request) {
  ASSIGN_OR_RETURN(const report::Language language,
                   report::ReadLanguage(request.language()));
  RETURN_IF_ERROR(RequireStream(core, "plan", request.plan()));
  const auto from = ReadPlan(core, request.plan(), request.from());
  if (!from.ok()) return OfEnd("from", from.status());
  const auto to = ReadPlan(core, request.plan(), request.to());
  if (!to.ok()) return OfEnd("to", to.status());

  v1::ComparePlanResponse response;
  *response.mutable_comparison() =
      report::Compare(from->at(), to->at(), language);
  const PlanThen& later =
      from->point.known_count > to->point.known_count ? *from : *to;
  ASSIGN_OR_RETURN(const Names names,
                   ReadNames(core, request.plan(), later.point.known_count));
  const EntityNames entity_names(names.state.get(), names.directory.get());
  ASSIGN_OR_RETURN(const Language* const spoken,
                   FindLanguage(report::LanguageTag(language)));
  Speech speech(&entity_names, spoken);
  for (v1::LineChange& line : *response.mutable_comparison()->mutable_lines()) {
    for (v1::EventBehind& behind : *line.mutable_events()) {
      TellEvent(*later.history, &speech, &behind);
    }
  }
  *response.mutable_from_basis() =
      BasisOf(core, from->point, from->history->size());
  *response.mutable_to_basis() = BasisOf(core, to->point, to->history->size());
  return response;
}

absl::StatusOr<EventsByActivity> EventsBehind(
    const Core& core, const std::string& plan, const Point& from,
    const Point& to, absl::string_view language,
    const std::set<std::string>& activities) {
  ASSIGN_OR_RETURN(const report::Language told, report::ReadLanguage(language));
  ASSIGN_OR_RETURN(const PlanThen old_plan, ReadPlanAt(core, plan, from));
  ASSIGN_OR_RETURN(const PlanThen new_plan, ReadPlanAt(core, plan, to));
  EventsByActivity behind =
      report::EventsBehind(old_plan.at(), new_plan.at(), activities);
  const PlanThen& later =
      from.known_count > to.known_count ? old_plan : new_plan;
  ASSIGN_OR_RETURN(const Names names,
                   ReadNames(core, plan, later.point.known_count));
  const EntityNames entity_names(names.state.get(), names.directory.get());
  ASSIGN_OR_RETURN(const Language* const spoken,
                   FindLanguage(report::LanguageTag(told)));
  Speech speech(&entity_names, spoken);
  for (auto& [id, events] : behind) {
    for (v1::EventBehind& event : events) {
      TellEvent(*later.history, &speech, &event);
    }
  }
  return behind;
}

absl::StatusOr<v1::GetReportResponse> GetReport(
    const Core& core, const v1::GetReportRequest& request) {
  RETURN_IF_ERROR(RequireStream(core, "plan", request.plan()));
  ASSIGN_OR_RETURN(const Point point, ResolvePoint(core, request.at()));
  ASSIGN_OR_RETURN(const auto history,
                   core.histories->Read(request.plan(), point.known_count));
  ASSIGN_OR_RETURN(
      const auto state,
      core.histories->State(request.plan(), point.known_count, point.as_of));
  ASSIGN_OR_RETURN(const int year, YearOf(request, *state));
  ASSIGN_OR_RETURN(const Names names,
                   ReadNames(core, request.plan(), point.known_count));
  const EntityNames entity_names(names.state.get(), names.directory.get());
  // Names alone are told here, as they are recorded first.
  Speech speech(&entity_names, &Korean());

  std::map<std::string, std::vector<v1::PlanMove>> moves =
      plan::MovesOf(request.plan(), *history, point.as_of);
  for (auto& [id, list] : moves) {
    for (v1::PlanMove& move : list) {
      if (move.revision() < history->size()) {
        move.set_position(
            (*history)[static_cast<size_t>(move.revision())].position);
      }
      for (const std::string& asker : move.requested_by()) {
        move.add_requested_by_names(speech.Plain(asker));
      }
    }
  }
  v1::GetReportResponse response;
  *response.mutable_report() =
      report::MakeReport(*state, moves, year, point.as_of);
  *response.mutable_basis() = BasisOf(core, point, history->size());
  return response;
}

}  // namespace clearsky::ledger
