#include "log/verify.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "log/database_options.h"
#include "log/event_codec.h"
#include "log/event_log.h"
#include "log/format.h"
#include "log/head.h"
#include "log/ledger_directory.h"
#include "log/ledger_files.h"
#include "log/log_scan.h"
#include "log/log_store.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"
#include "rocksdb/env.h"
#include "rocksdb/iterator.h"

namespace clearsky::log {
namespace {

using Family = LedgerFiles::Family;

const char* NameOf(Family family) {
  switch (family) {
    case Family::kClustered:
      return format::kClusteredFamily;
    case Family::kHeads:
      return format::kHeadsFamily;
    case Family::kIds:
      return format::kIdsFamily;
  }
  return "?";
}

absl::Status DerivedBad(absl::string_view where, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(
      where, ": ", what,
      "; the log is not touched by this: delete the ledger's directory "
      "derived/, which the next open makes again, and verify again"));
}

absl::Status DerivedBadAt(uint64_t position, absl::string_view what) {
  return DerivedBad(absl::StrCat("position ", position), what);
}

// Compares the derived instance with the events of the log, as they come.
class Verifier {
 public:
  explicit Verifier(const LedgerFiles* files) : files_(files) {
    if (!files->derived_status().ok()) {
      derived_failure_ = DerivedBad(
          "the derived index", absl::StrCat("it does not open: ",
                                            files->derived_status().message()));
    }
  }

  // DATA_LOSS when the log is bad; the derived instance's failure waits.
  absl::Status Visit(const RecordedEvent& event) {
    last_revisions_[event.stream] = event.revision;
    RETURN_IF_ERROR(CheckId(event));
    if (is_comparing()) derived_failure_ = CompareRows(event);
    return absl::OkStatus();
  }

  // To be asked when the log was found to be good.
  absl::Status CheckDerived() {
    if (is_comparing()) derived_failure_ = CompareWhole();
    return derived_failure_;
  }

  uint64_t streams() const { return last_revisions_.size(); }

 private:
  bool is_comparing() const {
    return files_->has_derived() && derived_failure_.ok();
  }
  const format::Checkpoint& checkpoint() const { return files_->checkpoint(); }

  // An id is unique among indexed events when each of them is where its row
  // says; so that only the other ids are kept in memory.
  absl::Status CheckId(const RecordedEvent& event) {
    const auto known = positions_.find(event.event_id);
    if (known != positions_.end()) return TwiceThere(event, known->second);
    const bool is_indexed = event.position < checkpoint().size;
    if (!is_comparing()) {
      positions_.emplace(event.event_id, event.position);
      return absl::OkStatus();
    }
    const absl::StatusOr<std::optional<uint64_t>> row =
        files_->DerivedRow(Family::kIds, event.event_id.ToBytes());
    if (!row.ok()) {
      derived_failure_ = DerivedBadAt(event.position, row.status().message());
      return absl::OkStatus();
    }
    if (is_indexed && *row == event.position) return absl::OkStatus();
    if (row->has_value() && IdAt(**row) == event.event_id) {
      if (**row < event.position) return TwiceThere(event, **row);
      // The later one is the bad one, and will be come by.
      positions_.emplace(event.event_id, event.position);
      return absl::OkStatus();
    }
    positions_.emplace(event.event_id, event.position);
    if (is_indexed || row->has_value()) {
      derived_failure_ = DerivedBadAt(
          event.position,
          absl::StrCat(
              "the derived index ids has ",
              row->has_value() ? absl::StrCat("position ", **row) : "no row",
              " for event ", event.event_id.ToString()));
    }
    return absl::OkStatus();
  }

  static absl::Status TwiceThere(const RecordedEvent& event, uint64_t first) {
    return absl::DataLossError(absl::StrCat(
        "position ", event.position, ": event id ", event.event_id.ToString(),
        " is that of position ", first, ", too; ids are unique"));
  }

  // Nullopt when it cannot be told.
  std::optional<Uuid> IdAt(uint64_t position) const {
    const std::unique_ptr<rocksdb::Iterator> it = files_->NewChunkIterator();
    it->SeekForPrev(format::ChunkKey(position));
    if (!it->Valid()) return std::nullopt;
    const absl::StatusOr<format::Chunk> chunk =
        format::DecodeChunk(ToView(it->key()), ToView(it->value()));
    if (!chunk.ok() || position >= chunk->end()) return std::nullopt;
    const absl::StatusOr<RecordedEvent> event =
        DecodeEvent(position, chunk->events[position - chunk->first_position]);
    if (!event.ok()) return std::nullopt;
    return event->event_id;
  }

