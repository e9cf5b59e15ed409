// Reading by iterators, whatever is asked for and wherever the events are,
// against a plain vector of them.

#include "log/event_iterator.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "raw_ledger.h"
#include "recorded_model.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

constexpr uint64_t kFarPast = uint64_t{0} - 1;

class EventIteratorTest : public LogTest {
 protected:
  void SetUp() override {
    // The least, so that the tail does not keep everything.
    options_.memory_budget_bytes = 1;
    LogTest::SetUp();
  }

  void Append(const std::vector<StreamAppend>& entries) {
    const absl::StatusOr<AppendResult> result = log().Append(entries);
    ASSERT_THAT(result, IsOk());
    model_.Add(entries, *result);
    clock_.Advance(absl::Microseconds(any_.Below(3'000'000)));
  }
  void AppendAny(int commits, bool with_large = true) {
    for (int i = 0; i < commits; ++i) Append(append_.Entries(with_large));
  }

  ReadRequest AnyRequest() {
    ReadRequest request;
    if (any_.OneIn(2)) request.stream = append_.Stream();
    if (any_.OneIn(2)) request.direction = Direction::kBackward;
    if (any_.OneIn(2)) {
      request.from = any_.Below(request.stream.empty() ? model_.size() + 2
                                                       : model_.size() / 15);
      if (any_.OneIn(20)) request.from = kFarPast;
    }
    if (any_.OneIn(3)) request.from_time = AnyTime();
    if (!any_.OneIn(3)) request.filter = append_.Filter();
    return request;
  }
  absl::Time AnyTime() {
    if (any_.OneIn(20)) return absl::InfinitePast();
    if (any_.OneIn(20)) return absl::InfiniteFuture();
    const absl::Time time =
        model_.events()[any_.Below(model_.size())].record_time;
    switch (any_.Below(4)) {
      case 0:
        return time - absl::Nanoseconds(1);
      case 1:
        return time + absl::Nanoseconds(1);
      case 2:
        return time + absl::Milliseconds(any_.Below(2000));
      default:
        return time;
    }
  }

  static std::string Text(const ReadRequest& request) {
    return absl::StrCat(
        request.direction == Direction::kForward ? "forward" : "backward",
        " stream=", request.stream,
        " from=", request.from.has_value() ? absl::StrCat(*request.from) : "-",
        " time=",
        request.from_time.has_value() ? absl::FormatTime(*request.from_time)
                                      : "-",
        " prefix=", request.filter.stream_prefix,
        " types=", request.filter.types.size());
  }

  // That the iterator visits what the model did when it had `size` events.
  void ExpectVisits(EventIterator* it, const std::vector<uint64_t>& positions) {
    for (const uint64_t position : positions) {
      ASSERT_TRUE(it->Next()) << it->status() << " before " << position;
      ASSERT_NO_FATAL_FAILURE(model_.ExpectIs(it->event(), position));
    }
    EXPECT_FALSE(it->Next());
    EXPECT_FALSE(it->Next());
    EXPECT_THAT(it->status(), IsOk());
  }
  void ExpectReads(const EventLog& log, const ReadRequest& request) {
    SCOPED_TRACE(Text(request));
    absl::StatusOr<std::unique_ptr<EventIterator>> it = log.Read(request);
    ASSERT_THAT(it, IsOk());
    ExpectVisits(it->get(), model_.Positions(request));
  }
  void ExpectReadsAny(const EventLog& log, int requests) {
    for (int i = 0; i < requests; ++i) {
      SCOPED_TRACE(absl::StrCat("seed=", any_.seed(), " request=", i));
      ExpectReads(log, AnyRequest());
      if (HasFailure()) return;
    }
  }

  AnyEvent any_;
  AnyAppend append_{&any_};
  RecordedModel model_;
};

TEST_F(EventIteratorTest, ReadsWhatTheModelDoesFromTheTail) {
  AppendAny(60, /*with_large=*/false);
  ExpectReadsAny(log(), 300);
}

TEST_F(EventIteratorTest, ReadsWhatTheModelDoesFromDerived) {
  for (int i = 0; i < 6; ++i) {
    AppendAny(20);
    EXPECT_THAT(log().WaitUntilIndexed(), IsOk());
  }
  ExpectReadsAny(log(), 150);
}

TEST_F(EventIteratorTest, ReadsWhatTheModelDoesFromBoth) {
  for (int i = 0; i < 3; ++i) {
    AppendAny(30);
    EXPECT_THAT(log().WaitUntilIndexed(), IsOk());
  }
  AppendAny(60, /*with_large=*/false);
  ExpectReadsAny(log(), 150);
  Reopen();
  ExpectReadsAny(log(), 50);
}

TEST_F(EventIteratorTest, LargeEventsAreReadFromWhereverTheyAre) {
  for (int i = 0; i < 6; ++i) {
    Append({{"large", ExpectedRevision::Any(), {append_.Event(kMaxEventBytes)}},
            {"small", ExpectedRevision::Any(), {append_.Event(1)}}});
  }
  for (const Direction direction :
       {Direction::kForward, Direction::kBackward}) {
    ExpectReads(log(), {"", direction, {}, {}, {}});
    ExpectReads(log(), {"large", direction, {}, {}, {}});
    ExpectReads(log(), {"small", direction, {}, {}, {}});
  }
}

TEST_F(EventIteratorTest, EmptyLogHasNothing) {
  for (const char* stream : {"", "a"}) {
    for (const Direction direction :
         {Direction::kForward, Direction::kBackward}) {
      ExpectReads(log(), {stream, direction, {}, {}, {}});
      ExpectReads(log(), {stream, direction, 0, kStart, {"a", {}}});
    }
  }
}

