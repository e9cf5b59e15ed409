#include "plan/fold.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/arena.h"
#include "plan/apply.h"
#include "plan/fold_step.h"
#include "plan/ordinals.h"

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

// The order of what belongs to no entity does not tell in which order the
// entities were folded.
template <typename Listed>
void SortByRevision(google::protobuf::RepeatedPtrField<Listed>* list) {
  const auto before = [](const Listed& a, const Listed& b) {
    return a.revision() < b.revision();
  };
  if (std::is_sorted(list->begin(), list->end(), before)) return;
  std::stable_sort(
      list->pointer_begin(), list->pointer_end(),
      [&](const Listed* a, const Listed* b) { return before(*a, *b); });
}

}  // namespace

void FinishFold(v1::PlanState* state) {
  FlagOrdinals(state);
  SortByRevision(state->mutable_findings());
  SortByRevision(state->mutable_possible());
}

void AddPossible(const PlacedEvent& placed, v1::PlanState* state) {
  v1::PossibleChange* possible = state->add_possible();
  possible->set_revision(placed.content_revision);
  possible->set_entity(MainEntityOf(placed.event()));
  possible->set_change(ChangeName(placed.event()));
  *possible->mutable_effective() = placed.event().provenance().effective();
}

void AddUnknown(uint64_t revision, absl::string_view type,
                v1::PlanState* state) {
  AddFinding(state, v1::Finding::SEVERITY_SKIPPED, revision, "unknown-type")
      ->set_message(absl::StrCat("an event of type `", type,
                                 "` that this version does not read"));
}

std::optional<Refusal> FoldStep(const PlacedEvent& placed,
                                v1::PlanState* state) {
  const Step step{state, &placed};
  ApplyResult refused = Apply(step);
  if (refused.has_value()) {
    v1::Finding* finding = AddFinding(state, v1::Finding::SEVERITY_IMPOSSIBLE,
                                      placed.content_revision, refused->rule);
    finding->set_entity(MainEntityOf(placed.event()));
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

namespace {

void FoldInto(absl::string_view stream, const History& history,
              std::optional<absl::CivilDay> as_of, v1::PlanState* state) {
  state->set_stream(std::string(stream));
  state->set_fold_version(kFoldVersion);
  for (const HistoryEvent& event : history) {
    if (event.event.has_value()) continue;
    AddUnknown(event.revision, event.type, state);
  }
  for (const PlacedEvent& placed : PlaceEvents(history)) {
    if (!as_of.has_value() || placed.day <= *as_of) {
      FoldStep(placed, state);
    } else if (placed.earliest <= *as_of) {
      AddPossible(placed, state);
    }
  }
  for (v1::CorrectionState& correction : CountingCorrections(history)) {
    *state->add_corrections() = std::move(correction);
  }
  FinishFold(state);
}

// A state and the memory it lives in.
struct StateOnArena {
  google::protobuf::Arena arena;
  v1::PlanState* const state =
      google::protobuf::Arena::CreateMessage<v1::PlanState>(&arena);
};

}  // namespace

v1::PlanState Fold(absl::string_view stream, const History& history,
                   std::optional<absl::CivilDay> as_of) {
  v1::PlanState state;
  FoldInto(stream, history, as_of, &state);
  return state;
}

std::shared_ptr<v1::PlanState> NewSharedState() {
  const auto owner = std::make_shared<StateOnArena>();
  return {owner, owner->state};
}

std::shared_ptr<const v1::PlanState> FoldShared(
    absl::string_view stream, const History& history,
    std::optional<absl::CivilDay> as_of) {
  const std::shared_ptr<v1::PlanState> state = NewSharedState();
  FoldInto(stream, history, as_of, state.get());
  return state;
}

}  // namespace clearsky::plan
