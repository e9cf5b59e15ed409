#include "ledger/changes.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "ledger/belonging.h"
#include "ledger/change_order.h"
#include "ledger/change_teller.h"
#include "ledger/language.h"
#include "ledger/near_names.h"
#include "plan/edtf.h"

namespace clearsky::ledger {
namespace {

// A page token names the point at which the first page was answered, so that
// all pages tell one account: `known_count.day.first`.
struct Page {
  Point point;
  size_t first = 0;
};

absl::StatusOr<Page> ReadPage(const Core& core,
                              const v1::ListChangesRequest& request) {
  Page page;
  if (request.page_token().empty()) {
    ASSIGN_OR_RETURN(page.point, ResolvePoint(core, request.at()));
    return page;
  }
  const std::vector<std::string> parts =
      absl::StrSplit(request.page_token(), '.');
  if (parts.size() == 3 &&
      absl::SimpleAtoi(parts[0], &page.point.known_count) &&
      absl::SimpleAtoi(parts[2], &page.first)) {
    const absl::StatusOr<absl::CivilDay> day = plan::ParseDay(parts[1]);
    if (day.ok()) {
      page.point.as_of = *day;
      return page;
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("page_token `", request.page_token(),
                   "` is none that an earlier answer gave"));
}

// Whether the whole plan is asked for.
bool IsWholePlan(const v1::ListChangesRequest& request) {
  return request.entity().empty() || request.entity() == request.plan();
}

absl::Status RequireEntity(const Material& material,
                           const v1::ListChangesRequest& request) {
  if (IsWholePlan(request)) return absl::OkStatus();
  std::set<std::string> known;
  for (const auto& about : material.entities) {
    known.insert(about.begin(), about.end());
  }
  if (known.contains(request.entity())) return absl::OkStatus();
  return NotKnown(absl::StrCat("unknown entity `", request.entity(), "` in ",
                               request.plan()),
                  request.entity(), {known.begin(), known.end()},
                  {"UNKNOWN_ID",
                   {{"rule", "unknown-id"},
                    {"stream", request.plan()},
                    {"entity", request.entity()}}});
}

// The places of the changes that are asked for, in order.
std::vector<ChangePlace> Select(const Material& material,
                                const v1::ListChangesRequest& request,
                                absl::CivilDay as_of) {
  std::set<std::string> wanted;
  if (!IsWholePlan(request)) {
    wanted = BelongingTo(*material.history, request.entity());
  }
  std::vector<ChangePlace> selected;
  for (const ChangePlace& place : material.places) {
    if (place.told_from > as_of) continue;
    const auto& about = material.entities[place.revision];
    const bool is_wanted =
        IsWholePlan(request) ||
        std::any_of(about.begin(), about.end(),
                    [&](const std::string& id) { return wanted.contains(id); });
    if (is_wanted) selected.push_back(place);
  }
  return selected;
}

}  // namespace

absl::StatusOr<v1::ListChangesResponse> ListChanges(
    const Core& core, const v1::ListChangesRequest& request) {
  RETURN_IF_ERROR(RequireStream(core, "plan", request.plan()));
  ASSIGN_OR_RETURN(const Language* language, FindLanguage(request.language()));
  ASSIGN_OR_RETURN(const Page page, ReadPage(core, request));
  ASSIGN_OR_RETURN(const Material material,
                   GatherMaterial(core, request.plan(), page.point));
  RETURN_IF_ERROR(RequireEntity(material, request));
  const std::vector<ChangePlace> selected =
      Select(material, request, page.point.as_of);

  v1::ListChangesResponse response;
  *response.mutable_basis() =
      BasisOf(core, page.point, material.history->size());
  response.set_language(std::string(language->tag()));
  ChangeTeller teller(&core, &material, language, page.point);
  const size_t first = std::min(page.first, selected.size());
  const size_t end =
      std::min(selected.size(), first + PageSize(request.page_size()));
  for (size_t i = first; i < end; ++i) {
    ASSIGN_OR_RETURN(*response.add_changes(), teller.Tell(selected[i]));
  }
  if (end < selected.size()) {
    response.set_next_page_token(absl::StrCat(page.point.known_count, ".",
                                              plan::FormatDay(page.point.as_of),
                                              ".", end));
  }
  return response;
}

}  // namespace clearsky::ledger
