#include "service/http/route_table.h"

#include <stdexcept>

#include "service/http/http_fixture.h"
#include "service/http/http_status.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::Ask;
using ::clearsky::test::HttpAnswer;
using ::testing::HasSubstr;
using ::testing::Not;

class RouteTableTest : public ::testing::Test {
 protected:
  void SetUp() override {
    RouteTable table;
    const auto echo = [](const Call& call) -> absl::StatusOr<Reply> {
      return ReplyWith(
          "text/plain",
          absl::StrCat(call.Variable("plan"), "|", call.Parameter("a"), "|",
                       call.Header("X-Two"), "|", call.body()));
    };
    table.Add({"GET", "/plans/{plan}/table", {"a"}, echo});
    table.Add({"POST", "/plans/{plan}/events", {"a"}, echo});
    table.Add({"GET", "/plans/{plan}", {"a"}, echo});
    table.Add({"GET", "/teapot", {}, [](const Call&) -> absl::StatusOr<Reply> {
                 return WithHttpStatus(absl::AbortedError("short and stout"),
                                       418);
               }});
    table.Add({"GET", "/throws", {}, [](const Call&) -> absl::StatusOr<Reply> {
                 throw std::runtime_error("secret");
               }});
    Serve(std::make_shared<const RouteTable>(std::move(table)), &router_);
  }

  HttpAnswer Get(const std::string& target,
                 const test::HttpHeaders& headers = {}) {
    return Ask(&router_, "GET", target, headers);
  }

  Router router_;
};

TEST_F(RouteTableTest, PathAndQueryReachTheHandlerDecoded) {
  EXPECT_EQ(Get("/plans/x/y/table?a=1+1%2F").body, "x/y|1+1/||");
  EXPECT_EQ(Get("/plans/x%2Ftable").body, "x/table|||");
  EXPECT_EQ(Get("/plans/x", {{"X-Two", "a"}, {"x-two", "b"}}).body, "x||a, b|");
}

TEST_F(RouteTableTest, BodyIsReadOfJsonOnly) {
  const auto post = [&](const std::string& type, const std::string& encoding) {
    test::HttpHeaders headers;
    if (!type.empty()) headers.emplace_back("Content-Type", type);
    if (!encoding.empty()) headers.emplace_back("Content-Encoding", encoding);
    return Ask(&router_, "POST", "/plans/p/events", headers, "{}");
  };
  EXPECT_EQ(post("application/json", "").body, "p|||{}");
  EXPECT_EQ(post("Application/JSON; charset=utf-8", "").body, "p|||{}");
  EXPECT_EQ(post("", "").status, 415);
  EXPECT_EQ(post("text/plain", "").status, 415);
  EXPECT_EQ(post("application/x-www-form-urlencoded", "").status, 415);
  EXPECT_EQ(post("multipart/form-data; boundary=x", "").status, 415);
  EXPECT_EQ(post("application/json", "gzip").status, 415);
}

TEST_F(RouteTableTest, UnknownPathIsAProblemThatNamesNearOnes) {
  const HttpAnswer answer = Get("/plan/x/table");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.Header("content-type"), "application/problem+json");
  EXPECT_EQ(answer.Member("code"), "NOT_FOUND");
  EXPECT_THAT(answer.Member("detail"), HasSubstr("/plans/{plan}/table"));
  EXPECT_EQ(Get("/" + std::string(5000, 'x')).status, 404);
  EXPECT_EQ(Get("/plans/" + std::string(5000, 'x')).status, 404);
}

TEST_F(RouteTableTest, OtherMethodsAreRefusedNamingThoseThatThereAre) {
  for (const char* const method : {"POST", "PUT", "DELETE", "PATCH"}) {
    const HttpAnswer answer = Ask(&router_, method, "/plans/x/table");
    EXPECT_EQ(answer.status, 405) << method;
    EXPECT_EQ(answer.Header("allow"), "GET, HEAD, OPTIONS") << method;
    EXPECT_EQ(answer.Header("content-type"), "application/problem+json");
  }
  // Not the plan `x/events`.
  EXPECT_EQ(Get("/plans/x/events").status, 405);
  EXPECT_EQ(Get("/plans/x/events").Header("allow"), "OPTIONS, POST");
  const HttpAnswer options = Ask(&router_, "OPTIONS", "/plans/x/events");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.Header("allow"), "OPTIONS, POST");
}

TEST_F(RouteTableTest, HeadIsAnsweredAsGetWithoutABody) {
  const HttpAnswer answer = Ask(&router_, "HEAD", "/plans/x");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.Header("content-length"), "4");
}

TEST_F(RouteTableTest, ParametersThatThereAreNotAreRefused) {
  const HttpAnswer unknown = Get("/plans/x?b=1");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(unknown.Member("detail"), "unknown parameter `b`; there are a");
  EXPECT_EQ(Get("/plans/x?a=1&a=1").status, 400);
  EXPECT_THAT(Get("/plans/x?a=1&a=2").Member("detail"), HasSubstr("twice"));
  EXPECT_THAT(Get("/teapot?a=1").Member("detail"), HasSubstr("there are none"));
}

TEST_F(RouteTableTest, WhatIsNoTextIsRefused) {
  for (const char* const target : {"/plans/%ff", "/plans/%0a", "/plans/x%2",
                                   "/plans/x?a=%80", "/plans/x?a=%00"}) {
    EXPECT_EQ(Get(target).status, 400) << target;
  }
}

TEST_F(RouteTableTest, RefusalHasTheCodeThatWasAskedFor) {
  const HttpAnswer answer = Get("/teapot");
  EXPECT_EQ(answer.status, 418);
  EXPECT_EQ(answer.Member("code"), "ABORTED");
  EXPECT_EQ(answer.Member("detail"), "short and stout");
}

TEST_F(RouteTableTest, WhatAHandlerThrowsIsNotTold) {
  const HttpAnswer answer = Get("/throws");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.Member("code"), "INTERNAL");
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
}

TEST_F(RouteTableTest, RangesAndEncodingsAreNotServed) {
  const HttpAnswer answer =
      Get("/plans/x?a=" + std::string(3000, 'a'),
          {{"Range", "bytes=0-1"}, {"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.size(), 3004u);
  EXPECT_EQ(answer.Header("content-encoding"), "");
}

TEST_F(RouteTableTest, EveryAnswerTellsBrowsersNotToGuess) {
  for (const char* const target : {"/plans/x", "/nothing", "/throws"}) {
    const HttpAnswer answer = Get(target);
    EXPECT_EQ(answer.Header("x-content-type-options"), "nosniff") << target;
    EXPECT_THAT(answer.Header("content-security-policy"),
                HasSubstr("default-src 'none'"))
        << target;
  }
}

}  // namespace
}  // namespace clearsky::service
