// The file that a ledger is copied out to, log/export_file.h. It is read as it
// is, and with the checksums and hashes made right wherever its parts still
// stand: mutation alone would never get behind the first of them.
//
// Invariants: it is read to its end, or DATA_LOSS, or none of ours. What is
// read is written to a file that reads the same.

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "fuzz/fuzz_target.h"
#include "log/crc32c.h"
#include "log/export_file.h"

namespace clearsky::log {
namespace {

using ::clearsky::fuzz::Require;

constexpr absl::string_view kFirstLine = "clearsky export\n";

// A file in memory with a name.
class MemoryFile {
 public:
  explicit MemoryFile(absl::string_view content)
      : descriptor_(memfd_create("export", MFD_CLOEXEC)) {
    Require(descriptor_ >= 0, "there is a file");
    Require(write(descriptor_, content.data(), content.size()) ==
                static_cast<ssize_t>(content.size()),
            "it is written");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(descriptor_); }

  std::string path() const {
    return absl::StrCat("/proc/self/fd/", descriptor_);
  }

 private:
  const int descriptor_;
};

// All that an export holds.
struct Content {
  ExportHeader header;
  std::vector<std::string> documents;
  std::vector<std::string> events;
  Sha256Digest root{};

  bool operator==(const Content&) const = default;
};

absl::StatusOr<Content> Read(const std::string& path) {
  ASSIGN_OR_RETURN(ExportReader reader, ExportReader::Open(path));
  Content content;
  content.header = reader.header();
  for (uint64_t i = 0; i < content.header.documents; ++i) {
    ASSIGN_OR_RETURN(std::string document, reader.ReadDocument());
    content.documents.push_back(std::move(document));
  }
  for (uint64_t i = 0; i < content.header.events; ++i) {
    ASSIGN_OR_RETURN(std::string event, reader.ReadEvent());
    content.events.push_back(std::move(event));
  }
  ASSIGN_OR_RETURN(content.root, reader.Finish());
  return content;
}

// An export taken apart and put together again, each part with the checksum it
// should have. What does not come apart is left as it is.
class Mender {
 public:
  explicit Mender(absl::string_view file) : rest_(file) {}

  std::string Mend() {
    if (!absl::ConsumePrefix(&rest_, kFirstLine)) return std::string(rest_);
    out_ = std::string(kFirstLine);
    const std::optional<absl::string_view> header = Sized();
    constexpr size_t kFixedBytes = 4 + 4 + 8 + 8 + 4;
    if (header.has_value() && header->size() >= kFixedBytes) {
      const absl::string_view fixed = header->substr(4, 20);
      out_ += format::Seal(
          "export header",
          absl::StrCat(fixed, format::Seal(format::kIdentityKey,
                                           header->substr(kFixedBytes))));
      const uint64_t events = *format::DecodeNumber(fixed.substr(4, 8));
      const uint64_t documents = *format::DecodeNumber(fixed.substr(12, 8));
      for (uint64_t i = 0; i < documents; ++i) {
        const std::optional<absl::string_view> document = Sized();
        if (!document.has_value() || rest_.size() < kSha256Size) break;
        absl::StrAppend(&out_, *document, DigestBytes(Sha256(*document)));
        rest_.remove_prefix(kSha256Size);
      }
      for (uint64_t i = 0; i < events; ++i) {
        const std::optional<absl::string_view> event = Sized();
        if (!event.has_value() || rest_.size() < 4) break;
        absl::StrAppend(
            &out_, *event,
            format::Seal(format::EncodeNumber(i), *event).substr(0, 4));
        rest_.remove_prefix(4);
      }
      if (rest_.size() >= 4) {
        out_ += format::Seal("export trailer", rest_.substr(4));
        return out_;
      }
    }
    return absl::StrCat(out_, rest_);
  }

 private:
  // Copies the size to the output, takes the bytes off the input. nullopt, and
  // nothing taken, when there are not so many.
  std::optional<absl::string_view> Sized() {
    uint64_t size = 0;
    for (size_t i = 0; i < std::min<size_t>(rest_.size(), 5); ++i) {
      const auto byte = static_cast<uint8_t>(rest_[i]);
      size |= uint64_t{byte & 0x7fu} << (7 * i);
      if (byte >= 0x80) continue;
      if (size > rest_.size() - i - 1) return std::nullopt;
      absl::StrAppend(&out_, rest_.substr(0, i + 1));
      const absl::string_view bytes = rest_.substr(i + 1, size);
      rest_.remove_prefix(i + 1 + size);
      return bytes;
    }
    return std::nullopt;
  }

  absl::string_view rest_;
  std::string out_;
};

// A directory that goes with the process.
class OwnDirectory {
 public:
  OwnDirectory() {
    Require(mkdtemp(path_.data()) != nullptr, "there is a directory");
  }
  ~OwnDirectory() { rmdir(path_.c_str()); }

  const std::string& path() const { return path_; }

 private:
  std::string path_ = "/tmp/clearsky-fuzz-XXXXXX";
};

void RequireWrittenTheSame(const Content& content) {
  static const OwnDirectory directory;
  const std::string path = directory.path() + "/export";
  {
    absl::StatusOr<ExportWriter> writer =
        ExportWriter::Create(path, content.header);
    Require(writer.ok(), "a file is made", writer.status().ToString());
    for (const std::string& document : content.documents) {
      Require(writer->AddDocument(document).ok(), "a document is written");
    }
    for (const std::string& event : content.events) {
      Require(writer->AddEvent(event).ok(), "an event is written");
    }
    Require(writer->Finish(content.root).ok(), "the end is written");
  }
  const absl::StatusOr<Content> again = Read(path);
  unlink(path.c_str());
  Require(again.ok(), "what was written is read", again.status().ToString());
  Require(*again == content, "what was written is kept");
}

void TryExport(absl::string_view bytes) {
  const MemoryFile file(bytes);
  const absl::StatusOr<Content> content = Read(file.path());
  if (content.ok()) {
    RequireWrittenTheSame(*content);
    return;
  }
  Require(content.status().code() == absl::StatusCode::kDataLoss ||
              content.status().code() == absl::StatusCode::kFailedPrecondition,
          "an export is read, damaged, or none", content.status().ToString());
}

}  // namespace
}  // namespace clearsky::log

FUZZ_TARGET(export_file) {
  clearsky::log::TryExport(input);
  clearsky::log::TryExport(clearsky::log::Mender(input).Mend());
}
