#include "interrupt.h"

#include <pthread.h>
#include <unistd.h>

namespace clearsky::cli {

Interrupt::Interrupt() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, &signals_before_);
  thread_ = std::thread([this] { Run(); });
}

Interrupt::~Interrupt() {
  {
    MutexLock lock(&mu_);
    is_ending_ = true;
  }
  pthread_kill(thread_.native_handle(), SIGTERM);
  thread_.join();
  pthread_sigmask(SIG_SETMASK, &signals_before_, nullptr);
}

bool Interrupt::is_raised() const {
  MutexLock lock(&mu_);
  return is_raised_;
}

void Interrupt::Watch(grpc::ClientContext* call) {
  MutexLock lock(&mu_);
  call_ = call;
  if (is_raised_) call_->TryCancel();
}

void Interrupt::Unwatch() {
  MutexLock lock(&mu_);
  call_ = nullptr;
}

bool Interrupt::Sleep(absl::Duration duration) {
  MutexLock lock(&mu_);
  const absl::Time end = absl::Now() + duration;
  while (!is_raised_) {
    const absl::Duration left = end - absl::Now();
    if (left <= absl::ZeroDuration()) break;
    changed_.WaitFor(&mu_, left);
  }
  return is_raised_;
}

void Interrupt::Run() {
  while (true) {
    int signal = 0;
    if (sigwait(&signals_, &signal) != 0) continue;
    MutexLock lock(&mu_);
    if (is_ending_) return;
    // As a shell tells of a program that a signal has ended.
    if (is_raised_) _exit(128 + signal);
    is_raised_ = true;
    if (call_ != nullptr) call_->TryCancel();
    changed_.NotifyAll();
  }
}

}  // namespace clearsky::cli
