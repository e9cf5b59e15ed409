#pragma once

// A file system that knows what a loss of power leaves of it.

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "rocksdb/file_system.h"

namespace clearsky::log {

// A PowerCutFs writes through to the machine's file system, below a directory
// `root`, and keeps apart what is on the disk for sure. The model: bytes are,
// once their file is synced; that a name is in a directory, or no longer, once
// the directory is synced. What else is there in the end is the disk's whim. It
// syncs nothing itself, so that many rounds are quick. Safe for concurrent use.
//
// Changes that do not come through here (system calls) are noticed when their
// directory is next used, and are on the disk when it is synced, as others are.
class PowerCutFs final : public rocksdb::FileSystemWrapper {
 public:
  // What became of that which was not synced.
  enum class Loss {
    // Nothing of it is there.
    kForgotten,
    // The first of the changes to directories are, and of each file's bytes the
    // first, any number of them.
    kTorn,
    // So, and the last sector of what is there is noise, or zeros.
    kGarbled,
    kZeroed,
  };

  // What is below `root` now is on the disk.
  explicit PowerCutFs(std::string root)
      : FileSystemWrapper(rocksdb::FileSystem::Default()),
        root_(std::move(root)),
        top_(std::make_shared<Node>()) {
    top_->is_directory = true;
    Load(root_, top_.get());
  }

  const char* Name() const override { return "PowerCutFs"; }

  // From now on all fails, and the disk is as it is.
  void CutPower() {
    MutexLock lock(&mu_);
    is_cut_ = true;
  }
  bool is_cut() const {
    MutexLock lock(&mu_);
    return is_cut_;
  }

  // Puts what the disk holds in the place of all that is below the root.
  // REQUIRES: CutPower(); whoever used the files is gone.
  void Restore(Loss loss, std::mt19937* random) {
    MutexLock lock(&mu_);
    if (loss != Loss::kForgotten) {
      // A journal keeps the order of changes, and loses the last.
      size_t kept = Below(pending_.size() + 1, random);
      for (; kept > 0; --kept) {
        for (const Change& change : pending_.front()) change.Settle();
        pending_.pop_front();
      }
    }
    for (const auto& entry : std::filesystem::directory_iterator(root_)) {
      std::filesystem::remove_all(entry.path());
    }
    Store(root_, *top_, loss, random);
  }

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    rocksdb::IOStatus status =
        target()->NewWritableFile(path, options, file, context);
    if (!status.ok()) return status;
    const Place place = Find(path);
    if (place.directory == nullptr) return status;
    std::shared_ptr<Node> node = place.node();
    if (node == nullptr) {
      node = std::make_shared<Node>();
      Note({{place.directory, place.name, node}});
    } else {
      node->Rewrite("");
    }
    *file = std::make_unique<WritableFile>(std::move(*file), this, node);
    return status;
  }

