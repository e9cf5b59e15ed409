// What does an answer cost? Folding a plan of N events from nothing, and
// checking one more event at the end of effective time, with the whole history
// and with its head kept folded. The limit to compare
// with, in the same run: parsing the same events with Protocol Buffers, which
// every reader has to do.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "plan/partial_date.h"
#include "plan/recording.h"
#include "plan/stream_head.h"

namespace clearsky {
namespace {

constexpr int kEventsPerActivity = 5;

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
std::vector<v1::PlanEvent> LifeOf(const std::string& id, absl::CivilDay day) {
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

plan::History HistoryOf(int64_t events) {
  plan::History history;
  const absl::CivilDay day(2022, 11, 15);
  v1::PlanEvent registered = On(absl::CivilDay(2022, 1, 1));
  *registered.mutable_plan_registered()->add_titles() = Ko("청천계획");
  const auto add = [&](const v1::PlanEvent& event) {
    history.push_back(
        {history.size(), history.size(), day, plan::TypeName(event), event});
  };
  add(registered);
  for (int64_t i = 0; i < events / kEventsPerActivity; ++i) {
    for (const auto& event : LifeOf(absl::StrCat("m", i), day)) add(event);
  }
  return history;
}

void BM_ParseEvents(benchmark::State& state) {
  std::vector<std::string> bytes;
  for (const auto& event : HistoryOf(state.range(0))) {
    bytes.push_back(plan::EncodeEvent(*event.event));
  }
  for (auto _ : state) {
    for (const std::string& data : bytes) {
      v1::PlanEvent event;
      event.ParseFromString(data);
      benchmark::DoNotOptimize(event);
    }
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<int64_t>(bytes.size()));
}
BENCHMARK(BM_ParseEvents)->Arg(100)->Arg(1000)->Arg(10000);

void BM_FoldFromNothing(benchmark::State& state) {
  const plan::History history = HistoryOf(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        plan::FoldShared("clear-sky/2022", history, std::nullopt));
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<int64_t>(history.size()));
}
BENCHMARK(BM_FoldFromNothing)->Arg(100)->Arg(1000)->Arg(10000);

void BM_CheckAtTheEnd(benchmark::State& state) {
  const plan::History history = HistoryOf(state.range(0));
  const absl::CivilDay today(2022, 12, 1);
  v1::PlanEvent event = LifeOf("new", today)[0];
  for (auto _ : state) {
    auto checked = plan::CheckEvent(
        "clear-sky/2022", history, event, today,
        [](absl::string_view, plan::EntityKind,
           absl::string_view) -> absl::StatusOr<bool> { return true; });
    if (!checked.ok()) state.SkipWithError(checked.status().ToString().c_str());
    benchmark::DoNotOptimize(checked);
  }
}
BENCHMARK(BM_CheckAtTheEnd)->Arg(100)->Arg(1000)->Arg(10000);

// The same with the head kept folded, as the ledger does.
void BM_RecordAtTheHead(benchmark::State& state) {
  plan::StreamHead head("clear-sky/2022", HistoryOf(state.range(0)));
  const absl::CivilDay today(2022, 12, 1);
  const plan::EntityExists anything =
      [](absl::string_view, plan::EntityKind,
         absl::string_view) -> absl::StatusOr<bool> { return true; };
  int64_t n = 0;
  for (auto _ : state) {
    auto checked = head.Record(LifeOf(absl::StrCat("new", n++), today)[0],
                               today, anything);
    if (!checked.has_value() || !checked->ok()) {
      state.SkipWithError("not recorded at the end");
    }
    benchmark::DoNotOptimize(checked);
  }
}
BENCHMARK(BM_RecordAtTheHead)->Arg(100)->Arg(1000)->Arg(10000);

}  // namespace
}  // namespace clearsky

BENCHMARK_MAIN();
