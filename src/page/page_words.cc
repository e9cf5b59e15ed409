#include "page/page_words.h"

#include <algorithm>
#include <iterator>

namespace clearsky::page {
namespace {

using report::Phrase;

constexpr Phrase kWords[] = {
    {"구분", "severity", "级别"},
    {"값", "values", "值"},
    {"개최", "held", "已举行"},
    {"계획", "plan", "计划"},
    {"계획 목록", "Plans", "计划"},
    {"규칙", "rule", "规则"},
    {"근거", "carries out", "依据"},
    {"기간", "period", "期间"},
    {"기간 안", "Falls in it", "在期间内"},
    {"기간 안일 수 있음", "May fall in it", "可能在期间内"},
    {"내용", "finding", "内容"},
    {"누락 번호", "missing", "缺号"},
    {"단계", "stage", "阶段"},
    {"당사국", "party", "缔约方"},
    {"당사국들", "parties", "缔约方"},
    {"대상", "of", "对象"},
    {"등록 항목", "Entries", "登记项"},
    {"명칭", "name", "名称"},
    {"반복", "recurs", "频率"},
    {"발견 사항", "Findings", "发现"},
    {"방식", "how", "方式"},
    {"번호", "no.", "编号"},
    {"번호 범위", "numbers", "编号"},
    {"변경", "change", "变更"},
    {"별칭", "also", "别名"},
    {"분야", "area", "领域"},
    {"불일치", "Discrepancies", "不一致"},
    {"비고", "note", "备注"},
    {"사업", "projects", "项目"},
    {"상태", "state", "状态"},
    {"서명", "signed", "签署"},
    {"세부사업", "Projects", "项目"},
    {"시리즈", "series", "系列"},
    {"시리즈 목록", "Series", "系列"},
    {"시행", "effective", "生效"},
    {"시작", "since", "起始"},
    {"아이디", "id", "标识"},
    {"아이디순", "By id", "按标识"},
    {"연기", "postponed", "推迟"},
    {"예정", "planned", "计划中"},
    {"완료", "completed", "已完成"},
    {"이미 시행되었을 수 있음", "Possibly already so", "可能已生效"},
    {"일시", "when", "时间"},
    {"확정", "confirmed", "已确认"},
    {"해결", "settled", "已解决"},
    {"제목", "title", "标题"},
    {"종료", "closed", "已结束"},
    {"종류", "kind", "种类"},
    {"중복 번호", "twice", "重号"},
    {"진행 중", "ongoing", "进行中"},
    {"개정 번호", "revision", "修订号"},
    {"구성원 수", "members", "成员"},
    {"구성원", "Members", "成员"},
    {"채택", "adopted", "通过"},
    {"조치", "Measures", "措施"},
    {"취소", "cancelled", "取消"},
    {"필드", "field", "字段"},
    {"합의", "Agreements", "协议"},
    {"활동", "activity", "活动"},
    {"활동 목록", "Activities", "活动"},
    {"활동 수", "activities", "活动数"},
    {"사건 수", "events", "事件数"},
    {"예", "yes", "是"},
    {"아니오", "no", "否"},
};

}  // namespace

absl::string_view Translated(absl::string_view english,
                             report::Language language) {
  if (language == report::Language::kEnglish) return english;
  const auto* const found = std::find_if(
      std::begin(kWords), std::end(kWords),
      [english](const Phrase& phrase) { return english == phrase.english; });
  return found == std::end(kWords) ? english : found->In(language);
}

}  // namespace clearsky::page
