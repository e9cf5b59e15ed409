// The phrases of Chinese, in simplified characters.

#include <iterator>

#include "ledger/language.h"

namespace clearsky::ledger {
namespace {

constexpr Phrase kPhrases[] = {
    // How things are put together.
    {"list.between", "、"},
    {"list.last", "{list}和{last}"},
    {"quote", "“{text}”"},
    {"bracket", "{text}（{inside}）"},
    {"bracket.between", "，"},
    {"as-written", "原文：{words}"},
    {"name.numbered", "第{ordinal}次{title}"},
    {"name.of-year", "{year}年{title}"},
    {"entity.plan", "计划"},
    {"entity.event", "修订号{revision}的记录"},
    {"host.unknown", "另一会议"},
    {"delegate", "[{party}]{who}[（{role}）]"},
    {"delegate.unknown", "代表"},
    {"actor", "{who}[（{role}）]"},
    {"actor.for", "{who}（代表{behalf}）"},
    {"sayer", "{value}[（{parties}方面称）]"},
    {"party-mode", "{party}{mode}"},

    // Documents, parties, organisations, persons.
    {"DocumentRegistered",
     "文件{document}已登记（类别：{kind}[，日期：{date}]）"},
    {"DocumentAttached", "文件{document}已附于{entity}"},
    {"PartyRegistered", "合作方{party}已登记"},
    {"OrganisationRegistered", "机构{organisation}已登记"},
    {"OrganisationRenamed", "机构{id}更名为{name}"},
    {"PersonRegistered", "人员{person}已登记"},
    {"RoleAssigned", "{person}就任{organisation}{role}"},
    {"RoleEnded", "{role}任职结束"},
    {"ResponsibilityAssigned.lead", "{organisation}开始牵头负责{entity}"},
    {"ResponsibilityAssigned.joint", "{organisation}开始共同负责{entity}"},
    {"SeriesDefined", "系列活动{series}已登记"},
    {"LabelChanged", "{id}的{language}名称改为{new}（原为{old}）"},
    {"LabelChanged.added", "{id}的{language}名称定为{new}"},

    // Agreements and the frame of the plan.
    {"AgreementProposed",
     "{kind}{agreement}[（{period}）]正在准备[，拟于{date}签"
     "署][，拟在{activity}期间签署]"},
    {"AgreementAgreed", "{agreement}的文本[在{activity}期间]商定"},
    {"AgreementSigned",
     "{kind}{agreement}[于{date}][在{occasion}期间][在"
     "{activity}期间][在{place}][由{by}]签署[（期限：{period}"
     "）]"},
    {"AgreementAmended", "{agreement}已修订：{change}[（现期限：{period}）]"},
    {"AgreementEnded", "{agreement}终止"},
    {"PlanRegistered", "计划{plan}[（{period}）]已登记"},
    {"PlanAdopted", "计划[在{activity}期间][由{by}]通过"},
    {"PlanAmended",
     "计划[在{activity}期间]修订：{change}[（现期限：{period}）]"},
    {"PlanClosed", "计划[在{activity}期间]结束"},
    {"AreaDefined", "第{order}领域{area}确定"},
    {"ProjectDefined", "{area}领域的项目{number}{project}确定"},
    {"ProjectDiscontinued", "项目{project}中止"},
    {"ProjectCarriedOver", "项目{project}转入"},
    {"ProjectCarriedOver.from", "项目{project}由{from}转入"},
    {"ProjectCarriedOver.to", "项目{project}以{to}继续实施"},
    {"ProjectCarriedOver.both", "项目{project}由{from}转入，并以{to}继续实施"},
    {"MeasureDefined", "{party}的措施{measure}确定（期限：{period}）"},

    // Activities.
    {"ActivityRegistered", "{kind}{activity}已登记"},
    {"ActivityRegistered.project", "项目{projects}的{kind}{activity}已登记"},
    {"ActivityRegistered.projects", "项目{projects}的{kind}{activity}已登记"},
    {"ActivityDetailsChanged", "{activity}的内容变更：{fields}"},
    {"ActivityScheduled",
     "{activity}定于{date}[在{host}期间][在{place}]举行[，形"
     "式：{how}]"},
    {"ActivityScheduled.work",
     "{activity}定于{date}[在{host}期间][在{place}]开展"
     "[，形式：{how}]"},
    {"ActivityScheduled.undecided",
     "{activity}的日期待定[（{words}）][，形式："
     "{how}][，地点：{place}][，在{host}期间]"},
    {"ScheduleRefined", "{activity}的日期明确为{new}[（原定{old}）]"},
    {"ActivityRescheduled", "{activity}改期至{new}[（原定{old}）]"},
    {"ActivityRescheduled.later", "{activity}推迟至{new}（原定{old}）"},
    {"ActivityRescheduled.earlier", "{activity}提前至{new}（原定{old}）"},
    {"ActivityPostponed",
     "{activity}延期[（条件：{condition}）][（原定{old}）]"},
    {"ActivityMovedOnline",
     "{activity}由{old}改为{new}线上举行[（原定地点："
     "{place}）]"},
    {"DeliveryModeChanged", "{activity}的举行形式由{old}改为{new}"},
    {"DeliveryModeChanged.refined", "{activity}的举行形式由{old}明确为{new}"},
    {"VenueChanged", "{activity}的地点改为{new}[（原定{old}）]"},
    {"ActivityHostedWithin", "{activity}在{host}期间举行"},
    {"ActivitySplit", "{activity}分为{parts}"},
    {"part", "{activity}[（{date}）]"},
    {"ActivityHeld",
     "{activity}于{date}[在{host}期间][在{place}]举行[，形式："
     "{how}][，团长：{heads}]"},
    {"ActivityHeld.within",
     "{activity}于{date}[在{host}期间][在{place}]举行[，形"
     "式：{how}][，团长：{heads}]"},
    {"OccurrenceLogged", "{activity}于{date}启用[（{level}）]"},
    {"OperationEnded", "{activity}于{date}结束"},
    {"DeliverableStarted",
     "{activity}的工作于{date}启动[（文件：{document}）]"},
    {"DeliverableCompleted", "{activity}于{date}完成[（文件：{document}）]"},
    {"ActivityCancelled", "{activity}取消"},
    {"ActivityReinstated", "{activity}恢复"},
    {"DelegateAssigned", "{delegate}被指定出席{activity}"},
    {"DelegateSubstituted", "{new}代替{old}出席{activity}"},

    // What accompanies a plan.
    {"OUTCOME_KIND_UNSPECIFIED",
     "{activity}形成如下成果：{about}[；发言："
     "{speaker}][；合作方：{parties}][；期限：{due}]"},
    {"OUTCOME_KIND_AGENDA",
     "{activity}的议题为：{about}[；发言：{speaker}][；合作"
     "方：{parties}][；期限：{due}]"},
    {"OUTCOME_KIND_DISCUSSED",
     "{activity}讨论了：{about}[；发言：{speaker}][；合作"
     "方：{parties}][；期限：{due}]"},
    {"OUTCOME_KIND_SHARED_VIEW",
     "{activity}就以下达成共识：{about}[；发言："
     "{speaker}][；合作方：{parties}][；期限：{due}]"},
    {"OUTCOME_KIND_ASSESSED",
     "{activity}评估了：{about}[；发言：{speaker}][；合作"
     "方：{parties}][；期限：{due}]"},
    {"OUTCOME_KIND_AGREED",
     "{activity}商定：{about}[；发言：{speaker}][；合作方："
     "{parties}][；期限：{due}]"},
    {"OUTCOME_KIND_INTENDED",
     "{activity}拟推进：{about}[；发言：{speaker}][；合作"
     "方：{parties}][；期限：{due}]"},
    {"OUTCOME_KIND_STATEMENT",
     "{activity}上的发言：{about}[；发言：{speaker}][；合"
     "作方：{parties}][；期限：{due}]"},
    {"ProgressReviewed", "{activity}审议了计划的实施进展[：{about}]"},
    {"TablePublished", "截至{day}的实施情况表[以{document}]公布"},
    {"DiscrepancyNoted.compatible",
     "关于{entity}的{field}有两种说法：{values}（可"
     "同时成立）"},
    {"DiscrepancyNoted.conflict",
     "关于{entity}的{field}有两种说法：{values}（至多"
     "一种属实）"},
    {"DiscrepancyResolved", "分歧{id}已解决[；{resolution}]"},
    {"DiscrepancyResolved.known",
     "关于{entity}的{field}的分歧已解决[；采纳："
     "{accepted}][；{resolution}]"},
    {"ChangeConfirmed", "{party}确认：{sentence}"},
    {"ChangeDisputed",
     "{party}对以下提出异议：{sentence}[；异议内容：{statement}]"},
    {"FactCorrected", "更正为：{sentence}；原记录：{old}"},
    {"EventVoided", "因录入有误予以撤销：{sentence}"},
    {"unknown-type", "记录了一条本版本无法读取的{type}类型的记录"},

    // What stands beside a change.
    {"mark.corrected", "已由位置{position}更正：{sentence}"},
    {"mark.voided", "录入有误，已由位置{position}撤销"},
    {"mark.corrects", "更正位置{position}"},
    {"mark.takes-out", "撤销位置{position}"},
    {"statement.confirmed", "{party}已确认"},
    {"statement.disputed", "{party}提出异议[：{statement}]"},
    {"source.bytes", "{title}，字节{begin}-{end}"},
    {"source.quote", "{title}，字节{begin}-{end}：{quote}"},

    // Dates. Years are always written.
    {"date.undecided", "日期待定"},
    {"date.on-demand", "不定期"},
    {"date.day", "{year}年{month}月{day}日"},
    {"date.days", "{year}年{month}月{day}日至{last_day}日"},
    {"date.days-of-year",
     "{year}年{month}月{day}日至{last_month}月{last_day}日"},
    {"date.month", "{year}年{month}月"},
    {"date.months", "{year}年{month}月至{last_month}月"},
    {"date.third.1", "{year}年{month}月上旬"},
    {"date.third.2", "{year}年{month}月中旬"},
    {"date.third.3", "{year}年{month}月下旬"},
    {"date.season.1", "{year}年春季"},
    {"date.season.2", "{year}年夏季"},
    {"date.season.3", "{year}年秋季"},
    {"date.season.4", "{year}年冬季"},
    {"date.quarter.1", "{year}年第一季度"},
    {"date.quarter.2", "{year}年第二季度"},
    {"date.quarter.3", "{year}年第三季度"},
    {"date.quarter.4", "{year}年第四季度"},
    {"date.half.1", "{year}年上半年"},
    {"date.half.2", "{year}年下半年"},
    {"date.year", "{year}年"},
    {"date.years", "{year}年至{last_year}年"},
    {"date.span", "{first}至{last}"},
    {"date.from", "{first}起"},
    {"date.until", "{last}以前"},
    {"date.one-of", "{list}之一"},
    {"date.within", "{first}至{last}中的一天"},
    {"date.uncertain", "不确定"},
    {"date.approximate", "前后"},
    {"date.tentative", "暂定"},
    {"date.morning", "上午"},
    {"date.afternoon", "下午"},
    {"date.evening", "晚上"},
    {"date.after", "{activity}之后"},
    {"date.before", "{activity}之前"},
    {"date.during", "{activity}期间"},
    {"month.1", "1"},
    {"month.2", "2"},
    {"month.3", "3"},
    {"month.4", "4"},
    {"month.5", "5"},
    {"month.6", "6"},
    {"month.7", "7"},
    {"month.8", "8"},
    {"month.9", "9"},
    {"month.10", "10"},
    {"month.11", "11"},
    {"month.12", "12"},

    // Modes.
    {"DELIVERY_MODE_UNSPECIFIED", "形式未说明"},
    {"DELIVERY_MODE_IN_PERSON", "线下"},
    {"DELIVERY_MODE_VIDEO_CONFERENCE", "视频会议"},
    {"DELIVERY_MODE_REMOTE", "非现场"},
    {"DELIVERY_MODE_HYBRID", "线上线下结合"},
    {"DELIVERY_MODE_WRITTEN", "书面"},
    {"DELIVERY_MODE_CORRESPONDENCE", "函件"},

    // Reasons.
    {"CODE_PUBLIC_HEALTH", "公共卫生"},
    {"CODE_SCHEDULING", "日程安排"},
    {"CODE_PREPARATION", "准备情况"},
    {"CODE_DIPLOMATIC", "外交原因"},
    {"CODE_BUDGET", "预算"},
    {"CODE_FORCE_MAJEURE", "不可抗力"},
    {"CODE_ENTRY_ERROR", "录入有误"},
    {"CODE_OTHER", "其他原因"},

    // How it follows from the source.
    {"BASIS_STATED", "明示"},
    {"BASIS_IMPLIED", "隐含"},
    {"BASIS_INFERRED", "推断"},

    // Kinds.
    {"ACTIVITY_KIND_UNSPECIFIED", "活动"},
    {"ACTIVITY_KIND_MEETING", "会议"},
    {"ACTIVITY_KIND_SEMINAR", "研讨会"},
    {"ACTIVITY_KIND_WORKSHOP", "工作坊"},
    {"ACTIVITY_KIND_DIALOGUE", "对话"},
    {"ACTIVITY_KIND_CONFERENCE", "大会"},
    {"ACTIVITY_KIND_FORUM", "论坛"},
    {"ACTIVITY_KIND_EXHIBITION", "展览会"},
    {"ACTIVITY_KIND_DELIVERABLE", "成果"},
    {"ACTIVITY_KIND_STANDING_OPERATION", "常设机制"},
    {"AGREEMENT_KIND_UNSPECIFIED", "协议"},
    {"AGREEMENT_KIND_FIVE_YEAR_PLAN", "五年计划"},
    {"AGREEMENT_KIND_MEMORANDUM", "谅解备忘录"},
    {"AGREEMENT_KIND_ANNUAL_PLAN", "年度计划"},
    {"AGREEMENT_KIND_TREATY", "条约"},
    {"AGREEMENT_KIND_OTHER", "协议"},
    {"document.press-release", "新闻稿"},
    {"document.minutes", "会议纪要"},
    {"document.letter", "函件"},
    {"document.table", "情况表"},
    {"language.ko", "韩文"},
    {"language.en", "英文"},
    {"language.zh", "中文"},

    // Roles that an actor or delegate may have.
    {"role.head of delegation", "团长"},
    {"role.official in charge", "经办人"},
    {"role.minister", "部长"},
    {"role.director-general", "司长"},

    // States and stages.
    {"STATE_REGISTERED", "已登记"},
    {"STATE_PLANNED", "计划中"},
    {"STATE_POSTPONED", "延期"},
    {"STATE_ONGOING", "进行中"},
    {"STATE_HELD", "已举行"},
    {"STATE_COMPLETED", "已完成"},
    {"STATE_CANCELLED", "已取消"},
    {"STATE_SPLIT", "已拆分"},
    {"STAGE_PROPOSED", "准备中"},
    {"STAGE_AGREED", "文本已商定"},
    {"STAGE_SIGNED", "已签署"},
    {"STAGE_ENDED", "已终止"},
    {"status.defined", "已确定"},
    {"status.discontinued", "已中止"},
    {"status.carried-over", "已转入"},
    {"status.registered", "已登记"},
    {"status.adopted", "已通过"},
    {"status.closed", "已结束"},

    // Fields.
    {"field.date", "日期"},
    {"field.mode", "举行形式"},
    {"field.status", "状态"},
    {"field.venue", "地点"},
    {"field.title", "名称"},
    {"field.kind", "类别"},
    {"field.titles", "名称"},
    {"field.project_ids", "项目"},
    {"field.series_id", "系列活动"},
    {"field.ordinal", "届次"},
    {"field.ordinal_text", "届次写法"},
    {"field.edition_year", "年份写法"},
    {"field.title_suffix", "名称后缀"},
    {"field.level", "级别"},
    {"field.coverage", "涵盖期间"},
    {"field.organiser", "主办方"},
    {"field.line_order", "表内顺序"},
    {"field.ordinal_clash_intended", "允许届次重复"},
    {"field.agenda", "议题"},
    {"value.none", "无"},

    // Rules of findings.
    {"rule.agreement-stage", "协议所处阶段不允许"},
    {"rule.discrepancy-resolved", "分歧此前已解决"},
    {"rule.held-outside-planned", "在计划日期之外举行"},
    {"rule.id-taken", "标识符已被使用"},
    {"rule.kind-mismatch", "与活动类别不符"},
    {"rule.no-open-part", "没有未完成的部分"},
    {"rule.number-taken", "项目编号已被使用"},
    {"rule.odd-in-state", "在当时的状态下不寻常"},
    {"rule.old-value-differs", "原值与记录不符"},
    {"rule.one-side-only", "仅有一方说法"},
    {"rule.ordinal-skipped", "届次有跳跃"},
    {"rule.ordinal-taken", "届次已被使用"},
    {"rule.plan-adopted", "计划此前已通过"},
    {"rule.plan-closed", "计划此前已结束"},
    {"rule.plan-registered", "计划此前已登记"},
    {"rule.project-discontinued", "项目此前已中止"},
    {"rule.recorded-late", "延迟记录"},
    {"rule.role-ended", "任职此前已结束"},
    {"rule.state-forbids", "当时的状态不允许"},
    {"rule.unknown-delegate", "没有该代表"},
    {"rule.unknown-id", "未知标识符"},
    {"rule.unknown-type", "未知类型的记录"},
    {"rule.weekday-mismatch", "星期与日期不符"},
};

std::string NoParticle(absl::string_view /*text*/, absl::string_view /*mark*/) {
  return "";
}

}  // namespace

const Language& Chinese() {
  static const auto* const kChinese =
      new Language("zh", kPhrases, std::size(kPhrases), NoParticle);
  return *kChinese;
}

}  // namespace clearsky::ledger
