// What a timeline answers is what folding the events from nothing gives, over
// random histories with late events, corrections, voids and equal days.

#include "projection/timeline.h"

#include <rapidcheck.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "plan/entities.h"
#include "plan/fold.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"
#include "test/story_draws.h"

namespace clearsky::projection {
namespace {

using test::Below;
using test::DayOf;
using test::Draws;
using test::PlanStory;
using test::Recorded;

constexpr char kStream[] = "clear-sky/2022";

std::string Bytes(const v1::PlanState& state) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  state.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

plan::History Cut(const plan::History& history, uint64_t count) {
  return {history.begin(), history.begin() + static_cast<ptrdiff_t>(count)};
}

// Whether a correction makes one entity of another, which nobody means to.
bool ChangesIdentity(const plan::History& history) {
  for (const plan::HistoryEvent& event : history) {
    if (!event.event->has_fact_corrected()) continue;
    const uint64_t target = event.event->fact_corrected().corrected_revision();
    const v1::PlanEvent& corrected = *history[target].event;
    if (plan::IntroductionsOf(corrected).size() +
            plan::IntroductionsOf(*event.event).size() >
        0) {
      if (plan::MainEntityOf(corrected) != plan::MainEntityOf(*event.event)) {
        return true;
      }
      if (plan::ChangeName(corrected) !=
          plan::ChangeName(event.event->fact_corrected().replacement())) {
        return true;
      }
    }
  }
  return false;
}

// A timeline over a history, on a RocksDB in memory.
class Rig {
 public:
  Rig(const plan::History* history, TimelineOptions options)
      : history_(history),
        options_(options),
        env_(rocksdb::NewMemEnv(rocksdb::Env::Default())) {
    rocksdb::Options db_options;
    db_options.env = env_.get();
    db_options.create_if_missing = true;
    rocksdb::DB* db = nullptr;
    EXPECT_TRUE(rocksdb::DB::Open(db_options, "/rows", &db).ok());
    db_.reset(db);
    Reopen();
  }

  void Reopen() {
    timeline_ = std::make_unique<Timeline>(
        db_.get(), db_->DefaultColumnFamily(),
        [this](absl::string_view, uint64_t from, const auto& visit) {
          for (uint64_t i = from; i < history_->size(); ++i) {
            ++events_read;
            if (!visit((*history_)[i])) break;
          }
          return absl::OkStatus();
        },
        options_);
  }

  Timeline& timeline() { return *timeline_; }
  rocksdb::DB* db() { return db_.get(); }

  // Number of rows of a kind.
  int CountRows(char kind) {
    int count = 0;
    const std::string prefix = absl::StrCat(kStream, absl::string_view("\0", 1),
                                            absl::string_view(&kind, 1));
    const std::unique_ptr<rocksdb::Iterator> rows(
        db_->NewIterator(rocksdb::ReadOptions()));
    for (rows->Seek(prefix); rows->Valid() && rows->key().starts_with(prefix);
         rows->Next()) {
      ++count;
    }
    return count;
  }

  int events_read = 0;

 private:
  const plan::History* const history_;
  const TimelineOptions options_;
  const std::unique_ptr<rocksdb::Env> env_;
  std::unique_ptr<rocksdb::DB> db_;
  std::unique_ptr<Timeline> timeline_;
};

TimelineOptions Often(bool store = true) {
  return {.spacing = 2,
          .max_snapshots = 5,
          .front_every = 3,
          .max_streams = 16,
          .store = store};
}

TEST(TimelineTest, EveryAnswerIsTheFoldFromNothing) {
  int asked_of_the_past = 0;
  int served_of_the_past = 0;
  EXPECT_TRUE(rc::check("served or folded, it is the same", [&] {
    const PlanStory story = Recorded(*Draws());
    const plan::History& history = story.history();
    const bool store = *rc::gen::arbitrary<bool>();
    Rig rig(&history, Often(store));
    for (uint64_t size = 1; size <= history.size(); size += 1 + *Below(7)) {
      if (*Below(8) == 0) rig.Reopen();
      const auto day = absl::CivilDay(2021, 12, 30) + *Below(380);
      std::optional<absl::CivilDay> as_of;
      if (*Below(8) != 0) as_of = day;
      const uint64_t known =
          *Below(2) == 0 ? size : *Below(static_cast<uint32_t>(size) + 1);
      const auto state = rig.timeline().State(kStream, known, size, as_of);
      RC_ASSERT(state.ok());
      asked_of_the_past += known < size ? 1 : 0;
      if (*state == nullptr) {
        // All that is known can always be asked for.
        RC_ASSERT(known < size || ChangesIdentity(Cut(history, size)));
        continue;
      }
      served_of_the_past += known < size ? 1 : 0;
      const v1::PlanState folded =
          plan::Fold(kStream, Cut(history, known), as_of);
      if (Bytes(**state) != Bytes(folded)) {
        RC_LOG() << "known " << known << " of " << size << " as of "
                 << (as_of ? plan::FormatDay(*as_of) : "the end") << "\nserved "
                 << (*state)->DebugString() << "\nfolded "
                 << folded.DebugString();
        for (const auto& event : history) {
          RC_LOG() << event.revision << ": " << event.event->ShortDebugString()
                   << "\n";
        }
      }
      RC_ASSERT(Bytes(**state) == Bytes(folded));
    }
  }));
  // It would be easy to be right by answering nothing.
  EXPECT_GT(served_of_the_past * 4, asked_of_the_past);
}

}  // namespace
}  // namespace clearsky::projection
