#include "document/reconcile_order.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace clearsky::document {
namespace {

// Lines without an order stand behind all that have one.
constexpr uint64_t kBehind = std::numeric_limits<uint32_t>::max();

// What lines are sorted by.
using Place = std::pair<uint64_t, uint64_t>;

uint64_t OrderOf(uint32_t order) { return order == 0 ? kBehind : order; }

// Sums of the best so far over the ranks below one.
class BestBelow {
 public:
  explicit BestBelow(size_t size) : best_(size + 1, {0, -1}) {}

  void Put(size_t rank, int64_t weight, int line) {
    for (size_t i = rank + 1; i < best_.size(); i += i & (~i + 1)) {
      if (weight > best_[i].first) best_[i] = {weight, line};
    }
  }
  // Of ranks < `rank`: the greatest weight and its line.
  std::pair<int64_t, int> Get(size_t rank) const {
    std::pair<int64_t, int> best = {0, -1};
    for (size_t i = rank; i > 0; i -= i & (~i + 1)) {
      if (best_[i].first > best.first) best = best_[i];
    }
    return best;
  }

 private:
  std::vector<std::pair<int64_t, int>> best_;
};

// The heaviest run of lines that stand in the order of the document already:
// those that may not be moved weigh more than all that may.
std::vector<bool> KeptLines(const std::vector<OrderedLine>& lines) {
  std::vector<Place> places;
  for (const OrderedLine& line : lines) {
    if (!line.is_new) places.emplace_back(OrderOf(line.order), line.revision);
  }
  std::sort(places.begin(), places.end());
  BestBelow best(places.size());
  std::vector<int> before(lines.size(), -1);
  const auto heavy = static_cast<int64_t>(lines.size()) + 1;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].is_new) continue;
    const Place place = {OrderOf(lines[i].order), lines[i].revision};
    const auto rank = static_cast<size_t>(
        std::lower_bound(places.begin(), places.end(), place) - places.begin());
    const auto [weight, line] = best.Get(rank);
    before[i] = line;
    best.Put(rank, weight + (lines[i].is_movable ? 1 : heavy),
             static_cast<int>(i));
  }
  std::vector<bool> kept(lines.size(), false);
  for (int i = best.Get(places.size()).second; i >= 0;
       i = before[static_cast<size_t>(i)]) {
    kept[static_cast<size_t>(i)] = true;
  }
  return kept;
}

// Goes through the lines once, giving those that do not keep their order the
// least one behind the line before.
LineOrders GiveOrders(const std::vector<OrderedLine>& lines,
                      const std::vector<bool>& kept) {
  LineOrders result;
  result.orders.resize(lines.size());
  uint64_t newest = 0;
  for (const OrderedLine& line : lines) {
    newest = std::max(newest, line.revision);
  }
  Place last = {0, 0};
  bool is_first = true;
  for (size_t i = 0; i < lines.size(); ++i) {
    const OrderedLine& line = lines[i];
    const uint64_t revision = line.is_new ? ++newest : line.revision;
    Place place = {OrderOf(line.order), revision};
    const bool fits = is_first || place > last;
    if (line.is_new || !fits || !kept[i]) {
      if (!line.is_new && !line.is_movable) {
        result.is_kept = result.is_kept && fits;
        if (fits) last = place;
        is_first = false;
        continue;
      }
      // Behind a line without an order only another stands.
      uint64_t order = is_first ? 1 : last.first;
      if (!is_first && Place{order, revision} <= last) ++order;
      if (order > kBehind) {
        result.is_kept = false;
        continue;
      }
      place = {order, revision};
      const uint32_t given =
          order == kBehind ? 0 : static_cast<uint32_t>(order);
      if (line.is_new || given != line.order) result.orders[i] = given;
    }
    last = place;
    is_first = false;
  }
  return result;
}

}  // namespace

LineOrders OrderLines(const std::vector<OrderedLine>& lines) {
  return GiveOrders(lines, KeptLines(lines));
}

}  // namespace clearsky::document
