#include "feed/table_cache.h"

#include <functional>
#include <set>
#include <utility>

#include "base/status_macros.h"
#include "plan/edtf.h"

namespace clearsky::feed {
namespace {

size_t SizeOf(const MadeTable& table) {
  size_t bytes = sizeof(table);
  for (const NamedRow& row : table.rows) {
    bytes += sizeof(row) + row.project_id.size() + row.row.SpaceUsedLong();
  }
  return bytes;
}

size_t SizeOf(const TableCache::Changes& changes) {
  size_t bytes = sizeof(changes);
  for (const v1::TableRowChange& change : changes) {
    bytes += change.SpaceUsedLong();
  }
  return bytes;
}

}  // namespace

TableCache::TableCache(const ledger::Ledger* ledger, size_t max_bytes)
    : ledger_(ledger), tables_(max_bytes / 4 * 3), changes_(max_bytes / 4) {}

Mutex* TableCache::MakerOf(const std::string& plan) {
  return &makers_[std::hash<std::string>()(plan) % makers_.size()];
}

uint64_t TableCache::made() const {
  MutexLock lock(&mu_);
  return made_;
}

absl::StatusOr<std::shared_ptr<const MadeTable>> TableCache::Make(
    const TableName& name, const ledger::Point& point) const {
  v1::GetTableRequest request;
  request.set_plan(name.plan);
  request.set_language(name.language);
  request.set_style(name.style);
  request.mutable_at()->set_as_of_day(plan::FormatDay(point.as_of));
  if (point.known_count > 0) {
    request.mutable_at()->set_known_position(point.known_count - 1);
  }
  ASSIGN_OR_RETURN(const v1::GetTableResponse response,
                   ledger_->GetTable(request));
  auto made = std::make_shared<MadeTable>();
  made->rows = RowsOf(response.table());
  made->heads.assign(response.table().heads().begin(),
                     response.table().heads().end());
  made->basis = response.basis();
  return made;
}

absl::StatusOr<TableAt> TableCache::At(const TableName& name,
                                       const ledger::Point& point) {
  TableAt at;
  at.point = point;
  ASSIGN_OR_RETURN(at.stream_count,
                   ledger_->CountKnown(name.plan, point.known_count));
  const TableKey key(name, at.stream_count, point.as_of);
  MutexLock making(MakerOf(name.plan));
  {
    MutexLock lock(&mu_);
    at.table = tables_.Get(key);
  }
  if (at.table != nullptr) return at;
  ASSIGN_OR_RETURN(at.table, Make(name, point));
  MutexLock lock(&mu_);
  ++made_;
  tables_.Put(key, at.table, SizeOf(*at.table));
  return at;
}

absl::StatusOr<TableCache::Changes> TableCache::MakeChanges(
    const TableName& name, const TableAt& from, const TableAt& to) const {
  Changes changes = RowChanges(from.table->rows, to.table->rows);
  std::set<std::string> activities;
  for (const v1::TableRowChange& change : changes) {
    activities.insert(change.activity_id());
  }
  if (activities.empty()) return changes;
  ASSIGN_OR_RETURN(const auto behind,
                   ledger_->EventsBehind(name.plan, from.point, to.point,
                                         name.language, activities));
  for (v1::TableRowChange& change : changes) {
    const auto found = behind.find(change.activity_id());
    if (found == behind.end()) continue;
    for (const v1::EventBehind& event : found->second) {
      *change.add_events() = event;
    }
  }
  return changes;
}

absl::StatusOr<std::shared_ptr<const TableCache::Changes>> TableCache::Between(
    const TableName& name, const TableAt& from, const TableAt& to) {
  const ChangesKey key(name, from.stream_count, from.point.as_of,
                       to.stream_count, to.point.as_of);
  MutexLock making(MakerOf(name.plan));
  {
    MutexLock lock(&mu_);
    if (auto kept = changes_.Get(key); kept != nullptr) return kept;
  }
  ASSIGN_OR_RETURN(Changes made, MakeChanges(name, from, to));
  auto changes = std::make_shared<const Changes>(std::move(made));
  MutexLock lock(&mu_);
  changes_.Put(key, changes, SizeOf(*changes));
  return changes;
}

}  // namespace clearsky::feed
