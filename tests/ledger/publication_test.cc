// The third clock: what was told stays, whatever is learnt later.

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/sha256.h"
#include "clearsky/v1/publication.pb.h"
#include "ledger/ledger_fixture.h"
#include "table/table.h"

namespace clearsky {
namespace {

using ::clearsky::test::Held;
using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::Party;
using ::clearsky::test::Registered;
using ::clearsky::test::RequestFor;
using ::clearsky::test::Rescheduled;
using ::clearsky::test::Scheduled;
using ::clearsky::test::Seoul;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;
constexpr auto kNotFound = absl::StatusCode::kNotFound;

class PublicationTest : public test::LedgerTest {
 protected:
  // A plan with m1 planned for October, known on 2022-09-28.
  void SetUp() override {
    LedgerTest::SetUp();
    clock_.Set(Seoul("2022-09-28 10:00:00"));
    Tell("directory", Party("kr", "한국"));
    RecordPlan();
    Tell(kPlan, Registered("m1", "2022-02-01"));
    scheduled_ = Tell(kPlan, Scheduled("m1", "2022-10", "2022-02-01"));
  }

  static v1::PublishTableRequest Tsv() {
    v1::PublishTableRequest request;
    request.set_plan(kPlan);
    request.set_format("tsv");
    return request;
  }

  // Publishes what must be accepted.
  v1::PublishTableResponse Publish(const v1::PublishTableRequest& request) {
    auto response = ledger_->PublishTable(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : v1::PublishTableResponse();
  }

  absl::StatusOr<v1::GetPublishedResponse> Published(
      const std::string& on = "") {
    v1::GetPublishedRequest request;
    request.set_plan(kPlan);
    request.mutable_at()->set_as_of_day(on);
    return ledger_->GetPublished(request);
  }

  absl::StatusOr<v1::GetPublishedResponse> PublishedKnownAt(uint64_t position) {
    v1::GetPublishedRequest request;
    request.set_plan(kPlan);
    request.mutable_at()->set_known_position(position);
    return ledger_->GetPublished(request);
  }

  std::string TableNow(const std::string& as_of) {
    v1::GetTableRequest request;
    request.set_plan(kPlan);
    request.mutable_at()->set_as_of_day(as_of);
    const auto table = ledger_->GetTable(request);
    EXPECT_THAT(table, IsOk());
    return table.ok() ? table::ToTsv(table->table()) : "";
  }

  // Records TablePublished as another program may.
  absl::StatusOr<v1::RecordEventsResponse> RecordPublication(
      v1::TablePublished published) {
    v1::PlanEvent event;
    *event.mutable_table_published() = std::move(published);
    return Record(kPlan, {event});
  }

  uint64_t scheduled_ = 0;
};

TEST_F(PublicationTest, PublishingRecordsWhatTheTableRestsOn) {
  const std::string table = TableNow("2022-09-28");
  const v1::PublishTableResponse published = Publish(Tsv());
  const v1::TablePublished& event = published.publication();
  EXPECT_EQ(published.content(), table);
  EXPECT_EQ(event.publication_id(), "table-2022-09-28");
  EXPECT_EQ(event.as_of_day(), "2022-09-28");
  EXPECT_EQ(event.position(), 5u);
  ASSERT_EQ(event.heads_size(), 2);
  EXPECT_EQ(event.heads(0).stream(), kPlan);
  EXPECT_EQ(event.heads(0).revision(), 4u);
  EXPECT_EQ(event.heads(1).stream(), "directory");
  EXPECT_EQ(event.heads(1).revision(), 0u);
  EXPECT_EQ(event.language(), "ko");
  EXPECT_EQ(event.style(), v1::TABLE_STYLE_AS_PUBLISHED);
  EXPECT_EQ(event.format(), "tsv");
  EXPECT_EQ(event.renderer_version(), table::kRendererVersion);
  EXPECT_EQ(event.sha256(), DigestBytes(Sha256(table)));
  EXPECT_EQ(published.recorded().position(), 6u);
  EXPECT_EQ(published.recorded().revision(), 5u);
  EXPECT_EQ(EventCount(), 7u);
  EXPECT_EQ(StateOf(kPlan)->publications().at("table-2022-09-28").revision(),
            5u);
}

TEST_F(PublicationTest, WhatWasToldIsThereByteForByte) {
  const std::string content = Publish(Tsv()).content();
  const auto published = Published();
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->content(), content);
  const v1::Publication& publication = published->publication();
  EXPECT_TRUE(publication.intact());
  EXPECT_EQ(publication.size_bytes(), content.size());
  EXPECT_EQ(publication.position(), 6u);
  EXPECT_EQ(publication.effective().edtf(), "2022-09-28");
  EXPECT_EQ(publication.rerendering().outcome(), v1::Rerendering::OUTCOME_SAME);
  EXPECT_TRUE(published->hindsight().compared());
  EXPECT_EQ(published->hindsight().differing_lines(), 0u);
  EXPECT_EQ(published->basis().known_count(), 7u);
}

TEST_F(PublicationTest, EveryFaceCanBePublishedAndRenderedAgain) {
  for (const char* format : {"text", "tsv", "md", ""}) {
    for (const v1::TableStyle style :
         {v1::TABLE_STYLE_AS_PUBLISHED, v1::TABLE_STYLE_NORMALISED}) {
      v1::PublishTableRequest request = Tsv();
      request.set_format(format);
      request.set_style(style);
      const v1::PublishTableResponse published = Publish(request);
      const auto told = Published();
      ASSERT_THAT(told, IsOk());
      EXPECT_EQ(told->content(), published.content());
      EXPECT_EQ(told->publication().published().style(), style);
      EXPECT_EQ(told->publication().rerendering().outcome(),
                v1::Rerendering::OUTCOME_SAME);
    }
  }
}

TEST_F(PublicationTest, CorrectedPastChangesWhatWeSayNowAndNotWhatWeSaid) {
  const std::string told = Publish(Tsv()).content();
  const uint64_t published_at = EventCount() - 1;
  EXPECT_THAT(told, HasSubstr("(10월 예정)"));
  clock_.Set(Seoul("2022-11-02 10:00:00"));
  Tell(kPlan,
       test::Corrected(scheduled_, Scheduled("m1", "2022-12", "2022-02-01")));

  EXPECT_THAT(TableNow("2022-09-28"), HasSubstr("(12월 예정)"));
  const auto after = Published();
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->content(), told);
  EXPECT_EQ(after->publication().rerendering().outcome(),
            v1::Rerendering::OUTCOME_SAME);
  EXPECT_EQ(after->hindsight().differing_lines(), 1u);
  EXPECT_THAT(after->hindsight().activity_ids(), ElementsAre("m1"));

