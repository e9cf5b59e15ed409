#include "service/http/route_table.h"

#include <algorithm>
#include <cstddef>
#include <exception>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "ledger/near_names.h"
#include "service/http/html_page.h"
#include "service/http/http_status.h"
#include "service/http/problem.h"
#include "service/http/url.h"

namespace clearsky::service {
namespace {

// No name of a stream is longer than 256 bytes, each of which may be sent as
// three.
constexpr size_t kMaxPathBytes = 1024;
constexpr int kNoContent = 204;
constexpr int kMethodNotAllowed = 405;

const std::string& ValueOf(const Call::Parts& parts, absl::string_view name) {
  static const auto* const none = new std::string();
  for (const auto& [key, value] : parts) {
    if (key == name) return value;
  }
  return *none;
}

// Browsers are not to guess, nor to load or run anything.
void SetSafeHeaders(httplib::Response* response) {
  response->set_header("X-Content-Type-Options", "nosniff");
  response->set_header("Content-Security-Policy", ContentSecurityPolicy());
  response->set_header("Referrer-Policy", "same-origin");
}

void SetProblem(const Problem& problem, httplib::Response* response) {
  response->status = problem.status;
  response->set_content(ProblemJson(problem), kProblemType);
  response->set_header("Cache-Control", "no-store");
}

void SetReply(Reply reply, httplib::Response* response) {
  response->status = reply.status;
  for (const auto& [name, value] : reply.headers) {
    response->set_header(name, value);
  }
  if (reply.body != nullptr) {
    response->set_content(*reply.body, reply.content_type);
  }
}

std::vector<absl::string_view> SegmentsOf(absl::string_view path) {
  return absl::StrSplit(path, '/');
}

// `GET, HEAD, OPTIONS, POST`.
std::string Allowed(std::vector<std::string> methods) {
  if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) {
    methods.emplace_back("HEAD");
  }
  methods.emplace_back("OPTIONS");
  std::sort(methods.begin(), methods.end());
  methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
  return absl::StrJoin(methods, ", ");
}

// cpp-httplib takes apart the bodies of other types, and unpacks packed ones
// without a bound: those are refused unread.
bool IsPlainJson(const httplib::Request& request) {
  const std::string type = request.get_header_value("Content-Type");
  return absl::EqualsIgnoreCase(
             absl::StripAsciiWhitespace(type.substr(0, type.find(';'))),
             "application/json") &&
         !request.has_header("Content-Encoding");
}

absl::Status CheckParameters(const Route& route, const Call::Parts& given) {
  for (size_t i = 0; i < given.size(); ++i) {
    const std::string& name = given[i].first;
    if (std::find(route.parameters.begin(), route.parameters.end(), name) ==
        route.parameters.end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "unknown parameter `", name, "`; ",
          route.parameters.empty()
              ? "there are none here"
              : absl::StrCat("there are ",
                             absl::StrJoin(route.parameters, ", "))));
    }
    for (size_t k = 0; k < i; ++k) {
      if (given[k].first == name) {
        return absl::InvalidArgumentError(absl::StrCat(
            "parameter `", name, "` is given twice; give it once"));
      }
    }
  }
  return absl::OkStatus();
}

// As metrics tell it.
std::string NameOf(const Route& route) {
  return absl::StrCat(route.method, " ", route.pattern);
}

}  // namespace

const std::string& Call::Variable(absl::string_view name) const {
  return ValueOf(variables_, name);
}

const std::string& Call::Parameter(absl::string_view name) const {
  return ValueOf(parameters_, name);
}

std::string Call::Header(const std::string& name) const {
  const auto [begin, end] = request_->headers.equal_range(name);
  return absl::StrJoin(
      begin, end, ", ",
      [](std::string* out, const auto& header) { out->append(header.second); });
}

Reply ReplyWith(absl::string_view content_type, std::string body) {
  Reply reply;
  reply.content_type = std::string(content_type);
  reply.body = std::make_shared<const std::string>(std::move(body));
  return reply;
}

void RouteTable::Add(Route route) {
  Entry entry;
  entry.segments = absl::StrSplit(route.pattern, '/');
  entry.route = std::move(route);
  entries_.push_back(std::move(entry));
}

std::vector<Route> RouteTable::routes() const {
  std::vector<Route> routes;
  for (const Entry& entry : entries_) routes.push_back(entry.route);
  return routes;
}

void RouteTable::CountAt(ServiceMetrics* metrics) {
  std::vector<std::string> methods;
  for (const Entry& entry : entries_) methods.push_back(NameOf(entry.route));
  metrics->AddMethods(CallFace::kHttp, methods);
  metrics_ = metrics;
}

RouteTable::Match RouteTable::Find(const httplib::Request& request) const {
  const absl::string_view sent = SplitTarget(request.target).first;
  const absl::string_view method =
      request.method == "HEAD" ? "GET" : absl::string_view(request.method);
  Match match;
  if (sent.size() > kMaxPathBytes) return match;
  const std::vector<absl::string_view> path = SegmentsOf(sent);
  const Entry* first = nullptr;
  for (const Entry& entry : entries_) {
    // Of the patterns that fit a path the first one has it, whatever the
    // method.
    if (first != nullptr && entry.segments != first->segments) continue;
    Call::Parts variables;
    if (!MatchPath(entry.segments, path, &variables)) continue;
    first = &entry;
    match.methods.push_back(entry.route.method);
    if (entry.route.method != method) continue;
    match.entry = &entry;
    match.variables = std::move(variables);
  }
  return match;
}

