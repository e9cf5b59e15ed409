#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "log/event_log.h"
#include "log/ledger_files.h"

namespace clearsky::log {

// Reads every event of the log, in order, and checks all that `log/` promises
// of events (docs/format.md) but that their ids are unique: checksums; bytes
// that parse; positions and revisions without gaps; one record time in a
// commit, later than that of the commit before; and at the end that the chunks
// end where the tree does, with the same root. Memory grows with the number of
// streams only.
//
// DATA_LOSS naming the first bad position; or what `visit` returns.
absl::Status ScanLog(
    const LedgerFiles& files,
    const std::function<absl::Status(const RecordedEvent&)>& visit);

// Reads every document: `visit` gets its SHA-256 and content. DATA_LOSS naming
// a document whose hash is another.
absl::Status ScanDocuments(
    const LedgerFiles& files,
    const std::function<absl::Status(absl::string_view sha256,
                                     absl::string_view content)>& visit);

}  // namespace clearsky::log
