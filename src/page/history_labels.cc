#include "page/history_labels.h"

namespace clearsky::page {
namespace {

constexpr HistoryLabels kEnglish = {
    .language = "en",
    .the_plan = "the plan",
    .of = " of ",
    .possible = "possibly already so",
    .recorded = "recorded",
    .position = "position",
    .revision = "revision",
    .who = "who",
    .asked_by = "asked by",
    .said_by = "said by",
    .why = "why",
    .source = "source",
    .side = "one word",
    .finding = "finding",
    .no_name = "no English name",
    .effective = "effective",
    .type = "type",
    .sentence = "change",
    .value = "value",
    .from = "from",
    .to = "until before",
    .known_from = "known from",
    .known_until = "known until before",
    .set_by = "set by",
    .field_date = "date",
    .field_mode = "mode",
    .field_status = "status",
    .field_venue = "place",
    .field_title = "title",
};

constexpr HistoryLabels kKorean = {
    .language = "ko",
    .the_plan = "계획",
    .of = ": ",
    .possible = "이미 그러할 수 있음",
    .recorded = "기록",
    .position = "위치",
    .revision = "개정번호",
    .who = "처리자",
    .asked_by = "요청",
    .said_by = "진술",
    .why = "사유",
    .source = "출처",
    .side = "한쪽의 말",
    .finding = "확인 사항",
    .no_name = "한국어 명칭 없음",
    .effective = "효력일",
    .type = "유형",
    .sentence = "변경",
    .value = "값",
    .from = "부터",
    .to = "전까지",
    .known_from = "인지 시점",
    .known_until = "인지 종료",
    .set_by = "근거 기록",
    .field_date = "일정",
    .field_mode = "개최 방식",
    .field_status = "상태",
    .field_venue = "장소",
    .field_title = "명칭",
};

constexpr HistoryLabels kChinese = {
    .language = "zh",
    .the_plan = "计划",
    .of = "：",
    .possible = "可能已经如此",
    .recorded = "记录",
    .position = "位置",
    .revision = "修订号",
    .who = "经办",
    .asked_by = "提出方",
    .said_by = "说法来自",
    .why = "原因",
    .source = "来源",
    .side = "一方说法",
    .finding = "注意事项",
    .no_name = "没有中文名称",
    .effective = "生效日",
    .type = "类型",
    .sentence = "变更",
    .value = "值",
    .from = "自",
    .to = "至（不含）",
    .known_from = "知悉自",
    .known_until = "知悉至（不含）",
    .set_by = "依据记录",
    .field_date = "日期",
    .field_mode = "举行形式",
    .field_status = "状态",
    .field_venue = "地点",
    .field_title = "名称",
};

}  // namespace

const HistoryLabels& LabelsOf(absl::string_view language) {
  for (const HistoryLabels* labels : {&kKorean, &kChinese}) {
    if (language == labels->language) return *labels;
  }
  return kEnglish;
}

}  // namespace clearsky::page
