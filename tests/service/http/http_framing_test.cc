#include "service/http/http_framing.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"

namespace clearsky::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

FramingLimits SmallLimits() {
  FramingLimits limits;
  limits.max_head_bytes = 512;
  limits.max_line_bytes = 200;
  limits.max_fields = 5;
  limits.max_body_bytes = 1000;
  return limits;
}

// What a reader makes of a request: the head, or the refusal.
std::string Outcome(const HeadReader& reader, HeadReader::State state) {
  switch (state) {
    case HeadReader::State::kMore:
      return "more";
    case HeadReader::State::kRefused:
      return absl::StrCat(reader.refusal().status, " ",
                          RefusalName(reader.refusal().kind), ": ",
                          reader.refusal().detail);
    case HeadReader::State::kWhole:
      break;
  }
  return absl::StrCat(reader.head_bytes(), "\n", WriteHead(reader.head(), true),
                      reader.head().body_bytes, " ", reader.head().keep_alive,
                      " ", reader.head().expects_continue);
}

std::string OutcomeOf(const std::string& request,
                      const FramingLimits& limits = SmallLimits()) {
  HeadReader reader(limits);
  return Outcome(reader, reader.Read(request));
}

RequestHead HeadOf(const std::string& request) {
  HeadReader reader(SmallLimits());
  EXPECT_EQ(reader.Read(request), HeadReader::State::kWhole)
      << Outcome(reader, HeadReader::State::kRefused);
  return reader.head();
}

std::string WithFields(const std::string& method, const std::string& fields) {
  return absl::StrCat(method, " / HTTP/1.1\r\nHost: localhost\r\n", fields,
                      "\r\n");
}

TEST(HttpFramingTest, ReadsAHead) {
  const RequestHead head = HeadOf(
      "POST /v1/plans/clear-sky%2F2022/events?a=b HTTP/1.1\r\n"
      "host: 127.0.0.1:7421\r\nContent-Length: 12\r\nX-A:\t b c \r\n\r\n");
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.target, "/v1/plans/clear-sky%2F2022/events?a=b");
  EXPECT_EQ(head.body_bytes, 12u);
  EXPECT_TRUE(head.keep_alive);
  EXPECT_THAT(head.fields,
              testing::ElementsAre(testing::Pair("host", "127.0.0.1:7421"),
                                   testing::Pair("Content-Length", "12"),
                                   testing::Pair("X-A", "b c")));
}

TEST(HttpFramingTest, WhatIsBehindTheHeadIsNotLookedAt) {
  const std::string head = WithFields("GET", "");
  HeadReader reader(SmallLimits());
  EXPECT_EQ(reader.Read(head + std::string("\0\n\r\x01", 4)),
            HeadReader::State::kWhole);
  EXPECT_EQ(reader.head_bytes(), head.size());
}

