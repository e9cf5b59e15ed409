#include <algorithm>
#include <map>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "document/release.h"
#include "document/release_context.h"
#include "document/release_head.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::document {
namespace {

// The year in a plan's name, `clear-sky/2022`; else that of the release.
int PlanYear(absl::string_view plan, absl::CivilDay day) {
  int year = static_cast<int>(day.year());
  for (absl::string_view word : absl::StrSplit(plan, absl::ByAnyChar("/-_."))) {
    int number = 0;
    if (word.size() == 4 && absl::SimpleAtoi(word, &number) && number >= 1900) {
      year = number;
    }
  }
  return year;
}

absl::Status CheckContent(absl::string_view content,
                          absl::string_view file_name) {
  const std::string name =
      file_name.empty() ? "the document" : std::string(file_name);
  if (const size_t bad = FirstInvalidUtf8(content); bad != content.size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, ": byte ", bad, " is not UTF-8; expected text in UTF-8"));
  }
  if (CollapseSpace(content).empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " is empty; expected the text of a press release"));
  }
  return absl::OkStatus();
}

// The party whose division leads, as the block of contacts says: it issued the
// release and says what stands in it.
std::string IssuingParty(const ReleaseContext& context) {
  const KeptFacts& kept = *context.kept;
  for (const KeptFact& division : kept.List("organisations")) {
    const std::string words = division.fact.Text("quote");
    const auto found = context.text->Find(words);
    if (!found.has_value() ||
        !absl::StrContains(context.text->LineAt(found->begin), "총괄")) {
      continue;
    }
    const KeptFact* organisation = &division;
    // Parents among the facts kept could run in a circle.
    for (size_t i = 0; i < kept.List("organisations").size(); ++i) {
      const KeptFact* party =
          kept.Find("parties", organisation->fact.Text("party"));
      if (party != nullptr) return party->id;
      organisation =
          kept.Find("organisations", organisation->fact.Text("parent"));
      if (organisation == nullptr) break;
    }
  }
  return "";
}

std::vector<std::string> MeetingParties(const KeptFacts& kept) {
  std::vector<std::string> parties;
  for (const KeptFact& organisation : kept.List("organisations")) {
    const KeptFact* party =
        kept.Find("parties", organisation.fact.Text("party"));
    if (party == nullptr || organisation.fact.Text("kind") != "ministry" ||
        std::find(parties.begin(), parties.end(), party->id) != parties.end()) {
      continue;
    }
    parties.push_back(party->id);
  }
  return parties;
}

void CollectPlaceholders(Proposal* proposal) {
  std::set<std::string> seen;
  for (const v1::StreamRecord& stream : proposal->streams) {
    for (const v1::EventToRecord& event : stream.events()) {
      const v1::PlanEvent& change = event.event();
      if (change.has_document_registered()) {
        proposal->document_id = change.document_registered().document_id();
        proposal->document_event_id = event.event_id();
      }
      if (!change.has_person_registered()) continue;
      const std::string& id = change.person_registered().person_id();
      if (seen.insert(id).second) proposal->person_placeholders.push_back(id);
    }
  }
}

// Findings in the order of the lines they are about.
void SortFindings(Proposal* proposal) {
  std::stable_sort(
      proposal->findings.begin(), proposal->findings.end(),
      [](const v1::DocumentFinding& a, const v1::DocumentFinding& b) {
        return a.line() < b.line();
      });
}

}  // namespace

std::string ReleaseContext::KnownSeries(absl::string_view id) const {
  return series.contains(std::string(id)) ? std::string(id) : "";
}

const KnownMeeting* ReleaseContext::Meeting(absl::string_view fact_id) const {
  for (const KnownMeeting& meeting : meetings) {
    if (meeting.fact_id == std::string(fact_id)) return &meeting;
  }
  return nullptr;
}

absl::StatusOr<Proposal> ProposeRelease(absl::string_view content,
                                        absl::string_view file_name,
                                        absl::string_view plan,
                                        absl::string_view facts_json,
                                        absl::string_view id_suffix) {
  RETURN_IF_ERROR(CheckContent(content, file_name));
  ASSIGN_OR_RETURN(const std::vector<ReleaseLine> lines,
                   ReadReleaseTable(content));
  const SourceText text(content);
  ASSIGN_OR_RETURN(const ReleaseDate date, ReadReleaseDate(text));
  ASSIGN_OR_RETURN(const Facts facts, Facts::Parse(facts_json));

  Proposal proposal;
  if (date.finding.has_value()) proposal.findings.push_back(*date.finding);
  const KeptFacts kept(text, facts, &proposal.findings);

  ReleaseContext context;
  context.text = &text;
  context.facts = &facts;
  context.kept = &kept;
  context.plan = std::string(plan);
  context.plan_year = PlanYear(plan, date.day);
  context.day = date.day;
  context.date = plan::DateOfDay(date.day);
  context.date_range = date.range;
  context.table_begin = TableBegin(text, lines);
  context.source.document_id =
      absl::StrCat("press-release-", plan::FormatDay(date.day), id_suffix);
  context.source.sha256 = DigestBytes(Sha256(content));
  context.source.asserted_by = IssuingParty(context);
  context.parties = MeetingParties(kept);
  context.table = ReadTable({&text, &lines, &facts, &kept, context.notation()},
                            &proposal.findings);

  const auto add = [&proposal](const EventList& events) {
    v1::StreamRecord record = events.Finish();
    if (record.events_size() > 0) proposal.streams.push_back(std::move(record));
  };
  add(DirectoryEvents(&context, &proposal.findings));
  add(FrameworkEvents(&context, &proposal.findings));
  for (const EventList& events :
       MultilateralEvents(&context, &proposal.findings)) {
    add(events);
  }
  for (const v1::StreamRecord& stream : proposal.streams) {
    if (stream.stream() != context.plan) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "plan: `", plan, "` is the stream of other facts of ", file_name,
        "; its table is accepted under a name of its own, such as "
        "clear-sky/2022"));
  }
  add(PlanEvents(context, &proposal.findings));
  CollectPlaceholders(&proposal);
  SortFindings(&proposal);
  return proposal;
}

}  // namespace clearsky::document
