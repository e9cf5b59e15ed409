#include "ledger/changes.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "ledger/change_order.h"
#include "ledger/change_words.h"
#include "ledger/entity_names.h"
#include "ledger/near_names.h"
#include "ledger/value_words.h"
#include "plan/edtf.h"
#include "plan/history.h"

namespace clearsky::ledger {
namespace {

// A longer quote is told by its place alone.
constexpr size_t kMaxQuoteBytes = 600;

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

// What an account is told from.
struct Material {
  std::shared_ptr<const plan::History> history;
  std::shared_ptr<const v1::PlanState> state;
  std::shared_ptr<const v1::PlanState> directory;
  // The state on the day asked for, for its findings.
  std::shared_ptr<const v1::PlanState> state_then;
  std::vector<std::vector<std::string>> entities;
};

absl::StatusOr<Material> Gather(const Core& core, const std::string& plan,
                                const Point& point) {
  Material material;
  const projection::PlanHistories& histories = *core.histories;
  ASSIGN_OR_RETURN(material.history, histories.Read(plan, point.known_count));
  ASSIGN_OR_RETURN(material.state,
                   histories.State(plan, point.known_count, std::nullopt));
  ASSIGN_OR_RETURN(
      material.directory,
      histories.State(plan::kDirectoryStream, point.known_count, std::nullopt));
  ASSIGN_OR_RETURN(material.state_then,
                   histories.State(plan, point.known_count, point.as_of));
  material.entities = EntitiesByRevision(*material.history);
  return material;
}

absl::Status RequireEntity(const Material& material, absl::string_view plan,
                           const std::string& entity) {
  if (entity.empty()) return absl::OkStatus();
  std::set<std::string> known;
  for (const auto& about : material.entities) {
    known.insert(about.begin(), about.end());
  }
  if (known.contains(entity)) return absl::OkStatus();
  return absl::NotFoundError(
      absl::StrCat("unknown entity `", entity, "` in ", plan,
                   NearNames(entity, {known.begin(), known.end()})));
}

// Fills in what a change is from what its event says. Keeps the documents that
// it read.
class Teller {
 public:
  Teller(const Core& core, const Material& material)
      : core_(core),
        material_(material),
        names_(material.state.get(), material.directory.get()) {}

  absl::StatusOr<v1::Change> Tell(const ChangePlace& place,
                                  const Point& point) {
    const plan::HistoryEvent& event =
        (*material_.history)[static_cast<size_t>(place.revision)];
    v1::Change change;
    change.set_position(event.position);
    change.set_revision(event.revision);
    for (const std::string& entity :
         material_.entities[static_cast<size_t>(event.revision)]) {
      change.add_entities(entity);
    }
    ASSIGN_OR_RETURN(const log::RecordedEvent recorded,
                     core_.log->ReadAt(event.position));
    *change.mutable_record_time() = TimestampOf(recorded.record_time);
    if (place.superseded_by) change.set_superseded_by(*place.superseded_by);
    if (place.supersedes) change.set_supersedes(*place.supersedes);
    change.set_possible(place.earliest <= point.as_of &&
                        place.day > point.as_of);
    for (const v1::Finding& finding : material_.state_then->findings()) {
      if (finding.revision() == event.revision) {
        *change.add_findings() = finding;
      }
    }
    if (event.event) {
      change.set_type(plan::ChangeName(*event.event));
      WordContext context{&names_, material_.history.get(), event.revision};
      change.set_sentence(ChangeWords(*event.event, context));
      RETURN_IF_ERROR(TellProvenance(event.event->provenance(), &change));
    } else {
      change.set_type(event.type);
      change.set_sentence(
          absl::StrCat("An event of type ", event.type,
                       ", which this version cannot read, was recorded"));
    }
    return change;
  }

