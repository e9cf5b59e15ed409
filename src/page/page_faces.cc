#include "page/page_faces.h"

#include <cstddef>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/html.h"
#include "page/page_words.h"
#include "report/layout.h"

namespace clearsky::page {
namespace {

// Columns whose cells are words of the page, too.
bool IsTranslated(absl::string_view head) {
  return head == "state" || head == "stage" || head == "kind" ||
         head == "settled";
}

std::string SectionHtml(const PageSection& section, report::Language language,
                        const LinkOf& link_of) {
  std::string html;
  if (!section.title.empty()) {
    absl::StrAppend(&html, "<h2>",
                    EscapeHtml(Translated(section.title, language)), "</h2>\n");
  }
  absl::StrAppend(&html, "<div class=\"wide\"><table>\n<thead><tr>");
  for (const std::string& head : section.heads) {
    absl::StrAppend(&html, "<th scope=\"col\">",
                    EscapeHtml(Translated(head, language)), "</th>");
  }
  absl::StrAppend(&html, "</tr></thead>\n<tbody>\n");
  for (const auto& row : section.rows) {
    absl::StrAppend(&html, "<tr>");
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string& head = section.heads[i];
      const std::string text = EscapeHtml(
          IsTranslated(head) ? Translated(row[i], language) : row[i]);
      const std::string link = link_of ? link_of(head, row[i]) : "";
      if (link.empty()) {
        absl::StrAppend(&html, "<td>", text, "</td>");
      } else {
        absl::StrAppend(&html, "<td><a href=\"", EscapeHtml(link), "\">", text,
                        "</a></td>");
      }
    }
    absl::StrAppend(&html, "</tr>\n");
  }
  absl::StrAppend(&html, "</tbody></table></div>\n");
  return html;
}

}  // namespace

std::string SectionCsv(const PageSection& section) {
  report::Grid grid = {section.heads};
  grid.insert(grid.end(), section.rows.begin(), section.rows.end());
  return report::GridCsv(grid);
}

std::string PageHtml(const PlanPage& page, report::Language language,
                     const LinkOf& link_of) {
  std::string html;
  if (!page.facts.empty()) {
    absl::StrAppend(&html, "<dl>\n");
    for (const auto& [name, value] : page.facts) {
      absl::StrAppend(&html, "<dt>", EscapeHtml(Translated(name, language)),
                      "</dt><dd>", EscapeHtml(value), "</dd>\n");
    }
    absl::StrAppend(&html, "</dl>\n");
  }
  for (const PageSection& section : page.sections) {
    absl::StrAppend(&html, SectionHtml(section, language, link_of));
  }
  return html;
}

}  // namespace clearsky::page
