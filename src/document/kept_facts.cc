#include "document/kept_facts.h"

#include <optional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "document/release_head.h"

namespace clearsky::document {
namespace {

constexpr absl::string_view kQuotedLists[] = {"parties",
                                              "organisations",
                                              "agreements",
                                              "plans",
                                              "areas",
                                              "projects",
                                              "external_frameworks",
                                              "persons",
                                              "measures",
                                              "meetings_outside_table"};

// What the text must say for a fact to stand: its quote, else its name.
std::string WordsOf(const Fact& fact) {
  const std::string quote = fact.Text("quote");
  return quote.empty() ? fact.Object("names").Text("ko") : quote;
}

// Whether every place where `words` stand is in the block of contacts.
bool OnlyAmongContacts(const SourceText& text, absl::string_view words) {
  std::optional<ByteRange> found = text.Find(words);
  while (found.has_value()) {
    if (!IsContactLine(text.LineAt(found->begin))) return false;
    found = text.Find(words, found->begin + 1);
  }
  return true;
}

bool IsMinisterOrHead(const Fact& person) {
  for (const Fact& role : person.Objects("roles")) {
    if (role.Has("meeting") ||
        absl::StrContains(role.Object("title").Text("ko"), "장관")) {
      return true;
    }
  }
  return false;
}

// Whether facts of a list become entities by the name they have in `names`.
bool IsNamed(absl::string_view list) {
  return list != "areas" && list != "projects" && list != "persons";
}

// Why a fact cannot be kept; empty when it can. Never tells a person's name.
std::string WhyNot(const SourceText& text, absl::string_view list,
                   const Fact& fact, std::optional<ByteRange>* range) {
  if (fact.Has("matches")) {
    return "it sums up activities that are known by themselves";
  }
  const std::string words = WordsOf(fact);
  *range = text.Find(words);
  if (!range->has_value()) {
    return list == "persons" ? "its quote does not stand in the text"
                             : absl::StrCat("its quote `", words,
                                            "` does not stand in the text");
  }
  if (IsNamed(list) && fact.Object("names").Text("ko").empty()) {
    return "it has no Korean name";
  }
  const std::string date = fact.Text("date_verbatim");
  if (!date.empty() && !text.Find(date).has_value()) {
    return absl::StrCat("its date `", date, "` does not stand in the text");
  }
  if (list == "persons" &&
      (!IsMinisterOrHead(fact) || OnlyAmongContacts(text, words))) {
    return "contact persons are not imported";
  }
  return "";
}

}  // namespace

void AddFinding(uint32_t line, absl::string_view rule,
                absl::string_view message, Findings* findings) {
  v1::DocumentFinding& finding = findings->emplace_back();
  finding.set_line(line);
  finding.set_rule(std::string(rule));
  finding.set_message(std::string(message));
}

KeptFacts::KeptFacts(const SourceText& text, const Facts& facts,
                     Findings* findings) {
  for (const Fact& person : facts.List("persons")) {
    for (absl::string_view language : {"ko", "en", "zh"}) {
      std::string name = person.Object("names").Text(language);
      if (!name.empty()) person_names_.push_back(std::move(name));
    }
  }
  for (absl::string_view list : kQuotedLists) {
    Keep(text, list, facts.List(list), findings);
  }
  DropUnfounded(findings);
}

void KeptFacts::Keep(const SourceText& text, absl::string_view list,
                     const std::vector<Fact>& facts, Findings* findings) {
  std::set<std::string> ids;
  std::vector<KeptFact>& kept = lists_[std::string(list)];
  for (size_t i = 0; i < facts.size(); ++i) {
    // An id may tell a person's name, so persons are named by their place.
    const std::string name =
        list == "persons" ? absl::StrCat("persons[", i, "]") : facts[i].id();
    std::optional<ByteRange> range;
    const std::string why = WhyNot(text, list, facts[i], &range);
    const std::string id = SlugOfFactId(facts[i].id());
    if (!why.empty()) {
      AddFinding(0,
                 list == "persons" && range.has_value() ? "contact-person"
                                                        : "fact-left-out",
                 absl::StrCat("fact ", name, " is left out: ", why), findings);
    } else if (id.empty() || !ids.insert(id).second) {
      AddFinding(text.LineNumber(range->begin), "fact-left-out",
                 absl::StrCat("fact ", name, " is left out: its id is ",
                              id.empty() ? "no id" : "taken"),
                 findings);
    } else {
      kept.push_back({facts[i], id, *range});
    }
  }
}

bool KeptFacts::IsUnfounded(absl::string_view list, const Fact& fact) const {
  const auto lacks = [this, &fact](absl::string_view key,
                                   absl::string_view other) {
    const std::string id = fact.Text(key);
    return !id.empty() && Find(other, id) == nullptr;
  };
  if (list == "organisations") {
    if (fact.Text("kind") == "venue") return false;
    return lacks("party", "parties") || lacks("parent", "organisations") ||
           (fact.Text("party").empty() && fact.Text("parent").empty());
  }
  if (list == "measures") {
    return fact.Text("party").empty() || lacks("party", "parties");
  }
  return false;
}

void KeptFacts::DropUnfounded(Findings* findings) {
  bool dropped = true;
  while (dropped) {
    dropped = false;
    for (absl::string_view list : {"organisations", "measures"}) {
      std::vector<KeptFact>& kept = lists_[std::string(list)];
      for (size_t i = 0; i < kept.size(); ++i) {
        if (!IsUnfounded(list, kept[i].fact)) continue;
        AddFinding(0, "fact-left-out",
                   absl::StrCat("fact ", kept[i].fact.id(),
                                " is left out: what it belongs to is not "
                                "among the facts kept"),
                   findings);
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
        dropped = true;
        break;
      }
    }
  }
}

const std::vector<KeptFact>& KeptFacts::List(absl::string_view name) const {
  static const std::vector<KeptFact>* const kNone = new std::vector<KeptFact>();
  const auto found = lists_.find(std::string(name));
  return found == lists_.end() ? *kNone : found->second;
}

const KeptFact* KeptFacts::Find(absl::string_view list,
                                absl::string_view id) const {
  for (const KeptFact& kept : List(list)) {
    if (kept.fact.id() == std::string(id)) return &kept;
  }
  return nullptr;
}

}  // namespace clearsky::document
