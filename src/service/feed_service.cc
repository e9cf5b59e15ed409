#include "service/feed_service.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "feed/filter.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "log/subscription.h"
#include "service/status.h"

namespace clearsky::service {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;
using log::Subscription;

constexpr uint64_t kDefaultCheckpointEvery = 10'000;
constexpr uint32_t kDefaultWindow = 1000;
constexpr uint32_t kMaxWindow = 100'000;

// What the streams of one service share.
struct Shared {
  ledger::Ledger* ledger = nullptr;
  feed::Consumers* consumers = nullptr;
  feed::TableFeed* tables = nullptr;
  size_t max_message_events = 0;
  size_t max_message_bytes = 0;
};

void AppendVarint(uint64_t number, std::string* out) {
  uint8_t bytes[10];
  const uint8_t* const end =
      CodedOutputStream::WriteVarint64ToArray(number, bytes);
  out->append(reinterpret_cast<const char*>(bytes),
              static_cast<size_t>(end - bytes));
}

void AppendNumber(int field, uint64_t number, std::string* out) {
  AppendVarint(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_VARINT),
               out);
  AppendVarint(number, out);
}

void AppendBytes(int field, absl::string_view bytes, std::string* out) {
  AppendVarint(
      WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED),
      out);
  AppendVarint(bytes.size(), out);
  out->append(bytes.data(), bytes.size());
}

// What a message of events came to.
struct Taken {
  size_t events = 0;
  // Anything, a checkpoint too.
  bool has_news = false;
  uint64_t next_position = 0;
};

// Appends events as field `field` until there are no more now, a checkpoint is
// due, or there are as many, of events or bytes, as a message may have.
// `visit` is called with each position.
template <typename Visit>
absl::StatusOr<Taken> TakeEvents(Subscription* subscription, int field,
                                 size_t max_events, size_t max_bytes,
                                 std::string* message, Visit visit) {
  Taken taken;
  while (taken.events < max_events && message->size() < max_bytes) {
    ASSIGN_OR_RETURN(const std::optional<Subscription::Item> item,
                     subscription->TryNext());
    if (!item.has_value()) break;
    taken.has_news = true;
    taken.next_position = item->next_position;
    if (item->kind == Subscription::Item::Kind::kCheckpoint) break;
    AppendBytes(field, item->event.stored, message);
    ++taken.events;
    visit(item->event.position);
  }
  return taken;
}

uint64_t Behind(ledger::Ledger* ledger, uint64_t position) {
  const uint64_t size = ledger->log().size();
  return size - std::min(size, position);
}

class SubscribeStream final : public FeedStream {
 public:
  SubscribeStream(const Shared& shared, v1::SubscribeRequest request,
                  WorkPool* pool, std::function<void(FeedStream*)> done)
      : FeedStream(pool, std::move(done)),
        shared_(shared),
        request_(std::move(request)) {}

  uint64_t Lag() const override {
    return is_ready_ ? Behind(shared_.ledger, next_position_) : 0;
  }

 private:
  absl::Status Open() override {
    ASSIGN_OR_RETURN(const v1::FeedFilter filter,
                     feed::NormalisedFilter(request_.filter()));
    log::SubscribeRequest wanted;
    wanted.from = request_.from_end() ? shared_.ledger->log().size()
                                      : request_.from_position();
    wanted.filter = feed::LogFilterOf(filter);
    wanted.checkpoint_every = request_.checkpoint_every() == 0
                                  ? kDefaultCheckpointEvery
                                  : request_.checkpoint_every();
    events_ = shared_.ledger->log().Subscribe(wanted);
    next_position_ = wanted.from;
    is_ready_ = true;
    // As small as may be: it stays for as long as the stream does.
    request_.Clear();
    return absl::OkStatus();
  }

  absl::StatusOr<bool> Pull(std::string* message) override {
    ASSIGN_OR_RETURN(
        const Taken taken,
        TakeEvents(events_.get(), v1::SubscribeResponse::kEventsFieldNumber,
                   shared_.max_message_events, shared_.max_message_bytes,
                   message, [](uint64_t) {}));
    if (!taken.has_news && has_told_) return false;
    has_told_ = true;
    next_position_ = taken.has_news ? taken.next_position : events_->position();
    AppendNumber(v1::SubscribeResponse::kNextPositionFieldNumber,
                 next_position_, message);
    AppendNumber(v1::SubscribeResponse::kEventCountFieldNumber,
                 shared_.ledger->log().size(), message);
    return true;
  }

