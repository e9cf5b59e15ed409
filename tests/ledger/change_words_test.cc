#include "ledger/change_words.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

using ::clearsky::test::Date;
using ::clearsky::test::Ko;
using ::clearsky::test::PlanStory;
using ::testing::AnyOf;
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

  std::string Words(const v1::PlanEvent& event,
                    const ledger::Language& language = ledger::English()) {
    ledger::Speech speech(names_.get(), &language);
    return ledger::ChangeWords(
        event, {&speech, &story_.history(), story_.history().size()});
  }
  std::string WordsAt(uint64_t revision,
                      const ledger::Language& language = ledger::English()) {
    ledger::Speech speech(names_.get(), &language);
    return ledger::ChangeWords(*story_.history()[revision].event,
                               {&speech, &story_.history(), revision});
  }

  PlanStory story_ = PlanStory::OfAPlan();
  v1::PlanState state_;
  v1::PlanState directory_;
  std::unique_ptr<ledger::EntityNames> names_;
};

TEST_F(ChangeWordsTest, EveryTypeOfEventHasASentenceOfItsOwn) {
  const google::protobuf::OneofDescriptor* change =
      v1::PlanEvent::descriptor()->FindOneofByName("change");
  for (const ledger::Language* language : ledger::Languages()) {
    std::set<std::string> sentences;
    for (int i = 0; i < change->field_count(); ++i) {
      v1::PlanEvent event;
      event.GetReflection()->MutableMessage(&event, change->field(i));
      const std::string sentence = Words(event, *language);
      EXPECT_NE(sentence, "") << change->field(i)->name();
      EXPECT_TRUE(sentences.insert(sentence).second)
          << change->field(i)->name() << " is told as another: " << sentence;
    }
    EXPECT_EQ(sentences.size(), 54u);
  }
}

// Texts that are told as they are, all different.
class Filler {
 public:
  void Fill(google::protobuf::Message* message, int depth = 0) {
    const auto* descriptor = message->GetDescriptor();
    const auto* reflection = message->GetReflection();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const auto* field = descriptor->field(i);
      if (field->containing_oneof() != nullptr) continue;
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string text = "x" + std::to_string(++count_) + "y";
        field->is_repeated() ? reflection->AddString(message, field, text)
                             : reflection->SetString(message, field, text);
      } else if (field->type() == FieldDescriptor::TYPE_MESSAGE && depth < 4) {
        Fill(field->is_repeated() ? reflection->AddMessage(message, field)
                                  : reflection->MutableMessage(message, field),
             depth + 1);
      }
    }
  }

 private:
  using FieldDescriptor = google::protobuf::FieldDescriptor;
  int count_ = 0;
};

// The texts of Filler that `sentence` has.
std::set<std::string> TextsIn(const std::string& sentence) {
  std::set<std::string> texts;
  for (size_t i = sentence.find('x'); i != std::string::npos;
       i = sentence.find('x', i + 1)) {
    size_t end = i + 1;
    while (end < sentence.size() && sentence[end] >= '0' &&
           sentence[end] <= '9') {
      ++end;
    }
    if (end > i + 1 && end < sentence.size() && sentence[end] == 'y') {
      texts.insert(sentence.substr(i, end + 1 - i));
    }
  }
  return texts;
}

TEST_F(ChangeWordsTest, EveryTypeOfEventTellsTheSameInEachLanguage) {
  const google::protobuf::OneofDescriptor* change =
      v1::PlanEvent::descriptor()->FindOneofByName("change");
  for (int i = 0; i < change->field_count(); ++i) {
    v1::PlanEvent event;
    Filler().Fill(
        event.GetReflection()->MutableMessage(&event, change->field(i)));
    const std::set<std::string> texts = TextsIn(Words(event));
    EXPECT_EQ(texts.empty(),
              event.has_fact_corrected() || event.has_event_voided())
        << Words(event);
    for (const ledger::Language* language : ledger::Languages()) {
      const std::string sentence = Words(event, *language);
      EXPECT_EQ(TextsIn(sentence), texts) << sentence;
      EXPECT_THAT(sentence, Not(AnyOf(HasSubstr("{"), HasSubstr("}"),
                                      HasSubstr("["), HasSubstr("]"))));
    }
  }
}

