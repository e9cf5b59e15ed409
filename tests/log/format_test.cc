// What lies on disk, byte for byte (docs/format.md), and that what is not of
// that form is refused.

#include "log/format.h"

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "test/status_matchers.h"

namespace clearsky::log::format {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string Hex(const std::string& bytes) {
  return absl::BytesToHexString(bytes);
}

Uuid ExampleId() { return *ParseUuid("6ba7b810-9dad-41d1-80b4-00c04fd430c8"); }

// The worked example of docs/format.md.
TEST(FormatTest, WorkedExampleOfTheDocument) {
  const std::vector<KeyValue> chunks =
      EncodeCommit(7, 1'664'323'200'000'000, {"abc", "de"});
  ASSERT_THAT(chunks, SizeIs(1));
  EXPECT_EQ(Hex(chunks[0].key), "0000000000000007");
  EXPECT_EQ(Hex(chunks[0].value), "3b5bbc5d0005e9b17120a0000203616263026465");
  EXPECT_EQ(EncodeLedgerFile({1, ExampleId()}),
            "clearsky ledger\n"
            "format 1\n"
            "id 6ba7b810-9dad-41d1-80b4-00c04fd430c8\n"
            "crc32c 74d3c63a\n");
  EXPECT_EQ(Hex(StreamKey("a", 2)), "61000000000000000002");
}

TEST(FormatTest, NumbersSortAsTheirKeysDo) {
  EXPECT_TRUE(rc::check([](uint64_t a, uint64_t b) {
    RC_ASSERT((EncodeNumber(a) < EncodeNumber(b)) == (a < b));
    RC_ASSERT(*DecodeNumber(EncodeNumber(a)) == a);
  }));
  EXPECT_THAT(DecodeNumber("1234567"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(FormatTest, CommitIsReadBackFromItsChunks) {
  EXPECT_TRUE(rc::check([](uint32_t first, int64_t time) {
    const auto sizes = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<size_t>>(rc::gen::element<size_t>(
            0, 1, 127, 128, 1000, 20'000, 65'000, 65'536, 200'000)));
    std::vector<std::string> events;
    for (const size_t size : sizes) {
      events.push_back(
          std::string(size, static_cast<char>('a' + events.size() % 26)));
    }
    std::vector<std::string> read;
    uint64_t next = first;
    for (const KeyValue& kv : EncodeCommit(first, time, events)) {
      const absl::StatusOr<Chunk> chunk = DecodeChunk(kv.key, kv.value);
      RC_ASSERT(chunk.ok());
      RC_ASSERT(chunk->first_position == next);
      RC_ASSERT(chunk->record_time_us == time);
      RC_ASSERT(chunk->events.size() == 1 || kv.value.size() <= kMaxChunkBytes);
      for (const absl::string_view event : chunk->events) {
        read.emplace_back(event);
      }
      next = chunk->end();
    }
    RC_ASSERT(read == events);
  }));
}

TEST(FormatTest, SmallEventsFillChunksUpToTheLimit) {
  const std::vector<KeyValue> chunks =
      EncodeCommit(0, 0, std::vector<std::string>(1000, std::string(300, 'x')));
  ASSERT_THAT(chunks, SizeIs(5));
  for (size_t i = 0; i + 1 < chunks.size(); ++i) {
    EXPECT_LE(chunks[i].value.size(), kMaxChunkBytes);
    EXPECT_GT(chunks[i].value.size(), kMaxChunkBytes - 400);
  }
}

TEST(FormatTest, ChunkWithAnyBitFlippedOrCutShortIsDataLoss) {
  const KeyValue chunk = EncodeCommit(7, 1234, {"abc", "", "de"})[0];
  for (size_t bit = 0; bit < 8 * chunk.value.size(); ++bit) {
    std::string value = chunk.value;
    value[bit / 8] = static_cast<char>(value[bit / 8] ^ 1 << bit % 8);
    const absl::Status status = DecodeChunk(chunk.key, value).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(status.message()), HasSubstr("position 7:"));
  }
  for (size_t size = 0; size < chunk.value.size(); ++size) {
    EXPECT_THAT(DecodeChunk(chunk.key, chunk.value.substr(0, size)),
                StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(DecodeChunk(ChunkKey(8), chunk.value),
              StatusIs(absl::StatusCode::kDataLoss));
}

// Bytes of any form under a right checksum: an error or a chunk, no crash.
TEST(FormatTest, SealedNonsenseIsNeverTakenForMoreThanItHolds) {
  EXPECT_TRUE(rc::check([](const std::string& payload) {
    const std::string key = ChunkKey(7);
    const std::string value = Seal(key, payload);
    const absl::StatusOr<Chunk> chunk = DecodeChunk(key, value);
    if (!chunk.ok()) {
      RC_ASSERT(chunk.status().code() == absl::StatusCode::kDataLoss);
      return;
    }
    RC_ASSERT(!chunk->events.empty());
    size_t bytes = 0;
    for (const absl::string_view event : chunk->events) bytes += event.size();
    RC_ASSERT(bytes < payload.size());
  }));
  // A count and a size beyond all bounds.
  for (const char* payload :
       {"0000000000000000ffffffffffffffffff01", "000000000000000001ffffff7f",
        "0000000000000000ffffffffffffffffffffff", "000000000000000000",
        "00000000000000000100ff"}) {
    EXPECT_THAT(DecodeChunk(ChunkKey(7),
                            Seal(ChunkKey(7), absl::HexStringToBytes(payload))),
                StatusIs(absl::StatusCode::kDataLoss))
        << payload;
  }
}

TEST(FormatTest, FrontierIsReadBack) {
  MerkleFrontier frontier;
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(DecodeFrontier(EncodeFrontier(frontier)),
                IsOkAndHolds(frontier));
    frontier.Add(std::string(1, static_cast<char>(i)));
  }
  const std::string payload =
      EncodeFrontier(frontier).substr(4);  // Behind the checksum.
  for (const std::string& wrong :
       {payload.substr(0, payload.size() - 1), payload + "x",
        payload.substr(0, 7), EncodeNumber(21) + payload.substr(8)}) {
    EXPECT_THAT(DecodeFrontier(Seal(kFrontierKey, wrong)),
                StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST(FormatTest, IdentityIsReadBack) {
  const Identity identity = {
      1, ExampleId(), {{"zone", "Asia/Seoul"}, {"", std::string(300, 'x')}}};
  EXPECT_THAT(DecodeIdentity(EncodeIdentity(identity)), IsOkAndHolds(identity));
  const std::string payload = EncodeIdentity(identity).substr(4);
  for (size_t size = 0; size < payload.size(); size += 5) {
    EXPECT_THAT(DecodeIdentity(Seal(kIdentityKey, payload.substr(0, size))),
                StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(DecodeIdentity(Seal(kIdentityKey, payload + "x")),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(FormatTest, LedgerFileIsReadBack) {
  const LedgerFile ledger = {12, ExampleId()};
  EXPECT_THAT(DecodeLedgerFile(EncodeLedgerFile(ledger)), IsOkAndHolds(ledger));
}

TEST(FormatTest, LedgerFileThatIsNoneOrDamaged) {
  const std::string good = EncodeLedgerFile({1, ExampleId()});
  EXPECT_THAT(DecodeLedgerFile(""),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(DecodeLedgerFile("SQLite format 3"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  for (size_t size = 15; size < good.size(); ++size) {
    EXPECT_THAT(DecodeLedgerFile(good.substr(0, size)),
                StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(DecodeLedgerFile(good + "\n"),
              StatusIs(absl::StatusCode::kDataLoss));
}

Head ExampleHead() {
  MerkleFrontier frontier;
  for (const char* event : {"abc", "de", "f"}) frontier.Add(event);
  return {ExampleId(), frontier};
}

// As docs/format.md has it.
TEST(FormatTest, WorkedExampleOfHead) {
  EXPECT_EQ(EncodeHead(ExampleHead()),
            "clearsky head\n"
            "id 6ba7b810-9dad-41d1-80b4-00c04fd430c8\n"
            "size 3\n"
            "root "
            "82227c6feab6b674c4d5a97068aa957c99641c612cf66aa52088e6ec36778772\n"
            "subtree "
            "c42c7a7149caee9f42fdac6b068d9a08846f7311dfc94862b22d7a7b8ffaafb7\n"
            "subtree "
            "f5a06d3c52937089c51b7c6c1cc1948ccdc5581328b2ebb578e8cca66a7b5221\n"
            "crc32c 22e26676\n");
}

TEST(FormatTest, HeadIsReadBack) {
  EXPECT_THAT(DecodeHead(EncodeHead(ExampleHead())),
              IsOkAndHolds(ExampleHead()));
  const Head empty = {ExampleId(), MerkleFrontier()};
  EXPECT_THAT(DecodeHead(EncodeHead(empty)), IsOkAndHolds(empty));
}

TEST(FormatTest, HeadWithAnyByteFlippedOrCutShortIsDataLoss) {
  const std::string good = EncodeHead(ExampleHead());
  for (size_t at = 0; at < good.size(); ++at) {
    // The second makes a letter a capital.
    for (const char mask : {'\x01', '\x20', '\x80'}) {
      std::string flipped = good;
      flipped[at] = static_cast<char>(flipped[at] ^ mask);
      EXPECT_THAT(DecodeHead(flipped), StatusIs(absl::StatusCode::kDataLoss))
          << "byte " << at;
    }
    EXPECT_THAT(DecodeHead(good.substr(0, at)),
                StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(DecodeHead(good + "\n"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(FormatTest, StreamKeysKeepAStreamTogetherInOrderOfRevision) {
  EXPECT_LT(StreamKey("a", 255), StreamKey("a", 256));
  EXPECT_LT(StreamKey("a", ~uint64_t{0}), StreamKey("a/b", 0));
  const std::string key = StreamKey("a", 77);
  const absl::StatusOr<StreamKeyParts> parts = ParseStreamKey(key);
  ASSERT_THAT(parts, IsOk());
  EXPECT_EQ(parts->stream, "a");
  EXPECT_EQ(parts->revision, 77);
  EXPECT_THAT(ParseStreamKey("a"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ParseStreamKey(key.substr(1)),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ParseStreamKey(key + "x"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(FormatTest, RowOfAStreamIsReadBack) {
  const KeyValue row = EncodeStreamRow("plan", 7, {"abc", "", "de"});
  StreamRow read;
  ASSERT_THAT(DecodeStreamRow(row.key, row.value, &read), IsOk());
  EXPECT_EQ(read.stream, "plan");
  EXPECT_EQ(read.first_revision, 7);
  EXPECT_EQ(read.end(), 10);
  EXPECT_THAT(read.events, ElementsAre("abc", "", "de"));
}

TEST(FormatTest, RowWithAnyByteFlippedOrUnderAnotherKeyIsDataLoss) {
  const KeyValue row = EncodeStreamRow("plan", 7, {"abc", "de"});
  StreamRow read;
  for (size_t at = 0; at < row.value.size(); ++at) {
    std::string flipped = row.value;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    EXPECT_THAT(DecodeStreamRow(row.key, flipped, &read),
                StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(
      DecodeStreamRow(StreamKey("plan", 8), row.value, &read),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("stream \"plan\"")));
}

TEST(FormatTest, CheckpointIsReadBack) {
  EXPECT_THAT(DecodeCheckpoint(EncodeCheckpoint({9, ExampleId()})),
              IsOkAndHolds(Checkpoint{9, ExampleId()}));
  EXPECT_THAT(DecodeCheckpoint(EncodeCheckpoint({})),
              IsOkAndHolds(Checkpoint{}));
  EXPECT_THAT(DecodeCheckpoint(Seal(kCheckpointKey, "123")),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace clearsky::log::format
