#pragma once

// A log with plans in it, and a projector on it.

#include <stdlib.h>

#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/uuid.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "log/event_log.h"
#include "plan/edtf.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "projection/calendar.h"
#include "projection/follower.h"
#include "projection/projection_store.h"
#include "projection/projector.h"
#include "projection/rows_check.h"
#include "projection/series.h"
#include "test/plan_story.h"
#include "test/status_matchers.h"

namespace clearsky::test {

inline constexpr char kPlan[] = "clear-sky/2022";

// An activity of a series, as told by a registration.
inline v1::PlanEvent InSeries(absl::string_view id, absl::string_view series,
                              uint32_t ordinal, absl::string_view day) {
  v1::PlanEvent event = Registered(id, day);
  event.mutable_activity_registered()->set_series_id(std::string(series));
  event.mutable_activity_registered()->set_ordinal(ordinal);
  return event;
}

class ProjectionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string path = ::testing::TempDir() + "clearsky-XXXXXX";
    path_ = mkdtemp(path.data());
    ledger_path_ = path_ + "/ledger";
    auto made = log::EventLog::Create(ledger_path_, {}, {});
    ASSERT_THAT(made, IsOk());
    log_ = *std::move(made);
    ASSERT_TRUE(absl::LoadTimeZone("Asia/Seoul", &zone_));
    projections_ = {projection::MakeCalendar(), projection::MakeSeries()};
  }

  void TearDown() override {
    log_.reset();
    std::filesystem::remove_all(path_);
  }

  void Append(const std::string& stream,
              const std::vector<v1::PlanEvent>& events) {
    log::StreamAppend append{stream, log::ExpectedRevision::Any(), {}};
    for (const v1::PlanEvent& event : events) {
      log::NewEvent made;
      made.event_id = MakeUuidV4();
      made.type = plan::TypeName(event);
      made.data = plan::EncodeEvent(event);
      append.events.push_back(std::move(made));
    }
    ASSERT_THAT(log_->Append({append}), IsOk());
  }

  // A plan with an area and a project.
  void AppendPlan(const std::string& stream) {
    std::vector<v1::PlanEvent> events;
    const PlanStory story = PlanStory::OfAPlan();
    for (const plan::HistoryEvent& event : story.history()) {
      events.push_back(*event.event);
    }
    Append(stream, events);
  }

  projection::ProjectorOptions Options(bool read_only = false) {
    projection::ProjectorOptions options;
    options.log = log_.get();
    options.ledger_path = ledger_path_;
    options.read_only = read_only;
    options.zone = zone_;
    options.today = [this] { return today_; };
    options.projections = projections_;
    return options;
  }

  std::unique_ptr<projection::Projector> NewProjector(bool read_only = false) {
    return std::make_unique<projection::Projector>(Options(read_only));
  }

  // All rows of a projection: keys and values, the index among them.
  static std::map<std::string, std::string> RowsOf(
      const projection::RowsAt& rows, const std::string& name) {
    std::map<std::string, std::string> all;
    const std::string family = rows.families.at(name);
    for (const char* prefix :
         {projection::format::kRowPrefix, projection::format::kIndexPrefix}) {
      EXPECT_THAT(rows.reader->Scan(
                      family, prefix, projection::format::AfterPrefix(prefix),
                      [&](absl::string_view key, absl::string_view value) {
                        all.emplace(std::string(key), std::string(value));
                        return true;
                      }),
                  IsOk());
    }
    return all;
  }

  using AllRows = std::map<std::string, std::map<std::string, std::string>>;

  AllRows Rows(projection::Projector* projector) {
    AllRows all;
    EXPECT_THAT(projector->Read([&](const projection::RowsAt& rows) {
      known_count_ = rows.known_count;
      as_of_ = rows.as_of;
      for (const auto& [name, family] : rows.families) {
        all[name] = RowsOf(rows, name);
      }
      return absl::OkStatus();
    }),
                IsOk());
    return all;
  }

  // The rows that a fold of every plan from nothing gives, as of today, by
  // plan::Fold itself.
  AllRows Folded() {
    AllRows all;
    const auto streams = log_->ListStreams("", "", 100'000);
    EXPECT_THAT(streams, IsOk());
    for (const std::string& stream : *streams) {
      plan::History history;
      std::vector<uint64_t> positions;
      EXPECT_THAT(
          log_->ReadStream(
              stream, 0, log::Direction::kForward,
              [&](const log::RecordedEvent& event) {
                history.push_back(
                    {event.revision, event.position,
                     absl::ToCivilDay(event.record_time, zone_), event.type,
                     plan::DecodeEvent(event.type, event.schema_version,
                                       event.data)});
                positions.push_back(event.position);
                return true;
              }),
          IsOk());
      const v1::PlanState state = plan::Fold(stream, history, today_);
      const projection::FoldedStream folded = {stream, &state, &positions};
      for (const auto& projection : projections_) {
        auto& rows = all[std::string(projection->name())];
        for (const auto& entity : projection::EntitiesOfState(state)) {
          const auto row = projection->RowOf(folded, entity);
          EXPECT_THAT(row, IsOk());
          if (!row->has_value()) continue;
          const std::string key = projection::format::RowKey(stream, entity);
          rows[key] = **row;
          for (const std::string& index :
               projection->IndexOf(stream, entity, **row)) {
            rows[index] = key;
          }
        }
      }
    }
    return all;
  }

  // The families on disk, while nobody has them open.
  std::vector<std::string> FamiliesOnDisk() {
    const auto store = projection::ProjectionStore::Open(
        ProjectionsPath(), projection::ProjectionStore::Access::kReadOnly);
    EXPECT_THAT(store, IsOk());
    return (*store)->Families();
  }

  std::string ProjectionsPath() const {
    return projection::ProjectionsPath(ledger_path_);
  }

  std::string path_;
  std::string ledger_path_;
  absl::TimeZone zone_;
  std::unique_ptr<log::EventLog> log_;
  absl::CivilDay today_{2022, 12, 31};
  std::vector<std::shared_ptr<const projection::Projection>> projections_;
  // Of the rows read last.
  uint64_t known_count_ = 0;
  absl::CivilDay as_of_;
};

