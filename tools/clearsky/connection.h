#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clearsky/v1/document_service.grpc.pb.h"
#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "clearsky/v1/lint_service.grpc.pb.h"
#include "place.h"
#include "server.h"
#include "service/in_process.h"

namespace clearsky::cli {

// The status of opening a ledger, with a hint when there is none.
absl::Status WithLedgerHint(const absl::Status& status);

// The ledger that a command works on, reached as a gRPC service: the calls of
// v1::LedgerService with our statuses. The service is one in this process, or a
// daemon's. Not safe for concurrent use.
class Connection {
 public:
  enum class Access { kRead, kWrite };

  // Makes a ledger in `directory` and connects to it.
  static absl::StatusOr<Connection> Create(const std::string& directory,
                                           const std::string& zone,
                                           bool simulated);
  // Opens the ledger in a directory, for kRead beside a writer, too; or
  // connects to the daemon that serves it, which records whatever `access` is.
  static absl::StatusOr<Connection> Open(const Place& place, Access access);

  absl::StatusOr<v1::GetLedgerResponse> GetLedger();
  absl::StatusOr<v1::RecordEventsResponse> RecordEvents(
      const v1::RecordEventsRequest& request);
  absl::StatusOr<v1::ProposeDocumentResponse> ProposeDocument(
      const v1::ProposeDocumentRequest& request);
  absl::StatusOr<v1::ImportDocumentResponse> ImportDocument(
      const v1::ImportDocumentRequest& request);
  absl::StatusOr<v1::LintDocumentResponse> LintDocument(
      const v1::LintDocumentRequest& request);
  // Calls of v1::DocumentService.
  absl::StatusOr<v1::ReconcileDocumentResponse> ReconcileDocument(
      const v1::ReconcileDocumentRequest& request);
  absl::StatusOr<v1::ApplyReconciliationResponse> ApplyReconciliation(
      const v1::ApplyReconciliationRequest& request);
  absl::StatusOr<v1::GetPlanResponse> GetPlan(
      const v1::GetPlanRequest& request);
  absl::StatusOr<v1::GetTableResponse> GetTable(
      const v1::GetTableRequest& request);
  absl::StatusOr<v1::PublishTableResponse> PublishTable(
      const v1::PublishTableRequest& request);
  absl::StatusOr<v1::GetPublishedResponse> GetPublished(
      const v1::GetPublishedRequest& request);
  absl::StatusOr<v1::ListPublicationsResponse> ListPublications(
      const v1::ListPublicationsRequest& request);
  absl::StatusOr<v1::ComparePlanResponse> ComparePlan(
      const v1::ComparePlanRequest& request);
  absl::StatusOr<v1::GetReportResponse> GetReport(
      const v1::GetReportRequest& request);
  absl::StatusOr<v1::ListChangesResponse> ListChanges(
      const v1::ListChangesRequest& request);
  absl::StatusOr<v1::GetFieldHistoryResponse> GetFieldHistory(
      const v1::GetFieldHistoryRequest& request);
  absl::StatusOr<v1::ReadEventsResponse> ReadEvents(
      const v1::ReadEventsRequest& request);
  absl::StatusOr<v1::ListPlansResponse> ListPlans(
      const v1::ListPlansRequest& request);
  absl::StatusOr<v1::ListCalendarResponse> ListCalendar(
      const v1::ListCalendarRequest& request);
  absl::StatusOr<v1::GetSeriesResponse> GetSeries(
      const v1::GetSeriesRequest& request);
  absl::StatusOr<v1::ListSeriesResponse> ListSeries(
      const v1::ListSeriesRequest& request);
  // The last message; `progress` is called with what the others tell.
  absl::StatusOr<v1::RebuildProjectionsResponse> RebuildProjections(
      const v1::RebuildProjectionsRequest& request,
      const std::function<void(uint64_t done, uint64_t total)>& progress);

 private:
  using Stub = v1::LedgerService::StubInterface;

  explicit Connection(std::unique_ptr<service::InProcessService> service);
  explicit Connection(std::unique_ptr<Server> server);

  static absl::StatusOr<Connection> OpenDirectory(const std::string& directory,
                                                  Access access);

  Stub& stub();
  v1::DocumentService::StubInterface& documents();
  absl::Status StatusOf(const grpc::Status& status);

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request);

  // One of them is there.
  std::unique_ptr<service::InProcessService> service_;
  std::unique_ptr<Server> server_;
  // Made when it is asked for.
  std::unique_ptr<v1::DocumentService::StubInterface> documents_;
};

}  // namespace clearsky::cli
