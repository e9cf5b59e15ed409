#include "feed/consumers.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ledger/ledger_fixture.h"

namespace clearsky::feed {
namespace {

using ::absl::StatusCode;
using ::clearsky::test::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

MATCHER_P2(Refuses, code, words, "has the code and tells why") {
  *result_listener << arg;
  return arg.code() == code && absl::string_view(arg.message()).find(words) !=
                                   absl::string_view::npos;
}

constexpr char kName[] = "mail-digest";

v1::CreateConsumerRequest CreateOf(const std::string& name) {
  v1::CreateConsumerRequest request;
  request.set_name(name);
  return request;
}

// Appends `count` events of a type to a stream, beside the rules.
absl::Status AppendTo(ledger::Ledger* ledger, const std::string& stream,
                      const std::string& type, int count) {
  log::StreamAppend entry;
  entry.stream = stream;
  for (int i = 0; i < count; ++i) {
    log::NewEvent event;
    event.event_id = MakeUuidV4();
    event.type = absl::StrCat("clearsky.v1.", type);
    event.data = absl::StrCat("event ", i);
    entry.events.push_back(std::move(event));
  }
  return ledger->log().Append({entry}).status();
}

// A ledger of ten events, ActivityHeld and ActivityPostponed in turn, in
// `plan/a`; and its consumers.
class ConsumersTest : public test::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    for (int i = 0; i < 5; ++i) {
      ASSERT_THAT(AppendTo(ledger_.get(), "plan/a", "ActivityHeld", 1), IsOk());
      ASSERT_THAT(AppendTo(ledger_.get(), "plan/a", "ActivityPostponed", 1),
                  IsOk());
    }
    consumers_ = std::make_unique<Consumers>(ledger_.get(), &clock_);
  }

  // Closes ledger and consumers, and opens them again.
  void Reopen() {
    consumers_.reset();
    ledger_.reset();
    ledger::OpenOptions options;
    options.clock = &clock_;
    auto opened = ledger::Ledger::Open(dir_.Sub("ledger"), options);
    ASSERT_THAT(opened, IsOk());
    ledger_ = *std::move(opened);
    consumers_ = std::make_unique<Consumers>(ledger_.get(), &clock_);
  }

  void Create(const std::string& name = kName) {
    ASSERT_THAT(consumers_->Create(CreateOf(name)), IsOk());
  }

  // The token of a session to which all before `delivered` was delivered.
  std::string SessionWith(uint64_t delivered, const std::string& name = kName) {
    const auto session = consumers_->StartSession(name, nullptr);
    EXPECT_THAT(session, IsOk());
    if (!session.ok()) return "";
    EXPECT_THAT(consumers_->Deliver(name, session->token, delivered), IsOk());
    return session->token;
  }

  absl::StatusOr<v1::AcknowledgeResponse> Acknowledge(const std::string& token,
                                                      uint64_t next_position) {
    v1::AcknowledgeRequest request;
    request.set_name(kName);
    request.set_session(token);
    request.set_next_position(next_position);
    return consumers_->Acknowledge(request);
  }

  absl::StatusOr<v1::SetAsideResponse> SetAside(const std::string& token,
                                                uint64_t position,
                                                const std::string& reason) {
    v1::SetAsideRequest request;
    request.set_name(kName);
    request.set_session(token);
    request.set_position(position);
    request.set_reason(reason);
    return consumers_->SetAside(request);
  }

