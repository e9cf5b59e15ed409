// Many writers and many subscribers while the daemon is killed and restarted
// again and again: nothing acknowledged is lost, nobody misses anything or gets
// it out of order.
//
// CLEARSKY_STORM_SECONDS makes it longer than its 20 seconds.

#include <grpcpp/create_channel.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "base/uuid.h"
#include "clearsky/v1/feed_service.grpc.pb.h"
#include "clearsky/v1/ledger_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/daemon.h"

namespace clearsky::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kWriters = 16;
constexpr int kSubscribers = 500;
constexpr int kConnections = 25;
constexpr int kKills = 5;
// 10,000 a minute.
constexpr milliseconds kPause{kWriters * 60'000 / 10'000};
// A restart takes its time; what is done again is done so often.
constexpr milliseconds kRetryAfter{50};

std::shared_ptr<grpc::Channel> ConnectTo(int port) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // Back soon after a restart.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", port),
                                   grpc::InsecureChannelCredentials(),
                                   arguments);
}

std::string PlanOf(int writer) { return absl::StrCat("plan-", writer); }

// An event id that names its writer and number.
std::string IdOf(int writer, uint64_t number) {
  return absl::StrFormat("%08x-0000-8000-8000-%012x", writer, number);
}

v1::RecordEventsRequest BeginPlan(int writer) {
  v1::RecordEventsRequest request;
  v1::StreamRecord* const stream = request.add_streams();
  stream->set_stream(PlanOf(writer));
  v1::PlanRegistered* const plan =
      stream->add_events()->mutable_event()->mutable_plan_registered();
  v1::Label* const title = plan->add_titles();
  title->set_language("ko");
  title->set_text("청천계획");
  plan->mutable_period()->set_edtf("2030");
  v1::AreaDefined* const area =
      stream->add_events()->mutable_event()->mutable_area_defined();
  area->set_area_id("policy");
  area->set_order(1);
  *area->add_labels() = *title;
  v1::ProjectDefined* const project =
      stream->add_events()->mutable_event()->mutable_project_defined();
  project->set_project_id("exchange");
  project->set_number(1);
  project->set_area_id("policy");
  *project->add_labels() = *title;
  v1::ActivityRegistered* const meeting =
      stream->add_events()->mutable_event()->mutable_activity_registered();
  meeting->set_activity_id("meeting");
  meeting->set_kind(v1::ACTIVITY_KIND_MEETING);
  meeting->add_project_ids("exchange");
  v1::Label* const name = meeting->add_titles();
  name->set_language("ko");
  name->set_text("대기질 공동연구 워크숍");
  v1::ActivityScheduled* const scheduled =
      stream->add_events()->mutable_event()->mutable_activity_scheduled();
  scheduled->set_activity_id("meeting");
  scheduled->mutable_date()->set_edtf("2030-12-31");
  return request;
}

// The meeting moves from day to day, never to the one where it is.
v1::RecordEventsRequest MoveMeeting(int writer, uint64_t number) {
  v1::RecordEventsRequest request;
  v1::StreamRecord* const stream = request.add_streams();
  stream->set_stream(PlanOf(writer));
  v1::EventToRecord* const event = stream->add_events();
  event->set_event_id(IdOf(writer, number));
  v1::ActivityRescheduled* const moved =
      event->mutable_event()->mutable_activity_rescheduled();
  moved->set_activity_id("meeting");
  moved->mutable_new_date()->set_edtf(
      absl::StrFormat("2030-%02d-%02d", number % 11 + 1, number % 28 + 1));
  return request;
}

// A writer: each event is sent until it is acknowledged, and then the next.
class Writer {
 public:
  Writer(int index, int port)
      : index_(index),
        stub_(v1::LedgerService::NewStub(ConnectTo(port))),
        thread_([this] { Run(); }) {}

  void Stop() {
    over_ = true;
    thread_.join();
  }

  // Event id -> position, as acknowledged. After Stop().
  const std::map<std::string, uint64_t>& acknowledged() const {
    return acknowledged_;
  }
  const std::string& failure() const { return failure_; }

 private:
  void Run() {
    for (uint64_t number = 1; !over_ && failure_.empty(); ++number) {
      Record(number);
      std::this_thread::sleep_for(kPause);
    }
  }

