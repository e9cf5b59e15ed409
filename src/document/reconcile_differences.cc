#include "document/reconcile_differences.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "document/activity_words.h"
#include "document/line_meaning.h"
#include "document/reconcile_details.h"
#include "document/reconcile_labels.h"
#include "document/reconcile_names.h"
#include "document/reconcile_statements.h"
#include "notation/korean.h"
#include "plan/delivery.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::document {
namespace {

using notation::Status;
using State = v1::ActivityState;

bool HasWords(const v1::Delivery& delivery) {
  return delivery.mode() != v1::DELIVERY_MODE_UNSPECIFIED ||
         !delivery.verbatim().empty();
}

bool Inside(const v1::PartialDate& inner, const v1::PartialDate& outer) {
  const plan::DayBounds in = plan::BoundsOf(inner);
  const plan::DayBounds out = plan::BoundsOf(outer);
  return (!out.earliest || (in.earliest && *in.earliest >= *out.earliest)) &&
         (!out.latest || (in.latest && *in.latest <= *out.latest));
}

std::string ModeWords(const v1::Delivery& delivery) {
  if (!delivery.verbatim().empty()) return delivery.verbatim();
  const absl::string_view word = notation::ModeWord(delivery.mode());
  return word.empty() ? "no mode" : std::string(word);
}

class Writer {
 public:
  explicit Writer(const LineBeside& beside)
      : beside_(beside),
        state_(*beside.state),
        details_(*beside.details),
        line_(*beside.line),
        reading_(beside.line->reading),
        status_(StatusOfLine(*beside.line, beside.day)),
        stands_(state_.state()),
        today_(plan::DateOfDay(beside.day)),
        events_(beside.stream, beside.source) {}

  // Whether something is told as done on a date that had not wholly passed.
  bool tells_running_date() const { return tells_running_date_; }

  LineDifferences Write() {
    CompareName();
    const bool is_cancelled = stands_ == State::STATE_CANCELLED;
    if (is_cancelled && status_ != Status::kCancelled &&
        status_ != Status::kNone) {
      Reinstate();
    }
    if (stands_ == State::STATE_HELD || stands_ == State::STATE_COMPLETED ||
        ContradictsOngoing()) {
      CompareDetails();
      CompareWithDone();
    } else if (stands_ == State::STATE_CANCELLED) {
      CompareDetails();
    } else {
      WriteOpen();
    }
    out_.events = events_.Finish();
    if (was_moved_before_) OfferWithoutMove();
    return std::move(out_);
  }

 private:
  bool HasDate() const { return reading_.date.has_value(); }
  bool IsStanding() const {
    return details_.kind() == v1::ACTIVITY_KIND_STANDING_OPERATION;
  }
  bool IsDeliverable() const {
    return details_.kind() == v1::ACTIVITY_KIND_DELIVERABLE;
  }
  const std::string& id() const { return details_.activity_id(); }

  // What is under way cannot be planned again.
  bool ContradictsOngoing() const {
    return stands_ == State::STATE_ONGOING && status_ == Status::kPlanned;
  }

  v1::PlanEvent& Add(const v1::PartialDate& effective, v1::Basis basis) {
    return events_.Add(effective, basis, line_.range);
  }

  void Say(absl::string_view words, bool adds_only) {
    out_.words.emplace_back(words);
    out_.adds_only = out_.adds_only && adds_only;
  }

  void Find(absl::string_view rule, absl::string_view message) {
    out_.findings.push_back({std::string(rule), std::string(message)});
  }

  // A month or a span that has begun, without 예정, is taken for one that was
  // kept: the plan then prints the line. 예정 may have been forgotten, though.
  void DoubtRunning(const v1::PartialDate& date) {
    if (reading_.status == Status::kHeld || !MayStillCome(date, beside_.day)) {
      return;
    }
    Find("date-not-over",
         absl::StrCat("`", WordsOf(date), "` is not over on ",
                      plan::FormatDay(beside_.day),
                      ", and 예정 is not written: taken for done"));
    out_.is_doubtful = true;
    tells_running_date_ = true;
  }

