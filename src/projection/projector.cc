#include "projection/projector.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "plan/edtf.h"
#include "projection/projection_format.h"
#include "projection/rows_check.h"

namespace clearsky::projection {
namespace {

constexpr char kDefaultFamily[] = "default";
// The day as of which the rows of an empty log are.
constexpr absl::CivilDay kFirstDay(1, 1, 1);
// A ledger that is opened for a moment is not worth following.
constexpr absl::Duration kFirstWait = absl::Milliseconds(50);
// What comes meanwhile is taken in together.
constexpr absl::Duration kGather = absl::Milliseconds(10);
constexpr absl::Duration kRetryAfter = absl::Seconds(1);
// Days pass without an event.
constexpr absl::Duration kLongestWait = absl::Minutes(1);
// A build may be swapped between being found and being read.
constexpr int kReadAttempts = 5;

// `calendar` of `calendar.101.1`.
std::string ProjectionOf(const std::string& family) {
  return family.substr(0, family.find('.'));
}

// The number at the end of a family's name; 0 when there is none.
uint64_t NumberOf(const std::string& family) {
  uint64_t number = 0;
  const size_t dot = family.rfind('.');
  if (dot == std::string::npos ||
      !absl::SimpleAtoi(family.substr(dot + 1), &number)) {
    return 0;
  }
  return number;
}

// The day to bring rows of `count` events to. That of a simulated ledger is
// that of its last event; before the first it is the machine's, which may be
// later, and rows do not go back.
absl::CivilDay DayFor(const ProjectorOptions& options, uint64_t count) {
  return count == 0 ? kFirstDay : options.today();
}

}  // namespace

Projector::Projector(ProjectorOptions options) : options_(std::move(options)) {}

Projector::~Projector() {
  stop_ = true;
  {
    MutexLock lock(&wait_mu_);
    if (waiting_ != nullptr) waiting_->Cancel();
    stopped_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

Projector::Build Projector::BuildOf(uint64_t number) const {
  Build build;
  build.set_number(number);
  for (const auto& projection : options_.projections) {
    build.add_families(absl::StrCat(projection->name(), ".",
                                    projection->version(), ".", number));
  }
  return build;
}

bool Projector::IsCurrent(const Build& build) const {
  const Build current = BuildOf(build.number());
  return std::equal(build.families().begin(), build.families().end(),
                    current.families().begin(), current.families().end());
}

absl::StatusOr<std::unique_ptr<Follower>> Projector::OpenFollower(
    const Build& build) {
  FollowerOptions options;
  options.log = options_.log;
  options.store = store_.get();
  options.zone = options_.zone;
  options.stop = &stop_;
  const std::vector<std::string> there = store_->Families();
  for (const auto& projection : options_.projections) {
    const auto family =
        std::find_if(build.families().begin(), build.families().end(),
                     [&](const std::string& name) {
                       return ProjectionOf(name) == projection->name();
                     });
    if (family == build.families().end() ||
        std::find(there.begin(), there.end(), *family) == there.end()) {
      return absl::DataLossError(absl::StrCat(
          "projections/ has no rows of projection ", projection->name()));
    }
    options.families.push_back({projection.get(), *family});
  }
  return Follower::Open(options);
}

absl::Status Projector::EnsureOpen() {
  if (store_ != nullptr && !discard_) return absl::OkStatus();
  const bool discard = discard_;
  live_.reset();
  next_.reset();
  old_answers_ = false;
  directory_.Clear();
  store_.reset();
  absl::Status status = OpenStore(discard);
  if (status.ok()) status = TakeUpBuilds();
  // What opens, and yet cannot be taken up, is made again.
  if (absl::IsDataLoss(status) && !discard) {
    store_.reset();
    live_.reset();
    next_.reset();
    directory_.Clear();
    status = OpenStore(true);
    if (status.ok()) status = TakeUpBuilds();
  }
  if (!status.ok()) {
    live_.reset();
    next_.reset();
    store_.reset();
    return status;
  }
  discard_ = false;
  return absl::OkStatus();
}

absl::Status Projector::OpenStore(bool discard) {
  const std::string path = ProjectionsPath(options_.ledger_path);
  if (options_.read_only) {
    ASSIGN_OR_RETURN(store_,
                     discard ? ProjectionStore::InMemory()
                             : ProjectionStore::Open(
                                   path, ProjectionStore::Access::kReadOnly));
    return absl::OkStatus();
  }
  if (discard) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error) {
      return absl::ErrnoToStatus(error.value(),
                                 absl::StrCat("cannot delete ", path));
    }
  }
  ASSIGN_OR_RETURN(
      store_, ProjectionStore::Open(path, ProjectionStore::Access::kWrite));
  return absl::OkStatus();
}

absl::Status Projector::TakeUpBuilds() {
  std::optional<std::string> bytes;
  RETURN_IF_ERROR(store_->Read([&](const RowReader& rows) -> absl::Status {
    ASSIGN_OR_RETURN(bytes, rows.Get(kDefaultFamily, format::kDirectoryKey));
    return absl::OkStatus();
  }));
  if (bytes.has_value() && !directory_.ParseFromString(*bytes)) {
    return absl::DataLossError("the directory of projections/ is damaged");
  }
  if (directory_.has_live()) {
    absl::StatusOr<std::unique_ptr<Follower>> follower =
        OpenFollower(directory_.live());
    if (!follower.ok()) {
      if (!absl::IsDataLoss(follower.status())) return follower.status();
      directory_.clear_live();
    } else if (IsCurrent(directory_.live())) {
      live_ = *std::move(follower);
    } else if ((*follower)->is_whole() && !options_.read_only) {
      old_answers_ = true;
    } else {
      directory_.clear_live();
    }
  }
  if (options_.read_only && live_ == nullptr) {
    // Nothing to go on from; and families cannot be made beside those on disk.
    ASSIGN_OR_RETURN(store_, ProjectionStore::InMemory());
    directory_.Clear();
  }
  if (directory_.has_next()) {
    absl::StatusOr<std::unique_ptr<Follower>> follower =
        OpenFollower(directory_.next());
    // One that is a rebuild that was cut short is not gone on with.
    if (follower.ok() && IsCurrent(directory_.next()) && live_ == nullptr) {
      next_ = *std::move(follower);
    } else {
      directory_.clear_next();
    }
  }
  if (live_ == nullptr && next_ == nullptr) return BeginNext();
  if (store_->in_memory()) return absl::OkStatus();
  RETURN_IF_ERROR(WriteDirectory());
  return DropOthers();
}

absl::Status Projector::BeginNext() {
  next_.reset();
  directory_.clear_next();
  RETURN_IF_ERROR(WriteDirectory());
  RETURN_IF_ERROR(DropOthers());
  uint64_t number = 0;
  for (const std::string& family : store_->Families()) {
    number = std::max(number, NumberOf(family));
  }
  const Build build = BuildOf(number + 1);
  for (const std::string& family : build.families()) {
    RETURN_IF_ERROR(store_->MakeFamily(family));
  }
  *directory_.mutable_next() = build;
  RETURN_IF_ERROR(WriteDirectory());
  ASSIGN_OR_RETURN(next_, OpenFollower(build));
  return absl::OkStatus();
}

absl::Status Projector::Swap() {
  *directory_.mutable_live() = directory_.next();
  directory_.clear_next();
  RETURN_IF_ERROR(WriteDirectory());
  live_ = std::move(next_);
  old_answers_ = false;
  return DropOthers();
}

absl::Status Projector::WriteDirectory() {
  RowWrites writes;
  writes.Put(kDefaultFamily, format::kDirectoryKey,
             directory_.SerializeAsString());
  return store_->Write(writes);
}

absl::Status Projector::DropOthers() {
  std::set<std::string> kept(directory_.live().families().begin(),
                             directory_.live().families().end());
  kept.insert(directory_.next().families().begin(),
              directory_.next().families().end());
  for (const std::string& family : store_->Families()) {
    const bool is_ours =
        std::any_of(options_.projections.begin(), options_.projections.end(),
                    [&](const auto& projection) {
                      return ProjectionOf(family) == projection->name();
                    });
    if (is_ours && !kept.contains(family)) {
      RETURN_IF_ERROR(store_->DropFamily(family));
    }
  }
  return absl::OkStatus();
}

void Projector::Note(const absl::Status& status) {
  if (absl::IsCancelled(status)) return;
  error_ = status;
  if (absl::IsDataLoss(status)) discard_ = true;
}

absl::StatusOr<bool> Projector::StepLive() {
  RETURN_IF_ERROR(EnsureOpen());
  Follower* const follower = live_ != nullptr ? live_.get() : next_.get();
  const uint64_t count = options_.log->size();
  ASSIGN_OR_RETURN(const bool done,
                   follower->Step(count, DayFor(options_, count)));
  if (done && live_ == nullptr) RETURN_IF_ERROR(Swap());
  return done;
}

absl::StatusOr<bool> Projector::Step() {
  ASSIGN_OR_RETURN(const bool done, StepLive());
  if (!done || next_ == nullptr) return done;
  const uint64_t count = options_.log->size();
  ASSIGN_OR_RETURN(const bool next_done,
                   next_->Step(count, DayFor(options_, count)));
  if (next_done) RETURN_IF_ERROR(Swap());
  return next_done;
}

absl::Status Projector::CatchUp() {
  while (!stop_) {
    MutexLock lock(&mu_);
    const absl::StatusOr<bool> done = Step();
    Note(done.status());
    RETURN_IF_ERROR(done.status());
    if (*done) return absl::OkStatus();
  }
  return absl::CancelledError("the ledger is being closed");
}

absl::StatusOr<Projector::Answering> Projector::FindAnswering() {
  while (!stop_) {
    MutexLock lock(&mu_);
    absl::Status status = EnsureOpen();
    bool done = status.ok() && old_answers_;
    if (status.ok() && !done) {
      const absl::StatusOr<bool> stepped = StepLive();
      status = stepped.status();
      done = stepped.ok() && *stepped;
    }
    if (!status.ok()) {
      Note(status);
      return status;
    }
    if (done) return Answering{store_, directory_.live(), old_answers_};
  }
  return absl::CancelledError("the ledger is being closed");
}

absl::Status Projector::ReadRows(
    const Answering& answering,
    const std::function<absl::Status(const RowsAt&)>& read) const {
  return answering.store->Read([&](const RowReader& reader) -> absl::Status {
    RowsAt rows;
    rows.reader = &reader;
    rows.is_old = answering.is_old;
    for (const std::string& family : answering.build.families()) {
      rows.families[ProjectionOf(family)] = family;
    }
    const absl::StatusOr<std::optional<std::string>> bytes =
        reader.Get(answering.build.families(0), format::kCheckpointKey);
    if (absl::IsNotFound(bytes.status())) {
      return absl::AbortedError("the rows were swapped");
    }
    RETURN_IF_ERROR(bytes.status());
    v1::RowsCheckpoint checkpoint;
    if (!bytes->has_value() || !checkpoint.ParseFromString(**bytes)) {
      return absl::DataLossError("a checkpoint of projections/ is damaged");
    }
    rows.known_count = checkpoint.known_count();
    ASSIGN_OR_RETURN(rows.as_of, plan::ParseDay(checkpoint.as_of_day()));
    return read(rows);
  });
}

absl::Status Projector::Read(
    const std::function<absl::Status(const RowsAt&)>& read) {
  for (int attempt = 0;; ++attempt) {
    ASSIGN_OR_RETURN(const Answering answering, FindAnswering());
    const absl::Status status = ReadRows(answering, read);
    if (absl::IsAborted(status) && attempt < kReadAttempts) continue;
    if (!status.ok()) {
      MutexLock lock(&mu_);
      // Of the store that was read, not of one made since.
      if (store_ == answering.store) Note(status);
    }
    return status;
  }
}

absl::StatusOr<Rebuilt> Projector::Describe(const RowsAt& rows) const {
  Rebuilt result;
  result.known_count = rows.known_count;
  result.as_of = rows.as_of;
  std::map<uint64_t, v1::SetAside> set_aside;
  for (const auto& [name, family] : rows.families) {
    uint64_t& count = result.rows[name];
    RETURN_IF_ERROR(rows.reader->Scan(
        family, format::kRowPrefix, format::AfterPrefix(format::kRowPrefix),
        [&](absl::string_view, absl::string_view) {
          ++count;
          return true;
        }));
    RETURN_IF_ERROR(rows.reader->Scan(
        family, format::kSetAsidePrefix,
        format::AfterPrefix(format::kSetAsidePrefix),
        [&](absl::string_view, absl::string_view value) {
          v1::SetAside event;
          if (event.ParseFromArray(value.data(),
                                   static_cast<int>(value.size()))) {
            set_aside[event.position()] = event;
          }
          return true;
        }));
  }
  for (auto& [position, event] : set_aside) {
    result.set_aside.push_back(std::move(event));
  }
  return result;
}

absl::StatusOr<Rebuilt> Projector::Rebuild(const log::Progress& progress) {
  if (options_.read_only) {
    return absl::FailedPreconditionError(
        "the ledger is opened read-only; projections are made again by who "
        "opens it for writing");
  }
  uint64_t number = 0;
  {
    MutexLock lock(&mu_);
    RETURN_IF_ERROR(EnsureOpen());
    RETURN_IF_ERROR(BeginNext());
    number = directory_.next().number();
  }
  while (true) {
    MutexLock lock(&mu_);
    RETURN_IF_ERROR(EnsureOpen());
    // Whoever follows may have come first.
    if (directory_.live().number() == number) break;
    if (next_ == nullptr || directory_.next().number() != number) {
      return absl::CancelledError("another rebuild took the place of this one");
    }
    const uint64_t count = options_.log->size();
    const absl::StatusOr<bool> done =
        next_->Step(count, DayFor(options_, count));
    Note(done.status());
    RETURN_IF_ERROR(done.status());
    if (progress && next_->scan_count() > 0) {
      progress(next_->scanned_count(), next_->scan_count());
    }
    if (*done) {
      RETURN_IF_ERROR(Swap());
      break;
    }
  }
  absl::StatusOr<Rebuilt> result;
  RETURN_IF_ERROR(Read([&](const RowsAt& rows) {
    result = Describe(rows);
    return result.status();
  }));
  // Whoever follows may have made them without telling.
  if (progress) progress(result->known_count, result->known_count);
  return result;
}

absl::StatusOr<Rebuilt> Projector::Verify(const log::Progress& progress) {
  Answering answering;
  while (true) {
    MutexLock lock(&mu_);
    RETURN_IF_ERROR(EnsureOpen());
    if (live_ != nullptr && live_->is_whole() && live_->as_of().has_value()) {
      answering = {store_, directory_.live(), false};
      break;
    }
    const absl::StatusOr<bool> done = StepLive();
    Note(done.status());
    RETURN_IF_ERROR(done.status());
  }
  absl::StatusOr<Rebuilt> result;
  const auto check = [&](const RowsAt& rows) -> absl::Status {
    std::vector<ProjectedFamily> families;
    for (const auto& projection : options_.projections) {
      families.push_back(
          {projection.get(), rows.families.find(projection->name())->second});
    }
    RETURN_IF_ERROR(CheckRows(*options_.log, options_.zone, *rows.reader,
                              families, rows.known_count, rows.as_of, progress)
                        .status());
    result = Describe(rows);
    return result.status();
  };
  RETURN_IF_ERROR(ReadRows(answering, check));
  return result;
}

ProjectorStatus Projector::status() const {
  ProjectorStatus status;
  MutexLock lock(&mu_);
  status.error = error_;
  status.has_rows = live_ != nullptr && live_->is_whole();
  if (status.has_rows) status.known_count = live_->known_count();
  status.lag =
      options_.log->size() - std::min(options_.log->size(), status.known_count);
  return status;
}

void Projector::Follow() {
  if (options_.read_only || thread_.joinable()) return;
  thread_ = std::thread([this] { Run(); });
}

void Projector::Run() {
  absl::Duration wait = kFirstWait;
  while (true) {
    {
      MutexLock lock(&wait_mu_);
      if (stop_) return;
      stopped_.WaitFor(&wait_mu_, wait);
      if (stop_) return;
    }
    const absl::Status status = CatchUp();
    if (!status.ok()) {
      wait = kRetryAfter;
      continue;
    }
    wait = kGather;
    uint64_t known_count = 0;
    {
      MutexLock lock(&mu_);
      error_ = absl::OkStatus();
      if (live_ != nullptr) known_count = live_->known_count();
    }
    log::SubscribeRequest request;
    request.from = known_count;
    const std::unique_ptr<log::Subscription> subscription =
        options_.log->Subscribe(request);
    {
      MutexLock lock(&wait_mu_);
      if (stop_) return;
      waiting_ = subscription.get();
    }
    // Whatever comes, or nothing: the rows tell where they are.
    subscription->Next(kLongestWait).status().IgnoreError();
    MutexLock lock(&wait_mu_);
    waiting_ = nullptr;
  }
}

}  // namespace clearsky::projection
