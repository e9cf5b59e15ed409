#include "report/phrases.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "plan/edtf.h"
#include "plan/partial_date.h"

namespace clearsky::report {
namespace {

using State = v1::ActivityState;

// The bounds of a date as people call them.
enum class Span { kDay, kMonth, kQuarter, kHalfYear, kYear, kPeriod };

Span SpanOf(const v1::PartialDate& date) {
  const absl::StatusOr<plan::Edtf> edtf = plan::ParseEdtf(date.edtf());
  if (!edtf.ok() || edtf->shape != plan::EdtfShape::kDate ||
      !edtf->earliest.has_value() || !edtf->latest.has_value()) {
    return Span::kPeriod;
  }
  const absl::CivilDay first = *edtf->earliest;
  const absl::CivilDay next = *edtf->latest + 1;
  const auto months = absl::CivilMonth(next) - absl::CivilMonth(first);
  if (next - first == 1) return Span::kDay;
  if (first.day() != 1 || next.day() != 1) return Span::kPeriod;
  switch (months) {
    case 1:
      return Span::kMonth;
    case 3:
      return Span::kQuarter;
    case 6:
      return Span::kHalfYear;
    case 12:
      return Span::kYear;
    default:
      return Span::kPeriod;
  }
}

std::string SpanWords(Span span, Language language) {
  static const auto* const kWords = new std::map<Span, Phrase>{
      {Span::kDay, {"날", "day", "日期"}},
      {Span::kMonth, {"달", "month", "月份"}},
      {Span::kQuarter, {"분기", "quarter", "季度"}},
      {Span::kHalfYear, {"반기", "half-year", "半年"}},
      {Span::kYear, {"해", "year", "年度"}},
      {Span::kPeriod, {"기간", "period", "期间"}},
  };
  return std::string(kWords->at(span).In(language));
}

// One end of a slip: `3 days early`, `12 days of slip`.
std::string DaysWords(int64_t days, Language language) {
  const int64_t count = days < 0 ? -days : days;
  switch (language) {
    case Language::kKorean:
      return days < 0 ? absl::StrCat(count, "일 앞당김")
                      : absl::StrCat(count, "일 지연");
    case Language::kChinese:
      return days < 0 ? absl::StrCat("提前", count, "天")
                      : absl::StrCat("推迟", count, "天");
    case Language::kEnglish:
      break;
  }
  const char* const unit = count == 1 ? " day" : " days";
  return days < 0 ? absl::StrCat(count, unit, " early")
                  : absl::StrCat(count, unit, " of slip");
}

std::string RangeWords(int64_t min_days, int64_t max_days, Language language) {
  if (min_days == max_days) return DaysWords(min_days, language);
  if (min_days >= 0) {
    switch (language) {
      case Language::kKorean:
        return absl::StrCat(min_days, "~", max_days, "일 지연");
      case Language::kChinese:
        return absl::StrCat("推迟", min_days, "至", max_days, "天");
      case Language::kEnglish:
        return absl::StrCat(min_days, " to ", max_days, " days of slip");
    }
  }
  const std::string from = DaysWords(min_days, language);
  const std::string to = DaysWords(max_days, language);
  switch (language) {
    case Language::kKorean:
      return absl::StrCat(from, "에서 ", to, " 사이");
    case Language::kChinese:
      return absl::StrCat(from, "至", to, "之间");
    case Language::kEnglish:
      break;
  }
  return absl::StrCat("between ", from, " and ", to);
}

const std::map<v1::LineChangeClass, Phrase>& ClassPhrases() {
  static const auto* const kPhrases = new std::map<v1::LineChangeClass, Phrase>{
      {v1::LINE_CHANGE_CLASS_FIRST_PLANNED,
       {"처음 계획됨", "first planned", "首次计划"}},
      {v1::LINE_CHANGE_CLASS_REFINED,
       {"계획한 %s 안에서 구체화", "refined inside the planned %s",
        "在计划%s内明确"}},
      {v1::LINE_CHANGE_CLASS_RESCHEDULED, {"일정 변경", "rescheduled", "改期"}},
      {v1::LINE_CHANGE_CLASS_POSTPONED,
       {"연기(새 날짜 없음)", "postponed without a new date",
        "推迟（无新日期）"}},
      {v1::LINE_CHANGE_CLASS_CANCELLED, {"취소", "cancelled", "取消"}},
      {v1::LINE_CHANGE_CLASS_REINSTATED,
       {"취소 철회", "reinstated", "恢复举行"}},
      {v1::LINE_CHANGE_CLASS_HELD_AS_PLANNED,
       {"계획대로 개최", "held as planned", "按计划举行"}},
      {v1::LINE_CHANGE_CLASS_HELD_WITHIN_PLAN,
       {"계획한 %s 안에 개최", "held inside the planned %s", "在计划%s内举行"}},
      {v1::LINE_CHANGE_CLASS_HELD_OUTSIDE_PLAN,
       {"계획과 다른 날 개최", "held outside the planned date",
        "未在计划日期举行"}},
      {v1::LINE_CHANGE_CLASS_HELD, {"개최", "held", "举行"}},
      {v1::LINE_CHANGE_CLASS_MOVED_ONLINE,
       {"온라인 전환", "moved online", "改为线上"}},
      {v1::LINE_CHANGE_CLASS_MODE_REFINED,
       {"방식 구체화", "mode made precise", "方式明确"}},
      {v1::LINE_CHANGE_CLASS_MODE_CHANGED,
       {"방식 변경", "mode changed", "方式变更"}},
      {v1::LINE_CHANGE_CLASS_USED, {"운영", "used", "启用"}},
      {v1::LINE_CHANGE_CLASS_NO_LONGER,
       {"더 이상 그렇지 않음", "no longer so", "不再如此"}},
      {v1::LINE_CHANGE_CLASS_HELD_DATE_CHANGED,
       {"개최일 정정", "told to be held on another date", "举行日期更正"}},
      {v1::LINE_CHANGE_CLASS_DESCRIBED,
       {"표기 변경", "described otherwise", "表述变更"}},
  };
  return *kPhrases;
}

// What a move did to the date; empty when it left it alone.
std::string DateMoveWords(const v1::PlanMove& move, Language language) {
  const bool held = move.new_state() != move.old_state() &&
                    (move.new_state() == State::STATE_HELD ||
                     move.new_state() == State::STATE_COMPLETED);
  const auto words = [&](v1::LineChangeClass change) {
    return ClassWords(change, move.old_date(), language);
  };
  switch (move.date_class()) {
    case v1::DATE_CHANGE_CLASS_POSTPONED:
      return words(v1::LINE_CHANGE_CLASS_POSTPONED);
    case v1::DATE_CHANGE_CLASS_NONE:
      return held ? words(v1::LINE_CHANGE_CLASS_HELD_AS_PLANNED) : "";
    case v1::DATE_CHANGE_CLASS_REFINED:
      return words(held ? v1::LINE_CHANGE_CLASS_HELD_WITHIN_PLAN
                        : v1::LINE_CHANGE_CLASS_REFINED);
    case v1::DATE_CHANGE_CLASS_RESCHEDULED:
      return words(held ? v1::LINE_CHANGE_CLASS_HELD_OUTSIDE_PLAN
                        : v1::LINE_CHANGE_CLASS_RESCHEDULED);
    default:
      break;
  }
  if (!move.has_new_date()) return "";
  return words(held ? v1::LINE_CHANGE_CLASS_HELD
                    : v1::LINE_CHANGE_CLASS_FIRST_PLANNED);
}

std::string ModeMoveWords(const v1::PlanMove& move, Language language) {
  const auto words = [&](v1::LineChangeClass change) {
    return ClassWords(change, move.old_date(), language);
  };
  switch (move.mode_class()) {
    case v1::MODE_CHANGE_CLASS_MOVED_ONLINE:
      return words(v1::LINE_CHANGE_CLASS_MOVED_ONLINE);
    case v1::MODE_CHANGE_CLASS_REFINED:
      return words(v1::LINE_CHANGE_CLASS_MODE_REFINED);
    case v1::MODE_CHANGE_CLASS_CHANGED:
      return words(v1::LINE_CHANGE_CLASS_MODE_CHANGED);
    default:
      return "";
  }
}

}  // namespace

absl::StatusOr<Language> ReadLanguage(absl::string_view tag) {
  if (tag.empty() || tag == "ko") return Language::kKorean;
  if (tag == "en") return Language::kEnglish;
  if (tag == "zh") return Language::kChinese;
  return absl::InvalidArgumentError(absl::StrCat(
      "language \"", tag, "\" is not known; accepted: \"ko\", \"en\", \"zh\""));
}

absl::string_view LanguageTag(Language language) {
  return Phrase{"ko", "en", "zh"}.In(language);
}

absl::string_view Phrase::In(Language language) const {
  switch (language) {
    case Language::kKorean:
      return korean;
    case Language::kEnglish:
      return english;
    case Language::kChinese:
      return chinese;
  }
  return english;
}

absl::string_view StateWords(State::State state, Language language) {
  static const auto* const kWords = new std::map<State::State, Phrase>{
      {State::STATE_UNSPECIFIED, {"없음", "not there", "无"}},
      {State::STATE_REGISTERED, {"등록", "registered", "已登记"}},
      {State::STATE_PLANNED, {"예정", "planned", "计划中"}},
      {State::STATE_POSTPONED, {"연기", "postponed", "已推迟"}},
      {State::STATE_ONGOING, {"진행 중", "ongoing", "进行中"}},
      {State::STATE_HELD, {"개최", "held", "已举行"}},
      {State::STATE_COMPLETED, {"완료", "completed", "已完成"}},
      {State::STATE_CANCELLED, {"취소", "cancelled", "已取消"}},
      {State::STATE_SPLIT, {"분할", "split", "已拆分"}},
  };
  const auto found = kWords->find(state);
  return found == kWords->end() ? "?" : found->second.In(language);
}

std::string FieldLabel(absl::string_view field, Language language) {
  static const auto* const kWords = new std::map<std::string, Phrase>{
      {"title", {"명칭", "title", "名称"}},
      {"level", {"급", "level", "级别"}},
      {"coverage", {"대상 기간", "coverage", "涵盖期间"}},
      {"status", {"상태", "status", "状态"}},
      {"date", {"일정", "date", "日期"}},
      {"mode", {"방식", "mode", "方式"}},
      {"venue", {"장소", "venue", "地点"}},
      {"host", {"주관 회의", "host meeting", "主办会议"}},
  };
  const auto found = kWords->find(std::string(field));
  return found == kWords->end() ? std::string(field)
                                : std::string(found->second.In(language));
}

std::string SlipWords(const v1::DateSlip& slip, Language language) {
  if (slip.has_min_days() && slip.has_max_days()) {
    return RangeWords(slip.min_days(), slip.max_days(), language);
  }
  static constexpr Phrase kUnknown = {"지연 일수 미상", "slip not known",
                                      "推迟天数未知"};
  static constexpr Phrase kAtLeast = {"최소 ", "at least ", "至少"};
  static constexpr Phrase kAtMost = {"최대 ", "at most ", "至多"};
  if (slip.has_min_days()) {
    return absl::StrCat(kAtLeast.In(language),
                        DaysWords(slip.min_days(), language));
  }
  if (slip.has_max_days()) {
    return absl::StrCat(kAtMost.In(language),
                        DaysWords(slip.max_days(), language));
  }
  return std::string(kUnknown.In(language));
}

std::string ClassWords(v1::LineChangeClass change,
                       const v1::PartialDate& planned, Language language) {
  const auto found = ClassPhrases().find(change);
  if (found == ClassPhrases().end()) return "";
  const std::string span = SpanWords(SpanOf(planned), language);
  return absl::StrReplaceAll(found->second.In(language), {{"%s", span}});
}

std::string MoveWords(const v1::PlanMove& move, Language language) {
  std::vector<std::string> words;
  const auto add = [&](std::string word) {
    if (!word.empty()) words.push_back(std::move(word));
  };
  add(DateMoveWords(move, language));
  add(ModeMoveWords(move, language));
  if (move.has_slip()) add(SlipWords(move.slip(), language));
  if (words.empty() || (move.new_state() == State::STATE_CANCELLED)) {
    add(std::string(StateWords(move.new_state(), language)));
  }
  return absl::StrJoin(words, "; ");
}

std::string ReasonWords(const v1::Reason& reason, Language language) {
  if (!reason.text().empty()) return reason.text();
  static const auto* const kWords = new std::map<v1::Reason::Code, Phrase>{
      {v1::Reason::CODE_PUBLIC_HEALTH,
       {"공중보건", "public health", "公共卫生"}},
      {v1::Reason::CODE_SCHEDULING, {"일정 조율", "scheduling", "日程安排"}},
      {v1::Reason::CODE_PREPARATION, {"준비 부족", "preparation", "筹备"}},
      {v1::Reason::CODE_DIPLOMATIC, {"외교", "diplomatic", "外交"}},
      {v1::Reason::CODE_BUDGET, {"예산", "budget", "预算"}},
      {v1::Reason::CODE_FORCE_MAJEURE,
       {"불가항력", "force majeure", "不可抗力"}},
      {v1::Reason::CODE_ENTRY_ERROR,
       {"입력 오류", "entered in error", "录入错误"}},
      {v1::Reason::CODE_OTHER, {"기타", "other", "其他"}},
  };
  const auto found = kWords->find(reason.code());
  return found == kWords->end() ? "" : std::string(found->second.In(language));
}

absl::string_view AnswerWords(v1::ReportAnswer answer, Language language) {
  static constexpr Phrase kYes = {"예", "yes", "是"};
  static constexpr Phrase kNo = {"아니오", "no", "否"};
  static constexpr Phrase kPossible = {"가능", "possible", "可能"};
  switch (answer) {
    case v1::REPORT_ANSWER_YES:
      return kYes.In(language);
    case v1::REPORT_ANSWER_NO:
      return kNo.In(language);
    case v1::REPORT_ANSWER_POSSIBLE:
      return kPossible.In(language);
    default:
      return "-";
  }
}

}  // namespace clearsky::report
