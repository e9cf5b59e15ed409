#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/value.pb.h"
#include "document/event_list.h"
#include "document/facts.h"
#include "document/kept_facts.h"
#include "document/source_text.h"
#include "document/table_reading.h"
#include "notation/korean.h"

// A release read, before events are made of it; and the makers of events, one
// for each stream.

namespace clearsky::document {

// Stream of the standing framework between the two parties.
inline constexpr char kFrameworkStream[] = "kr-cn-environment";

// A meeting recorded outside the plan's table.
struct KnownMeeting {
  std::string fact_id;
  std::string reference;  // `stream#id`.
  std::string name;       // As the release writes it.
  v1::PartialDate date;
};

// All that was read. Borrows the text and facts, which must outlive it.
struct ReleaseContext {
  const SourceText* text = nullptr;
  const Facts* facts = nullptr;
  const KeptFacts* kept = nullptr;
  EventSource source;
  std::string plan;  // Its stream.
  int plan_year = 0;
  absl::CivilDay day;    // Of the release.
  v1::PartialDate date;  // The same.
  ByteRange date_range;
  size_t table_begin = 0;
  TableReading table;
  // The parties that meet: those with a ministry among the facts.
  std::vector<std::string> parties;
  std::set<std::string> series;  // Slugs of those that are defined.
  std::vector<KnownMeeting> meetings;
  std::set<std::string> agreements;  // `stream#id` of those recorded.

  notation::Context notation() const { return {day, plan_year}; }
  // `id` of a series when it is defined, else empty.
  std::string KnownSeries(absl::string_view id) const;
  const KnownMeeting* Meeting(absl::string_view fact_id) const;
};

// Directory: the document, parties, organisations, persons, roles, series.
EventList DirectoryEvents(ReleaseContext* context, Findings* findings);

// Framework: meetings of the two parties, agreements, outcomes. No events when
// no fact tells of any.
EventList FrameworkEvents(ReleaseContext* context, Findings* findings);

// Meetings that others organise and the two parties attend: a stream each.
std::vector<EventList> MultilateralEvents(ReleaseContext* context,
                                          Findings* findings);

// The plan: areas, projects, activities, what was reviewed and published.
EventList PlanEvents(const ReleaseContext& context, Findings* findings);

// The events of one activity of the table.
void AddActivityEvents(const ReleaseContext& context,
                       const ReadActivity& activity, Findings* findings,
                       EventList* events);

}  // namespace clearsky::document
