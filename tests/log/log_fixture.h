#pragma once

// What the tests of the log share: a ledger in a directory of its own, a clock
// that is set by hand, and short words for appending and reading.

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/uuid.h"
#include "gtest/gtest.h"
#include "log/event_log.h"
#include "test/status_matchers.h"

namespace clearsky::log {

// 2022-09-28 09:00 in Seoul.
inline const absl::Time kStart = absl::FromUnixSeconds(1'664'323'200);

// A clock that stands still until it is set.
class ManualClock final : public Clock {
 public:
  absl::Time Now() const override {
    MutexLock lock(&mu_);
    return now_;
  }
  void Set(absl::Time now) {
    MutexLock lock(&mu_);
    now_ = now;
  }
  void Advance(absl::Duration by) {
    MutexLock lock(&mu_);
    now_ += by;
  }

 private:
  mutable Mutex mu_;
  absl::Time now_ ABSL_GUARDED_BY(mu_) = kStart;
};

// A directory that goes when the test is over.
class TempDir {
 public:
  TempDir() {
    std::string name =
        (std::filesystem::temp_directory_path() / "clearsky.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string operator/(const std::string& name) const {
    return absl::StrCat(path_, "/", name);
  }

 private:
  std::string path_;
};

// An event whose id is a function of its words, so that saying the same again
// is a retry.
inline NewEvent Event(const std::string& words) {
  return {.event_id = UuidV8OfContent(words),
          .type = "test.Said",
          .schema_version = 1,
          .data = words,
          .metadata = {}};
}

inline std::vector<NewEvent> Events(const std::vector<std::string>& words) {
  std::vector<NewEvent> events;
  for (const std::string& word : words) events.push_back(Event(word));
  return events;
}

inline StreamAppend To(const std::string& stream,
                       const std::vector<std::string>& words,
                       ExpectedRevision expected = ExpectedRevision::Any()) {
  return {stream, expected, Events(words)};
}

inline StreamAppend Check(const std::string& stream,
                          ExpectedRevision expected) {
  return {stream, expected, {}};
}

class LogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.clock = &clock_;
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Create(path(), {{"zone", "Asia/Seoul"}}, options_);
    ASSERT_THAT(log, test::IsOk());
    log_ = *std::move(log);
  }

  std::string path() const { return dir_ / "ledger"; }
  EventLog& log() { return *log_; }

  void Close() { log_.reset(); }
  // The same, with all events in derived/: few ones are left to the next
  // opening otherwise.
  void CloseIndexed() {
    EXPECT_THAT(log_->WaitUntilIndexed(), test::IsOk());
    Close();
  }
  void Reopen() {
    Close();
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open(path(), options_);
    ASSERT_THAT(log, test::IsOk());
    log_ = *std::move(log);
  }

  // Appends words that must be taken.
  AppendResult Say(const std::string& stream,
                   const std::vector<std::string>& words) {
    const absl::StatusOr<AppendResult> result =
        log_->Append({To(stream, words)});
    EXPECT_THAT(result, test::IsOk());
    return result.value_or(AppendResult());
  }

  // "position:stream/revision=words" of all events.
  static std::vector<std::string> Everything(
      const EventLog& log, uint64_t from = 0,
      Direction direction = Direction::kForward) {
    std::vector<std::string> lines;
    EXPECT_THAT(log.ReadAll(from, direction,
                            [&](const RecordedEvent& event) {
                              lines.push_back(Line(event));
                              return true;
                            }),
                test::IsOk());
    return lines;
  }
  std::vector<std::string> Everything() const { return Everything(*log_); }

  std::vector<std::string> Stream(
      const std::string& stream, uint64_t from = 0,
      Direction direction = Direction::kForward) const {
    std::vector<std::string> lines;
    EXPECT_THAT(log_->ReadStream(stream, from, direction,
                                 [&](const RecordedEvent& event) {
                                   lines.push_back(Line(event));
                                   return true;
                                 }),
                test::IsOk());
    return lines;
  }

  static std::string Line(const RecordedEvent& event) {
    return absl::StrCat(event.position, ":", event.stream, "/", event.revision,
                        "=", event.data);
  }

  TempDir dir_;
  ManualClock clock_;
  LogOptions options_;
  std::unique_ptr<EventLog> log_;
};

}  // namespace clearsky::log
