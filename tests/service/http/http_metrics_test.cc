#include "service/http/http_metrics.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::service {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(HttpMetricsTest, EachFigureIsItsSample) {
  HttpFigures figures;
  figures.connections = 1;
  figures.event_streams = 2;
  figures.buffered_bytes = 3;
  figures.waiting = 4;
  figures.accepted = 5;
  figures.answers = {0, 0, 10, 11, 12, 13};
  figures.refused[static_cast<size_t>(RefusalKind::kHeadTooLarge)] = 6;
  figures.refused[static_cast<size_t>(RefusalKind::kDraining)] = 7;
  const HttpSamples samples = SamplesOf(figures);
  EXPECT_EQ(samples.connections, 1);
  EXPECT_EQ(samples.event_streams, 2);
  EXPECT_EQ(samples.buffered_bytes, 3);
  EXPECT_EQ(samples.waiting, 4);
  EXPECT_EQ(samples.accepted, 5);
  EXPECT_THAT(samples.responses,
              ::testing::UnorderedElementsAre(Pair("1xx", 0), Pair("2xx", 10),
                                              Pair("3xx", 11), Pair("4xx", 12),
                                              Pair("5xx", 13)));
  EXPECT_THAT(samples.refused, Contains(Pair("head_too_large", 6)));
  EXPECT_THAT(samples.refused, Contains(Pair("draining", 7)));
}

// Kinds of one name would be one sample.
TEST(HttpMetricsTest, EveryKindOfRefusalHasItsName) {
  EXPECT_THAT(SamplesOf(HttpFigures()).refused, SizeIs(kRefusalKinds));
  EXPECT_THAT(SamplesOf(HttpFigures()).refused,
              Each(Pair(::testing::MatchesRegex("[a-z_]+"), 0)));
}

}  // namespace
}  // namespace clearsky::service
