// What does a question about a past day cost? The state of a plan of many
// events on random days, from snapshots; beside the fold of all its events from
// nothing, and beside the same question to a plan of fewer events, in the same
// run. Then once more after an event recorded late.
//
//   asof_benchmark [--events N] [--few N] [--activities N] [--reads N]
//
// Prints a line a measurement: medians, and ratios to what they are compared
// with.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "log/event_log.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "plan/partial_date.h"
#include "projection/read_history.h"
#include "projection/snapshots.h"

namespace clearsky {
namespace {

namespace fs = std::filesystem;

constexpr char kStream[] = "clear-sky/2022";
constexpr int kYears = 10;
const absl::CivilDay kFirst(2012, 1, 1);
const absl::CivilDay kLast(2012 + kYears, 1, 1);

struct Sizes {
  int64_t events = 1'000'000;
  int64_t few = 10'000;
  int64_t activities = 1'000;
  int reads = 41;
};

[[noreturn]] void Fail(const absl::Status& status) {
  std::fprintf(stderr, "asof_benchmark: %s\n", status.ToString().c_str());
  std::exit(1);
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) Fail(value.status());
  return *std::move(value);
}

void Must(const absl::Status& status) {
  if (!status.ok()) Fail(status);
}

// A clock that goes on by itself, so that each append has its own time.
class SteppingClock final : public Clock {
 public:
  absl::Time Now() const override { return now_; }
  void Set(absl::CivilDay day) {
    now_ = std::max(
        now_, absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(12));
  }

 private:
  absl::Time now_ = absl::UnixEpoch();
};

v1::PlanEvent On(absl::CivilDay day) {
  v1::PlanEvent event;
  *event.mutable_provenance()->mutable_effective() = plan::DateOfDay(day);
  return event;
}

// The n-th change of an activity: it is planned, moved, put off and planned
// anew, its mode and place change; it is never held.
v1::PlanEvent ChangeOf(const std::string& id, int64_t n, absl::CivilDay day) {
  v1::PlanEvent event = On(day);
  const auto month =
      plan::DateOfEdtf(absl::StrCat("2022-", n % 2 == 0 ? "10" : "11")).value();
  if (n == 0) {
    event.mutable_activity_scheduled()->set_activity_id(id);
    *event.mutable_activity_scheduled()->mutable_date() = month;
    return event;
  }
  switch (n % 5) {
    case 1:
    case 4:
      event.mutable_activity_rescheduled()->set_activity_id(id);
      *event.mutable_activity_rescheduled()->mutable_new_date() = month;
      return event;
    case 2: {
      auto* change = event.mutable_delivery_mode_changed();
      change->set_activity_id(id);
      change->mutable_new_delivery()->set_mode(
          n % 2 == 0 ? v1::DELIVERY_MODE_REMOTE : v1::DELIVERY_MODE_IN_PERSON);
      return event;
    }
    case 3:
      event.mutable_activity_postponed()->set_activity_id(id);
      return event;
    default: {
      auto* change = event.mutable_venue_changed();
      change->set_activity_id(id);
      v1::Label* label = change->add_new_venues()->add_localities();
      label->set_language("ko");
      label->set_text(n % 2 == 0 ? "서울" : "베이징");
      return event;
    }
  }
}

// A log with one plan, its snapshots, and the questions.
class Plan {
 public:
  Plan(const std::string& directory, int64_t events, int64_t activities)
      : directory_(directory) {
    log::LogOptions options;
    options.clock = &clock_;
    clock_.Set(kFirst);
    log_ = Must(log::EventLog::Create(directory, {}, options));
    Fill(events, activities);
    Must(log_->WaitUntilIndexed());
    OpenSnapshots();
    const auto start = std::chrono::steady_clock::now();
    Must(snapshots_->Advance(kStream));
    std::printf(
        "%9ld events of %ld activities: snapshots made at %.0fk "
        "events/s\n",
        events, activities,
        static_cast<double>(events) / SecondsSince(start) / 1000);
    // As another process would find them.
    OpenSnapshots();
  }

  // Seconds that a read on `day` takes.
  double Read(absl::CivilDay day) {
    const uint64_t size = Must(log_->StreamSize(kStream));
    const auto start = std::chrono::steady_clock::now();
    const auto state = Must(snapshots_->State(kStream, size, size, day));
    const double seconds = SecondsSince(start);
    if (state == nullptr || state->findings_size() > 100'000) {
      Fail(absl::InternalError("not answered from snapshots"));
    }
    return seconds;
  }

  double FoldFromNothing(absl::CivilDay day) {
    const auto start = std::chrono::steady_clock::now();
    plan::History history;
    Must(projection::ReadHistoryEvents(*log_, absl::UTCTimeZone(), kStream, 0,
                                       [&](plan::HistoryEvent event) {
                                         history.push_back(std::move(event));
                                         return true;
                                       }));
    const auto state = plan::FoldShared(kStream, history, day);
    return SecondsSince(start);
  }

  // Records a change that became so long before.
  void RecordLate(absl::CivilDay day) { Append({ChangeOf("m7", 1, day)}); }

