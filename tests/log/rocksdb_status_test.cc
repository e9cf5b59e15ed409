#include "log/rocksdb_status.h"

#include <string>

#include "gmock/gmock.h"
#include "test/status_matchers.h"

namespace clearsky::log {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using RocksStatus = ::rocksdb::Status;

TEST(RocksdbStatusTest, CodesAreTranslated) {
  const auto code = [](const RocksStatus& status) {
    return FromRocksdb(status, "testing").code();
  };
  EXPECT_THAT(FromRocksdb(RocksStatus::OK(), "testing"), IsOk());
  EXPECT_EQ(code(RocksStatus::NotFound()), absl::StatusCode::kNotFound);
  EXPECT_EQ(code(RocksStatus::Corruption("x")), absl::StatusCode::kDataLoss);
  EXPECT_EQ(code(RocksStatus::Busy()), absl::StatusCode::kUnavailable);
  EXPECT_EQ(code(RocksStatus::IOError("x")), absl::StatusCode::kInternal);
  EXPECT_EQ(code(RocksStatus::InvalidArgument("x")),
            absl::StatusCode::kInternal);
  EXPECT_EQ(code(RocksStatus::IOError("open", "Permission denied")),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(code(RocksStatus::IOError("open", "Read-only file system")),
            absl::StatusCode::kPermissionDenied);
}

TEST(RocksdbStatusTest, MessageSaysWhatWasDoneAndWhatRocksdbSaid) {
  EXPECT_THAT(
      std::string(FromRocksdb(RocksStatus::Corruption("bad block"), "reading 7")
                      .message()),
      AllOf(HasSubstr("reading 7: "), HasSubstr("bad block")));
}

TEST(RocksdbStatusTest, WhatIsMissingOnOpeningIsDataLoss) {
  for (const RocksStatus& status :
       {RocksStatus::InvalidArgument("does not exist"), RocksStatus::NotFound(),
        RocksStatus::PathNotFound("gone"), RocksStatus::Corruption("x")}) {
    EXPECT_THAT(FromRocksdbOpen(status, "opening"),
                StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(FromRocksdbOpen(RocksStatus::IOError("x"), "opening"),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(FromRocksdbOpen(RocksStatus::InvalidArgument(
                                  "Direct I/O is not supported by the DB"),
                              "opening"),
              StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace clearsky::log
