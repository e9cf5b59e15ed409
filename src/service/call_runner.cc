#include "service/call_runner.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/error_detail.h"

namespace clearsky::service {

CallRunner::CallRunner(const Options& options)
    : max_request_bytes_(options.max_request_bytes),
      max_waiting_writes_(options.writes.max_waiting),
      reads_(options.reads),
      writes_(options.writes),
      long_work_(options.long_work) {}

WorkPool& CallRunner::pool(CallKind kind) {
  switch (kind) {
    case CallKind::kRead:
      break;
    case CallKind::kWrite:
      return writes_;
    case CallKind::kLong:
      return long_work_;
  }
  return reads_;
}

absl::Status CallRunner::Run(CallKind kind, size_t request_bytes,
                             std::function<void()> work) {
  absl::Status entered = Enter(request_bytes);
  if (!entered.ok()) return entered;
  const bool taken =
      pool(kind).TrySubmit([this, request_bytes, work = std::move(work)] {
        work();
        Leave(request_bytes);
      });
  if (taken) return absl::OkStatus();
  Leave(request_bytes);
  return TurnAway("too many calls wait for a thread");
}

absl::Status CallRunner::TurnAway(absl::string_view why) {
  overloads_.fetch_add(1, std::memory_order_relaxed);
  return WithDetail(absl::ResourceExhaustedError(
                        absl::StrCat("overloaded: ", why, "; try again later")),
                    {"OVERLOADED", {}});
}

absl::Status CallRunner::Enter(size_t request_bytes) {
  MutexLock lock(&mu_);
  if (stopping_) {
    return WithDetail(
        absl::UnavailableError("the server is stopping; try again later"),
        {"STOPPING", {}});
  }
  // A single call is taken, however large.
  if (running_ > 0 && request_bytes_ + request_bytes > max_request_bytes_) {
    return TurnAway(absl::StrCat("the requests that wait for an answer have ",
                                 request_bytes_, " bytes already"));
  }
  ++running_;
  request_bytes_ += request_bytes;
  return absl::OkStatus();
}

void CallRunner::Leave(size_t request_bytes) {
  MutexLock lock(&mu_);
  request_bytes_ -= request_bytes;
  if (--running_ == 0) idle_.NotifyAll();
}

void CallRunner::BeginStop() {
  MutexLock lock(&mu_);
  stopping_ = true;
}

bool CallRunner::WaitUntilIdle(absl::Time deadline) {
  MutexLock lock(&mu_);
  while (running_ > 0) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    idle_.WaitFor(&mu_, left);
  }
  return true;
}

void CallRunner::Stop() {
  BeginStop();
  reads_.Stop();
  writes_.Stop();
  long_work_.Stop();
}

size_t CallRunner::running() const {
  MutexLock lock(&mu_);
  return running_;
}

}  // namespace clearsky::service
