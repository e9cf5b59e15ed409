#pragma once

#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "ledger/ledger.h"

namespace clearsky::service {

// Largest message taken or given by the service, in bytes. Above it is
// RESOURCE_EXHAUSTED. An append is at most 16 MiB of events (docs/errors.md),
// and a document beside it as much again.
inline constexpr int kMaxMessageBytes = 64 << 20;

// The gRPC face of a Ledger: each call is the ledger's method of the same name,
// and its status the call's. It has no state of its own and is safe to call
// from many threads.
class LedgerServiceImpl final : public v1::LedgerService::Service {
 public:
  // `ledger` must outlive the service.
  explicit LedgerServiceImpl(ledger::Ledger* ledger) : ledger_(ledger) {}

  grpc::Status GetLedger(grpc::ServerContext* context,
                         const v1::GetLedgerRequest* request,
                         v1::GetLedgerResponse* response) override;
  grpc::Status RecordEvents(grpc::ServerContext* context,
                            const v1::RecordEventsRequest* request,
                            v1::RecordEventsResponse* response) override;
  grpc::Status ProposeDocument(grpc::ServerContext* context,
                               const v1::ProposeDocumentRequest* request,
                               v1::ProposeDocumentResponse* response) override;
  grpc::Status ImportDocument(grpc::ServerContext* context,
                              const v1::ImportDocumentRequest* request,
                              v1::ImportDocumentResponse* response) override;
  grpc::Status GetPlan(grpc::ServerContext* context,
                       const v1::GetPlanRequest* request,
                       v1::GetPlanResponse* response) override;
  grpc::Status GetTable(grpc::ServerContext* context,
                        const v1::GetTableRequest* request,
                        v1::GetTableResponse* response) override;
  grpc::Status PublishTable(grpc::ServerContext* context,
                            const v1::PublishTableRequest* request,
                            v1::PublishTableResponse* response) override;
  grpc::Status GetPublished(grpc::ServerContext* context,
                            const v1::GetPublishedRequest* request,
                            v1::GetPublishedResponse* response) override;
  grpc::Status ListPublications(
      grpc::ServerContext* context, const v1::ListPublicationsRequest* request,
      v1::ListPublicationsResponse* response) override;
  grpc::Status ComparePlan(grpc::ServerContext* context,
                           const v1::ComparePlanRequest* request,
                           v1::ComparePlanResponse* response) override;
  grpc::Status GetReport(grpc::ServerContext* context,
                         const v1::GetReportRequest* request,
                         v1::GetReportResponse* response) override;
  grpc::Status ListChanges(grpc::ServerContext* context,
                           const v1::ListChangesRequest* request,
                           v1::ListChangesResponse* response) override;
  grpc::Status GetFieldHistory(grpc::ServerContext* context,
                               const v1::GetFieldHistoryRequest* request,
                               v1::GetFieldHistoryResponse* response) override;
  grpc::Status ReadEvents(grpc::ServerContext* context,
                          const v1::ReadEventsRequest* request,
                          v1::ReadEventsResponse* response) override;
  grpc::Status ListPlans(grpc::ServerContext* context,
                         const v1::ListPlansRequest* request,
                         v1::ListPlansResponse* response) override;
  grpc::Status ListCalendar(grpc::ServerContext* context,
                            const v1::ListCalendarRequest* request,
                            v1::ListCalendarResponse* response) override;
  grpc::Status GetSeries(grpc::ServerContext* context,
                         const v1::GetSeriesRequest* request,
                         v1::GetSeriesResponse* response) override;
  grpc::Status ListSeries(grpc::ServerContext* context,
                          const v1::ListSeriesRequest* request,
                          v1::ListSeriesResponse* response) override;
  grpc::Status RebuildProjections(
      grpc::ServerContext* context,
      const v1::RebuildProjectionsRequest* request,
      grpc::ServerWriter<v1::RebuildProjectionsResponse>* writer) override;

 private:
  ledger::Ledger* const ledger_;
};

}  // namespace clearsky::service
