// How long is it to hold a document of 10,000 lines against a plan of 10,000
// activities, beside reading the document? Reading is what any use of it costs:
// the file parsed, and each line read by the notation. `times_reading` is the
// ratio of both, measured in one run; reconciling includes the parse of the
// file, and `fold` the fold of the plan's events on the day, too, which a
// ledger keeps.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "benchmark/benchmark.h"
#include "document/published_table.h"
#include "document/reconcile.h"
#include "notation/korean.h"
#include "plan/fold.h"
#include "plan/partial_date.h"
#include "plan/stream_head.h"

namespace clearsky {
namespace {

constexpr int kProjects = 100;
constexpr int kLinesOfProject = 100;
constexpr char kPlan[] = "plan/2022";
const absl::CivilDay kDay(2022, 12, 31);
const absl::CivilDay kRecordDay(2023, 1, 10);

using Clock = std::chrono::steady_clock;

double Seconds(Clock::time_point from) {
  return std::chrono::duration<double>(Clock::now() - from).count();
}

[[noreturn]] void Fail(const absl::Status& status) {
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::abort();
}

// Words that titles are made of: many titles share each.
std::string Title(int number) {
  static const char* const kFirst[] = {
      "대기질", "수질",     "토양",   "기후변화", "생물다양성",
      "폐기물", "화학물질", "자동차", "해양",     "산림"};
  static const char* const kSecond[] = {
      "공동연구", "정책교류", "기술협력", "합동점검", "예보",
      "관리대책", "산업협력", "정보공유", "인력양성", "실무협의"};
  static const char* const kThird[] = {"워크숍", "회의", "세미나", "포럼",
                                       "정책대화"};
  return absl::StrCat("한중 ", kFirst[number % 10], " ",
                      kSecond[number / 10 % 10], " ", number / 100, " ",
                      kThird[number % 5]);
}

class Plan {
 public:
  Plan() : head_(kPlan, {}) {
    Add([](v1::PlanEvent* event) {
      v1::PlanRegistered* plan = event->mutable_plan_registered();
      AddLabel("계획", plan->mutable_titles());
      plan->mutable_period()->set_edtf("2022");
    });
    for (int p = 0; p < kProjects; ++p) AddProject(p);
    state_ = plan::Fold(kPlan, history_, kDay);
  }

  const plan::History& history() const { return history_; }
  const v1::PlanState& state() const { return state_; }

  // The table with every `one_in`th line telling something new; 0: none does.
  std::string Document(int one_in) const {
    std::string tsv = "area\tproject\tline\n";
    for (int n = 0; n < kProjects * kLinesOfProject; ++n) {
      const int p = n / kLinesOfProject;
      absl::StrAppend(&tsv, "분야 ", p / 10, "\t사업 ", p, "\t○ ");
      const bool changed = one_in != 0 && n % one_in == 0;
      if (changed && n % (4 * one_in) == 0) {
        absl::StrAppend(&tsv, Title(n), " 후속(10월 예정, 비대면)\n");
      } else if (changed && n % 2 == 0) {
        absl::StrAppend(&tsv, Title(n), "(11.", 1 + n % 28, ", 영상)\n");
      } else if (changed) {
        absl::StrAppend(&tsv, Title(n), "('23년 3월 예정, 비대면)\n");
      } else {
        absl::StrAppend(&tsv, Title(n), "(10월 예정, 비대면)\n");
      }
    }
    return tsv;
  }

 private:
  static void AddLabel(const std::string& text,
                       google::protobuf::RepeatedPtrField<v1::Label>* labels) {
    v1::Label* label = labels->Add();
    label->set_language("ko");
    label->set_kind(v1::Label::KIND_TABLE);
    label->set_text(text);
  }

  template <typename Fill>
  void Add(const Fill& fill) {
    v1::PlanEvent event;
    *event.mutable_provenance()->mutable_effective() =
        plan::DateOfDay(absl::CivilDay(2022, 1, 1));
    fill(&event);
    const auto checked = head_.Record(event, kRecordDay,
                                      [](absl::string_view, plan::EntityKind,
                                         absl::string_view) { return true; });
    if (!checked.has_value() || !checked->ok()) Fail(checked->status());
    plan::HistoryEvent& added = history_.emplace_back();
    added.revision = added.position = history_.size() - 1;
    added.record_day = kRecordDay;
    added.type = plan::TypeName((*checked)->event);
    added.event = (*checked)->event;
  }

