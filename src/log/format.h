#pragma once

// What lies on disk (docs/format.md). Names, keys, values and the LEDGER file
// are written and parsed here and nowhere else. All functions are pure.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/uuid.h"
#include "log/merkle_frontier.h"

namespace clearsky::log::format {

// In the ledger's directory.
inline constexpr char kLedgerFile[] = "LEDGER";
inline constexpr char kNewLedgerFile[] = "LEDGER.new";
inline constexpr char kLockFile[] = "LOCK";
inline constexpr char kHeadFile[] = "HEAD";
inline constexpr char kNewHeadFile[] = "HEAD.new";
inline constexpr char kLogDirectory[] = "log";
inline constexpr char kDerivedDirectory[] = "derived";

// Column families of log/. The meta family is RocksDB's default one.
inline constexpr char kMetaFamily[] = "default";
inline constexpr char kCommitsFamily[] = "commits";
inline constexpr char kDocumentsFamily[] = "documents";

// Column families of derived/, beside the default one, which holds the
// checkpoint.
inline constexpr char kClusteredFamily[] = "clustered";
inline constexpr char kHeadsFamily[] = "heads";
inline constexpr char kIdsFamily[] = "ids";

// Keys of the meta family.
inline constexpr char kIdentityKey[] = "identity";
inline constexpr char kFrontierKey[] = "frontier";

// Key of the checkpoint in derived/.
inline constexpr char kCheckpointKey[] = "checkpoint";

// First and last key of each table file of `heads` and `ids`, with empty
// values. They make the files overlap, so that RocksDB merges them as they
// come: else those of a time-ordered family would stay as small as they were
// made. No stream has such a name, no event such an id.
inline constexpr absl::string_view kFirstHeadsKey("\0", 1);
inline constexpr absl::string_view kLastHeadsKey("\xff", 1);
inline constexpr absl::string_view kFirstIdsKey(
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
inline constexpr absl::string_view kLastIdsKey(
    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16);

// A chunk's value is at most this long, unless it holds a single event.
inline constexpr size_t kMaxChunkBytes = size_t{64} << 10;

// A 64-bit number as 8 bytes, most significant first, so that numbers sort as
// their keys do. DATA_LOSS when `bytes` has another size.
std::string EncodeNumber(uint64_t number);
absl::StatusOr<uint64_t> DecodeNumber(absl::string_view bytes);

// `payload` with a checksum over `key` and it; and back. DATA_LOSS when the
// checksum differs: the bytes were changed, or belong under another key.
std::string Seal(absl::string_view key, absl::string_view payload);
absl::StatusOr<absl::string_view> Unseal(absl::string_view key,
                                         absl::string_view value);

// Key of a chunk: its first position.
inline std::string ChunkKey(uint64_t first_position) {
  return EncodeNumber(first_position);
}

struct KeyValue {
  std::string key;
  std::string value;
};

// A commit is packed into chunks in order: whether an event of `event_size`
// bytes still goes into a chunk whose events take `body_size`, with the sizes
// before them; and what it will take there.
bool FitsIntoChunk(size_t body_size, size_t event_size);
size_t SizeInChunk(size_t event_size);
// Adds the size that stands before an event.
void AppendEventSize(size_t event_size, std::string* body);
// The chunk of `count` events, `body` being each after its size. It begins at
// ChunkBodyOffset(count) of the value. `record_time_us` is the commit's time,
// in microseconds since 1970.
KeyValue MakeChunk(uint64_t first_position, int64_t record_time_us,
                   uint64_t count, absl::string_view body);
size_t ChunkBodyOffset(uint64_t count);

// The stored events of one commit, from `first_position` on, in as few chunks
// as fit.
std::vector<KeyValue> EncodeCommit(uint64_t first_position,
                                   int64_t record_time_us,
                                   const std::vector<std::string>& events);

// A chunk read back. `events` are views into the value that it was read from.
struct Chunk {
  uint64_t first_position = 0;
  int64_t record_time_us = 0;
  std::vector<absl::string_view> events;

  // Position after the last one.
  uint64_t end() const { return first_position + events.size(); }
};

// DATA_LOSS, naming the first position, when the checksum differs or the value
// is none that EncodeCommit makes.
absl::StatusOr<Chunk> DecodeChunk(absl::string_view key,
                                  absl::string_view value);
// The same into `chunk`, whose memory is used again.
absl::Status DecodeChunkInto(absl::string_view key, absl::string_view value,
                             Chunk* chunk);

// Value under kFrontierKey.
std::string EncodeFrontier(const MerkleFrontier& frontier);
absl::StatusOr<MerkleFrontier> DecodeFrontier(absl::string_view value);

// What is fixed when a ledger is made; the value under kIdentityKey.
struct Identity {
  uint32_t format_version = 0;
  Uuid ledger_id;
  std::map<std::string, std::string> attributes;

  bool operator==(const Identity&) const = default;
};
std::string EncodeIdentity(const Identity& identity);
absl::StatusOr<Identity> DecodeIdentity(absl::string_view value);

// The LEDGER file: what a directory is, before anything else is opened.
struct LedgerFile {
  uint32_t format_version = 0;
  Uuid ledger_id;

  bool operator==(const LedgerFile&) const = default;
};
std::string EncodeLedgerFile(const LedgerFile& ledger);
// FAILED_PRECONDITION when `text` is of no ledger; DATA_LOSS when it is a
// ledger's but damaged. A newer format is no error here.
absl::StatusOr<LedgerFile> DecodeLedgerFile(absl::string_view text);

// The HEAD file: how far the log had come at least, kept outside of it. The
// frontier tells the size and the root, and what the root has to be when leaves
// are added.
struct Head {
  Uuid ledger_id;
  MerkleFrontier frontier;

  bool operator==(const Head&) const = default;
};
std::string EncodeHead(const Head& head);
// DATA_LOSS when `text` is nothing that EncodeHead makes.
absl::StatusOr<Head> DecodeHead(absl::string_view text);

// Key of a row of `clustered`: the stream and the first of its revisions there.
std::string StreamKey(absl::string_view stream, uint64_t revision);
// The parts of such a key; DATA_LOSS when it is none.
struct StreamKeyParts {
  absl::string_view stream;
  uint64_t revision = 0;
};
absl::StatusOr<StreamKeyParts> ParseStreamKey(absl::string_view key);

// A row of `clustered`: consecutive events of one stream.
KeyValue EncodeStreamRow(absl::string_view stream, uint64_t first_revision,
                         const std::vector<absl::string_view>& events);
struct StreamRow {
  absl::string_view stream;  // A view into the key.
  uint64_t first_revision = 0;
  std::vector<absl::string_view> events;  // Views into the value.

  // Revision after the last one.
  uint64_t end() const { return first_revision + events.size(); }
};
// Into `row`, whose memory is used again. DATA_LOSS, naming stream and
// revision, when the checksum differs or the row is none that EncodeStreamRow
// makes.
absl::Status DecodeStreamRow(absl::string_view key, absl::string_view value,
                             StreamRow* row);

// How far derived/ has followed the log: the number of events, and
// the id of the last one, which tells this log from another. The value under
// kCheckpointKey.
struct Checkpoint {
  uint64_t size = 0;
  Uuid last_event_id;  // Zero when `size` is 0.

  bool operator==(const Checkpoint&) const = default;
};
std::string EncodeCheckpoint(const Checkpoint& checkpoint);
absl::StatusOr<Checkpoint> DecodeCheckpoint(absl::string_view value);

}  // namespace clearsky::log::format
