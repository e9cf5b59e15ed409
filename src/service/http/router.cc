#include "service/http/router.h"

#include <algorithm>
#include <cstring>
#include <utility>

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

}  // namespace

// How many requests a connection may carry is for who owns it to say.
Router::Router() { set_keep_alive_max_count(1); }

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
