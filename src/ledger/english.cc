// The phrases of English.

#include <iterator>

#include "ledger/language.h"

namespace clearsky::ledger {
namespace {

constexpr Phrase kPhrases[] = {
    // How things are put together.
    {"list.between", ", "},
    {"list.last", "{list} and {last}"},
    {"quote", "“{text}”"},
    {"bracket", "{text} ({inside})"},
    {"bracket.between", ", "},
    {"as-written", "{words}"},
    {"name.numbered", "{ordinal:th} {title}"},
    {"name.of-year", "{title} {year}"},
    {"entity.plan", "the plan"},
    {"entity.event", "the event of revision {revision}"},
    {"host.unknown", "another meeting"},
    {"delegate", "{who}[ ({role})][ for {party}]"},
    {"delegate.unknown", "a delegate"},
    {"actor", "{who}[ ({role})]"},
    {"actor.for", "{who} for {behalf}"},
    {"sayer", "{value}[ (said by {parties})]"},
    {"party-mode", "{party} {mode}"},

    // Documents, parties, organisations, persons.
    {"DocumentRegistered",
     "Document {document} ({kind}) became known[, dated "
     "{date}]"},
    {"DocumentAttached", "Document {document} was attached to {entity}"},
    {"PartyRegistered", "Party {party} became known"},
    {"OrganisationRegistered", "Organisation {organisation} became known"},
    {"OrganisationRenamed", "Organisation {id} took the name {name}"},
    {"PersonRegistered", "Person {person} became known"},
    {"RoleAssigned", "{person} took the role {role} at {organisation}"},
    {"RoleEnded", "The role {role} ended"},
    {"ResponsibilityAssigned.lead",
     "{organisation} became the lead for "
     "{entity}"},
    {"ResponsibilityAssigned.joint",
     "{organisation} became jointly "
     "responsible for {entity}"},
    {"SeriesDefined", "Series {series} became known"},
    {"LabelChanged",
     "The name of {id} ({language}) became {new}; it had been "
     "{old}"},
    {"LabelChanged.added", "The name of {id} ({language}) became {new}"},

    // Agreements and the frame of the plan.
    {"AgreementProposed",
     "The {kind} {agreement}[ for {period}] is in "
     "preparation[, to be concluded {date}][ at "
     "{activity}]"},
    {"AgreementAgreed", "The text of {agreement} was settled[ at {activity}]"},
    {"AgreementSigned",
     "The {kind} {agreement} was signed[ on {date}][ at "
     "{occasion}][ at {activity}][ in {place}][ by {by}][, "
     "for {period}]"},
    {"AgreementAmended",
     "{agreement} was amended: {change}[; now for "
     "{period}]"},
    {"AgreementEnded", "{agreement} ended"},
    {"PlanRegistered", "The plan {plan}[ for {period}] became known"},
    {"PlanAdopted", "The plan was adopted[ by {by}][ at {activity}]"},
    {"PlanAmended",
     "The plan was amended: {change}[; now for {period}][ at "
     "{activity}]"},
    {"PlanClosed", "The plan was closed[ at {activity}]"},
    {"AreaDefined", "Area {order}, {area}, was defined"},
    {"ProjectDefined",
     "Project {number}, {project}, was defined in area "
     "{area}"},
    {"ProjectDiscontinued", "Project {project} was given up"},
    {"ProjectCarriedOver", "Project {project} was carried over"},
    {"ProjectCarriedOver.from",
     "Project {project} was carried over from "
     "{from}"},
    {"ProjectCarriedOver.to", "Project {project} goes on as {to}"},
    {"ProjectCarriedOver.both",
     "Project {project} was carried over from "
     "{from} and goes on as {to}"},
    {"MeasureDefined",
     "Measure {measure} of {party} was defined for "
     "{period}"},

    // Activities.
    {"ActivityRegistered", "The {kind} {activity} became known"},
    {"ActivityRegistered.project",
     "The {kind} {activity} became known for "
     "project {projects}"},
    {"ActivityRegistered.projects",
     "The {kind} {activity} became known for "
     "projects {projects}"},
    {"ActivityDetailsChanged",
     "The description of {activity} changed: "
     "{fields}"},
    {"ActivityScheduled",
     "{activity} was planned for {date}[, {how}][, in "
     "{place}][, within {host}]"},
    {"ActivityScheduled.work",
     "{activity} was planned for {date}[, {how}][, "
     "in {place}][, within {host}]"},
    {"ActivityScheduled.undecided",
     "{activity} was planned for a date to be "
     "decided[ ({words})][, {how}][, in "
     "{place}][, within {host}]"},
    {"ScheduleRefined",
     "The date of {activity} became more precise: {new}[; "
     "it had been planned for {old}]"},
    {"ActivityRescheduled",
     "{activity} was moved to {new}[; it had been "
     "planned for {old}]"},
    {"ActivityRescheduled.later",
     "{activity} was put off to {new}; it had "
     "been planned for {old}"},
    {"ActivityRescheduled.earlier",
     "{activity} was brought forward to {new}; "
     "it had been planned for {old}"},
    {"ActivityPostponed",
     "{activity} was postponed[ ({condition})][; it had "
     "been planned for {old}]"},
    {"ActivityMovedOnline",
     "{activity} moved online: {old} -> {new}[, it had "
     "been planned in {place}]"},
    {"DeliveryModeChanged", "The mode of {activity} changed: {old} -> {new}"},
    {"DeliveryModeChanged.refined",
     "The mode of {activity} became more "
     "precise: {old} -> {new}"},
    {"VenueChanged",
     "The place of {activity} became {new}[; it had been "
     "{old}]"},
    {"ActivityHostedWithin", "{activity} takes place within {host}"},
    {"ActivitySplit", "{activity} was split into {parts}"},
    {"part", "{activity}[ for {date}]"},
    {"ActivityHeld",
     "{activity} was held on {date}[, {how}][, in {place}][, "
     "within {host}][; led by {heads}]"},
    {"ActivityHeld.within",
     "{activity} was held in {date}[, {how}][, in "
     "{place}][, within {host}][; led by {heads}]"},
    {"OccurrenceLogged", "{activity} was used on {date}[ ({level})]"},
    {"OperationEnded", "{activity} ended on {date}"},
    {"DeliverableStarted", "Work on {activity} started: {date}[ ({document})]"},
    {"DeliverableCompleted",
     "{activity} was completed: {date}[ "
     "({document})]"},
    {"ActivityCancelled", "{activity} was cancelled"},
    {"ActivityReinstated", "{activity} was reinstated"},
    {"DelegateAssigned", "{delegate} was named for {activity}"},
    {"DelegateSubstituted", "{new} took the place of {old} at {activity}"},

    // What accompanies a plan.
    {"OUTCOME_KIND_UNSPECIFIED",
     "{activity} came to an outcome on: {about}[; "
     "said by {speaker}][; shared by {parties}][; "
     "due {due}]"},
    {"OUTCOME_KIND_AGENDA",
     "{activity} had on its agenda: {about}[; said by "
     "{speaker}][; shared by {parties}][; due {due}]"},
    {"OUTCOME_KIND_DISCUSSED",
     "{activity} discussed: {about}[; said by "
     "{speaker}][; shared by {parties}][; due "
     "{due}]"},
    {"OUTCOME_KIND_SHARED_VIEW",
     "{activity} shared the view on: {about}[; "
     "said by {speaker}][; shared by {parties}][; "
     "due {due}]"},
    {"OUTCOME_KIND_ASSESSED",
     "{activity} assessed: {about}[; said by "
     "{speaker}][; shared by {parties}][; due "
     "{due}]"},
    {"OUTCOME_KIND_AGREED",
     "{activity} agreed on: {about}[; said by "
     "{speaker}][; shared by {parties}][; due {due}]"},
    {"OUTCOME_KIND_INTENDED",
     "{activity} intends: {about}[; said by "
     "{speaker}][; shared by {parties}][; due "
     "{due}]"},
    {"OUTCOME_KIND_STATEMENT",
     "{activity} heard a statement on: {about}[; "
     "said by {speaker}][; shared by {parties}][; "
     "due {due}]"},
    {"ProgressReviewed",
     "The progress of the plan was reviewed at "
     "{activity}[: {about}]"},
    {"TablePublished",
     "The implementation table as of {day} was published[ "
     "in {document}]"},
    {"DiscrepancyNoted.compatible",
     "Two statements of the {field} of "
     "{entity} differ: {values}; both can be "
     "true"},
    {"DiscrepancyNoted.conflict",
     "Two statements of the {field} of {entity} "
     "differ: {values}; at most one is true"},
    {"DiscrepancyResolved",
     "The discrepancy {id} was settled[; "
     "{resolution}]"},
    {"DiscrepancyResolved.known",
     "The discrepancy about the {field} of "
     "{entity} was settled[; accepted: "
     "{accepted}][; {resolution}]"},
    {"ChangeConfirmed", "{party} confirmed: {sentence}"},
    {"ChangeDisputed", "{party} disputed: {sentence}[; instead: {statement}]"},
    {"FactCorrected", "Corrected: {sentence}; it had been told as: {old}"},
    {"EventVoided", "Taken out, as it was entered in error: {sentence}"},
    {"unknown-type",
     "An event of type {type}, which this version cannot "
     "read, was recorded"},

    // What stands beside a change.
    {"mark.corrected", "corrected by position {position}: {sentence}"},
    {"mark.voided", "entered in error, taken out by position {position}"},
    {"mark.corrects", "corrects position {position}"},
    {"mark.takes-out", "takes out position {position}"},
    {"statement.confirmed", "{party} confirmed this"},
    {"statement.disputed", "{party} disputed this[: {statement}]"},
    {"source.bytes", "{title}, bytes {begin}-{end}"},
    {"source.quote", "{title}, bytes {begin}-{end}: {quote}"},

    // Dates. Years are always written.
    {"date.undecided", "a date to be decided"},
    {"date.on-demand", "on demand"},
    {"date.day", "{day} {month} {year}"},
    {"date.days", "{day}–{last_day} {month} {year}"},
    {"date.days-of-year", "{day} {month} to {last_day} {last_month} {year}"},
    {"date.month", "{month} {year}"},
    {"date.months", "{month} to {last_month} {year}"},
    {"date.third.1", "early {month} {year}"},
    {"date.third.2", "mid-{month} {year}"},
    {"date.third.3", "late {month} {year}"},
    {"date.season.1", "spring {year}"},
    {"date.season.2", "summer {year}"},
    {"date.season.3", "autumn {year}"},
    {"date.season.4", "winter {year}"},
    {"date.quarter.1", "the first quarter of {year}"},
    {"date.quarter.2", "the second quarter of {year}"},
    {"date.quarter.3", "the third quarter of {year}"},
    {"date.quarter.4", "the fourth quarter of {year}"},
    {"date.half.1", "the first half of {year}"},
    {"date.half.2", "the second half of {year}"},
    {"date.year", "{year}"},
    {"date.years", "{year}–{last_year}"},
    {"date.span", "{first} to {last}"},
    {"date.from", "{first} onwards"},
    {"date.until", "until {last}"},
    {"date.one-of", "one of {list}"},
    {"date.within", "a day from {first} to {last}"},
    {"date.uncertain", "uncertain"},
    {"date.approximate", "about then"},
    {"date.tentative", "provisional"},
    {"date.morning", "morning"},
    {"date.afternoon", "afternoon"},
    {"date.evening", "evening"},
    {"date.after", "after {activity}"},
    {"date.before", "before {activity}"},
    {"date.during", "during {activity}"},
    {"month.1", "January"},
    {"month.2", "February"},
    {"month.3", "March"},
    {"month.4", "April"},
    {"month.5", "May"},
    {"month.6", "June"},
    {"month.7", "July"},
    {"month.8", "August"},
    {"month.9", "September"},
    {"month.10", "October"},
    {"month.11", "November"},
    {"month.12", "December"},

    // Modes.
    {"DELIVERY_MODE_UNSPECIFIED", "mode not said"},
    {"DELIVERY_MODE_IN_PERSON", "in person"},
    {"DELIVERY_MODE_VIDEO_CONFERENCE", "by video conference"},
    {"DELIVERY_MODE_REMOTE", "remote"},
    {"DELIVERY_MODE_HYBRID", "hybrid"},
    {"DELIVERY_MODE_WRITTEN", "in writing"},
    {"DELIVERY_MODE_CORRESPONDENCE", "by correspondence"},

    // Reasons.
    {"CODE_PUBLIC_HEALTH", "public health"},
    {"CODE_SCHEDULING", "scheduling"},
    {"CODE_PREPARATION", "preparation"},
    {"CODE_DIPLOMATIC", "diplomatic reasons"},
    {"CODE_BUDGET", "budget"},
    {"CODE_FORCE_MAJEURE", "force majeure"},
    {"CODE_ENTRY_ERROR", "entered in error"},
    {"CODE_OTHER", "another reason"},

    // How it follows from the source.
    {"BASIS_STATED", "stated"},
    {"BASIS_IMPLIED", "implied"},
    {"BASIS_INFERRED", "inferred"},

    // Kinds.
    {"ACTIVITY_KIND_UNSPECIFIED", "activity"},
    {"ACTIVITY_KIND_MEETING", "meeting"},
    {"ACTIVITY_KIND_SEMINAR", "seminar"},
    {"ACTIVITY_KIND_WORKSHOP", "workshop"},
    {"ACTIVITY_KIND_DIALOGUE", "dialogue"},
    {"ACTIVITY_KIND_CONFERENCE", "conference"},
    {"ACTIVITY_KIND_FORUM", "forum"},
    {"ACTIVITY_KIND_EXHIBITION", "exhibition"},
    {"ACTIVITY_KIND_DELIVERABLE", "deliverable"},
    {"ACTIVITY_KIND_STANDING_OPERATION", "standing operation"},
    {"AGREEMENT_KIND_UNSPECIFIED", "agreement"},
    {"AGREEMENT_KIND_FIVE_YEAR_PLAN", "five-year plan"},
    {"AGREEMENT_KIND_MEMORANDUM", "memorandum"},
    {"AGREEMENT_KIND_ANNUAL_PLAN", "annual plan"},
    {"AGREEMENT_KIND_TREATY", "treaty"},
    {"AGREEMENT_KIND_OTHER", "agreement"},
    {"document.press-release", "press release"},
    {"document.minutes", "minutes"},
    {"document.letter", "letter"},
    {"document.table", "table"},
    {"language.ko", "Korean"},
    {"language.en", "English"},
    {"language.zh", "Chinese"},

    // Roles that an actor or delegate may have.
    {"role.head of delegation", "head of delegation"},
    {"role.official in charge", "official in charge"},
    {"role.minister", "minister"},
    {"role.director-general", "director-general"},

    // States and stages.
    {"STATE_REGISTERED", "registered"},
    {"STATE_PLANNED", "planned"},
    {"STATE_POSTPONED", "postponed"},
    {"STATE_ONGOING", "ongoing"},
    {"STATE_HELD", "held"},
    {"STATE_COMPLETED", "completed"},
    {"STATE_CANCELLED", "cancelled"},
    {"STATE_SPLIT", "split"},
    {"STAGE_PROPOSED", "in preparation"},
    {"STAGE_AGREED", "text settled"},
    {"STAGE_SIGNED", "signed"},
    {"STAGE_ENDED", "ended"},
    {"status.defined", "defined"},
    {"status.discontinued", "given up"},
    {"status.carried-over", "carried over"},
    {"status.registered", "registered"},
    {"status.adopted", "adopted"},
    {"status.closed", "closed"},

    // Fields.
    {"field.date", "date"},
    {"field.mode", "mode"},
    {"field.status", "status"},
    {"field.venue", "place"},
    {"field.title", "title"},
    {"field.kind", "kind"},
    {"field.titles", "titles"},
    {"field.project_ids", "projects"},
    {"field.series_id", "series"},
    {"field.ordinal", "number"},
    {"field.ordinal_text", "number as written"},
    {"field.edition_year", "year of the edition"},
    {"field.title_suffix", "words behind the title"},
    {"field.level", "level"},
    {"field.coverage", "coverage"},
    {"field.organiser", "organiser"},
    {"field.line_order", "place in the table"},
    {"field.ordinal_clash_intended", "intended repetition of the number"},
    {"field.agenda", "agenda"},
    {"value.none", "none"},

    // Rules of findings.
    {"rule.agreement-stage", "the stage of the agreement does not allow it"},
    {"rule.discrepancy-resolved", "the discrepancy was settled before"},
    {"rule.held-outside-planned", "held outside the planned dates"},
    {"rule.id-taken", "the id is taken"},
    {"rule.kind-mismatch", "does not fit the kind of activity"},
    {"rule.no-open-part", "no part is open"},
    {"rule.number-taken", "the number of the project is taken"},
    {"rule.odd-in-state", "odd in the state that it was in"},
    {"rule.old-value-differs", "the old value differs"},
    {"rule.one-side-only", "only one side says so"},
    {"rule.ordinal-skipped", "a number of the series is skipped"},
    {"rule.ordinal-taken", "the number of the series is taken"},
    {"rule.plan-adopted", "the plan was adopted before"},
    {"rule.plan-closed", "the plan was closed before"},
    {"rule.plan-registered", "the plan was registered before"},
    {"rule.project-discontinued", "the project was given up before"},
    {"rule.recorded-late", "recorded late"},
    {"rule.role-ended", "the role ended before"},
    {"rule.state-forbids", "the state that it was in does not allow it"},
    {"rule.unknown-delegate", "no such delegate"},
    {"rule.unknown-id", "unknown id"},
    {"rule.unknown-type", "unknown type of event"},
    {"rule.weekday-mismatch", "the weekday does not match the date"},
};

// `th` stands for the ending of an ordinal: 1st, 2nd, 3rd, 11th.
std::string EnglishEnding(absl::string_view text, absl::string_view mark) {
  if (mark != "th" || text.empty()) return std::string(mark);
  const bool is_teen = text.size() > 1 && text[text.size() - 2] == '1';
  switch (is_teen ? '0' : text.back()) {
    case '1':
      return "st";
    case '2':
      return "nd";
    case '3':
      return "rd";
    default:
      return "th";
  }
}

}  // namespace

const Language& English() {
  static const auto* const kEnglish =
      new Language("en", kPhrases, std::size(kPhrases), EnglishEnding);
  return *kEnglish;
}

}  // namespace clearsky::ledger
