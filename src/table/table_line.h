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

// The line of an activity. nullopt when it prints none: a container of parts,
// or an activity of which no date is known.
std::optional<v1::TableLine> MakeLine(const LineStyle& style,
                                      const v1::ActivityState& activity);

}  // namespace clearsky::table
