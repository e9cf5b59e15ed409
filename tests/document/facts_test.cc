#include "document/facts.h"

#include <string>

#include "base/utf8.h"
#include "document/kept_facts.h"
#include "document/release_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "test/status_matchers.h"

namespace clearsky::document {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(FactsTest, NothingIsNoFacts) {
  const auto facts = Facts::Parse(" \n");
  ASSERT_THAT(facts, IsOk());
  EXPECT_THAT(facts->List("parties"), IsEmpty());
}

struct BadCase {
  std::string name;
  std::string json;
  std::string told;
};

class BadFactsTest : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadFactsTest, AreRefusedAndSayWhere) {
  const auto facts = Facts::Parse(GetParam().json);
  EXPECT_THAT(facts, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(facts.status().message()),
              HasSubstr(GetParam().told));
  EXPECT_TRUE(IsValidUtf8(std::string(facts.status().message())));
}

INSTANTIATE_TEST_SUITE_P(
    Json, BadFactsTest,
    ::testing::Values(
        BadCase{"NotJson", "{parties", "not a JSON object"},
        BadCase{"NoObject", "[1]", "not a JSON object"},
        BadCase{"NoList", R"({"parties": 1})", "\"parties\" must be a list"},
        BadCase{"NoObjects", R"({"parties": [{"id": "a"}, 2]})",
                "parties[1] must be an object"},
        BadCase{"NoId", R"({"persons": [{"names": {}}]})", "persons[0].id"},
        BadCase{
            "CutWithinALetter",
            R"({"parties":[{"id":"kr","names":{"ko":"한국","en":"Korea"}}],)"
            R"("areas":[{"id":"area:1","name""persons":[동 연구"})",
            "not a JSON object"},
        BadCase{"BadUtf8", "{\"a\": \"\xFF\"}", "not UTF-8"}),
    [](const ::testing::TestParamInfo<BadCase>& tested) {
      return tested.param.name;
    });

TEST(FactsTest, KeysOfOtherTypesAreAsIfAbsent) {
  const auto facts = Facts::Parse(
      R"({"parties": [{"id": "party:kr", "names": null, "n": -3, "l": "x"}]})");
  ASSERT_THAT(facts, IsOk());
  const Fact fact = facts->List("parties")[0];
  EXPECT_EQ(fact.Object("names").Text("ko"), "");
  EXPECT_EQ(fact.Number("n"), 0u);
  EXPECT_EQ(fact.Number("id"), 0u);
  EXPECT_THAT(fact.Texts("l"), ElementsAre("x"));
  EXPECT_THAT(fact.Objects("id"), IsEmpty());
}

TEST(FactsTest, IdsBecomeSlugs) {
  EXPECT_EQ(SlugOfFactId("activity:clear-sky/2022/air-policy-exchange-6"),
            "air-policy-exchange-6");
  EXPECT_EQ(SlugOfFactId("project:clear-sky/2022/p1"), "p1");
  EXPECT_EQ(SlugOfFactId("area:policy-tech"), "policy-tech");
  EXPECT_EQ(SlugOfFactId("org:me-kr/cco/intl"), "me-kr-cco-intl");
  EXPECT_EQ(SlugOfFactId("agr:kr-cn/env-plan/1"), "env-plan-1");
  EXPECT_EQ(SlugOfFactId("agr:kr-cn/clear-sky-mou"), "clear-sky-mou");
  EXPECT_EQ(SlugOfFactId("meeting:minister/2022-02-28"), "minister-2022-02-28");
  EXPECT_EQ(SlugOfFactId("measure:kr/seasonal/3"), "kr-seasonal-3");
  EXPECT_EQ(SlugOfFactId("x:__A b__"), "a-b");
  EXPECT_EQ(SlugOfFactId("한글"), "");
}

class KeptFactsTest : public ::testing::Test {
 protected:
  KeptFacts Keep(const std::string& text, const std::string& json) {
    text_ = text;
    const auto facts = Facts::Parse(json);
    EXPECT_THAT(facts, IsOk());
    facts_ = *facts;
    source_.emplace(text_);
    return KeptFacts(*source_, facts_, &findings_);
  }

  std::string text_;
  Facts facts_;
  std::optional<SourceText> source_;
  Findings findings_;
};