  // The day from which the description holds: that of the document, as what was
  // published before said otherwise; but what is over is described no more.
  v1::PartialDate DescribedOn() const {
    const bool happens =
        status_ == Status::kHeld || status_ == Status::kOngoing;
    if (!happens || !HasDate() || IsStanding() ||
        stands_ == State::STATE_ONGOING) {
      return today_;
    }
    return EffectiveOf(*reading_.date, beside_.day);
  }

  void CompareName() {
    const v1::Label* printed = PrintedLabel(details_.titles());
    const std::string& name = reading_.title.name;
    if (printed != nullptr && printed->text() == name) return;
    if (printed != nullptr && OnlyAddsMarks(name, printed->text())) {
      Find("marks-before-name",
           absl::StrCat("what stands before `", printed->text(),
                        "` is taken for list marks; the name stays"));
      out_.is_doubtful = true;
      return;
    }
    *Add(today_, v1::BASIS_STATED).mutable_label_changed() =
        RenameTo(id(), name, details_.titles());
    const bool spelling =
        printed != nullptr && NormalName(printed->text()) == NormalName(name);
    Say(spelling ? absl::StrCat("spelt `", name, "`")
                 : absl::StrCat("renamed to `", name, "`"),
        spelling);
  }

  void Reinstate() {
    Add(today_, v1::BASIS_STATED)
        .mutable_activity_reinstated()
        ->set_activity_id(id());
    Say("reinstated", false);
    stands_ = state_.state_before();
    // The table says back to planned of what was cancelled.
    if (stands_ == State::STATE_UNSPECIFIED) stands_ = State::STATE_REGISTERED;
  }

  bool IsOver() const {
    return stands_ == State::STATE_HELD || stands_ == State::STATE_COMPLETED ||
           stands_ == State::STATE_CANCELLED;
  }

  void CompareDetails() {
    DetailsChange change = DetailsChangeOf(beside_, IsOver());
    if (change.event.changed_fields().empty()) return;
    *Add(IsOver() ? today_ : DescribedOn(), v1::BASIS_STATED)
         .mutable_activity_details_changed() = std::move(change.event);
    Say(absl::StrJoin(change.words, ", "), change.adds_only);
    out_.is_doubtful = out_.is_doubtful || change.is_doubtful;
  }

  // The delivery as it would be recorded: a place tells that people meet in
  // it, and then its name is the word for the mode, too.
  std::optional<v1::Delivery> Delivery() const {
    if (!reading_.delivery.has_value()) return std::nullopt;
    v1::Delivery delivery = *reading_.delivery;
    if (delivery.verbatim().empty()) {
      delivery.set_verbatim(absl::StrJoin(reading_.places, ", "));
    }
    return delivery;
  }

  v1::HostMeeting Host() const {
    v1::HostMeeting host;
    AddLabel("ko", reading_.host, v1::Label::KIND_TABLE, host.mutable_labels());
    return host;
  }

  bool SameHost() const {
    if (reading_.host.empty()) return true;
    const v1::Label* printed = PrintedLabel(state_.host().labels());
    return printed != nullptr && printed->text() == reading_.host;
  }

  google::protobuf::RepeatedPtrField<v1::Venue> Venues() const {
    google::protobuf::RepeatedPtrField<v1::Venue> venues;
    for (const std::string& place : reading_.places) {
      AddLabel("ko", place, v1::Label::KIND_TABLE,
               venues.Add()->mutable_localities());
    }
    return venues;
  }

  bool SamePlaces() const {
    return reading_.places.empty() || PlacesOf(state_) == reading_.places;
  }

  template <typename Change>
  void FillIn(Change* change) const {
    change->set_activity_id(id());
    *change->mutable_date() = *reading_.date;
    if (const auto delivery = Delivery()) {
      *change->mutable_delivery() = *delivery;
    }
    if (!SamePlaces()) *change->mutable_venues() = Venues();
    if (!SameHost()) *change->mutable_host() = Host();
  }

