#include "plan/fold.h"

#include "absl/strings/str_cat.h"
#include "plan/apply.h"
#include "plan/fold_step.h"

namespace clearsky::plan {
namespace {

v1::Finding* AddFinding(v1::PlanState* state, v1::Finding::Severity severity,
                        uint64_t revision, absl::string_view rule) {
  v1::Finding* finding = state->add_findings();
  finding->set_severity(severity);
  finding->set_revision(revision);
  finding->set_rule(std::string(rule));
  return finding;
}

void ListCorrections(const History& history, v1::PlanState* state) {
  for (const HistoryEvent& event : history) {
    if (!event.event.has_value()) continue;
    const bool voided = event.event->has_event_voided();
    if (!voided && !event.event->has_fact_corrected()) continue;
    if (SupersededBy(history, event.revision).has_value()) continue;
    v1::CorrectionState* correction = state->add_corrections();
    correction->set_revision(event.revision);
    correction->set_voided(voided);
    correction->set_of_revision(
        voided ? event.event->event_voided().voided_revision()
               : event.event->fact_corrected().corrected_revision());
  }
}

}  // namespace

std::optional<Refusal> FoldStep(const PlacedEvent& placed,
                                v1::PlanState* state) {
  const Step step{state, &placed};
  ApplyResult refused = Apply(step);
  if (refused.has_value()) {
    v1::Finding* finding = AddFinding(state, v1::Finding::SEVERITY_IMPOSSIBLE,
                                      placed.content_revision, refused->rule);
    finding->set_entity(MainEntityOf(placed.event));
    finding->set_message(refused->message);
  }
  return refused;
}

v1::PlanState EmptyState(absl::string_view stream) {
  v1::PlanState state;
  state.set_stream(std::string(stream));
  state.set_fold_version(kFoldVersion);
  return state;
}

v1::PlanState Fold(absl::string_view stream, const History& history,
                   std::optional<absl::CivilDay> as_of) {
  v1::PlanState state = EmptyState(stream);
  for (const HistoryEvent& event : history) {
    if (event.event.has_value()) continue;
    AddFinding(&state, v1::Finding::SEVERITY_SKIPPED, event.revision,
               "unknown-type")
        ->set_message(absl::StrCat("an event of type `", event.type,
                                   "` that this version does not read"));
  }
  for (const PlacedEvent& placed : PlaceEvents(history)) {
    if (!as_of.has_value() || placed.day <= *as_of) {
      FoldStep(placed, &state);
    } else if (placed.earliest <= *as_of) {
      v1::PossibleChange* possible = state.add_possible();
      possible->set_revision(placed.content_revision);
      possible->set_entity(MainEntityOf(placed.event));
      possible->set_change(ChangeName(placed.event));
      *possible->mutable_effective() = placed.event.provenance().effective();
    }
  }
  ListCorrections(history, &state);
  return state;
}

}  // namespace clearsky::plan
