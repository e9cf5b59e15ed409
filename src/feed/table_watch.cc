#include "feed/table_watch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "log/crc32c.h"
#include "plan/edtf.h"
#include "plan/fold.h"
#include "table/table.h"

namespace clearsky::feed {
namespace {

// Events that are looked at before an answer is made of them.
constexpr int kEventsAtATime = 10'000;

absl::StatusOr<uint32_t> WitnessAt(const log::EventLog& log,
                                   uint64_t known_count) {
  if (known_count == 0) return 0;
  ASSIGN_OR_RETURN(const log::RecordedEvent event, log.ReadAt(known_count - 1));
  return log::Crc32c(event.stored);
}

}  // namespace

absl::StatusOr<std::unique_ptr<TableWatch>> TableWatch::Start(
    TableFeed* feed, const v1::WatchTableRequest& request) {
  TableName name;
  name.plan = request.plan();
  name.language = request.language().empty() ? "ko" : request.language();
  name.style = request.style() == v1::TABLE_STYLE_UNSPECIFIED
                   ? v1::TABLE_STYLE_AS_PUBLISHED
                   : request.style();
  if (!v1::TableStyle_IsValid(name.style)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "style: there is no style ", static_cast<int>(name.style),
        "; as published is ", static_cast<int>(v1::TABLE_STYLE_AS_PUBLISHED),
        ", normalised is ", static_cast<int>(v1::TABLE_STYLE_NORMALISED)));
  }
  // Not make_unique: the constructor is private.
  std::unique_ptr<TableWatch> watch(new TableWatch(feed, std::move(name)));
  ledger::Ledger& ledger = feed->ledger();
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse about,
                   ledger.GetLedger(v1::GetLedgerRequest()));
  watch->ledger_id_ = about.ledger_id();
  watch->seen_ = ledger.log().size();
  // Refuses a plan or a language that is not known, before it is waited for.
  RETURN_IF_ERROR(
      feed->cache().At(watch->name_, {ledger.Today(), watch->seen_}).status());
  if (!request.cursor().empty()) {
    RETURN_IF_ERROR(watch->GoOnFrom(request.cursor()));
  }
  log::SubscribeRequest events;
  events.from = watch->seen_;
  events.filter.stream_prefix = request.plan();
  // What is not of the plan wakes nobody.
  events.checkpoint_every = UINT64_MAX;
  watch->events_ = ledger.log().Subscribe(events);
  return watch;
}

TableWatch::~TableWatch() { feed_->days().Forget(this); }

absl::Status TableWatch::GoOnFrom(const std::string& text) {
  ASSIGN_OR_RETURN(const WatchCursor cursor, DecodeCursor(text));
  if (cursor.ledger_id != ledger_id_) {
    return absl::InvalidArgumentError(
        absl::StrCat("cursor: it is of the ledger ", cursor.ledger_id,
                     ", and this is ", ledger_id_));
  }
  if (cursor.table != name_) {
    return absl::InvalidArgumentError(absl::StrCat(
        "cursor: it is of the table of ", cursor.table.plan, " in `",
        cursor.table.language, "`, ", v1::TableStyle_Name(cursor.table.style),
        ", and asked for is that of ", name_.plan, " in `", name_.language,
        "`, ", v1::TableStyle_Name(name_.style),
        "; a cursor goes on with its own table"));
  }
  // Another program would make another table of what was known then; a ledger
  // that was restored from an older copy knows something else.
  if (cursor.renderer_version != table::kRendererVersion ||
      cursor.fold_version != plan::kFoldVersion ||
      cursor.point.known_count > seen_) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const uint32_t witness,
                   WitnessAt(feed_->ledger().log(), cursor.point.known_count));
  if (cursor.witness != witness) return absl::OkStatus();
  ASSIGN_OR_RETURN(at_, feed_->cache().At(name_, cursor.point));
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> TableWatch::CountSeen() {
  for (int i = 0; i < kEventsAtATime; ++i) {
    ASSIGN_OR_RETURN(const auto item, events_->TryNext());
    if (!item.has_value()) break;
    // The prefix lets `clear-sky/2022-b` pass beside `clear-sky/2022`.
    if (item->kind == log::Subscription::Item::Kind::kEvent &&
        item->event.stream == name_.plan) {
      seen_ = item->event.position + 1;
    }
  }
  return seen_;
}

absl::StatusOr<std::string> TableWatch::CursorAt(
    const ledger::Point& point) const {
  WatchCursor cursor;
  cursor.ledger_id = ledger_id_;
  cursor.table = name_;
  cursor.point = point;
  ASSIGN_OR_RETURN(cursor.witness,
                   WitnessAt(feed_->ledger().log(), point.known_count));
  cursor.renderer_version = table::kRendererVersion;
  cursor.fold_version = plan::kFoldVersion;
  return EncodeCursor(cursor);
}

absl::StatusOr<std::optional<v1::WatchTableResponse>> TableWatch::Next() {
  ledger::Point point;
  ASSIGN_OR_RETURN(point.known_count, CountSeen());
  // Read after the events: the day of a simulated ledger is theirs.
  point.as_of = feed_->ledger().Today();
  if (at_.table != nullptr && point.as_of == at_.point.as_of &&
      point.known_count == at_.point.known_count) {
    return std::nullopt;
  }
  ASSIGN_OR_RETURN(TableAt now, feed_->cache().At(name_, point));
  if (at_.table != nullptr && now.stream_count == at_.stream_count &&
      now.point.as_of == at_.point.as_of) {
    at_ = std::move(now);
    return std::nullopt;
  }
  ASSIGN_OR_RETURN(v1::WatchTableResponse answer, Tell(std::move(now)));
  return answer;
}

absl::StatusOr<v1::WatchTableResponse> TableWatch::Tell(TableAt now) {
  v1::WatchTableResponse answer;
  ASSIGN_OR_RETURN(*answer.mutable_cursor(), CursorAt(now.point));
  answer.set_row_count(static_cast<uint32_t>(now.table->rows.size()));
  *answer.mutable_basis() = now.table->basis;
  answer.mutable_basis()->set_known_count(now.point.known_count);
  answer.mutable_basis()->set_stream_count(now.stream_count);
  if (at_.table == nullptr) {
    answer.set_reset(true);
    answer.set_cause(v1::TABLE_CHANGE_CAUSE_INITIAL);
    for (const std::string& head : now.table->heads) answer.add_heads(head);
    for (v1::TableRowChange& change : RowChanges({}, now.table->rows)) {
      *answer.add_changes() = std::move(change);
    }
  } else {
    const bool has_events = now.stream_count != at_.stream_count;
    const bool is_new_day = now.point.as_of != at_.point.as_of;
    answer.set_cause(!is_new_day  ? v1::TABLE_CHANGE_CAUSE_EVENTS
                     : has_events ? v1::TABLE_CHANGE_CAUSE_EVENTS_AND_NEW_DAY
                                  : v1::TABLE_CHANGE_CAUSE_NEW_DAY);
    ASSIGN_OR_RETURN(const auto changes,
                     feed_->cache().Between(name_, at_, now));
    for (const v1::TableRowChange& change : *changes) {
      *answer.add_changes() = change;
    }
  }
  at_ = std::move(now);
  return answer;
}

void TableWatch::NotifyWhenReady(const std::function<void()>& ready) {
  feed_->days().NotifyWhenNot(this, at_.point.as_of, ready);
  events_->NotifyWhenReady(ready);
}

}  // namespace clearsky::feed
