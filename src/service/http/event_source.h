#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace clearsky::service {

// What a connection that became a stream of Server-Sent Events (WHATWG HTML,
// section 9.2) is fed from. It is a cursor and holds no queue: bytes are asked
// for when the connection can take them, so that a reader that stops costs
// nothing more. Used by one thread at a time; its destructor may run on any.
class EventSource {
 public:
  virtual ~EventSource() = default;

  // Appends what there is now to `out`: whole events, until there are no more
  // or `max_bytes` are passed. False when there will be nothing more, and the
  // connection is to be closed once `out` is sent. May read from disk.
  virtual bool Pull(size_t max_bytes, std::string* out) = 0;

  // Calls `ready` once, as soon as Pull may have something to say; here, when
  // it has already, else on any thread. To be asked again after a Pull that had
  // nothing. It must not block.
  virtual void NotifyWhenReady(std::function<void()> ready) = 0;
};

}  // namespace clearsky::service
