#pragma once

#include <set>
#include <string>
#include <tuple>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/value.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "ledger/entity_names.h"
#include "ledger/language.h"

namespace clearsky::ledger {

// A name that was told in another language, as there is none in the one spoken.
struct MissingLabel {
  // Empty when the label is no entity's: a venue's, a text.
  std::string entity;
  std::string text;
  // BCP 47 tag of the label told.
  std::string language;

  bool operator<(const MissingLabel& other) const {
    return std::tie(entity, text, language) <
           std::tie(other.entity, other.text, other.language);
  }
};

// A Speech says names and values in one language, for the sentences of an
// account. A label is told in that language, else in the best other, which is
// noted; nothing is translated. It is not safe for concurrent use.
class Speech {
 public:
  // Both must outlive this.
  Speech(const EntityNames* names, const Language* language)
      : names_(*names), language_(*language) {}

  const Language& language() const { return language_; }
  const EntityNames& names() const { return names_; }

  std::string Say(absl::string_view key, const Slots& slots) const {
    return language_.Say(key, slots);
  }

  // `“text”`.
  std::string Quote(const std::string& text) const;

  // The name in quotes (`“제6차 한중 환경국장회의”`); the id in backquotes when
  // there is no name; the plan when the id is empty.
  std::string Name(absl::string_view id);
  // The name without quotes, else the id.
  std::string Plain(absl::string_view id);
  // Names joined.
  std::string Names(const google::protobuf::RepeatedPtrField<std::string>& ids);
  // The names without quotes, joined.
  std::string PlainNames(
      const google::protobuf::RepeatedPtrField<std::string>& ids);

  // The label that names best: of the language, else Korean before English
  // before Chinese; a full name before a table's or a short one. Empty when
  // there is none.
  std::string Label(const Labels& labels, absl::string_view entity = "");
  // The name, in quotes, of what an event introduces: its own labels, which may
  // since have changed, else its id.
  std::string Introduced(const Labels& labels, const std::string& id);

  // `26 October 2022 (10.26)`, `2022년 10월 26일`; empty without a date.
  std::string Date(const v1::PartialDate& date);
  // `YYYY-MM-DD` in words; as it is when it is no day.
  std::string Day(const std::string& day) const;
  // `remote (비대면)`, `비대면`; parties that differ are listed after it.
  std::string Delivery(const v1::Delivery& delivery);
  // The same, empty when nothing is said of it.
  std::string DeliveryIfSaid(const v1::Delivery& delivery);
  // `서울`, `Building, Seoul`; several are joined. Empty without places.
  std::string Venues(
      const google::protobuf::RepeatedPtrField<v1::Venue>& venues);
  // The host meeting by its printed label, else by its name.
  std::string Host(const v1::HostMeeting& host);
  // A delegate: person, role and party, as far as they are known.
  std::string Delegate(const v1::Delegate& delegate);
  // Who did something, and for whom; empty when nothing is known.
  std::string Actor(const v1::Actor& actor);
  // Why: the text, else what kind of reason; empty when nothing is said.
  std::string Reason(const v1::Reason& reason) const;

  // The word of a protobuf enum's value, by its name; of `otherwise` when there
  // is none.
  std::string EnumWord(const std::string& value, const char* otherwise) const;
  // The word of `group` and `name` (`document`, `minutes`), else `name`.
  std::string WordOf(absl::string_view group, const std::string& name) const;

  // What was told in another language so far.
  const std::set<MissingLabel>& missing() const { return missing_; }

 private:
  std::string Activity(const v1::ActivityRegistered& details,
                       absl::string_view id);
  std::string Person(const v1::PersonRegistered& person) const;

  const EntityNames& names_;
  const Language& language_;
  std::set<MissingLabel> missing_;
};

}  // namespace clearsky::ledger
