#include "ledger/queries.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "plan/edtf.h"
#include "plan/history.h"
#include "table/table.h"

namespace clearsky::ledger {
namespace {

// A page of events takes no more once it is of this size: with one more of the
// largest, sent as stored and decoded, it still fits one gRPC message of 4 MiB.
constexpr size_t kMaxPageBytes = size_t{7} << 18;

constexpr size_t kStreamsAtATime = 256;

// The state of a stream at a point, and what it rests on.
struct StateAt {
  std::shared_ptr<const v1::PlanState> state;
  // Number of events of the stream that are known.
  uint64_t stream_count = 0;
  Point point;
};

absl::StatusOr<StateAt> ReadState(const Core& core, const std::string& plan,
                                  const v1::PointInTime& at) {
  RETURN_IF_ERROR(RequireStream(core, "plan", plan));
  StateAt result;
  ASSIGN_OR_RETURN(result.point, ResolvePoint(core, at));
  const uint64_t known_count = result.point.known_count;
  ASSIGN_OR_RETURN(result.stream_count,
                   core.histories->CountKnown(plan, known_count));
  ASSIGN_OR_RETURN(result.state, core.histories->State(plan, known_count,
                                                       result.point.as_of));
  return result;
}

absl::Status FillPositions(const Core& core, const std::string& plan,
                           v1::ImplementationTable* table) {
  for (v1::TableArea& area : *table->mutable_areas()) {
    for (v1::TableProject& project : *area.mutable_projects()) {
      for (v1::TableLine& line : *project.mutable_lines()) {
        ASSIGN_OR_RETURN(
            const std::vector<uint64_t> positions,
            core.histories->Positions(
                plan, {line.revisions().begin(), line.revisions().end()}));
        *line.mutable_positions() = {positions.begin(), positions.end()};
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ReadEvent> Decode(const log::RecordedEvent& recorded) {
  v1::ReadEvent event;
  if (!event.mutable_stored()->ParseFromString(recorded.stored)) {
    return absl::DataLossError(absl::StrCat("position ", recorded.position,
                                            ": the stored event is damaged"));
  }
  std::optional<v1::PlanEvent> decoded =
      plan::DecodeEvent(recorded.type, recorded.schema_version, recorded.data);
  if (decoded) *event.mutable_event() = *std::move(decoded);
  return event;
}

// Collects events of a page until it is full.
class PageOfEvents {
 public:
  explicit PageOfEvents(size_t max_events) : max_events_(max_events) {}

  // Whether to go on.
  bool Add(const log::RecordedEvent& recorded) {
    const size_t count = static_cast<size_t>(response_.events_size());
    if (count == max_events_ || (count > 0 && bytes_ >= kMaxPageBytes)) {
      response_.set_more(true);
      return false;
    }
    absl::StatusOr<v1::ReadEvent> event = Decode(recorded);
    if (!event.ok()) {
      status_ = event.status();
      return false;
    }
    // Both the stored bytes and what they are decoded to are sent.
    bytes_ += event->ByteSizeLong();
    *response_.add_events() = *std::move(event);
    return true;
  }

  absl::StatusOr<v1::ReadEventsResponse> Finish(const absl::Status& read) && {
    RETURN_IF_ERROR(read);
    RETURN_IF_ERROR(status_);
    return std::move(response_);
  }

 private:
  const size_t max_events_;
  size_t bytes_ = 0;
  absl::Status status_;
  v1::ReadEventsResponse response_;
};

// Appends the plans among `streams` to the page; stops one after it is full.
absl::Status AddPlans(const Core& core, const std::vector<std::string>& streams,
                      size_t max_plans, v1::ListPlansResponse* response) {
  for (const std::string& stream : streams) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const v1::PlanState> state,
                     core.histories->State(stream, projection::kEverythingKnown,
                                           std::nullopt));
    if (!state->has_plan()) continue;
    if (static_cast<size_t>(response->plans_size()) == max_plans) {
      response->set_next_page_token(response->plans().rbegin()->plan());
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const uint64_t count, core.log->StreamSize(stream));
    v1::PlanSummary* plan = response->add_plans();
    plan->set_plan(stream);
    *plan->mutable_titles() = state->plan().titles();
    *plan->mutable_period() = state->plan().period();
    plan->set_event_count(count);
    plan->set_activity_count(static_cast<uint32_t>(state->activities_size()));
  }
  return absl::OkStatus();
}

}  // namespace

v1::GetLedgerResponse GetLedger(const Core& core) {
  v1::GetLedgerResponse response;
  response.set_ledger_id(core.log->ledger_id().ToString());
  response.set_zone(core.zone_name);
  response.set_simulated(core.simulated);
  response.set_format_version(log::kFormatVersion);
  response.set_event_count(core.log->size());
  response.set_today(plan::FormatDay(core.DayOf(core.Now())));
  return response;
}

absl::StatusOr<Standing> GetStanding(const Core& core, const std::string& plan,
                                     const v1::PointInTime& at) {
  if (!plan.empty()) RETURN_IF_ERROR(RequireStream(core, "plan", plan));
  ASSIGN_OR_RETURN(const Point point, ResolvePoint(core, at));
  uint64_t stream_count = point.known_count;
  if (!plan.empty()) {
    ASSIGN_OR_RETURN(stream_count,
                     core.histories->CountKnown(plan, point.known_count));
  }
  Standing standing;
  standing.basis = BasisOf(core, point, stream_count);
  ASSIGN_OR_RETURN(
      standing.directory_count,
      core.histories->CountKnown(plan::kDirectoryStream, point.known_count));
  return standing;
}

absl::StatusOr<v1::GetPlanResponse> GetPlan(const Core& core,
                                            const v1::GetPlanRequest& request) {
  ASSIGN_OR_RETURN(const StateAt at,
                   ReadState(core, request.plan(), request.at()));
  v1::GetPlanResponse response;
  *response.mutable_state() = *at.state;
  *response.mutable_basis() = BasisOf(core, at.point, at.stream_count);
  return response;
}

absl::StatusOr<v1::GetTableResponse> GetTable(
    const Core& core, const v1::GetTableRequest& request) {
  ASSIGN_OR_RETURN(const StateAt at,
                   ReadState(core, request.plan(), request.at()));
  const v1::TableStyle style = request.style() == v1::TABLE_STYLE_UNSPECIFIED
                                   ? v1::TABLE_STYLE_AS_PUBLISHED
                                   : request.style();
  const std::string language =
      request.language().empty() ? "ko" : request.language();
  v1::GetTableResponse response;
  ASSIGN_OR_RETURN(*response.mutable_table(),
                   table::MakeTable(*at.state, language, style));
  RETURN_IF_ERROR(
      FillPositions(core, request.plan(), response.mutable_table()));
  *response.mutable_basis() = BasisOf(core, at.point, at.stream_count);
  return response;
}

absl::StatusOr<v1::ReadEventsResponse> ReadEvents(
    const Core& core, const v1::ReadEventsRequest& request) {
  uint64_t size = core.log->size();
  if (!request.stream().empty()) {
    RETURN_IF_ERROR(RequireStream(core, "stream", request.stream()));
    ASSIGN_OR_RETURN(size, core.log->StreamSize(request.stream()));
  }
  PageOfEvents page(PageSize(request.page_size()));
  if (size == 0) return std::move(page).Finish(absl::OkStatus());
  uint64_t from = request.from();
  if (request.backward() && (from == 0 || from >= size)) from = size - 1;
  const log::Direction direction =
      request.backward() ? log::Direction::kBackward : log::Direction::kForward;
  const auto visit = [&page](const log::RecordedEvent& event) {
    return page.Add(event);
  };
  const absl::Status status =
      request.stream().empty()
          ? core.log->ReadAll(from, direction, visit)
          : core.log->ReadStream(request.stream(), from, direction, visit);
  return std::move(page).Finish(status);
}

absl::StatusOr<v1::ListPlansResponse> ListPlans(
    const Core& core, const v1::ListPlansRequest& request) {
  v1::ListPlansResponse response;
  const size_t max_plans = PageSize(request.page_size());
  std::string after = request.page_token();
  while (response.next_page_token().empty()) {
    ASSIGN_OR_RETURN(const std::vector<std::string> streams,
                     core.log->ListStreams("", after, kStreamsAtATime));
    if (streams.empty()) break;
    after = streams.back();
    RETURN_IF_ERROR(AddPlans(core, streams, max_plans, &response));
  }
  return response;
}

}  // namespace clearsky::ledger
