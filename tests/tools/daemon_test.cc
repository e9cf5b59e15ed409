// The daemon as a program: how it starts, what it refuses, how it stops, and
// what is left when it is killed.

#include "tools/daemon.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"

namespace clearsky {
namespace {

using ::clearsky::test::DaemonDirectory;
using ::clearsky::test::DaemonProcess;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Optional;
using ::testing::StartsWith;

// What the daemon may take beyond the time that calls are given, on a busy
// machine.
constexpr absl::Duration kClosing = absl::Seconds(8);

class Client {
 public:
  explicit Client(const std::string& address)
      : stub_(v1::LedgerService::NewStub(grpc::CreateChannel(
            address, grpc::InsecureChannelCredentials()))) {}

  grpc::Status RecordParty(const std::string& id, const std::string& event_id) {
    v1::RecordEventsRequest request;
    v1::StreamRecord* const stream = request.add_streams();
    stream->set_stream("directory");
    v1::EventToRecord* const event = stream->add_events();
    event->set_event_id(event_id);
    v1::PartyRegistered* const party =
        event->mutable_event()->mutable_party_registered();
    party->set_party_id(id);
    v1::Label* const label = party->add_labels();
    label->set_language("en");
    label->set_text("Name");
    grpc::ClientContext context;
    v1::RecordEventsResponse response;
    return stub_->RecordEvents(&context, request, &response);
  }

