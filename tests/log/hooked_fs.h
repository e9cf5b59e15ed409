#pragma once

// A file system that asks before each operation on files, so that a test can
// count them, make them fail, hold them, or cut the power in between.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace clearsky::log {

enum class FileOp {
  kOpen,
  kRead,
  kCreate,
  kAppend,
  kSync,
  kTruncate,
  kClose,
  kRename,
  kLink,
  kDelete,
  kMakeDirectory,
  kSyncDirectory,
  kLook,  // Is it there, how large, what is in the directory.
  kLock,
};

inline const char* FileOpName(FileOp op) {
  static constexpr const char* kNames[] = {
      "open",  "read",   "create", "append", "sync",  "trim",
      "close", "rename", "link",   "delete", "mkdir", "fsync-directory",
      "look",  "lock"};
  return kNames[static_cast<size_t>(op)];
}

// Called before each operation; one that is not OK is its outcome, and the
// operation is not done. Called by many threads.
using FileHook =
    std::function<rocksdb::IOStatus(FileOp op, const std::string& path)>;

// Whether the operation changes what is on the disk.
inline bool IsWrite(FileOp op) {
  return op != FileOp::kOpen && op != FileOp::kRead && op != FileOp::kLook;
}

class HookedSequentialFile final
    : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  HookedSequentialFile(std::unique_ptr<rocksdb::FSSequentialFile> file,
                       std::string path, const FileHook* hook)
      : FSSequentialFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        hook_(hook) {}

  rocksdb::IOStatus Read(size_t n, const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kRead, path_);
    if (!status.ok()) return status;
    return FSSequentialFileOwnerWrapper::Read(n, options, result, scratch,
                                              context);
  }

 private:
  const std::string path_;
  const FileHook* const hook_;
};

class HookedRandomAccessFile final
    : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  HookedRandomAccessFile(std::unique_ptr<rocksdb::FSRandomAccessFile> file,
                         std::string path, const FileHook* hook)
      : FSRandomAccessFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        hook_(hook) {}

  rocksdb::IOStatus Read(uint64_t offset, size_t n,
                         const rocksdb::IOOptions& options,
                         rocksdb::Slice* result, char* scratch,
                         rocksdb::IODebugContext* context) const override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kRead, path_);
    if (!status.ok()) return status;
    return FSRandomAccessFileOwnerWrapper::Read(offset, n, options, result,
                                                scratch, context);
  }
  rocksdb::IOStatus MultiRead(rocksdb::FSReadRequest* requests, size_t count,
                              const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kRead, path_);
    if (!status.ok()) return status;
    return FSRandomAccessFileOwnerWrapper::MultiRead(requests, count, options,
                                                     context);
  }
  rocksdb::IOStatus Prefetch(uint64_t offset, size_t n,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kRead, path_);
    if (!status.ok()) return status;
    return FSRandomAccessFileOwnerWrapper::Prefetch(offset, n, options,
                                                    context);
  }

 private:
  const std::string path_;
  const FileHook* const hook_;
};

class HookedWritableFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  HookedWritableFile(std::unique_ptr<rocksdb::FSWritableFile> file,
                     std::string path, const FileHook* hook)
      : FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        hook_(hook) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data,
                           const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kAppend, path_);
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Append(data, options, context);
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data,
                           const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo& info,
                           rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kAppend, path_);
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Append(data, options, info, context);
  }
  rocksdb::IOStatus Truncate(uint64_t size, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kTruncate, path_);
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Truncate(size, options, context);
  }
  rocksdb::IOStatus Close(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kClose, path_);
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Close(options, context);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kSync, path_);
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Sync(options, context);
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kSync, path_);
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Fsync(options, context);
  }

 private:
  const std::string path_;
  const FileHook* const hook_;
};

class HookedRandomRWFile final : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  HookedRandomRWFile(std::unique_ptr<rocksdb::FSRandomRWFile> file,
                     std::string path, const FileHook* hook)
      : FSRandomRWFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        hook_(hook) {}

  rocksdb::IOStatus Write(uint64_t offset, const rocksdb::Slice& data,
                          const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kAppend, path_);
    if (!status.ok()) return status;
    return FSRandomRWFileOwnerWrapper::Write(offset, data, options, context);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kSync, path_);
    if (!status.ok()) return status;
    return FSRandomRWFileOwnerWrapper::Sync(options, context);
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kSync, path_);
    if (!status.ok()) return status;
    return FSRandomRWFileOwnerWrapper::Fsync(options, context);
  }

 private:
  const std::string path_;
  const FileHook* const hook_;
};

class HookedDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  HookedDirectory(std::unique_ptr<rocksdb::FSDirectory> directory,
                  std::string path, const FileHook* hook)
      : FSDirectoryWrapper(std::move(directory)),
        path_(std::move(path)),
        hook_(hook) {}

  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kSyncDirectory, path_);
    if (!status.ok()) return status;
    return FSDirectoryWrapper::Fsync(options, context);
  }
  rocksdb::IOStatus FsyncWithDirOptions(
      const rocksdb::IOOptions& options, rocksdb::IODebugContext* context,
      const rocksdb::DirFsyncOptions& reason) override {
    rocksdb::IOStatus status = (*hook_)(FileOp::kSyncDirectory, path_);
    if (!status.ok()) return status;
    return FSDirectoryWrapper::FsyncWithDirOptions(options, context, reason);
  }

 private:
  const std::string path_;
  const FileHook* const hook_;
};

