#include "plan/recording.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "plan/activity_rules.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"

namespace clearsky {
namespace {

using test::IsOk;
using test::PlanStory;
using test::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kNotFound = absl::StatusCode::kNotFound;
constexpr auto kExists = absl::StatusCode::kAlreadyExists;
constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;

class RecordingTest : public ::testing::Test {
 protected:
  // The event is refused with `code`, and the message holds `words`; nothing is
  // appended.
  void ExpectRefused(const v1::PlanEvent& event, absl::StatusCode code,
                     const std::string& words) {
    const size_t before = story_.history().size();
    const absl::Status status = story_.Try(event);
    EXPECT_THAT(status, StatusIs(code)) << event.ShortDebugString();
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
    EXPECT_EQ(story_.history().size(), before);
  }

  std::vector<std::string> RulesFlagged(const v1::PlanEvent& event) {
    const absl::StatusOr<plan::CheckedEvent> checked = story_.Check(event);
    EXPECT_THAT(checked, IsOk());
    std::vector<std::string> rules;
    if (!checked.ok()) return rules;
    for (const auto& finding : checked->findings) {
      rules.push_back(finding.rule());
    }
    return rules;
  }

  void Plan(const std::string& date, v1::DeliveryMode mode) {
    story_.Tell(test::Registered("m", "2022-03-01"));
    v1::PlanEvent event = test::Scheduled("m", date, "2022-03-01");
    *event.mutable_activity_scheduled()->mutable_delivery() = test::Mode(mode);
    story_.Tell(event);
  }

