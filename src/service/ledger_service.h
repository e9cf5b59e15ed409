#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "ledger/ledger.h"
#include "service/append_queue.h"
#include "service/call_runner.h"
#include "service/unary_call.h"

namespace clearsky::service {

// Largest message taken or given by the service, in bytes. Above it is
// RESOURCE_EXHAUSTED. An append is at most 16 MiB of events (docs/errors.md),
// and a document beside it as much again.
inline constexpr int kMaxMessageBytes = 64 << 20;

// The gRPC face of a Ledger: each call is the ledger's method of the same name,
// and its status the call's. Those that change the ledger are done on the
// threads for writes, the others on those for reads. It has no state of its own
// and is safe to call from many threads.
class LedgerServiceImpl final : public v1::LedgerService::CallbackService {
 public:
  // `ledger` and `calls` must outlive the service.
  LedgerServiceImpl(ledger::Ledger* ledger, CallRunner* calls)
      : ledger_(ledger), calls_(calls), appends_(ledger, calls) {}

  grpc::ServerUnaryReactor* GetLedger(
      grpc::CallbackServerContext* context, const v1::GetLedgerRequest* request,
      v1::GetLedgerResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::GetLedger);
  }
  grpc::ServerUnaryReactor* RecordEvents(
      grpc::CallbackServerContext* context,
      const v1::RecordEventsRequest* request,
      v1::RecordEventsResponse* response) override {
    return appends_.Answer(context, request, response);
  }
  grpc::ServerUnaryReactor* ProposeDocument(
      grpc::CallbackServerContext* context,
      const v1::ProposeDocumentRequest* request,
      v1::ProposeDocumentResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::ProposeDocument);
  }
  grpc::ServerUnaryReactor* ImportDocument(
      grpc::CallbackServerContext* context,
      const v1::ImportDocumentRequest* request,
      v1::ImportDocumentResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::ImportDocument);
  }
  grpc::ServerUnaryReactor* GetPlan(grpc::CallbackServerContext* context,
                                    const v1::GetPlanRequest* request,
                                    v1::GetPlanResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::GetPlan);
  }
  grpc::ServerUnaryReactor* GetTable(grpc::CallbackServerContext* context,
                                     const v1::GetTableRequest* request,
                                     v1::GetTableResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::GetTable);
  }
  grpc::ServerUnaryReactor* PublishTable(
      grpc::CallbackServerContext* context,
      const v1::PublishTableRequest* request,
      v1::PublishTableResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::PublishTable);
  }
  grpc::ServerUnaryReactor* GetPublished(
      grpc::CallbackServerContext* context,
      const v1::GetPublishedRequest* request,
      v1::GetPublishedResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::GetPublished);
  }
  grpc::ServerUnaryReactor* ListPublications(
      grpc::CallbackServerContext* context,
      const v1::ListPublicationsRequest* request,
      v1::ListPublicationsResponse* response) override {
    return Answer(context, request, response,
                  &ledger::Ledger::ListPublications);
  }
  grpc::ServerUnaryReactor* ComparePlan(
      grpc::CallbackServerContext* context,
      const v1::ComparePlanRequest* request,
      v1::ComparePlanResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::ComparePlan);
  }
  grpc::ServerUnaryReactor* GetReport(
      grpc::CallbackServerContext* context, const v1::GetReportRequest* request,
      v1::GetReportResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::GetReport);
  }
  grpc::ServerUnaryReactor* ListChanges(
      grpc::CallbackServerContext* context,
      const v1::ListChangesRequest* request,
      v1::ListChangesResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::ListChanges);
  }
  grpc::ServerUnaryReactor* GetFieldHistory(
      grpc::CallbackServerContext* context,
      const v1::GetFieldHistoryRequest* request,
      v1::GetFieldHistoryResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::GetFieldHistory);
  }
  grpc::ServerUnaryReactor* ReadEvents(
      grpc::CallbackServerContext* context,
      const v1::ReadEventsRequest* request,
      v1::ReadEventsResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::ReadEvents);
  }
  grpc::ServerUnaryReactor* ListPlans(
      grpc::CallbackServerContext* context, const v1::ListPlansRequest* request,
      v1::ListPlansResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::ListPlans);
  }
  grpc::ServerUnaryReactor* ListCalendar(
      grpc::CallbackServerContext* context,
      const v1::ListCalendarRequest* request,
      v1::ListCalendarResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::ListCalendar);
  }
  grpc::ServerUnaryReactor* GetSeries(
      grpc::CallbackServerContext* context, const v1::GetSeriesRequest* request,
      v1::GetSeriesResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::GetSeries);
  }
  grpc::ServerUnaryReactor* ListSeries(
      grpc::CallbackServerContext* context,
      const v1::ListSeriesRequest* request,
      v1::ListSeriesResponse* response) override {
    return Answer(context, request, response, &ledger::Ledger::ListSeries);
  }
  // Beside what others ask for. A caller that went away is not told; the work
  // is done all the same.
  grpc::ServerWriteReactor<v1::RebuildProjectionsResponse>* RebuildProjections(
      grpc::CallbackServerContext* context,
      const v1::RebuildProjectionsRequest* request) override;

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Answer(
      grpc::CallbackServerContext* context, const Request* request,
      Response* response,
      absl::StatusOr<Response> (ledger::Ledger::*method)(const Request&)
          const) {
    return AnswerCall(calls_, CallKind::kRead, context, request, response,
                      [this, method](const Request& asked) {
                        return std::invoke(method, *ledger_, asked);
                      });
  }
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Answer(
      grpc::CallbackServerContext* context, const Request* request,
      Response* response,
      absl::StatusOr<Response> (ledger::Ledger::*method)(const Request&)) {
    return AnswerCall(calls_, CallKind::kWrite, context, request, response,
                      [this, method](const Request& asked) {
                        return std::invoke(method, *ledger_, asked);
                      });
  }

  ledger::Ledger* const ledger_;
  CallRunner* const calls_;
  AppendQueue appends_;
};

}  // namespace clearsky::service
