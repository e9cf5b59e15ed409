#include "plan/field_history.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "plan/entity_history.h"
#include "plan/fold.h"
#include "plan/fold_step.h"

namespace clearsky::plan {
namespace {

// No value: the entity is not there.
constexpr int kAbsent = -1;

// What holds from a day on, until that of the next step.
struct Holding {
  absl::CivilDay day;
  int value = kAbsent;
  // Revision of the event that set it.
  uint64_t set_by = 0;

  bool operator==(const Holding&) const = default;
};

// Values told apart by a small number.
class Values {
 public:
  int Number(const std::optional<v1::FieldValue>& value) {
    if (!value) return kAbsent;
    const auto [found, is_new] = numbers_.try_emplace(
        value->SerializeAsString(), static_cast<int>(values_.size()));
    if (is_new) values_.push_back(*value);
    return found->second;
  }
  const v1::FieldValue& At(int number) const {
    return values_[static_cast<size_t>(number)];
  }

 private:
  std::map<std::string, int> numbers_;
  std::vector<v1::FieldValue> values_;
};

// A value that is known from one event on until another.
struct Run {
  int value = kAbsent;
  uint64_t set_by = 0;
  uint64_t known_from = 0;
  std::optional<uint64_t> known_until;

  // Whether both tell the same of their days.
  bool TellsAs(const Run& other) const {
    return value == other.value && known_from == other.known_from &&
           known_until == other.known_until;
  }
};

// What was known of each day, as the ledger learnt it. Days between two keys
// have been told alike so far.
class Plane {
 public:
  Plane() { columns_[absl::CivilDay::min()]; }

  // From the event `known_from` on, `steps` say what holds from the first one's
  // day on; before that day nothing changes.
  void Learn(uint64_t known_from, const std::vector<Holding>& steps) {
    for (const Holding& step : steps) Cut(step.day);
    for (size_t i = 0; i < steps.size(); ++i) {
      const auto end = i + 1 < steps.size() ? columns_.find(steps[i + 1].day)
                                            : columns_.end();
      for (auto column = columns_.find(steps[i].day); column != end; ++column) {
        LearnOf(&column->second, known_from, steps[i]);
      }
    }
  }

  // Columns that were told alike side by side become one span.
  std::vector<FieldSpan> Spans(const Values& values) const {
    std::vector<FieldSpan> spans;
    // The spans that end where the column at hand begins.
    std::vector<std::pair<Run, size_t>> open;
    for (const auto& [day, runs] : columns_) {
      std::vector<std::pair<Run, size_t>> still_open;
      for (const Run& run : runs) {
        const auto before = std::find_if(
            open.begin(), open.end(),
            [&](const auto& known) { return known.first.TellsAs(run); });
        if (before != open.end()) {
          still_open.push_back(*before);
          continue;
        }
        still_open.emplace_back(run, spans.size());
        FieldSpan& span = spans.emplace_back();
        span.value = values.At(run.value);
        if (day != absl::CivilDay::min()) span.from = day;
        span.known_from = run.known_from;
        span.known_until = run.known_until;
        span.set_by = run.set_by;
      }
      for (const auto& [run, index] : open) {
        const bool goes_on = std::any_of(
            still_open.begin(), still_open.end(),
            [&, at = index](const auto& known) { return known.second == at; });
        if (!goes_on) spans[index].to = day;
      }
      open = std::move(still_open);
    }
    return spans;
  }

 private:
  using Column = std::vector<Run>;

  // Makes a column begin at `day`.
  void Cut(absl::CivilDay day) {
    const auto after = columns_.upper_bound(day);
    const auto at = std::prev(after);
    if (at->first != day) columns_.emplace_hint(after, day, at->second);
  }

  static void LearnOf(Column* column, uint64_t known_from,
                      const Holding& step) {
    if (!column->empty() && !column->back().known_until) {
      // A value that another event tells again is the same value.
      if (column->back().value == step.value) return;
      column->back().known_until = known_from;
    }
    if (step.value == kAbsent) return;
    column->push_back({step.value, step.set_by, known_from, std::nullopt});
  }

  std::map<absl::CivilDay, Column> columns_;
};

// Folds one prefix of an entity's history after the other.
class Prefixes {
 public:
  // All must outlive this.
  Prefixes(absl::string_view stream, const EntityHistory& history,
           EntityKind kind, absl::string_view entity, v1::HistoryField field)
      : stream_(stream),
        history_(history),
        kind_(kind),
        entity_(entity),
        field_(field),
        state_(EmptyState(stream)) {}

