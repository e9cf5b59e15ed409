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
#include "plan/oddities.h"
#include "plan/partial_date.h"
#include "plan/validation.h"

namespace clearsky::plan {
namespace {

// At most so many events are named in one refusal.
constexpr size_t kMaxNamed = 5;

absl::Status ToStatus(const Refusal& refusal) {
  return absl::Status(refusal.code,
                      absl::StrCat(refusal.rule, ": ", refusal.message));
}

// What is known in a stream, by position.
struct Known {
  // Kind and revision by id.
  std::map<std::string, std::pair<EntityKind, uint64_t>> entities;
  bool plan = false;
};

void AddKnown(const v1::PlanEvent& event, uint64_t revision, Known* known) {
  for (const Introduction& made : IntroductionsOf(event)) {
    known->entities.emplace(made.id, std::make_pair(made.kind, revision));
  }
  known->plan = known->plan || event.has_plan_registered();
}

Known KnownOf(const std::vector<PlacedEvent>& events) {
  Known known;
  for (const PlacedEvent& placed : events) {
    AddKnown(placed.event, placed.revision, &known);
  }
  return known;
}

bool Fits(const Reference& reference, EntityKind kind) {
  for (const EntityKind wanted : reference.kinds) {
    if (wanted == kind || wanted == EntityKind::kAny) return true;
  }
  return false;
}

bool KnownHere(const Known& known, absl::string_view stream,
               const Reference& reference) {
  const auto found = known.entities.find(reference.id);
  if (found != known.entities.end())
    return Fits(reference, found->second.first);
  return Fits(reference, EntityKind::kPlan) && reference.id == stream &&
         known.plan;
}

std::string KindWords(const std::vector<EntityKind>& kinds) {
  return absl::StrJoin(kinds, " or ", [](std::string* out, EntityKind kind) {
    absl::StrAppend(out,
                    kind == EntityKind::kAny ? "entity" : EntityKindName(kind));
  });
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

  absl::Status CheckPlanKnown(const v1::PlanEvent& event,
                              const Known& known) const;
  absl::Status CheckNotInFuture(const v1::PlanEvent& event) const;
  absl::Status CheckIdsFree(const v1::PlanEvent& event) const;
  absl::Status CheckReferences(const v1::PlanEvent& event, Known known) const;
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

absl::Status Check::CheckPlanKnown(const v1::PlanEvent& event,
                                   const Known& known) const {
  if (stream_ == kDirectoryStream || known.plan) return absl::OkStatus();
  if (event.has_plan_registered()) return absl::OkStatus();
  return absl::NotFoundError(
      absl::StrCat("unknown plan `", stream_,
                   "`; its first event must be a PlanRegistered"));
}

// Names, roles and periods may be recorded before they take effect.
bool MayLieAhead(const v1::PlanEvent& event) {
  switch (event.change_case()) {
    case v1::PlanEvent::kOrganisationRenamed:
    case v1::PlanEvent::kLabelChanged:
    case v1::PlanEvent::kRoleAssigned:
    case v1::PlanEvent::kRoleEnded:
    case v1::PlanEvent::kResponsibilityAssigned:
    case v1::PlanEvent::kPlanRegistered:
    case v1::PlanEvent::kAreaDefined:
    case v1::PlanEvent::kProjectDefined:
    case v1::PlanEvent::kMeasureDefined:
      return true;
    default:
      return false;
  }
}

absl::Status Check::CheckNotInFuture(const v1::PlanEvent& event) const {
  const v1::PlanEvent& content =
      event.has_fact_corrected() ? event.fact_corrected().replacement() : event;
  const auto ahead = [&](const v1::PartialDate& date) {
    return IsAfter(date, record_day_) == Answer::kYes;
  };
  if (const v1::PartialDate* happened = HappenedOn(content);
      happened != nullptr && ahead(*happened)) {
    return ToStatus(Forbidden(
        "in-the-future",
        absl::StrCat(ChangeName(content), " on ", DateWords(*happened),
                     " lies wholly after the recorded day ",
                     FormatDay(record_day_),
                     "; what is to come is scheduled, not held")));
  }
  if (!MayLieAhead(content) && ahead(content.provenance().effective())) {
    return ToStatus(
        Forbidden("in-the-future",
                  absl::StrCat("provenance.effective ",
                               DateWords(content.provenance().effective()),
                               " lies wholly after the recorded day ",
                               FormatDay(record_day_),
                               "; a change counts from the day it became so")));
  }
  return absl::OkStatus();
}

// Ids are never reused, those of what was entered in error included.
absl::Status Check::CheckIdsFree(const v1::PlanEvent& event) const {
  Known taken;
  std::optional<uint64_t> corrected;
  if (event.has_fact_corrected()) {
    corrected = event.fact_corrected().corrected_revision();
  }
  for (const HistoryEvent& earlier : history_) {
    if (!earlier.event.has_value()) continue;
    // A correction may keep the id of what it corrects.
    if (corrected.has_value() &&
        (earlier.revision == *corrected ||
         SupersededBy(history_, *corrected) == earlier.revision ||
         earlier.event->has_fact_corrected())) {
      continue;
    }
    AddKnown(*earlier.event, earlier.revision, &taken);
  }
  for (const Introduction& made : IntroductionsOf(event)) {
    const auto found = taken.entities.find(made.id);
    if (found == taken.entities.end()) continue;
    const bool may_be_known = made.kind == EntityKind::kAgreement;
    if (may_be_known && found->second.first == made.kind) continue;
    return ToStatus(TakenId(EntityKindName(found->second.first), made.id,
                            found->second.second));
  }
  return absl::OkStatus();
}

absl::Status Check::CheckReferences(const v1::PlanEvent& event,
                                    Known known) const {
  AddKnown(event, revision(), &known);
  std::vector<Reference> references = ReferencesOf(event);
  if (event.has_responsibility_assigned()) {
    const std::string& entity = event.responsibility_assigned().entity();
    references.push_back({"responsibility_assigned.entity",
                          {EntityKind::kPlan, EntityKind::kProject},
                          "",
                          entity});
  }
  for (const Reference& reference : references) {
    const std::string& stream =
        reference.stream.empty() ? stream_ : reference.stream;
    if (stream == stream_ && KnownHere(known, stream_, reference)) continue;
    // A document and who issued it name each other, so one of them is ahead in
    // the batch; in the directory, order tells nothing.
    if (stream != stream_ || stream_ == kDirectoryStream) {
      bool found = false;
      for (const EntityKind kind : reference.kinds) {
        ASSIGN_OR_RETURN(const bool known_there,
                         exists_(stream, kind, reference.id));
        found = found || known_there;
      }
      if (found) continue;
    }
    return absl::NotFoundError(absl::StrCat(
        reference.field, ": unknown ", KindWords(reference.kinds), " `",
        reference.id, "` in stream `", stream, "`; record it first"));
  }
  return absl::OkStatus();
}

absl::Status Check::CheckTarget(const v1::PlanEvent& event) const {
  std::optional<uint64_t> target;
  if (event.has_fact_corrected()) {
    target = event.fact_corrected().corrected_revision();
  } else if (event.has_event_voided()) {
    target = event.event_voided().voided_revision();
  } else if (event.has_change_confirmed()) {
    target = event.change_confirmed().confirmed_revision();
  } else if (event.has_change_disputed()) {
    target = event.change_disputed().disputed_revision();
  }
  if (!target.has_value()) return absl::OkStatus();
  if (*target >= revision()) {
    return absl::NotFoundError(absl::StrCat("unknown revision ", *target,
                                            " of `", stream_, "`; it has ",
                                            revision(), " events"));
  }
  if (!event.has_fact_corrected() && !event.has_event_voided()) {
    return absl::OkStatus();
  }
  const std::optional<v1::PlanEvent>& earlier = history_[*target].event;
  if (!earlier.has_value()) {
    return ToStatus(Forbidden(
        "unknown-type", absl::StrCat("revision ", *target,
                                     " is of a type that this version does "
                                     "not read")));
  }
  if (event.has_fact_corrected() && earlier->has_event_voided()) {
    return ToStatus(Forbidden(
        "correction-of-void",
        absl::StrCat("revision ", *target,
                     " is a void; void it to bring back what it took out")));
  }
  const std::optional<uint64_t> superseded = SupersededBy(history_, *target);
  if (superseded.has_value() &&
      history_[*superseded].event->has_event_voided()) {
    return ToStatus(Forbidden(
        "voided", absl::StrCat("revision ", *target,
                               " was taken out by the void at revision ",
                               *superseded, "; void that first")));
  }
  return absl::OkStatus();
}

using Impossible = std::set<std::pair<uint64_t, std::string>>;

void NoteImpossible(const PlacedEvent& placed,
                    const std::optional<Refusal>& refused, Impossible* all) {
  if (refused.has_value()) all->emplace(placed.revision, refused->rule);
}

absl::Status MakesImpossible(const std::vector<std::string>& broken) {
  std::vector<std::string> named(
      broken.begin(), broken.begin() + static_cast<ptrdiff_t>(
                                           std::min(broken.size(), kMaxNamed)));
  if (broken.size() > kMaxNamed) {
    named.push_back(absl::StrCat("and ", broken.size() - kMaxNamed, " more"));
  }
  return ToStatus(
      Forbidden("later-events-stand-on-it",
                absl::StrCat("this would make impossible what stands on it: ",
                             absl::StrJoin(named, "; "),
                             "; void or correct those first")));
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
      if (auto refused = CompleteEvent(state, &placed.event)) {
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
      *replacement = placed.event;
      if (had) {
        *replacement->mutable_provenance() = std::move(kept);
      } else {
        replacement->clear_provenance();
      }
    } else {
      checked->event = placed.event;
    }
  }
  AddOddities(state, checked->event, revision(), record_day_,
              &checked->findings);
  const bool meta =
      checked->event.has_event_voided() || checked->event.has_fact_corrected();
  // At the end of effective time nothing follows that could break.
  if (is_last && !meta) return absl::OkStatus();

  v1::PlanState state_before = EmptyState(stream_);
  Impossible impossible_before;
  for (const PlacedEvent& placed : before) {
    NoteImpossible(placed, FoldStep(placed, &state_before), &impossible_before);
  }
  std::vector<std::string> broken;
  for (const auto& [at, rule] : impossible_after) {
    if (impossible_before.contains({at, rule})) continue;
    broken.push_back(absl::StrCat("revision ", at, " (",
                                  ChangeName(*history_[at].event), ": ",
                                  messages[at], ")"));
  }
  if (!broken.empty()) return MakesImpossible(broken);
  return meta ? CheckStandsOn(before, after) : absl::OkStatus();
}

// After a void or correction every name still used must still be known.
absl::Status Check::CheckStandsOn(const std::vector<PlacedEvent>& before,
                                  const std::vector<PlacedEvent>& after) const {
  const Known known_before = KnownOf(before);
  const Known known_after = KnownOf(after);
  std::vector<std::string> broken;
  for (const PlacedEvent& placed : after) {
    if (stream_ != kDirectoryStream && known_before.plan && !known_after.plan) {
      broken.push_back(absl::StrCat("revision ", placed.revision, " (",
                                    ChangeName(placed.event),
                                    ") needs the plan registered"));
      continue;
    }
    for (const Reference& reference : ReferencesOf(placed.event)) {
      const bool here = reference.stream.empty() || reference.stream == stream_;
      if (!here || !KnownHere(known_before, stream_, reference) ||
          KnownHere(known_after, stream_, reference)) {
        continue;
      }
      broken.push_back(absl::StrCat("revision ", placed.revision, " (",
                                    ChangeName(placed.event), ") names `",
                                    reference.id, "`"));
    }
  }
  return broken.empty() ? absl::OkStatus() : MakesImpossible(broken);
}

absl::StatusOr<CheckedEvent> Check::Run(const v1::PlanEvent& event) {
  CheckedEvent checked;
  ASSIGN_OR_RETURN(checked.event, NormalizeEvent(stream_, event, record_day_));
  const std::vector<PlacedEvent> before = PlaceEvents(history_);
  const Known known = KnownOf(before);
  RETURN_IF_ERROR(CheckPlanKnown(checked.event, known));
  RETURN_IF_ERROR(CheckTarget(checked.event));
  RETURN_IF_ERROR(CheckIdsFree(checked.event));
  RETURN_IF_ERROR(CheckReferences(checked.event, known));
  RETURN_IF_ERROR(CheckNotInFuture(checked.event));
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
