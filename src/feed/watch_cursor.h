#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/plan_event.pb.h"
#include "ledger/ledger.h"

namespace clearsky::feed {

// Which table.
struct TableName {
  std::string plan;
  // BCP 47.
  std::string language;
  v1::TableStyle style = v1::TABLE_STYLE_UNSPECIFIED;

  auto operator<=>(const TableName&) const = default;
};

// What a cursor of WatchTable says: which table it was, at which point, and
// who made it.
struct WatchCursor {
  // UUID of the ledger, as text.
  std::string ledger_id;
  TableName table;
  ledger::Point point;
  // CRC-32C of the stored bytes of the last event known at the point: tells a
  // ledger that goes on from an older backup. 0 when nothing is known.
  uint32_t witness = 0;
  uint32_t renderer_version = 0;
  uint32_t fold_version = 0;

  bool operator==(const WatchCursor& other) const;
};

// As text that says nothing to who holds it: letters, digits, `-` and `_`.
std::string EncodeCursor(const WatchCursor& cursor);
// INVALID_ARGUMENT for anything that EncodeCursor does not make. A checksum
// tells what was cut or altered; it is no signature.
absl::StatusOr<WatchCursor> DecodeCursor(absl::string_view text);

}  // namespace clearsky::feed
