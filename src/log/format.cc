#include "log/format.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "log/crc32c.h"

namespace clearsky::log::format {
namespace {

constexpr size_t kChecksumBytes = 4;
constexpr size_t kMaxVarintBytes = 10;
constexpr absl::string_view kLedgerFirstLine = "clearsky ledger";
constexpr absl::string_view kHeadFirstLine = "clearsky head";

size_t VarintSize(uint64_t number) {
  return (static_cast<size_t>(std::bit_width(number | 1)) + 6) / 7;
}

void AppendBigEndian64(uint64_t number, std::string* out) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    *out += static_cast<char>(number >> shift & 0xff);
  }
}

std::string BigEndian32(uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(number >> shift & 0xff);
  }
  return bytes;
}

void AppendVarint(uint64_t number, std::string* out) {
  for (; number >= 0x80; number >>= 7) {
    *out += static_cast<char>((number & 0x7f) | 0x80);
  }
  *out += static_cast<char>(number);
}

void AppendSized(absl::string_view bytes, std::string* out) {
  AppendVarint(bytes.size(), out);
  out->append(bytes.data(), bytes.size());
}

// Takes fields off the front of a value. Each is nullopt when the value ends
// too early.
class FieldReader {
 public:
  explicit FieldReader(absl::string_view rest) : rest_(rest) {}

  bool AtEnd() const { return rest_.empty(); }
  size_t size() const { return rest_.size(); }

  std::optional<absl::string_view> Bytes(uint64_t count) {
    if (count > rest_.size()) return std::nullopt;
    const absl::string_view bytes = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return bytes;
  }

  // REQUIRES: width <= 8.
  std::optional<uint64_t> BigEndian(size_t width) {
    const std::optional<absl::string_view> bytes = Bytes(width);
    if (!bytes.has_value()) return std::nullopt;
    uint64_t number = 0;
    for (const char c : *bytes) number = number << 8 | static_cast<uint8_t>(c);
    return number;
  }

  std::optional<uint64_t> Varint() {
    uint64_t number = 0;
    for (size_t i = 0; i < kMaxVarintBytes; ++i) {
      const std::optional<uint64_t> byte = BigEndian(1);
      if (!byte.has_value()) return std::nullopt;
      number |= (*byte & 0x7f) << (7 * i);
      if (*byte < 0x80) return number;
    }
    return std::nullopt;
  }

  std::optional<absl::string_view> Sized() {
    const std::optional<uint64_t> size = Varint();
    if (!size.has_value()) return std::nullopt;
    return Bytes(*size);
  }

 private:
  absl::string_view rest_;
};

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat(what, " does not have the form of docs/format.md"));
}

// varint(count) count*sized(event), count >= 1, and nothing behind.
absl::Status ReadEvents(FieldReader* reader,
                        std::vector<absl::string_view>* events) {
  const std::optional<uint64_t> count = reader->Varint();
  // An event takes at least the byte of its size.
  if (!count.has_value() || *count == 0 || *count > reader->size()) {
    return Damaged("its head");
  }
  events->reserve(*count);
  for (uint64_t i = 0; i < *count; ++i) {
    const std::optional<absl::string_view> event = reader->Sized();
    if (!event.has_value()) return Damaged("its list of events");
    events->push_back(*event);
  }
  return reader->AtEnd() ? absl::OkStatus() : Damaged("its end");
}

// Puts the checksum into the room left for it.
void SealInPlace(absl::string_view key, std::string* value) {
  const absl::string_view payload =
      absl::string_view(*value).substr(kChecksumBytes);
  const std::string checksum = BigEndian32(Crc32c(payload, Crc32c(key)));
  std::copy(checksum.begin(), checksum.end(), value->begin());
}

absl::Status InChunk(uint64_t first_position, const absl::Status& status) {
  return absl::DataLossError(
      absl::StrCat("position ", first_position,
                   ": the chunk from there: ", status.message()));
}

std::string Hex(const Sha256Digest& digest) {
  return absl::BytesToHexString(DigestBytes(digest));
}

std::optional<Sha256Digest> FromHex(absl::string_view hex) {
  Sha256Digest digest;
  if (hex.size() != 2 * digest.size() ||
      !std::all_of(hex.begin(), hex.end(), absl::ascii_isxdigit)) {
    return std::nullopt;
  }
  const std::string bytes = absl::HexStringToBytes(hex);
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

// Text with its checksum as the last line.
std::string WithChecksum(const std::string& text) {
  return absl::StrCat(text, absl::StrFormat("crc32c %08x\n", Crc32c(text)));
}

// The zero id stands for none.
Uuid RawUuid(absl::string_view bytes) {
  Uuid uuid;
  std::copy_n(bytes.begin(), uuid.bytes.size(), uuid.bytes.begin());
  return uuid;
}

}  // namespace

