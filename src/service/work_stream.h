#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "grpcpp/support/server_callback.h"
#include "log/condition.h"
#include "service/status.h"
#include "service/turns.h"

namespace clearsky::service {

// The answers of one call that has long work done: the work writes them, from a
// thread of its own; gRPC sends them, one after the other. The work shares it
// with the call, and the later one deletes it.
template <typename Response>
class WorkStream final : public grpc::ServerWriteReactor<Response> {
 public:
  using Work = std::function<absl::Status(WorkStream*)>;

  // The reactor of the call `context` that has `work` done in its turn. A
  // caller that takes nothing for `patience` is cancelled.
  static WorkStream* Start(Turns* turns, grpc::CallbackServerContext* context,
                           absl::Duration patience, Work work) {
    std::shared_ptr<WorkStream> stream(
        new WorkStream(turns, context, patience));
    stream->self_ = stream;
    stream->ticket_ = turns->Enter([stream, work = std::move(work)] {
      stream->End(stream->has_gone() ? absl::CancelledError("cancelled")
                                     : work(stream.get()));
    });
    if (!stream->ticket_.has_value()) {
      stream->End(absl::ResourceExhaustedError(
          "too much of this kind waits for its turn; try again later"));
    }
    return stream.get();
  }

  // Whether the caller has gone, or takes nothing.
  bool has_gone() const { return has_gone_; }

  // Sends `response` when those before it are sent. For what comes a hundred
  // times at most.
  void Tell(Response response) {
    MutexLock lock(&mu_);
    Push(std::move(response));
  }

  // The same, having waited until few wait to be sent: for any number.
  // CANCELLED when the caller has gone, or takes none.
  absl::Status Send(Response response) {
    MutexLock lock(&mu_);
    const absl::Time deadline = absl::Now() + patience_;
    while (unsent_.size() >= kMaxUnsent && !has_gone_) {
      const absl::Duration left = deadline - absl::Now();
      if (left <= absl::ZeroDuration()) {
        // What was sent is not taken, so that the call would not end, either.
        has_gone_ = true;
        context_->TryCancel();
      }
      sent_.WaitFor(&mu_, left);
    }
    if (has_gone_) return absl::CancelledError("the caller has gone");
    Push(std::move(response));
    return absl::OkStatus();
  }

  // A Progress whose steps of one in a hundred are told, by `fill`.
  template <typename Fill>
  std::function<void(uint64_t, uint64_t)> Steps(Fill fill) {
    return [this, fill, told = uint64_t{0}](uint64_t done,
                                            uint64_t total) mutable {
      if (total == 0) return;
      const auto step =
          static_cast<uint64_t>(absl::uint128(done) * 100 / total);
      if (step <= told) return;
      told = step;
      Response response;
      fill(done, total, &response);
      Tell(std::move(response));
    };
  }

 private:
  static constexpr size_t kMaxUnsent = 4;

  WorkStream(Turns* turns, grpc::CallbackServerContext* context,
             absl::Duration patience)
      : turns_(turns), context_(context), patience_(patience) {}

  void Push(Response response) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (has_gone_) return;
    unsent_.push_back(std::move(response));
    if (unsent_.size() == 1) this->StartWrite(&unsent_.front());
  }

  // Ends the call when all is sent, or at once when nobody takes it.
  void End(const absl::Status& status) {
    MutexLock lock(&mu_);
    end_ = status;
    if (unsent_.empty()) this->Finish(ToGrpcStatus(status));
  }

  void OnWriteDone(bool ok) override {
    MutexLock lock(&mu_);
    unsent_.pop_front();
    if (!ok) {
      has_gone_ = true;
      unsent_.clear();
    }
    sent_.NotifyAll();
    if (!unsent_.empty()) {
      this->StartWrite(&unsent_.front());
    } else if (end_.has_value()) {
      this->Finish(ToGrpcStatus(*end_));
    }
  }

  void OnCancel() override {
    has_gone_ = true;
    {
      MutexLock lock(&mu_);
      sent_.NotifyAll();
    }
    if (ticket_.has_value() && turns_->Leave(*ticket_))
      End(absl::CancelledError("cancelled"));
  }

  void OnDone() override { self_.reset(); }

  Turns* const turns_;
  grpc::CallbackServerContext* const context_;
  const absl::Duration patience_;
  // As long as gRPC knows this.
  std::shared_ptr<WorkStream> self_;
  // Set before gRPC knows this; nullopt when there was no place.
  std::optional<Turns::Ticket> ticket_;
  std::atomic<bool> has_gone_{false};

  Mutex mu_;
  log::Condition sent_;
  // The first is being sent.
  std::deque<Response> unsent_ ABSL_GUARDED_BY(mu_);
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::service
