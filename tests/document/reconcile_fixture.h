#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/sha256.h"
#include "document/reconcile.h"
#include "document/release.h"
#include "document/release_fixture.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "plan/edtf.h"
#include "plan/entities.h"
#include "plan/fold.h"
#include "plan/partial_date.h"
#include "plan/recording.h"
#include "plan/stream_head.h"
#include "table/table.h"

// A plan under the rules of the domain, without a log, held against documents.

namespace clearsky::document {

inline constexpr char kHead[] = "area\tproject\tline\n";

class PlanUnderTest {
 public:
  explicit PlanUnderTest(std::string plan,
                         absl::CivilDay record_day = absl::CivilDay(2023, 6, 1))
      : plan_(std::move(plan)), record_day_(record_day) {
    histories_[plan_];
    histories_[plan::kDirectoryStream];
  }

  // The plan that the release of 2022-09-28 tells of.
  static PlanUnderTest Imported() {
    PlanUnderTest made(kPlan);
    const auto proposal =
        ProposeRelease(ReleaseText(), "release.txt", kPlan, ReleaseFacts());
    EXPECT_TRUE(proposal.ok()) << proposal.status();
    for (const v1::StreamRecord& stream : proposal->streams) {
      for (const v1::EventToRecord& event : stream.events()) {
        made.Expect(event.event());
      }
    }
    for (const v1::StreamRecord& stream : proposal->streams) {
      for (const v1::EventToRecord& event : stream.events()) {
        made.MustRecord(stream.stream(), event.event());
      }
    }
    return made;
  }

  // A plan of these areas and projects, in order of first mention in the rows
  // of a table; without activities.
  static PlanUnderTest OfProjects(const std::string& plan, int year,
                                  const std::string& tsv) {
    PlanUnderTest made(plan, absl::CivilDay(year + 2, 6, 1));
    made.MustRecordText(
        plan,
        absl::StrCat(
            "plan_registered { titles { language: 'ko' text: '계획' } period { "
            "edtf: '",
            year, "' } } provenance { effective { edtf: '", year,
            "-01-01' } }"));
    std::map<std::string, std::string> areas;
    std::set<std::pair<std::string, std::string>> projects;
    for (const auto& row : Rows(tsv)) {
      if (!areas.contains(row[0])) {
        const size_t number = areas.size() + 1;
        areas[row[0]] = absl::StrCat("a", number);
        made.MustRecordText(
            plan,
            absl::StrCat(
                "area_defined { area_id: 'a", number, "' order: ", number,
                " labels { language: 'ko' kind: KIND_TABLE text: '", row[0],
                "' } } provenance { effective { edtf: '", year, "-01-01' } }"));
      }
      if (projects.emplace(row[0], row[1]).second) {
        made.MustRecordText(
            plan,
            absl::StrCat(
                "project_defined { project_id: 'p", projects.size(),
                "' number: ", projects.size(), " area_id: '", areas[row[0]],
                "' labels { language: 'ko' kind: KIND_TABLE text: '", row[1],
                "' } } provenance { effective { edtf: '", year, "-01-01' } }"));
      }
    }
    return made;
  }

  static std::vector<std::vector<std::string>> Rows(const std::string& tsv) {
    std::vector<std::vector<std::string>> rows;
    for (absl::string_view line :
         absl::StrSplit(tsv, '\n', absl::SkipEmpty())) {
      if (line == "area\tproject\tline") continue;
      rows.push_back(absl::StrSplit(line, '\t'));
    }
    return rows;
  }

  const std::string& name() const { return plan_; }
  const plan::History& history() const { return histories_.at(plan_); }

