#include "document/reader/table_heads.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "document/source_text.h"

namespace clearsky::document {
namespace {

constexpr absl::string_view kAreas[] = {"분야",
                                        "협력분야",
                                        "사업분야",
                                        "분야명",
                                        "대분야",
                                        "area",
                                        "areas",
                                        "field",
                                        "sector",
                                        "cooperationarea",
                                        "areaofcooperation",
                                        "领域",
                                        "合作领域",
                                        "领域名称",
                                        "領域",
                                        "合作領域"};
constexpr absl::string_view kProjects[] = {
    "세부사업",   "세부사업명",      "사업",    "사업명",   "협력사업",
    "세부과제",   "세부협력사업",    "project", "projects", "projectname",
    "subproject", "detailedproject", "项目",    "项目名称", "合作项目",
    "具体项目",   "细分项目",        "項目",    "合作項目"};
// Whatever a head of the lines begins with in one publication or another
// (주요, '22년, main), it ends with one of these.
constexpr absl::string_view kLineEndings[] = {
    "이행현황",       "이행실적",
    "추진현황",       "추진실적",
    "이행계획",       "implementationstatus",
    "implementation", "statusofimplementation",
    "progress",       "落实情况",
    "实施情况",       "执行情况",
    "进展情况",       "落實情況"};
constexpr absl::string_view kLines[] = {"line", "lines", "status", "activity",
                                        "activities"};

// Letters of a head: lower case, without white space, punctuation, Markdown's
// emphasis and notes in parentheses.
std::string HeadLetters(absl::string_view head) {
  std::string bare;
  int depth = 0;
  for (const char c : absl::AsciiStrToLower(BareLetters(head))) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0 &&
        absl::string_view("*_:`").find(c) == absl::string_view::npos) {
      bare.push_back(c);
    }
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return bare;
}

template <size_t n>
bool IsOneOf(const absl::string_view (&names)[n], absl::string_view letters) {
  return std::find(std::begin(names), std::end(names), letters) !=
         std::end(names);
}

}  // namespace

std::optional<TableColumn> ColumnOfHead(absl::string_view head) {
  constexpr size_t kMaxHeadBytes = 100;
  if (head.empty() || head.size() > kMaxHeadBytes) return std::nullopt;
  const std::string letters = HeadLetters(head);
  if (IsOneOf(kAreas, letters)) return TableColumn::kArea;
  if (IsOneOf(kProjects, letters)) return TableColumn::kProject;
  if (IsOneOf(kLines, letters)) return TableColumn::kLine;
  for (const absl::string_view ending : kLineEndings) {
    if (absl::EndsWith(letters, ending)) return TableColumn::kLine;
  }
  return std::nullopt;
}

bool IsHeadWithoutTabs(absl::string_view line) {
  constexpr size_t kMaxLineBytes = 200;
  if (line.size() > kMaxLineBytes) return false;
  const std::string letters = HeadLetters(line);
  for (const absl::string_view area : kAreas) {
    if (!absl::StartsWith(letters, area)) continue;
    for (const absl::string_view project : kProjects) {
      const absl::string_view rest =
          absl::string_view(letters).substr(area.size());
      if (absl::StartsWith(rest, project) &&
          ColumnOfHead(rest.substr(project.size())) == TableColumn::kLine) {
        return true;
      }
    }
  }
  return false;
}

std::optional<HeadRow> MatchHeadRow(const std::vector<HeadCell>& cells) {
  HeadRow row;
  std::array<bool, kTableColumns> found = {};
  for (const HeadCell& cell : cells) {
    const std::optional<TableColumn> column = ColumnOfHead(cell.words);
    if (!column.has_value()) {
      row.others.push_back(cell);
      continue;
    }
    const auto index = static_cast<size_t>(*column);
    if (found[index]) return std::nullopt;
    found[index] = true;
    row.columns[index] = cell.columns;
  }
  if (!std::all_of(found.begin(), found.end(), [](bool is) { return is; })) {
    return std::nullopt;
  }
  return row;
}

std::string WantedHeads() {
  return "`분야`, `세부사업` and `주요 이행현황` (`Area`, `Project` and "
         "`Implementation status`; `领域`, `项目` and `落实情况`)";
}

}  // namespace clearsky::document
