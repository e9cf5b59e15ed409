// The services behind a socket: who may listen where, health and reflection,
// what becomes of errors, deadlines, overload, and of clients that misbehave.

#include "service/grpc_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/error_detail.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "service/blockage.h"
#include "service/served_ledger.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::Blockage;
using ::clearsky::test::IsOk;
using ::clearsky::test::ServedLedgerTest;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Longer than anything takes on a busy machine.
constexpr absl::Duration kPatience = absl::Seconds(30);

template <typename Condition>
bool Eventually(Condition condition) {
  const absl::Time deadline = absl::Now() + kPatience;
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return true;
}

// One call of any method with `request`'s bytes, and the first answer's.
absl::StatusOr<std::string> CallWithBytes(
    const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
    const std::string& request) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
  grpc::CompletionQueue queue;
  void* tag = nullptr;
  bool ok = false;
  const auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  const grpc::Slice slice(request);
  call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
  queue.Next(&tag, &ok);
  grpc::ByteBuffer answer;
  call->Read(&answer, nullptr);
  queue.Next(&tag, &ok);
  const bool answered = ok;
  // A stream would go on.
  if (answered) context.TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  if (!answered) return FromGrpcStatus(status);
  grpc::Slice bytes;
  EXPECT_TRUE(answer.DumpToSingleSlice(&bytes).ok());
  return std::string(reinterpret_cast<const char*>(bytes.begin()),
                     bytes.size());
}

// The health of a service as grpc.health.v1 tells it: 1 serving, 2 not.
absl::StatusOr<int> HealthOf(const std::shared_ptr<grpc::Channel>& channel,
                             const std::string& service) {
  const std::string request =
      service.empty()
          ? ""
          : absl::StrCat("\n",
                         std::string(1, static_cast<char>(service.size())),
                         service);
  const absl::StatusOr<std::string> answer =
      CallWithBytes(channel, "/grpc.health.v1.Health/Check", request);
  if (!answer.ok()) return answer.status();
  if (answer->size() != 2 || answer->at(0) != '\x08') {
    return absl::InternalError("no health response");
  }
  return static_cast<int>(answer->at(1));
}

// A connection that says what HTTP/2 clients say at first, and then nothing.
class RawConnection {
 public:
  explicit RawConnection(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address),
                      sizeof(address)),
              0);
  }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;
  ~RawConnection() { close(socket_); }

  void Greet() {
    // The preface, and an empty SETTINGS frame.
    Send(std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") +
         std::string("\0\0\0\x04\0\0\0\0\0", 9));
  }

  void Send(const std::string& bytes) {
    EXPECT_EQ(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }

  // How long it takes until the server hangs up; nullopt when it does not.
  // What comes before is read and not answered.
  std::optional<absl::Duration> TimeUntilClosed() {
    const absl::Time start = absl::Now();
    while (absl::Now() < start + kPatience) {
      pollfd wait = {socket_, POLLIN, 0};
      if (poll(&wait, 1, 1000) == 0) continue;
      char bytes[1024];
      const ssize_t size = read(socket_, bytes, sizeof(bytes));
      if (size == 0 || (size < 0 && errno == ECONNRESET)) {
        return absl::Now() - start;
      }
    }
    return std::nullopt;
  }

 private:
  const int socket_;
};

using GrpcServerTest = ServedLedgerTest;

TEST_F(GrpcServerTest, CallsReachTheLedger) {
  EXPECT_THAT(RecordParty("kr"), IsOk());
  EXPECT_EQ(EventCount(), 1u);
}

TEST_F(GrpcServerTest, ListensOnIpv6LoopbackToo) {
  GrpcServer::Options options;
  options.address = "[::1]:0";
  auto second = GrpcServer::Start(options, &services());
  if (absl::IsInvalidArgument(second.status())) {
    GTEST_SKIP() << "no IPv6 on this machine: " << second.status();
  }
  ASSERT_THAT(second, IsOk());
  const auto other = grpc::CreateChannel((*second)->address().ToString(),
                                         grpc::InsecureChannelCredentials());
  EXPECT_THAT(HealthOf(other, ""), test::IsOkAndHolds(1));
}

