// The plan: what it is, its areas and projects, its activities, and what was
// said and published of it.

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "document/release_context.h"
#include "document/release_head.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::document {
namespace {

// Whether the bounds of one date lie inside the other's.
bool Compatible(const v1::PartialDate& a, const v1::PartialDate& b) {
  const plan::DayBounds first = plan::BoundsOf(a);
  const plan::DayBounds second = plan::BoundsOf(b);
  const auto inside = [](const plan::DayBounds& inner,
                         const plan::DayBounds& outer) {
    const bool starts =
        !outer.earliest.has_value() ||
        (inner.earliest.has_value() && *inner.earliest >= *outer.earliest);
    const bool ends =
        !outer.latest.has_value() ||
        (inner.latest.has_value() && *inner.latest <= *outer.latest);
    return starts && ends;
  };
  return inside(first, second) || inside(second, first);
}

class PlanWriter {
 public:
  PlanWriter(const ReleaseContext& context, Findings* findings)
      : context_(context),
        findings_(findings),
        events_(context.plan, &context.source),
        first_day_(plan::DateOfDay(absl::CivilDay(context.plan_year, 1, 1))) {}

  EventList Write() {
    AddPlan();
    AddResponsibilities();
    for (const ReadArea& area : context_.table.areas) AddArea(area);
    for (const ReadProject& project : context_.table.projects) {
      AddProject(project);
    }
    // Ids of activities are taken before those that the plan's other entities
    // could take from them.
    for (const ReadActivity& activity : context_.table.activities) {
      events_.TakeId(activity.id);
      AddActivityEvents(context_, activity, findings_, &events_);
    }
    for (const KeptFact& kept : context_.kept->List("measures")) {
      AddMeasure(kept);
    }
    for (const ReadActivity& activity : context_.table.activities) {
      NoteDiscrepancy(activity);
    }
    AddReview();
    AddPublication();
    return std::move(events_);
  }

 private:
  // The fact about this plan; nullptr when none is.
  const KeptFact* PlanFact() const {
    for (const KeptFact& kept : context_.kept->List("plans")) {
      if (absl::EndsWith(kept.fact.id(), absl::StrCat("/", context_.plan)) ||
          absl::EndsWith(kept.fact.id(), absl::StrCat(":", context_.plan))) {
        return &kept;
      }
    }
    return nullptr;
  }

  void AddPlan() {
    const KeptFact* kept = PlanFact();
    const auto attachment = ReadAttachment(*context_.text);
    const ByteRange range = kept != nullptr          ? kept->range
                            : attachment.has_value() ? attachment->range
                                                     : context_.date_range;
    v1::PlanRegistered* plan =
        events_.Add(first_day_, v1::BASIS_INFERRED, range)
            .mutable_plan_registered();
    if (kept != nullptr) {
      *plan->mutable_titles() =
          LabelsOfNames(kept->fact.Object("names"), v1::Label::KIND_BODY);
      const std::string agreement =
          absl::StrCat(kFrameworkStream, "#",
                       SlugOfFactId(kept->fact.Text("parent_agreement")));
      if (context_.agreements.contains(agreement)) {
        plan->set_parent_agreement(agreement);
      }
      plan->set_series_id(
          context_.KnownSeries(SlugOfFactId(kept->fact.Text("series"))));
      for (const std::string& party : context_.parties) {
        plan->add_party_ids(party);
      }
    }
    if (plan->titles().empty()) {
      AddLabel("ko", attachment.has_value() ? attachment->words : context_.plan,
               v1::Label::KIND_BODY, plan->mutable_titles());
    }
    const auto period = plan::DateOfEdtf(
        absl::StrCat(absl::Dec(context_.plan_year, absl::kZeroPad4)));
    if (period.ok()) *plan->mutable_period() = *period;
  }

  // The divisions of the block of contacts: that marked 총괄 leads.
  void AddResponsibilities() {
    for (const KeptFact& kept : context_.kept->List("organisations")) {
      if (kept.fact.Text("kind") != "division") continue;
      const std::string words = kept.fact.Text("quote");
      std::optional<ByteRange> where;
      bool leads = false;
      for (auto found = context_.text->Find(words); found.has_value();
           found = context_.text->Find(words, found->begin + 1)) {
        const absl::string_view line = context_.text->LineAt(found->begin);
        if (!IsContactLine(line)) continue;
        if (!where.has_value()) where = found;
        leads = leads || absl::StrContains(line, "총괄");
      }
      if (!where.has_value()) continue;
      v1::ResponsibilityAssigned* assigned =
          events_.Add(context_.date, v1::BASIS_STATED, *where)
              .mutable_responsibility_assigned();
      assigned->set_organisation_id(kept.id);
      assigned->set_kind(leads ? v1::RESPONSIBILITY_KIND_LEAD
                               : v1::RESPONSIBILITY_KIND_JOINT);
      assigned->set_entity(context_.plan);
    }
  }

  void AddArea(const ReadArea& area) {
    v1::AreaDefined* defined =
        events_.Add(first_day_, v1::BASIS_INFERRED, area.range)
            .mutable_area_defined();
    defined->set_area_id(events_.TakeId(area.id));
    defined->set_order(area.order);
    *defined->mutable_labels() = area.labels;
  }

  void AddProject(const ReadProject& project) {
    v1::ProjectDefined* defined =
        events_.Add(first_day_, v1::BASIS_INFERRED, project.range)
            .mutable_project_defined();
    defined->set_project_id(events_.TakeId(project.id));
    defined->set_number(project.number);
    defined->set_area_id(project.area_id);
    *defined->mutable_labels() = project.labels;
  }