  PlanStory story_ = PlanStory::OfAPlan();
};

TEST_F(RecordingTest, AnEventWithoutAChangeIsInvalid) {
  ExpectRefused({}, kInvalid, "no change");
}

TEST_F(RecordingTest, AMissingRequiredFieldIsNamed) {
  v1::PlanEvent event = test::Registered("m", "2022-03-01");
  event.mutable_activity_registered()->clear_titles();
  ExpectRefused(event, kInvalid, "activity_registered.titles");
  event = test::Registered("m", "2022-03-01");
  event.mutable_activity_registered()->set_kind(v1::ACTIVITY_KIND_UNSPECIFIED);
  ExpectRefused(event, kInvalid, "activity_registered.kind");
}

TEST_F(RecordingTest, AnImpossibleDateIsInvalid) {
  v1::PlanEvent event = test::Scheduled("m", "2022-10", "2022-03-01");
  event.mutable_activity_scheduled()->mutable_date()->Clear();
  event.mutable_activity_scheduled()->mutable_date()->set_edtf("2022-02-30");
  story_.Tell(test::Registered("m", "2022-03-01"));
  ExpectRefused(event, kInvalid, "activity_scheduled.date");
  event.mutable_activity_scheduled()->mutable_date()->set_edtf(
      "2022-05-02/2022-05-01");
  ExpectRefused(event, kInvalid, "activity_scheduled.date");
}

TEST_F(RecordingTest, BoundsThatDifferFromTheValueAreInvalid) {
  story_.Tell(test::Registered("m", "2022-03-01"));
  v1::PlanEvent event = test::Scheduled("m", "2022-10", "2022-03-01");
  event.mutable_activity_scheduled()->mutable_date()->set_latest("2022-10-30");
  ExpectRefused(event, kInvalid, "activity_scheduled.date");
}

TEST_F(RecordingTest, IdsAreSlugs) {
  for (const char* id : {"Meeting", "회의", "a b", "-a", "a_b", "a/b", "a#b"}) {
    ExpectRefused(test::Registered(id, "2022-03-01"), kInvalid, "is no id");
  }
}

TEST_F(RecordingTest, TextThatIsNotUtf8IsInvalid) {
  v1::PlanEvent event = test::Registered("m", "2022-03-01");
  event.mutable_activity_registered()->mutable_titles(0)->set_text("\xff\xfe");
  ExpectRefused(event, kInvalid, "activity_registered.titles[0].text");
  event.mutable_activity_registered()->mutable_titles(0)->set_text(
      std::string("a\0b", 3));
  ExpectRefused(event, kInvalid, "control character");
}

TEST_F(RecordingTest, UnknownEnumValuesAreInvalid) {
  v1::PlanEvent event = test::Registered("m", "2022-03-01");
  event.mutable_activity_registered()->set_kind(
      static_cast<v1::ActivityKind>(99));
  ExpectRefused(event, kInvalid, "99 is no value of ActivityKind");
}

TEST_F(RecordingTest, EventsBelongIntoTheirStream) {
  v1::PlanEvent party;
  party.mutable_party_registered()->set_party_id("kr");
  *party.mutable_party_registered()->add_labels() = test::Ko("한국");
  ExpectRefused(party, kInvalid, "stream `directory`");
  PlanStory directory("directory");
  EXPECT_THAT(directory.Try(party), IsOk());
  EXPECT_THAT(directory.Try(test::Registered("m", "2022-03-01")),
              StatusIs(kInvalid));
}

TEST_F(RecordingTest, APlansFirstEventRegistersIt) {
  PlanStory fresh("clear-sky/2023");
  EXPECT_THAT(fresh.Try(test::Registered("m", "2022-03-01")),
              StatusIs(kNotFound));
  v1::PlanEvent again;
  *again.mutable_plan_registered()->add_titles() = test::Ko("다시");
  ExpectRefused(again, kExists, "plan-registered");
}

TEST_F(RecordingTest, PlanNamesAreStrict) {
  for (const char* name : {"clear-sky/2022", "cbd-cop15", "a", "a_b.c/d"}) {
    EXPECT_THAT(plan::CheckPlanName(name), IsOk()) << name;
  }
  for (const char* name : {"", "Clear", "청천", "a b", "/a", "a/", "-a"}) {
    EXPECT_THAT(plan::CheckPlanName(name), StatusIs(kInvalid)) << name;
  }
  EXPECT_THAT(plan::CheckPlanName(std::string(257, 'a')), StatusIs(kInvalid));
}

TEST_F(RecordingTest, UnknownIdsAreNotFound) {
  ExpectRefused(test::Scheduled("nope", "2022-10", "2022-03-01"), kNotFound,
                "unknown activity `nope`");
  v1::PlanEvent event = test::Registered("m", "2022-03-01");
  event.mutable_activity_registered()->add_project_ids("p9");
  ExpectRefused(event, kNotFound, "unknown project `p9`");
  event = test::Registered("m", "2022-03-01");
  event.mutable_activity_registered()->set_series_id("unknown-series");
  ExpectRefused(event, kNotFound, "unknown series `unknown-series`");
  event = test::Registered("m", "2022-03-01");
  event.mutable_provenance()->add_requested_by("unknown-party");
  ExpectRefused(event, kNotFound, "provenance.requested_by");
  event = test::Registered("m", "2022-03-01");
  event.mutable_provenance()->mutable_source()->set_document_id("unknown-doc");
  ExpectRefused(event, kNotFound, "provenance.source.document_id");
}

TEST_F(RecordingTest, ReferencesToOtherStreamsAreChecked) {
  story_.Tell(test::Registered("m", "2022-03-01"));
  v1::PlanEvent event = test::Effective("2022-03-01");
  event.mutable_activity_hosted_within()->set_activity_id("m");
  event.mutable_activity_hosted_within()->mutable_host()->set_activity(
      "kr-cn-environment#unknown-meeting");
  ExpectRefused(event, kNotFound, "kr-cn-environment");
  event.mutable_activity_hosted_within()->mutable_host()->set_activity(
      "kr-cn-environment#minister-2022-02-28");
  EXPECT_THAT(story_.Try(event), IsOk());
}

TEST_F(RecordingTest, TheDirectoryMayNameWhatIsAheadInTheBatch) {
  // A document and its issuer name each other; the story's `exists` stands for
  // the rest of the batch.
  PlanStory directory("directory");
  v1::PlanEvent document;
  auto* change = document.mutable_document_registered();
  change->set_document_id("d1");
  change->set_kind("press-release");
  change->set_media_type("text/plain");
  change->set_sha256(std::string(32, 'x'));
  change->set_issuer("me-kr");
  EXPECT_THAT(directory.Try(document), IsOk());
  change->set_document_id("d2");
  change->set_issuer("unknown-ministry");
  EXPECT_THAT(directory.Try(document), StatusIs(kNotFound));
}

TEST_F(RecordingTest, IdsAreNeverReused) {
  const uint64_t revision = story_.Tell(test::Registered("m", "2022-03-01"));
  ExpectRefused(test::Registered("m", "2022-03-01"), kExists, "`m`");
  ExpectRefused(test::Registered("p1", "2022-03-01"), kExists, "`p1`");
  story_.Tell(test::Voided(revision));
  ExpectRefused(test::Registered("m", "2022-03-01"), kExists, "`m`");
}

TEST_F(RecordingTest, AnOrdinalIsTakenOnceInAPlan) {
  v1::PlanEvent sixth = test::Registered("m6", "2022-03-01");
  sixth.mutable_activity_registered()->set_series_id("exchange");
  sixth.mutable_activity_registered()->set_ordinal(6);
  story_.Tell(sixth);
  sixth.mutable_activity_registered()->set_activity_id("m6b");
  ExpectRefused(sixth, kExists, "ordinal-taken");
  sixth.mutable_activity_registered()->set_ordinal_clash_intended(true);
  EXPECT_THAT(story_.Try(sixth), IsOk());
  v1::PlanEvent other = sixth;
  other.mutable_activity_registered()->set_activity_id("w6");
  other.mutable_activity_registered()->set_series_id("workshop");
  other.mutable_activity_registered()->set_ordinal_clash_intended(false);
  EXPECT_THAT(story_.Try(other), IsOk());
}

TEST_F(RecordingTest, ASkippedOrdinalIsFlagged) {
  v1::PlanEvent event = test::Registered("m6", "2022-03-01");
  event.mutable_activity_registered()->set_series_id("exchange");
  event.mutable_activity_registered()->set_ordinal(6);
  story_.Tell(event);
  event.mutable_activity_registered()->set_activity_id("m8");
  event.mutable_activity_registered()->set_ordinal(8);
  EXPECT_THAT(RulesFlagged(event), ::testing::Contains("ordinal-skipped"));
  event.mutable_activity_registered()->set_ordinal(7);
  EXPECT_THAT(RulesFlagged(event),
              ::testing::Not(::testing::Contains("ordinal-skipped")));
}

TEST_F(RecordingTest, HeldInTheFutureIsRefused) {
  Plan("2022-10", v1::DELIVERY_MODE_REMOTE);
  story_.set_today(absl::CivilDay(2022, 10, 25));
  ExpectRefused(test::Held("m", "2022-10-26", "2022-10-25"), kFailed,
                "in-the-future");
  story_.set_today(absl::CivilDay(2022, 10, 26));
  EXPECT_THAT(story_.Try(test::Held("m", "2022-10-26", "2022-10-26")), IsOk());
}

TEST_F(RecordingTest, AnEffectiveDateWhollyAheadIsRefusedButForNames) {
  story_.set_today(absl::CivilDay(2022, 6, 1));
  ExpectRefused(test::Registered("m", "2022-06-02"), kFailed, "in-the-future");
  // A span that has begun is not wholly ahead.
  EXPECT_THAT(story_.Try(test::Registered("m", "2022-06")), IsOk());
  v1::PlanEvent renamed = test::Effective("2022-07-01");
  renamed.mutable_label_changed()->set_entity("p1");
  *renamed.mutable_label_changed()->mutable_new_label() = test::Ko("새 이름");
  EXPECT_THAT(story_.Try(renamed), IsOk());
}

TEST_F(RecordingTest, AnOpenEffectiveDateIsInvalid) {
  ExpectRefused(test::Registered("m", "2022-06/.."), kInvalid,
                "provenance.effective");
}

TEST_F(RecordingTest, TheEngineFillsInTheEffectiveDay) {
  story_.Tell(test::Registered("m", ""));
  EXPECT_EQ(story_.history().back().event->provenance().effective().edtf(),
            "2022-12-31");
  story_.Tell(test::Held("m", "2022-04-29", ""));
  EXPECT_EQ(story_.history().back().event->provenance().effective().edtf(),
            "2022-04-29");
}

TEST_F(RecordingTest, TheEngineFillsInOldValues) {
  Plan("2022-10", v1::DELIVERY_MODE_IN_PERSON);
  story_.Tell(test::Rescheduled("m", "2022-11", "2022-05-01"));
  EXPECT_EQ(
      story_.history().back().event->activity_rescheduled().old_date().edtf(),
      "2022-10");
  story_.Tell(test::MovedOnline("m", v1::DELIVERY_MODE_REMOTE, "2022-05-01"));
  EXPECT_EQ(story_.history()
                .back()
                .event->activity_moved_online()
                .old_delivery()
                .mode(),
            v1::DELIVERY_MODE_IN_PERSON);
  story_.Tell(
      test::ModeChanged("m", v1::DELIVERY_MODE_VIDEO_CONFERENCE, "2022-05-01"));
  EXPECT_TRUE(
      story_.history().back().event->delivery_mode_changed().refinement());
  story_.Tell(test::Postponed("m", "2022-05-02"));
  EXPECT_EQ(story_.history()
                .back()
                .event->activity_postponed()
                .previous_date()
                .edtf(),
            "2022-11");
}

TEST_F(RecordingTest, AnOldValueThatDiffersIsRefused) {
  Plan("2022-10", v1::DELIVERY_MODE_IN_PERSON);
  v1::PlanEvent event = test::Rescheduled("m", "2022-11", "2022-05-01");
  *event.mutable_activity_rescheduled()->mutable_old_date() =
      test::Date("2022-09");
  ExpectRefused(event, kFailed, "old-value-differs");
  event = test::MovedOnline("m", v1::DELIVERY_MODE_REMOTE, "2022-05-01");
  *event.mutable_activity_moved_online()->mutable_old_delivery() =
      test::Mode(v1::DELIVERY_MODE_HYBRID);
  ExpectRefused(event, kFailed, "old-value-differs");
}

TEST_F(RecordingTest, AMislabelledDateChangeIsRefused) {
  Plan("2022-10", v1::DELIVERY_MODE_REMOTE);
  ExpectRefused(test::Refined("m", "2022-11", "2022-05-01"), kFailed,
                "ActivityRescheduled");
  ExpectRefused(test::Rescheduled("m", "2022-10-26", "2022-05-01"), kFailed,
                "ScheduleRefined");
  ExpectRefused(test::Rescheduled("m", "tbd", "2022-05-01"), kFailed,
                "ActivityPostponed");
  ExpectRefused(test::Rescheduled("m", "2022-10", "2022-05-01"), kFailed,
                "no-change");
}

TEST_F(RecordingTest, AMislabelledModeChangeIsRefused) {
  Plan("2022-10", v1::DELIVERY_MODE_IN_PERSON);
  ExpectRefused(test::ModeChanged("m", v1::DELIVERY_MODE_REMOTE, "2022-05-01"),
                kFailed, "ActivityMovedOnline");
  ExpectRefused(test::MovedOnline("m", v1::DELIVERY_MODE_HYBRID, "2022-05-01"),
                kFailed, "DeliveryModeChanged");
  ExpectRefused(
      test::ModeChanged("m", v1::DELIVERY_MODE_IN_PERSON, "2022-05-01"),
      kFailed, "no-change");
}

TEST_F(RecordingTest, ALateFactMustNotBreakWhatFollows) {
  Plan("2022-10", v1::DELIVERY_MODE_REMOTE);
  story_.Tell(test::Postponed("m", "2022-06-01"));
  const absl::Status status = story_.Try(test::Cancelled("m", "2022-04-01"));
  EXPECT_THAT(status, StatusIs(kFailed));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("later-events-stand-on-it"),
                    HasSubstr("revision 5"), HasSubstr("ActivityPostponed")));
  // A late fact that fits in is accepted, and counts at its place.
  story_.Tell(test::Rescheduled("m", "2022-09", "2022-04-01"));
  EXPECT_EQ(story_.Activity("m").planned_date().edtf(), "2022-09");
  EXPECT_EQ(plan::StateName(story_.Activity("m").state()), "postponed");
}

