#pragma once

// What a log promises of the appends that it was given, and checks of it after
// the log was opened again.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "log/event_log.h"
#include "log/merkle_frontier.h"
#include "test/status_matchers.h"

namespace clearsky::log {

// An append, and what was said of it.
struct Attempt {
  std::vector<StreamAppend> entries;
  absl::StatusOr<AppendResult> answer = absl::UnknownError("not answered");
};

// Appends that are in a log.
struct Found {
  size_t events = 0;
  size_t acknowledged = 0;
  size_t not_acknowledged = 0;
};

inline std::vector<RecordedEvent> AllEvents(const EventLog& log) {
  std::vector<RecordedEvent> events;
  EXPECT_THAT(log.ReadAll(0, Direction::kForward,
                          [&](const RecordedEvent& event) {
                            events.push_back(event);
                            return true;
                          }),
              test::IsOk());
  return events;
}

// Positions and revisions have no gaps, ids are there once, the tree is the one
// over the stored bytes, and each stream has the events that the whole has.
inline void ExpectInOrder(const EventLog& log,
                          const std::vector<RecordedEvent>& events) {
  EXPECT_EQ(log.size(), events.size());
  MerkleFrontier tree;
  std::set<Uuid> ids;
  std::map<std::string, std::vector<uint64_t>> streams;
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].position, i);
    EXPECT_TRUE(ids.insert(events[i].event_id).second);
    std::vector<uint64_t>& positions = streams[events[i].stream];
    EXPECT_EQ(events[i].revision, positions.size());
    positions.push_back(i);
    tree.Add(events[i].stored);
  }
  EXPECT_EQ(log.MerkleRoot(), DigestBytes(tree.Root()));
  for (const auto& [stream, positions] : streams) {
    EXPECT_THAT(log.StreamSize(stream), test::IsOkAndHolds(positions.size()));
    std::vector<uint64_t> read;
    EXPECT_THAT(log.ReadStream(stream, 0, Direction::kForward,
                               [&](const RecordedEvent& event) {
                                 read.push_back(event.position);
                                 return true;
                               }),
                test::IsOk());
    EXPECT_EQ(read, positions);
  }
}

// The events of an append from position `first` on, as they were given.
inline void ExpectAsGiven(const Attempt& attempt, uint64_t first,
                          const std::vector<RecordedEvent>& events) {
  uint64_t at = first;
  for (const StreamAppend& entry : attempt.entries) {
    for (const NewEvent& given : entry.events) {
      ASSERT_LT(at, events.size()) << "there in part";
      const RecordedEvent& event = events[at];
      ASSERT_EQ(event.event_id, given.event_id) << "there in part";
      EXPECT_EQ(event.stream, entry.stream);
      EXPECT_TRUE(event.data == given.data);
      if (attempt.answer.ok()) {
        const EventPlace& place = attempt.answer->places[at - first];
        EXPECT_EQ(event.position, place.position);
        EXPECT_EQ(event.revision, place.revision);
        EXPECT_EQ(event.record_time, place.record_time);
      }
      ++at;
    }
  }
}

// Each append's events are there as given: acknowledged, where it was said;
// else all, one behind the other, or none.
inline Found ExpectAnswersKept(const std::vector<Attempt>& attempts,
                               const std::vector<RecordedEvent>& events) {
  std::map<Uuid, uint64_t> positions;
  for (const RecordedEvent& event : events) {
    positions[event.event_id] = event.position;
  }
  Found found;
  for (const Attempt& attempt : attempts) {
    std::vector<Uuid> ids;
    for (const StreamAppend& entry : attempt.entries) {
      for (const NewEvent& event : entry.events) ids.push_back(event.event_id);
    }
    const auto first = positions.find(ids.front());
    if (first == positions.end()) {
      EXPECT_FALSE(attempt.answer.ok()) << "acknowledged, but lost";
      for (const Uuid& id : ids) {
        EXPECT_FALSE(positions.contains(id)) << "there in part";
      }
      continue;
    }
    ExpectAsGiven(attempt, first->second, events);
    found.events += ids.size();
    ++(attempt.answer.ok() ? found.acknowledged : found.not_acknowledged);
  }
  return found;
}

}  // namespace clearsky::log
