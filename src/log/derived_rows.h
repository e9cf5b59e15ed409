#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "log/commit.h"

namespace clearsky::log {

// Takes a row; keys come in ascending order.
using RowSink =
    std::function<absl::Status(absl::string_view key, absl::string_view value)>;

// What `derived/` holds of some commits (docs/format.md): the rows of each
// family, in the order of their keys. Pure.
class DerivedRows {
 public:
  // `commits` follow each other, and must outlive this.
  explicit DerivedRows(
      const std::vector<std::shared_ptr<const Commit>>& commits);

  absl::Status ForClustered(const RowSink& sink) const;
  absl::Status ForHeads(const RowSink& sink) const;
  absl::Status ForIds(const RowSink& sink) const;

  // The greatest id. REQUIRES: there are events.
  const Uuid& last_id() const { return ids_.back().id; }

 private:
  struct Stream {
    absl::string_view name;
    uint64_t first_revision = 0;
    std::vector<absl::string_view> events;
  };
  struct Id {
    Uuid id;
    uint64_t position = 0;
  };

  std::vector<Stream> streams_;  // By name.
  std::vector<Id> ids_;          // By id.
};

}  // namespace clearsky::log
