// What all plans share. The document stands first, so that all that follows can
// name it as its source; its issuer follows in the same batch.

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "document/release_context.h"
#include "document/release_head.h"
#include "plan/edtf.h"
#include "plan/history.h"
#include "plan/partial_date.h"

namespace clearsky::document {
namespace {

constexpr char kMediaType[] = "text/plain; charset=utf-8";

// `text` without what stands in parentheses at its end, a note of the facts.
std::string WithoutNote(const std::string& text) {
  return CollapseSpace(text.substr(0, text.find('(')));
}

class DirectoryWriter {
 public:
  DirectoryWriter(ReleaseContext* context, Findings* findings)
      : context_(*context),
        findings_(findings),
        events_(plan::kDirectoryStream, &context->source) {}

  EventList Write() {
    AddDocument();
    AddParties();
    AddOrganisations();
    AddPersons();
    AddSeries();
    return std::move(events_);
  }

 private:
  v1::PlanEvent& Add(ByteRange range, v1::Basis basis = v1::BASIS_STATED) {
    return events_.Add(context_.date, basis, range);
  }

  void AddDocument() {
    const absl::string_view content = context_.text->content();
    v1::DocumentRegistered* document =
        Add({0, content.size()}).mutable_document_registered();
    document->set_document_id(events_.TakeId(context_.source.document_id));
    document->set_kind("press-release");
    document->set_issuer(Issuer());
    *document->mutable_date() = context_.date;
    document->set_media_type(kMediaType);
    document->set_sha256(context_.source.sha256);
    document->set_size_bytes(content.size());
    if (const auto title = ReadHeadline(*context_.text); title.has_value()) {
      AddLabel("ko", title->words, v1::Label::KIND_BODY,
               document->mutable_titles());
    }
  }

  // The ministry of the party that says all this; empty when the facts do not
  // tell it.
  std::string Issuer() const {
    for (const KeptFact& kept : context_.kept->List("organisations")) {
      if (kept.fact.Text("parent").empty() &&
          kept.fact.Text("kind") == "ministry" &&
          SlugOfFactId(kept.fact.Text("party")) ==
              context_.source.asserted_by) {
        return kept.id;
      }
    }
    return "";
  }

  void AddParties() {
    // The party that says all this, first.
    for (const bool speaker : {true, false}) {
      for (const KeptFact& kept : context_.kept->List("parties")) {
        if ((kept.id == context_.source.asserted_by) != speaker) continue;
        v1::PartyRegistered* party = Add(kept.range).mutable_party_registered();
        party->set_party_id(events_.TakeId(kept.id));
        *party->mutable_labels() =
            LabelsOfNames(kept.fact.Object("names"), v1::Label::KIND_BODY);
      }
    }
  }

  // Parents before what is part of them, whatever order the facts have.
  void AddOrganisations() {
    std::set<std::string> added;
    bool again = true;
    while (again) {
      again = false;
      for (const KeptFact& kept : context_.kept->List("organisations")) {
        const std::string parent = kept.fact.Text("parent");
        if (kept.fact.Text("kind") == "venue" || added.contains(kept.id) ||
            (!parent.empty() && !added.contains(SlugOfFactId(parent)))) {
          continue;
        }
        added.insert(kept.id);
        again = true;
        v1::OrganisationRegistered* organisation =
            Add(kept.range).mutable_organisation_registered();
        organisation->set_organisation_id(events_.TakeId(kept.id));
        organisation->set_party_id(SlugOfFactId(kept.fact.Text("party")));
        organisation->set_parent(SlugOfFactId(parent));
        organisation->set_kind(kept.fact.Text("kind"));
        *organisation->mutable_labels() =
            LabelsOfNames(kept.fact.Object("names"), v1::Label::KIND_BODY);
      }
    }
  }

  void AddPersons() {
    for (const KeptFact& kept : context_.kept->List("persons")) {
      v1::PersonRegistered* person =
          Add(kept.range).mutable_person_registered();
      person->set_person_id(absl::StrCat("person:", kept.id));
      const Fact names = kept.fact.Object("names");
      for (absl::string_view language : {"ko", "en", "zh"}) {
        // The release does not say what is known from elsewhere.
        if (names.Text(language).empty() ||
            kept.fact.Object("name_basis").Text(language) == "external") {
          continue;
        }
        v1::PersonalText* name = person->add_names();
        name->set_language(std::string(language));
        name->set_text(names.Text(language));
      }
      for (const Fact& role : kept.fact.Objects("roles")) AddRole(kept, role);
    }
  }