  uint64_t EventCount() {
    grpc::ClientContext context;
    v1::GetLedgerResponse response;
    const grpc::Status status =
        stub_->GetLedger(&context, v1::GetLedgerRequest(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.event_count();
  }

  v1::LedgerService::Stub& stub() { return *stub_; }

 private:
  std::unique_ptr<v1::LedgerService::Stub> stub_;
};

class DaemonTest : public ::testing::Test {
 protected:
  // `more` behind a ledger that is made when there is none and a free port.
  std::vector<std::string> Arguments(
      const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {
        "--db",        Ledger(), "--init",      "--grpc",
        "127.0.0.1:0", "--http", "127.0.0.1:0", "--simulated"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  std::string Ledger() { return directory_.Path("ledger"); }

  static std::vector<std::string> Lines(const std::string& text) {
    return absl::StrSplit(text, '\n', absl::SkipEmpty());
  }

  // Ends with `status`, nothing on standard output, and words on standard error
  // that begin like this and have that.
  static void ExpectRefused(const std::vector<std::string>& arguments,
                            int status, const std::string& beginning,
                            const std::string& words) {
    DaemonProcess refused(arguments);
    EXPECT_FALSE(refused.WaitUntilReady());
    EXPECT_THAT(refused.Wait(), Optional(status));
    EXPECT_THAT(refused.out(), IsEmpty());
    EXPECT_THAT(refused.err(), AllOf(HasSubstr(beginning), HasSubstr(words)));
  }

 private:
  DaemonDirectory directory_;
};

TEST_F(DaemonTest, PrintsWhereItServesAndServes) {
  DaemonProcess daemon(Arguments());
  ASSERT_TRUE(daemon.WaitUntilReady()) << daemon.err();
  EXPECT_THAT(
      Lines(daemon.out()),
      ElementsAre(MatchesRegex("grpc 127\\.0\\.0\\.1:[1-9][0-9]+"),
                  MatchesRegex("http 127\\.0\\.0\\.1:[1-9][0-9]+"), "ready"));
  Client client(daemon.address("grpc"));
  EXPECT_TRUE(client.RecordParty("kr", "").ok());
  EXPECT_EQ(client.EventCount(), 1u);
  EXPECT_THAT(daemon.Stop(), Optional(0));
  EXPECT_THAT(daemon.err(), HasSubstr("clearskyd: stopped\n"));
}

TEST_F(DaemonTest, HelpHasAnExampleAndUsageIsToldApart) {
  DaemonProcess help({"--help"});
  EXPECT_THAT(help.Wait(), Optional(0));
  EXPECT_THAT(help.out(), HasSubstr("Example:\n  clearskyd --db "));
  ExpectRefused({"--no-such-flag"}, 2, "no-such-flag", "");
  ExpectRefused({"--simulated"}, 2, "--simulated requires --init", "");
  ExpectRefused({"--zone", "Asia/Seoul"}, 2, "--zone requires --init", "");
  ExpectRefused({"--drain-seconds", "-1"}, 2, "--drain-seconds", "");
}

TEST_F(DaemonTest, OtherAddressesAreRefusedBeforeALedgerIsMade) {
  for (const std::string address :
       {"0.0.0.0:7420", "[::]:0", ":7420", "10.0.0.1:0", "127.0.0.1", "x:y"}) {
    ExpectRefused({"--db", Ledger(), "--init", "--grpc", address}, 1,
                  "clearskyd: INVALID_ARGUMENT: cannot listen at '",
                  "loopback");
    EXPECT_FALSE(std::filesystem::exists(Ledger()));
  }
}

TEST_F(DaemonTest, WithoutALedgerItSaysHowToMakeOne) {
  ExpectRefused(
      {"--db", Ledger(), "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"}, 1,
      "clearskyd: NOT_FOUND: ", "--init makes one");
  EXPECT_FALSE(std::filesystem::exists(Ledger()));
}

TEST_F(DaemonTest, InitTakesTheLedgerThatIsThereUnlessItIsAnother) {
  for (int i = 0; i < 2; ++i) {
    DaemonProcess daemon(Arguments({"--zone", "Asia/Shanghai"}));
    ASSERT_TRUE(daemon.WaitUntilReady()) << daemon.err();
    EXPECT_THAT(daemon.Stop(), Optional(0));
  }
  ExpectRefused(Arguments({"--zone", "Asia/Seoul"}), 1,
                "clearskyd: FAILED_PRECONDITION: ",
                "in zone Asia/Shanghai, not Asia/Seoul");
  ExpectRefused({"--db", Ledger() + "-other", "--grpc", "127.0.0.1:0", "--http",
                 "127.0.0.1:0", "--init", "--zone", "Mars/Olympus"},
                1, "clearskyd: INVALID_ARGUMENT: ", "Mars/Olympus");
}

TEST_F(DaemonTest, SecondDaemonOnALedgerOrAPortIsUnavailable) {
  DaemonProcess daemon(Arguments());
  ASSERT_TRUE(daemon.WaitUntilReady()) << daemon.err();
  ExpectRefused(Arguments(), 1, "clearskyd: UNAVAILABLE: ", "is locked");
  ExpectRefused({"--db", Ledger() + "-other", "--init", "--grpc",
                 daemon.address("grpc"), "--http", "127.0.0.1:0"},
                1, "clearskyd: UNAVAILABLE: ", "is taken");
  EXPECT_EQ(Client(daemon.address("grpc")).EventCount(), 0u);
}

TEST_F(DaemonTest, StandardOutputThatIsGoneIsAnError) {
  DaemonDirectory other;
  const std::string command = absl::StrCat(
      CLEARSKY_DAEMON, " --db ", other.Path("l"),
      " --init --grpc 127.0.0.1:0 --http 127.0.0.1:0 >/dev/full 2>/dev/null");
  const int status = std::system(command.c_str());
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

// Connections without calls, half a greeting, and a call whose request never
// comes: none of them holds up a stop for longer than calls are given.
TEST_F(DaemonTest, StopsWithinItsBoundWhateverClientsDo) {
  DaemonProcess daemon(Arguments({"--drain-seconds", "2"}));
  ASSERT_TRUE(daemon.WaitUntilReady()) << daemon.err();
  const std::string address = daemon.address("grpc");

  Client idle(address);
  EXPECT_EQ(idle.EventCount(), 0u);

  const int silent = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place = {};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  place.sin_port = htons(
      static_cast<uint16_t>(std::stoi(address.substr(address.find(':') + 1))));
  ASSERT_EQ(connect(silent, reinterpret_cast<sockaddr*>(&place), sizeof(place)),
            0);

  // Reads none of what it asked for.
  grpc::ClientContext context;
  const auto reader =
      idle.stub().RebuildProjections(&context, v1::RebuildProjectionsRequest());

  const absl::Time start = absl::Now();
  EXPECT_THAT(daemon.Stop(), Optional(0)) << daemon.err();
  EXPECT_LT(absl::Now() - start, absl::Seconds(2) + kClosing);
  close(silent);
  context.TryCancel();
  reader->Finish();
}

TEST_F(DaemonTest, InterruptStopsItAsWell) {
  DaemonProcess daemon(Arguments());
  ASSERT_TRUE(daemon.WaitUntilReady()) << daemon.err();
  daemon.Signal(SIGINT);
  EXPECT_THAT(daemon.Wait(), Optional(0));
  EXPECT_THAT(daemon.err(), AllOf(HasSubstr("clearskyd: SIGINT: stopping\n"),
                                  HasSubstr("clearskyd: stopped\n")));
}

// Writers go on while it is told to stop: what it answered is there, and what
// it turned away is not.
TEST_F(DaemonTest, WhatWasAcknowledgedBeforeAStopIsThere) {
  constexpr int kWriters = 4;
  std::atomic<uint64_t> acknowledged = 0;
  {
    DaemonProcess daemon(Arguments());
    ASSERT_TRUE(daemon.WaitUntilReady()) << daemon.err();
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([&, writer] {
        Client client(daemon.address("grpc"));
        for (int i = 0;; ++i) {
          const grpc::Status status =
              client.RecordParty(absl::StrCat("p-", writer, "-", i), "");
          if (!status.ok()) {
            // Turned away. gRPC itself drops what reaches it while it closes
            // the connection, and tells that as cancelled.
            EXPECT_THAT(status.error_code(),
                        AnyOf(grpc::StatusCode::UNAVAILABLE,
                              grpc::StatusCode::CANCELLED))
                << status.error_message();
            return;
          }
          ++acknowledged;
        }
      });
    }
    while (acknowledged < 50) std::this_thread::yield();
    EXPECT_THAT(daemon.Stop(), Optional(0)) << daemon.err();
    for (std::thread& writer : writers) writer.join();
  }
  DaemonProcess daemon(Arguments());
  ASSERT_TRUE(daemon.WaitUntilReady()) << daemon.err();
  // A call that was done as the connection went down may have gone unanswered.
  const uint64_t there = Client(daemon.address("grpc")).EventCount();
  EXPECT_GE(there, acknowledged);
  EXPECT_LE(there, acknowledged + kWriters);
}

// Killed at any moment: what was acknowledged is there, and a writer that
// repeats its request with the same event id learns what became of it.
TEST_F(DaemonTest, KilledAndRestartedItLosesNothingAcknowledged) {
  constexpr int kRounds = 3;
  uint64_t recorded = 0;
  for (int round = 0; round < kRounds; ++round) {
    uint64_t acknowledged = 0;
    std::string unanswered;
    {
      DaemonProcess daemon(Arguments());
      ASSERT_TRUE(daemon.WaitUntilReady()) << daemon.err();
      Client client(daemon.address("grpc"));
      ASSERT_EQ(client.EventCount(), recorded);
      std::thread killer([&daemon, round] {
        absl::SleepFor(absl::Milliseconds(50 + 60 * round));
        daemon.Signal(SIGKILL);
      });
      while (true) {
        const uint64_t number = recorded + acknowledged;
        unanswered = absl::StrCat("party-", number);
        if (!client
                 .RecordParty(unanswered,
                              absl::StrCat("00000000-0000-4000-8000-",
                                           absl::Dec(number, absl::kZeroPad12)))
                 .ok()) {
          break;
        }
        ++acknowledged;
      }
      killer.join();
      EXPECT_THAT(daemon.Wait(), Optional(-SIGKILL));
    }
    recorded += acknowledged;
    DaemonProcess daemon(Arguments());
    ASSERT_TRUE(daemon.WaitUntilReady()) << daemon.err();
    Client client(daemon.address("grpc"));
    EXPECT_GE(client.EventCount(), recorded);
    EXPECT_LE(client.EventCount(), recorded + 1);
    EXPECT_TRUE(
        client
            .RecordParty(unanswered,
                         absl::StrCat("00000000-0000-4000-8000-",
                                      absl::Dec(recorded, absl::kZeroPad12)))
            .ok());
    ++recorded;
    EXPECT_EQ(client.EventCount(), recorded);
  }
}

}  // namespace
}  // namespace clearsky
