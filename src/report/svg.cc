#include "report/svg.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "report/layout.h"
#include "table/table.h"

namespace clearsky::report {
namespace {

constexpr char kEllipsis[] = "…";

// The longest beginning of valid UTF-8 that takes at most `max_columns`, of at
// least one character.
std::string FirstColumns(absl::string_view text, int max_columns) {
  size_t end = 0;
  for (size_t i = 1; i <= text.size(); ++i) {
    const bool boundary = i == text.size() ||
                          (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (!boundary) continue;
    if (end > 0 && table::DisplayWidth(text.substr(0, i)) > max_columns) break;
    end = i;
  }
  return std::string(text.substr(0, end));
}

}  // namespace

std::string EscapeXml(absl::string_view text) {
  const std::string plain = Plain(text);
  std::string escaped;
  for (size_t i = 0; i < plain.size(); ++i) {
    switch (plain[i]) {
      case '&':
        escaped.append("&amp;");
        break;
      case '<':
        escaped.append("&lt;");
        break;
      case '>':
        escaped.append("&gt;");
        break;
      case '"':
        escaped.append("&quot;");
        break;
      case '\'':
        escaped.append("&#39;");
        break;
      default:
        // U+FFFE and U+FFFF are no characters of XML.
        if (plain.compare(i, 2, "\xEF\xBF") == 0 && i + 2 < plain.size() &&
            static_cast<unsigned char>(plain[i + 2]) >= 0xBE) {
          escaped.append("\xEF\xBF\xBD");
          i += 2;
        } else {
          escaped.push_back(plain[i]);
        }
    }
  }
  return escaped;
}

std::string Px(double length) { return absl::StrFormat("%.1f", length); }

double TextWidth(absl::string_view text, double font_size) {
  return table::DisplayWidth(text) * font_size * 0.54;
}

std::vector<std::string> WrapText(absl::string_view text, int max_columns,
                                  size_t max_rows) {
  std::vector<std::string> rows = {""};
  std::vector<std::string> words =
      absl::StrSplit(Plain(text), ' ', absl::SkipEmpty());
  for (size_t i = 0; i < words.size(); ++i) {
    std::string& row = rows.back();
    const std::string joined =
        row.empty() ? words[i] : absl::StrCat(row, " ", words[i]);
    if (table::DisplayWidth(joined) <= max_columns) {
      row = joined;
    } else if (rows.size() < max_rows && !row.empty()) {
      rows.emplace_back();
      --i;
    } else if (rows.size() < max_rows) {
      row = FirstColumns(words[i], max_columns);
      words[i].erase(0, row.size());
      rows.emplace_back();
      --i;
    } else {
      row = absl::StrCat(FirstColumns(joined, max_columns - 1), kEllipsis);
      break;
    }
  }
  return rows;
}

void Svg::Open(absl::string_view tag_and_attributes) {
  absl::StrAppend(&text_, "<", tag_and_attributes, ">\n");
}

void Svg::Close(absl::string_view tag) {
  absl::StrAppend(&text_, "</", tag, ">\n");
}

void Svg::Element(absl::string_view tag_and_attributes) {
  absl::StrAppend(&text_, "<", tag_and_attributes, "/>\n");
}

void Svg::TextElement(absl::string_view tag, absl::string_view attributes,
                      absl::string_view text) {
  absl::StrAppend(&text_, "<", tag, attributes.empty() ? "" : " ", attributes,
                  ">", EscapeXml(text), "</", tag, ">\n");
}

void Svg::Style(absl::string_view css) {
  absl::StrAppend(&text_, "<style type=\"text/css\">", css, "</style>\n");
}

void Svg::Rect(double x, double y, double width, double height,
               absl::string_view attributes) {
  Element(absl::StrCat("rect x=\"", Px(x), "\" y=\"", Px(y), "\" width=\"",
                       Px(width), "\" height=\"", Px(height), "\" ",
                       attributes));
}

void Svg::Line(double x1, double y1, double x2, double y2,
               absl::string_view attributes) {
  Element(absl::StrCat("line x1=\"", Px(x1), "\" y1=\"", Px(y1), "\" x2=\"",
                       Px(x2), "\" y2=\"", Px(y2), "\" ", attributes));
}

void Svg::Path(absl::string_view d, absl::string_view attributes) {
  Element(absl::StrCat("path d=\"", d, "\" ", attributes));
}

void Svg::Text(double x, double y, absl::string_view attributes,
               absl::string_view text) {
  TextElement("text",
              absl::StrCat("x=\"", Px(x), "\" y=\"", Px(y), "\"",
                           attributes.empty() ? "" : " ", attributes),
              text);
}

}  // namespace clearsky::report
