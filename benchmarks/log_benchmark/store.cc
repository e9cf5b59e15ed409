#include "log_benchmark/store.h"

#include "absl/strings/str_cat.h"
#include "log_benchmark/harness.h"

namespace clearsky::bench {

uint64_t Writer::AppendInFlight(absl::Span<const SourceEvent>, uint64_t,
                                const std::atomic<bool>&) {
  Fail("this store has no asynchronous append");
}

std::string WriterStream(int writer, size_t stream) {
  return absl::StrCat("clear-sky/", 2000 + writer, "/", stream);
}

}  // namespace clearsky::bench