  void Record(uint64_t number) {
    const v1::RecordEventsRequest request = MoveMeeting(index_, number);
    // Until it is known, also when the storm is over meanwhile.
    while (true) {
      grpc::ClientContext context;
      context.set_deadline(std::chrono::system_clock::now() +
                           std::chrono::seconds(10));
      v1::RecordEventsResponse response;
      const grpc::Status status =
          stub_->RecordEvents(&context, request, &response);
      if (status.ok()) {
        acknowledged_[response.recorded(0).event_id()] =
            response.recorded(0).position();
        return;
      }
      if (status.error_code() != grpc::StatusCode::UNAVAILABLE &&
          status.error_code() != grpc::StatusCode::CANCELLED &&
          status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED) {
        failure_ = absl::StrCat("writer ", index_, ": ", status.error_code(),
                                " ", status.error_message());
        return;
      }
      std::this_thread::sleep_for(kRetryAfter);
    }
  }

  const int index_;
  const std::unique_ptr<v1::LedgerService::Stub> stub_;
  std::atomic<bool> over_ = false;
  std::map<std::string, uint64_t> acknowledged_;
  std::string failure_;
  std::thread thread_;
};

// Calls functions later, each once, on a thread of its own.
class Timers {
 public:
  Timers() : thread_([this] { Run(); }) {}
  ~Timers() {
    {
      const std::lock_guard<std::mutex> lock(mu_);
      over_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  void After(milliseconds wait, std::function<void()> call) {
    const std::lock_guard<std::mutex> lock(mu_);
    calls_.emplace(steady_clock::now() + wait, std::move(call));
    changed_.notify_all();
  }

 private:
  void Run() {
    std::unique_lock<std::mutex> lock(mu_);
    while (!over_) {
      if (calls_.empty()) {
        changed_.wait(lock);
        continue;
      }
      const auto first = calls_.begin();
      if (first->first > steady_clock::now()) {
        changed_.wait_until(lock, first->first);
        continue;
      }
      const std::function<void()> call = std::move(first->second);
      calls_.erase(first);
      lock.unlock();
      call();
      lock.lock();
    }
  }

  std::mutex mu_;
  std::condition_variable changed_;
  std::multimap<steady_clock::time_point, std::function<void()>> calls_;
  bool over_ = false;
  std::thread thread_;
};

// A subscriber without a thread of its own. It expects each position once, in
// order, over all its sessions.
class Subscriber {
 public:
  // Slow ones wait that long before each read. Dead ones never read.
  enum class Kind { kQuick, kSlow, kDead };
  static constexpr milliseconds kSlowness{100};

  Subscriber(Kind kind, std::shared_ptr<grpc::Channel> channel, Timers* timers)
      : kind_(kind), stub_(v1::FeedService::NewStub(channel)), timers_(timers) {
    ++waiting_;
    Open();
  }

  uint64_t next() const { return next_; }
  bool is_dead() const { return kind_ == Kind::kDead; }
  int sessions() const { return sessions_; }
  std::string failure() {
    const std::lock_guard<std::mutex> lock(mu_);
    return failure_;
  }

  // Ends it and waits until nothing of it is under way.
  void Stop() {
    std::unique_lock<std::mutex> lock(mu_);
    over_ = true;
    if (session_ != nullptr) session_->context.TryCancel();
    ended_.wait(lock, [this] { return session_ == nullptr && waiting_ == 0; });
  }

 private:
  struct Session final : grpc::ClientReadReactor<v1::SubscribeResponse> {
    explicit Session(Subscriber* subscriber) : owner(subscriber) {}
    void OnReadDone(bool ok) override { owner->OnRead(ok); }
    void OnDone(const grpc::Status& status) override { owner->OnDone(status); }

    Subscriber* const owner;
    grpc::ClientContext context;
    v1::SubscribeRequest request;
    v1::SubscribeResponse response;
  };

  void Open() {
    const std::lock_guard<std::mutex> lock(mu_);
    --waiting_;
    if (over_) {
      ended_.notify_all();
      return;
    }
    ++sessions_;
    session_ = std::make_unique<Session>(this);
    session_->request.set_from_position(next_);
    stub_->async()->Subscribe(&session_->context, &session_->request,
                              session_.get());
    if (kind_ != Kind::kDead) session_->StartRead(&session_->response);
    session_->StartCall();
  }

  void OnRead(bool ok) {
    if (!ok) return;
    const std::lock_guard<std::mutex> lock(mu_);
    for (const v1::StoredEvent& event : session_->response.events()) {
      if (event.position() != next_ && failure_.empty()) {
        failure_ = absl::StrCat("got position ", event.position(), " where ",
                                next_.load(), " was next");
      }
      next_ = event.position() + 1;
    }
    if (kind_ == Kind::kSlow && !over_) {
      ++waiting_;
      timers_->After(kSlowness, [this, of = sessions_.load()] { ReadOn(of); });
      return;
    }
    session_->StartRead(&session_->response);
  }

  // Of session `of`, which may be over.
  void ReadOn(int of) {
    const std::lock_guard<std::mutex> lock(mu_);
    --waiting_;
    if (session_ != nullptr && sessions_ == of) {
      session_->StartRead(&session_->response);
    }
    ended_.notify_all();
  }

  void OnDone(const grpc::Status& status) {
    const std::lock_guard<std::mutex> lock(mu_);
    session_.reset();
    if (!over_ && status.error_code() != grpc::StatusCode::UNAVAILABLE &&
        status.error_code() != grpc::StatusCode::CANCELLED &&
        failure_.empty()) {
      failure_ = absl::StrCat("a subscription ended with ", status.error_code(),
                              " ", status.error_message());
    }
    if (over_) {
      ended_.notify_all();
      return;
    }
    ++waiting_;
    timers_->After(kRetryAfter, [this] { Open(); });
  }

  const Kind kind_;
  const std::unique_ptr<v1::FeedService::Stub> stub_;
  Timers* const timers_;
  std::mutex mu_;
  std::condition_variable ended_;
  std::unique_ptr<Session> session_;
  // Timers that are set.
  int waiting_ = 0;
  bool over_ = false;
  std::atomic<uint64_t> next_ = 0;
  std::atomic<int> sessions_ = 0;
  std::string failure_;
};

// A durable consumer: it remembers nothing itself, and acknowledges what it
// took. One of them cannot take each hundredth event, and sets it aside.
class DurableConsumer {
 public:
  DurableConsumer(std::string name, bool picky, int port)
      : name_(std::move(name)),
        picky_(picky),
        stub_(v1::FeedService::NewStub(ConnectTo(port))),
        thread_([this] { Run(); }) {}

  void Stop() {
    {
      const std::lock_guard<std::mutex> lock(mu_);
      over_ = true;
      if (context_ != nullptr) context_->TryCancel();
    }
    thread_.join();
  }

  uint64_t acknowledged() const { return acknowledged_; }
  // After Stop().
  const std::set<uint64_t>& taken() const { return taken_; }
  const std::set<uint64_t>& set_aside() const { return set_aside_; }
  const std::string& failure() const { return failure_; }

 private:
  bool IsOver() {
    const std::lock_guard<std::mutex> lock(mu_);
    return over_;
  }

  void Run() {
    while (!IsOver()) {
      Session();
      std::this_thread::sleep_for(kRetryAfter);
    }
  }

  void Session() {
    grpc::ClientContext context;
    {
      const std::lock_guard<std::mutex> lock(mu_);
      if (over_) return;
      context_ = &context;
    }
    v1::ConsumeRequest request;
    request.set_name(name_);
    request.set_max_unacknowledged(200);
    const auto reader = stub_->Consume(&context, request);
    v1::ConsumeResponse response;
    uint64_t last = 0;
    bool first = true;
    while (reader->Read(&response) && Take(response, &last, &first)) {
    }
    {
      const std::lock_guard<std::mutex> lock(mu_);
      context_ = nullptr;
    }
    context.TryCancel();
    reader->Finish();
  }

  // False when the session is over.
  bool Take(const v1::ConsumeResponse& response, uint64_t* last, bool* first) {
    for (const v1::StoredEvent& event : response.events()) {
      const uint64_t position = event.position();
      if (!*first && position != *last + 1) {
        failure_ = absl::StrCat(name_, " got ", position, " behind ", *last);
      }
      if (*first && position > acknowledged_) {
        failure_ = absl::StrCat(name_, " began at ", position,
                                " where it had acknowledged up to ",
                                acknowledged_.load());
      }
      *first = false;
      *last = position;
      if (picky_ && position % 100 == 99 && set_aside_.count(position) == 0) {
        if (!Aside(response.session(), position)) return false;
        continue;
      }
      taken_.insert(position);
    }
    return Acknowledge(response);
  }

  bool Aside(const std::string& session, uint64_t position) {
    grpc::ClientContext context;
    v1::SetAsideRequest request;
    request.set_name(name_);
    request.set_session(session);
    request.set_position(position);
    request.set_reason("each hundredth is too much");
    v1::SetAsideResponse response;
    if (!stub_->SetAside(&context, request, &response).ok()) return false;
    set_aside_.insert(position);
    acknowledged_ = response.next_position();
    return true;
  }

  bool Acknowledge(const v1::ConsumeResponse& consumed) {
    grpc::ClientContext context;
    v1::AcknowledgeRequest request;
    request.set_name(name_);
    request.set_session(consumed.session());
    request.set_next_position(consumed.next_position());
    v1::AcknowledgeResponse response;
    if (!stub_->Acknowledge(&context, request, &response).ok()) return false;
    acknowledged_ = response.next_position();
    return true;
  }

  const std::string name_;
  const bool picky_;
  const std::unique_ptr<v1::FeedService::Stub> stub_;
  std::mutex mu_;
  grpc::ClientContext* context_ = nullptr;
  bool over_ = false;
  std::atomic<uint64_t> acknowledged_ = 0;
  std::set<uint64_t> taken_;
  std::set<uint64_t> set_aside_;
  std::string failure_;
  std::thread thread_;
};

// Keeps a copy of a plan's table by WatchTable alone.
class Follower {
 public:
  Follower(std::string plan, int port)
      : plan_(std::move(plan)),
        stub_(v1::FeedService::NewStub(ConnectTo(port))),
        thread_([this] { Run(); }) {}

  void Stop() {
    {
      const std::lock_guard<std::mutex> lock(mu_);
      over_ = true;
      if (context_ != nullptr) context_->TryCancel();
    }
    thread_.join();
  }

  // The printed lines of the copy.
  std::vector<std::string> Lines() {
    const std::lock_guard<std::mutex> lock(mu_);
    std::vector<std::string> lines;
    for (const v1::TableRow& row : rows_) lines.push_back(row.line().text());
    return lines;
  }
  uint64_t known_count() {
    const std::lock_guard<std::mutex> lock(mu_);
    return known_count_;
  }
  int changes() const { return changes_; }

 private:
  void Run() {
    while (true) {
      grpc::ClientContext context;
      v1::WatchTableRequest request;
      {
        const std::lock_guard<std::mutex> lock(mu_);
        if (over_) return;
        context_ = &context;
        request.set_plan(plan_);
        request.set_cursor(cursor_);
      }
      const auto reader = stub_->WatchTable(&context, request);
      v1::WatchTableResponse response;
      while (reader->Read(&response)) Apply(response);
      {
        const std::lock_guard<std::mutex> lock(mu_);
        context_ = nullptr;
      }
      reader->Finish();
      std::this_thread::sleep_for(kRetryAfter);
    }
  }

  // The procedure of WatchTableResponse.
  void Apply(const v1::WatchTableResponse& response) {
    const std::lock_guard<std::mutex> lock(mu_);
    if (response.reset()) {
      rows_.clear();
      keys_.clear();
    }
    const auto key = [](const v1::TableRowChange& change) {
      return std::make_pair(change.project_id(), change.activity_id());
    };
    for (const v1::TableRowChange& change : response.changes()) {
      if (!change.has_old_row()) continue;
      for (size_t i = 0; i < keys_.size(); ++i) {
        if (keys_[i] != key(change)) continue;
        const auto at = static_cast<std::ptrdiff_t>(i);
        keys_.erase(keys_.begin() + at);
        rows_.erase(rows_.begin() + at);
        break;
      }
    }
    for (const v1::TableRowChange& change : response.changes()) {
      if (!change.has_new_row()) continue;
      const auto at = static_cast<std::ptrdiff_t>(
          std::min<size_t>(change.index(), rows_.size()));
      keys_.insert(keys_.begin() + at, key(change));
      rows_.insert(rows_.begin() + at, change.new_row());
      ++changes_;
    }
    cursor_ = response.cursor();
    known_count_ = response.basis().known_count();
  }

  const std::string plan_;
  const std::unique_ptr<v1::FeedService::Stub> stub_;
  std::mutex mu_;
  grpc::ClientContext* context_ = nullptr;
  bool over_ = false;
  std::string cursor_;
  uint64_t known_count_ = 0;
  std::vector<v1::TableRow> rows_;
  std::vector<std::pair<std::string, std::string>> keys_;
  std::atomic<int> changes_ = 0;
  std::thread thread_;
};

// Waits until `holds`, at most for a bound that only a hang reaches.
bool Eventually(const std::function<bool()>& holds) {
  const auto deadline = steady_clock::now() + std::chrono::seconds(90);
  while (!holds()) {
    if (steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds(20));
  }
  return true;
}

class StormTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name =
        (std::filesystem::temp_directory_path() / "clearsky-XXXXXX").string();
    directory_ = mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  static double Seconds() {
    const char* const seconds = std::getenv("CLEARSKY_STORM_SECONDS");
    return seconds == nullptr ? 20 : std::atof(seconds);
  }

  std::unique_ptr<DaemonProcess> StartDaemon(int port) const {
    return std::make_unique<DaemonProcess>(std::vector<std::string>{
        "--db", directory_ + "/db", "--init", "--grpc",
        absl::StrCat("127.0.0.1:", port), "--http", "127.0.0.1:0"});
  }

  std::string directory_;
};

TEST_F(StormTest, NothingIsLostWhileTheDaemonIsKilledAgainAndAgain) {
  const char* const given = std::getenv("CLEARSKY_STORM_SEED");
  const unsigned seed = given == nullptr
                            ? std::random_device()()
                            : static_cast<unsigned>(std::atoll(given));
  std::cout << "CLEARSKY_STORM_SEED=" << seed << "\n";
  std::mt19937 random(seed);

  std::unique_ptr<DaemonProcess> daemon = StartDaemon(0);
  ASSERT_TRUE(daemon->WaitUntilReady());
  int port = 0;
  ASSERT_TRUE(absl::SimpleAtoi(
      absl::StripPrefix(daemon->address("grpc"), "127.0.0.1:"), &port));
  const auto channel = ConnectTo(port);
  const auto ledger = v1::LedgerService::NewStub(channel);
  const auto feed = v1::FeedService::NewStub(channel);
  for (int i = 0; i < kWriters; ++i) {
    grpc::ClientContext context;
    v1::RecordEventsResponse response;
    const grpc::Status status =
        ledger->RecordEvents(&context, BeginPlan(i), &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  for (const char* name : {"archive", "mailer"}) {
    grpc::ClientContext context;
    v1::CreateConsumerRequest request;
    request.set_name(name);
    v1::CreateConsumerResponse response;
    const grpc::Status status =
        feed->CreateConsumer(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  std::vector<std::unique_ptr<Writer>> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.push_back(std::make_unique<Writer>(i, port));
  }
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < kConnections; ++i) channels.push_back(ConnectTo(port));
  Timers timers;
  std::vector<std::unique_ptr<Subscriber>> subscribers;
  for (int i = 0; i < kSubscribers; ++i) {
    const Subscriber::Kind kind = i % 10 == 0   ? Subscriber::Kind::kSlow
                                  : i % 10 == 1 ? Subscriber::Kind::kDead
                                                : Subscriber::Kind::kQuick;
    subscribers.push_back(std::make_unique<Subscriber>(
        kind, channels[static_cast<size_t>(i % kConnections)], &timers));
  }
  DurableConsumer archive("archive", /*picky=*/false, port);
  DurableConsumer mailer("mailer", /*picky=*/true, port);
  Follower follower(PlanOf(0), port);

  const double between = Seconds() / (kKills + 1);
  std::uniform_real_distribution<double> part(0.5, 1.5);
  std::uniform_int_distribution<int> down_ms(0, 300);
  for (int kill = 0; kill < kKills; ++kill) {
    std::this_thread::sleep_for(
        std::chrono::duration<double>(between * part(random)));
    daemon->Kill();
    std::this_thread::sleep_for(milliseconds(down_ms(random)));
    daemon = StartDaemon(port);
    ASSERT_TRUE(daemon->WaitUntilReady()) << "after kill " << kill + 1;
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(between));

  // What was acknowledged is where it was said to be.
  std::map<uint64_t, std::string> acknowledged;
  for (const auto& writer : writers) {
    writer->Stop();
    EXPECT_EQ(writer->failure(), "");
    EXPECT_FALSE(writer->acknowledged().empty());
    for (const auto& [id, position] : writer->acknowledged()) {
      EXPECT_TRUE(acknowledged.emplace(position, id).second)
          << "position " << position << " was given twice";
    }
  }
  uint64_t size = 0;
  {
    grpc::ClientContext context;
    v1::GetLedgerResponse response;
    ASSERT_TRUE(
        ledger->GetLedger(&context, v1::GetLedgerRequest(), &response).ok());
    size = response.event_count();
  }
  std::cout << acknowledged.size() << " events acknowledged, " << size
            << " in the ledger\n";
  std::map<uint64_t, std::string> recorded;
  v1::ReadEventsRequest read;
  while (recorded.size() < size) {
    grpc::ClientContext context;
    v1::ReadEventsResponse page;
    read.set_from(recorded.size());
    ASSERT_TRUE(ledger->ReadEvents(&context, read, &page).ok());
    ASSERT_FALSE(page.events().empty());
    for (const v1::ReadEvent& event : page.events()) {
      ASSERT_EQ(event.stored().position(), recorded.size());
      const auto id = UuidFromBytes(event.stored().event_id());
      ASSERT_TRUE(id.ok());
      recorded[event.stored().position()] = id->ToString();
    }
  }
  for (const auto& [position, id] : acknowledged) {
    ASSERT_EQ(recorded[position], id) << "position " << position;
  }

  // Nobody misses anything or gets it out of order.
  EXPECT_TRUE(Eventually([&] {
    for (const auto& subscriber : subscribers) {
      if (!subscriber->is_dead() && subscriber->next() < size &&
          subscriber->failure().empty()) {
        return false;
      }
    }
    return true;
  }));
  int sessions = 0;
  for (const auto& subscriber : subscribers) {
    EXPECT_EQ(subscriber->failure(), "");
    if (!subscriber->is_dead()) {
      EXPECT_EQ(subscriber->next(), size);
    }
    sessions += subscriber->sessions();
  }
  // They were there before each kill and after it.
  EXPECT_GT(sessions, kSubscribers * 2);

  // Durable consumers go on.
  EXPECT_TRUE(Eventually([&] {
    return archive.acknowledged() >= size && mailer.acknowledged() >= size;
  }));
  archive.Stop();
  mailer.Stop();
  EXPECT_EQ(archive.failure(), "");
  EXPECT_EQ(mailer.failure(), "");
  EXPECT_EQ(archive.taken().size(), size);
  std::set<uint64_t> of_mailer = mailer.taken();
  of_mailer.insert(mailer.set_aside().begin(), mailer.set_aside().end());
  EXPECT_EQ(of_mailer.size(), size);
  EXPECT_EQ(mailer.set_aside().size(), size / 100);
  {
    grpc::ClientContext context;
    v1::ListSetAsideRequest request;
    request.set_name("mailer");
    v1::ListSetAsideResponse response;
    ASSERT_TRUE(feed->ListSetAside(&context, request, &response).ok());
    EXPECT_EQ(response.events_size(), static_cast<int>(size / 100));
  }

  // The follower's copy is the table.
  const auto table = [&] {
    grpc::ClientContext context;
    v1::GetTableRequest request;
    request.set_plan(PlanOf(0));
    v1::GetTableResponse response;
    EXPECT_TRUE(ledger->GetTable(&context, request, &response).ok());
    std::vector<std::string> lines;
    for (const v1::TableArea& area : response.table().areas()) {
      for (const v1::TableProject& project : area.projects()) {
        for (const v1::TableLine& line : project.lines()) {
          lines.push_back(line.text());
        }
      }
    }
    return lines;
  };
  const std::vector<std::string> lines = table();
  EXPECT_FALSE(lines.empty());
  EXPECT_TRUE(Eventually([&] { return follower.Lines() == lines; }))
      << absl::StrJoin(follower.Lines(), "\n") << "\nis not\n"
      << absl::StrJoin(lines, "\n");
  EXPECT_GT(follower.changes(), kKills);
  follower.Stop();
  for (const auto& subscriber : subscribers) subscriber->Stop();
  EXPECT_EQ(daemon->Stop(), 0);
}

}  // namespace
}  // namespace clearsky::test
