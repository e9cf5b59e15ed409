#include "keeping.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/status_macros.h"
#include "connection.h"
#include "grpcpp/client_context.h"
#include "log/event_log.h"
#include "log/placement.h"
#include "server.h"
#include "service/maintenance_work.h"

namespace clearsky::cli {
namespace {

using Stub = v1::MaintenanceService::StubInterface;

// Takes in the answers of long work, showing the progress they tell; calls
// `take` with the others, until it refuses one.
template <typename Response, typename Take>
absl::Status ReadWork(Server* server, grpc::ClientContext* context,
                      grpc::ClientReaderInterface<Response>* reader,
                      const log::Progress& progress, const Take& take) {
  absl::Status taken;
  Response message;
  while (taken.ok() && reader->Read(&message)) {
    if (message.has_progress()) {
      progress(message.progress().done(), message.progress().total());
    } else {
      taken = take(std::move(message));
    }
    message = Response();
  }
  if (!taken.ok()) context->TryCancel();
  const absl::Status ended = server->StatusOf(reader->Finish());
  return taken.ok() ? ended : taken;
}

// Has a daemon do long work that ends with one answer.
template <typename Request, typename Response>
absl::StatusOr<Response> DoWork(
    const Place& place,
    std::unique_ptr<grpc::ClientReaderInterface<Response>> (Stub::*method)(
        grpc::ClientContext*, const Request&),
    const Request& request, const log::Progress& progress) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                   Server::Connect(place.server));
  grpc::ClientContext context;
  const auto reader = (server->maintenance().*method)(&context, request);
  Response result;
  RETURN_IF_ERROR(ReadWork<Response>(server.get(), &context, reader.get(),
                                     progress, [&](Response message) {
                                       result = std::move(message);
                                       return absl::OkStatus();
                                     }));
  return result;
}

template <typename T>
absl::StatusOr<T> Hinted(absl::StatusOr<T> result) {
  if (!result.ok()) return WithLedgerHint(result.status());
  return result;
}

// Opens a log for writing; `otherwise` is what can be done while another
// process has it.
absl::StatusOr<std::unique_ptr<log::EventLog>> OpenLog(
    const std::string& directory, absl::string_view otherwise) {
  absl::StatusOr<std::unique_ptr<log::EventLog>> log =
      log::EventLog::Open(directory, log::LogOptions());
  const absl::Status& status = log.status();
  if (absl::IsUnavailable(status)) {
    return absl::UnavailableError(
        absl::StrCat(status.message(), "; ", otherwise));
  }
  return Hinted(std::move(log));
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// The pieces of an export, written to a file that gets its name at the end.
class PieceWriter {
 public:
  static absl::StatusOr<PieceWriter> Create(const std::string& file) {
    std::error_code error;
    if (std::filesystem::exists(file, error)) {
      return absl::AlreadyExistsError(absl::StrCat(
          file, " is there already; name a file that is not there"));
    }
    PieceWriter writer(file);
    writer.stream_.reset(std::fopen(writer.unfinished_.c_str(), "wbxe"));
    if (writer.stream_ == nullptr) return writer.Failed("make");
    return writer;
  }

  PieceWriter(PieceWriter&&) = default;
  ~PieceWriter() {
    if (stream_ != nullptr) std::remove(unfinished_.c_str());
  }

  absl::Status Write(absl::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stream_.get()) !=
        bytes.size()) {
      return Failed("write");
    }
    return absl::OkStatus();
  }

  absl::Status Finish() {
    if (std::fflush(stream_.get()) != 0 || fsync(fileno(stream_.get())) != 0) {
      return Failed("write");
    }
    RETURN_IF_ERROR(log::MoveIntoPlace(unfinished_, file_));
    stream_.reset();
    return absl::OkStatus();
  }

 private:
  explicit PieceWriter(const std::string& file)
      : file_(file), unfinished_(log::NameBeside(file, "unfinished")) {}

  absl::Status Failed(const char* doing) const {
    return absl::ErrnoToStatus(errno,
                               absl::StrCat("cannot ", doing, " ", file_));
  }

  std::string file_;
  std::string unfinished_;
  std::unique_ptr<std::FILE, CloseFile> stream_;
};

