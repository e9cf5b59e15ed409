// Documents in: proposed, recorded once, over what is known.

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "ledger/ledger_fixture.h"
#include "ledger/string_fields.h"
#include "table/table.h"

namespace clearsky {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::kPlan;
using ::clearsky::test::StatusIs;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

std::string Example(const std::string& name) {
  std::ifstream file(
      absl::StrCat(CLEARSKY_SOURCE_DIR, "/examples/clear-sky-2022/", name));
  EXPECT_TRUE(file.is_open()) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

v1::ProposeDocumentRequest Release() {
  v1::ProposeDocumentRequest request;
  request.set_content(Example("press-release-2022-09-28.txt"));
  request.set_file_name("press-release-2022-09-28.txt");
  request.set_plan(kPlan);
  request.set_facts(Example("clear-sky-2022.facts.json"));
  return request;
}

v1::ImportDocumentRequest ImportOf(const v1::ProposeDocumentRequest& document) {
  v1::ImportDocumentRequest request;
  *request.mutable_document() = document;
  return request;
}

class ImportTest : public test::LedgerTest {
 protected:
  absl::StatusOr<v1::ImportDocumentResponse> Import() {
    return ledger_->ImportDocument(ImportOf(Release()));
  }

  std::vector<v1::ReadEvent> Events(const std::string& stream = "") {
    v1::ReadEventsRequest request;
    request.set_stream(stream);
    const auto read = ledger_->ReadEvents(request);
    EXPECT_THAT(read, IsOk());
    EXPECT_FALSE(read->more());
    return {read->events().begin(), read->events().end()};
  }

  // A second ledger beside the first.
  std::unique_ptr<ledger::Ledger> Another() {
    ledger::CreateOptions options;
    options.clock = &clock_;
    auto made = ledger::Ledger::Create(dir_.Sub("another"), options);
    EXPECT_THAT(made, IsOk());
    return *std::move(made);
  }

  static std::vector<std::string> Rules(
      const v1::ImportDocumentResponse& response) {
    std::vector<std::string> rules;
    for (const v1::DocumentFinding& finding : response.findings()) {
      rules.push_back(finding.rule());
    }
    return rules;
  }

  std::set<std::string> PersonIds() {
    std::set<std::string> ids;
    const auto directory = StateOf("directory");
    EXPECT_THAT(directory, IsOk());
    for (const auto& [id, person] : directory->persons()) {
      ids.insert(id);
    }
    return ids;
  }
};

TEST_F(ImportTest, RecordsEverythingInOneAppend) {
  const auto response = Import();
  ASSERT_THAT(response, IsOk());
  EXPECT_FALSE(response->duplicate());
  ASSERT_GT(response->recorded_size(), 60);
  EXPECT_EQ(EventCount(), static_cast<uint64_t>(response->recorded_size()));
  std::set<std::string> streams;
  for (int i = 0; i < response->recorded_size(); ++i) {
    const v1::RecordedPosition& recorded = response->recorded(i);
    EXPECT_EQ(recorded.position(), static_cast<uint64_t>(i));
    EXPECT_EQ(recorded.record_time().DebugString(),
              response->recorded(0).record_time().DebugString());
    streams.insert(recorded.stream());
  }
  EXPECT_THAT(streams, ::testing::ElementsAre("cbd-cop15", kPlan, "directory",
                                              "kr-cn-environment"));
}

TEST_F(ImportTest, TableFromTheEventsIsAsPublished) {
  ASSERT_THAT(Import(), IsOk());
  v1::GetTableRequest request;
  request.set_plan(kPlan);
  request.mutable_at()->set_as_of_day("2022-09-28");
  const auto table = ledger_->GetTable(request);
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table::ToTsv(table->table()),
            Example("implementation-table.ko.tsv"));
}

TEST_F(ImportTest, SecondImportRecordsNothingAndReportsTheFirstPositions) {
  const auto first = Import();
  ASSERT_THAT(first, IsOk());
  clock_.Set(clock_.Now() + absl::Hours(48));
  const auto second = Import();
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(second->duplicate());
  ASSERT_EQ(second->recorded_size(), first->recorded_size());
  for (int i = 0; i < first->recorded_size(); ++i) {
    EXPECT_EQ(second->recorded(i).position(), first->recorded(i).position());
    EXPECT_EQ(second->recorded(i).event_id(), first->recorded(i).event_id());
  }
  EXPECT_EQ(EventCount(), static_cast<uint64_t>(first->recorded_size()));
}

TEST_F(ImportTest, PersonsGetRandomIdsAndNoPlaceholderIsLeft) {
  ASSERT_THAT(Import(), IsOk());
  const std::set<std::string> ids = PersonIds();
  EXPECT_GE(ids.size(), 2u);
  for (const std::string& id : ids) {
    EXPECT_THAT(id, MatchesRegex("person-[0-9a-f]+"));
    EXPECT_EQ(id.size(), 19u);
  }
  for (const v1::ReadEvent& event : Events()) {
    EXPECT_FALSE(absl::StrContains(event.stored().data(), "person:"))
        << event.event().ShortDebugString();
  }
  std::set<std::string> others;
  const auto other = Another();
  ASSERT_THAT(other->ImportDocument(ImportOf(Release())), IsOk());
  v1::GetPlanRequest request;
  request.set_plan("directory");
  const auto directory = other->GetPlan(request);
  ASSERT_THAT(directory, IsOk());
  EXPECT_EQ(static_cast<size_t>(directory->state().persons_size()), ids.size());
  for (const std::string& id : ids) {
    EXPECT_FALSE(directory->state().persons().contains(id));
  }
}

TEST_F(ImportTest, ProposalIsWhatWouldBeRecorded) {
  const auto proposal = ledger_->ProposeDocument(Release());
  ASSERT_THAT(proposal, IsOk());
  EXPECT_FALSE(proposal->already_imported());
  EXPECT_EQ(EventCount(), 0u);
  const auto imported = Import();
  ASSERT_THAT(imported, IsOk());
  int index = 0;
  for (const v1::StreamRecord& record : proposal->streams()) {
    for (const v1::EventToRecord& event : record.events()) {
      ASSERT_LT(index, imported->recorded_size());
      EXPECT_EQ(event.event_id(), imported->recorded(index).event_id());
      ++index;
    }
  }
  EXPECT_EQ(index, imported->recorded_size());

  const auto again = ledger_->ProposeDocument(Release());
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->already_imported());
  EXPECT_EQ(again->streams_size(), 0);
}

