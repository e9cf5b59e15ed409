#pragma once

#include <string>

#include "log_benchmark/harness.h"

namespace clearsky::bench {

// The ledger of so many events has so many streams: each has 1,000 events.
inline constexpr uint64_t kRevisions = 1'000;
inline uint64_t StreamsOf(uint64_t events) { return events / kRevisions; }

// What is measured of a ledger in a process of its own, with a cache that
// starts empty. Tells its figures (child.h).
//
// sequential  `rate`: events/s of everything in order, from the disk
// streams     `seconds` of reading each of some streams, from the disk
// positions   `seconds` of the same through the positions of their events
// growth      `open_us`, `one_rate`, `batch_rate`, `tail_us`
// memory      `before`, `opened`, `appended`, `read`, `peak`: bytes resident
void RunTask(const Settings& settings, const std::string& task);

}  // namespace clearsky::bench
