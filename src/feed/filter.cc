#include "feed/filter.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "log/event.h"
#include "plan/history.h"

namespace clearsky::feed {
namespace {

constexpr char kTypePrefix[] = "clearsky.v1.";
// Of a name in a message: more of it tells nothing.
constexpr size_t kShownBytes = 80;

}  // namespace

absl::StatusOr<v1::FeedFilter> NormalisedFilter(const v1::FeedFilter& filter) {
  if (filter.stream_prefix().size() > log::kMaxStreamNameBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "filter.stream_prefix has ", filter.stream_prefix().size(),
        " bytes; a stream's name has at most ", log::kMaxStreamNameBytes));
  }
  std::set<std::string> types;
  for (const std::string& type : filter.types()) {
    std::string full = absl::StartsWith(type, kTypePrefix)
                           ? type
                           : absl::StrCat(kTypePrefix, type);
    if (!plan::IsTypeName(full)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "filter.types: there are no events of type `",
          type.substr(0, kShownBytes),
          "`; name one as it is recorded, for example `ActivityPostponed`"));
    }
    types.insert(std::move(full));
  }
  v1::FeedFilter result;
  result.set_stream_prefix(filter.stream_prefix());
  for (const std::string& type : types) result.add_types(type);
  return result;
}

log::EventFilter LogFilterOf(const v1::FeedFilter& filter) {
  return {filter.stream_prefix(),
          {filter.types().begin(), filter.types().end()}};
}

}  // namespace clearsky::feed
