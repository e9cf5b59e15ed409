#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/http/event_source.h"
#include "service/http/http_framing.h"

namespace clearsky::service {

// One client's connection, and how far its request has come. It holds what
// arrived and what is to be sent; the dispatcher decides. Used by the
// dispatcher's thread alone.
class Connection {
 public:
  enum class Phase {
    kIdle,       // no request has begun
    kHead,       // a head arrives
    kBody,       // a body arrives
    kAnswer,     // a worker answers
    kSending,    // an answer is sent
    kEvents,     // events are sent as they come
    kLingering,  // all is sent and shut; what still arrives is dropped
  };

  enum class Io {
    kDone,     // some bytes went through
    kBlocked,  // not now
    kEnded,    // the client sends nothing more
    kBroken,   // the connection is gone
  };

  // Takes `socket`, a connected one that does not block; `address` and `port`
  // are the client's.
  Connection(uint64_t number, int socket, std::string address, int port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Reads what has arrived, at most `size` bytes through `scratch`, behind
  // `in`; or, when the connection lingers, drops it.
  Io Receive(char* scratch, size_t size);
  // Sends of `out` what the system takes.
  Io Send();
  // Says to the client that nothing more comes.
  void ShutDownSending();

  // What is to be sent still.
  absl::string_view unsent() const {
    return absl::string_view(out).substr(sent);
  }
  size_t buffered_bytes() const {
    return in.size() + at_worker + out.size() - sent;
  }

  const uint64_t id;
  const int fd;
  const std::string remote_address;
  const int remote_port;

  Phase phase = Phase::kIdle;
  // What epoll watches.
  uint32_t watched = 0;
  // When the phase is given up, and since when it lasts (of a request: since
  // its first byte). In the time of the dispatcher's clock.
  absl::Duration deadline = absl::InfiniteDuration();
  absl::Duration since;
  // When the answer has to be with the client, whatever progress it makes.
  absl::Duration send_by = absl::InfiniteDuration();
  // What was added to the dispatcher's figures for it.
  size_t charged = 0;
  bool is_counted = false;

  // What arrived and is not taken yet.
  std::string in;
  bool client_ended = false;
  std::optional<HeadReader> reader;
  RequestHead head;
  size_t head_bytes = 0;

  // Of kAnswer: bytes of the request, which a worker holds; set to true, it
  // need not be answered any more.
  size_t at_worker = 0;
  std::shared_ptr<std::atomic<bool>> abandoned;

  std::string out;
  size_t sent = 0;
  bool close_when_sent = false;
  // The refusal could be lost if it were closed at once.
  bool linger = false;

  // Of kEvents. Shared with the job that pulls.
  std::shared_ptr<EventSource> source;
  bool is_pulled = false;
  // The source may have something; told while it was pulled.
  bool is_ready = true;
  bool was_ready = false;
};

}  // namespace clearsky::service
