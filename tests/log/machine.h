#pragma once

// A machine whose files can fail, and whose power can be cut.

#include <atomic>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "hooked_fs.h"
#include "power_cut_fs.h"

namespace clearsky::log {

// A Machine is one from one loss of power to the next, with `disk`, a
// directory, as its disk. Safe for concurrent use.
class Machine {
 public:
  // `faults` is asked before each operation on files; it may be null.
  explicit Machine(const std::string& disk, FileHook faults = nullptr)
      : faults_(std::move(faults)),
        fs_(std::make_shared<PowerCutFs>(disk)),
        env_(rocksdb::NewCompositeEnv(std::make_shared<HookedFileSystem>(
            fs_, [this](FileOp op, const std::string& path) {
              return Before(op, path);
            }))) {}

  rocksdb::Env* env() { return env_.get(); }
  // The power is cut before so many writes more are done.
  void CutAfter(int64_t writes) { writes_left_ = writes; }
  bool is_cut() const { return fs_->is_cut(); }
  // Leaves on the disk what a loss of power does.
  // REQUIRES: nothing uses env() any more.
  void Restart(PowerCutFs::Loss loss, std::mt19937* random) {
    fs_->CutPower();
    fs_->Restore(loss, random);
  }

 private:
  rocksdb::IOStatus Before(FileOp op, const std::string& path) {
    if (IsWrite(op) && writes_left_-- <= 0) fs_->CutPower();
    if (fs_->is_cut()) {
      return rocksdb::IOStatus::IOError("the power is cut", path);
    }
    return faults_ == nullptr ? rocksdb::IOStatus::OK() : faults_(op, path);
  }

  const FileHook faults_;
  std::atomic<int64_t> writes_left_ = std::numeric_limits<int64_t>::max();
  const std::shared_ptr<PowerCutFs> fs_;
  const std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace clearsky::log
