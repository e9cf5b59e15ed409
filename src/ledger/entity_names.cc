#include "ledger/entity_names.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/value_words.h"

namespace clearsky::ledger {
namespace {

// As the table prints it: the ordinal or the year stands before the name.
std::string ActivityName(const v1::ActivityRegistered& details) {
  const std::string title = BestLabel(details.titles());
  if (title.empty()) return "";
  if (!details.ordinal_text().empty()) {
    return absl::StrCat(details.ordinal_text(), " ", title);
  }
  if (details.ordinal() != 0) {
    return absl::StrCat("제", details.ordinal(), "차 ", title);
  }
  if (details.edition_year() != 0) {
    return absl::StrCat(details.edition_year(), " ", title);
  }
  return title;
}

std::string PersonName(const v1::PersonRegistered& person) {
  const v1::PersonalText* best = nullptr;
  for (const v1::PersonalText& name : person.names()) {
    if (best == nullptr ||
        (best->language() != "ko" && name.language() == "ko")) {
      best = &name;
    }
  }
  return best == nullptr ? "" : best->text();
}

// The value of `key`; nullptr when the map has none.
template <typename Map>
const typename Map::mapped_type* Find(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::string EntityNames::NameInPlan(const std::string& id) const {
  if (const auto* activity = Find(state_->activities(), id)) {
    return ActivityName(activity->details());
  }
  if (const auto* project = Find(state_->projects(), id)) {
    return BestLabel(project->definition().labels());
  }
  if (const auto* area = Find(state_->areas(), id)) {
    return BestLabel(area->definition().labels());
  }
  if (const auto* agreement = Find(state_->agreements(), id)) {
    return BestLabel(agreement->titles());
  }
  if (const auto* measure = Find(state_->measures(), id)) {
    return BestLabel(measure->definition().labels());
  }
  if (const auto* outcome = Find(state_->outcomes(), id)) {
    return BestLabel(outcome->outcome().about());
  }
  return "";
}

std::string EntityNames::NameInDirectory(const std::string& id) const {
  if (const auto* party = Find(directory_->parties(), id)) {
    return BestLabel(party->labels());
  }
  if (const auto* organisation = Find(directory_->organisations(), id)) {
    return BestLabel(organisation->registration().labels());
  }
  if (const auto* person = Find(directory_->persons(), id)) {
    return PersonName(person->registration());
  }
  if (const auto* document = Find(directory_->documents(), id)) {
    return BestLabel(document->registration().titles());
  }
  if (const auto* series = Find(directory_->series(), id)) {
    return BestLabel(series->definition().labels());
  }
  if (const auto* role = Find(directory_->roles(), id)) {
    return BestLabel(role->assignment().titles());
  }
  return "";
}

std::string EntityNames::Plain(absl::string_view id) const {
  const std::string key(id);
  if (key == state_->stream() && state_->has_plan()) {
    const std::string title = BestLabel(state_->plan().titles());
    if (!title.empty()) return title;
  }
  std::string name = NameInPlan(key);
  if (name.empty()) name = NameInDirectory(key);
  return name.empty() ? key : name;
}

std::string EntityNames::Of(absl::string_view id) const {
  if (id.empty()) return "the plan";
  const std::string name = Plain(id);
  if (absl::string_view(name) == id) return absl::StrCat("`", id, "`");
  return InQuotes(name);
}

std::string EntityNames::List(
    const google::protobuf::RepeatedPtrField<std::string>& ids) const {
  std::vector<std::string> names;
  for (const std::string& id : ids) names.push_back(Of(id));
  return absl::StrJoin(names, ", ");
}

std::string EntityNames::Host(const v1::HostMeeting& host) const {
  const std::string label = BestLabel(host.labels());
  if (!label.empty()) return InQuotes(label);
  return host.activity().empty() ? "another meeting" : Of(host.activity());
}

std::string EntityNames::Delegate(const v1::Delegate& delegate) const {
  std::string words =
      delegate.person_id().empty() ? "" : Plain(delegate.person_id());
  if (!delegate.role().empty()) {
    words = words.empty() ? delegate.role()
                          : absl::StrCat(words, " (", delegate.role(), ")");
  }
  if (words.empty()) words = "a delegate";
  if (!delegate.party_id().empty()) {
    absl::StrAppend(&words, " for ", Plain(delegate.party_id()));
  }
  return words;
}

std::string EntityNames::Actor(const v1::Actor& actor) const {
  std::string words = actor.person_id().empty() ? "" : Plain(actor.person_id());
  if (!actor.role().empty()) {
    words = words.empty() ? actor.role()
                          : absl::StrCat(words, " (", actor.role(), ")");
  }
  if (actor.on_behalf_of().empty()) return words;
  const std::string behalf = Plain(actor.on_behalf_of());
  return words.empty() ? behalf : absl::StrCat(words, " for ", behalf);
}

}  // namespace clearsky::ledger
