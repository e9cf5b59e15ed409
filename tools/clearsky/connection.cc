#include "connection.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "grpcpp/client_context.h"
#include "ledger/ledger.h"
#include "service/status.h"

namespace clearsky::cli {
namespace {

using Stub = v1::LedgerService::StubInterface;

template <typename Request, typename Response>
absl::StatusOr<Response> Call(Stub* stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              const Request& request) {
  grpc::ClientContext context;
  Response response;
  RETURN_IF_ERROR(
      service::FromGrpcStatus((stub->*method)(&context, request, &response)));
  return response;
}

// Insertions, deletions and replacements of bytes that make `a` into `b`.
size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

// `; did you mean a, b?` of the up to three candidates nearest to `id`, or
// nothing when none is near.
std::string NearWords(absl::string_view id,
                      const std::vector<std::string>& candidates) {
  constexpr size_t kMaxShown = 3;
  std::vector<std::pair<size_t, std::string>> near;
  for (const std::string& candidate : candidates) {
    const size_t distance = EditDistance(id, candidate);
    const bool contains =
        !id.empty() && candidate.find(std::string(id)) != std::string::npos;
    if (distance <= 2 + id.size() / 4 || contains) {
      near.emplace_back(contains ? 0 : distance, candidate);
    }
  }
  if (near.empty()) return "";
  std::sort(near.begin(), near.end());
  if (near.size() > kMaxShown) near.resize(kMaxShown);
  return absl::StrCat("; did you mean ",
                      absl::StrJoin(near, ", ",
                                    [](std::string* out, const auto& entry) {
                                      out->append(entry.second);
                                    }),
                      "?");
}

}  // namespace

Connection::Connection(std::unique_ptr<service::InProcessService> service)
    : service_(std::move(service)) {}

absl::StatusOr<Connection> Connection::Create(const std::string& directory,
                                              const std::string& zone,
                                              bool simulated) {
  ledger::CreateOptions options;
  options.zone = zone;
  options.simulated = simulated;
  ASSIGN_OR_RETURN(std::unique_ptr<ledger::Ledger> ledger,
                   ledger::Ledger::Create(directory, options));
  ASSIGN_OR_RETURN(std::unique_ptr<service::InProcessService> service,
                   service::InProcessService::Serve(std::move(ledger)));
  return Connection(std::move(service));
}

absl::StatusOr<Connection> Connection::Open(const std::string& directory,
                                            Access access) {
  ledger::OpenOptions options;
  options.read_only = access == Access::kRead;
  auto ledger = ledger::Ledger::Open(directory, options);
  if (absl::IsNotFound(ledger.status())) {
    return absl::NotFoundError(
        absl::StrCat(ledger.status().message(),
                     "; --db or $CLEARSKY_DB names the ledger, `clearsky "
                     "init` makes one"));
  }
  RETURN_IF_ERROR(ledger.status());
  ASSIGN_OR_RETURN(std::unique_ptr<service::InProcessService> service,
                   service::InProcessService::Serve(*std::move(ledger)));
  return Connection(std::move(service));
}

absl::StatusOr<v1::GetLedgerResponse> Connection::GetLedger() {
  return Call(&service_->stub(), &Stub::GetLedger, v1::GetLedgerRequest());
}

absl::StatusOr<v1::RecordEventsResponse> Connection::RecordEvents(
    const v1::RecordEventsRequest& request) {
  return Call(&service_->stub(), &Stub::RecordEvents, request);
}

absl::StatusOr<v1::ProposeDocumentResponse> Connection::ProposeDocument(
    const v1::ProposeDocumentRequest& request) {
  return Call(&service_->stub(), &Stub::ProposeDocument, request);
}

absl::StatusOr<v1::ImportDocumentResponse> Connection::ImportDocument(
    const v1::ImportDocumentRequest& request) {
  return Call(&service_->stub(), &Stub::ImportDocument, request);
}

absl::StatusOr<v1::GetPlanResponse> Connection::GetPlan(
    const v1::GetPlanRequest& request) {
  return Call(&service_->stub(), &Stub::GetPlan, request);
}

absl::StatusOr<v1::GetTableResponse> Connection::GetTable(
    const v1::GetTableRequest& request) {
  return Call(&service_->stub(), &Stub::GetTable, request);
}

absl::StatusOr<v1::ListChangesResponse> Connection::ListChanges(
    const v1::ListChangesRequest& request) {
  return Call(&service_->stub(), &Stub::ListChanges, request);
}

absl::StatusOr<v1::ReadEventsResponse> Connection::ReadEvents(
    const v1::ReadEventsRequest& request) {
  return Call(&service_->stub(), &Stub::ReadEvents, request);
}

absl::StatusOr<v1::ListPlansResponse> Connection::ListPlans(
    const v1::ListPlansRequest& request) {
  return Call(&service_->stub(), &Stub::ListPlans, request);
}

absl::Status WithNearIds(const absl::Status& status, const v1::PlanState& state,
                         const std::string& activity) {
  if (!absl::IsNotFound(status) || activity.empty() ||
      state.activities().contains(activity)) {
    return status;
  }
  std::vector<std::string> ids;
  for (const auto& [id, unused] : state.activities()) ids.push_back(id);
  return absl::NotFoundError(
      absl::StrCat(status.message(), NearWords(activity, ids)));
}

absl::Status WithNearPlans(const absl::Status& status, Connection* connection,
                           const std::string& plan) {
  if (!absl::IsNotFound(status)) return status;
  const auto plans = connection->ListPlans(v1::ListPlansRequest());
  if (!plans.ok()) return status;
  std::vector<std::string> names;
  for (const v1::PlanSummary& summary : plans->plans()) {
    if (summary.plan() == plan) return status;
    names.push_back(summary.plan());
  }
  return absl::NotFoundError(
      absl::StrCat(status.message(), NearWords(plan, names)));
}

}  // namespace clearsky::cli
