#include "feed_loop.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "print.h"

namespace clearsky::cli {

absl::StatusOr<FeedLoop> FeedLoop::Connect(const std::string& address,
                                           Interrupt* interrupt) {
  ASSIGN_OR_RETURN(std::unique_ptr<Server> server, Server::Connect(address));
  FeedLoop loop(std::move(server), interrupt);
  ASSIGN_OR_RETURN(loop.ledger_, loop.AskLedger());
  return loop;
}

bool FeedLoop::WasLost(const absl::Status& status) {
  // The end of a stream that should have none is a daemon's, too; and a
  // connection that breaks tells of itself in more ways than one.
  return status.ok() || absl::IsUnavailable(status) ||
         absl::IsCancelled(status) || absl::IsUnknown(status);
}

absl::StatusOr<v1::GetLedgerResponse> FeedLoop::AskLedger() {
  grpc::ClientContext call;
  interrupt_->Watch(&call);
  v1::GetLedgerResponse response;
  const absl::Status status = server_->StatusOf(
      server_->ledger().GetLedger(&call, v1::GetLedgerRequest(), &response));
  interrupt_->Unwatch();
  RETURN_IF_ERROR(status);
  return response;
}

absl::Status FeedLoop::ConnectAgain(const absl::Status& why) {
  Note(absl::StrCat(why.ok() ? "the daemon ended the feed" : why.message(),
                    "; waiting for the daemon at ", server_->address()));
  while (true) {
    if (interrupt_->Sleep(backoff_)) return absl::OkStatus();
    backoff_ = std::min(2 * backoff_, kLastBackoff);
    if (!server_->WaitUntilConnected(backoff_)) continue;
    const absl::StatusOr<v1::GetLedgerResponse> ledger = AskLedger();
    if (interrupt_->is_raised()) return absl::OkStatus();
    if (!ledger.ok()) {
      if (WasLost(ledger.status())) continue;
      return ledger.status();
    }
    if (ledger->ledger_id() != ledger_.ledger_id()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the daemon at ", server_->address(), " serves another ledger now: ",
          ledger->ledger_id(), ", and before ", ledger_.ledger_id()));
    }
    if (ledger->event_count() < ledger_.event_count()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the ledger that the daemon at ", server_->address(),
          " serves now ends before position ", ledger->event_count(),
          ", and had ", ledger_.event_count(),
          " events before: it was restored from a backup"));
    }
    ledger_ = *ledger;
    Note(absl::StrCat("connected to ", server_->address(), " again"));
    return absl::OkStatus();
  }
}

}  // namespace clearsky::cli
