#pragma once

#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/mutex.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "log/condition.h"
#include "service/call_runner.h"
#include "service/status.h"
#include "service/unary_call.h"

namespace clearsky::service {

// The answers of one long piece of work, given out as the caller takes them: at
// most one is on its way and one waits, however slowly the caller reads. Made
// with new, returned to gRPC as the call's reactor; the work, on a thread of
// its own, calls Show or Send, and End once, behind which it must not touch it:
// it deletes itself when gRPC is done with it.
template <typename Response>
class AnswerStream final : public grpc::ServerWriteReactor<Response> {
 public:
  AnswerStream() = default;
  AnswerStream(const AnswerStream&) = delete;
  AnswerStream& operator=(const AnswerStream&) = delete;

  // Gives `answer` out, or has it wait in place of one that waits already: for
  // progress, of which only the latest is of interest. Never blocks.
  void Show(Response answer) {
    {
      MutexLock lock(&mu_);
      if (gone_) return;
      if (writing_) {
        waiting_ = std::move(answer);
        return;
      }
      writing_ = true;
      current_ = std::move(answer);
    }
    this->StartWrite(&current_);
  }

  // Gives `answer` out; none is left out. Blocks while one waits already; false
  // when the caller is gone, and the work is for nobody.
  bool Send(Response answer) {
    {
      MutexLock lock(&mu_);
      while (waiting_.has_value() && !gone_) room_.Wait(&mu_);
      if (gone_) return false;
    }
    // Only the work's own thread fills what waits.
    Show(std::move(answer));
    return true;
  }

  // The work is done; what waits is given out before the status.
  void End(const absl::Status& status) {
    {
      MutexLock lock(&mu_);
      status_ = ToGrpcStatus(status);
      if (writing_) return;
    }
    this->Finish(*status_);
  }

  // Whether nobody waits for the work any longer.
  bool gone() const {
    MutexLock lock(&mu_);
    return gone_;
  }

 private:
  void OnWriteDone(bool ok) override {
    bool more = false;
    {
      MutexLock lock(&mu_);
      if (!ok) gone_ = true;
      if (gone_) waiting_.reset();
      more = waiting_.has_value();
      if (more) {
        current_ = *std::move(waiting_);
        waiting_.reset();
      } else {
        writing_ = false;
      }
      room_.NotifyAll();
      if (!more && !status_.has_value()) return;
    }
    if (more) {
      this->StartWrite(&current_);
    } else {
      this->Finish(*status_);
    }
  }

  void OnCancel() override {
    MutexLock lock(&mu_);
    gone_ = true;
    room_.NotifyAll();
  }

  void OnDone() override { delete this; }

  mutable Mutex mu_;
  log::Condition room_;
  bool gone_ ABSL_GUARDED_BY(mu_) = false;
  // Whether gRPC has `current_`, which nobody else touches then.
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  std::optional<Response> waiting_ ABSL_GUARDED_BY(mu_);
  Response current_;
  // Set once, by End.
  std::optional<grpc::Status> status_;
};

// Answers a call in a stream with what `work(*request, answers)` shows or sends
// there, done on a thread for long work, unless nobody waits for it any longer
// when its turn comes; the absl::Status that it returns is the call's. `calls`
// and what `work` refers to must outlive the server.
template <typename Response, typename Request, typename Work>
AnswerStream<Response>* AnswerInStream(CallRunner* calls,
                                       grpc::CallbackServerContext* context,
                                       const Request* request, Work work) {
  auto* const answers = new AnswerStream<Response>();
  const absl::Status taken =
      calls->Run(CallKind::kLong, request->ByteSizeLong(),
                 [context, request, answers, work = std::move(work)] {
                   absl::Status status = CheckWanted(*context);
                   if (status.ok()) status = work(*request, answers);
                   answers->End(status);
                 });
  if (!taken.ok()) answers->End(taken);
  return answers;
}

}  // namespace clearsky::service