// RocksDB's own notes (LOG) are not asked about: nothing rests on them. Nor is
// giving back a lock, which cannot fail for who holds it.
class HookedFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  HookedFileSystem(const std::shared_ptr<rocksdb::FileSystem>& target,
                   FileHook hook)
      : FileSystemWrapper(target), hook_(std::move(hook)) {}

  const char* Name() const override { return "HookedFileSystem"; }

  rocksdb::IOStatus NewSequentialFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSSequentialFile>* file,
      rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = hook_(FileOp::kOpen, path);
    if (!status.ok()) return status;
    status = target()->NewSequentialFile(path, options, file, context);
    Wrap<HookedSequentialFile>(status, path, file);
    return status;
  }
  rocksdb::IOStatus NewRandomAccessFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
      rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = hook_(FileOp::kOpen, path);
    if (!status.ok()) return status;
    status = target()->NewRandomAccessFile(path, options, file, context);
    Wrap<HookedRandomAccessFile>(status, path, file);
    return status;
  }
  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = hook_(FileOp::kCreate, path);
    if (!status.ok()) return status;
    status = target()->NewWritableFile(path, options, file, context);
    Wrap<HookedWritableFile>(status, path, file);
    return status;
  }
  rocksdb::IOStatus ReopenWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = hook_(FileOp::kOpen, path);
    if (!status.ok()) return status;
    status = target()->ReopenWritableFile(path, options, file, context);
    Wrap<HookedWritableFile>(status, path, file);
    return status;
  }
  rocksdb::IOStatus ReuseWritableFile(
      const std::string& path, const std::string& old_path,
      const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = hook_(FileOp::kRename, path);
    if (!status.ok()) return status;
    status =
        target()->ReuseWritableFile(path, old_path, options, file, context);
    Wrap<HookedWritableFile>(status, path, file);
    return status;
  }
  rocksdb::IOStatus NewRandomRWFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSRandomRWFile>* file,
      rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = hook_(FileOp::kOpen, path);
    if (!status.ok()) return status;
    status = target()->NewRandomRWFile(path, options, file, context);
    Wrap<HookedRandomRWFile>(status, path, file);
    return status;
  }
  rocksdb::IOStatus NewDirectory(
      const std::string& path, const rocksdb::IOOptions& options,
      std::unique_ptr<rocksdb::FSDirectory>* directory,
      rocksdb::IODebugContext* context) override {
    rocksdb::IOStatus status = hook_(FileOp::kOpen, path);
    if (!status.ok()) return status;
    status = target()->NewDirectory(path, options, directory, context);
    Wrap<HookedDirectory>(status, path, directory);
    return status;
  }
  rocksdb::IOStatus FileExists(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kLook, path);
    return status.ok() ? target()->FileExists(path, options, context) : status;
  }
  rocksdb::IOStatus GetChildren(const std::string& path,
                                const rocksdb::IOOptions& options,
                                std::vector<std::string>* names,
                                rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kLook, path);
    return status.ok() ? target()->GetChildren(path, options, names, context)
                       : status;
  }
  rocksdb::IOStatus GetFileSize(const std::string& path,
                                const rocksdb::IOOptions& options,
                                uint64_t* size,
                                rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kLook, path);
    return status.ok() ? target()->GetFileSize(path, options, size, context)
                       : status;
  }
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kDelete, path);
    return status.ok() ? target()->DeleteFile(path, options, context) : status;
  }
  rocksdb::IOStatus Truncate(const std::string& path, size_t size,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kTruncate, path);
    return status.ok() ? target()->Truncate(path, size, options, context)
                       : status;
  }
  rocksdb::IOStatus CreateDir(const std::string& path,
                              const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kMakeDirectory, path);
    return status.ok() ? target()->CreateDir(path, options, context) : status;
  }
  rocksdb::IOStatus CreateDirIfMissing(
      const std::string& path, const rocksdb::IOOptions& options,
      rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kMakeDirectory, path);
    return status.ok() ? target()->CreateDirIfMissing(path, options, context)
                       : status;
  }
  rocksdb::IOStatus DeleteDir(const std::string& path,
                              const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kDelete, path);
    return status.ok() ? target()->DeleteDir(path, options, context) : status;
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kRename, to);
    return status.ok() ? target()->RenameFile(from, to, options, context)
                       : status;
  }
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kLink, to);
    return status.ok() ? target()->LinkFile(from, to, options, context)
                       : status;
  }
  rocksdb::IOStatus LockFile(const std::string& path,
                             const rocksdb::IOOptions& options,
                             rocksdb::FileLock** lock,
                             rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = hook_(FileOp::kLock, path);
    return status.ok() ? target()->LockFile(path, options, lock, context)
                       : status;
  }

 private:
  template <class Hooked, class File>
  void Wrap(const rocksdb::IOStatus& status, const std::string& path,
            std::unique_ptr<File>* file) {
    if (!status.ok()) return;
    *file = std::make_unique<Hooked>(std::move(*file), path, &hook_);
  }

  const FileHook hook_;
};

// An environment over the machine's file system that asks `hook`.
inline std::unique_ptr<rocksdb::Env> NewHookedEnv(FileHook hook) {
  return rocksdb::NewCompositeEnv(std::make_shared<HookedFileSystem>(
      rocksdb::FileSystem::Default(), std::move(hook)));
}

}  // namespace clearsky::log
