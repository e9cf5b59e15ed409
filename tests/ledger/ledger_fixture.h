#pragma once

// A ledger in a directory of its own, with a clock set by hand.

#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/core.h"
#include "ledger/ledger.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"

namespace clearsky::test {

class ManualClock final : public Clock {
 public:
  explicit ManualClock(absl::Time time) { Set(time); }

  void Set(absl::Time time) { micros_ = absl::ToUnixMicros(time); }
  absl::Time Now() const override { return absl::FromUnixMicros(micros_); }

 private:
  std::atomic<int64_t> micros_{0};
};

// A directory that goes away with it.
class TempDir {
 public:
  TempDir() {
    std::string path = ::testing::TempDir() + "clearsky-XXXXXX";
    path_ = mkdtemp(path.data());
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() { std::filesystem::remove_all(path_); }

  std::string Sub(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// `2022-09-28 10:00:00` in Seoul.
inline absl::Time Seoul(absl::string_view words) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Seoul", &zone));
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M:%S", words, zone, &time, &error))
      << error;
  return time;
}

inline v1::PlanEvent PlanNamed(absl::string_view title,
                               absl::string_view period) {
  v1::PlanEvent event;
  *event.mutable_plan_registered()->add_titles() = Ko(title);
  *event.mutable_plan_registered()->mutable_period() = Date(period);
  return event;
}

inline v1::PlanEvent AreaOne() {
  v1::PlanEvent event = Effective("2022-01-01");
  event.mutable_area_defined()->set_area_id("a1");
  event.mutable_area_defined()->set_order(1);
  *event.mutable_area_defined()->add_labels() = Ko("공동 연구");
  return event;
}

inline v1::PlanEvent ProjectOne() {
  v1::PlanEvent event = Effective("2022-01-01");
  event.mutable_project_defined()->set_project_id("p1");
  event.mutable_project_defined()->set_number(1);
  event.mutable_project_defined()->set_area_id("a1");
  *event.mutable_project_defined()->add_labels() = Ko("교류");
  return event;
}

inline v1::PlanEvent Party(absl::string_view id, absl::string_view name) {
  v1::PlanEvent event;
  event.mutable_party_registered()->set_party_id(std::string(id));
  *event.mutable_party_registered()->add_labels() = Ko(name);
  return event;
}

// A request with events for one stream; ids are left to the engine.
inline v1::RecordEventsRequest RequestFor(
    absl::string_view stream, const std::vector<v1::PlanEvent>& events) {
  v1::RecordEventsRequest request;
  v1::StreamRecord* record = request.add_streams();
  record->set_stream(std::string(stream));
  for (const v1::PlanEvent& event : events) {
    *record->add_events()->mutable_event() = event;
  }
  return request;
}

// The same with ids of the caller, so that it can be repeated.
inline v1::RecordEventsRequest WithIds(v1::RecordEventsRequest request) {
  for (v1::StreamRecord& record : *request.mutable_streams()) {
    for (v1::EventToRecord& event : *record.mutable_events()) {
      event.set_event_id(MakeUuidV4().ToString());
    }
  }
  return request;
}

inline constexpr char kPlan[] = "clear-sky/2022";

class LedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ledger::CreateOptions options;
    options.clock = &clock_;
    absl::StatusOr<std::unique_ptr<ledger::Ledger>> made =
        ledger::Ledger::Create(dir_.Sub("ledger"), options);
    ASSERT_THAT(made, IsOk());
    ledger_ = *std::move(made);
  }

  // A plan with area `a1` and project `p1`: revisions 0, 1 and 2.
  void RecordPlan(absl::string_view stream = kPlan) {
    ASSERT_THAT(Record(stream, {PlanNamed("청천계획", "2022"), AreaOne(),
                                ProjectOne()}),
                IsOk());
  }

  absl::StatusOr<v1::RecordEventsResponse> Record(
      absl::string_view stream, const std::vector<v1::PlanEvent>& events) {
    return ledger_->RecordEvents(RequestFor(stream, events));
  }

  // Records what must be accepted; returns the revision of the last event.
  uint64_t Tell(absl::string_view stream, const v1::PlanEvent& event) {
    const auto response = Record(stream, {event});
    EXPECT_THAT(response, IsOk()) << event.ShortDebugString();
    return response.ok() ? response->recorded(0).revision() : 0;
  }

  absl::StatusOr<v1::PlanState> StateOf(absl::string_view plan,
                                        absl::string_view as_of = "") {
    v1::GetPlanRequest request;
    request.set_plan(std::string(plan));
    request.mutable_at()->set_as_of_day(std::string(as_of));
    auto response = ledger_->GetPlan(request);
    if (!response.ok()) return response.status();
    return response->state();
  }

  uint64_t EventCount() const {
    return ledger_->GetLedger(v1::GetLedgerRequest())->event_count();
  }

  TempDir dir_;
  ManualClock clock_{Seoul("2022-12-31 12:00:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
};

}  // namespace clearsky::test
