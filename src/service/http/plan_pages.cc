#include "service/http/plan_pages.h"

#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/html.h"
#include "page/describe.h"
#include "page/history_html.h"
#include "page/history_labels.h"
#include "page/history_page.h"
#include "page/page_faces.h"
#include "page/plan_page.h"
#include "report/comparison_faces.h"
#include "report/report_faces.h"
#include "report/report_svg.h"
#include "service/http/plan_url.h"
#include "table/table.h"

namespace clearsky::service {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;
using report::Language;
using report::Phrase;

constexpr Phrase kPositionBefore = {"위치 ", "known to position ",
                                    "已知至位置 "};
constexpr Phrase kPositionAfter = {"까지 인지", "", ""};
constexpr Phrase kLanguages[] = {{"한국어", "한국어", "한국어"},
                                 {"English", "English", "English"},
                                 {"中文", "中文", "中文"}};

std::string Tag(const PageAsked& asked) {
  return std::string(report::LanguageTag(asked.language));
}

std::string Words(const Phrase& phrase, Language language) {
  return std::string(phrase.In(language));
}

// The point and the language, as every link of a page takes them on.
Parameters Taken(const PageAsked& asked) {
  return {{"as_of", asked.as_of},
          {"known_at", asked.known_at},
          {"lang", Tag(asked)}};
}

Parameters With(Parameters parameters, const std::string& name,
                const std::string& value) {
  parameters.emplace_back(name, value);
  return parameters;
}

std::vector<FormField> PointFields(const PageAsked& asked) {
  return {
      {"as_of", Words(words::kAsOf, asked.language), asked.as_of, "date", ""},
      {"known_at", Words(words::kKnownAt, asked.language), asked.known_at,
       "text", Words(words::kKnownAtExample, asked.language)}};
}

std::vector<HtmlLink> LinksOf(const PageAsked& asked) {
  const auto link = [&](const char* part, const Phrase& phrase) {
    return HtmlLink(UrlWith(PlanPath(asked.plan, part), Taken(asked)),
                    Words(phrase, asked.language));
  };
  std::vector<HtmlLink> links = {
      link("", words::kPlan), link("history", words::kHistory),
      HtmlLink(UrlWith(PlanPath(asked.plan, "compare"),
                       {{"to", asked.as_of},
                        {"to_known_at", asked.known_at},
                        {"lang", Tag(asked)}}),
               Words(words::kCompare, asked.language)),
      link("report", words::kReport)};
  // The table is not written in other languages yet.
  if (asked.language == Language::kKorean) {
    links.insert(links.begin() + 1, link("table", words::kTable));
  }
  return links;
}

std::vector<HtmlLink> FormatLinks(const PageAsked& asked,
                                  const std::string& path,
                                  const Parameters& parameters) {
  std::vector<HtmlLink> links;
  for (const AnswerFace& face : asked.faces) {
    if (face.name == kHtmlFace.name || face.name == kEventStreamFace.name) {
      continue;
    }
    links.emplace_back(
        UrlWith(path, With(parameters, "format", std::string(face.name))),
        absl::AsciiStrToUpper(face.name));
  }
  return links;
}

HtmlPage PageOf(const PageAsked& asked, std::string title,
                const std::string& part, const Parameters& parameters) {
  HtmlPage page;
  page.language = asked.language;
  page.title = std::move(title);
  page.way = {{UrlWith("/v1/plans", {{"lang", Tag(asked)}}),
               Words(words::kPlans, asked.language)}};
  const std::string path = PlanPath(asked.plan, part);
  for (HtmlLink& link : LanguageLinks(path, parameters)) {
    page.way.push_back(std::move(link));
  }
  page.links = LinksOf(asked);
  page.formats = FormatLinks(asked, path, parameters);
  return page;
}

std::string TableBody(const PageAsked& asked,
                      const v1::ImplementationTable& table) {
  bool is_empty = true;
  for (const v1::TableArea& area : table.areas()) {
    for (const v1::TableProject& project : area.projects()) {
      if (!project.lines().empty()) is_empty = false;
    }
  }
  if (is_empty) {
    return absl::StrCat("<p>", words::kNothingYet.In(asked.language), "</p>\n");
  }
  // The activity's id is written behind it.
  return table::ToHtml(
      table,
      absl::StrCat(UrlWith(PlanPath(asked.plan, "history"), Taken(asked)),
                   "&entity="));
}

std::string NameOf(const PageAsked& asked, const v1::PlanState& state) {
  const std::string title = page::LabelWords(state.plan().titles());
  return title.empty() ? asked.plan
                       : absl::StrCat(title, " (", asked.plan, ")");
}

}  // namespace

