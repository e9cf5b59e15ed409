#include "log/verify.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "log/event_codec.h"
#include "log/format.h"
#include "log/head.h"
#include "log/ledger_directory.h"
#include "log/ledger_files.h"
#include "log/log_scan.h"
#include "log/log_store.h"
#include "log/rocksdb_status.h"
#include "rocksdb/env.h"
#include "rocksdb/iterator.h"

namespace clearsky::log {
namespace {

using Family = LedgerFiles::Family;

const char* NameOf(Family family) {
  switch (family) {
    case Family::kStreams:
      return format::kStreamsFamily;
    case Family::kHeads:
      return format::kHeadsFamily;
    case Family::kIds:
      return format::kIdsFamily;
  }
  return "?";
}

absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
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
  const format::Checkpoint& checkpoint(Family family) const {
    return files_->checkpoints()[family];
  }

  // An id is unique among indexed events when each of them is where its row
  // says; so that only the other ids are kept in memory.
  absl::Status CheckId(const RecordedEvent& event) {
    const auto known = positions_.find(event.event_id);
    if (known != positions_.end()) return TwiceThere(event, known->second);
    const bool is_indexed = event.position < checkpoint(Family::kIds).size;
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

  // The rows of one event, but that of its id.
  absl::Status CompareRows(const RecordedEvent& event) {
    if (event.position < checkpoint(Family::kStreams).size) {
      const absl::StatusOr<std::optional<uint64_t>> row = files_->DerivedRow(
          Family::kStreams, format::StreamKey(event.stream, event.revision));
      if (!row.ok()) {
        return DerivedBadAt(event.position, row.status().message());
      }
      if (*row != event.position) {
        return DerivedBadAt(
            event.position,
            absl::StrCat(
                "the derived index streams has ",
                row->has_value() ? absl::StrCat("position ", **row) : "no row",
                " for revision ", event.revision, " of stream \"", event.stream,
                "\""));
      }
    }
    if (event.position < checkpoint(Family::kHeads).size) {
      heads_[event.stream] = {event.revision, event.position};
    }
    for (const Family family :
         {Family::kStreams, Family::kHeads, Family::kIds}) {
      if (event.position + 1 == checkpoint(family).size &&
          event.event_id != checkpoint(family).last_event_id) {
        return DerivedBadAt(event.position,
                            absl::StrCat("the derived index ", NameOf(family),
                                         " was made of another event there"));
      }
    }
    size_ = event.position + 1;
    return absl::OkStatus();
  }

  // What only the end of the log tells: heads, and rows that are too many.
  absl::Status CompareWhole() const {
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
    RETURN_IF_ERROR(
        CountRows(Family::kStreams, checkpoint(Family::kStreams).size));
    RETURN_IF_ERROR(CountRows(Family::kHeads, heads_.size()));
    return CountRows(Family::kIds, checkpoint(Family::kIds).size);
  }

  // All rows that must be there are; so more rows are wrong ones.
  absl::Status CountRows(Family family, uint64_t expected) const {
    const std::string name = absl::StrCat("the derived index ", NameOf(family));
    if (checkpoint(family).size > size_) {
      return DerivedBadAt(size_, absl::StrCat(name, " goes on to position ",
                                              checkpoint(family).size,
                                              ", where the log has ended"));
    }
    uint64_t rows = 0;
    const std::unique_ptr<rocksdb::Iterator> it =
        files_->NewDerivedIterator(family);
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
      if (ToView(it->key()) != format::kCheckpointKey) ++rows;
    }
    if (!it->status().ok()) return DerivedBad(name, it->status().ToString());
    if (rows == expected) return absl::OkStatus();
    return DerivedBad(name, absl::StrCat("it has ", rows, " rows, the log ",
                                         expected, " for it"));
  }

  struct Head {
    uint64_t revision;
    uint64_t position;
  };

  const LedgerFiles* const files_;
  absl::Status derived_failure_;
  // Position behind the last event that was compared.
  uint64_t size_ = 0;
  std::map<std::string, uint64_t, std::less<>> last_revisions_;
  // As they were at the checkpoint of the family heads.
  std::map<std::string, Head, std::less<>> heads_;
  std::map<Uuid, uint64_t> positions_;
};

// Whether the log is the one, and no shorter, that HEAD tells of.
absl::Status CheckHeadOf(const std::string& path,
                         const absl::StatusOr<format::Head>& head) {
  RETURN_IF_ERROR(head.status());
  ASSIGN_OR_RETURN(const std::unique_ptr<LogStore> store,
                   LogStore::Open(LogPath(path), /*read_only=*/true,
                                  rocksdb::Env::Default()));
  return CheckHead(*head, *store);
}

}  // namespace

absl::StatusOr<Verified> VerifyLedger(const std::string& path,
                                      const Progress& progress) {
  // Before the log, so that a writer beside this is not ahead with it.
  const absl::StatusOr<format::Head> head = ReadHeadFile(path);
  ASSIGN_OR_RETURN(const std::unique_ptr<LedgerFiles> files,
                   LedgerFiles::Open(path));
  const uint64_t total = files->frontier().size();
  Verifier verifier(files.get());
  const absl::Status scanned = ScanLog(*files, [&](const RecordedEvent& event) {
    RETURN_IF_ERROR(verifier.Visit(event));
    if (progress != nullptr) progress(event.position + 1, total);
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(scanned);
  Verified verified;
  RETURN_IF_ERROR(
      ScanDocuments(*files, [&](absl::string_view, absl::string_view) {
        ++verified.documents;
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(CheckHeadOf(path, head));
  RETURN_IF_ERROR(verifier.CheckDerived());
  RETURN_IF_ERROR(files->CheckTableFiles());
  verified.events = total;
  verified.streams = verifier.streams();
  verified.indexed = total;
  for (const format::Checkpoint& checkpoint : files->checkpoints()) {
    verified.indexed = std::min(verified.indexed, checkpoint.size);
  }
  verified.root = files->frontier().Root();
  return verified;
}

}  // namespace clearsky::log
