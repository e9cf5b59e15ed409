#include "service/http/across_routes.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "page/across_page.h"
#include "page/page_faces.h"
#include "page/page_words.h"
#include "page/plan_page.h"
#include "page/words.h"
#include "report/phrases.h"
#include "service/http/html_page.h"
#include "service/http/plan_pages.h"
#include "service/http/plan_url.h"

namespace clearsky::service {
namespace {

using page::JsonLayout;
using page::JsonOf;
using Points = std::vector<v1::PointInTime>;
using Parameters = std::vector<std::pair<std::string, std::string>>;

std::vector<AnswerFace> FacesOfPages() {
  return {kJsonFace, kHtmlFace, kMarkdownFace, kCsvFace, kTsvFace, kTextFace};
}

// What a page across plans was asked with.
struct AcrossCall {
  AnswerFace face;
  // Of the words around; names are in `name_language`.
  report::Language language = report::Language::kKorean;
  std::string name_language;
  std::string path;
  Parameters parameters;
};

// `parameters` are those that the page's links take on.
absl::StatusOr<AcrossCall> ReadAcrossCall(
    const Call& call, std::string path,
    const std::vector<std::string>& parameters) {
  AcrossCall asked;
  ASSIGN_OR_RETURN(asked.face, FaceOf(call, FacesOfPages()));
  asked.name_language = call.Parameter(kLanguageParameter);
  if (asked.face.name == "html") {
    ASSIGN_OR_RETURN(asked.language, report::ReadLanguage(asked.name_language));
    // Names stand as the table prints them unless a language is asked for.
  }
  asked.path = std::move(path);
  for (const std::string& name : parameters) {
    asked.parameters.emplace_back(name, call.Parameter(name));
  }
  return asked;
}

HtmlPage PageOf(const AcrossCall& asked, std::string title) {
  const std::string tag(report::LanguageTag(asked.language));
  HtmlPage page;
  page.language = asked.language;
  page.title = std::move(title);
  page.way = LanguageLinks(asked.path, asked.parameters);
  for (const auto& [path, words] : {std::pair("/v1/plans", words::kPlans),
                                    std::pair("/v1/calendar", words::kCalendar),
                                    std::pair("/v1/series", words::kSeries)}) {
    page.links.emplace_back(UrlWith(path, {{"lang", tag}}),
                            words.In(asked.language));
  }
  for (const AnswerFace& face : FacesOfPages()) {
    if (face.name == kHtmlFace.name) continue;
    Parameters parameters = asked.parameters;
    parameters.emplace_back(kFormatParameter, face.name);
    page.formats.emplace_back(UrlWith(asked.path, parameters),
                              absl::AsciiStrToUpper(face.name));
  }
  return page;
}

// Links from cells to plans, series and activities.
std::string LinkOf(const AcrossCall& asked, absl::string_view head,
                   absl::string_view cell) {
  const std::string tag(report::LanguageTag(asked.language));
  if (head == "plan") return UrlWith(PlanPath(cell), {{"lang", tag}});
  if (head == "series") {
    return UrlWith(absl::StrCat("/v1/series/", cell), {{"lang", tag}});
  }
  if (head == "of") {
    return UrlWith(PlanPath(cell.substr(0, cell.find('#'))), {{"lang", tag}});
  }
  return "";
}

// The faces that all these pages have. `rows` is the page as one table.
std::string Faced(const AcrossCall& asked, const page::PlanPage& whole,
                  const page::PageSection& rows, const std::string& form,
                  const std::string& basis) {
  const absl::string_view face = asked.face.name;
  if (face == "csv") return SectionCsv(rows);
  if (face == "tsv") return SectionTsv(rows);
  if (face == "md") return PageMarkdown(whole);
  if (face == "text") return PageText(whole);
  HtmlPage page =
      PageOf(asked, std::string(page::Translated(whole.title, asked.language)));
  page.body = absl::StrCat(
      form, PageHtml(whole, asked.language,
                     [&asked](absl::string_view head, absl::string_view cell) {
                       return LinkOf(asked, head, cell);
                     }));
  if (whole.facts.empty() && whole.sections.empty()) {
    absl::StrAppend(&page.body, "<p>", words::kNothingYet.In(asked.language),
                    "</p>\n");
  }
  page.basis = basis;
  return RenderHtmlPage(page);
}

page::PlanPage PageWith(std::string title, const page::PageSection& section) {
  page::PlanPage page;
  page.title = std::move(title);
  if (!section.rows.empty()) page.sections.push_back(section);
  return page;
}

absl::StatusOr<Reply> GetLedger(RouteContext* context, const Call& call) {
  ASSIGN_OR_RETURN(const AnswerFace face, FaceOf(call, {kJsonFace}));
  return ConditionalReply(context, call, face,
                          {"", RestsOn::kWholeLog, {v1::PointInTime()}},
                          [&](const Points&) -> absl::StatusOr<std::string> {
                            ASSIGN_OR_RETURN(const v1::GetLedgerResponse answer,
                                             context->ledger->GetLedger({}));
                            return JsonOf(answer, JsonLayout::kIndented);
                          });
}

absl::StatusOr<Reply> ListPlans(RouteContext* context, const Call& call) {
  ASSIGN_OR_RETURN(const AcrossCall asked,
                   ReadAcrossCall(call, "/v1/plans", {kLanguageParameter}));
  return ConditionalReply(
      context, call, asked.face, {"", RestsOn::kWholeLog, {v1::PointInTime()}},
      [&](const Points&) -> absl::StatusOr<std::string> {
        v1::ListPlansRequest request;
        v1::ListPlansResponse all;
        do {
          ASSIGN_OR_RETURN(const v1::ListPlansResponse page,
                           context->ledger->ListPlans(request));
          request.set_page_token(page.next_page_token());
          all.mutable_plans()->MergeFrom(page.plans());
        } while (!request.page_token().empty());
        if (asked.face.name == "json") {
          return JsonOf(all, JsonLayout::kIndented);
        }
        const page::PageSection rows = page::PlansSection(all);
        return Faced(asked, PageWith("Plans", rows), rows, "", "");
      });
}

absl::StatusOr<std::string> RenderCalendar(RouteContext* context,
                                           const AcrossCall& asked,
                                           v1::ListCalendarRequest request,
                                           const std::string& form) {
  v1::ListCalendarResponse all;
  do {
    ASSIGN_OR_RETURN(const v1::ListCalendarResponse page,
                     context->ledger->ListCalendar(request));
    request.set_page_token(page.next_page_token());
    all.mutable_entries()->MergeFrom(page.entries());
    *all.mutable_basis() = page.basis();
    all.set_source(page.source());
  } while (!request.page_token().empty());
  if (asked.face.name == "json") return JsonOf(all, JsonLayout::kIndented);
  return Faced(asked,
               page::CalendarPage(request, all.entries(), asked.name_language),
               page::CalendarSection(all.entries(), asked.name_language), form,
               BasisWords(all.basis(), asked.language));
}

absl::StatusOr<bool> ReadFlag(const Call& call, const std::string& name) {
  const std::string& value = call.Parameter(name);
  if (value.empty() || value == "false") return false;
  if (value == "true") return true;
  return absl::InvalidArgumentError(
      absl::StrCat(name, " `", value, "` is neither true nor false"));
}

// A browser that was sent here without a span is shown the present year.
void FillSpan(RouteContext* context, const AcrossCall& asked,
              v1::ListCalendarRequest* request) {
  if (asked.face.name != "html" || !request->from_day().empty() ||
      !request->to_day().empty()) {
    return;
  }
  const auto ledger = context->ledger->GetLedger({});
  if (!ledger.ok()) return;
  const std::string year = ledger->today().substr(0, 4);
  request->set_from_day(absl::StrCat(year, "-01-01"));
  request->set_to_day(absl::StrCat(year, "-12-31"));
}

absl::StatusOr<Reply> ListCalendar(RouteContext* context, const Call& call) {
  ASSIGN_OR_RETURN(
      const AcrossCall asked,
      ReadAcrossCall(call, "/v1/calendar",
                     {"from", "to", "plan_prefix", "open", kAsOfParameter,
                      kKnownAtParameter, kLanguageParameter}));
  v1::ListCalendarRequest request;
  request.set_from_day(call.Parameter("from"));
  request.set_to_day(call.Parameter("to"));
  FillSpan(context, asked, &request);
  request.set_plan_prefix(call.Parameter("plan_prefix"));
  ASSIGN_OR_RETURN(const bool open_only, ReadFlag(call, "open"));
  request.set_open_only(open_only);
  ASSIGN_OR_RETURN(const v1::PointInTime at, PointOf(*context, call));
  *request.mutable_at() = at;
  const std::string form = FormHtml(
      asked.path,
      {{"from", std::string(words::kFrom.In(asked.language)),
        request.from_day(), "date", ""},
       {"to", std::string(words::kTo.In(asked.language)), request.to_day(),
        "date", ""}},
      {{"plan_prefix", request.plan_prefix()},
       {"open", call.Parameter("open")},
       {kAsOfParameter, call.Parameter(kAsOfParameter)},
       {kKnownAtParameter, call.Parameter(kKnownAtParameter)},
       {kLanguageParameter, std::string(report::LanguageTag(asked.language))}},
      asked.language);
  return ConditionalReply(context, call, asked.face,
                          {"", RestsOn::kWholeLog, {at}}, [&](const Points&) {
                            return RenderCalendar(context, asked, request,
                                                  form);
                          });
}

absl::StatusOr<Reply> ListSeries(RouteContext* context, const Call& call) {
  ASSIGN_OR_RETURN(
      const AcrossCall asked,
      ReadAcrossCall(call, "/v1/series",
                     {kAsOfParameter, kKnownAtParameter, kLanguageParameter}));
  ASSIGN_OR_RETURN(const v1::PointInTime at, PointOf(*context, call));
  return ConditionalReply(
      context, call, asked.face, {"", RestsOn::kWholeLog, {at}},
      [&](const Points&) -> absl::StatusOr<std::string> {
        v1::ListSeriesRequest request;
        *request.mutable_at() = at;
        v1::ListSeriesResponse all;
        do {
          ASSIGN_OR_RETURN(const v1::ListSeriesResponse page,
                           context->ledger->ListSeries(request));
          request.set_page_token(page.next_page_token());
          all.mutable_series()->MergeFrom(page.series());
          *all.mutable_basis() = page.basis();
          all.set_source(page.source());
        } while (!request.page_token().empty());
        if (asked.face.name == "json") {
          return JsonOf(all, JsonLayout::kIndented);
        }
        const page::PageSection rows =
            page::SeriesSection(all, asked.name_language);
        return Faced(asked, PageWith("Series", rows), rows, "",
                     BasisWords(all.basis(), asked.language));
      });
}

absl::StatusOr<Reply> GetSeries(RouteContext* context, const Call& call) {
  const std::string& series_id = call.Variable("series");
  ASSIGN_OR_RETURN(
      const AcrossCall asked,
      ReadAcrossCall(call, absl::StrCat("/v1/series/", series_id),
                     {kAsOfParameter, kKnownAtParameter, kLanguageParameter}));
  ASSIGN_OR_RETURN(const v1::PointInTime at, PointOf(*context, call));
  return ConditionalReply(
      context, call, asked.face, {"", RestsOn::kWholeLog, {at}},
      [&](const Points&) -> absl::StatusOr<std::string> {
        v1::GetSeriesRequest request;
        request.set_series_id(series_id);
        *request.mutable_at() = at;
        ASSIGN_OR_RETURN(const v1::GetSeriesResponse answer,
                         context->ledger->GetSeries(request));
        if (asked.face.name == "json") {
          return JsonOf(answer, JsonLayout::kIndented);
        }
        return Faced(asked,
                     page::SeriesPage(answer, series_id, asked.name_language),
                     page::SeriesMembers(answer, asked.name_language), "",
                     BasisWords(answer.basis(), asked.language));
      });
}

}  // namespace

void AddAcrossRoutes(const std::shared_ptr<RouteContext>& context,
                     RouteTable* table) {
  const auto get =
      [&](const char* pattern, std::vector<std::string> parameters,
          absl::StatusOr<Reply> (*handler)(RouteContext*, const Call&)) {
        table->Add({"GET", pattern, std::move(parameters),
                    [context, handler](const Call& call) {
                      return handler(context.get(), call);
                    }});
      };
  get("/v1/ledger", {kFormatParameter}, GetLedger);
  get("/v1/plans", {kLanguageParameter, kFormatParameter}, ListPlans);
  get("/v1/calendar",
      {"from", "to", "plan_prefix", "open", kAsOfParameter, kKnownAtParameter,
       kLanguageParameter, kFormatParameter},
      ListCalendar);
  get("/v1/series",
      {kAsOfParameter, kKnownAtParameter, kLanguageParameter, kFormatParameter},
      ListSeries);
  get("/v1/series/{series}",
      {kAsOfParameter, kKnownAtParameter, kLanguageParameter, kFormatParameter},
      GetSeries);
}

}  // namespace clearsky::service