  // What one event says of the rows, but that of its id.
  absl::Status CompareRows(const RecordedEvent& event) {
    if (event.position < checkpoint().size) {
      Head& head = heads_[event.stream];
      head = {event.revision, event.position,
              Chained(head.chain, event.stored)};
    }
    if (event.position + 1 == checkpoint().size &&
        event.event_id != checkpoint().last_event_id) {
      return DerivedBadAt(event.position,
                          "the derived index was made of another event there");
    }
    size_ = event.position + 1;
    return absl::OkStatus();
  }

  static Sha256Digest Chained(const Sha256Digest& chain,
                              absl::string_view stored) {
    return Sha256OfParts({DigestBytes(chain), stored});
  }

  // Whether `clustered` holds each stream's events, once, byte for byte.
  absl::Status CompareCopies() const {
    const std::unique_ptr<rocksdb::Iterator> it =
        files_->NewDerivedIterator(Family::kClustered);
    size_t streams = 0;
    std::string stream;
    uint64_t next_revision = 0;
    Sha256Digest chain{};
    const auto end_stream = [&]() -> absl::Status {
      if (stream.empty()) return absl::OkStatus();
      ++streams;
      const auto head = heads_.find(stream);
      if (head != heads_.end() && next_revision == head->second.revision + 1 &&
          chain == head->second.chain) {
        return absl::OkStatus();
      }
      return BadCopy(stream);
    };
    format::StreamRow row;
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
      if (const absl::Status status = format::DecodeStreamRow(
              ToView(it->key()), ToView(it->value()), &row);
          !status.ok()) {
        return DerivedBad("the derived index clustered", status.message());
      }
      if (row.stream != stream) {
        RETURN_IF_ERROR(end_stream());
        stream = std::string(row.stream);
        next_revision = 0;
        chain = {};
      }
      if (row.first_revision != next_revision) return BadCopy(stream);
      for (const absl::string_view stored : row.events) {
        chain = Chained(chain, stored);
        ++next_revision;
      }
    }
    if (!it->status().ok()) {
      return DerivedBad("the derived index clustered", it->status().ToString());
    }
    RETURN_IF_ERROR(end_stream());
    if (streams == heads_.size()) return absl::OkStatus();
    return DerivedBad("the derived index clustered",
                      absl::StrCat("it has ", streams, " streams, the log ",
                                   heads_.size(), " for it"));
  }

  // Finds the first event of `stream` that has no true copy.
  absl::Status BadCopy(const std::string& stream) const {
    const std::unique_ptr<rocksdb::Iterator> it =
        files_->NewDerivedIterator(Family::kClustered);
    std::map<uint64_t, std::string> copies;
    format::StreamRow row;
    for (it->Seek(format::StreamKey(stream, 0));
         it->Valid() &&
         format::DecodeStreamRow(ToView(it->key()), ToView(it->value()), &row)
             .ok() &&
         row.stream == stream;
         it->Next()) {
      for (size_t i = 0; i < row.events.size(); ++i) {
        copies[row.first_revision + i] = std::string(row.events[i]);
      }
    }
    std::optional<uint64_t> position;
    uint64_t events = 0;
    RETURN_IF_ERROR(ScanLog(*files_, [&](const RecordedEvent& event) {
      if (event.stream != stream || event.position >= checkpoint().size) {
        return absl::OkStatus();
      }
      ++events;
      const auto copy = copies.find(event.revision);
      if (!position.has_value() &&
          (copy == copies.end() || copy->second != event.stored)) {
        position = event.position;
      }
      return absl::OkStatus();
    }));
    if (position.has_value()) {
      return DerivedBadAt(*position,
                          absl::StrCat("the derived index clustered has no "
                                       "true copy of it for stream \"",
                                       stream, "\""));
    }
    return DerivedBad(
        "the derived index clustered",
        absl::StrCat("it has ", copies.size(), " events of stream \"", stream,
                     "\", the log ", events, " for it"));
  }