  v1::Consumer Get(const std::string& name = kName) {
    v1::GetConsumerRequest request;
    request.set_name(name);
    const auto response = consumers_->Get(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->consumer() : v1::Consumer();
  }

  v1::ListSetAsideResponse ListSetAside(uint32_t page_size = 0,
                                        const std::string& page_token = "") {
    v1::ListSetAsideRequest request;
    request.set_name(kName);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    const auto response = consumers_->ListSetAside(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : v1::ListSetAsideResponse();
  }

  std::unique_ptr<Consumers> consumers_;
};

TEST_F(ConsumersTest, ANewConsumerBeginsWithTheFirstEvent) {
  const auto made = consumers_->Create(CreateOf(kName));
  ASSERT_THAT(made, IsOk());
  EXPECT_FALSE(made->existed());
  EXPECT_EQ(made->consumer().next_position(), 0U);
  EXPECT_EQ(made->consumer().lag(), 10U);
  EXPECT_FALSE(made->consumer().connected());
  EXPECT_EQ(made->consumer().create_time().seconds(),
            absl::ToUnixSeconds(clock_.Now()));
  EXPECT_FALSE(made->consumer().has_acknowledge_time());
}

TEST_F(ConsumersTest, MakingItAgainAnswersWithTheOneThatIsThere) {
  v1::CreateConsumerRequest request = CreateOf(kName);
  request.mutable_filter()->add_types("ActivityHeld");
  ASSERT_THAT(consumers_->Create(request), IsOk());
  request.mutable_filter()->set_types(0, "clearsky.v1.ActivityHeld");
  request.set_from_end(true);
  const auto again = consumers_->Create(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->existed());
  EXPECT_EQ(again->consumer().next_position(), 0U);
  request.mutable_filter()->set_stream_prefix("plan/");
  EXPECT_THAT(consumers_->Create(request).status(),
              Refuses(StatusCode::kAlreadyExists, "another filter"));
}

TEST_F(ConsumersTest, ItBeginsWhereItIsToldTo) {
  v1::CreateConsumerRequest request = CreateOf("from-end");
  request.set_from_end(true);
  EXPECT_EQ(consumers_->Create(request)->consumer().next_position(), 10U);
  request = CreateOf("from-seven");
  request.set_from_position(7);
  EXPECT_EQ(consumers_->Create(request)->consumer().next_position(), 7U);
  request = CreateOf("beyond");
  request.set_from_position(11);
  EXPECT_THAT(consumers_->Create(request).status(),
              Refuses(StatusCode::kOutOfRange, "10 events"));
}

TEST_F(ConsumersTest, ANameIsASlug) {
  for (const std::string& name :
       {std::string(), std::string("Mail"), std::string("-a"),
        std::string(".a"), std::string("a/b"), std::string("a b"),
        std::string(129, 'a'), std::string("a\0b", 3)}) {
    EXPECT_THAT(consumers_->Create(CreateOf(name)).status(),
                Refuses(StatusCode::kInvalidArgument, "[a-z0-9.-]"))
        << name;
  }
  for (const std::string& name :
       {std::string("a"), std::string("0.a-b"), std::string(128, 'a')}) {
    EXPECT_THAT(consumers_->Create(CreateOf(name)), IsOk()) << name;
  }
}

TEST_F(ConsumersTest, AnUnknownConsumerIsNotFound) {
  v1::GetConsumerRequest get;
  get.set_name("nobody");
  EXPECT_THAT(consumers_->Get(get).status(),
              Refuses(StatusCode::kNotFound, "nobody"));
  EXPECT_THAT(consumers_->StartSession("nobody", nullptr).status(),
              Refuses(StatusCode::kNotFound, "nobody"));
  v1::DeleteConsumerRequest remove;
  remove.set_name("nobody");
  EXPECT_THAT(consumers_->Delete(remove).status(),
              Refuses(StatusCode::kNotFound, "nobody"));
}

TEST_F(ConsumersTest, TheyAreListedByNamePageByPage) {
  for (const char* name : {"c", "a", "b"}) Create(name);
  v1::ListConsumersRequest request;
  request.set_page_size(2);
  const auto first = consumers_->List(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->consumers_size(), 2);
  EXPECT_EQ(first->consumers(0).name(), "a");
  EXPECT_EQ(first->consumers(1).name(), "b");
  request.set_page_token(first->next_page_token());
  const auto second = consumers_->List(request);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->consumers_size(), 1);
  EXPECT_EQ(second->consumers(0).name(), "c");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(ConsumersTest, AcknowledgingMovesThePlaceAndNeverBack) {
  Create();
  const std::string token = SessionWith(6);
  EXPECT_EQ(Acknowledge(token, 4)->next_position(), 4U);
  EXPECT_EQ(Acknowledge(token, 2)->next_position(), 4U);
  EXPECT_THAT(Acknowledge(token, 7).status(),
              Refuses(StatusCode::kOutOfRange, "all before 6"));
  const v1::Consumer consumer = Get();
  EXPECT_EQ(consumer.next_position(), 4U);
  EXPECT_EQ(consumer.lag(), 6U);
  EXPECT_TRUE(consumer.connected());
  EXPECT_TRUE(consumer.has_acknowledge_time());
}

TEST_F(ConsumersTest, ThePlaceIsThereAfterARestart) {
  v1::CreateConsumerRequest request = CreateOf(kName);
  request.mutable_filter()->add_types("ActivityHeld");
  ASSERT_THAT(consumers_->Create(request), IsOk());
  const std::string token = SessionWith(6);
  ASSERT_THAT(Acknowledge(token, 3), IsOk());
  ASSERT_THAT(SetAside(token, 4, "cannot be read"), IsOk());
  Reopen();
  const v1::Consumer consumer = Get();
  EXPECT_EQ(consumer.next_position(), 5U);
  EXPECT_EQ(consumer.set_aside_count(), 1U);
  EXPECT_FALSE(consumer.connected());
  EXPECT_THAT(consumer.filter().types(),
              ElementsAre("clearsky.v1.ActivityHeld"));
  // A session does not outlive its server.
  EXPECT_THAT(Acknowledge(token, 5).status(),
              Refuses(StatusCode::kAborted, "consume again"));
  EXPECT_EQ(consumers_->StartSession(kName, nullptr)->next_position, 5U);
}

TEST_F(ConsumersTest, ANewSessionEndsTheOneBefore) {
  Create();
  int called = 0;
  const auto first = consumers_->StartSession(kName, [&called] { ++called; });
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(consumers_->Deliver(kName, first->token, 5), IsOk());
  ASSERT_THAT(Acknowledge(first->token, 2), IsOk());
  EXPECT_EQ(called, 1);
  const auto second = consumers_->StartSession(kName, nullptr);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(called, 2);
  EXPECT_NE(first->token, second->token);
  EXPECT_EQ(second->next_position, 2U);
  EXPECT_THAT(Acknowledge(first->token, 3).status(),
              Refuses(StatusCode::kAborted, "session"));
  EXPECT_THAT(SetAside(first->token, 3, "").status(),
              Refuses(StatusCode::kAborted, "session"));
  EXPECT_THAT(consumers_->Deliver(kName, first->token, 6),
              Refuses(StatusCode::kAborted, "session"));
  EXPECT_THAT(consumers_->PlaceOf(kName, first->token).status(),
              Refuses(StatusCode::kAborted, "session"));
  // What was delivered to the first was not to the second.
  EXPECT_THAT(Acknowledge(second->token, 3).status(),
              Refuses(StatusCode::kOutOfRange, "all before 2"));
  // The end of the first does not touch the second.
  consumers_->EndSession(kName, first->token);
  EXPECT_TRUE(Get().connected());
  consumers_->EndSession(kName, second->token);
  EXPECT_FALSE(Get().connected());
  EXPECT_THAT(Acknowledge(second->token, 2).status(),
              Refuses(StatusCode::kAborted, "session"));
}

TEST_F(ConsumersTest, ASessionMustBeNamed) {
  Create();
  EXPECT_THAT(Acknowledge("", 0).status(),
              Refuses(StatusCode::kInvalidArgument, "session"));
}

TEST_F(ConsumersTest, WhatIsSetAsideIsListedUntilItIsResolved) {
  Create();
  const std::string token = SessionWith(8);
  EXPECT_EQ(SetAside(token, 2, "no such recipient")->next_position(), 3U);
  EXPECT_EQ(SetAside(token, 5, "too long")->next_position(), 6U);
  v1::ListSetAsideResponse page = ListSetAside(1);
  ASSERT_EQ(page.events_size(), 1);
  EXPECT_EQ(page.events(0).position(), 2U);
  EXPECT_EQ(page.events(0).reason(), "no such recipient");
  EXPECT_EQ(page.events(0).event().position(), 2U);
  EXPECT_EQ(page.events(0).event().type(), "clearsky.v1.ActivityHeld");
  EXPECT_EQ(page.events(0).set_aside_time().seconds(),
            absl::ToUnixSeconds(clock_.Now()));
  page = ListSetAside(1, page.next_page_token());
  ASSERT_EQ(page.events_size(), 1);
  EXPECT_EQ(page.events(0).position(), 5U);
  EXPECT_EQ(page.next_page_token(), "");

  v1::ResolveSetAsideRequest resolve;
  resolve.set_name(kName);
  resolve.set_position(2);
  EXPECT_THAT(consumers_->ResolveSetAside(resolve), IsOk());
  EXPECT_THAT(consumers_->ResolveSetAside(resolve).status(),
              Refuses(StatusCode::kNotFound, "position 2"));
  EXPECT_EQ(Get().set_aside_count(), 1U);
  Reopen();
  ASSERT_EQ(ListSetAside().events_size(), 1);
  EXPECT_EQ(ListSetAside().events(0).position(), 5U);
}

TEST_F(ConsumersTest, OnlyWhatWasDeliveredAndIsWantedIsSetAside) {
  v1::CreateConsumerRequest request = CreateOf(kName);
  request.mutable_filter()->add_types("ActivityHeld");
  ASSERT_THAT(consumers_->Create(request), IsOk());
  const std::string token = SessionWith(6);
  EXPECT_THAT(SetAside(token, 1, "").status(),
              Refuses(StatusCode::kInvalidArgument, "ActivityPostponed"));
  EXPECT_THAT(SetAside(token, 6, "").status(),
              Refuses(StatusCode::kOutOfRange, "all before 6"));
  ASSERT_THAT(Acknowledge(token, 3), IsOk());
  EXPECT_THAT(SetAside(token, 2, "").status(),
              Refuses(StatusCode::kFailedPrecondition, "already"));
  EXPECT_THAT(SetAside(token, 4, std::string(1025, 'x')).status(),
              Refuses(StatusCode::kInvalidArgument, "1024"));
  // Asked again, as after an answer that was lost.
  EXPECT_EQ(SetAside(token, 4, std::string(1024, 'x'))->next_position(), 5U);
  EXPECT_EQ(SetAside(token, 4, "again")->next_position(), 5U);
  EXPECT_EQ(Get().set_aside_count(), 1U);
}

TEST_F(ConsumersTest, ADeletedConsumerIsForgottenWithWhatItSetAside) {
  Create();
  int called = 0;
  const auto session = consumers_->StartSession(kName, [&called] { ++called; });
  ASSERT_THAT(consumers_->Deliver(kName, session->token, 5), IsOk());
  ASSERT_THAT(SetAside(session->token, 2, "x"), IsOk());
  // Its name begins with that of the other.
  Create("mail-digest-2");
  v1::DeleteConsumerRequest request;
  request.set_name(kName);
  called = 0;
  ASSERT_THAT(consumers_->Delete(request), IsOk());
  EXPECT_EQ(called, 1);
  EXPECT_THAT(Acknowledge(session->token, 3).status(),
              Refuses(StatusCode::kNotFound, kName));
  Reopen();
  EXPECT_EQ(Get("mail-digest-2").name(), "mail-digest-2");
  Create();
  EXPECT_EQ(Get().set_aside_count(), 0U);
  EXPECT_EQ(ListSetAside().events_size(), 0);
}

TEST_F(ConsumersTest, AReadOnlyLedgerKeepsNoPlaces) {
  consumers_.reset();
  ledger_.reset();
  ledger::OpenOptions options;
  options.read_only = true;
  auto opened = ledger::Ledger::Open(dir_.Sub("ledger"), options);
  ASSERT_THAT(opened, IsOk());
  Consumers consumers(opened->get(), &clock_);
  EXPECT_THAT(consumers.Create(CreateOf(kName)).status(),
              Refuses(StatusCode::kFailedPrecondition, "reading only"));
  EXPECT_THAT(consumers.List(v1::ListConsumersRequest()).status(),
              Refuses(StatusCode::kFailedPrecondition, "reading only"));
  EXPECT_TRUE(consumers.Look(10).empty());
  EXPECT_FALSE(std::filesystem::exists(ConsumersPath(dir_.Sub("ledger"))));
}

// Looking makes no directory either.
TEST_F(ConsumersTest, NothingIsOnTheDiskBeforeThereIsAConsumer) {
  EXPECT_TRUE(consumers_->Look(10).empty());
  EXPECT_FALSE(std::filesystem::exists(ConsumersPath(dir_.Sub("ledger"))));
  Create();
  EXPECT_EQ(consumers_->Look(10).size(), 1U);
  EXPECT_TRUE(std::filesystem::exists(ConsumersPath(dir_.Sub("ledger"))));
}

// The places of a ledger that had more events than its copy has.
TEST_F(ConsumersTest, APlaceBehindTheEndOfAnOlderCopyIsTold) {
  // The copy is made first.
  consumers_.reset();
  ledger_.reset();
  const std::filesystem::path live = dir_.Sub("ledger");
  const std::filesystem::path copy = dir_.Sub("copy");
  std::filesystem::copy(live, copy, std::filesystem::copy_options::recursive);
  Reopen();
  Create();
  ASSERT_THAT(AppendTo(ledger_.get(), "plan/a", "ActivityHeld", 3), IsOk());
  ASSERT_THAT(Acknowledge(SessionWith(12), 12), IsOk());
  consumers_.reset();
  ledger_.reset();
  // The older copy in its place, with the consumers of now.
  std::filesystem::rename(live / "consumers", copy / "consumers");
  std::filesystem::remove_all(live);
  std::filesystem::rename(copy, live);
  Reopen();
  EXPECT_THAT(consumers_->StartSession(kName, nullptr).status(),
              Refuses(StatusCode::kFailedPrecondition, "has 10 events"));
  EXPECT_EQ(Get().lag(), 0U);
  // It has as many events again, but others.
  ASSERT_THAT(AppendTo(ledger_.get(), "plan/a", "ActivityHeld", 5), IsOk());
  EXPECT_THAT(consumers_->StartSession(kName, nullptr).status(),
              Refuses(StatusCode::kFailedPrecondition, "is another than"));
}

TEST_F(ConsumersTest, TheDirectoryOfAnotherLedgerIsRefused) {
  Create();
  consumers_.reset();
  ledger_.reset();
  auto other = ledger::Ledger::Create(dir_.Sub("other"), {});
  ASSERT_THAT(other, IsOk());
  std::filesystem::copy(ConsumersPath(dir_.Sub("ledger")),
                        ConsumersPath(dir_.Sub("other")),
                        std::filesystem::copy_options::recursive);
  Consumers consumers(other->get(), &clock_);
  EXPECT_THAT(consumers.List(v1::ListConsumersRequest()).status(),
              Refuses(StatusCode::kFailedPrecondition, "is of the ledger"));
}

TEST_F(ConsumersTest, DeletingTheDirectoryCostsPlacesOnly) {
  Create();
  consumers_.reset();
  ledger_.reset();
  std::filesystem::remove_all(ConsumersPath(dir_.Sub("ledger")));
  Reopen();
  v1::GetConsumerRequest request;
  request.set_name(kName);
  EXPECT_THAT(consumers_->Get(request).status(),
              Refuses(StatusCode::kNotFound, kName));
  EXPECT_EQ(ledger_->log().size(), 10U);
  Create();
}

// A byte flipped in a row is told, and not read as a place.
TEST_F(ConsumersTest, DamageIsDataLoss) {
  Create();
  consumers_.reset();
  // The row is in the write-ahead log, whose own checksum would drop it; so the
  // damage is made under it.
  const std::string path = ConsumersPath(dir_.Sub("ledger"));
  const std::string id =
      ledger_->GetLedger(v1::GetLedgerRequest())->ledger_id();
  {
    auto store = ConsumerStore::Open(path, id);
    ASSERT_THAT(store, IsOk());
    KeptConsumer kept;
    kept.consumer.set_name("damaged");
    ASSERT_THAT((*store)->Put(kept, Durability::kSynced), IsOk());
  }
  size_t flipped = 0;
  for (const auto& file : std::filesystem::directory_iterator(path)) {
    if (file.path().extension() != ".sst") continue;
    FILE* const opened = fopen(file.path().c_str(), "r+b");
    ASSERT_NE(opened, nullptr);
    fseek(opened, 10, SEEK_SET);
    const int byte = fgetc(opened);
    fseek(opened, 10, SEEK_SET);
    fputc(byte ^ 1, opened);
    fclose(opened);
    ++flipped;
  }
  ASSERT_GT(flipped, 0U);
  const auto store = ConsumerStore::Open(path, id);
  const absl::Status status =
      store.ok() ? (*store)->Load().status() : store.status();
  EXPECT_THAT(status, Refuses(StatusCode::kDataLoss, "consumers"));
}

// What was acknowledged is kept by a process that is killed, though nothing was
// synced. The child is made before there are threads.
TEST(ConsumersKillTest, AnAcknowledgedPlaceSurvivesSigkill) {
  test::TempDir dir;
  const std::string path = dir.Sub("ledger");
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto ledger = ledger::Ledger::Create(path, {});
    if (!ledger.ok()) _exit(1);
    if (!AppendTo(ledger->get(), "plan/a", "ActivityHeld", 10).ok()) _exit(2);
    const SystemClock clock;
    Consumers consumers(ledger->get(), &clock);
    if (!consumers.Create(CreateOf(kName)).ok()) _exit(3);
    const auto session = consumers.StartSession(kName, nullptr);
    if (!session.ok()) _exit(4);
    if (!consumers.Deliver(kName, session->token, 10).ok()) _exit(5);
    v1::AcknowledgeRequest request;
    request.set_name(kName);
    request.set_session(session->token);
    request.set_next_position(7);
    if (!consumers.Acknowledge(request).ok()) _exit(6);
    kill(getpid(), SIGKILL);
    _exit(7);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  auto ledger = ledger::Ledger::Open(path, {});
  ASSERT_THAT(ledger, IsOk());
  const SystemClock clock;
  Consumers consumers(ledger->get(), &clock);
  const auto session = consumers.StartSession(kName, nullptr);
  ASSERT_THAT(session, IsOk());
  EXPECT_EQ(session->next_position, 7U);
}

}  // namespace
}  // namespace clearsky::feed
