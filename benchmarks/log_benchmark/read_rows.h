#pragma once

#include <vector>

#include "log_benchmark/harness.h"
#include "log_benchmark/table.h"

namespace clearsky::bench {

// How fast is everything read from the first event to the last, as bytes and
// decoded?
std::vector<Row> ReadRows(const Settings& settings);

}  // namespace clearsky::bench