TEST(HttpFramingTest, ConnectionIsKeptAsVersionAndFieldSay) {
  EXPECT_TRUE(HeadOf(WithFields("GET", "")).keep_alive);
  EXPECT_FALSE(
      HeadOf(WithFields("GET", "Connection: x, Close\r\n")).keep_alive);
  EXPECT_FALSE(HeadOf("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(
      HeadOf("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
}

TEST(HttpFramingTest, ContinueIsExpectedForABodyOnly) {
  EXPECT_TRUE(HeadOf(WithFields("POST",
                                "Expect: 100-Continue\r\n"
                                "Content-Length: 1\r\n"))
                  .expects_continue);
  EXPECT_FALSE(HeadOf(WithFields("POST",
                                 "Expect: 100-continue\r\n"
                                 "Content-Length: 0\r\n"))
                   .expects_continue);
  // HTTP/1.0 has none, so that it is to be passed over.
  EXPECT_FALSE(HeadOf("POST / HTTP/1.0\r\nExpect: 100-continue\r\n"
                      "Content-Length: 1\r\n\r\n")
                   .expects_continue);
}

TEST(HttpFramingTest, OneEmptyLineBeforeARequestIsPassedOver) {
  EXPECT_EQ(HeadOf("\r\n" + WithFields("GET", "")).method, "GET");
  EXPECT_THAT(OutcomeOf("\r\n\r\n"), HasSubstr("400 malformed"));
}

TEST(HttpFramingTest, AbsoluteTargetIsMadeAPath) {
  EXPECT_EQ(HeadOf("GET http://localhost:7421/a?b HTTP/1.1\r\n"
                   "Host: elsewhere.example\r\n\r\n")
                .target,
            "/a?b");
  EXPECT_EQ(HeadOf("GET HTTP://[::1]?b HTTP/1.1\r\nHost: x\r\n\r\n").target,
            "/?b");
  EXPECT_EQ(HeadOf("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n").target,
            "*");
}

TEST(HttpFramingTest, QuestionMarkWithinAQueryIsData) {
  EXPECT_EQ(HeadOf("GET /a?b=c?d? HTTP/1.1\r\nHost: localhost\r\n\r\n").target,
            "/a?b=c%3Fd%3F");
}

// What Router would do more than answer, or take for its own.
TEST(HttpFramingTest, RouterIsToldWhatConcernsTheRequestOnly) {
  const RequestHead head = HeadOf(
      "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
      "X-Percent: 100%0d%0a\r\nRange: bytes=0-0,0-0\r\nEmpty:\r\n\r\n");
  EXPECT_EQ(WriteHead(head, true),
            "POST /x HTTP/1.1\r\nHost: localhost\r\n"
            "X-Percent: 100%250d%250a\r\nContent-Length: 3\r\n\r\n");
  for (const char* field :
       {"Connection: x", "Keep-Alive: x", "TE: trailers", "Upgrade: h2c",
        "Accept-Encoding: br", "If-Range: x", "REMOTE_ADDR: 10.0.0.1",
        "local_port: 1", "Location: x", "Expect: 100-continue"}) {
    EXPECT_EQ(
        WriteHead(HeadOf(WithFields("GET", absl::StrCat(field, "\r\n"))), true),
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        << field;
  }
}

struct Refused {
  std::string name;
  std::string request;
  std::string outcome;
};

void PrintTo(const Refused& refused, std::ostream* out) {
  *out << refused.name;
}

class RefusedRequestTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedRequestTest, SaysWhatWouldBeRight) {
  EXPECT_THAT(OutcomeOf(GetParam().request), HasSubstr(GetParam().outcome))
      << GetParam().request;
}

std::string Line(const std::string& line) {
  return line + "\r\nHost: localhost\r\n\r\n";
}

std::vector<Refused> AllRefused() {
  const std::string length_twice = "Content-Length: 1\r\n";
  return {
      {"NoVersion", Line("GET /"), "400 malformed"},
      {"TwoSpaces", Line("GET  / HTTP/1.1"), "400 malformed"},
      {"SpaceAtTheEnd", Line("GET / HTTP/1.1 "), "400 malformed"},
      {"SpaceInTarget", Line("GET /a b HTTP/1.1"), "400 malformed"},
      {"SpaceAtTheBeginning", Line(" GET / HTTP/1.1"), "400 malformed"},
      {"NoMethod", Line("/ HTTP/1.1"), "400 malformed"},
      {"MethodIsNoToken", Line("G(T / HTTP/1.1"), "400 malformed"},
      {"NotHttp", Line("GET / HTTQ/1.1"), "400 malformed"},
      {"LowerCaseHttp", Line("GET / http/1.1"), "400 malformed"},
      {"LongVersion", Line("GET / HTTP/1.10"), "400 malformed"},
      {"UnknownMethod", Line("BREW / HTTP/1.1"), "501 method"},
      {"LowerCaseMethod", Line("get / HTTP/1.1"), "501 method"},
      {"Connect", Line("CONNECT localhost:1 HTTP/1.1"), "501 method"},
      {"Trace", Line("TRACE / HTTP/1.1"), "501 method"},
      {"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 version"},
      {"Http09", Line("GET / HTTP/0.9"), "505 version"},
      {"Http12", Line("GET / HTTP/1.2"), "505 version"},
      {"Tls", std::string("\x16\x03\x01\x02\x00", 5), "without TLS"},
      {"RelativeTarget", Line("GET v1/plans HTTP/1.1"), "400 target"},
      {"StarForGet", Line("GET * HTTP/1.1"), "400 target"},
      {"OtherScheme", Line("GET https://localhost/ HTTP/1.1"), "400 target"},
      {"Fragment", Line("GET /a#b HTTP/1.1"), "400 target"},
      {"RawUtf8", Line("GET /\xec\xb2\xad HTTP/1.1"), "stands as %EC"},
      {"TabInTarget", Line("GET /\t HTTP/1.1"), "400 target"},
      {"LoosePercent", Line("GET /100% HTTP/1.1"), "400 target"},
      {"PercentOfOneDigit", Line("GET /%2 HTTP/1.1"), "400 target"},
      {"PercentOfNoDigits", Line("GET /%zz HTTP/1.1"), "400 target"},
      {"UnicodePercent", Line("GET /%u0041 HTTP/1.1"), "400 target"},
      {"Nul", Line("GET /a%00b HTTP/1.1"), "%00 in the target is a control"},
      {"NewlineInPath", Line("GET /a%0d%0ab HTTP/1.1"), "%0D in the target"},
      {"NewlineInQuery", Line("GET /a?b=%0A HTTP/1.1"), "%0A in the target"},
      {"Delete", Line("GET /a%7F HTTP/1.1"), "%7F in the target"},
      {"RawNul", Line(std::string("GET /a\0b HTTP/1.1", 17)),
       "byte 6 of the head is the control character 00"},
      {"BareLf", "GET / HTTP/1.1\nHost: localhost\n\n",
       "byte 14 of the head is a LF without CR"},
      {"BareCr", "GET / HTTP/1.1\rHost: localhost\r\n\r\n",
       "byte 14 of the head is a CR without LF"},
      {"CrCrLf", "GET / HTTP/1.1\r\r\n\r\n", "CR without LF"},
      {"EscapeInField", WithFields("GET", "X: \x1b[2J\r\n"),
       "control character 1B"},
      {"FieldWithoutColon", WithFields("GET", "X\r\n"), "field 2 is not NAME"},
      {"FieldWithoutName", WithFields("GET", ": x\r\n"), "field 2 is not NAME"},
      {"BlankBeforeColon", WithFields("GET", "Content-Length : 1\r\n"),
       "field 2 is not NAME"},
      {"FoldedField", WithFields("GET", "X: a\r\n b\r\n"), "second line"},
      {"FoldedByTab", WithFields("GET", "X: a\r\n\tb\r\n"), "second line"},
      {"BlankBeforeFirstField", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n",
       "second line"},
      {"LongRequestLine", Line("GET /" + std::string(200, 'a') + " HTTP/1.1"),
       "414 head_too_large"},
      {"LongField", WithFields("GET", "X: " + std::string(200, 'a') + "\r\n"),
       "431 head_too_large: a field"},
      {"FieldOfPercents",
       WithFields("GET", "X: " + std::string(70, '%') + "\r\n"),
       "431 head_too_large: a field"},
      {"LongHead",
       WithFields("GET", "A: " + std::string(150, 'a') +
                             "\r\nB: " + std::string(150, 'b') +
                             "\r\nC: " + std::string(150, 'c') + "\r\n"),
       "431 head_too_large: the head"},
      {"ManyFields",
       WithFields("GET", "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\n"),
       "431 head_too_large: a request has at most 5 fields"},
      {"NoLength", WithFields("POST", ""), "411 length"},
      {"TwoLengths", WithFields("POST", length_twice + length_twice),
       "400 length: there is more than one"},
      {"OtherLengths",
       WithFields("GET", length_twice + "content-length: 2\r\n"),
       "400 length: there is more than one"},
      {"ListOfLengths", WithFields("POST", "Content-Length: 1, 1\r\n"),
       "400 length"},
      {"NegativeLength", WithFields("POST", "Content-Length: -1\r\n"),
       "400 length"},
      {"SignedLength", WithFields("POST", "Content-Length: +1\r\n"),
       "400 length"},
      {"HexadecimalLength", WithFields("POST", "Content-Length: 0x1\r\n"),
       "400 length"},
      {"EmptyLength", WithFields("POST", "Content-Length:\r\n"), "400 length"},
      {"LargeLength", WithFields("POST", "Content-Length: 1001\r\n"),
       "413 body_too_large"},
      {"HugeLength",
       WithFields("POST", "Content-Length: 99999999999999999999999\r\n"),
       "413 body_too_large"},
      {"WrappingLength",
       WithFields("POST", "Content-Length: 18446744073709551617\r\n"),
       "413 body_too_large"},
      {"LengthAndChunks",
       WithFields("POST",
                  "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
       "400 transfer_encoding"},
      {"Chunks", WithFields("POST", "Transfer-Encoding: chunked\r\n"),
       "411 transfer_encoding"},
      {"ChunksTwice",
       WithFields("POST",
                  "Transfer-Encoding: chunked\r\n"
                  "Transfer-Encoding: identity\r\n"),
       "400 transfer_encoding"},
      {"ChunksInHttp10",
       "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
       "400 transfer_encoding"},
      {"OtherCoding", WithFields("GET", "Transfer-Encoding: xchunked\r\n"),
       "501 transfer_encoding"},
      {"OtherExpectation", WithFields("GET", "Expect: 200-ok\r\n"),
       "417 expectation"},
      {"NoHost", "GET / HTTP/1.1\r\n\r\n", "400 host: there is no Host"},
      {"TwoHosts", WithFields("GET", "Host: localhost\r\n"),
       "400 host: there is more than one"},
      {"OtherHost", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421 host"},
      {"HostThatBegins",
       "GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", "421 host"},
      {"HostWithUser", "GET / HTTP/1.1\r\nHost: x@localhost\r\n\r\n",
       "421 host"},
      {"EmptyHost", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "421 host"},
      {"OtherHostInTarget",
       "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
       "421 host"},
      {"UserInTarget",
       "GET http://localhost@evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
       "421 host"},
      {"OtherOrigin", WithFields("GET", "Origin: https://evil.example\r\n"),
       "403 origin"},
      {"NullOrigin", WithFields("GET", "Origin: null\r\n"), "403 origin"},
      {"TwoOrigins",
       WithFields("GET",
                  "Origin: http://localhost\r\nOrigin: http://localhost\r\n"),
       "403 origin"},
      {"Form",
       WithFields("POST",
                  "Content-Length: 1\r\nContent-Type: "
                  "application/x-www-form-urlencoded\r\n"),
       "415 media_type"},
      {"Multipart",
       WithFields("POST",
                  "Content-Length: 1\r\nContent-Type: "
                  "Multipart/Form-Data; boundary=a\r\n"),
       "415 media_type"},
      {"Compressed",
       WithFields("POST", "Content-Length: 1\r\nContent-Encoding: gzip\r\n"),
       "415 media_type"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, RefusedRequestTest,
                         testing::ValuesIn(AllRefused()),
                         [](const auto& param) { return param.param.name; });

// Each of these is a request, though it looks like a trick; what it names is
// for the routes to say.
TEST(HttpFramingTest, PathsArePassedOnAsTheyAre) {
  for (const char* target :
       {"/../../etc/passwd", "/v1/%2e%2e/%2E%2E", "//evil.example/", "/a//b",
        "/v1/plans/clear-sky%2F2022", "/\\..\\", "/%ec%b2%ad", "/%252e",
        "/a;b=c?d&e=%26", "/<script>"}) {
    const std::string path = target;
    EXPECT_EQ(
        HeadOf("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").target,
        path);
  }
}

TEST(HttpFramingTest, HostsOfThisMachineAreServed) {
  for (const char* host : {"localhost", "LocalHost:1", "127.0.0.1:7421",
                           "[::1]", "[::1]:7421", "127.0.0.2"}) {
    EXPECT_THAT(
        OutcomeOf(absl::StrCat("GET / HTTP/1.1\r\nHost: ", host,
                               "\r\nOrigin: http://", host, "\r\n\r\n")),
        Not(HasSubstr("421")))
        << host;
    EXPECT_EQ(HeadOf(absl::StrCat("GET / HTTP/1.1\r\nHost: ", host,
                                  "\r\nOrigin: http://", host, "\r\n\r\n"))
                  .target,
              "/");
  }
}

TEST(RefusalTest, EveryKindHasANameOfItsOwn) {
  std::set<absl::string_view> names;
  for (size_t i = 0; i < kRefusalKinds; ++i) {
    names.insert(RefusalName(static_cast<RefusalKind>(i)));
  }
  EXPECT_EQ(names.size(), kRefusalKinds);
  EXPECT_FALSE(names.contains(""));
}

// Heads as a client could send them, and what is nearly one.
rc::Gen<std::string> AnyHead() {
  const auto piece = rc::gen::element<std::string>(
      "GET", "POST", "HEAD", " ", " ", "/", "/a%20b?c", "%", "%0d", "%zz",
      " HTTP/1.1\r\n", " HTTP/1.0\r\n", " HTTP/2.0\r\n", "\r\n", "\r\n\r\n",
      "\r", "\n", "\t", ":", "Host: localhost\r\n", "Host: x.example\r\n",
      "Content-Length: 5\r\n", "Content-Length: 5000\r\n",
      "Transfer-Encoding: chunked\r\n", "Connection: close\r\n",
      "Expect: 100-continue\r\n", "X: y\r\n", "Origin: null\r\n",
      std::string(1, '\0'), std::string(90, 'a'), std::string(210, 'b'));
  const auto text =
      rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                   [](const std::vector<std::string>& pieces) {
                     return absl::StrJoin(pieces, "");
                   });
  return rc::gen::map(
      rc::gen::tuple(rc::gen::element(0, 1, 2), text),
      [](const std::tuple<int, std::string>& parts) -> std::string {
        const std::string& rest = std::get<1>(parts);
        if (std::get<0>(parts) == 0) return rest;
        if (std::get<0>(parts) == 1) return "GET / HTTP/1.1\r\n" + rest;
        return WithFields("POST", "Content-Length: 5\r\n") + rest;
      });
}

TEST(HttpFramingProperty, HoweverItIsSplitTheOutcomeIsTheSame) {
  EXPECT_TRUE(rc::check([] {
    const std::string request = *AnyHead();
    const std::string at_once = OutcomeOf(request);
    HeadReader reader(SmallLimits());
    HeadReader::State state = HeadReader::State::kMore;
    size_t size = 0;
    while (size < request.size() && state == HeadReader::State::kMore) {
      size = std::min(request.size(), size + *rc::gen::inRange<size_t>(1, 40));
      state = reader.Read(request.substr(0, size));
    }
    RC_ASSERT(Outcome(reader, state) == at_once);
  }));
}

// What is handed on is understood by the same reader as what came.
TEST(HttpFramingProperty, WhatIsHandedOnReadsAsTheSame) {
  EXPECT_TRUE(rc::check([] {
    const std::string request = *AnyHead();
    HeadReader reader(SmallLimits());
    if (reader.Read(request) != HeadReader::State::kWhole) return;
    const std::string written = WriteHead(reader.head(), true);
    FramingLimits wide;
    wide.max_line_bytes = 8190;
    HeadReader again(wide);
    RC_ASSERT(again.Read(written) == HeadReader::State::kWhole);
    RC_ASSERT(again.head().method == reader.head().method);
    RC_ASSERT(again.head().target == reader.head().target);
    RC_ASSERT(again.head().body_bytes == reader.head().body_bytes);
  }));
}

}  // namespace
}  // namespace clearsky::service
