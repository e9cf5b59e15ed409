#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "log/event_iterator.h"
#include "log/event_view.h"

namespace clearsky::log {

class LogReader;
class SubscriptionHub;
struct Subscriber;

struct SubscribeRequest {
  // The first position wanted; it may be yet to come.
  uint64_t from = 0;
  EventFilter filter;
  // A checkpoint is delivered at the latest when so many events in a row were
  // skipped by the filter. At least 1.
  uint64_t checkpoint_every = 10'000;
};

// A Subscription delivers every durable event that matches, once, in order of
// position: those that are there, and then, as one sequence, those that come.
//
// It is a cursor over the log and holds no queue: what is behind is read from
// disk, what is new from the tail in memory, which all share. So a consumer
// that is slow, or stops, costs no memory and goes on where it was.
//
// For use by one thread at a time, but Cancel() by any. It must not outlive the
// log.
class Subscription {
 public:
  struct Item {
    enum class Kind { kEvent, kCheckpoint };

    Kind kind = Kind::kCheckpoint;
    // Of kEvent; valid until the next call of Next or TryNext.
    EventView event;
    // Where to subscribe from to go on behind this: all before it was delivered
    // or skipped by the filter.
    uint64_t next_position = 0;
  };

  ~Subscription();
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

  // Waits for the next item. CANCELLED after Cancel; DEADLINE_EXCEEDED when
  // none came within `timeout`; DATA_LOSS as when reading.
  absl::StatusOr<Item> Next(absl::Duration timeout = absl::InfiniteDuration());

  // The same without waiting: nullopt when there is none now.
  absl::StatusOr<std::optional<Item>> TryNext();

  // Calls `ready` once, as soon as TryNext may have something to say: here,
  // when it has already, else on a thread of the log, of a writer, or of who
  // cancels. It must not block nor call this subscription. To be asked again
  // after each nullopt. Looking before having been called takes the asking
  // back, and so does the destructor, but a call that is under way is not
  // waited for.
  void NotifyWhenReady(std::function<void()> ready);

  // Ends a Next that waits, and all later ones, with CANCELLED.
  void Cancel();

  // Everything before this was delivered or skipped.
  uint64_t position() const;

 private:
  friend class SubscriptionHub;
  Subscription(SubscriptionHub* hub, const LogReader* reader,
               const SubscribeRequest& request);

  // The next item among what is durable now.
  absl::StatusOr<std::optional<Item>> Fetch();
  // The next event, from where the cursor is; nullopt at the durable end or,
  // going over what does not match, at a checkpoint that is due.
  absl::StatusOr<bool> NextEvent(EventView* event, uint64_t end);
  absl::StatusOr<bool> NextInMemory(EventView* event, uint64_t end);
  bool IsCheckpointDue() const;
  // Moves the cursor over what does not match, but not over a checkpoint; false
  // when one is due.
  bool SkipTo(uint64_t position);

  SubscriptionHub* const hub_;
  const LogReader* const reader_;
  const std::shared_ptr<Subscriber> self_;
  uint64_t cursor_;
  // Up to where the consumer was told.
  uint64_t told_;
  // Nothing before this matches.
  uint64_t skip_to_ = 0;
  // Reading from disk, up to this position.
  std::unique_ptr<EventIterator> catch_up_;
  // Its event is still to be delivered, after a checkpoint.
  bool is_ahead_ = false;
  uint64_t catch_up_end_ = 0;
  // Keeps what the last item leads into, when it came from memory.
  std::shared_ptr<const void> pinned_;
  std::optional<Item> fetched_;
};

}  // namespace clearsky::log
