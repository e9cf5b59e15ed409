#include "report/comparison_faces.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/html.h"
#include "report/layout.h"
#include "report/phrases.h"

namespace clearsky::report {
namespace {

constexpr Phrase kFrom = {"이전", "from", "起"};
constexpr Phrase kTo = {"이후", "to", "止"};
constexpr Phrase kNothing = {"달라진 줄이 없음", "no line differs",
                             "没有不同的行"};
constexpr Phrase kAdded = {"추가", "added", "新增"};
constexpr Phrase kRemoved = {"삭제", "removed", "删除"};
constexpr Phrase kChanged = {"변경", "changed", "变更"};
constexpr Phrase kRenamed = {"제목 변경", "heading changed", "标题变更"};
constexpr Phrase kKnownTo = {"위치 %까지", "known to position %",
                             "已知至位置%"};
constexpr Phrase kNothingKnown = {"알려진 것 없음", "nothing known yet",
                                  "尚无记录"};
constexpr Phrase kPosition = {"위치 ", "position ", "位置"};
constexpr Phrase kAskedBy = {"요청: ", "asked by ", "提出方："};
constexpr Phrase kWhy = {"사유: ", "why: ", "原因："};
constexpr Phrase kNotCounted = {"이후 시점에는 해당 없음",
                                "does not count at the `to` end",
                                "在后一时点不计入"};

constexpr char kGreen[] = "\x1b[32m";
constexpr char kRed[] = "\x1b[31m";
constexpr char kYellow[] = "\x1b[33m";
constexpr char kDim[] = "\x1b[2m";
constexpr char kBold[] = "\x1b[1m";
constexpr char kOff[] = "\x1b[0m";

Language LanguageOf(const v1::PlanComparison& comparison) {
  const auto language = ReadLanguage(comparison.language());
  return language.ok() ? *language : Language::kEnglish;
}

std::string BasisWords(const v1::AnswerBasis& basis, Language language) {
  std::string known(kNothingKnown.In(language));
  if (basis.known_count() > 0) {
    known = std::string(kKnownTo.In(language));
    known.replace(known.find('%'), 1, absl::StrCat(basis.known_count() - 1));
  }
  return absl::StrCat(basis.as_of_day(), ", ", known);
}

std::string CountWords(const v1::PlanComparison& comparison,
                       Language language) {
  if (comparison.lines().empty()) return std::string(kNothing.In(language));
  return absl::StrCat(kAdded.In(language), " ", comparison.added_count(), ", ",
                      kRemoved.In(language), " ", comparison.removed_count(),
                      ", ", kChanged.In(language), " ",
                      comparison.changed_count());
}

absl::string_view KindWords(v1::LineChange::Kind kind, Language language) {
  switch (kind) {
    case v1::LineChange::KIND_ADDED:
      return kAdded.In(language);
    case v1::LineChange::KIND_REMOVED:
      return kRemoved.In(language);
    default:
      return kChanged.In(language);
  }
}

// `10월 예정, 비대면 → 10.26, 영상: held inside the planned month; 0 days of
// slip`. Of a line that one end does not have, the words alone.
std::string SummaryOf(const v1::LineChange& line) {
  const std::string way =
      line.kind() == v1::LineChange::KIND_CHANGED ? WayOf(line) : "";
  if (way.empty()) return line.words();
  return line.words().empty() ? way : absl::StrCat(way, ": ", line.words());
}

std::string EventWords(const v1::EventBehind& event, Language language) {
  std::vector<std::string> words = {
      absl::StrCat(kPosition.In(language), event.position()),
      event.effective().edtf(),
      event.sentence().empty() ? event.change() : event.sentence()};
  if (!event.requested_by().empty()) {
    words.push_back(absl::StrCat(kAskedBy.In(language),
                                 absl::StrJoin(event.requested_by(), ", ")));
  }
  const std::string reason = ReasonWords(event.reason(), language);
  if (!reason.empty()) {
    words.push_back(absl::StrCat(kWhy.In(language), reason));
  }
  if (event.counts_for() == v1::EventBehind::COUNTS_FOR_FROM) {
    words.emplace_back(kNotCounted.In(language));
  }
  std::erase(words, "");
  return absl::StrJoin(words, "; ");
}

// `공동 연구 → 연구`; `-` where the heading is not printed.
std::string HeadingWords(const v1::HeadingChange& heading, Language language) {
  const auto shown = [](const std::string& text) {
    return text.empty() ? std::string("-") : text;
  };
  return absl::StrCat(kRenamed.In(language), " ", heading.entity(), ": ",
                      shown(heading.old_text()), " → ",
                      shown(heading.new_text()));
}

// Writes text with or without colours.
class Painter {
 public:
  explicit Painter(bool colour) : colour_(colour) {}

