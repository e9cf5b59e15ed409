#pragma once

// Keys of the rows in projections/ (docs/format.md): made and parsed here and
// nowhere else. All functions are pure.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace clearsky::projection::format {

// In the ledger's directory.
inline constexpr char kProjectionsDirectory[] = "projections";

// Key in RocksDB's default family: v1::RowsDirectory.
inline constexpr char kDirectoryKey[] = "directory";

// In each family of a projection, told apart by the first byte. The order
// matters nowhere but within each.
//
//   c                                 v1::RowsCheckpoint
//   r STREAM 00 KIND ID               row: what a projection keeps of an entity
//   i ...                             index: the key of the row it leads to
//   d i32 DAY STREAM                  due: on that day the stream changes
//                                     without an event; empty
//   x u64 POSITION                    v1::SetAside
inline constexpr char kCheckpointKey[] = "c";
inline constexpr char kRowPrefix[] = "r";
inline constexpr char kIndexPrefix[] = "i";
inline constexpr char kDuePrefix[] = "d";
inline constexpr char kSetAsidePrefix[] = "x";

// The kinds of entities that rows are made of, as they stand in keys.
enum class EntityKind : char {
  kActivity = 'a',
  kAgreement = 'g',
  kPlan = 'p',
  kSeries = 's',
};

// An entity of a stream. `id` is empty for the plan.
struct Entity {
  EntityKind kind = EntityKind::kActivity;
  std::string id;

  auto operator<=>(const Entity&) const = default;
};

// The row of an entity, and what all rows of a stream begin with. Stream names
// have no control characters, so that the zero byte ends a name.
std::string RowKey(absl::string_view stream, const Entity& entity);
std::string RowsOfStream(absl::string_view stream);

// The stream and the entity of a row's key.
struct RowName {
  std::string stream;
  Entity entity;
};
std::optional<RowName> ParseRowKey(absl::string_view key);

// Numbers and days that sort as their keys do.
std::string Number32(uint32_t number);
std::string Number64(uint64_t number);
std::string DayKey(absl::CivilDay day);

// A due row, and the key that all due rows up to a day, inclusive, stand
// before.
std::string DueKey(absl::CivilDay day, absl::string_view stream);
std::string AfterDue(absl::CivilDay day);
// The stream of a due row.
std::string StreamOfDue(absl::string_view key);

std::string SetAsideKey(uint64_t position);

// The first key behind all that begin with `prefix`, which is not only of
// bytes 255.
std::string AfterPrefix(absl::string_view prefix);

}  // namespace clearsky::projection::format
