#include "projection/projection_format.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace clearsky::projection::format {
namespace {

constexpr size_t kDayBytes = sizeof(uint32_t);
constexpr absl::CivilDay kDayZero(1970, 1, 1);
// Years of dates have four digits; what is further stands for open.
constexpr absl::CivilDay kLeastDay(-20000, 1, 1);
constexpr absl::CivilDay kGreatestDay(20000, 1, 1);

template <typename Number>
std::string BigEndian(Number number) {
  std::string bytes(sizeof(Number), '\0');
  for (size_t i = sizeof(Number); i-- > 0;) {
    bytes[i] = static_cast<char>(number & 0xff);
    number = static_cast<Number>(number >> 8);
  }
  return bytes;
}

}  // namespace

std::string RowsOfStream(absl::string_view stream) {
  std::string key = absl::StrCat(kRowPrefix, stream);
  key.push_back('\0');
  return key;
}

std::string RowKey(absl::string_view stream, const Entity& entity) {
  std::string key = RowsOfStream(stream);
  key.push_back(static_cast<char>(entity.kind));
  key.append(entity.id);
  return key;
}

std::optional<RowName> ParseRowKey(absl::string_view key) {
  const size_t end = key.find('\0');
  if (!absl::ConsumePrefix(&key, kRowPrefix) ||
      end == absl::string_view::npos || end >= key.size()) {
    return std::nullopt;
  }
  // `end` counts the prefix, which is gone from `key`.
  RowName name;
  name.stream = std::string(key.substr(0, end - 1));
  name.entity.kind = static_cast<EntityKind>(key[end]);
  name.entity.id = std::string(key.substr(end + 1));
  return name;
}

std::string Number32(uint32_t number) { return BigEndian(number); }

std::string Number64(uint64_t number) { return BigEndian(number); }

std::string DayKey(absl::CivilDay day) {
  // The difference to the least CivilDay there is would overflow.
  const int64_t days = std::clamp(day, kLeastDay, kGreatestDay) - kDayZero;
  return BigEndian(static_cast<uint32_t>(static_cast<int32_t>(days)) ^
                   0x80000000U);
}

std::string DueKey(absl::CivilDay day, absl::string_view stream) {
  return absl::StrCat(kDuePrefix, DayKey(day), stream);
}

std::string AfterDue(absl::CivilDay day) {
  return absl::StrCat(kDuePrefix, DayKey(day + 1));
}

std::string StreamOfDue(absl::string_view key) {
  return std::string(key.substr(std::min(key.size(), 1 + kDayBytes)));
}

std::string SetAsideKey(uint64_t position) {
  return absl::StrCat(kSetAsidePrefix, Number64(position));
}

std::string AfterPrefix(absl::string_view prefix) {
  std::string key(prefix);
  while (!key.empty() && static_cast<unsigned char>(key.back()) == 0xff) {
    key.pop_back();
  }
  if (!key.empty()) key.back() = static_cast<char>(key.back() + 1);
  return key;
}

}  // namespace clearsky::projection::format