// Random events, most of them at the end of effective time, some late, some
// with a month for a day, and corrections and voids. What is odd or impossible
// is recorded as well, as if every rule had been another.
class RandomEvents {
 public:
  explicit RandomEvents(unsigned seed) : random_(seed) {}

  unsigned Below(unsigned bound) {
    return std::uniform_int_distribution<unsigned>(0, bound - 1)(random_);
  }

  // The next event of a stream of `size` events.
  v1::PlanEvent Next(uint64_t size) {
    const std::string id = absl::StrCat("m", Below(6));
    const std::string day = EffectiveDay(size);
    const std::string date = Date();
    switch (Below(20)) {
      case 0:
      case 1:
      case 2:
        return InSeries(id, Below(2) == 0 ? "talks" : "forum", Below(5), day);
      case 3:
      case 4:
      case 5:
        return Scheduled(id, date, day);
      case 6:
      case 7:
        return Rescheduled(id, date, day);
      case 8:
        return Refined(id, date, day);
      case 9:
        return Postponed(id, day);
      case 10:
      case 11:
        return Held(id, date, day);
      case 12:
        return Cancelled(id, day);
      case 13:
        return Reinstated(id, day);
      case 14:
        return Logged(id, date, day);
      case 15:
        return ModeChanged(id, static_cast<v1::DeliveryMode>(Below(5)), day);
      case 16:
        return SplitInto(id, absl::StrCat(id, "-a", Below(3)),
                         absl::StrCat(id, "-b", Below(3)), day);
      case 17: {
        v1::PlanEvent event = Effective(day);
        auto* change = event.mutable_activity_details_changed();
        change->set_activity_id(id);
        change->add_changed_fields("series_id");
        change->mutable_details()->set_series_id("talks");
        return event;
      }
      case 18:
        return Corrected(Below(static_cast<unsigned>(size) + 1),
                         Scheduled(id, date, Below(2) == 0 ? day : ""));
      default:
        return Voided(Below(static_cast<unsigned>(size) + 1));
    }
  }

 private:
  std::string EffectiveDay(uint64_t size) {
    unsigned n = static_cast<unsigned>(size) * 2 + Below(6);
    if (Below(8) == 0) n = Below(360);  // Late, mostly.
    const std::string day = plan::FormatDay(absl::CivilDay(2022, 1, 1) +
                                            static_cast<int64_t>(n % 360));
    return Below(10) == 0 ? day.substr(0, 7) : day;
  }

  std::string Date() {
    static const auto* const dates = new std::vector<std::string>{
        "2022-10",    "2022-11",    "2022-10-26",
        "2022-10-05", "2022-35",    "2022-12/..",
        "../2022-09", "2022-04-29", "2022-08-31/2022-09-02",
        "tbd",        "2023",       "{2022-01-07,2022-02-11}"};
    return (*dates)[Below(static_cast<unsigned>(dates->size()))];
  }

  std::mt19937 random_;
};

// The seed of a random test: of the environment, else a new one. It is printed.
inline unsigned Seed() {
  const char* const text = std::getenv("CLEARSKY_SEED");
  const unsigned seed =
      text != nullptr ? static_cast<unsigned>(std::strtoul(text, nullptr, 10))
                      : std::random_device()();
  std::cout << "CLEARSKY_SEED=" << seed << std::endl;
  return seed;
}

}  // namespace clearsky::test