  void AddMeasure(const KeptFact& kept) {
    const auto period = plan::DateOfEdtf(kept.fact.Text("edtf"));
    const plan::DayBounds bounds =
        period.ok() ? plan::BoundsOf(*period) : plan::DayBounds{};
    if (!bounds.earliest.has_value()) {
      AddFinding(context_.text->LineNumber(kept.range.begin), "fact-left-out",
                 absl::StrCat("fact ", kept.fact.id(),
                              " is left out: its period is no EDTF with a "
                              "first day"),
                 findings_);
      return;
    }
    v1::MeasureDefined* measure = events_
                                      .Add(plan::DateOfDay(*bounds.earliest),
                                           v1::BASIS_STATED, kept.range)
                                      .mutable_measure_defined();
    measure->set_measure_id(events_.TakeId(kept.id));
    measure->set_party_id(SlugOfFactId(kept.fact.Text("party")));
    *measure->mutable_labels() =
        LabelsOfNames(kept.fact.Object("names"), v1::Label::KIND_BODY);
    measure->set_ordinal(kept.fact.Number("ordinal"));
    *measure->mutable_period() = *period;
    measure->mutable_period()->set_verbatim(kept.fact.Text("verbatim"));
  }

  // The body gives another date than the table.
  void NoteDiscrepancy(const ReadActivity& activity) {
    const Fact other = activity.fact.Object("date").Object("other_statement");
    if (!other.Has("verbatim") || !activity.reading.date.has_value()) return;
    const std::string words = other.Text("verbatim");
    const auto quote = context_.text->Find(other.Text("quote"));
    const auto where = quote.has_value()
                           ? context_.text->Find(words, quote->begin)
                           : std::nullopt;
    const auto reading = notation::ReadDate(words, context_.notation());
    if (!where.has_value() || where->end > quote->end || !reading.ok() ||
        !reading->date.has_value()) {
      AddFinding(activity.line_number, "fact-left-out",
                 absl::StrCat("the other date of fact ", activity.fact.id(),
                              " is left out: `", words,
                              "` is no date that stands in the text"),
                 findings_);
      return;
    }
    const v1::PartialDate& table_date = *activity.reading.date;
    if (plan::SameDate(*reading->date, table_date)) return;
    v1::DiscrepancyNoted* noted =
        events_.Add(context_.date, v1::BASIS_STATED, *quote)
            .mutable_discrepancy_noted();
    noted->set_discrepancy_id(
        events_.TakeId(absl::StrCat(activity.id, "-date")));
    noted->set_entity(activity.id);
    noted->set_field("date");
    noted->set_kind(Compatible(*reading->date, table_date)
                        ? v1::DISCREPANCY_KIND_COMPATIBLE
                        : v1::DISCREPANCY_KIND_CONFLICT);
    AddValue(words, *reading->date, *where, noted);
    AddValue(table_date.verbatim().empty() ? table_date.edtf()
                                           : table_date.verbatim(),
             table_date, activity.range, noted);
  }

  void AddValue(const std::string& words, const v1::PartialDate& date,
                ByteRange range, v1::DiscrepancyNoted* noted) const {
    v1::DiscrepantValue* value = noted->add_values();
    value->set_text(words);
    *value->mutable_date() = date;
    if (!context_.source.asserted_by.empty()) {
      value->add_asserted_by(context_.source.asserted_by);
    }
    v1::SourceRef* source = value->mutable_source();
    source->set_document_id(context_.source.document_id);
    source->set_sha256(context_.source.sha256);
    source->set_begin_byte(range.begin);
    source->set_end_byte(range.end);
  }

  void AddReview() {
    const KeptFact* kept = PlanFact();
    if (kept == nullptr) return;
    const Fact assessment = kept->fact.Object("assessment");
    const KnownMeeting* meeting = context_.Meeting(assessment.Text("at"));
    if (meeting == nullptr) return;
    v1::PartialDate effective = meeting->date;
    effective.clear_verbatim();
    effective.clear_part_of_day();
    v1::ProgressReviewed* reviewed =
        events_.Add(effective, v1::BASIS_STATED, kept->range)
            .mutable_progress_reviewed();
    reviewed->set_at_activity(meeting->reference);
    if (context_.text->Find(assessment.Text("ko")).has_value()) {
      *reviewed->mutable_about() =
          LabelsOfNames(assessment, v1::Label::KIND_BODY);
    }
  }

  void AddPublication() {
    const std::string day = plan::FormatDay(context_.day);
    v1::TablePublished* published =
        events_
            .Add(context_.date, v1::BASIS_STATED,
                 {context_.table_begin, context_.text->content().size()})
            .mutable_table_published();
    published->set_publication_id(events_.TakeId(absl::StrCat("table-", day)));
    published->set_as_of_day(day);
    published->set_language("ko");
    published->set_style(v1::TABLE_STYLE_AS_PUBLISHED);
    published->set_format("text/plain; charset=utf-8");
    published->set_sha256(context_.source.sha256);
    published->set_document_id(context_.source.document_id);
  }

  const ReleaseContext& context_;
  Findings* const findings_;
  EventList events_;
  const v1::PartialDate first_day_;
};

}  // namespace

EventList PlanEvents(const ReleaseContext& context, Findings* findings) {
  return PlanWriter(context, findings).Write();
}

}  // namespace clearsky::document
