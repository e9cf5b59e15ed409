#include "log/export_file.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/crc32c.h"
#include "log/event_log.h"

namespace clearsky::log {
namespace {

constexpr absl::string_view kMagic = "clearsky export\n";
constexpr absl::string_view kHeaderKey = "export header";
constexpr absl::string_view kTrailerKey = "export trailer";
constexpr size_t kTrailerBytes = 4 + 8 + kSha256Size;

// An event's metadata may take several times what counts towards its limit; a
// document's and an event's size are below this by far.
constexpr uint64_t kMaxPartBytes = 4 * uint64_t{kMaxAppendBytes};

std::string Varint(uint64_t number) {
  std::string bytes;
  for (; number >= 0x80; number >>= 7) {
    bytes.push_back(static_cast<char>(number | 0x80));
  }
  bytes.push_back(static_cast<char>(number));
  return bytes;
}

std::string BigEndian32(uint32_t number) {
  return format::EncodeNumber(number).substr(4);
}

// The checksum covers the position: no event can take another's place.
std::string EventChecksum(uint64_t position, absl::string_view stored) {
  return BigEndian32(Crc32c(stored, Crc32c(format::EncodeNumber(position))));
}

absl::Status FileError(absl::string_view doing, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot ", doing, " ", path));
}

}  // namespace

absl::StatusOr<ExportWriter> ExportWriter::Create(const std::string& path,
                                                  const ExportHeader& header) {
  FileHandle file(std::fopen(path.c_str(), "wbxe"));
  if (file == nullptr) return FileError("make", path);
  ExportWriter writer(path, std::move(file));
  const std::string identity = format::EncodeIdentity(header.identity);
  const std::string sealed = format::Seal(
      kHeaderKey,
      absl::StrCat(BigEndian32(kExportVersion),
                   format::EncodeNumber(header.events),
                   format::EncodeNumber(header.documents), identity));
  RETURN_IF_ERROR(
      writer.Write(absl::StrCat(kMagic, Varint(sealed.size()), sealed)));
  return writer;
}

absl::Status ExportWriter::Write(absl::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
    return FileError("write", path_);
  }
  return absl::OkStatus();
}

absl::Status ExportWriter::AddDocument(absl::string_view content) {
  RETURN_IF_ERROR(Write(Varint(content.size())));
  RETURN_IF_ERROR(Write(content));
  return Write(DigestBytes(Sha256(content)));
}

absl::Status ExportWriter::AddEvent(absl::string_view stored) {
  RETURN_IF_ERROR(Write(Varint(stored.size())));
  RETURN_IF_ERROR(Write(stored));
  return Write(EventChecksum(next_position_++, stored));
}

absl::Status ExportWriter::Finish(const Sha256Digest& root) {
  RETURN_IF_ERROR(Write(format::Seal(
      kTrailerKey,
      absl::StrCat(format::EncodeNumber(next_position_), DigestBytes(root)))));
  if (std::fflush(file_.get()) != 0 || fsync(fileno(file_.get())) != 0) {
    return FileError("write", path_);
  }
  return absl::OkStatus();
}

absl::StatusOr<ExportReader> ExportReader::Open(const std::string& path) {
  FileHandle file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) return FileError("open", path);
  ExportReader reader(path, std::move(file));
  RETURN_IF_ERROR(reader.ReadHeader());
  return reader;
}

absl::Status ExportReader::Damaged(absl::string_view part,
                                   absl::string_view what) const {
  return absl::DataLossError(
      absl::StrCat("export ", path_, ": ", part, ": ", what));
}