TEST_F(RecordingTest, ALateFactMayTurnALaterRescheduleIntoARefinement) {
  Plan("2022-06", v1::DELIVERY_MODE_REMOTE);
  story_.Tell(test::Rescheduled("m", "2022-10-26", "2022-05-01"));
  story_.Tell(test::Rescheduled("m", "2022-10", "2022-04-01"));
  const v1::ActivityState m = story_.Activity("m");
  ASSERT_EQ(m.date_moves_size(), 2);
  EXPECT_EQ(m.date_moves(0).change_class(), v1::DATE_CHANGE_CLASS_RESCHEDULED);
  EXPECT_EQ(m.date_moves(1).change_class(), v1::DATE_CHANGE_CLASS_REFINED);
}

TEST_F(RecordingTest, AVoidIsRefusedWhileLaterEventsStandOnIt) {
  const uint64_t registered = story_.Tell(test::Registered("m", "2022-03-01"));
  story_.Tell(test::Scheduled("m", "2022-10", "2022-03-01"));
  ExpectRefused(test::Voided(registered), kFailed, "revision 4");
  // The project is named by the activity.
  ExpectRefused(test::Voided(2), kFailed, "names `p1`");
  ExpectRefused(test::Voided(0), kFailed, "later-events-stand-on-it");
}

