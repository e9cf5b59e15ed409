#pragma once

// The log under measurement. All that is asked of it stands here, so that the
// rows say what they measure and not how the log is called.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "log/event_log.h"
#include "log_benchmark/peer_rocksdb.h"
#include "log_benchmark/store.h"

namespace clearsky::bench {

// A new ledger in `directory`. It is closed to settle: that writes what its
// indexes lack.
std::unique_ptr<Store> NewClearskyStore(const std::string& directory);

std::unique_ptr<log::EventLog> CreateLedger(const std::string& directory);
std::unique_ptr<log::EventLog> OpenLedger(const std::string& directory);
// Where its packed events lie, and in which family.
std::string EventsDirectory(const std::string& directory);
extern const char kEventsFamily[];

// The events at [begin, end) as batches of 1,000 over their streams.
using Batch = std::vector<log::StreamAppend>;
std::vector<Batch> MakeBatches(const PlanEvents& events, uint64_t begin,
                               uint64_t end);
void AppendBatch(log::EventLog& log, const Batch& batch);
// Both in one, a few batches at a time.
void AppendPlanEvents(log::EventLog& log, const PlanEvents& events,
                      uint64_t begin, uint64_t end);
// Appends one event, expecting nothing.
void AppendOne(log::EventLog& log, const std::string& stream,
               const SourceEvent& event, const Uuid& id);

// Reads the stored bytes of at most `limit` events from the first on.
ReadCount ReadEverything(const log::EventLog& log, uint64_t limit);
// Calls `visit` for the stored bytes of each event.
void VisitStored(const log::EventLog& log,
                 const std::function<void(absl::string_view)>& visit);
// The last `count` events, backward.
ReadCount ReadTail(const log::EventLog& log, uint64_t count);
ReadCount ReadOneStream(const log::EventLog& log, const std::string& stream);
ReadCount ReadPositions(const log::EventLog& log,
                        const std::vector<uint64_t>& positions);

// Follows the log from the first event to the one before `end`, parsing each
// into one message that is reused.
ReadCount CatchUp(log::EventLog& log, uint64_t end);

// Times, in microseconds, from the return of an append to the moment when a
// subscriber has its event, for `count` appends of one event, one at a time.
std::vector<double> AcknowledgedToDelivered(log::EventLog& log,
                                            const PlanEvents& events,
                                            uint64_t count);

}  // namespace clearsky::bench
