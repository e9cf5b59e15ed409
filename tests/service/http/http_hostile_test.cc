// What clients do to a server that means no good, or goes wrong: each is
// refused, bounded and counted, and the others are served meanwhile.

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "service/http/http_server.h"
#include "service/http/http_server_fixture.h"
#include "service/http/raw_client.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::AskOnce;
using ::clearsky::test::Eventually;
using ::clearsky::test::Get;
using ::clearsky::test::HttpServerFixture;
using ::clearsky::test::Post;
using ::clearsky::test::RawAnswer;
using ::clearsky::test::RawClient;
using ::testing::HasSubstr;

class HttpHostileTest : public HttpServerFixture {
 protected:
  uint64_t RefusedFor(RefusalKind kind) const {
    return server_->figures().refused_for(kind);
  }
  bool Serves() { return AskOnce(port(), Get("/hello")).body == "hello"; }
};

TEST_F(HttpHostileTest, RefusalIsAProblemThatClosesAndIsCounted) {
  Start();
  RawClient client(port());
  const RawAnswer answer =
      client.Ask("GET / HTTP/1.1\r\nHost: x.example\r\n\r\n");
  EXPECT_EQ(answer.status, 421);
  EXPECT_EQ(answer.Field("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.Field("Connection"), "close");
  EXPECT_THAT(answer.body, HasSubstr("\"title\":\"Misdirected Request\""));
  EXPECT_THAT(answer.body, HasSubstr("localhost, 127.0.0.1 and [::1]"));
  EXPECT_EQ(answer.Field("Access-Control-Allow-Origin"), "");
  EXPECT_TRUE(client.IsClosed());
  EXPECT_EQ(RefusedFor(RefusalKind::kHost), 1u);
  EXPECT_EQ(server_->figures().answers[4], 1u);
}

// Nothing behind a request that is not understood is taken for another.
TEST_F(HttpHostileTest, NothingIsSmuggledBehindARefusal) {
  Start();
  const std::string hidden = Post("/echo", "[]");
  for (const std::string fields :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 0\r\nContent-Length: 40\r\n",
        "Transfer-Encoding: chunked\r\n", "Content-Length : 0\r\n",
        "Content-Length: 0\r\n\n", "X: y\r\n Content-Length: 0\r\n"}) {
    RawClient client(port());
    client.Send(absl::StrCat("POST /echo HTTP/1.1\r\nHost: localhost\r\n",
                             fields, "\r\n0\r\n\r\n", hidden));
    EXPECT_GE(client.Read().status, 400);
    EXPECT_TRUE(client.IsClosed());
    EXPECT_EQ(client.rest(), "");
  }
  EXPECT_EQ(posts_, 0);
}

// A body that another would read as a request stays a body.
TEST_F(HttpHostileTest, BodyIsWhatItsLengthSays) {
  Start();
  RawClient client(port());
  const std::string inner = Get("/hello");
  EXPECT_EQ(client.Ask(Post("/echo", inner)).body, inner);
  client.Send(
      absl::StrCat("GET /hello HTTP/1.1\r\nHost: localhost\r\n"
                   "Content-Length: ",
                   inner.size(), "\r\n\r\n", inner));
  EXPECT_EQ(client.Read().body, "hello");
  EXPECT_EQ(client.Ask(Get("/target")).body, "/target");
  EXPECT_EQ(server_->figures().answers[2], 3u);
}

TEST_F(HttpHostileTest, BodyBeyondTheLimitIsToldThoughItIsBeingSent) {
  HttpServer::Options options;
  options.framing.max_body_bytes = 100'000;
  Start(options);
  RawClient client(port());
  client.Send(Post("/echo", std::string(400'000, 'x')));
  EXPECT_EQ(client.Read().status, 413);
  EXPECT_EQ(AskOnce(port(), Post("/echo", std::string(100'000, 'x'))).status,
            200);
}

TEST_F(HttpHostileTest, HeadThatDribblesIsGivenUp) {
  HttpServer::Options options;
  options.deadlines.head = absl::Milliseconds(50);
  Start(options);
  RawClient client(port());
  client.Send("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 1000 && RefusedFor(RefusalKind::kSlowHead) == 0; ++i) {
    client.Send("X: y\r\n");
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_EQ(client.Read().status, 408);
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HttpHostileTest, BodyThatDribblesIsGivenUp) {
  HttpServer::Options options;
  options.deadlines.body = absl::Milliseconds(50);
  Start(options);
  RawClient client(port());
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n");
  for (int i = 0; i < 1000 && RefusedFor(RefusalKind::kSlowBody) == 0; ++i) {
    client.Send("x");
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_EQ(client.Read().status, 408);
  EXPECT_EQ(posts_, 0);
}

TEST_F(HttpHostileTest, ConnectionThatSaysNothingIsClosed) {
  HttpServer::Options options;
  options.deadlines.idle = absl::Milliseconds(20);
  Start(options);
  RawClient silent(port());
  EXPECT_TRUE(silent.IsClosed());
  RawClient done(port());
  EXPECT_EQ(done.Ask(Get("/hello")).status, 200);
  EXPECT_TRUE(done.IsClosed());
}

TEST_F(HttpHostileTest, OthersAreServedWhileHundredsDribble) {
  Start();
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<RawClient>(port()));
    slow.back()->Send(i % 2 == 0 ? "GET /hello HTTP/1.1\r\n"
                                 : "POST /echo HTTP/1.1\r\nHost: localhost\r\n"
                                   "Content-Length: 100000\r\n\r\n");
  }
  std::atomic<bool> stop = false;
  std::thread dribbler([&] {
    while (!stop) {
      for (const auto& client : slow) client->Send("x");
      absl::SleepFor(absl::Milliseconds(5));
    }
  });
  RawClient client(port());
  absl::Duration worst;
  for (int i = 0; i < 200; ++i) {
    const absl::Time begin = absl::Now();
    EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");
    worst = std::max(worst, absl::Now() - begin);
  }
  EXPECT_TRUE(Serves());
  stop = true;
  dribbler.join();
  EXPECT_LT(worst, absl::Seconds(2));
  EXPECT_EQ(server_->figures().connections, 201u);
}

TEST_F(HttpHostileTest, WhoWaitedLongestMakesRoom) {
  HttpServer::Options options;
  options.max_connections = 3;
  Start(options);
  RawClient first(port());
  ASSERT_TRUE(
      Eventually([this] { return server_->figures().connections == 1; }));
  RawClient second(port());
  RawClient third(port());
  EXPECT_EQ(second.Ask(Get("/hello")).status, 200);
  EXPECT_EQ(third.Ask(Get("/hello")).status, 200);
  EXPECT_TRUE(Serves());
  EXPECT_TRUE(first.IsClosed());
  EXPECT_EQ(third.Ask(Get("/hello")).status, 200);
  EXPECT_EQ(RefusedFor(RefusalKind::kConnections), 1u);
}

TEST_F(HttpHostileTest, WithoutAnybodyWaitingTheNextIsTurnedAway) {
  HttpServer::Options options;
  options.max_connections = 2;
  Start(options);
  std::vector<std::unique_ptr<RawClient>> busy;
  for (int i = 0; i < 2; ++i) {
    busy.push_back(std::make_unique<RawClient>(port()));
    busy.back()->Send(Get("/wait"));
  }
  ASSERT_TRUE(Eventually([this] { return waiting_ == 2; }));
  RawClient next(port());
  const RawAnswer answer = next.Read();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.Field("Retry-After"), "1");
  EXPECT_THAT(answer.body, HasSubstr("there are 2 connections"));
  Open();
  for (const auto& client : busy) EXPECT_EQ(client->Read().body, "waited");
  EXPECT_TRUE(Serves());
}

TEST_F(HttpHostileTest, EventStreamsHaveALimitOfTheirOwn) {
  HttpServer::Options options;
  options.max_connections = 2;
  options.max_event_streams = 3;
  Start(options);
  std::vector<std::unique_ptr<RawClient>> followers;
  for (int i = 0; i < 3; ++i) {
    followers.push_back(std::make_unique<RawClient>(port()));
    followers.back()->Send(Get("/events"));
    EXPECT_EQ(followers.back()->Read(false).status, 200);
  }
  const RawAnswer refused = AskOnce(port(), Get("/events"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("there are 3 event streams"));
  EXPECT_EQ(RefusedFor(RefusalKind::kEventStreams), 1u);
  EXPECT_TRUE(Serves());
  followers.pop_back();
  EXPECT_TRUE(
      Eventually([this] { return server_->figures().event_streams == 2; }));
  RawClient again(port());
  again.Send(Get("/events"));
  EXPECT_EQ(again.Read(false).status, 200);
}

TEST_F(HttpHostileTest, WhenTooMuchWaitsTheNextIsToldToComeBack) {
  HttpServer::Options options;
  options.workers = {.max_threads = 1, .max_waiting = 1};
  Start(options);
  RawClient working(port());
  working.Send(Get("/wait"));
  ASSERT_TRUE(Eventually([this] { return waiting_ == 1; }));
  RawClient queued(port());
  queued.Send(Get("/wait"));
  ASSERT_TRUE(Eventually([this] { return server_->figures().waiting == 1; }));
  const RawAnswer answer = AskOnce(port(), Get("/hello"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.Field("Retry-After"), "1");
  EXPECT_EQ(answer.Field("Content-Type"), "application/problem+json");
  EXPECT_EQ(RefusedFor(RefusalKind::kOverloaded), 1u);
  Open();
  EXPECT_EQ(working.Read().body, "waited");
  EXPECT_EQ(queued.Read().body, "waited");
  EXPECT_TRUE(Serves());
}

TEST_F(HttpHostileTest, RequestWithoutAnAnswerInTimeIsToldSo) {
  HttpServer::Options options;
  options.deadlines.answer = absl::Milliseconds(50);
  options.workers.max_threads = 1;
  Start(options);
  RawClient client(port());
  client.Send(Get("/wait"));
  ASSERT_TRUE(Eventually([this] { return waiting_ == 1; }));
  // It waits for the thread, and is not done once its time is over.
  RawClient queued(port());
  queued.Send(Post("/echo", "[]"));
  EXPECT_EQ(client.Read().status, 504);
  EXPECT_EQ(queued.Read().status, 504);
  EXPECT_EQ(RefusedFor(RefusalKind::kSlowAnswer), 2u);
  Open();
  EXPECT_TRUE(Serves());
  EXPECT_EQ(posts_, 0);
}

TEST_F(HttpHostileTest, WorkForAClientThatLeftIsNotDone) {
  HttpServer::Options options;
  options.workers.max_threads = 1;
  Start(options);
  RawClient working(port());
  working.Send(Get("/wait"));
  ASSERT_TRUE(Eventually([this] { return waiting_ == 1; }));
  RawClient gone(port());
  gone.Send(Post("/echo", "[]"));
  ASSERT_TRUE(Eventually([this] { return server_->figures().waiting == 1; }));
  gone.Abort();
  ASSERT_TRUE(
      Eventually([this] { return server_->figures().connections == 1; }));
  Open();
  EXPECT_EQ(working.Read().body, "waited");
  EXPECT_TRUE(Serves());
  EXPECT_EQ(posts_, 0);
}

TEST_F(HttpHostileTest, ReaderThatStopsIsBoundedAndGivenUp) {
  HttpServer::Options options;
  options.deadlines.send_stall = absl::Milliseconds(300);
  options.max_buffered_bytes = 8 << 20;
  Start(options);
  std::vector<std::unique_ptr<RawClient>> stopped;
  const std::string large = Post("/echo", std::string(3 << 20, 'x'));
  for (int i = 0; i < 8; ++i) {
    stopped.push_back(std::make_unique<RawClient>(port(), 4096));
    stopped.back()->Send(large);
    // What others wait for is within the bound, and what a body brings at once.
    EXPECT_LT(server_->figures().buffered_bytes, 9u << 20);
  }
  EXPECT_TRUE(Serves());
  EXPECT_TRUE(Eventually([this] {
    return RefusedFor(RefusalKind::kSlowReader) +
               RefusedFor(RefusalKind::kMemory) >=
           8;
  }));
  EXPECT_GT(RefusedFor(RefusalKind::kMemory), 0u);
  EXPECT_GT(RefusedFor(RefusalKind::kSlowReader), 0u);
  stopped.clear();
  EXPECT_TRUE(
      Eventually([this] { return server_->figures().buffered_bytes == 0; }));
}

TEST_F(HttpHostileTest, FollowerThatStopsIsBoundedAndGivenUp) {
  HttpServer::Options options;
  options.deadlines.send_stall = absl::Milliseconds(300);
  options.event_stream_bytes = 10'000;
  Start(options);
  RawClient stopped(port(), 4096);
  stopped.Send(Get("/events"));
  stopped.Read(false);
  channel_.Tell(std::string(64 << 20, 'x'));
  size_t most = 0;
  EXPECT_TRUE(Eventually([this, &most] {
    most = std::max(most, server_->figures().buffered_bytes);
    return RefusedFor(RefusalKind::kSlowReader) == 1;
  }));
  EXPECT_GT(most, 0u);
  EXPECT_LE(most, 2 * options.event_stream_bytes);
  EXPECT_TRUE(Eventually([this] { return channel_.streams == 0; }));
  EXPECT_TRUE(Serves());
}

// A slow reader makes progress, and is served as long as it takes.
TEST_F(HttpHostileTest, ReaderThatIsSlowIsServed) {
  HttpServer::Options options;
  options.deadlines.send_stall = absl::Milliseconds(500);
  Start(options);
  RawClient slow(port(), 4096);
  slow.Send(Get("/events"));
  slow.Read(false);
  channel_.Tell(std::string(300'000, 'x') + "\n\n");
  EXPECT_EQ(slow.ReadThrough("\n\n").size(), 300'002u);
}

TEST_F(HttpHostileTest, AnswerHasToBeTakenWithinItsTimeWhateverProgress) {
  HttpServer::Options options;
  options.deadlines.send = absl::Milliseconds(300);
  Start(options);
  RawClient slow(port(), 4096);
  std::thread sender(
      [&] { slow.Send(Post("/echo", std::string(8 << 20, 'x'))); });
  EXPECT_TRUE(
      Eventually([this] { return RefusedFor(RefusalKind::kSlowReader) == 1; }));
  sender.join();
}

size_t OpenDescriptors() {
  return static_cast<size_t>(
      std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                    std::filesystem::directory_iterator()));
}

TEST_F(HttpHostileTest, NoDescriptorIsLost) {
  Start();
  EXPECT_TRUE(Serves());
  ASSERT_TRUE(
      Eventually([this] { return server_->figures().connections == 0; }));
  const size_t before = OpenDescriptors();
  for (int i = 0; i < 100; ++i) {
    RawClient client(port());
    switch (i % 5) {
      case 0:
        client.Send("GET / HT");
        break;
      case 1:
        client.Send(Get("/hello"));
        client.Abort();
        break;
      case 2:
        client.Ask("nonsense\r\n\r\n");
        break;
      case 3:
        client.Ask(Get("/hello"));
        break;
      default:
        client.Send(Get("/events"));
        break;
    }
  }
  EXPECT_TRUE(Eventually([this] {
    const HttpFigures figures = server_->figures();
    return figures.connections == 0 && figures.event_streams == 0;
  }));
  EXPECT_TRUE(Eventually([&] { return OpenDescriptors() == before; }));
  EXPECT_EQ(server_->figures().buffered_bytes, 0u);
}

TEST_F(HttpHostileTest, WhateverBytesComeOthersAreServed) {
  Start();
  const std::vector<std::string> pieces = {"GET /hello HTTP/1.1\r\n",
                                           "Host: localhost\r\n",
                                           "\r\n",
                                           "\r\n\r\n",
                                           "POST /echo HTTP/1.1\r\n",
                                           "Content-Length: 4\r\n",
                                           "abcd",
                                           "Expect: 100-continue\r\n",
                                           "Connection: close\r\n",
                                           "GET /events ",
                                           "HTTP/1.1\r\n",
                                           "%00",
                                           "\n",
                                           std::string(1, '\0'),
                                           std::string(20'000, 'a'),
                                           "Transfer-Encoding: chunked\r\n"};
  EXPECT_TRUE(rc::check([&] {
    const auto parts = *rc::gen::container<std::vector<std::string>>(
        rc::gen::elementOf(pieces));
    RawClient client(port());
    for (const std::string& part : parts) client.Send(part);
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        client.EndSending();
        client.IsClosed();
        break;
      case 1:
        client.Abort();
        break;
      default:
        break;
    }
    client.Close();
    RC_ASSERT(Serves());
  }));
  EXPECT_TRUE(Eventually([this] {
    const HttpFigures figures = server_->figures();
    return figures.connections == 0 && figures.event_streams == 0 &&
           figures.buffered_bytes == 0;
  }));
}

}  // namespace
}  // namespace clearsky::service
