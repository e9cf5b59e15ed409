#pragma once

#include "page/plan_page.h"

namespace clearsky::cli {

using page::ActivitiesSection;
using page::MakePlanPage;
using page::PageMarkdown;
using page::PageSection;
using page::PageText;
using page::PlanPage;
using page::SectionTsv;

}  // namespace clearsky::cli