TEST_F(RecordingTest, CorrectionsAndVoidsNameWhatTheyTouch) {
  ExpectRefused(test::Voided(99), kNotFound, "unknown revision 99");
  const uint64_t m = story_.Tell(test::Registered("m", "2022-03-01"));
  const uint64_t voided = story_.Tell(test::Voided(m));
  ExpectRefused(test::Voided(m), kFailed, "was taken out");
  ExpectRefused(test::Corrected(m, test::Registered("m", "")), kFailed,
                "was taken out");
  ExpectRefused(test::Corrected(voided, test::Registered("m", "")), kFailed,
                "is a void");
  ExpectRefused(test::Corrected(0, test::Voided(1)), kInvalid,
                "fact_corrected.replacement");
}

TEST_F(RecordingTest, ACorrectionIsCheckedAtThePlaceOfWhatItCorrects) {
  Plan("2022-10", v1::DELIVERY_MODE_IN_PERSON);
  story_.Tell(test::Rescheduled("m", "2022-11", "2022-05-01"));
  story_.Tell(test::Held("m", "2022-11-05", "2022-11-05"));
  // Revision 5 said November; it was October, which is no reschedule.
  ExpectRefused(test::Corrected(5, test::Rescheduled("m", "2022-10", "")),
                kFailed, "no-change");
  EXPECT_THAT(
      story_.Try(test::Corrected(5, test::Rescheduled("m", "2022-12", ""))),
      IsOk());
  // What was held is corrected, not changed; the cancellation that would
  // replace the reschedule leaves the meeting held afterwards impossible.
  ExpectRefused(test::Corrected(7, test::Cancelled("m", "")), kFailed,
                "later-events-stand-on-it");
}

