// Requests to the ledger service as bytes: the first tells the call, the rest
// is its message. The ledger holds the release of examples/, and is made again
// after an input that recorded something, so that an input does the same each
// time.
//
// Invariants: a call answers or is refused with a code of docs/errors.md, never
// INTERNAL, UNKNOWN or DATA_LOSS; the answer parses; what only asks records
// nothing.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/utf8.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "fuzz/fuzz_target.h"
#ifdef CLEARSKY_FUZZER
#include "fuzz/message_mutator.h"
#endif
#include "ledger/ledger.h"
#include "service/ledger_service.h"

namespace clearsky::service {
namespace {

using ::clearsky::fuzz::Require;

class FixedClock final : public Clock {
 public:
  absl::Time Now() const override {
    return absl::FromCivil(absl::CivilDay(2022, 10, 1), absl::UTCTimeZone());
  }
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Require(file.is_open(), "there is the file", path);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

// A ledger in memory, as after the import of the release.
class FreshLedger {
 public:
  FreshLedger() {
    std::string name = std::filesystem::exists("/dev/shm")
                           ? "/dev/shm/clearsky-fuzz-XXXXXX"
                           : "/tmp/clearsky-fuzz-XXXXXX";
    Require(mkdtemp(name.data()) != nullptr, "there is a directory");
    directory_ = name;
    ledger::CreateOptions options;
    options.simulated = true;
    options.clock = &clock_;
    auto made = ledger::Ledger::Create(directory_ + "/first", options);
    Require(made.ok(), "a ledger is made", made.status().ToString());
    v1::ImportDocumentRequest import;
    import.mutable_document()->set_plan("clear-sky/2022");
    import.mutable_document()->set_file_name("release.txt");
    import.mutable_document()->set_content(
        ReadFile(std::string(CLEARSKY_SOURCE_DIR) +
                 "/examples/clear-sky-2022/press-release-2022-09-28.txt"));
    const auto imported = (*made)->ImportDocument(import);
    Require(imported.ok(), "the release is imported",
            imported.status().ToString());
    made->reset();
    Renew();
  }
  ~FreshLedger() {
    ledger_.reset();
    std::filesystem::remove_all(directory_);
  }

  LedgerServiceImpl& service() { return *service_; }

  uint64_t size() const { return ledger_->GetLedger({})->event_count(); }

  void Renew() {
    service_.reset();
    ledger_.reset();
    const std::string copy = directory_ + "/copy";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(directory_ + "/first", copy,
                          std::filesystem::copy_options::recursive);
    ledger::OpenOptions options;
    options.clock = &clock_;
    auto opened = ledger::Ledger::Open(copy, options);
    Require(opened.ok(), "the ledger opens", opened.status().ToString());
    ledger_ = *std::move(opened);
    service_ = std::make_unique<LedgerServiceImpl>(ledger_.get());
    size_ = size();
  }

  void RenewIfChanged(bool may_change) {
    if (size() == size_) return;
    Require(may_change, "what only asks records nothing");
    Renew();
  }

 private:
  FixedClock clock_;
  std::string directory_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<LedgerServiceImpl> service_;
  uint64_t size_ = 0;
};

template <typename Request, typename Response>
using Call = grpc::Status (LedgerServiceImpl::*)(grpc::ServerContext*,
                                                 const Request*, Response*);

template <typename Request, typename Response>
void Try(FreshLedger* ledger, absl::string_view bytes,
         Call<Request, Response> call) {
  Request request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return;
  }
  Response response;
  const grpc::Status status =
      (ledger->service().*call)(nullptr, &request, &response);
  if (status.ok()) {
    Response again;
    Require(again.ParseFromString(response.SerializeAsString()),
            "an answer parses", response);
    return;
  }
  Require(status.error_code() != grpc::StatusCode::INTERNAL &&
              status.error_code() != grpc::StatusCode::UNKNOWN &&
              status.error_code() != grpc::StatusCode::DATA_LOSS,
          "a request breaks nothing",
          status.error_message() + "\n" + request.DebugString());
  Require(!status.error_message().empty(), "a refusal says why");
}

void TryCall(char call, absl::string_view bytes) {
  static FreshLedger ledger;
  bool may_record = false;
  switch (call) {
    case 'g':
      Try(&ledger, bytes, &LedgerServiceImpl::GetLedger);
      break;
    case 'r':
      may_record = true;
      Try(&ledger, bytes, &LedgerServiceImpl::RecordEvents);
      break;
    case 'd':
      Try(&ledger, bytes, &LedgerServiceImpl::ProposeDocument);
      break;
    case 'i':
      may_record = true;
      Try(&ledger, bytes, &LedgerServiceImpl::ImportDocument);
      break;
    case 'p':
      Try(&ledger, bytes, &LedgerServiceImpl::GetPlan);
      break;
    case 't':
      Try(&ledger, bytes, &LedgerServiceImpl::GetTable);
      break;
    case 'c':
      Try(&ledger, bytes, &LedgerServiceImpl::ListChanges);
      break;
    case 'e':
      Try(&ledger, bytes, &LedgerServiceImpl::ReadEvents);
      break;
    case 'l':
      Try(&ledger, bytes, &LedgerServiceImpl::ListPlans);
      break;
    default:
      return;
  }
  ledger.RenewIfChanged(may_record);
}

#ifdef CLEARSKY_FUZZER
std::unique_ptr<google::protobuf::Message> RequestOf(char call) {
  switch (call) {
    case 'r':
      return std::make_unique<v1::RecordEventsRequest>();
    case 'd':
      return std::make_unique<v1::ProposeDocumentRequest>();
    case 'i':
      return std::make_unique<v1::ImportDocumentRequest>();
    case 'p':
      return std::make_unique<v1::GetPlanRequest>();
    case 't':
      return std::make_unique<v1::GetTableRequest>();
    case 'c':
      return std::make_unique<v1::ListChangesRequest>();
    case 'e':
      return std::make_unique<v1::ReadEventsRequest>();
    case 'l':
      return std::make_unique<v1::ListPlansRequest>();
    default:
      return std::make_unique<v1::GetLedgerRequest>();
  }
}
#endif

}  // namespace
}  // namespace clearsky::service

FUZZ_TARGET(service) {
  if (input.empty()) return;
  clearsky::service::TryCall(input[0], input.substr(1));
}

#ifdef CLEARSKY_FUZZER
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned int seed) {
  const auto request = clearsky::service::RequestOf(
      size == 0 ? '\0' : static_cast<char>(data[0]));
  return clearsky::fuzz::MutateMessageBytes(data, size, max_size, seed, 1,
                                            request.get());
}
#endif