std::string BasisWords(const v1::AnswerBasis& basis, Language language) {
  std::string words =
      absl::StrCat(words::kAsOf.In(language), " ", basis.as_of_day(), " (",
                   basis.zone(), "), ");
  if (basis.known_count() == 0) {
    absl::StrAppend(&words, words::kNothingKnown.In(language));
  } else {
    absl::StrAppend(&words, kPositionBefore.In(language),
                    basis.known_count() - 1, kPositionAfter.In(language));
  }
  if (basis.simulated()) {
    absl::StrAppend(&words, ", ", words::kSimulated.In(language));
  }
  return words;
}

std::vector<HtmlLink> LanguageLinks(const std::string& path,
                                    Parameters parameters) {
  std::erase_if(parameters,
                [](const auto& entry) { return entry.first == "lang"; });
  std::vector<HtmlLink> links;
  for (const Language language :
       {Language::kKorean, Language::kEnglish, Language::kChinese}) {
    links.emplace_back(
        UrlWith(path, With(parameters, "lang",
                           std::string(report::LanguageTag(language)))),
        Words(kLanguages[static_cast<size_t>(language)], language));
  }
  return links;
}

std::string PlanHtml(const PageAsked& asked, const v1::GetPlanResponse& plan,
                     const v1::GetTableResponse& table) {
  HtmlPage page = PageOf(asked, NameOf(asked, plan.state()), "", Taken(asked));
  page::PlanPage rest = page::MakePlanPage(plan);
  const Parameters taken = Taken(asked);
  const page::LinkOf link_of = [&](absl::string_view head,
                                   absl::string_view cell) {
    if (head != "id") return std::string();
    return UrlWith(PlanPath(asked.plan, "history"),
                   With(taken, "entity", std::string(cell)));
  };
  page.body = absl::StrCat(FormHtml(PlanPath(asked.plan), PointFields(asked),
                                    {{"lang", Tag(asked)}}, asked.language),
                           TableBody(asked, table.table()),
                           page::PageHtml(rest, asked.language, link_of));
  page.basis = BasisWords(plan.basis(), asked.language);
  return RenderHtmlPage(page);
}

std::string TableHtml(const PageAsked& asked,
                      const v1::GetTableResponse& table) {
  const Parameters parameters = With(Taken(asked), "style", asked.style);
  HtmlPage page = PageOf(
      asked, absl::StrCat(words::kTable.In(asked.language), ": ", asked.plan),
      "table", parameters);
  // The table is not written in other languages yet.
  page.way.resize(1);
  page.body = absl::StrCat(
      FormHtml(PlanPath(asked.plan, "table"), PointFields(asked),
               {{"style", asked.style}, {"lang", Tag(asked)}}, asked.language),
      TableBody(asked, table.table()));
  page.basis = BasisWords(table.basis(), asked.language);
  return RenderHtmlPage(page);
}

std::string HistoryHtml(const PageAsked& asked,
                        const v1::ListChangesResponse& answer) {
  const Parameters parameters = With(Taken(asked), "entity", asked.entity);
  const std::string path = PlanPath(asked.plan, "history");
  const page::HistoryLabels& labels = page::LabelsOf(answer.language());
  HtmlPage page =
      PageOf(asked,
             absl::StrCat(words::kHistory.In(asked.language), ": ",
                          asked.entity.empty() ? asked.plan : asked.entity),
             "history", parameters);
  page.body = FormHtml(path, PointFields(asked),
                       {{"entity", asked.entity}, {"lang", Tag(asked)}},
                       asked.language);
  if (!asked.entity.empty()) {
    absl::StrAppend(&page.body, "<nav>");
    for (const auto& [name, field] :
         {std::pair("date", v1::HISTORY_FIELD_DATE),
          std::pair("mode", v1::HISTORY_FIELD_MODE),
          std::pair("status", v1::HISTORY_FIELD_STATUS),
          std::pair("venue", v1::HISTORY_FIELD_VENUE),
          std::pair("title", v1::HISTORY_FIELD_TITLE)}) {
      absl::StrAppend(
          &page.body, "<a href=\"",
          EscapeHtml(UrlWith(path, With(parameters, "field", name))), "\">",
          EscapeHtml(page::FieldLabel(field, labels)), "</a> ");
    }
    absl::StrAppend(&page.body, "</nav>\n");
  }
  absl::StrAppend(
      &page.body,
      answer.changes().empty()
          ? absl::StrCat("<p>", words::kNothingYet.In(asked.language), "</p>\n")
          : page::ChangesHtml(answer, labels, asked.zone));
  if (!answer.next_page_token().empty()) {
    absl::StrAppend(&page.body, "<nav><a rel=\"next\" href=\"",
                    EscapeHtml(UrlWith(path, With(parameters, "page",
                                                  answer.next_page_token()))),
                    "\">", words::kNext.In(asked.language), "</a></nav>\n");
  }
  page.basis = BasisWords(answer.basis(), asked.language);
  return RenderHtmlPage(page);
}

