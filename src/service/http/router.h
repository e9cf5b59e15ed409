#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "httplib.h"
#include "service/http/event_source.h"

namespace clearsky::service {

// What became of one request.
struct Exchange {
  // The answer's bytes, head and body.
  std::string answer;
  // Set when the handler made the connection a stream of events; then `answer`
  // is of no meaning.
  std::unique_ptr<EventSource> events;
  // The connection is to be closed behind the answer.
  bool close = false;
  // A header that a route set would have ended a line of the head before its
  // time; the answer tells an error instead.
  bool split_header = false;
};

// The routes, in cpp-httplib's terms, without its sockets: a request is given
// whole, in memory, and the answer comes back as bytes. cpp-httplib holds a
// thread for each connection; here a thread is held only while a request that
// has arrived is answered. Routes are added before the first request; then it
// is safe for concurrent use. An error without a body is told as a problem.
class Router final : public httplib::Server {
 public:
  Router();

  // Answers `request`: one request, head and body, well framed.
  Exchange Answer(absl::string_view request, const std::string& remote_address,
                  int remote_port);

  // Called by a handler: the answer is a stream of events.
  static void StreamEvents(std::unique_ptr<EventSource> events);

  // As cpp-httplib's; what it set is checked behind it.
  Router& set_post_routing_handler(Handler handler);

 private:
  void Finish(const httplib::Request& request, httplib::Response& response);

  Handler after_routing_;
};

}  // namespace clearsky::service