TEST_F(ChangeWordsTest, KoreanSentencesHaveTheirParticles) {
  EXPECT_EQ(WordsAt(3, ledger::Korean()),
            "세부사업 “교류”의 컨퍼런스 “청천 컨퍼런스”가 등록되었다");
  EXPECT_EQ(WordsAt(4, ledger::Korean()),
            "“청천 컨퍼런스”가 2022년 3월 5~6일 개최될 예정이다");
  EXPECT_EQ(WordsAt(5, ledger::Korean()),
            "“청천 컨퍼런스”가 연기되었다(당초 2022년 3월 5~6일 예정)");
  v1::PlanEvent forum = test::Held("포럼", "2022-10", "2022-10-31");
  auto* held = forum.mutable_activity_held();
  held->mutable_delivery()->set_mode(v1::DELIVERY_MODE_VIDEO_CONFERENCE);
  held->mutable_delivery()->set_verbatim("영상회의");
  *held->add_venues()->add_localities() = Ko("서울");
  EXPECT_EQ(Words(forum, ledger::Korean()),
            "`포럼`이 2022년 10월 서울에서 영상회의로 개최되었다");
}

TEST_F(ChangeWordsTest, ChineseSentencesHaveYearsInTheirDates) {
  EXPECT_EQ(WordsAt(4, ledger::Chinese()),
            "“청천 컨퍼런스”定于2022年3月5日至6日（原文：3.5~6）举行");
  EXPECT_EQ(WordsAt(5, ledger::Chinese()),
            "“청천 컨퍼런스”延期（原定2022年3月5日至6日（原文：3.5~6））");
}

TEST_F(ChangeWordsTest, MoveTellsItsDirectionWhenItIsSure) {
  v1::PlanEvent moved = test::Rescheduled("conference", "2022-12-07", "");
  *moved.mutable_activity_rescheduled()->mutable_old_date() = Date("2022-10");
  EXPECT_EQ(Words(moved, ledger::Korean()),
            "“청천 컨퍼런스”가 2022년 12월 7일로 연기되었다(당초 2022년 10월)");
  EXPECT_THAT(Words(moved), HasSubstr("was put off to 7 December 2022"));
  *moved.mutable_activity_rescheduled()->mutable_new_date() = Date("2022-09");
  EXPECT_THAT(Words(moved, ledger::Chinese()), HasSubstr("提前至2022年9月"));
  *moved.mutable_activity_rescheduled()->mutable_new_date() = Date("2022-35");
  *moved.mutable_activity_rescheduled()->mutable_old_date() = Date("2022-09");
  EXPECT_THAT(Words(moved), HasSubstr("was moved to"));
}

TEST_F(ChangeWordsTest, LabelOfTheLanguageIsTakenAndAMissingOneIsNoted) {
  v1::PlanEvent label = test::Effective("2022-02-01");
  label.mutable_label_changed()->set_entity("conference");
  label.mutable_label_changed()->mutable_new_label()->set_language("en");
  label.mutable_label_changed()->mutable_new_label()->set_text(
      "Clear Sky Conference");
  story_.Tell(label);
  Remake();
  ledger::Speech english(names_.get(), &ledger::English());
  EXPECT_EQ(english.Name("conference"), "“Clear Sky Conference”");
  EXPECT_TRUE(english.missing().empty());
  ledger::Speech chinese(names_.get(), &ledger::Chinese());
  EXPECT_EQ(chinese.Name("conference"), "“청천 컨퍼런스”");
  ASSERT_EQ(chinese.missing().size(), 1u);
  EXPECT_EQ(chinese.missing().begin()->entity, "conference");
  EXPECT_EQ(chinese.missing().begin()->language, "ko");
}

TEST_F(ChangeWordsTest, OrdinalsAreWrittenInTheLanguageOfTheTitle) {
  v1::PlanEvent sixth = test::Registered("exchange", "2022-01-05");
  auto* details = sixth.mutable_activity_registered();
  *details->mutable_titles(0) = Ko("정책 교류회");
  details->set_ordinal(6);
  v1::Label* title = details->add_titles();
  title->set_language("en");
  title->set_text("Policy Exchange");
  story_.Tell(sixth);
  Remake();
  EXPECT_EQ(ledger::Speech(names_.get(), &ledger::English()).Plain("exchange"),
            "6th Policy Exchange");
  EXPECT_EQ(ledger::Speech(names_.get(), &ledger::Korean()).Plain("exchange"),
            "제6차 정책 교류회");
  EXPECT_EQ(ledger::Speech(names_.get(), &ledger::Chinese()).Plain("exchange"),
            "제6차 정책 교류회");
}

