#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/http/connection.h"
#include "service/http/http_options.h"
#include "service/http/mailbox.h"
#include "service/http/router.h"
#include "service/work_pool.h"

namespace clearsky::service {

// Counters that other threads read.
struct HttpCounters {
  std::atomic<size_t> connections = 0;
  std::atomic<size_t> event_streams = 0;
  std::atomic<size_t> buffered_bytes = 0;
  std::atomic<uint64_t> accepted = 0;
  std::array<std::atomic<uint64_t>, 6> answers = {};
  ByRefusal<std::atomic<uint64_t>> refused = {};
};

// Accepts connections and carries all of them on one thread, which never waits
// for a client nor for an answer.
//
// Invariants:
// 1. A connection is in one phase, and has one deadline in deadlines_.
// 2. At most one request of a connection is with a worker, and at most one job
//    pulls its events.
// 3. What is held for clients is bounded: connections and event streams by
//    number, heads and bodies by size, all bytes together by
//    max_buffered_bytes, and each wait by a deadline.
// 4. A refusal closes the connection, so that nothing behind what was not
//    understood is read as a request.
class Dispatcher {
 public:
  // Takes `listener`, a listening, non-blocking socket. The others must outlive
  // it.
  Dispatcher(const HttpOptions& options, int listener, Router* router,
             WorkPool* workers, WorkPool* pullers,
             std::shared_ptr<Mailbox> mailbox);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // UNAVAILABLE when the machine gives no descriptor.
  absl::Status Prepare();
  // Serves until a Mail of kDrain was obeyed.
  void Run();

  // Safe for concurrent use.
  const HttpCounters& counters() const { return counters_; }

 private:
  using Phase = Connection::Phase;

  // The loop.
  void Accept();
  void Take(Mail mail);
  void OnReady(Connection* connection, uint32_t ready);
  void ExpireDeadlines();
  void Expire(Connection* connection);

  // Connections.
  void Admit(int fd);
  bool MakeRoom();
  void Enter(Connection* connection, Phase phase, absl::Duration deadline);
  void SetDeadline(Connection* connection, absl::Duration deadline);
  void Watch(Connection* connection);
  void Charge(Connection* connection);
  void Close(Connection* connection);

  // A request and its answer. Each may end the connection.
  void Receive(Connection* connection);
  void Advance(Connection* connection);
  void Submit(Connection* connection);
  void Answer(Connection* connection, Exchange exchange);
  void Refuse(Connection* connection, const Refusal& refusal);
  void RefuseDraining(Connection* connection);
  void Flush(Connection* connection);
  void OnSent(Connection* connection);
  void Count(RefusalKind kind);
  void CountAnswer(int status);

  // Streams of events.
  void StartEvents(Connection* connection, Exchange exchange);
  void Pull(Connection* connection);
  void TakePulled(Connection* connection, Mail mail);
  void AwaitEvents(Connection* connection);

  // Ending.
  void Drain(absl::Duration within);

  const HttpOptions options_;
  int listener_;
  Router* const router_;
  WorkPool* const workers_;
  WorkPool* const pullers_;
  const std::shared_ptr<Mailbox> mailbox_;
  int epoll_ = -1;
  std::vector<char> scratch_;

  uint64_t next_id_;
  std::unordered_map<uint64_t, std::unique_ptr<Connection>> connections_;
  std::set<std::pair<absl::Duration, uint64_t>> deadlines_;
  // Those that wait for their client, and since when; they make room.
  std::set<std::pair<absl::Duration, uint64_t>> waiting_;
  // The time of this turn, since some point in the past.
  absl::Duration now_;
  // When accepting goes on, after the machine gave no more descriptors.
  absl::Duration accept_again_ = absl::InfiniteDuration();
  absl::Duration drain_by_ = absl::InfiniteDuration();
  bool is_draining_ = false;

  HttpCounters counters_;
};

}  // namespace clearsky::service
