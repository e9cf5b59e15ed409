#include "document/meeting_events.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "document/activity_words.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::document {
namespace {

class MeetingWriter {
 public:
  MeetingWriter(const KeptFact& kept, std::string id, ReleaseContext* context,
                Findings* findings, EventList* events)
      : kept_(kept),
        fact_(kept.fact),
        id_(std::move(id)),
        context_(*context),
        findings_(findings),
        events_(events),
        range_(Evidence()) {}

  void Write() {
    absl::StatusOr<v1::PartialDate> date = Date();
    if (!date.ok()) {
      LeaveOut(date.status().message());
      return;
    }
    const bool held = fact_.Text("status") == "held";
    const plan::DayBounds bounds = plan::BoundsOf(*date);
    if (held && (!bounds.earliest.has_value() || !bounds.latest.has_value() ||
                 *bounds.latest > context_.day)) {
      LeaveOut("it is said to be held, but not by the day of the release");
      return;
    }
    id_ = events_->TakeId(id_);
    const v1::Basis basis =
        absl::StartsWith(fact_.Text("status_basis"), "implied")
            ? v1::BASIS_IMPLIED
            : v1::BASIS_STATED;
    v1::PartialDate effective = held ? *date : context_.date;
    effective.clear_verbatim();
    effective.clear_part_of_day();
    Register(effective, basis);
    v1::PlanEvent& event = events_->Add(effective, basis, range_);
    if (held) {
      v1::ActivityHeld* change = event.mutable_activity_held();
      FillIn(*date, change);
      AddHeads(change);
    } else {
      FillIn(*date, event.mutable_activity_scheduled());
    }
    context_.meetings.push_back({fact_.id(),
                                 absl::StrCat(events_->stream(), "#", id_),
                                 fact_.Object("names").Text("ko"), *date});
  }

 private:
  // Where the name and the date stand together, as a quote may tell of
  // something else the meeting did; else the quote.
  ByteRange Evidence() const {
    const auto name = context_.text->Find(fact_.Object("names").Text("ko"));
    const auto date = context_.text->Find(fact_.Text("date_verbatim"));
    if (!name.has_value() || !date.has_value() ||
        context_.text->LineNumber(name->begin) !=
            context_.text->LineNumber(date->begin)) {
      return kept_.range;
    }
    return {std::min(name->begin, date->begin), std::max(name->end, date->end)};
  }

  void LeaveOut(absl::string_view why) {
    AddFinding(context_.text->LineNumber(kept_.range.begin), "fact-left-out",
               absl::StrCat("fact ", fact_.id(), " is left out: ", why),
               findings_);
  }

  absl::StatusOr<v1::PartialDate> Date() {
    v1::PartialDate date;
    if (const std::string edtf = fact_.Text("edtf"); !edtf.empty()) {
      const auto read = plan::DateOfEdtf(edtf);
      if (!read.ok()) return read.status();
      date = *read;
    } else {
      date.set_reading(v1::PartialDate::READING_TO_BE_DECIDED);
    }
    const std::string words = fact_.Text("date_verbatim");
    date.set_verbatim(words);
    const auto reading = notation::ReadDate(words, context_.notation());
    if (reading.ok() && reading->date.has_value()) {
      date.set_part_of_day(reading->date->part_of_day());
      if (reading->date->edtf() != date.edtf()) {
        AddFinding(context_.text->LineNumber(kept_.range.begin),
                   "fact-differs-from-text",
                   absl::StrCat("fact ", fact_.id(), " has date `", date.edtf(),
                                "`, but `", words, "` reads as `",
                                reading->date->edtf(), "`"),
                   findings_);
      }
    }
    for (absl::string_view part :
         absl::StrSplit(fact_.Text("date_constraint"), ',')) {
      AddRelative(absl::StripAsciiWhitespace(part), &date);
    }
    return date;
  }

  // `after 2022-09-28` or `before meeting:minister/next`: a day stands for the
  // meeting held on it.
  void AddRelative(absl::string_view words, v1::PartialDate* date) {
    v1::RelativeDate relative;
    if (absl::ConsumePrefix(&words, "after ")) {
      relative.set_relation(v1::RelativeDate::RELATION_AFTER);
    } else if (absl::ConsumePrefix(&words, "before ")) {
      relative.set_relation(v1::RelativeDate::RELATION_BEFORE);
    } else {
      return;
    }
    for (const KnownMeeting& meeting : context_.meetings) {
      if (meeting.fact_id != std::string(words) &&
          meeting.date.edtf() != std::string(words)) {
        continue;
      }
      absl::string_view reference = meeting.reference;
      absl::ConsumePrefix(&reference, absl::StrCat(events_->stream(), "#"));
      relative.set_activity(std::string(reference));
      *date->add_relative() = relative;
      return;
    }
  }