std::string FieldHtml(const PageAsked& asked,
                      const v1::GetFieldHistoryResponse& answer) {
  const Parameters parameters =
      With(With(Taken(asked), "entity", asked.entity), "field", asked.field);
  HtmlPage page =
      PageOf(asked,
             absl::StrCat(words::kHistory.In(asked.language), ": ",
                          asked.entity.empty() ? asked.plan : asked.entity,
                          ", ", asked.field),
             "history", parameters);
  page::PlanPage values;
  values.sections.push_back(page::FieldSection(
      answer, page::LabelsOf(answer.language()), asked.zone));
  page.body =
      absl::StrCat(FormHtml(PlanPath(asked.plan, "history"), PointFields(asked),
                            {{"entity", asked.entity},
                             {"field", asked.field},
                             {"lang", Tag(asked)}},
                            asked.language),
                   page::PageHtml(values, asked.language, nullptr));
  page.basis = BasisWords(answer.basis(), asked.language);
  return RenderHtmlPage(page);
}

std::string ReportPageHtml(const PageAsked& asked, const std::string& year,
                           const v1::GetReportResponse& answer) {
  const Parameters parameters = With(Taken(asked), "year", year);
  HtmlPage page =
      PageOf(asked, report::ReportTitle(answer.report(), asked.language),
             "report", parameters);
  std::vector<FormField> fields = PointFields(asked);
  fields.push_back({"year", Words(words::kYear, asked.language), year, "number",
                    absl::StrCat(answer.report().year())});
  std::string picture = report::ReportSvg(answer.report(), asked.language);
  picture.erase(0, picture.find("<svg"));
  page.body = absl::StrCat(FormHtml(PlanPath(asked.plan, "report"), fields,
                                    {{"lang", Tag(asked)}}, asked.language),
                           "<div class=\"wide\">", picture, "</div>\n",
                           report::ReportHtml(answer.report(), asked.language));
  page.basis = BasisWords(answer.basis(), asked.language);
  return RenderHtmlPage(page);
}

std::string ComparePageHtml(const PageAsked& asked, const CompareAsked& ends,
                            const v1::ComparePlanResponse& answer) {
  const Parameters parameters = {{"from", ends.from},
                                 {"from_known_at", ends.from_known_at},
                                 {"to", ends.to},
                                 {"to_known_at", ends.to_known_at},
                                 {"lang", Tag(asked)}};
  HtmlPage page = PageOf(
      asked, absl::StrCat(words::kCompare.In(asked.language), ": ", asked.plan),
      "compare", parameters);
  const std::string example = Words(words::kEverything, asked.language);
  page.body = absl::StrCat(
      FormHtml(
          PlanPath(asked.plan, "compare"),
          {{"from", Words(words::kFrom, asked.language), ends.from, "date", ""},
           {"from_known_at", Words(words::kFromKnownAt, asked.language),
            ends.from_known_at, "text", example},
           {"to", Words(words::kTo, asked.language), ends.to, "date", ""},
           {"to_known_at", Words(words::kToKnownAt, asked.language),
            ends.to_known_at, "text", example}},
          {{"lang", Tag(asked)}}, asked.language),
      report::ComparisonHtml(answer));
  return RenderHtmlPage(page);
}

}  // namespace clearsky::service
