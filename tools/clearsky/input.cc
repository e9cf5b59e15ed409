#include "input.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "names.h"
#include "notation/korean.h"

namespace clearsky::cli {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

absl::Status FileError(const std::string& path, int error) {
  const std::string message =
      absl::StrCat("cannot read ", path, ": ", std::strerror(error));
  if (error == ENOENT || error == ENOTDIR) return absl::NotFoundError(message);
  if (error == EACCES || error == EPERM) {
    return absl::PermissionDeniedError(message);
  }
  return absl::InvalidArgumentError(message);
}

absl::StatusOr<std::string> ReadStream(const std::string& path,
                                       std::FILE* stream) {
  std::string content;
  char buffer[1 << 16];
  while (const size_t count = std::fread(buffer, 1, sizeof buffer, stream)) {
    content.append(buffer, count);
    if (content.size() > kMaxFileBytes) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, " is larger than ", kMaxFileBytes, " bytes, the limit"));
    }
  }
  if (std::ferror(stream) != 0) return FileError(path, errno);
  if (content.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is empty: there is nothing to read in it"));
  }
  return content;
}

bool AllDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return !text.empty();
}

// The script of `text` as a language tag. REQUIRES: valid UTF-8.
std::string LanguageOfScript(absl::string_view text) {
  bool han = false;
  for (size_t i = 0; i + 2 < text.size(); ++i) {
    const auto byte = [&](size_t k) {
      return static_cast<unsigned char>(text[i + k]);
    };
    if ((byte(0) & 0xF0) != 0xE0) continue;
    const uint32_t rune = ((byte(0) & 0x0Fu) << 12) | ((byte(1) & 0x3Fu) << 6) |
                          (byte(2) & 0x3Fu);
    if (rune >= 0xAC00 && rune <= 0xD7A3) return "ko";
    if (rune >= 0x4E00 && rune <= 0x9FFF) han = true;
  }
  return han ? "zh" : "en";
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path == "-") return ReadStream("standard input", stdin);
  const std::unique_ptr<std::FILE, CloseFile> file(
      std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) return FileError(path, errno);
  struct stat about = {};
  if (fstat(fileno(file.get()), &about) == 0 && S_ISDIR(about.st_mode)) {
    return FileError(path, EISDIR);
  }
  return ReadStream(path, file.get());
}

absl::StatusOr<absl::TimeZone> LoadZone(const std::string& name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the ledger's time zone ", name,
                     " is not known on this machine; install tzdata"));
  }
  return zone;
}

absl::StatusOr<v1::PointInTime> ReadPointInTime(absl::string_view as_of,
                                                absl::string_view known_at,
                                                absl::TimeZone zone) {
  return page::ReadPointInTime({"--as-of", "--known-at"}, as_of, known_at,
                               zone);
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

std::string CheckCount(const std::string& text) {
  uint64_t count = 0;
  if (AllDigits(text) && absl::SimpleAtoi(text, &count)) return "";
  return absl::StrCat("'", text, "' is no number of 64 bits from 0 on");
}

std::string CheckActor(const std::string& text) {
  if (text.find_first_not_of('@') != std::string::npos) return "";
  return absl::StrCat("'", text,
                      "' names nobody; accepted are PERSON, "
                      "PERSON@ORGANISATION and @ORGANISATION");
}

v1::Label ReadLabel(absl::string_view text) {
  v1::Label label;
  const bool has_prefix =
      text.size() > 3 && text[2] == ':' &&
      absl::ascii_islower(static_cast<unsigned char>(text[0])) &&
      absl::ascii_islower(static_cast<unsigned char>(text[1]));
  label.set_language(has_prefix ? std::string(text.substr(0, 2))
                                : LanguageOfScript(text));
  label.set_text(std::string(has_prefix ? text.substr(3) : text));
  return label;
}

absl::StatusOr<v1::Venue> ReadVenue(absl::string_view text) {
  v1::Venue venue;
  const size_t comma = text.rfind(',');
  absl::string_view place = text;
  if (comma != absl::string_view::npos) {
    *venue.add_names() =
        ReadLabel(absl::StripAsciiWhitespace(text.substr(0, comma)));
    place = text.substr(comma + 1);
  }
  place = absl::StripAsciiWhitespace(place);
  if (!place.empty()) *venue.add_localities() = ReadLabel(place);
  if (place.empty() &&
      (venue.names().empty() || venue.names().begin()->text().empty())) {
    return absl::InvalidArgumentError(
        absl::StrCat("VENUE: '", text,
                     "' names no place; accepted are CITY, 'BUILDING, CITY' "
                     "and 'BUILDING,'"));
  }
  return venue;
}

absl::StatusOr<v1::Delivery> ReadDelivery(absl::string_view word) {
  v1::Delivery delivery;
  if (const auto mode = notation::ReadMode(word)) {
    delivery.set_mode(*mode);
    delivery.set_verbatim(std::string(word));
    return delivery;
  }
  if (const auto mode = ReadName<v1::DeliveryMode>(word)) {
    delivery.set_mode(*mode);
    return delivery;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "'", word, "' is no mode; accepted are the words of officials (",
      notation::ModeWord(v1::DELIVERY_MODE_VIDEO_CONFERENCE), ", ",
      notation::ModeWord(v1::DELIVERY_MODE_REMOTE), ", ",
      notation::ModeWord(v1::DELIVERY_MODE_IN_PERSON), ", ",
      notation::ModeWord(v1::DELIVERY_MODE_HYBRID), ", ",
      notation::ModeWord(v1::DELIVERY_MODE_WRITTEN), ") and ",
      AcceptedNames<v1::DeliveryMode>()));
}

v1::Reason ReadReason(absl::string_view text) {
  v1::Reason reason;
  reason.set_code(v1::Reason::CODE_OTHER);
  const size_t colon = text.find(':');
  const auto code = ReadName<v1::Reason::Code>(text.substr(0, colon));
  if (code.has_value()) {
    reason.set_code(*code);
    text = colon == absl::string_view::npos
               ? absl::string_view()
               : absl::StripAsciiWhitespace(text.substr(colon + 1));
  }
  reason.set_text(std::string(text));
  return reason;
}

v1::Actor ReadActor(absl::string_view text) {
  v1::Actor actor;
  const size_t at = text.find('@');
  actor.set_person_id(std::string(text.substr(0, at)));
  if (at != absl::string_view::npos) {
    actor.set_on_behalf_of(std::string(text.substr(at + 1)));
  }
  return actor;
}

}  // namespace clearsky::cli