// What was registered by hand is not registered again, and its persons are the
// ones that hold the roles.
TEST_F(ImportTest, KnownDirectoryIsKept) {
  const auto other = Another();
  ASSERT_THAT(other->ImportDocument(ImportOf(Release())), IsOk());
  v1::ReadEventsRequest read;
  read.set_stream("directory");
  const auto directory = other->ReadEvents(read);
  ASSERT_THAT(directory, IsOk());
  std::vector<v1::PlanEvent> known;
  for (const v1::ReadEvent& event : directory->events()) {
    if (!event.event().has_document_registered()) {
      known.push_back(event.event());
      known.back().mutable_provenance()->clear_source();
    }
  }
  ASSERT_THAT(Record("directory", known), IsOk());
  const std::set<std::string> persons = PersonIds();
  ASSERT_FALSE(persons.empty());

  const auto response = Import();
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(Rules(*response),
              Contains("already-known").Times(static_cast<int>(known.size())));
  EXPECT_EQ(PersonIds(), persons);
  int registered = 0;
  for (const v1::RecordedPosition& recorded : response->recorded()) {
    if (recorded.stream() == "directory") ++registered;
  }
  EXPECT_EQ(registered, 1) << "the document alone is new";

  const auto again = Import();
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->duplicate());
  EXPECT_EQ(again->recorded_size(), response->recorded_size());
  EXPECT_THAT(Rules(*again),
              Contains("not-recorded").Times(static_cast<int>(known.size())));
}

