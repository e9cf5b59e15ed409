#include "service/http/dispatcher.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace clearsky::service {
namespace {

// What epoll tells beside a connection's id.
constexpr uint64_t kListener = 0;
constexpr uint64_t kMailbox = 1;
constexpr uint64_t kFirstConnection = 2;

constexpr size_t kScratchBytes = 64 << 10;
constexpr int kEventsATurn = 256;
constexpr int kAcceptsATurn = 64;
// The system holds no more than this of what a client has not taken.
constexpr int kUnsentBytes = 128 << 10;
constexpr absl::Duration kAcceptPause = absl::Milliseconds(100);

absl::Duration MonotonicNow() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return absl::DurationFromTimespec(now);
}

void SetOption(int fd, int level, int option, int value) {
  setsockopt(fd, level, option, &value, sizeof(value));
}

// The other end of `fd`; empty when it is gone already.
std::pair<std::string, int> RemoteOf(int fd) {
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  char ip[NI_MAXHOST];
  char port[NI_MAXSERV];
  if (getpeername(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      getnameinfo(reinterpret_cast<sockaddr*>(&address), size, ip, sizeof(ip),
                  port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return {"", 0};
  }
  return {ip, std::atoi(port)};
}

bool AddToEpoll(int epoll, int fd, uint64_t id, uint32_t events) {
  epoll_event event = {};
  event.events = events;
  event.data.u64 = id;
  return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

bool WaitsForClient(Connection::Phase phase) {
  return phase == Connection::Phase::kIdle ||
         phase == Connection::Phase::kHead ||
         phase == Connection::Phase::kBody ||
         phase == Connection::Phase::kLingering;
}

}  // namespace

Dispatcher::Dispatcher(const HttpOptions& options, int listener, Router* router,
                       WorkPool* workers, WorkPool* pullers,
                       std::shared_ptr<Mailbox> mailbox)
    : options_(options),
      listener_(listener),
      router_(router),
      workers_(workers),
      pullers_(pullers),
      mailbox_(std::move(mailbox)),
      scratch_(kScratchBytes),
      next_id_(kFirstConnection),
      now_(MonotonicNow()) {}

Dispatcher::~Dispatcher() {
  connections_.clear();
  if (listener_ >= 0) close(listener_);
  if (epoll_ >= 0) close(epoll_);
}

absl::Status Dispatcher::Prepare() {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ < 0 || !AddToEpoll(epoll_, listener_, kListener, EPOLLIN) ||
      !AddToEpoll(epoll_, mailbox_->fd(), kMailbox, EPOLLIN)) {
    return absl::UnavailableError(absl::StrCat("no epoll: ", strerror(errno)));
  }
  return absl::OkStatus();
}

void Dispatcher::Run() {
  std::array<epoll_event, kEventsATurn> events;
  while (!is_draining_ || !connections_.empty()) {
    absl::Duration next = std::min(accept_again_, drain_by_);
    if (!deadlines_.empty()) next = std::min(next, deadlines_.begin()->first);
    now_ = MonotonicNow();
    // Up to the next millisecond, so that it does not spin before the deadline.
    const int wait_ms = next == absl::InfiniteDuration()
                            ? -1
                            : static_cast<int>(std::clamp<int64_t>(
                                  absl::ToInt64Milliseconds(
                                      next - now_ + absl::Microseconds(999)),
                                  0, 60'000));
    const int count = epoll_wait(epoll_, events.data(), kEventsATurn, wait_ms);
    now_ = MonotonicNow();
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<size_t>(i)];
      if (event.data.u64 == kListener) {
        Accept();
      } else if (event.data.u64 == kMailbox) {
        for (Mail& mail : mailbox_->Take()) Take(std::move(mail));
      } else if (const auto found = connections_.find(event.data.u64);
                 found != connections_.end()) {
        OnReady(found->second.get(), event.events);
      }
    }
    ExpireDeadlines();
    while (now_ >= drain_by_ && !connections_.empty()) {
      Close(connections_.begin()->second.get());
    }
  }
}

void Dispatcher::Take(Mail mail) {
  if (mail.kind == Mail::Kind::kDrain) {
    Drain(mail.within);
    return;
  }
  const auto found = connections_.find(mail.connection);
  if (found == connections_.end()) return;
  Connection* const connection = found->second.get();
  switch (mail.kind) {
    case Mail::Kind::kAnswered:
      if (connection->phase == Phase::kAnswer) {
        Answer(connection, std::move(mail.exchange));
      }
      break;
    case Mail::Kind::kPulled:
      TakePulled(connection, std::move(mail));
      break;
    case Mail::Kind::kReady:
      if (connection->phase != Phase::kEvents) break;
      if (connection->is_pulled) {
        connection->was_ready = true;
      } else {
        connection->is_ready = true;
        Pull(connection);
      }
      break;
    case Mail::Kind::kDrain:
      break;
  }
}

void Dispatcher::OnReady(Connection* connection, uint32_t ready) {
  if ((ready & (EPOLLERR | EPOLLHUP)) != 0 &&
      connection->phase != Phase::kSending) {
    Close(connection);
    return;
  }
  if ((ready & EPOLLRDHUP) != 0) {
    connection->client_ended = true;
    // Who follows events and says that it sends nothing more has gone; who
    // asked may still wait for the answer.
    if (connection->phase == Phase::kEvents) {
      Close(connection);
      return;
    }
  }
  if ((ready & EPOLLIN) != 0 && WaitsForClient(connection->phase)) {
    const uint64_t id = connection->id;
    Receive(connection);
    if (!connections_.contains(id)) return;
  }
  if ((ready & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0 &&
      !connection->unsent().empty()) {
    Flush(connection);
    return;
  }
  Watch(connection);
}

void Dispatcher::Accept() {
  for (int i = 0; i < kAcceptsATurn; ++i) {
    const int fd =
        accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      Admit(fd);
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
               errno == ENOMEM) {
      // The system keeps what comes until there is room again.
      Count(RefusalKind::kConnections);
      epoll_ctl(epoll_, EPOLL_CTL_DEL, listener_, nullptr);
      accept_again_ = now_ + kAcceptPause;
      return;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return;
    }
  }
}

void Dispatcher::Admit(int fd) {
  ++counters_.accepted;
  SetOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  SetOption(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, kUnsentBytes);
  SetOption(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  auto [ip, port] = RemoteOf(fd);
  const uint64_t id = next_id_++;
  auto owner = std::make_unique<Connection>(id, fd, std::move(ip), port);
  Connection* const connection = owner.get();
  if (counters_.connections >= options_.max_connections && !MakeRoom()) {
    Count(RefusalKind::kConnections);
    CountAnswer(503);
    connection->out = RefusalAnswer(
        {RefusalKind::kConnections, 503,
         absl::StrCat("there are ", options_.max_connections,
                      " connections, and no more are taken now")});
    connection->Send();
    return;
  }
  if (!AddToEpoll(epoll_, fd, id, 0)) return;
  connections_.emplace(id, std::move(owner));
  connection->is_counted = true;
  ++counters_.connections;
  Enter(connection, Phase::kIdle, now_ + options_.deadlines.idle);
  Watch(connection);
}

bool Dispatcher::MakeRoom() {
  if (waiting_.empty()) return false;
  Count(RefusalKind::kConnections);
  Close(connections_.at(waiting_.begin()->second).get());
  return true;
}

void Dispatcher::Enter(Connection* connection, Phase phase,
                       absl::Duration deadline) {
  waiting_.erase({connection->since, connection->id});
  // The body is of the request that began with the head.
  if (phase != Phase::kBody) connection->since = now_;
  connection->phase = phase;
  if (WaitsForClient(phase)) {
    waiting_.emplace(connection->since, connection->id);
  }
  SetDeadline(connection, deadline);
}

void Dispatcher::SetDeadline(Connection* connection, absl::Duration deadline) {
  deadlines_.erase({connection->deadline, connection->id});
  connection->deadline = deadline;
  deadlines_.emplace(deadline, connection->id);
}

void Dispatcher::Watch(Connection* connection) {
  uint32_t events = 0;
  switch (connection->phase) {
    case Phase::kIdle:
    case Phase::kHead:
    case Phase::kBody:
    case Phase::kLingering:
      events = EPOLLIN;
      break;
    case Phase::kAnswer:
    case Phase::kEvents:
      if (!connection->client_ended) events = EPOLLRDHUP;
      break;
    case Phase::kSending:
      break;
  }
  if (!connection->unsent().empty()) events |= EPOLLOUT;
  if (events == connection->watched) return;
  connection->watched = events;
  epoll_event event = {};
  event.events = events;
  event.data.u64 = connection->id;
  epoll_ctl(epoll_, EPOLL_CTL_MOD, connection->fd, &event);
}

void Dispatcher::Charge(Connection* connection) {
  const size_t bytes = connection->buffered_bytes();
  counters_.buffered_bytes += bytes - connection->charged;
  connection->charged = bytes;
}

void Dispatcher::Close(Connection* connection) {
  const uint64_t id = connection->id;
  deadlines_.erase({connection->deadline, id});
  waiting_.erase({connection->since, id});
  counters_.buffered_bytes -= connection->charged;
  if (connection->is_counted) {
    --(connection->phase == Phase::kEvents ? counters_.event_streams
                                           : counters_.connections);
  }
  connections_.erase(id);
}

void Dispatcher::ExpireDeadlines() {
  while (!deadlines_.empty() && deadlines_.begin()->first <= now_) {
    Expire(connections_.at(deadlines_.begin()->second).get());
  }
  if (now_ >= accept_again_) {
    accept_again_ = absl::InfiniteDuration();
    if (listener_ >= 0) AddToEpoll(epoll_, listener_, kListener, EPOLLIN);
  }
}

void Dispatcher::Expire(Connection* connection) {
  const HttpDeadlines& deadlines = options_.deadlines;
  switch (connection->phase) {
    case Phase::kIdle:
    case Phase::kLingering:
      Close(connection);
      return;
    case Phase::kHead:
      Refuse(connection,
             {RefusalKind::kSlowHead, 408,
              absl::StrCat("the head of the request did not arrive within ",
                           absl::FormatDuration(deadlines.head))});
      return;
    case Phase::kBody:
      Refuse(connection,
             {RefusalKind::kSlowBody, 408,
              absl::StrCat("the body of the request did not arrive within ",
                           absl::FormatDuration(deadlines.body))});
      return;
    case Phase::kAnswer:
      Refuse(connection,
             {RefusalKind::kSlowAnswer, 504,
              absl::StrCat("there was no answer within ",
                           absl::FormatDuration(deadlines.answer),
                           "; whether a change was recorded is not known: ask "
                           "again with the same Idempotency-Key")});
      return;
    case Phase::kSending:
      Count(RefusalKind::kSlowReader);
      Close(connection);
      return;
    case Phase::kEvents:
      if (!connection->unsent().empty()) {
        Count(RefusalKind::kSlowReader);
        Close(connection);
        return;
      }
      // A comment, which clients pass over; it shows both sides that the other
      // is there.
      connection->out = ":\n\n";
      SetDeadline(connection, now_ + deadlines.send_stall);
      Flush(connection);
      return;
  }
}

void Dispatcher::Count(RefusalKind kind) {
  ++counters_.refused[static_cast<size_t>(kind)];
}

void Dispatcher::CountAnswer(int status) {
  ++counters_.answers[static_cast<size_t>(std::clamp(status / 100, 0, 5))];
}

void Dispatcher::Drain(absl::Duration within) {
  drain_by_ = std::min(drain_by_, now_ + within);
  if (is_draining_) return;
  is_draining_ = true;
  close(listener_);
  listener_ = -1;
  accept_again_ = absl::InfiniteDuration();
  std::vector<Connection*> all;
  all.reserve(connections_.size());
  for (const auto& [id, connection] : connections_) {
    all.push_back(connection.get());
  }
  for (Connection* const connection : all) {
    switch (connection->phase) {
      case Phase::kIdle:
        Close(connection);
        break;
      case Phase::kHead:
      case Phase::kBody:
        // Not all of it is here, so that nothing was done of it.
        RefuseDraining(connection);
        break;
      case Phase::kEvents:
        connection->close_when_sent = true;
        if (connection->unsent().empty()) Close(connection);
        break;
      case Phase::kAnswer:
      case Phase::kSending:
      case Phase::kLingering:
        // An answer ends with its connection (Answer, OnSent).
        break;
    }
  }
}

}  // namespace clearsky::service
