#pragma once

// A RocksDB environment whose writes and syncs fail, or wait, when told to.

#include <atomic>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "hooked_fs.h"

namespace clearsky::log {

// What fails, or waits, from now on, on files whose path has `path_part`.
struct Faults {
  std::atomic<bool> writes = false;
  std::atomic<bool> syncs = false;
  // Syncs wait while `hold_syncs`; so many of them have.
  std::atomic<bool> hold_syncs = false;
  mutable std::atomic<int> held_syncs = 0;
  std::string path_part;

  rocksdb::IOStatus Before(FileOp op, const std::string& path) const {
    if (!absl::StrContains(path, path_part)) return rocksdb::IOStatus::OK();
    if (op == FileOp::kSync) return BeforeSync();
    return op == FileOp::kAppend && writes
               ? rocksdb::IOStatus::IOError("injected: write", path)
               : rocksdb::IOStatus::OK();
  }

 private:
  rocksdb::IOStatus BeforeSync() const {
    if (hold_syncs) {
      ++held_syncs;
      while (hold_syncs) absl::SleepFor(absl::Milliseconds(1));
    }
    return syncs ? rocksdb::IOStatus::IOError("injected: sync")
                 : rocksdb::IOStatus::OK();
  }
};

// `faults` must outlive the environment.
inline std::unique_ptr<rocksdb::Env> NewFaultyEnv(const Faults* faults) {
  return NewHookedEnv([faults](FileOp op, const std::string& path) {
    return faults->Before(op, path);
  });
}

}  // namespace clearsky::log
