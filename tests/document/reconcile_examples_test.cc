// The histories of examples/, told by tables: a plan that knows the first of
// what happened takes in the table as it stood after each thing that followed,
// and then prints that table, line by line.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "document/reconcile_fixture.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "plan/edtf.h"

namespace clearsky::document {
namespace {

// What was recorded at one time.
struct Group {
  absl::CivilDay day;
  std::vector<v1::PlanEvent> events;
};

struct History {
  std::string plan;
  std::vector<Group> groups;
};

std::string Examples() {
  return absl::StrCat(CLEARSKY_SOURCE_DIR, "/examples");
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

History ReadHistory(const std::string& path) {
  constexpr absl::string_view kAt = "{\"at\": \"";
  History history;
  for (absl::string_view line : absl::StrSplit(ReadFile(path), '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (absl::ConsumePrefix(&line, "# plan: ")) {
      history.plan = std::string(line);
      continue;
    }
    if (line.empty() || line[0] == '#') continue;
    if (absl::ConsumePrefix(&line, kAt)) {
      const auto day = plan::ParseDay(line.substr(0, 10));
      EXPECT_TRUE(day.ok()) << path << ": " << line;
      history.groups.push_back({day.value_or(absl::CivilDay()), {}});
      continue;
    }
    v1::PlanEvent event;
    const auto status =
        google::protobuf::util::JsonStringToMessage(std::string(line), &event);
    EXPECT_TRUE(status.ok()) << path << ": " << line;
    if (!history.groups.empty()) {
      history.groups.back().events.push_back(std::move(event));
    }
  }
  return history;
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(Examples())) {
    if (std::filesystem::exists(entry.path() / "history.jsonl")) {
      names.push_back(entry.path().filename());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

class ReconcileExamplesTest : public ::testing::TestWithParam<std::string> {
 protected:
  static PlanUnderTest PlanOf(const History& history,
                              const History& directory) {
    PlanUnderTest made(history.plan, absl::CivilDay(2026, 6, 1));
    for (const Group& group : directory.groups) {
      for (const v1::PlanEvent& event : group.events) {
        made.MustIntroduce(event);
      }
    }
    return made;
  }

  // That `printed` is `table`, line by line, but for those that a finding says
  // are printed in other words.
  static void ExpectPrinted(const std::string& printed,
                            const std::string& table,
                            const v1::Reconciliation& reconciliation) {
    std::set<size_t> in_other_words;
    for (const auto& finding : reconciliation.findings()) {
      if (finding.rule() == "not-as-written") {
        in_other_words.insert(finding.line());
      }
    }
    const std::vector<std::string> lines = absl::StrSplit(printed, '\n');
    const std::vector<std::string> wanted = absl::StrSplit(table, '\n');
    ASSERT_EQ(lines.size(), wanted.size()) << printed << "\n" << table;
    for (size_t i = 0; i < wanted.size(); ++i) {
      if (in_other_words.contains(i + 1)) {
        EXPECT_NE(lines[i], wanted[i]);
      } else {
        EXPECT_EQ(lines[i], wanted[i]);
      }
    }
  }

  static void Record(const Group& group, PlanUnderTest* made) {
    for (const v1::PlanEvent& event : group.events) {
      made->MustRecord(made->name(), event);
    }
  }
};

TEST_P(ReconcileExamplesTest, EachTableIsTakenInAndPrintedAgain) {
  const std::string directory_name = absl::StrCat(Examples(), "/", GetParam());
  const History history =
      ReadHistory(absl::StrCat(directory_name, "/history.jsonl"));
  const History directory =
      ReadHistory(absl::StrCat(directory_name, "/directory.jsonl"));
  ASSERT_GT(history.groups.size(), 1u);
  PlanUnderTest known = PlanOf(history, directory);
  PlanUnderTest told = PlanOf(history, directory);
  Record(history.groups.front(), &known);
  Record(history.groups.front(), &told);
  int documents = 0;
  int proposals = 0;
  for (size_t i = 1; i < history.groups.size(); ++i) {
    const Group& group = history.groups[i];
    SCOPED_TRACE(absl::StrCat("on ", plan::FormatDay(group.day)));
    Record(group, &known);
    const std::string table = known.Tsv(group.day);
    // Nothing to print on that day is no document.
    if (table == kHead) continue;
    ++documents;
    const v1::Reconciliation reconciliation = told.Reconcile(table, group.day);
    proposals += reconciliation.proposals_size();
    told.AcceptAll(reconciliation);
    ExpectPrinted(told.Tsv(group.day), table, reconciliation);
    if (HasFailure()) break;
  }
  if (documents == 0) {
    GTEST_SKIP() << GetParam() << ": its table has no line on any day";
  }
  EXPECT_GT(proposals, 0);
}

INSTANTIATE_TEST_SUITE_P(Histories, ReconcileExamplesTest,
                         ::testing::ValuesIn(Names()), [](const auto& of) {
                           std::string name;
                           for (const char c : of.param) {
                             if (absl::ascii_isalnum(
                                     static_cast<unsigned char>(c))) {
                               name += c;
                             }
                           }
                           return name;
                         });

}  // namespace
}  // namespace clearsky::document
