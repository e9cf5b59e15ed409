#include "page/history_page.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "page/words.h"

namespace clearsky::page {
namespace {

std::string AboutWords(const v1::Change& change, const HistoryLabels& labels) {
  return absl::StrCat(change.type(), labels.of,
                      change.entities().empty()
                          ? labels.the_plan
                          : absl::StrJoin(change.entities(), ", "));
}

std::string SourceWords(const v1::Change& change) {
  const std::string& source = change.source_text().empty()
                                  ? change.source().document_id()
                                  : change.source_text();
  if (change.basis_text().empty()) return source;
  return source.empty() ? change.basis_text()
                        : absl::StrCat(source, " (", change.basis_text(), ")");
}

std::string RecordedWords(const v1::Change& change, const HistoryLabels& labels,
                          const std::string& zone) {
  return absl::StrCat(TimeWords(change.record_time(), zone), ", ",
                      labels.position, " ", change.position(), ", ",
                      labels.revision, " ", change.revision());
}

std::string SideWords(const v1::SideWord& side) {
  std::vector<std::string> parts = {absl::StrCat("“", side.text(), "”")};
  if (!side.asserted_by().empty()) {
    parts.push_back(absl::StrJoin(side.asserted_by(), ", "));
  }
  if (!side.source_text().empty()) parts.push_back(side.source_text());
  return absl::StrJoin(parts, "; ");
}

// What Markdown would take for its own is taken literally.
std::string Escaped(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"},
                                    {"*", "\\*"},
                                    {"_", "\\_"},
                                    {"[", "\\["},
                                    {"]", "\\]"},
                                    {"<", "\\<"},
                                    {">", "\\>"},
                                    {"~", "\\~"},
                                    {"\n", " "}});
}

// Whether the change no longer counts.
bool IsSuperseded(const v1::Change& change) {
  return change.has_superseded_by();
}

std::string MomentWords(const v1::KnownMoment& moment,
                        const HistoryLabels& labels, const std::string& zone) {
  return absl::StrCat(TimeWords(moment.record_time(), zone), " (",
                      labels.position, " ", moment.position(), ")");
}

bool IsWithinOneCommit(const v1::FieldInterval& interval) {
  if (!interval.has_known_until()) return false;
  const auto& from = interval.known_from().record_time();
  const auto& until = interval.known_until().record_time();
  return from.seconds() == until.seconds() && from.nanos() == until.nanos();
}

}  // namespace

std::vector<ChangeDetail> DetailsOf(const v1::Change& change,
                                    const HistoryLabels& labels,
                                    const std::string& zone) {
  std::vector<ChangeDetail> details;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) details.push_back({name, value});
  };
  for (const v1::ChangeMark& mark : change.marks()) add("", mark.text());
  if (change.possible()) add("", labels.possible);
  for (const v1::PartyStatement& statement : change.statements()) {
    add("", absl::StrCat(statement.text(), " (",
                         statement.effective().edtf().empty()
                             ? ""
                             : absl::StrCat(statement.effective().edtf(), ", "),
                         labels.position, " ", statement.position(), ")"));
  }
  for (const v1::SideWord& side : change.sides()) {
    add(labels.side, SideWords(side));
  }
  add("", AboutWords(change, labels));
  add(labels.recorded, RecordedWords(change, labels, zone));
  add(labels.who, change.actor());
  add(labels.asked_by, absl::StrJoin(change.requested_by(), ", "));
  add(labels.said_by, absl::StrJoin(change.asserted_by(), ", "));
  add(labels.why, change.reason());
  add(labels.source, SourceWords(change));
  for (const v1::FindingWords& finding : change.finding_words()) {
    add(labels.finding, absl::StrCat(finding.rule(), ": ", finding.text()));
  }
  return details;
}

std::string ChangeText(const v1::Change& change, const HistoryLabels& labels,
                       const std::string& zone) {
  std::string text =
      absl::StrCat(change.effective().edtf(), "  ", change.sentence(), "\n");
  for (const ChangeDetail& detail : DetailsOf(change, labels, zone)) {
    absl::StrAppend(&text, "    ", detail.name, detail.name.empty() ? "" : ": ",
                    detail.value, "\n");
  }
  return text;
}

std::string ChangeMarkdown(const v1::Change& change,
                           const HistoryLabels& labels,
                           const std::string& zone) {
  // Struck through, the error can still be read.
  const char* const strike = IsSuperseded(change) ? "~~" : "";
  std::string text =
      absl::StrCat("## ", change.effective().edtf(),
                   change.effective().edtf().empty() ? "" : " ", strike,
                   Escaped(change.sentence()), strike, "\n\n");
  for (const ChangeDetail& detail : DetailsOf(change, labels, zone)) {
    absl::StrAppend(&text, "* ", detail.name, detail.name.empty() ? "" : ": ",
                    Escaped(detail.value), "\n");
  }
  return text;
}

PageSection ChangesSection(const v1::ListChangesResponse& answer,
                           const HistoryLabels& labels,
                           const std::string& zone) {
  PageSection section;
  section.heads = {labels.effective, labels.recorded, labels.position,
                   labels.type,      labels.sentence, labels.who,
                   labels.asked_by,  labels.why,      labels.source};
  for (const v1::Change& change : answer.changes()) {
    std::vector<std::string> sentence = {change.sentence()};
    for (const v1::ChangeMark& mark : change.marks()) {
      sentence.push_back(absl::StrCat("[", mark.text(), "]"));
    }
    for (const v1::PartyStatement& statement : change.statements()) {
      sentence.push_back(absl::StrCat("[", statement.text(), "]"));
    }
    section.rows.push_back({change.effective().edtf(),
                            TimeWords(change.record_time(), zone),
                            absl::StrCat(change.position()), change.type(),
                            absl::StrJoin(sentence, " "), change.actor(),
                            absl::StrJoin(change.requested_by(), ", "),
                            change.reason(), SourceWords(change)});
  }
  return section;
}

PageSection FieldSection(const v1::GetFieldHistoryResponse& answer,
                         const HistoryLabels& labels, const std::string& zone) {
  PageSection section;
  section.heads = {"*",          labels.value,      labels.from,
                   labels.to,    labels.known_from, labels.known_until,
                   labels.set_by};
  for (const v1::FieldInterval& interval : answer.intervals()) {
    if (IsWithinOneCommit(interval)) continue;
    section.rows.push_back(
        {interval.holds() ? "*" : "", interval.text(), interval.from_day(),
         interval.to_day(), MomentWords(interval.known_from(), labels, zone),
         interval.has_known_until()
             ? MomentWords(interval.known_until(), labels, zone)
             : "",
         absl::StrCat(labels.position, " ", interval.set_by().position())});
  }
  return section;
}

std::string FieldLabel(v1::HistoryField field, const HistoryLabels& labels) {
  switch (field) {
    case v1::HISTORY_FIELD_DATE:
      return labels.field_date;
    case v1::HISTORY_FIELD_MODE:
      return labels.field_mode;
    case v1::HISTORY_FIELD_STATUS:
      return labels.field_status;
    case v1::HISTORY_FIELD_VENUE:
      return labels.field_venue;
    default:
      return labels.field_title;
  }
}

}  // namespace clearsky::page
