#pragma once

// The file that a ledger is copied out to (docs/format.md). It is written and
// parsed here and nowhere else.

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/sha256.h"
#include "log/format.h"

namespace clearsky::log {

// Version of the export's format.
inline constexpr uint32_t kExportVersion = 1;

// What stands before everything else.
struct ExportHeader {
  uint64_t events = 0;
  uint64_t documents = 0;
  format::Identity identity;

  bool operator==(const ExportHeader&) const = default;
};

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using FileHandle = std::unique_ptr<std::FILE, CloseFile>;

// Writes an export from its beginning to its end. For use by one thread.
class ExportWriter {
 public:
  // Makes the file, which must not be there.
  static absl::StatusOr<ExportWriter> Create(const std::string& path,
                                             const ExportHeader& header);

  // As many of each, in this order, as the header says; then the end, which
  // syncs the file.
  absl::Status AddDocument(absl::string_view content);
  absl::Status AddEvent(absl::string_view stored);
  absl::Status Finish(const Sha256Digest& root);

 private:
  ExportWriter(std::string path, FileHandle file)
      : path_(std::move(path)), file_(std::move(file)) {}

  absl::Status Write(absl::string_view bytes);

  std::string path_;
  FileHandle file_;
  uint64_t next_position_ = 0;
};

// Reads an export from its beginning to its end. For use by one thread.
//
// Whatever was altered or cut off is DATA_LOSS that names the document, event
// or part where it shows.
class ExportReader {
 public:
  // NOT_FOUND, PERMISSION_DENIED; FAILED_PRECONDITION when it is no export, or
  // one of a newer version.
  static absl::StatusOr<ExportReader> Open(const std::string& path);

  const ExportHeader& header() const { return header_; }

  // As many of each, in this order, as the header says; then the end.
  absl::StatusOr<std::string> ReadDocument();
  absl::StatusOr<std::string> ReadEvent();
  // The root that was written; DATA_LOSS when bytes follow.
  absl::StatusOr<Sha256Digest> Finish();

 private:
  ExportReader(std::string path, FileHandle file)
      : path_(std::move(path)), file_(std::move(file)) {}

  absl::Status ReadHeader();
  // `part` names, for the message, what is being read.
  absl::StatusOr<std::string> ReadBytes(size_t size, absl::string_view part);
  absl::StatusOr<std::string> ReadSized(absl::string_view part);
  absl::Status Damaged(absl::string_view part, absl::string_view what) const;

  std::string path_;
  FileHandle file_;
  ExportHeader header_;
  uint64_t next_document_ = 0;
  uint64_t next_position_ = 0;
};

}  // namespace clearsky::log
