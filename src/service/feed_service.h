#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "clearsky/v1/feed_service.grpc.pb.h"
#include "feed/consumers.h"
#include "feed/table_watch.h"
#include "ledger/ledger.h"
#include "service/feed_stream.h"
#include "service/work_pool.h"

namespace clearsky::service {

struct FeedOptions {
  // A message of events takes no more once it has so many, or so many bytes.
  size_t max_message_events = 1000;
  size_t max_message_bytes = size_t{256} << 10;
  // Streams that are open at once; more are RESOURCE_EXHAUSTED.
  size_t max_streams = 10'000;
  feed::TableFeedOptions tables;
};

// What a feed does at this moment.
struct FeedFigures {
  size_t subscriptions = 0;
  size_t watches = 0;
  size_t sessions = 0;
  // Of the subscription that is farthest behind, in events of the ledger.
  uint64_t max_subscription_lag = 0;
  // Durable consumers by name, at most kMaxFigures of them.
  static constexpr size_t kMaxFigures = 1000;
  std::vector<v1::Consumer> consumers;
};

namespace internal {
// Which calls are raw; the others are calls with messages.
using FeedServiceBase = v1::FeedService::WithRawCallbackMethod_Subscribe<
    v1::FeedService::WithRawCallbackMethod_WatchTable<
        v1::FeedService::WithRawCallbackMethod_Consume<
            v1::FeedService::CallbackService>>>;
}  // namespace internal

// The gRPC face of the feeds of a ledger (v1::FeedService). The streams are
// raw: events go out as they are stored, behind a tag and a length, and are
// neither parsed nor serialised. A subscription that finds nothing answers once
// without events, so that it tells at once where it is.
//
// It is safe for concurrent use.
class FeedServiceImpl final : public internal::FeedServiceBase {
 public:
  // Both must outlive the service.
  FeedServiceImpl(ledger::Ledger* ledger, WorkPool* pool,
                  const FeedOptions& options = {});
  // REQUIRES: the server that it was registered at is shut down.
  ~FeedServiceImpl() override;

  // Ends all streams with UNAVAILABLE, as soon as what is being written was
  // taken, and lets none begin. To be called before the server is shut down;
  // returns at once.
  void Stop() ABSL_LOCKS_EXCLUDED(mu_);

  FeedFigures Figures() ABSL_LOCKS_EXCLUDED(mu_);

  grpc::ServerWriteReactor<grpc::ByteBuffer>* Subscribe(
      grpc::CallbackServerContext* context,
      const grpc::ByteBuffer* request) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchTable(
      grpc::CallbackServerContext* context,
      const grpc::ByteBuffer* request) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Consume(
      grpc::CallbackServerContext* context,
      const grpc::ByteBuffer* request) override;

  grpc::ServerUnaryReactor* CreateConsumer(
      grpc::CallbackServerContext* context,
      const v1::CreateConsumerRequest* request,
      v1::CreateConsumerResponse* response) override;
  grpc::ServerUnaryReactor* GetConsumer(
      grpc::CallbackServerContext* context,
      const v1::GetConsumerRequest* request,
      v1::GetConsumerResponse* response) override;
  grpc::ServerUnaryReactor* ListConsumers(
      grpc::CallbackServerContext* context,
      const v1::ListConsumersRequest* request,
      v1::ListConsumersResponse* response) override;
  grpc::ServerUnaryReactor* DeleteConsumer(
      grpc::CallbackServerContext* context,
      const v1::DeleteConsumerRequest* request,
      v1::DeleteConsumerResponse* response) override;
  grpc::ServerUnaryReactor* Acknowledge(
      grpc::CallbackServerContext* context,
      const v1::AcknowledgeRequest* request,
      v1::AcknowledgeResponse* response) override;
  grpc::ServerUnaryReactor* SetAside(grpc::CallbackServerContext* context,
                                     const v1::SetAsideRequest* request,
                                     v1::SetAsideResponse* response) override;
  grpc::ServerUnaryReactor* ListSetAside(
      grpc::CallbackServerContext* context,
      const v1::ListSetAsideRequest* request,
      v1::ListSetAsideResponse* response) override;
  grpc::ServerUnaryReactor* ResolveSetAside(
      grpc::CallbackServerContext* context,
      const v1::ResolveSetAsideRequest* request,
      v1::ResolveSetAsideResponse* response) override;

 private:
  enum class Kind { kSubscription, kWatch, kSession };
  struct OpenStream {
    Kind kind = Kind::kSubscription;
    std::weak_ptr<FeedStream> stream;
  };

  // Parses `request`, and begins the stream that `Stream` makes of it.
  template <typename Stream, typename Request>
  grpc::ServerWriteReactor<grpc::ByteBuffer>* BeginStream(
      Kind kind, const grpc::ByteBuffer* request);
  // Counts `stream` among those that are open; an error when it may not be.
  absl::Status Add(Kind kind, const std::shared_ptr<FeedStream>& stream)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Has the pool answer with what `method` does.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Answer(
      grpc::CallbackServerContext* context, const Request* request,
      Response* response,
      absl::StatusOr<Response> (feed::Consumers::*method)(const Request&));

  ledger::Ledger* const ledger_;
  WorkPool* const pool_;
  const FeedOptions options_;
  const SystemClock clock_;
  feed::Consumers consumers_;
  feed::TableFeed tables_;

  Mutex mu_;
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::map<FeedStream*, OpenStream> streams_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::service
