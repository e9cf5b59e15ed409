#include "proposal.h"

#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "describe.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "print.h"
#include "table/table.h"

namespace clearsky::cli {
namespace {

// The lines that the proposed events of one stream alone would print, by
// activity.
std::map<std::string, std::string> LinesOf(const v1::StreamRecord& stream) {
  plan::History history;
  for (const v1::EventToRecord& proposed : stream.events()) {
    plan::HistoryEvent event;
    event.revision = history.size();
    event.position = history.size();
    event.record_day = absl::CivilDay::max();
    event.type = plan::TypeName(proposed.event());
    event.event = proposed.event();
    history.push_back(std::move(event));
  }
  std::map<std::string, std::string> lines;
  const auto table =
      table::MakeTable(plan::Fold(stream.stream(), history, std::nullopt), "ko",
                       v1::TABLE_STYLE_AS_PUBLISHED);
  if (!table.ok()) return lines;
  for (const v1::TableArea& area : table->areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        lines[line.activity_id()] = line.text();
      }
    }
  }
  return lines;
}

std::string EffectiveWords(const v1::PlanEvent& event) {
  if (!event.provenance().has_effective()) return "";
  return absl::StrCat("  [effective ", event.provenance().effective().edtf(),
                      "]");
}

std::string StreamWords(const v1::StreamRecord& stream) {
  std::map<std::string, int> counts;
  // Activities in the order in which they are first named.
  std::vector<std::pair<std::string, std::string>> activities;
  std::map<std::string, size_t> index;
  for (const v1::EventToRecord& proposed : stream.events()) {
    const v1::PlanEvent& event = proposed.event();
    ++counts[plan::ChangeName(event)];
    const std::vector<std::string> entities = plan::EntitiesOf(event);
    if (event.has_activity_registered()) {
      index.emplace(entities.front(), activities.size());
      activities.emplace_back(entities.front(), "");
    }
    const auto found = entities.empty() ? index.end() : index.find(entities[0]);
    if (found == index.end()) continue;
    absl::StrAppend(&activities[found->second].second, "      ",
                    EventWords(event), EffectiveWords(event), "\n");
  }

  std::string words = absl::StrCat(
      stream.stream(), ": ", stream.events_size(), " events (",
      absl::StrJoin(counts, ", ",
                    [](std::string* out, const auto& entry) {
                      absl::StrAppend(out, entry.second, " ", entry.first);
                    }),
      ")\n");
  const std::map<std::string, std::string> lines = LinesOf(stream);
  for (const auto& [id, events] : activities) {
    const auto line = lines.find(id);
    absl::StrAppend(&words, "  ", id, line == lines.end() ? "" : "  ",
                    line == lines.end() ? "" : line->second, "\n", events);
  }
  return words;
}

std::string ProposalWords(const v1::ProposeDocumentResponse& proposal) {
  std::string words;
  for (const v1::StreamRecord& stream : proposal.streams()) {
    absl::StrAppend(&words, StreamWords(stream));
  }
  return words;
}

}  // namespace

int CountEvents(const v1::ProposeDocumentResponse& proposal) {
  int count = 0;
  for (const v1::StreamRecord& stream : proposal.streams()) {
    count += stream.events_size();
  }
  return count;
}

void PrintProposal(const v1::ProposeDocumentResponse& proposal) {
  Print(ProposalWords(proposal));
}

void NoteProposal(const v1::ProposeDocumentResponse& proposal) {
  const std::string words = ProposalWords(proposal);
  std::fwrite(words.data(), 1, words.size(), stderr);
}

void NoteDocumentFinding(const v1::DocumentFinding& finding) {
  Note(absl::StrCat(
      "finding: ",
      finding.line() == 0 ? "" : absl::StrCat("line ", finding.line(), ": "),
      finding.rule(), ": ", finding.message()));
}

}  // namespace clearsky::cli