TEST_F(KeptFactsTest, AFactIsKeptWithThePlaceOfItsQuote) {
  const KeptFacts kept =
      Keep("환경부와\n중국", R"({"parties": [{"id": "party:cn",
      "names": {"ko": "중국"}, "quote": "환경부와 중국"}]})");
  ASSERT_THAT(kept.List("parties"), SizeIs(1));
  EXPECT_EQ(kept.List("parties")[0].id, "cn");
  EXPECT_EQ(kept.List("parties")[0].range, (ByteRange{0, text_.size()}));
  EXPECT_THAT(findings_, IsEmpty());
}

TEST_F(KeptFactsTest, AFactWhoseQuoteIsNotInTheTextIsLeftOut) {
  const KeptFacts kept =
      Keep("중국", R"({"parties": [{"id": "party:jp", "quote": "일본"}]})");
  EXPECT_THAT(kept.List("parties"), IsEmpty());
  ASSERT_THAT(findings_, SizeIs(1));
  EXPECT_THAT(findings_[0].message(), HasSubstr("party:jp"));
}

TEST_F(KeptFactsTest, AFactWithoutANameIsLeftOut) {
  const KeptFacts kept = Keep("중국", R"({"parties": [{"id": "party:cn",
      "names": {"en": "China"}, "quote": "중국"}]})");
  EXPECT_THAT(kept.List("parties"), IsEmpty());
  ASSERT_THAT(findings_, SizeIs(1));
  EXPECT_THAT(findings_[0].message(), HasSubstr("Korean name"));
}

TEST_F(KeptFactsTest, WhatBelongsToAFactLeftOutIsLeftOut) {
  const KeptFacts kept = Keep("환경부 국제협력과", R"({"organisations": [
      {"id": "org:b", "names": {"ko": "과"}, "parent": "org:a", "kind": "division", "quote": "국제협력과"},
      {"id": "org:a", "names": {"ko": "부"}, "party": "party:kr", "kind": "ministry", "quote": "환경부"}
      ]})");
  EXPECT_THAT(kept.List("organisations"), IsEmpty());
  EXPECT_THAT(findings_, SizeIs(2));
}

TEST_F(KeptFactsTest, ARepeatedIdIsLeftOut) {
  const KeptFacts kept = Keep("중국", R"({"parties": [
      {"id": "party:cn", "names": {"ko": "중국"}, "quote": "중국"},
      {"id": "party:cn", "names": {"ko": "중국"}, "quote": "중국"}
      ]})");
  EXPECT_THAT(kept.List("parties"), SizeIs(1));
  EXPECT_THAT(findings_, SizeIs(1));
}

TEST_F(KeptFactsTest, ContactPersonsAreLeftOutAndNotNamed) {
  const KeptFacts kept =
      Keep("\t담당자\t사무관 김철수 (044-000-0002)\n환경부(장관 한화진)는",
           R"({"persons": [
      {"id": "person:kim", "names": {"ko": "김철수"}, "quote": "사무관 김철수",
       "roles": [{"org": "org:a", "title": {"ko": "장관"}}]},
      {"id": "person:lee", "names": {"ko": "한화진"}, "quote": "장관 한화진",
       "roles": [{"org": "org:a", "title": {"ko": "주무관"}}]},
      {"id": "person:han", "names": {"ko": "한화진"}, "quote": "장관 한화진",
       "roles": [{"org": "org:a", "title": {"ko": "장관"}}]}]})");
  ASSERT_THAT(kept.List("persons"), SizeIs(1));
  EXPECT_EQ(kept.List("persons")[0].id, "han");
  ASSERT_THAT(findings_, SizeIs(2));
  for (const auto& finding : findings_) {
    EXPECT_EQ(finding.rule(), "contact-person");
    EXPECT_THAT(finding.message(), Not(HasSubstr("kim")));
    EXPECT_THAT(finding.message(), Not(HasSubstr("김철수")));
  }
  EXPECT_THAT(kept.person_names(), Contains("김철수"));
}

TEST_F(KeptFactsTest, AllFactsOfTheExampleStandInItsRelease) {
  const KeptFacts kept = Keep(ReleaseText(), ReleaseFacts());
  ASSERT_THAT(findings_, SizeIs(1));
  EXPECT_THAT(findings_[0].message(), HasSubstr("meeting:air-video-2022"));
  EXPECT_THAT(kept.List("persons"), SizeIs(4));
  EXPECT_THAT(kept.List("meetings_outside_table"), SizeIs(6));
}

}  // namespace
}  // namespace clearsky::document
