#include "log/log_scan.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "log/event_codec.h"
#include "log/format.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"
#include "rocksdb/iterator.h"

namespace clearsky::log {
namespace {

// What stands in a chunk beside its events is less than this.
constexpr size_t kChunkHeadBytes = 32;

absl::Status Bad(uint64_t position, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("position ", position, ": ", what));
}

// What a log read so far says of what must follow.
class Scan {
 public:
  // Checks a chunk against those before, but for its events.
  absl::Status CheckChunk(const format::Chunk& chunk, size_t value_size) {
    const uint64_t end = frontier_.size();
    if (chunk.first_position != end) {
      return Bad(end, absl::StrCat("the log holds no chunk with it; the next "
                                   "begins at position ",
                                   chunk.first_position));
    }
    if (end > 0 && chunk.record_time_us < last_time_us_) {
      return Bad(end, "it was recorded before the position before it");
    }
    // Chunks of one time are one commit, which fills a chunk before it begins
    // another.
    if (end > 0 && chunk.record_time_us == last_time_us_ &&
        last_chunk_bytes_ + chunk.events.front().size() + kChunkHeadBytes <=
            format::kMaxChunkBytes) {
      return Bad(end,
                 "its commit has the record time of the commit before; times "
                 "increase from commit to commit");
    }
    last_time_us_ = chunk.record_time_us;
    last_chunk_bytes_ = value_size;
    return absl::OkStatus();
  }

  absl::Status CheckEvent(const RecordedEvent& event) {
    if (event.record_time != absl::FromUnixMicros(last_time_us_)) {
      return Bad(event.position,
                 "the stored event has another record time than its chunk");
    }
    uint64_t& next = next_revisions_[event.stream];
    if (event.revision != next) {
      return Bad(event.position,
                 absl::StrCat("the stored event says revision ", event.revision,
                              " of stream \"", event.stream, "\", where ", next,
                              " follows"));
    }
    ++next;
    frontier_.Add(event.stored);
    return absl::OkStatus();
  }

  absl::Status CheckEnd(const MerkleFrontier& stored) const {
    if (stored.size() != frontier_.size()) {
      return Bad(std::min(frontier_.size(), stored.size()),
                 absl::StrCat("the chunks end at position ", frontier_.size(),
                              ", the tree frontier at ", stored.size()));
    }
    if (stored != frontier_) {
      return absl::DataLossError(absl::StrCat(
          "the Merkle tree of ", stored.size(), " events has root ",
          DigestHex(stored.Root()), " as stored, but ",
          DigestHex(frontier_.Root()), " as computed from the events"));
    }
    return absl::OkStatus();
  }

  // The position that follows.
  uint64_t end() const { return frontier_.size(); }

 private:
  MerkleFrontier frontier_;
  int64_t last_time_us_ = 0;
  size_t last_chunk_bytes_ = 0;
  std::map<std::string, uint64_t, std::less<>> next_revisions_;
};

}  // namespace

absl::Status ScanLog(
    const LedgerFiles& files,
    const std::function<absl::Status(const RecordedEvent&)>& visit) {
  Scan scan;
  const std::unique_ptr<rocksdb::Iterator> it = files.NewChunkIterator();
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    if (it->key().size() != sizeof(uint64_t)) {
      return Bad(scan.end(), "behind it, the log holds a key of no position");
    }
    ASSIGN_OR_RETURN(
        const format::Chunk chunk,
        format::DecodeChunk(ToView(it->key()), ToView(it->value())));
    RETURN_IF_ERROR(scan.CheckChunk(chunk, it->value().size()));
    for (const absl::string_view stored : chunk.events) {
      ASSIGN_OR_RETURN(const RecordedEvent event,
                       DecodeEvent(scan.end(), stored));
      RETURN_IF_ERROR(scan.CheckEvent(event));
      RETURN_IF_ERROR(visit(event));
    }
  }
  RETURN_IF_ERROR(FromRocksdb(
      it->status(), absl::StrCat("position ", scan.end(), ": reading it")));
  return scan.CheckEnd(files.frontier());
}

absl::Status ScanDocuments(
    const LedgerFiles& files,
    const std::function<absl::Status(absl::string_view sha256,
                                     absl::string_view content)>& visit) {
  const std::unique_ptr<rocksdb::Iterator> it = files.NewDocumentIterator();
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    if (format::IsDocumentNumber(ToView(it->key()))) continue;
    const absl::string_view content = ToView(it->value());
    if (DigestBytes(Sha256(content)) != ToView(it->key())) {
      return absl::DataLossError(
          absl::StrCat("document ", absl::BytesToHexString(ToView(it->key())),
                       ": the stored content has another hash"));
    }
    RETURN_IF_ERROR(visit(ToView(it->key()), content));
  }
  return FromRocksdb(it->status(), "reading the documents");
}

}  // namespace clearsky::log
