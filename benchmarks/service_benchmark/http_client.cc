#include "service_benchmark/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {

HttpConnection::HttpConnection(int port)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (socket_ < 0) FailErrno("making a socket");
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address),
              sizeof(address)) != 0) {
    FailErrno(absl::StrCat("connecting to port ", port));
  }
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

HttpConnection::~HttpConnection() { close(socket_); }

void HttpConnection::Fill() {
  std::array<char, 65536> bytes;
  const ssize_t count = read(socket_, bytes.data(), bytes.size());
  if (count <= 0) Fail("the server closed a connection");
  buffer_.append(bytes.data(), static_cast<size_t>(count));
}

HttpConnection::Answer HttpConnection::Get(const std::string& target,
                                           const std::string& headers) {
  const std::string request = absl::StrCat(
      "GET ", target, " HTTP/1.1\r\nHost: localhost\r\n", headers, "\r\n");
  if (write(socket_, request.data(), request.size()) !=
      static_cast<ssize_t>(request.size())) {
    FailErrno("sending a request");
  }
  size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) Fill();
  Answer answer;
  answer.head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  answer.status = std::atoi(answer.head.c_str() + sizeof("HTTP/1.1"));
  size_t length = 0;
  if (!absl::SimpleAtoi(HeaderOf(answer.head, "Content-Length"), &length)) {
    length = 0;
  }
  while (buffer_.size() < length) Fill();
  answer.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return answer;
}

std::string HeaderOf(const std::string& head, const std::string& name) {
  for (absl::string_view line : absl::StrSplit(head, "\r\n")) {
    const size_t colon = line.find(':');
    if (colon == absl::string_view::npos) continue;
    if (absl::EqualsIgnoreCase(line.substr(0, colon), name)) {
      return std::string(absl::StripAsciiWhitespace(line.substr(colon + 1)));
    }
  }
  return "";
}

}  // namespace clearsky::bench
