#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "service/http/router.h"

namespace clearsky::service {

// What the dispatcher of sockets is told by others.
struct Mail {
  enum class Kind {
    kAnswered,  // `exchange` is what became of the connection's request
    kPulled,    // `bytes` came from its event source
    kReady,     // its event source may have something to say
    kDrain,     // stop, within `within`
  };

  Kind kind = Kind::kReady;
  uint64_t connection = 0;
  Exchange exchange;
  std::string bytes;
  // Of kPulled: the source waits; there will be a kReady, before or after this.
  bool waits = false;
  // Of kPulled: there will be nothing more.
  bool ended = false;
  absl::Duration within;
};

// Mail for a thread that waits in epoll. It outlives the dispatcher where an
// event source still holds it. Safe for concurrent use.
class Mailbox {
 public:
  // UNAVAILABLE when the machine gives no descriptor.
  static absl::StatusOr<std::shared_ptr<Mailbox>> Open();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Does not block.
  void Post(Mail mail);
  // All that came since the last time, in its order.
  std::vector<Mail> Take();

  // Readable when there is mail.
  int fd() const { return fd_; }

 private:
  explicit Mailbox(int fd) : fd_(fd) {}

  const int fd_;
  Mutex mu_;
  std::vector<Mail> mail_ ABSL_GUARDED_BY(mu_);
};

}  // namespace clearsky::service
