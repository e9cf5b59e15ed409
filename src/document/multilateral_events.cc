// Meetings that others organise: the two parties attend, and agree beforehand
// what to work for.

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "document/meeting_events.h"
#include "document/release_context.h"

namespace clearsky::document {
namespace {

// What is to be adopted at the meeting: an intention, as far as this release
// tells.
void AddAdoptions(const KeptFact& meeting, const std::string& activity_id,
                  const ReleaseContext& context, EventList* events) {
  for (const KeptFact& framework : context.kept->List("external_frameworks")) {
    if (framework.fact.Text("at") != meeting.fact.id() ||
        framework.fact.Text("status") != "adoption_planned") {
      continue;
    }
    v1::OutcomeRecorded* outcome =
        events->Add(context.date, v1::BASIS_STATED, framework.range)
            .mutable_outcome_recorded();
    outcome->set_outcome_id(events->TakeId(framework.id));
    outcome->set_activity_id(activity_id);
    outcome->set_kind(v1::OUTCOME_KIND_INTENDED);
    *outcome->mutable_about() =
        LabelsOfNames(framework.fact.Object("names"), v1::Label::KIND_BODY);
    for (const std::string& party : context.parties) {
      outcome->add_party_ids(party);
    }
    outcome->mutable_due()->CopyFrom(context.Meeting(meeting.fact.id())->date);
    outcome->mutable_due()->clear_verbatim();
  }
}

}  // namespace

std::vector<EventList> MultilateralEvents(ReleaseContext* context,
                                          Findings* findings) {
  std::vector<EventList> streams;
  for (const KeptFact& kept : context->kept->List("meetings_outside_table")) {
    if (!IsMultilateral(kept.fact)) continue;
    EventList events(kept.id, &context->source);
    v1::PlanRegistered* plan =
        events.Add(context->date, v1::BASIS_INFERRED, kept.range)
            .mutable_plan_registered();
    *plan->mutable_titles() =
        LabelsOfNames(kept.fact.Object("names"), v1::Label::KIND_BODY);
    plan->set_series_id(
        context->KnownSeries(SlugOfFactId(kept.fact.Text("series"))));
    // `meeting:cbd/cop15` is activity `cop15` of stream `cbd-cop15`.
    const std::string id = kept.fact.id();
    const std::string last =
        Slug(absl::string_view(id).substr(id.find_last_of(":/") + 1));
    AddMeetingEvents(kept, last, context, findings, &events);
    const KnownMeeting* meeting = context->Meeting(id);
    if (meeting == nullptr) continue;  // Left out, with a finding.
    AddAdoptions(kept, last, *context, &events);
    streams.push_back(std::move(events));
  }
  return streams;
}

}  // namespace clearsky::document
