#include "service/http/http_framing.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "service/http/site.h"

namespace clearsky::service {
namespace {

constexpr std::array<absl::string_view, 7> kMethods = {
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

// Fields that are not handed on.
constexpr absl::string_view kNotHandedOn[] = {
    // Of the connection; said anew.
    "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade",
    "HTTP2-Settings", "Expect", "Content-Length", "Transfer-Encoding",
    // Would have the answer compressed, though its ETag is of the bytes
    // themselves, or cut into any number of ranges.
    "Accept-Encoding", "Content-Encoding", "Range", "If-Range",
    // Names under which cpp-httplib keeps what it knows by itself.
    "REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR", "LOCAL_PORT",
    // Read by other rules than the rest, and of no meaning in a request.
    "Location"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsTokenCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("!#$%&'*+-.^_`|~").find(c) !=
             absl::string_view::npos;
}

bool IsToken(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), IsTokenCharacter);
}

// Whether a request with `method` has a body.
bool NeedsLength(absl::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

// Whether `item` is in `list`, whatever blanks are around it.
bool ListHas(absl::string_view list, absl::string_view item) {
  for (const absl::string_view part : absl::StrSplit(list, ',')) {
    if (absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(part), item)) {
      return true;
    }
  }
  return false;
}

bool IsForm(absl::string_view media_type) {
  return absl::StartsWithIgnoreCase(media_type, "multipart/") ||
         absl::StartsWithIgnoreCase(media_type,
                                    "application/x-www-form-urlencoded");
}

// cpp-httplib decodes percent signs in values of fields, which nothing but its
// own client encodes.
std::string EncodePercent(absl::string_view value) {
  std::string out;
  for (const char c : value) {
    out += c;
    if (c == '%') out += "25";
  }
  return out;
}

// A question mark within a query is data (RFC 3986, section 3.4); cpp-httplib
// takes it for another query.
std::string EncodeInnerQuestionMarks(absl::string_view target) {
  const size_t query = target.find('?');
  if (query == absl::string_view::npos) return std::string(target);
  std::string out(target.substr(0, query + 1));
  for (const char c : target.substr(query + 1)) {
    if (c == '?') {
      out += "%3F";
    } else {
      out += c;
    }
  }
  return out;
}

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

HeadReader::State HeadReader::Refuse(RefusalKind kind, int status,
                                     std::string detail) {
  refusal_ = {kind, status, std::move(detail)};
  return State::kRefused;
}

HeadReader::State HeadReader::Read(absl::string_view buffer) {
  size_t& at = scanned_;
  while (at < buffer.size()) {
    if (at >= limits_.max_head_bytes) {
      return Refuse(RefusalKind::kHeadTooLarge, 431,
                    absl::StrCat("the head of a request takes at most ",
                                 limits_.max_head_bytes, " bytes"));
    }
    if (at - line_ >= limits_.max_line_bytes) {
      return has_request_line_
                 ? Refuse(RefusalKind::kHeadTooLarge, 431,
                          absl::StrCat("a field takes at most ",
                                       limits_.max_line_bytes, " bytes"))
                 : Refuse(RefusalKind::kHeadTooLarge, 414,
                          absl::StrCat("the request line takes at most ",
                                       limits_.max_line_bytes, " bytes"));
    }
    const auto c = static_cast<uint8_t>(buffer[at]);
    if (c != '\r') {
      if ((c < 0x20 && c != '\t') || c == 0x7f) return RefuseByte(buffer, at);
      ++at;
      continue;
    }
    if (at + 1 == buffer.size()) return State::kMore;
    if (buffer[at + 1] != '\n') return RefuseByte(buffer, at);
    const absl::string_view line = buffer.substr(line_, at - line_);
    at += 2;
    if (line.empty() && has_request_line_) {
      for (const auto check :
           {&HeadReader::CheckHost, &HeadReader::CheckOrigin,
            &HeadReader::CheckBody, &HeadReader::CheckMediaType,
            &HeadReader::CheckConnection}) {
        if ((this->*check)() == State::kRefused) return State::kRefused;
      }
      return State::kWhole;
    }
    // Some clients end a body with an empty line that is not part of it.
    if (line.empty() && line_ > 0) {
      return Refuse(RefusalKind::kMalformed, 400, "there is no request line");
    }
    line_ = at;
    if (!line.empty() && ReadLine(line) == State::kRefused) {
      return State::kRefused;
    }
  }
  return State::kMore;
}

HeadReader::State HeadReader::RefuseByte(absl::string_view buffer, size_t at) {
  const auto c = static_cast<uint8_t>(buffer[at]);
  if (at == 0 && c == 0x16) {
    return Refuse(RefusalKind::kMalformed, 400,
                  "this port speaks HTTP without TLS: http://, not https://");
  }
  if (c == '\n' || c == '\r') {
    return Refuse(RefusalKind::kMalformed, 400,
                  absl::StrCat("byte ", at, " of the head is a ",
                               c == '\n' ? "LF without CR" : "CR without LF",
                               ": lines end in CR LF"));
  }
  return Refuse(RefusalKind::kMalformed, 400,
                absl::StrFormat("byte %d of the head is the control "
                                "character %02X",
                                at, c));
}

HeadReader::State HeadReader::ReadLine(absl::string_view line) {
  if (has_request_line_) return ReadField(line);
  has_request_line_ = true;
  return ReadRequestLine(line);
}

HeadReader::State HeadReader::ReadRequestLine(absl::string_view line) {
  const std::vector<absl::string_view> parts = absl::StrSplit(line, ' ');
  if (parts.size() != 3 || !IsToken(parts[0]) || parts[1].empty()) {
    return Refuse(RefusalKind::kMalformed, 400,
                  "the request line is not METHOD TARGET HTTP/1.1, with one "
                  "space between each");
  }
  const absl::string_view version = parts[2];
  if (version.size() != 8 || !absl::StartsWith(version, "HTTP/") ||
      !IsDigit(version[5]) || version[6] != '.' || !IsDigit(version[7])) {
    return Refuse(RefusalKind::kMalformed, 400,
                  "the request line does not end in a version, HTTP/1.1");
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return Refuse(RefusalKind::kVersion, 505,
                  absl::StrCat(version,
                               " is not spoken here, but HTTP/1.1 and "
                               "HTTP/1.0"));
  }
  head_.is_http_1_1 = version == "HTTP/1.1";
  if (std::find(kMethods.begin(), kMethods.end(), parts[0]) == kMethods.end()) {
    return Refuse(RefusalKind::kMethod, 501,
                  "the method is none of GET, HEAD, POST, PUT, PATCH, DELETE, "
                  "OPTIONS");
  }
  head_.method = std::string(parts[0]);
  return ReadTarget(parts[1]);
}

HeadReader::State HeadReader::ReadTarget(absl::string_view target) {
  for (size_t i = 0; i < target.size(); ++i) {
    const auto c = static_cast<uint8_t>(target[i]);
    if (c <= 0x20 || c >= 0x7f || c == '#') {
      return Refuse(RefusalKind::kTarget, 400,
                    absl::StrFormat("byte %02X in the target stands as "
                                    "%%%02X, and a fragment is not sent",
                                    c, c));
    }
    if (c != '%') continue;
    const int high = i + 2 < target.size() ? HexValue(target[i + 1]) : -1;
    const int low = i + 2 < target.size() ? HexValue(target[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return Refuse(RefusalKind::kTarget, 400,
                    "% in the target is not followed by two hexadecimal "
                    "digits; the character itself is %25");
    }
    if (const int byte = high * 16 + low; byte < 0x20 || byte == 0x7f) {
      return Refuse(RefusalKind::kTarget, 400,
                    absl::StrFormat("%%%02X in the target is a control "
                                    "character",
                                    byte));
    }
  }
  if (absl::StartsWithIgnoreCase(target, "http://")) {
    const absl::string_view rest = target.substr(7);
    const absl::string_view host = rest.substr(0, rest.find_first_of("/?"));
    target_host_ = std::string(host);
    if (!IsLoopbackHost(host)) {
      return Refuse(RefusalKind::kHost, 421,
                    "the target names another host: localhost, 127.0.0.1 and "
                    "[::1] are served here");
    }
    const absl::string_view path = rest.substr(host.size());
    head_.target = absl::StrCat(absl::StartsWith(path, "/") ? "" : "/", path);
  } else if (target[0] == '/' || (target == "*" && head_.method == "OPTIONS")) {
    head_.target = std::string(target);
  } else {
    return Refuse(RefusalKind::kTarget, 400,
                  "the target does not begin with / (nor with http://)");
  }
  head_.target = EncodeInnerQuestionMarks(head_.target);
  return State::kMore;
}

HeadReader::State HeadReader::ReadField(absl::string_view line) {
  if (line[0] == ' ' || line[0] == '\t') {
    return Refuse(RefusalKind::kMalformed, 400,
                  "a field goes on in a second line: it stands in one");
  }
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos || !IsToken(line.substr(0, colon))) {
    return Refuse(
        RefusalKind::kMalformed, 400,
        absl::StrCat("field ", head_.fields.size() + 1, " is not NAME: VALUE"));
  }
  if (head_.fields.size() >= limits_.max_fields) {
    return Refuse(
        RefusalKind::kHeadTooLarge, 431,
        absl::StrCat("a request has at most ", limits_.max_fields, " fields"));
  }
  const absl::string_view value =
      absl::StripAsciiWhitespace(line.substr(colon + 1));
  const auto percents =
      static_cast<size_t>(std::count(value.begin(), value.end(), '%'));
  if (line.size() + 2 * percents > limits_.max_line_bytes) {
    return Refuse(RefusalKind::kHeadTooLarge, 431,
                  absl::StrCat("a field takes at most ", limits_.max_line_bytes,
                               " bytes, with % counted thrice"));
  }
  head_.fields.emplace_back(line.substr(0, colon), value);
  return State::kMore;
}

std::optional<absl::string_view> HeadReader::Only(absl::string_view name,
                                                  size_t* count) const {
  std::optional<absl::string_view> found;
  size_t times = 0;
  for (const auto& [field, value] : head_.fields) {
    if (!absl::EqualsIgnoreCase(field, name)) continue;
    found = value;
    ++times;
  }
  if (count != nullptr) *count = times;
  if (times > 1) return std::nullopt;
  return found;
}

HeadReader::State HeadReader::CheckHost() {
  size_t count = 0;
  const auto host = Only("Host", &count);
  // A client of HTTP/1.0 need not send one; browsers always do.
  if (count > 1 || (count == 0 && head_.is_http_1_1)) {
    return Refuse(
        RefusalKind::kHost, 400,
        count > 1 ? "there is more than one Host" : "there is no Host");
  }
  // The host of the target counts, when it has one (RFC 9112, 3.2.2).
  if (!target_host_.empty()) {
    for (auto& [name, value] : head_.fields) {
      if (absl::EqualsIgnoreCase(name, "Host")) value = target_host_;
    }
    return State::kMore;
  }
  if (host.has_value() && !IsLoopbackHost(*host)) {
    return Refuse(RefusalKind::kHost, 421,
                  "Host is that of another: localhost, 127.0.0.1 and [::1] are "
                  "served here");
  }
  return State::kMore;
}

HeadReader::State HeadReader::CheckOrigin() {
  size_t count = 0;
  const auto origin = Only("Origin", &count);
  if (count == 0 || (origin.has_value() && IsLoopbackOrigin(*origin))) {
    return State::kMore;
  }
  return Refuse(RefusalKind::kOrigin, 403,
                "a page of another site may not ask here: its Origin is not of "
                "this machine");
}

HeadReader::State HeadReader::CheckBody() {
  size_t codings = 0;
  size_t lengths = 0;
  const auto coding = Only("Transfer-Encoding", &codings);
  const auto length = Only("Content-Length", &lengths);
  if (codings > 0) {
    if (lengths > 0 || codings > 1 || !head_.is_http_1_1) {
      return Refuse(RefusalKind::kTransferEncoding, 400,
                    "Transfer-Encoding is neither taken beside Content-Length, "
                    "nor twice, nor in HTTP/1.0: send Content-Length alone");
    }
    if (absl::EqualsIgnoreCase(*coding, "chunked")) {
      return Refuse(RefusalKind::kTransferEncoding, 411,
                    "a body in chunks is not taken: send its Content-Length");
    }
    return Refuse(RefusalKind::kTransferEncoding, 501,
                  "no Transfer-Encoding is taken: send Content-Length alone");
  }
  if (lengths == 0) {
    if (NeedsLength(head_.method)) {
      return Refuse(RefusalKind::kLength, 411,
                    absl::StrCat(head_.method,
                                 " needs a Content-Length, also when the "
                                 "body is empty: 0"));
    }
    return State::kMore;
  }
  if (!length.has_value()) {
    return Refuse(RefusalKind::kLength, 400,
                  "there is more than one Content-Length");
  }
  if (length->empty() ||
      !std::all_of(length->begin(), length->end(), IsDigit)) {
    return Refuse(RefusalKind::kLength, 400,
                  "Content-Length is not a number of bytes in decimal digits");
  }
  uint64_t bytes = 0;
  if (!absl::SimpleAtoi(*length, &bytes) || bytes > limits_.max_body_bytes) {
    return Refuse(RefusalKind::kBodyTooLarge, 413,
                  absl::StrCat("the body of a request takes at most ",
                               limits_.max_body_bytes, " bytes"));
  }
  head_.body_bytes = static_cast<size_t>(bytes);
  return State::kMore;
}

HeadReader::State HeadReader::CheckMediaType() {
  size_t types = 0;
  const auto type = Only("Content-Type", &types);
  if (types > 1) {
    return Refuse(RefusalKind::kMediaType, 400,
                  "there is more than one Content-Type");
  }
  // What a form of another site's page can send without being asked first, and
  // would be taken apart before a route sees it.
  if (types == 1 && IsForm(*type)) {
    return Refuse(RefusalKind::kMediaType, 415,
                  "forms are not taken: send application/json");
  }
  size_t encodings = 0;
  const auto encoding = Only("Content-Encoding", &encodings);
  if (encodings > 1 ||
      (encodings == 1 && !absl::EqualsIgnoreCase(*encoding, "identity"))) {
    return Refuse(RefusalKind::kMediaType, 415,
                  "a compressed body is not taken: send it as it is, without "
                  "Content-Encoding");
  }
  return State::kMore;
}

HeadReader::State HeadReader::CheckConnection() {
  bool close = false;
  bool keep_alive = false;
  for (const auto& [name, value] : head_.fields) {
    if (absl::EqualsIgnoreCase(name, "Connection")) {
      close = close || ListHas(value, "close");
      keep_alive = keep_alive || ListHas(value, "keep-alive");
    } else if (absl::EqualsIgnoreCase(name, "Expect") && head_.is_http_1_1) {
      if (!absl::EqualsIgnoreCase(value, "100-continue")) {
        return Refuse(RefusalKind::kExpectation, 417,
                      "the only Expect that is met is 100-continue");
      }
      head_.expects_continue = head_.body_bytes > 0;
    }
  }
  head_.keep_alive = !close && (head_.is_http_1_1 || keep_alive);
  return State::kMore;
}

std::string WriteHead(const RequestHead& head, bool keep_alive) {
  std::string out =
      absl::StrCat(head.method, " ", head.target,
                   head.is_http_1_1 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n");
  for (const auto& [name, value] : head.fields) {
    const bool handed_on =
        std::none_of(std::begin(kNotHandedOn), std::end(kNotHandedOn),
                     [&name = name](absl::string_view other) {
                       return absl::EqualsIgnoreCase(name, other);
                     });
    if (!handed_on || value.empty()) continue;
    absl::StrAppend(&out, name, ": ", EncodePercent(value), "\r\n");
  }
  if (head.body_bytes > 0 || NeedsLength(head.method)) {
    absl::StrAppend(&out, "Content-Length: ", head.body_bytes, "\r\n");
  }
  if (!keep_alive) {
    out += "Connection: close\r\n";
  } else if (!head.is_http_1_1) {
    out += "Connection: Keep-Alive\r\n";
  }
  out += "\r\n";
  return out;
}

}  // namespace clearsky::service