  void WakeWhenReady() override { events_->NotifyWhenReady(Waker()); }
  void Close() override { events_.reset(); }
  absl::Status Stopped() const override {
    return absl::UnavailableError(absl::StrCat(
        "the server stops; subscribe again",
        is_ready_ ? absl::StrCat(" from position ", next_position_.load())
                  : ""));
  }

  const Shared shared_;
  v1::SubscribeRequest request_;
  std::unique_ptr<Subscription> events_;
  bool has_told_ = false;
  std::atomic<bool> is_ready_ = false;
  // Behind what was told.
  std::atomic<uint64_t> next_position_ = 0;
};

class WatchStream final : public FeedStream {
 public:
  WatchStream(const Shared& shared, v1::WatchTableRequest request,
              WorkPool* pool, std::function<void(FeedStream*)> done)
      : FeedStream(pool, std::move(done)),
        shared_(shared),
        request_(std::move(request)) {}

  // A watch is behind by what concerns its plan, which it does not count.
  uint64_t Lag() const override { return 0; }

 private:
  absl::Status Open() override {
    ASSIGN_OR_RETURN(watch_, feed::TableWatch::Start(shared_.tables, request_));
    request_.Clear();
    return absl::OkStatus();
  }

  absl::StatusOr<bool> Pull(std::string* message) override {
    ASSIGN_OR_RETURN(const std::optional<v1::WatchTableResponse> answer,
                     watch_->Next());
    if (!answer.has_value()) return false;
    answer->SerializeToString(message);
    return true;
  }

  void WakeWhenReady() override { watch_->NotifyWhenReady(Waker()); }
  void Close() override { watch_.reset(); }
  absl::Status Stopped() const override {
    return absl::UnavailableError(
        "the server stops; watch again with the cursor of the last answer");
  }

  const Shared shared_;
  v1::WatchTableRequest request_;
  std::unique_ptr<feed::TableWatch> watch_;
};

class ConsumeStream final : public FeedStream {
 public:
  ConsumeStream(const Shared& shared, v1::ConsumeRequest request,
                WorkPool* pool, std::function<void(FeedStream*)> done)
      : FeedStream(pool, std::move(done)),
        shared_(shared),
        name_(request.name()),
        window_(request.max_unacknowledged() == 0
                    ? kDefaultWindow
                    : request.max_unacknowledged()) {}

  uint64_t Lag() const override { return 0; }

 private:
  absl::Status Open() override {
    if (window_ > kMaxWindow) {
      return absl::InvalidArgumentError(absl::StrCat(
          "max_unacknowledged: ", window_, " is more than ", kMaxWindow));
    }
    ASSIGN_OR_RETURN(feed::Consumers::Session session,
                     shared_.consumers->StartSession(name_, Waker()));
    token_ = std::move(session.token);
    next_position_ = session.next_position;
    log::SubscribeRequest wanted;
    wanted.from = session.next_position;
    wanted.filter = std::move(session.filter);
    wanted.checkpoint_every = kDefaultCheckpointEvery;
    events_ = shared_.ledger->log().Subscribe(wanted);
    return absl::OkStatus();
  }

  absl::StatusOr<bool> Pull(std::string* message) override {
    ASSIGN_OR_RETURN(const uint64_t place,
                     shared_.consumers->PlaceOf(name_, token_));
    while (!unacknowledged_.empty() && unacknowledged_.front() < place) {
      unacknowledged_.pop_front();
    }
    AppendBytes(v1::ConsumeResponse::kSessionFieldNumber, token_, message);
    Taken taken;
    // The first answer tells the session, so that it can be acknowledged in
    // whatever the window is.
    if (has_told_) {
      ASSIGN_OR_RETURN(
          taken,
          TakeEvents(events_.get(), v1::ConsumeResponse::kEventsFieldNumber,
                     std::min<size_t>(shared_.max_message_events, Room()),
                     shared_.max_message_bytes, message,
                     [this](uint64_t position) {
                       unacknowledged_.push_back(position);
                     }));
      if (!taken.has_news) return false;
      next_position_ = taken.next_position;
      RETURN_IF_ERROR(
          shared_.consumers->Deliver(name_, token_, next_position_));
    }
    has_told_ = true;
    AppendNumber(v1::ConsumeResponse::kNextPositionFieldNumber, next_position_,
                 message);
    AppendNumber(v1::ConsumeResponse::kEventCountFieldNumber,
                 shared_.ledger->log().size(), message);
    return true;
  }

