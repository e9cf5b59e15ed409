#include "log/derived_rows.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "base/status_macros.h"
#include "log/format.h"

namespace clearsky::log {
namespace {

absl::string_view ToView(const Uuid& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

}  // namespace

DerivedRows::DerivedRows(
    const std::vector<std::shared_ptr<const Commit>>& commits) {
  size_t count = 0;
  for (const auto& commit : commits) count += commit->events.size();
  ids_.reserve(count);
  absl::flat_hash_map<absl::string_view, size_t> indexes;
  std::vector<size_t> in_commit;
  for (const auto& commit : commits) {
    in_commit.clear();
    for (const std::string& name : commit->streams) {
      const auto [it, is_new] = indexes.try_emplace(name, streams_.size());
      if (is_new) streams_.push_back({name, 0, {}});
      in_commit.push_back(it->second);
    }
    for (size_t i = 0; i < commit->events.size(); ++i) {
      const Commit::Event& event = commit->events[i];
      Stream& stream = streams_[in_commit[event.stream]];
      if (stream.events.empty()) stream.first_revision = event.revision;
      stream.events.push_back(commit->stored(i));
      ids_.push_back({event.id, commit->first_position + i});
    }
  }
  std::sort(streams_.begin(), streams_.end(),
            [](const Stream& a, const Stream& b) { return a.name < b.name; });
  std::sort(ids_.begin(), ids_.end(),
            [](const Id& a, const Id& b) { return a.id < b.id; });
}

absl::Status DerivedRows::ForClustered(const RowSink& sink) const {
  std::vector<absl::string_view> events;
  for (const Stream& stream : streams_) {
    uint64_t first = stream.first_revision;
    for (size_t next = 0; next < stream.events.size();) {
      events.clear();
      size_t size = 0;
      do {
        events.push_back(stream.events[next]);
        size += format::SizeInChunk(stream.events[next].size());
        ++next;
      } while (next < stream.events.size() &&
               format::FitsIntoChunk(size, stream.events[next].size()));
      const format::KeyValue row =
          format::EncodeStreamRow(stream.name, first, events);
      RETURN_IF_ERROR(sink(row.key, row.value));
      first += events.size();
    }
  }
  return absl::OkStatus();
}

absl::Status DerivedRows::ForHeads(const RowSink& sink) const {
  RETURN_IF_ERROR(sink(format::kFirstHeadsKey, ""));
  for (const Stream& stream : streams_) {
    RETURN_IF_ERROR(
        sink(stream.name, format::EncodeNumber(stream.first_revision +
                                               stream.events.size() - 1)));
  }
  return sink(format::kLastHeadsKey, "");
}

absl::Status DerivedRows::ForIds(const RowSink& sink) const {
  RETURN_IF_ERROR(sink(format::kFirstIdsKey, ""));
  for (const Id& id : ids_) {
    RETURN_IF_ERROR(sink(ToView(id.id), format::EncodeNumber(id.position)));
  }
  return sink(format::kLastIdsKey, "");
}

}  // namespace clearsky::log
