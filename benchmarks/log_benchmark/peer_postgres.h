#pragma once

// PostgreSQL as an event store, in the pattern of those built on SQL: a table
// of events, unique by stream and revision, and a function that appends where
// it expects the stream to be. Positions come from a sequence: unlike the
// log's, they may have gaps and become visible out of order.

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "log_benchmark/peer_rocksdb.h"
#include "log_benchmark/store.h"

namespace clearsky::bench {

struct PostgresOptions {
  std::string connection;
  // Waits so long for others to share a commit's sync; 0: PostgreSQL's default.
  int commit_delay_us = 0;
  // Batches by COPY after a check of the revision, else by arrays given to the
  // function.
  bool copy = false;
};

std::string PostgresVersion(const std::string& connection);

// The store's table is emptied first.
std::unique_ptr<Store> NewPostgresStore(const PostgresOptions& options);

// Replaces what is in the table by the events of `source`, in order.
void LoadPostgres(
    const std::string& connection,
    const std::function<
        void(const std::function<void(absl::string_view stored)>&)>& source);
// Everything in order of position, through a cursor, in binary.
ReadCount ScanPostgres(const std::string& connection);

}  // namespace clearsky::bench
