#include "ledger/ledger.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "ledger/changes.h"
#include "ledger/comparisons.h"
#include "ledger/core.h"
#include "ledger/field_history.h"
#include "ledger/importer.h"
#include "ledger/projections.h"
#include "ledger/publications.h"
#include "ledger/publisher.h"
#include "ledger/queries.h"
#include "ledger/reconciler.h"
#include "ledger/recorder.h"
#include "projection/calendar.h"
#include "projection/series.h"

namespace clearsky::ledger {
namespace {

// Attributes of the log.
constexpr char kZoneAttribute[] = "clearsky-zone";
constexpr char kSimulatedAttribute[] = "clearsky-simulated";

absl::StatusOr<absl::TimeZone> LoadZone(const std::string& name) {
  // A path or `localtime` would mean other days on another machine.
  const bool portable = !name.empty() && !absl::StartsWith(name, "/") &&
                        !absl::StrContains(name, ":") &&
                        !absl::StrContains(name, "..") && name != "localtime";
  absl::TimeZone zone;
  if (portable && absl::LoadTimeZone(name, &zone)) return zone;
  return absl::InvalidArgumentError(
      absl::StrCat("zone `", name,
                   "` is no IANA time zone of this machine; for example "
                   "Asia/Seoul, Asia/Shanghai, UTC"));
}

// A core without its log.
std::unique_ptr<Core> NewCore(const Clock* clock, bool read_only) {
  auto core = std::make_unique<Core>();
  if (clock != nullptr) core->clock = clock;
  core->read_only = read_only;
  core->record_clock = std::make_unique<RecordClock>(core->clock);
  return core;
}

log::LogOptions LogOptionsOf(const Core& core) {
  log::LogOptions options;
  options.clock = core.record_clock.get();
  options.read_only = core.read_only;
  return options;
}

std::string AttributeOf(const log::EventLog& log, const char* name) {
  const auto found = log.attributes().find(name);
  return found == log.attributes().end() ? "" : found->second;
}

// Streams written last whose heads are kept folded.
constexpr size_t kMaxHeads = 256;

// The rows across plans; `core` must be complete but for them.
std::unique_ptr<projection::Projector> MakeProjector(const Core* core,
                                                     const std::string& path) {
  projection::ProjectorOptions options;
  options.log = core->log.get();
  options.ledger_path = path;
  options.read_only = core->read_only;
  options.zone = core->zone;
  options.today = [core] { return core->DayOf(core->Now()); };
  options.projections = {projection::MakeCalendar(), projection::MakeSeries()};
  return std::make_unique<projection::Projector>(std::move(options));
}

// Fills in what the log's attributes tell, and what works on the log at `path`.
absl::Status Complete(const std::string& path, bool follow, Core* core) {
  core->zone_name = AttributeOf(*core->log, kZoneAttribute);
  if (core->zone_name.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the log names no zone (attribute `", kZoneAttribute,
                     "`); it was not made by `init`"));
  }
  ASSIGN_OR_RETURN(core->zone, LoadZone(core->zone_name));
  core->simulated = AttributeOf(*core->log, kSimulatedAttribute) == "true";
  core->histories = std::make_unique<projection::PlanHistories>(
      core->log.get(), core->zone, projection::CacheLimits());
  projection::SnapshotOptions snapshots;
  snapshots.directory = projection::SnapshotsPath(path);
  snapshots.read_only = core->read_only;
  core->snapshots = std::make_unique<projection::Snapshots>(
      core->log.get(), core->zone, std::move(snapshots));
  core->histories->UseSnapshots(core->snapshots.get());
  core->heads = std::make_unique<projection::StreamHeads>(kMaxHeads);
  core->projector = MakeProjector(core, path);
  if (follow) core->projector->Follow();
  if (follow && !core->read_only) core->snapshots->Follow();
  return absl::OkStatus();
}

}  // namespace

class Ledger::Impl {
 public:
  explicit Impl(std::unique_ptr<Core> core)
      : core_(std::move(core)), recorder_(core_.get()) {}

  const Core& core() const { return *core_; }
  Recorder& recorder() { return recorder_; }
  log::EventLog& log() { return *core_->log; }