  static double SecondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         start)
        .count();
  }

 private:
  void OpenSnapshots() {
    snapshots_.reset();
    projection::SnapshotOptions options;
    options.directory = projection::SnapshotsPath(directory_);
    options.min_events = 0;
    snapshots_ = std::make_unique<projection::Snapshots>(
        log_.get(), absl::UTCTimeZone(), options);
  }

  void Append(const std::vector<v1::PlanEvent>& events) {
    log::StreamAppend append;
    append.stream = kStream;
    for (const v1::PlanEvent& event : events) {
      log::NewEvent stored;
      stored.event_id = MakeUuidV7(clock_.Now());
      stored.type = plan::TypeName(event);
      stored.schema_version = plan::kSchemaVersion;
      stored.data = plan::EncodeEvent(event);
      append.events.push_back(std::move(stored));
    }
    Must(log_->Append({append}).status());
  }

  void Fill(int64_t events, int64_t activities) {
    constexpr size_t kBatch = 1000;
    std::vector<v1::PlanEvent> batch;
    const auto add = [&](v1::PlanEvent event) {
      batch.push_back(std::move(event));
      if (batch.size() < kBatch) return;
      Append(batch);
      batch.clear();
    };
    v1::PlanEvent plan = On(kFirst);
    plan.mutable_plan_registered()->add_titles()->set_text("청천계획");
    add(plan);
    for (int64_t i = 0; i < activities; ++i) {
      v1::PlanEvent event = On(kFirst);
      auto* change = event.mutable_activity_registered();
      change->set_activity_id(absl::StrCat("m", i));
      change->set_kind(v1::ACTIVITY_KIND_MEETING);
      v1::Label* label = change->add_titles();
      label->set_language("ko");
      label->set_text("대기질 공동연구 워크숍");
      add(event);
    }
    const int64_t changes = events - activities - 1;
    absl::CivilDay last = kFirst;
    for (int64_t i = 0; i < changes; ++i) {
      const absl::CivilDay day = kFirst + (kLast - kFirst) * i / changes;
      if (day != last) {
        Append(batch);
        batch.clear();
        clock_.Set(day);
        last = day;
      }
      add(ChangeOf(absl::StrCat("m", i % activities), i / activities, day));
    }
    if (!batch.empty()) Append(batch);
  }

  const std::string directory_;
  SteppingClock clock_;
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<projection::Snapshots> snapshots_;
};

double MedianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Run(const Sizes& sizes) {
  std::string root =
      (fs::temp_directory_path() / "clearsky-asof.XXXXXX").string();
  if (mkdtemp(root.data()) == nullptr) Fail(absl::InternalError("mkdtemp"));
  {
    Plan few(root + "/few", sizes.few, sizes.activities);
    Plan many(root + "/many", sizes.events, sizes.activities);
    std::mt19937 random(1);  // The same days each time.
    std::vector<double> of_few;
    std::vector<double> of_many;
    for (int i = 0; i < sizes.reads; ++i) {
      const absl::CivilDay day =
          kFirst + static_cast<int64_t>(random() % (kYears * 365));
      of_few.push_back(few.Read(day));
      of_many.push_back(many.Read(day));
    }
    const double few_seconds = MedianOf(of_few);
    const double many_seconds = MedianOf(of_many);
    std::vector<double> folds;
    for (int i = 0; i < 3; ++i) folds.push_back(many.FoldFromNothing(kLast));
    const double fold = MedianOf(folds);
    std::vector<double> late;
    for (int i = 0; i < sizes.reads; ++i) {
      const absl::CivilDay day =
          kFirst + static_cast<int64_t>(random() % (kYears * 365));
      many.RecordLate(day - 1);
      late.push_back(many.Read(day));
    }
    const double after_late = MedianOf(late);
    std::printf("as of a day, %ld events      %8.2f ms\n", sizes.few,
                few_seconds * 1e3);
    std::printf(
        "as of a day, %ld events    %8.2f ms  %.2f of the former "
        "(goal: at most 2)\n",
        sizes.events, many_seconds * 1e3, many_seconds / few_seconds);
    std::printf(
        "fold from nothing, %ld     %8.0f ms  %.0f times as long "
        "(goal: at least 100)\n",
        sizes.events, fold * 1e3, fold / many_seconds);
    std::printf(
        "the first after a late event  %8.2f ms  %.2f of one before "
        "(goal: at most 3)\n",
        after_late * 1e3, after_late / many_seconds);
  }
  fs::remove_all(root);
}

}  // namespace
}  // namespace clearsky

int main(int argc, char** argv) {
  clearsky::Sizes sizes;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    int64_t value = 0;
    if (!absl::SimpleAtoi(argv[i + 1], &value) || value < 1) {
      std::fprintf(stderr, "asof_benchmark: %s takes a number\n", argv[i]);
      return 2;
    }
    if (name == "--events") sizes.events = value;
    if (name == "--few") sizes.few = value;
    if (name == "--activities") sizes.activities = value;
    if (name == "--reads") sizes.reads = static_cast<int>(value);
  }
  clearsky::Run(sizes);
}
