#include "base/html.h"

#include <cstddef>

#include "absl/strings/ascii.h"

namespace clearsky {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";

// Bytes of the mark at `text` that turns the direction of writing (U+200E,
// U+200F, U+202A to U+202E, U+2066 to U+2069) or is a control character of two
// bytes (U+0080 to U+009F); 0 when there is none.
size_t SteeringBytes(absl::string_view text) {
  const auto byte = [&text](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) <= 0x9F) return 2;
  if (byte(0) != 0xE2) return 0;
  if (byte(1) == 0x80) {
    const bool turns = byte(2) == 0x8E || byte(2) == 0x8F ||
                       (byte(2) >= 0xAA && byte(2) <= 0xAE);
    return turns ? 3 : 0;
  }
  return byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9 ? 3 : 0;
}

}  // namespace

std::string EscapeHtml(absl::string_view text) {
  std::string html;
  html.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '&':
        html.append("&amp;");
        break;
      case '<':
        html.append("&lt;");
        break;
      case '>':
        html.append("&gt;");
        break;
      case '"':
        html.append("&quot;");
        break;
      case '\'':
        html.append("&#39;");
        break;
      default:
        if (const size_t steering = SteeringBytes(text.substr(i));
            steering > 0) {
          html.append(kReplacement);
          i += steering - 1;
        } else if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) &&
                   c != '\t' && c != '\n') {
          html.append(kReplacement);
        } else {
          html.push_back(c);
        }
    }
  }
  return html;
}

std::string EscapeUrl(absl::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string url;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-' || c == '.' || c == '_' ||
        c == '~') {
      url.push_back(c);
    } else {
      url.push_back('%');
      url.push_back(kHex[byte >> 4]);
      url.push_back(kHex[byte & 0xF]);
    }
  }
  return url;
}

}  // namespace clearsky