  rocksdb::IOStatus ReopenWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    const Place place = Find(path);
    const std::shared_ptr<Node> node =
        place.directory == nullptr ? nullptr : place.node();
    if (place.directory != nullptr && node == nullptr) {
      return rocksdb::IOStatus::PathNotFound(path);
    }
    rocksdb::IOStatus status =
        target()->ReopenWritableFile(path, options, file, context);
    if (!status.ok() || node == nullptr) return status;
    *file = std::make_unique<WritableFile>(std::move(*file), this, node);
    return status;
  }

  rocksdb::IOStatus ReuseWritableFile(
      const std::string& path, const std::string& old_path,
      const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = RenameFile(old_path, path, {}, context);
    return status.ok() ? NewWritableFile(path, options, file, context) : status;
  }

  rocksdb::IOStatus NewRandomRWFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSRandomRWFile>* file,
      rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    rocksdb::IOStatus status =
        target()->NewRandomRWFile(path, options, file, context);
    if (!status.ok()) return status;
    const Place place = Find(path);
    if (place.directory == nullptr || place.node() == nullptr) return status;
    *file =
        std::make_unique<RandomRWFile>(std::move(*file), this, place.node());
    return status;
  }

  rocksdb::IOStatus NewMemoryMappedFileBuffer(
      const std::string& path,
      std::unique_ptr<rocksdb::MemoryMappedFileBuffer>*) override {
    return rocksdb::IOStatus::NotSupported("not modelled", path);
  }

  rocksdb::IOStatus NewDirectory(
      const std::string& path, const rocksdb::IOOptions& options,
      std::unique_ptr<rocksdb::FSDirectory>* directory,
      rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    rocksdb::IOStatus status =
        target()->NewDirectory(path, options, directory, context);
    if (!status.ok()) return status;
    std::shared_ptr<Node> node = FindDirectory(path);
    if (node == nullptr) return status;
    *directory =
        std::make_unique<Directory>(std::move(*directory), this, path, node);
    return status;
  }

  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    rocksdb::IOStatus status = target()->DeleteFile(path, options, context);
    if (status.ok()) NoteGone(path);
    return status;
  }

  rocksdb::IOStatus DeleteDir(const std::string& path,
                              const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    rocksdb::IOStatus status = target()->DeleteDir(path, options, context);
    if (status.ok()) NoteGone(path);
    return status;
  }

  rocksdb::IOStatus Truncate(const std::string& path, size_t size,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    rocksdb::IOStatus status = target()->Truncate(path, size, options, context);
    if (!status.ok()) return status;
    const Place place = Find(path);
    if (place.directory == nullptr || place.node() == nullptr) return status;
    place.node()->Resize(size);
    return status;
  }

  rocksdb::IOStatus CreateDir(const std::string& path,
                              const rocksdb::IOOptions& options,
                              rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    NoticeSystemCalls(Parent(path));
    rocksdb::IOStatus status = target()->CreateDir(path, options, context);
    if (status.ok()) FindDirectory(path);
    return status;
  }

  rocksdb::IOStatus CreateDirIfMissing(
      const std::string& path, const rocksdb::IOOptions& options,
      rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    NoticeSystemCalls(Parent(path));
    rocksdb::IOStatus status =
        target()->CreateDirIfMissing(path, options, context);
    if (status.ok()) FindDirectory(path);
    return status;
  }

  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    const Place source = Find(from);
    const Place aim = Find(to);
    rocksdb::IOStatus status = target()->RenameFile(from, to, options, context);
    if (!status.ok() || source.directory == nullptr || aim.directory == nullptr)
      return status;
    // RocksDB's notes are written past this model.
    if (source.node() == nullptr) return status;
    Note({{source.directory, source.name, nullptr},
          {aim.directory, aim.name, source.node()}});
    return status;
  }

  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
    MutexLock lock(&mu_);
    if (is_cut_) return Cut();
    rocksdb::IOStatus status = target()->LinkFile(from, to, options, context);
    if (!status.ok()) return status;
    const Place source = Find(from);
    const Place aim = Find(to);
    if (source.directory == nullptr || aim.directory == nullptr) return status;
    if (source.node() != nullptr) {
      Note({{aim.directory, aim.name, source.node()}});
    }
    return status;
  }

 private:
  static constexpr size_t kSectorBytes = 512;

  // A file or directory, whatever names lead to it.
  struct Node {
    bool is_directory = false;

    // Of a directory: as it is for the programs, and as it is on the disk.
    std::map<std::string, std::shared_ptr<Node>> names;
    std::map<std::string, std::shared_ptr<Node>> names_on_disk;

    // Of a file. On the disk are its first `synced` bytes, or, where they were
    // changed since, what was synced before.
    std::string bytes;
    size_t synced = 0;
    std::optional<std::string> before;

    void KeepBefore() {
      if (!before.has_value()) before = bytes.substr(0, synced);
      synced = 0;
    }
    void Rewrite(std::string content) {
      KeepBefore();
      bytes = std::move(content);
    }
    void Resize(size_t size) {
      if (size < synced) KeepBefore();
      bytes.resize(size);
    }
    void Sync() {
      before.reset();
      synced = bytes.size();
    }
  };

  // That a name leads to `node` now; nullptr: to nothing.
  struct Change {
    std::shared_ptr<Node> directory;
    std::string name;
    std::shared_ptr<Node> node;

    void Apply() const { Set(&directory->names); }
    void Settle() const { Set(&directory->names_on_disk); }

   private:
    void Set(std::map<std::string, std::shared_ptr<Node>>* names) const {
      if (node == nullptr) {
        names->erase(name);
      } else {
        (*names)[name] = node;
      }
    }
  };

  // A name in a directory; `directory` is null outside of the root.
  struct Place {
    std::shared_ptr<Node> directory;
    std::string name;

    std::shared_ptr<Node> node() const {
      const auto it = directory->names.find(name);
      return it == directory->names.end() ? nullptr : it->second;
    }
  };

  class WritableFile final : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    WritableFile(std::unique_ptr<rocksdb::FSWritableFile> file, PowerCutFs* fs,
                 std::shared_ptr<Node> node)
        : FSWritableFileOwnerWrapper(std::move(file)),
          fs_(fs),
          node_(std::move(node)) {}

    rocksdb::IOStatus Append(const rocksdb::Slice& data,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
      MutexLock lock(&fs_->mu_);
      if (fs_->is_cut_) return Cut();
      rocksdb::IOStatus status = target()->Append(data, options, context);
      if (status.ok()) node_->bytes.append(data.data(), data.size());
      return status;
    }
    rocksdb::IOStatus Append(const rocksdb::Slice& data,
                             const rocksdb::IOOptions& options,
                             const rocksdb::DataVerificationInfo&,
                             rocksdb::IODebugContext* context) override {
      return Append(data, options, context);
    }
    rocksdb::IOStatus PositionedAppend(const rocksdb::Slice&, uint64_t,
                                       const rocksdb::IOOptions&,
                                       rocksdb::IODebugContext*) override {
      return rocksdb::IOStatus::NotSupported("not modelled");
    }
    rocksdb::IOStatus Truncate(uint64_t size, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
      MutexLock lock(&fs_->mu_);
      if (fs_->is_cut_) return Cut();
      rocksdb::IOStatus status = target()->Truncate(size, options, context);
      if (status.ok()) node_->Resize(size);
      return status;
    }
    rocksdb::IOStatus Sync(const rocksdb::IOOptions&,
                           rocksdb::IODebugContext*) override {
      MutexLock lock(&fs_->mu_);
      if (fs_->is_cut_) return Cut();
      node_->Sync();
      return rocksdb::IOStatus::OK();
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* context) override {
      return Sync(options, context);
    }
    // Begins writing and promises nothing.
    rocksdb::IOStatus RangeSync(uint64_t, uint64_t, const rocksdb::IOOptions&,
                                rocksdb::IODebugContext*) override {
      return rocksdb::IOStatus::OK();
    }

   private:
    PowerCutFs* const fs_;
    const std::shared_ptr<Node> node_;
  };

  class RandomRWFile final : public rocksdb::FSRandomRWFileOwnerWrapper {
   public:
    RandomRWFile(std::unique_ptr<rocksdb::FSRandomRWFile> file, PowerCutFs* fs,
                 std::shared_ptr<Node> node)
        : FSRandomRWFileOwnerWrapper(std::move(file)),
          fs_(fs),
          node_(std::move(node)) {}

    rocksdb::IOStatus Write(uint64_t offset, const rocksdb::Slice& data,
                            const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* context) override {
      MutexLock lock(&fs_->mu_);
      if (fs_->is_cut_) return Cut();
      rocksdb::IOStatus status =
          target()->Write(offset, data, options, context);
      if (!status.ok()) return status;
      std::string bytes = node_->bytes;
      bytes.resize(std::max<size_t>(bytes.size(), offset + data.size()));
      bytes.replace(offset, data.size(), data.data(), data.size());
      node_->Rewrite(std::move(bytes));
      return status;
    }
    rocksdb::IOStatus Sync(const rocksdb::IOOptions&,
                           rocksdb::IODebugContext*) override {
      MutexLock lock(&fs_->mu_);
      if (fs_->is_cut_) return Cut();
      node_->Sync();
      return rocksdb::IOStatus::OK();
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* context) override {
      return Sync(options, context);
    }

   private:
    PowerCutFs* const fs_;
    const std::shared_ptr<Node> node_;
  };

  class Directory final : public rocksdb::FSDirectoryWrapper {
   public:
    Directory(std::unique_ptr<rocksdb::FSDirectory> directory, PowerCutFs* fs,
              std::string path, std::shared_ptr<Node> node)
        : FSDirectoryWrapper(std::move(directory)),
          fs_(fs),
          path_(std::move(path)),
          node_(std::move(node)) {}

    rocksdb::IOStatus Fsync(const rocksdb::IOOptions&,
                            rocksdb::IODebugContext*) override {
      MutexLock lock(&fs_->mu_);
      if (fs_->is_cut_) return Cut();
      fs_->SyncDirectory(path_, node_);
      return rocksdb::IOStatus::OK();
    }
    rocksdb::IOStatus FsyncWithDirOptions(
        const rocksdb::IOOptions& options, rocksdb::IODebugContext* context,
        const rocksdb::DirFsyncOptions&) override {
      return Fsync(options, context);
    }

   private:
    PowerCutFs* const fs_;
    const std::string path_;
    const std::shared_ptr<Node> node_;
  };

  static rocksdb::IOStatus Cut() {
    return rocksdb::IOStatus::IOError("the power is cut");
  }

  static size_t Below(size_t bound, std::mt19937* random) {
    return std::uniform_int_distribution<size_t>(0, bound - 1)(*random);
  }

  static std::string Parent(const std::string& path) {
    return std::filesystem::path(path).parent_path().string();
  }

  // The directory at `named`, noted as new when it was made by a system call.
  std::shared_ptr<Node> FindDirectory(const std::string& named)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    std::string path = std::filesystem::path(named).lexically_normal().string();
    if (path.ends_with('/')) path.pop_back();
    if (path != root_ && !absl::StartsWith(path, root_ + "/")) return nullptr;
    std::shared_ptr<Node> node = top_;
    std::string at = root_;
    for (const absl::string_view name :
         absl::StrSplit(absl::string_view(path).substr(root_.size()), '/',
                        absl::SkipEmpty())) {
      at.append("/").append(name.data(), name.size());
      const Place place = {node, std::string(name)};
      node = place.node();
      if (node != nullptr && node->is_directory) continue;
      if (!std::filesystem::is_directory(at)) return nullptr;
      node = std::make_shared<Node>();
      node->is_directory = true;
      Note({{place.directory, place.name, node}});
    }
    return node;
  }

  Place Find(const std::string& path) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return {FindDirectory(Parent(path)),
            std::filesystem::path(path).filename().string()};
  }

  void Note(std::vector<Change> changes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    for (const Change& change : changes) change.Apply();
    pending_.push_back(std::move(changes));
  }

  void NoteGone(const std::string& path) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const Place place = Find(path);
    if (place.directory == nullptr || place.node() == nullptr) return;
    Note({{place.directory, place.name, nullptr}});
  }

  // Notes what went from the directory at `path` without our being asked.
  void NoticeSystemCalls(const std::string& path)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const std::shared_ptr<Node> directory = FindDirectory(path);
    if (directory == nullptr) return;
    std::vector<Change> changes;
    for (const auto& [name, node] : directory->names) {
      if (!std::filesystem::exists(std::filesystem::path(path) / name)) {
        changes.push_back({directory, name, nullptr});
      }
    }
    for (Change& change : changes) Note({std::move(change)});
  }

  void SyncDirectory(const std::string& path, const std::shared_ptr<Node>& node)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    NoticeSystemCalls(path);
    // One deleted and made again is another directory than the one held open.
    if (FindDirectory(path) != node) return;
    node->names_on_disk = node->names;
    for (std::vector<Change>& changes : pending_) {
      std::erase_if(changes, [&](const Change& change) {
        return change.directory == node;
      });
    }
    std::erase_if(pending_,
                  [](const auto& changes) { return changes.empty(); });
  }

  static void Load(const std::filesystem::path& path, Node* directory) {
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      auto node = std::make_shared<Node>();
      node->is_directory = entry.is_directory();
      if (node->is_directory) {
        Load(entry.path(), node.get());
      } else {
        std::ifstream in(entry.path(), std::ios::binary);
        node->bytes = {std::istreambuf_iterator<char>(in), {}};
        node->Sync();
      }
      directory->names[entry.path().filename().string()] = node;
    }
    directory->names_on_disk = directory->names;
  }

  static void Store(const std::filesystem::path& path, const Node& directory,
                    Loss loss, std::mt19937* random) {
    for (const auto& [name, node] : directory.names_on_disk) {
      if (node->is_directory) {
        std::filesystem::create_directory(path / name);
        Store(path / name, *node, loss, random);
      } else {
        std::ofstream(path / name, std::ios::binary)
            << OnDisk(*node, loss, random);
      }
    }
  }

  static std::string OnDisk(const Node& file, Loss loss, std::mt19937* random) {
    const bool is_kept = loss == Loss::kForgotten || Below(2, random) == 0;
    if (file.before.has_value() && is_kept) return *file.before;
    if (loss == Loss::kForgotten) return file.bytes.substr(0, file.synced);
    const size_t unsynced = file.bytes.size() - file.synced;
    // Often all: a file is longer before the last of its bytes are there.
    const size_t end =
        file.synced +
        (Below(2, random) == 0 ? unsynced : Below(unsynced + 1, random));
    std::string bytes = file.bytes.substr(0, end);
    if (loss == Loss::kTorn || end == file.synced) return bytes;
    const size_t sector = (end - 1) / kSectorBytes * kSectorBytes;
    for (size_t i = std::max(file.synced, sector); i < end; ++i) {
      bytes[i] =
          loss == Loss::kZeroed ? '\0' : static_cast<char>(Below(256, random));
    }
    return bytes;
  }

  const std::string root_;
  const std::shared_ptr<Node> top_;
  mutable Mutex mu_;
  bool is_cut_ ABSL_GUARDED_BY(mu_) = false;
  // Changes to directories that are not on the disk yet, in order; those of one
  // element are there together or not at all.
  std::deque<std::vector<Change>> pending_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::log