TEST_F(RecordingTest, OnlyWhatCountsIsCorrected) {
  Plan("2022-10", v1::DELIVERY_MODE_IN_PERSON);
  const auto moved_to = [](uint64_t revision, const char* month) {
    return test::Corrected(revision, test::Rescheduled("m", month, ""));
  };
  const uint64_t moved =
      story_.Tell(test::Rescheduled("m", "2022-11", "2022-05-01"));
  const uint64_t first = story_.Tell(moved_to(moved, "2022-12"));
  ExpectRefused(moved_to(moved, "2022-09"), kFailed, "corrected-before");
  const uint64_t second = story_.Tell(moved_to(first, "2022-09"));
  ExpectRefused(moved_to(moved, "2022-08"), kFailed,
                absl::StrCat("the correction at revision ", second));
  ExpectRefused(moved_to(first, "2022-08"), kFailed,
                absl::StrCat("the correction at revision ", second));
  // Voiding the last brings back the one before.
  story_.Tell(test::Voided(second));
  ExpectRefused(moved_to(moved, "2022-08"), kFailed,
                absl::StrCat("the correction at revision ", first));
  EXPECT_THAT(story_.Try(moved_to(first, "2022-08")), IsOk());
}

TEST_F(RecordingTest, ACorrectedCorrectionKeepsItsId) {
  const uint64_t m = story_.Tell(test::Registered("m", "2022-03-01"));
  const auto with_level = [](uint64_t revision, const char* level) {
    v1::PlanEvent replacement = test::Registered("m", "");
    replacement.mutable_activity_registered()->set_level(level);
    return test::Corrected(revision, replacement);
  };
  const uint64_t first = story_.Tell(with_level(m, "국장급"));
  EXPECT_THAT(story_.Try(with_level(first, "실무자급")), IsOk());
}

