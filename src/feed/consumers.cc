#include "feed/consumers.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "feed/filter.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/protobuf/util/time_util.h"
#include "log/crc32c.h"

namespace clearsky::feed {
namespace {

constexpr size_t kMaxNameBytes = 128;
constexpr size_t kMaxReasonBytes = 1024;
constexpr size_t kMaxPageSize = 1000;
// A page of events takes no more once it is of this size, so that it fits one
// gRPC message of 4 MiB with one more of the largest.
constexpr size_t kMaxPageBytes = size_t{2} << 20;

bool IsNameCharacter(char c, bool is_first) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         (!is_first && (c == '.' || c == '-'));
}

absl::Status CheckName(const std::string& name) {
  bool is_good = !name.empty() && name.size() <= kMaxNameBytes;
  for (size_t i = 0; is_good && i < name.size(); ++i) {
    is_good = IsNameCharacter(name[i], i == 0);
  }
  if (is_good) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "name: `", name.substr(0, kMaxNameBytes),
      "` names no consumer; a name has 1 to ", kMaxNameBytes,
      " characters of [a-z0-9.-] and begins with a letter or digit, for "
      "example `mail-digest`"));
}

absl::Status UnknownConsumer(const std::string& name) {
  return absl::NotFoundError(absl::StrCat("there is no consumer `",
                                          name.substr(0, kMaxNameBytes),
                                          "`; make it first"));
}

absl::Status SessionEnded(const std::string& name) {
  return WithDetail(
      absl::AbortedError(absl::StrCat(
          "the session of consumer `", name,
          "` has ended: another one has begun, or the server was started "
          "again; consume again, and go on from what is delivered then")),
      {"SESSION_ENDED", {{"consumer", name}}});
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(time));
}

size_t PageSize(uint32_t requested) {
  if (requested == 0) return kMaxPageSize;
  return std::min<size_t>(requested, kMaxPageSize);
}

void Call(const std::function<void()>& changed) {
  if (changed != nullptr) changed();
}

}  // namespace

absl::Status Consumers::Open() {
  if (store_ != nullptr) return absl::OkStatus();
  if (ledger_->read_only()) {
    return absl::FailedPreconditionError(
        "the ledger is open for reading only, and keeps no places of "
        "consumers; subscribe from a position instead");
  }
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse about,
                   ledger_->GetLedger(v1::GetLedgerRequest()));
  ASSIGN_OR_RETURN(
      std::unique_ptr<ConsumerStore> store,
      ConsumerStore::Open(ConsumersPath(ledger_->path()), about.ledger_id()));
  ASSIGN_OR_RETURN(std::vector<KeptConsumer> kept, store->Load());
  for (KeptConsumer& consumer : kept) {
    std::string name = consumer.consumer.name();
    entries_[std::move(name)].kept = std::move(consumer);
  }
  store_ = std::move(store);
  return absl::OkStatus();
}

absl::StatusOr<Consumers::Entry*> Consumers::Find(const std::string& name) {
  RETURN_IF_ERROR(Open());
  const auto found = entries_.find(name);
  if (found != entries_.end()) return &found->second;
  RETURN_IF_ERROR(CheckName(name));
  return UnknownConsumer(name);
}

absl::StatusOr<Consumers::Entry*> Consumers::FindSession(
    const std::string& name, const std::string& token) {
  ASSIGN_OR_RETURN(Entry* const entry, Find(name));
  if (token.empty()) {
    return absl::InvalidArgumentError(
        "session is empty; give that of the answers to Consume");
  }
  if (entry->token != token) return SessionEnded(name);
  return entry;
}

v1::Consumer Consumers::Told(const Entry& entry) const {
  v1::Consumer consumer = entry.kept.consumer;
  consumer.set_connected(!entry.token.empty());
  const uint64_t size = ledger_->log().size();
  consumer.set_lag(size - std::min(size, consumer.next_position()));
  return consumer;
}

absl::StatusOr<uint32_t> Consumers::WitnessAt(uint64_t position) const {
  if (position == 0) return 0;
  ASSIGN_OR_RETURN(const log::RecordedEvent event,
                   ledger_->log().ReadAt(position - 1));
  return log::Crc32c(event.stored);
}