TEST_F(ChangeWordsTest, PostponementTellsTheDateThatWasPlanned) {
  EXPECT_EQ(WordsAt(5),
            "“청천 컨퍼런스” was postponed; it had been planned for 5–6 March "
            "2022 (3.5~6)");
}

TEST_F(ChangeWordsTest, SchedulingTellsWhenHowAndWhere) {
  v1::PlanEvent event =
      test::Scheduled("conference", "2022-03-05", "2022-01-05");
  auto* scheduled = event.mutable_activity_scheduled();
  scheduled->mutable_delivery()->set_mode(v1::DELIVERY_MODE_IN_PERSON);
  scheduled->mutable_delivery()->set_verbatim("대면");
  *scheduled->add_venues()->add_localities() = Ko("서울");
  EXPECT_EQ(Words(event),
            "“청천 컨퍼런스” was planned for 5 March 2022, in person (대면), "
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
      "The memorandum “양해각서” was signed on 1 April 2022 at “청천 컨퍼런스”";
  EXPECT_EQ(Words(event), words);
  signing->set_at_activity("conference");
  EXPECT_EQ(Words(event), words);
  *signing->mutable_occasion(0) = Ko("정상회담");
  EXPECT_EQ(
      Words(event),
      "The memorandum “양해각서” was signed on 1 April 2022 at “정상회담” at "
      "“청천 컨퍼런스”");
}

TEST_F(ChangeWordsTest, CorrectionTellsWhatItReplaces) {
  const uint64_t corrected = story_.Tell(test::Corrected(
      4, test::Scheduled("conference", "2022-03-05", "2022-01-05")));
  Remake();
  EXPECT_EQ(
      WordsAt(corrected),
      "Corrected: “청천 컨퍼런스” was planned for 5 March 2022; it had been "
      "told as: “청천 컨퍼런스” was planned for 5–6 March 2022 (3.5~6)");
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
  ledger::Speech speech(names_.get(), &ledger::English());
  EXPECT_EQ(speech.Name("nobody"), "`nobody`");
  EXPECT_EQ(speech.Plain("nobody"), "nobody");
  EXPECT_EQ(speech.Name("cn"), "“중국”");
  EXPECT_EQ(speech.Name(""), "the plan");
}

TEST_F(ChangeWordsTest, ActorIsToldAsFarAsKnown) {
  v1::PersonState& person = (*directory_.mutable_persons())["person-1"];
  v1::PersonalText* name = person.mutable_registration()->add_names();
  name->set_language("ko");
  name->set_text("홍길동");
  ledger::Speech speech(names_.get(), &ledger::English());
  v1::Actor actor;
  EXPECT_EQ(speech.Actor(actor), "");
  actor.set_on_behalf_of("cn");
  EXPECT_EQ(speech.Actor(actor), "중국");
  actor.set_role("official in charge");
  EXPECT_EQ(speech.Actor(actor), "official in charge for 중국");
  actor.set_person_id("person-1");
  EXPECT_EQ(speech.Actor(actor), "홍길동 (official in charge) for 중국");
  EXPECT_EQ(ledger::Speech(names_.get(), &ledger::Korean()).Actor(actor),
            "홍길동(담당자)(중국 대리)");
}

class SpeechTest : public ::testing::Test {
 protected:
  v1::PlanState state_;
  ledger::EntityNames names_{&state_, &state_};
  ledger::Speech english_{&names_, &ledger::English()};
  ledger::Speech korean_{&names_, &ledger::Korean()};
};

TEST_F(SpeechTest, DatesAreToldAsTheyAreMeantAndAsWritten) {
  EXPECT_EQ(english_.Date(Date("2022-10-26")), "26 October 2022");
  v1::PartialDate october = Date("2022-10");
  october.set_verbatim("10월 예정");
  EXPECT_EQ(english_.Date(october), "October 2022 (10월 예정)");
  EXPECT_EQ(korean_.Date(october), "2022년 10월");
  EXPECT_EQ(english_.Date(Date("tbd")), "a date to be decided");
  v1::PartialDate waiting = Date("tbd");
  waiting.set_verbatim("추후 협의");
  waiting.set_condition("until the epidemic settles");
  EXPECT_EQ(english_.Date(waiting),
            "a date to be decided (추후 협의, until the epidemic settles)");
  EXPECT_EQ(korean_.Date(waiting),
            "미정(추후 협의, until the epidemic settles)");
}

TEST_F(SpeechTest, CertaintyPartOfDayAndRelationAreTold) {
  v1::PartialDate date = Date("2022-10~");
  date.set_part_of_day(v1::PartialDate::PART_OF_DAY_AFTERNOON);
  date.set_certainty(v1::PartialDate::CERTAINTY_TENTATIVE);
  v1::RelativeDate* relative = date.add_relative();
  relative->set_relation(v1::RelativeDate::RELATION_AFTER);
  relative->set_activity("m1");
  EXPECT_EQ(english_.Date(date),
            "October 2022 (about then, provisional, afternoon, after `m1`)");
  EXPECT_EQ(korean_.Date(date), "2022년 10월(경, 잠정, 오후, `m1` 이후)");
}

TEST_F(SpeechTest, DateWithoutWordsIsToldAsWrittenElseAsEdtf) {
  v1::PartialDate date;
  date.set_edtf("202X");
  EXPECT_EQ(english_.Date(date), "202X");
  date.set_verbatim("2020년대");
  EXPECT_EQ(english_.Date(date), "2020년대");
}

TEST_F(SpeechTest, KoreanModesKeepTheWordsAsWritten) {
  v1::Delivery delivery = test::Mode(v1::DELIVERY_MODE_VIDEO_CONFERENCE);
  EXPECT_EQ(korean_.Delivery(delivery), "영상");
  delivery.set_verbatim("화상회의");
  EXPECT_EQ(korean_.Delivery(delivery), "화상회의");
  EXPECT_EQ(english_.Delivery(delivery), "by video conference (화상회의)");
  // Words that say something else stand beside the mode.
  delivery.set_verbatim("대면");
  EXPECT_EQ(korean_.Delivery(delivery), "영상(대면)");
  v1::PartyDelivery* party = delivery.add_parties();
  party->set_party_id("cn");
  party->set_mode(v1::DELIVERY_MODE_REMOTE);
  EXPECT_EQ(korean_.Delivery(delivery), "영상(대면, cn 비대면)");
}

TEST_F(SpeechTest, FullNamesOfTheLanguageAreBest) {
  ledger::Labels labels;
  v1::Label* chinese = labels.Add();
  chinese->set_language("zh-Hans");
  chinese->set_text("大会");
  EXPECT_EQ(english_.Label(labels), "大会");
  v1::Label* in_table = labels.Add();
  *in_table = Ko("컨퍼런스");
  in_table->set_kind(v1::Label::KIND_TABLE);
  EXPECT_EQ(english_.Label(labels), "컨퍼런스");
  *labels.Add() = Ko("청천 컨퍼런스");
  EXPECT_EQ(english_.Label(labels), "청천 컨퍼런스");
  ledger::Speech in_chinese(&names_, &ledger::Chinese());
  EXPECT_EQ(in_chinese.Label(labels), "大会");
  EXPECT_TRUE(in_chinese.missing().empty());
  v1::Label* english = labels.Add();
  english->set_language("en");
  english->set_text("Conference");
  EXPECT_EQ(english_.Label(labels), "Conference");
}

TEST_F(SpeechTest, EveryValueOfAnEnumHasAWord) {
  const auto expect_words = [](const google::protobuf::EnumDescriptor* type) {
    for (int i = 0; i < type->value_count(); ++i) {
      // What is never stored need not have one.
      if (type->value(i)->number() == 0) continue;
      EXPECT_TRUE(ledger::English().Has(type->value(i)->name()))
          << type->value(i)->name();
    }
  };
  expect_words(v1::DeliveryMode_descriptor());
  expect_words(v1::OutcomeKind_descriptor());
  expect_words(v1::ActivityKind_descriptor());
  expect_words(v1::AgreementKind_descriptor());
  expect_words(v1::Basis_descriptor());
  expect_words(v1::Reason::Code_descriptor());
  expect_words(v1::ActivityState::State_descriptor());
  expect_words(v1::AgreementState::Stage_descriptor());
}

TEST_F(SpeechTest, ReasonIsItsTextElseItsKind) {
  v1::Reason reason;
  EXPECT_EQ(korean_.Reason(reason), "");
  reason.set_code(v1::Reason::CODE_PUBLIC_HEALTH);
  EXPECT_EQ(korean_.Reason(reason), "공중보건");
  reason.set_text("코로나19");
  EXPECT_EQ(korean_.Reason(reason), "코로나19");
}

}  // namespace
}  // namespace clearsky
