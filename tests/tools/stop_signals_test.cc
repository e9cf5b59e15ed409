// The daemon's way out, where nothing else ends it.

#include "stop_signals.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace clearsky::daemon {
namespace {

// A process that waits for the first signal and then hangs.
class HangingProcess {
 public:
  explicit HangingProcess(absl::Duration stop_bound) {
    int pipe_ends[2] = {-1, -1};
    EXPECT_EQ(pipe2(pipe_ends, O_CLOEXEC), 0);
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      StopSignals stop(stop_bound);
      Tell(pipe_ends[1], 'r');
      stop.Wait();
      Tell(pipe_ends[1], 's');
      while (true) pause();
    }
    close(pipe_ends[1]);
    said_ = pipe_ends[0];
    EXPECT_EQ(Hear(), 'r');
  }
  HangingProcess(const HangingProcess&) = delete;
  HangingProcess& operator=(const HangingProcess&) = delete;
  ~HangingProcess() { close(said_); }

  void Signal(int signal) { EXPECT_EQ(kill(child_, signal), 0); }

  // What the process says next: 's' when it was asked to stop.
  char Hear() {
    char word = 0;
    return read(said_, &word, 1) == 1 ? word : '\0';
  }

  int ExitStatus() {
    int status = 0;
    EXPECT_EQ(waitpid(child_, &status, 0), child_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  static void Tell(int pipe_end, char word) {
    if (write(pipe_end, &word, 1) != 1) _exit(126);
  }

  pid_t child_ = -1;
  int said_ = -1;
};

TEST(StopSignalsTest, SecondSignalEndsWhatHangs) {
  for (const int first : {SIGTERM, SIGINT}) {
    for (const int second : {SIGTERM, SIGINT}) {
      HangingProcess process(absl::Minutes(10));
      process.Signal(first);
      EXPECT_EQ(process.Hear(), 's');
      process.Signal(second);
      EXPECT_EQ(process.ExitStatus(), 128 + second);
    }
  }
}

TEST(StopSignalsTest, WhatHangsEndsWithItsBound) {
  HangingProcess process(absl::Milliseconds(300));
  const absl::Time start = absl::Now();
  process.Signal(SIGTERM);
  EXPECT_EQ(process.Hear(), 's');
  EXPECT_EQ(process.ExitStatus(), 1);
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(300));
}

}  // namespace
}  // namespace clearsky::daemon
