#include "log/head.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/chunk_cursor.h"
#include "log/ledger_directory.h"
#include "log/merkle_frontier.h"

namespace clearsky::log {

absl::Status CheckHead(const format::Head& head, const LogStore& store) {
  if (head.ledger_id != store.identity().ledger_id) {
    return absl::DataLossError(absl::StrCat(
        "the ledger's HEAD file names ledger ", head.ledger_id.ToString(),
        ", its log ", store.identity().ledger_id.ToString(),
        ": they do not belong together"));
  }
  const LogEnd& end = store.end_at_open();
  const uint64_t known = head.frontier.size();
  if (end.size < known) {
    return absl::DataLossError(absl::StrCat(
        "position ", end.size, ": the log ends there with ", end.size,
        " events, but had ", known,
        " when the ledger's HEAD file was written: ", known - end.size,
        " are lost"));
  }
  if (store.documents() < head.documents) {
    return absl::DataLossError(absl::StrCat(
        "the log holds ", store.documents(), " documents, but held ",
        head.documents, " when the ledger's HEAD file was written: ",
        head.documents - store.documents(), " are lost"));
  }
  MerkleFrontier frontier = head.frontier;
  ChunkCursor cursor(store);
  for (uint64_t position = known; position < end.size; ++position) {
    ASSIGN_OR_RETURN(const absl::string_view stored, cursor.StoredAt(position));
    frontier.Add(stored);
  }
  if (frontier != end.frontier) {
    return absl::DataLossError(absl::StrCat(
        "the tree over the log's ", end.size,
        " events does not continue the one that the ledger's HEAD file had "
        "over "
        "the first ",
        known, ": the log and its HEAD file are of different histories"));
  }
  return absl::OkStatus();
}

HeadKeeper::HeadKeeper(const std::string& ledger_path,
                       const format::Head& written, const Tail* tail,
                       const LogStore* store, rocksdb::Env* env)
    : ledger_path_(ledger_path),
      tail_(tail),
      store_(store),
      env_(env),
      written_(written),
      thread_([this] { Run(); }) {}

HeadKeeper::~HeadKeeper() {
  {
    MutexLock lock(&mu_);
    is_stopped_ = true;
  }
  stopped_.NotifyAll();
  thread_.join();
}

void HeadKeeper::Run() {
  bool is_stopped = false;
  while (!is_stopped) {
    {
      MutexLock lock(&mu_);
      // Waking early, for no reason, writes early and does no harm.
      if (!is_stopped_) stopped_.WaitFor(&mu_, kInterval);
      is_stopped = is_stopped_;
    }
    WriteIfBehind();
  }
}

void HeadKeeper::WriteIfBehind() {
  // The tail's end is durable, so HEAD never tells of more than a crash leaves.
  format::Head head{written_.ledger_id, tail_->end().frontier,
                    store_->documents()};
  if (head == written_) return;
  // When it cannot be written, the file before stands: it is true as well and
  // only guards less. The next round tries again.
  if (WriteHeadFile(ledger_path_, head, env_).ok()) written_ = std::move(head);
}

}  // namespace clearsky::log