TEST_F(RecordingTest, HeldOutsideThePlanIsFlagged) {
  Plan("2022-10", v1::DELIVERY_MODE_REMOTE);
  EXPECT_THAT(RulesFlagged(test::Held("m", "2022-11-02", "2022-11-02")),
              ::testing::Contains("held-outside-planned"));
  EXPECT_THAT(RulesFlagged(test::Held("m", "2022-10-26", "2022-10-26")),
              ::testing::Not(::testing::Contains("held-outside-planned")));
}

TEST_F(RecordingTest, OddRecordingIsFlagged) {
  Plan("2022-10", v1::DELIVERY_MODE_REMOTE);
  v1::PlanEvent late = test::Rescheduled("m", "2022-11", "2022-05-01");
  EXPECT_THAT(RulesFlagged(late), ::testing::Contains("recorded-late"));
  v1::PlanEvent weekday = test::Held("m", "2022-10-26", "2022-12-20");
  weekday.mutable_activity_held()->mutable_date()->set_verbatim("10.26(목)");
  EXPECT_THAT(RulesFlagged(weekday), ::testing::Contains("weekday-mismatch"));
  weekday.mutable_activity_held()->mutable_date()->set_verbatim("10.26(수)");
  EXPECT_THAT(RulesFlagged(weekday),
              ::testing::Not(::testing::Contains("weekday-mismatch")));
}

TEST_F(RecordingTest, OneSidesWordOnlyIsFlaggedInAPlanOfTwo) {
  PlanStory plan;
  v1::PlanEvent registered = test::Effective("2022-01-01");
  *registered.mutable_plan_registered()->add_titles() = test::Ko("청천");
  registered.mutable_plan_registered()->add_party_ids("kr");
  registered.mutable_plan_registered()->add_party_ids("cn");
  plan.Tell(registered);
  v1::PlanEvent activity = test::Registered("m", "2022-12-01");
  activity.mutable_activity_registered()->clear_project_ids();
  plan.Tell(activity);
  v1::PlanEvent scheduled = test::Scheduled("m", "2022-12", "2022-12-20");
  scheduled.mutable_provenance()->add_asserted_by("kr");
  auto checked = plan.Check(scheduled);
  ASSERT_THAT(checked, IsOk());
  ASSERT_EQ(checked->findings.size(), 1U);
  EXPECT_EQ(checked->findings[0].rule(), "one-side-only");
  scheduled.mutable_provenance()->add_asserted_by("cn");
  checked = plan.Check(scheduled);
  ASSERT_THAT(checked, IsOk());
  EXPECT_TRUE(checked->findings.empty());
}

TEST_F(RecordingTest, AMeetingHeldBeforeItWasRegisteredWasKnownThen) {
  story_.Tell(test::Registered("m", "2022-11-01"));
  story_.Tell(test::Held("m", "2022-04-29", "2022-04-29"));
  EXPECT_EQ(plan::StateName(story_.Activity("m").state()), "held");
  EXPECT_TRUE(story_.StateOn("2022-04-29").activities().contains("m"));
  EXPECT_FALSE(story_.StateOn("2022-04-28").activities().contains("m"));
}

