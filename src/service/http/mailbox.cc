#include "service/http/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace clearsky::service {

absl::StatusOr<std::shared_ptr<Mailbox>> Mailbox::Open() {
  const int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (fd < 0) {
    return absl::UnavailableError(
        absl::StrCat("no eventfd: ", std::strerror(errno)));
  }
  return std::shared_ptr<Mailbox>(new Mailbox(fd));
}

Mailbox::~Mailbox() { close(fd_); }

void Mailbox::Post(Mail mail) {
  bool first = false;
  {
    MutexLock lock(&mu_);
    first = mail_.empty();
    mail_.push_back(std::move(mail));
  }
  if (first) eventfd_write(fd_, 1);
}

std::vector<Mail> Mailbox::Take() {
  eventfd_t ignored = 0;
  eventfd_read(fd_, &ignored);
  std::vector<Mail> mail;
  MutexLock lock(&mu_);
  mail.swap(mail_);
  return mail;
}

}  // namespace clearsky::service