 private:
  const std::unique_ptr<Core> core_;
  Recorder recorder_;
};

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Ledger::~Ledger() = default;

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Create(
    const std::string& path, const CreateOptions& options) {
  // Before anything is written.
  RETURN_IF_ERROR(LoadZone(options.zone).status());
  std::unique_ptr<Core> core = NewCore(options.clock, false);
  ASSIGN_OR_RETURN(
      core->log, log::EventLog::Create(path,
                                       {{kZoneAttribute, options.zone},
                                        {kSimulatedAttribute,
                                         options.simulated ? "true" : "false"}},
                                       LogOptionsOf(*core)));
  core->path = path;
  RETURN_IF_ERROR(Complete(path, options.follow, core.get()));
  return std::unique_ptr<Ledger>(
      new Ledger(std::make_unique<Impl>(std::move(core))));
}

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(
    const std::string& path, const OpenOptions& options) {
  std::unique_ptr<Core> core = NewCore(options.clock, options.read_only);
  log::LogOptions log_options = LogOptionsOf(*core);
  log_options.progress = options.progress;
  ASSIGN_OR_RETURN(core->log, log::EventLog::Open(path, log_options));
  core->path = path;
  RETURN_IF_ERROR(Complete(path, options.follow, core.get()));
  return std::unique_ptr<Ledger>(
      new Ledger(std::make_unique<Impl>(std::move(core))));
}

log::EventLog& Ledger::log() { return impl_->log(); }

const std::string& Ledger::path() const { return impl_->core().path; }

bool Ledger::read_only() const { return impl_->core().read_only; }

absl::CivilDay Ledger::Today() const {
  return impl_->core().DayOf(impl_->core().Now());
}

absl::StatusOr<uint64_t> Ledger::CountKnown(const std::string& plan,
                                            uint64_t known_count) const {
  return impl_->core().histories->CountKnown(plan, known_count);
}

absl::StatusOr<std::map<std::string, std::vector<v1::EventBehind>>>
Ledger::EventsBehind(const std::string& plan, const Point& from,
                     const Point& to, absl::string_view language,
                     const std::set<std::string>& activities) const {
  return ledger::EventsBehind(impl_->core(), plan, from, to, language,
                              activities);
}

std::map<std::string, uint64_t> Ledger::ProjectionLags() const {
  return {{"rows", impl_->core().projector->status().lag},
          {"snapshots", impl_->core().snapshots->lag()}};
}

absl::StatusOr<v1::GetLedgerResponse> Ledger::GetLedger(
    const v1::GetLedgerRequest& /*request*/) const {
  return ledger::GetLedger(impl_->core());
}

absl::StatusOr<Standing> Ledger::GetStanding(const std::string& plan,
                                             const v1::PointInTime& at) const {
  return ledger::GetStanding(impl_->core(), plan, at);
}

absl::StatusOr<v1::RecordEventsResponse> Ledger::RecordEvents(
    const v1::RecordEventsRequest& request) {
  return impl_->recorder().Record(request);
}

Ledger::Answers Ledger::RecordEach(
    const std::vector<const v1::RecordEventsRequest*>& requests) {
  return impl_->recorder().RecordEach(requests);
}

absl::StatusOr<v1::ProposeDocumentResponse> Ledger::ProposeDocument(
    const v1::ProposeDocumentRequest& request) const {
  return ledger::ProposeDocument(impl_->core(), request);
}

absl::StatusOr<v1::ImportDocumentResponse> Ledger::ImportDocument(
    const v1::ImportDocumentRequest& request) {
  return ledger::ImportDocument(impl_->core(), request, &impl_->recorder());
}

absl::StatusOr<v1::ReconcileDocumentResponse> Ledger::ReconcileDocument(
    const v1::ReconcileDocumentRequest& request) const {
  return ledger::ReconcileDocument(impl_->core(), request);
}

absl::StatusOr<v1::ApplyReconciliationResponse> Ledger::ApplyReconciliation(
    const v1::ApplyReconciliationRequest& request) {
  return ledger::ApplyReconciliation(impl_->core(), request,
                                     &impl_->recorder());
}

absl::StatusOr<v1::GetPlanResponse> Ledger::GetPlan(
    const v1::GetPlanRequest& request) const {
  return ledger::GetPlan(impl_->core(), request);
}

absl::StatusOr<v1::GetTableResponse> Ledger::GetTable(
    const v1::GetTableRequest& request) const {
  return ledger::GetTable(impl_->core(), request);
}

absl::StatusOr<v1::PublishTableResponse> Ledger::PublishTable(
    const v1::PublishTableRequest& request) {
  return ledger::PublishTable(impl_->core(), request, &impl_->recorder());
}

absl::StatusOr<v1::GetPublishedResponse> Ledger::GetPublished(
    const v1::GetPublishedRequest& request) const {
  return ledger::GetPublished(impl_->core(), request);
}

absl::StatusOr<v1::ListPublicationsResponse> Ledger::ListPublications(
    const v1::ListPublicationsRequest& request) const {
  return ledger::ListPublications(impl_->core(), request);
}

absl::StatusOr<v1::ComparePlanResponse> Ledger::ComparePlan(
    const v1::ComparePlanRequest& request) const {
  return ledger::ComparePlan(impl_->core(), request);
}

absl::StatusOr<v1::GetReportResponse> Ledger::GetReport(
    const v1::GetReportRequest& request) const {
  return ledger::GetReport(impl_->core(), request);
}

absl::StatusOr<v1::ListChangesResponse> Ledger::ListChanges(
    const v1::ListChangesRequest& request) const {
  return ledger::ListChanges(impl_->core(), request);
}

absl::StatusOr<v1::GetFieldHistoryResponse> Ledger::GetFieldHistory(
    const v1::GetFieldHistoryRequest& request) const {
  return ledger::GetFieldHistory(impl_->core(), request);
}

absl::StatusOr<v1::ReadEventsResponse> Ledger::ReadEvents(
    const v1::ReadEventsRequest& request) const {
  return ledger::ReadEvents(impl_->core(), request);
}

absl::StatusOr<v1::ListPlansResponse> Ledger::ListPlans(
    const v1::ListPlansRequest& request) const {
  return ledger::ListPlans(impl_->core(), request);
}

absl::StatusOr<v1::ListCalendarResponse> Ledger::ListCalendar(
    const v1::ListCalendarRequest& request) const {
  return ledger::ListCalendar(impl_->core(), request);
}

absl::StatusOr<v1::GetSeriesResponse> Ledger::GetSeries(
    const v1::GetSeriesRequest& request) const {
  return ledger::GetSeries(impl_->core(), request);
}

absl::StatusOr<v1::ListSeriesResponse> Ledger::ListSeries(
    const v1::ListSeriesRequest& request) const {
  return ledger::ListSeries(impl_->core(), request);
}

absl::Status Ledger::RebuildProjections(
    const v1::RebuildProjectionsRequest& request,
    const std::function<void(const v1::RebuildProjectionsResponse&)>& tell) {
  return ledger::RebuildProjections(impl_->core(), request, tell);
}

}  // namespace clearsky::ledger
