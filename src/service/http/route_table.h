#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "httplib.h"
#include "service/http/event_source.h"
#include "service/http/router.h"
#include "service/metrics.h"

namespace clearsky::service {

// A request that was matched with a route: its parts, decoded and known to be
// UTF-8 without control characters.
class Call {
 public:
  using Parts = std::vector<std::pair<std::string, std::string>>;

  // The request must outlive this.
  Call(const httplib::Request* request, Parts variables, Parts parameters)
      : request_(request),
        variables_(std::move(variables)),
        parameters_(std::move(parameters)) {}

  // What stands for a variable of the route's pattern.
  const std::string& Variable(absl::string_view name) const;
  // The value of a parameter of the query; empty when it was left out.
  const std::string& Parameter(absl::string_view name) const;
  // The value of a header, empty when there is none; the values of one that was
  // sent more than once are joined by commas.
  std::string Header(const std::string& name) const;

  const std::string& method() const { return request_->method; }
  // Path and query as they were sent.
  const std::string& target() const { return request_->target; }
  const std::string& body() const { return request_->body; }

 private:
  const httplib::Request* const request_;
  const Parts variables_;
  const Parts parameters_;
};

// What a route answers.
struct Reply {
  int status = 200;
  std::string content_type;
  // Shared with who keeps it; nullptr: none.
  std::shared_ptr<const std::string> body;
  std::vector<std::pair<std::string, std::string>> headers;
  // Set: the answer is a stream of events, and the rest is of no meaning.
  std::unique_ptr<EventSource> events;
};

// A reply with a body of its own.
Reply ReplyWith(absl::string_view content_type, std::string body);

struct Route {
  // `GET`, which answers HEAD, too, or `POST`.
  std::string method;
  // `/v1/plans/{plan}/table`. `{plan}` stands for one or more segments, any
  // other variable for one.
  std::string pattern;
  // Names of the parameters of its query. Others are refused.
  std::vector<std::string> parameters;
  // Runs on any thread, many at once.
  std::function<absl::StatusOr<Reply>(const Call&)> handler;
};

// The routes, in the order in which they are tried: what is more specific
// first. Names of plans have slashes: of `/v1/plans/a/b/table` the plan is
// `a/b`. A segment with `%2F` in it is a whole name, so that
// `/v1/plans/a%2Ftable` is the plan `a/table`. Safe for concurrent use when
// nothing is added any more.
class RouteTable {
 public:
  void Add(Route route);
  std::vector<Route> routes() const;
  // Counts what the routes answer there from now on, each by its method and
  // pattern. `metrics` must outlive the table.
  void CountAt(ServiceMetrics* metrics);

  // Answers `request`: by its route, or with what is wrong; errors are
  // problems, RFC 9457. REQUIRES: of a POST, its body was read.
  void Answer(const httplib::Request& request,
              httplib::Response* response) const;
  // Whether a body is wanted before Answer.
  bool WantsBody(const httplib::Request& request) const;

 private:
  struct Entry {
    Route route;
    // Of the pattern.
    std::vector<std::string> segments;
  };
  struct Match {
    // nullptr: none.
    const Entry* entry = nullptr;
    // As they were sent.
    Call::Parts variables;
    // Methods of the routes of this path.
    std::vector<std::string> methods;
  };

  Match Find(const httplib::Request& request) const;
  absl::StatusOr<Reply> Run(const httplib::Request& request, Match match) const;
  absl::Status UnknownPath(absl::string_view path) const;

  std::vector<Entry> entries_;
  // nullptr: nobody counts.
  ServiceMetrics* metrics_ = nullptr;
};

// Has `router` answer everything by `table`.
void Serve(std::shared_ptr<const RouteTable> table, Router* router);

}  // namespace clearsky::service