absl::Status Consumers::CheckPlace(const KeptConsumer& kept) const {
  const std::string& name = kept.consumer.name();
  const uint64_t place = kept.consumer.next_position();
  const uint64_t size = ledger_->log().size();
  const auto refused = [&name](const std::string& why) {
    return WithDetail(
        absl::FailedPreconditionError(absl::StrCat(
            "consumer `", name, "` ", why,
            ": the ledger goes on from an older copy of itself; see what the "
            "consumer took in that is not recorded any more, then delete it "
            "and make it anew from the position where they part")),
        {"PLACE_LOST", {{"consumer", name}}});
  };
  if (place > size) {
    return refused(absl::StrCat("is at position ", place,
                                ", and the ledger has ", size, " events"));
  }
  ASSIGN_OR_RETURN(const uint32_t witness, WitnessAt(place));
  if (witness == kept.witness) return absl::OkStatus();
  return refused(absl::StrCat("is at position ", place,
                              ", and the event before it is another than the "
                              "one that was acknowledged"));
}

absl::StatusOr<v1::CreateConsumerResponse> Consumers::Create(
    const v1::CreateConsumerRequest& request) {
  RETURN_IF_ERROR(CheckName(request.name()));
  ASSIGN_OR_RETURN(v1::FeedFilter filter, NormalisedFilter(request.filter()));
  MutexLock lock(&mu_);
  RETURN_IF_ERROR(Open());
  v1::CreateConsumerResponse response;
  const auto found = entries_.find(request.name());
  if (found != entries_.end()) {
    if (!google::protobuf::util::MessageDifferencer::Equals(
            found->second.kept.consumer.filter(), filter)) {
      return absl::AlreadyExistsError(absl::StrCat(
          "there is a consumer `", request.name(), "` with another filter: ",
          found->second.kept.consumer.filter().ShortDebugString(),
          "; take another name, or delete it first"));
    }
    response.set_existed(true);
    *response.mutable_consumer() = Told(found->second);
    return response;
  }
  if (entries_.size() >= kMaxConsumers) {
    return absl::ResourceExhaustedError(
        absl::StrCat("there are ", kMaxConsumers,
                     " consumers, as many as there may be; delete some"));
  }
  const uint64_t size = ledger_->log().size();
  const uint64_t from = request.from_end() ? size : request.from_position();
  if (from > size) {
    return absl::OutOfRangeError(absl::StrCat(
        "from_position ", from, " is past the end: the ledger has ", size,
        " events; the last to begin at is ", size));
  }
  Entry entry;
  v1::Consumer& consumer = entry.kept.consumer;
  consumer.set_name(request.name());
  *consumer.mutable_filter() = std::move(filter);
  consumer.set_next_position(from);
  *consumer.mutable_create_time() = TimestampOf(clock_->Now());
  ASSIGN_OR_RETURN(entry.kept.witness, WitnessAt(from));
  RETURN_IF_ERROR(store_->Put(entry.kept, Durability::kSynced));
  *response.mutable_consumer() = Told(entry);
  entries_[request.name()] = std::move(entry);
  return response;
}

absl::StatusOr<v1::GetConsumerResponse> Consumers::Get(
    const v1::GetConsumerRequest& request) {
  MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(const Entry* const entry, Find(request.name()));
  v1::GetConsumerResponse response;
  *response.mutable_consumer() = Told(*entry);
  return response;
}

absl::StatusOr<v1::ListConsumersResponse> Consumers::List(
    const v1::ListConsumersRequest& request) {
  MutexLock lock(&mu_);
  RETURN_IF_ERROR(Open());
  v1::ListConsumersResponse response;
  const size_t page_size = PageSize(request.page_size());
  for (auto it = entries_.upper_bound(request.page_token());
       it != entries_.end(); ++it) {
    if (static_cast<size_t>(response.consumers_size()) == page_size) {
      response.set_next_page_token(response.consumers().rbegin()->name());
      break;
    }
    *response.add_consumers() = Told(it->second);
  }
  return response;
}

absl::StatusOr<v1::DeleteConsumerResponse> Consumers::Delete(
    const v1::DeleteConsumerRequest& request) {
  std::function<void()> changed;
  {
    MutexLock lock(&mu_);
    ASSIGN_OR_RETURN(Entry* const entry, Find(request.name()));
    RETURN_IF_ERROR(store_->Delete(request.name()));
    changed = std::move(entry->changed);
    entries_.erase(request.name());
  }
  Call(changed);
  return v1::DeleteConsumerResponse();
}

