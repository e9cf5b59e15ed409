#include "document/reconcile_details.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "document/reconcile_labels.h"

namespace clearsky::document {
namespace {

// One field that differs.
void Change(const char* field, absl::string_view words, bool adds,
            DetailsChange* out) {
  out->event.add_changed_fields(field);
  if (!words.empty()) out->words.emplace_back(words);
  out->adds_only = out->adds_only && adds;
}

void CompareTitle(const LineBeside& beside, bool is_over, DetailsChange* to) {
  DetailsChange& out = *to;
  const v1::ActivityRegistered& details = *beside.details;
  const notation::TitleParts& title = beside.line->reading.title;
  v1::ActivityRegistered* now = out.event.mutable_details();
  const auto changed = [&out](const char* field, absl::string_view words,
                              bool adds) { Change(field, words, adds, &out); };
  if (!is_over && title.ordinal != details.ordinal()) {
    now->set_ordinal(title.ordinal);
    changed("ordinal",
            title.ordinal == 0
                ? "no longer counted"
                : absl::StrCat("counted as ", title.ordinal_text),
            details.ordinal() == 0);
    out.is_doubtful = out.is_doubtful || details.ordinal() != 0;
  }
  if (title.ordinal_text != details.ordinal_text() &&
      (!is_over || title.ordinal == details.ordinal())) {
    now->set_ordinal_text(title.ordinal_text);
    changed("ordinal_text",
            title.ordinal == details.ordinal()
                ? absl::StrCat("number written `", title.ordinal_text, "`")
                : "",
            true);
  }
  if (!is_over && title.edition_year != details.edition_year()) {
    now->set_edition_year(title.edition_year);
    changed("edition_year",
            title.edition_year == 0 ? "written without its year"
                                    : absl::StrCat("of ", title.edition_year),
            details.edition_year() == 0 || title.edition_year == 0);
  }
  if (title.suffix != details.title_suffix()) {
    now->set_title_suffix(title.suffix);
    changed("title_suffix",
            title.suffix.empty()
                ? absl::StrCat("without `", details.title_suffix(), "`")
                : absl::StrCat("with `", title.suffix, "`"),
            true);
  }
}

void CompareRest(const LineBeside& beside, bool is_over, DetailsChange* to) {
  DetailsChange& out = *to;
  const v1::ActivityRegistered& details = *beside.details;
  const notation::TableLineReading& reading = beside.line->reading;
  v1::ActivityRegistered* now = out.event.mutable_details();
  const auto changed = [&out](const char* field, absl::string_view words,
                              bool adds) { Change(field, words, adds, &out); };
  if (!is_over && reading.level != details.level()) {
    now->set_level(reading.level);
    changed("level",
            reading.level.empty()
                ? absl::StrCat("level `", details.level(), "` left out")
                : absl::StrCat("level `", reading.level, "`"),
            details.level().empty());
  }
  const bool same_coverage =
      reading.coverage.has_value() == details.has_coverage() &&
      (!details.has_coverage() ||
       reading.coverage->edtf() == details.coverage().edtf());
  if (!is_over && !same_coverage) {
    if (reading.coverage.has_value()) {
      *now->mutable_coverage() = *reading.coverage;
    }
    changed("coverage",
            reading.coverage.has_value()
                ? absl::StrCat("covers ", WordsOf(*reading.coverage))
                : "years covered left out",
            !details.has_coverage());
  }
  if (!beside.project_ids.empty()) {
    now->mutable_project_ids()->Assign(beside.project_ids.begin(),
                                       beside.project_ids.end());
    changed(
        "project_ids",
        absl::StrCat("printed under ", absl::StrJoin(beside.project_ids, ", ")),
        false);
  }
  if (beside.line_order.has_value()) {
    now->set_line_order(*beside.line_order);
    changed("line_order", "in another place of its project", true);
  }
}

}  // namespace

DetailsChange DetailsChangeOf(const LineBeside& beside, bool is_over) {
  DetailsChange out;
  CompareTitle(beside, is_over, &out);
  CompareRest(beside, is_over, &out);
  out.event.set_activity_id(beside.details->activity_id());
  return out;
}

}  // namespace clearsky::document
