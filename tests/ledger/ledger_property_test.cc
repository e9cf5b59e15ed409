// Properties of any recorded history: how it was recorded does not matter.

#include <rapidcheck.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/ledger_fixture.h"
#include "plan/edtf.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOk;

// Instructions for one event; what it comes to depends on what is recorded
// before, so that any list of them tells a history.
struct Step {
  int plan = 0;      // Which of two plans.
  int kind = 0;      // What is tried.
  int activity = 0;  // Which activity of the plan.
  int day = 0;       // Day of the year when it became so.
  int ahead = 0;     // Days from then to a planned date.
};

constexpr int kKinds = 10;
constexpr int kActivities = 3;

std::string DayOf(int day) {
  return plan::FormatDay(absl::CivilDay(2022, 1, 1) + day);
}

std::string PlanOf(const Step& step) {
  return absl::StrCat("plan-", step.plan);
}

v1::PlanEvent EventOf(const Step& step, uint64_t revisions) {
  const std::string id = absl::StrCat("m", step.activity);
  const std::string day = DayOf(step.day);
  const std::string date = DayOf(step.day + step.ahead);
  switch (step.kind) {
    case 0:
      return test::Scheduled(id, date, day);
    case 1:
      return test::Scheduled(id, date.substr(0, 7), day);
    case 2:
      return test::Rescheduled(id, date, day);
    case 3:
      return test::Refined(id, date, day);
    case 4:
      return test::Postponed(id, day);
    case 5:
      return test::Held(id, day, day);
    case 6:
      return test::Cancelled(id, day);
    case 7:
      return test::Reinstated(id, day);
    case 8:
      return test::ModeChanged(id, v1::DELIVERY_MODE_IN_PERSON, day);
    default:
      return test::Voided(revisions == 0 ? 0 : revisions - 1);
  }
}

rc::Gen<std::vector<Step>> Steps() {
  return rc::gen::container<std::vector<Step>>(rc::gen::build<Step>(
      rc::gen::set(&Step::plan, rc::gen::inRange(0, 2)),
      rc::gen::set(&Step::kind, rc::gen::inRange(0, kKinds)),
      rc::gen::set(&Step::activity, rc::gen::inRange(0, kActivities)),
      rc::gen::set(&Step::day, rc::gen::inRange(0, 300)),
      rc::gen::set(&Step::ahead, rc::gen::inRange(0, 90))));
}

// A ledger in a directory of its own.
class Scratch {
 public:
  Scratch() {
    ledger::CreateOptions options;
    options.clock = &clock_;
    auto made = ledger::Ledger::Create(dir_.Sub("ledger"), options);
    RC_ASSERT(made.ok());
    ledger_ = *std::move(made);
  }

  ledger::Ledger& operator*() { return *ledger_; }
  ledger::Ledger* operator->() { return ledger_.get(); }

  void MustRecord(const v1::RecordEventsRequest& request) {
    const auto response = ledger_->RecordEvents(request);
    if (!response.ok()) RC_FAIL(response.status().ToString());
  }

  // The whole state as text, in one order.
  std::string StateOf(const std::string& plan, const std::string& day,
                      std::optional<uint64_t> position = std::nullopt) {
    v1::GetPlanRequest request;
    request.set_plan(plan);
    request.mutable_at()->set_as_of_day(day);
    if (position) request.mutable_at()->set_known_position(*position);
    const auto response = ledger_->GetPlan(request);
    if (!response.ok()) RC_FAIL(response.status().ToString());
    last_count_ = response->basis().known_count();
    return response->state().DebugString();
  }

  uint64_t last_count() const { return last_count_; }

