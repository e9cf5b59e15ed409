#include "ledger/change_words.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "ledger/value_words.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using ::clearsky::test::Date;
using ::clearsky::test::Ko;
using ::clearsky::test::PlanStory;
using ::testing::HasSubstr;
using ::testing::Not;

// Names and events of a plan with one conference, put off.
class ChangeWordsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    v1::PlanEvent conference = test::Registered("conference", "2022-01-05",
                                                v1::ACTIVITY_KIND_CONFERENCE);
    *conference.mutable_activity_registered()->mutable_titles(0) =
        Ko("청천 컨퍼런스");
    story_.Tell(conference);
    v1::PlanEvent scheduled =
        test::Scheduled("conference", "2022-03-05/2022-03-06", "2022-01-05");
    scheduled.mutable_activity_scheduled()->mutable_date()->set_verbatim(
        "3.5~6");
    story_.Tell(scheduled);
    story_.Tell(test::Postponed("conference", "2022-02-20"));
    Remake();
  }

  void Remake() {
    state_ = story_.State();
    v1::PartyState& party = (*directory_.mutable_parties())["cn"];
    *party.add_labels() = Ko("중국");
    names_ = std::make_unique<ledger::EntityNames>(&state_, &directory_);
  }

  std::string Words(const v1::PlanEvent& event) {
    return ledger::ChangeWords(
        event, {names_.get(), &story_.history(), story_.history().size()});
  }
  std::string WordsAt(uint64_t revision) {
    return ledger::ChangeWords(*story_.history()[revision].event,
                               {names_.get(), &story_.history(), revision});
  }

  PlanStory story_ = PlanStory::OfAPlan();
  v1::PlanState state_;
  v1::PlanState directory_;
  std::unique_ptr<ledger::EntityNames> names_;
};

TEST_F(ChangeWordsTest, EveryTypeOfEventHasASentenceOfItsOwn) {
  const google::protobuf::OneofDescriptor* change =
      v1::PlanEvent::descriptor()->FindOneofByName("change");
  std::set<std::string> sentences;
  for (int i = 0; i < change->field_count(); ++i) {
    v1::PlanEvent event;
    event.GetReflection()->MutableMessage(&event, change->field(i));
    const std::string sentence = Words(event);
    EXPECT_NE(sentence, "") << change->field(i)->name();
    EXPECT_TRUE(sentences.insert(sentence).second)
        << change->field(i)->name() << " is told as another: " << sentence;
  }
  EXPECT_EQ(sentences.size(), 54u);
}

TEST_F(ChangeWordsTest, PostponementTellsTheDateThatWasPlanned) {
  EXPECT_EQ(WordsAt(5),
            "“청천 컨퍼런스” was postponed; it had been planned for 3.5~6 "
            "(2022-03-05/2022-03-06)");
}

TEST_F(ChangeWordsTest, SchedulingTellsWhenHowAndWhere) {
  v1::PlanEvent event =
      test::Scheduled("conference", "2022-03-05", "2022-01-05");
  auto* scheduled = event.mutable_activity_scheduled();
  scheduled->mutable_delivery()->set_mode(v1::DELIVERY_MODE_IN_PERSON);
  scheduled->mutable_delivery()->set_verbatim("대면");
  *scheduled->add_venues()->add_localities() = Ko("서울");
  EXPECT_EQ(Words(event),
            "“청천 컨퍼런스” was planned for 2022-03-05, 대면 (in person), "
            "in 서울");
}

TEST_F(ChangeWordsTest, MoveOnlineTellsBothModesAndThePlannedPlace) {
  v1::PlanEvent venue = test::Effective("2022-02-21");
  venue.mutable_venue_changed()->set_activity_id("conference");
  *venue.mutable_venue_changed()->add_new_venues()->add_localities() =
      Ko("서울");
  story_.Tell(venue);
  story_.Tell(test::ModeChanged("conference", v1::DELIVERY_MODE_IN_PERSON,
                                "2022-02-21"));
  const uint64_t moved = story_.Tell(
      test::MovedOnline("conference", v1::DELIVERY_MODE_REMOTE, "2022-02-22"));
  Remake();
  EXPECT_EQ(WordsAt(moved),
            "“청천 컨퍼런스” moved online: in person -> remote, it had been "
            "planned in 서울");
}

TEST_F(ChangeWordsTest, OccasionThatIsTheActivityIsToldOnce) {
  v1::PlanEvent event = test::Effective("2022-04-01");
  auto* signing = event.mutable_agreement_signed();
  signing->set_agreement_id("mou");
  signing->set_kind(v1::AGREEMENT_KIND_MEMORANDUM);
  *signing->add_titles() = Ko("양해각서");
  *signing->mutable_date() = Date("2022-04-01");
  *signing->add_occasion() = Ko("청천 컨퍼런스");
  const std::string words =
      "The memorandum “양해각서” was signed on 2022-04-01 at “청천 컨퍼런스”";
  EXPECT_EQ(Words(event), words);
  signing->set_at_activity("conference");
  EXPECT_EQ(Words(event), words);
  *signing->mutable_occasion(0) = Ko("정상회담");
  EXPECT_EQ(
      Words(event),
      "The memorandum “양해각서” was signed on 2022-04-01 at “정상회담” at "
      "“청천 컨퍼런스”");
}