// That its directory is there is asked first: else it would be found out when
// everything has been read, in words about another file.
absl::Status CheckDirectoryOf(const std::string& file) {
  const std::filesystem::path parent =
      std::filesystem::path(file).parent_path();
  std::error_code error;
  if (parent.empty() || std::filesystem::is_directory(parent, error)) {
    return absl::OkStatus();
  }
  return absl::NotFoundError(absl::StrCat("cannot make ", file, ": ",
                                          parent.string(), " is no directory"));
}

absl::StatusOr<v1::ExportedLedger> ExportServed(const Place& place,
                                                const std::string& file,
                                                const log::Progress& progress) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                   Server::Connect(place.server));
  ASSIGN_OR_RETURN(PieceWriter writer, PieceWriter::Create(file));
  grpc::ClientContext context;
  const auto reader =
      server->maintenance().ExportLedger(&context, v1::ExportLedgerRequest());
  v1::ExportedLedger exported;
  RETURN_IF_ERROR(ReadWork<v1::ExportLedgerResponse>(
      server.get(), &context, reader.get(), progress,
      [&](v1::ExportLedgerResponse message) -> absl::Status {
        if (message.has_exported()) exported = message.exported();
        return writer.Write(message.piece());
      }));
  RETURN_IF_ERROR(writer.Finish());
  return exported;
}

}  // namespace

absl::StatusOr<v1::GetStatsResponse> ReadStats(const Place& place) {
  if (!place.is_served()) return Hinted(service::ReadStats(place.directory));
  ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                   Server::Connect(place.server));
  grpc::ClientContext context;
  v1::GetStatsResponse response;
  RETURN_IF_ERROR(server->StatusOf(server->maintenance().GetStats(
      &context, v1::GetStatsRequest(), &response)));
  return response;
}

absl::StatusOr<v1::VerifyLedgerResponse> VerifyLedger(
    const Place& place, const log::Progress& progress) {
  if (!place.is_served()) {
    return Hinted(service::VerifyLedger(place.directory, progress, nullptr));
  }
  return DoWork(place, &Stub::VerifyLedger, v1::VerifyLedgerRequest(),
                progress);
}

absl::StatusOr<v1::ExportedLedger> ExportLedger(const Place& place,
                                                const std::string& file,
                                                const log::Progress& progress) {
  RETURN_IF_ERROR(CheckDirectoryOf(file));
  if (place.is_served()) return ExportServed(place, file, progress);
  return Hinted(
      service::ExportLedger(place.directory, file, progress, nullptr));
}

absl::StatusOr<v1::BackUpLedgerResponse> BackUpLedger(
    const Place& place, const std::string& directory, uint32_t keep,
    const log::Progress& progress) {
  if (!place.is_served()) {
    ASSIGN_OR_RETURN(
        const std::unique_ptr<log::EventLog> log,
        OpenLog(place.directory,
                "`clearsky export` copies a ledger out beside its writer"));
    return service::BackUpLedger(log.get(), directory, keep, progress);
  }
  std::error_code error;
  const std::string absolute =
      std::filesystem::absolute(directory, error).string();
  if (error || absolute.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--to '", directory, "' names no directory"));
  }
  v1::BackUpLedgerRequest request;
  request.set_directory(absolute);
  request.set_keep(keep);
  absl::StatusOr<v1::BackUpLedgerResponse> made =
      DoWork(place, &Stub::BackUpLedger, request, progress);
  if (made.ok()) {
    for (v1::DamagedBackup& damaged : *made->mutable_damaged()) {
      damaged.set_message(
          absl::StrReplaceAll(damaged.message(), {{absolute, directory}}));
    }
    return made;
  }
  // As the user named it.
  return absl::Status(
      made.status().code(),
      absl::StrReplaceAll(made.status().message(), {{absolute, directory}}));
}

absl::StatusOr<v1::CompactLedgerResponse> CompactLedger(
    const Place& place, const log::Progress& progress) {
  if (!place.is_served()) {
    ASSIGN_OR_RETURN(const std::unique_ptr<log::EventLog> log,
                     OpenLog(place.directory,
                             "a ledger is compacted when nobody else has it "
                             "open for writing, or by the daemon that has"));
    return service::CompactLedger(log.get(), progress);
  }
  return DoWork(place, &Stub::CompactLedger, v1::CompactLedgerRequest(),
                progress);
}

}  // namespace clearsky::cli
