#include "table/preview.h"

#include <utility>

#include "base/status_macros.h"
#include "plan/fold.h"
#include "plan/recording.h"
#include "table/table.h"

namespace clearsky::table {
namespace {

// As lines are printed in a whole table of the same state.
std::string LineOf(const v1::PlanState& state, absl::string_view activity) {
  const auto table = MakeTable(state, "ko", v1::TABLE_STYLE_AS_PUBLISHED);
  if (!table.ok()) return "";
  for (const v1::TableArea& area : table->areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        if (line.activity_id() == activity) return line.text();
      }
    }
  }
  return "";
}

}  // namespace

absl::StatusOr<std::string> LineAfter(absl::string_view stream,
                                      plan::History history,
                                      const std::vector<v1::PlanEvent>& events,
                                      absl::string_view activity,
                                      absl::CivilDay record_day) {
  const plan::EntityExists exists = [](absl::string_view, plan::EntityKind,
                                       absl::string_view) { return true; };
  for (const v1::PlanEvent& event : events) {
    ASSIGN_OR_RETURN(
        plan::CheckedEvent checked,
        plan::CheckEvent(stream, history, event, record_day, exists));
    plan::HistoryEvent added;
    added.revision = history.size();
    added.position = history.empty() ? 0 : history.back().position + 1;
    added.record_day = record_day;
    added.type = plan::TypeName(checked.event);
    added.event = std::move(checked.event);
    history.push_back(std::move(added));
  }
  return LineOf(plan::Fold(stream, history, record_day), activity);
}

}  // namespace clearsky::table
