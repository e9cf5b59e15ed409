#include "service/http/record_routes.h"

#include <string>

#include "service/http/http_fixture.h"
#include "service/http/idempotency.h"

namespace clearsky {
namespace {

using ::clearsky::test::HttpAnswer;
using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::kPlan;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

constexpr char kEvents[] = "/v1/plans/clear-sky/2022/events";
constexpr char kRegister[] = R"({"event":{"activityRegistered":{
  "activityId":"forum","kind":"ACTIVITY_KIND_MEETING",
  "titles":[{"language":"ko","text":"포럼"}],"projectIds":["p1"]},
  "provenance":{"effective":{"edtf":"2022-02-01"}}}})";

std::string Body(const std::string& events, const std::string& expected = "") {
  return absl::StrCat("{", expected, "\"events\":[", events, "]}");
}

class RecordRoutesTest : public test::HttpTest {
 protected:
  void SetUp() override {
    HttpTest::SetUp();
    RecordPlan();
  }
};

TEST_F(RecordRoutesTest, EventsAreRecordedAndToldWhere) {
  const HttpAnswer answer = Post(kEvents, Body(kRegister));
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.Header("etag"), "\"3\"");
  EXPECT_EQ(answer.Header("idempotent-replay"), "");
  EXPECT_THAT(answer.body, HasSubstr("\"position\": \"3\""));
  EXPECT_EQ(EventCount(), 4u);
  // Location leads to what was recorded.
  const HttpAnswer events = Get(answer.Header("location"));
  EXPECT_THAT(events.body, HasSubstr("\"position\":\"3\""));
  EXPECT_EQ(events.Json().list_value().values_size(), 1);
}

TEST_F(RecordRoutesTest, DryRunRecordsNothing) {
  const HttpAnswer answer =
      Post(absl::StrCat(kEvents, "?dry_run=true"), Body(kRegister));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Header("location"), "");
  EXPECT_EQ(EventCount(), 3u);
  EXPECT_EQ(Post(absl::StrCat(kEvents, "?dry_run=yes"), Body(kRegister)).status,
            400);
}

TEST_F(RecordRoutesTest, DirectoryIsWrittenToo) {
  EXPECT_EQ(Post("/v1/directory/events",
                 Body(R"({"event":{"partyRegistered":{"partyId":"kr",
                        "labels":[{"language":"ko","text":"한국"}]}}})"))
                .status,
            201);
  EXPECT_EQ(ledger_->log().StreamSize("directory").value(), 1u);
}

TEST_F(RecordRoutesTest, SameKeyIsTheSameAnswerForEver) {
  const test::HttpHeaders key = {{"Idempotency-Key", "\"k-1\""}};
  const HttpAnswer first = Post(kEvents, Body(kRegister), key);
  ASSERT_EQ(first.status, 201);
  EXPECT_EQ(first.Header("idempotent-replay"), "");
  Tell(kPlan, test::Scheduled("forum", "2022-10", "2022-02-01"));
  // Years later, after a restart.
  router_.reset();
  ledger_.reset();
  clock_.Set(test::Seoul("2027-01-01 00:00:00"));
  ledger::OpenOptions options;
  options.clock = &clock_;
  ledger_ = ledger::Ledger::Open(dir_.Sub("ledger"), options).value();
  Serve({});
  const HttpAnswer again = Post(kEvents, Body(kRegister), key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.Header("idempotent-replay"), "true");
  EXPECT_EQ(again.Header("location"), first.Header("location"));
  EXPECT_EQ(again.Header("etag"), first.Header("etag"));
  // Findings were told once.
  const auto recorded = [](const HttpAnswer& answer) {
    google::protobuf::Value list =
        answer.Json().struct_value().fields().at("recorded");
    for (auto& value : *list.mutable_list_value()->mutable_values()) {
      value.mutable_struct_value()->mutable_fields()->erase("findings");
    }
    return list.DebugString();
  };
  EXPECT_EQ(recorded(again), recorded(first));
  EXPECT_EQ(EventCount(), 5u);
  // Bare or in quotes, the key is the same.
  EXPECT_EQ(Post(kEvents, Body(kRegister), {{"Idempotency-Key", "k-1"}})
                .Header("idempotent-replay"),
            "true");
}

TEST_F(RecordRoutesTest, SameKeyWithOtherContentIsRefused) {
  const test::HttpHeaders key = {{"Idempotency-Key", "k-1"}};
  ASSERT_EQ(Post(kEvents, Body(kRegister), key).status, 201);
  std::string other = kRegister;
  other.replace(other.find("포럼"), std::string("포럼").size(), "회의");
  const HttpAnswer changed = Post(kEvents, Body(other), key);
  EXPECT_EQ(changed.status, 422);
  EXPECT_EQ(changed.Member("code"), "ALREADY_EXISTS");
  std::string second = kRegister;
  second.replace(second.find("forum"), 5, "talks");
  EXPECT_EQ(
      Post(kEvents, Body(absl::StrCat(kRegister, ",", second)), key).status,
      422)
      << "more events";
  EXPECT_EQ(EventCount(), 4u);
  // Fewer: the first of two.
  const test::HttpHeaders two = {{"Idempotency-Key", "k-2"}};
  std::string third = kRegister;
  third.replace(third.find("forum"), 5, "third");
  ASSERT_EQ(Post(kEvents, Body(absl::StrCat(second, ",", third)), two).status,
            201);
  EXPECT_EQ(Post(kEvents, Body(second), two).status, 422);
  EXPECT_EQ(EventCount(), 6u);
}