absl::StatusOr<Consumers::Session> Consumers::StartSession(
    const std::string& name, std::function<void()> changed) {
  Session session;
  std::function<void()> before;
  {
    MutexLock lock(&mu_);
    ASSIGN_OR_RETURN(Entry* const entry, Find(name));
    RETURN_IF_ERROR(CheckPlace(entry->kept));
    session.token = MakeUuidV4().ToString();
    session.filter = LogFilterOf(entry->kept.consumer.filter());
    session.next_position = entry->kept.consumer.next_position();
    before = std::exchange(entry->changed, std::move(changed));
    entry->token = session.token;
    entry->delivered = session.next_position;
  }
  Call(before);
  return session;
}

absl::Status Consumers::Deliver(const std::string& name,
                                const std::string& token,
                                uint64_t next_position) {
  MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(Entry* const entry, FindSession(name, token));
  entry->delivered = std::max(entry->delivered, next_position);
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> Consumers::PlaceOf(const std::string& name,
                                            const std::string& token) {
  MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(const Entry* const entry, FindSession(name, token));
  return entry->kept.consumer.next_position();
}

void Consumers::EndSession(const std::string& name, const std::string& token) {
  MutexLock lock(&mu_);
  const auto found = entries_.find(name);
  if (found == entries_.end() || found->second.token != token) return;
  found->second.token.clear();
  found->second.changed = nullptr;
}

absl::StatusOr<v1::AcknowledgeResponse> Consumers::Acknowledge(
    const v1::AcknowledgeRequest& request) {
  v1::AcknowledgeResponse response;
  std::function<void()> changed;
  {
    MutexLock lock(&mu_);
    ASSIGN_OR_RETURN(Entry* const entry,
                     FindSession(request.name(), request.session()));
    if (request.next_position() > entry->delivered) {
      return absl::OutOfRangeError(
          absl::StrCat("next_position ", request.next_position(),
                       " is past what this session delivered: all before ",
                       entry->delivered));
    }
    if (request.next_position() > entry->kept.consumer.next_position()) {
      KeptConsumer kept = entry->kept;
      kept.consumer.set_next_position(request.next_position());
      *kept.consumer.mutable_acknowledge_time() = TimestampOf(clock_->Now());
      ASSIGN_OR_RETURN(kept.witness, WitnessAt(request.next_position()));
      // Lost with the power, it comes once more.
      RETURN_IF_ERROR(store_->Put(kept, Durability::kOfProcess));
      entry->kept = std::move(kept);
      changed = entry->changed;
    }
    response.set_next_position(entry->kept.consumer.next_position());
  }
  Call(changed);
  return response;
}

absl::StatusOr<v1::SetAsideResponse> Consumers::SetAside(
    const v1::SetAsideRequest& request) {
  if (request.reason().size() > kMaxReasonBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("reason has ", request.reason().size(), " bytes; at most ",
                     kMaxReasonBytes, " are kept"));
  }
  v1::SetAsideResponse response;
  std::function<void()> changed;
  {
    MutexLock lock(&mu_);
    ASSIGN_OR_RETURN(Entry* const entry,
                     FindSession(request.name(), request.session()));
    const uint64_t position = request.position();
    const uint64_t place = entry->kept.consumer.next_position();
    response.set_next_position(place);
    if (position < place) {
      ASSIGN_OR_RETURN(const std::optional<v1::EventSetAside> before,
                       store_->FindSetAside(request.name(), position));
      if (before.has_value()) return response;
      return absl::FailedPreconditionError(absl::StrCat(
          "position ", position, " was acknowledged already, all before ",
          place, " was; set aside before you acknowledge"));
    }
    if (position >= entry->delivered) {
      return absl::OutOfRangeError(
          absl::StrCat("position ", position,
                       " was not delivered in this session: all before ",
                       entry->delivered, " was"));
    }
    ASSIGN_OR_RETURN(const log::RecordedEvent event,
                     ledger_->log().ReadAt(position));
    if (!LogFilterOf(entry->kept.consumer.filter())
             .Matches(event.stream, event.type)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "position ", position, " is ", event.type, " in ", event.stream,
          ", which consumer `", request.name(), "` does not want"));
    }
    if (entry->kept.consumer.set_aside_count() >= kMaxSetAside) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "consumer `", request.name(), "` has set aside ", kMaxSetAside,
          " events, as many as there may be; resolve some"));
    }
    KeptConsumer kept = entry->kept;
    const google::protobuf::Timestamp now = TimestampOf(clock_->Now());
    kept.consumer.set_next_position(position + 1);
    kept.consumer.set_set_aside_count(kept.consumer.set_aside_count() + 1);
    *kept.consumer.mutable_acknowledge_time() = now;
    kept.witness = log::Crc32c(event.stored);
    v1::EventSetAside set_aside;
    set_aside.set_position(position);
    set_aside.set_reason(request.reason());
    *set_aside.mutable_set_aside_time() = now;
    RETURN_IF_ERROR(store_->PutSetAside(kept, set_aside));
    entry->kept = std::move(kept);
    response.set_next_position(position + 1);
    changed = entry->changed;
  }
  Call(changed);
  return response;
}

