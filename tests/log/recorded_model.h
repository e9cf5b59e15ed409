#pragma once

// A plain vector of what was recorded, and which of it a request should read.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "any_event.h"
#include "log/event_iterator.h"
#include "log_fixture.h"

namespace clearsky::log {

class RecordedModel {
 public:
  static bool Matches(const EventFilter& filter, const RecordedEvent& event) {
    return absl::StartsWith(event.stream, filter.stream_prefix) &&
           (filter.types.empty() ||
            std::count(filter.types.begin(), filter.types.end(), event.type) >
                0);
  }

  void Add(const std::vector<StreamAppend>& entries,
           const AppendResult& result) {
    size_t next = 0;
    for (const StreamAppend& entry : entries) {
      for (const NewEvent& event : entry.events) {
        const EventPlace& place = result.places.at(next++);
        EXPECT_EQ(place.position, events_.size());
        EXPECT_EQ(place.revision, sizes_[entry.stream]++);
        events_.push_back({place.position, entry.stream, place.revision,
                           event.event_id, place.record_time, event.type,
                           event.schema_version, event.data, event.metadata,
                           EncodeEvent(place, event)});
      }
    }
  }

  const std::vector<RecordedEvent>& events() const { return events_; }
  size_t size() const { return events_.size(); }

  // Positions that `request` should visit, in order.
  std::vector<uint64_t> Positions(const ReadRequest& request) const {
    const bool is_forward = request.direction == Direction::kForward;
    std::vector<uint64_t> positions;
    uint64_t end = 0;
    for (const RecordedEvent& event : events_) {
      if (!request.stream.empty() && event.stream != request.stream) continue;
      const uint64_t number =
          request.stream.empty() ? event.position : event.revision;
      end = number + 1;
      if (request.from.has_value() &&
          (is_forward ? number < *request.from : number > *request.from)) {
        continue;
      }
      if (request.from_time.has_value() &&
          (is_forward ? event.record_time < *request.from_time
                      : event.record_time > *request.from_time)) {
        continue;
      }
      if (Matches(request.filter, event)) positions.push_back(event.position);
    }
    if (request.from.has_value() && *request.from >= end) return {};
    if (!is_forward) std::reverse(positions.begin(), positions.end());
    return positions;
  }

  void ExpectIs(const EventView& view, uint64_t position) const {
    ASSERT_LT(position, events_.size());
    const RecordedEvent& event = events_[position];
    EXPECT_EQ(view.position, event.position);
    EXPECT_EQ(view.stream, event.stream);
    EXPECT_EQ(view.revision, event.revision);
    EXPECT_EQ(view.event_id, event.event_id);
    EXPECT_EQ(view.record_time, event.record_time);
    EXPECT_EQ(view.type, event.type);
    EXPECT_EQ(view.schema_version, event.schema_version);
    EXPECT_TRUE(view.data == event.data);  // Up to a MiB: not to be printed.
    EXPECT_TRUE(view.stored == event.stored);
  }

 private:
  std::vector<RecordedEvent> events_;
  std::map<std::string, uint64_t> sizes_;
};

// Few streams, some with a common prefix, and three types.
class AnyAppend {
 public:
  explicit AnyAppend(AnyEvent* any) : any_(any) {}

  std::string Stream() {
    static constexpr const char* kPrefixes[] = {"plan/", "person/", "p", "x"};
    return absl::StrCat(kPrefixes[any_->Below(4)], any_->Below(5));
  }
  std::string Type() { return absl::StrCat("test.Type", any_->Below(3)); }
  EventFilter Filter() {
    static constexpr const char* kPrefixes[] = {
        "", "", "plan/", "plan/1", "person/", "p", "p3", "x4", "none"};
    EventFilter filter{kPrefixes[any_->Below(9)], {}};
    while (any_->OneIn(3)) filter.types.push_back(Type());
    return filter;
  }

  NewEvent Event(size_t size) {
    NewEvent event = any_->Event();
    event.type = Type();
    event.data = std::string(size, static_cast<char>(any_->Below(256)));
    if (size > 1000) event.metadata.clear();
    return event;
  }
  // Mostly few events; at times chunks of many, or one of 1 MiB.
  std::vector<StreamAppend> Entries(bool with_large) {
    std::vector<StreamAppend> entries;
    const bool is_large = with_large && any_->OneIn(40);
    const bool is_long = !is_large && with_large && any_->OneIn(20);
    for (uint64_t i = 1 + any_->Below(is_large ? 1 : 3); i > 0; --i) {
      StreamAppend entry{Stream(), ExpectedRevision::Any(), {}};
      if (std::any_of(entries.begin(), entries.end(), [&](const auto& other) {
            return other.stream == entry.stream;
          })) {
        continue;
      }
      uint64_t count = 1 + any_->Below(is_long ? 200 : 6);
      if (is_large) count = 1;
      for (; count > 0; --count) {
        entry.events.push_back(
            Event(is_large ? kMaxEventBytes : any_->Below(600)));
      }
      entries.push_back(std::move(entry));
    }
    return entries;
  }

 private:
  AnyEvent* const any_;
};

}  // namespace clearsky::log
