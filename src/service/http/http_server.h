#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/http/dispatcher.h"
#include "service/http/http_options.h"
#include "service/http/mailbox.h"
#include "service/http/router.h"
#include "service/loopback.h"
#include "service/work_pool.h"

namespace clearsky::service {

// Serves routes over HTTP/1.1 and HTTP/1.0 on loopback. One thread carries all
// connections; a thread of a pool is held only while a request that has arrived
// is answered, or an event source is pulled. What clients can make it hold is
// bounded (HttpOptions), whatever they do. Safe for concurrent use.
class HttpServer {
 public:
  using Options = HttpOptions;

  // Has `add_routes` add the routes, and serves them. INVALID_ARGUMENT when the
  // address is not loopback, UNAVAILABLE when it is taken or the machine gives
  // no socket.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const Options& options, const std::function<void(Router*)>& add_routes);
  // Stops at once.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Where it listens, with the port that it got.
  const LoopbackAddress& address() const { return address_; }
  int port() const { return address_.port; }

  // Takes nothing new, answers the requests that have arrived, ends event
  // streams, and stops: when all is sent, or else after `within`. Then waits
  // for handlers that are at work. To be called once.
  void Drain(absl::Duration within);

  HttpFigures figures() const;

 private:
  HttpServer(const Options& options, LoopbackAddress address,
             std::shared_ptr<Mailbox> mailbox);

  const LoopbackAddress address_;
  const std::shared_ptr<Mailbox> mailbox_;
  Router router_;
  WorkPool workers_;
  WorkPool pullers_;
  std::unique_ptr<Dispatcher> dispatcher_;
  std::thread thread_;
};

}  // namespace clearsky::service
