#include "service/http/html_page.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/html.h"
#include "base/sha256.h"
#include "report/report_svg.h"

namespace clearsky::service {
namespace words {

const report::Phrase kAsOf = {"기준일", "As of", "截至日期"};
const report::Phrase kKnownAt = {"인지 시점", "Known at", "已知时点"};
const report::Phrase kKnownAtExample = {"2022-09-28 또는 위치 121",
                                        "2022-09-28, or position 121",
                                        "2022-09-28 或位置 121"};
const report::Phrase kShow = {"보기", "Show", "查看"};
const report::Phrase kPlans = {"계획 목록", "Plans", "计划列表"};
const report::Phrase kPlan = {"계획", "Plan", "计划"};
const report::Phrase kTable = {"이행현황", "Implementation table",
                               "执行情况表"};
const report::Phrase kHistory = {"이력", "History", "历史"};
const report::Phrase kCompare = {"비교", "Compare", "比较"};
const report::Phrase kReport = {"연간 보고", "Report of the year", "年度报告"};
const report::Phrase kCalendar = {"일정", "Calendar", "日历"};
const report::Phrase kSeries = {"시리즈", "Series", "系列"};
const report::Phrase kFrom = {"시작일", "From", "起"};
const report::Phrase kTo = {"종료일", "To", "止"};
const report::Phrase kFromKnownAt = {"시작 인지 시점", "From, known at",
                                     "起：已知时点"};
const report::Phrase kToKnownAt = {"종료 인지 시점", "To, known at",
                                   "止：已知时点"};
const report::Phrase kYear = {"연도", "Year", "年份"};
const report::Phrase kFormats = {"다른 형식", "Other formats", "其他格式"};
const report::Phrase kBasis = {"근거", "Rests on", "依据"};
const report::Phrase kNothingYet = {"아직 아무것도 없습니다.",
                                    "There is nothing yet.", "尚无内容。"};
const report::Phrase kNothingKnown = {"알려진 기록 없음", "nothing known",
                                      "当时尚无记录"};
const report::Phrase kEverything = {"비워 두면 전부", "all when left out",
                                    "留空为全部"};
const report::Phrase kSimulated = {"모의 시계", "simulated clock", "模拟时钟"};
const report::Phrase kNext = {"다음", "Next", "下一页"};

}  // namespace words

namespace {

// Fonts by generic families: each machine has its own for Korean and Chinese.
constexpr char kStyle[] = R"css(
:root{color-scheme:light}
body{font-family:system-ui,sans-serif;line-height:1.5;color:#1f2933;
background:#fff;margin:0 auto;padding:0 1rem 3rem;max-width:75rem;
word-break:keep-all;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:.4rem 0 .6rem}
h2{font-size:1.15rem;margin:1.8rem 0 .5rem}
h3{font-size:1rem}
a{color:#1d4f91}
nav{margin:.6rem 0}
nav a{margin-right:1rem;white-space:nowrap}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;
background:#f3f5f8;padding:.7rem .9rem;margin:.8rem 0;border-radius:4px}
label{font-size:.85rem;color:#46525f}
input,button{font:inherit;display:block;box-sizing:border-box;max-width:100%;
padding:.25rem .5rem;border:1px solid #8795a5;border-radius:3px;
background:#fff;color:inherit}
button{background:#1d4f91;border-color:#1d4f91;color:#fff;cursor:pointer}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{border:1px solid #b3bdc9;padding:.3rem .55rem;text-align:left;
vertical-align:top}
thead th{background:#e6ebf1}
tbody th{font-weight:600;background:#f8f9fb}
.spanned tbody th:first-child[rowspan]{width:9rem}
table.numbers td:not(:first-child),table.numbers th:not(:first-child){
text-align:right}
.wide{overflow-x:auto}
.wide svg{max-width:none}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}
dt{color:#46525f}
dd{margin:0}
del,s{color:#8a2c22}
ins{color:#14622d}
small,footer{font-size:.85rem;color:#46525f}
footer{margin-top:2rem;border-top:1px solid #b3bdc9;padding-top:.6rem}
ol.account{padding-left:1.2rem}
ol.account>li{margin-bottom:1rem}
ol.account p{margin:.2rem 0}
blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid #b3bdc9}
time{color:#46525f}
@media (max-width:40rem){
body{padding:0 .6rem 2rem}
table.spanned,table.spanned tbody,table.spanned tr,table.spanned th,
table.spanned td{display:block;width:auto!important}
table.spanned thead{display:none}
table.spanned th,table.spanned td{border-width:0 0 1px}
table.spanned tbody tr:first-child th:first-child{background:#e6ebf1}
}
@media print{
body{max-width:none;padding:0;font-size:10pt}
nav,form,.formats{display:none}
a{color:inherit;text-decoration:none}
thead{display:table-header-group}
tr,li{break-inside:avoid}
.wide{overflow:visible}
.wide svg{width:100%;height:auto}
}
)css";

std::string HashSource(absl::string_view style) {
  return absl::StrCat("'sha256-",
                      absl::Base64Escape(DigestBytes(Sha256(style))), "'");
}

std::string NavHtml(const std::vector<HtmlLink>& links) {
  if (links.empty()) return "";
  std::string html = "<nav>";
  for (const auto& [url, words] : links) {
    absl::StrAppend(&html, "<a href=\"", EscapeHtml(url), "\">",
                    EscapeHtml(words), "</a> ");
  }
  return absl::StrCat(html, "</nav>\n");
}

}  // namespace

const std::string& ContentSecurityPolicy() {
  static const auto* const policy = new std::string(absl::StrCat(
      "default-src 'none'; style-src ", HashSource(kStyle), " ",
      HashSource(report::ReportSvgStyle()),
      "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"));
  return *policy;
}

std::string RenderHtmlPage(const HtmlPage& page) {
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", report::LanguageTag(page.language),
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
      EscapeHtml(page.title), "</title>\n<style>", kStyle,
      "</style>\n</head>\n<body>\n<header>\n", NavHtml(page.way), "<h1>",
      EscapeHtml(page.title), "</h1>\n", NavHtml(page.links),
      "</header>\n<main>\n", page.body, "</main>\n<footer>\n");
  if (!page.basis.empty()) {
    absl::StrAppend(&html, "<p>", words::kBasis.In(page.language), ": ",
                    EscapeHtml(page.basis), "</p>\n");
  }
  if (!page.formats.empty()) {
    absl::StrAppend(&html, "<div class=\"formats\">",
                    words::kFormats.In(page.language), ": ",
                    NavHtml(page.formats), "</div>\n");
  }
  absl::StrAppend(&html, "</footer>\n</body>\n</html>\n");
  return html;
}

std::string FormHtml(
    absl::string_view path, const std::vector<FormField>& fields,
    const std::vector<std::pair<std::string, std::string>>& hidden,
    report::Language language) {
  std::string html =
      absl::StrCat("<form method=\"get\" action=\"", EscapeHtml(path), "\">\n");
  for (const FormField& field : fields) {
    absl::StrAppend(&html, "<label>", EscapeHtml(field.label),
                    " <input name=\"", EscapeHtml(field.name), "\" type=\"",
                    field.type, "\" value=\"", EscapeHtml(field.value), "\"");
    if (!field.example.empty()) {
      absl::StrAppend(&html, " placeholder=\"", EscapeHtml(field.example),
                      "\"");
    }
    absl::StrAppend(&html, "></label>\n");
  }
  for (const auto& [name, value] : hidden) {
    if (value.empty()) continue;
    absl::StrAppend(&html, "<input type=\"hidden\" name=\"", EscapeHtml(name),
                    "\" value=\"", EscapeHtml(value), "\">\n");
  }
  absl::StrAppend(&html, "<button>", words::kShow.In(language),
                  "</button>\n</form>\n");
  return html;
}

}  // namespace clearsky::service
