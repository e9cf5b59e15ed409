#pragma once

#include <string>
#include <utility>
#include <vector>

#include "clearsky/v1/ledger_service.pb.h"
#include "report/phrases.h"
#include "service/http/face.h"
#include "service/http/html_page.h"

// The HTML faces of answers about one plan. Pure; safe to call from many
// threads.

namespace clearsky::service {

// What a page was asked with, for its form and its links.
struct PageAsked {
  std::string plan;
  report::Language language = report::Language::kKorean;
  // As they were given.
  std::string as_of;
  std::string known_at;
  std::string style;
  std::string entity;
  std::string field;
  std::string zone;
  // Formats that the answer can be had in.
  std::vector<AnswerFace> faces;
};

// The plan: its table, then all else of it.
std::string PlanHtml(const PageAsked& asked, const v1::GetPlanResponse& plan,
                     const v1::GetTableResponse& table);
std::string TableHtml(const PageAsked& asked,
                      const v1::GetTableResponse& table);
std::string HistoryHtml(const PageAsked& asked,
                        const v1::ListChangesResponse& answer);
std::string FieldHtml(const PageAsked& asked,
                      const v1::GetFieldHistoryResponse& answer);
std::string ReportPageHtml(const PageAsked& asked, const std::string& year,
                           const v1::GetReportResponse& answer);

// The ends of a comparison as they were given.
struct CompareAsked {
  std::string from;
  std::string from_known_at;
  std::string to;
  std::string to_known_at;
};
std::string ComparePageHtml(const PageAsked& asked, const CompareAsked& ends,
                            const v1::ComparePlanResponse& answer);

// What an answer rests on, in words.
std::string BasisWords(const v1::AnswerBasis& basis, report::Language language);

// Links to the languages that `path` can be read in.
std::vector<HtmlLink> LanguageLinks(
    const std::string& path,
    std::vector<std::pair<std::string, std::string>> parameters);

}  // namespace clearsky::service