// Three of forty streams are merged; reading all and looking at each is the
// other way.
TEST_F(EventIteratorTest, FewStreamsMergedAreTheScan) {
  for (int i = 0; i < 30; ++i) {
    std::vector<StreamAppend> entries;
    for (int k = 0; k < 40; ++k) {
      const std::string stream =
          absl::StrCat(k % 13 == 0 && k > 0 ? "few/" : "many/", k);
      entries.push_back({stream, ExpectedRevision::Any(), {append_.Event(20)}});
    }
    Append(entries);
    if (i == 17) {
      EXPECT_THAT(log().WaitUntilIndexed(), IsOk());
    }
  }
  for (const Direction direction :
       {Direction::kForward, Direction::kBackward}) {
    for (const uint64_t from : {0, 1, 13, 40, 600, 1199}) {
      const ReadRequest request = {"", direction, from, {}, {"few/", {}}};
      ExpectReads(log(), request);
      ReadRequest everything = request;
      everything.filter = EventFilter();
      const auto all = log().Read(everything);
      const auto few = log().Read(request);
      ASSERT_THAT(all, IsOk());
      ASSERT_THAT(few, IsOk());
      while ((*all)->Next()) {
        if (!absl::StartsWith((*all)->event().stream, "few/")) continue;
        ASSERT_TRUE((*few)->Next());
        EXPECT_EQ((*few)->event().stored, (*all)->event().stored);
      }
      EXPECT_FALSE((*few)->Next());
    }
  }
}

// Between any two steps more is appended and indexed, and the views are looked
// at after that.
TEST_F(EventIteratorTest, SeesWhatWasDurableAndViewsHoldUntilNext) {
  AppendAny(20, /*with_large=*/false);
  EXPECT_THAT(log().WaitUntilIndexed(), IsOk());
  AppendAny(20, /*with_large=*/false);
  std::vector<std::unique_ptr<EventIterator>> iterators;
  std::vector<std::vector<uint64_t>> expected;
  for (const Direction direction :
       {Direction::kForward, Direction::kBackward}) {
    const std::string stream = model_.events().back().stream;
    for (const ReadRequest& request :
         {ReadRequest{"", direction, {}, {}, {}},
          ReadRequest{stream, direction, {}, {}, {}},
          ReadRequest{"", direction, {}, {}, {stream, {}}},
          ReadRequest{"", direction, {}, {}, {"p", {"test.Type1"}}}}) {
      absl::StatusOr<std::unique_ptr<EventIterator>> it = log().Read(request);
      ASSERT_THAT(it, IsOk());
      iterators.push_back(*std::move(it));
      expected.push_back(model_.Positions(request));
    }
  }
  for (size_t step = 0; step < 8; ++step) {
    std::vector<EventView> views(iterators.size());
    for (size_t i = 0; i < iterators.size(); ++i) {
      if (step >= expected[i].size()) continue;
      ASSERT_TRUE(iterators[i]->Next()) << iterators[i]->status();
      views[i] = iterators[i]->event();
    }
    AppendAny(3, /*with_large=*/false);
    EXPECT_THAT(log().WaitUntilIndexed(), IsOk());
    for (size_t i = 0; i < iterators.size(); ++i) {
      if (step >= expected[i].size()) continue;
      model_.ExpectIs(views[i], expected[i][step]);
    }
  }
  for (size_t i = 0; i < iterators.size(); ++i) {
    std::vector<uint64_t>& left = expected[i];
    left.erase(
        left.begin(),
        left.begin() + static_cast<int64_t>(std::min<size_t>(8, left.size())));
    ExpectVisits(iterators[i].get(), left);
  }
}

TEST_F(EventIteratorTest, ReadOnlyReadsWithAndWithoutDerived) {
  for (int i = 0; i < 3; ++i) {
    AppendAny(15);
    // More than the tail of a reader keeps the bytes of.
    Append({{"large",
             ExpectedRevision::Any(),
             {append_.Event(kMaxEventBytes), append_.Event(kMaxEventBytes)}}});
  }
  EXPECT_THAT(log().WaitUntilIndexed(), IsOk());
  AppendAny(20, /*with_large=*/false);
  Close();
  LogOptions options = options_;
  options.read_only = true;
  for (const bool with_derived : {true, false}) {
    if (!with_derived) std::filesystem::remove_all(path() + "/derived");
    const absl::StatusOr<std::unique_ptr<EventLog>> reader =
        EventLog::Open(path(), options);
    ASSERT_THAT(reader, IsOk());
    ExpectReadsAny(**reader, 100);
    EXPECT_EQ(std::filesystem::exists(path() + "/derived"), with_derived);
  }
}

TEST_F(EventIteratorTest, DamageEndsItNamingThePosition) {
  for (int i = 0; i < 5; ++i) Say("a", {absl::StrCat(i)});
  CloseIndexed();
  {
    RawLog raw(path());
    std::string chunk = raw.GetChunk(3);
    chunk.back() = static_cast<char>(chunk.back() ^ 1);
    raw.PutChunk(3, chunk);
  }
  Reopen();
  const auto it = log().Read({});
  ASSERT_THAT(it, IsOk());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE((*it)->Next());
  EXPECT_FALSE((*it)->Next());
  EXPECT_THAT((*it)->status(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string((*it)->status().message()), HasSubstr("position 3"));
  EXPECT_FALSE((*it)->Next());
  const auto back = log().Read({"", Direction::kBackward, {}, {}, {}});
  ASSERT_THAT(back, IsOk());
  EXPECT_TRUE((*back)->Next());
  EXPECT_FALSE((*back)->Next());
  EXPECT_THAT((*back)->status(), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace clearsky::log
