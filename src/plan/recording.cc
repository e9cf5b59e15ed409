#include "plan/recording.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "plan/completion.h"
#include "plan/edtf.h"
#include "plan/fold.h"
#include "plan/fold_step.h"
#include "plan/known_entities.h"
#include "plan/oddities.h"
#include "plan/ordinals.h"
#include "plan/partial_date.h"
#include "plan/validation.h"

namespace clearsky::plan {
namespace {

// At most so many events are named in one refusal.
constexpr size_t kMaxNamed = 5;

KnownEntities KnownOf(const std::vector<PlacedEvent>& events) {
  KnownEntities known;
  for (const PlacedEvent& placed : events) {
    known.Add(placed.event(), placed.revision);
  }
  return known;
}

// One check of one event.
class Check {
 public:
  Check(absl::string_view stream, const History& history,
        absl::CivilDay record_day, const EntityExists& exists)
      : stream_(stream),
        history_(history),
        record_day_(record_day),
        exists_(exists) {}

  absl::StatusOr<CheckedEvent> Run(const v1::PlanEvent& event);

 private:
  uint64_t revision() const { return history_.size(); }

  uint64_t FirstOf(uint64_t revision) const;
  // `revision 8 (position 20)`, as people know events by their positions.
  std::string Place(uint64_t revision) const;
  KnownEntities TakenFor(const v1::PlanEvent& event) const;
  absl::Status CheckTarget(const v1::PlanEvent& event) const;
  absl::Status CheckFold(const std::vector<PlacedEvent>& before,
                         CheckedEvent* checked) const;
  absl::Status CheckStandsOn(const std::vector<PlacedEvent>& before,
                             const std::vector<PlacedEvent>& after) const;

