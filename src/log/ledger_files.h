#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/uuid.h"
#include "log/database.h"
#include "log/format.h"
#include "log/merkle_frontier.h"

namespace rocksdb {
class Iterator;
}  // namespace rocksdb

namespace clearsky::log {

// LedgerFiles is a ledger as it lies on disk, opened read-only to look after
// it: to verify, to count, to copy out. It reads by docs/format.md and rests on
// nothing that the running log makes of the files, nor changes them. It sees
// the ledger as it was when opened, maybe beside a writer. It is safe for
// concurrent use.
class LedgerFiles {
 public:
  // Families of derived/, beside its default one.
  enum Family : size_t { kClustered = 1, kHeads, kIds };

  // Errors are those of EventLog::Open, read-only. A derived instance that is
  // not there is no error; one that does not open is one of derived_status().
  static absl::StatusOr<std::unique_ptr<LedgerFiles>> Open(
      const std::string& ledger_path);

  const format::Identity& identity() const { return identity_; }
  // The tree as it was stored. Where the chunks end is not looked at.
  const MerkleFrontier& frontier() const { return frontier_; }

  std::unique_ptr<rocksdb::Iterator> NewChunkIterator() const;
  // Keys are the 32 bytes of a SHA-256, values the documents;
  // and the documents' numbers.
  std::unique_ptr<rocksdb::Iterator> NewDocumentIterator() const;
  struct Documents {
    uint64_t count = 0;
    uint64_t bytes = 0;
  };
  absl::StatusOr<Documents> CountDocuments() const;
  // How many there are to be.
  uint64_t documents() const { return documents_; }

  // Whether derived/ is there, and what keeps it from being read.
  bool has_derived() const { return derived_ != nullptr; }
  const absl::Status& derived_status() const { return derived_status_; }
  // How far derived/ has followed the log; of size 0 without it.
  const format::Checkpoint& checkpoint() const { return checkpoint_; }
  // REQUIRES for these two: has_derived(). The number in a row of heads or ids;
  // nullopt when there is none. DATA_LOSS when it is no number.
  absl::StatusOr<std::optional<uint64_t>> DerivedRow(
      Family family, absl::string_view key) const;
  std::unique_ptr<rocksdb::Iterator> NewDerivedIterator(Family family) const;

  // Reads every block of every table file of both instances. DATA_LOSS when a
  // checksum differs.
  absl::Status CheckTableFiles() const;

 private:
  LedgerFiles() = default;

  absl::Status OpenLog(const std::string& ledger_path);
  absl::Status OpenDerived(const std::string& ledger_path);
  absl::StatusOr<std::string> GetMeta(const char* key) const;

  std::unique_ptr<Database> log_;
  std::unique_ptr<Database> derived_;
  absl::Status derived_status_;
  format::Identity identity_;
  MerkleFrontier frontier_;
  uint64_t documents_ = 0;
  format::Checkpoint checkpoint_;
};

}  // namespace clearsky::log
