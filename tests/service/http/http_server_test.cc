#include "service/http/http_server.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "service/http/http_server_fixture.h"
#include "service/http/raw_client.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::AskOnce;
using ::clearsky::test::Eventually;
using ::clearsky::test::Get;
using ::clearsky::test::HttpServerFixture;
using ::clearsky::test::Post;
using ::clearsky::test::RawAnswer;
using ::clearsky::test::RawClient;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

using HttpServerTest = HttpServerFixture;

TEST_F(HttpServerTest, ListensOnLoopbackOnly) {
  HttpServer::Options options;
  options.address = "0.0.0.0:0";
  EXPECT_THAT(HttpServer::Start(options, [](Router*) {}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("access control is to come")));
}

TEST_F(HttpServerTest, PortThatIsTakenIsTold) {
  Start();
  HttpServer::Options options;
  options.address = server_->address().ToString();
  EXPECT_THAT(
      HttpServer::Start(options, [](Router*) {}).status(),
      StatusIs(absl::StatusCode::kUnavailable,
               HasSubstr(absl::StrCat("cannot listen on ", options.address))));
}

TEST_F(HttpServerTest, AnswersAndKeepsTheConnection) {
  Start();
  RawClient client(port());
  for (int i = 0; i < 3; ++i) {
    const RawAnswer answer = client.Ask(Get("/hello"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.Field("Connection"), "");
    EXPECT_EQ(answer.Field("Keep-Alive"), "");
    EXPECT_THAT(answer.Field("Date"), HasSubstr(" GMT"));
  }
  EXPECT_EQ(server_->figures().accepted, 1u);
  EXPECT_EQ(server_->figures().answers[2], 3u);
  EXPECT_EQ(server_->figures().connections, 1u);
}

TEST_F(HttpServerTest, ListensOnIpv6Too) {
  HttpServer::Options options;
  options.address = "[::1]:0";
  const auto server = HttpServer::Start(options, [](Router*) {});
  if (absl::IsUnavailable(server.status())) GTEST_SKIP() << server.status();
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_GT((*server)->port(), 0);
  EXPECT_EQ((*server)->address().ip, "::1");
}

TEST_F(HttpServerTest, ConnectionIsClosedWhenAsked) {
  Start();
  RawClient client(port());
  const RawAnswer answer = client.Ask(
      "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.Field("Connection"), "close");
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HttpServerTest, OldVersionIsClosedUnlessItAsksOtherwise) {
  Start();
  RawClient closed(port());
  EXPECT_EQ(closed.Ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello");
  EXPECT_TRUE(closed.IsClosed());
  RawClient kept(port());
  for (int i = 0; i < 2; ++i) {
    const RawAnswer answer =
        kept.Ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.Field("Connection"), "keep-alive");
  }
}

TEST_F(HttpServerTest, ClientMayEndSendingBeforeItsAnswer) {
  Start();
  RawClient client(port());
  client.Send(Get("/wait"));
  ASSERT_TRUE(Eventually([this] { return waiting_ == 1; }));
  client.EndSending();
  Open();
  EXPECT_EQ(client.Read().body, "waited");
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HttpServerTest, PipelinedRequestsAreAnsweredInTheirOrder) {
  Start();
  RawClient client(port());
  std::string requests;
  for (int i = 0; i < 50; ++i) {
    absl::StrAppend(&requests, i % 2 == 0
                                   ? Get(absl::StrCat("/target?", i))
                                   : Post("/echo", absl::StrCat("[", i, "]")));
  }
  client.Send(requests);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(client.Read().body, i % 2 == 0 ? absl::StrCat("/target?", i)
                                             : absl::StrCat("[", i, "]"));
  }
}

// An answer without what tells the time.
std::string Told(const RawAnswer& answer) {
  return absl::StrCat(answer.status, answer.Field("Content-Type"),
                      answer.Field("Content-Length"),
                      answer.Field("Connection"), answer.body);
}

TEST_F(HttpServerTest, HoweverTheBytesArriveTheAnswersAreTheSame) {
  Start();
  const std::vector<std::string> kinds = {
      Get("/hello"),
      Post("/echo", "{\"a\":1}"),
      Get("/nowhere"),
      Get("/a%20b?c=d"),
      "\r\n" + Get("/target"),
      "GET /hello HTTP/1.1\r\n\r\n",
      "GET /hello HTTP/1.1\n\n",
      "POST /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"};
  EXPECT_TRUE(rc::check([&] {
    std::vector<std::string> requests =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
            rc::gen::elementOf(kinds)));
    if (requests.size() > 4) requests.resize(4);
    std::string bytes;
    for (const std::string& request : requests) bytes += request;

    std::vector<std::string> at_once;
    RawClient one(port());
    one.Send(bytes);
    for (size_t i = 0; i < requests.size(); ++i) {
      at_once.push_back(Told(one.Read()));
    }

    RawClient other(port());
    const bool by_byte = *rc::gen::arbitrary<bool>();
    size_t sent = 0;
    while (sent < bytes.size()) {
      const size_t size = by_byte ? 1 : *rc::gen::inRange<size_t>(1, 50);
      if (!other.Send(absl::string_view(bytes).substr(sent, size))) break;
      sent += size;
      if (!by_byte) std::this_thread::yield();
    }
    std::vector<std::string> in_pieces;
    for (size_t i = 0; i < requests.size(); ++i) {
      in_pieces.push_back(Told(other.Read()));
    }
    RC_ASSERT(in_pieces == at_once);
  }));
}

