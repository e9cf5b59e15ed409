#pragma once

#include <vector>

#include "log_benchmark/harness.h"
#include "log_benchmark/table.h"

namespace clearsky::bench {

// How fast do events become durable: one at a time, from many writers, without
// waiting, and in batches?
std::vector<Row> AppendRows(const Settings& settings);

}  // namespace clearsky::bench
