// Failed writes and syncs: nothing is acknowledged, nothing more is taken, and
// reopening is clean.

#include "absl/strings/escaping.h"
#include "fault_env.h"
#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

enum class Fault { kWrite, kSync };

class FailureTest : public LogTest,
                    public ::testing::WithParamInterface<Fault> {
 protected:
  void SetUp() override {
    faults_.path_part = "/log/";
    env_ = NewFaultyEnv(&faults_);
    options_.env = env_.get();
    LogTest::SetUp();
  }
  void TearDown() override {
    Mend();
    Close();
  }

  void Break() {
    (GetParam() == Fault::kWrite ? faults_.writes : faults_.syncs) = true;
  }
  void Mend() {
    faults_.writes = false;
    faults_.syncs = false;
  }

  Faults faults_;
  std::unique_ptr<rocksdb::Env> env_;
};

TEST_P(FailureTest, RefusesAllAppendsUntilReopened) {
  Say("a", {"one"});
  Break();
  const absl::Status failed = log().Append({To("a", {"two"})}).status();
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(std::string(failed.message()), HasSubstr("opened again"));
  EXPECT_THAT(Everything(), ElementsAre("0:a/0=one"));

  Mend();
  EXPECT_THAT(log().Append({To("a", {"three"})}),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(log().Append({To("a", {"one"})}),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(log().Append({Check("a", ExpectedRevision::Any())}),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(log().PutDocument("text"), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(Everything(), ElementsAre("0:a/0=one"));
  EXPECT_EQ(log().size(), 1);

  Reopen();
  // What was not acknowledged may be there or not, but never in part.
  EXPECT_THAT(Everything(), AnyOf(ElementsAre("0:a/0=one"),
                                  ElementsAre("0:a/0=one", "1:a/1=two")));
  Say("a", {"two"});
  Say("a", {"three"});
  EXPECT_THAT(Everything(),
              ElementsAre("0:a/0=one", "1:a/1=two", "2:a/2=three"));
}

TEST_P(FailureTest, OfADocumentStopsAppendsToo) {
  Break();
  EXPECT_THAT(log().PutDocument("text"), StatusIs(absl::StatusCode::kInternal));
  Mend();
  EXPECT_THAT(log().Append({To("a", {"one"})}),
              StatusIs(absl::StatusCode::kInternal));
  Reopen();
  Say("a", {"one"});
  EXPECT_THAT(log().PutDocument("text"), IsOk());
}

TEST_P(FailureTest, WhileMakingALedgerLeavesNoneAndCanBeTriedAgain) {
  const std::string path = dir_ / "second";
  Break();
  EXPECT_THAT(EventLog::Create(path, {}, options_),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(EventLog::Open(path, options_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  Mend();
  EXPECT_THAT(EventLog::Create(path, {}, options_), IsOk());
  EXPECT_THAT(EventLog::Open(path, options_), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Faults, FailureTest,
                         ::testing::Values(Fault::kWrite, Fault::kSync),
                         [](const auto& tested) {
                           return tested.param == Fault::kWrite ? "Write"
                                                                : "Sync";
                         });

class LedgerFileFailureTest : public FailureTest {};

TEST_P(LedgerFileFailureTest, LeavesNoLedger) {
  faults_.path_part = "LEDGER";
  const std::string path = dir_ / "second";
  Break();
  EXPECT_THAT(EventLog::Create(path, {}, options_),
              StatusIs(absl::StatusCode::kInternal));
  Mend();
  EXPECT_THAT(EventLog::Open(path, options_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(EventLog::Create(path, {}, options_), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Faults, LedgerFileFailureTest,
                         ::testing::Values(Fault::kWrite, Fault::kSync),
                         [](const auto& tested) {
                           return tested.param == Fault::kWrite ? "Write"
                                                                : "Sync";
                         });

}  // namespace
}  // namespace clearsky::log
