#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace clearsky::bench {

// What the figures were made on: name and value, to be printed above them.
std::vector<std::pair<std::string, std::string>> DescribeMachine(
    const std::string& directory);

// Memory of this process that is resident, now and at its highest.
uint64_t ResidentBytes();
uint64_t PeakResidentBytes();

}  // namespace clearsky::bench
