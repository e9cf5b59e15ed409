#include "feed_filter.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "clearsky/v1/plan_event.pb.h"
#include "google/protobuf/descriptor.h"
#include "print.h"

namespace clearsky::cli {
namespace {

constexpr absl::string_view kPackage = "clearsky.v1.";

absl::string_view ShortName(absl::string_view type) {
  return absl::StripPrefix(type, kPackage);
}

bool IsKnown(absl::string_view type) {
  const google::protobuf::Descriptor* const event = v1::PlanEvent::descriptor();
  for (int i = 0; i < event->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* const field = event->field(i);
    if (field->real_containing_oneof() != nullptr &&
        field->message_type() != nullptr &&
        absl::string_view(field->message_type()->name()) == ShortName(type)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<CLI::Option*> AddFilterOptions(CLI::App* command,
                                           FilterOptions* options) {
  return {command
              ->add_option("--stream", options->stream_prefix,
                           "Only streams whose name starts with this")
              ->type_name("PREFIX"),
          command
              ->add_option("--type", options->types,
                           "Only events of this type, ActivityPostponed; may "
                           "repeat")
              ->allow_extra_args(false)
              ->type_name("TYPE")};
}

v1::FeedFilter FilterOf(const FilterOptions& options) {
  v1::FeedFilter filter;
  filter.set_stream_prefix(options.stream_prefix);
  for (const std::string& type : options.types) filter.add_types(type);
  return filter;
}

bool Wants(const v1::FeedFilter& filter, const v1::StoredEvent& event) {
  if (!absl::StartsWith(event.stream(), filter.stream_prefix())) return false;
  return filter.types().empty() ||
         std::any_of(filter.types().begin(), filter.types().end(),
                     [&](const std::string& type) {
                       return ShortName(type) == ShortName(event.type());
                     });
}

std::string FilterWords(const v1::FeedFilter& filter) {
  std::vector<std::string> words;
  if (!filter.stream_prefix().empty()) {
    words.push_back(absl::StrCat("streams ", filter.stream_prefix()));
  }
  if (!filter.types().empty()) {
    std::vector<absl::string_view> types;
    for (const std::string& type : filter.types()) {
      types.push_back(ShortName(type));
    }
    words.push_back(absl::StrCat("types ", absl::StrJoin(types, " ")));
  }
  return words.empty() ? "everything" : absl::StrJoin(words, ", ");
}

void NoteUnknownTypes(const FilterOptions& options) {
  for (const std::string& type : options.types) {
    if (IsKnown(type)) continue;
    Note(absl::StrCat("--type: this program knows no event `", type,
                      "`; it is asked for all the same"));
  }
}

}  // namespace clearsky::cli
