#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/http/refusal.h"

namespace clearsky::service {

struct FramingLimits {
  // Request line and fields, with the empty line behind them.
  size_t max_head_bytes = 16 << 10;
  // The request line, or one field; Router reads no more than 8,190.
  size_t max_line_bytes = 8000;
  size_t max_fields = 100;
  size_t max_body_bytes = 16 << 20;
};

// What stands before a request's body.
struct RequestHead {
  std::string method;
  // A path with its query, or `*`.
  std::string target;
  // HTTP/1.1; else HTTP/1.0.
  bool is_http_1_1 = true;
  // In their order; values without the blanks around them.
  std::vector<std::pair<std::string, std::string>> fields;
  size_t body_bytes = 0;
  // The connection may carry another request behind this one.
  bool keep_alive = true;
  // The client waits for `100 Continue` before it sends the body.
  bool expects_continue = false;
};

// Finds the head of one request in what arrives, and reads it strictly: what
// two readers could understand in two ways is refused, so that nothing is
// smuggled past one of them (RFC 9112, sections 2.2, 3, 5, 6 and 11.2). What it
// answers does not depend on the pieces in which the head arrives. Used by one
// thread at a time.
class HeadReader {
 public:
  enum class State {
    // The head is not whole yet.
    kMore,
    kWhole,
    // refusal() says why; what is behind this cannot be read.
    kRefused,
  };

  explicit HeadReader(const FramingLimits& limits) : limits_(limits) {}

  // Looks at `buffer`: all that has arrived, from the first byte of the
  // request; the same as the last time, and more behind it. REQUIRES: it
  // answered kMore before.
  State Read(absl::string_view buffer);

  // REQUIRES: kWhole.
  const RequestHead& head() const { return head_; }
  // How much of the buffer the head takes. REQUIRES: kWhole.
  size_t head_bytes() const { return scanned_; }

  // REQUIRES: kRefused.
  const Refusal& refusal() const { return refusal_; }

 private:
  State Refuse(RefusalKind kind, int status, std::string detail);
  State RefuseByte(absl::string_view buffer, size_t at);
  // Each kMore when it is well.
  State ReadLine(absl::string_view line);
  State ReadRequestLine(absl::string_view line);
  State ReadTarget(absl::string_view target);
  State ReadField(absl::string_view line);
  State CheckHost();
  State CheckOrigin();
  State CheckBody();
  State CheckMediaType();
  State CheckConnection();

  // The field's value, without its case; nullopt when there is none, or more
  // than one (`count` tells).
  std::optional<absl::string_view> Only(absl::string_view name,
                                        size_t* count = nullptr) const;

  const FramingLimits limits_;
  RequestHead head_;
  Refusal refusal_;
  // What was looked at, and where the line begins that it ends in.
  size_t scanned_ = 0;
  size_t line_ = 0;
  bool has_request_line_ = false;
  // Of an absolute target.
  std::string target_host_;
};

// The head as Router is to read it: without what concerns the connection alone,
// and without what would have Router do more than answer (compress, uncompress,
// cut into ranges). `keep_alive` false says that the connection is closed.
std::string WriteHead(const RequestHead& head, bool keep_alive);

}  // namespace clearsky::service