  void AddRole(const KeptFact& person, const Fact& role) {
    const std::string organisation = role.Text("org");
    if (organisation.empty()) return;  // A role at a meeting.
    const KeptFact* kept = context_.kept->Find("organisations", organisation);
    const Fact title = role.Object("title");
    if (kept == nullptr || title.Text("ko").empty()) {
      AddFinding(context_.text->LineNumber(person.range.begin), "fact-left-out",
                 absl::StrCat("a role at ", organisation,
                              " is left out: its organisation or its title is "
                              "not known"),
                 findings_);
      return;
    }
    // The id tells the office and not who holds it.
    const std::string office = Slug(WithoutNote(title.Text("en")));
    v1::RoleAssigned* assigned = Add(person.range).mutable_role_assigned();
    assigned->set_role_id(events_.TakeId(
        absl::StrCat(kept->id, "-", office.empty() ? "role" : office)));
    assigned->set_person_id(absl::StrCat("person:", person.id));
    assigned->set_organisation_id(kept->id);
    AddLabel("ko", title.Text("ko"), v1::Label::KIND_BODY,
             assigned->mutable_titles());
    AddLabel("en", WithoutNote(title.Text("en")), v1::Label::KIND_TRANSLATION,
             assigned->mutable_titles());
    AddLabel("zh", title.Text("zh"), v1::Label::KIND_TRANSLATION,
             assigned->mutable_titles());
  }

  // Series have no quotes: one is known when its name stands in the text, or
  // when something that is recorded belongs to it.
  void AddSeries() {
    std::set<std::string> needed;
    for (const char* list : {"agreements", "plans", "meetings_outside_table"}) {
      for (const KeptFact& kept : context_.kept->List(list)) {
        needed.insert(kept.fact.Text("series"));
      }
    }
    for (const ReadActivity& activity : context_.table.activities) {
      needed.insert(activity.fact.Text("series"));
    }
    for (const Fact& fact : context_.facts->List("series")) {
      const std::string id = SlugOfFactId(fact.id());
      const auto found = context_.text->Find(fact.Text("name_ko"));
      const bool known = found.has_value() || needed.contains(fact.id());
      if (id.empty() || fact.Text("name_ko").empty() || !known ||
          context_.series.contains(id)) {
        AddFinding(0, "fact-left-out",
                   absl::StrCat("fact ", fact.id(),
                                " is left out: nothing in the text belongs to "
                                "the series"),
                   findings_);
        continue;
      }
      context_.series.insert(id);
      AddOneSeries(fact, id, found.value_or(ByteRange{}));
    }
  }

  void AddOneSeries(const Fact& fact, const std::string& id, ByteRange range) {
    // Without its name in the text, what belongs to it tells of it.
    Fact rule;
    for (const char* list : {"agreements", "plans", "meetings_outside_table"}) {
      for (const KeptFact& kept : context_.kept->List(list)) {
        if (kept.fact.Text("series") != fact.id()) continue;
        if (range == ByteRange{}) range = kept.range;
        if (kept.fact.Has("series_rule")) {
          rule = kept.fact.Object("series_rule");
        }
      }
    }
    v1::SeriesDefined* series =
        Add(range, range == ByteRange{} ? v1::BASIS_INFERRED : v1::BASIS_STATED)
            .mutable_series_defined();
    series->set_series_id(events_.TakeId(id));
    series->set_numbering(NumberingOf(fact.Text("numbering")));
    AddLabel("ko", fact.Text("name_ko"), v1::Label::KIND_BODY,
             series->mutable_labels());
    AddLabel("en", fact.Text("name_en"), v1::Label::KIND_TRANSLATION,
             series->mutable_labels());
    AddLabel("zh", fact.Text("name_zh"), v1::Label::KIND_TRANSLATION,
             series->mutable_labels());
    AddAliases(fact, series);
    series->set_recurrence(rule.Text("rrule"));
    const auto period = plan::DateOfEdtf(rule.Text("edtf"));
    if (!rule.Text("edtf").empty() && period.ok()) {
      *series->mutable_period() = *period;
    }
  }

  void AddAliases(const Fact& fact, v1::SeriesDefined* series) {
    for (const KeptFact& kept : context_.kept->List("meetings_outside_table")) {
      if (kept.fact.Text("series") != fact.id()) continue;
      const std::string name =
          notation::ReadTitle(kept.fact.Object("names").Text("ko")).name;
      if (BareLetters(name) != BareLetters(fact.Text("name_ko"))) {
        AddLabel("ko", name, v1::Label::KIND_UNSPECIFIED,
                 series->mutable_aliases());
      }
      const std::string also = kept.fact.Object("also_called").Text("quote");
      if (context_.text->Find(also).has_value()) {
        AddLabel("ko", also, v1::Label::KIND_BODY, series->mutable_aliases());
      }
    }
  }

  static v1::SeriesNumbering NumberingOf(absl::string_view word) {
    if (absl::StartsWith(word, "ordinal")) return v1::SERIES_NUMBERING_ORDINAL;
    if (absl::StartsWith(word, "year")) return v1::SERIES_NUMBERING_YEAR;
    if (absl::StartsWith(word, "dates")) return v1::SERIES_NUMBERING_DATES;
    if (absl::StartsWith(word, "none")) return v1::SERIES_NUMBERING_NONE;
    return v1::SERIES_NUMBERING_UNSPECIFIED;
  }

  ReleaseContext& context_;
  Findings* const findings_;
  EventList events_;
};

}  // namespace

EventList DirectoryEvents(ReleaseContext* context, Findings* findings) {
  return DirectoryWriter(context, findings).Write();
}

}  // namespace clearsky::document
