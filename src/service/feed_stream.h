#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/work_pool.h"

namespace clearsky::service {

// A stream of answers that goes on until somebody ends it: a cursor that is
// asked for one message when the one before was taken, so that a caller who
// does not read costs one message, and one who waits costs nothing. Messages
// are given in their wire form.
//
// All work is done in steps on the pool: a step makes a message and writes it,
// or finds nothing and asks to be woken. Invariants:
// 1. One step at a time, and none while a message is being written.
// 2. Whoever has reason to look (a writer, the pool, gRPC) calls Wake; what
//    comes during a step is looked at by that step.
// 3. It is finished by a step, once, and never while a message is being
//    written; before that, all that it holds of the ledger is let go.
// 4. It keeps itself until gRPC has done with it, and so does a step; a call of
//    Wake that comes later finds nothing.
class FeedStream : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                   public std::enable_shared_from_this<FeedStream> {
 public:
  // `pool` must outlive the stream. `done` is called once, at the end.
  FeedStream(WorkPool* pool, std::function<void(FeedStream*)> done)
      : pool_(pool), done_(std::move(done)) {}

  // Begins; the stream then ends by itself.
  void Begin() ABSL_LOCKS_EXCLUDED(mu_);
  // Ends it with what Stopped says, as soon as nothing is being written. Safe
  // to call from any thread, as is Wake.
  void Stop() ABSL_LOCKS_EXCLUDED(mu_);
  void Wake() ABSL_LOCKS_EXCLUDED(mu_);

  // How many events of the ledger it is behind. Safe to call from any thread.
  virtual uint64_t Lag() const = 0;

  void OnWriteDone(bool ok) final ABSL_LOCKS_EXCLUDED(mu_);
  void OnCancel() final ABSL_LOCKS_EXCLUDED(mu_);
  void OnDone() final;

 protected:
  // These are called by steps, so never by two threads at once.

  // Before the first Pull; an error ends the stream with it.
  virtual absl::Status Open() = 0;
  // Makes the next message; false when there is none now. An error ends the
  // stream with it.
  virtual absl::StatusOr<bool> Pull(std::string* message) = 0;
  // Has Wake called as soon as Pull may have something to say; here, when it
  // has already.
  virtual void WakeWhenReady() = 0;
  // Lets go of all that it holds of the ledger; nothing is called after it.
  virtual void Close() = 0;
  // UNAVAILABLE: the server stops. Says how to go on.
  virtual absl::Status Stopped() const = 0;

  // A call of Wake for those who may call late.
  std::function<void()> Waker();

 private:
  void Submit();
  void Step() ABSL_LOCKS_EXCLUDED(mu_);
  void FinishWith(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mu_);

  WorkPool* const pool_;
  const std::function<void(FeedStream*)> done_;
  // Until gRPC has done with it.
  std::shared_ptr<FeedStream> self_;
  bool is_open_ = false;
  // What is being written.
  grpc::ByteBuffer buffer_;

  Mutex mu_;
  bool is_stepping_ ABSL_GUARDED_BY(mu_) = false;
  // There is reason to look again behind the present step.
  bool is_woken_ ABSL_GUARDED_BY(mu_) = false;
  bool is_writing_ ABSL_GUARDED_BY(mu_) = false;
  bool is_cancelled_ ABSL_GUARDED_BY(mu_) = false;
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  bool is_finished_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace clearsky::service
