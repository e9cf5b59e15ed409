// What a line of the table says happened to its activity. A past date without
// 예정 means that it was held, and nobody says when it had been planned; so a
// history begins with what the release tells, and no scheduling day is
// invented.

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "document/line_meaning.h"
#include "document/release_context.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::document {
namespace {

using notation::Status;

class ActivityWriter {
 public:
  ActivityWriter(const ReleaseContext& context, const ReadActivity& activity,
                 Findings* findings, EventList* events)
      : context_(context),
        activity_(activity),
        reading_(activity.reading),
        findings_(findings),
        events_(events) {}

  void Write() {
    switch (StatusOfLine(activity_, context_.day)) {
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
        Register(context_.date, v1::BASIS_STATED);
        if (HasDate()) Schedule(v1::BASIS_STATED);
        Add(context_.date, v1::BASIS_STATED)
            .mutable_activity_cancelled()
            ->set_activity_id(activity_.id);
        return;
      case Status::kNone:
        Register(context_.date, v1::BASIS_STATED);
        AddFinding(activity_.line_number, "line-without-date",
                   absl::StrCat("`", reading_.title.name,
                                "` has no date: it is registered only, and "
                                "the table does not print it"),
                   findings_);
    }
  }

 private:
  bool HasDate() const { return reading_.date.has_value(); }

  bool IsStanding() const {
    return activity_.kind == v1::ACTIVITY_KIND_STANDING_OPERATION;
  }

  bool IsDeliverable() const {
    return activity_.kind == v1::ACTIVITY_KIND_DELIVERABLE;
  }

  bool IsClosed() const {
    return plan::BoundsOf(*reading_.date).latest.has_value();
  }

  v1::PlanEvent& Add(const v1::PartialDate& effective, v1::Basis basis) {
    return events_->Add(effective, basis, activity_.range);
  }

  v1::PartialDate EffectiveOf(const v1::PartialDate& date) const {
    return document::EffectiveOf(date, context_.day);
  }

  void Register(const v1::PartialDate& effective, v1::Basis basis) {
    v1::ActivityRegistered* registered =
        Add(effective, basis).mutable_activity_registered();
    registered->set_activity_id(activity_.id);
    registered->set_kind(activity_.kind);
    *registered->mutable_titles() = activity_.titles;
    for (const std::string& project : activity_.project_ids) {
      registered->add_project_ids(project);
    }
    registered->set_series_id(context_.KnownSeries(activity_.series_id));
    const notation::TitleParts& title = reading_.title;
    registered->set_ordinal(title.ordinal);
    registered->set_ordinal_text(title.ordinal_text);
    registered->set_edition_year(title.edition_year);
    registered->set_title_suffix(title.suffix);
    registered->set_level(reading_.level);
    if (reading_.coverage.has_value()) {
      *registered->mutable_coverage() = *reading_.coverage;
    }
    registered->set_line_order(activity_.line_order);
    registered->set_ordinal_clash_intended(activity_.ordinal_repeated);
    *registered->mutable_agenda() = activity_.agenda;
  }

  // The meeting that the line names in place of a mode; its id only when a
  // meeting of that name and day is known.
  std::optional<v1::HostMeeting> Host() const {
    if (reading_.host.empty()) return std::nullopt;
    v1::HostMeeting host;
    AddLabel("ko", reading_.host, v1::Label::KIND_TABLE, host.mutable_labels());
    for (const KnownMeeting& meeting : context_.meetings) {
      if (HasDate() &&
          BareLetters(meeting.name) == BareLetters(reading_.host) &&
          plan::SameDate(meeting.date, *reading_.date)) {
        host.set_activity(meeting.reference);
        AddTranslations(meeting.fact_id, &host);
      }
    }
    return host;
  }

  void AddTranslations(absl::string_view fact_id, v1::HostMeeting* host) const {
    const KeptFact* kept =
        context_.kept->Find("meetings_outside_table", fact_id);
    if (kept == nullptr) return;
    const Labels labels =
        LabelsOfNames(kept->fact.Object("names"), v1::Label::KIND_BODY);
    for (const v1::Label& label : labels) {
      if (label.language() != "ko") *host->add_labels() = label;
    }
  }

  // How and where, for the messages that have both.
  template <typename Change>
  void FillIn(Change* change) const {
    change->set_activity_id(activity_.id);
    *change->mutable_date() = *reading_.date;
    if (reading_.delivery.has_value()) {
      v1::Delivery* delivery = change->mutable_delivery();
      *delivery = *reading_.delivery;
      // A place tells that people met in it: then its name is the word for the
      // mode, too.
      if (delivery->verbatim().empty()) {
        delivery->set_verbatim(absl::StrJoin(reading_.places, ", "));
      }
    }
    for (const std::string& place : reading_.places) {
      AddLabel("ko", place, v1::Label::KIND_TABLE,
               change->add_venues()->mutable_localities());
    }
    if (const auto host = Host(); host.has_value()) {
      *change->mutable_host() = *host;
    }
  }

  void Schedule(v1::Basis basis) {
    FillIn(Add(context_.date, basis).mutable_activity_scheduled());
  }