TEST_F(RecordingTest, AgreementsAreSignedOnceAndAmendedAfter) {
  v1::PlanEvent proposed = test::Effective("2022-03-01");
  proposed.mutable_agreement_proposed()->set_agreement_id("env-plan-2");
  ExpectRefused(proposed, kInvalid, "titles");
  *proposed.mutable_agreement_proposed()->add_titles() = test::Ko("제2차");
  story_.Tell(proposed);
  story_.Tell(proposed);
  v1::PlanEvent ended = test::Effective("2022-05-01");
  v1::PlanEvent signed_event = test::Effective("2022-04-01");
  signed_event.mutable_agreement_signed()->set_agreement_id("env-plan-2");
  story_.Tell(signed_event);
  EXPECT_EQ(story_.State().agreements().at("env-plan-2").stage(),
            v1::AgreementState::STAGE_SIGNED);
  ExpectRefused(signed_event, kFailed, "agreement-stage");
  proposed = test::Effective("2022-04-02");
  proposed.mutable_agreement_proposed()->set_agreement_id("env-plan-2");
  ExpectRefused(proposed, kFailed, "signed since revision 5");
  ended.mutable_agreement_ended()->set_agreement_id("env-plan-2");
  story_.Tell(ended);
  ExpectRefused(ended, kFailed, "agreement-stage");
  signed_event.mutable_agreement_signed()->set_agreement_id("unheard");
  ExpectRefused(signed_event, kNotFound, "unknown agreement `unheard`");
}

TEST_F(RecordingTest, PlanStepsHappenOnce) {
  v1::PlanEvent adopted = test::Effective("2022-03-01");
  adopted.mutable_plan_adopted();
  story_.Tell(adopted);
  ExpectRefused(adopted, kFailed, "plan-adopted");
  v1::PlanEvent closed = test::Effective("2022-12-01");
  closed.mutable_plan_closed();
  story_.Tell(closed);
  ExpectRefused(closed, kFailed, "plan-closed");
  v1::PlanEvent given_up = test::Effective("2022-03-01");
  given_up.mutable_project_discontinued()->set_project_id("p1");
  story_.Tell(given_up);
  ExpectRefused(given_up, kFailed, "project-discontinued");
  v1::PlanEvent number = test::Effective("2022-01-01");
  number.mutable_project_defined()->set_project_id("p2");
  number.mutable_project_defined()->set_number(1);
  number.mutable_project_defined()->set_area_id("a1");
  *number.mutable_project_defined()->add_labels() = test::Ko("둘");
  ExpectRefused(number, kExists, "number-taken");
  v1::PlanEvent carried = test::Effective("2022-03-01");
  carried.mutable_project_carried_over()->set_project_id("p1");
  ExpectRefused(carried, kInvalid, "either from_project or to_project");
}

TEST_F(RecordingTest, DiscrepanciesNeedTwoValuesAndAreResolvedOnce) {
  Plan("2022-10", v1::DELIVERY_MODE_REMOTE);
  v1::PlanEvent noted = test::Effective("2022-09-28");
  auto* change = noted.mutable_discrepancy_noted();
  change->set_discrepancy_id("x1");
  change->set_entity("m");
  change->set_field("date");
  change->set_kind(v1::DISCREPANCY_KIND_COMPATIBLE);
  change->add_values()->set_text("10월 예정");
  ExpectRefused(noted, kInvalid, "at least two values");
  auto* late = change->add_values();
  late->set_text("10월 말");
  *late->mutable_date() = test::Date("[2022-10-21..2022-10-31]");
  story_.Tell(noted);
  EXPECT_EQ(story_.Activity("m").planned_date().edtf(), "2022-10");
  v1::PlanEvent resolved = test::Effective("2022-10-01");
  resolved.mutable_discrepancy_resolved()->set_discrepancy_id("x1");
  resolved.mutable_discrepancy_resolved()->set_accepted_value(2);
  ExpectRefused(resolved, kInvalid, "value-out-of-range");
  resolved.mutable_discrepancy_resolved()->set_accepted_value(1);
  story_.Tell(resolved);
  EXPECT_EQ(story_.Activity("m").planned_date().edtf(),
            "[2022-10-21..2022-10-31]");
  ExpectRefused(resolved, kFailed, "discrepancy-resolved");
}

}  // namespace
}  // namespace clearsky