 private:
  test::TempDir dir_;
  test::ManualClock clock_{test::Seoul("2022-12-31 12:00:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
  uint64_t last_count_ = 0;
};

std::vector<v1::PlanEvent> Opening() {
  std::vector<v1::PlanEvent> events = {test::PlanNamed("청천계획", "2022"),
                                       test::AreaOne(), test::ProjectOne()};
  for (int i = 0; i < kActivities; ++i) {
    events.push_back(test::Registered(absl::StrCat("m", i), "2022-01-01"));
  }
  return events;
}

// Records what the rules allow of `steps`, one by one, and returns the events
// that were accepted, in order, with their streams.
std::vector<std::pair<std::string, v1::PlanEvent>> RecordOneByOne(
    const std::vector<Step>& steps, Scratch* ledger) {
  std::vector<std::pair<std::string, v1::PlanEvent>> accepted;
  std::map<std::string, uint64_t> revisions;
  for (const std::string plan : {"plan-0", "plan-1"}) {
    for (const v1::PlanEvent& event : Opening()) {
      ledger->MustRecord(test::RequestFor(plan, {event}));
      accepted.emplace_back(plan, event);
      ++revisions[plan];
    }
  }
  for (const Step& step : steps) {
    const std::string plan = PlanOf(step);
    const v1::PlanEvent event = EventOf(step, revisions[plan]);
    if (!(*ledger)->RecordEvents(test::RequestFor(plan, {event})).ok())
      continue;
    accepted.emplace_back(plan, event);
    ++revisions[plan];
  }
  RC_CLASSIFY(accepted.size() > 2 * Opening().size(), "some steps accepted");
  return accepted;
}

void ExpectEqualStates(Scratch* a, Scratch* b) {
  for (const std::string plan : {"plan-0", "plan-1"}) {
    for (const char* day : {"2022-01-15", "2022-05-01", "2022-12-31"}) {
      RC_ASSERT(a->StateOf(plan, day) == b->StateOf(plan, day));
    }
  }
}

TEST(LedgerPropertyTest, BatchesAndSingleEventsGiveTheSameStates) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Step> steps = *Steps();
    const int batch_size = *rc::gen::inRange(1, 9);
    Scratch single;
    const auto events = RecordOneByOne(steps, &single);
    Scratch batched;
    v1::RecordEventsRequest batch;
    std::map<std::string, v1::StreamRecord*> records;
    int in_batch = 0;
    for (const auto& [plan, event] : events) {
      v1::StreamRecord*& record = records[plan];
      if (record == nullptr) {
        record = batch.add_streams();
        record->set_stream(plan);
      }
      *record->add_events()->mutable_event() = event;
      if (++in_batch < batch_size) continue;
      batched.MustRecord(batch);
      batch.Clear();
      records.clear();
      in_batch = 0;
    }
    if (in_batch > 0) batched.MustRecord(batch);
    ExpectEqualStates(&single, &batched);
  }));
}

TEST(LedgerPropertyTest, OrderOfIndependentStreamsDoesNotMatter) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Step> steps = *Steps();
    Scratch first;
    const auto events = RecordOneByOne(steps, &first);
    // One plan after the other, the second first.
    Scratch second;
    for (const std::string wanted : {"plan-1", "plan-0"}) {
      for (const auto& [plan, event] : events) {
        if (plan != wanted) continue;
        second.MustRecord(test::RequestFor(plan, {event}));
      }
    }
    ExpectEqualStates(&first, &second);
  }));
}

TEST(LedgerPropertyTest, AnswersAskedAgainAtTheirPositionAreEqual) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Step> steps = *Steps();
    const std::string day = DayOf(*rc::gen::inRange(0, 364));
    Scratch ledger;
    RecordOneByOne({}, &ledger);
    std::map<uint64_t, std::string> answers;
    std::map<std::string, uint64_t> revisions = {{"plan-0", Opening().size()},
                                                 {"plan-1", Opening().size()}};
    for (const Step& step : steps) {
      const std::string plan = PlanOf(step);
      const auto response = ledger->RecordEvents(
          test::RequestFor(plan, {EventOf(step, revisions[plan])}));
      if (response.ok()) ++revisions[plan];
      const std::string answer = ledger.StateOf("plan-0", day);
      answers[ledger.last_count() - 1] = answer;
    }
    for (const auto& [position, answer] : answers) {
      RC_ASSERT(ledger.StateOf("plan-0", day, position) == answer);
    }
  }));
}

TEST(LedgerPropertyTest, EveryRecordedHistoryHasAnAccount) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Step> steps = *Steps();
    Scratch ledger;
    const auto events = RecordOneByOne(steps, &ledger);
    size_t told = 0;
    for (const std::string plan : {"plan-0", "plan-1"}) {
      v1::ListChangesRequest request;
      request.set_plan(plan);
      const auto changes = ledger->ListChanges(request);
      RC_ASSERT(changes.ok());
      for (const v1::Change& change : changes->changes()) {
        RC_ASSERT(!change.sentence().empty());
        RC_ASSERT(!change.has_supersedes() ||
                  change.supersedes() < change.revision());
        RC_ASSERT(!change.has_superseded_by() ||
                  change.superseded_by() > change.revision());
      }
      told += static_cast<size_t>(changes->changes_size());
    }
    RC_ASSERT(told == events.size());
  }));
}

}  // namespace
}  // namespace clearsky
