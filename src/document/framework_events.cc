// The standing framework of the two parties: what is before and beside the
// yearly plans.

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "document/meeting_events.h"
#include "document/outcome_clauses.h"
#include "document/release_context.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::document {
namespace {

constexpr char kTitleKo[] = "한중 환경협력";
constexpr char kTitleEn[] = "Korea-China environmental cooperation";
constexpr char kTitleZh[] = "中韩环境合作";

v1::AgreementKind KindOfAgreement(absl::string_view word) {
  if (word == "five_year_cooperation_plan") {
    return v1::AGREEMENT_KIND_FIVE_YEAR_PLAN;
  }
  if (word == "memorandum_of_understanding") {
    return v1::AGREEMENT_KIND_MEMORANDUM;
  }
  if (word == "annual_plan") return v1::AGREEMENT_KIND_ANNUAL_PLAN;
  if (word == "treaty") return v1::AGREEMENT_KIND_TREATY;
  return v1::AGREEMENT_KIND_OTHER;
}

// A date of the facts; nullopt when there is none that can be read.
std::optional<v1::PartialDate> DateOf(const std::string& edtf) {
  if (edtf.empty()) return std::nullopt;
  const auto date = plan::DateOfEdtf(edtf);
  if (!date.ok()) return std::nullopt;
  return *date;
}

class FrameworkWriter {
 public:
  FrameworkWriter(ReleaseContext* context, Findings* findings)
      : context_(*context),
        findings_(findings),
        events_(kFrameworkStream, &context->source) {}

  EventList Write() {
    std::vector<const KeptFact*> meetings;
    for (const KeptFact& kept : context_.kept->List("meetings_outside_table")) {
      if (!IsMultilateral(kept.fact)) meetings.push_back(&kept);
    }
    const auto& agreements = context_.kept->List("agreements");
    if (meetings.empty() && agreements.empty()) return std::move(events_);
    AddPlan();
    // What is told by other meetings' dates comes after them.
    std::stable_partition(
        meetings.begin(), meetings.end(),
        [](const KeptFact* kept) { return kept->fact.Has("edtf"); });
    for (const KeptFact* kept : meetings) {
      AddMeetingEvents(*kept, kept->id, &context_, findings_, &events_);
    }
    for (const KeptFact& kept : agreements) AddAgreement(kept);
    AddOutcomes();
    return std::move(events_);
  }

 private:
  void AddPlan() {
    const auto found = context_.text->Find(kTitleKo);
    v1::PlanRegistered* plan =
        events_
            .Add(context_.date, v1::BASIS_INFERRED, found.value_or(ByteRange{}))
            .mutable_plan_registered();
    AddLabel("ko", kTitleKo, v1::Label::KIND_BODY, plan->mutable_titles());
    AddLabel("en", kTitleEn, v1::Label::KIND_TRANSLATION,
             plan->mutable_titles());
    AddLabel("zh", kTitleZh, v1::Label::KIND_TRANSLATION,
             plan->mutable_titles());
    for (const std::string& party : context_.parties) {
      plan->add_party_ids(party);
    }
  }

  // The id of a meeting in this stream, when it is recorded.
  std::string MeetingHere(absl::string_view fact_id) const {
    const KnownMeeting* meeting = context_.Meeting(fact_id);
    if (meeting == nullptr) return "";
    absl::string_view id = meeting->reference;
    return absl::ConsumePrefix(&id, absl::StrCat(kFrameworkStream, "#"))
               ? std::string(id)
               : "";
  }

  // Whether a date has a beginning, and ends by the day of the release.
  bool HasHappened(const v1::PartialDate& date) const {
    const plan::DayBounds bounds = plan::BoundsOf(date);
    return bounds.earliest.has_value() && bounds.latest.has_value() &&
           *bounds.latest <= context_.day;
  }