  // What only the end of the log tells: heads, copies, and rows that are too
  // many.
  absl::Status CompareWhole() const {
    if (checkpoint().size > size_) {
      return DerivedBadAt(
          size_, absl::StrCat("the derived index goes on to position ",
                              checkpoint().size, ", where the log has ended"));
    }
    for (const auto& [stream, head] : heads_) {
      const absl::StatusOr<std::optional<uint64_t>> row =
          files_->DerivedRow(Family::kHeads, stream);
      if (!row.ok()) return DerivedBadAt(head.position, row.status().message());
      if (*row != head.revision) {
        return DerivedBadAt(
            head.position,
            absl::StrCat(
                "the derived index heads has ",
                row->has_value() ? absl::StrCat("revision ", **row) : "no row",
                " as the last of stream \"", stream, "\", the log ",
                head.revision));
      }
    }
    RETURN_IF_ERROR(CompareCopies());
    RETURN_IF_ERROR(CountRows(Family::kHeads, heads_.size()));
    return CountRows(Family::kIds, checkpoint().size);
  }

  // All rows that must be there are; so more rows are wrong ones.
  absl::Status CountRows(Family family, uint64_t expected) const {
    const std::string name = absl::StrCat("the derived index ", NameOf(family));
    uint64_t rows = 0;
    const std::unique_ptr<rocksdb::Iterator> it =
        files_->NewDerivedIterator(family);
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
      if (!it->value().empty()) ++rows;  // The first and last key of a file.
    }
    if (!it->status().ok()) return DerivedBad(name, it->status().ToString());
    if (rows == expected) return absl::OkStatus();
    return DerivedBad(name, absl::StrCat("it has ", rows, " rows, the log ",
                                         expected, " for it"));
  }

  struct Head {
    uint64_t revision = 0;
    uint64_t position = 0;
    // Over the stored bytes of the stream so far, one after the other.
    Sha256Digest chain{};
  };

  const LedgerFiles* const files_;
  absl::Status derived_failure_;
  // Position behind the last event that was compared.
  uint64_t size_ = 0;
  std::map<std::string, uint64_t, std::less<>> last_revisions_;
  // As they were at the checkpoint.
  std::map<std::string, Head, std::less<>> heads_;
  std::map<Uuid, uint64_t> positions_;
};

// Whether the log is the one, and no shorter, that HEAD tells of.
absl::Status CheckHeadOf(const std::string& path,
                         const absl::StatusOr<format::Head>& head) {
  RETURN_IF_ERROR(head.status());
  ASSIGN_OR_RETURN(
      const std::unique_ptr<LogStore> store,
      LogStore::Open(LogPath(path), /*read_only=*/true, rocksdb::Env::Default(),
                     MemoryBudget::Of(LogOptions().memory_budget_bytes)));
  return CheckHead(*head, *store);
}

}  // namespace

absl::StatusOr<Verified> VerifyLedger(const std::string& path,
                                      const Progress& progress,
                                      const HasGone& has_gone) {
  // Before the log, so that a writer beside this is not ahead with it.
  const absl::StatusOr<format::Head> head = ReadHeadFile(path);
  ASSIGN_OR_RETURN(const std::unique_ptr<LedgerFiles> files,
                   LedgerFiles::Open(path));
  const uint64_t total = files->frontier().size();
  Verifier verifier(files.get());
  const absl::Status scanned = ScanLog(*files, [&](const RecordedEvent& event) {
    RETURN_IF_ERROR(verifier.Visit(event));
    if (progress != nullptr) progress(event.position + 1, total);
    if (has_gone != nullptr && has_gone()) {
      return absl::CancelledError("the ledger was not verified to its end");
    }
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(scanned);
  Verified verified;
  RETURN_IF_ERROR(
      ScanDocuments(*files, [&](absl::string_view, absl::string_view) {
        ++verified.documents;
        return absl::OkStatus();
      }));
  if (verified.documents != files->documents()) {
    return absl::DataLossError(
        absl::StrCat("the log holds ", verified.documents,
                     " documents, and says that it has ", files->documents()));
  }
  RETURN_IF_ERROR(CheckHeadOf(path, head));
  RETURN_IF_ERROR(verifier.CheckDerived());
  RETURN_IF_ERROR(files->CheckTableFiles());
  verified.events = total;
  verified.streams = verifier.streams();
  verified.indexed = std::min(total, files->checkpoint().size);
  verified.root = files->frontier().Root();
  return verified;
}

}  // namespace clearsky::log
