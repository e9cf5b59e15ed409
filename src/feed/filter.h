#pragma once

#include "absl/status/statusor.h"
#include "clearsky/v1/feed_service.pb.h"
#include "log/event_view.h"

namespace clearsky::feed {

// `filter` in one form: types by their full names, sorted, each once. Equal
// filters become equal. INVALID_ARGUMENT for a type that there is not, naming
// it, and for a prefix that is longer than a stream's name. Pure.
absl::StatusOr<v1::FeedFilter> NormalisedFilter(const v1::FeedFilter& filter);

// The same for the log. REQUIRES: `filter` is in that form.
log::EventFilter LogFilterOf(const v1::FeedFilter& filter);

}  // namespace clearsky::feed
