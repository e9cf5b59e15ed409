// What does a table cost? Making the table of a plan of N activities of a
// folded state, and rendering it in each face, in lines a second. The limit to
// compare with, in the same run: copying the bytes of the lines, which every
// face has to do.

#include <benchmark/benchmark.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/implementation_table.pb.h"
#include "clearsky/v1/plan_state.pb.h"
#include "plan/partial_date.h"
#include "table/table.h"

namespace clearsky {
namespace {

constexpr int kAreas = 3;

// Three areas and some thirty activities a project; at least the release's 9
// projects.
int ProjectsInArea(int64_t activities) {
  return static_cast<int>(activities / 100 + 3);
}

v1::Label Ko(const std::string& text) {
  v1::Label label;
  label.set_language("ko");
  label.set_text(text);
  label.set_kind(v1::Label::KIND_TABLE);
  return label;
}

// As those of the release: half of them held, the others planned, every tenth
// moved.
void AddActivity(int64_t i, int projects, v1::PlanState* state) {
  const std::string id = absl::StrCat("air-policy-exchange-", i);
  v1::ActivityState& activity = (*state->mutable_activities())[id];
  v1::ActivityRegistered* const details = activity.mutable_details();
  details->set_activity_id(id);
  details->set_kind(v1::ACTIVITY_KIND_MEETING);
  *details->add_titles() = Ko("대기오염관리 정책 기술 교류회");
  details->set_ordinal(static_cast<uint32_t>(i % 20 + 1));
  details->set_level("국장급");
  details->add_project_ids(absl::StrCat("p", i % projects));
  activity.set_registered_revision(static_cast<uint64_t>(2 * i));
  (*activity.mutable_set_by())["planned_date"] =
      static_cast<uint64_t>(2 * i + 1);
  const v1::PartialDate month = plan::DateOfEdtf("2022-10").value();
  *activity.mutable_planned_date() = month;
  *activity.mutable_first_planned_date() = month;
  activity.mutable_delivery()->set_mode(v1::DELIVERY_MODE_REMOTE);
  activity.set_state(v1::ActivityState::STATE_PLANNED);
  if (i % 10 == 0) {
    v1::DateMove* const move = activity.add_date_moves();
    move->set_change_class(v1::DATE_CHANGE_CLASS_RESCHEDULED);
    *move->mutable_old_date() = month;
    *move->mutable_new_date() = plan::DateOfEdtf("2022-12").value();
  }
  if (i % 2 == 0) return;
  activity.set_state(v1::ActivityState::STATE_HELD);
  *activity.mutable_actual_date() =
      plan::DateOfDay(absl::CivilDay(2022, 4, 29));
  activity.mutable_actual_delivery()->set_mode(
      v1::DELIVERY_MODE_VIDEO_CONFERENCE);
  activity.mutable_actual_delivery()->set_verbatim("영상회의");
}

v1::PlanState StateOf(int64_t activities) {
  v1::PlanState state;
  state.set_stream("clear-sky/2022");
  *state.mutable_plan()->mutable_period() = plan::DateOfEdtf("2022").value();
  const int in_area = ProjectsInArea(activities);
  for (int area = 0; area < kAreas; ++area) {
    const std::string area_id = absl::StrCat("a", area);
    v1::AreaDefined* const definition =
        (*state.mutable_areas())[area_id].mutable_definition();
    definition->set_area_id(area_id);
    definition->set_order(static_cast<uint32_t>(area + 1));
    *definition->add_labels() = Ko("정책과 기술 교류");
    for (int i = 0; i < in_area; ++i) {
      const int number = area * in_area + i;
      const std::string project_id = absl::StrCat("p", number);
      v1::ProjectDefined* const project =
          (*state.mutable_projects())[project_id].mutable_definition();
      project->set_project_id(project_id);
      project->set_number(static_cast<uint32_t>(number + 1));
      project->set_area_id(area_id);
      *project->add_labels() = Ko("대기오염 방지 정책 및 기술 교류");
    }
  }
  for (int64_t i = 0; i < activities; ++i) {
    AddActivity(i, kAreas * in_area, &state);
  }
  return state;
}

v1::ImplementationTable TableOf(const v1::PlanState& state) {
  return table::MakeTable(state, "ko", v1::TABLE_STYLE_AS_PUBLISHED).value();
}

void CountLines(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void BM_CopyLines(benchmark::State& state) {
  const std::string tsv = table::ToTsv(TableOf(StateOf(state.range(0))));
  for (auto _ : state) {
    std::string copy(tsv);
    benchmark::DoNotOptimize(copy.data());
  }
  CountLines(state);
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(tsv.size()));
}
BENCHMARK(BM_CopyLines)->Arg(10000);

void BM_MakeTable(benchmark::State& state) {
  const v1::PlanState plan = StateOf(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(TableOf(plan));
  }
  CountLines(state);
}
BENCHMARK(BM_MakeTable)->Arg(17)->Arg(10000);

void BM_MakeNormalisedTable(benchmark::State& state) {
  const v1::PlanState plan = StateOf(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        table::MakeTable(plan, "ko", v1::TABLE_STYLE_NORMALISED).value());
  }
  CountLines(state);
}
BENCHMARK(BM_MakeNormalisedTable)->Arg(10000);

void RenderAs(std::string (*face)(const v1::ImplementationTable&),
              benchmark::State& state) {
  const v1::ImplementationTable table = TableOf(StateOf(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(face(table));
  }
  CountLines(state);
}

void BM_RenderTsv(benchmark::State& state) { RenderAs(table::ToTsv, state); }
BENCHMARK(BM_RenderTsv)->Arg(17)->Arg(10000);

void BM_RenderText(benchmark::State& state) { RenderAs(table::ToText, state); }
BENCHMARK(BM_RenderText)->Arg(17)->Arg(10000);

void BM_RenderMarkdown(benchmark::State& state) {
  RenderAs(table::ToMarkdown, state);
}
BENCHMARK(BM_RenderMarkdown)->Arg(17)->Arg(10000);

// From the state to the bytes, as an answer is made.
void MakeAndRender(std::string (*face)(const v1::ImplementationTable&),
                   benchmark::State& state) {
  const v1::PlanState plan = StateOf(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(face(TableOf(plan)));
  }
  CountLines(state);
}

void BM_MakeAndRenderTsv(benchmark::State& state) {
  MakeAndRender(table::ToTsv, state);
}
BENCHMARK(BM_MakeAndRenderTsv)->Arg(10000);

void BM_MakeAndRenderText(benchmark::State& state) {
  MakeAndRender(table::ToText, state);
}
BENCHMARK(BM_MakeAndRenderText)->Arg(10000);

void BM_MakeAndRenderMarkdown(benchmark::State& state) {
  MakeAndRender(table::ToMarkdown, state);
}
BENCHMARK(BM_MakeAndRenderMarkdown)->Arg(10000);

}  // namespace
}  // namespace clearsky

BENCHMARK_MAIN();
