// The events of a plan, plan/history.h, as a v1::StreamRecord.
//
// Invariants: events decode to what was encoded. Any history folds, on any day,
// and its table prints; the head of the stream says what the fold says. Of the
// events that the rules accept, checking by the head and by the whole history
// agree, and what was recorded is never impossible afterwards.

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "base/utf8.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "fuzz/fuzz_target.h"
#ifdef CLEARSKY_FUZZER
#include "fuzz/message_mutator.h"
#endif
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "plan/recording.h"
#include "plan/stream_head.h"
#include "table/table.h"

namespace clearsky::plan {
namespace {

using ::clearsky::fuzz::Require;

// A check costs a fold of the history; more events find little more.
constexpr int kMaxEvents = 24;
constexpr absl::CivilDay kToday(2022, 12, 31);

// Without the account of corrections, which a head does not keep.
std::string Bytes(v1::PlanState state) {
  state.clear_corrections();
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  state.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

void TryDecode(const v1::PlanEvent& event) {
  const std::string data = EncodeEvent(event);
  const auto decoded = DecodeEvent(TypeName(event), kSchemaVersion, data);
  Require(decoded.has_value() ==
              (event.change_case() != v1::PlanEvent::CHANGE_NOT_SET),
          "an event with a change decodes", event);
  if (!decoded.has_value()) return;
  Require(EncodeEvent(*decoded) == data, "an event has one encoding");
  Require(!DecodeEvent(TypeName(event), kSchemaVersion + 1, data).has_value(),
          "a newer version is not understood");
}

void TryTable(const v1::PlanState& state) {
  for (const v1::TableStyle style :
       {v1::TABLE_STYLE_AS_PUBLISHED, v1::TABLE_STYLE_NORMALISED}) {
    const auto table = table::MakeTable(state, "ko", style);
    Require(table.ok(), "a state has a table", table.status().ToString());
    Require(IsValidUtf8(table::ToTsv(*table)) &&
                IsValidUtf8(table::ToMarkdown(*table)) &&
                IsValidUtf8(table::ToText(*table)),
            "a table is UTF-8");
  }
}

// All events as if they had been recorded under other rules.
void TryFold(const v1::StreamRecord& record) {
  History history;
  for (const v1::EventToRecord& event : record.events()) {
    std::optional<v1::PlanEvent> known;
    // Left out: an event of a type that is not known.
    if (event.has_event()) known = event.event();
    history.push_back({history.size(), history.size(), kToday,
                       TypeName(event.event()), std::move(known)});
  }
  const v1::PlanState state = Fold(record.stream(), history, std::nullopt);
  Require(state.fold_version() == kFoldVersion, "any history folds");
  Require(Bytes(state) == Bytes(Fold(record.stream(), history, std::nullopt)),
          "a fold is a function of the history");
  TryTable(state);
  static_cast<void>(
      Fold(record.stream(), history, absl::CivilDay(2022, 6, 30)));
  for (const HistoryEvent& event : history) {
    if (!event.event.has_value()) continue;
    static_cast<void>(SupersededBy(history, event.revision));
    static_cast<void>(EntitiesOf(*event.event));
    static_cast<void>(IsDirectoryEvent(*event.event));
  }
}

int CountImpossible(const v1::PlanState& state) {
  int count = 0;
  for (const v1::Finding& finding : state.findings()) {
    count += finding.severity() == v1::Finding::SEVERITY_IMPOSSIBLE ? 1 : 0;
  }
  return count;
}

// Those events that may be recorded, one behind the other.
void TryRecord(const v1::StreamRecord& record) {
  const EntityExists exists = [](absl::string_view, EntityKind,
                                 absl::string_view) -> absl::StatusOr<bool> {
    return true;
  };
  History history;
  StreamHead head(record.stream(), history);
  for (const v1::EventToRecord& to_record : record.events()) {
    const v1::PlanEvent& event = to_record.event();
    const auto whole =
        CheckEvent(record.stream(), history, event, kToday, exists);
    const auto at_end = head.Record(event, kToday, exists);
    if (at_end.has_value()) {
      Require(at_end->status() == whole.status(),
              "the head refuses what the whole history refuses", event);
    }
    if (!whole.ok()) {
      Require(IsValidUtf8(std::string(whole.status().message())),
              "a refusal is UTF-8");
      continue;
    }
    if (at_end.has_value()) {
      Require(EncodeEvent((*at_end)->event) == EncodeEvent(whole->event),
              "the head completes the event alike", event);
    }
    history.push_back({history.size(), history.size(), kToday,
                       TypeName(whole->event), whole->event});
    if (!at_end.has_value()) head = StreamHead(record.stream(), history);
    Require(head.size() == history.size(), "the head counts the events");
  }
  const v1::PlanState state = Fold(record.stream(), history, std::nullopt);
  Require(Bytes(head.state()) == Bytes(state),
          "the head says what the fold says");
  Require(CountImpossible(state) == 0,
          "what was recorded is not impossible afterwards", record);
}

}  // namespace
}  // namespace clearsky::plan

FUZZ_TARGET(plan_events) {
  clearsky::v1::StreamRecord record;
  if (!record.ParseFromArray(input.data(), static_cast<int>(input.size()))) {
    return;
  }
  if (record.events_size() > clearsky::plan::kMaxEvents) return;
  for (const auto& event : record.events()) {
    clearsky::plan::TryDecode(event.event());
  }
  clearsky::plan::TryFold(record);
  // A head is of a stream that may be recorded to.
  if (record.stream() == clearsky::plan::kDirectoryStream ||
      clearsky::plan::CheckPlanName(record.stream()).ok()) {
    clearsky::plan::TryRecord(record);
  }
}

#ifdef CLEARSKY_FUZZER
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned int seed) {
  clearsky::v1::StreamRecord record;
  return clearsky::fuzz::MutateMessageBytes(data, size, max_size, seed, 0,
                                            &record);
}
#endif
