#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct zip;

namespace clearsky::document {

// Bounds on an archive.
inline constexpr uint64_t kMaxUnpackedBytes = uint64_t{64} << 20;
inline constexpr size_t kMaxEntries = 4000;
// What deflate makes of an office program's XML is within a few hundred.
inline constexpr uint64_t kMaxRatio = 500;
// Entries smaller than this may have any ratio.
inline constexpr uint64_t kMinRatioBytes = uint64_t{1} << 20;

// The entries of a zip archive in memory. Not safe to call from several
// threads; borrows the content, which must outlive it.
class ZipArchive {
 public:
  // INVALID_ARGUMENT: damaged or cut short; an entry is encrypted, packed in
  // another way than stored or deflated, there twice, or its name leads out of
  // the archive. RESOURCE_EXHAUSTED: beyond the bounds.
  static absl::StatusOr<std::unique_ptr<ZipArchive>> Open(
      absl::string_view content);
  ~ZipArchive();

  bool Has(absl::string_view name) const;
  // The bytes of an entry. INVALID_ARGUMENT when there is none, or it does not
  // unpack to what the archive says.
  absl::StatusOr<std::string> Read(absl::string_view name);

  // In rising order.
  const std::vector<std::string>& names() const { return names_; }

 private:
  ZipArchive() = default;

  absl::Status CheckEntries();

  struct zip* zip_ = nullptr;
  std::vector<std::string> names_;
  uint64_t read_bytes_ = 0;
};

}  // namespace clearsky::document
