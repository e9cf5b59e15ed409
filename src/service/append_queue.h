#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "ledger/ledger.h"
#include "service/call_runner.h"

namespace clearsky::service {

// An AppendQueue answers calls of RecordEvents. Those that come while others
// are recorded are taken together: checked one after the other, on one thread,
// and committed with one wait for the disk. A thread for each would be woken
// twice for each, which costs more than the check. What would have to wait for
// another recorder, or is large, gets a thread of its own all the same. Safe
// for concurrent use.
class AppendQueue {
 public:
  // `ledger` and `calls` must outlive the server.
  AppendQueue(ledger::Ledger* ledger, CallRunner* calls)
      : ledger_(ledger), calls_(calls) {}
  AppendQueue(const AppendQueue&) = delete;
  AppendQueue& operator=(const AppendQueue&) = delete;

  // As AnswerCall.
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                   const v1::RecordEventsRequest* request,
                                   v1::RecordEventsResponse* response)
      ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Call {
    grpc::CallbackServerContext* context = nullptr;
    const v1::RecordEventsRequest* request = nullptr;
    v1::RecordEventsResponse* response = nullptr;
    grpc::ServerUnaryReactor* reactor = nullptr;
    size_t bytes = 0;
  };

  // Answers what waits, until nothing does.
  void Drain() ABSL_LOCKS_EXCLUDED(mu_);
  void AnswerTogether(const std::vector<Call>& calls);
  void AnswerAlone(const Call& call);
  // Nothing of the call is there any longer behind this.
  void Finish(const Call& call,
              absl::StatusOr<v1::RecordEventsResponse> answer);

  ledger::Ledger* const ledger_;
  CallRunner* const calls_;
  Mutex mu_;
  std::deque<Call> waiting_ ABSL_GUARDED_BY(mu_);
  // Threads that drain.
  int draining_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace clearsky::service
