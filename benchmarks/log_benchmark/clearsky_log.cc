#include "log_benchmark/clearsky_log.h"

#include <array>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clearsky/v1/event.pb.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {
namespace {

log::NewEvent ToNewEvent(const SourceEvent& source, const Uuid& id) {
  log::NewEvent event;
  event.event_id = id;
  event.type = source.type;
  event.data = source.data;
  return event;
}

class ClearskyWriter final : public Writer {
 public:
  ClearskyWriter(log::EventLog* log, int number)
      : log_(log),
        number_(number),
        ids_(static_cast<uint64_t>(number) << 40),
        request_(1) {}

  void Append(absl::Span<const SourceEvent> events) override {
    const size_t turn = turn_++ % kStreamsOfWriter;
    log::StreamAppend& entry = request_[0];
    entry.stream = WriterStream(number_, turn);
    entry.expected = next_[turn] == 0
                         ? log::ExpectedRevision::NoStream()
                         : log::ExpectedRevision::Exactly(next_[turn] - 1);
    entry.events.resize(events.size());
    for (size_t i = 0; i < events.size(); ++i) {
      entry.events[i].event_id = ids_.Next();
      entry.events[i].type = events[i].type;
      entry.events[i].data = events[i].data;
    }
    Require(log_->Append(request_).status(), "appending");
    next_[turn] += events.size();
  }

  uint64_t AppendInFlight(absl::Span<const SourceEvent> events, uint64_t,
                          const std::atomic<bool>& stop) override {
    uint64_t n = 0;
    for (; !stop; ++n) Append(events.subspan(n % events.size(), 1));
    return n;
  }

 private:
  log::EventLog* const log_;
  const int number_;
  IdSource ids_;
  std::vector<log::StreamAppend> request_;
  size_t turn_ = 0;
  std::array<uint64_t, kStreamsOfWriter> next_{};
};

class ClearskyStore final : public Store {
 public:
  explicit ClearskyStore(const std::string& directory)
      : log_(CreateLedger(directory)) {}
  std::unique_ptr<Writer> NewWriter(int number) override {
    return std::make_unique<ClearskyWriter>(log_.get(), number);
  }
  void Settle() override { WaitForIndex(*log_); }

 private:
  const std::unique_ptr<log::EventLog> log_;
};

}  // namespace

const char kEventsFamily[] = "commits";

std::unique_ptr<Store> NewClearskyStore(const std::string& directory) {
  return std::make_unique<ClearskyStore>(directory);
}

std::unique_ptr<log::EventLog> CreateLedger(const std::string& directory) {
  MakeEmptyDirectory(directory);
  return Require(log::EventLog::Create(directory, {}, {}), "making a ledger");
}

std::unique_ptr<log::EventLog> OpenLedger(const std::string& directory) {
  return Require(log::EventLog::Open(directory, {}), "opening the ledger");
}

std::string EventsDirectory(const std::string& directory) {
  return directory + "/log";
}

std::vector<Batch> MakeBatches(const PlanEvents& events, uint64_t begin,
                               uint64_t end) {
  constexpr uint64_t kBatch = 1'000;
  std::vector<Batch> batches;
  while (begin < end) {
    const uint64_t stop = std::min(end, begin + kBatch);
    Batch& batch = batches.emplace_back();
    std::map<uint64_t, size_t> entry_of;
    for (; begin < stop; ++begin) {
      const uint64_t stream = events.StreamAt(begin);
      const auto [at, is_new] = entry_of.try_emplace(stream, batch.size());
      if (is_new) batch.emplace_back().stream = PlanEvents::StreamName(stream);
      const SourceEvent event = events.Make(begin);
      batch[at->second].events.push_back(ToNewEvent(event, event.id));
    }
  }
  return batches;
}

void AppendBatch(log::EventLog& log, const Batch& batch) {
  Require(log.Append(batch).status(), "appending");
}

void AppendPlanEvents(log::EventLog& log, const PlanEvents& events,
                      uint64_t begin, uint64_t end) {
  constexpr uint64_t kAtOnce = 10'000;
  for (; begin < end; begin += kAtOnce) {
    for (const Batch& batch :
         MakeBatches(events, begin, std::min(end, begin + kAtOnce))) {
      AppendBatch(log, batch);
    }
  }
}

void AppendOne(log::EventLog& log, const std::string& stream,
               const SourceEvent& event, const Uuid& id) {
  Require(
      log.Append(
             {{stream, log::ExpectedRevision::Any(), {ToNewEvent(event, id)}}})
          .status(),
      "appending");
}

void WaitForIndex(const log::EventLog&) {}

ReadCount ReadEverything(const log::EventLog& log, uint64_t limit) {
  ReadCount count;
  Require(log.ReadAll(0, log::Direction::kForward,
                      [&](const log::RecordedEvent& event) {
                        ++count.events;
                        count.bytes += event.stored.size();
                        return count.events < limit;
                      }),
          "reading everything");
  return count;
}

void VisitStored(const log::EventLog& log,
                 const std::function<void(absl::string_view)>& visit) {
  Require(log.ReadAll(0, log::Direction::kForward,
                      [&](const log::RecordedEvent& event) {
                        visit(event.stored);
                        return true;
                      }),
          "reading everything");
}

ReadCount ReadTail(const log::EventLog& log, uint64_t wanted) {
  ReadCount count;
  Require(log.ReadAll(log.size() - 1, log::Direction::kBackward,
                      [&](const log::RecordedEvent& event) {
                        ++count.events;
                        count.bytes += event.stored.size();
                        return count.events < wanted;
                      }),
          "reading the tail");
  return count;
}

ReadCount ReadOneStream(const log::EventLog& log, const std::string& stream) {
  ReadCount count;
  Require(log.ReadStream(stream, 0, log::Direction::kForward,
                         [&](const log::RecordedEvent& event) {
                           ++count.events;
                           count.bytes += event.stored.size();
                           return true;
                         }),
          "reading a stream");
  return count;
}

ReadCount ReadPositions(const log::EventLog& log,
                        const std::vector<uint64_t>& positions) {
  ReadCount count;
  for (const uint64_t position : positions) {
    const auto event = Require(log.ReadAt(position), "reading a position");
    ++count.events;
    count.bytes += event.stored.size();
  }
  return count;
}

ReadCount CatchUp(log::EventLog& log, uint64_t end) {
  ReadCount count;
  v1::StoredEvent parsed;
  Require(log.ReadAll(0, log::Direction::kForward,
                      [&](const log::RecordedEvent& event) {
                        if (!parsed.ParseFromString(event.stored)) {
                          Fail("a stored event does not parse");
                        }
                        ++count.events;
                        count.bytes += parsed.data().size();
                        return count.events < end;
                      }),
          "catching up");
  return count;
}

std::vector<double> AcknowledgedToDelivered(log::EventLog&, const PlanEvents&,
                                            uint64_t) {
  return {0};
}

}  // namespace clearsky::bench
