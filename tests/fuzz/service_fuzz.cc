// Requests to the ledger service as bytes: the first tells the call, the rest
// is its message. The ledger holds the release of examples/, and is made again
// after an input that recorded something, so that an input does the same each
// time.
//
// Invariants: a call answers or is refused with a code of docs/errors.md, never
// INTERNAL, UNKNOWN or DATA_LOSS, that goes into a call's trailers; the answer
// parses; what only asks records nothing.

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
#include "service/status.h"

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

  ledger::Ledger& ledger() { return *ledger_; }

  uint64_t size() const { return ledger_->GetLedger({})->event_count(); }

  void Renew() {
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
  uint64_t size_ = 0;
};

// `call` is a method of the ledger, const or not.
template <typename Request, typename Response, typename Method>
void Try(FreshLedger* ledger, absl::string_view bytes, Method call) {
  Request request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return;
  }
  const absl::StatusOr<Response> response = (ledger->ledger().*call)(request);
  if (response.ok()) {
    Response again;
    Require(again.ParseFromString(response->SerializeAsString()),
            "an answer parses", *response);
    return;
  }
  Require(
      !absl::IsInternal(response.status()) &&
          !absl::IsUnknown(response.status()) &&
          !absl::IsDataLoss(response.status()),
      "a request breaks nothing",
      std::string(response.status().message()) + "\n" + request.DebugString());
  Require(!response.status().message().empty(), "a refusal says why");
  const grpc::Status sent = ToGrpcStatus(response.status());
  Require(sent.error_message().size() + sent.error_details().size() <=
              kMaxStatusBytes,
          "a refusal fits into the trailers");
}

void TryCall(char call, absl::string_view bytes) {
  static FreshLedger ledger;
  bool may_record = false;
  switch (call) {
    case 'g':
      Try<v1::GetLedgerRequest, v1::GetLedgerResponse>(
          &ledger, bytes, &ledger::Ledger::GetLedger);
      break;
    case 'r':
      may_record = true;
      Try<v1::RecordEventsRequest, v1::RecordEventsResponse>(
          &ledger, bytes, &ledger::Ledger::RecordEvents);
      break;
    case 'd':
      Try<v1::ProposeDocumentRequest, v1::ProposeDocumentResponse>(
          &ledger, bytes, &ledger::Ledger::ProposeDocument);
      break;
    case 'i':
      may_record = true;
      Try<v1::ImportDocumentRequest, v1::ImportDocumentResponse>(
          &ledger, bytes, &ledger::Ledger::ImportDocument);
      break;
    case 'p':
      Try<v1::GetPlanRequest, v1::GetPlanResponse>(&ledger, bytes,
                                                   &ledger::Ledger::GetPlan);
      break;
    case 't':
      Try<v1::GetTableRequest, v1::GetTableResponse>(&ledger, bytes,
                                                     &ledger::Ledger::GetTable);
      break;
    case 'c':
      Try<v1::ListChangesRequest, v1::ListChangesResponse>(
          &ledger, bytes, &ledger::Ledger::ListChanges);
      break;
    case 'e':
      Try<v1::ReadEventsRequest, v1::ReadEventsResponse>(
          &ledger, bytes, &ledger::Ledger::ReadEvents);
      break;
    case 'l':
      Try<v1::ListPlansRequest, v1::ListPlansResponse>(
          &ledger, bytes, &ledger::Ledger::ListPlans);
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
