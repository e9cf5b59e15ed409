// Reading events, streams and documents back.

#include "absl/strings/escaping.h"
#include "base/sha256.h"
#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::IsOkAndHolds;
using ::clearsky::test::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr uint64_t kFarPast = uint64_t{0} - 1;

// Two interleaved streams.
class ReadingTest : public LogTest {
 protected:
  void SetUp() override {
    LogTest::SetUp();
    Say("a", {"a0", "a1"});
    Say("b", {"b0"});
    Say("a", {"a2"});
    Say("b", {"b1", "b2"});
  }
};

TEST_F(ReadingTest, AllForward) {
  EXPECT_THAT(Everything(), ElementsAre("0:a/0=a0", "1:a/1=a1", "2:b/0=b0",
                                        "3:a/2=a2", "4:b/1=b1", "5:b/2=b2"));
}

TEST_F(ReadingTest, AllFromTheMiddleEitherWay) {
  EXPECT_THAT(Everything(log(), 4), ElementsAre("4:b/1=b1", "5:b/2=b2"));
  EXPECT_THAT(Everything(log(), 2, Direction::kBackward),
              ElementsAre("2:b/0=b0", "1:a/1=a1", "0:a/0=a0"));
  EXPECT_THAT(Everything(log(), 0, Direction::kBackward),
              ElementsAre("0:a/0=a0"));
}

TEST_F(ReadingTest, AllFromPastTheEndVisitsNothing) {
  for (const Direction direction :
       {Direction::kForward, Direction::kBackward}) {
    EXPECT_THAT(Everything(log(), 6, direction), IsEmpty());
    EXPECT_THAT(Everything(log(), kFarPast, direction), IsEmpty());
  }
}

TEST_F(ReadingTest, StreamEitherWay) {
  EXPECT_THAT(Stream("a"), ElementsAre("0:a/0=a0", "1:a/1=a1", "3:a/2=a2"));
  EXPECT_THAT(Stream("b", 1), ElementsAre("4:b/1=b1", "5:b/2=b2"));
  EXPECT_THAT(Stream("b", 1, Direction::kBackward),
              ElementsAre("4:b/1=b1", "2:b/0=b0"));
}

TEST_F(ReadingTest, StreamPastItsEndOrUnknownVisitsNothing) {
  for (const Direction direction :
       {Direction::kForward, Direction::kBackward}) {
    EXPECT_THAT(Stream("a", 3, direction), IsEmpty());
    EXPECT_THAT(Stream("a", kFarPast, direction), IsEmpty());
    EXPECT_THAT(Stream("c", 0, direction), IsEmpty());
    EXPECT_THAT(Stream("", 0, direction), IsEmpty());
  }
}

TEST_F(ReadingTest, NothingOfTheIndexItselfIsTakenForAStream) {
  Reopen();
  EXPECT_THAT(log().StreamSize(absl::string_view("\0checkpoint", 11)),
              IsOkAndHolds(0));
  EXPECT_THAT(log().ListStreams("", "", 10),
              IsOkAndHolds(ElementsAre("a", "b")));
}

TEST_F(ReadingTest, LongStreamIsReadAcrossPagesEitherWay) {
  std::vector<std::string> forward;
  std::vector<std::string> words;
  for (int i = 0; i < 1300; ++i) {
    words.push_back(absl::StrCat("c", i));
    forward.push_back(absl::StrCat(6 + i, ":c/", i, "=c", i));
  }
  Say("c", words);
  std::vector<std::string> backward(forward.rbegin(), forward.rend());
  for (const bool is_reopened : {false, true}) {
    if (is_reopened) Reopen();
    EXPECT_EQ(Stream("c"), forward);
    EXPECT_EQ(Stream("c", 1299, Direction::kBackward), backward);
    EXPECT_EQ(Everything(log(), 6), forward);
  }
}

TEST_F(ReadingTest, VisitorStopsTheReading) {
  int visits = 0;
  const auto stop_at_two = [&](const RecordedEvent&) { return ++visits < 2; };
  ASSERT_THAT(log().ReadAll(0, Direction::kForward, stop_at_two), IsOk());
  EXPECT_EQ(visits, 2);
  visits = 0;
  ASSERT_THAT(log().ReadStream("a", 2, Direction::kBackward, stop_at_two),
              IsOk());
  EXPECT_EQ(visits, 2);
}