TEST_F(HttpServerTest, ClientIsToldToContinue) {
  Start();
  RawClient client(port());
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.Read(false).status, 100);
  EXPECT_EQ(client.Ask("[1]").body, "[1]");
}

TEST_F(HttpServerTest, HeadHasNoBody) {
  Start();
  RawClient client(port());
  client.Send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.Read(false).Field("Content-Length"), "5");
  EXPECT_EQ(client.Ask(Get("/hello")).body, "hello");
}

TEST_F(HttpServerTest, ErrorsOfTheRouterAreProblems) {
  Start();
  const RawAnswer lost = AskOnce(port(), Get("/nowhere"));
  EXPECT_EQ(lost.status, 404);
  EXPECT_EQ(lost.Field("Content-Type"), "application/problem+json");
  EXPECT_THAT(lost.body, HasSubstr("\"status\":404"));
  const RawAnswer thrown = AskOnce(port(), Get("/throws"));
  EXPECT_EQ(thrown.status, 500);
  EXPECT_THAT(thrown.body, HasSubstr("\"status\":500"));
  EXPECT_THAT(thrown.head, testing::Not(HasSubstr("secret")));
}

TEST_F(HttpServerTest, HeaderThatWouldSplitTheAnswerIsAnError) {
  Start();
  const RawAnswer split = AskOnce(port(), Get("/header"));
  EXPECT_EQ(split.status, 500);
  EXPECT_THAT(split.head, testing::Not(HasSubstr("Set-Cookie")));
  EXPECT_THAT(split.body, HasSubstr("control character"));
  EXPECT_EQ(server_->figures().refused_for(RefusalKind::kSplitHeader), 1u);
  EXPECT_EQ(AskOnce(port(), Get("/header?name=a")).status, 200);
  // Percent signs in fields are no encoding, though cpp-httplib takes them so.
  const RawAnswer echoed =
      AskOnce(port(),
              "GET /header?name=a HTTP/1.1\r\nHost: localhost\r\n"
              "X-Echo: a%0d%0aSet-Cookie: b\r\n\r\n");
  EXPECT_EQ(echoed.status, 200);
  EXPECT_EQ(echoed.Field("X-Echo"), "a%0d%0aSet-Cookie: b");
}

TEST_F(HttpServerTest, EventsAreSentAsTheyCome) {
  Start();
  RawClient client(port());
  client.Send(Get("/events"));
  const RawAnswer head = client.Read(false);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Field("Content-Type"), "text/event-stream");
  EXPECT_EQ(head.Field("Cache-Control"), "no-store");
  EXPECT_EQ(head.Field("Content-Length"), "");
  for (int i = 0; i < 100; ++i) {
    const std::string event = absl::StrCat("data: ", i, "\n\n");
    channel_.Tell(event);
    EXPECT_EQ(client.ReadThrough("\n\n"), event);
  }
  EXPECT_EQ(server_->figures().event_streams, 1u);
  EXPECT_EQ(server_->figures().connections, 0u);
  channel_.Tell("data: last\n\n");
  channel_.End();
  EXPECT_EQ(client.ReadThrough("\n\n"), "data: last\n\n");
  EXPECT_TRUE(client.IsClosed());
  EXPECT_TRUE(Eventually([this] { return channel_.streams == 0; }));
  EXPECT_EQ(server_->figures().event_streams, 0u);
}

