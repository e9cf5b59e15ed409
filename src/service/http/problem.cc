#include "service/http/problem.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "base/utf8.h"

namespace clearsky::service {
namespace {

void AppendMember(absl::string_view name, absl::string_view value,
                  std::string* out) {
  absl::StrAppend(out, ",", JsonString(name), ":", JsonString(value));
}

}  // namespace

std::string JsonString(absl::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  out.reserve(text.size() + 2);
  while (!text.empty()) {
    const absl::string_view valid = text.substr(0, FirstInvalidUtf8(text));
    for (const char c : valid) {
      switch (c) {
        case '"':
          out += "\\\"";
          break;
        case '\\':
          out += "\\\\";
          break;
        case '\n':
          out += "\\n";
          break;
        case '\r':
          out += "\\r";
          break;
        case '\t':
          out += "\\t";
          break;
        default:
          if (static_cast<uint8_t>(c) < 0x20 || c == 0x7f) {
            out += "\\u00";
            out += kHex[static_cast<uint8_t>(c) >> 4];
            out += kHex[static_cast<uint8_t>(c) & 0xf];
          } else {
            out += c;
          }
      }
    }
    text.remove_prefix(valid.size());
    if (text.empty()) break;
    out += "\xef\xbf\xbd";
    text.remove_prefix(1);
  }
  out += '"';
  return out;
}

std::string ProblemJson(const Problem& problem) {
  std::string out = absl::StrCat("{\"type\":", JsonString(problem.type));
  AppendMember(
      "title",
      problem.title.empty() ? HttpPhrase(problem.status) : problem.title, &out);
  absl::StrAppend(&out, ",\"status\":", problem.status);
  AppendMember("detail", problem.detail, &out);
  if (!problem.instance.empty()) {
    AppendMember("instance", problem.instance, &out);
  }
  if (!problem.code.empty()) AppendMember("code", problem.code, &out);
  if (problem.error.has_value()) {
    AppendMember("reason", problem.error->reason, &out);
    out += ",\"metadata\":{";
    absl::string_view separator = "";
    for (const auto& [key, value] : problem.error->metadata) {
      absl::StrAppend(&out, separator, JsonString(key), ":", JsonString(value));
      separator = ",";
    }
    out += '}';
  }
  out += '}';
  return out;
}

Problem ProblemOf(const absl::Status& status) {
  Problem problem;
  problem.status = HttpStatusOf(status.code());
  problem.detail = std::string(status.message());
  problem.code = absl::StatusCodeToString(status.code());
  problem.error = DetailOf(status);
  return problem;
}

int HttpStatusOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kCancelled:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

absl::string_view HttpPhrase(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return status < 500 ? "Refused" : "Internal Server Error";
  }
}

}  // namespace clearsky::service
