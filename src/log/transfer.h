#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "base/sha256.h"
#include "base/uuid.h"
#include "log/verify.h"

namespace clearsky::log {

// What was carried over.
struct Transferred {
  Uuid ledger_id;
  uint64_t events = 0;
  uint64_t documents = 0;
  Sha256Digest root{};
};

// Copies the ledger at `path`, opened read-only, out to `file`: identity,
// documents, and every event in its exact stored bytes. All of it is checked on
// the way (ScanLog). The file is there whole or not at all.
//
// ALREADY_EXISTS when `file` is there. DATA_LOSS naming the first bad position.
// Else errors are those of EventLog::Open, read-only. `progress` may be null.
absl::StatusOr<Transferred> ExportLedger(const std::string& path,
                                         const std::string& file,
                                         const Progress& progress,
                                         const HasGone& has_gone = nullptr);

// Makes a ledger at `path` of an export: the same id, attributes, documents,
// stored bytes, record times and root. It is built in a directory beside
// `path`, verified, and then put in its place: a ledger is there whole or not
// at all.
//
// FAILED_PRECONDITION when `path` is there and is no empty directory, or `file`
// is no export that this program reads. DATA_LOSS, naming the event, when the
// file was altered or cut short. `progress` may be null.
absl::StatusOr<Transferred> LoadLedger(const std::string& file,
                                       const std::string& path,
                                       const Progress& progress);

}  // namespace clearsky::log