TEST_F(ChangeWordsTest, CorrectionTellsWhatItReplaces) {
  const uint64_t corrected = story_.Tell(test::Corrected(
      4, test::Scheduled("conference", "2022-03-05", "2022-01-05")));
  Remake();
  EXPECT_EQ(
      WordsAt(corrected),
      "Corrected: “청천 컨퍼런스” was planned for 2022-03-05; it had been "
      "told as: “청천 컨퍼런스” was planned for 3.5~6 "
      "(2022-03-05/2022-03-06)");
}

TEST_F(ChangeWordsTest, VoidTellsWhatItTakesOut) {
  const uint64_t voided = story_.Tell(test::Voided(5));
  Remake();
  EXPECT_THAT(WordsAt(voided),
              HasSubstr("entered in error: “청천 컨퍼런스” was postponed"));
}

TEST_F(ChangeWordsTest, VoidThatNamesItselfOrALaterEventEnds) {
  const std::string words = Words(test::Voided(story_.history().size()));
  EXPECT_THAT(words, HasSubstr("the event of revision 6"));
}

TEST_F(ChangeWordsTest, NamesFallBackToIds) {
  EXPECT_EQ(names_->Of("nobody"), "`nobody`");
  EXPECT_EQ(names_->Plain("nobody"), "nobody");
  EXPECT_EQ(names_->Of("cn"), "“중국”");
  EXPECT_EQ(names_->Of(""), "the plan");
}

TEST_F(ChangeWordsTest, ActorIsToldAsFarAsKnown) {
  v1::PersonState& person = (*directory_.mutable_persons())["person-1"];
  v1::PersonalText* name = person.mutable_registration()->add_names();
  name->set_language("ko");
  name->set_text("홍길동");
  v1::Actor actor;
  EXPECT_EQ(names_->Actor(actor), "");
  actor.set_on_behalf_of("cn");
  EXPECT_EQ(names_->Actor(actor), "중국");
  actor.set_role("official in charge");
  EXPECT_EQ(names_->Actor(actor), "official in charge for 중국");
  actor.set_person_id("person-1");
  EXPECT_EQ(names_->Actor(actor), "홍길동 (official in charge) for 중국");
}

TEST(ValueWordsTest, DatesAreToldAsWrittenAndAsTheyAreMeant) {
  EXPECT_EQ(ledger::DateWords(Date("2022-10-26")), "2022-10-26");
  v1::PartialDate october = Date("2022-10");
  october.set_verbatim("10월 예정");
  EXPECT_EQ(ledger::DateWords(october), "10월 예정 (2022-10)");
  EXPECT_EQ(ledger::DateWords(Date("tbd")), "a date to be decided");
  v1::PartialDate waiting = Date("tbd");
  waiting.set_verbatim("추후 협의");
  waiting.set_condition("until the epidemic settles");
  EXPECT_EQ(ledger::DateWords(waiting),
            "추후 협의 (a date to be decided) (until the epidemic settles)");
}

TEST(ValueWordsTest, KoreanFullNamesAreBest) {
  ledger::Labels labels;
  v1::Label* english = labels.Add();
  english->set_language("en");
  english->set_text("Conference");
  EXPECT_EQ(ledger::BestLabel(labels), "Conference");
  v1::Label* in_table = labels.Add();
  *in_table = Ko("컨퍼런스");
  in_table->set_kind(v1::Label::KIND_TABLE);
  EXPECT_EQ(ledger::BestLabel(labels), "컨퍼런스");
  *labels.Add() = Ko("청천 컨퍼런스");
  EXPECT_EQ(ledger::BestLabel(labels), "청천 컨퍼런스");
}

TEST(ValueWordsTest, EveryKindHasWords) {
  for (int i = v1::DeliveryMode_MIN + 1; i <= v1::DeliveryMode_MAX; ++i) {
    EXPECT_THAT(ledger::ModeWords(static_cast<v1::DeliveryMode>(i)),
                Not("mode not said"))
        << i;
  }
  for (int i = v1::OutcomeKind_MIN + 1; i <= v1::OutcomeKind_MAX; ++i) {
    EXPECT_THAT(ledger::OutcomeKindWords(static_cast<v1::OutcomeKind>(i)),
                Not("came to an outcome on"))
        << i;
  }
  for (int i = v1::ActivityKind_MIN + 1; i <= v1::ActivityKind_MAX; ++i) {
    EXPECT_THAT(ledger::ActivityKindWords(static_cast<v1::ActivityKind>(i)),
                Not("activity"))
        << i;
  }
  for (int i = v1::Reason::Code_MIN + 1; i <= v1::Reason::Code_MAX; ++i) {
    v1::Reason reason;
    reason.set_code(static_cast<v1::Reason::Code>(i));
    EXPECT_NE(ledger::ReasonWords(reason), "") << i;
  }
}

}  // namespace
}  // namespace clearsky
