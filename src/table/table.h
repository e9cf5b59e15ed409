#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/implementation_table.pb.h"
#include "clearsky/v1/plan_state.pb.h"

// The implementation table out: made from plan state (design, section 4). Pure;
// safe to call from many threads.

namespace clearsky::table {

// Rises with every change of what is printed for an equal state.
inline constexpr uint32_t kRendererVersion = 1;

// The year that all of the plan's period lies in, which dates elide; 0 when
// there is none.
int PlanYear(const v1::PlanState& state);

// The table of `state`. `language` is `ko`; others are UNIMPLEMENTED, naming
// what there is. Positions are left to the ledger.
absl::StatusOr<v1::ImplementationTable> MakeTable(const v1::PlanState& state,
                                                  absl::string_view language,
                                                  v1::TableStyle style);

// Faces of a table.

// `area<TAB>project<TAB>line`, a head and one row a line, cells filled down;
// tabs and newlines inside cells become spaces.
std::string ToTsv(const v1::ImplementationTable& table);
// Columns aligned by display width (Hangul is two columns wide), each area and
// project printed once.
std::string ToText(const v1::ImplementationTable& table);
// A GitHub-flavoured Markdown table; `|` escaped.
std::string ToMarkdown(const v1::ImplementationTable& table);
// RFC 4180: `area,project,line,activity_id`, a head and one row a line, cells
// filled down, lines ended by CR LF. A cell that a spreadsheet would take for a
// formula gets a leading apostrophe.
std::string ToCsv(const v1::ImplementationTable& table);
// An HTML `table`, cells of areas and projects spanning their rows. With a
// `link_prefix` each line is a link to it with the activity's id behind.
std::string ToHtml(const v1::ImplementationTable& table,
                   absl::string_view link_prefix = "");

// Columns that `text` takes on a terminal (Unicode East Asian Width).
int DisplayWidth(absl::string_view text);

}  // namespace clearsky::table
