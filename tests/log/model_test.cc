// Any sequence of appends, retries, reopenings and lost indexes against a
// simple model of the log in memory.

#include <rapidcheck.h>

#include <algorithm>
#include <filesystem>

#include "gmock/gmock.h"
#include "log_fixture.h"

namespace clearsky::log {
namespace {

// What the log should be: a list of (stream, words).
class Model {
 public:
  struct Entry {
    std::string stream;
    ExpectedRevision expected = ExpectedRevision::Any();
    std::vector<std::string> words;
  };

  absl::StatusCode Append(const std::vector<Entry>& entries) {
    size_t known = 0;
    size_t total = 0;
    for (const Entry& entry : entries) {
      for (const std::string& words : entry.words) {
        ++total;
        const auto it = std::find_if(
            events_.begin(), events_.end(),
            [&](const auto& event) { return event.second == words; });
        if (it == events_.end()) continue;
        if (it->first != entry.stream) return absl::StatusCode::kAlreadyExists;
        ++known;
      }
    }
    if (known > 0) {
      return known == total ? absl::StatusCode::kOk
                            : absl::StatusCode::kAlreadyExists;
    }
    for (const Entry& entry : entries) {
      if (!Meets(entry.expected, Lines(entry.stream).size())) {
        return absl::StatusCode::kAborted;
      }
    }
    for (const Entry& entry : entries) {
      for (const std::string& words : entry.words) {
        events_.emplace_back(entry.stream, words);
      }
    }
    return absl::StatusCode::kOk;
  }

  // As LogTest::Line, of one stream, or of all when empty.
  std::vector<std::string> Lines(const std::string& stream) const {
    std::vector<std::string> lines;
    std::map<std::string, uint64_t> revisions;
    for (size_t i = 0; i < events_.size(); ++i) {
      const auto& [name, words] = events_[i];
      const uint64_t revision = revisions[name]++;
      if (!stream.empty() && name != stream) continue;
      lines.push_back(absl::StrCat(i, ":", name, "/", revision, "=", words));
    }
    return lines;
  }

 private:
  static bool Meets(const ExpectedRevision& expected, uint64_t size) {
    switch (expected.kind()) {
      case ExpectedRevision::Kind::kAny:
        return true;
      case ExpectedRevision::Kind::kNoStream:
        return size == 0;
      case ExpectedRevision::Kind::kStreamExists:
        return size > 0;
      case ExpectedRevision::Kind::kExactly:
        return size == expected.revision() + 1;
    }
    return false;
  }

  std::vector<std::pair<std::string, std::string>> events_;
};

rc::Gen<ExpectedRevision> AnyExpectation() {
  return rc::gen::map(rc::gen::inRange(0, 10), [](int choice) {
    switch (choice) {
      case 0:
        return ExpectedRevision::NoStream();
      case 1:
        return ExpectedRevision::StreamExists();
      case 2:
      case 3:
      case 4:
        return ExpectedRevision::Exactly(static_cast<uint64_t>(choice - 2));
      default:
        return ExpectedRevision::Any();
    }
  });
}

// Few streams and few words, so that retries and mismatches are frequent. A
// stream and an id occur once in an append.
std::vector<Model::Entry> AnyAppend() {
  std::vector<Model::Entry> entries;
  std::vector<int> used;
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    const auto name = *rc::gen::element<std::string>("a", "b", "c");
    if (std::any_of(entries.begin(), entries.end(),
                    [&](const auto& entry) { return entry.stream == name; })) {
      continue;
    }
    Model::Entry entry{name, *AnyExpectation(), {}};
    for (int word :
         *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40))) {
      if (entry.words.size() == 3) break;
      if (std::count(used.begin(), used.end(), word) > 0) continue;
      used.push_back(word);
      entry.words.push_back(absl::StrCat("word ", word));
    }
    entries.push_back(entry);
  }
  return entries;
}

class ModelTest : public LogTest {
 protected:
  void CompareWith(const Model& model) {
    std::vector<std::string> all = model.Lines("");
    RC_ASSERT(Everything() == all);
    RC_ASSERT(log().size() == all.size());
    for (const char* stream : {"a", "b", "c"}) {
      std::vector<std::string> lines = model.Lines(stream);
      RC_ASSERT(Stream(stream) == lines);
      RC_ASSERT(*log().StreamSize(stream) == lines.size());
      std::reverse(lines.begin(), lines.end());
      if (lines.empty()) continue;
      RC_ASSERT(Stream(stream, lines.size() - 1, Direction::kBackward) ==
                lines);
    }
    std::reverse(all.begin(), all.end());
    if (all.empty()) return;
    RC_ASSERT(Everything(log(), all.size() - 1, Direction::kBackward) == all);
  }

  void AppendTo(Model* model) {
    const std::vector<Model::Entry> entries = AnyAppend();
    std::vector<StreamAppend> appends;
    for (const Model::Entry& entry : entries) {
      appends.push_back(To(entry.stream, entry.words, entry.expected));
    }
    const absl::StatusOr<AppendResult> result = log().Append(appends);
    RC_ASSERT(result.status().code() == model->Append(entries));
    if (!result.ok()) return;
    const std::vector<std::string> all = model->Lines("");
    size_t i = 0;
    for (const Model::Entry& entry : entries) {
      for (const std::string& words : entry.words) {
        const EventPlace& place = result->places.at(i++);
        RC_ASSERT(all.at(place.position) ==
                  absl::StrCat(place.position, ":", entry.stream, "/",
                               place.revision, "=", words));
      }
    }
    RC_ASSERT(i == result->places.size());
  }
};

TEST_F(ModelTest, LogIsWhatTheModelSays) {
  EXPECT_TRUE(rc::check([&] {
    Close();
    const std::string where = path();
    std::filesystem::remove_all(where);
    absl::StatusOr<std::unique_ptr<EventLog>> fresh =
        EventLog::Create(where, {}, options_);
    RC_ASSERT(fresh.ok());
    log_ = *std::move(fresh);
    Model model;
    const int steps = *rc::gen::inRange(1, 25);
    for (int step = 0; step < steps; ++step) {
      switch (*rc::gen::inRange(0, 12)) {
        case 0:
          Reopen();
          break;
        case 1:
          Close();
          std::filesystem::remove_all(where + "/derived");
          Reopen();
          break;
        case 2:
          CompareWith(model);
          break;
        default:
          AppendTo(&model);
      }
    }
    CompareWith(model);
    Reopen();
    CompareWith(model);
  }));
}

}  // namespace
}  // namespace clearsky::log
