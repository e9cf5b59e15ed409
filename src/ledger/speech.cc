#include "ledger/speech.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/date_words.h"
#include "notation/korean.h"
#include "plan/edtf.h"

namespace clearsky::ledger {
namespace {

// `zh` of `zh-Hans-CN`.
absl::string_view PrimarySubtag(absl::string_view tag) {
  return tag.substr(0, tag.find('-'));
}

// Lower is better.
int LanguageRank(absl::string_view tag, const Language& wanted) {
  const absl::string_view primary = PrimarySubtag(tag);
  if (primary == wanted.tag()) return 0;
  int rank = 1;
  for (const Language* language : Languages()) {
    if (primary == language->tag()) return rank;
    ++rank;
  }
  return rank;
}

int KindRank(const v1::Label& label) {
  switch (label.kind()) {
    case v1::Label::KIND_TABLE:
    case v1::Label::KIND_TRANSLATION:
      return 1;
    case v1::Label::KIND_SHORT:
      return 2;
    default:
      return 0;
  }
}

const v1::Label* BestLabel(const Labels& labels, const Language& language) {
  const v1::Label* best = nullptr;
  const auto rank = [&](const v1::Label& label) {
    return std::pair(LanguageRank(label.language(), language), KindRank(label));
  };
  for (const v1::Label& label : labels) {
    if (best == nullptr || rank(label) < rank(*best)) best = &label;
  }
  return best;
}

// The language that a label is in, for the number before it.
const Language& LanguageOf(const v1::Label& label, const Language& otherwise) {
  for (const Language* language : Languages()) {
    if (PrimarySubtag(label.language()) == language->tag()) return *language;
  }
  return otherwise;
}

std::string InBackquotes(absl::string_view id) {
  return absl::StrCat("`", id, "`");
}

}  // namespace

std::string Speech::Quote(const std::string& text) const {
  return Say("quote", {{"text", text}});
}

std::string Speech::Label(const Labels& labels, absl::string_view entity) {
  const v1::Label* label = BestLabel(labels, language_);
  if (label == nullptr) return "";
  if (PrimarySubtag(label->language()) != language_.tag()) {
    missing_.insert({std::string(entity), label->text(), label->language()});
  }
  return label->text();
}

std::string Speech::Introduced(const Labels& labels, const std::string& id) {
  const std::string label = Label(labels, id);
  return label.empty() ? InBackquotes(id) : Quote(label);
}

// As the table prints it: the ordinal or the year stands before the name.
std::string Speech::Activity(const v1::ActivityRegistered& details,
                             absl::string_view id) {
  const std::string title = Label(details.titles(), id);
  if (title.empty()) return "";
  const Language& language =
      LanguageOf(*BestLabel(details.titles(), language_), language_);
  // The ordinal as written is of the table, which is Korean.
  if (!details.ordinal_text().empty() &&
      (&language == &Korean() || details.ordinal() == 0)) {
    return absl::StrCat(details.ordinal_text(), " ", title);
  }
  if (details.ordinal() != 0) {
    return language.Say(
        "name.numbered",
        {{"ordinal", absl::StrCat(details.ordinal())}, {"title", title}});
  }
  if (details.edition_year() != 0) {
    return language.Say(
        "name.of-year",
        {{"year", absl::StrCat(details.edition_year())}, {"title", title}});
  }
  return title;
}

std::string Speech::Person(const v1::PersonRegistered& person) const {
  const v1::PersonalText* best = nullptr;
  for (const v1::PersonalText& name : person.names()) {
    if (best == nullptr || LanguageRank(name.language(), language_) <
                               LanguageRank(best->language(), language_)) {
      best = &name;
    }
  }
  return best == nullptr ? "" : best->text();
}

std::string Speech::Plain(absl::string_view id) {
  const EntityNaming naming = names_.Of(id);
  std::string name;
  if (naming.labels != nullptr) name = Label(*naming.labels, id);
  if (naming.activity != nullptr) name = Activity(*naming.activity, id);
  if (naming.person != nullptr) name = Person(*naming.person);
  return name.empty() ? std::string(id) : name;
}

std::string Speech::Name(absl::string_view id) {
  if (id.empty()) return language_.Word("entity.plan");
  const std::string name = Plain(id);
  return absl::string_view(name) == id ? InBackquotes(id) : Quote(name);
}

std::string Speech::Names(
    const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::vector<std::string> names;
  for (const std::string& id : ids) names.push_back(Name(id));
  return language_.Join(names);
}

std::string Speech::PlainNames(
    const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::vector<std::string> names;
  for (const std::string& id : ids) names.push_back(Plain(id));
  return language_.Join(names);
}

std::string Speech::Date(const v1::PartialDate& date) {
  const std::optional<std::string> value = DateValueWords(language_, date);
  std::vector<std::string> details;
  std::string words;
  if (value) {
    words = *value;
    const std::string written = Say("as-written", {{"words", date.verbatim()}});
    // What is undecided is told by the words alone.
    const bool is_told = date.verbatim().empty() ||
                         date.verbatim() == date.edtf() ||
                         date.verbatim() == words;
    if (!is_told && !written.empty()) {
      details.push_back(written);
    } else if (!is_told && date.edtf().empty()) {
      details.push_back(date.verbatim());
    }
  } else {
    words = date.verbatim().empty() ? date.edtf() : date.verbatim();
  }
  const absl::StatusOr<plan::Edtf> edtf = plan::ParseEdtf(date.edtf());
  const auto add = [&](bool is_so, const char* key) {
    if (is_so) details.push_back(language_.Word(key));
  };
  using D = v1::PartialDate;
  add(edtf.ok() && edtf->uncertain, "date.uncertain");
  add(date.certainty() == D::CERTAINTY_APPROXIMATE ||
          (edtf.ok() && edtf->approximate),
      "date.approximate");
  add(date.certainty() == D::CERTAINTY_TENTATIVE, "date.tentative");
  add(date.part_of_day() == D::PART_OF_DAY_MORNING, "date.morning");
  add(date.part_of_day() == D::PART_OF_DAY_AFTERNOON, "date.afternoon");
  add(date.part_of_day() == D::PART_OF_DAY_EVENING, "date.evening");
  for (const v1::RelativeDate& relative : date.relative()) {
    const char* key = relative.relation() == v1::RelativeDate::RELATION_AFTER
                          ? "date.after"
                      : relative.relation() == v1::RelativeDate::RELATION_BEFORE
                          ? "date.before"
                          : "date.during";
    details.push_back(Say(key, {{"activity", Name(relative.activity())}}));
  }
  if (!date.condition().empty()) details.push_back(date.condition());
  if (details.empty()) return words;
  return Say(
      "bracket",
      {{"text", words},
       {"inside", absl::StrJoin(details, language_.Word("bracket.between"))}});
}

std::string Speech::Day(const std::string& day) const {
  const absl::StatusOr<absl::CivilDay> parsed = plan::ParseDay(day);
  return parsed.ok() ? DayWords(language_, *parsed) : day;
}

std::string Speech::Delivery(const v1::Delivery& delivery) {
  std::string words = EnumWord(v1::DeliveryMode_Name(delivery.mode()),
                               "DELIVERY_MODE_UNSPECIFIED");
  std::vector<std::string> details;
  const std::string& verbatim = delivery.verbatim();
  const std::string written = Say("as-written", {{"words", verbatim}});
  if (!verbatim.empty() && verbatim != words) {
    if (!written.empty()) {
      details.push_back(written);
    } else if (notation::ReadMode(verbatim) == delivery.mode()) {
      words = verbatim;
    } else {
      details.push_back(verbatim);
    }
  }
  for (const v1::PartyDelivery& party : delivery.parties()) {
    details.push_back(Say(
        "party-mode", {{"party", Plain(party.party_id())},
                       {"mode", EnumWord(v1::DeliveryMode_Name(party.mode()),
                                         "DELIVERY_MODE_UNSPECIFIED")}}));
  }
  if (details.empty()) return words;
  return Say(
      "bracket",
      {{"text", words},
       {"inside", absl::StrJoin(details, language_.Word("bracket.between"))}});
}

std::string Speech::DeliveryIfSaid(const v1::Delivery& delivery) {
  const bool is_said = delivery.mode() != v1::DELIVERY_MODE_UNSPECIFIED ||
                       !delivery.verbatim().empty() ||
                       !delivery.parties().empty();
  return is_said ? Delivery(delivery) : "";
}

std::string Speech::Venues(
    const google::protobuf::RepeatedPtrField<v1::Venue>& venues) {
  std::vector<std::string> places;
  for (const v1::Venue& venue : venues) {
    std::vector<std::string> parts;
    for (const std::string& part :
         {Label(venue.names()), Label(venue.localities()),
          venue.country().empty() ? "" : Plain(venue.country())}) {
      if (!part.empty()) parts.push_back(part);
    }
    if (!parts.empty()) places.push_back(absl::StrJoin(parts, ", "));
  }
  return language_.Join(places);
}

std::string Speech::Host(const v1::HostMeeting& host) {
  const std::string label = Label(host.labels(), host.activity());
  if (!label.empty()) return Quote(label);
  return host.activity().empty() ? language_.Word("host.unknown")
                                 : Name(host.activity());
}

std::string Speech::Delegate(const v1::Delegate& delegate) {
  std::string who =
      delegate.person_id().empty() ? "" : Plain(delegate.person_id());
  std::string role =
      delegate.role().empty() ? "" : WordOf("role", delegate.role());
  if (who.empty()) std::swap(who, role);
  if (who.empty()) who = language_.Word("delegate.unknown");
  return Say("delegate",
             {{"who", who},
              {"role", role},
              {"party",
               delegate.party_id().empty() ? "" : Plain(delegate.party_id())}});
}

std::string Speech::Actor(const v1::Actor& actor) {
  std::string who = actor.person_id().empty() ? "" : Plain(actor.person_id());
  std::string role = actor.role().empty() ? "" : WordOf("role", actor.role());
  if (who.empty()) std::swap(who, role);
  const std::string behalf =
      actor.on_behalf_of().empty() ? "" : Plain(actor.on_behalf_of());
  if (who.empty()) return behalf;
  const std::string words = Say("actor", {{"who", who}, {"role", role}});
  if (behalf.empty()) return words;
  return Say("actor.for", {{"who", words}, {"behalf", behalf}});
}

std::string Speech::Reason(const v1::Reason& reason) const {
  if (!reason.text().empty()) return reason.text();
  const std::string name = v1::Reason::Code_Name(reason.code());
  return language_.Has(name) ? language_.Word(name) : "";
}

std::string Speech::EnumWord(const std::string& value,
                             const char* otherwise) const {
  return language_.Word(language_.Has(value) ? value : otherwise);
}

std::string Speech::WordOf(absl::string_view group,
                           const std::string& name) const {
  const std::string key = absl::StrCat(group, ".", name);
  return language_.Has(key) ? language_.Word(key) : name;
}

}  // namespace clearsky::ledger
