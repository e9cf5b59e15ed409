// Any text as a new version of a small plan's table, document/reconcile.h.
//
// Invariants: a table or INVALID_ARGUMENT; it is a function of what is read;
// proposals are numbered from 1; what is proposed, questions aside, the rules
// take, one after the other; an alternative is taken by itself.

#include <string>

#include "absl/strings/str_cat.h"
#include "document/published_table.h"
#include "document/reconcile.h"
#include "fuzz/fuzz_target.h"
#include "google/protobuf/text_format.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "plan/recording.h"

namespace clearsky::document {
namespace {

using ::clearsky::fuzz::Require;

constexpr char kPlan[] = "plan/2022";
const absl::CivilDay kDay(2022, 12, 31);
const absl::CivilDay kRecordDay(2023, 1, 10);

absl::Status Record(const v1::PlanEvent& event, plan::History* history) {
  const auto exists = [](absl::string_view stream, plan::EntityKind,
                         absl::string_view) -> absl::StatusOr<bool> {
    return stream == plan::kDirectoryStream;
  };
  auto checked = plan::CheckEvent(kPlan, *history, event, kRecordDay, exists);
  if (!checked.ok()) return checked.status();
  plan::HistoryEvent& added = history->emplace_back();
  added.revision = added.position = history->size() - 1;
  added.record_day = kRecordDay;
  added.type = plan::TypeName(checked->event);
  added.event = std::move(checked->event);
  return absl::OkStatus();
}

// A plan with an activity in each of the states that lines tell of.
plan::History SmallPlan() {
  constexpr const char* kEvents[] = {
      "plan_registered { titles { language: 'ko' text: '계획' }"
      " period { edtf: '2022' } }",
      "area_defined { area_id: 'a1' order: 1"
      " labels { language: 'ko' text: '분야' } }",
      "project_defined { project_id: 'p1' number: 1 area_id: 'a1'"
      " labels { language: 'ko' text: '사업' } }",
      "project_defined { project_id: 'p2' number: 2 area_id: 'a1'"
      " labels { language: 'ko' text: '연구' } }",
      "activity_registered { activity_id: 'held' kind: ACTIVITY_KIND_MEETING"
      " titles { language: 'ko' text: '정례회의' } project_ids: 'p1'"
      " line_order: 1 }",
      "activity_held { activity_id: 'held' date { edtf: '2022-04-29' } }",
      "activity_registered { activity_id: 'planned'"
      " kind: ACTIVITY_KIND_WORKSHOP ordinal: 3 ordinal_text: '제3차'"
      " titles { language: 'ko' text: '공동 워크숍' } project_ids: 'p1'"
      " project_ids: 'p2' line_order: 2 }",
      "activity_scheduled { activity_id: 'planned' date { edtf: '2022-10' }"
      " delivery { mode: DELIVERY_MODE_IN_PERSON } }",
      "activity_registered { activity_id: 'hotline'"
      " kind: ACTIVITY_KIND_STANDING_OPERATION"
      " titles { language: 'ko' text: '핫라인 운영' } project_ids: 'p2'"
      " line_order: 3 }",
      "occurrence_logged { activity_id: 'hotline'"
      " date { edtf: '2022-01-07' } }",
      "activity_registered { activity_id: 'off' kind: ACTIVITY_KIND_SEMINAR"
      " titles { language: 'ko' text: '세미나' } project_ids: 'p2'"
      " line_order: 4 }",
      "activity_cancelled { activity_id: 'off' }",
  };
  plan::History history;
  for (const char* text : kEvents) {
    v1::PlanEvent event;
    Require(google::protobuf::TextFormat::ParseFromString(text, &event),
            "an event of the small plan is read", text);
    if (!event.has_activity_held() && !event.has_occurrence_logged()) {
      event.mutable_provenance()->mutable_effective()->set_edtf("2022-01-01");
    }
    const absl::Status status = Record(event, &history);
    Require(status.ok(), "the small plan is one", status.ToString());
  }
  return history;
}

v1::Reconciliation Reconciled(const PublishedTable& table,
                              const plan::History& history) {
  const v1::PlanState state = plan::Fold(kPlan, history, kDay);
  const v1::PlanState latest = plan::Fold(kPlan, history, std::nullopt);
  const v1::PlanState directory;
  ReconcileInput input;
  input.table = &table;
  input.plan = kPlan;
  input.day = kDay;
  input.record_day = kRecordDay;
  input.history = &history;
  input.state = &state;
  input.latest = &latest;
  input.directory = &directory;
  input.source.document_id = "table";
  input.source.sha256 = std::string(32, 'x');
  input.basis = "1";
  return Reconcile(input);
}

void TryReconcile(absl::string_view text) {
  const absl::StatusOr<PublishedTable> table =
      ReadPublishedTable(text, "table.txt");
  if (!table.ok()) return;
  static const auto* const history = new plan::History(SmallPlan());
  const v1::Reconciliation result = Reconciled(*table, *history);
  Require(Reconciled(*table, *history).SerializeAsString() ==
              result.SerializeAsString(),
          "the same is proposed again");
  plan::History grown = *history;
  uint32_t number = 0;
  for (const v1::ReconciliationProposal& proposal : result.proposals()) {
    Require(proposal.number() == ++number, "proposals count from 1", proposal);
    for (const v1::EventToRecord& event : proposal.events()) {
      const absl::Status status = Record(event.event(), &grown);
      Require(status.ok(), "what is proposed is taken",
              absl::StrCat(status.ToString(), "\n", proposal.DebugString()));
    }
    for (const v1::ReconciliationAlternative& other : proposal.alternatives()) {
      plan::History alone = *history;
      for (const v1::EventToRecord& event : other.events()) {
        const absl::Status status = Record(event.event(), &alone);
        Require(status.ok(), "an alternative is taken by itself",
                absl::StrCat(status.ToString(), "\n", proposal.DebugString()));
      }
    }
  }
}

}  // namespace
}  // namespace clearsky::document

FUZZ_TARGET(reconcile) { clearsky::document::TryReconcile(input); }
