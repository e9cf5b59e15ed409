#pragma once

#include <cstdint>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "log/condition.h"
#include "log/format.h"
#include "log/log_store.h"
#include "log/tail.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace clearsky::log {

// Whether the log that was opened holds what the HEAD file says, and maybe
// more: DATA_LOSS when it is shorter, when its tree is another, or when HEAD is
// of another ledger. What was appended since HEAD was written is read and
// hashed.
absl::Status CheckHead(const format::Head& head, const LogStore& store);

// A HeadKeeper keeps the HEAD file of an open ledger behind the log's durable
// end: a second behind while there are commits, and at it when destroyed. A
// thread of its own writes, so that no append waits for it.
class HeadKeeper {
 public:
  static constexpr absl::Duration kInterval = absl::Seconds(1);

  // `written` is what the file holds now. `tail`, `store` and `env` must
  // outlive the keeper.
  HeadKeeper(const std::string& ledger_path, const format::Head& written,
             const Tail* tail, const LogStore* store, rocksdb::Env* env);
  HeadKeeper(const HeadKeeper&) = delete;
  HeadKeeper& operator=(const HeadKeeper&) = delete;
  ~HeadKeeper();

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mu_);
  void WriteIfBehind();

  const std::string ledger_path_;
  const Tail* const tail_;
  const LogStore* const store_;
  rocksdb::Env* const env_;
  // The thread's own.
  format::Head written_;

  Mutex mu_;
  Condition stopped_;
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace clearsky::log