  void WakeWhenReady() override {
    // With a full window only an acknowledgement wakes, and it does by itself.
    if (Room() > 0) events_->NotifyWhenReady(Waker());
  }

  void Close() override {
    events_.reset();
    if (!token_.empty()) shared_.consumers->EndSession(name_, token_);
  }

  absl::Status Stopped() const override {
    return absl::UnavailableError(
        "the server stops; consume again, from what was acknowledged it goes "
        "on");
  }

  // Events that may be delivered before one is acknowledged.
  size_t Room() const {
    return window_ - std::min<size_t>(window_, unacknowledged_.size());
  }

  const Shared shared_;
  const std::string name_;
  const uint32_t window_;
  std::string token_;
  std::unique_ptr<Subscription> events_;
  bool has_told_ = false;
  uint64_t next_position_ = 0;
  // Positions of events that were delivered, ascending.
  std::deque<uint64_t> unacknowledged_;
};

// A stream that ends as it begins.
class RefusedStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit RefusedStream(const absl::Status& status) {
    Finish(ToGrpcStatus(status));
  }
  void OnDone() override { delete this; }
};

}  // namespace

FeedServiceImpl::FeedServiceImpl(ledger::Ledger* ledger, WorkPool* pool,
                                 const FeedOptions& options)
    : ledger_(ledger),
      pool_(pool),
      options_(options),
      consumers_(ledger, &clock_),
      tables_(ledger, options.tables) {}

FeedServiceImpl::~FeedServiceImpl() = default;

void FeedServiceImpl::Stop() {
  std::vector<std::shared_ptr<FeedStream>> open;
  {
    MutexLock lock(&mu_);
    is_stopped_ = true;
    for (const auto& [key, stream] : streams_) {
      if (auto kept = stream.stream.lock()) open.push_back(std::move(kept));
    }
  }
  for (const std::shared_ptr<FeedStream>& stream : open) stream->Stop();
}

FeedFigures FeedServiceImpl::Figures() {
  FeedFigures figures;
  {
    MutexLock lock(&mu_);
    for (const auto& [key, open] : streams_) {
      switch (open.kind) {
        case Kind::kSubscription:
          ++figures.subscriptions;
          // Under the lock it is not gone: it takes itself out first.
          figures.max_subscription_lag =
              std::max(figures.max_subscription_lag, key->Lag());
          break;
        case Kind::kWatch:
          ++figures.watches;
          break;
        case Kind::kSession:
          ++figures.sessions;
          break;
      }
    }
  }
  figures.consumers = consumers_.Look(FeedFigures::kMaxFigures);
  return figures;
}

absl::Status FeedServiceImpl::Add(Kind kind,
                                  const std::shared_ptr<FeedStream>& stream) {
  MutexLock lock(&mu_);
  if (is_stopped_) {
    return absl::UnavailableError(
        "the server stops; try again when it is back");
  }
  if (streams_.size() >= options_.max_streams) {
    return absl::ResourceExhaustedError(
        absl::StrCat(options_.max_streams,
                     " streams are open, as many as the server takes"));
  }
  streams_[stream.get()] = {kind, stream};
  return absl::OkStatus();
}