absl::StatusOr<v1::ListSetAsideResponse> Consumers::ListSetAside(
    const v1::ListSetAsideRequest& request) {
  uint64_t from = 0;
  if (!request.page_token().empty() &&
      !absl::SimpleAtoi(request.page_token(), &from)) {
    return absl::InvalidArgumentError(
        "page_token: it is not one of an earlier answer");
  }
  v1::ListSetAsideResponse response;
  const size_t page_size = PageSize(request.page_size());
  std::vector<v1::EventSetAside> events;
  {
    MutexLock lock(&mu_);
    RETURN_IF_ERROR(Find(request.name()).status());
    ASSIGN_OR_RETURN(events,
                     store_->ListSetAside(request.name(), from, page_size + 1));
  }
  size_t bytes = 0;
  for (v1::EventSetAside& event : events) {
    if (static_cast<size_t>(response.events_size()) == page_size ||
        bytes >= kMaxPageBytes) {
      response.set_next_page_token(absl::StrCat(event.position()));
      break;
    }
    ASSIGN_OR_RETURN(const log::RecordedEvent recorded,
                     ledger_->log().ReadAt(event.position()));
    if (!event.mutable_event()->ParseFromString(recorded.stored)) {
      return absl::DataLossError(absl::StrCat("position ", event.position(),
                                              ": the stored event is damaged"));
    }
    bytes += recorded.stored.size();
    *response.add_events() = std::move(event);
  }
  return response;
}

absl::StatusOr<v1::ResolveSetAsideResponse> Consumers::ResolveSetAside(
    const v1::ResolveSetAsideRequest& request) {
  MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(Entry* const entry, Find(request.name()));
  ASSIGN_OR_RETURN(const std::optional<v1::EventSetAside> event,
                   store_->FindSetAside(request.name(), request.position()));
  if (!event.has_value()) {
    return absl::NotFoundError(absl::StrCat("consumer `", request.name(),
                                            "` has not set aside ", "position ",
                                            request.position()));
  }
  KeptConsumer kept = entry->kept;
  kept.consumer.set_set_aside_count(kept.consumer.set_aside_count() - 1);
  RETURN_IF_ERROR(store_->DeleteSetAside(kept, request.position()));
  entry->kept = std::move(kept);
  return v1::ResolveSetAsideResponse();
}

std::vector<v1::Consumer> Consumers::Look(size_t limit) {
  std::vector<v1::Consumer> consumers;
  MutexLock lock(&mu_);
  std::error_code error;
  if (store_ == nullptr &&
      (ledger_->read_only() ||
       !std::filesystem::exists(ConsumersPath(ledger_->path()), error) ||
       !Open().ok())) {
    return consumers;
  }
  for (const auto& [name, entry] : entries_) {
    if (consumers.size() == limit) break;
    consumers.push_back(Told(entry));
  }
  return consumers;
}

size_t Consumers::sessions() const {
  MutexLock lock(&mu_);
  size_t count = 0;
  for (const auto& [name, entry] : entries_) {
    if (!entry.token.empty()) ++count;
  }
  return count;
}

}  // namespace clearsky::feed
