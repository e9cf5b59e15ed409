#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "notation/notation.h"
#include "plan/edtf.h"
#include "test/status_matchers.h"

// The rows of the examples that the repository ships, in three languages.

namespace clearsky::notation {
namespace {

using ::clearsky::test::IsOk;

struct Row {
  std::string language;
  std::string words;
  std::string context;
  std::string edtf;
  std::string earliest;
  std::string latest;
  std::string status;
  std::string mode;
};

std::vector<Row> Rows() {
  std::ifstream file(CLEARSKY_SOURCE_DIR
                     "/examples/clear-sky-2022/notation-examples.tsv");
  std::vector<Row> rows;
  std::string line;
  while (std::getline(file, line)) {
    std::vector<std::string> cells = absl::StrSplit(line, '\t');
    cells.resize(8);
    if (cells[0] == "lang") continue;
    rows.push_back({cells[0], cells[1], cells[2], cells[3], cells[4], cells[5],
                    cells[6], cells[7]});
  }
  return rows;
}

class Example : public testing::TestWithParam<Row> {};

TEST_P(Example, IsReadAsTheFileSays) {
  const Row& row = GetParam();
  SCOPED_TRACE(row.words);
  const absl::StatusOr<DateReading> reading =
      ReadDate(row.words, *LanguageOfCode(row.language),
               Context{*plan::ParseDay(row.context), {}});
  ASSERT_THAT(reading, IsOk());
  const v1::PartialDate date = reading->date.value_or(v1::PartialDate());
  EXPECT_EQ(date.edtf(), row.edtf);
  EXPECT_EQ(date.earliest(), row.earliest == ".." ? "" : row.earliest);
  EXPECT_EQ(date.latest(), row.latest == ".." ? "" : row.latest);
  EXPECT_EQ(StatusName(reading->status), row.status);
  const std::string mode =
      reading->delivery ? v1::DeliveryMode_Name(reading->delivery->mode()) : "";
  EXPECT_EQ(mode,
            row.mode.empty() ? "" : absl::StrCat("DELIVERY_MODE_", row.mode));
}

INSTANTIATE_TEST_SUITE_P(File, Example, testing::ValuesIn(Rows()),
                         [](const auto& test) {
                           return "Row" + std::to_string(test.index);
                         });

TEST(ExamplesTest, FileHasItsRows) { EXPECT_EQ(Rows().size(), 43U); }

}  // namespace
}  // namespace clearsky::notation
