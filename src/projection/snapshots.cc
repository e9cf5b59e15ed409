#include "projection/snapshots.h"

#include <filesystem>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "plan/edtf.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "projection/read_history.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/table.h"

namespace clearsky::projection {
namespace {

constexpr size_t kMiB = size_t{1} << 20;

// Events that come one by one are taken in some at a time.
constexpr absl::Duration kGatherFor = absl::Milliseconds(20);

rocksdb::Options OptionsOf(rocksdb::Env* env) {
  rocksdb::Options options;
  options.env = env;
  options.create_if_missing = true;
  // Rows are many and alike, and small beside the log.
  options.compression = rocksdb::kLZ4Compression;
  options.write_buffer_size = 8 * kMiB;
  options.max_background_jobs = 2;
  options.keep_log_file_num = 1;
  options.max_log_file_size = kMiB;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(32 * kMiB);
  table.block_size = 16 << 10;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// The family is named by what its rows depend on, so that others are dropped
// with it.
std::string VersionDirectory(const std::string& directory) {
  return absl::StrCat(directory, "/", plan::kFoldVersion, ".",
                      kTimelineVersion);
}

}  // namespace

std::string SnapshotsPath(const std::string& ledger_path) {
  return absl::StrCat(ledger_path, "/snapshots");
}

struct Snapshots::Opened {
  // Outlives `db`.
  std::unique_ptr<rocksdb::Env> env;
  std::unique_ptr<rocksdb::DB> db;
  std::unique_ptr<Timeline> timeline;
};

Snapshots::Snapshots(log::EventLog* log, absl::TimeZone zone,
                     SnapshotOptions options)
    : log_(log), zone_(zone), options_(std::move(options)) {}

Snapshots::~Snapshots() {
  stop_ = true;
  if (subscription_ != nullptr) subscription_->Cancel();
  if (follower_.joinable()) follower_.join();
}

Timeline* Snapshots::Open() {
  namespace fs = std::filesystem;
  MutexLock lock(&mu_);
  if (tried_) return opened_ == nullptr ? nullptr : opened_->timeline.get();
  tried_ = true;
  auto opened = std::make_unique<Opened>();
  TimelineOptions timeline = options_.timeline;
  rocksdb::DB* db = nullptr;
  const std::string directory = VersionDirectory(options_.directory);
  if (!options_.directory.empty() && !options_.read_only) {
    // Those of other versions go.
    std::error_code ignored;
    for (const auto& entry :
         fs::directory_iterator(options_.directory, ignored)) {
      if (entry.path() != directory) fs::remove_all(entry.path(), ignored);
    }
    fs::create_directories(directory, ignored);
    const rocksdb::Options options = OptionsOf(rocksdb::Env::Default());
    if (!rocksdb::DB::Open(options, directory, &db).ok()) {
      fs::remove_all(directory, ignored);
      fs::create_directories(directory, ignored);
      // What keeps it from being made keeps nobody from an answer.
      if (!rocksdb::DB::Open(options, directory, &db).ok()) return nullptr;
    }
  } else {
    timeline.store = false;
    const rocksdb::Options on_disk = OptionsOf(rocksdb::Env::Default());
    if (options_.directory.empty() ||
        !rocksdb::DB::OpenForReadOnly(on_disk, directory, &db).ok()) {
      opened->env.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
      const rocksdb::Options options = OptionsOf(opened->env.get());
      if (!rocksdb::DB::Open(options, "/snapshots", &db).ok()) return nullptr;
    }
  }
  opened->db.reset(db);
  opened->timeline = std::make_unique<Timeline>(
      db, db->DefaultColumnFamily(),
      [this](absl::string_view stream, uint64_t from, const auto& visit) {
        return ReadHistoryEvents(*log_, zone_, stream, from,
                                 [&](plan::HistoryEvent event) {
                                   return visit(std::move(event)) && !stop_;
                                 });
      },
      timeline);
  opened_ = std::move(opened);
  return opened_->timeline.get();
}

absl::StatusOr<std::shared_ptr<const v1::PlanState>> Snapshots::State(
    absl::string_view stream, uint64_t known, uint64_t size,
    std::optional<absl::CivilDay> as_of) {
  // What resolves by position, as most of the directory does, would touch all
  // snapshots; and nobody asks for many days of it.
  if (size < options_.min_events || stream == plan::kDirectoryStream) {
    return nullptr;
  }
  Timeline* const timeline = Open();
  if (timeline == nullptr) return nullptr;
  absl::StatusOr<std::shared_ptr<const v1::PlanState>> state =
      timeline->State(stream, known, size, as_of);
  // A full disk, for one; the events are there.
  if (absl::IsInternal(state.status())) return nullptr;
  return state;
}

absl::Status Snapshots::Advance(absl::string_view stream) {
  Timeline* const timeline = Open();
  if (timeline == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const uint64_t size, log_->StreamSize(stream));
  return timeline->Advance(stream, size);
}

absl::Status Snapshots::ForEachLong(
    const std::function<absl::Status(const std::string&, uint64_t)>& visit)
    const {
  constexpr size_t kAtATime = 256;
  std::string after;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<std::string> streams,
                     log_->ListStreams("", after, kAtATime));
    if (streams.empty()) return absl::OkStatus();
    after = streams.back();
    for (const std::string& stream : streams) {
      ASSIGN_OR_RETURN(const uint64_t size, log_->StreamSize(stream));
      if (size < options_.min_events || stream == plan::kDirectoryStream) {
        continue;
      }
      RETURN_IF_ERROR(visit(stream, size));
    }
  }
}

