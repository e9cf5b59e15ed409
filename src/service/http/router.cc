#include "service/http/router.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/http/problem.h"
#include "service/http/refusal.h"

namespace clearsky::service {
namespace {

// The exchange that this thread is in.
thread_local Exchange* current = nullptr;

// A request that has arrived, and the answer as it is written.
class MemoryStream final : public httplib::Stream {
 public:
  MemoryStream(absl::string_view in, const std::string& remote_address,
               int remote_port, std::string* out)
      : in_(in),
        remote_address_(remote_address),
        remote_port_(remote_port),
        out_(out) {}

  bool is_readable() const override { return !in_.empty(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* ptr, size_t size) override {
    const size_t count = std::min(size, in_.size());
    std::memcpy(ptr, in_.data(), count);
    in_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* ptr, size_t size) override {
    out_->append(ptr, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = remote_address_;
    port = remote_port_;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  socket_t socket() const override { return INVALID_SOCKET; }

 private:
  absl::string_view in_;
  const std::string& remote_address_;
  const int remote_port_;
  std::string* const out_;
};

// Whether what reads the answer would take `name` and `value` as more, or
// other, than one field.
bool WouldSplit(absl::string_view name, absl::string_view value) {
  return name.empty() ||
         !std::all_of(
             name.begin(), name.end(),
             [](char c) { return c > ' ' && c < '\x7f' && c != ':'; }) ||
         std::any_of(value.begin(), value.end(), [](char c) {
           const auto byte = static_cast<uint8_t>(c);
           return (byte < 0x20 && c != '\t') || byte == 0x7f;
         });
}

void SetProblem(const Problem& problem, httplib::Response& response) {
  response.status = problem.status;
  response.body = ProblemJson(problem);
  response.headers.erase("Content-Length");
  response.headers.emplace("Content-Length",
                           absl::StrCat(response.body.size()));
  response.headers.erase("Content-Type");
  response.headers.emplace("Content-Type", kProblemType);
}

}  // namespace

// How many requests a connection may carry is for who owns it to say.
Router::Router() {
  set_keep_alive_max_count(1);
  httplib::Server::set_post_routing_handler(
      [this](const httplib::Request& request, httplib::Response& response) {
        Finish(request, response);
      });
}

Router& Router::set_post_routing_handler(Handler handler) {
  after_routing_ = std::move(handler);
  return *this;
}

void Router::Finish(const httplib::Request& request,
                    httplib::Response& response) {
  // What an exception said is for nobody outside.
  const bool threw = response.headers.erase("EXCEPTION_WHAT") > 0;
  if (response.status >= 400 && response.body.empty() &&
      !response.content_provider_) {
    Problem problem;
    problem.status = response.status;
    problem.detail = threw                    ? "the request met an error here"
                     : response.status == 404 ? "there is no such route"
                                              : "the request is refused";
    SetProblem(problem, response);
  }
  if (after_routing_) after_routing_(request, response);
  // It would tell the reader that the connection is at its end.
  response.headers.erase("Keep-Alive");
  for (const auto& [name, value] : response.headers) {
    if (!WouldSplit(name, value)) continue;
    response.headers.clear();
    Problem problem;
    problem.status = 500;
    problem.detail = "a header of the answer held a control character";
    SetProblem(problem, response);
    if (request.get_header_value("Connection") == "close") {
      response.headers.emplace("Connection", "close");
    }
    if (current != nullptr) current->split_header = true;
    break;
  }
  if (request.version == "HTTP/1.0" &&
      request.get_header_value("Connection") == "Keep-Alive") {
    response.headers.emplace("Connection", "keep-alive");
  }
  response.headers.emplace("Date", HttpDate());
}

Exchange Router::Answer(absl::string_view request,
                        const std::string& remote_address, int remote_port) {
  Exchange exchange;
  MemoryStream stream(request, remote_address, remote_port, &exchange.answer);
  current = &exchange;
  bool closed = false;
  const bool ok =
      process_request(stream, /*close_connection=*/false, closed, nullptr);
  current = nullptr;
  exchange.close = closed || !ok;
  return exchange;
}

void Router::StreamEvents(std::unique_ptr<EventSource> events) {
  if (current != nullptr) current->events = std::move(events);
}

}  // namespace clearsky::service
