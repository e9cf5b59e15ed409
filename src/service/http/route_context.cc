#include "service/http/route_context.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "page/point_words.h"
#include "plan/fold.h"
#include "plan/history.h"
#include "service/http/etag.h"
#include "table/table.h"

namespace clearsky::service {
namespace {

absl::TimeZone ZoneOf(const std::string& name) {
  absl::TimeZone zone;
  // A ledger of a zone that this machine does not know is not opened.
  absl::LoadTimeZone(name, &zone);
  return zone;
}

// Rises when a face of these routes changes.
constexpr int kFacesVersion = 1;

const std::string& VersionsOfRendering() {
  static const auto* const versions = new std::string(absl::StrCat(
      plan::kFoldVersion, ".", table::kRendererVersion, ".", kFacesVersion));
  return *versions;
}

// Number of events of the log up to the one at `revision` of `stream`.
absl::StatusOr<uint64_t> CountUpTo(const RouteContext& context,
                                   absl::string_view stream,
                                   uint64_t revision) {
  uint64_t count = 0;
  RETURN_IF_ERROR(context.ledger->log().ReadStream(
      stream, revision, log::Direction::kForward,
      [&count](const log::RecordedEvent& event) {
        count = event.position + 1;
        return false;
      }));
  return count;
}

// Names the last event that an answer rests on, and the day.
absl::Status Pin(const RouteContext& context, const Question& question,
                 const ledger::Standing& standing, v1::PointInTime* point) {
  point->set_as_of_day(standing.basis.as_of_day());
  uint64_t count = 0;
  if (standing.basis.stream_count() > 0) {
    ASSIGN_OR_RETURN(count, CountUpTo(context, question.plan,
                                      standing.basis.stream_count() - 1));
  }
  if (question.rests_on == RestsOn::kPlanAndDirectory &&
      standing.directory_count > 0) {
    ASSIGN_OR_RETURN(const uint64_t directory,
                     CountUpTo(context, plan::kDirectoryStream,
                               standing.directory_count - 1));
    count = std::max(count, directory);
  }
  // Nothing was known: that is so at the point that was asked about.
  if (count > 0) point->set_known_position(count - 1);
  return absl::OkStatus();
}

}  // namespace

RouteContext::RouteContext(ledger::Ledger* the_ledger, RouteOptions the_options)
    : ledger(the_ledger),
      options(std::move(the_options)),
      ledger_id(the_ledger->log().ledger_id().ToString()),
      zone_name(the_ledger->GetLedger(v1::GetLedgerRequest()).value().zone()),
      zone(ZoneOf(zone_name)),
      cache(options.cache_bytes),
      tables(the_ledger, feed::TableFeedOptions()) {}

absl::StatusOr<v1::PointInTime> PointOf(const RouteContext& context,
                                        const Call& call) {
  return page::ReadPointInTime({kAsOfParameter, kKnownAtParameter},
                               call.Parameter(kAsOfParameter),
                               call.Parameter(kKnownAtParameter), context.zone);
}

absl::StatusOr<uint64_t> NumberOf(const Call& call, absl::string_view name,
                                  uint64_t otherwise, uint64_t max) {
  const std::string& text = call.Parameter(name);
  if (text.empty()) return otherwise;
  uint64_t number = 0;
  const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
  if (digits && absl::SimpleAtoi(text, &number) && number <= max) return number;
  return absl::InvalidArgumentError(
      absl::StrCat(name, " `", text, "` is no whole number from 0 to ", max));
}

absl::StatusOr<AnswerFace> FaceOf(const Call& call,
                                  const std::vector<AnswerFace>& offered) {
  return ChooseFace(call.Parameter(kFormatParameter), call.Header("Accept"),
                    offered);
}

absl::StatusOr<Reply> ConditionalReply(RouteContext* context, const Call& call,
                                       const AnswerFace& face,
                                       const Question& question,
                                       const Render& render) {
  std::vector<ledger::Standing> standings;
  std::string rests_on;
  for (const v1::PointInTime& point : question.points) {
    ASSIGN_OR_RETURN(standings.emplace_back(),
                     context->ledger->GetStanding(question.plan, point));
    const ledger::Standing& standing = standings.back();
    absl::StrAppend(&rests_on, standing.basis.as_of_day(), " ",
                    standing.basis.stream_count(), " ",
                    question.rests_on == RestsOn::kPlanAndDirectory
                        ? standing.directory_count
                        : 0,
                    "\n");
  }
  const std::string etag = ETagOf({context->ledger_id, VersionsOfRendering(),
                                   call.target(), face.name, rests_on});
  Reply reply;
  reply.content_type = std::string(face.content_type);
  // Whether it still is so is asked each time.
  reply.headers = {{"ETag", etag},
                   {"Cache-Control", "private, no-cache"},
                   {"Vary", "Accept"}};
  if (MatchesETag(call.Header("If-None-Match"), etag)) {
    reply.status = 304;
    return reply;
  }
  reply.body = context->cache.Get(etag);
  if (reply.body == nullptr) {
    std::vector<v1::PointInTime> points = question.points;
    if (question.rests_on != RestsOn::kWholeLog) {
      for (size_t i = 0; i < points.size(); ++i) {
        RETURN_IF_ERROR(Pin(*context, question, standings[i], &points[i]));
      }
    }
    ASSIGN_OR_RETURN(std::string body, render(std::move(points)));
    reply.body = std::make_shared<const std::string>(std::move(body));
    context->cache.Put(etag, reply.body);
  }
  return reply;
}

}  // namespace clearsky::service