  void WriteOpen() {
    CompareDetails();
    switch (status_) {
      case Status::kHeld:
        WriteHeld();
        return;
      case Status::kOngoing:
        WriteOngoing();
        return;
      case Status::kPlanned:
        WritePlanned();
        return;
      case Status::kPostponed:
        WritePostponed();
        return;
      case Status::kCancelled:
        Add(today_, v1::BASIS_STATED)
            .mutable_activity_cancelled()
            ->set_activity_id(id());
        Say("cancelled", false);
        return;
      case Status::kNone:
        if (state_.has_planned_date() &&
            !state_.planned_date().edtf().empty()) {
          Find("no-longer-said",
               absl::StrCat("the line has no date; the plan keeps ",
                            WordsOf(state_.planned_date())));
        }
        CompareHow(today_);
        return;
    }
  }

  void WriteHeld() {
    if (!HasDate()) {
      Find("line-without-date",
           "the line says that it was held, but not when: nothing is proposed "
           "of that");
      return;
    }
    if (IsStanding()) {
      LogOccurrences();
    } else if (IsDeliverable()) {
      WriteDeliverable();
    } else if (stands_ == State::STATE_ONGOING) {
      LogOccurrences();
    } else {
      Hold();
    }
  }

  void Hold() {
    DoubtRunning(*reading_.date);
    const bool planned =
        state_.has_planned_date() && !state_.planned_date().edtf().empty();
    const bool inside =
        !planned || Inside(*reading_.date, state_.planned_date());
    FillIn(Add(EffectiveOf(*reading_.date, beside_.day), v1::BASIS_IMPLIED)
               .mutable_activity_held());
    std::string words = absl::StrCat("held ", WordsOf(*reading_.date));
    if (!inside) {
      absl::StrAppend(&words, " (planned ", WordsOf(state_.planned_date()),
                      ")");
    }
    Say(words, inside && stands_ != State::STATE_POSTPONED);
    const auto delivery = Delivery();
    if (delivery && HasWords(state_.delivery()) &&
        !plan::SameDelivery(*delivery, state_.delivery())) {
      const bool refined =
          plan::ClassifyModeChange(state_.delivery(), *delivery) ==
          v1::MODE_CHANGE_CLASS_REFINED;
      Say(absl::StrCat("as ", ModeWords(*delivery), " (planned ",
                       ModeWords(state_.delivery()), ")"),
          refined);
    } else if (delivery) {
      Say(absl::StrCat("as ", ModeWords(*delivery)), true);
    }
    if (!SamePlaces()) {
      Say(absl::StrCat("at ", absl::StrJoin(reading_.places, ", ")), true);
    }
    if (!SameHost()) Say(absl::StrCat("within ", reading_.host), true);
  }

  void WriteDeliverable() {
    const v1::PartialDate effective = EffectiveOf(*reading_.date, beside_.day);
    const bool is_ongoing = stands_ == State::STATE_ONGOING;
    if (is_ongoing && plan::SameDate(state_.actual_date(), *reading_.date)) {
      return;
    }
    if (TellsStart(reading_)) {
      if (is_ongoing) {
        CompareWithDone();
        return;
      }
      CompareHow(effective);
      v1::DeliverableStarted* change =
          Add(effective, v1::BASIS_IMPLIED).mutable_deliverable_started();
      change->set_activity_id(id());
      *change->mutable_date() = *reading_.date;
      if (plan::BoundsOf(*reading_.date).latest.has_value()) {
        DoubtRunning(*reading_.date);
      }
      Say(absl::StrCat("started ", WordsOf(*reading_.date)), true);
      return;
    }
    DoubtRunning(*reading_.date);
    CompareHow(effective);
    v1::DeliverableCompleted* change =
        Add(effective, v1::BASIS_IMPLIED).mutable_deliverable_completed();
    change->set_activity_id(id());
    *change->mutable_date() = *reading_.date;
    Say(absl::StrCat("completed ", WordsOf(*reading_.date)), true);
  }

