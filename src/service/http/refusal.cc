#include "service/http/refusal.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/http/problem.h"

namespace clearsky::service {
namespace {

constexpr ByRefusal<absl::string_view> kNames = {
    "malformed",      "version",        "method",      "target",
    "head_too_large", "body_too_large", "length",      "transfer_encoding",
    "expectation",    "media_type",     "host",        "origin",
    "connections",    "event_streams",  "overloaded",  "memory",
    "slow_head",      "slow_body",      "slow_reader", "slow_answer",
    "split_header",   "draining"};

}  // namespace

absl::string_view RefusalName(RefusalKind kind) {
  return kNames[static_cast<size_t>(kind)];
}

std::string RefusalAnswer(const Refusal& refusal, bool is_head) {
  Problem problem;
  problem.status = refusal.status;
  problem.detail = refusal.detail;
  const std::string body = ProblemJson(problem);
  std::string answer = absl::StrCat(
      "HTTP/1.1 ", refusal.status, " ", HttpPhrase(refusal.status),
      "\r\nDate: ", HttpDate(),
      "\r\nConnection: close\r\nContent-Type: ", kProblemType,
      "\r\nContent-Length: ", body.size(),
      "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
  if (refusal.status == 503) absl::StrAppend(&answer, "Retry-After: 1\r\n");
  absl::StrAppend(&answer, "\r\n");
  if (!is_head) answer += body;
  return answer;
}

std::string HttpDate() {
  // It changes once a second, and is written into each answer.
  thread_local int64_t second = 0;
  thread_local std::string text;
  const absl::Time now = absl::Now();
  if (const int64_t seconds = absl::ToUnixSeconds(now); seconds != second) {
    second = seconds;
    text =
        absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", now, absl::UTCTimeZone());
  }
  return text;
}

}  // namespace clearsky::service
