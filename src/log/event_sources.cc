#include "log/event_sources.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/chunk_cursor.h"
#include "log/rocksdb_status.h"
#include "log/slice.h"
#include "rocksdb/iterator.h"

namespace clearsky::log {
namespace {

// What the iterators share: a loop that ends at the first error.
class SourceBase : public EventIterator {
 public:
  bool Next() final {
    if (!status_.ok()) return false;
    absl::StatusOr<bool> has_event = Advance();
    if (!has_event.ok()) {
      status_ = std::move(has_event).status();
      return false;
    }
    return *has_event;
  }
  absl::Status status() const final { return status_; }

 private:
  // Moves to the next event; false at the end.
  virtual absl::StatusOr<bool> Advance() = 0;

  absl::Status status_;
};

// Goes over a range of numbers, in either direction.
class RangeSource : public SourceBase {
 public:
  explicit RangeSource(const PositionRange& range)
      : is_forward_(range.direction == Direction::kForward),
        next_(range.from),
        left_(is_forward_
                  ? (range.from < range.end ? range.end - range.from : 0)
                  : (range.end == 0
                         ? 0
                         : std::min(range.from, range.end - 1) + 1)) {
    if (!is_forward_ && left_ > 0) next_ = left_ - 1;
  }

  const EventView& event() const final { return event_; }

 protected:
  bool is_forward() const { return is_forward_; }
  void SetEvent(const EventView& event) { event_ = event; }

 private:
  virtual absl::Status Load(uint64_t number) = 0;

  absl::StatusOr<bool> Advance() final {
    if (left_ == 0) return false;
    RETURN_IF_ERROR(Load(next_));
    --left_;
    // The last step backward goes below 0, and is not used.
    next_ += is_forward_ ? 1 : uint64_t(-1);
    return true;
  }

  const bool is_forward_;
  uint64_t next_;
  uint64_t left_;
  EventView event_;
};

class LogIterator final : public RangeSource {
 public:
  LogIterator(const LogStore& store, const PositionRange& range)
      : RangeSource(range), cursor_(store, ChunkCursor::Use::kScan) {}

 private:
  absl::Status Load(uint64_t position) override {
    ASSIGN_OR_RETURN(const EventView event, cursor_.ViewAt(position));
    SetEvent(event);
    return absl::OkStatus();
  }

  ChunkCursor cursor_;
};

// The rows of one stream in `clustered`.
class StreamRows {
 public:
  StreamRows(const DerivedStore& derived, absl::string_view stream)
      : it_(derived.NewStreamIterator()), stream_(stream) {}

  // The stored bytes of a revision, valid until the next call.
  absl::StatusOr<absl::string_view> StoredAt(uint64_t revision) {
    const auto holds = [&] {
      return is_loaded_ && row_.first_revision <= revision &&
             revision < row_.end();
    };
    if (!holds()) {
      if (is_loaded_ && revision == row_.end()) {
        it_->Next();
      } else if (is_loaded_ && revision + 1 == row_.first_revision) {
        it_->Prev();
      } else {
        it_->SeekForPrev(format::StreamKey(stream_, revision));
      }
      is_loaded_ = false;
      if (it_->Valid()) {
        RETURN_IF_ERROR(format::DecodeStreamRow(ToView(it_->key()),
                                                ToView(it_->value()), &row_));
        is_loaded_ = row_.stream == stream_;
      }
      RETURN_IF_ERROR(FromRocksdb(it_->status(), "reading derived/"));
    }
    if (!holds()) {
      is_loaded_ = false;
      return absl::DataLossError(absl::StrCat(
          "the derived index misses revision ", revision, " of stream \"",
          stream_,
          "\"; delete the ledger's directory derived/, and the next open makes "
          "it again"));
    }
    return row_.events[revision - row_.first_revision];
  }

 private:
  const std::unique_ptr<rocksdb::Iterator> it_;
  const std::string stream_;
  bool is_loaded_ = false;
  format::StreamRow row_;
};

// The position that stored bytes say; they are checked against it when read.
absl::StatusOr<EventView> ParseOwnPosition(absl::string_view stored) {
  // Position 0 is not written. Reading with a wrong one tells the right one
  // only in words, so it is read here.
  constexpr char kPositionTag = 0x08;
  uint64_t position = 0;
  if (!stored.empty() && stored.front() == kPositionTag) {
    int shift = 0;
    for (size_t i = 1; i < stored.size() && shift < 64; ++i, shift += 7) {
      const auto byte = static_cast<uint8_t>(stored[i]);
      position |= uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) break;
    }
  }
  return ParseEventView(position, stored);
}

class StreamIterator final : public RangeSource {
 public:
  StreamIterator(const LogStore& store, const Index& index,
                 absl::string_view stream, const PositionRange& range)
      : RangeSource(range), store_(&store), index_(&index), stream_(stream) {
    // The tail first: what leaves it meanwhile is in the derived instance.
    const uint64_t first = is_forward() ? range.from : 0;
    const uint64_t end =
        is_forward() ? range.end : std::min(range.from + 1, range.end);
    if (first < end) {
      tail_ = index.tail().Positions(stream, first, end - first);
    }
    if (tail_.first_revision > first && index.derived() != nullptr) {
      rows_.emplace(*index.derived(), stream);
    }
  }