TEST_F(ReadingTest, VisitorMayAppendAndReadsUpToTheSizeAtTheCall) {
  int visits = 0;
  ASSERT_THAT(log().ReadAll(0, Direction::kForward,
                            [&](const RecordedEvent&) {
                              Say("more", {absl::StrCat(visits)});
                              ++visits;
                              return true;
                            }),
              IsOk());
  EXPECT_EQ(visits, 6);
  EXPECT_EQ(log().size(), 12);
}

TEST_F(ReadingTest, ReadAtPastTheEndIsOutOfRange) {
  const absl::StatusOr<RecordedEvent> last = log().ReadAt(5);
  ASSERT_THAT(last, IsOk());
  EXPECT_EQ(Line(*last), "5:b/2=b2");
  EXPECT_THAT(log().ReadAt(6), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(log().ReadAt(kFarPast), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(ReadingTest, StreamsAreListedByPrefixInPages) {
  Say("plan/1", {"p1"});
  Say("plan/2", {"p2"});
  Say("plan/3", {"p3"});
  Say("plan0", {"p0"});
  for (const bool is_reopened : {false, true}) {
    if (is_reopened) Reopen();
    EXPECT_THAT(log().ListStreams("", "", 100),
                IsOkAndHolds(ElementsAre("a", "b", "plan/1", "plan/2", "plan/3",
                                         "plan0")));
    EXPECT_THAT(log().ListStreams("plan/", "", 2),
                IsOkAndHolds(ElementsAre("plan/1", "plan/2")));
    EXPECT_THAT(log().ListStreams("plan/", "plan/2", 2),
                IsOkAndHolds(ElementsAre("plan/3")));
    EXPECT_THAT(log().ListStreams("plan/", "plan0", 2),
                IsOkAndHolds(IsEmpty()));
    EXPECT_THAT(log().ListStreams("", "a", 1), IsOkAndHolds(ElementsAre("b")));
    EXPECT_THAT(log().ListStreams("", "", 0), IsOkAndHolds(IsEmpty()));
    EXPECT_THAT(log().ListStreams("q", "", 9), IsOkAndHolds(IsEmpty()));
  }
}

TEST_F(ReadingTest, StoredBytesAreTheSameInEveryReadAndAfterReopening) {
  std::vector<std::string> before;
  std::vector<std::string> after;
  const auto collect = [](std::vector<std::string>* out) {
    return [out](const RecordedEvent& event) {
      out->push_back(event.stored);
      return true;
    };
  };
  ASSERT_THAT(log().ReadAll(0, Direction::kForward, collect(&before)), IsOk());
  Reopen();
  ASSERT_THAT(log().ReadAll(0, Direction::kForward, collect(&after)), IsOk());
  EXPECT_EQ(before, after);
  const absl::StatusOr<RecordedEvent> event = log().ReadAt(3);
  ASSERT_THAT(event, IsOk());
  EXPECT_EQ(event->stored, before[3]);
}

TEST_F(ReadingTest, DocumentsAreKeptByTheirHash) {
  const std::string text = std::string("press release\0\xff", 15);
  const absl::StatusOr<std::string> hash = log().PutDocument(text);
  ASSERT_THAT(hash, IsOkAndHolds(DigestBytes(Sha256(text))));
  EXPECT_THAT(log().PutDocument(text), IsOkAndHolds(*hash));
  EXPECT_THAT(log().GetDocument(*hash), IsOkAndHolds(text));
  Reopen();
  EXPECT_THAT(log().GetDocument(*hash), IsOkAndHolds(text));
  EXPECT_EQ(log().size(), 6);
}

TEST_F(ReadingTest, UnknownDocumentIsNotFoundAndABadHashInvalid) {
  const absl::Status status =
      log().GetDocument(DigestBytes(Sha256("unknown"))).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr(DigestHex(Sha256("unknown"))));
  EXPECT_THAT(log().GetDocument("short"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace clearsky::log
