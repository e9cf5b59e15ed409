#include "service/feed_service.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/uuid.h"
#include "feed/table_copy.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "ledger/ledger_fixture.h"
#include "service/status.h"
#include "service/work_pool.h"

namespace clearsky::service {
namespace {

using ::absl::StatusCode;
using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

MATCHER_P2(Refuses, code, words, "has the code and tells why") {
  *result_listener << arg;
  return arg.code() == code && absl::string_view(arg.message()).find(words) !=
                                   absl::string_view::npos;
}

constexpr char kName[] = "mail-digest";

// Whether `condition` came true within ten seconds.
bool Within(const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return true;
}

log::NewEvent EventOf(const std::string& type, size_t bytes = 10) {
  log::NewEvent event;
  event.event_id = MakeUuidV4();
  event.type = absl::StrCat("clearsky.v1.", type);
  event.data = std::string(bytes, 'x');
  event.metadata = {{"correlation-id", "c"}};
  return event;
}

// The bytes of the process that are in memory.
size_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  size_t total = 0;
  size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

constexpr bool kSanitized =
#if defined(__SANITIZE_ADDRESS__)
    true;
#else
    false;
#endif

// A subscription that is read one answer at a time.
class Reader {
 public:
  Reader(v1::FeedService::Stub* stub, const v1::SubscribeRequest& request)
      : reader_(stub->Subscribe(&context_, request)) {}
  ~Reader() {
    if (reader_ == nullptr) return;
    context_.TryCancel();
    while (reader_->Read(&answer_)) {
    }
    reader_->Finish().IgnoreError();
  }

  bool Read() { return reader_->Read(&answer_); }
  const v1::SubscribeResponse& answer() const { return answer_; }
  void Cancel() { context_.TryCancel(); }
  absl::Status Finish() {
    const absl::Status status = FromGrpcStatus(reader_->Finish());
    reader_.reset();
    return status;
  }

  // Reads until `count` events came, and returns their positions.
  std::vector<uint64_t> Positions(size_t count) {
    std::vector<uint64_t> positions;
    while (positions.size() < count && Read()) {
      for (const v1::StoredEvent& event : answer_.events()) {
        positions.push_back(event.position());
      }
    }
    return positions;
  }

 private:
  grpc::ClientContext context_;
  v1::SubscribeResponse answer_;
  std::unique_ptr<grpc::ClientReader<v1::SubscribeResponse>> reader_;
};

// A ledger and its feeds behind a socket.
class FeedServiceTest : public test::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    Serve();
  }

  void TearDown() override { Close(); }

  void Serve() {
    pool_ = std::make_unique<WorkPool>(WorkPool::Options());
    FeedOptions options;
    options.tables.day_interval = absl::Milliseconds(5);
    service_ =
        std::make_unique<FeedServiceImpl>(ledger_.get(), pool_.get(), options);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    address_ = absl::StrCat("127.0.0.1:", port);
    channel_ = NewChannel();
    stub_ = v1::FeedService::NewStub(channel_);
  }

  void Close() {
    if (server_ == nullptr) return;
    service_->Stop();
    server_->Shutdown(absl::ToChronoTime(absl::Now() + absl::Seconds(5)));
    server_.reset();
    service_.reset();
    pool_.reset();
  }

  // Stops everything, the ledger too, and starts it again.
  void Restart() {
    Close();
    ledger_.reset();
    ledger::OpenOptions options;
    options.clock = &clock_;
    auto opened = ledger::Ledger::Open(dir_.Sub("ledger"), options);
    ASSERT_THAT(opened, IsOk());
    ledger_ = *std::move(opened);
    Serve();
  }

