// Every file of the corpus through its target, on any compiler: what fuzzing
// found once stays found.

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>

#include "fuzz/fuzz_target.h"
#include "gtest/gtest.h"

namespace clearsky::fuzz {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpus = fs::path(CLEARSKY_SOURCE_DIR) / "tests/fuzz/corpus";

// Runs `target` on a copy that ends where the input does, so that reading past
// it shows. A property that does not hold ends the process: the name of the
// input stands last in the output.
void RunTarget(Target target, const std::string& name,
               const std::string& content) {
  std::printf("%s\n", name.c_str());
  std::fflush(stdout);
  const auto copy = std::make_unique<char[]>(content.size());
  std::memcpy(copy.get(), content.data(), content.size());
  target(absl::string_view(copy.get(), content.size()));
}

class CorpusTest : public testing::TestWithParam<std::string> {};

TEST_P(CorpusTest, EveryFileHoldsWhatTheTargetRequires) {
  const Target target = Targets().at(GetParam());
  RunTarget(target, "no bytes", "");
  int count = 0;
  for (const auto& entry : fs::directory_iterator(kCorpus / GetParam())) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    RunTarget(target, entry.path().string(), content);
    RunTarget(target, entry.path().string() + ", its first half",
              content.substr(0, content.size() / 2));
    ++count;
  }
  EXPECT_GT(count, 0) << "no corpus for " << GetParam();
}

std::set<std::string> TargetNames() {
  std::set<std::string> names;
  for (const auto& [name, target] : Targets()) names.insert(name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Targets, CorpusTest, testing::ValuesIn(TargetNames()),
                         [](const auto& param) { return param.param; });

TEST(CorpusFoldersTest, EachIsOfATarget) {
  for (const auto& entry : fs::directory_iterator(kCorpus)) {
    EXPECT_TRUE(Targets().contains(entry.path().filename().string()))
        << entry.path();
  }
}

}  // namespace
}  // namespace clearsky::fuzz