 private:
  absl::Status TellProvenance(const v1::Provenance& provenance,
                              v1::Change* change) {
    *change->mutable_effective() = provenance.effective();
    change->set_actor(names_.Actor(provenance.actor()));
    for (const std::string& id : provenance.requested_by()) {
      change->add_requested_by(names_.Plain(id));
    }
    change->set_reason(ReasonWords(provenance.reason()));
    change->set_basis(provenance.basis());
    if (!provenance.has_source()) return absl::OkStatus();
    *change->mutable_source() = provenance.source();
    ASSIGN_OR_RETURN(*change->mutable_source_text(),
                     SourceWords(provenance.source()));
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> SourceWords(const v1::SourceRef& source) {
    std::string words = names_.Plain(source.document_id());
    if (source.end_byte() <= source.begin_byte()) return words;
    ASSIGN_OR_RETURN(const std::string* content, Document(source.sha256()));
    const size_t size = source.end_byte() - source.begin_byte();
    if (size == content->size()) return words;
    absl::StrAppend(&words, ", bytes ", source.begin_byte(), "-",
                    source.end_byte());
    if (source.end_byte() > content->size() || size > kMaxQuoteBytes) {
      return words;
    }
    const std::string quote = content->substr(source.begin_byte(), size);
    // A range that cuts a character is no quote.
    if (!IsValidUtf8(quote)) return words;
    return absl::StrCat(words, ": ", InQuotes(quote));
  }

  // The document of that hash; empty when the store does not have it.
  absl::StatusOr<const std::string*> Document(const std::string& sha256) {
    const auto found = documents_.find(sha256);
    if (found != documents_.end()) return &found->second;
    std::string content;
    if (!sha256.empty()) {
      absl::StatusOr<std::string> read = core_.log->GetDocument(sha256);
      if (read.ok()) {
        content = *std::move(read);
      } else if (!absl::IsNotFound(read.status())) {
        return read.status();
      }
    }
    return &documents_.emplace(sha256, std::move(content)).first->second;
  }

  const Core& core_;
  const Material& material_;
  const EntityNames names_;
  // By SHA-256.
  std::map<std::string, std::string> documents_;
};

// The places of the changes that are asked for, in order.
std::vector<ChangePlace> Select(const Material& material,
                                const std::string& entity,
                                absl::CivilDay as_of) {
  std::vector<ChangePlace> selected;
  for (const ChangePlace& place : OrderChanges(*material.history)) {
    if (place.told_from > as_of) continue;
    const auto& about = material.entities[static_cast<size_t>(place.revision)];
    if (!entity.empty() &&
        std::find(about.begin(), about.end(), entity) == about.end()) {
      continue;
    }
    selected.push_back(place);
  }
  return selected;
}

}  // namespace

absl::StatusOr<v1::ListChangesResponse> ListChanges(
    const Core& core, const v1::ListChangesRequest& request) {
  RETURN_IF_ERROR(RequireStream(core, "plan", request.plan()));
  ASSIGN_OR_RETURN(const Page page, ReadPage(core, request));
  ASSIGN_OR_RETURN(const Material material,
                   Gather(core, request.plan(), page.point));
  RETURN_IF_ERROR(RequireEntity(material, request.plan(), request.entity()));
  const std::vector<ChangePlace> selected =
      Select(material, request.entity(), page.point.as_of);

  v1::ListChangesResponse response;
  *response.mutable_basis() =
      BasisOf(core, page.point, material.history->size());
  Teller teller(core, material);
  const size_t first = std::min(page.first, selected.size());
  const size_t end =
      std::min(selected.size(), first + PageSize(request.page_size()));
  for (size_t i = first; i < end; ++i) {
    ASSIGN_OR_RETURN(*response.add_changes(),
                     teller.Tell(selected[i], page.point));
  }
  if (end < selected.size()) {
    response.set_next_page_token(absl::StrCat(page.point.known_count, ".",
                                              plan::FormatDay(page.point.as_of),
                                              ".", end));
  }
  return response;
}

}  // namespace clearsky::ledger
