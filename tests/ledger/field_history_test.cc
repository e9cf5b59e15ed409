// The values of one field on both axes, as the service tells them.

#include <string>
#include <vector>

#include "ledger/ledger_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::Cancelled;
using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::Postponed;
using ::clearsky::test::Registered;
using ::clearsky::test::Scheduled;
using ::clearsky::test::Seoul;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FieldHistoryTest : public test::LedgerTest {
 protected:
  // A meeting planned for October, then for November by a correction.
  void SetUp() override {
    LedgerTest::SetUp();
    RecordPlan();
    clock_.Set(Seoul("2023-01-01 09:00:00"));
    Tell(kPlan, Registered("m1", "2022-02-01"));  // 3
    clock_.Set(Seoul("2023-01-02 09:00:00"));
    Tell(kPlan, Scheduled("m1", "2022-10", "2022-02-01"));  // 4
    clock_.Set(Seoul("2023-01-03 09:00:00"));
    Tell(kPlan,
         test::Corrected(4, Scheduled("m1", "2022-11", "2022-02-01")));  // 5
  }

  v1::GetFieldHistoryRequest RequestFor(absl::string_view entity,
                                        v1::HistoryField field) {
    v1::GetFieldHistoryRequest request;
    request.set_plan(kPlan);
    request.set_entity(std::string(entity));
    request.set_field(field);
    return request;
  }

  v1::GetFieldHistoryResponse Ask(const v1::GetFieldHistoryRequest& request) {
    const auto response = ledger_->GetFieldHistory(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : v1::GetFieldHistoryResponse();
  }

  static std::vector<std::string> Texts(
      const v1::GetFieldHistoryResponse& response) {
    std::vector<std::string> texts;
    for (const v1::FieldInterval& interval : response.intervals()) {
      texts.push_back(interval.text());
    }
    return texts;
  }
};

TEST_F(FieldHistoryTest, IntervalsTellBothAxesAndWhoSetTheValue) {
  const auto response = Ask(RequestFor("m1", v1::HISTORY_FIELD_DATE));
  EXPECT_THAT(Texts(response),
              ElementsAre("none", "October 2022", "November 2022"));
  const v1::FieldInterval& believed = response.intervals(1);
  EXPECT_EQ(believed.value().date().edtf(), "2022-10");
  EXPECT_EQ(believed.from_day(), "2022-02-01");
  EXPECT_EQ(believed.to_day(), "");
  EXPECT_EQ(believed.known_from().position(), 4u);
  EXPECT_EQ(believed.known_from().record_time().seconds(),
            absl::ToUnixSeconds(Seoul("2023-01-02 09:00:00")));
  EXPECT_EQ(believed.known_until().position(), 5u);
  EXPECT_EQ(believed.known_until().record_time().seconds(),
            absl::ToUnixSeconds(Seoul("2023-01-03 09:00:00")));
  EXPECT_FALSE(believed.holds());
  const v1::FieldInterval& now = response.intervals(2);
  EXPECT_EQ(now.set_by().revision(), 5u);
  EXPECT_FALSE(now.has_known_until());
  EXPECT_TRUE(now.holds());
}

TEST_F(FieldHistoryTest, WhatIsKnownAtAPointKnowsNothingLater) {
  auto request = RequestFor("m1", v1::HISTORY_FIELD_DATE);
  request.mutable_at()->set_known_position(4);
  const auto response = Ask(request);
  EXPECT_THAT(Texts(response), ElementsAre("none", "October 2022"));
  EXPECT_TRUE(response.intervals(1).holds());
  EXPECT_FALSE(response.intervals(1).has_known_until());
  EXPECT_EQ(response.basis().known_count(), 5u);
}

TEST_F(FieldHistoryTest, WhatBeginsAfterTheDayIsNotTold) {
  Tell(kPlan, Cancelled("m1", "2022-06-01"));
  auto request = RequestFor("m1", v1::HISTORY_FIELD_STATUS);
  request.mutable_at()->set_as_of_day("2022-05-31");
  EXPECT_THAT(Texts(Ask(request)), ElementsAre("registered", "planned"));
  request.mutable_at()->set_as_of_day("2022-06-01");
  EXPECT_THAT(Texts(Ask(request)),
              ElementsAre("registered", "planned", "planned", "cancelled"));
  request.mutable_at()->set_as_of_day("2022-01-31");
  EXPECT_THAT(Ask(request).intervals(), IsEmpty());
}

TEST_F(FieldHistoryTest, ValuesAreToldInTheLanguageAskedFor) {
  Tell(kPlan, Postponed("m1", "2022-06-01"));
  auto request = RequestFor("m1", v1::HISTORY_FIELD_STATUS);
  request.set_language("ko-KR");
  const auto korean = Ask(request);
  EXPECT_EQ(korean.language(), "ko");
  EXPECT_EQ(korean.intervals().rbegin()->text(), "연기");
  EXPECT_EQ(korean.intervals().rbegin()->value().status(), "postponed");
  request.set_language("zh");
  request.set_field(v1::HISTORY_FIELD_TITLE);
  const auto chinese = Ask(request);
  ASSERT_THAT(chinese.missing_names(), SizeIs(1));
  EXPECT_EQ(chinese.missing_names(0).entity(), "m1");
  EXPECT_EQ(chinese.missing_names(0).language(), "ko");
}

TEST_F(FieldHistoryTest, BadQuestionsAreRefused) {
  const auto refusal = [&](const v1::GetFieldHistoryRequest& request) {
    return ledger_->GetFieldHistory(request).status();
  };
  const absl::Status unknown =
      refusal(RequestFor("m2", v1::HISTORY_FIELD_DATE));
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(unknown.message(),
              HasSubstr("unknown entity `m2` in clear-sky/2022"));
  const absl::Status field = refusal(RequestFor("a1", v1::HISTORY_FIELD_MODE));
  EXPECT_THAT(field, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(field.message(), HasSubstr("accepted: title"));
  EXPECT_THAT(refusal(RequestFor("m1", v1::HISTORY_FIELD_UNSPECIFIED)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  auto request = RequestFor("m1", v1::HISTORY_FIELD_DATE);
  request.set_language("ja");
  EXPECT_THAT(refusal(request), StatusIs(absl::StatusCode::kInvalidArgument));
  request.set_plan("clear-sky/1999");
  EXPECT_THAT(refusal(request), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace clearsky
