#include "service/maintenance_service.h"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "service/maintenance_work.h"
#include "service/work_stream.h"

namespace clearsky::service {
namespace {

namespace fs = std::filesystem;

// Calls that may wait for their turn.
constexpr size_t kMaxWaiting = 64;
// An export is sent in pieces of so many bytes.
constexpr size_t kPieceBytes = size_t{256} << 10;

template <typename Response>
auto FillProgress() {
  return [](uint64_t done, uint64_t total, Response* response) {
    response->mutable_progress()->set_done(done);
    response->mutable_progress()->set_total(total);
  };
}

// Its name while it is unfinished begins with this, too.
constexpr char kExportName[] = "export";

// `ledger.exporting-`: a directory beside the ledger, while one is exported.
fs::path ScratchPrefix(const std::string& ledger_path) {
  std::string path = ledger_path;
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return absl::StrCat(path, ".exporting-");
}

// What is in it when it goes is removed, too.
class ScratchDirectory {
 public:
  // Beside the ledger, where there is room for ledgers; where this process may
  // not write there, where temporary files go.
  static absl::StatusOr<ScratchDirectory> Make(const std::string& ledger_path) {
    const fs::path beside = ScratchPrefix(ledger_path);
    std::error_code ignored;
    for (const fs::path& prefix :
         {beside, fs::temp_directory_path(ignored) / beside.filename()}) {
      std::string name = prefix.string() + "XXXXXX";
      if (mkdtemp(name.data()) != nullptr) return ScratchDirectory(name);
    }
    return absl::ErrnoToStatus(
        errno, absl::StrCat("an export is written to a file before it is "
                            "sent, and there can be none at ",
                            beside.string(), "..., nor in $TMPDIR"));
  }

  ScratchDirectory(ScratchDirectory&& other) noexcept
      : path_(std::exchange(other.path_, "")) {}
  ~ScratchDirectory() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }

  std::string FileNamed(const char* name) const {
    return (path_ / name).string();
  }

 private:
  explicit ScratchDirectory(const std::string& path) : path_(path) {}

  fs::path path_;
};

// What an export left that was cut short by the end of its process. Nobody else
// exports in this way from a ledger that is served; a directory that has
// anything else in it is somebody's.
void RemoveOldScratch(const std::string& ledger_path) {
  const fs::path prefix = ScratchPrefix(ledger_path);
  const std::string name = prefix.filename().string();
  const fs::path parent =
      prefix.has_parent_path() ? prefix.parent_path() : fs::path(".");
  std::error_code error;
  std::error_code ignored;
  for (fs::directory_iterator entry(parent, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!absl::StartsWith(entry->path().filename().string(), name)) continue;
    for (fs::directory_iterator file(entry->path(), ignored);
         !ignored && file != end; file.increment(ignored)) {
      if (absl::StartsWith(file->path().filename().string(), kExportName)) {
        std::error_code stays;
        fs::remove(file->path(), stays);
      }
    }
    fs::remove(entry->path(), ignored);
  }
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// An export, made as a file, which has lost its name already.
struct ExportFile {
  v1::ExportedLedger exported;
  std::unique_ptr<std::FILE, CloseFile> file;
};

absl::StatusOr<ExportFile> MakeExport(const std::string& ledger_path,
                                      const log::Progress& progress,
                                      const log::HasGone& has_gone) {
  ASSIGN_OR_RETURN(const ScratchDirectory scratch,
                   ScratchDirectory::Make(ledger_path));
  const std::string name = scratch.FileNamed(kExportName);
  ExportFile made;
  ASSIGN_OR_RETURN(made.exported, service::ExportLedger(ledger_path, name,
                                                        progress, has_gone));
  made.file.reset(std::fopen(name.c_str(), "rbe"));
  if (made.file == nullptr) {
    return absl::ErrnoToStatus(errno, "cannot read the export back");
  }
  return made;
}

using ExportStream = WorkStream<v1::ExportLedgerResponse>;

absl::Status SendExport(const std::string& ledger_path, ExportStream* stream) {
  RemoveOldScratch(ledger_path);
  ASSIGN_OR_RETURN(
      ExportFile made,
      MakeExport(ledger_path,
                 stream->Steps(FillProgress<v1::ExportLedgerResponse>()),
                 [stream] { return stream->has_gone(); }));
  std::string piece(kPieceBytes, '\0');
  while (true) {
    const size_t count =
        std::fread(piece.data(), 1, piece.size(), made.file.get());
    if (count == 0) break;
    v1::ExportLedgerResponse response;
    response.set_piece(piece.data(), count);
    RETURN_IF_ERROR(stream->Send(std::move(response)));
  }
  if (std::ferror(made.file.get()) != 0) {
    return absl::ErrnoToStatus(errno, "cannot read the export back");
  }
  v1::ExportLedgerResponse last;
  *last.mutable_exported() = std::move(made.exported);
  return stream->Send(std::move(last));
}

// What a path of this machine must be, as the caller's directory is not ours.
absl::Status CheckDirectory(const std::string& directory) {
  if (directory.empty()) {
    return absl::InvalidArgumentError(
        "directory is required: that of the ledger's backups, on the daemon's "
        "machine");
  }
  for (const char c : directory) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      return absl::InvalidArgumentError(
          "directory has a control character; a path without any is accepted");
    }
  }
  if (directory.front() != '/') {
    return absl::InvalidArgumentError(absl::StrCat(
        "directory `", directory,
        "` is not absolute; the daemon's own directory is not the caller's"));
  }
  return absl::OkStatus();
}

