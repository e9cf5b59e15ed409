#include "ledger/publisher.h"

#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "ledger/rendering.h"
#include "plan/edtf.h"
#include "plan/entities.h"
#include "plan/history.h"
#include "table/faces.h"
#include "table/table.h"

namespace clearsky::ledger {
namespace {

// Each starts with what another recorder of the same streams has done, so that
// many in a row are lost only against a plan that is written all the time.
constexpr int kMaxAttempts = 20;

// The day that the table stands for.
absl::StatusOr<absl::CivilDay> AsOf(const Core& core,
                                    const v1::PublishTableRequest& request) {
  if (!request.as_of_day().empty()) {
    const absl::StatusOr<absl::CivilDay> day =
        plan::ParseDay(request.as_of_day());
    if (day.ok()) return *day;
    return absl::InvalidArgumentError(
        absl::StrCat("as_of_day: ", day.status().message()));
  }
  absl::Time now = core.Now();
  if (request.has_at_time()) {
    ASSIGN_OR_RETURN(now, TimeOf("at_time", request.at_time()));
  }
  return core.DayOf(now);
}

// `table-2022-09-28`, or the first of `table-2022-09-28-2`, ... that no event
// of the stream has taken.
std::string FreeId(const plan::History& history, absl::string_view day) {
  std::set<std::string> taken;
  for (const plan::HistoryEvent& event : history) {
    if (!event.event.has_value()) continue;
    for (const plan::Introduction& made : plan::IntroductionsOf(*event.event)) {
      taken.insert(made.id);
    }
  }
  const std::string first = absl::StrCat("table-", day);
  std::string id = first;
  for (int i = 2; taken.contains(id); ++i) id = absl::StrCat(first, "-", i);
  return id;
}

// One attempt to publish, of what is known now.
class Attempt {
 public:
  Attempt(const Core& core, const v1::PublishTableRequest& request,
          absl::CivilDay as_of)
      : core_(core), request_(request), point_{as_of, core.log->size()} {}

  absl::StatusOr<v1::PublishTableResponse> Run(Recorder* recorder) {
    RETURN_IF_ERROR(Render());
    v1::RecordEventsRequest record;
    record.set_dry_run(request_.dry_run());
    if (request_.has_at_time()) *record.mutable_at_time() = request_.at_time();
    record.add_documents()->set_content(response_.content());
    RETURN_IF_ERROR(RestOn(request_.plan(), &record));
    if (request_.plan() != plan::kDirectoryStream) {
      RETURN_IF_ERROR(RestOn(plan::kDirectoryStream, &record));
    }
    v1::PlanEvent* const event =
        record.mutable_streams(0)->add_events()->mutable_event();
    *event->mutable_provenance() = request_.provenance();
    *event->mutable_table_published() = response_.publication();
    ASSIGN_OR_RETURN(v1::RecordEventsResponse recorded,
                     recorder->Record(record));
    *response_.mutable_recorded() = std::move(*recorded.mutable_recorded(0));
    response_.set_dry_run(request_.dry_run());
    return std::move(response_);
  }

 private:
  absl::Status Render() {
    v1::TablePublished* const published = response_.mutable_publication();
    published->set_as_of_day(plan::FormatDay(point_.as_of));
    published->set_position(point_.known_count - 1);
    published->set_language(request_.language().empty() ? "ko"
                                                        : request_.language());
    published->set_style(request_.style() == v1::TABLE_STYLE_UNSPECIFIED
                             ? v1::TABLE_STYLE_AS_PUBLISHED
                             : request_.style());
    published->set_format(request_.format().empty() ? "text"
                                                    : request_.format());
    published->set_renderer_version(table::kRendererVersion);
    published->set_document_id(request_.document_id());
    ASSIGN_OR_RETURN(const v1::ImplementationTable table,
                     RenderTable(core_, request_.plan(), point_,
                                 {published->language(), published->style()}));
    ASSIGN_OR_RETURN(*response_.mutable_content(),
                     table::RenderFace(table, published->format()));
    published->set_sha256(DigestBytes(Sha256(response_.content())));
    return absl::OkStatus();
  }

  // Notes the head of `stream`, and expects it to be there still when the
  // publication is recorded.
  absl::Status RestOn(const std::string& stream,
                      v1::RecordEventsRequest* record) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const plan::History> history,
                     core_.histories->Read(stream, point_.known_count));
    v1::StreamRecord* const entry = record->add_streams();
    entry->set_stream(stream);
    v1::TablePublished* const published = response_.mutable_publication();
    if (history->empty()) {
      entry->mutable_expected()->set_no_stream(true);
    } else {
      v1::StreamHead* const head = published->add_heads();
      head->set_stream(stream);
      head->set_revision(history->size() - 1);
      entry->mutable_expected()->set_revision(head->revision());
    }
    if (stream != request_.plan()) return absl::OkStatus();
    *response_.mutable_basis() = BasisOf(core_, point_, history->size());
    published->set_publication_id(request_.publication_id().empty()
                                      ? FreeId(*history, published->as_of_day())
                                      : request_.publication_id());
    return absl::OkStatus();
  }

  const Core& core_;
  const v1::PublishTableRequest& request_;
  const Point point_;
  v1::PublishTableResponse response_;
};

}  // namespace

absl::StatusOr<v1::PublishTableResponse> PublishTable(
    const Core& core, const v1::PublishTableRequest& request,
    Recorder* recorder) {
  RETURN_IF_ERROR(RequireStream(core, "plan", request.plan()));
  if (request.provenance().has_effective()) {
    return absl::InvalidArgumentError(
        "provenance.effective: a table is told when it is recorded; leave it "
        "out");
  }
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, AsOf(core, request));
  for (int attempts_left = kMaxAttempts;; --attempts_left) {
    absl::StatusOr<v1::PublishTableResponse> response =
        Attempt(core, request, as_of).Run(recorder);
    // The only expectations are this call's own: somebody recorded meanwhile.
    if (!absl::IsAborted(response.status()) || attempts_left == 1) {
      return response;
    }
  }
}

}  // namespace clearsky::ledger