  // Takes in the next event; returns the steps from the first day on which
  // something may have changed.
  std::vector<Holding> Next() {
    const HistoryEvent& event = history_.events[prefix_.size()];
    prefix_.push_back(event);
    const std::optional<PlacedEvent> at_end = PlaceAtEnd(event);
    if (event.event) {
      for (std::string& name : NamesInStream(*event.event)) {
        named_.insert(std::move(name));
      }
    }
    return at_end ? FoldAtEnd(*at_end) : FoldAgain();
  }

  const Values& values() const { return values_; }

 private:
  // The place of an event behind all others; nullopt when it may stand before
  // one, or move one.
  std::optional<PlacedEvent> PlaceAtEnd(const HistoryEvent& event) const {
    if (!event.event || event.event->has_fact_corrected() ||
        event.event->has_event_voided()) {
      return std::nullopt;
    }
    PlacedEvent placed =
        PlaceAlone(*event.event, event.revision, event.record_day);
    if (placed.day < last_day_) return std::nullopt;
    // What was named before may have to be known before.
    for (const Introduction& made : IntroductionsOf(*event.event)) {
      if (made.by_itself && named_.contains(made.id)) return std::nullopt;
    }
    return placed;
  }

  std::vector<Holding> FoldAtEnd(const PlacedEvent& placed) {
    last_day_ = placed.day;
    const int before = last_.value;
    const Holding holding = TakeIn(placed);
    if (holding.value == before) return {};
    return {holding};
  }

  std::vector<Holding> FoldAgain() {
    state_ = EmptyState(stream_);
    last_ = Holding{absl::CivilDay::min()};
    last_day_ = absl::CivilDay::min();
    std::vector<Holding> steps = {last_};
    for (const PlacedEvent& placed : PlaceEvents(prefix_)) {
      last_day_ = placed.day;
      const Holding step = TakeIn(placed);
      if (step.day == steps.back().day) {
        steps.back() = step;
      } else if (step.value != steps.back().value) {
        steps.push_back(step);
      }
    }
    return steps;
  }

  // What holds from the event's day on.
  Holding TakeIn(const PlacedEvent& placed) {
    if (history_.matters[placed.revision]) {
      FoldStep(placed, &state_);
      const int value = values_.Number(FieldIn(state_, kind_, entity_, field_));
      if (value != last_.value) {
        last_.value = value;
        last_.set_by = placed.content_revision;
      }
    }
    last_.day = placed.day;
    return last_;
  }

  const absl::string_view stream_;
  const EntityHistory& history_;
  const EntityKind kind_;
  const absl::string_view entity_;
  const v1::HistoryField field_;

  History prefix_;
  // Ids that the events so far name.
  std::set<std::string> named_;
  absl::CivilDay last_day_ = absl::CivilDay::min();
  // `prefix_` folded, and what holds at its end.
  v1::PlanState state_;
  Holding last_{absl::CivilDay::min()};
  Values values_;
};

}  // namespace

std::optional<EntityKind> KindInHistory(absl::string_view stream,
                                        const History& history,
                                        absl::string_view entity) {
  if (entity.empty() || entity == stream) return EntityKind::kPlan;
  for (const HistoryEvent& event : history) {
    if (!event.event) continue;
    for (const Introduction& made : IntroductionsOf(*event.event)) {
      if (absl::string_view(made.id) == entity) return made.kind;
    }
  }
  return std::nullopt;
}

std::vector<FieldSpan> FieldHistory(absl::string_view stream,
                                    const History& history, EntityKind kind,
                                    absl::string_view entity,
                                    v1::HistoryField field) {
  if (kind == EntityKind::kPlan) entity = stream;
  const EntityHistory relevant = EventsFor(history, kind, entity);
  Prefixes prefixes(stream, relevant, kind, entity, field);
  Plane plane;
  for (size_t i = 0; i < relevant.events.size(); ++i) {
    plane.Learn(i, prefixes.Next());
  }
  std::vector<FieldSpan> spans = plane.Spans(prefixes.values());
  for (FieldSpan& span : spans) {
    span.known_from = relevant.revisions[span.known_from];
    if (span.known_until) {
      span.known_until = relevant.revisions[*span.known_until];
    }
    span.set_by = relevant.revisions[span.set_by];
  }
  return spans;
}

}  // namespace clearsky::plan