// The reactor of GetStats.
class StatsCall final : public grpc::ServerUnaryReactor {
 private:
  void OnDone() override { delete this; }
};

}  // namespace

MaintenanceService::MaintenanceService(ledger::Ledger* ledger,
                                       WorkPool* long_work, WorkPool* figures,
                                       absl::Duration patience)
    : ledger_(ledger),
      patience_(patience),
      long_work_(long_work, kMaxWaiting),
      figures_(figures, kMaxWaiting) {}

grpc::ServerUnaryReactor* MaintenanceService::GetStats(
    grpc::CallbackServerContext* context,
    const v1::GetStatsRequest* /*request*/, v1::GetStatsResponse* response) {
  auto* const call = new StatsCall;
  const auto ticket = figures_.Enter([this, context, call, response] {
    if (context->IsCancelled()) {
      call->Finish(grpc::Status::CANCELLED);
      return;
    }
    absl::StatusOr<v1::GetStatsResponse> stats = ReadStats(ledger_->path());
    if (stats.ok()) *response = *std::move(stats);
    call->Finish(ToGrpcStatus(stats.status()));
  });
  if (!ticket.has_value()) {
    call->Finish(ToGrpcStatus(absl::ResourceExhaustedError(
        "too many ask for figures at a time; try again later")));
  }
  return call;
}

grpc::ServerWriteReactor<v1::VerifyLedgerResponse>*
MaintenanceService::VerifyLedger(grpc::CallbackServerContext* context,
                                 const v1::VerifyLedgerRequest* /*request*/) {
  using Stream = WorkStream<v1::VerifyLedgerResponse>;
  return Stream::Start(
      &long_work_, context, patience_,
      [path = ledger_->path()](Stream* stream) -> absl::Status {
        ASSIGN_OR_RETURN(
            v1::VerifyLedgerResponse verified,
            service::VerifyLedger(
                path, stream->Steps(FillProgress<v1::VerifyLedgerResponse>()),
                [stream] { return stream->has_gone(); }));
        stream->Tell(std::move(verified));
        return absl::OkStatus();
      });
}

grpc::ServerWriteReactor<v1::ExportLedgerResponse>*
MaintenanceService::ExportLedger(grpc::CallbackServerContext* context,
                                 const v1::ExportLedgerRequest* /*request*/) {
  return ExportStream::Start(&long_work_, context, patience_,
                             [path = ledger_->path()](ExportStream* stream) {
                               return SendExport(path, stream);
                             });
}

grpc::ServerWriteReactor<v1::BackUpLedgerResponse>*
MaintenanceService::BackUpLedger(grpc::CallbackServerContext* context,
                                 const v1::BackUpLedgerRequest* request) {
  using Stream = WorkStream<v1::BackUpLedgerResponse>;
  return Stream::Start(
      &long_work_, context, patience_,
      [this, asked = *request](Stream* stream) -> absl::Status {
        RETURN_IF_ERROR(CheckDirectory(asked.directory()));
        ASSIGN_OR_RETURN(
            v1::BackUpLedgerResponse made,
            service::BackUpLedger(
                &ledger_->log(), asked.directory(), asked.keep(),
                stream->Steps(FillProgress<v1::BackUpLedgerResponse>())));
        stream->Tell(std::move(made));
        return absl::OkStatus();
      });
}

grpc::ServerWriteReactor<v1::CompactLedgerResponse>*
MaintenanceService::CompactLedger(grpc::CallbackServerContext* context,
                                  const v1::CompactLedgerRequest* /*request*/) {
  using Stream = WorkStream<v1::CompactLedgerResponse>;
  return Stream::Start(
      &long_work_, context, patience_, [this](Stream* stream) -> absl::Status {
        ASSIGN_OR_RETURN(
            v1::CompactLedgerResponse compacted,
            service::CompactLedger(
                &ledger_->log(),
                stream->Steps(FillProgress<v1::CompactLedgerResponse>())));
        stream->Tell(std::move(compacted));
        return absl::OkStatus();
      });
}

}  // namespace clearsky::service
