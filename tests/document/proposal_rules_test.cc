// What holds for every proposal: provenance, ids, privacy, and that the rules
// of the domain accept it.

#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "base/sha256.h"
#include "document/recorded_fixture.h"
#include "document/release_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace clearsky::document {
namespace {

using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const Proposed& Release() {
  static const Proposed* const kProposed =
      new Proposed(ReleaseText(), ReleaseFacts());
  return *kProposed;
}

TEST(ProposalRulesTest, EveryEventHasItsProvenance) {
  const std::string text = ReleaseText();
  for (const v1::PlanEvent& event : Release().AllEvents()) {
    const v1::Provenance& provenance = event.provenance();
    EXPECT_FALSE(provenance.effective().latest().empty())
        << event.DebugString();
    EXPECT_NE(provenance.basis(), v1::BASIS_UNSPECIFIED);
    const v1::SourceRef& source = provenance.source();
    EXPECT_EQ(source.document_id(), "press-release-2022-09-28");
    EXPECT_EQ(source.sha256(), DigestBytes(Sha256(text)));
    EXPECT_LT(source.begin_byte(), source.end_byte()) << event.DebugString();
    EXPECT_LE(source.end_byte(), text.size());
    ASSERT_EQ(provenance.asserted_by_size(), 1);
    EXPECT_EQ(provenance.asserted_by(0), "kr");
  }
}

TEST(ProposalRulesTest, SourcesPointAtTheQuotedWords) {
  EXPECT_EQ(
      Release().Quote(Release().Event("directory", "PartyRegistered", "ca")),
      "캐나다");
  EXPECT_EQ(Release().Quote(Release().Event(kPlan, "ActivityHeld",
                                            "air-policy-exchange-6")),
            "○ 제6차 대기오염관리 정책 기술 교류회(4.29, 영상회의)");
  EXPECT_EQ(
      Release().Quote(Release().Event(kFramework, "ActivityHeld", "dg-6")),
      "9월 28일 오후 한강홍수통제소(서울 서초구 소재)에서 ‘제6차 한중 "
      "환경국장회의");
  EXPECT_THAT(Release().Quote(Release().Event(kFramework, "OutcomeRecorded",
                                              "dg-6-agenda-3")),
              HasSubstr("추진상황을 점검했다"));
  EXPECT_EQ(
      Release().Quote(Release().Event(kPlan, "AreaDefined", "policy-tech")),
      "정책과 기술 교류");
  EXPECT_EQ(Release().Quote(
                Release().Event(kPlan, "MeasureDefined", "kr-seasonal-3")),
            "(한국) 제3차 계절관리제('21.12~'22.3)");
}

TEST(ProposalRulesTest, EventIdsAreUniqueUuidsOfVersion8) {
  std::set<std::string> ids;
  size_t count = 0;
  for (const auto& stream : Release().proposal().streams) {
    for (const auto& event : stream.events()) {
      ids.insert(event.event_id());
      ++count;
      ASSERT_THAT(event.event_id(), SizeIs(36));
      EXPECT_EQ(event.event_id()[14], '8');
    }
  }
  EXPECT_EQ(ids.size(), count);
}

TEST(ProposalRulesTest, TheSameReleaseGivesTheSameBytes) {
  const Proposed again(ReleaseText(), ReleaseFacts());
  ASSERT_EQ(again.Streams(), Release().Streams());
  for (size_t i = 0; i < again.proposal().streams.size(); ++i) {
    EXPECT_EQ(again.proposal().streams[i].SerializeAsString(),
              Release().proposal().streams[i].SerializeAsString());
  }
}

TEST(ProposalRulesTest, AnotherDocumentGivesOtherIds) {
  const Proposed other(ReleaseText() + "\n", ReleaseFacts());
  EXPECT_NE(other.proposal().document_event_id,
            Release().proposal().document_event_id);
}

TEST(ProposalRulesTest, NamesOfPersonsStandInPersonalTextOnly) {
  for (const v1::PlanEvent& event : Release().AllEvents()) {
    ForEachText(event, [](const google::protobuf::FieldDescriptor* field,
                          const std::string& text) {
      if (field->containing_type() == v1::PersonalText::descriptor()) return;
      for (const char* name :
           {"한화진", "황룬치우", "안세창", "저우 귀메이", "Zhou", "Ahn",
            "홍길동", "김철수", "이영희", "박민수", "044-", "044)"}) {
        EXPECT_THAT(text, Not(HasSubstr(name))) << field->full_name();
      }
    });
  }
}

TEST(ProposalRulesTest, PersonsArePlaceholdersListedOnce) {
  EXPECT_THAT(
      Release().proposal().person_placeholders,
      UnorderedElementsAre("person:han-wha-jin", "person:huang-runqiu",
                           "person:ahn-se-chang", "person:zhou-guomei"));
}

TEST(ProposalRulesTest, OnlyPersonFieldsHoldPlaceholders) {
  for (const v1::PlanEvent& event : Release().AllEvents()) {
    ForEachText(event, [](const google::protobuf::FieldDescriptor* field,
                          const std::string& text) {
      if (text.rfind("person:", 0) != 0) return;
      EXPECT_THAT(field->name(), AnyOf(Eq("person_id"), Eq("speaker")));
    });
  }
}

TEST(ProposalRulesTest, TheRulesAcceptAllOfIt) {
  const Recorded recorded(Release().proposal());
  for (const std::string& stream : Release().Streams()) {
    const v1::PlanState state = recorded.State(stream);
    for (const auto& finding : state.findings()) {
      EXPECT_EQ(finding.severity(), v1::Finding::SEVERITY_ODD)
          << finding.DebugString();
    }
  }
}

TEST(ProposalRulesTest, TheRebuiltTableIsThePublishedOne) {
  EXPECT_EQ(Recorded(Release().proposal()).Tsv(kPlan),
            Example("implementation-table.ko.tsv"));
}

TEST(ProposalRulesTest, TheTableOfMayHasSixLines) {
  const Recorded recorded(Release().proposal());
  const std::string published = Example("implementation-table.ko.tsv");
  std::vector<std::string> rows;
  size_t begin = 0;
  for (size_t end = published.find('\n'); end != std::string::npos;
       end = published.find('\n', begin)) {
    rows.push_back(published.substr(begin, end + 1 - begin));
    begin = end + 1;
  }
  ASSERT_THAT(rows, SizeIs(18));
  EXPECT_EQ(
      recorded.Tsv(kPlan, absl::CivilDay(2022, 5, 1)),
      rows[0] + rows[1] + rows[3] + rows[6] + rows[11] + rows[14] + rows[16]);
}

TEST(ProposalRulesTest, TheTableOfJanuaryHasTheHotlinesFirstUse) {
  EXPECT_EQ(
      Recorded(Release().proposal()).Tsv(kPlan, absl::CivilDay(2022, 1, 31)),
      "area\tproject\tline\n"
      "정책과 기술 교류\t계절관리대책 시행공조\t"
      "○ 고농도 예상시 핫라인 운영(실무자급, 1.7)\n");
}

}  // namespace
}  // namespace clearsky::document
