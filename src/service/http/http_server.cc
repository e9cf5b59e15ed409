#include "service/http/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace clearsky::service {
namespace {

constexpr int kBacklog = 1024;

struct SocketAddress {
  sockaddr_storage storage = {};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

SocketAddress ToSocketAddress(const LoopbackAddress& address) {
  SocketAddress result;
  if (address.is_ipv6()) {
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&result.storage);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(address.port);
    inet_pton(AF_INET6, address.ip.c_str(), &v6->sin6_addr);
    result.size = sizeof(*v6);
  } else {
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&result.storage);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(address.port);
    inet_pton(AF_INET, address.ip.c_str(), &v4->sin_addr);
    result.size = sizeof(*v4);
  }
  return result;
}

absl::Status NotListening(const LoopbackAddress& address) {
  const int error = errno;
  return absl::UnavailableError(absl::StrCat(
      "cannot listen on ", address.ToString(), ": ",
      error == EADDRINUSE ? "another program does; choose another port, or 0 "
                            "for any that is free"
                          : std::strerror(error)));
}

// A listening socket; `address` gets the port that it has.
absl::StatusOr<int> Listen(LoopbackAddress* address) {
  SocketAddress bound = ToSocketAddress(*address);
  const int fd = socket(bound.storage.ss_family,
                        SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return NotListening(*address);
  // A server that starts again takes its port though connections of before are
  // remembered; one that is taken stays an error.
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  SocketAddress got;
  if (bind(fd, bound.get(), bound.size) != 0 || listen(fd, kBacklog) != 0 ||
      getsockname(fd, got.get(), &got.size) != 0) {
    absl::Status status = NotListening(*address);
    close(fd);
    return status;
  }
  address->port =
      ntohs(address->is_ipv6()
                ? reinterpret_cast<sockaddr_in6*>(&got.storage)->sin6_port
                : reinterpret_cast<sockaddr_in*>(&got.storage)->sin_port);
  return fd;
}

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const Options& options, const std::function<void(Router*)>& add_routes) {
  ASSIGN_OR_RETURN(LoopbackAddress address,
                   ReadLoopbackAddress(options.address));
  ASSIGN_OR_RETURN(std::shared_ptr<Mailbox> mailbox, Mailbox::Open());
  ASSIGN_OR_RETURN(const int listener, Listen(&address));
  std::unique_ptr<HttpServer> server(
      new HttpServer(options, std::move(address), std::move(mailbox)));
  add_routes(&server->router_);
  server->dispatcher_ = std::make_unique<Dispatcher>(
      options, listener, &server->router_, &server->workers_, &server->pullers_,
      server->mailbox_);
  RETURN_IF_ERROR(server->dispatcher_->Prepare());
  server->thread_ = std::thread(
      [dispatcher = server->dispatcher_.get()] { dispatcher->Run(); });
  return server;
}

HttpServer::HttpServer(const Options& options, LoopbackAddress address,
                       std::shared_ptr<Mailbox> mailbox)
    : address_(std::move(address)),
      mailbox_(std::move(mailbox)),
      workers_(options.workers),
      pullers_(options.pullers) {}

HttpServer::~HttpServer() { Drain(absl::ZeroDuration()); }

void HttpServer::Drain(absl::Duration within) {
  if (!thread_.joinable()) return;
  Mail mail;
  mail.kind = Mail::Kind::kDrain;
  mail.within = within;
  mailbox_->Post(std::move(mail));
  thread_.join();
  workers_.Stop();
  pullers_.Stop();
}

HttpFigures HttpServer::figures() const {
  const HttpCounters& counters = dispatcher_->counters();
  HttpFigures figures;
  figures.connections = counters.connections;
  figures.event_streams = counters.event_streams;
  figures.buffered_bytes = counters.buffered_bytes;
  figures.waiting = workers_.waiting();
  figures.accepted = counters.accepted;
  for (size_t i = 0; i < figures.answers.size(); ++i) {
    figures.answers[i] = counters.answers[i];
  }
  for (size_t i = 0; i < figures.refused.size(); ++i) {
    figures.refused[i] = counters.refused[i];
  }
  return figures;
}

}  // namespace clearsky::service
