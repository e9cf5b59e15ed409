#include "document/lint/lint.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "document/lint/checks.h"
#include "document/lint/draft.h"
#include "document/lint/rules.h"
#include "document/reader/format_detection.h"
#include "document/reader/text_encoding.h"
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

// A text without a table that could be read: its words alone.
absl::StatusOr<PublishedTable> ReadWords(absl::string_view content,
                                         absl::string_view file_name) {
  RETURN_IF_ERROR(CheckKindIsRead(content, file_name));
  if (IsZip(content)) return absl::InvalidArgumentError("a packed file");
  ASSIGN_OR_RETURN(DecodedText decoded, DecodeText(content));
  PublishedTable table;
  ASSIGN_OR_RETURN(table.format, DetectTextFormat(decoded.text, file_name));
  // Of a page, the reader's refusal counts; a text with some tags is a text.
  if (table.format == Format::kHtml) {
    if (absl::EndsWithIgnoreCase(file_name, ".html") ||
        absl::EndsWithIgnoreCase(file_name, ".htm")) {
      return absl::InvalidArgumentError("a page without a table");
    }
    table.format = Format::kText;
  }
  table.encoding = std::move(decoded.encoding);
  table.text = std::move(decoded.text);
  table.text_is_content = decoded.is_content;
  return table;
}

bool IsWanted(const LintOptions& options, const std::string& rule) {
  const auto has = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), rule) != names.end();
  };
  return (options.rules.empty() || has(options.rules)) &&
         !has(options.left_out_rules);
}

// Whether there can be a date before the first line of the table, or behind the
// last. A table by itself has none there, and is not taken apart for nothing.
bool HasDigitsAround(const PublishedTable& table) {
  if (table.lines.empty()) return false;
  size_t begin = table.text.size();
  size_t end = 0;
  for (const TableEntry& line : table.lines) {
    begin = std::min<size_t>(begin, line.place.range.begin);
    end = std::max<size_t>(end, line.place.range.end);
  }
  const absl::string_view text = table.text;
  const auto has_digit = [](absl::string_view words) {
    return std::any_of(words.begin(), words.end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
  };
  return has_digit(text.substr(0, begin)) ||
         (end < text.size() && has_digit(text.substr(end)));
}

}  // namespace

absl::StatusOr<ReadableDocument> ReadDocument(absl::string_view content,
                                              absl::string_view file_name) {
  ReadableDocument document;
  absl::StatusOr<PublishedTable> table = ReadPublishedTable(content, file_name);
  if (table.ok()) {
    document.table = *std::move(table);
    return document;
  }
  if (!absl::IsInvalidArgument(table.status())) return table.status();
  absl::StatusOr<PublishedTable> words = ReadWords(content, file_name);
  const bool blank =
      words.ok() && absl::StripAsciiWhitespace(words->text).empty();
  if (!words.ok() || blank) return table.status();
  document.table = *std::move(words);
  document.why_no_table = std::string(table.status().message());
  return document;
}

absl::StatusOr<v1::LintDocumentResponse> LintDocument(
    absl::string_view content, absl::string_view file_name,
    const KnownPlan& plan, const LintOptions& options) {
  RETURN_IF_ERROR(CheckRules(options.rules));
  RETURN_IF_ERROR(CheckRules(options.left_out_rules));
  ASSIGN_OR_RETURN(const ReadableDocument document,
                   ReadDocument(content, file_name));
  v1::LintDocumentResponse response = LintTable(document.table, plan, options);
  response.set_why_no_table(document.why_no_table);
  return response;
}

std::vector<v1::LintFinding> FindBodyDates(const PublishedTable& table,
                                           absl::CivilDay day) {
  if (!HasDigitsAround(table)) return {};
  const Draft draft = MakeDraft(table, day, {});
  FindingList findings(draft);
  const KnownPlan plan;
  CheckBodyDates(draft, NameIndex(draft, plan), &findings);
  return findings.Take();
}

v1::LintDocumentResponse LintTable(const PublishedTable& table,
                                   const KnownPlan& plan,
                                   const LintOptions& options) {
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
  response.set_format(std::string(FormatName(table.format)));
  response.set_encoding(table.encoding);
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
