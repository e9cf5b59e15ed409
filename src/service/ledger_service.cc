#include "service/ledger_service.h"

#include <utility>

#include "absl/status/statusor.h"
#include "service/status.h"

namespace clearsky::service {
namespace {

template <typename Response>
grpc::Status Reply(absl::StatusOr<Response> result, Response* response) {
  if (result.ok()) *response = *std::move(result);
  return ToGrpcStatus(result.status());
}

}  // namespace

grpc::Status LedgerServiceImpl::GetLedger(grpc::ServerContext* /*context*/,
                                          const v1::GetLedgerRequest* request,
                                          v1::GetLedgerResponse* response) {
  return Reply(ledger_->GetLedger(*request), response);
}

grpc::Status LedgerServiceImpl::RecordEvents(
    grpc::ServerContext* /*context*/, const v1::RecordEventsRequest* request,
    v1::RecordEventsResponse* response) {
  return Reply(ledger_->RecordEvents(*request), response);
}

grpc::Status LedgerServiceImpl::ProposeDocument(
    grpc::ServerContext* /*context*/, const v1::ProposeDocumentRequest* request,
    v1::ProposeDocumentResponse* response) {
  return Reply(ledger_->ProposeDocument(*request), response);
}

grpc::Status LedgerServiceImpl::ImportDocument(
    grpc::ServerContext* /*context*/, const v1::ImportDocumentRequest* request,
    v1::ImportDocumentResponse* response) {
  return Reply(ledger_->ImportDocument(*request), response);
}

grpc::Status LedgerServiceImpl::GetPlan(grpc::ServerContext* /*context*/,
                                        const v1::GetPlanRequest* request,
                                        v1::GetPlanResponse* response) {
  return Reply(ledger_->GetPlan(*request), response);
}

grpc::Status LedgerServiceImpl::GetTable(grpc::ServerContext* /*context*/,
                                         const v1::GetTableRequest* request,
                                         v1::GetTableResponse* response) {
  return Reply(ledger_->GetTable(*request), response);
}

grpc::Status LedgerServiceImpl::PublishTable(
    grpc::ServerContext* /*context*/, const v1::PublishTableRequest* request,
    v1::PublishTableResponse* response) {
  return Reply(ledger_->PublishTable(*request), response);
}

grpc::Status LedgerServiceImpl::GetPublished(
    grpc::ServerContext* /*context*/, const v1::GetPublishedRequest* request,
    v1::GetPublishedResponse* response) {
  return Reply(ledger_->GetPublished(*request), response);
}

grpc::Status LedgerServiceImpl::ListPublications(
    grpc::ServerContext* /*context*/,
    const v1::ListPublicationsRequest* request,
    v1::ListPublicationsResponse* response) {
  return Reply(ledger_->ListPublications(*request), response);
}

grpc::Status LedgerServiceImpl::ComparePlan(
    grpc::ServerContext* /*context*/, const v1::ComparePlanRequest* request,
    v1::ComparePlanResponse* response) {
  return Reply(ledger_->ComparePlan(*request), response);
}

grpc::Status LedgerServiceImpl::GetReport(grpc::ServerContext* /*context*/,
                                          const v1::GetReportRequest* request,
                                          v1::GetReportResponse* response) {
  return Reply(ledger_->GetReport(*request), response);
}

grpc::Status LedgerServiceImpl::ListChanges(
    grpc::ServerContext* /*context*/, const v1::ListChangesRequest* request,
    v1::ListChangesResponse* response) {
  return Reply(ledger_->ListChanges(*request), response);
}

grpc::Status LedgerServiceImpl::GetFieldHistory(
    grpc::ServerContext* /*context*/, const v1::GetFieldHistoryRequest* request,
    v1::GetFieldHistoryResponse* response) {
  return Reply(ledger_->GetFieldHistory(*request), response);
}

grpc::Status LedgerServiceImpl::ReadEvents(grpc::ServerContext* /*context*/,
                                           const v1::ReadEventsRequest* request,
                                           v1::ReadEventsResponse* response) {
  return Reply(ledger_->ReadEvents(*request), response);
}

grpc::Status LedgerServiceImpl::ListPlans(grpc::ServerContext* /*context*/,
                                          const v1::ListPlansRequest* request,
                                          v1::ListPlansResponse* response) {
  return Reply(ledger_->ListPlans(*request), response);
}

grpc::Status LedgerServiceImpl::ListCalendar(
    grpc::ServerContext* /*context*/, const v1::ListCalendarRequest* request,
    v1::ListCalendarResponse* response) {
  return Reply(ledger_->ListCalendar(*request), response);
}

grpc::Status LedgerServiceImpl::GetSeries(grpc::ServerContext* /*context*/,
                                          const v1::GetSeriesRequest* request,
                                          v1::GetSeriesResponse* response) {
  return Reply(ledger_->GetSeries(*request), response);
}

grpc::Status LedgerServiceImpl::ListSeries(grpc::ServerContext* /*context*/,
                                           const v1::ListSeriesRequest* request,
                                           v1::ListSeriesResponse* response) {
  return Reply(ledger_->ListSeries(*request), response);
}

grpc::Status LedgerServiceImpl::RebuildProjections(
    grpc::ServerContext* /*context*/,
    const v1::RebuildProjectionsRequest* request,
    grpc::ServerWriter<v1::RebuildProjectionsResponse>* writer) {
  // A caller that went away is not told; the work is done all the same.
  return ToGrpcStatus(ledger_->RebuildProjections(
      *request, [&](const v1::RebuildProjectionsResponse& message) {
        writer->Write(message);
      }));
}

}  // namespace clearsky::service