  // What proposed and signed agreements have in common.
  template <typename Change>
  void FillIn(const KeptFact& kept, const std::string& id,
              Change* change) const {
    const Fact& fact = kept.fact;
    change->set_agreement_id(id);
    change->set_kind(KindOfAgreement(fact.Text("kind")));
    *change->mutable_titles() =
        LabelsOfNames(fact.Object("names"), v1::Label::KIND_BODY);
    for (const std::string& party : context_.parties) {
      change->add_party_ids(party);
    }
    if (const auto period = DateOf(fact.Text("period_edtf"));
        period.has_value()) {
      *change->mutable_period() = *period;
    }
    const std::string parent = SlugOfFactId(fact.Text("predecessor"));
    if (context_.agreements.contains(Reference(parent))) {
      change->set_parent(parent);
    }
    change->set_series_id(
        context_.KnownSeries(SlugOfFactId(fact.Text("series"))));
    change->set_ordinal(fact.Number("ordinal"));
  }

  static std::string Reference(absl::string_view id) {
    return absl::StrCat(kFrameworkStream, "#", id);
  }

  void AddAgreement(const KeptFact& kept) {
    const Fact signed_fact = kept.fact.Object("signed");
    const auto date = DateOf(signed_fact.Text("edtf"));
    if (kept.fact.Has("signed") && !date.has_value()) {
      AddFinding(context_.text->LineNumber(kept.range.begin), "fact-left-out",
                 absl::StrCat("fact ", kept.fact.id(),
                              " is left out: its date of signing is no EDTF"),
                 findings_);
      return;
    }
    if (date.has_value() && !HasHappened(*date)) {
      AddFinding(context_.text->LineNumber(kept.range.begin), "fact-left-out",
                 absl::StrCat("fact ", kept.fact.id(),
                              " is left out: it is said to be signed, but not "
                              "by the day of the release"),
                 findings_);
      return;
    }
    const std::string id = events_.TakeId(kept.id);
    if (date.has_value()) {
      Sign(kept, id, *date);
    } else {
      Propose(kept, id);
    }
    context_.agreements.insert(Reference(id));
  }

  void Sign(const KeptFact& kept, const std::string& id,
            const v1::PartialDate& date) {
    v1::AgreementSigned* change =
        events_.Add(date, v1::BASIS_STATED, kept.range)
            .mutable_agreement_signed();
    FillIn(kept, id, change);
    *change->mutable_date() = date;
    const Fact signed_fact = kept.fact.Object("signed");
    if (signed_fact.Has("signatories")) {
      *change->mutable_signatories() = change->party_ids();
    }
    const Fact occasion = signed_fact.Object("occasion");
    *change->mutable_occasion() = LabelsOfNames(occasion, v1::Label::KIND_BODY);
    // The meeting of that name on that date.
    for (const KnownMeeting& meeting : context_.meetings) {
      if (meeting.name == occasion.Text("ko") &&
          plan::SameDate(meeting.date, date)) {
        change->set_at_activity(MeetingHere(meeting.fact_id));
      }
    }
  }

  void Propose(const KeptFact& kept, const std::string& id) {
    v1::AgreementProposed* change =
        events_.Add(context_.date, v1::BASIS_STATED, kept.range)
            .mutable_agreement_proposed();
    FillIn(kept, id, change);
    const Fact planned = kept.fact.Object("adoption_planned");
    if (const auto date = DateOf(planned.Text("edtf")); date.has_value()) {
      *change->mutable_planned_date() = *date;
    }
    change->set_at_activity(MeetingHere(planned.Text("at")));
  }

  // The meeting that the release is about: held on its day or just before, and
  // the last of those with heads or topics.
  const KeptFact* MainMeeting() const {
    for (const KeptFact& kept : context_.kept->List("meetings_outside_table")) {
      if ((kept.fact.Has("heads") || kept.fact.Has("topics")) &&
          kept.fact.Text("status") == "held" &&
          !MeetingHere(kept.fact.id()).empty()) {
        return &kept;
      }
    }
    return nullptr;
  }

