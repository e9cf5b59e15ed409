#pragma once

#include <string>
#include <vector>

#include "document/release_context.h"

// Events of a meeting that the facts tell of, outside the plan's table.

namespace clearsky::document {

// Whether others organise the meeting, so that it has a stream of its own.
bool IsMultilateral(const Fact& meeting);

// Registers a meeting under `id`, and holds or schedules it as the fact says.
// Adds it to the meetings that the context knows. A fact whose date cannot be
// read is left out, with a finding.
void AddMeetingEvents(const KeptFact& kept, absl::string_view id,
                      ReleaseContext* context, Findings* findings,
                      EventList* events);

}  // namespace clearsky::document