TEST_F(HttpServerTest, LargeRunOfEventsArrivesWhole) {
  Start();
  RawClient client(port());
  client.Send(Get("/events"));
  std::string all;
  for (int i = 0; i < 200'000; ++i) absl::StrAppend(&all, "data: ", i, "\n\n");
  channel_.Tell(all + "data: end\n\n");
  client.Read(false);
  EXPECT_TRUE(client.ReadThrough("data: end\n\n") == all + "data: end\n\n");
}

TEST_F(HttpServerTest, HeadOfAnEventStreamHasNoEvents) {
  Start();
  channel_.Tell("data: x\n\n");
  RawClient client(port());
  client.Send("HEAD /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.Read(false).Field("Content-Type"), "text/event-stream");
  EXPECT_TRUE(client.IsClosed());
  EXPECT_EQ(client.rest(), "");
  EXPECT_EQ(channel_.pulls(), 0);
}

TEST_F(HttpServerTest, IdleEventStreamHasAHeartbeat) {
  HttpServer::Options options;
  options.deadlines.heartbeat = absl::Milliseconds(10);
  options.deadlines.idle = absl::Milliseconds(10);
  Start(options);
  RawClient client(port());
  client.Send(Get("/events"));
  client.Read(false);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.ReadThrough("\n\n"), ":\n\n");
  channel_.Tell("data: x\n\n");
  EXPECT_THAT(client.ReadThrough("data: x\n\n"), HasSubstr("data: x"));
}

TEST_F(HttpServerTest, ClientThatLeavesEndsItsStream) {
  Start();
  for (const bool abort : {false, true}) {
    RawClient client(port());
    client.Send(Get("/events"));
    client.Read(false);
    EXPECT_EQ(channel_.streams, 1);
    abort ? client.Abort() : client.Close();
    EXPECT_TRUE(Eventually([this] { return channel_.streams == 0; }));
  }
}

TEST_F(HttpServerTest, DrainAnswersWhatArrivedAndClosesTheRest) {
  Start();
  RawClient idle(port());
  idle.Ask(Get("/hello"));
  RawClient begun(port());
  begun.Send("GET /hello HTTP/1.1\r\nHost: loc");
  RawClient follower(port());
  follower.Send(Get("/events"));
  follower.Read(false);
  RawClient asker(port());
  asker.Send(Get("/wait"));
  ASSERT_TRUE(Eventually([this] { return waiting_ == 1; }));
  ASSERT_TRUE(
      Eventually([this] { return server_->figures().connections == 3; }));

  std::thread drain([this] { server_->Drain(absl::Seconds(20)); });
  EXPECT_TRUE(idle.IsClosed());
  EXPECT_TRUE(follower.IsClosed());
  EXPECT_EQ(begun.Read().status, 503);
  begun.Close();
  EXPECT_EQ(AskOnce(port(), Get("/hello")).status, 0);
  Open();
  const RawAnswer answer = asker.Read();
  EXPECT_EQ(answer.body, "waited");
  EXPECT_EQ(answer.Field("Connection"), "close");
  EXPECT_TRUE(asker.IsClosed());
  drain.join();
  EXPECT_EQ(server_->figures().refused_for(RefusalKind::kDraining), 1u);
  EXPECT_EQ(server_->figures().connections, 0u);
  EXPECT_EQ(server_->figures().buffered_bytes, 0u);
}

TEST_F(HttpServerTest, DrainEndsAtItsBoundWhateverClientsDo) {
  Start();
  // An answer that nobody reads.
  RawClient stopped(port(), 4096);
  std::string requests;
  const std::string large(1 << 20, 'x');
  for (int i = 0; i < 8; ++i) absl::StrAppend(&requests, Post("/echo", large));
  std::thread sender([&] { stopped.Send(requests); });
  ASSERT_TRUE(Eventually([this] { return posts_ > 0; }));
  const absl::Time begin = absl::Now();
  server_->Drain(absl::Milliseconds(200));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  EXPECT_EQ(server_->figures().connections, 0u);
  sender.join();
}

TEST_F(HttpServerTest, AnswersAreToldWithTheirTime) {
  HttpServer::Options options;
  std::atomic<int> told = 0;
  options.answered = [&told](const std::string& method, int status,
                             absl::Duration taken) {
    if (method == "GET" && status == 404 && taken >= absl::ZeroDuration() &&
        taken < absl::Seconds(10)) {
      ++told;
    }
  };
  Start(options);
  AskOnce(port(), Get("/nowhere"));
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace clearsky::service