  void AddOutcomes() {
    const KeptFact* meeting = MainMeeting();
    if (meeting == nullptr) return;
    for (const std::string& topic : meeting->fact.Texts("topics")) {
      const auto found = context_.text->Find(topic);
      // Else the facts put it in words of their own.
      const auto line = context_.text->FindLineWith(topic);
      v1::OutcomeRecorded* outcome =
          AddOutcome(*meeting, v1::OUTCOME_KIND_AGENDA,
                     found.value_or(line.value_or(meeting->range)));
      AddLabel("ko", topic,
               found.has_value() ? v1::Label::KIND_BODY
                                 : v1::Label::KIND_UNSPECIFIED,
               outcome->mutable_about());
    }
    for (const OutcomeClause& clause :
         ReadOutcomeClauses(*context_.text, context_.table_begin)) {
      AddClause(*meeting, clause);
    }
  }

  v1::OutcomeRecorded* AddOutcome(const KeptFact& meeting, v1::OutcomeKind kind,
                                  ByteRange range) {
    const std::string id = MeetingHere(meeting.fact.id());
    v1::PartialDate effective = context_.Meeting(meeting.fact.id())->date;
    effective.clear_verbatim();
    effective.clear_part_of_day();
    v1::OutcomeRecorded* outcome =
        events_.Add(effective, v1::BASIS_STATED, range)
            .mutable_outcome_recorded();
    outcome->set_outcome_id(events_.TakeId(absl::StrCat(
        id, "-",
        Slug(absl::StripPrefix(v1::OutcomeKind_Name(kind), "OUTCOME_KIND_")))));
    outcome->set_activity_id(id);
    outcome->set_kind(kind);
    return outcome;
  }

  void AddClause(const KeptFact& meeting, const OutcomeClause& clause) {
    for (const std::string& name : context_.kept->person_names()) {
      if (!absl::StrContains(clause.words, name)) continue;
      AddFinding(context_.text->LineNumber(clause.range.begin),
                 "outcome-left-out",
                 "a sentence that tells an outcome is left out, as it names a "
                 "person",
                 findings_);
      return;
    }
    v1::OutcomeRecorded* outcome =
        AddOutcome(meeting, clause.kind, clause.range);
    AddLabel("ko", clause.words, v1::Label::KIND_BODY,
             outcome->mutable_about());
    if (clause.kind == v1::OUTCOME_KIND_STATEMENT) {
      outcome->set_speaker(SpeakerOf(clause));
      return;
    }
    for (const std::string& party : context_.parties) {
      outcome->add_party_ids(party);
    }
    for (const KeptFact& agreement : context_.kept->List("agreements")) {
      if (!context_.agreements.contains(Reference(agreement.id)) ||
          !absl::StrContains(clause.words,
                             agreement.fact.Object("names").Text("ko"))) {
        continue;
      }
      outcome->add_entities(agreement.id);
      const auto due =
          DateOf(agreement.fact.Object("adoption_planned").Text("edtf"));
      if (clause.kind == v1::OUTCOME_KIND_AGREED && due.has_value()) {
        *outcome->mutable_due() = *due;
      }
    }
  }

  std::string SpeakerOf(const OutcomeClause& clause) const {
    for (const KeptFact& person : context_.kept->List("persons")) {
      const std::string name = person.fact.Object("names").Text("ko");
      if (!name.empty() && absl::StrContains(clause.before_quote, name)) {
        return absl::StrCat("person:", person.id);
      }
    }
    return "";
  }

  ReleaseContext& context_;
  Findings* const findings_;
  EventList events_;
};

}  // namespace

EventList FrameworkEvents(ReleaseContext* context, Findings* findings) {
  return FrameworkWriter(context, findings).Write();
}

}  // namespace clearsky::document
