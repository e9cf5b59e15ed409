#pragma once

// The routes over a ledger, asked in memory.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "ledger/ledger_fixture.h"
#include "service/http/router.h"
#include "service/http/routes.h"

namespace clearsky::test {

struct HttpAnswer {
  int status = 0;
  // By names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;
  std::unique_ptr<service::EventSource> events;

  std::string Header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
  // The body as JSON; null when it is none.
  google::protobuf::Value Json() const {
    google::protobuf::Value value;
    const auto read = google::protobuf::util::JsonStringToMessage(body, &value);
    EXPECT_TRUE(read.ok()) << read.message().ToString() << "\n" << body;
    return value;
  }
  // A member of an object; empty when there is none.
  std::string Member(const std::string& name) const {
    const google::protobuf::Value json = Json();
    const auto found = json.struct_value().fields().find(name);
    return found == json.struct_value().fields().end()
               ? ""
               : found->second.string_value();
  }
};

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

inline HttpAnswer Ask(service::Router* router, const std::string& method,
                      const std::string& target,
                      const HttpHeaders& headers = {},
                      const std::string& body = "") {
  std::string request =
      absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
  for (const auto& [name, value] : headers) {
    absl::StrAppend(&request, name, ": ", value, "\r\n");
  }
  if (method == "POST") {
    absl::StrAppend(&request, "Content-Length: ", body.size(), "\r\n");
  }
  absl::StrAppend(&request, "\r\n", body);
  service::Exchange exchange = router->Answer(request, "127.0.0.1", 1);
  HttpAnswer answer;
  answer.events = std::move(exchange.events);
  const size_t head_end = exchange.answer.find("\r\n\r\n");
  EXPECT_NE(head_end, std::string::npos) << exchange.answer;
  const std::vector<std::string> lines = absl::StrSplit(
      exchange.answer.substr(0, head_end), absl::ByString("\r\n"));
  EXPECT_TRUE(absl::SimpleAtoi(lines[0].substr(9, 3), &answer.status))
      << lines[0];
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<std::string, std::string> header =
        absl::StrSplit(lines[i], absl::MaxSplits(": ", 1));
    answer.headers[absl::AsciiStrToLower(header.first)] = header.second;
  }
  answer.body = exchange.answer.substr(head_end + 4);
  return answer;
}

class HttpTest : public LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    Serve({});
  }

  void Serve(const service::RouteOptions& options) {
    router_ = std::make_unique<service::Router>();
    service::AddRoutes(ledger_.get(), options, router_.get());
  }

  HttpAnswer Get(const std::string& target, const HttpHeaders& headers = {}) {
    return Ask(router_.get(), "GET", target, headers);
  }
  HttpAnswer Post(const std::string& target, const std::string& body,
                  HttpHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return Ask(router_.get(), "POST", target, headers, body);
  }

  // A plan with one meeting, planned for October.
  void RecordMeeting(const std::string& id = "forum") {
    RecordPlan();
    Tell(kPlan, Registered(id, "2022-02-01"));
    Tell(kPlan, Scheduled(id, "2022-10", "2022-02-01"));
  }

  std::unique_ptr<service::Router> router_;
};

}  // namespace clearsky::test
