#pragma once

#include <vector>

#include "log_benchmark/harness.h"
#include "log_benchmark/table.h"

namespace clearsky::bench {

// How long after an append returned does a subscriber have its event?
std::vector<Row> LiveRows(const Settings& settings);

}  // namespace clearsky::bench