TEST_F(ImportTest, OneOfManyAtOnceRecords) {
  std::vector<std::thread> threads;
  std::atomic<int> recorded = 0;
  std::atomic<int> duplicates = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const auto response = Import();
      ASSERT_THAT(response, IsOk());
      ++(response->duplicate() ? duplicates : recorded);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(recorded, 1);
  EXPECT_EQ(duplicates, 3);
}

TEST_F(ImportTest, QuotesAreReadFromTheDocumentStore) {
  ASSERT_THAT(Import(), IsOk());
  v1::ListChangesRequest request;
  request.set_plan(kPlan);
  const auto changes = ledger_->ListChanges(request);
  ASSERT_THAT(changes, IsOk());
  int quoted = 0;
  for (const v1::Change& change : changes->changes()) {
    EXPECT_NE(change.sentence(), "");
    if (absl::StrContains(change.source_text(), ": “")) ++quoted;
  }
  EXPECT_GT(quoted, 16);

  // What is said by the whole document is told by its title.
  request.set_plan("directory");
  request.set_entity("press-release-2022-09-28");
  const auto document = ledger_->ListChanges(request);
  ASSERT_THAT(document, IsOk());
  EXPECT_EQ(document->changes(0).type(), "DocumentRegistered");
  EXPECT_EQ(document->changes(0).source_text(),
            "한중, 미세먼지 저감 및 탄소중립 분야 협력 강화");
}

TEST_F(ImportTest, ASecondReleaseOfADayGetsAnIdOfItsOwnAndKeepsIt) {
  ASSERT_THAT(Import(), IsOk());
  v1::ProposeDocumentRequest second = Release();
  second.set_plan("other/2022");
  second.clear_facts();
  const std::string line = "(7.29, 영상)";
  const size_t at = second.content().find(line);
  ASSERT_NE(at, std::string::npos);
  second.mutable_content()->replace(at, line.size(), "(7.28, 영상)");
  const auto first = ledger_->ImportDocument(ImportOf(second));
  ASSERT_THAT(first, IsOk());
  EXPECT_FALSE(first->duplicate());
  const auto again = ledger_->ImportDocument(ImportOf(second));
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->duplicate());
  EXPECT_EQ(again->recorded(0).position(), first->recorded(0).position());

  v1::ListChangesRequest request;
  request.set_plan("directory");
  request.set_entity("press-release-2022-09-28-2");
  EXPECT_THAT(ledger_->ListChanges(request), IsOk());
}

TEST_F(ImportTest, WhatIsNoReleaseIsInvalidArgumentAndRecordsNothing) {
  v1::ProposeDocumentRequest request = Release();
  request.clear_content();
  EXPECT_THAT(ledger_->ImportDocument(ImportOf(request)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  request.set_content("A letter without a table.");
  EXPECT_THAT(ledger_->ImportDocument(ImportOf(request)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  request = Release();
  request.set_plan("directory");
  const auto reserved = ledger_->ImportDocument(ImportOf(request));
  EXPECT_THAT(reserved, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(reserved.status().message(), HasSubstr("reserved"));
  request.set_plan("");
  EXPECT_THAT(ledger_->ProposeDocument(request),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(EventCount(), 0u);
}

TEST(StringFieldsTest, WholeValuesAreReplacedEverywhere) {
  v1::PlanEvent event;
  event.mutable_provenance()->mutable_actor()->set_person_id("person:a");
  auto* held = event.mutable_activity_held();
  held->set_activity_id("m1");
  held->add_heads()->set_person_id("person:a");
  held->add_participants("person:b");
  held->add_participants("person:a");
  held->mutable_date()->set_verbatim("not person:a alone");
  ledger::ReplaceStrings({{"person:a", "x"}, {"person:b", "y"}}, &event);
  EXPECT_EQ(event.provenance().actor().person_id(), "x");
  EXPECT_EQ(held->heads(0).person_id(), "x");
  EXPECT_THAT(held->participants(), ::testing::ElementsAre("y", "x"));
  EXPECT_EQ(held->date().verbatim(), "not person:a alone");
}

}  // namespace
}  // namespace clearsky