TEST_F(GrpcServerTest, OtherAddressesAreRefused) {
  for (const std::string address :
       {"0.0.0.0:0", "[::]:0", ":0", "10.1.2.3:0", "192.0.2.1:0"}) {
    GrpcServer::Options options;
    options.address = address;
    EXPECT_THAT(GrpcServer::Start(options, &services()),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << address;
  }
}

TEST_F(GrpcServerTest, TakenPortIsUnavailable) {
  GrpcServer::Options options;
  options.address = server().address().ToString();
  EXPECT_THAT(GrpcServer::Start(options, &services()),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr(absl::StrCat("port ", server().port()))));
}

TEST_F(GrpcServerTest, HealthIsToldForAllAndForEachService) {
  EXPECT_THAT(HealthOf(channel(), ""), test::IsOkAndHolds(1));
  EXPECT_THAT(services().names(), Not(testing::IsEmpty()));
  for (const std::string& name : services().names()) {
    EXPECT_THAT(HealthOf(channel(), name), test::IsOkAndHolds(1)) << name;
  }
  EXPECT_THAT(HealthOf(channel(), "clearsky.v1.NoService"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GrpcServerTest, ReflectionListsTheServices) {
  const auto* const pool = google::protobuf::DescriptorPool::generated_pool();
  auto* const factory = google::protobuf::MessageFactory::generated_factory();
  const auto message = [&](const std::string& name) {
    const auto* const type =
        pool->FindMessageTypeByName("grpc.reflection.v1alpha." + name);
    return std::unique_ptr<google::protobuf::Message>(
        type == nullptr ? nullptr : factory->GetPrototype(type)->New());
  };
  const auto request = message("ServerReflectionRequest");
  ASSERT_NE(request, nullptr) << "the reflection library is not there";
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "list_services: '*'", request.get()));
  const absl::StatusOr<std::string> bytes = CallWithBytes(
      channel(),
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
      request->SerializeAsString());
  ASSERT_THAT(bytes, IsOk());
  const auto response = message("ServerReflectionResponse");
  ASSERT_TRUE(response->ParseFromString(*bytes));
  const std::string text = response->ShortDebugString();
  for (const std::string& name : services().names()) {
    EXPECT_THAT(text, HasSubstr(absl::StrCat("name: \"", name, "\"")));
  }
  EXPECT_THAT(text, HasSubstr("name: \"grpc.health.v1.Health\""));
}

TEST_F(GrpcServerTest, DetailsArriveOverTheSocket) {
  ASSERT_THAT(RecordParty("kr"), IsOk());
  services().BeginStop();
  const absl::Status refused = RecordParty("cn");
  EXPECT_THAT(refused,
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("stopping")));
  ASSERT_TRUE(DetailOf(refused).has_value());
  EXPECT_EQ(DetailOf(refused)->reason, "STOPPING");
}

// Each would break or steer something, were it sent as it is.
TEST_F(GrpcServerTest, NamesOfAnyKindComeBackEscapedAndCut) {
  std::string long_korean;
  for (int i = 0; i < 4000; ++i) long_korean += "청천";
  for (const std::string& name :
       {std::string("a\nb\r\nx-injected: 1"), std::string("100%0a%zz%"),
        std::string("\x1b[31m\x07\x7f\xc2\x9b"), std::string("nul\0nul", 7),
        std::string(20000, '%'), std::string(20000, '\n'), long_korean}) {
    const absl::Status status = AskForPlan(name);
    // RESOURCE_EXHAUSTED would be the client's: too large trailers.
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
    const std::string message(status.message());
    EXPECT_LE(message.size(), kMaxStatusBytes);
    for (const char c : message) {
      const auto byte = static_cast<unsigned char>(c);
      EXPECT_TRUE(byte >= 0x20 && byte != 0x7f) << message;
    }
    EXPECT_EQ(absl::StrContains(message, "[cut; it had "), name.size() > 5000);
  }
  EXPECT_THAT(AskForPlan("청천%계획"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("청천%계획")));
}