  void WritePlanned() {
    v1::Basis basis = v1::BASIS_STATED;
    if (HasDate() && !activity_.says_planned &&
        !reading_.date->edtf().empty()) {
      basis = v1::BASIS_INFERRED;
      AddFinding(activity_.line_number, "future-without-planned-word",
                 absl::StrCat("`", reading_.title.name,
                              "` lies after the release, but 예정 is not "
                              "written: taken for planned"),
                 findings_);
    }
    Register(context_.date, basis);
    if (HasDate()) {
      Schedule(basis);
      return;
    }
    // Planned, and no word of when.
    v1::ActivityScheduled* scheduled =
        Add(context_.date, basis).mutable_activity_scheduled();
    scheduled->set_activity_id(activity_.id);
    scheduled->mutable_date()->set_reading(
        v1::PartialDate::READING_TO_BE_DECIDED);
    if (reading_.delivery.has_value()) {
      *scheduled->mutable_delivery() = *reading_.delivery;
    }
  }

  // `11월로 연기` names the day to which it is put off, and not that on which
  // it was to be.
  void WritePostponed() {
    const bool told_old_date = HasDate() && !activity_.says_put_off_to;
    Register(context_.date, v1::BASIS_STATED);
    if (told_old_date) {
      Schedule(v1::BASIS_STATED);
    } else {
      TellMode(context_.date, v1::BASIS_STATED);
    }
    Add(context_.date, v1::BASIS_STATED)
        .mutable_activity_postponed()
        ->set_activity_id(activity_.id);
    if (!HasDate() || told_old_date) return;
    v1::ActivityRescheduled* rescheduled =
        Add(context_.date, v1::BASIS_STATED).mutable_activity_rescheduled();
    rescheduled->set_activity_id(activity_.id);
    *rescheduled->mutable_new_date() = *reading_.date;
  }

  void WriteHeld() {
    if (!HasDate()) {
      Register(context_.date, v1::BASIS_STATED);
      AddFinding(activity_.line_number, "line-without-date",
                 absl::StrCat("`", reading_.title.name,
                              "` is said to be held, but not when"),
                 findings_);
      return;
    }
    if (IsStanding()) {
      LogOccurrences();
      return;
    }
    const v1::PartialDate effective = EffectiveOf(*reading_.date);
    Register(effective, v1::BASIS_IMPLIED);
    if (IsDeliverable()) {
      WriteDeliverable(effective);
      return;
    }
    FillIn(Add(effective, v1::BASIS_IMPLIED).mutable_activity_held());
  }

  // The mode by itself, for changes that have no place for one.
  void TellMode(const v1::PartialDate& effective, v1::Basis basis) {
    if (!reading_.delivery.has_value()) return;
    v1::DeliveryModeChanged* change =
        Add(effective, basis).mutable_delivery_mode_changed();
    change->set_activity_id(activity_.id);
    *change->mutable_new_delivery() = *reading_.delivery;
  }

  void WriteDeliverable(const v1::PartialDate& effective) {
    TellMode(effective, v1::BASIS_IMPLIED);
    v1::PlanEvent& event = Add(effective, v1::BASIS_IMPLIED);
    if (TellsStart(reading_)) {
      event.mutable_deliverable_started()->set_activity_id(activity_.id);
      *event.mutable_deliverable_started()->mutable_date() = *reading_.date;
    } else {
      event.mutable_deliverable_completed()->set_activity_id(activity_.id);
      *event.mutable_deliverable_completed()->mutable_date() = *reading_.date;
    }
  }

  // Each use of a standing operation on its own day; the operation is known
  // from the first on. A use that is still to come is none yet.
  void LogOccurrences() {
    const std::vector<v1::PartialDate> dates = SingleDates(*reading_.date);
    Register(EffectiveOf(dates.front()), v1::BASIS_IMPLIED);
    TellMode(EffectiveOf(dates.front()), v1::BASIS_IMPLIED);
    for (const v1::PartialDate& date : dates) {
      if (plan::IsAfter(date, context_.day) == plan::Answer::kYes) {
        AddFinding(activity_.line_number, "future-use",
                   absl::StrCat("`", reading_.title.name, "` on `", date.edtf(),
                                "` lies after the release: it is no use yet "
                                "and is not in the events"),
                   findings_);
        continue;
      }
      v1::OccurrenceLogged* logged =
          Add(EffectiveOf(date), v1::BASIS_IMPLIED).mutable_occurrence_logged();
      logged->set_activity_id(activity_.id);
      *logged->mutable_date() = date;
      logged->set_level(reading_.level);
    }
  }

  // What is under way on the day of the release: an operation in use or a
  // meeting that recurs (월 1회), a text in work, a meeting of several days
  // that has begun.
  void WriteOngoing() {
    if (!HasDate()) {
      WritePlanned();
      return;
    }
    const bool recurs = !absl::StrContains(reading_.date->edtf(), "/");
    if (IsStanding() || (recurs && !IsDeliverable())) {
      LogOccurrences();
    } else if (IsDeliverable() || IsClosed()) {
      WriteHeld();
    } else {
      WritePlanned();
    }
  }

  const ReleaseContext& context_;
  const ReadActivity& activity_;
  const notation::TableLineReading& reading_;
  Findings* const findings_;
  EventList* const events_;
};

}  // namespace

void AddActivityEvents(const ReleaseContext& context,
                       const ReadActivity& activity, Findings* findings,
                       EventList* events) {
  ActivityWriter(context, activity, findings, events).Write();
}

}  // namespace clearsky::document
