#include "page/history_html.h"

#include "absl/strings/str_cat.h"
#include "base/html.h"
#include "page/history_page.h"

namespace clearsky::page {
namespace {

std::string ChangeHtml(const v1::Change& change, const HistoryLabels& labels,
                       const std::string& zone) {
  const std::string sentence = EscapeHtml(change.sentence());
  std::string html = absl::StrCat(
      "<li id=\"r", change.revision(), "\">\n<p><time>",
      EscapeHtml(change.effective().edtf()), "</time> ",
      change.has_superseded_by() ? absl::StrCat("<s>", sentence, "</s>")
                                 : absl::StrCat("<b>", sentence, "</b>"),
      "</p>\n");
  if (!change.quote().empty()) {
    absl::StrAppend(&html, "<blockquote>", EscapeHtml(change.quote()),
                    "</blockquote>\n");
  }
  absl::StrAppend(&html, "<ul>\n");
  for (const ChangeDetail& detail : DetailsOf(change, labels, zone)) {
    absl::StrAppend(&html, "<li>", EscapeHtml(detail.name),
                    detail.name.empty() ? "" : ": ", EscapeHtml(detail.value),
                    "</li>\n");
  }
  absl::StrAppend(&html, "</ul>\n</li>\n");
  return html;
}

}  // namespace

std::string ChangesHtml(const v1::ListChangesResponse& answer,
                        const HistoryLabels& labels, const std::string& zone) {
  std::string html = "<ol class=\"account\">\n";
  for (const v1::Change& change : answer.changes()) {
    absl::StrAppend(&html, ChangeHtml(change, labels, zone));
  }
  absl::StrAppend(&html, "</ol>\n");
  return html;
}

}  // namespace clearsky::page
