#include "feed/watch_cursor.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/sha256.h"
#include "plan/edtf.h"

namespace clearsky::feed {
namespace {

// First field of a cursor: how the others are to be read.
constexpr char kCursorVersion[] = "w1";
constexpr size_t kFields = 10;
constexpr size_t kChecksumBytes = 8;
// The longest has names of 256 bytes and some numbers.
constexpr size_t kMaxCursorBytes = 2048;

std::string ChecksumOf(absl::string_view content) {
  const Sha256Digest digest = Sha256(content);
  return std::string(digest.begin(), digest.begin() + kChecksumBytes);
}

absl::Status NotOurs() {
  return absl::InvalidArgumentError(
      "cursor: it is not one that a watch gave; give the cursor of the last "
      "answer as it was, or none to begin with the whole table");
}

}  // namespace

bool WatchCursor::operator==(const WatchCursor& other) const {
  return ledger_id == other.ledger_id && table == other.table &&
         point.as_of == other.point.as_of &&
         point.known_count == other.point.known_count &&
         witness == other.witness &&
         renderer_version == other.renderer_version &&
         fold_version == other.fold_version;
}

std::string EncodeCursor(const WatchCursor& cursor) {
  // No field has a newline: names of streams and tags of languages cannot.
  const std::string content = absl::StrJoin(
      std::vector<std::string>{
          kCursorVersion, cursor.ledger_id, cursor.table.plan,
          cursor.table.language,
          absl::StrCat(static_cast<int>(cursor.table.style)),
          absl::StrCat(cursor.point.known_count),
          plan::FormatDay(cursor.point.as_of), absl::StrCat(cursor.witness),
          absl::StrCat(cursor.renderer_version),
          absl::StrCat(cursor.fold_version)},
      "\n");
  return absl::WebSafeBase64Escape(absl::StrCat(ChecksumOf(content), content));
}

absl::StatusOr<WatchCursor> DecodeCursor(absl::string_view text) {
  std::string bytes;
  if (text.size() > kMaxCursorBytes ||
      !absl::WebSafeBase64Unescape(text, &bytes) ||
      bytes.size() < kChecksumBytes) {
    return NotOurs();
  }
  const absl::string_view content =
      absl::string_view(bytes).substr(kChecksumBytes);
  if (ChecksumOf(content) != bytes.substr(0, kChecksumBytes)) return NotOurs();
  const std::vector<std::string> fields = absl::StrSplit(content, '\n');
  if (fields.size() != kFields || fields[0] != kCursorVersion) {
    return NotOurs();
  }
  WatchCursor cursor;
  cursor.ledger_id = fields[1];
  cursor.table.plan = fields[2];
  cursor.table.language = fields[3];
  int style = 0;
  const absl::StatusOr<absl::CivilDay> day = plan::ParseDay(fields[6]);
  if (!absl::SimpleAtoi(fields[4], &style) ||
      !absl::SimpleAtoi(fields[5], &cursor.point.known_count) || !day.ok() ||
      !absl::SimpleAtoi(fields[7], &cursor.witness) ||
      !absl::SimpleAtoi(fields[8], &cursor.renderer_version) ||
      !absl::SimpleAtoi(fields[9], &cursor.fold_version)) {
    return NotOurs();
  }
  cursor.table.style = static_cast<v1::TableStyle>(style);
  cursor.point.as_of = *day;
  // What was made otherwise, though it reads, is not ours.
  if (EncodeCursor(cursor) != text) return NotOurs();
  return cursor;
}

}  // namespace clearsky::feed