  // The uses that the plan does not know yet, each on its own day.
  void LogOccurrences() {
    std::vector<const v1::PartialDate*> known;
    for (const v1::Occurrence& occurrence : state_.occurrences()) {
      known.push_back(&occurrence.date());
    }
    for (const v1::PartialDate& date : SingleDates(*reading_.date)) {
      const auto same = std::find_if(known.begin(), known.end(),
                                     [&](const v1::PartialDate* other) {
                                       return other->edtf() == date.edtf();
                                     });
      if (same != known.end()) {
        known.erase(same);
        continue;
      }
      if (plan::IsAfter(date, beside_.day) == plan::Answer::kYes) {
        Find("future-use",
             absl::StrCat("`", date.edtf(),
                          "` lies after the document: it is no use yet"));
        continue;
      }
      DoubtRunning(date);
      v1::OccurrenceLogged* change =
          Add(EffectiveOf(date, beside_.day), v1::BASIS_IMPLIED)
              .mutable_occurrence_logged();
      change->set_activity_id(id());
      *change->mutable_date() = date;
      change->set_level(reading_.level);
      Say(absl::StrCat("used ", WordsOf(date)), true);
    }
    for (const v1::PartialDate* date : known) {
      Find("no-longer-said",
           absl::StrCat("the line leaves out the use of ", WordsOf(*date),
                        "; the plan keeps it"));
    }
    CompareHow(DescribedOn());
  }

  void WriteOngoing() {
    if (!HasDate()) {
      CompareHow(today_);
      return;
    }
    const bool recurs = reading_.date->edtf().find('/') == std::string::npos;
    if (IsStanding() || (recurs && !IsDeliverable())) {
      LogOccurrences();
    } else if (IsDeliverable() ||
               plan::BoundsOf(*reading_.date).latest.has_value()) {
      WriteHeld();
    } else {
      WritePlanned();
    }
  }

  void WritePlanned() {
    if (HasDate() && !line_.says_planned && !reading_.date->edtf().empty() &&
        plan::IsAfter(*reading_.date, beside_.day) == plan::Answer::kYes &&
        reading_.date->reading() != v1::PartialDate::READING_FROM) {
      Find("future-without-planned-word",
           "the date lies after the document, but 예정 is not written: taken "
           "for planned");
      out_.is_doubtful = true;
    }
    if (stands_ == State::STATE_REGISTERED) {
      v1::ActivityScheduled* change =
          Add(today_, v1::BASIS_STATED).mutable_activity_scheduled();
      if (HasDate()) {
        FillIn(change);
        Say(absl::StrCat("planned for ", WordsOf(*reading_.date)), true);
      } else {
        change->set_activity_id(id());
        change->mutable_date()->set_reading(
            v1::PartialDate::READING_TO_BE_DECIDED);
        if (const auto delivery = Delivery()) {
          *change->mutable_delivery() = *delivery;
        }
        Say("planned, with no date yet", true);
      }
      return;
    }
    MoveDate(v1::BASIS_STATED);
    CompareHow(today_);
  }

  void MoveDate(v1::Basis basis) {
    const v1::PartialDate& planned = state_.planned_date();
    if (!HasDate()) {
      Find("no-longer-said",
           absl::StrCat("the line has no date; the plan keeps ",
                        WordsOf(planned)));
      return;
    }
    const v1::PartialDate& date = *reading_.date;
    v1::DateChangeClass change = plan::ClassifyDateChange(planned, date);
    if (stands_ == State::STATE_POSTPONED &&
        change != v1::DATE_CHANGE_CLASS_POSTPONED) {
      change = v1::DATE_CHANGE_CLASS_RESCHEDULED;
    }
    switch (change) {
      case v1::DATE_CHANGE_CLASS_REFINED: {
        v1::ScheduleRefined* refined =
            Add(today_, basis).mutable_schedule_refined();
        refined->set_activity_id(id());
        *refined->mutable_new_date() = date;
        Say(absl::StrCat("refined from ", WordsOf(planned), " to ",
                         WordsOf(date)),
            true);
        return;
      }
      case v1::DATE_CHANGE_CLASS_RESCHEDULED: {
        v1::ActivityRescheduled* moved =
            Add(today_, basis).mutable_activity_rescheduled();
        moved->set_activity_id(id());
        *moved->mutable_new_date() = date;
        Say(absl::StrCat("rescheduled from ", WordsOf(planned), " to ",
                         WordsOf(date)),
            false);
        return;
      }
      case v1::DATE_CHANGE_CLASS_POSTPONED:
        // Without a new date it is put off; what it was planned for may still
        // hold, though.
        if (stands_ == State::STATE_POSTPONED) return;
        Add(today_, v1::BASIS_INFERRED)
            .mutable_activity_postponed()
            ->set_activity_id(id());
        Say(absl::StrCat("put off without a new date (planned ",
                         WordsOf(planned), ")"),
            false);
        out_.is_doubtful = true;
        return;
      default:
        return;
    }
  }

