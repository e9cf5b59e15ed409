#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/feed_service.pb.h"

namespace clearsky::log {
class Database;
}  // namespace clearsky::log

namespace clearsky::feed {

// Where the consumers lie in a ledger's directory.
std::string ConsumersPath(const std::string& ledger_path);

// A consumer as it is kept.
struct KeptConsumer {
  // Without what is known only while it is served: `connected` and `lag`.
  v1::Consumer consumer;
  // CRC-32C of the stored bytes of the event before its place; 0 at the
  // beginning of the log. Tells a ledger that goes on from an older copy.
  uint32_t witness = 0;
};

// Whether a write is to be on the disk before it is answered, or may be lost
// with the power, though not with the process.
enum class Durability { kSynced, kOfProcess };

// A ConsumerStore keeps consumers and what they set aside, in a RocksDB of its
// own (docs/format.md). It knows nothing of events. It is safe for concurrent
// use, but writes about one consumer must come one after the other.
//
// Errors of every call: DATA_LOSS when stored bytes are damaged, naming the
// directory; RESOURCE_EXHAUSTED, PERMISSION_DENIED or INTERNAL when they cannot
// be written or read.
class ConsumerStore {
 public:
  // Opens the store of the ledger `ledger_id` in directory `path`, and makes it
  // when it is not there. FAILED_PRECONDITION when it is of another ledger, or
  // of a newer format.
  static absl::StatusOr<std::unique_ptr<ConsumerStore>> Open(
      const std::string& path, const std::string& ledger_id);

  ConsumerStore(const ConsumerStore&) = delete;
  ConsumerStore& operator=(const ConsumerStore&) = delete;
  ~ConsumerStore();

  // All consumers, by name.
  absl::StatusOr<std::vector<KeptConsumer>> Load() const;

  absl::Status Put(const KeptConsumer& kept, Durability durability);
  // Forgets the consumer and what it set aside; synced.
  absl::Status Delete(const std::string& name);

  // Writes `kept` and adds, or takes away, an event that it set aside; synced.
  absl::Status PutSetAside(const KeptConsumer& kept,
                           const v1::EventSetAside& event);
  absl::Status DeleteSetAside(const KeptConsumer& kept, uint64_t position);

  // The event that was set aside at `position`; nullopt when none was.
  absl::StatusOr<std::optional<v1::EventSetAside>> FindSetAside(
      const std::string& name, uint64_t position) const;
  // What was set aside from `from` on, inclusive, by position; at most `limit`.
  absl::StatusOr<std::vector<v1::EventSetAside>> ListSetAside(
      const std::string& name, uint64_t from, size_t limit) const;

 private:
  ConsumerStore(std::string path, std::unique_ptr<log::Database> database);

  // Reads or makes the row that says whose store it is.
  absl::Status CheckIdentity(const std::string& ledger_id);

  const std::string path_;
  const std::unique_ptr<log::Database> database_;
};

}  // namespace clearsky::feed
