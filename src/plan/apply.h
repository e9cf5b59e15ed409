#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/fold.h"

// One step of the fold: the rules of each event. Internal to src/plan.
//
// Each Apply function checks everything before it changes anything: a refused
// event leaves the state as it was.

namespace clearsky::plan {

// Why an event cannot be applied.
struct Refusal {
  absl::StatusCode code = absl::StatusCode::kFailedPrecondition;
  // Lower-case with dashes: `state-forbids`.
  std::string rule;
  std::string message;
  // What it is about, for programs: the metadata of its ErrorDetail. `entity`,
  // `state`, `set_by` (a revision), `accepted` (names of events, by commas).
  std::map<std::string, std::string> about = {};
};

// The state and the event at hand.
struct Step {
  v1::PlanState* state = nullptr;
  const PlacedEvent* placed = nullptr;

  const v1::PlanEvent& event() const { return placed->event(); }
  // The revision to blame: that of the correction, when the event is corrected.
  uint64_t revision() const { return placed->content_revision; }

  // Accepts something odd, with a finding.
  void Flag(absl::string_view rule, absl::string_view entity,
            absl::string_view message) const;
};

using ApplyResult = std::optional<Refusal>;

// Applies the event, or tells why it cannot be.
ApplyResult Apply(const Step& step);

// The groups of events that Apply dispatches to.
ApplyResult ApplyDirectory(const Step& step);
ApplyResult ApplyAgreement(const Step& step);
ApplyResult ApplyPlan(const Step& step);
ApplyResult ApplyActivity(const Step& step);
ApplyResult ApplyAccount(const Step& step);

Refusal UnknownEntity(absl::string_view kind, absl::string_view id);
Refusal TakenId(absl::string_view kind, absl::string_view id,
                uint64_t revision);
Refusal Forbidden(absl::string_view rule, absl::string_view message,
                  std::map<std::string, std::string> about = {});

// The labels of an entity, and where the events that set its fields are noted.
struct Labelled {
  // nullptr when there is no such entity, or it has no labels.
  google::protobuf::RepeatedPtrField<v1::Label>* labels = nullptr;
  // nullptr when the entity keeps no such note.
  google::protobuf::Map<std::string, uint64_t>* set_by = nullptr;
};

// Finds the entity of this stream, for LabelChanged.
Labelled FindLabelled(v1::PlanState* state, const std::string& id);

// Merges a label into a list: takes the place of the one of equal language and
// kind, else joins the end.
void MergeLabel(const v1::Label& label,
                google::protobuf::RepeatedPtrField<v1::Label>* labels);

// The first label of a list, for messages; `id` when there is none.
std::string FirstLabel(
    const google::protobuf::RepeatedPtrField<v1::Label>& labels,
    absl::string_view id);

// A date for messages: its words, else its EDTF, else `to be decided`.
std::string DateWords(const v1::PartialDate& date);

}  // namespace clearsky::plan
