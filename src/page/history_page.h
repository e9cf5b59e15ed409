#pragma once

#include <string>
#include <vector>

#include "clearsky/v1/field_history.pb.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "page/history_labels.h"
#include "page/plan_page.h"

// The faces of an account and of a field's history. Times are in `zone`.

namespace clearsky::page {

// A name and what is said under it; the name may be empty.
struct ChangeDetail {
  std::string name;
  std::string value;
};

// All that is told of a change beside its sentence; empty values are left out.
std::vector<ChangeDetail> DetailsOf(const v1::Change& change,
                                    const HistoryLabels& labels,
                                    const std::string& zone);

// One change: the sentence and, on lines of their own, how it stands now, where
// it comes from, and what others said of it.
std::string ChangeText(const v1::Change& change, const HistoryLabels& labels,
                       const std::string& zone);
std::string ChangeMarkdown(const v1::Change& change,
                           const HistoryLabels& labels,
                           const std::string& zone);

// One row a change.
PageSection ChangesSection(const v1::ListChangesResponse& answer,
                           const HistoryLabels& labels,
                           const std::string& zone);

// One row an interval; the one that holds is marked `*`. What the ledger said
// only within one commit, which nobody could ask at a time, is left out.
PageSection FieldSection(const v1::GetFieldHistoryResponse& answer,
                         const HistoryLabels& labels, const std::string& zone);

// The name of a field in the language of the labels.
std::string FieldLabel(v1::HistoryField field, const HistoryLabels& labels);

}  // namespace clearsky::page