  void Register(const v1::PartialDate& effective, v1::Basis basis) {
    v1::ActivityRegistered* registered =
        events_->Add(effective, basis, range_).mutable_activity_registered();
    registered->set_activity_id(id_);
    registered->set_kind(v1::ACTIVITY_KIND_MEETING);
    const Fact names = fact_.Object("names");
    const notation::TitleParts title = notation::ReadTitle(names.Text("ko"));
    const v1::Label::Kind kind = kept_.range.begin >= context_.table_begin
                                     ? v1::Label::KIND_TABLE
                                     : v1::Label::KIND_BODY;
    Labels labels = TitleLabels(*context_.facts, title.name, kind);
    // Names in other languages have the ordinal in them, unless there is none.
    if (labels.size() == 1 && title.ordinal == 0) {
      labels = LabelsOfNames(names, kind);
    }
    *registered->mutable_titles() = labels;
    registered->set_ordinal(title.ordinal);
    registered->set_ordinal_text(title.ordinal_text);
    registered->set_edition_year(title.edition_year);
    registered->set_series_id(
        context_.KnownSeries(SlugOfFactId(fact_.Text("series"))));
    // `party:cn (주최)`.
    const std::string organiser = fact_.Text("organiser");
    registered->set_organiser(
        KnownParty(organiser.substr(0, organiser.find(' '))));
  }

  std::string KnownParty(absl::string_view id) const {
    const KeptFact* party = context_.kept->Find("parties", id);
    return party == nullptr ? "" : party->id;
  }

  // The mode with that of its words which notation reads.
  v1::Delivery Delivery() const {
    v1::Delivery delivery;
    const Fact mode = fact_.Object("mode");
    delivery.set_mode(ModeOfCode(mode.Text("code")));
    for (const std::string& phrase : mode.Texts("verbatim")) {
      if (!context_.text->Find(phrase).has_value()) continue;
      for (absl::string_view word : absl::StrSplit(phrase, ' ')) {
        if (notation::ReadMode(word) == delivery.mode()) {
          delivery.set_verbatim(std::string(word));
        }
      }
    }
    return delivery;
  }

  std::optional<v1::Venue> Venue() const {
    v1::Venue venue;
    venue.set_country(KnownParty(fact_.Text("venue_country")));
    const KeptFact* kept =
        context_.kept->Find("organisations", fact_.Text("venue"));
    if (kept != nullptr) {
      *venue.mutable_names() =
          LabelsOfNames(kept->fact.Object("names"), v1::Label::KIND_BODY);
      const Fact address = kept->fact.Object("address");
      AddLabel("ko",
               absl::StripTrailingAsciiWhitespace(
                   absl::StripSuffix(address.Text("ko"), "소재")),
               v1::Label::KIND_BODY, venue.mutable_localities());
      AddLabel("en", address.Text("en"), v1::Label::KIND_TRANSLATION,
               venue.mutable_localities());
      // On a video link each party sits in a room of its own, and a release
      // names that of the party which issues it.
      if (Delivery().mode() == v1::DELIVERY_MODE_VIDEO_CONFERENCE) {
        venue.set_party_id(context_.source.asserted_by);
      }
    }
    if (venue.country().empty() && venue.names().empty()) return std::nullopt;
    return venue;
  }

  template <typename Change>
  void FillIn(const v1::PartialDate& date, Change* change) const {
    change->set_activity_id(id_);
    *change->mutable_date() = date;
    const v1::Delivery delivery = Delivery();
    if (delivery.mode() != v1::DELIVERY_MODE_UNSPECIFIED) {
      *change->mutable_delivery() = delivery;
    }
    if (const auto venue = Venue(); venue.has_value()) {
      *change->add_venues() = *venue;
    }
  }

  void AddHeads(v1::ActivityHeld* held) const {
    for (const std::string& head : fact_.Texts("heads")) {
      const KeptFact* person = context_.kept->Find("persons", head);
      if (person == nullptr) continue;
      for (const Fact& role : person->fact.Objects("roles")) {
        const std::string party = KnownParty(role.Text("party"));
        if (role.Text("meeting") != fact_.id() || party.empty()) continue;
        v1::Delegate* delegate = held->add_heads();
        delegate->set_party_id(party);
        delegate->set_person_id(absl::StrCat("person:", person->id));
        delegate->set_role(role.Object("title").Text("ko"));
      }
    }
  }

  const KeptFact& kept_;
  const Fact& fact_;
  std::string id_;
  ReleaseContext& context_;
  Findings* const findings_;
  EventList* const events_;
  const ByteRange range_;
};

}  // namespace

bool IsMultilateral(const Fact& meeting) {
  return meeting.Has("organiser") || meeting.Has("venue_country");
}

void AddMeetingEvents(const KeptFact& kept, absl::string_view id,
                      ReleaseContext* context, Findings* findings,
                      EventList* events) {
  MeetingWriter(kept, std::string(id), context, findings, events).Write();
}

}  // namespace clearsky::document
