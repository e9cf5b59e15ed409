#include "service/append_queue.h"

#include <optional>
#include <utility>

#include "service/status.h"
#include "service/unary_call.h"

namespace clearsky::service {
namespace {

// One checks while the other's commit syncs.
constexpr int kMaxDraining = 2;
constexpr size_t kMaxTogether = 64;
// Larger ones are not for many to wait for.
constexpr size_t kMaxBytesTogether = size_t{16} << 10;

}  // namespace

grpc::ServerUnaryReactor* AppendQueue::Answer(
    grpc::CallbackServerContext* context,
    const v1::RecordEventsRequest* request,
    v1::RecordEventsResponse* response) {
  const size_t bytes = request->ByteSizeLong();
  if (bytes > kMaxBytesTogether) {
    return AnswerCall(calls_, CallKind::kWrite, context, request, response,
                      [this](const v1::RecordEventsRequest& asked) {
                        return ledger_->RecordEvents(asked);
                      });
  }
  const Call call = {context, request, response, context->DefaultReactor(),
                     bytes};
  if (const absl::Status entered = calls_->Enter(bytes); !entered.ok()) {
    call.reactor->Finish(ToGrpcStatus(entered));
    return call.reactor;
  }
  bool has_room = false;
  bool wants_drain = false;
  {
    MutexLock lock(&mu_);
    has_room = waiting_.size() < calls_->max_waiting_writes();
    if (has_room) {
      waiting_.push_back(call);
      wants_drain = draining_ < kMaxDraining;
      if (wants_drain) ++draining_;
    }
  }
  if (!has_room) {
    Finish(call, calls_->TurnAway("too many appends wait to be recorded"));
    return call.reactor;
  }
  if (wants_drain) {
    // Not refused: the pool outlives the server's calls.
    (void)calls_->pool(CallKind::kWrite).Submit([this] { Drain(); });
  }
  return call.reactor;
}

void AppendQueue::Drain() {
  while (true) {
    std::vector<Call> calls;
    {
      MutexLock lock(&mu_);
      while (!waiting_.empty() && calls.size() < kMaxTogether) {
        calls.push_back(waiting_.front());
        waiting_.pop_front();
      }
      if (calls.empty()) {
        --draining_;
        return;
      }
    }
    AnswerTogether(calls);
  }
}

void AppendQueue::AnswerTogether(const std::vector<Call>& calls) {
  std::vector<Call> wanted;
  std::vector<const v1::RecordEventsRequest*> requests;
  for (const Call& call : calls) {
    absl::Status status = CheckWanted(*call.context);
    if (!status.ok()) {
      Finish(call, std::move(status));
      continue;
    }
    wanted.push_back(call);
    requests.push_back(call.request);
  }
  ledger::Ledger::Answers answers = ledger_->RecordEach(requests);
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (answers[i].has_value()) {
      Finish(wanted[i], *std::move(answers[i]));
    } else {
      const Call call = wanted[i];
      (void)calls_->pool(CallKind::kWrite).Submit([this, call] {
        AnswerAlone(call);
      });
    }
  }
}

void AppendQueue::AnswerAlone(const Call& call) {
  absl::Status status = CheckWanted(*call.context);
  if (!status.ok()) {
    Finish(call, std::move(status));
  } else {
    Finish(call, ledger_->RecordEvents(*call.request));
  }
}

void AppendQueue::Finish(const Call& call,
                         absl::StatusOr<v1::RecordEventsResponse> answer) {
  const absl::Status status = answer.status();
  if (status.ok()) *call.response = *std::move(answer);
  call.reactor->Finish(ToGrpcStatus(status));
  calls_->Leave(call.bytes);
}

}  // namespace clearsky::service
