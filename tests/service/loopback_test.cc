#include "service/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Resolved(const std::string& address) {
  const absl::StatusOr<LoopbackAddress> resolved = ReadLoopbackAddress(address);
  return resolved.ok() ? resolved->ToString() : resolved.status().ToString();
}

TEST(LoopbackTest, LoopbackAddressesAreTaken) {
  EXPECT_EQ(Resolved("127.0.0.1:7420"), "127.0.0.1:7420");
  EXPECT_EQ(Resolved("127.1.2.3:0"), "127.1.2.3:0");
  EXPECT_EQ(Resolved("[::1]:65535"), "[::1]:65535");
  EXPECT_EQ(Resolved("[0:0:0:0:0:0:0:1]:1"), "[::1]:1");
  EXPECT_EQ(Resolved("localhost:7420"), "127.0.0.1:7420");
}

TEST(LoopbackTest, WhatOthersReachIsRefusedAndSaysWhy) {
  for (const std::string address :
       {"0.0.0.0:7420", "0:7420", "[::]:7420", "[::0]:7420", "10.0.0.1:7420",
        "192.168.1.1:0", "8.8.8.8:80", "128.0.0.1:1", "[fe80::1]:7420",
        "[2001:db8::1]:7420", "[::ffff:10.0.0.1]:7420", "[::ffff:0:0]:1",
        "255.255.255.255:1"}) {
    EXPECT_THAT(ReadLoopbackAddress(address),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr(absl::StrCat("'", address, "'")),
                               HasSubstr("access control is to come"),
                               HasSubstr("127.0.0.1:7420"))))
        << address;
  }
}

TEST(LoopbackTest, WhatIsNoAddressIsRefusedAndSaysWhatIs) {
  for (const std::string address : {"",
                                    ":",
                                    ":7420",
                                    "[]:7420",
                                    "127.0.0.1",
                                    "127.0.0.1:",
                                    "localhost",
                                    "127.0.0.1:x",
                                    "127.0.0.1:-1",
                                    "127.0.0.1:+1",
                                    "127.0.0.1: 1",
                                    "127.0.0.1:65536",
                                    "127.0.0.1:99999999999999999999",
                                    "::1:7420",
                                    "[::1]",
                                    "[::1]7420",
                                    "[::1:7420",
                                    "unix:/tmp/x",
                                    "unix:0",
                                    "dns:///localhost:7420",
                                    "no-such-host.invalid:7420",
                                    "127.0.0.1/8:1",
                                    "1.2.3.4.5:1",
                                    " 127.0.0.1:1"}) {
    // No network may be there to ask for a name.
    if (address.find("invalid") != std::string::npos || address[0] == 'u') {
      EXPECT_FALSE(ReadLoopbackAddress(address).ok()) << address;
      continue;
    }
    EXPECT_THAT(ReadLoopbackAddress(address),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("127.0.0.1:7420")))
        << address;
  }
}

TEST(LoopbackTest, TakenPortIsToldByItsNumber) {
  const int taken = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(taken, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  ASSERT_EQ(listen(taken, 1), 0);
  socklen_t size = sizeof(address);
  ASSERT_EQ(getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size),
            0);
  LoopbackAddress place;
  place.ip = "127.0.0.1";
  place.port = ntohs(address.sin_port);
  EXPECT_THAT(CheckFree(place),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr(absl::StrCat("port ", place.port))));
  close(taken);
  EXPECT_THAT(CheckFree(place), IsOk());
}

TEST(LoopbackTest, NumericAddressesOfThisMachineAlone) {
  for (const char* ip : {"127.0.0.1", "127.255.255.254", "::1"}) {
    EXPECT_TRUE(IsLoopbackIp(ip)) << ip;
  }
  for (const char* ip : {"", "0.0.0.0", "128.0.0.1", "10.0.0.1", "::", "[::1]",
                         "localhost", "127.0.0.1:80", "::2"}) {
    EXPECT_FALSE(IsLoopbackIp(ip)) << ip;
  }
}

}  // namespace
}  // namespace clearsky::service