TEST_F(GrpcServerTest, MalformedRequestIsRefusedByName) {
  for (const std::string& bytes : {std::string("\xff\xff\xff\xff"),
                                   std::string("\n\x05"
                                               "ab"),
                                   // Text that is not UTF-8.
                                   std::string("\n\x02\xff\xfe")}) {
    EXPECT_THAT(
        CallWithBytes(channel(), "/clearsky.v1.LedgerService/GetPlan", bytes),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 HasSubstr("/clearsky.v1.LedgerService/GetPlan")));
  }
  EXPECT_THAT(
      CallWithBytes(channel(), "/clearsky.v1.LedgerService/NoCall", ""),
      StatusIs(
          absl::StatusCode::kUnimplemented,
          HasSubstr("there is no call /clearsky.v1.LedgerService/NoCall")));
  EXPECT_THAT(RecordParty("kr"), IsOk());
}

// Above the 8 KiB that gRPC takes by itself, and not without end.
TEST_F(GrpcServerTest, TooMuchMetadataIsRefusedAndOthersGoOn) {
  // gRPC 1.51 closes the connection on which it refuses metadata.
  const auto sender = v1::LedgerService::NewStub(NewChannel({}));
  const auto code_with = [&sender](size_t bytes) {
    grpc::ClientContext context;
    context.AddMetadata("x-large", std::string(bytes, 'x'));
    v1::GetLedgerResponse response;
    return sender->GetLedger(&context, v1::GetLedgerRequest(), &response)
        .error_code();
  };
  EXPECT_EQ(code_with(12 * 1024), grpc::StatusCode::OK);
  EXPECT_THAT(RecordParty("kr"), IsOk());
  EXPECT_EQ(code_with(20 * 1024), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(RecordParty("cn"), IsOk());
  // Who sends less is served again, once it has connected again.
  EXPECT_TRUE(Eventually([&] { return code_with(0) == grpc::StatusCode::OK; }));
}

TEST_F(GrpcServerTest, CallWithoutTimeLeftIsNotBegun) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() - absl::Seconds(1)));
  v1::RecordEventsResponse response;
  EXPECT_EQ(stub()
                .RecordEvents(&context, PartyRequest("kr", "Korea"), &response)
                .error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(EventCount(), 0u);
}

// One thread for each kind, so that a test can hold it.
class BusyServerTest : public ServedLedgerTest {
 protected:
  static constexpr size_t kWaiting = 3;

  Services::Options services_options() const override {
    Services::Options options;
    options.calls.reads = {.max_threads = 1, .max_waiting = kWaiting};
    options.calls.writes = {.max_threads = 1, .max_waiting = kWaiting};
    return options;
  }

  size_t CallsLetIn() { return services().calls().running(); }

  // Asks to record party `id` and comes back when the server has it waiting.
  std::future<absl::Status> RecordLater(const std::string& id,
                                        grpc::ClientContext* context) {
    const size_t before = CallsLetIn();
    std::future<absl::Status> result =
        std::async(std::launch::async, [this, id, context] {
          v1::RecordEventsResponse response;
          return FromGrpcStatus(stub().RecordEvents(
              context, PartyRequest(id, "Name"), &response));
        });
    EXPECT_TRUE(Eventually([&] { return CallsLetIn() > before; }));
    return result;
  }
};

