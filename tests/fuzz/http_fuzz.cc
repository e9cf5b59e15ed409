// What a client of HTTP sends on one connection, as bytes.
//
// Invariants: in whatever pieces a head arrives, the reader says the same; what
// it hands on, it reads as the same again; what it took, Router answers with a
// head that no header of a route splits, and a body of the length it says; a
// refusal is a whole answer of its own.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "fuzz/fuzz_target.h"
#include "service/http/http_framing.h"
#include "service/http/refusal.h"
#include "service/http/router.h"

namespace clearsky::service {
namespace {

using ::clearsky::fuzz::Require;

// Reflects what it was asked, in every place where it could do harm.
void AddReflectingRoutes(Router* router) {
  const auto reflect = [](const httplib::Request& request,
                          httplib::Response& response) {
    response.headers.emplace("X-Path", request.path);
    for (const auto& [name, value] : request.params) {
      response.headers.emplace("X-Parameter", absl::StrCat(name, "=", value));
    }
    response.headers.emplace("X-Match", request.matches.size() > 1
                                            ? std::string(request.matches[1])
                                            : "");
    response.headers.emplace("X-Key",
                             request.get_header_value("Idempotency-Key"));
    response.set_content(absl::StrCat(request.path, "\n", request.body),
                         "text/plain");
  };
  router->Get(R"(/v1/plans/(.+)/table)", reflect);
  router->Get(R"(/v1/plans/([^/]+))", reflect);
  router->Get("/v1/events", reflect);
  router->Post(R"(/v1/plans/(.+)/events)", reflect);
  router->Options(".*", reflect);
}

// `answer` is one answer and nothing more.
void RequireWhole(const std::string& answer, bool is_head) {
  const size_t end = answer.find("\r\n\r\n");
  Require(end != std::string::npos, "an answer has a head", answer);
  const std::string head = answer.substr(0, end);
  const std::vector<std::string> lines = absl::StrSplit(head, "\r\n");
  int status = 0;
  Require(absl::StartsWith(lines[0], "HTTP/1.1 ") && lines[0].size() > 12 &&
              absl::SimpleAtoi(lines[0].substr(9, 3), &status) &&
              status >= 200 && status < 600,
          "an answer has a status", answer);
  size_t length = 0;
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<std::string, std::string> field =
        absl::StrSplit(lines[i], absl::MaxSplits(": ", 1));
    Require(!field.first.empty(), "a field has a name", answer);
    for (const char c : lines[i]) {
      Require(static_cast<uint8_t>(c) >= 0x20 || c == '\t',
              "a field has no control character", answer);
    }
    if (field.first == "Content-Length") {
      Require(absl::SimpleAtoi(field.second, &length), "a length is a number",
              answer);
    }
  }
  const size_t body = answer.size() - end - 4;
  Require(body == (is_head ? 0 : length), "the body is as long as it says",
          answer);
}

void RequireTheSameInPieces(absl::string_view input, const HeadReader& whole,
                            HeadReader::State state) {
  HeadReader reader{FramingLimits()};
  HeadReader::State last = HeadReader::State::kMore;
  // Pieces that grow, so that a long head is not read a byte at a time.
  for (size_t size = 1; last == HeadReader::State::kMore && size < input.size();
       size += 1 + size / 16) {
    last = reader.Read(input.substr(0, size));
  }
  if (last == HeadReader::State::kMore) last = reader.Read(input);
  Require(last == state, "pieces make no difference", input);
  if (state == HeadReader::State::kRefused) {
    Require(reader.refusal().detail == whole.refusal().detail &&
                reader.refusal().status == whole.refusal().status,
            "pieces make no difference to a refusal", input);
  } else if (state == HeadReader::State::kWhole) {
    Require(reader.head_bytes() == whole.head_bytes() &&
                WriteHead(reader.head(), true) == WriteHead(whole.head(), true),
            "pieces make no difference to a head", input);
  }
}

void RequireReadsAsTheSame(const RequestHead& head) {
  FramingLimits wide;
  // Percent signs are written thrice.
  wide.max_head_bytes *= 3;
  wide.max_line_bytes = 8190;
  HeadReader reader(wide);
  const std::string written = WriteHead(head, head.keep_alive);
  Require(reader.Read(written) == HeadReader::State::kWhole,
          "what is handed on is read", written);
  Require(reader.head().method == head.method &&
              reader.head().target == head.target &&
              reader.head().is_http_1_1 == head.is_http_1_1 &&
              reader.head().body_bytes == head.body_bytes &&
              reader.head().keep_alive == head.keep_alive,
          "what is handed on is read as the same", written);
}

void TryConnection(absl::string_view input) {
  static Router* const router = [] {
    auto* const made = new Router;
    AddReflectingRoutes(made);
    return made;
  }();
  while (true) {
    HeadReader reader{FramingLimits()};
    const HeadReader::State state = reader.Read(input);
    RequireTheSameInPieces(input, reader, state);
    if (state == HeadReader::State::kMore) return;
    if (state == HeadReader::State::kRefused) {
      Require(
          reader.refusal().status >= 400 && !reader.refusal().detail.empty(),
          "a refusal says why");
      RequireWhole(RefusalAnswer(reader.refusal()), false);
      return;
    }
    const RequestHead& head = reader.head();
    RequireReadsAsTheSame(head);
    input.remove_prefix(reader.head_bytes());
    if (input.size() < head.body_bytes) return;
    std::string request = WriteHead(head, head.keep_alive);
    request.append(input.data(), head.body_bytes);
    const Exchange exchange = router->Answer(request, "127.0.0.1", 1);
    RequireWhole(exchange.answer, head.method == "HEAD");
    Require(exchange.close == !head.keep_alive,
            "the router keeps what is to be kept", request);
    input.remove_prefix(head.body_bytes);
  }
}

}  // namespace
}  // namespace clearsky::service

FUZZ_TARGET(http) { clearsky::service::TryConnection(input); }
