#include "ledger/publications.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "ledger/rendering.h"
#include "plan/edtf.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "table/faces.h"
#include "table/table.h"

namespace clearsky::ledger {
namespace {

// What is known of a plan at a point, for its publications.
struct Account {
  Point point;
  std::shared_ptr<const plan::History> history;
  // All publications that count, in the order in which they were told,
  // whatever the day.
  std::vector<plan::PlacedEvent> publications;

  // Number of those told on or before the day.
  size_t CountTold() const {
    size_t count = 0;
    while (count < publications.size() &&
           publications[count].day <= point.as_of) {
      ++count;
    }
    return count;
  }
};

absl::StatusOr<Account> ReadAccount(const Core& core, const std::string& plan,
                                    const v1::PointInTime& at) {
  RETURN_IF_ERROR(RequireStream(core, "plan", plan));
  Account account;
  ASSIGN_OR_RETURN(account.point, ResolvePoint(core, at));
  const uint64_t known_count = account.point.known_count;
  ASSIGN_OR_RETURN(account.history, core.histories->Read(plan, known_count));
  ASSIGN_OR_RETURN(const std::shared_ptr<const v1::PlanState> state,
                   core.histories->State(plan, known_count, std::nullopt));
  if (state->publications().empty()) return account;
  for (plan::PlacedEvent& placed : plan::PlaceEvents(*account.history)) {
    if (!placed.event().has_table_published()) continue;
    // The fold has the last word: what it could not apply was not told.
    const auto found = state->publications().find(
        placed.event().table_published().publication_id());
    if (found == state->publications().end() ||
        found->second.revision() != placed.content_revision) {
      continue;
    }
    account.publications.push_back(std::move(placed));
  }
  return account;
}

// What the renderer of today makes of a publication's plan and day.
struct RenderedNow {
  v1::ImplementationTable table;
  std::string content;
};

// `published` rendered as known by the first `known_count` events.
// FAILED_PRECONDITION or another error tells why it cannot be.
absl::StatusOr<RenderedNow> RenderNow(const Core& core, const std::string& plan,
                                      const v1::TablePublished& published,
                                      uint64_t known_count) {
  if (published.renderer_version() == 0) {
    return absl::FailedPreconditionError(
        "no renderer made it (renderer_version 0)");
  }
  ASSIGN_OR_RETURN(const absl::CivilDay as_of,
                   plan::ParseDay(published.as_of_day()));
  RenderedNow rendered;
  ASSIGN_OR_RETURN(rendered.table,
                   RenderTable(core, plan, {as_of, known_count},
                               {published.language(), published.style()}));
  ASSIGN_OR_RETURN(rendered.content,
                   table::RenderFace(rendered.table, published.format()));
  return rendered;
}

// The same as known when it was published.
absl::StatusOr<RenderedNow> RenderThen(const Core& core,
                                       const std::string& plan,
                                       const v1::TablePublished& published) {
  if (published.position() >= core.log->size()) {
    return absl::FailedPreconditionError(
        absl::StrCat("it names position ", published.position(),
                     ", and the last one is ", core.log->size() - 1));
  }
  return RenderNow(core, plan, published, published.position() + 1);
}

void NoteFirstDifference(const std::string& published,
                         const std::string& rendered, v1::Rerendering* result) {
  const auto lines = [](absl::string_view text) {
    std::vector<std::string> split =
        absl::StrSplit(absl::StripSuffix(text, "\n"), '\n');
    return split;
  };
  const std::vector<std::string> before = lines(published);
  const std::vector<std::string> now = lines(rendered);
  size_t i = 0;
  while (i < before.size() && i < now.size() && before[i] == now[i]) ++i;
  result->set_first_differing_line(i + 1);
  if (i < before.size()) result->set_published_line(before[i]);
  if (i < now.size()) result->set_rendered_line(now[i]);
}

// `content` is empty when the bytes are not there.
v1::Rerendering Compare(const v1::TablePublished& published,
                        const std::string& content,
                        const absl::StatusOr<RenderedNow>& rendered) {
  v1::Rerendering result;
  result.set_renderer_version(table::kRendererVersion);
  if (!rendered.ok()) {
    result.set_outcome(v1::Rerendering::OUTCOME_NOT_RENDERED);
    result.set_reason(std::string(rendered.status().message()));
  } else if (DigestBytes(Sha256(rendered->content)) == published.sha256()) {
    result.set_outcome(v1::Rerendering::OUTCOME_SAME);
  } else {
    result.set_outcome(v1::Rerendering::OUTCOME_DIFFERENT);
    if (!content.empty()) {
      NoteFirstDifference(content, rendered->content, &result);
    }
  }
  return result;
}

// A publication with its bytes and what was found out about them.
struct Examined {
  v1::Publication publication;
  std::string content;
  absl::StatusOr<RenderedNow> rendered = absl::UnknownError("");
};

absl::StatusOr<Examined> Examine(const Core& core, const std::string& plan,
                                 const plan::History& history,
                                 const plan::PlacedEvent& placed) {
  Examined examined;
  v1::Publication& publication = examined.publication;
  const v1::TablePublished& published = placed.event().table_published();
  *publication.mutable_published() = published;
  *publication.mutable_effective() = placed.event().provenance().effective();
  publication.set_revision(placed.revision);
  publication.set_position(
      history[static_cast<size_t>(placed.revision)].position);
  ASSIGN_OR_RETURN(const log::RecordedEvent recorded,
                   core.log->ReadAt(publication.position()));
  *publication.mutable_record_time() = TimestampOf(recorded.record_time);

  absl::StatusOr<std::string> content =
      core.log->GetDocument(published.sha256());
  if (content.ok()) {
    examined.content = *std::move(content);
    publication.set_intact(true);
    publication.set_size_bytes(examined.content.size());
  } else if (absl::IsNotFound(content.status())) {
    publication.set_damage("the bytes are not in the document store");
  } else if (absl::IsDataLoss(content.status()) ||
             absl::IsInvalidArgument(content.status())) {
    publication.set_damage(std::string(content.status().message()));
  } else {
    return content.status();
  }
  examined.rendered = RenderThen(core, plan, published);
  *publication.mutable_rerendering() =
      Compare(published, examined.content, examined.rendered);
  return examined;
}

// What a line reads, by project and activity.
using Lines = std::map<std::pair<std::string, std::string>,
                       std::tuple<std::string, std::string, std::string>>;

Lines LinesOf(const v1::ImplementationTable& table) {
  Lines lines;
  for (const v1::TableArea& area : table.areas()) {
    for (const v1::TableProject& project : area.projects()) {
      for (const v1::TableLine& line : project.lines()) {
        lines[{project.project_id(), line.activity_id()}] = {
            area.text(), project.text(), line.text()};
      }
    }
  }
  return lines;
}

// Both are made by the renderer of today, so that only what is known differs.
v1::Hindsight CompareLines(const Lines& then, const Lines& now) {
  v1::Hindsight hindsight;
  hindsight.set_compared(true);
  std::set<std::pair<std::string, std::string>> differing;
  for (const auto& [key, text] : then) {
    const auto found = now.find(key);
    if (found == now.end() || found->second != text) differing.insert(key);
  }
  for (const auto& [key, text] : now) {
    if (!then.contains(key)) differing.insert(key);
  }
  hindsight.set_differing_lines(static_cast<uint32_t>(differing.size()));
  std::set<std::string> activities;
  for (const auto& [project, activity] : differing) activities.insert(activity);
  for (const std::string& id : activities) hindsight.add_activity_ids(id);
  return hindsight;
}

absl::Status NothingTold(const std::string& plan, const Account& account) {
  if (account.publications.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no table of `", plan, "` was published",
                     account.history->empty() ? "; nothing was known of it then"
                                              : "; `publish` publishes one"));
  }
  const plan::PlacedEvent& first = account.publications.front();
  return absl::NotFoundError(absl::StrCat(
      "no table of `", plan, "` was published on or before ",
      plan::FormatDay(account.point.as_of), "; the first, `",
      first.event().table_published().publication_id(), "`, was on ",
      plan::FormatDay(first.day), " (position ",
      (*account.history)[static_cast<size_t>(first.revision)].position, ")"));
}

