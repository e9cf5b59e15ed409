#include "service/http/router.h"

#include <functional>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::service {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class NoEvents final : public EventSource {
 public:
  bool Pull(size_t /*max_bytes*/, std::string* /*out*/) override {
    return false;
  }
  void NotifyWhenReady(std::function<void()> /*ready*/) override {}
};

TEST(RouterTest, AnswersARequestInMemory) {
  Router router;
  router.Post("/echo", [](const httplib::Request& request,
                          httplib::Response& response) {
    response.set_content(request.body + " from " + request.remote_addr,
                         "text/plain");
  });
  const Exchange exchange = router.Answer(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
      "127.0.0.1", 1234);
  EXPECT_THAT(exchange.answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(exchange.answer, EndsWith("\r\n\r\nabc from 127.0.0.1"));
  EXPECT_FALSE(exchange.close);
  EXPECT_EQ(exchange.events, nullptr);
}

TEST(RouterTest, ConnectionThatIsToBeClosedSaysSo) {
  Router router;
  router.Get("/", [](const httplib::Request&, httplib::Response& response) {
    response.set_content("x", "text/plain");
  });
  const Exchange exchange = router.Answer(
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "", 0);
  EXPECT_TRUE(exchange.close);
  EXPECT_THAT(exchange.answer, HasSubstr("Connection: close"));
}

TEST(RouterTest, HandlerMakesTheConnectionAStreamOfEvents) {
  Router router;
  router.Get("/events", [](const httplib::Request&, httplib::Response&) {
    Router::StreamEvents(std::make_unique<NoEvents>());
  });
  EXPECT_NE(
      router.Answer("GET /events HTTP/1.1\r\nHost: x\r\n\r\n", "", 0).events,
      nullptr);
}

}  // namespace
}  // namespace clearsky::service