  void AddProject(int p) {
    if (p % 10 == 0) {
      Add([&](v1::PlanEvent* event) {
        v1::AreaDefined* area = event->mutable_area_defined();
        area->set_area_id(absl::StrCat("a", p / 10));
        area->set_order(static_cast<uint32_t>(p / 10 + 1));
        AddLabel(absl::StrCat("분야 ", p / 10), area->mutable_labels());
      });
    }
    Add([&](v1::PlanEvent* event) {
      v1::ProjectDefined* project = event->mutable_project_defined();
      project->set_project_id(absl::StrCat("p", p));
      project->set_number(static_cast<uint32_t>(p + 1));
      project->set_area_id(absl::StrCat("a", p / 10));
      AddLabel(absl::StrCat("사업 ", p), project->mutable_labels());
    });
    for (int i = 0; i < kLinesOfProject; ++i) {
      const int n = p * kLinesOfProject + i;
      const std::string id = absl::StrCat("x", n);
      Add([&](v1::PlanEvent* event) {
        v1::ActivityRegistered* registered =
            event->mutable_activity_registered();
        registered->set_activity_id(id);
        registered->set_kind(v1::ACTIVITY_KIND_MEETING);
        registered->add_project_ids(absl::StrCat("p", p));
        registered->set_line_order(static_cast<uint32_t>(i + 1));
        AddLabel(Title(n), registered->mutable_titles());
      });
      Add([&](v1::PlanEvent* event) {
        v1::ActivityScheduled* scheduled = event->mutable_activity_scheduled();
        scheduled->set_activity_id(id);
        scheduled->mutable_date()->set_edtf("2022-10");
        scheduled->mutable_date()->set_verbatim("10월");
        scheduled->mutable_delivery()->set_mode(v1::DELIVERY_MODE_REMOTE);
        scheduled->mutable_delivery()->set_verbatim("비대면");
      });
    }
  }

  plan::StreamHead head_;
  plan::History history_;
  v1::PlanState state_;
};

const Plan& ThePlan() {
  static const auto* const plan = new Plan();
  return *plan;
}

document::PublishedTable Parsed(const std::string& content) {
  auto table = document::ReadPublishedTable(content, "table.tsv");
  if (!table.ok()) Fail(table.status());
  return *std::move(table);
}

// The least of several times, as whatever else runs only adds.
double ReadingSeconds(const std::string& content) {
  double least = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto begin = Clock::now();
    const document::PublishedTable table = Parsed(content);
    for (const document::TableEntry& entry : table.lines) {
      benchmark::DoNotOptimize(
          notation::ReadTableLine(entry.line, {kDay, 2022}));
    }
    least = std::min(least, Seconds(begin));
  }
  return least;
}

void BM_ReconcileLines(benchmark::State& state) {
  const Plan& plan = ThePlan();
  const bool with_fold = state.range(1) != 0;
  const std::string content = plan.Document(static_cast<int>(state.range(0)));
  const v1::PlanState directory;
  const std::string sha256 = DigestBytes(Sha256(content));
  const double reading = ReadingSeconds(content);
  double least = 1e9;
  int proposals = 0;
  for (auto _ : state) {
    const auto begin = Clock::now();
    const document::PublishedTable table = Parsed(content);
    v1::PlanState folded;
    if (with_fold) folded = plan::Fold(kPlan, plan.history(), kDay);
    document::ReconcileInput input;
    input.table = &table;
    input.plan = kPlan;
    input.day = kDay;
    input.record_day = kRecordDay;
    input.history = &plan.history();
    input.state = with_fold ? &folded : &plan.state();
    input.latest = &plan.state();
    input.directory = &directory;
    input.source.document_id = "table";
    input.source.sha256 = sha256;
    input.basis = "1";
    const v1::Reconciliation result = document::Reconcile(input);
    proposals = result.proposals_size();
    const double seconds = Seconds(begin);
    state.SetIterationTime(seconds);
    least = std::min(least, seconds);
  }
  state.SetItemsProcessed(state.iterations() * kProjects * kLinesOfProject);
  state.counters["proposals"] = proposals;
  state.counters["reading_ms"] = reading * 1e3;
  state.counters["times_reading"] = least / reading;
}

BENCHMARK(BM_ReconcileLines)
    ->ArgNames({"one_changed_in", "fold"})
    ->Args({0, 0})
    ->Args({100, 0})
    ->Args({10, 0})
    ->Args({1, 0})
    ->Args({10, 1})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace clearsky

BENCHMARK_MAIN();
