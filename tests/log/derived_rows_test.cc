#include "log/derived_rows.h"

#include <map>

#include "any_event.h"
#include "gmock/gmock.h"
#include "made_commit.h"
#include "test/status_matchers.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::SizeIs;

using Rows = std::vector<format::KeyValue>;

RowSink Into(Rows* rows) {
  return [rows](absl::string_view key, absl::string_view value) {
    rows->push_back({std::string(key), std::string(value)});
    return absl::OkStatus();
  };
}

void ExpectAscending(const Rows& rows) {
  for (size_t i = 1; i < rows.size(); ++i) {
    EXPECT_LT(rows[i - 1].key, rows[i].key) << "row " << i;
  }
}

uint64_t Number(const format::KeyValue& row) {
  return format::DecodeNumber(row.value).value();
}

TEST(DerivedRowsTest, AreSortedBetweenSentinelsAndComplete) {
  AnyEvent any;
  SCOPED_TRACE(absl::StrCat("seed=", any.seed()));
  std::vector<std::shared_ptr<const Commit>> commits;
  std::map<std::string, uint64_t> sizes;
  std::map<std::string, uint64_t> first;
  std::map<std::string, std::vector<std::string>> stored;
  std::map<Uuid, uint64_t> positions;
  uint64_t position = 1000;
  for (int i = 0; i < 40; ++i) {
    std::vector<MadeEvent> events;
    for (uint64_t k = 1 + any.Below(20); k > 0; --k) {
      const std::string stream = any.Text(1 + any.Below(2));
      if (sizes.count(stream) == 0) {
        first[stream] = sizes[stream] = any.Below(3);
      }
      const std::string words = absl::StrCat(i, ".", k);
      events.push_back({stream, sizes[stream]++, words});
      positions[UuidV8OfContent(words)] = position + events.size() - 1;
    }
    commits.push_back(MakeCommit(position, events));
    for (size_t k = 0; k < events.size(); ++k) {
      stored[events[k].stream].emplace_back(commits.back()->stored(k));
    }
    position = commits.back()->end();
  }
  const DerivedRows made(commits);

  Rows heads;
  ASSERT_THAT(made.ForHeads(Into(&heads)), IsOk());
  ExpectAscending(heads);
  ASSERT_THAT(heads, SizeIs(sizes.size() + 2));
  EXPECT_EQ(heads.front().key, format::kFirstHeadsKey);
  EXPECT_EQ(heads.back().key, format::kLastHeadsKey);
  EXPECT_EQ(heads.front().value + heads.back().value, "");
  for (size_t i = 1; i + 1 < heads.size(); ++i) {
    EXPECT_EQ(Number(heads[i]) + 1, sizes[heads[i].key]);
  }

  Rows ids;
  ASSERT_THAT(made.ForIds(Into(&ids)), IsOk());
  ExpectAscending(ids);
  ASSERT_THAT(ids, SizeIs(positions.size() + 2));
  EXPECT_EQ(ids.front().key, format::kFirstIdsKey);
  EXPECT_EQ(ids.back().key, format::kLastIdsKey);
  EXPECT_EQ(ids.front().value + ids.back().value, "");
  for (size_t i = 1; i + 1 < ids.size(); ++i) {
    EXPECT_EQ(Number(ids[i]), positions[UuidFromBytes(ids[i].key).value()]);
  }
  EXPECT_EQ(made.last_id(), positions.rbegin()->first);

  Rows clustered;
  ASSERT_THAT(made.ForClustered(Into(&clustered)), IsOk());
  ExpectAscending(clustered);
  std::map<std::string, std::vector<std::string>> read;
  for (const format::KeyValue& each : clustered) {
    format::StreamRow row;
    ASSERT_THAT(format::DecodeStreamRow(each.key, each.value, &row), IsOk());
    std::vector<std::string>& events = read[std::string(row.stream)];
    EXPECT_EQ(row.first_revision,
              first[std::string(row.stream)] + events.size());
    for (const absl::string_view event : row.events) events.emplace_back(event);
  }
  EXPECT_EQ(read, stored);
}

TEST(DerivedRowsTest, LongStreamsTakeSeveralRows) {
  std::vector<std::shared_ptr<const Commit>> commits;
  for (uint64_t i = 0; i < 6; ++i) {
    commits.push_back(
        MakeCommit(i, {{"a", i, absl::StrCat(i) + std::string(30'000, 'x')}}));
  }
  Rows clustered;
  ASSERT_THAT(DerivedRows(commits).ForClustered(Into(&clustered)), IsOk());
  std::vector<uint64_t> revisions;
  for (const format::KeyValue& row : clustered) {
    EXPECT_LE(row.value.size(), format::kMaxChunkBytes);
    revisions.push_back(format::ParseStreamKey(row.key)->revision);
  }
  EXPECT_THAT(revisions, ElementsAre(0, 2, 4));
}

TEST(DerivedRowsTest, FirstErrorOfTheSinkEndsIt) {
  const std::vector<std::shared_ptr<const Commit>> commits = {
      MakeCommit(0, {{"a", 0, "1"}, {"b", 0, "2"}})};
  const DerivedRows rows(commits);
  int calls = 0;
  const RowSink failing = [&](absl::string_view, absl::string_view) {
    ++calls;
    return absl::InternalError("full");
  };
  EXPECT_THAT(rows.ForClustered(failing),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(rows.ForHeads(failing), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(rows.ForIds(failing), StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(calls, 3);
}

}  // namespace
}  // namespace clearsky::log