  const auto before = PublishedKnownAt(published_at);
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->content(), told);
  EXPECT_EQ(before->hindsight().differing_lines(), 0u);

  v1::GetTableRequest known_before;
  known_before.set_plan(kPlan);
  known_before.mutable_at()->set_as_of_day("2022-09-28");
  known_before.mutable_at()->set_known_position(published_at);
  EXPECT_EQ(table::ToTsv(ledger_->GetTable(known_before)->table()), told);
}

TEST_F(PublicationTest, LateFactIsHindsightToo) {
  Publish(Tsv());
  clock_.Set(Seoul("2022-11-02 10:00:00"));
  Tell(kPlan, Registered("m2", "2022-03-01"));
  Tell(kPlan, Held("m2", "2022-04-29", "2022-04-29"));
  const auto published = Published();
  ASSERT_THAT(published, IsOk());
  EXPECT_THAT(published->hindsight().activity_ids(), ElementsAre("m2"));
}

TEST_F(PublicationTest, LastOneOnOrBeforeTheDayIsTold) {
  Publish(Tsv());
  clock_.Set(Seoul("2022-10-20 10:00:00"));
  Tell(kPlan, Rescheduled("m1", "2022-12", "2022-10-19"));
  const std::string second = Publish(Tsv()).content();
  EXPECT_THAT(Published("2022-09-28")->content(), HasSubstr("(10월 예정)"));
  EXPECT_THAT(Published("2022-10-19")->content(), HasSubstr("(10월 예정)"));
  EXPECT_EQ(Published("2022-10-20")->content(), second);
  EXPECT_EQ(Published()->content(), second);
}

