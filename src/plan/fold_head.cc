#include "plan/fold_head.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "plan/entities.h"
#include "plan/fold.h"
#include "plan/fold_step.h"

namespace clearsky::plan {

struct FoldHead::Impl {
  uint64_t size = 0;
  absl::CivilDay as_of;
  // Day of the last event in fold order among those that were folded.
  absl::CivilDay last_day = absl::CivilDay::min();
  // No event was refused; else what comes may make it possible.
  bool settled = true;
  // Events that count on a later day than `as_of`, in fold order.
  std::map<std::pair<absl::CivilDay, uint64_t>, PlacedEvent> waiting;
  // What they introduce, and what they name: the day of an introduction is
  // moved by what names it earlier.
  std::map<std::string, absl::CivilDay> waiting_ids;
  std::map<std::string, absl::CivilDay> waiting_names;
  PlacedEvent due;
  v1::PlanState state;

  void Step(const PlacedEvent& placed) {
    if (FoldStep(placed, &state).has_value()) settled = false;
    last_day = std::max(last_day, placed.day);
  }

  void Take(PlacedEvent placed) {
    if (placed.day <= as_of) {
      Step(placed);
      return;
    }
    for (const Introduction& made : IntroductionsOf(placed.event())) {
      waiting_ids.emplace(made.id, placed.day);
    }
    for (const std::string& id : NamesInStream(placed.event())) {
      absl::CivilDay& first =
          waiting_names.emplace(id, placed.day).first->second;
      first = std::min(first, placed.day);
    }
    const std::pair<absl::CivilDay, uint64_t> place(placed.day,
                                                    placed.revision);
    // The event it was made of may be gone when its day comes.
    placed.MutableEvent();
    waiting.emplace(place, std::move(placed));
  }

  // Whether an event that waits introduces what this one names before, or names
  // before what this one introduces: then the introduction stands earlier than
  // it says.
  bool MovesWithThoseThatWait(const PlacedEvent& placed) const {
    if (waiting.empty()) return false;
    for (const std::string& id : NamesInStream(placed.event())) {
      const auto introduced = waiting_ids.find(id);
      if (introduced != waiting_ids.end() && placed.day < introduced->second) {
        return true;
      }
    }
    for (const Introduction& made : IntroductionsOf(placed.event())) {
      const auto named = waiting_names.find(made.id);
      if (made.by_itself && named != waiting_names.end() &&
          named->second < placed.day) {
        return true;
      }
    }
    return false;
  }
};

FoldHead::FoldHead(absl::string_view stream, absl::CivilDay as_of)
    : impl_(std::make_unique<Impl>()) {
  impl_->as_of = as_of;
  impl_->state = EmptyState(stream);
}

FoldHead::FoldHead(absl::string_view stream, const History& history,
                   absl::CivilDay as_of)
    : FoldHead(stream, as_of) {
  for (PlacedEvent& placed : PlaceEvents(history)) {
    impl_->Take(std::move(placed));
  }
  impl_->size = history.size();
}

FoldHead::FoldHead(FoldHead&&) noexcept = default;
FoldHead& FoldHead::operator=(FoldHead&&) noexcept = default;
FoldHead::~FoldHead() = default;

uint64_t FoldHead::size() const { return impl_->size; }

absl::CivilDay FoldHead::as_of() const { return impl_->as_of; }

const v1::PlanState& FoldHead::state() const { return impl_->state; }

bool FoldHead::Add(const HistoryEvent& event) {
  if (event.revision != impl_->size) return false;
  ++impl_->size;
  if (!event.event.has_value()) return true;  // Skipped by the fold as well.
  if (event.event->has_fact_corrected() || event.event->has_event_voided()) {
    return false;
  }
  PlacedEvent placed =
      PlaceAlone(*event.event, event.revision, event.record_day);
  // What resolves by position only makes known what nothing could name before,
  // unless something that named it was refused.
  const bool by_position = placed.day == absl::CivilDay::min();
  if (!impl_->settled) return false;
  if (placed.day < impl_->last_day && !by_position) return false;
  if (!by_position && impl_->MovesWithThoseThatWait(placed)) return false;
  impl_->Take(std::move(placed));
  return impl_->settled;
}

const v1::PlanEvent* FoldHead::TakeNextDue(absl::CivilDay day) {
  const auto next = impl_->waiting.begin();
  if (next == impl_->waiting.end() || next->second.day > day) {
    impl_->as_of = std::max(impl_->as_of, day);
    return nullptr;
  }
  impl_->due = std::move(next->second);
  impl_->waiting.erase(next);
  impl_->Step(impl_->due);
  return &impl_->due.event();
}

std::optional<absl::CivilDay> FoldHead::next_due() const {
  if (impl_->waiting.empty()) return std::nullopt;
  return impl_->waiting.begin()->second.day;
}

}  // namespace clearsky::plan
