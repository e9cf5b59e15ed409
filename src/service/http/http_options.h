#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/http/http_framing.h"
#include "service/http/refusal.h"
#include "service/work_pool.h"

namespace clearsky::service {

// How long the HTTP server waits for a client, and a client for the server.
struct HttpDeadlines {
  // For a request on a connection that has none.
  absl::Duration idle = absl::Seconds(60);
  // For the whole head, from its first byte.
  absl::Duration head = absl::Seconds(10);
  // For the whole body, from the end of the head.
  absl::Duration body = absl::Seconds(30);
  // For the answer, from the end of the request; then the client is told, and
  // what is still done is dropped.
  absl::Duration answer = absl::Seconds(60);
  // For the client to take any more of an answer or of events.
  absl::Duration send_stall = absl::Seconds(30);
  // For the client to take the whole answer.
  absl::Duration send = absl::Minutes(5);
  // For the client to close a connection behind a refusal; earlier, it could
  // lose the refusal, as the system drops it when unread bytes arrive.
  absl::Duration linger = absl::Seconds(2);
  // Event streams that have nothing to say send a comment this often.
  absl::Duration heartbeat = absl::Seconds(15);
};

struct HttpOptions {
  // Loopback only (loopback.h); port 0 takes any that is free.
  std::string address = "127.0.0.1:0";
  // Event streams not counted. When there are as many, the one that has waited
  // longest for its client makes room.
  size_t max_connections = 1024;
  size_t max_event_streams = 1024;
  FramingLimits framing;
  // Of requests and answers over all connections.
  size_t max_buffered_bytes = 256 << 20;
  // An event source is asked for more while less than this waits to be sent.
  size_t event_stream_bytes = 64 << 10;
  HttpDeadlines deadlines;
  // The threads that answer requests.
  WorkPool::Options workers = {.max_threads = 64, .max_waiting = 1024};
  // Those that pull events.
  WorkPool::Options pullers = {.max_threads = 8, .max_waiting = 4096};
  // Told of each request that a route answered, with the time from its last
  // byte, on the dispatcher's thread; must not block. May be empty.
  std::function<void(const std::string& method, int status,
                     absl::Duration taken)>
      answered;
};

// What the HTTP server did so far, and what it holds now.
struct HttpFigures {
  // Now.
  size_t connections = 0;
  size_t event_streams = 0;
  size_t buffered_bytes = 0;
  // Requests that wait for a thread.
  size_t waiting = 0;
  // So far.
  uint64_t accepted = 0;
  // Answers by the first digit of their status, refusals included.
  std::array<uint64_t, 6> answers = {};
  ByRefusal<uint64_t> refused = {};

  uint64_t refused_for(RefusalKind kind) const {
    return refused[static_cast<size_t>(kind)];
  }
};

}  // namespace clearsky::service
