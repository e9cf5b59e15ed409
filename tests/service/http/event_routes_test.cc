#include "service/http/event_routes.h"

#include <atomic>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "base/uuid.h"
#include "service/http/http_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::Held;
using ::clearsky::test::HttpAnswer;
using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::Registered;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr size_t kEnough = size_t{1} << 20;

class EventRoutesTest : public test::HttpTest {
 protected:
  // Positions of the events of a batch.
  static std::vector<std::string> Positions(const HttpAnswer& batch) {
    std::vector<std::string> positions;
    const google::protobuf::Value json = batch.Json();
    for (const auto& event : json.list_value().values()) {
      positions.push_back(
          event.struct_value().fields().at("position").string_value());
    }
    return positions;
  }

  // `id event` of what there is to pull; `end` when the stream has ended.
  static std::vector<std::string> Pull(service::EventSource* events,
                                       size_t max_bytes = kEnough) {
    std::string text;
    const bool goes_on = events->Pull(max_bytes, &text);
    std::vector<std::string> told;
    for (const absl::string_view block :
         absl::StrSplit(text, "\n\n", absl::SkipEmpty())) {
      std::string id;
      std::string event;
      for (const absl::string_view line : absl::StrSplit(block, '\n')) {
        if (absl::StartsWith(line, "id: ")) id = std::string(line.substr(4));
        if (absl::StartsWith(line, "event: ")) {
          event = std::string(line.substr(7));
        }
      }
      if (!event.empty()) told.push_back(absl::StrCat(id, " ", event));
    }
    if (!goes_on) told.emplace_back("end");
    return told;
  }

  HttpAnswer Stream(const std::string& target, test::HttpHeaders headers = {}) {
    headers.emplace_back("Accept", "text/event-stream");
    return Get(target, headers);
  }
};

TEST_F(EventRoutesTest, BatchIsOfCloudEvents) {
  RecordMeeting();
  const HttpAnswer batch = Get("/v1/events?after=2&limit=1");
  EXPECT_EQ(batch.status, 200);
  EXPECT_EQ(batch.Header("content-type"), "application/cloudevents-batch+json");
  const google::protobuf::Value json = batch.Json();
  ASSERT_EQ(json.list_value().values_size(), 1);
  const auto& event = json.list_value().values(0).struct_value().fields();
  const auto text = [&](const std::string& name) {
    return event.at(name).string_value();
  };
  EXPECT_EQ(text("specversion"), "1.0");
  EXPECT_THAT(ParseUuid(text("id")), IsOk());
  EXPECT_EQ(text("source"),
            absl::StrCat("/ledgers/", ledger_->log().ledger_id().ToString()));
  EXPECT_EQ(text("type"), "clearsky.v1.ActivityRegistered");
  EXPECT_EQ(text("subject"), kPlan);
  EXPECT_THAT(text("time"),
              testing::MatchesRegex("2022-12-31T03:00:00[.][0-9]{6}Z"));
  EXPECT_EQ(text("datacontenttype"), "application/json");
  EXPECT_EQ(text("position"), "3");
  EXPECT_EQ(text("revision"), "3");
  EXPECT_EQ(event.at("data")
                .struct_value()
                .fields()
                .at("activityRegistered")
                .struct_value()
                .fields()
                .at("activityId")
                .string_value(),
            "forum");
  // Names of attributes have no other characters.
  for (const auto& [name, value] : event) {
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
              std::string::npos)
        << name;
  }
}

TEST_F(EventRoutesTest, LinksOfBatchesLeadOverAllEventsOnce) {
  RecordMeeting();
  std::vector<std::string> all;
  std::string target = "/v1/events?limit=2";
  for (int i = 0; i < 5 && !target.empty(); ++i) {
    const HttpAnswer batch = Get(target);
    ASSERT_EQ(batch.status, 200);
    for (const std::string& position : Positions(batch)) {
      all.push_back(position);
    }
    const std::string link = batch.Header("link");
    target.clear();
    if (absl::EndsWith(link, ">; rel=\"next\"")) {
      target = link.substr(1, link.find('>') - 1);
    }
  }
  EXPECT_THAT(all, ElementsAre("0", "1", "2", "3", "4"));
  EXPECT_THAT(Positions(Get("/v1/events?after=4")), IsEmpty());
  EXPECT_EQ(Get("/v1/events?after=4").Header("clearsky-position"), "4");
  EXPECT_THAT(Positions(Get("/v1/events?after=end")), IsEmpty());
}

TEST_F(EventRoutesTest, FiltersAreOfStreamsAndTypes) {
  RecordMeeting();
  Tell("directory", test::Party("kr", "한국"));
  EXPECT_THAT(Positions(Get("/v1/events?stream_prefix=dir")), ElementsAre("5"));
  EXPECT_THAT(Positions(Get("/v1/events?type=ActivityScheduled,"
                            "clearsky.v1.PlanRegistered")),
              ElementsAre("0", "4"));
  const HttpAnswer unknown = Get("/v1/events?type=ActivityHold");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_THAT(unknown.Member("detail"), HasSubstr("`ActivityHold`"));
  // How far it was looked is told though nothing was found.
  const HttpAnswer none = Get("/v1/events?type=ActivityHeld");
  EXPECT_THAT(Positions(none), IsEmpty());
  EXPECT_EQ(none.Header("clearsky-position"), "5");
}

