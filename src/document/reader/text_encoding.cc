#include "document/reader/text_encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/code_points.h"
#include "base/status_macros.h"
#include "base/utf8.h"

namespace clearsky::document {
namespace {

constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";

uint8_t ByteAt(absl::string_view text, size_t at) {
  return static_cast<uint8_t>(text[at]);
}

// An open converter to UTF-8.
class Converter {
 public:
  explicit Converter(const char* from)
      : converter_(iconv_open("UTF-8", from)) {}
  ~Converter() {
    if (is_open()) iconv_close(converter_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool is_open() const {
    return converter_ != reinterpret_cast<iconv_t>(intptr_t{-1});
  }

  // Appends `content` to `text`; the offset of the first byte that cannot be
  // converted, or content.size().
  size_t Convert(absl::string_view content, std::string* text) {
    std::string input(content);
    char* from = input.data();
    size_t left = input.size();
    char buffer[4096];
    while (left > 0) {
      char* to = buffer;
      size_t room = sizeof(buffer);
      const size_t done = iconv(converter_, &from, &left, &to, &room);
      text->append(buffer, sizeof(buffer) - room);
      if (done == static_cast<size_t>(-1) && errno != E2BIG) break;
    }
    return content.size() - left;
  }

 private:
  iconv_t converter_;
};

absl::Status BadByte(absl::string_view content, size_t at,
                     absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(
      "byte ", at, " (", absl::StrFormat("0x%02X", ByteAt(content, at)), ") ",
      what,
      "; expected text in UTF-8, UTF-16 with a byte order mark, or CP949 "
      "(EUC-KR)"));
}

// Text has tabs, line ends and form feeds, and no other control characters.
absl::Status CheckIsText(absl::string_view content) {
  for (size_t at = 0; at < content.size(); ++at) {
    const uint8_t c = ByteAt(content, at);
    if ((c >= 0x20 && c != 0x7f) || (c >= '\t' && c <= '\r')) continue;
    const bool halves = c == 0 && content.size() >= 2 &&
                        std::count(content.begin(), content.end(), '\0') >
                            static_cast<ptrdiff_t>(content.size() / 8);
    if (halves) {
      return BadByte(content, at,
                     "is a control character: a binary file, or UTF-16 without "
                     "a byte order mark");
    }
    return BadByte(content, at, "is a control character: a binary file");
  }
  return absl::OkStatus();
}

absl::StatusOr<DecodedText> DecodeUtf16(absl::string_view content,
                                        const char* encoding) {
  DecodedText decoded;
  decoded.encoding = encoding;
  Converter converter(encoding);
  if (!converter.is_open()) {
    return absl::InternalError(absl::StrCat("no converter from ", encoding));
  }
  const size_t bad = converter.Convert(content.substr(2), &decoded.text) + 2;
  if (bad < content.size()) {
    return BadByte(content, bad, absl::StrCat("is not ", encoding));
  }
  RETURN_IF_ERROR(CheckIsText(decoded.text));
  return decoded;
}

// Whether bytes before `bad` are beyond doubt UTF-8: CP949 has hardly ever
// three bytes that are one character of it.
bool BeginsAsUtf8(absl::string_view content, size_t bad) {
  for (size_t at = 0; at < bad;) {
    const CodePoint character = FirstCodePoint(content.substr(at));
    if (character.bytes >= 3) return true;
    at += character.bytes;
  }
  return false;
}

}  // namespace

absl::StatusOr<DecodedText> DecodeText(absl::string_view content) {
  if (absl::StartsWith(content, "\xFF\xFE")) {
    return DecodeUtf16(content, "UTF-16LE");
  }
  if (absl::StartsWith(content, "\xFE\xFF")) {
    return DecodeUtf16(content, "UTF-16BE");
  }
  RETURN_IF_ERROR(CheckIsText(content));
  DecodedText decoded;
  const size_t bad = FirstInvalidUtf8(content);
  if (bad == content.size()) {
    decoded.text = std::string(content);
    decoded.encoding = "UTF-8";
    decoded.is_content = true;
    return decoded;
  }
  if (absl::StartsWith(content, kUtf8Mark) || BeginsAsUtf8(content, bad)) {
    return BadByte(content, bad,
                   "is not UTF-8, as the bytes before are: damaged or cut "
                   "short");
  }
  Converter converter("CP949");
  if (!converter.is_open()) {
    return absl::InternalError("no converter from CP949");
  }
  const size_t bad_korean = converter.Convert(content, &decoded.text);
  if (bad_korean < content.size()) {
    return BadByte(
        content, bad_korean,
        absl::StrCat("is neither UTF-8 (from byte ", bad, " on) nor CP949"));
  }
  decoded.encoding = "CP949";
  return decoded;
}

}  // namespace clearsky::document