  // A connection of its own.
  std::shared_ptr<grpc::Channel> NewChannel() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(
        address_, grpc::InsecureChannelCredentials(), arguments);
  }

  // Appends to the log itself, beside the rules.
  void Append(const std::string& stream,
              const std::vector<std::string>& types) {
    log::StreamAppend entry;
    entry.stream = stream;
    for (const std::string& type : types) {
      entry.events.push_back(EventOf(type));
    }
    ASSERT_THAT(ledger_->log().Append({entry}), IsOk());
  }

  void AppendMany(size_t count, size_t bytes) {
    while (count > 0) {
      log::StreamAppend entry;
      entry.stream = "many";
      while (count > 0 && entry.events.size() < 1000) {
        entry.events.push_back(EventOf("ActivityHeld", bytes));
        --count;
      }
      ASSERT_THAT(ledger_->log().Append({entry}), IsOk());
    }
  }

  // The positions from `from` on, `count` of them.
  static std::vector<uint64_t> Range(uint64_t from, size_t count) {
    std::vector<uint64_t> positions;
    for (size_t i = 0; i < count; ++i) positions.push_back(from + i);
    return positions;
  }

  std::unique_ptr<WorkPool> pool_;
  std::unique_ptr<FeedServiceImpl> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::FeedService::Stub> stub_;
};

using SubscribeTest = FeedServiceTest;

TEST_F(SubscribeTest, EventsAreSentAsTheyAreStored) {
  RecordPlan();
  Append("plan/a", {"ActivityHeld", "ActivityPostponed"});
  Reader reader(stub_.get(), {});
  ASSERT_TRUE(reader.Read());
  ASSERT_EQ(reader.answer().events_size(), 5);
  EXPECT_EQ(reader.answer().next_position(), 5U);
  EXPECT_EQ(reader.answer().event_count(), 5U);
  for (const v1::StoredEvent& event : reader.answer().events()) {
    const auto recorded = ledger_->log().ReadAt(event.position());
    ASSERT_THAT(recorded, IsOk());
    EXPECT_EQ(event.SerializeAsString(), recorded->stored);
    EXPECT_EQ(event.type(), recorded->type);
    EXPECT_EQ(event.data(), recorded->data);
  }
}

TEST_F(SubscribeTest, TheFirstAnswerTellsWhereItIs) {
  Append("plan/a", {"ActivityHeld", "ActivityHeld"});
  v1::SubscribeRequest request;
  request.set_from_end(true);
  Reader reader(stub_.get(), request);
  ASSERT_TRUE(reader.Read());
  EXPECT_EQ(reader.answer().events_size(), 0);
  EXPECT_EQ(reader.answer().next_position(), 2U);
  Append("plan/a", {"ActivityHeld"});
  EXPECT_THAT(reader.Positions(1), ElementsAre(2));
}

TEST_F(SubscribeTest, APositionYetToComeIsWaitedFor) {
  v1::SubscribeRequest request;
  request.set_from_position(2);
  Reader reader(stub_.get(), request);
  ASSERT_TRUE(reader.Read());
  EXPECT_EQ(reader.answer().next_position(), 2U);
  Append("plan/a", {"ActivityHeld", "ActivityHeld", "ActivityHeld"});
  EXPECT_THAT(reader.Positions(1), ElementsAre(2));
}

TEST_F(SubscribeTest, CatchUpGoesOverIntoLiveWithoutGapOrRepeat) {
  constexpr size_t kBefore = 5000;
  constexpr int kWriters = 4;
  constexpr int kAppends = 300;
  AppendMany(kBefore, 50);
  const size_t all = kBefore + size_t{kWriters} * kAppends;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([this, w] {
      for (int i = 0; i < kAppends; ++i) {
        Append(absl::StrCat("plan/", w), {"ActivityHeld"});
      }
    });
  }
  std::vector<std::vector<uint64_t>> seen(3);
  std::vector<std::thread> readers;
  for (std::vector<uint64_t>& positions : seen) {
    readers.emplace_back([this, all, &positions] {
      Reader reader(stub_.get(), {});
      positions = reader.Positions(all);
    });
  }
  for (std::thread& thread : writers) thread.join();
  for (std::thread& thread : readers) thread.join();
  for (const std::vector<uint64_t>& positions : seen) {
    EXPECT_EQ(positions, Range(0, all));
  }
}