std::string EncodeNumber(uint64_t number) {
  return BigEndian32(static_cast<uint32_t>(number >> 32)) +
         BigEndian32(static_cast<uint32_t>(number & 0xffffffff));
}

absl::StatusOr<uint64_t> DecodeNumber(absl::string_view bytes) {
  if (bytes.size() != sizeof(uint64_t)) return Damaged("a number");
  return *FieldReader(bytes).BigEndian(sizeof(uint64_t));
}

std::string Seal(absl::string_view key, absl::string_view payload) {
  return absl::StrCat(BigEndian32(Crc32c(payload, Crc32c(key))), payload);
}

absl::StatusOr<absl::string_view> Unseal(absl::string_view key,
                                         absl::string_view value) {
  if (value.size() < kChecksumBytes) {
    return absl::DataLossError("the value is cut short");
  }
  const absl::string_view payload = value.substr(kChecksumBytes);
  if (value.substr(0, kChecksumBytes) !=
      BigEndian32(Crc32c(payload, Crc32c(key)))) {
    return absl::DataLossError("the checksum (CRC-32C) differs");
  }
  return payload;
}

size_t SizeInChunk(size_t event_size) {
  return VarintSize(event_size) + event_size;
}

bool FitsIntoChunk(size_t body_size, size_t event_size) {
  // Upper bound of what stands before a chunk's events.
  constexpr size_t kHeadBytes =
      kChecksumBytes + sizeof(uint64_t) + kMaxVarintBytes;
  return kHeadBytes + body_size + kMaxVarintBytes + event_size <=
         kMaxChunkBytes;
}

void AppendEventSize(size_t event_size, std::string* body) {
  AppendVarint(event_size, body);
}

size_t ChunkBodyOffset(uint64_t count) {
  return kChecksumBytes + sizeof(uint64_t) + VarintSize(count);
}

KeyValue MakeChunk(uint64_t first_position, int64_t record_time_us,
                   uint64_t count, absl::string_view body) {
  KeyValue chunk = {ChunkKey(first_position), ""};
  chunk.value.reserve(ChunkBodyOffset(count) + body.size());
  chunk.value.append(kChecksumBytes, '\0');
  AppendBigEndian64(static_cast<uint64_t>(record_time_us), &chunk.value);
  AppendVarint(count, &chunk.value);
  chunk.value.append(body.data(), body.size());
  SealInPlace(chunk.key, &chunk.value);
  return chunk;
}

std::vector<KeyValue> EncodeCommit(uint64_t first_position,
                                   int64_t record_time_us,
                                   const std::vector<std::string>& events) {
  std::vector<KeyValue> chunks;
  size_t next = 0;
  while (next < events.size()) {
    const size_t first = next;
    std::string body;
    do {
      AppendSized(events[next++], &body);
    } while (next < events.size() &&
             FitsIntoChunk(body.size(), events[next].size()));
    chunks.push_back(
        MakeChunk(first_position + first, record_time_us, next - first, body));
  }
  return chunks;
}

absl::Status DecodeChunkInto(absl::string_view key, absl::string_view value,
                             Chunk* chunk) {
  ASSIGN_OR_RETURN(chunk->first_position, DecodeNumber(key));
  chunk->events.clear();
  const absl::StatusOr<absl::string_view> payload = Unseal(key, value);
  if (!payload.ok()) return InChunk(chunk->first_position, payload.status());
  FieldReader reader(*payload);
  const std::optional<uint64_t> time = reader.BigEndian(sizeof(uint64_t));
  if (!time.has_value()) {
    return InChunk(chunk->first_position, Damaged("its head"));
  }
  chunk->record_time_us = static_cast<int64_t>(*time);
  if (const absl::Status status = ReadEvents(&reader, &chunk->events);
      !status.ok()) {
    return InChunk(chunk->first_position, status);
  }
  return absl::OkStatus();
}

absl::StatusOr<Chunk> DecodeChunk(absl::string_view key,
                                  absl::string_view value) {
  Chunk chunk;
  RETURN_IF_ERROR(DecodeChunkInto(key, value, &chunk));
  return chunk;
}

std::string EncodeFrontier(const MerkleFrontier& frontier) {
  std::string payload = EncodeNumber(frontier.size());
  for (const Sha256Digest& hash : frontier.subtrees()) {
    payload += DigestBytes(hash);
  }
  return Seal(kFrontierKey, payload);
}

