#include "document/reader/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "base/utf8.h"

namespace clearsky::document {
namespace {

std::string Printed(absl::string_view name) {
  constexpr size_t kMaxBytes = 100;
  return absl::StrCat("`", absl::Utf8SafeCHexEscape(name.substr(0, kMaxBytes)),
                      "`");
}

absl::Status DamagedError(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the zip archive is damaged or cut short: ", what));
}

// Whether a name stays within the folder that an archive is unpacked in.
bool StaysInside(absl::string_view name) {
  if (name.empty() || name[0] == '/' || !IsValidUtf8(name) ||
      HasControlCharacter(name) || absl::StrContains(name, '\\') ||
      (name.size() > 1 && name[1] == ':')) {
    return false;
  }
  for (const absl::string_view part : absl::StrSplit(name, '/')) {
    if (part == "..") return false;
  }
  return true;
}

absl::Status CheckEntry(const zip_stat_t& entry, absl::string_view name) {
  if (!StaysInside(name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the archive has an entry whose name leads out of it: ",
                     Printed(name)));
  }
  if (entry.encryption_method != ZIP_EM_NONE) {
    return absl::InvalidArgumentError(
        absl::StrCat("entry ", Printed(name),
                     " is encrypted; save the document without a password"));
  }
  if (entry.comp_method != ZIP_CM_STORE &&
      entry.comp_method != ZIP_CM_DEFLATE) {
    return absl::InvalidArgumentError(
        absl::StrCat("entry ", Printed(name), " is packed by method ",
                     entry.comp_method, "; office programs store or deflate"));
  }
  if (entry.size > kMinRatioBytes &&
      entry.size / std::max<uint64_t>(entry.comp_size, 1) > kMaxRatio) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "entry ", Printed(name), " unpacks ", entry.comp_size, " bytes to ",
        entry.size, ", more than ", kMaxRatio, " times as many: a zip bomb"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ZipArchive>> ZipArchive::Open(
    absl::string_view content) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source =
      zip_source_buffer_create(content.data(), content.size(), 0, &error);
  if (source == nullptr) {
    zip_error_fini(&error);
    return absl::ResourceExhaustedError("no memory");
  }
  zip_t* const zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (zip == nullptr) {
    const absl::Status status = DamagedError(zip_error_strerror(&error));
    zip_source_free(source);
    zip_error_fini(&error);
    return status;
  }
  zip_error_fini(&error);
  std::unique_ptr<ZipArchive> archive(new ZipArchive());
  archive->zip_ = zip;
  RETURN_IF_ERROR(archive->CheckEntries());
  return archive;
}

ZipArchive::~ZipArchive() {
  if (zip_ != nullptr) zip_discard(zip_);
}

absl::Status ZipArchive::CheckEntries() {
  const zip_int64_t count = zip_get_num_entries(zip_, 0);
  if (count > static_cast<zip_int64_t>(kMaxEntries)) {
    return absl::ResourceExhaustedError(absl::StrCat("the archive has ", count,
                                                     " entries; at most ",
                                                     kMaxEntries, " are read"));
  }
  uint64_t unpacked = 0;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(zip_, i, 0, &entry) != 0 || entry.name == nullptr) {
      return DamagedError("an entry has no name");
    }
    RETURN_IF_ERROR(CheckEntry(entry, entry.name));
    unpacked += entry.size;
    if (entry.size > kMaxUnpackedBytes || unpacked > kMaxUnpackedBytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the archive unpacks to more than ", kMaxUnpackedBytes,
                       " bytes, which is the most that is read"));
    }
    names_.emplace_back(entry.name);
  }
  std::sort(names_.begin(), names_.end());
  const auto twice = std::adjacent_find(names_.begin(), names_.end());
  if (twice != names_.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the archive has entry ", Printed(*twice), " twice"));
  }
  return absl::OkStatus();
}

bool ZipArchive::Has(absl::string_view name) const {
  return std::binary_search(names_.begin(), names_.end(), name);
}

absl::StatusOr<std::string> ZipArchive::Read(absl::string_view name) {
  if (!Has(name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the archive has no entry ", Printed(name)));
  }
  zip_file_t* const file = zip_fopen(zip_, std::string(name).c_str(), 0);
  if (file == nullptr) {
    return DamagedError(
        absl::StrCat("entry ", Printed(name), ": ", zip_strerror(zip_)));
  }
  zip_stat_t entry;
  zip_stat_init(&entry);
  zip_stat(zip_, std::string(name).c_str(), 0, &entry);
  std::string bytes;
  absl::Status status;
  char buffer[size_t{64} << 10];
  while (status.ok()) {
    const zip_int64_t got = zip_fread(file, buffer, sizeof(buffer));
    if (got == 0) break;
    if (got < 0) {
      status = DamagedError(
          absl::StrCat("entry ", Printed(name), ": ", zip_file_strerror(file)));
      break;
    }
    bytes.append(buffer, static_cast<size_t>(got));
    read_bytes_ += static_cast<uint64_t>(got);
    if (read_bytes_ > kMaxUnpackedBytes) {
      status = absl::ResourceExhaustedError(absl::StrCat(
          "the parts unpack to more than ", kMaxUnpackedBytes, " bytes"));
    } else if (bytes.size() > entry.size) {
      break;
    }
  }
  zip_fclose(file);
  RETURN_IF_ERROR(status);
  if (bytes.size() != entry.size) {
    return DamagedError(absl::StrCat("entry ", Printed(name),
                                     " does not unpack to the ", entry.size,
                                     " bytes that the archive says"));
  }
  return bytes;
}

}  // namespace clearsky::document