TEST_F(SubscribeTest, WhatIsNotWantedIsNotSent) {
  Append("plan/a", {"ActivityHeld", "ActivityPostponed"});
  Append("plan/b", {"ActivityHeld", "ActivityPostponed"});
  Append("other", {"ActivityHeld"});
  for (const char* type : {"ActivityHeld", "clearsky.v1.ActivityHeld"}) {
    v1::SubscribeRequest request;
    request.mutable_filter()->set_stream_prefix("plan/");
    request.mutable_filter()->add_types(type);
    Reader reader(stub_.get(), request);
    EXPECT_THAT(reader.Positions(2), ElementsAre(0, 2));
  }
}

TEST_F(SubscribeTest, CheckpointsTellHowFarItHasCome) {
  AppendMany(1000, 10);
  v1::SubscribeRequest request;
  request.mutable_filter()->set_stream_prefix("nobody");
  request.set_checkpoint_every(100);
  Reader reader(stub_.get(), request);
  uint64_t last = 0;
  while (last < 1000 && reader.Read()) {
    EXPECT_EQ(reader.answer().events_size(), 0);
    EXPECT_GT(reader.answer().next_position(), last);
    EXPECT_LE(reader.answer().next_position(), last + 100);
    last = reader.answer().next_position();
  }
  EXPECT_EQ(last, 1000U);
  // And live.
  AppendMany(100, 10);
  ASSERT_TRUE(reader.Read());
  EXPECT_EQ(reader.answer().next_position(), 1100U);
}

TEST_F(SubscribeTest, AFilterThatIsNoneIsRefused) {
  v1::SubscribeRequest request;
  request.mutable_filter()->add_types("ActivityMisheld");
  Reader reader(stub_.get(), request);
  EXPECT_FALSE(reader.Read());
  EXPECT_THAT(reader.Finish(),
              Refuses(StatusCode::kInvalidArgument, "ActivityMisheld"));
}

