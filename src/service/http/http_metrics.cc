#include "service/http/http_metrics.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace clearsky::service {

HttpSamples SamplesOf(const HttpFigures& figures) {
  HttpSamples samples;
  samples.connections = figures.connections;
  samples.event_streams = figures.event_streams;
  samples.buffered_bytes = figures.buffered_bytes;
  samples.waiting = figures.waiting;
  samples.accepted = figures.accepted;
  for (size_t digit = 1; digit < figures.answers.size(); ++digit) {
    samples.responses[absl::StrCat(digit, "xx")] = figures.answers[digit];
  }
  // All of them, so that the first of a kind is a rise.
  for (size_t i = 0; i < kRefusalKinds; ++i) {
    const auto kind = static_cast<RefusalKind>(i);
    samples.refused[std::string(RefusalName(kind))] = figures.refused_for(kind);
  }
  return samples;
}

}  // namespace clearsky::service
