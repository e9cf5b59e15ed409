#pragma once

// A client of HTTP that sends what it is told, well formed or not.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace clearsky::test {

// Whether `holds` becomes true within `bound`.
inline bool Eventually(const std::function<bool()>& holds,
                       absl::Duration bound = absl::Seconds(10)) {
  const absl::Time end = absl::Now() + bound;
  while (absl::Now() < end) {
    if (holds()) return true;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return holds();
}

// One answer, as it came.
struct RawAnswer {
  // 0: none came.
  int status = 0;
  std::string head;
  std::string body;

  // The value of a field; empty when there is none.
  std::string Field(absl::string_view name) const {
    for (const absl::string_view line : absl::StrSplit(head, "\r\n")) {
      const size_t colon = line.find(':');
      if (colon != absl::string_view::npos &&
          absl::EqualsIgnoreCase(line.substr(0, colon), name)) {
        return std::string(absl::StripAsciiWhitespace(line.substr(colon + 1)));
      }
    }
    return "";
  }
};

// A connection to 127.0.0.1. What it waits for, it waits for 10 seconds.
class RawClient {
 public:
  // `receive_bytes`: what the system takes for a reader that does not read; 0:
  // as it likes.
  explicit RawClient(int port, int receive_bytes = 0)
      : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_bytes > 0) {
      setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_bytes,
                 sizeof(receive_bytes));
    }
    const timeval timeout = {10, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
    setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address),
                            sizeof(address)) == 0;
  }
  ~RawClient() { Close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool is_connected() const { return is_connected_; }

  // False when the other side has closed.
  bool Send(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

  void EndSending() { shutdown(fd_, SHUT_WR); }

  void Close() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  // So that the other side gets a reset.
  void Abort() {
    const linger now = {1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    Close();
  }

  // The next answer, with the body that its Content-Length tells (none for
  // HEAD).
  RawAnswer Read(bool has_body = true) {
    RawAnswer answer;
    size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!Fill()) return answer;
    }
    answer.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    if (!absl::SimpleAtoi(absl::string_view(answer.head).substr(9, 3),
                          &answer.status)) {
      answer.status = -1;
    }
    size_t size = 0;
    if (has_body && absl::SimpleAtoi(answer.Field("Content-Length"), &size)) {
      while (buffer_.size() < size && Fill()) {
      }
      answer.body = buffer_.substr(0, size);
      buffer_.erase(0, size);
    }
    return answer;
  }

  // What comes until `text` has come; what is behind it stays. Empty when it
  // does not come.
  std::string ReadThrough(absl::string_view text) {
    size_t at = 0;
    while ((at = buffer_.find(text.data(), 0, text.size())) ==
           std::string::npos) {
      if (!Fill()) return "";
    }
    std::string result = buffer_.substr(0, at + text.size());
    buffer_.erase(0, result.size());
    return result;
  }

  // Whether the other side closes, after what it sends still.
  bool IsClosed() {
    while (Fill()) {
    }
    return is_ended_;
  }

  // What came and was not read.
  const std::string& rest() const { return buffer_; }

  RawAnswer Ask(absl::string_view request) {
    Send(request);
    return Read();
  }

 private:
  bool Fill() {
    char bytes[64 << 10];
    const ssize_t count = recv(fd_, bytes, sizeof(bytes), 0);
    if (count > 0) {
      buffer_.append(bytes, static_cast<size_t>(count));
      return true;
    }
    is_ended_ = count == 0 || errno == ECONNRESET;
    return false;
  }

  int fd_;
  bool is_connected_ = false;
  bool is_ended_ = false;
  std::string buffer_;
};

// One request on a connection of its own.
inline RawAnswer AskOnce(int port, absl::string_view request) {
  RawClient client(port);
  return client.Ask(request);
}

inline std::string Get(absl::string_view path) {
  return absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

inline std::string Post(absl::string_view path, absl::string_view body) {
  return absl::StrCat("POST ", path,
                      " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                      "application/json\r\nContent-Length: ",
                      body.size(), "\r\n\r\n", body);
}

}  // namespace clearsky::test
