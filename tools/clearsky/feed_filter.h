#pragma once

#include <string>
#include <vector>

#include "app.h"
#include "clearsky/v1/event.pb.h"
#include "clearsky/v1/feed_service.pb.h"

namespace clearsky::cli {

// Which events are wanted: --stream and --type.
struct FilterOptions {
  std::string stream_prefix;
  std::vector<std::string> types;
};

std::vector<CLI::Option*> AddFilterOptions(CLI::App* command,
                                           FilterOptions* options);

v1::FeedFilter FilterOf(const FilterOptions& options);

// Whether a daemon would deliver the event.
bool Wants(const v1::FeedFilter& filter, const v1::StoredEvent& event);

// `stream clear-sky/, types ActivityHeld ActivityPostponed`; `everything`.
std::string FilterWords(const v1::FeedFilter& filter);

// Tells of types that this program does not know: a newer one may have recorded
// them, or it is a slip of the pen, for which one would wait for ever.
void NoteUnknownTypes(const FilterOptions& options);

}  // namespace clearsky::cli
