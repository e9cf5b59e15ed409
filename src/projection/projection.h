#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_state.pb.h"
#include "clearsky/v1/projections.pb.h"
#include "projection/projection_format.h"

namespace clearsky::projection {

// A stream as projections see it: its state on a day, and where its events are.
struct FoldedStream {
  absl::string_view name;
  const v1::PlanState* state = nullptr;
  // Positions in the log, by revision.
  const std::vector<uint64_t>* positions = nullptr;
};

// The events that set the fields of an entity, sorted by field.
void FillOrigins(const FoldedStream& stream,
                 const google::protobuf::Map<std::string, uint64_t>& set_by,
                 google::protobuf::RepeatedPtrField<v1::FieldOrigin>* origins);

// A Projection says which rows are made of a plan. A row is a function of one
// entity of one stream on one day, so that an event touches the rows of the
// entities that it is about, and nothing else. Implementations are pure and
// safe for concurrent use.
//
// Rows are bytes, equal for equal content.
class Projection {
 public:
  virtual ~Projection() = default;

  // `calendar`; part of its family's name.
  virtual absl::string_view name() const = 0;
  // Rises with every change of the rows that equal events give. It has the
  // version of the fold in it.
  virtual uint32_t version() const = 0;

  // The row of an entity; nullopt when it has none. An error sets the events
  // that led here aside: the row stays as it was.
  virtual absl::StatusOr<std::optional<std::string>> RowOf(
      const FoldedStream& stream, const format::Entity& entity) const = 0;

  // Keys under which the row of `entity` is found, behind
  // format::kIndexPrefix. A row that does not parse has none.
  virtual std::vector<std::string> IndexOf(absl::string_view stream,
                                           const format::Entity& entity,
                                           absl::string_view row) const = 0;
};

// The version of a projection, from those of its rows and of the fold.
uint32_t VersionOfRows(uint32_t rows_version);

// The entities of a stream that have rows, in order.
std::vector<format::Entity> EntitiesOfState(const v1::PlanState& state);
// Whether the state has the entity.
bool HasEntity(const v1::PlanState& state, const format::Entity& entity);

}  // namespace clearsky::projection