TEST_F(EventRoutesTest, WhatIsNoPlaceIsRefused) {
  RecordMeeting();
  EXPECT_THAT(Get("/v1/events?after=5").Member("detail"),
              HasSubstr("the last position is 4"));
  for (const char* const query :
       {"after=5", "after=x", "after=-1", "after=18446744073709551615",
        "after=18446744073709551616", "limit=0", "limit=1001", "limit=x"}) {
    EXPECT_EQ(Get(absl::StrCat("/v1/events?", query)).status, 400) << query;
  }
  EXPECT_EQ(Stream("/v1/events?limit=3").status, 400);
  EXPECT_EQ(Stream("/v1/events", {{"Last-Event-ID", "5"}}).status, 400);
  EXPECT_EQ(Get("/v1/events", {{"Accept", "text/html"}}).status, 406);
}

TEST_F(EventRoutesTest, EventOfAnUnknownTypeKeepsItsBytes) {
  log::NewEvent event;
  event.event_id = MakeUuidV4();
  event.type = "clearsky.v9.Unheard";
  event.data = std::string("\0\xff<>", 4);
  event.metadata = {{"correlation-id", "c-1"}};
  ASSERT_THAT(
      ledger_->log().Append({{"x", log::ExpectedRevision::Any(), {event}}}),
      IsOk());
  const google::protobuf::Value json = Get("/v1/events").Json();
  const auto& told = json.list_value().values(0).struct_value().fields();
  EXPECT_EQ(told.at("type").string_value(), "clearsky.v9.Unheard");
  EXPECT_EQ(told.at("data_base64").string_value(), "AP88Pg==");
  EXPECT_EQ(told.at("correlationid").string_value(), "c-1");
  EXPECT_EQ(told.count("data"), 0u);
}

TEST_F(EventRoutesTest, StreamGoesOnWithWhatComes) {
  RecordPlan();
  const HttpAnswer answer = Stream("/v1/events?after=1");
  ASSERT_NE(answer.events, nullptr);
  std::string text;
  EXPECT_TRUE(answer.events->Pull(kEnough, &text));
  EXPECT_THAT(text, testing::StartsWith("retry: 3000\n\nid: 2\nevent: "
                                        "clearsky.v1.ProjectDefined\ndata: "
                                        "{\"specversion\":\"1.0\","));
  EXPECT_THAT(text, testing::EndsWith("}\n\n"));
  EXPECT_THAT(Pull(answer.events.get()), IsEmpty());
  std::atomic<bool> ready = false;
  answer.events->NotifyWhenReady([&ready] { ready = true; });
  EXPECT_FALSE(ready);
  Tell(kPlan, Registered("forum", "2022-02-01"));
  const absl::Time end = absl::Now() + absl::Seconds(10);
  while (!ready && absl::Now() < end) absl::SleepFor(absl::Milliseconds(1));
  ASSERT_TRUE(ready);
  EXPECT_THAT(Pull(answer.events.get()),
              ElementsAre("3 clearsky.v1.ActivityRegistered"));
}

TEST_F(EventRoutesTest, LastEventIdWinsAndIsNotToldAgain) {
  RecordMeeting();
  const HttpAnswer answer =
      Stream("/v1/events?after=0", {{"Last-Event-ID", "3"}});
  EXPECT_THAT(Pull(answer.events.get()),
              ElementsAre("4 clearsky.v1.ActivityScheduled"));
}

TEST_F(EventRoutesTest, StreamGivesAboutAsMuchAsIsAskedFor) {
  RecordMeeting();
  const HttpAnswer answer = Stream("/v1/events");
  std::vector<std::string> told;
  for (int i = 0; i < 5; ++i) {
    const std::vector<std::string> part = Pull(answer.events.get(), 1);
    EXPECT_EQ(part.size(), 1u);
    told.insert(told.end(), part.begin(), part.end());
  }
  EXPECT_THAT(Pull(answer.events.get(), 1), IsEmpty());
  EXPECT_EQ(told.back(), "4 clearsky.v1.ActivityScheduled");
}

TEST_F(EventRoutesTest, FilteredStreamTellsHowFarItHasCome) {
  RecordPlan();
  log::NewEvent event;
  event.type = "clearsky.v9.Unheard";
  std::vector<log::NewEvent> many;
  for (int i = 0; i < 10'010; ++i) {
    event.event_id = MakeUuidV4();
    many.push_back(event);
  }
  ASSERT_THAT(
      ledger_->log().Append({{"x", log::ExpectedRevision::Any(), many}}),
      IsOk());
  const HttpAnswer answer = Stream("/v1/events?type=PlanRegistered");
  const std::vector<std::string> told = Pull(answer.events.get());
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0], "0 clearsky.v1.PlanRegistered");
  EXPECT_EQ(told[1], "10000 clearsky-checkpoint");
}

}  // namespace
}  // namespace clearsky
