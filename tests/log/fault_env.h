#pragma once

// A RocksDB environment whose writes and syncs fail, or wait, when told to.

#include <atomic>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace clearsky::log {

// What fails, or waits, from now on, on files whose path has `path_part`.
struct Faults {
  std::atomic<bool> writes = false;
  std::atomic<bool> syncs = false;
  // Syncs wait while `hold_syncs`; so many of them have.
  std::atomic<bool> hold_syncs = false;
  mutable std::atomic<int> held_syncs = 0;
  std::string path_part;

  rocksdb::IOStatus BeforeSync() const {
    if (hold_syncs) {
      ++held_syncs;
      while (hold_syncs) absl::SleepFor(absl::Milliseconds(1));
    }
    return syncs ? rocksdb::IOStatus::IOError("injected: sync")
                 : rocksdb::IOStatus::OK();
  }

  bool Concern(const std::string& path) const {
    return absl::StrContains(path, path_part);
  }
};

class FaultyFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<rocksdb::FSWritableFile> file,
             const Faults* faults)
      : FSWritableFileOwnerWrapper(std::move(file)), faults_(faults) {}

  using FSWritableFileOwnerWrapper::Append;
  rocksdb::IOStatus Append(const rocksdb::Slice& data,
                           const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* context) override {
    if (faults_->writes) return rocksdb::IOStatus::IOError("injected: write");
    return FSWritableFileOwnerWrapper::Append(data, options, context);
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data,
                           const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo& info,
                           rocksdb::IODebugContext* context) override {
    if (faults_->writes) return rocksdb::IOStatus::IOError("injected: write");
    return FSWritableFileOwnerWrapper::Append(data, options, info, context);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = faults_->BeforeSync();
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Sync(options, context);
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = faults_->BeforeSync();
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Fsync(options, context);
  }

 private:
  const Faults* const faults_;
};

class FaultyFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultyFileSystem(const Faults* faults)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), faults_(faults) {}

  const char* Name() const override { return "FaultyFileSystem"; }

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status =
        FileSystemWrapper::NewWritableFile(path, options, file, context);
    if (status.ok() && faults_->Concern(path)) {
      *file = std::make_unique<FaultyFile>(std::move(*file), faults_);
    }
    return status;
  }

 private:
  const Faults* const faults_;
};

// `faults` must outlive the environment.
inline std::unique_ptr<rocksdb::Env> NewFaultyEnv(const Faults* faults) {
  return rocksdb::NewCompositeEnv(std::make_shared<FaultyFileSystem>(faults));
}

}  // namespace clearsky::log
