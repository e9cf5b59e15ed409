#include "document/reconcile_new.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "document/activity_words.h"
#include "document/reconcile_names.h"
#include "document/release_context.h"
#include "plan/entities.h"
#include "plan/partial_date.h"

namespace clearsky::document {

bool FreeIds::IsFree(const std::string& id) {
  if (!is_read_) {
    is_read_ = true;
    // Ids are never used again, those of what was entered in error included.
    for (const plan::HistoryEvent& at : history_) {
      if (!at.event.has_value()) continue;
      for (const plan::Introduction& made : plan::IntroductionsOf(*at.event)) {
        taken_.insert(made.id);
      }
    }
  }
  return !taken_.contains(id);
}

std::string FreeIds::Take(absl::string_view wanted) {
  std::string id(wanted);
  for (int i = 2; !IsFree(id); ++i) id = absl::StrCat(wanted, "-", i);
  taken_.insert(id);
  return id;
}

NewActivities::NewActivities(const ReconcileInput& input, const PlanSide& plan,
                             FreeIds* ids)
    : input_(input), plan_(plan), ids_(ids) {
  for (const auto& [id, series] : input.directory->series()) {
    const v1::SeriesDefined& definition = series.definition();
    for (const auto* labels : {&definition.labels(), &definition.aliases()}) {
      for (const v1::Label& label : *labels) {
        if (label.language() != "ko") continue;
        by_name_[NormalName(label.text())].series_id = id;
      }
    }
  }
  for (const PlanActivity& activity : plan_.activities()) {
    const v1::ActivityRegistered& details = *activity.details;
    for (const v1::Label& label : details.titles()) {
      if (label.language() != "ko") continue;
      Known& known = by_name_[NormalName(label.text())];
      known.details = &details;
      if (!details.series_id().empty()) known.series_id = details.series_id();
    }
    if (!details.series_id().empty() && details.ordinal() != 0) {
      ordinals_.emplace(details.series_id(), details.ordinal());
    }
  }
}

void NewActivities::Describe(const std::vector<std::string>& under,
                             DocumentLine* line) {
  ReadActivity& activity = line->activity;
  const notation::TitleParts& title = activity.reading.title;
  const std::string project = under.empty() ? "line" : under.front();
  AddLabel("ko", title.name, v1::Label::KIND_TABLE, &activity.titles);
  activity.project_ids = under;
  const auto found = by_name_.find(NormalName(title.name));
  if (found != by_name_.end()) {
    const Known& known = found->second;
    activity.series_id = known.series_id;
    if (known.details != nullptr) {
      activity.kind = known.details->kind();
      for (const v1::Label& label : known.details->titles()) {
        if (label.language() != "ko") *activity.titles.Add() = label;
      }
    }
  }
  const int count = ++count_of_project_[project];
  std::string wanted = absl::StrCat(project, "-l", count);
  if (!activity.series_id.empty()) {
    if (title.ordinal != 0) {
      wanted = absl::StrCat(activity.series_id, "-", title.ordinal);
      activity.ordinal_repeated =
          !ordinals_.emplace(activity.series_id, title.ordinal).second;
    } else if (title.edition_year != 0) {
      wanted = absl::StrCat(activity.series_id, "-", title.edition_year);
    }
  }
  activity.id = ids_->Take(wanted);
}

v1::StreamRecord NewActivities::EventsOf(const ReadActivity& activity,
                                         Findings* findings) const {
  ReleaseContext context;
  context.source = input_.source;
  context.plan = input_.plan;
  context.day = input_.day;
  context.date = plan::DateOfDay(input_.day);
  for (const auto& [id, series] : input_.directory->series()) {
    if (id == activity.series_id) context.series.insert(id);
  }
  EventList events(input_.plan, &context.source);
  AddActivityEvents(context, activity, findings, &events);
  return events.Finish();
}

}  // namespace clearsky::document