absl::Status BytesLost(const std::string& plan, const Examined& examined) {
  const v1::Publication& publication = examined.publication;
  const bool same =
      publication.rerendering().outcome() == v1::Rerendering::OUTCOME_SAME;
  return absl::DataLossError(absl::StrCat(
      "publication `", publication.published().publication_id(), "` of ", plan,
      " at position ", publication.position(), ": ", publication.damage(),
      same ? "; rendered again, it has the SHA-256 that was recorded: `table` "
             "prints it for the same day and position"
           : "; restore a backup that has them"));
}

}  // namespace

absl::StatusOr<v1::GetPublishedResponse> GetPublished(
    const Core& core, const v1::GetPublishedRequest& request) {
  ASSIGN_OR_RETURN(const Account account,
                   ReadAccount(core, request.plan(), request.at()));
  const size_t told = account.CountTold();
  if (told == 0) return NothingTold(request.plan(), account);
  ASSIGN_OR_RETURN(Examined examined,
                   Examine(core, request.plan(), *account.history,
                           account.publications[told - 1]));
  if (!examined.publication.intact()) {
    return BytesLost(request.plan(), examined);
  }
  v1::GetPublishedResponse response;
  if (examined.rendered.ok()) {
    ASSIGN_OR_RETURN(
        const RenderedNow now,
        RenderNow(core, request.plan(), examined.publication.published(),
                  account.point.known_count));
    *response.mutable_hindsight() =
        CompareLines(LinesOf(examined.rendered->table), LinesOf(now.table));
  }
  *response.mutable_publication() = std::move(examined.publication);
  response.set_content(std::move(examined.content));
  *response.mutable_basis() =
      BasisOf(core, account.point, account.history->size());
  return response;
}

absl::StatusOr<v1::ListPublicationsResponse> ListPublications(
    const Core& core, const v1::ListPublicationsRequest& request) {
  ASSIGN_OR_RETURN(const Account account,
                   ReadAccount(core, request.plan(), request.at()));
  v1::ListPublicationsResponse response;
  const size_t told = account.CountTold();
  for (size_t i = 0; i < told; ++i) {
    ASSIGN_OR_RETURN(Examined examined,
                     Examine(core, request.plan(), *account.history,
                             account.publications[i]));
    *response.add_publications() = std::move(examined.publication);
  }
  *response.mutable_basis() =
      BasisOf(core, account.point, account.history->size());
  return response;
}

}  // namespace clearsky::ledger
