#include "service/services.h"

namespace clearsky::service {

absl::StatusOr<std::unique_ptr<Services>> Services::Create(
    ledger::Ledger* ledger, const Options& options) {
  // Not make_unique: the constructor is private.
  return std::unique_ptr<Services>(new Services(ledger, options));
}

Services::Services(ledger::Ledger* ledger, const Options& options)
    : calls_(options.calls),
      ledger_service_(ledger, &calls_),
      lint_service_(ledger, &calls_),
      document_service_(ledger, &calls_),
      feed_service_(ledger, &calls_.pool(CallKind::kRead), options.feeds),
      maintenance_service_(ledger, &calls_.pool(CallKind::kLong),
                           &calls_.pool(CallKind::kRead)) {}

Services::~Services() {
  BeginStop();
  calls_.Stop();
}

void Services::Register(grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder->SetMaxSendMessageSize(kMaxMessageBytes);
  builder->RegisterService(&ledger_service_);
  builder->RegisterService(&lint_service_);
  builder->RegisterService(&document_service_);
  builder->RegisterService(&feed_service_);
  builder->RegisterService(&maintenance_service_);
}

std::vector<std::string> Services::names() const {
  return {v1::LedgerService::service_full_name(),
          v1::LintService::service_full_name(),
          v1::DocumentService::service_full_name(),
          v1::FeedService::service_full_name(),
          v1::MaintenanceService::service_full_name()};
}

void Services::BeginStop() {
  calls_.BeginStop();
  feed_service_.Stop();
}

bool Services::WaitUntilIdle(absl::Time deadline) {
  return calls_.WaitUntilIdle(deadline);
}

}  // namespace clearsky::service