absl::StatusOr<MerkleFrontier> DecodeFrontier(absl::string_view value) {
  ASSIGN_OR_RETURN(const absl::string_view payload,
                   Unseal(kFrontierKey, value));
  FieldReader reader(payload);
  const std::optional<uint64_t> size = reader.BigEndian(sizeof(uint64_t));
  if (!size.has_value()) return Damaged("the tree frontier");
  std::vector<Sha256Digest> subtrees(static_cast<size_t>(std::popcount(*size)));
  for (Sha256Digest& hash : subtrees) {
    const std::optional<absl::string_view> bytes = reader.Bytes(kSha256Size);
    if (!bytes.has_value()) return Damaged("the tree frontier");
    std::copy(bytes->begin(), bytes->end(), hash.begin());
  }
  if (!reader.AtEnd()) return Damaged("the tree frontier");
  return MerkleFrontier(*size, std::move(subtrees));
}

std::string EncodeIdentity(const Identity& identity) {
  std::string payload = BigEndian32(identity.format_version);
  payload += identity.ledger_id.ToBytes();
  AppendVarint(identity.attributes.size(), &payload);
  for (const auto& [key, value] : identity.attributes) {
    AppendSized(key, &payload);
    AppendSized(value, &payload);
  }
  return Seal(kIdentityKey, payload);
}

absl::StatusOr<Identity> DecodeIdentity(absl::string_view value) {
  ASSIGN_OR_RETURN(const absl::string_view payload,
                   Unseal(kIdentityKey, value));
  FieldReader reader(payload);
  const std::optional<uint64_t> version = reader.BigEndian(4);
  const std::optional<absl::string_view> id = reader.Bytes(16);
  const std::optional<uint64_t> count = reader.Varint();
  if (!version.has_value() || !id.has_value() || !count.has_value()) {
    return Damaged("the identity");
  }
  Identity identity;
  identity.format_version = static_cast<uint32_t>(*version);
  identity.ledger_id = RawUuid(*id);
  for (uint64_t i = 0; i < *count; ++i) {
    const std::optional<absl::string_view> name = reader.Sized();
    const std::optional<absl::string_view> text = reader.Sized();
    if (!name.has_value() || !text.has_value()) return Damaged("the identity");
    identity.attributes.emplace(*name, *text);
  }
  if (!reader.AtEnd()) return Damaged("the identity");
  return identity;
}

std::string EncodeLedgerFile(const LedgerFile& ledger) {
  const std::string text =
      absl::StrCat(kLedgerFirstLine, "\nformat ", ledger.format_version,
                   "\nid ", ledger.ledger_id.ToString(), "\n");
  return WithChecksum(text);
}

absl::StatusOr<LedgerFile> DecodeLedgerFile(absl::string_view text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (lines[0] != kLedgerFirstLine) {
    return absl::FailedPreconditionError(
        absl::StrCat("its first line is not \"", kLedgerFirstLine, "\""));
  }
  // The first three lines and the last one hold for every format version, so
  // that a newer ledger can be told from a damaged one.
  const size_t checksum_at = text.rfind("crc32c ");
  if (checksum_at == absl::string_view::npos ||
      text.substr(checksum_at) !=
          absl::StrFormat("crc32c %08x\n",
                          Crc32c(text.substr(0, checksum_at)))) {
    return absl::DataLossError("its checksum (CRC-32C) differs");
  }
  LedgerFile ledger;
  absl::string_view version = lines[1];
  if (!absl::ConsumePrefix(&version, "format ") ||
      !absl::SimpleAtoi(version, &ledger.format_version) ||
      ledger.format_version == 0) {
    return absl::DataLossError("its second line is not \"format N\"");
  }
  absl::string_view id = lines[2];
  if (absl::ConsumePrefix(&id, "id ")) {
    if (const absl::StatusOr<Uuid> parsed = ParseUuid(id); parsed.ok()) {
      ledger.ledger_id = *parsed;
      return ledger;
    }
  }
  return absl::DataLossError("its third line is not \"id UUID\"");
}

std::string EncodeHead(const Head& head) {
  std::string text = absl::StrCat(
      kHeadFirstLine, "\nid ", head.ledger_id.ToString(), "\nsize ",
      head.frontier.size(), "\nroot ", Hex(head.frontier.Root()), "\n");
  for (const Sha256Digest& subtree : head.frontier.subtrees()) {
    absl::StrAppend(&text, "subtree ", Hex(subtree), "\n");
  }
  return WithChecksum(text);
}

