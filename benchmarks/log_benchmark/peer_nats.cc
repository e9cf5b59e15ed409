#include "log_benchmark/peer_nats.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {
namespace {

constexpr char kStream[] = "events";

// A connection to a NATS server, for one thread. Errors end the program.
class NatsConnection {
 public:
  explicit NatsConnection(const std::string& address) {
    Connect(address);
    info_ = ReadLine();
    inbox_ = absl::StrCat("_INBOX.", MakeUuidV4().ToString());
    Send(absl::StrCat(
        "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"c\","
        "\"version\":\"1\",\"protocol\":1}\r\nSUB ",
        inbox_, " 1\r\nPING\r\n"));
    Flush();
    while (ReadLine() != "PONG") {
    }
  }
  NatsConnection(const NatsConnection&) = delete;
  NatsConnection& operator=(const NatsConnection&) = delete;
  ~NatsConnection() { close(socket_); }

  const std::string& info() const { return info_; }

  // Buffers a message whose answer comes to NextAnswer.
  void Publish(absl::string_view subject, absl::string_view payload) {
    Send(absl::StrCat("PUB ", subject, " ", inbox_, " ", payload.size(), "\r\n",
                      payload, "\r\n"));
  }

  void Flush() {
    for (absl::string_view rest = out_; !rest.empty();) {
      const ssize_t n = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (n <= 0) FailErrno("writing to NATS");
      rest.remove_prefix(static_cast<size_t>(n));
    }
    out_.clear();
  }

  // The payload of the next message to the inbox, waiting for it.
  std::string NextAnswer() {
    while (true) {
      const std::string line = ReadLine();
      if (line == "PING") {
        Send("PONG\r\n");
        Flush();
      } else if (absl::StartsWith(line, "MSG ")) {
        // MSG subject sid [reply] size
        size_t size = 0;
        const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
        if (!absl::SimpleAtoi(words.back(), &size)) Fail("NATS: " + line);
        while (in_.size() - read_ < size + 2) Fill();
        std::string payload = in_.substr(read_, size);
        read_ += size + 2;
        return payload;
      } else if (absl::StartsWith(line, "-ERR")) {
        Fail("NATS: " + line);
      }
    }
  }

  // Waits for one acknowledgement of JetStream.
  void AwaitAck() {
    const std::string answer = NextAnswer();
    if (!absl::StrContains(answer, "\"seq\":") ||
        absl::StrContains(answer, "\"error\"")) {
      Fail("NATS: " + answer);
    }
  }

 private:
  void Connect(const std::string& address) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(address, absl::MaxSplits(':', 1));
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(parts.first.c_str(), parts.second.c_str(), &hints,
                    &found) != 0) {
      Fail("no such address: " + address);
    }
    socket_ = socket(found->ai_family, found->ai_socktype, 0);
    if (connect(socket_, found->ai_addr, found->ai_addrlen) != 0) {
      FailErrno("connecting to NATS at " + address);
    }
    freeaddrinfo(found);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }

  void Send(absl::string_view bytes) {
    out_.append(bytes.data(), bytes.size());
  }

  void Fill() {
    if (read_ > 0) {
      in_.erase(0, read_);
      read_ = 0;
    }
    char buffer[16384];
    const ssize_t n = recv(socket_, buffer, sizeof buffer, 0);
    if (n <= 0) FailErrno("reading from NATS");
    in_.append(buffer, static_cast<size_t>(n));
  }

  std::string ReadLine() {
    size_t end;
    while ((end = in_.find("\r\n", read_)) == std::string::npos) Fill();
    std::string line = in_.substr(read_, end - read_);
    read_ = end + 2;
    return line;
  }

  int socket_ = -1;
  std::string info_;
  std::string inbox_;
  std::string out_;
  std::string in_;
  size_t read_ = 0;  // Of `in_`, so much was read.
};

class NatsWriter final : public Writer {
 public:
  NatsWriter(const std::string& address, int number) : connection_(address) {
    for (size_t i = 0; i < kStreamsOfWriter; ++i) {
      subjects_.push_back(absl::StrCat(kStream, ".w", number, ".", i));
    }
  }

  void Append(absl::Span<const SourceEvent> events) override {
    const std::string& subject = subjects_[turn_++ % subjects_.size()];
    for (const SourceEvent& event : events) {
      connection_.Publish(subject, event.data);
    }
    connection_.Flush();
    for (size_t i = 0; i < events.size(); ++i) connection_.AwaitAck();
  }

  uint64_t AppendInFlight(absl::Span<const SourceEvent> events,
                          uint64_t in_flight,
                          const std::atomic<bool>& stop) override {
    uint64_t sent = 0;
    uint64_t answered = 0;
    while (!stop) {
      for (; sent - answered < in_flight; ++sent) {
        connection_.Publish(subjects_[sent % subjects_.size()],
                            events[sent % events.size()].data);
      }
      connection_.Flush();
      // Half of the window, so that neither side waits for the other.
      for (uint64_t n = 0; n < (in_flight + 1) / 2; ++n, ++answered) {
        connection_.AwaitAck();
      }
    }
    for (; answered < sent; ++answered) connection_.AwaitAck();
    return answered;
  }

 private:
  NatsConnection connection_;
  std::vector<std::string> subjects_;
  size_t turn_ = 0;
};

class NatsStore final : public Store {
 public:
  explicit NatsStore(const std::string& address) : address_(address) {
    NatsConnection connection(address);
    // An answer that there is none to be deleted is as good.
    connection.Publish(absl::StrCat("$JS.API.STREAM.DELETE.", kStream), "");
    connection.Publish(
        absl::StrCat("$JS.API.STREAM.CREATE.", kStream),
        absl::StrCat("{\"name\":\"", kStream, "\",\"subjects\":[\"", kStream,
                     ".>\"],\"storage\":\"file\",\"retention\":\"limits\","
                     "\"discard\":\"old\",\"num_replicas\":1,"
                     "\"max_msgs\":-1,\"max_bytes\":-1,\"max_age\":0,"
                     "\"max_consumers\":-1}"));
    connection.Flush();
    connection.NextAnswer();
    const std::string created = connection.NextAnswer();
    if (absl::StrContains(created, "\"error\"")) Fail("NATS: " + created);
  }
  std::unique_ptr<Writer> NewWriter(int number) override {
    return std::make_unique<NatsWriter>(address_, number);
  }

 private:
  const std::string address_;
};

}  // namespace

std::string NatsVersion(const std::string& address) {
  const NatsConnection connection(address);
  const std::vector<std::string> parts =
      absl::StrSplit(connection.info(), "\"version\":\"");
  if (parts.size() < 2) return "unknown";
  return parts[1].substr(0, parts[1].find('"'));
}

std::unique_ptr<Store> NewNatsStore(const std::string& address) {
  return std::make_unique<NatsStore>(address);
}

}  // namespace clearsky::bench
