#pragma once

#include "page/history_labels.h"
#include "page/history_page.h"

namespace clearsky::cli {

using page::ChangeMarkdown;
using page::ChangesSection;
using page::ChangeText;
using page::FieldLabel;
using page::FieldSection;
using page::HistoryLabels;
using page::LabelsOf;

}  // namespace clearsky::cli