  // Mode, place and host of what has not happened yet.
  void CompareHow(const v1::PartialDate& effective) {
    if (const auto delivery = Delivery()) {
      const v1::ModeChangeClass change =
          plan::ClassifyModeChange(state_.delivery(), *delivery);
      if (change == v1::MODE_CHANGE_CLASS_MOVED_ONLINE) {
        v1::ActivityMovedOnline* moved =
            Add(effective, v1::BASIS_STATED).mutable_activity_moved_online();
        moved->set_activity_id(id());
        *moved->mutable_new_delivery() = *delivery;
        Say(absl::StrCat("moved online: ", ModeWords(*delivery), " (was ",
                         ModeWords(state_.delivery()), ")"),
            false);
      } else if (change != v1::MODE_CHANGE_CLASS_NONE) {
        v1::DeliveryModeChanged* changed =
            Add(effective, v1::BASIS_STATED).mutable_delivery_mode_changed();
        changed->set_activity_id(id());
        *changed->mutable_new_delivery() = *delivery;
        Say(absl::StrCat(
                "mode ", ModeWords(*delivery),
                HasWords(state_.delivery())
                    ? absl::StrCat(" (was ", ModeWords(state_.delivery()), ")")
                    : ""),
            change == v1::MODE_CHANGE_CLASS_REFINED);
      }
    }
    if (!SamePlaces()) {
      v1::VenueChanged* changed =
          Add(effective, v1::BASIS_STATED).mutable_venue_changed();
      changed->set_activity_id(id());
      *changed->mutable_new_venues() = Venues();
      Say(absl::StrCat("at ", absl::StrJoin(reading_.places, ", ")),
          state_.venues().empty());
    }
    if (!SameHost()) {
      v1::ActivityHostedWithin* changed =
          Add(effective, v1::BASIS_STATED).mutable_activity_hosted_within();
      changed->set_activity_id(id());
      *changed->mutable_host() = Host();
      Say(absl::StrCat("within ", reading_.host), true);
    }
    if (!reading_.delivery && reading_.host.empty() && HasDate() &&
        HasWords(state_.delivery()) && stands_ != State::STATE_POSTPONED) {
      Find("no-longer-said",
           absl::StrCat("the line no longer says ",
                        ModeWords(state_.delivery()), "; the plan keeps it"));
    }
  }