  void MustRecordText(const std::string& stream, const std::string& text) {
    v1::PlanEvent event;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event))
        << text;
    MustRecord(stream, event);
  }

  void MustRecord(const std::string& stream, const v1::PlanEvent& event) {
    const absl::Status status = Record(stream, event);
    ASSERT_TRUE(status.ok()) << stream << ": " << status << "\n"
                             << event.DebugString();
  }

  // Records an event of `directory`.
  void MustIntroduce(const v1::PlanEvent& event) {
    Expect(event);
    MustRecord(plan::kDirectoryStream, event);
  }

  absl::Status Record(const std::string& stream, const v1::PlanEvent& given) {
    const v1::PlanEvent event = WithRandomIds(given);
    plan::History& history = histories_[stream];
    const auto exists = [this](absl::string_view other, plan::EntityKind kind,
                               absl::string_view id) -> absl::StatusOr<bool> {
      return Exists(std::string(other), kind, std::string(id));
    };
    std::unique_ptr<plan::StreamHead>& head = heads_[stream];
    if (head == nullptr) {
      head = std::make_unique<plan::StreamHead>(stream, history);
    }
    auto recorded = head->Record(event, record_day_, exists);
    if (!recorded.has_value()) {
      recorded = plan::CheckEvent(stream, history, event, record_day_, exists);
      if (recorded->ok()) head.reset();
    }
    auto& checked = *recorded;
    if (!checked.ok()) return checked.status();
    plan::HistoryEvent& added = history.emplace_back();
    added.revision = history.size() - 1;
    added.position = position_++;
    added.record_day = record_day_;
    added.type = plan::TypeName(checked->event);
    added.event = checked->event;
    return absl::OkStatus();
  }

  v1::PlanState State(absl::CivilDay day) const {
    return plan::Fold(plan_, history(), day);
  }

  std::string Tsv(absl::CivilDay day) const {
    const auto table =
        table::MakeTable(State(day), "ko", v1::TABLE_STYLE_AS_PUBLISHED);
    EXPECT_TRUE(table.ok()) << table.status();
    return table.ok() ? table::ToTsv(*table) : "";
  }

  v1::Reconciliation Reconcile(const std::string& content, absl::CivilDay day,
                               const std::string& file_name = "table.tsv") {
    const auto table = ReadPublishedTable(content, file_name);
    EXPECT_TRUE(table.ok()) << table.status() << "\n" << content;
    if (!table.ok()) return {};
    const v1::PlanState state = State(day);
    const v1::PlanState latest = plan::Fold(plan_, history(), std::nullopt);
    const v1::PlanState directory =
        plan::Fold(plan::kDirectoryStream,
                   histories_.at(plan::kDirectoryStream), std::nullopt);
    ReconcileInput input;
    input.table = &*table;
    input.plan = plan_;
    input.day = day;
    input.record_day = record_day_;
    input.history = &history();
    input.state = &state;
    input.latest = &latest;
    input.directory = &directory;
    input.source.document_id = absl::StrCat("table-", plan::FormatDay(day));
    input.source.sha256 = DigestBytes(Sha256(content));
    input.basis = absl::StrCat(history().size());
    ahead_in_directory_.emplace(plan::EntityKind::kDocument,
                                input.source.document_id);
    return document::Reconcile(input);
  }

  // Records all that is proposed, questions aside; fails the test when the
  // rules refuse any of it.
  void AcceptAll(const v1::Reconciliation& reconciliation) {
    for (const v1::ReconciliationProposal& proposal :
         reconciliation.proposals()) {
      for (const v1::EventToRecord& event : proposal.events()) {
        const absl::Status status = Record(plan_, event.event());
        ASSERT_TRUE(status.ok()) << status << "\n" << proposal.DebugString();
      }
    }
  }

  void Accept(
      const google::protobuf::RepeatedPtrField<v1::EventToRecord>& events) {
    for (const v1::EventToRecord& event : events) {
      const absl::Status status = Record(plan_, event.event());
      ASSERT_TRUE(status.ok()) << status << "\n" << event.DebugString();
    }
  }

 private:
  void Expect(const v1::PlanEvent& event) {
    for (const auto& made : plan::IntroductionsOf(WithRandomIds(event))) {
      ahead_in_directory_.emplace(made.kind, made.id);
    }
  }

  bool Exists(const std::string& stream, plan::EntityKind kind,
              const std::string& id) const {
    if (stream == plan::kDirectoryStream) {
      return ahead_in_directory_.contains({kind, id});
    }
    const auto found = histories_.find(stream);
    if (found == histories_.end()) return false;
    for (const plan::HistoryEvent& event : found->second) {
      if (kind == plan::EntityKind::kPlan &&
          event.event->has_plan_registered()) {
        return true;
      }
      for (const auto& made : plan::IntroductionsOf(*event.event)) {
        if (made.id == id &&
            (made.kind == kind || kind == plan::EntityKind::kAny)) {
          return true;
        }
      }
    }
    return false;
  }

  // Placeholders of persons are no ids; a ledger replaces them.
  static v1::PlanEvent WithRandomIds(const v1::PlanEvent& event) {
    std::string text = event.DebugString();
    if (!absl::StrContains(text, "\"person:")) return event;
    for (size_t at = text.find("\"person:"); at != std::string::npos;
         at = text.find("\"person:", at)) {
      text.replace(at, 8, "\"q7-");
    }
    v1::PlanEvent replaced;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &replaced));
    return replaced;
  }

  const std::string plan_;
  const absl::CivilDay record_day_;
  std::map<std::string, plan::History> histories_;
  std::map<std::string, std::unique_ptr<plan::StreamHead>> heads_;
  std::set<std::pair<plan::EntityKind, std::string>> ahead_in_directory_;
  uint64_t position_ = 0;
};

// The names of the events of a proposal, in order, by spaces.
inline std::string TypesOf(const v1::ReconciliationProposal& proposal) {
  std::string types;
  for (const v1::EventToRecord& event : proposal.events()) {
    absl::StrAppend(&types, types.empty() ? "" : " ",
                    plan::ChangeName(event.event()));
  }
  return types;
}

inline std::vector<std::string> RulesOf(
    const v1::Reconciliation& reconciliation) {
  std::vector<std::string> rules;
  for (const auto& finding : reconciliation.findings()) {
    rules.push_back(finding.rule());
  }
  return rules;
}

// The proposal about an entity; fails the test unless there is just one.
inline v1::ReconciliationProposal ProposalOf(
    const v1::Reconciliation& reconciliation, const std::string& entity) {
  std::vector<v1::ReconciliationProposal> found;
  for (const auto& proposal : reconciliation.proposals()) {
    if (proposal.entity() == entity) found.push_back(proposal);
  }
  EXPECT_EQ(found.size(), 1u) << entity << "\n" << reconciliation.DebugString();
  return found.empty() ? v1::ReconciliationProposal() : found.front();
}

}  // namespace clearsky::document
