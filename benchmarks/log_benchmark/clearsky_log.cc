#include "log_benchmark/clearsky_log.h"

#include <array>
#include <chrono>
#include <map>
#include <semaphore>
#include <thread>
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

  uint64_t AppendInFlight(absl::Span<const SourceEvent> events,
                          uint64_t in_flight,
                          const std::atomic<bool>& stop) override {
    uint64_t sent = 0;
    free_.release(static_cast<std::ptrdiff_t>(in_flight));
    for (; !stop; ++sent) {
      free_.acquire();
      const SourceEvent& event = events[sent % events.size()];
      std::vector<log::StreamAppend> request(1);
      request[0].stream = WriterStream(number_, sent % kStreamsOfWriter);
      request[0].events.push_back(ToNewEvent(event, ids_.Next()));
      log_->AppendAsync(std::move(request),
                        [this](absl::StatusOr<log::AppendResult> result) {
                          Require(result.status(), "appending");
                          free_.release();
                        });
    }
    for (uint64_t i = 0; i < in_flight; ++i) free_.acquire();
    return sent;
  }

 private:
  log::EventLog* const log_;
  const int number_;
  IdSource ids_;
  std::vector<log::StreamAppend> request_;
  // Appends that may be sent without waiting for an answer.
  std::counting_semaphore<> free_{0};
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
  void Settle() override { log_.reset(); }

 private:
  std::unique_ptr<log::EventLog> log_;
};

ReadCount ReadAsBytes(const log::EventLog& log, const log::ReadRequest& request,
                      uint64_t limit) {
  const auto it = Require(log.Read(request), "reading");
  ReadCount count;
  while (count.events < limit && it->Next()) {
    ++count.events;
    count.bytes += it->event().stored.size();
  }
  Require(it->status(), "reading");
  return count;
}

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

ReadCount ReadEverything(const log::EventLog& log, uint64_t limit) {
  return ReadAsBytes(log, {}, limit);
}

void VisitStored(const log::EventLog& log,
                 const std::function<void(absl::string_view)>& visit) {
  const auto it = Require(log.Read({}), "reading everything");
  while (it->Next()) visit(it->event().stored);
  Require(it->status(), "reading everything");
}

ReadCount ReadTail(const log::EventLog& log, uint64_t count) {
  log::ReadRequest request;
  request.direction = log::Direction::kBackward;
  return ReadAsBytes(log, request, count);
}

ReadCount ReadOneStream(const log::EventLog& log, const std::string& stream) {
  log::ReadRequest request;
  request.stream = stream;
  return ReadAsBytes(log, request, UINT64_MAX);
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
  const auto subscription = log.Subscribe({});
  ReadCount count;
  v1::StoredEvent parsed;
  while (count.events < end) {
    const auto item = Require(subscription->Next(), "catching up");
    if (item.kind != log::Subscription::Item::Kind::kEvent) continue;
    if (!parsed.ParseFromArray(item.event.stored.data(),
                               static_cast<int>(item.event.stored.size()))) {
      Fail("a stored event does not parse");
    }
    ++count.events;
    count.bytes += parsed.data().size();
  }
  return count;
}

std::vector<double> AcknowledgedToDelivered(log::EventLog& log,
                                            const PlanEvents& events,
                                            uint64_t count) {
  using Clock = std::chrono::steady_clock;
  std::vector<Clock::time_point> acknowledged(count), delivered(count);
  log::SubscribeRequest request;
  request.from = log.size();
  const auto subscription = log.Subscribe(request);
  std::thread subscriber([&] {
    for (uint64_t i = 0; i < count;) {
      const auto item = Require(subscription->Next(), "waiting for an event");
      if (item.kind != log::Subscription::Item::Kind::kEvent) continue;
      delivered[i++] = Clock::now();
    }
  });
  IdSource ids(1);
  for (uint64_t i = 0; i < count; ++i) {
    const SourceEvent event = events.Make(i);
    AppendOne(log, PlanEvents::StreamName(events.StreamAt(i)), event,
              ids.Next());
    acknowledged[i] = Clock::now();
    // As officials do: nobody appends in the moment of the delivery.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  subscriber.join();
  std::vector<double> times_us;
  for (uint64_t i = 0; i < count; ++i) {
    times_us.push_back(std::chrono::duration<double, std::micro>(
                           delivered[i] - acknowledged[i])
                           .count());
  }
  return times_us;
}

}  // namespace clearsky::bench
