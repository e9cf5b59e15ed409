#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "clearsky/v1/feed_service.pb.h"
#include "feed/consumer_store.h"
#include "ledger/ledger.h"
#include "log/event_view.h"

namespace clearsky::feed {

// Most consumers of a ledger, and most events that one has set aside.
inline constexpr size_t kMaxConsumers = 10'000;
inline constexpr uint64_t kMaxSetAside = 100'000;

// The durable consumers of a ledger: named places in its log, and the sessions
// that move them. They are kept in `consumers/` in the ledger's directory,
// which is opened when a consumer is first asked for. What is acknowledged
// survives the process; with the power the last acknowledgements may go, and
// their events come once more. Consumers, what is set aside, and their end are
// on the disk before they are answered.
//
// It is safe for concurrent use. Calls that are of v1::FeedService are
// documented there.
//
// Errors of every call: FAILED_PRECONDITION on a ledger that is open for
// reading only; NOT_FOUND for a consumer that there is not; those of
// ConsumerStore.
class Consumers {
 public:
  // Both must outlive this. `clock` stamps what is kept.
  Consumers(ledger::Ledger* ledger, const Clock* clock)
      : ledger_(ledger), clock_(clock) {}
  Consumers(const Consumers&) = delete;
  Consumers& operator=(const Consumers&) = delete;

  // INVALID_ARGUMENT for a name or filter that is none; RESOURCE_EXHAUSTED
  // beyond kMaxConsumers.
  absl::StatusOr<v1::CreateConsumerResponse> Create(
      const v1::CreateConsumerRequest& request) ABSL_LOCKS_EXCLUDED(mu_);
  absl::StatusOr<v1::GetConsumerResponse> Get(
      const v1::GetConsumerRequest& request) ABSL_LOCKS_EXCLUDED(mu_);
  absl::StatusOr<v1::ListConsumersResponse> List(
      const v1::ListConsumersRequest& request) ABSL_LOCKS_EXCLUDED(mu_);
  absl::StatusOr<v1::DeleteConsumerResponse> Delete(
      const v1::DeleteConsumerRequest& request) ABSL_LOCKS_EXCLUDED(mu_);

  // A session that was begun.
  struct Session {
    // Random; names it.
    std::string token;
    log::EventFilter filter;
    uint64_t next_position = 0;
  };
  // Begins a session, and ends the one before with ABORTED. `changed` is called
  // after each step of the consumer's place, and when the session is ended by
  // others, on their thread; it must not block, and may be called late.
  //
  // FAILED_PRECONDITION when the log does not reach to the consumer's place, or
  // has another event before it than was acknowledged: it was replaced by an
  // older copy, and nothing is skipped in silence.
  absl::StatusOr<Session> StartSession(const std::string& name,
                                       std::function<void()> changed)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Says that all before `next_position` is being delivered. ABORTED when the
  // session has ended, NOT_FOUND when the consumer was deleted.
  absl::Status Deliver(const std::string& name, const std::string& token,
                       uint64_t next_position) ABSL_LOCKS_EXCLUDED(mu_);
  // Where the consumer is; errors as above.
  absl::StatusOr<uint64_t> PlaceOf(const std::string& name,
                                   const std::string& token)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Ends a session, unless it has ended.
  void EndSession(const std::string& name, const std::string& token)
      ABSL_LOCKS_EXCLUDED(mu_);

  absl::StatusOr<v1::AcknowledgeResponse> Acknowledge(
      const v1::AcknowledgeRequest& request) ABSL_LOCKS_EXCLUDED(mu_);
  // Setting aside again what is set aside changes nothing. INVALID_ARGUMENT for
  // an event that the consumer does not want, OUT_OF_RANGE for one that was not
  // delivered, FAILED_PRECONDITION for one that was acknowledged;
  // RESOURCE_EXHAUSTED beyond kMaxSetAside.
  absl::StatusOr<v1::SetAsideResponse> SetAside(
      const v1::SetAsideRequest& request) ABSL_LOCKS_EXCLUDED(mu_);
  absl::StatusOr<v1::ListSetAsideResponse> ListSetAside(
      const v1::ListSetAsideRequest& request) ABSL_LOCKS_EXCLUDED(mu_);
  absl::StatusOr<v1::ResolveSetAsideResponse> ResolveSetAside(
      const v1::ResolveSetAsideRequest& request) ABSL_LOCKS_EXCLUDED(mu_);

  // The consumers by name, at most `limit`; none when there is no directory or
  // it cannot be read. For figures.
  std::vector<v1::Consumer> Look(size_t limit) ABSL_LOCKS_EXCLUDED(mu_);
  // Sessions that are open.
  size_t sessions() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Entry {
    KeptConsumer kept;
    // Empty without a session.
    std::string token;
    // All before it was delivered in the session.
    uint64_t delivered = 0;
    std::function<void()> changed;
  };

  // Opens the store, when it is not open yet.
  absl::Status Open() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<Entry*> Find(const std::string& name)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The same, when `token` is of its present session.
  absl::StatusOr<Entry*> FindSession(const std::string& name,
                                     const std::string& token)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  v1::Consumer Told(const Entry& entry) const;
  // What tells the event before `position` from others; 0 at the beginning.
  absl::StatusOr<uint32_t> WitnessAt(uint64_t position) const;
  absl::Status CheckPlace(const KeptConsumer& kept) const;

  ledger::Ledger* const ledger_;
  const Clock* const clock_;

  mutable Mutex mu_;
  // nullptr until a consumer was asked for.
  std::unique_ptr<ConsumerStore> store_ ABSL_GUARDED_BY(mu_);
  // By name. What is there is in the store.
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::feed
