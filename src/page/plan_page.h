#pragma once

#include <string>
#include <utility>
#include <vector>

#include "clearsky/v1/ledger_service.pb.h"

namespace clearsky::page {

// A table of a page: rows as long as `heads`.
struct PageSection {
  std::string title;
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
};

// A plan to be read: what it is, and its parts. Parts without rows are left
// out.
struct PlanPage {
  std::string title;
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<PageSection> sections;
};

PlanPage MakePlanPage(const v1::GetPlanResponse& answer);

// The activities alone: one row each.
PageSection ActivitiesSection(const v1::GetPlanResponse& answer);

// The faces of a page. Text is aligned by display width.
std::string PageText(const PlanPage& page);
std::string PageMarkdown(const PlanPage& page);
std::string SectionTsv(const PageSection& section);

}  // namespace clearsky::page
