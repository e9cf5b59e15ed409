#include "ledger/language.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr ledger::Phrase kPhrases[] = {
    {"list.between", "; "},
    {"list.last", "{list} + {last}"},
    {"simple", "{what} happened"},
    {"optional", "{what} happened[ at {where}][ on {day} by {who}]"},
    {"marked", "{what:th} time"},
};

std::string Bang(absl::string_view text, absl::string_view mark) {
  return std::string(text.substr(text.size() - 1)) + std::string(mark);
}

class FillTest : public ::testing::Test {
 protected:
  const ledger::Language language_{"xx", kPhrases, std::size(kPhrases), Bang};
};

TEST_F(FillTest, SlotsAreFilledIn) {
  EXPECT_EQ(language_.Say("simple", {{"what", "It"}}), "It happened");
}

TEST_F(FillTest, BracketsWithAnEmptySlotAreLeftOut) {
  EXPECT_EQ(language_.Say("optional", {{"what", "It"}}), "It happened");
  EXPECT_EQ(language_.Say("optional", {{"what", "It"}, {"where", "home"}}),
            "It happened at home");
  EXPECT_EQ(language_.Say("optional", {{"what", "It"}, {"day", "Monday"}}),
            "It happened");
  EXPECT_EQ(language_.Say("optional",
                          {{"what", "It"}, {"day", "Monday"}, {"who", "them"}}),
            "It happened on Monday by them");
}

TEST_F(FillTest, BracketsOfAValueAreNotThePhrases) {
  EXPECT_EQ(language_.Say("simple", {{"what", "[{x}]"}}), "[{x}] happened");
}

TEST_F(FillTest, MarksAskForTheParticleBehindTheText) {
  EXPECT_EQ(language_.Say("marked", {{"what", "21"}}), "211th time");
}

TEST_F(FillTest, ListsAreJoined) {
  EXPECT_EQ(language_.Join({}), "");
  EXPECT_EQ(language_.Join({"a"}), "a");
  EXPECT_EQ(language_.Join({"a", "b"}), "a + b");
  EXPECT_EQ(language_.Join({"a", "b", "c"}), "a; b + c");
}

// Slots of the words of a phrase, without their marks; `!` says that a bracket
// or brace is not closed.
std::set<std::string> SlotsIn(const std::string& words) {
  std::set<std::string> slots;
  int depth = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == '[' || words[i] == ']') {
      depth += words[i] == '[' ? 1 : -1;
      if (depth < 0 || depth > 1) slots.insert("!");
    }
    if (words[i] != '{') continue;
    const size_t end = words.find('}', i);
    if (end == std::string::npos) return {"!"};
    std::string slot = words.substr(i + 1, end - i - 1);
    slots.insert(slot.substr(0, slot.find(':')));
  }
  if (depth != 0) slots.insert("!");
  return slots;
}

// Korean sentences do not show the words as written, which are Korean.
bool MayLeaveOut(const std::string& key) { return key == "as-written"; }

TEST(LanguagesTest, EachHasTheSamePhrases) {
  for (const ledger::Language* language : ledger::Languages()) {
    EXPECT_EQ(language->Keys(), ledger::English().Keys()) << language->tag();
  }
}

TEST(LanguagesTest, EachPhraseTellsTheSameInEachLanguage) {
  for (const std::string& key : ledger::English().Keys()) {
    const auto slots = SlotsIn(ledger::English().Words(key));
    EXPECT_FALSE(slots.contains("!")) << key;
    for (const ledger::Language* language : ledger::Languages()) {
      if (MayLeaveOut(key)) continue;
      EXPECT_EQ(SlotsIn(language->Words(key)), slots)
          << key << " in " << language->tag();
      EXPECT_NE(language->Words(key), "") << key << " in " << language->tag();
    }
  }
}

TEST(LanguagesTest, TagsAreFoundByTheirLanguage) {
  const auto tag_of = [](absl::string_view tag) {
    const auto found = ledger::FindLanguage(tag);
    return found.ok() ? std::string((*found)->tag()) : "none";
  };
  EXPECT_EQ(tag_of(""), "en");
  EXPECT_EQ(tag_of("ko"), "ko");
  EXPECT_EQ(tag_of("ko-KR"), "ko");
  EXPECT_EQ(tag_of("EN-gb"), "en");
  EXPECT_EQ(tag_of("zh"), "zh");
  EXPECT_EQ(tag_of("zh-Hans-CN"), "zh");
}

TEST(LanguagesTest, UnknownTagsAreRefusedNamingTheAccepted) {
  for (const char* tag :
       {"ja", "zh-Hant", "zh-TW", "k", "ko-", "-", "korean"}) {
    const auto found = ledger::FindLanguage(tag);
    EXPECT_THAT(found, StatusIs(absl::StatusCode::kInvalidArgument)) << tag;
    EXPECT_THAT(found.status().message(),
                AllOf(HasSubstr(tag), HasSubstr("accepted: ko, en, zh")));
  }
}

TEST(LanguagesTest, EnglishOrdinalsEndAsTheyAreRead) {
  const auto numbered = [](const char* ordinal) {
    return ledger::English().Say("name.numbered",
                                 {{"ordinal", ordinal}, {"title", "Forum"}});
  };
  EXPECT_EQ(numbered("1"), "1st Forum");
  EXPECT_EQ(numbered("2"), "2nd Forum");
  EXPECT_EQ(numbered("3"), "3rd Forum");
  EXPECT_EQ(numbered("6"), "6th Forum");
  EXPECT_EQ(numbered("11"), "11th Forum");
  EXPECT_EQ(numbered("112"), "112th Forum");
  EXPECT_EQ(numbered("22"), "22nd Forum");
}

}  // namespace
}  // namespace clearsky
