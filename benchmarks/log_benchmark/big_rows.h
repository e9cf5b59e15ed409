#pragma once

#include <vector>

#include "log_benchmark/harness.h"
#include "log_benchmark/table.h"

namespace clearsky::bench {

// What does a ledger of ten million events cost: to read one of its streams
// from the disk, to go on with, in memory, and on the disk?
std::vector<Row> BigRows(const Settings& settings);

}  // namespace clearsky::bench