TEST_F(BusyServerTest, CallWhoseDeadlinePassedWhileItWaitedDoesNothing) {
  Blockage writes(&services().calls(), CallKind::kWrite);
  grpc::ClientContext late;
  late.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(2)));
  grpc::ClientContext patient;
  std::future<absl::Status> late_result = RecordLater("late", &late);
  std::future<absl::Status> patient_result = RecordLater("patient", &patient);
  EXPECT_THAT(late_result.get(), StatusIs(absl::StatusCode::kDeadlineExceeded));
  // The server's deadline is the client's, but for the way.
  absl::SleepFor(absl::Milliseconds(200));
  writes.Lift();
  EXPECT_THAT(patient_result.get(), IsOk());
  EXPECT_TRUE(Eventually([&] { return services().calls().running() == 0; }));
  EXPECT_EQ(EventCount(), 1u);
}

TEST_F(BusyServerTest, CallThatWasCancelledWhileItWaitedDoesNothing) {
  Blockage writes(&services().calls(), CallKind::kWrite);
  grpc::ClientContext gone;
  grpc::ClientContext patient;
  std::future<absl::Status> gone_result = RecordLater("gone", &gone);
  std::future<absl::Status> patient_result = RecordLater("patient", &patient);
  gone.TryCancel();
  EXPECT_THAT(gone_result.get(), StatusIs(absl::StatusCode::kCancelled));
  // A later call on the connection shows that the server has read of it.
  EXPECT_THAT(AskForPlan("nothing"), StatusIs(absl::StatusCode::kNotFound));
  writes.Lift();
  EXPECT_THAT(patient_result.get(), IsOk());
  EXPECT_TRUE(Eventually([&] { return services().calls().running() == 0; }));
  EXPECT_EQ(EventCount(), 1u);
}

TEST_F(BusyServerTest, WhatIsTooMuchIsTurnedAwayAtOnce) {
  Blockage writes(&services().calls(), CallKind::kWrite);
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::future<absl::Status>> waiting;
  for (size_t i = 0; i < kWaiting; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    waiting.push_back(
        RecordLater(absl::StrCat("party-", i), contexts.back().get()));
  }
  const absl::Status refused = RecordParty("too-many");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted,
                                HasSubstr("overloaded")));
  EXPECT_EQ(DetailOf(refused)->reason, "OVERLOADED");
  EXPECT_EQ(services().calls().overloads(), 1u);
  // Readers are served meanwhile.
  EXPECT_THAT(AskForPlan("nothing"), StatusIs(absl::StatusCode::kNotFound));
  writes.Lift();
  for (std::future<absl::Status>& result : waiting) {
    EXPECT_THAT(result.get(), IsOk());
  }
  EXPECT_EQ(EventCount(), kWaiting);
}

TEST_F(BusyServerTest, DrainWaitsForWhatRunsAndTakesNothingNew) {
  Blockage writes(&services().calls(), CallKind::kWrite);
  grpc::ClientContext context;
  std::future<absl::Status> running = RecordLater("kr", &context);
  std::future<void> drained = std::async(
      std::launch::async, [this] { server().Drain(absl::Now() + kPatience); });
  EXPECT_TRUE(
      Eventually([&] { return absl::IsUnavailable(AskForPlan("nothing")); }));
  EXPECT_THAT(HealthOf(channel(), ""), test::IsOkAndHolds(2));
  EXPECT_THAT(HealthOf(channel(), "clearsky.v1.LedgerService"),
              test::IsOkAndHolds(2));
  EXPECT_EQ(drained.wait_for(std::chrono::seconds(0)),
            std::future_status::timeout);
  writes.Lift();
  EXPECT_THAT(running.get(), IsOk());
  drained.get();
  EXPECT_EQ(EventCount(), 1u);
}

TEST_F(BusyServerTest, DrainEndsWhatWaitsTooLongAndItDoesNothing) {
  Blockage writes(&services().calls(), CallKind::kWrite);
  grpc::ClientContext context;
  std::future<absl::Status> waiting = RecordLater("kr", &context);
  std::future<void> drained = std::async(std::launch::async, [this] {
    server().Drain(absl::Now() + absl::Milliseconds(100));
  });
  EXPECT_THAT(waiting.get().code(), AnyOf(absl::StatusCode::kUnavailable,
                                          absl::StatusCode::kCancelled));
  writes.Lift();
  drained.get();
  EXPECT_EQ(EventCount(), 0u);
}

