#pragma once

#include <cstdint>
#include <optional>
#include <vector>

// The order of the lines of one project. Pure.

namespace clearsky::document {

// A line in the order of the document, with what orders it in the plan.
struct OrderedLine {
  uint32_t order = 0;     // 0: behind those that have one.
  uint64_t revision = 0;  // Of its registration; tells equal orders apart.
  // It is registered by the document, after all others: its order is free.
  bool is_new = false;
  // Its order may be changed.
  bool is_movable = false;
};

struct LineOrders {
  // By line: the order to give it; nullopt where it keeps its own.
  std::vector<std::optional<uint32_t>> orders;
  // All of them stand in the order of the document then. Else some that may
  // not be changed stand otherwise.
  bool is_kept = true;
};

// Gives new lines an order, and moves as few of the others as it can.
LineOrders OrderLines(const std::vector<OrderedLine>& lines);

}  // namespace clearsky::document
