#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace clearsky::service {

// Why the HTTP server itself turned something away, or gave it up.
enum class RefusalKind {
  kMalformed,         // not HTTP, or not to be understood in one way only
  kVersion,           // neither HTTP/1.0 nor HTTP/1.1
  kMethod,            // a method that no route can have
  kTarget,            // a target that is none, or hides control characters
  kHeadTooLarge,      // a head, a line or a number of fields beyond the limit
  kBodyTooLarge,      // a body beyond the limit
  kLength,            // no length, several, or one that is no number
  kTransferEncoding,  // a body in chunks or otherwise coded
  kExpectation,       // an Expect other than 100-continue
  kMediaType,         // a form, or a body that is compressed
  kHost,              // a Host that is not this machine's loopback
  kOrigin,            // sent by a page of another site
  kConnections,       // too many connections
  kEventStreams,      // too many event streams
  kOverloaded,        // too many requests wait for a thread
  kMemory,            // too many bytes buffered
  kSlowHead,          // the head did not arrive in time
  kSlowBody,          // the body did not arrive in time
  kSlowReader,        // the answer was not read in time
  kSlowAnswer,        // a request took too long
  kSplitHeader,       // a route's header would have split the answer
  kDraining,          // the server is stopping
};

inline constexpr size_t kRefusalKinds =
    static_cast<size_t>(RefusalKind::kDraining) + 1;

// Something for each RefusalKind.
template <typename T>
using ByRefusal = std::array<T, kRefusalKinds>;

struct Refusal {
  RefusalKind kind = RefusalKind::kMalformed;
  // Of HTTP.
  int status = 400;
  // What was wrong, and what would be right.
  std::string detail;
};

// A label of figures: `head_too_large`.
absl::string_view RefusalName(RefusalKind kind);

// The whole answer that tells it: problem JSON behind a head which says that
// the connection is closed, and, where it may pass, when to try again. Without
// the body for HEAD.
std::string RefusalAnswer(const Refusal& refusal, bool is_head = false);

// The present time as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
std::string HttpDate();

}  // namespace clearsky::service