absl::StatusOr<Head> DecodeHead(absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  // The first line, id, size, root, subtrees, checksum, and what follows the
  // last newline.
  constexpr size_t kLinesBefore = 4;
  constexpr size_t kLinesAfter = 2;
  const auto damaged = [] { return Damaged("it"); };
  if (lines.size() < kLinesBefore + kLinesAfter) return damaged();
  absl::string_view id = lines[1];
  absl::string_view size_text = lines[2];
  uint64_t size = 0;
  if (!absl::ConsumePrefix(&id, "id ") ||
      !absl::ConsumePrefix(&size_text, "size ") ||
      !absl::SimpleAtoi(size_text, &size)) {
    return damaged();
  }
  const absl::StatusOr<Uuid> ledger_id = ParseUuid(id);
  if (!ledger_id.ok()) return damaged();
  std::vector<Sha256Digest> subtrees;
  for (size_t i = kLinesBefore; i + kLinesAfter < lines.size(); ++i) {
    absl::string_view hex = lines[i];
    if (!absl::ConsumePrefix(&hex, "subtree ")) return damaged();
    const std::optional<Sha256Digest> subtree = FromHex(hex);
    if (!subtree.has_value()) return damaged();
    subtrees.push_back(*subtree);
  }
  if (subtrees.size() != static_cast<size_t>(std::popcount(size))) {
    return damaged();
  }
  Head head{*ledger_id, MerkleFrontier(size, std::move(subtrees))};
  // There is one way to write it; this compares the root and the checksum, too.
  if (EncodeHead(head) != text) {
    return absl::DataLossError("its root or its checksum (CRC-32C) differs");
  }
  return head;
}

std::string StreamKey(absl::string_view stream, uint64_t revision) {
  // Names hold no control characters, so the zero byte ends the name and keeps
  // the keys of one stream together.
  std::string key;
  key.reserve(stream.size() + 1 + sizeof(uint64_t));
  key.append(stream.data(), stream.size());
  key += '\0';
  AppendBigEndian64(revision, &key);
  return key;
}

absl::StatusOr<StreamKeyParts> ParseStreamKey(absl::string_view key) {
  constexpr size_t kSuffixBytes = 1 + sizeof(uint64_t);
  if (key.size() <= kSuffixBytes || key[key.size() - kSuffixBytes] != '\0') {
    return Damaged("a stream's key");
  }
  StreamKeyParts parts;
  parts.stream = key.substr(0, key.size() - kSuffixBytes);
  ASSIGN_OR_RETURN(parts.revision,
                   DecodeNumber(key.substr(key.size() - sizeof(uint64_t))));
  return parts;
}

KeyValue EncodeStreamRow(absl::string_view stream, uint64_t first_revision,
                         const std::vector<absl::string_view>& events) {
  KeyValue row = {StreamKey(stream, first_revision), ""};
  size_t size = kChecksumBytes + kMaxVarintBytes;
  for (const absl::string_view event : events)
    size += SizeInChunk(event.size());
  row.value.reserve(size);
  row.value.append(kChecksumBytes, '\0');
  AppendVarint(events.size(), &row.value);
  for (const absl::string_view event : events) AppendSized(event, &row.value);
  SealInPlace(row.key, &row.value);
  return row;
}

absl::Status DecodeStreamRow(absl::string_view key, absl::string_view value,
                             StreamRow* row) {
  ASSIGN_OR_RETURN(const StreamKeyParts parts, ParseStreamKey(key));
  row->stream = parts.stream;
  row->first_revision = parts.revision;
  row->events.clear();
  const auto in_row = [&](const absl::Status& status) {
    return absl::DataLossError(absl::StrCat(
        "stream \"", parts.stream, "\", the copy in derived/ from revision ",
        parts.revision, ": ", status.message()));
  };
  const absl::StatusOr<absl::string_view> payload = Unseal(key, value);
  if (!payload.ok()) return in_row(payload.status());
  FieldReader reader(*payload);
  const absl::Status status = ReadEvents(&reader, &row->events);
  return status.ok() ? status : in_row(status);
}

std::string EncodeCheckpoint(const Checkpoint& checkpoint) {
  return Seal(kCheckpointKey, absl::StrCat(EncodeNumber(checkpoint.size),
                                           checkpoint.last_event_id.ToBytes()));
}

absl::StatusOr<Checkpoint> DecodeCheckpoint(absl::string_view value) {
  ASSIGN_OR_RETURN(const absl::string_view payload,
                   Unseal(kCheckpointKey, value));
  FieldReader reader(payload);
  const std::optional<uint64_t> size = reader.BigEndian(sizeof(uint64_t));
  const std::optional<absl::string_view> id = reader.Bytes(16);
  if (!size.has_value() || !id.has_value() || !reader.AtEnd()) {
    return Damaged("a checkpoint of derived/");
  }
  return Checkpoint{*size, RawUuid(*id)};
}

}  // namespace clearsky::log::format
