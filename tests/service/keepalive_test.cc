// Takes as long as the times that are in use.

#include <memory>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "service/served_ledger.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using KeepaliveTest = test::ServedLedgerTest;

// Ordinary clients ping every 10 s, with and without calls. Three pings that
// the server did not want would end the connection.
TEST_F(KeepaliveTest, IdleClientThatPingsEveryTenSecondsLives) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  const auto pinging = NewChannel(arguments);
  ASSERT_TRUE(pinging->WaitForConnected(
      absl::ToChronoTime(absl::Now() + absl::Seconds(30))));
  // True when the state changes.
  EXPECT_FALSE(pinging->WaitForStateChange(
      GRPC_CHANNEL_READY, absl::ToChronoTime(absl::Now() + absl::Seconds(75))));
  EXPECT_THAT(RecordParty("kr"), test::IsOk());
}

}  // namespace
}  // namespace clearsky::service