absl::Status Snapshots::Rebuild() {
  if (options_.read_only) {
    return absl::FailedPreconditionError(
        "the ledger is open for reading only; open it for writing to rebuild");
  }
  return ForEachLong([this](const std::string& stream, uint64_t size) {
    Timeline* const timeline = Open();
    return timeline == nullptr ? absl::OkStatus()
                               : timeline->Rebuild(stream, size);
  });
}

absl::Status Snapshots::Verify() {
  return ForEachLong([this](const std::string& stream,
                            uint64_t size) -> absl::Status {
    plan::History history;
    RETURN_IF_ERROR(ReadHistoryEvents(*log_, zone_, stream, 0,
                                      [&](plan::HistoryEvent event) {
                                        history.push_back(std::move(event));
                                        return history.size() < size;
                                      }));
    const std::vector<plan::PlacedEvent> placed = plan::PlaceEvents(history);
    constexpr size_t kDays = 16;
    for (size_t i = 1; i <= kDays; ++i) {
      const size_t index = placed.size() * i / kDays;
      if (index == 0) continue;
      const absl::CivilDay day = placed[index - 1].day;
      ASSIGN_OR_RETURN(const std::shared_ptr<const v1::PlanState> state,
                       State(stream, size, size, day));
      // Not made yet, or told in a way that the rows cannot hold.
      if (state == nullptr) return absl::OkStatus();
      if (!google::protobuf::util::MessageDifferencer::Equals(
              *state, *plan::FoldShared(stream, history, day))) {
        return absl::DataLossError(absl::StrCat(
            "snapshots of ", stream, " as of ", plan::FormatDay(day),
            " differ from the fold of its events; `clearsky "
            "rebuild` makes them again"));
      }
    }
    return absl::OkStatus();
  });
}

void Snapshots::Follow() {
  log::SubscribeRequest request;
  request.from = log_->size();
  followed_ = request.from;
  subscription_ = log_->Subscribe(request);
  follower_ = std::thread([this] { FollowLog(); });
}

uint64_t Snapshots::lag() const {
  if (subscription_ == nullptr) return 0;
  // The smaller first.
  const uint64_t followed = followed_;
  return log_->size() - followed;
}

void Snapshots::FollowLog() {
  while (!stop_) {
    const auto first = subscription_->Next();
    // Cancelled, or the log cannot be read: who asks will be told.
    if (!first.ok()) return;
    std::set<std::string> streams;
    if (first->kind == log::Subscription::Item::Kind::kEvent) {
      streams.emplace(first->event.stream);
    }
    absl::SleepFor(kGatherFor);
    while (!stop_) {
      const auto item = subscription_->TryNext();
      if (!item.ok() || !item->has_value()) break;
      if ((*item)->kind == log::Subscription::Item::Kind::kEvent) {
        streams.emplace((*item)->event.stream);
      }
    }
    for (const std::string& stream : streams) {
      if (stop_ || stream == plan::kDirectoryStream) continue;
      const absl::StatusOr<uint64_t> size = log_->StreamSize(stream);
      if (!size.ok() || *size < options_.min_events) continue;
      // Who asks tries again, and hears of it.
      static_cast<void>(Advance(stream));
    }
    followed_ = subscription_->position();
  }
}

}  // namespace clearsky::projection