 private:
  absl::Status Load(uint64_t revision) override {
    ASSIGN_OR_RETURN(const EventView event, Find(revision));
    if (event.stream != stream_ || event.revision != revision) {
      return absl::DataLossError(absl::StrCat(
          "position ", event.position, ": the derived index has revision ",
          revision, " of stream \"", stream_,
          "\" there, the log has not; delete the ledger's directory derived/, "
          "and the next open makes it again"));
    }
    SetEvent(event);
    return absl::OkStatus();
  }

  absl::StatusOr<EventView> Find(uint64_t revision) {
    if (revision < tail_.first_revision && rows_.has_value()) {
      ASSIGN_OR_RETURN(const absl::string_view stored,
                       rows_->StoredAt(revision));
      return ParseOwnPosition(stored);
    }
    const uint64_t offset = revision - tail_.first_revision;
    if (revision < tail_.first_revision || offset >= tail_.positions.size()) {
      return absl::DataLossError(absl::StrCat("the index misses revision ",
                                              revision, " of stream \"",
                                              stream_, "\""));
    }
    const uint64_t position = tail_.positions[offset];
    in_tail_ = index_->tail().StoredAt(position);
    if (in_tail_.commit != nullptr) {
      return ParseEventView(position, in_tail_.commit->stored(in_tail_.index));
    }
    if (!cursor_.has_value()) cursor_.emplace(*store_);
    return cursor_->ViewAt(position);
  }

  const LogStore* const store_;
  const Index* const index_;
  const std::string stream_;
  Tail::Slice tail_;
  Tail::Stored in_tail_;  // Keeps what the view leads into.
  std::optional<StreamRows> rows_;
  std::optional<ChunkCursor> cursor_;
};

class MergedIterator final : public SourceBase {
 public:
  MergedIterator(std::vector<std::unique_ptr<EventIterator>> sources,
                 Direction direction)
      : sources_(std::move(sources)), direction_(direction) {}

  const EventView& event() const override { return heap_.front()->event(); }

 private:
  absl::StatusOr<bool> Advance() override {
    const auto is_later = [this](const EventIterator* a,
                                 const EventIterator* b) {
      return direction_ == Direction::kForward
                 ? a->event().position > b->event().position
                 : a->event().position < b->event().position;
    };
    if (!is_begun_) {
      is_begun_ = true;
      for (const auto& source : sources_) {
        if (source->Next()) heap_.push_back(source.get());
        RETURN_IF_ERROR(source->status());
      }
      std::make_heap(heap_.begin(), heap_.end(), is_later);
      return !heap_.empty();
    }
    if (heap_.empty()) return false;
    std::pop_heap(heap_.begin(), heap_.end(), is_later);
    EventIterator* const last = heap_.back();
    if (last->Next()) {
      std::push_heap(heap_.begin(), heap_.end(), is_later);
    } else {
      RETURN_IF_ERROR(last->status());
      heap_.pop_back();
    }
    return !heap_.empty();
  }

  const std::vector<std::unique_ptr<EventIterator>> sources_;
  const Direction direction_;
  bool is_begun_ = false;
  std::vector<EventIterator*> heap_;
};

class FilteredIterator final : public SourceBase {
 public:
  FilteredIterator(std::unique_ptr<EventIterator> source, EventFilter filter)
      : source_(std::move(source)), filter_(std::move(filter)) {}

  const EventView& event() const override { return source_->event(); }

 private:
  absl::StatusOr<bool> Advance() override {
    while (source_->Next()) {
      const EventView& event = source_->event();
      if (filter_.Matches(event.stream, event.type)) return true;
    }
    RETURN_IF_ERROR(source_->status());
    return false;
  }

  const std::unique_ptr<EventIterator> source_;
  const EventFilter filter_;
};

}  // namespace

std::unique_ptr<EventIterator> MakeLogIterator(const LogStore& store,
                                               const PositionRange& range) {
  return std::make_unique<LogIterator>(store, range);
}

std::unique_ptr<EventIterator> MakeStreamIterator(const LogStore& store,
                                                  const Index& index,
                                                  absl::string_view stream,
                                                  const PositionRange& range) {
  return std::make_unique<StreamIterator>(store, index, stream, range);
}

std::unique_ptr<EventIterator> MakeMergedIterator(
    std::vector<std::unique_ptr<EventIterator>> sources, Direction direction) {
  return std::make_unique<MergedIterator>(std::move(sources), direction);
}

std::unique_ptr<EventIterator> MakeFilteredIterator(
    std::unique_ptr<EventIterator> source, EventFilter filter) {
  if (filter.WantsAll()) return source;
  return std::make_unique<FilteredIterator>(std::move(source),
                                            std::move(filter));
}

std::unique_ptr<EventIterator> MakeEmptyIterator() {
  return std::make_unique<MergedIterator>(
      std::vector<std::unique_ptr<EventIterator>>{}, Direction::kForward);
}

}  // namespace clearsky::log
