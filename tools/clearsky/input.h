#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "clearsky/v1/value.pb.h"
#include "page/point_words.h"

// What people type, made into the values of requests. Each error names the
// option or argument and says what is accepted.

namespace clearsky::cli {

// Largest file that is read in.
inline constexpr size_t kMaxFileBytes = size_t{32} << 20;

// The whole of file `path`, or of standard input when it is `-`. NOT_FOUND,
// PERMISSION_DENIED, or INVALID_ARGUMENT when it is empty, no file, or larger
// than kMaxFileBytes.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// The zone of a ledger. FAILED_PRECONDITION when this machine does not know
// it.
absl::StatusOr<absl::TimeZone> LoadZone(const std::string& name);

using page::ReadTime;

// --as-of and --known-at; empty texts are left out. For `known_at`, digits
// alone are a position, a day means its end.
absl::StatusOr<v1::PointInTime> ReadPointInTime(absl::string_view as_of,
                                                absl::string_view known_at,
                                                absl::TimeZone zone);

google::protobuf::Timestamp ToTimestamp(absl::Time time);

// Checks of options for CLI11: empty when `text` is a number from 0 on, or
// names somebody; else what is wrong.
std::string CheckCount(const std::string& text);
std::string CheckActor(const std::string& text);

// A label of `text`. The language is told by a prefix (`en:Seoul`), else from
// the script: Hangul is `ko`, Han without Hangul `zh`, anything else `en`.
v1::Label ReadLabel(absl::string_view text);

// A venue of words: `PLACE` is a city or district, `NAME, PLACE` a building in
// it, `NAME,` a building alone.
absl::StatusOr<v1::Venue> ReadVenue(absl::string_view text);

// A delivery of a word an official writes (`비대면`), or of a mode's name in
// the schema (`video-conference`). INVALID_ARGUMENT otherwise.
absl::StatusOr<v1::Delivery> ReadDelivery(absl::string_view word);

// A reason of words; `public-health: words` sets its code, too.
v1::Reason ReadReason(absl::string_view text);

// `PERSON`, `PERSON@ORGANISATION` or `@ORGANISATION`: ids of the directory.
v1::Actor ReadActor(absl::string_view text);

}  // namespace clearsky::cli
