#include "service/feed_stream.h"

#include <utility>

#include "grpcpp/support/slice.h"
#include "service/status.h"

namespace clearsky::service {
namespace {

// Shorter messages are copied: it costs less than their keeper.
constexpr size_t kCopiedBytes = 1024;

grpc::ByteBuffer BufferOf(std::string message) {
  if (message.size() <= kCopiedBytes) {
    const grpc::Slice slice(message);
    return grpc::ByteBuffer(&slice, 1);
  }
  auto* const kept = new std::string(std::move(message));
  const grpc::Slice slice(
      kept->data(), kept->size(),
      [](void* bytes) { delete static_cast<std::string*>(bytes); }, kept);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace

void FeedStream::Begin() {
  self_ = shared_from_this();
  Wake();
}

void FeedStream::Stop() {
  {
    MutexLock lock(&mu_);
    is_stopped_ = true;
  }
  Wake();
}

void FeedStream::OnCancel() {
  {
    MutexLock lock(&mu_);
    is_cancelled_ = true;
  }
  Wake();
}

void FeedStream::OnWriteDone(bool ok) {
  {
    MutexLock lock(&mu_);
    is_writing_ = false;
    // The caller is gone.
    if (!ok) is_cancelled_ = true;
  }
  Wake();
}

void FeedStream::OnDone() {
  done_(this);
  // Whoever still steps or wakes keeps it a little longer.
  const std::shared_ptr<FeedStream> self = std::move(self_);
}

std::function<void()> FeedStream::Waker() {
  return [weak = weak_from_this()] {
    if (const std::shared_ptr<FeedStream> self = weak.lock()) self->Wake();
  };
}

void FeedStream::Wake() {
  {
    MutexLock lock(&mu_);
    // OnWriteDone wakes.
    if (is_finished_ || is_writing_) return;
    is_woken_ = true;
    if (is_stepping_) return;
    is_stepping_ = true;
  }
  Submit();
}

void FeedStream::Submit() {
  if (pool_->Submit([self = shared_from_this()] { self->Step(); })) return;
  // The pool has stopped, so that this is the last thread to step.
  FinishWith(Stopped());
}

void FeedStream::Step() {
  while (true) {
    bool is_cancelled = false;
    bool is_stopped = false;
    {
      MutexLock lock(&mu_);
      is_woken_ = false;
      is_cancelled = is_cancelled_;
      is_stopped = is_stopped_;
    }
    if (is_cancelled) {
      return FinishWith(absl::CancelledError("the caller ended the call"));
    }
    if (is_stopped) return FinishWith(Stopped());
    if (!std::exchange(is_open_, true)) {
      if (const absl::Status opened = Open(); !opened.ok()) {
        return FinishWith(opened);
      }
    }
    std::string message;
    const absl::StatusOr<bool> pulled = Pull(&message);
    if (!pulled.ok()) return FinishWith(pulled.status());
    if (*pulled) {
      buffer_ = BufferOf(std::move(message));
      {
        MutexLock lock(&mu_);
        is_writing_ = true;
        is_stepping_ = false;
      }
      // Nothing of this may be touched behind it: the next step may run.
      StartWrite(&buffer_);
      return;
    }
    buffer_.Clear();
    WakeWhenReady();
    MutexLock lock(&mu_);
    if (!is_woken_) {
      is_stepping_ = false;
      return;
    }
  }
}

void FeedStream::FinishWith(const absl::Status& status) {
  Close();
  {
    MutexLock lock(&mu_);
    is_finished_ = true;
  }
  Finish(ToGrpcStatus(status));
}

}  // namespace clearsky::service