TEST_F(PublicationTest, NothingToldSaysWhenTheFirstIs) {
  const auto never = Published();
  EXPECT_THAT(never, StatusIs(kNotFound));
  EXPECT_THAT(never.status().message(), HasSubstr("was published"));
  Publish(Tsv());
  const auto before = Published("2022-09-27");
  EXPECT_THAT(before, StatusIs(kNotFound));
  EXPECT_THAT(before.status().message(),
              ::testing::AllOf(HasSubstr("table-2022-09-28"),
                               HasSubstr("on 2022-09-28 (position 6)")));
  // The publication was not known yet.
  EXPECT_THAT(PublishedKnownAt(5), StatusIs(kNotFound));
  EXPECT_THAT(PublishedKnownAt(6), IsOk());
  EXPECT_THAT(PublishedKnownAt(7), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(PublicationTest, VoidedPublicationWasNotTold) {
  Publish(Tsv());
  const auto id = Publish(Tsv()).publication().publication_id();
  EXPECT_EQ(id, "table-2022-09-28-2");
  Tell(kPlan, test::Voided(6));
  EXPECT_EQ(Published()->publication().published().publication_id(),
            "table-2022-09-28");
  // Ids of voided events stay taken.
  EXPECT_EQ(Publish(Tsv()).publication().publication_id(),
            "table-2022-09-28-3");
}

TEST_F(PublicationTest, GivenIdIsTakenOnce) {
  v1::PublishTableRequest request = Tsv();
  request.set_publication_id("for-the-ministers");
  EXPECT_EQ(Publish(request).publication().publication_id(),
            "for-the-ministers");
  EXPECT_THAT(ledger_->PublishTable(request),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(PublicationTest, DryRunStoresAndRecordsNothing) {
  v1::PublishTableRequest request = Tsv();
  request.set_dry_run(true);
  const v1::PublishTableResponse response = Publish(request);
  EXPECT_TRUE(response.dry_run());
  EXPECT_THAT(response.content(), HasSubstr("(10월 예정)"));
  EXPECT_EQ(EventCount(), 6u);
  EXPECT_THAT(Published(), StatusIs(kNotFound));
}

TEST_F(PublicationTest, BadRequestsAreRefusedAndRecordNothing) {
  v1::PublishTableRequest unknown = Tsv();
  unknown.set_plan("clear-sky/2202");
  EXPECT_THAT(ledger_->PublishTable(unknown), StatusIs(kNotFound));

  v1::PublishTableRequest format = Tsv();
  format.set_format("papyrus");
  const auto refused = ledger_->PublishTable(format);
  EXPECT_THAT(refused, StatusIs(kInvalidArgument));
  EXPECT_THAT(refused.status().message(), HasSubstr("text, tsv, md"));

  v1::PublishTableRequest day = Tsv();
  day.set_as_of_day("2022-02-30");
  EXPECT_THAT(ledger_->PublishTable(day), StatusIs(kInvalidArgument));

  v1::PublishTableRequest language = Tsv();
  language.set_language("tlh");
  EXPECT_THAT(ledger_->PublishTable(language),
              StatusIs(absl::StatusCode::kUnimplemented));

  v1::PublishTableRequest effective = Tsv();
  *effective.mutable_provenance()->mutable_effective() =
      test::Date("2022-09-01");
  EXPECT_THAT(ledger_->PublishTable(effective), StatusIs(kInvalidArgument));

  v1::PublishTableRequest document = Tsv();
  document.set_document_id("letter");
  EXPECT_THAT(ledger_->PublishTable(document), StatusIs(kNotFound));

  v1::PublishTableRequest directory = Tsv();
  directory.set_plan("directory");
  EXPECT_FALSE(ledger_->PublishTable(directory).ok());

  v1::PublishTableRequest at_time = Tsv();
  *at_time.mutable_at_time() =
      ledger::TimestampOf(Seoul("2022-12-01 00:00:00"));
  EXPECT_THAT(ledger_->PublishTable(at_time),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(EventCount(), 6u);
}

TEST_F(PublicationTest, MissingBytesAreDataLossAndNamed) {
  v1::TablePublished published = Publish(Tsv()).publication();
  published.set_publication_id("elsewhere");
  published.set_sha256(DigestBytes(Sha256("never stored")));
  ASSERT_THAT(RecordPublication(published), IsOk());
  const auto lost = Published();
  EXPECT_THAT(lost, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(
      lost.status().message(),
      ::testing::AllOf(HasSubstr("`elsewhere`"), HasSubstr("position 7"),
                       HasSubstr("not in the document store")));

  v1::ListPublicationsRequest list;
  list.set_plan(kPlan);
  const auto all = ledger_->ListPublications(list);
  ASSERT_THAT(all, IsOk());
  ASSERT_EQ(all->publications_size(), 2);
  EXPECT_TRUE(all->publications(0).intact());
  EXPECT_FALSE(all->publications(1).intact());
  EXPECT_THAT(all->publications(1).damage(), HasSubstr("document store"));
}

TEST_F(PublicationTest, OtherBytesThanTheRenderersAreToldWithTheirFirstLine) {
  v1::PublishTableResponse response = Publish(Tsv());
  // What a renderer of before may have made.
  const std::string old_bytes = "area\tproject\tline\nold\twords\there\n";
  v1::TablePublished published = response.publication();
  published.set_publication_id("old");
  published.set_sha256(DigestBytes(Sha256(old_bytes)));
  v1::PlanEvent event;
  *event.mutable_table_published() = published;
  v1::RecordEventsRequest request = RequestFor(kPlan, {event});
  request.add_documents()->set_content(old_bytes);
  ASSERT_THAT(ledger_->RecordEvents(request), IsOk());

  const auto told = Published();
  ASSERT_THAT(told, IsOk());
  EXPECT_EQ(told->content(), old_bytes);
  EXPECT_TRUE(told->publication().intact());
  const v1::Rerendering& again = told->publication().rerendering();
  EXPECT_EQ(again.outcome(), v1::Rerendering::OUTCOME_DIFFERENT);
  EXPECT_EQ(again.first_differing_line(), 2u);
  EXPECT_EQ(again.published_line(), "old\twords\there");
  EXPECT_THAT(again.rendered_line(), HasSubstr("(10월 예정)"));
}

TEST_F(PublicationTest, WhatNoRendererMadeIsNotCompared) {
  v1::TablePublished typed = Publish(Tsv()).publication();
  typed.set_publication_id("typed");
  typed.set_renderer_version(0);
  ASSERT_THAT(RecordPublication(typed), IsOk());
  auto told = Published();
  ASSERT_THAT(told, IsOk());
  EXPECT_EQ(told->publication().rerendering().outcome(),
            v1::Rerendering::OUTCOME_NOT_RENDERED);
  EXPECT_FALSE(told->hindsight().compared());

  v1::TablePublished ahead = typed;
  ahead.set_publication_id("ahead");
  ahead.set_renderer_version(1);
  ahead.set_position(4711);
  ASSERT_THAT(RecordPublication(ahead), IsOk());
  told = Published();
  ASSERT_THAT(told, IsOk());
  EXPECT_THAT(told->publication().rerendering().reason(), HasSubstr("4711"));
}

// Whoever records meanwhile, the heads are those of the position, nothing of
// the plan lies between the table and its publication, and it can be made
// again.
TEST_F(PublicationTest, ConcurrentRecordersLeaveHeadsAndPositionsTrue) {
  constexpr int kMeetings = 40;
  std::atomic<bool> done = false;
  std::thread recorder([&] {
    for (int i = 0; i < kMeetings; ++i) {
      const std::string id = "late-" + std::to_string(i);
      Tell(kPlan, Registered(id, "2022-03-01"));
      Tell(kPlan, Scheduled(id, "2022-11", "2022-03-01"));
      Tell("directory", Party("party-" + std::to_string(i), "나라"));
    }
    done = true;
  });
  std::vector<v1::PublishTableResponse> published;
  while (!done || published.empty()) {
    const auto response = ledger_->PublishTable(Tsv());
    // A plan that is written all the time may win.
    if (absl::IsAborted(response.status())) continue;
    ASSERT_THAT(response, IsOk());
    published.push_back(*response);
  }
  recorder.join();
  for (const v1::PublishTableResponse& response : published) {
    const v1::TablePublished& event = response.publication();
    EXPECT_EQ(event.heads(0).revision() + 1, response.recorded().revision());
    v1::GetTableRequest request;
    request.set_plan(kPlan);
    request.mutable_at()->set_as_of_day(event.as_of_day());
    request.mutable_at()->set_known_position(event.position());
    const auto table = ledger_->GetTable(request);
    ASSERT_THAT(table, IsOk());
    EXPECT_EQ(table->basis().stream_count(), event.heads(0).revision() + 1);
    EXPECT_EQ(table::ToTsv(table->table()), response.content());
  }
}

}  // namespace
}  // namespace clearsky
