#include "page/across_page.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "page/describe.h"
#include "page/names.h"

namespace clearsky::page {
namespace {

using Labels = google::protobuf::RepeatedPtrField<v1::Label>;

// The name in the language asked for; in another one, with its language, when
// there is none.
std::string NameIn(const Labels& labels, const std::string& language) {
  if (language.empty()) return LabelWords(labels);
  Labels wanted;
  for (const v1::Label& label : labels) {
    if (label.language() == language) *wanted.Add() = label;
  }
  if (!wanted.empty()) return LabelWords(wanted);
  if (labels.empty()) return "";
  return absl::StrCat("(", labels[0].language(), ") ", LabelWords(labels));
}

std::string NumberedName(const std::string& ordinal_text, uint32_t ordinal,
                         uint32_t year, const std::string& name) {
  std::string words = ordinal_text;
  if (words.empty() && ordinal != 0) words = absl::StrCat(ordinal);
  if (words.empty() && year != 0) words = absl::StrCat(year);
  return absl::StrCat(words, words.empty() ? "" : " ", name);
}

std::string WhenWords(const v1::CalendarDate& date) {
  if (date.date().edtf().empty() && date.date().verbatim().empty()) return "?";
  return DateWords(date.date());
}

std::vector<std::string> CellsOf(const v1::CalendarEntry& entry,
                                 const std::string& language) {
  const v1::CalendarRow& row = entry.row();
  return {WhenWords(row.dates(static_cast<int>(entry.date_index()))),
          row.plan(),
          row.activity_id(),
          NameOf(row.state()),
          DeliveryWords(row.delivery()),
          NumberedName(row.ordinal_text(), row.ordinal(), row.edition_year(),
                       NameIn(row.titles(), language))};
}

const std::vector<std::string>& CalendarHeads() {
  static const auto* const heads = new std::vector<std::string>{
      "when", "plan", "activity", "state", "how", "name"};
  return *heads;
}

std::string StateWords(const v1::SeriesRow& row) {
  switch (row.kind()) {
    case v1::SeriesRow::KIND_ACTIVITY:
      return NameOf(row.state());
    case v1::SeriesRow::KIND_AGREEMENT:
      return NameOf(row.stage());
    default:
      return "";
  }
}

std::string GapWords(const v1::OrdinalGap& gap) {
  return gap.first() == gap.last() ? absl::StrCat(gap.first())
                                   : absl::StrCat(gap.first(), "-", gap.last());
}

}  // namespace

PlanPage CalendarPage(const v1::ListCalendarRequest& request,
                      const CalendarEntries& entries,
                      const std::string& language) {
  PageSection yes{"Falls in it", CalendarHeads(), {}};
  PageSection possible{"May fall in it", CalendarHeads(), {}};
  for (const v1::CalendarEntry& entry : entries) {
    (entry.within() == v1::CalendarEntry::WITHIN_YES ? yes : possible)
        .rows.push_back(CellsOf(entry, language));
  }
  PlanPage page;
  page.title =
      absl::StrCat("From ", request.from_day(), " to ", request.to_day());
  for (PageSection* section : {&yes, &possible}) {
    if (!section->rows.empty()) page.sections.push_back(std::move(*section));
  }
  return page;
}

PageSection CalendarSection(const CalendarEntries& entries,
                            const std::string& language) {
  PageSection all{"", CalendarHeads(), {}};
  all.heads.insert(all.heads.begin(), "within");
  for (const v1::CalendarEntry& entry : entries) {
    std::vector<std::string> cells = CellsOf(entry, language);
    cells.insert(cells.begin(), NameOf(entry.within()));
    all.rows.push_back(std::move(cells));
  }
  return all;
}

PageSection SeriesMembers(const v1::GetSeriesResponse& series,
                          const std::string& language) {
  PageSection members{
      "Members", {"no.", "kind", "of", "state", "when", "how", "name"}, {}};
  for (const v1::SeriesRow& row : series.members()) {
    members.rows.push_back(
        {row.ordinal() == 0 ? "" : absl::StrCat(row.ordinal()),
         NameOf(row.kind()),
         absl::StrCat(row.stream(), row.entity_id().empty() ? "" : "#",
                      row.entity_id()),
         StateWords(row), DateWords(row.date()), DeliveryWords(row.delivery()),
         NumberedName(row.ordinal_text(), 0, row.edition_year(),
                      NameIn(row.titles(), language))});
  }
  return members;
}

PlanPage SeriesPage(const v1::GetSeriesResponse& series,
                    const std::string& series_id, const std::string& language) {
  PlanPage page;
  const std::string name = NameIn(series.definition().titles(), language);
  page.title =
      name.empty() ? series_id : absl::StrCat(name, "  (", series_id, ")");
  const auto fact = [&](const char* what, std::string value) {
    if (!value.empty()) page.facts.emplace_back(what, std::move(value));
  };
  fact("also", absl::StrJoin(series.definition().aliases(), ", ",
                             [](std::string* out, const v1::Label& label) {
                               out->append(label.text());
                             }));
  fact("recurs", series.definition().recurrence());
  fact("since", DateWords(series.definition().period()));
  fact("missing",
       absl::StrJoin(series.gaps(), ", ",
                     [](std::string* out, const v1::OrdinalGap& gap) {
                       out->append(GapWords(gap));
                     }));
  for (const v1::OrdinalClash& clash : series.clashes()) {
    fact("twice", absl::StrCat(clash.ordinal(), ": ",
                               absl::StrJoin(clash.members(), ", ")));
  }
  PageSection members = SeriesMembers(series, language);
  if (!members.rows.empty()) page.sections.push_back(std::move(members));
  return page;
}

PageSection SeriesSection(const v1::ListSeriesResponse& all,
                          const std::string& language) {
  PageSection section{
      "", {"series", "members", "numbers", "missing", "twice", "name"}, {}};
  for (const v1::SeriesSummary& series : all.series()) {
    section.rows.push_back(
        {series.series_id(), absl::StrCat(series.member_count()),
         series.last_ordinal() == 0
             ? ""
             : absl::StrCat(series.first_ordinal(), "-", series.last_ordinal()),
         series.gap_count() == 0 ? "" : absl::StrCat(series.gap_count()),
         series.clash_count() == 0 ? "" : absl::StrCat(series.clash_count()),
         NameIn(series.labels(), language)});
  }
  return section;
}

PageSection PlansSection(const v1::ListPlansResponse& all) {
  PageSection section{
      "", {"plan", "title", "period", "activities", "events"}, {}};
  for (const v1::PlanSummary& plan : all.plans()) {
    section.rows.push_back({plan.plan(), LabelWords(plan.titles()),
                            plan.period().edtf(),
                            absl::StrCat(plan.activity_count()),
                            absl::StrCat(plan.event_count())});
  }
  return section;
}

}  // namespace clearsky::page
