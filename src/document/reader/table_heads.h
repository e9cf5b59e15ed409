#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// The heads by which the implementation table is known. Pure; safe to call from
// many threads.

namespace clearsky::document {

enum class TableColumn { kArea, kProject, kLine };
inline constexpr size_t kTableColumns = 3;

// The column that a head names in Korean, English or Chinese, white space,
// punctuation and what stands in parentheses set aside; nullopt when none.
std::optional<TableColumn> ColumnOfHead(absl::string_view head);

// Whether a line without tabs is all three heads in their order.
bool IsHeadWithoutTabs(absl::string_view line);

// Columns [begin, end).
struct ColumnRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// A head and the columns that it stands over.
struct HeadCell {
  std::string words;
  ColumnRange columns;
};

struct HeadRow {
  std::array<ColumnRange, kTableColumns> columns;
  // Heads of columns that are not read.
  std::vector<HeadCell> others;
};

// The columns of the row of `cells` when it is a head: each of the three stands
// in it once.
std::optional<HeadRow> MatchHeadRow(const std::vector<HeadCell>& cells);

// `` `분야`, `세부사업` and `주요 이행현황` (...)``: for refusals.
std::string WantedHeads();

}  // namespace clearsky::document
