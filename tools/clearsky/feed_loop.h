#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"
#include "interrupt.h"
#include "server.h"

namespace clearsky::cli {

// A daemon whose feed is read until the user ends it: when the daemon is
// started again, it is found again, as long as it serves the same ledger. Tells
// so on standard error. For use by one thread.
class FeedLoop {
 public:
  // UNAVAILABLE when nothing answers: what never was there is not waited for.
  // `interrupt` must outlive this.
  static absl::StatusOr<FeedLoop> Connect(const std::string& address,
                                          Interrupt* interrupt);

  Server& server() { return *server_; }
  // As it is; its count of events as when it was connected to last.
  const v1::GetLedgerResponse& ledger() const { return ledger_; }

  template <typename Response>
  using Open =
      std::function<std::unique_ptr<grpc::ClientReaderInterface<Response>>(
          grpc::ClientContext* call)>;

  // Gives `take` every answer to the call that `open` makes, which is made
  // again, to go on behind what was taken, each time that the connection was
  // lost. OK when the user ends it; else what `take` or the daemon says.
  template <typename Response>
  absl::Status Run(const Open<Response>& open,
                   const std::function<absl::Status(Response)>& take) {
    while (true) {
      grpc::ClientContext call;
      interrupt_->Watch(&call);
      const auto reader = open(&call);
      absl::Status taken;
      for (Response response; taken.ok() && reader->Read(&response);
           response = Response()) {
        backoff_ = kFirstBackoff;
        taken = take(std::move(response));
      }
      if (!taken.ok()) call.TryCancel();
      const absl::Status ended = server_->StatusOf(reader->Finish());
      interrupt_->Unwatch();
      if (!taken.ok()) return taken;
      if (interrupt_->is_raised()) return absl::OkStatus();
      if (!WasLost(ended)) return ended;
      RETURN_IF_ERROR(ConnectAgain(ended));
      if (interrupt_->is_raised()) return absl::OkStatus();
    }
  }

  // Whether a call ended because the daemon did, or is about to.
  static bool WasLost(const absl::Status& status);

 private:
  static constexpr absl::Duration kFirstBackoff = absl::Milliseconds(100);
  static constexpr absl::Duration kLastBackoff = absl::Seconds(2);

  FeedLoop(std::unique_ptr<Server> server, Interrupt* interrupt)
      : server_(std::move(server)), interrupt_(interrupt) {}

  absl::StatusOr<v1::GetLedgerResponse> AskLedger();
  // Waits for the daemon. FAILED_PRECONDITION when it is another ledger, or an
  // older one, that it serves now.
  absl::Status ConnectAgain(const absl::Status& why);

  std::unique_ptr<Server> server_;
  Interrupt* interrupt_;
  v1::GetLedgerResponse ledger_;
  absl::Duration backoff_ = kFirstBackoff;
};

}  // namespace clearsky::cli
