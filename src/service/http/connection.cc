#include "service/http/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace clearsky::service {
namespace {

// At most so much is sent before others have their turn.
constexpr size_t kTurnBytes = 1 << 20;

}  // namespace

Connection::Connection(uint64_t number, int socket, std::string address,
                       int port)
    : id(number),
      fd(socket),
      remote_address(std::move(address)),
      remote_port(port) {}

Connection::~Connection() {
  if (abandoned != nullptr) *abandoned = true;
  close(fd);
}

Connection::Io Connection::Receive(char* scratch, size_t size) {
  while (true) {
    const ssize_t count = recv(fd, scratch, size, 0);
    if (count > 0) {
      if (phase != Phase::kLingering) {
        in.append(scratch, static_cast<size_t>(count));
      }
      return Io::kDone;
    }
    if (count == 0) return Io::kEnded;
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == EWOULDBLOCK ? Io::kBlocked : Io::kBroken;
  }
}

Connection::Io Connection::Send() {
  Io result = Io::kBlocked;
  size_t turn = 0;
  while (sent < out.size() && turn < kTurnBytes) {
    const ssize_t count =
        send(fd, out.data() + sent, std::min(out.size() - sent, kTurnBytes),
             MSG_NOSIGNAL);
    if (count < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) break;
      return Io::kBroken;
    }
    sent += static_cast<size_t>(count);
    turn += static_cast<size_t>(count);
    result = Io::kDone;
  }
  if (sent == out.size()) {
    // Its memory too: an idle connection holds none.
    std::string().swap(out);
    sent = 0;
  } else if (sent > out.size() / 2) {
    out.erase(0, sent);
    sent = 0;
  }
  return result;
}

void Connection::ShutDownSending() { shutdown(fd, SHUT_WR); }

}  // namespace clearsky::service
