#pragma once

#include <string>

#include "clearsky/v1/ledger_service.pb.h"
#include "page/history_labels.h"

namespace clearsky::page {

// The account as HTML, a list with one item a change: what no longer counts is
// struck through and can still be read. Times are in `zone`. Pure; safe to call
// from many threads.
std::string ChangesHtml(const v1::ListChangesResponse& answer,
                        const HistoryLabels& labels, const std::string& zone);

}  // namespace clearsky::page