  const std::string stream_;
  const History& history_;
  const absl::CivilDay record_day_;
  const EntityExists& exists_;
};

// The event that a chain of corrections starts from; `revision` itself when it
// is no correction.
uint64_t Check::FirstOf(uint64_t revision) const {
  while (history_[revision].event.has_value() &&
         history_[revision].event->has_fact_corrected()) {
    const uint64_t about =
        history_[revision].event->fact_corrected().corrected_revision();
    if (about >= revision) break;
    revision = about;
  }
  return revision;
}

// The ids of all events so far; of what a correction corrects, it may keep
// them.
KnownEntities Check::TakenFor(const v1::PlanEvent& event) const {
  KnownEntities taken;
  std::optional<uint64_t> corrected;
  if (event.has_fact_corrected()) {
    corrected = FirstOf(event.fact_corrected().corrected_revision());
  }
  for (const HistoryEvent& earlier : history_) {
    if (!earlier.event.has_value()) continue;
    if (corrected.has_value() && (earlier.revision == *corrected ||
                                  earlier.event->has_fact_corrected())) {
      continue;
    }
    taken.Add(*earlier.event, earlier.revision);
  }
  return taken;
}

std::string Check::Place(uint64_t revision) const {
  return absl::StrCat("revision ", revision, " (position ",
                      history_[revision].position, ")");
}

absl::Status Check::CheckTarget(const v1::PlanEvent& event) const {
  RETURN_IF_ERROR(CheckRevisionNamed(stream_, revision(), event));
  const std::optional<uint64_t> target = RevisionNamed(event);
  if (!event.has_fact_corrected() && !event.has_event_voided()) {
    return absl::OkStatus();
  }
  const std::optional<v1::PlanEvent>& earlier = history_[*target].event;
  if (!earlier.has_value()) {
    return ToStatus(
        Forbidden("unknown-type",
                  absl::StrCat("revision ", *target,
                               " is of a type that this version does "
                               "not read"),
                  {{"about", absl::StrCat(*target)}}));
  }
  if (event.has_fact_corrected() && earlier->has_event_voided()) {
    return ToStatus(Forbidden(
        "correction-of-void",
        absl::StrCat("revision ", *target,
                     " is a void; void it to bring back what it took out"),
        {{"about", absl::StrCat(*target)}, {"accepted", "EventVoided"}}));
  }
  const std::optional<uint64_t> superseded = SupersededBy(history_, *target);
  if (superseded.has_value() &&
      history_[*superseded].event->has_event_voided()) {
    return ToStatus(
        Forbidden("voided",
                  absl::StrCat("revision ", *target,
                               " was taken out by the void at revision ",
                               *superseded, "; void that first"),
                  {{"about", absl::StrCat(*target)},
                   {"state", "voided"},
                   {"set_by", absl::StrCat(*superseded)},
                   {"accepted", "EventVoided"}}));
  }
  // Who corrects what no longer counts has not seen what does.
  if (event.has_fact_corrected() && superseded.has_value()) {
    return ToStatus(Forbidden(
        "corrected-before",
        absl::StrCat(
            Place(*target), " was corrected before; the correction at ",
            Place(*superseded), " is what counts now: correct or void that"),
        {{"about", absl::StrCat(*target)},
         {"state", "corrected"},
         {"set_by", absl::StrCat(*superseded)},
         {"accepted", "FactCorrected,EventVoided"}}));
  }
  return absl::OkStatus();
}

using Impossible = std::set<std::pair<uint64_t, std::string>>;

void NoteImpossible(const PlacedEvent& placed,
                    const std::optional<Refusal>& refused, Impossible* all) {
  if (refused.has_value()) all->emplace(placed.revision, refused->rule);
}

// An event that would become impossible, and why.
struct Broken {
  uint64_t revision = 0;
  std::string words;
};

absl::Status MakesImpossible(const std::vector<Broken>& broken) {
  std::vector<std::string> named;
  std::vector<uint64_t> revisions;
  for (const Broken& event : broken) {
    if (named.size() == kMaxNamed) break;
    named.push_back(event.words);
    revisions.push_back(event.revision);
  }
  if (broken.size() > kMaxNamed) {
    named.push_back(absl::StrCat("and ", broken.size() - kMaxNamed, " more"));
  }
  return ToStatus(Forbidden(
      "later-events-stand-on-it",
      absl::StrCat("this would make impossible what stands on it: ",
                   absl::StrJoin(named, "; "), "; void or correct those first"),
      {{"revisions", absl::StrJoin(revisions, ",")},
       {"count", absl::StrCat(broken.size())},
       {"accepted", "FactCorrected,EventVoided"}}));
}

// Folds the new event in at its place.
absl::Status Check::CheckFold(const std::vector<PlacedEvent>& before,
                              CheckedEvent* checked) const {
  History extended = history_;
  extended.push_back(
      {revision(), 0, record_day_, TypeName(checked->event), checked->event});
  std::vector<PlacedEvent> after = PlaceEvents(extended);

  v1::PlanState state = EmptyState(stream_);
  Impossible impossible_after;
  std::map<uint64_t, std::string> messages;
  bool is_last = false;
  for (PlacedEvent& placed : after) {
    const bool is_new = placed.content_revision == revision();
    is_last = is_new;
    if (is_new) {
      if (auto refused = CompleteEvent(state, placed.MutableEvent())) {
        return ToStatus(*refused);
      }
    }
    const int findings = state.findings_size();
    const std::optional<Refusal> refused = FoldStep(placed, &state);
    if (is_new && refused.has_value()) return ToStatus(*refused);
    NoteImpossible(placed, refused, &impossible_after);
    if (refused.has_value()) messages[placed.revision] = refused->message;
    if (!is_new) continue;
    for (int i = findings; i < state.findings_size(); ++i) {
      checked->findings.push_back(state.findings(i));
    }
    if (checked->event.has_fact_corrected()) {
      v1::Provenance kept =
          checked->event.fact_corrected().replacement().provenance();
      const bool had =
          checked->event.fact_corrected().replacement().has_provenance();
      v1::PlanEvent* replacement =
          checked->event.mutable_fact_corrected()->mutable_replacement();
      *replacement = placed.event();
      if (had) {
        *replacement->mutable_provenance() = std::move(kept);
      } else {
        replacement->clear_provenance();
      }
    } else {
      checked->event = placed.event();
    }
  }
  AddOddities(state, checked->event, revision(), record_day_,
              &checked->findings);
  const bool meta =
      checked->event.has_event_voided() || checked->event.has_fact_corrected();
  // At the end of effective time nothing follows that could break.
  if (is_last && !meta) return absl::OkStatus();
  FlagOrdinals(&state);
  for (const v1::Finding& finding : state.findings()) {
    if (finding.rule() != kOrdinalTaken) continue;
    if (finding.revision() == revision()) {
      return ToStatus({absl::StatusCode::kAlreadyExists,
                       finding.rule(),
                       finding.message(),
                       {{"entity", finding.entity()}}});
    }
    impossible_after.emplace(finding.revision(), finding.rule());
    messages[finding.revision()] = finding.message();
  }

  v1::PlanState state_before = EmptyState(stream_);
  Impossible impossible_before;
  for (const PlacedEvent& placed : before) {
    NoteImpossible(placed, FoldStep(placed, &state_before), &impossible_before);
  }
  FlagOrdinals(&state_before);
  for (const v1::Finding& finding : state_before.findings()) {
    if (finding.rule() != kOrdinalTaken) continue;
    impossible_before.emplace(finding.revision(), finding.rule());
  }
  std::vector<Broken> broken;
  for (const auto& [at, rule] : impossible_after) {
    if (impossible_before.contains({at, rule})) continue;
    broken.push_back(
        {at, absl::StrCat(Place(at), ", ", ChangeName(*history_[at].event),
                          ": ", messages[at])});
  }
  if (!broken.empty()) return MakesImpossible(broken);
  return meta ? CheckStandsOn(before, after) : absl::OkStatus();
}

// After a void or correction every name still used must still be known.
absl::Status Check::CheckStandsOn(const std::vector<PlacedEvent>& before,
                                  const std::vector<PlacedEvent>& after) const {
  const KnownEntities known_before = KnownOf(before);
  const KnownEntities known_after = KnownOf(after);
  std::vector<Broken> broken;
  for (const PlacedEvent& placed : after) {
    if (stream_ != kDirectoryStream && known_before.plan && !known_after.plan) {
      broken.push_back(
          {placed.revision, absl::StrCat(Place(placed.revision), ", ",
                                         ChangeName(placed.event()),
                                         ", needs the plan registered")});
      continue;
    }
    for (const Reference& reference : ReferencesOf(placed.event())) {
      const bool here = reference.stream.empty() || reference.stream == stream_;
      if (!here || !known_before.Resolves(stream_, reference) ||
          known_after.Resolves(stream_, reference)) {
        continue;
      }
      broken.push_back(
          {placed.revision, absl::StrCat(Place(placed.revision), ", ",
                                         ChangeName(placed.event()),
                                         ", names `", reference.id, "`")});
    }
  }
  return broken.empty() ? absl::OkStatus() : MakesImpossible(broken);
}

absl::StatusOr<CheckedEvent> Check::Run(const v1::PlanEvent& event) {
  CheckedEvent checked;
  ASSIGN_OR_RETURN(checked.event, NormalizeEvent(stream_, event, record_day_));
  const std::vector<PlacedEvent> before = PlaceEvents(history_);
  const KnownEntities known = KnownOf(before);
  RETURN_IF_ERROR(CheckTarget(checked.event));
  RETURN_IF_ERROR(CheckAgainstKnown(stream_, known, TakenFor(checked.event),
                                    checked.event, record_day_, exists_));
  RETURN_IF_ERROR(CheckFold(before, &checked));
  return checked;
}

}  // namespace

absl::StatusOr<CheckedEvent> CheckEvent(absl::string_view stream,
                                        const History& history,
                                        const v1::PlanEvent& event,
                                        absl::CivilDay record_day,
                                        const EntityExists& exists) {
  if (stream != kDirectoryStream) RETURN_IF_ERROR(CheckPlanName(stream));
  return Check(stream, history, record_day, exists).Run(event);
}

}  // namespace clearsky::plan
