#pragma once

#include <csignal>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "grpcpp/client_context.h"
#include "log/condition.h"

namespace clearsky::cli {

// Takes Ctrl-C and SIGTERM as the wish to end well, for a command that goes on
// until it is told to: the call that it waits in is cancelled. A second one
// ends the program as ever. To be made before any thread is started, as threads
// take over what they do not answer to. Safe for concurrent use.
class Interrupt {
 public:
  Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt();

  bool is_raised() const;

  // Has `call` cancelled when it is raised, or is already; until Unwatch. One
  // at a time.
  void Watch(grpc::ClientContext* call);
  void Unwatch();

  // Sleeps; whether it was raised.
  bool Sleep(absl::Duration duration);

 private:
  void Run();

  sigset_t signals_;
  sigset_t signals_before_;
  mutable Mutex mu_;
  log::Condition changed_;
  bool is_raised_ ABSL_GUARDED_BY(mu_) = false;
  bool is_ending_ ABSL_GUARDED_BY(mu_) = false;
  grpc::ClientContext* call_ ABSL_GUARDED_BY(mu_) = nullptr;
  std::thread thread_;
};

}  // namespace clearsky::cli
