#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/html.h"
#include "table/table.h"

namespace clearsky::table {
namespace {

// A cell that stands for `rows` rows; it heads them.
void AppendHeading(absl::string_view text, int rows, std::string* html) {
  absl::StrAppend(html, "<th scope=\"rowgroup\"");
  if (rows > 1) absl::StrAppend(html, " rowspan=\"", rows, "\"");
  absl::StrAppend(html, ">", EscapeHtml(text), "</th>");
}

void AppendLine(const v1::TableLine& line, absl::string_view link_prefix,
                std::string* html) {
  const std::string text = EscapeHtml(line.text());
  absl::StrAppend(html, "<td>");
  if (link_prefix.empty() || line.activity_id().empty()) {
    absl::StrAppend(html, text);
  } else {
    absl::StrAppend(html, "<a href=\"", EscapeHtml(link_prefix),
                    EscapeUrl(line.activity_id()), "\">", text, "</a>");
  }
  for (const std::string& note : line.notes()) {
    absl::StrAppend(html, " <small>", EscapeHtml(note), "</small>");
  }
  absl::StrAppend(html, "</td>");
}

}  // namespace

std::string ToHtml(const v1::ImplementationTable& table,
                   absl::string_view link_prefix) {
  std::string html =
      absl::StrCat("<table class=\"spanned\" lang=\"",
                   EscapeHtml(table.language()), "\">\n<thead><tr>");
  for (const std::string& head : table.heads()) {
    absl::StrAppend(&html, "<th scope=\"col\">", EscapeHtml(head), "</th>");
  }
  absl::StrAppend(&html, "</tr></thead>\n");
  for (const v1::TableArea& area : table.areas()) {
    int rows = 0;
    for (const v1::TableProject& project : area.projects()) {
      rows += project.lines_size();
    }
    if (rows == 0) continue;
    absl::StrAppend(&html, "<tbody>\n");
    bool first_of_area = true;
    for (const v1::TableProject& project : area.projects()) {
      bool first_of_project = true;
      for (const v1::TableLine& line : project.lines()) {
        absl::StrAppend(&html, "<tr>");
        if (first_of_area) AppendHeading(area.text(), rows, &html);
        if (first_of_project) {
          AppendHeading(project.text(), project.lines_size(), &html);
        }
        first_of_area = false;
        first_of_project = false;
        AppendLine(line, link_prefix, &html);
        absl::StrAppend(&html, "</tr>\n");
      }
    }
    absl::StrAppend(&html, "</tbody>\n");
  }
  absl::StrAppend(&html, "</table>\n");
  return html;
}

}  // namespace clearsky::table