absl::Status ExportReader::ReadHeader() {
  std::string magic(kMagic.size(), '\0');
  magic.resize(std::fread(magic.data(), 1, magic.size(), file_.get()));
  if (std::ferror(file_.get()) != 0) return FileError("read", path_);
  if (magic != kMagic) {
    if (absl::StartsWith(kMagic, magic)) {
      return Damaged("its first line", "the file ends here; it was cut short");
    }
    return absl::FailedPreconditionError(
        absl::StrCat(path_,
                     " is no clearsky export: its first line is not \"clearsky "
                     "export\""));
  }
  constexpr char kPart[] = "its header";
  ASSIGN_OR_RETURN(const std::string sealed, ReadSized(kPart));
  const absl::StatusOr<absl::string_view> payload =
      format::Unseal(kHeaderKey, sealed);
  if (!payload.ok()) return Damaged(kPart, payload.status().message());
  constexpr size_t kFixedBytes = 4 + 8 + 8;
  if (payload->size() < kFixedBytes) return Damaged(kPart, "it is too short");
  // The version first, padded to a number: it stands there in every version.
  const absl::StatusOr<uint64_t> version = format::DecodeNumber(
      absl::StrCat(std::string(4, '\0'), payload->substr(0, 4)));
  RETURN_IF_ERROR(version.status());
  if (*version > kExportVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("export ", path_, " has version ", *version,
                     "; this program reads up to version ", kExportVersion,
                     "; use a newer one"));
  }
  ASSIGN_OR_RETURN(header_.events, format::DecodeNumber(payload->substr(4, 8)));
  ASSIGN_OR_RETURN(header_.documents,
                   format::DecodeNumber(payload->substr(12, 8)));
  absl::StatusOr<format::Identity> identity =
      format::DecodeIdentity(payload->substr(kFixedBytes));
  if (!identity.ok()) return Damaged(kPart, identity.status().message());
  header_.identity = *std::move(identity);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ExportReader::ReadBytes(size_t size,
                                                    absl::string_view part) {
  std::string bytes(size, '\0');
  const size_t count = std::fread(bytes.data(), 1, size, file_.get());
  if (std::ferror(file_.get()) != 0) return FileError("read", path_);
  if (count < size) {
    return Damaged(part, "the file ends here; it was cut short or altered");
  }
  return bytes;
}

absl::StatusOr<std::string> ExportReader::ReadSized(absl::string_view part) {
  uint64_t size = 0;
  for (int shift = 0;; shift += 7) {
    ASSIGN_OR_RETURN(const std::string byte, ReadBytes(1, part));
    const auto bits = static_cast<uint8_t>(byte[0]);
    size |= uint64_t{bits & 0x7fu} << shift;
    if (size > kMaxPartBytes || shift > 28) {
      return Damaged(part, absl::StrCat("its size is damaged; at most ",
                                        kMaxPartBytes, " bytes are read"));
    }
    if ((bits & 0x80u) == 0) break;
  }
  return ReadBytes(size, part);
}

absl::StatusOr<std::string> ExportReader::ReadDocument() {
  const std::string part = absl::StrCat("document ", next_document_++);
  ASSIGN_OR_RETURN(std::string content, ReadSized(part));
  ASSIGN_OR_RETURN(const std::string hash, ReadBytes(kSha256Size, part));
  if (DigestBytes(Sha256(content)) != hash) {
    return Damaged(part, "its hash (SHA-256) differs");
  }
  return content;
}

absl::StatusOr<std::string> ExportReader::ReadEvent() {
  const uint64_t position = next_position_++;
  const std::string part = absl::StrCat("event ", position);
  ASSIGN_OR_RETURN(std::string stored, ReadSized(part));
  ASSIGN_OR_RETURN(const std::string checksum, ReadBytes(4, part));
  if (EventChecksum(position, stored) != checksum) {
    return Damaged(part, "its checksum (CRC-32C) differs");
  }
  return stored;
}

absl::StatusOr<Sha256Digest> ExportReader::Finish() {
  const std::string part =
      absl::StrCat("its trailer, behind ", header_.events, " events");
  ASSIGN_OR_RETURN(const std::string sealed, ReadBytes(kTrailerBytes, part));
  const absl::StatusOr<absl::string_view> payload =
      format::Unseal(kTrailerKey, sealed);
  if (!payload.ok()) return Damaged(part, payload.status().message());
  if (payload->substr(0, 8) != format::EncodeNumber(header_.events)) {
    return Damaged(part, "it counts another number of events");
  }
  if (std::fgetc(file_.get()) != EOF) {
    return Damaged(part, "more bytes follow");
  }
  Sha256Digest root;
  const absl::string_view bytes = payload->substr(8);
  std::copy(bytes.begin(), bytes.end(), root.begin());
  return root;
}

}  // namespace clearsky::log