template <typename Stream, typename Request>
grpc::ServerWriteReactor<grpc::ByteBuffer>* FeedServiceImpl::BeginStream(
    Kind kind, const grpc::ByteBuffer* request) {
  // Reading takes the bytes out of the buffer, so out of another one.
  grpc::ByteBuffer bytes(*request);
  Request parsed;
  if (!grpc::SerializationTraits<Request>::Deserialize(&bytes, &parsed).ok()) {
    return new RefusedStream(absl::InvalidArgumentError(absl::StrCat(
        "the request is no ", Request::descriptor()->full_name())));
  }
  Shared shared;
  shared.ledger = ledger_;
  shared.consumers = &consumers_;
  shared.tables = &tables_;
  shared.max_message_events = options_.max_message_events;
  shared.max_message_bytes = options_.max_message_bytes;
  const auto stream = std::make_shared<Stream>(shared, std::move(parsed), pool_,
                                               [this](FeedStream* done) {
                                                 MutexLock lock(&mu_);
                                                 streams_.erase(done);
                                               });
  if (const absl::Status added = Add(kind, stream); !added.ok()) {
    return new RefusedStream(added);
  }
  stream->Begin();
  return stream.get();
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* FeedServiceImpl::Answer(
    grpc::CallbackServerContext* context, const Request* request,
    Response* response,
    absl::StatusOr<Response> (feed::Consumers::*method)(const Request&)) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const bool is_taken = pool_->TrySubmit([=, this] {
    absl::StatusOr<Response> answer = (consumers_.*method)(*request);
    if (answer.ok()) *response = *std::move(answer);
    reactor->Finish(ToGrpcStatus(answer.status()));
  });
  if (!is_taken) {
    reactor->Finish(ToGrpcStatus(absl::UnavailableError(
        "too much waits to be done, or the server stops; try again")));
  }
  return reactor;
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* FeedServiceImpl::Subscribe(
    grpc::CallbackServerContext* /*context*/, const grpc::ByteBuffer* request) {
  return BeginStream<SubscribeStream, v1::SubscribeRequest>(Kind::kSubscription,
                                                            request);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* FeedServiceImpl::WatchTable(
    grpc::CallbackServerContext* /*context*/, const grpc::ByteBuffer* request) {
  return BeginStream<WatchStream, v1::WatchTableRequest>(Kind::kWatch, request);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* FeedServiceImpl::Consume(
    grpc::CallbackServerContext* /*context*/, const grpc::ByteBuffer* request) {
  return BeginStream<ConsumeStream, v1::ConsumeRequest>(Kind::kSession,
                                                        request);
}

grpc::ServerUnaryReactor* FeedServiceImpl::CreateConsumer(
    grpc::CallbackServerContext* context,
    const v1::CreateConsumerRequest* request,
    v1::CreateConsumerResponse* response) {
  return Answer(context, request, response, &feed::Consumers::Create);
}

grpc::ServerUnaryReactor* FeedServiceImpl::GetConsumer(
    grpc::CallbackServerContext* context, const v1::GetConsumerRequest* request,
    v1::GetConsumerResponse* response) {
  return Answer(context, request, response, &feed::Consumers::Get);
}

grpc::ServerUnaryReactor* FeedServiceImpl::ListConsumers(
    grpc::CallbackServerContext* context,
    const v1::ListConsumersRequest* request,
    v1::ListConsumersResponse* response) {
  return Answer(context, request, response, &feed::Consumers::List);
}

grpc::ServerUnaryReactor* FeedServiceImpl::DeleteConsumer(
    grpc::CallbackServerContext* context,
    const v1::DeleteConsumerRequest* request,
    v1::DeleteConsumerResponse* response) {
  return Answer(context, request, response, &feed::Consumers::Delete);
}

grpc::ServerUnaryReactor* FeedServiceImpl::Acknowledge(
    grpc::CallbackServerContext* context, const v1::AcknowledgeRequest* request,
    v1::AcknowledgeResponse* response) {
  return Answer(context, request, response, &feed::Consumers::Acknowledge);
}

grpc::ServerUnaryReactor* FeedServiceImpl::SetAside(
    grpc::CallbackServerContext* context, const v1::SetAsideRequest* request,
    v1::SetAsideResponse* response) {
  return Answer(context, request, response, &feed::Consumers::SetAside);
}

grpc::ServerUnaryReactor* FeedServiceImpl::ListSetAside(
    grpc::CallbackServerContext* context,
    const v1::ListSetAsideRequest* request,
    v1::ListSetAsideResponse* response) {
  return Answer(context, request, response, &feed::Consumers::ListSetAside);
}

grpc::ServerUnaryReactor* FeedServiceImpl::ResolveSetAside(
    grpc::CallbackServerContext* context,
    const v1::ResolveSetAsideRequest* request,
    v1::ResolveSetAsideResponse* response) {
  return Answer(context, request, response, &feed::Consumers::ResolveSetAside);
}

}  // namespace clearsky::service
