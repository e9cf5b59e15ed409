#include "service/loopback.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

std::string Read(const std::string& address) {
  const auto read = ReadLoopbackAddress(address);
  return read.ok() ? read->ToString() : read.status().ToString();
}

TEST(LoopbackTest, TakesAddressesOfThisMachineOnly) {
  EXPECT_EQ(Read("127.0.0.1:0"), "127.0.0.1:0");
  EXPECT_EQ(Read("127.255.255.254:65535"), "127.255.255.254:65535");
  EXPECT_EQ(Read("[::1]:7420"), "[::1]:7420");
}

TEST(LoopbackTest, NameIsItsAddress) {
  EXPECT_THAT(Read("localhost:7420"),
              testing::AnyOf("127.0.0.1:7420", "[::1]:7420"));
}

class RefusedAddressTest : public testing::TestWithParam<const char*> {};

TEST_P(RefusedAddressTest, IsToldWhy) {
  EXPECT_THAT(
      ReadLoopbackAddress(GetParam()).status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("access control is yet to come, so a daemon listens "
                         "on loopback only")));
}

INSTANTIATE_TEST_SUITE_P(Reachable, RefusedAddressTest,
                         testing::Values("0.0.0.0:7420", "[::]:7420", ":7420",
                                         "192.0.2.1:7420", "10.0.0.1:1",
                                         "[2001:db8::1]:1", "128.0.0.1:1",
                                         "[::ffff:192.0.2.1]:1", "0:7420",
                                         "[]:7420"));

class NoAddressTest : public testing::TestWithParam<const char*> {};

TEST_P(NoAddressTest, IsToldTheForm) {
  EXPECT_THAT(ReadLoopbackAddress(GetParam()).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("give HOST:PORT, such as 127.0.0.1:7420")));
}

INSTANTIATE_TEST_SUITE_P(Malformed, NoAddressTest,
                         testing::Values("", "127.0.0.1",
                                         "127.0.0.1:", "127.0.0.1:65536",
                                         "127.0.0.1:-1", "127.0.0.1:http",
                                         "127.0.0.1:7420 ", "::1:7420", "[::1",
                                         "127.0.0.1:+1", "127.0.0.1:000080"));

TEST(LoopbackTest, UnknownNameIsTold) {
  EXPECT_THAT(ReadLoopbackAddress("no-such-host.invalid:7420").status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("host no-such-host.invalid is not known")));
}

}  // namespace
}  // namespace clearsky::service
