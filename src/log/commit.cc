#include "log/commit.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "base/status_macros.h"
#include "log/event_view.h"

namespace clearsky::log {

size_t Commit::bytes() const {
  size_t bytes = sizeof(Commit) + events.capacity() * sizeof(Event);
  for (const format::KeyValue& chunk : chunks) bytes += chunk.value.capacity();
  return bytes;
}

absl::StatusOr<Commit> CommitOfChunk(absl::string_view key,
                                     absl::string_view value) {
  Commit commit;
  commit.chunks.push_back({std::string(key), std::string(value)});
  const std::string& copy = commit.chunks.front().value;
  ASSIGN_OR_RETURN(const format::Chunk chunk, format::DecodeChunk(key, copy));
  commit.first_position = chunk.first_position;
  commit.record_time = absl::FromUnixMicros(chunk.record_time_us);
  absl::flat_hash_map<absl::string_view, uint32_t> indexes;
  for (const absl::string_view stored : chunk.events) {
    ASSIGN_OR_RETURN(const EventView event,
                     ParseEventView(commit.end(), stored));
    const auto [it, is_new] = indexes.try_emplace(
        event.stream, static_cast<uint32_t>(commit.streams.size()));
    if (is_new) commit.streams.emplace_back(event.stream);
    commit.events.push_back({event.event_id, event.revision, it->second, 0,
                             static_cast<uint32_t>(stored.data() - copy.data()),
                             static_cast<uint32_t>(stored.size())});
  }
  return commit;
}

LogEnd EndAfter(LogEnd end, const Commit& commit) {
  for (size_t i = 0; i < commit.events.size(); ++i) {
    end.frontier.Add(commit.stored(i));
  }
  end.size += commit.events.size();
  end.last_record_time = commit.record_time;
  return end;
}

}  // namespace clearsky::log
