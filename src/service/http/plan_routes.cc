#include "service/http/plan_routes.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clearsky/v1/feed_service.pb.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "feed/table_watch.h"
#include "page/history_labels.h"
#include "page/history_page.h"
#include "page/page_faces.h"
#include "page/plan_page.h"
#include "page/point_words.h"
#include "page/words.h"
#include "plan/field_history.h"
#include "report/comparison_faces.h"
#include "report/phrases.h"
#include "report/report_faces.h"
#include "report/report_svg.h"
#include "service/http/plan_pages.h"
#include "service/http/table_events.h"
#include "table/table.h"

namespace clearsky::service {
namespace {

using page::JsonLayout;
using page::JsonOf;
using Points = std::vector<v1::PointInTime>;

constexpr uint64_t kMaxYear = 9999;
constexpr uint64_t kMaxPageSize = 1000;

// What a request asks, read once.
struct PlanCall {
  std::string plan;
  AnswerFace face;
  PageAsked asked;
};

absl::StatusOr<PlanCall> ReadPlanCall(const RouteContext& context,
                                      const Call& call,
                                      const std::vector<AnswerFace>& faces) {
  PlanCall result;
  result.plan = call.Variable("plan");
  ASSIGN_OR_RETURN(result.face, FaceOf(call, faces));
  result.asked.plan = result.plan;
  result.asked.as_of = call.Parameter(kAsOfParameter);
  result.asked.known_at = call.Parameter(kKnownAtParameter);
  result.asked.zone = context.zone_name;
  result.asked.faces = faces;
  return result;
}

absl::StatusOr<Reply> GetPlan(RouteContext* context, const Call& call) {
  ASSIGN_OR_RETURN(PlanCall asked,
                   ReadPlanCall(*context, call,
                                {kJsonFace, kHtmlFace, kMarkdownFace, kCsvFace,
                                 kTsvFace, kTextFace}));
  ASSIGN_OR_RETURN(asked.asked.language,
                   report::ReadLanguage(call.Parameter(kLanguageParameter)));
  ASSIGN_OR_RETURN(const v1::PointInTime at, PointOf(*context, call));
  return ConditionalReply(
      context, call, asked.face, {asked.plan, RestsOn::kPlan, {at}},
      [&](const Points& points) -> absl::StatusOr<std::string> {
        v1::GetPlanRequest request;
        request.set_plan(asked.plan);
        *request.mutable_at() = points[0];
        ASSIGN_OR_RETURN(const v1::GetPlanResponse answer,
                         context->ledger->GetPlan(request));
        const absl::string_view face = asked.face.name;
        if (face == "json") return JsonOf(answer, JsonLayout::kIndented);
        if (face == "md") return PageMarkdown(page::MakePlanPage(answer));
        if (face == "csv") return SectionCsv(page::ActivitiesSection(answer));
        if (face == "tsv") return SectionTsv(page::ActivitiesSection(answer));
        if (face == "text") return PageText(page::MakePlanPage(answer));
        v1::GetTableRequest table_request;
        table_request.set_plan(asked.plan);
        *table_request.mutable_at() = points[0];
        ASSIGN_OR_RETURN(const v1::GetTableResponse table,
                         context->ledger->GetTable(table_request));
        return PlanHtml(asked.asked, answer, table);
      });
}

absl::StatusOr<v1::TableStyle> ReadStyle(const std::string& name) {
  if (name.empty() || name == "as-published") {
    return v1::TABLE_STYLE_AS_PUBLISHED;
  }
  if (name == "normalised") return v1::TABLE_STYLE_NORMALISED;
  return absl::InvalidArgumentError(absl::StrCat(
      "style `", name, "` is none; accepted are as-published, normalised"));
}

// The rows as they change.
absl::StatusOr<Reply> WatchTable(const std::shared_ptr<RouteContext>& context,
                                 const Call& call,
                                 v1::WatchTableRequest request) {
  if (!call.Parameter(kAsOfParameter).empty() ||
      !call.Parameter(kKnownAtParameter).empty()) {
    return absl::InvalidArgumentError(
        "a stream of changed rows is of today and of all that is known; leave "
        "out as_of and known_at");
  }
  request.set_cursor(call.Header("Last-Event-ID"));
  ASSIGN_OR_RETURN(std::unique_ptr<feed::TableWatch> watch,
                   feed::TableWatch::Start(&context->tables, request));
  Reply reply;
  reply.content_type = std::string(kEventStreamFace.content_type);
  reply.events = std::make_unique<TableEvents>(context, std::move(watch));
  return reply;
}

absl::StatusOr<Reply> GetTable(const std::shared_ptr<RouteContext>& shared,
                               const Call& call) {
  RouteContext* const context = shared.get();
  ASSIGN_OR_RETURN(PlanCall asked,
                   ReadPlanCall(*context, call,
                                {kJsonFace, kHtmlFace, kMarkdownFace, kCsvFace,
                                 kTsvFace, kTextFace, kEventStreamFace}));
  v1::GetTableRequest request;
  request.set_plan(asked.plan);
  request.set_language(call.Parameter(kLanguageParameter));
  asked.asked.style = call.Parameter("style");
  ASSIGN_OR_RETURN(const v1::TableStyle style, ReadStyle(asked.asked.style));
  request.set_style(style);
  if (asked.face.name == kEventStreamFace.name) {
    v1::WatchTableRequest watch;
    watch.set_plan(asked.plan);
    watch.set_language(request.language());
    watch.set_style(style);
    return WatchTable(shared, call, std::move(watch));
  }
  ASSIGN_OR_RETURN(const v1::PointInTime at, PointOf(*context, call));
  return ConditionalReply(
      context, call, asked.face, {asked.plan, RestsOn::kPlan, {at}},
      [&](const Points& points) -> absl::StatusOr<std::string> {
        *request.mutable_at() = points[0];
        ASSIGN_OR_RETURN(const v1::GetTableResponse answer,
                         context->ledger->GetTable(request));
        const absl::string_view face = asked.face.name;
        if (face == "json") return JsonOf(answer, JsonLayout::kIndented);
        if (face == "md") return table::ToMarkdown(answer.table());
        if (face == "csv") return table::ToCsv(answer.table());
        if (face == "tsv") return table::ToTsv(answer.table());
        if (face == "text") return table::ToText(answer.table());
        ASSIGN_OR_RETURN(asked.asked.language,
                         report::ReadLanguage(request.language()));
        return TableHtml(asked.asked, answer);
      });
}

std::string ChangesFace(const PlanCall& asked,
                        const v1::ListChangesResponse& answer) {
  const page::HistoryLabels& labels = page::LabelsOf(answer.language());
  const std::string& zone = asked.asked.zone;
  const absl::string_view face = asked.face.name;
  if (face == "html") return HistoryHtml(asked.asked, answer);
  if (face == "csv") return SectionCsv(ChangesSection(answer, labels, zone));
  if (face == "tsv") return SectionTsv(ChangesSection(answer, labels, zone));
  std::string text;
  for (const v1::Change& change : answer.changes()) {
    absl::StrAppend(&text, text.empty() ? "" : "\n",
                    face == "md" ? ChangeMarkdown(change, labels, zone)
                                 : ChangeText(change, labels, zone));
  }
  return text;
}

absl::StatusOr<std::string> RenderChanges(RouteContext* context,
                                          const PlanCall& asked,
                                          v1::ListChangesRequest request,
                                          const v1::PointInTime& at) {
  *request.mutable_at() = at;
  ASSIGN_OR_RETURN(const v1::ListChangesResponse answer,
                   context->ledger->ListChanges(request));
  if (asked.face.name == "json") return JsonOf(answer, JsonLayout::kIndented);
  return ChangesFace(asked, answer);
}

std::string FieldFace(const PlanCall& asked,
                      const v1::GetFieldHistoryResponse& answer,
                      v1::HistoryField field) {
  const page::HistoryLabels& labels = page::LabelsOf(answer.language());
  const absl::string_view face = asked.face.name;
  if (face == "html") return FieldHtml(asked.asked, answer);
  page::PageSection section = FieldSection(answer, labels, asked.asked.zone);
  if (face == "csv") return SectionCsv(section);
  if (face == "tsv") return SectionTsv(section);
  page::PlanPage page;
  page.title = asked.asked.entity.empty() ? asked.plan : asked.asked.entity;
  section.title = FieldLabel(field, labels);
  page.sections.push_back(std::move(section));
  return face == "md" ? PageMarkdown(page) : PageText(page);
}

absl::StatusOr<std::string> RenderField(RouteContext* context,
                                        const PlanCall& asked,
                                        v1::GetFieldHistoryRequest request,
                                        const v1::PointInTime& at) {
  *request.mutable_at() = at;
  ASSIGN_OR_RETURN(const v1::GetFieldHistoryResponse answer,
                   context->ledger->GetFieldHistory(request));
  if (asked.face.name == "json") return JsonOf(answer, JsonLayout::kIndented);
  return FieldFace(asked, answer, request.field());
}

// The words of HTML are Korean unless another language is asked for, as
// everywhere; those of other formats English, as on the command line.
absl::StatusOr<Reply> GetHistory(RouteContext* context, const Call& call) {
  ASSIGN_OR_RETURN(PlanCall asked,
                   ReadPlanCall(*context, call,
                                {kJsonFace, kHtmlFace, kMarkdownFace, kCsvFace,
                                 kTsvFace, kTextFace}));
  std::string language = call.Parameter(kLanguageParameter);
  if (asked.face.name == "html") {
    ASSIGN_OR_RETURN(asked.asked.language, report::ReadLanguage(language));
    language = std::string(report::LanguageTag(asked.asked.language));
  }
  asked.asked.entity = call.Parameter("entity");
  asked.asked.field = call.Parameter("field");
  ASSIGN_OR_RETURN(const uint64_t limit,
                   NumberOf(call, "limit", 0, kMaxPageSize));
  ASSIGN_OR_RETURN(const v1::PointInTime at, PointOf(*context, call));
  const Question question = {asked.plan, RestsOn::kPlanAndDirectory, {at}};
  if (asked.asked.field.empty()) {
    v1::ListChangesRequest request;
    request.set_plan(asked.plan);
    request.set_entity(asked.asked.entity);
    request.set_language(language);
    request.set_page_size(static_cast<uint32_t>(limit));
    request.set_page_token(call.Parameter("page"));
    return ConditionalReply(
        context, call, asked.face, question, [&](const Points& points) {
          return RenderChanges(context, asked, request, points[0]);
        });
  }
  if (!call.Parameter("page").empty() || !call.Parameter("limit").empty()) {
    return absl::InvalidArgumentError(
        "the values of a field come on one page; leave out page and limit");
  }
  v1::GetFieldHistoryRequest request;
  request.set_plan(asked.plan);
  request.set_entity(asked.asked.entity);
  request.set_language(language);
  ASSIGN_OR_RETURN(const v1::HistoryField field,
                   plan::HistoryFieldOf(asked.asked.field));
  request.set_field(field);
  return ConditionalReply(
      context, call, asked.face, question, [&](const Points& points) {
        return RenderField(context, asked, request, points[0]);
      });
}

absl::StatusOr<Reply> Compare(RouteContext* context, const Call& call) {
  ASSIGN_OR_RETURN(
      PlanCall asked,
      ReadPlanCall(*context, call,
                   {kJsonFace, kHtmlFace, kMarkdownFace, kCsvFace, kTextFace}));
  const CompareAsked ends = {
      call.Parameter("from"), call.Parameter("from_known_at"),
      call.Parameter("to"), call.Parameter("to_known_at")};
  ASSIGN_OR_RETURN(const v1::PointInTime from,
                   page::ReadPointInTime({"from", "from_known_at"}, ends.from,
                                         ends.from_known_at, context->zone));
  ASSIGN_OR_RETURN(const v1::PointInTime to,
                   page::ReadPointInTime({"to", "to_known_at"}, ends.to,
                                         ends.to_known_at, context->zone));
  const std::string& language = call.Parameter(kLanguageParameter);
  ASSIGN_OR_RETURN(asked.asked.language, report::ReadLanguage(language));
  return ConditionalReply(
      context, call, asked.face,
      {asked.plan, RestsOn::kPlanAndDirectory, {from, to}},
      [&](const Points& points) -> absl::StatusOr<std::string> {
        v1::ComparePlanRequest request;
        request.set_plan(asked.plan);
        request.set_language(language);
        *request.mutable_from() = points[0];
        *request.mutable_to() = points[1];
        ASSIGN_OR_RETURN(const v1::ComparePlanResponse answer,
                         context->ledger->ComparePlan(request));
        const absl::string_view face = asked.face.name;
        if (face == "json") return JsonOf(answer, JsonLayout::kIndented);
        if (face == "md") return report::ComparisonMarkdown(answer);
        if (face == "csv") return report::ComparisonCsv(answer);
        if (face == "text") return report::ComparisonText(answer, false);
        return ComparePageHtml(asked.asked, ends, answer);
      });
}

absl::StatusOr<Reply> GetReport(RouteContext* context, const Call& call) {
  ASSIGN_OR_RETURN(PlanCall asked,
                   ReadPlanCall(*context, call,
                                {kJsonFace, kHtmlFace, kMarkdownFace, kCsvFace,
                                 kSvgFace, kTextFace}));
  ASSIGN_OR_RETURN(asked.asked.language,
                   report::ReadLanguage(call.Parameter(kLanguageParameter)));
  ASSIGN_OR_RETURN(const uint64_t year, NumberOf(call, "year", 0, kMaxYear));
  ASSIGN_OR_RETURN(const v1::PointInTime at, PointOf(*context, call));
  return ConditionalReply(
      context, call, asked.face, {asked.plan, RestsOn::kPlanAndDirectory, {at}},
      [&](const Points& points) -> absl::StatusOr<std::string> {
        v1::GetReportRequest request;
        request.set_plan(asked.plan);
        request.set_year(static_cast<uint32_t>(year));
        *request.mutable_at() = points[0];
        ASSIGN_OR_RETURN(const v1::GetReportResponse answer,
                         context->ledger->GetReport(request));
        const v1::PlanReport& report = answer.report();
        const report::Language language = asked.asked.language;
        const absl::string_view face = asked.face.name;
        if (face == "json") return JsonOf(answer, JsonLayout::kIndented);
        if (face == "md") return report::ReportMarkdown(report, language);
        if (face == "csv") return report::ReportCsv(report);
        if (face == "svg") return report::ReportSvg(report, language);
        if (face == "text") return report::ReportText(report, language);
        return ReportPageHtml(asked.asked, call.Parameter("year"), answer);
      });
}

}  // namespace

void AddPlanRoutes(const std::shared_ptr<RouteContext>& context,
                   RouteTable* table) {
  const auto get =
      [&](const char* pattern, std::vector<std::string> parameters,
          absl::StatusOr<Reply> (*handler)(RouteContext*, const Call&)) {
        table->Add({"GET", pattern, std::move(parameters),
                    [context, handler](const Call& call) {
                      return handler(context.get(), call);
                    }});
      };
  table->Add({"GET",
              "/v1/plans/{plan}/table",
              {kAsOfParameter, kKnownAtParameter, kLanguageParameter, "style",
               kFormatParameter},
              [context](const Call& call) { return GetTable(context, call); }});
  get("/v1/plans/{plan}/history",
      {"entity", "field", kAsOfParameter, kKnownAtParameter, kLanguageParameter,
       "limit", "page", kFormatParameter},
      GetHistory);
  get("/v1/plans/{plan}/compare",
      {"from", "from_known_at", "to", "to_known_at", kLanguageParameter,
       kFormatParameter},
      Compare);
  get("/v1/plans/{plan}/report",
      {"year", kAsOfParameter, kKnownAtParameter, kLanguageParameter,
       kFormatParameter},
      GetReport);
  // Behind those of its parts, as a plan's name may hold slashes.
  get("/v1/plans/{plan}",
      {kAsOfParameter, kKnownAtParameter, kLanguageParameter, kFormatParameter},
      GetPlan);
}

}  // namespace clearsky::service
