#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clearsky/v1/answer.pb.h"
#include "feed/table_watch.h"
#include "ledger/ledger.h"
#include "service/http/answer_cache.h"
#include "service/http/face.h"
#include "service/http/route_table.h"
#include "service/http/routes.h"

namespace clearsky::service {

// What the routes work with. Safe for concurrent use.
struct RouteContext {
  RouteContext(ledger::Ledger* the_ledger, RouteOptions the_options);

  ledger::Ledger* const ledger;
  const RouteOptions options;
  const std::string ledger_id;
  const std::string zone_name;
  const absl::TimeZone zone;
  AnswerCache cache;
  // Of those who watch tables.
  feed::TableFeed tables;
};

// Parameters that every question about a point takes.
inline constexpr char kAsOfParameter[] = "as_of";
inline constexpr char kKnownAtParameter[] = "known_at";
inline constexpr char kFormatParameter[] = "format";
inline constexpr char kLanguageParameter[] = "lang";

// The point that a request asks about.
absl::StatusOr<v1::PointInTime> PointOf(const RouteContext& context,
                                        const Call& call);

// A parameter that is a number from 0 to `max`; `otherwise` when it is left
// out. INVALID_ARGUMENT else.
absl::StatusOr<uint64_t> NumberOf(const Call& call, absl::string_view name,
                                  uint64_t otherwise, uint64_t max);

// The face that a request asks for.
absl::StatusOr<AnswerFace> FaceOf(const Call& call,
                                  const std::vector<AnswerFace>& offered);

// What an answer rests on: the events of its plan; those of `directory`, too,
// which has the names of parties and organisations; or all events.
enum class RestsOn { kPlan, kPlanAndDirectory, kWholeLog };

// What a request asks: about a plan (empty with kWholeLog), at some points.
struct Question {
  std::string plan;
  RestsOn rests_on = RestsOn::kPlan;
  std::vector<v1::PointInTime> points;
};

// Renders an answer about those points, in the order of the question.
using Render =
    std::function<absl::StatusOr<std::string>(std::vector<v1::PointInTime>)>;

// The answer in `face`, with an entity tag made of what it rests on; 304
// without rendering when the caller has it, and from the cache when it was
// rendered before. Points of a plan are pinned for `render`: asked there, the
// ledger gives the same bytes for ever, as they name the last event that the
// answer rests on, and what is recorded elsewhere changes nothing.
absl::StatusOr<Reply> ConditionalReply(RouteContext* context, const Call& call,
                                       const AnswerFace& face,
                                       const Question& question,
                                       const Render& render);

}  // namespace clearsky::service
