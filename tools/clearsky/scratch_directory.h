#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace clearsky::cli {

// Where a dry run makes what it would make in `target`: a directory beside it,
// which goes away with this. What can be made there could be made in `target`.
class ScratchDirectory {
 public:
  // FAILED_PRECONDITION when `target` is there and is no empty directory;
  // NOT_FOUND or PERMISSION_DENIED when nothing can be made beside it.
  static absl::StatusOr<ScratchDirectory> BesideOf(const std::string& target);

  ScratchDirectory(ScratchDirectory&& other) noexcept
      : target_(std::move(other.target_)),
        path_(std::exchange(other.path_, "")) {}
  ScratchDirectory& operator=(ScratchDirectory&&) = delete;
  ~ScratchDirectory();

  const std::string& path() const { return path_; }
  // `status`, which may name the scratch directory, with the target in its
  // place.
  absl::Status AboutTarget(const absl::Status& status) const;

 private:
  ScratchDirectory(std::string target, std::string path)
      : target_(std::move(target)), path_(std::move(path)) {}

  std::string target_;
  // Empty when it was moved away.
  std::string path_;
};

}  // namespace clearsky::cli
