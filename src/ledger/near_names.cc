#include "ledger/near_names.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace clearsky::ledger {
namespace {

constexpr size_t kMaxNear = 3;
constexpr size_t kMaxKnown = 5;
// Longer names are typed by no one.
constexpr size_t kMaxCompared = 128;

std::string Quoted(const std::vector<std::string>& names) {
  return absl::StrJoin(names, ", ", [](std::string* out, const auto& name) {
    absl::StrAppend(out, "`", name, "`");
  });
}

}  // namespace

size_t EditDistance(absl::string_view a, absl::string_view b) {
  // One row of the table of Wagner and Fischer at a time.
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

namespace {

// The nearest names first; none when no name is near.
std::vector<std::string> Nearest(absl::string_view wanted,
                                 const std::vector<std::string>& known) {
  std::vector<std::pair<size_t, std::string>> near;
  const size_t max_distance = std::max<size_t>(2, wanted.size() / 3);
  for (const std::string& name : known) {
    if (wanted.size() > kMaxCompared || name.size() > kMaxCompared) continue;
    const size_t distance = EditDistance(wanted, name);
    if (distance <= max_distance) near.emplace_back(distance, name);
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string> names;
  for (const auto& [distance, name] : near) {
    if (names.size() < kMaxNear) names.push_back(name);
  }
  return names;
}

}  // namespace

absl::Status NotKnown(absl::string_view message, absl::string_view wanted,
                      const std::vector<std::string>& known,
                      ErrorDetail detail) {
  const std::vector<std::string> near = Nearest(wanted, known);
  if (!near.empty()) detail.metadata["near"] = absl::StrJoin(near, ",");
  return WithDetail(
      absl::NotFoundError(absl::StrCat(message, NearNames(wanted, known))),
      detail);
}

std::string NearNames(absl::string_view wanted,
                      const std::vector<std::string>& known) {
  if (known.empty()) return "";
  std::vector<std::string> names = Nearest(wanted, known);
  if (!names.empty()) {
    return absl::StrCat("; did you mean ", Quoted(names), "?");
  }
  for (const std::string& name : known) {
    if (names.size() < kMaxKnown) names.push_back(name);
  }
  return absl::StrCat("; known: ", Quoted(names),
                      known.size() > names.size() ? ", ..." : "");
}

}  // namespace clearsky::ledger