bool RouteTable::WantsBody(const httplib::Request& request) const {
  return request.method == "POST" && IsPlainJson(request) &&
         Find(request).entry != nullptr;
}

absl::StatusOr<Reply> RouteTable::Run(const httplib::Request& request,
                                      Match match) const {
  for (auto& [name, value] : match.variables) {
    ASSIGN_OR_RETURN(
        value, DecodeUrl(absl::StrCat("`", name, "` of the path"), value));
  }
  ASSIGN_OR_RETURN(Call::Parts parameters,
                   ReadQuery(SplitTarget(request.target).second));
  const Route& route = match.entry->route;
  if (route.method == "POST" && !IsPlainJson(request)) {
    return WithHttpStatus(
        absl::InvalidArgumentError(
            "the body is to be JSON, sent as it is: Content-Type "
            "application/json, without Content-Encoding"),
        kHttpUnsupportedMediaType);
  }
  RETURN_IF_ERROR(CheckParameters(route, parameters));
  const Call call(&request, std::move(match.variables), std::move(parameters));
  return route.handler(call);
}

absl::Status RouteTable::UnknownPath(absl::string_view path) const {
  std::vector<std::string> patterns;
  for (const Entry& entry : entries_) {
    const std::string& pattern = entry.route.pattern;
    if (std::find(patterns.begin(), patterns.end(), pattern) ==
        patterns.end()) {
      patterns.push_back(pattern);
    }
  }
  // Long paths are near to nothing, and would take long to compare.
  constexpr size_t kMaxCompared = 256;
  const std::string shown(path.substr(0, kMaxCompared));
  return absl::NotFoundError(absl::StrCat("there is nothing at this path",
                                          ledger::NearNames(shown, patterns)));
}

void RouteTable::Answer(const httplib::Request& request,
                        httplib::Response* response) const {
  SetSafeHeaders(response);
  Match match = Find(request);
  if (match.methods.empty()) {
    SetProblem(ProblemOf(UnknownPath(SplitTarget(request.target).first)),
               response);
    return;
  }
  if (match.entry == nullptr) {
    const std::string allowed = Allowed(match.methods);
    response->set_header("Allow", allowed);
    if (request.method == "OPTIONS") {
      response->status = kNoContent;
      return;
    }
    Problem problem;
    problem.status = kMethodNotAllowed;
    problem.detail =
        absl::StrCat("this method does nothing here; there are ", allowed);
    SetProblem(problem, response);
    return;
  }
  const Route& route = match.entry->route;
  const absl::Time begin = absl::Now();
  absl::StatusOr<Reply> reply = Run(request, std::move(match));
  if (metrics_ != nullptr) {
    const bool is_stream = reply.ok() && reply->events != nullptr;
    const std::string name = NameOf(route);
    if (is_stream) {
      metrics_->CountStream(CallFace::kHttp, name, reply.status());
    } else {
      metrics_->CountCall(CallFace::kHttp, name, reply.status(),
                          absl::ToDoubleSeconds(absl::Now() - begin));
    }
  }
  if (!reply.ok()) {
    Problem problem = ProblemOf(reply.status());
    problem.status = HttpStatusOf(reply.status());
    SetProblem(problem, response);
    return;
  }
  if (reply->events != nullptr && request.method != "HEAD") {
    Router::StreamEvents(std::move(reply->events));
    return;
  }
  SetReply(*std::move(reply), response);
}

void Serve(std::shared_ptr<const RouteTable> table, Router* router) {
  using httplib::Request;
  using httplib::Response;
  using Handled = httplib::Server::HandlerResponse;
  // Before cpp-httplib looks for a route itself: its patterns are expressions
  // over decoded paths, which cannot tell `%2F` from `/`.
  router->set_pre_routing_handler(
      [table](const Request& request, Response& response) {
        if (table->WantsBody(request)) return Handled::Unhandled;
        // Answers are whole and as they are: parts of them and packed ones
        // would need tags of their own.
        auto& plain = const_cast<Request&>(request);
        plain.ranges.clear();
        plain.headers.erase("Accept-Encoding");
        table->Answer(request, &response);
        return Handled::Handled;
      });
  router->Post(R"([\s\S]*)",
               [table](const Request& request, Response& response) {
                 auto& plain = const_cast<Request&>(request);
                 plain.ranges.clear();
                 plain.headers.erase("Accept-Encoding");
                 table->Answer(request, &response);
               });
  router->set_exception_handler(
      [](const Request&, Response& response, std::exception_ptr) {
        SetSafeHeaders(&response);
        SetProblem(ProblemOf(absl::InternalError(
                       "the server failed to answer this request")),
                   &response);
      });
}

}  // namespace clearsky::service
