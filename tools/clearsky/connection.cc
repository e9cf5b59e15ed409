#include "connection.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "grpcpp/client_context.h"
#include "ledger/ledger.h"
#include "progress.h"
#include "service/status.h"

namespace clearsky::cli {
Connection::Connection(std::unique_ptr<service::InProcessService> service)
    : service_(std::move(service)) {}

Connection::Connection(std::unique_ptr<Server> server)
    : server_(std::move(server)) {}

Connection::Stub& Connection::stub() {
  return server_ != nullptr ? server_->ledger() : service_->stub();
}

v1::DocumentService::StubInterface& Connection::documents() {
  if (documents_ == nullptr) {
    documents_ = v1::DocumentService::NewStub(
        server_ != nullptr ? server_->channel() : service_->channel());
  }
  return *documents_;
}

absl::Status Connection::StatusOf(const grpc::Status& status) {
  return server_ != nullptr ? server_->StatusOf(status)
                            : service::FromGrpcStatus(status);
}

// No deadline: folding a large plan, importing, waiting for a slow disk take
// the time that they take, with a daemon as without. Who does not want to wait
// ends the program, and with it the call.
template <typename Request, typename Response>
absl::StatusOr<Response> Connection::Call(
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    const Request& request) {
  grpc::ClientContext context;
  Response response;
  RETURN_IF_ERROR(StatusOf((stub().*method)(&context, request, &response)));
  return response;
}

absl::StatusOr<Connection> Connection::Create(const std::string& directory,
                                              const std::string& zone,
                                              bool simulated) {
  ledger::CreateOptions options;
  options.zone = zone;
  options.simulated = simulated;
  // One command is no time to follow in; `rebuild` catches up.
  options.follow = false;
  ASSIGN_OR_RETURN(std::unique_ptr<ledger::Ledger> ledger,
                   ledger::Ledger::Create(directory, options));
  ASSIGN_OR_RETURN(std::unique_ptr<service::InProcessService> service,
                   service::InProcessService::Serve(std::move(ledger)));
  return Connection(std::move(service));
}

absl::Status WithLedgerHint(const absl::Status& status) {
  if (!absl::IsNotFound(status)) return status;
  return absl::NotFoundError(absl::StrCat(
      status.message(),
      "; --db or $CLEARSKY_DB names the ledger, `clearsky init` makes one"));
}

absl::StatusOr<Connection> Connection::Open(const Place& place, Access access) {
  if (!place.is_served()) return OpenDirectory(place.directory, access);
  ASSIGN_OR_RETURN(std::unique_ptr<Server> server,
                   Server::Connect(place.server));
  return Connection(std::move(server));
}

absl::StatusOr<Connection> Connection::OpenDirectory(
    const std::string& directory, Access access) {
  ledger::OpenOptions options;
  options.read_only = access == Access::kRead;
  // As above.
  options.follow = false;
  std::optional<ProgressReport> indexing;
  options.progress = [&](uint64_t done, uint64_t total) {
    if (!indexing.has_value()) indexing.emplace("indexing");
    indexing->Show(done, total);
  };
  auto ledger = ledger::Ledger::Open(directory, options);
  indexing.reset();
  if (!ledger.ok()) return WithLedgerHint(ledger.status());
  ASSIGN_OR_RETURN(std::unique_ptr<service::InProcessService> service,
                   service::InProcessService::Serve(*std::move(ledger)));
  return Connection(std::move(service));
}

absl::StatusOr<v1::GetLedgerResponse> Connection::GetLedger() {
  return Call(&Stub::GetLedger, v1::GetLedgerRequest());
}

absl::StatusOr<v1::RecordEventsResponse> Connection::RecordEvents(
    const v1::RecordEventsRequest& request) {
  return Call(&Stub::RecordEvents, request);
}

absl::StatusOr<v1::ProposeDocumentResponse> Connection::ProposeDocument(
    const v1::ProposeDocumentRequest& request) {
  return Call(&Stub::ProposeDocument, request);
}

absl::StatusOr<v1::ImportDocumentResponse> Connection::ImportDocument(
    const v1::ImportDocumentRequest& request) {
  return Call(&Stub::ImportDocument, request);
}

absl::StatusOr<v1::LintDocumentResponse> Connection::LintDocument(
    const v1::LintDocumentRequest& request) {
  grpc::ClientContext context;
  v1::LintDocumentResponse response;
  if (server_ != nullptr) {
    RETURN_IF_ERROR(
        StatusOf(server_->lint().LintDocument(&context, request, &response)));
  } else {
    const auto stub = v1::LintService::NewStub(service_->channel());
    RETURN_IF_ERROR(StatusOf(stub->LintDocument(&context, request, &response)));
  }
  return response;
}

absl::StatusOr<v1::ReconcileDocumentResponse> Connection::ReconcileDocument(
    const v1::ReconcileDocumentRequest& request) {
  grpc::ClientContext context;
  v1::ReconcileDocumentResponse response;
  RETURN_IF_ERROR(
      StatusOf(documents().ReconcileDocument(&context, request, &response)));
  return response;
}

absl::StatusOr<v1::ApplyReconciliationResponse> Connection::ApplyReconciliation(
    const v1::ApplyReconciliationRequest& request) {
  grpc::ClientContext context;
  v1::ApplyReconciliationResponse response;
  RETURN_IF_ERROR(
      StatusOf(documents().ApplyReconciliation(&context, request, &response)));
  return response;
}

absl::StatusOr<v1::GetPlanResponse> Connection::GetPlan(
    const v1::GetPlanRequest& request) {
  return Call(&Stub::GetPlan, request);
}

absl::StatusOr<v1::GetTableResponse> Connection::GetTable(
    const v1::GetTableRequest& request) {
  return Call(&Stub::GetTable, request);
}

absl::StatusOr<v1::PublishTableResponse> Connection::PublishTable(
    const v1::PublishTableRequest& request) {
  return Call(&Stub::PublishTable, request);
}

absl::StatusOr<v1::GetPublishedResponse> Connection::GetPublished(
    const v1::GetPublishedRequest& request) {
  return Call(&Stub::GetPublished, request);
}

absl::StatusOr<v1::ListPublicationsResponse> Connection::ListPublications(
    const v1::ListPublicationsRequest& request) {
  return Call(&Stub::ListPublications, request);
}

absl::StatusOr<v1::ComparePlanResponse> Connection::ComparePlan(
    const v1::ComparePlanRequest& request) {
  return Call(&Stub::ComparePlan, request);
}

absl::StatusOr<v1::GetReportResponse> Connection::GetReport(
    const v1::GetReportRequest& request) {
  return Call(&Stub::GetReport, request);
}

absl::StatusOr<v1::ListChangesResponse> Connection::ListChanges(
    const v1::ListChangesRequest& request) {
  return Call(&Stub::ListChanges, request);
}

absl::StatusOr<v1::GetFieldHistoryResponse> Connection::GetFieldHistory(
    const v1::GetFieldHistoryRequest& request) {
  return Call(&Stub::GetFieldHistory, request);
}

absl::StatusOr<v1::ReadEventsResponse> Connection::ReadEvents(
    const v1::ReadEventsRequest& request) {
  return Call(&Stub::ReadEvents, request);
}

absl::StatusOr<v1::ListPlansResponse> Connection::ListPlans(
    const v1::ListPlansRequest& request) {
  return Call(&Stub::ListPlans, request);
}

absl::StatusOr<v1::ListCalendarResponse> Connection::ListCalendar(
    const v1::ListCalendarRequest& request) {
  return Call(&Stub::ListCalendar, request);
}

absl::StatusOr<v1::GetSeriesResponse> Connection::GetSeries(
    const v1::GetSeriesRequest& request) {
  return Call(&Stub::GetSeries, request);
}

absl::StatusOr<v1::ListSeriesResponse> Connection::ListSeries(
    const v1::ListSeriesRequest& request) {
  return Call(&Stub::ListSeries, request);
}

absl::StatusOr<v1::RebuildProjectionsResponse> Connection::RebuildProjections(
    const v1::RebuildProjectionsRequest& request,
    const std::function<void(uint64_t done, uint64_t total)>& progress) {
  grpc::ClientContext context;
  const auto reader = stub().RebuildProjections(&context, request);
  v1::RebuildProjectionsResponse message;
  while (reader->Read(&message)) {
    if (!message.finished()) {
      progress(message.done_count(), message.total_count());
    }
  }
  RETURN_IF_ERROR(StatusOf(reader->Finish()));
  return message;
}

}  // namespace clearsky::cli
