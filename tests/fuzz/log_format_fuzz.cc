// Decoders of log/format.h. The first byte tells which. Checksums are made
// right here: mutation alone never would, and the code behind them is what a
// damaged byte under an unlucky checksum, or a forged file, reaches.
//
// Invariants: what decodes encodes to what decodes to the same; to the same
// bytes where there is one way to write it. What does not is DATA_LOSS.

#include <algorithm>
#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "fuzz/fuzz_target.h"
#include "log/crc32c.h"
#include "log/format.h"

namespace clearsky::log::format {
namespace {

using ::clearsky::fuzz::Require;

template <typename T>
bool Refused(const absl::StatusOr<T>& decoded) {
  if (decoded.ok()) return false;
  Require(decoded.status().code() == absl::StatusCode::kDataLoss,
          "what does not decode is DATA_LOSS", decoded.status().ToString());
  Require(!decoded.status().message().empty(), "a refusal says why");
  return true;
}

std::string WithChecksum(absl::string_view text) {
  return absl::StrCat(text, absl::StrFormat("crc32c %08x\n", Crc32c(text)));
}

void TryChunk(const std::string& value) {
  constexpr uint64_t kFirst = 7;
  const absl::StatusOr<Chunk> chunk = DecodeChunk(ChunkKey(kFirst), value);
  if (Refused(chunk)) return;
  Require(chunk->first_position == kFirst, "a chunk is where its key says");
  Require(!chunk->events.empty(), "a chunk has events");
  Require(chunk->end() == kFirst + chunk->events.size(), "a chunk has an end");
  std::vector<std::string> events;
  for (const absl::string_view event : chunk->events) {
    events.emplace_back(event);
  }
  const std::vector<KeyValue> again =
      EncodeCommit(kFirst, chunk->record_time_us, events);
  std::vector<std::string> read;
  for (const KeyValue& kv : again) {
    const absl::StatusOr<Chunk> part = DecodeChunk(kv.key, kv.value);
    Require(part.ok(), "what was encoded decodes", part.status().ToString());
    Require(part->record_time_us == chunk->record_time_us,
            "the record time is kept");
    for (const absl::string_view event : part->events) {
      read.emplace_back(event);
    }
  }
  Require(read == events, "the events are kept");
  // A varint may be longer than it needs to be; of one size they are equal.
  if (again.size() == 1 && again[0].value.size() == value.size()) {
    Require(again[0].value == value, "a chunk encodes to its bytes");
  }
}

void TryFrontier(const std::string& value) {
  const absl::StatusOr<MerkleFrontier> frontier = DecodeFrontier(value);
  if (Refused(frontier)) return;
  Require(EncodeFrontier(*frontier) == value, "a frontier has one encoding");
  static_cast<void>(frontier->Root());
}

void TryIdentity(const std::string& value) {
  const absl::StatusOr<Identity> identity = DecodeIdentity(value);
  if (Refused(identity)) return;
  const absl::StatusOr<Identity> again =
      DecodeIdentity(EncodeIdentity(*identity));
  Require(again.ok() && *again == *identity, "an identity is kept");
}

void TryLedgerFile(const std::string& text) {
  const absl::StatusOr<LedgerFile> ledger = DecodeLedgerFile(text);
  if (!ledger.ok()) {
    Require(ledger.status().code() == absl::StatusCode::kDataLoss ||
                ledger.status().code() == absl::StatusCode::kFailedPrecondition,
            "a LEDGER is read, damaged, or none", ledger.status().ToString());
    return;
  }
  const absl::StatusOr<LedgerFile> again =
      DecodeLedgerFile(EncodeLedgerFile(*ledger));
  Require(again.ok() && *again == *ledger, "a LEDGER is kept");
}

void TryHead(const std::string& text) {
  const absl::StatusOr<Head> head = DecodeHead(text);
  if (Refused(head)) return;
  Require(EncodeHead(*head) == text, "a HEAD has one encoding");
}

// `text` with the root that its frontier has, and the checksum. Mutation alone
// would hit neither.
std::string WithRoot(absl::string_view text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  uint64_t size = 0;
  std::vector<Sha256Digest> subtrees;
  for (absl::string_view line : lines) {
    if (absl::ConsumePrefix(&line, "size ")) {
      static_cast<void>(absl::SimpleAtoi(line, &size));
    } else if (absl::ConsumePrefix(&line, "subtree ") && line.size() == 64) {
      const std::string bytes = absl::HexStringToBytes(line);
      std::copy(bytes.begin(), bytes.end(), subtrees.emplace_back().begin());
    }
  }
  if (subtrees.size() == static_cast<size_t>(std::popcount(size))) {
    const MerkleFrontier frontier(size, std::move(subtrees));
    for (std::string& line : lines) {
      if (absl::StartsWith(line, "root ")) {
        line = absl::StrCat("root ", DigestHex(frontier.Root()));
      }
    }
  }
  return WithChecksum(absl::StrJoin(lines, "\n"));
}

void TryCheckpoint(const std::string& value) {
  const absl::StatusOr<Checkpoint> checkpoint = DecodeCheckpoint(value);
  if (Refused(checkpoint)) return;
  Require(EncodeCheckpoint(*checkpoint) == value,
          "a checkpoint has one encoding");
}

void TryNumber(absl::string_view bytes) {
  const absl::StatusOr<uint64_t> number = DecodeNumber(bytes);
  if (Refused(number)) return;
  Require(EncodeNumber(*number) == bytes, "a number has one encoding");
}

void TryStreamKey(absl::string_view key) {
  const absl::StatusOr<StreamKeyParts> parts = ParseStreamKey(key);
  if (Refused(parts)) return;
  Require(StreamKey(parts->stream, parts->revision) == key,
          "a key has one encoding");
}

void TryStreamRow(absl::string_view value) {
  const std::string key = StreamKey("plan", 7);
  StreamRow row;
  if (!DecodeStreamRow(key, value, &row).ok()) return;
  const KeyValue again =
      EncodeStreamRow(row.stream, row.first_revision, row.events);
  // Sizes may be longer than they need be; the events are the same.
  StreamRow read;
  Require(DecodeStreamRow(again.key, again.value, &read).ok() &&
              read.events == row.events,
          "a row is read back");
}

void TryDocumentCount(const std::string& value) {
  const absl::StatusOr<uint64_t> count = DecodeDocumentCount(value);
  if (Refused(count)) return;
  Require(EncodeDocumentCount(*count) == value, "a count has one encoding");
}

// The first byte says as what the rest is read.
void TryInput(absl::string_view input) {
  if (input.empty()) return;
  const char kind = input[0];
  const std::string rest(input.substr(1));
  switch (kind) {
    case 'c':
      TryChunk(rest);
      TryChunk(Seal(ChunkKey(7), rest));
      break;
    case 'f':
      TryFrontier(rest);
      TryFrontier(Seal(kFrontierKey, rest));
      break;
    case 'i':
      TryIdentity(rest);
      TryIdentity(Seal(kIdentityKey, rest));
      break;
    case 'k':
      TryCheckpoint(rest);
      TryCheckpoint(Seal(kCheckpointKey, rest));
      break;
    case 'l':
      TryLedgerFile(rest);
      TryLedgerFile(WithChecksum(rest));
      break;
    case 'h':
      TryHead(rest);
      TryHead(WithRoot(rest));
      break;
    case 'n':
      TryNumber(rest);
      break;
    case 'd':
      TryDocumentCount(rest);
      TryDocumentCount(Seal(kDocumentCountKey, rest));
      break;
    case 'r':
      TryStreamRow(rest);
      TryStreamRow(Seal(StreamKey("plan", 7), rest));
      break;
    case 's':
      TryStreamKey(rest);
      break;
    default:
      break;
  }
}

}  // namespace
}  // namespace clearsky::log::format

FUZZ_TARGET(log_format) { clearsky::log::format::TryInput(input); }
