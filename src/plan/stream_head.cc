#include "plan/stream_head.h"

#include <algorithm>
#include <utility>

#include "plan/completion.h"
#include "plan/fold.h"
#include "plan/fold_step.h"
#include "plan/known_entities.h"
#include "plan/oddities.h"
#include "plan/validation.h"

namespace clearsky::plan {

struct StreamHead::Impl {
  std::string stream;
  uint64_t size = 0;
  // Entities that count, and ids of all events, those taken out included.
  KnownEntities known;
  KnownEntities taken;
  // Day of the last event in fold order.
  absl::CivilDay last_day = absl::CivilDay::min();
  v1::PlanState state;

  absl::StatusOr<CheckedEvent> RecordAtEnd(const v1::PlanEvent& normal,
                                           absl::CivilDay record_day,
                                           const EntityExists& exists);
};

StreamHead::StreamHead(absl::string_view stream, const History& history)
    : impl_(std::make_unique<Impl>()) {
  impl_->stream = std::string(stream);
  impl_->size = history.size();
  impl_->state = EmptyState(stream);
  for (const HistoryEvent& event : history) {
    if (event.event.has_value()) impl_->taken.Add(*event.event, event.revision);
  }
  for (const PlacedEvent& placed : PlaceEvents(history)) {
    impl_->known.Add(placed.event(), placed.revision);
    impl_->last_day = std::max(impl_->last_day, placed.day);
    FoldStep(placed, &impl_->state);
  }
}

StreamHead::StreamHead(StreamHead&&) noexcept = default;
StreamHead& StreamHead::operator=(StreamHead&&) noexcept = default;
StreamHead::~StreamHead() = default;

uint64_t StreamHead::size() const { return impl_->size; }

const v1::PlanState& StreamHead::state() const { return impl_->state; }

std::optional<absl::StatusOr<CheckedEvent>> StreamHead::Record(
    const v1::PlanEvent& event, absl::CivilDay record_day,
    const EntityExists& exists) {
  if (event.has_fact_corrected() || event.has_event_voided()) {
    return std::nullopt;
  }
  absl::StatusOr<v1::PlanEvent> normal =
      NormalizeEvent(impl_->stream, event, record_day);
  if (!normal.ok()) return normal.status();
  const absl::CivilDay day = PlaceAlone(*normal, 0, record_day).day;
  // What resolves by position only makes known what nothing could name before,
  // so that it comes to the same at the end as at the beginning.
  if (day < impl_->last_day && day != absl::CivilDay::min()) {
    return std::nullopt;
  }
  return impl_->RecordAtEnd(*normal, record_day, exists);
}

absl::StatusOr<CheckedEvent> StreamHead::Impl::RecordAtEnd(
    const v1::PlanEvent& normal, absl::CivilDay record_day,
    const EntityExists& exists) {
  if (absl::Status status =
          CheckAgainstKnown(stream, known, taken, normal, record_day, exists);
      !status.ok()) {
    return status;
  }
  if (absl::Status status = CheckRevisionNamed(stream, size, normal);
      !status.ok()) {
    return status;
  }
  PlacedEvent placed = PlaceAlone(normal, size, record_day);
  if (auto refused = CompleteEvent(state, placed.MutableEvent())) {
    return ToStatus(*refused);
  }
  const int findings = state.findings_size();
  // Apply checks everything before it changes anything.
  if (auto refused = Apply({&state, &placed})) return ToStatus(*refused);
  CheckedEvent checked;
  checked.event = placed.event();
  for (int i = findings; i < state.findings_size(); ++i) {
    checked.findings.push_back(state.findings(i));
  }
  AddOddities(state, checked.event, size, record_day, &checked.findings);
  known.Add(placed.event(), size);
  taken.Add(placed.event(), size);
  last_day = std::max(last_day, placed.day);
  ++size;
  return checked;
}

}  // namespace clearsky::plan
