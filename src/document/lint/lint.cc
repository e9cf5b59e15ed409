#include "document/lint/lint.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "document/lint/checks.h"
#include "document/lint/draft.h"
#include "document/lint/rules.h"
#include "document/release.h"
#include "document/release_head.h"
#include "document/source_text.h"
#include "plan/edtf.h"

namespace clearsky::document::lint {
namespace {

// Lines at the head of a document in which its day is looked for.
constexpr size_t kHeadLines = 30;

// Labels of the day a document bears, in English and Chinese; Korean ones are
// read by ReadReleaseDate.
constexpr absl::string_view kDayLabels[] = {
    "Date", "Released", "Release date", "日期", "发布", "發布", "时间", "時間"};

std::optional<absl::CivilDay> DayOfDocument(absl::string_view text) {
  const SourceText source(text);
  if (const auto date = ReadReleaseDate(source); date.ok()) return date->day;
  const Letters letters(text);
  for (size_t number = 0; number < std::min(kHeadLines, letters.line_count());
       ++number) {
    const Span line = letters.Line(number);
    const absl::string_view words =
        absl::StripLeadingAsciiWhitespace(letters.Source(line));
    for (const absl::string_view label : kDayLabels) {
      if (words.substr(0, label.size()) != label) continue;
      for (const DateMention& mention : ScanDates(letters, line)) {
        const DatePoint& point = mention.start;
        if (point.year == 0 || point.day == 0) continue;
        if (!WhyImpossible(point, point.year).empty()) continue;
        return DaysOf(point, point.year).first;
      }
    }
  }
  return std::nullopt;
}

// The table as it is read from plain text; without lines when there is none.
PublishedTable ReadText(absl::string_view content) {
  PublishedTable table;
  table.encoding = "UTF-8";
  table.text = std::string(content);
  table.text_is_content = true;
  const auto lines = ReadReleaseTable(content);
  if (!lines.ok()) return table;
  for (const ReleaseLine& line : *lines) {
    TableEntry& entry = table.lines.emplace_back();
    entry.area = line.area;
    entry.project = line.project;
    entry.line = line.line;
    entry.place.line = line.line_number;
    entry.place.range = {line.begin_byte, line.end_byte};
  }
  return table;
}

absl::StatusOr<PublishedTable> ReadDocument(absl::string_view content,
                                            absl::string_view file_name) {
  const std::string name(file_name.empty() ? "the document" : file_name);
  if (content.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(name, " is empty"));
  }
  if (!IsValidUtf8(content)) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, " is not UTF-8 at byte ", FirstInvalidUtf8(content)));
  }
  return ReadText(content);
}

bool IsWanted(const LintOptions& options, const std::string& rule) {
  const auto has = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), rule) != names.end();
  };
  return (options.rules.empty() || has(options.rules)) &&
         !has(options.left_out_rules);
}

}  // namespace

absl::StatusOr<v1::LintDocumentResponse> LintDocument(
    absl::string_view content, absl::string_view file_name,
    const KnownPlan& plan, const LintOptions& options) {
  RETURN_IF_ERROR(CheckRules(options.rules));
  RETURN_IF_ERROR(CheckRules(options.left_out_rules));
  ASSIGN_OR_RETURN(const PublishedTable table,
                   ReadDocument(content, file_name));
  const absl::CivilDay day =
      options.day.value_or(DayOfDocument(table.text).value_or(options.today));
  const Draft draft = MakeDraft(table, day, {plan.first_year, plan.last_year});
  FindingList findings(draft);
  CheckQuotes(draft, &findings);
  CheckContacts(draft, &findings);
  CheckDates(draft, &findings);
  CheckStatus(draft, &findings);
  CheckOrdinals(draft, plan, &findings);
  CheckDuplicates(draft, &findings);
  CheckFields(draft, &findings);
  const NameIndex index(draft, plan);
  CheckNames(draft, index, &findings);
  CheckBodyDates(draft, index, &findings);
  CheckMarks(draft, &findings);

  v1::LintDocumentResponse response;
  response.set_day(plan::FormatDay(day));
  response.set_table_line_count(static_cast<uint32_t>(draft.items.size()));
  for (v1::LintFinding& finding : findings.Take()) {
    if (!IsWanted(options, finding.rule())) continue;
    *response.add_findings() = std::move(finding);
  }
  return response;
}

int YearOfPlanName(absl::string_view plan) {
  const size_t slash = plan.rfind('/');
  if (slash == absl::string_view::npos) return 0;
  const absl::string_view last = plan.substr(slash + 1);
  int year = 0;
  if (last.size() != 4 || !absl::SimpleAtoi(last, &year)) return 0;
  return year >= 1900 && year <= 2199 ? year : 0;
}

}  // namespace clearsky::document::lint