TEST_F(RecordRoutesTest, KeysAreOfOneStream) {
  RecordPlan("other/2022");
  const test::HttpHeaders key = {{"Idempotency-Key", "k-1"}};
  EXPECT_EQ(Post(kEvents, Body(kRegister), key).status, 201);
  const HttpAnswer other =
      Post("/v1/plans/other/2022/events", Body(kRegister), key);
  EXPECT_EQ(other.status, 201);
  EXPECT_EQ(other.Header("idempotent-replay"), "");
}

TEST_F(RecordRoutesTest, TakenIdOfAnEntityIsAConflictThoughThereIsAKey) {
  ASSERT_EQ(Post(kEvents, Body(kRegister)).status, 201);
  const HttpAnswer answer =
      Post(kEvents, Body(kRegister), {{"Idempotency-Key", "new"}});
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.Member("detail"), HasSubstr("id-taken"));
}

TEST_F(RecordRoutesTest, ExpectationIsOfTheBodyOrOfAHeader) {
  const HttpAnswer conflict =
      Post(kEvents, Body(kRegister, R"("expected":{"revision":"9"},)"));
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(conflict.Member("code"), "ABORTED");
  const HttpAnswer failed =
      Post(kEvents, Body(kRegister), {{"If-Match", "\"9\""}});
  EXPECT_EQ(failed.status, 412);
  EXPECT_THAT(failed.Member("detail"), HasSubstr("actual revision 2"));
  EXPECT_EQ(Post(kEvents, Body(kRegister), {{"If-None-Match", "*"}}).status,
            412);
  EXPECT_EQ(
      Post("/v1/plans/new/events", Body(kRegister), {{"If-Match", "*"}}).status,
      412);
  for (const char* const tag : {"9", "\"x\"", "\"\"", "W/\"2\"", "\"2\", \"3\"",
                                "\"2", "\"99999999999999999999\""}) {
    EXPECT_EQ(Post(kEvents, Body(kRegister), {{"If-Match", tag}}).status, 400)
        << tag;
  }
  EXPECT_EQ(Post(kEvents, Body(kRegister, R"("expected":{"revision":"2"},)"),
                 {{"If-Match", "\"2\""}})
                .status,
            400);
  EXPECT_EQ(EventCount(), 3u);
  EXPECT_EQ(Post(kEvents, Body(kRegister), {{"If-Match", "\"2\""}}).status,
            201);
}

TEST_F(RecordRoutesTest, WhatIsNoRecordIsRefusedSayingWhatWouldBe) {
  for (const char* const body :
       {"", "{", "[]", "null", "\"x\"", "{\"events\":[]}", "{}",
        R"({"events":[{"event":{"activityHold":{}}}]})",
        R"({"stream":"other","events":[{}]})", R"({"dryRun":true,"events":[]})",
        R"({"events":[{"eventId":"x","event":{}}]})", "{\"events\":[{}]}"}) {
    const HttpAnswer answer = Post(kEvents, body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.Member("code"), "INVALID_ARGUMENT") << body;
  }
  EXPECT_THAT(Post(kEvents, "{").Member("detail"),
              HasSubstr("clearsky.v1.StreamRecord"));
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "{\"events\":[";
  EXPECT_EQ(Post(kEvents, deep).status, 400);
  EXPECT_EQ(EventCount(), 3u);
}

TEST_F(RecordRoutesTest, RefusalHasTheCodeOfItsRule) {
  const HttpAnswer answer =
      Post(kEvents, Body(R"({"event":{"activityHeld":{"activityId":"nobody",
               "date":{"edtf":"2022-05-01"}}}})"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.Member("detail"), HasSubstr("unknown activity `nobody`"));
}

TEST(IdempotencyTest, KeyIsAStringOrBare) {
  using service::ReadIdempotencyKey;
  EXPECT_THAT(ReadIdempotencyKey("\"a-b\""), IsOkAndHolds("a-b"));
  EXPECT_THAT(ReadIdempotencyKey(" a-b\t"), IsOkAndHolds("a-b"));
  EXPECT_THAT(ReadIdempotencyKey(R"("a\"\\b")"), IsOkAndHolds(R"(a"\b)"));
  EXPECT_THAT(ReadIdempotencyKey(std::string(255, 'k')), IsOk());
  for (const std::string& key :
       {std::string(), std::string("\"\""), std::string("\""),
        std::string("\"a"), std::string("a b"), std::string("\"a\"b\""),
        std::string("\"a\\b\""), std::string("\"a\\\""), std::string("키"),
        std::string(256, 'k')}) {
    EXPECT_THAT(ReadIdempotencyKey(key),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << key;
  }
}

TEST(IdempotencyTest, EventsWithIdsOfTheirOwnTakeNone) {
  v1::StreamRecord record;
  EXPECT_THAT(service::DeriveEventIds("k", &record),
              StatusIs(absl::StatusCode::kInvalidArgument));
  record.add_events()->set_event_id("x");
  EXPECT_THAT(service::DeriveEventIds("k", &record),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace clearsky
