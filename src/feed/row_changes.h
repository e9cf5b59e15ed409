#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "clearsky/v1/feed_service.pb.h"
#include "clearsky/v1/implementation_table.pb.h"

namespace clearsky::feed {

// A row of a table, with the project that it stands under.
struct NamedRow {
  std::string project_id;
  v1::TableRow row;
};

// The rows of `table` in order, cells filled down. Pure.
std::vector<NamedRow> RowsOf(const v1::ImplementationTable& table);

// What turns `old_rows` into `new_rows`, by the procedure of
// v1::WatchTableResponse: as few rows as can be, those that are gone first,
// then by index. A row that moved against the others is taken out and put in.
// The events behind are left to the caller. Pure.
//
// Should a table print an activity twice under one project, both rows have one
// name, and both change when one does.
std::vector<v1::TableRowChange> RowChanges(
    const std::vector<NamedRow>& old_rows,
    const std::vector<NamedRow>& new_rows);

}  // namespace clearsky::feed