// Somebody who watches the health for ever does not hold up a stop.
TEST_F(GrpcServerTest, WatchedHealthTellsOfTheStopAndDoesNotDelayIt) {
  grpc::GenericStub stub(channel());
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  void* tag = nullptr;
  bool ok = false;
  const auto call =
      stub.PrepareCall(&context, "/grpc.health.v1.Health/Watch", &queue);
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  const grpc::Slice whole("");
  call->WriteLast(grpc::ByteBuffer(&whole, 1), grpc::WriteOptions(), nullptr);
  queue.Next(&tag, &ok);
  const auto read = [&] {
    grpc::ByteBuffer answer;
    grpc::Slice bytes;
    call->Read(&answer, nullptr);
    queue.Next(&tag, &ok);
    if (!ok || !answer.DumpToSingleSlice(&bytes).ok()) return -1;
    return static_cast<int>(*(bytes.end() - 1));
  };
  EXPECT_EQ(read(), 1);
  const absl::Time start = absl::Now();
  server().Drain(start + kPatience);
  EXPECT_LT(absl::Now() - start, kPatience / 2);
  EXPECT_EQ(read(), 2);
  EXPECT_EQ(read(), -1);
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
}

// The same arguments as in use, a tenth or less as long.
class ImpatientServerTest : public ServedLedgerTest {
 protected:
  GrpcServer::Options server_options() const override {
    GrpcServer::Options options;
    options.handshake_timeout = absl::Milliseconds(500);
    options.min_ping_interval = absl::Milliseconds(500);
    options.keepalive_time = absl::Milliseconds(600);
    options.keepalive_timeout = absl::Milliseconds(400);
    return options;
  }
};

TEST_F(ImpatientServerTest, ConnectionThatSaysNothingIsClosed) {
  RawConnection silent(server().port());
  EXPECT_TRUE(silent.TimeUntilClosed().has_value());
  RawConnection half(server().port());
  half.Send("PRI * HT");
  EXPECT_TRUE(half.TimeUntilClosed().has_value());
  EXPECT_THAT(RecordParty("kr"), IsOk());
}

TEST_F(ImpatientServerTest, DeadPeerIsFound) {
  RawConnection dead(server().port());
  dead.Greet();
  const std::optional<absl::Duration> lived = dead.TimeUntilClosed();
  ASSERT_TRUE(lived.has_value());
  EXPECT_GE(*lived, absl::Milliseconds(900));
}

// The same client at a server that lets nobody ping, as gRPC does by itself.
class SternServerTest : public ServedLedgerTest {
 protected:
  GrpcServer::Options server_options() const override {
    GrpcServer::Options options;
    options.min_ping_interval = absl::Minutes(5);
    return options;
  }
};

// Whether a client that pings is connected all the time.
bool LivesPinging(const std::shared_ptr<grpc::Channel>& channel,
                  absl::Duration duration) {
  EXPECT_TRUE(
      channel->WaitForConnected(absl::ToChronoTime(absl::Now() + kPatience)));
  // True when the state changes.
  return !channel->WaitForStateChange(
      GRPC_CHANNEL_READY, absl::ToChronoTime(absl::Now() + duration));
}

grpc::ChannelArguments PingEvery(absl::Duration interval) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS,
                   static_cast<int>(absl::ToInt64Milliseconds(interval)));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  return arguments;
}

TEST_F(ImpatientServerTest, IdleClientThatPingsLives) {
  EXPECT_TRUE(
      LivesPinging(NewChannel(PingEvery(absl::Seconds(1))), absl::Seconds(5)));
}

TEST_F(SternServerTest, ClientThatPingsTooOftenIsSentAway) {
  EXPECT_FALSE(
      LivesPinging(NewChannel(PingEvery(absl::Seconds(1))), absl::Seconds(20)));
}

}  // namespace
}  // namespace clearsky::service
