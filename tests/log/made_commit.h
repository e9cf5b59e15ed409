#pragma once

// Commits as the sequencer would make them, for those who only take them.

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "log/commit.h"
#include "log/event_codec.h"
#include "log/format.h"

namespace clearsky::log {

struct MadeEvent {
  std::string stream;
  uint64_t revision = 0;
  std::string words;
};

inline std::shared_ptr<const Commit> MakeCommit(
    uint64_t first, const std::vector<MadeEvent>& events) {
  const absl::Time time = absl::FromUnixSeconds(1'664'323'200);
  std::vector<std::string> stored;
  for (const MadeEvent& event : events) {
    stored.push_back(EncodeEvent(
        EventStamp{first + stored.size(), event.stream, event.revision, time},
        {.event_id = UuidV8OfContent(event.words),
         .type = "test.Said",
         .schema_version = 1,
         .data = event.words,
         .metadata = {}}));
  }
  const std::vector<format::KeyValue> chunks =
      format::EncodeCommit(first, absl::ToUnixMicros(time), stored);
  EXPECT_EQ(chunks.size(), 1) << "small commits only";
  absl::StatusOr<Commit> commit =
      CommitOfChunk(chunks.front().key, chunks.front().value);
  EXPECT_TRUE(commit.ok()) << commit.status();
  return std::make_shared<const Commit>(*std::move(commit));
}

}  // namespace clearsky::log
