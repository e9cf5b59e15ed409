#include "stop_signals.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "log/condition.h"
#include "note.h"

namespace clearsky::daemon {
namespace {

constexpr int kExitOfSignal = 128;

const char* NameOf(int signal) {
  return signal == SIGTERM ? "SIGTERM" : "SIGINT";
}

}  // namespace

struct StopSignals::State {
  Mutex mu;
  log::Condition came;
  bool stopping ABSL_GUARDED_BY(mu) = false;
};

StopSignals::StopSignals(absl::Duration stop_bound)
    : state_(std::make_shared<State>()) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([signals, stop_bound, state = state_] {
    int signal = 0;
    sigwait(&signals, &signal);
    Note(absl::StrCat(NameOf(signal), ": stopping"));
    {
      MutexLock lock(&state->mu);
      state->stopping = true;
      state->came.NotifyAll();
    }
    const timespec bound = absl::ToTimespec(stop_bound);
    do {
      signal = sigtimedwait(&signals, nullptr, &bound);
    } while (signal < 0 && errno == EINTR);
    if (signal > 0) {
      Note(absl::StrCat(NameOf(signal), " again: ended at once"));
      _exit(kExitOfSignal + signal);
    }
    Note(absl::StrCat("DEADLINE_EXCEEDED: stopping took longer than ",
                      absl::FormatDuration(stop_bound),
                      "; ended as it was. What was acknowledged is there"));
    _exit(1);
  }).detach();
}

void StopSignals::Wait() {
  MutexLock lock(&state_->mu);
  while (!state_->stopping) state_->came.Wait(&state_->mu);
}

}  // namespace clearsky::daemon
