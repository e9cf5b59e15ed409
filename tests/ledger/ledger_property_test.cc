// Properties of any recorded history: how it was recorded does not matter.

#include <rapidcheck.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/ledger_fixture.h"
#include "plan/edtf.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOk;

// A fresh number for the plans of each case, as all cases of a property share
// their ledgers: making one costs many syncs.
int NextCase() {
  static int count = 0;
  return ++count;
}

// The two plans of a case.
std::vector<std::string> PlansOf(int number) {
  return {absl::StrCat("case-", number, "/a"),
          absl::StrCat("case-", number, "/b")};
}

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

// Scaled down, as every step is a synced commit.
rc::Gen<std::vector<Step>> Steps() {
  return rc::gen::scale(
      0.4, rc::gen::container<std::vector<Step>>(rc::gen::build<Step>(
               rc::gen::set(&Step::plan, rc::gen::inRange(0, 2)),
               rc::gen::set(&Step::kind, rc::gen::inRange(0, kKinds)),
               rc::gen::set(&Step::activity, rc::gen::inRange(0, kActivities)),
               rc::gen::set(&Step::day, rc::gen::inRange(0, 300)),
               rc::gen::set(&Step::ahead, rc::gen::inRange(0, 90)))));
}

// A ledger in a directory of its own.
class Scratch {
 public:
  Scratch() {
    ledger::CreateOptions options;
    options.clock = &clock_;
    auto made = ledger::Ledger::Create(dir_.Sub("ledger"), options);
    EXPECT_THAT(made, IsOk());
    ledger_ = *std::move(made);
  }

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

using Told = std::vector<std::pair<std::string, v1::PlanEvent>>;

// Opens the plans of a case.
Told Open(const std::vector<std::string>& plans, Scratch* ledger) {
  Told told;
  v1::RecordEventsRequest request;
  for (const std::string& plan : plans) {
    const std::vector<v1::PlanEvent> events = Opening();
    *request.add_streams() = test::RequestFor(plan, events).streams(0);
    for (const v1::PlanEvent& event : events) told.emplace_back(plan, event);
  }
  ledger->MustRecord(request);
  return told;
}

// Opens the plans of a case, records what the rules allow of `steps`, one by
// one, and returns the events that were accepted, in order, with their streams.
// `after` is called after each step.
template <typename After>
Told RecordOneByOne(const std::vector<std::string>& plans,
                    const std::vector<Step>& steps, Scratch* ledger,
                    After after) {
  Told accepted = Open(plans, ledger);
  std::vector<uint64_t> revisions(plans.size(), Opening().size());
  for (const Step& step : steps) {
    const size_t index = static_cast<size_t>(step.plan);
    const v1::PlanEvent event = EventOf(step, revisions[index]);
    const auto response =
        (*ledger)->RecordEvents(test::RequestFor(plans[index], {event}));
    if (response.ok()) {
      accepted.emplace_back(plans[index], event);
      ++revisions[index];
    }
    after();
  }
  RC_CLASSIFY(accepted.size() > 2 * Opening().size(), "some steps accepted");
  return accepted;
}

Told RecordOneByOne(const std::vector<std::string>& plans,
                    const std::vector<Step>& steps, Scratch* ledger) {
  return RecordOneByOne(plans, steps, ledger, [] {});
}

void ExpectEqualStates(const std::vector<std::string>& plans, Scratch* a,
                       Scratch* b) {
  for (const std::string& plan : plans) {
    for (const char* day : {"2022-01-15", "2022-05-01", "2022-12-31"}) {
      RC_ASSERT(a->StateOf(plan, day) == b->StateOf(plan, day));
    }
  }
}

TEST(LedgerPropertyTest, BatchesAndSingleEventsGiveTheSameStates) {
  Scratch single;
  Scratch batched;
  EXPECT_TRUE(rc::check([&] {
    const std::vector<Step> steps = *Steps();
    const int batch_size = *rc::gen::inRange(1, 20);
    const std::vector<std::string> plans = PlansOf(NextCase());
    v1::RecordEventsRequest batch;
    std::map<std::string, v1::StreamRecord*> records;
    int in_batch = 0;
    for (const auto& [plan, event] : RecordOneByOne(plans, steps, &single)) {
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
    ExpectEqualStates(plans, &single, &batched);
  }));
}

TEST(LedgerPropertyTest, OrderOfIndependentStreamsDoesNotMatter) {
  Scratch first;
  Scratch second;
  EXPECT_TRUE(rc::check([&] {
    const std::vector<Step> steps = *Steps();
    const std::vector<std::string> plans = PlansOf(NextCase());
    const Told told = RecordOneByOne(plans, steps, &first);
    // One plan after the other, the second first.
    for (const std::string& wanted : {plans[1], plans[0]}) {
      v1::RecordEventsRequest request = test::RequestFor(wanted, {});
      for (const auto& [plan, event] : told) {
        if (plan != wanted) continue;
        *request.mutable_streams(0)->add_events()->mutable_event() = event;
      }
      second.MustRecord(request);
    }
    ExpectEqualStates(plans, &first, &second);
  }));
}

TEST(LedgerPropertyTest, AnswersAskedAgainAtTheirPositionAreEqual) {
  Scratch ledger;
  EXPECT_TRUE(rc::check([&] {
    const std::vector<Step> steps = *Steps();
    const std::string day = DayOf(*rc::gen::inRange(0, 364));
    const std::vector<std::string> plans = PlansOf(NextCase());
    std::map<uint64_t, std::string> answers;
    RecordOneByOne(plans, steps, &ledger, [&] {
      const std::string answer = ledger.StateOf(plans[0], day);
      answers[ledger.last_count() - 1] = answer;
    });
    for (const auto& [position, answer] : answers) {
      RC_ASSERT(ledger.StateOf(plans[0], day, position) == answer);
    }
  }));
}

TEST(LedgerPropertyTest, EveryRecordedHistoryHasAnAccount) {
  Scratch ledger;
  EXPECT_TRUE(rc::check([&] {
    const std::vector<Step> steps = *Steps();
    const std::vector<std::string> plans = PlansOf(NextCase());
    const Told told = RecordOneByOne(plans, steps, &ledger);
    size_t count = 0;
    for (const std::string& plan : plans) {
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
      count += static_cast<size_t>(changes->changes_size());
    }
    RC_ASSERT(count == told.size());
  }));
}

}  // namespace
}  // namespace clearsky
