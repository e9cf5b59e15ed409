#pragma once

#include <map>
#include <string>
#include <vector>

#include "log_benchmark/harness.h"

namespace clearsky::bench {

// What a child measured, by name; each may have been told several times.
using ChildFigures = std::map<std::string, std::vector<double>>;

// Runs `task` on `ledger` in a process of its own: nothing is cached there, and
// its memory is that of the log. `events` is the size the ledger was made with.
ChildFigures RunChild(const Settings& settings, const std::string& task,
                      const std::string& ledger, uint64_t events);

// One figure told by a task when it is the child.
void Tell(const std::string& name, double value);

}  // namespace clearsky::bench