  // `11월로 연기` names the day to which it is put off, which is a move.
  void WritePostponed() {
    if (HasDate() && line_.says_put_off_to) {
      if (stands_ == State::STATE_REGISTERED) {
        Add(today_, v1::BASIS_STATED)
            .mutable_activity_postponed()
            ->set_activity_id(id());
        stands_ = State::STATE_POSTPONED;
      }
      MoveDate(v1::BASIS_STATED);
      CompareHow(today_);
      return;
    }
    CompareHow(today_);
    const bool says_other =
        HasDate() && state_.has_planned_date() &&
        !reading_.date->edtf().empty() &&
        !plan::SameDate(*reading_.date, state_.planned_date());
    if (says_other && WasMovedBefore()) {
      MoveDate(v1::BASIS_INFERRED);
      was_moved_before_ = true;
      out_.is_doubtful = true;
    } else if (says_other) {
      Find("other-former-date",
           absl::StrCat("the line says that it had been planned for ",
                        WordsOf(*reading_.date), "; the plan has ",
                        WordsOf(state_.planned_date())));
      out_.is_doubtful = true;
    }
    if (stands_ == State::STATE_POSTPONED) return;
    v1::ActivityPostponed* change =
        Add(today_, v1::BASIS_STATED).mutable_activity_postponed();
    change->set_activity_id(id());
    if (HasDate() && !state_.has_planned_date()) {
      *change->mutable_previous_date() = *reading_.date;
    }
    const v1::PartialDate& until =
        was_moved_before_ ? *reading_.date : state_.planned_date();
    Say(state_.has_planned_date()
            ? absl::StrCat("postponed (planned ", WordsOf(until), ")")
            : "postponed",
        false);
  }

  // `연기, 당초 11.3` of what the plan has for October: it was moved before it
  // was put off, and the plan was not told. Not so where the plan knows the
  // day, or has a nearer one.
  bool WasMovedBefore() const {
    if (stands_ != State::STATE_PLANNED ||
        plan::SameDate(*reading_.date, state_.first_planned_date())) {
      return false;
    }
    const v1::DateChangeClass change =
        plan::ClassifyDateChange(state_.planned_date(), *reading_.date);
    return change == v1::DATE_CHANGE_CLASS_REFINED ||
           (change == v1::DATE_CHANGE_CLASS_RESCHEDULED &&
            !Inside(state_.planned_date(), *reading_.date));
  }

  // That the plan is right about the day for which it was planned.
  void OfferWithoutMove() {
    v1::ReconciliationAlternative& alternative =
        out_.alternatives.emplace_back();
    alternative.set_words(absl::StrCat("put off only: it had been planned for ",
                                       WordsOf(state_.planned_date()),
                                       ", as the plan has it"));
    for (const v1::EventToRecord& event : out_.events.events()) {
      if (event.event().has_activity_rescheduled() ||
          event.event().has_schedule_refined()) {
        continue;
      }
      *alternative.add_events() = event;
    }
  }

  // What took place is corrected, not changed: another statement of it is kept
  // beside, and the correction offered.
  void CompareWithDone() {
    StatementWriter statements(beside_, status_, &events_, &out_);
    statements.Write(Delivery());
  }

  const LineBeside& beside_;
  const State& state_;
  const v1::ActivityRegistered& details_;
  const ReadActivity& line_;
  const notation::TableLineReading& reading_;
  const Status status_;
  // The state that the events so far lead to.
  State::State stands_;
  // Whether it is told as moved and then put off.
  bool was_moved_before_ = false;
  bool tells_running_date_ = false;
  const v1::PartialDate today_;
  EventList events_;
  LineDifferences out_;
};

// That 예정 was forgotten: the same line, with it. Of what is used, not
// planned, it would say the same.
void OfferStillPlanned(const LineBeside& beside, LineDifferences* out) {
  if (beside.details->kind() == v1::ACTIVITY_KIND_STANDING_OPERATION) return;
  LineBeside planned_beside = beside;
  const ReadActivity planned = AsPlanned(*beside.line);
  planned_beside.line = &planned;
  LineDifferences differences = Writer(planned_beside).Write();
  v1::ReconciliationAlternative& alternative = out->alternatives.emplace_back();
  alternative.set_words(
      differences.words.empty()
          ? "it is still planned, as the plan has it"
          : absl::StrCat("it is still planned: ",
                         absl::StrJoin(differences.words, "; ")));
  *alternative.mutable_events() =
      std::move(*differences.events.mutable_events());
}

}  // namespace

LineDifferences DifferencesOf(const LineBeside& beside) {
  Writer writer(beside);
  LineDifferences differences = writer.Write();
  if (writer.tells_running_date()) OfferStillPlanned(beside, &differences);
  return differences;
}

}  // namespace clearsky::document
