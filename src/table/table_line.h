#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "clearsky/v1/implementation_table.pb.h"
#include "clearsky/v1/plan_state.pb.h"

// The words of one line of the implementation table. Pure; safe to call from
// many threads.

namespace clearsky::table {

// A name as the table prints it.
struct PrintedName {
  std::string text;
  // What is missing; empty when the name is there.
  std::string note;
};

// The Korean name among `labels`: as tables spell it, else any other. Without
// one, the text says so in brackets, with a name in another language or `id`.
PrintedName NameOf(const google::protobuf::RepeatedPtrField<v1::Label>& labels,
                   absl::string_view id);

// What all lines of one table have in common. Borrows the state.
struct LineStyle {
  const v1::PlanState* state = nullptr;
  v1::TableStyle style = v1::TABLE_STYLE_AS_PUBLISHED;
  // The year that dates elide; 0 for none.
  int plan_year = 0;
};

// The activity as registered; a part of a split activity has of its parent what
// it does not have itself.
v1::ActivityRegistered DetailsOf(const v1::PlanState& state,
                                 const v1::ActivityState& activity);

// Whether an activity has a line: not when it is a container of parts, nor when
// no date of it is known.
bool HasLine(const v1::ActivityState& activity);

// Writes the line of an activity that has one into `line`, which is empty;
// `details` are those of DetailsOf.
void WriteLine(const LineStyle& style, const v1::ActivityState& activity,
               const v1::ActivityRegistered& details, v1::TableLine* line);

// The line of an activity; nullopt when it has none.
std::optional<v1::TableLine> MakeLine(const LineStyle& style,
                                      const v1::ActivityState& activity);

}  // namespace clearsky::table