  void Line(const char* style, absl::string_view text) {
    const std::string plain = Plain(text);
    if (colour_ && *style != '\0') {
      absl::StrAppend(&text_, style, plain, kOff, "\n");
    } else {
      absl::StrAppend(&text_, plain, "\n");
    }
  }
  void Gap() { text_.push_back('\n'); }
  std::string Take() { return std::move(text_); }

 private:
  const bool colour_;
  std::string text_;
};

void PaintLine(const v1::LineChange& line, Language language,
               Painter* painter) {
  if (!line.old_text().empty()) {
    painter->Line(kRed, absl::StrCat("- ", line.old_text()));
  }
  if (!line.new_text().empty()) {
    painter->Line(kGreen, absl::StrCat("+ ", line.new_text()));
  }
  const std::string summary = SummaryOf(line);
  if (!summary.empty()) painter->Line(kYellow, absl::StrCat("    ", summary));
  for (const v1::EventBehind& event : line.events()) {
    painter->Line(kDim, absl::StrCat("    ", EventWords(event, language)));
  }
}

}  // namespace

std::string WayOf(const v1::LineChange& line) {
  std::vector<std::string> old_words;
  std::vector<std::string> new_words;
  for (const v1::FieldChange& field : line.fields()) {
    if (field.field() == "status") continue;
    if (!field.old_words().empty()) old_words.push_back(field.old_words());
    if (!field.new_words().empty()) new_words.push_back(field.new_words());
  }
  if (old_words.empty() && new_words.empty()) return "";
  return absl::StrCat(old_words.empty() ? "-" : absl::StrJoin(old_words, ", "),
                      " → ",
                      new_words.empty() ? "-" : absl::StrJoin(new_words, ", "));
}

std::string ComparisonText(const v1::ComparePlanResponse& answer, bool colour) {
  const v1::PlanComparison& comparison = answer.comparison();
  const Language language = LanguageOf(comparison);
  Painter painter(colour);
  painter.Line(kBold,
               absl::StrCat(comparison.stream(), "  ", kFrom.In(language), " ",
                            BasisWords(answer.from_basis(), language), "  ",
                            kTo.In(language), " ",
                            BasisWords(answer.to_basis(), language)));
  painter.Line("", CountWords(comparison, language));
  for (const v1::HeadingChange& heading : comparison.headings()) {
    painter.Line(kYellow, HeadingWords(heading, language));
  }
  const v1::LineChange* previous = nullptr;
  for (const v1::LineChange& line : comparison.lines()) {
    if (previous == nullptr || previous->project_id() != line.project_id()) {
      painter.Gap();
      painter.Line(kBold,
                   absl::StrCat(line.area_text(), " / ", line.project_text()));
    }
    PaintLine(line, language, &painter);
    previous = &line;
  }
  return painter.Take();
}

std::string ComparisonMarkdown(const v1::ComparePlanResponse& answer) {
  const v1::PlanComparison& comparison = answer.comparison();
  const Language language = LanguageOf(comparison);
  std::string text = absl::StrCat(
      "# ", EscapeMarkdown(comparison.stream()), "\n\n* ", kFrom.In(language),
      " ", EscapeMarkdown(BasisWords(answer.from_basis(), language)), "\n* ",
      kTo.In(language), " ",
      EscapeMarkdown(BasisWords(answer.to_basis(), language)), "\n* ",
      CountWords(comparison, language), "\n");
  for (const v1::HeadingChange& heading : comparison.headings()) {
    absl::StrAppend(&text, "* ",
                    EscapeMarkdown(HeadingWords(heading, language)), "\n");
  }
  const v1::LineChange* previous = nullptr;
  for (const v1::LineChange& line : comparison.lines()) {
    if (previous == nullptr || previous->project_id() != line.project_id()) {
      absl::StrAppend(&text, "\n## ", EscapeMarkdown(line.area_text()), " / ",
                      EscapeMarkdown(line.project_text()), "\n\n");
    }
    previous = &line;
    absl::StrAppend(&text, "* **", KindWords(line.kind(), language), "**");
    if (!line.old_text().empty()) {
      absl::StrAppend(&text, " ~~", EscapeMarkdown(line.old_text()), "~~");
    }
    if (!line.new_text().empty()) {
      absl::StrAppend(&text, " ", EscapeMarkdown(line.new_text()));
    }
    text.push_back('\n');
    const std::string summary = SummaryOf(line);
    if (!summary.empty()) {
      absl::StrAppend(&text, "  * ", EscapeMarkdown(summary), "\n");
    }
    for (const v1::EventBehind& event : line.events()) {
      absl::StrAppend(&text, "  * ",
                      EscapeMarkdown(EventWords(event, language)), "\n");
    }
  }
  return text;
}

std::string ComparisonCsv(const v1::ComparePlanResponse& answer) {
  Grid grid = {{"change", "area", "project", "activity_id", "old_line",
                "new_line", "what", "events"}};
  for (const v1::LineChange& line : answer.comparison().lines()) {
    std::vector<std::string> events;
    for (const v1::EventBehind& event : line.events()) {
      events.push_back(EventWords(event, Language::kEnglish));
    }
    grid.push_back({std::string(KindWords(line.kind(), Language::kEnglish)),
                    line.area_text(), line.project_text(), line.activity_id(),
                    line.old_text(), line.new_text(), SummaryOf(line),
                    absl::StrJoin(events, " | ")});
  }
  return GridCsv(grid);
}

std::string ComparisonHtml(const v1::ComparePlanResponse& answer) {
  const v1::PlanComparison& comparison = answer.comparison();
  const Language language = LanguageOf(comparison);
  std::string html = absl::StrCat(
      "<ul>\n<li>", kFrom.In(language), " ",
      EscapeHtml(BasisWords(answer.from_basis(), language)), "</li>\n<li>",
      kTo.In(language), " ",
      EscapeHtml(BasisWords(answer.to_basis(), language)), "</li>\n<li>",
      EscapeHtml(CountWords(comparison, language)), "</li>\n");
  for (const v1::HeadingChange& heading : comparison.headings()) {
    absl::StrAppend(&html, "<li>", EscapeHtml(HeadingWords(heading, language)),
                    "</li>\n");
  }
  absl::StrAppend(&html, "</ul>\n");
  const v1::LineChange* previous = nullptr;
  for (const v1::LineChange& line : comparison.lines()) {
    if (previous == nullptr || previous->project_id() != line.project_id()) {
      absl::StrAppend(&html, previous == nullptr ? "" : "</ul>\n", "<h2>",
                      EscapeHtml(line.area_text()), " / ",
                      EscapeHtml(line.project_text()),
                      "</h2>\n<ul class=\"redline\">\n");
    }
    previous = &line;
    absl::StrAppend(&html, "<li><b>", KindWords(line.kind(), language), "</b>");
    if (!line.old_text().empty()) {
      absl::StrAppend(&html, " <del>", EscapeHtml(line.old_text()), "</del>");
    }
    if (!line.new_text().empty()) {
      absl::StrAppend(&html, " <ins>", EscapeHtml(line.new_text()), "</ins>");
    }
    absl::StrAppend(&html, "\n<ul>\n");
    const std::string summary = SummaryOf(line);
    if (!summary.empty()) {
      absl::StrAppend(&html, "<li>", EscapeHtml(summary), "</li>\n");
    }
    for (const v1::EventBehind& event : line.events()) {
      absl::StrAppend(&html, "<li>", EscapeHtml(EventWords(event, language)),
                      "</li>\n");
    }
    absl::StrAppend(&html, "</ul></li>\n");
  }
  if (previous != nullptr) absl::StrAppend(&html, "</ul>\n");
  return html;
}

}  // namespace clearsky::report
