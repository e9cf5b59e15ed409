// How fast are rows across plans made of the events? Events per second of
// bringing the calendar and the series to the log's end: from nothing, and
// after the log as it grows. The limit to compare with, in the same run: the
// fold of the same events, decoded in memory beforehand; and with reading and
// decoding them, as every reader has to.

#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/uuid.h"
#include "log/event_log.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "plan/partial_date.h"
#include "projection/calendar.h"
#include "projection/projector.h"
#include "projection/series.h"

namespace clearsky {
namespace {

constexpr int kEventsPerActivity = 5;
constexpr absl::CivilDay kToday(2022, 12, 31);

v1::PlanEvent On(absl::CivilDay day) {
  v1::PlanEvent event;
  *event.mutable_provenance()->mutable_effective() = plan::DateOfDay(day);
  return event;
}

v1::Label Ko(const std::string& text) {
  v1::Label label;
  label.set_language("ko");
  label.set_text(text);
  return label;
}

// The life of one activity: introduced, planned, put off, planned anew, held.
std::vector<v1::PlanEvent> LifeOf(const std::string& id) {
  const absl::CivilDay day(2022, 11, 15);
  std::vector<v1::PlanEvent> life(kEventsPerActivity, On(day));
  auto* registered = life[0].mutable_activity_registered();
  registered->set_activity_id(id);
  registered->set_kind(v1::ACTIVITY_KIND_MEETING);
  *registered->add_titles() = Ko("대기질 공동연구 워크숍");
  auto* scheduled = life[1].mutable_activity_scheduled();
  scheduled->set_activity_id(id);
  *scheduled->mutable_date() = plan::DateOfEdtf("2022-10").value();
  life[2].mutable_activity_postponed()->set_activity_id(id);
  auto* rescheduled = life[3].mutable_activity_rescheduled();
  rescheduled->set_activity_id(id);
  *rescheduled->mutable_new_date() = plan::DateOfEdtf("2022-11").value();
  auto* held = life[4].mutable_activity_held();
  held->set_activity_id(id);
  *held->mutable_date() = plan::DateOfDay(day);
  return life;
}

// A ledger of `plans` plans with `events` events in all, interleaved.
class Ledger {
 public:
  Ledger(int64_t plans, int64_t events) : plans_(plans) {
    std::string path = "/dev/shm/clearsky-rows-XXXXXX";
    if (mkdtemp(path.data()) == nullptr) {
      path = "clearsky-rows-XXXXXX";
      if (mkdtemp(path.data()) == nullptr) std::abort();
    }
    directory_ = path;
    path_ = path + "/ledger";
    auto made = log::EventLog::Create(path_, {}, {});
    if (!made.ok()) std::abort();
    log_ = *std::move(made);
    Append(events);
  }
  ~Ledger() {
    log_.reset();
    std::filesystem::remove_all(directory_);
  }

  void Append(int64_t events) {
    std::vector<log::StreamAppend> appends;
    for (int64_t done = 0; done < events; done += kEventsPerActivity) {
      log::StreamAppend append{absl::StrCat("plan/", next_ % plans_),
                               log::ExpectedRevision::Any(),
                               {}};
      for (const auto& event : LifeOf(absl::StrCat("m", next_ / plans_))) {
        log::NewEvent made;
        made.event_id = MakeUuidV4();
        made.type = plan::TypeName(event);
        made.data = plan::EncodeEvent(event);
        append.events.push_back(std::move(made));
      }
      ++next_;
      if (!log_->Append({append}).ok()) std::abort();
    }
  }

  std::unique_ptr<projection::Projector> NewProjector() const {
    projection::ProjectorOptions options;
    options.log = log_.get();
    options.ledger_path = path_;
    options.zone = absl::UTCTimeZone();
    options.today = [] { return kToday; };
    options.projections = {projection::MakeCalendar(),
                           projection::MakeSeries()};
    return std::make_unique<projection::Projector>(std::move(options));
  }

  void DropRows() const {
    std::filesystem::remove_all(projection::ProjectionsPath(path_));
  }

  plan::History Read(const std::string& stream) const {
    plan::History history;
    const absl::Status status = log_->ReadStream(
        stream, 0, log::Direction::kForward,
        [&](const log::RecordedEvent& event) {
          history.push_back({event.revision, event.position, kToday, event.type,
                             plan::DecodeEvent(event.type, event.schema_version,
                                               event.data)});
          return true;
        });
    if (!status.ok()) std::abort();
    return history;
  }

  int64_t plans() const { return plans_; }
  std::string PlanNamed(int64_t number) const {
    return absl::StrCat("plan/", number);
  }
  int64_t size() const { return static_cast<int64_t>(log_->size()); }

 private:
  const int64_t plans_;
  std::string directory_;
  std::string path_;
  std::unique_ptr<log::EventLog> log_;
  int64_t next_ = 0;
};

void BM_Fold(benchmark::State& state) {
  const Ledger ledger(state.range(0), state.range(1));
  std::vector<plan::History> histories;
  for (int64_t i = 0; i < ledger.plans(); ++i) {
    histories.push_back(ledger.Read(ledger.PlanNamed(i)));
  }
  for (auto _ : state) {
    for (const plan::History& history : histories) {
      benchmark::DoNotOptimize(plan::Fold("plan", history, kToday));
    }
  }
  state.SetItemsProcessed(state.iterations() * ledger.size());
}

void BM_ReadAndFold(benchmark::State& state) {
  const Ledger ledger(state.range(0), state.range(1));
  for (auto _ : state) {
    for (int64_t i = 0; i < ledger.plans(); ++i) {
      const std::string plan = ledger.PlanNamed(i);
      benchmark::DoNotOptimize(plan::Fold(plan, ledger.Read(plan), kToday));
    }
  }
  state.SetItemsProcessed(state.iterations() * ledger.size());
}

// Both projections, from nothing.
void BM_CatchUpFromNothing(benchmark::State& state) {
  const Ledger ledger(state.range(0), state.range(1));
  for (auto _ : state) {
    state.PauseTiming();
    ledger.DropRows();
    std::unique_ptr<projection::Projector> projector = ledger.NewProjector();
    state.ResumeTiming();
    if (!projector->CatchUp().ok()) state.SkipWithError("not caught up");
    state.PauseTiming();
    projector.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * ledger.size());
}

// Both projections, after 10,000 events that were appended.
void BM_CatchUpWithTheLog(benchmark::State& state) {
  constexpr int64_t kAppended = 10'000;
  Ledger ledger(state.range(0), state.range(1));
  const std::unique_ptr<projection::Projector> projector =
      ledger.NewProjector();
  if (!projector->CatchUp().ok()) state.SkipWithError("not caught up");
  for (auto _ : state) {
    state.PauseTiming();
    ledger.Append(kAppended);
    state.ResumeTiming();
    if (!projector->CatchUp().ok()) state.SkipWithError("not caught up");
  }
  state.SetItemsProcessed(state.iterations() * kAppended);
}

// One plan, ten, and a thousand.
void Ledgers(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({1, 100'000})->Args({10, 100'000})->Args({1000, 100'000});
  benchmark->Unit(benchmark::kMillisecond);
}
BENCHMARK(BM_Fold)->Apply(Ledgers);
BENCHMARK(BM_ReadAndFold)->Apply(Ledgers);
BENCHMARK(BM_CatchUpFromNothing)->Apply(Ledgers);
BENCHMARK(BM_CatchUpWithTheLog)->Apply(Ledgers)->Iterations(5);

}  // namespace
}  // namespace clearsky

BENCHMARK_MAIN();