TEST_F(SubscribeTest, BytesThatAreNoRequestAreRefused) {
  grpc::GenericStub generic(channel_);
  for (const char* method : {"Subscribe", "WatchTable", "Consume"}) {
    grpc::ClientContext context;
    const grpc::Slice slice("\xff\xff\xff");
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer answer;
    grpc::CompletionQueue queue;
    const auto call = generic.PrepareUnaryCall(
        &context, absl::StrCat("/clearsky.v1.FeedService/", method), request,
        &queue);
    call->StartCall();
    grpc::Status status;
    call->Finish(&answer, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    ASSERT_TRUE(queue.Next(&tag, &ok));
    EXPECT_THAT(FromGrpcStatus(status),
                Refuses(StatusCode::kInvalidArgument, method));
    queue.Shutdown();
    while (queue.Next(&tag, &ok)) {
    }
  }
}

TEST_F(SubscribeTest, AReaderThatStopsIsNotReadFor) {
  constexpr size_t kEvents = 10'000;
  // 20 MB, far more than the buffers of a connection.
  AppendMany(kEvents, 2000);
  const auto slow_channel = NewChannel();
  const auto slow_stub = v1::FeedService::NewStub(slow_channel);
  Reader slow(slow_stub.get(), {});
  ASSERT_TRUE(slow.Read());
  std::vector<uint64_t> positions;
  for (const v1::StoredEvent& event : slow.answer().events()) {
    positions.push_back(event.position());
  }
  // Others are served meanwhile, while it does not read.
  {
    Reader quick(stub_.get(), {});
    EXPECT_EQ(quick.Positions(kEvents), Range(0, kEvents));
  }
  ASSERT_TRUE(
      Within([this] { return service_->Figures().subscriptions == 1; }));
  EXPECT_GT(service_->Figures().max_subscription_lag, kEvents / 2);
  // It misses nothing.
  const std::vector<uint64_t> rest = slow.Positions(kEvents - positions.size());
  positions.insert(positions.end(), rest.begin(), rest.end());
  EXPECT_EQ(positions, Range(0, kEvents));
  EXPECT_TRUE(
      Within([this] { return service_->Figures().max_subscription_lag == 0; }));
}

TEST_F(SubscribeTest, AMessageIsBounded) {
  AppendMany(3000, 10);
  Append("plan/large", {});
  for (int i = 0; i < 8; ++i) {
    log::StreamAppend entry;
    entry.stream = "large";
    entry.events.push_back(EventOf("ActivityHeld", 200'000));
    ASSERT_THAT(ledger_->log().Append({entry}), IsOk());
  }
  Reader reader(stub_.get(), {});
  size_t events = 0;
  while (events < 3008 && reader.Read()) {
    EXPECT_LE(reader.answer().events_size(), 1000);
    EXPECT_LE(reader.answer().ByteSizeLong(), size_t{512} << 10);
    events += static_cast<size_t>(reader.answer().events_size());
  }
  EXPECT_EQ(events, 3008U);
}

TEST_F(SubscribeTest, CancellingWhileItWaitsEndsIt) {
  Reader reader(stub_.get(), {});
  ASSERT_TRUE(reader.Read());
  EXPECT_EQ(service_->Figures().subscriptions, 1U);
  reader.Cancel();
  EXPECT_FALSE(reader.Read());
  EXPECT_THAT(reader.Finish(), Refuses(StatusCode::kCancelled, ""));
  EXPECT_TRUE(
      Within([this] { return service_->Figures().subscriptions == 0; }));
  // Nobody is called any more.
  Append("plan/a", {"ActivityHeld"});
}

TEST_F(SubscribeTest, ADeadlineEndsIt) {
  grpc::ClientContext context;
  context.set_deadline(
      absl::ToChronoTime(absl::Now() + absl::Milliseconds(200)));
  const auto reader = stub_->Subscribe(&context, {});
  v1::SubscribeResponse answer;
  while (reader->Read(&answer)) {
  }
  EXPECT_THAT(FromGrpcStatus(reader->Finish()),
              Refuses(StatusCode::kDeadlineExceeded, ""));
  EXPECT_TRUE(
      Within([this] { return service_->Figures().subscriptions == 0; }));
}

// Subscriptions come and go while events are recorded; sanitizers look on.
TEST_F(SubscribeTest, ComingAndGoingDisturbsNobody) {
  std::atomic<bool> is_over = false;
  std::thread writer([this, &is_over] {
    while (!is_over) Append("plan/a", {"ActivityHeld"});
  });
  std::vector<std::thread> callers;
  for (int c = 0; c < 4; ++c) {
    callers.emplace_back([this, c] {
      for (int i = 0; i < 40; ++i) {
        v1::SubscribeRequest request;
        if (c % 2 == 0) request.set_from_end(true);
        Reader reader(stub_.get(), request);
        if (i % 3 != 0) {
          EXPECT_TRUE(reader.Read());
        }
        if (i % 3 == 1) reader.Cancel();
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  is_over = true;
  writer.join();
  EXPECT_TRUE(
      Within([this] { return service_->Figures().subscriptions == 0; }));
}

TEST_F(SubscribeTest, AServerThatStopsTellsWhereToGoOn) {
  Append("plan/a", {"ActivityHeld", "ActivityHeld", "ActivityHeld"});
  Reader reader(stub_.get(), {});
  EXPECT_EQ(reader.Positions(3).size(), 3U);
  service_->Stop();
  EXPECT_FALSE(reader.Read());
  EXPECT_THAT(reader.Finish(),
              Refuses(StatusCode::kUnavailable, "from position 3"));
  Reader late(stub_.get(), {});
  EXPECT_FALSE(late.Read());
  EXPECT_THAT(late.Finish(), Refuses(StatusCode::kUnavailable, "stops"));
}

// One that does not read holds up neither the stop nor the others.
TEST_F(SubscribeTest, AStopIsBoundedThoughSomebodyDoesNotRead) {
  AppendMany(6000, 2000);
  const auto slow_stub = v1::FeedService::NewStub(NewChannel());
  Reader slow(slow_stub.get(), {});
  ASSERT_TRUE(slow.Read());
  const absl::Time begin = absl::Now();
  service_->Stop();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + absl::Milliseconds(500)));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
}

// A client that only counts what it is told.
class CountingReader final
    : public grpc::ClientReadReactor<v1::SubscribeResponse> {
 public:
  CountingReader(v1::FeedService::Stub* stub, std::atomic<int>* told,
                 std::atomic<int>* done)
      : told_(told), done_(done) {
    v1::SubscribeRequest request;
    request.set_from_end(true);
    stub->async()->Subscribe(&context_, &request, this);
    StartRead(&answer_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    ++*told_;
    StartRead(&answer_);
  }
  void OnDone(const grpc::Status&) override { ++*done_; }
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  v1::SubscribeResponse answer_;
  std::atomic<int>* const told_;
  std::atomic<int>* const done_;
};

TEST_F(SubscribeTest, FiveHundredIdleOnesAreSmall) {
  constexpr int kSubscribers = 500;
  AppendMany(1000, 100);
  std::atomic<int> told = 0;
  std::atomic<int> done = 0;
  std::vector<std::unique_ptr<v1::FeedService::Stub>> stubs;
  for (int i = 0; i < 10; ++i) {
    stubs.push_back(v1::FeedService::NewStub(NewChannel()));
  }
  const size_t before = ResidentBytes();
  std::vector<std::unique_ptr<CountingReader>> readers;
  for (int i = 0; i < kSubscribers; ++i) {
    readers.push_back(std::make_unique<CountingReader>(
        stubs[static_cast<size_t>(i) % stubs.size()].get(), &told, &done));
  }
  ASSERT_TRUE(Within([&] { return told == kSubscribers; }));
  EXPECT_EQ(service_->Figures().subscriptions, size_t{kSubscribers});
  // Both ends are in this process.
  const size_t bytes = ResidentBytes() - std::min(before, ResidentBytes());
  RecordProperty("bytes_of_500_idle", std::to_string(bytes));
  if (!kSanitized) {
    EXPECT_LT(bytes, size_t{64} << 20);
  }
  Append("plan/a", {"ActivityHeld"});
  EXPECT_TRUE(Within([&] { return told == 2 * kSubscribers; }));
  for (const auto& reader : readers) reader->Cancel();
  EXPECT_TRUE(Within([&] { return done == kSubscribers; }));
}

TEST_F(SubscribeTest, MoreStreamsThanThereMayBeAreRefused) {
  FeedOptions options;
  options.max_streams = 1;
  FeedServiceImpl small(ledger_.get(), pool_.get(), options);
  grpc::ServerBuilder builder;
  builder.RegisterService(&small);
  const auto server = builder.BuildAndStart();
  const auto stub = v1::FeedService::NewStub(
      server->InProcessChannel(grpc::ChannelArguments()));
  {
    Reader first(stub.get(), {});
    ASSERT_TRUE(first.Read());
    Reader second(stub.get(), {});
    EXPECT_FALSE(second.Read());
    EXPECT_THAT(second.Finish(),
                Refuses(StatusCode::kResourceExhausted, "1 streams"));
  }
  small.Stop();
  server->Shutdown();
}

class WatchTest : public FeedServiceTest {
 protected:
  void SetUp() override {
    FeedServiceTest::SetUp();
    RecordPlan();
    Tell(kPlan, test::Registered("m1", "2022-01-01"));
    Tell(kPlan, test::Scheduled("m1", "2022-10", "2022-01-10"));
  }

  std::string Table() {
    v1::GetTableRequest request;
    request.set_plan(kPlan);
    return test::TextOf(ledger_->GetTable(request)->table());
  }
};

TEST_F(WatchTest, EventsAndMidnightAreToldAndACursorGoesOn) {
  v1::WatchTableRequest request;
  request.set_plan(kPlan);
  test::TableCopy copy;
  v1::WatchTableResponse answer;
  {
    grpc::ClientContext context;
    const auto reader = stub_->WatchTable(&context, request);
    ASSERT_TRUE(reader->Read(&answer));
    EXPECT_TRUE(answer.reset());
    EXPECT_TRUE(copy.Take(answer));
    EXPECT_EQ(service_->Figures().watches, 1U);
    Tell(kPlan, test::Postponed("m1", "2022-05-01"));
    ASSERT_TRUE(reader->Read(&answer));
    EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_EVENTS);
    EXPECT_TRUE(copy.Take(answer));
    EXPECT_EQ(copy.Text(), Table());
    clock_.Set(test::Seoul("2023-01-01 00:00:00"));
    ASSERT_TRUE(reader->Read(&answer));
    EXPECT_EQ(answer.cause(), v1::TABLE_CHANGE_CAUSE_NEW_DAY);
    EXPECT_TRUE(copy.Take(answer));
    service_->Stop();
    EXPECT_FALSE(reader->Read(&answer));
    EXPECT_THAT(FromGrpcStatus(reader->Finish()),
                Refuses(StatusCode::kUnavailable, "cursor"));
  }
  request.set_cursor(answer.cursor());
  Restart();
  Tell(kPlan, test::Rescheduled("m1", "2022-12", "2022-06-01"));
  grpc::ClientContext context;
  const auto reader = stub_->WatchTable(&context, request);
  ASSERT_TRUE(reader->Read(&answer));
  EXPECT_FALSE(answer.reset());
  EXPECT_TRUE(copy.Take(answer));
  EXPECT_EQ(copy.Text(), Table());
  context.TryCancel();
  EXPECT_FALSE(reader->Read(&answer));
  EXPECT_FALSE(reader->Finish().ok());
  EXPECT_TRUE(Within([this] { return service_->Figures().watches == 0; }));
}

TEST_F(WatchTest, ARefusalIsTheEndOfTheStream) {
  grpc::ClientContext context;
  v1::WatchTableRequest request;
  request.set_plan("clear-sky/2023");
  const auto reader = stub_->WatchTable(&context, request);
  v1::WatchTableResponse answer;
  EXPECT_FALSE(reader->Read(&answer));
  EXPECT_THAT(FromGrpcStatus(reader->Finish()),
              Refuses(StatusCode::kNotFound, "clear-sky/2022"));
}

// A session that is read one answer at a time.
class Session {
 public:
  Session(v1::FeedService::Stub* stub, uint32_t window = 0) : stub_(stub) {
    v1::ConsumeRequest request;
    request.set_name(kName);
    request.set_max_unacknowledged(window);
    reader_ = stub->Consume(&context_, request);
  }
  ~Session() {
    if (reader_ == nullptr) return;
    context_.TryCancel();
    while (reader_->Read(&answer_)) {
    }
    reader_->Finish().IgnoreError();
  }

  bool Read() { return reader_->Read(&answer_); }
  const v1::ConsumeResponse& answer() const { return answer_; }
  absl::Status Finish() {
    const absl::Status status = FromGrpcStatus(reader_->Finish());
    reader_.reset();
    return status;
  }

  std::vector<uint64_t> Positions(size_t count) {
    std::vector<uint64_t> positions;
    while (positions.size() < count && Read()) {
      for (const v1::StoredEvent& event : answer_.events()) {
        positions.push_back(event.position());
      }
    }
    return positions;
  }

  absl::Status Acknowledge(uint64_t next_position) {
    v1::AcknowledgeRequest request;
    request.set_name(kName);
    request.set_session(answer_.session());
    request.set_next_position(next_position);
    grpc::ClientContext context;
    v1::AcknowledgeResponse response;
    return FromGrpcStatus(stub_->Acknowledge(&context, request, &response));
  }

  absl::Status SetAside(uint64_t position) {
    v1::SetAsideRequest request;
    request.set_name(kName);
    request.set_session(answer_.session());
    request.set_position(position);
    request.set_reason("cannot be taken");
    grpc::ClientContext context;
    v1::SetAsideResponse response;
    return FromGrpcStatus(stub_->SetAside(&context, request, &response));
  }

 private:
  v1::FeedService::Stub* const stub_;
  grpc::ClientContext context_;
  v1::ConsumeResponse answer_;
  std::unique_ptr<grpc::ClientReader<v1::ConsumeResponse>> reader_;
};

class ConsumeTest : public FeedServiceTest {
 protected:
  void SetUp() override {
    FeedServiceTest::SetUp();
    grpc::ClientContext context;
    v1::CreateConsumerRequest request;
    request.set_name(kName);
    v1::CreateConsumerResponse response;
    ASSERT_TRUE(stub_->CreateConsumer(&context, request, &response).ok());
  }

  v1::Consumer Get() {
    grpc::ClientContext context;
    v1::GetConsumerRequest request;
    request.set_name(kName);
    v1::GetConsumerResponse response;
    EXPECT_TRUE(stub_->GetConsumer(&context, request, &response).ok());
    return response.consumer();
  }
};

TEST_F(ConsumeTest, TheFirstAnswerTellsTheSession) {
  Session session(stub_.get());
  ASSERT_TRUE(session.Read());
  EXPECT_NE(session.answer().session(), "");
  EXPECT_EQ(session.answer().next_position(), 0U);
  EXPECT_TRUE(Get().connected());
  EXPECT_EQ(service_->Figures().sessions, 1U);
}

TEST_F(ConsumeTest, WhatIsNotAcknowledgedComesAgain) {
  Append("plan/a", std::vector<std::string>(10, "ActivityHeld"));
  {
    Session session(stub_.get());
    EXPECT_EQ(session.Positions(10), Range(0, 10));
    EXPECT_EQ(session.answer().next_position(), 10U);
    EXPECT_THAT(session.Acknowledge(4), IsOk());
  }
  ASSERT_TRUE(Within([this] { return !Get().connected(); }));
  Session session(stub_.get());
  EXPECT_EQ(session.Positions(6), Range(4, 6));
  EXPECT_THAT(session.Acknowledge(10), IsOk());
  Append("plan/a", {"ActivityHeld"});
  EXPECT_EQ(session.Positions(1), Range(10, 1));
}

TEST_F(ConsumeTest, ItGoesOnAfterARestartOfTheServer) {
  Append("plan/a", std::vector<std::string>(10, "ActivityHeld"));
  {
    Session session(stub_.get());
    EXPECT_EQ(session.Positions(10), Range(0, 10));
    EXPECT_THAT(session.Acknowledge(7), IsOk());
    service_->Stop();
    EXPECT_FALSE(session.Read());
    EXPECT_THAT(session.Finish(),
                Refuses(StatusCode::kUnavailable, "consume again"));
  }
  Restart();
  Session session(stub_.get());
  EXPECT_EQ(session.Positions(3), Range(7, 3));
}

TEST_F(ConsumeTest, NoMoreIsDeliveredThanTheWindowTakes) {
  Append("plan/a", std::vector<std::string>(10, "ActivityHeld"));
  Session session(stub_.get(), 3);
  EXPECT_EQ(session.Positions(3), Range(0, 3));
  EXPECT_EQ(session.answer().next_position(), 3U);
  // One is acknowledged, so one comes.
  ASSERT_THAT(session.Acknowledge(1), IsOk());
  EXPECT_EQ(session.Positions(1), Range(3, 1));
  EXPECT_EQ(session.answer().events_size(), 1);
  ASSERT_THAT(session.Acknowledge(4), IsOk());
  EXPECT_EQ(session.Positions(3), Range(4, 3));
  EXPECT_EQ(session.answer().next_position(), 7U);
}

TEST_F(ConsumeTest, AWindowHasABound) {
  Session session(stub_.get(), 100'001);
  EXPECT_FALSE(session.Read());
  EXPECT_THAT(session.Finish(),
              Refuses(StatusCode::kInvalidArgument, "100000"));
}

TEST_F(ConsumeTest, WhatCannotBeTakenIsSetAsideAndTheRestGoesOn) {
  Append("plan/a", std::vector<std::string>(5, "ActivityHeld"));
  Session session(stub_.get(), 3);
  EXPECT_EQ(session.Positions(3), Range(0, 3));
  EXPECT_THAT(session.SetAside(2), IsOk());
  EXPECT_EQ(session.Positions(2), Range(3, 2));
  EXPECT_THAT(session.Acknowledge(5), IsOk());
  EXPECT_EQ(Get().next_position(), 5U);
  EXPECT_EQ(Get().set_aside_count(), 1U);
  {
    grpc::ClientContext context;
    v1::ListSetAsideRequest request;
    request.set_name(kName);
    v1::ListSetAsideResponse response;
    ASSERT_TRUE(stub_->ListSetAside(&context, request, &response).ok());
    ASSERT_EQ(response.events_size(), 1);
    EXPECT_EQ(response.events(0).event().position(), 2U);
    EXPECT_EQ(response.events(0).reason(), "cannot be taken");
  }
  grpc::ClientContext context;
  v1::ResolveSetAsideRequest request;
  request.set_name(kName);
  request.set_position(2);
  v1::ResolveSetAsideResponse response;
  EXPECT_TRUE(stub_->ResolveSetAside(&context, request, &response).ok());
  EXPECT_EQ(Get().set_aside_count(), 0U);
}

TEST_F(ConsumeTest, ANewSessionEndsTheOneBefore) {
  Append("plan/a", {"ActivityHeld", "ActivityHeld"});
  Session first(stub_.get());
  EXPECT_EQ(first.Positions(2), Range(0, 2));
  Session second(stub_.get());
  EXPECT_EQ(second.Positions(2), Range(0, 2));
  EXPECT_THAT(first.Acknowledge(1), Refuses(StatusCode::kAborted, "session"));
  EXPECT_FALSE(first.Read());
  EXPECT_THAT(first.Finish(), Refuses(StatusCode::kAborted, "session"));
  EXPECT_THAT(second.Acknowledge(1), IsOk());
  EXPECT_TRUE(Get().connected());
}

TEST_F(ConsumeTest, DeletingTheConsumerEndsItsSession) {
  Session session(stub_.get());
  ASSERT_TRUE(session.Read());
  grpc::ClientContext context;
  v1::DeleteConsumerRequest request;
  request.set_name(kName);
  v1::DeleteConsumerResponse response;
  ASSERT_TRUE(stub_->DeleteConsumer(&context, request, &response).ok());
  EXPECT_FALSE(session.Read());
  EXPECT_THAT(session.Finish(), Refuses(StatusCode::kNotFound, kName));
}

TEST_F(ConsumeTest, TheFiguresTellItsLag) {
  Append("plan/a", std::vector<std::string>(5, "ActivityHeld"));
  Session session(stub_.get());
  EXPECT_EQ(session.Positions(5), Range(0, 5));
  EXPECT_THAT(session.Acknowledge(2), IsOk());
  const FeedFigures figures = service_->Figures();
  ASSERT_EQ(figures.consumers.size(), 1U);
  EXPECT_EQ(figures.consumers[0].name(), kName);
  EXPECT_EQ(figures.consumers[0].lag(), 3U);
  EXPECT_TRUE(figures.consumers[0].connected());
}

// A consumer that crashes at random, and remembers nothing but what it took in:
// it misses nothing, and new events come in order.
TEST_F(ConsumeTest, NothingIsMissedByAConsumerThatCrashes) {
  constexpr size_t kEvents = 2000;
  std::thread writer([this] {
    for (size_t i = 0; i < kEvents / 10; ++i) {
      Append("plan/a", std::vector<std::string>(10, "ActivityHeld"));
    }
  });
  std::set<uint64_t> taken;
  uint32_t turn = 0;
  while (taken.size() < kEvents) {
    Session session(stub_.get(), 50);
    const uint32_t answers = 1 + ++turn * 7 % 5;
    for (uint32_t i = 0; i < answers && taken.size() < kEvents; ++i) {
      if (!session.Read()) break;
      for (const v1::StoredEvent& event : session.answer().events()) {
        // In order: what is before it was taken in.
        ASSERT_LE(event.position(), taken.size());
        taken.insert(event.position());
      }
      // Crashes now and then before it acknowledges.
      if (i + 1 < answers || turn % 3 != 0) {
        ASSERT_THAT(session.Acknowledge(session.answer().next_position()),
                    IsOk());
      }
    }
  }
  writer.join();
  EXPECT_EQ(*taken.rbegin(), kEvents - 1);
}

}  // namespace
}  // namespace clearsky::service
