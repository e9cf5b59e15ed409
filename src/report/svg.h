#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace clearsky::report {

// Text as XML's: markup escaped, what XML does not allow shown as U+FFFD.
std::string EscapeXml(absl::string_view text);

// Names of classes of the picture's style sheet, and other attributes, are
// given by the caller as they are to stand; texts are escaped. Lengths are
// in pixels. Not safe for concurrent use.
class Svg {
 public:
  void Open(absl::string_view tag_and_attributes);
  void Close(absl::string_view tag);
  // `<tag attributes/>`.
  void Element(absl::string_view tag_and_attributes);
  // `<tag attributes>text</tag>`.
  void TextElement(absl::string_view tag, absl::string_view attributes,
                   absl::string_view text);

  // A style sheet, as it is.
  void Style(absl::string_view css);

  void Rect(double x, double y, double width, double height,
            absl::string_view attributes);
  void Line(double x1, double y1, double x2, double y2,
            absl::string_view attributes);
  void Path(absl::string_view d, absl::string_view attributes);
  void Text(double x, double y, absl::string_view attributes,
            absl::string_view text);

  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

// A length with one decimal.
std::string Px(double length);

// Rough width of `text` in pixels, from the columns that it takes on a
// terminal: no fonts are looked at.
double TextWidth(absl::string_view text, double font_size);

// At most `max_rows` rows of at most `max_columns` columns each, broken at
// spaces where there are some; what does not fit ends in an ellipsis.
std::vector<std::string> WrapText(absl::string_view text, int max_columns,
                                  size_t max_rows);

}  // namespace clearsky::report
