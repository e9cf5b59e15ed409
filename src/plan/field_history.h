#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/field_history.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/entities.h"
#include "plan/history.h"

// The values of one field of an entity through time, on both axes. Pure; safe
// to call from many threads.

namespace clearsky::plan {

// A value of a field: a rectangle of days and prefixes of the history. It is
// the value on each day of [from, to) in what is known by each prefix that has
// the event `known_from` and not yet `known_until`.
struct FieldSpan {
  v1::FieldValue value;
  // nullopt: from the beginning.
  std::optional<absl::CivilDay> from;
  // Exclusive; nullopt: to the end.
  std::optional<absl::CivilDay> to;
  // Revision of the event by which it became known.
  uint64_t known_from = 0;
  // Revision of the event from which on another value, or none, is known;
  // nullopt: it still is.
  std::optional<uint64_t> known_until;
  // Revision of the event that set the value: of a correction, where it is one.
  uint64_t set_by = 0;
};

// `date`, `mode`, `status`, `venue`, `title`.
absl::string_view HistoryFieldName(v1::HistoryField field);

// The field of that name; INVALID_ARGUMENT for any other, listing the names.
absl::StatusOr<v1::HistoryField> HistoryFieldOf(absl::string_view name);

// What `entity` is: what the history introduces it as, the plan when it is
// empty or the stream's name; nullopt when the history knows nothing of it.
std::optional<EntityKind> KindInHistory(absl::string_view stream,
                                        const History& history,
                                        absl::string_view entity);

// INVALID_ARGUMENT when entities of `kind` have no such field, naming those
// that they have.
absl::Status CheckHasField(EntityKind kind, v1::HistoryField field);

// The value of a field in a state: what GetFieldHistoryRequest.field says of
// each. nullopt when the state does not have the entity; an empty value when
// the entity has none.
std::optional<v1::FieldValue> FieldIn(const v1::PlanState& state,
                                      EntityKind kind, absl::string_view entity,
                                      v1::HistoryField field);

// All values of the field, in order of the first day, then of knowing. For a
// day and a prefix of `history`, at most one span has both, and its value is
// FieldIn of Fold of that prefix as of that day; none has both when the entity
// is not in that state.
//
// It folds the events that the entity depends on once, and again up to each of
// them that disturbs the past: that is late, a correction or a void.
//
// REQUIRES: KindInHistory(stream, history, entity) == kind.
std::vector<FieldSpan> FieldHistory(absl::string_view stream,
                                    const History& history, EntityKind kind,
                                    absl::string_view entity,
                                    v1::HistoryField field);

}  // namespace clearsky::plan
