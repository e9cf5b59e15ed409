#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "document/release.h"
#include "document/source_text.h"
#include "gtest/gtest.h"
#include "plan/history.h"

// The release of 2022-09-28 as shipped with the examples, variants of it, and
// questions about what is proposed.

namespace clearsky::document {

inline constexpr char kPlan[] = "clear-sky/2022";
inline constexpr char kFramework[] = "kr-cn-environment";

inline std::string Example(const std::string& name) {
  std::ifstream file(
      absl::StrCat(CLEARSKY_SOURCE_DIR, "/examples/clear-sky-2022/", name),
      std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

inline std::string ReleaseText() {
  return Example("press-release-2022-09-28.txt");
}
inline std::string ReleaseFacts() {
  return Example("clear-sky-2022.facts.json");
}

// `text` with the first `from` replaced; fails the test when there is none.
inline std::string Replaced(std::string text, const std::string& from,
                            const std::string& to) {
  const size_t found = text.find(from);
  EXPECT_NE(found, std::string::npos) << "no `" << from << "` to replace";
  if (found != std::string::npos) text.replace(found, from.size(), to);
  return text;
}

inline std::string ReplacedEverywhere(const std::string& text,
                                      const std::string& from,
                                      const std::string& to) {
  std::string result;
  size_t at = 0;
  for (size_t found = text.find(from); found != std::string::npos;
       found = text.find(from, at)) {
    result.append(text, at, found - at).append(to);
    at = found + from.size();
  }
  return result.append(text, at, std::string::npos);
}

// A release with a table of these rows and nothing else.
inline std::string SmallRelease(const std::string& rows) {
  return absl::StrCat("보도 일시\t2022. 9. 28.(수)\n\n한중 협력 강화\n\n",
                      "붙임 청천계획 2022년 세부이행계획 주요 내용. 끝.\n\n",
                      "분야\t세부사업\t주요 이행현황\n", rows);
}

// What was proposed, as the tests ask for it.
class Proposed {
 public:
  Proposed(const std::string& text, const std::string& facts,
           const std::string& plan = kPlan)
      : text_(text) {
    const auto proposal = ProposeRelease(text, "release.txt", plan, facts);
    EXPECT_TRUE(proposal.ok()) << proposal.status();
    if (proposal.ok()) proposal_ = *proposal;
  }

  const Proposal& proposal() const { return proposal_; }

  std::vector<std::string> Streams() const {
    std::vector<std::string> names;
    for (const auto& stream : proposal_.streams) {
      names.push_back(stream.stream());
    }
    return names;
  }

  std::vector<v1::PlanEvent> Events(const std::string& stream) const {
    std::vector<v1::PlanEvent> events;
    for (const auto& record : proposal_.streams) {
      if (record.stream() != stream) continue;
      for (const auto& event : record.events()) {
        events.push_back(event.event());
      }
    }
    return events;
  }

  std::vector<v1::PlanEvent> AllEvents() const {
    std::vector<v1::PlanEvent> events;
    for (const std::string& stream : Streams()) {
      for (auto& event : Events(stream)) events.push_back(std::move(event));
    }
    return events;
  }

  // Events of one type in a stream: `ActivityHeld`.
  std::vector<v1::PlanEvent> Events(const std::string& stream,
                                    const std::string& type) const {
    std::vector<v1::PlanEvent> events;
    for (auto& event : Events(stream)) {
      if (plan::ChangeName(event) == type) events.push_back(std::move(event));
    }
    return events;
  }

  // The one event of a type about an entity.
  v1::PlanEvent Event(const std::string& stream, const std::string& type,
                      const std::string& entity) const {
    std::vector<v1::PlanEvent> found;
    for (auto& event : Events(stream, type)) {
      const auto entities = plan::EntitiesOf(event);
      if (!entities.empty() && entities.front() == entity) {
        found.push_back(std::move(event));
      }
    }
    EXPECT_EQ(found.size(), 1u) << type << " of " << entity;
    return found.empty() ? v1::PlanEvent() : found.front();
  }

  // `ActivityRegistered ActivityHeld` for the events about an activity.
  std::string Types(const std::string& stream,
                    const std::string& entity) const {
    std::string types;
    for (const auto& event : Events(stream)) {
      const auto entities = plan::EntitiesOf(event);
      if (entities.empty() || entities.front() != entity) continue;
      absl::StrAppend(&types, types.empty() ? "" : " ",
                      plan::ChangeName(event));
    }
    return types;
  }

  // The words of the document that an event names as its source.
  std::string Quote(const v1::PlanEvent& event) const {
    const v1::SourceRef& source = event.provenance().source();
    return text_.substr(source.begin_byte(),
                        source.end_byte() - source.begin_byte());
  }

  static std::string Collapsed(const std::string& text) {
    return CollapseSpace(text);
  }

  std::vector<v1::DocumentFinding> Findings(const std::string& rule) const {
    std::vector<v1::DocumentFinding> found;
    for (const auto& finding : proposal_.findings) {
      if (finding.rule() == rule) found.push_back(finding);
    }
    return found;
  }

 private:
  std::string text_;
  Proposal proposal_;
};

}  // namespace clearsky::document
