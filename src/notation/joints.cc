#include "notation/joints.h"

namespace clearsky::notation {
namespace {

constexpr std::u32string_view kEnFrom[] = {U"starting from ",
                                           U"starting in ",
                                           U"starting on ",
                                           U"starting ",
                                           U"beginning in ",
                                           U"beginning on ",
                                           U"beginning from ",
                                           U"as from ",
                                           U"as of ",
                                           U"effective from ",
                                           U"from ",
                                           U"since ",
                                           U"commencing on ",
                                           U"commencing in ",
                                           U"commencing ",
                                           U"not before ",
                                           U"not earlier than ",
                                           U"no earlier than ",
                                           U"no sooner than ",
                                           U"not sooner than ",
                                           U"on or after ",
                                           U"from the ",
                                           U"since the "};
constexpr std::u32string_view kEnAfter[] = {U"after the end of ", U"after "};
constexpr std::u32string_view kEnUntil[] = {U"by no later than ",
                                            U"no later than ",
                                            U"not later than ",
                                            U"on or before ",
                                            U"up until ",
                                            U"up to and including ",
                                            U"from now until ",
                                            U"from now to ",
                                            U"between now and ",
                                            U"deadline: ",
                                            U"up to ",
                                            U"until ",
                                            U"till ",
                                            U"by ",
                                            U"through ",
                                            U"at the latest by ",
                                            U"at the latest in ",
                                            U"at the latest ",
                                            U"by the latest ",
                                            U"ending on ",
                                            U"ending in "};
constexpr std::u32string_view kEnBefore[] = {U"before ", U"prior to ",
                                             U"earlier than "};
constexpr std::u32string_view kEnBetween[] = {U"between "};
constexpr std::u32string_view kEnTo[] = {U"through to ", U"up to ", U"through ",
                                         U"until ",      U"till ",  U"thru ",
                                         U"to "};
constexpr std::u32string_view kEnAnd[] = {U"and "};
constexpr std::u32string_view kEnOnwards[] = {
    U"onwards",    U"onward",          U"and onwards", U"and onward",
    U"and beyond", U"and after",       U"and later",   U"or later",
    U"forward",    U"at the earliest", U"at earliest"};
constexpr std::u32string_view kEnNotLater[] = {U"at the latest", U"or earlier",
                                               U"at latest", U"or before"};
constexpr std::u32string_view kEnPresent[] = {
    U"the present", U"present", U"date", U"now", U"today", U"ongoing"};
constexpr std::u32string_view kEnAlso[] = {U", and ", U"as well as ", U"and ",
                                           U"& "};
constexpr std::u32string_view kEnEither[] = {U", or ", U"or "};

constexpr Joints kEnglish = {kEnFrom,     kEnAfter,   kEnUntil, kEnBefore,
                             kEnBetween,  kEnTo,      kEnAnd,   kEnOnwards,
                             kEnNotLater, kEnPresent, kEnAlso,  kEnEither};

constexpr std::u32string_view kZhFrom[] = {
    U"从",     U"從",     U"自从",   U"自",         U"不早于",
    U"不早於", U"最早于", U"最早在", U"最早不早于", U"最早"};
constexpr std::u32string_view kZhUntil[] = {
    U"即일起至", U"自即일起至", U"从现在起至", U"截止일期为", U"截止일期:",
    U"截止일期", U"截止时间为", U"截止时间:",  U"截止时间",   U"截至",
    U"截止到",   U"截止至",     U"截止",       U"最迟于",     U"最迟不晚于",
    U"最迟至",   U"最迟在",     U"最迟",       U"不迟于",     U"不晚于",
    U"最晚于",   U"最晚在",     U"最晚",       U"至迟于",     U"至迟"};
constexpr std::u32string_view kZhBetween[] = {U"介于"};
constexpr std::u32string_view kZhTo[] = {U"直至",   U"直到", U"延续至",
                                         U"持续至", U"至",   U"到"};
constexpr std::u32string_view kZhOnwards[] = {
    U"起至今", U"开始", U"以后", U"之后", U"以来", U"起",
    U"后",     U"開始", U"以後", U"之後", U"以來", U"後"};
constexpr std::u32string_view kZhNotLater[] = {U"之前", U"以前", U"前",
                                               U"为止", U"截止", U"止"};
constexpr std::u32string_view kZhPresent[] = {U"今后", U"今", U"目前", U"现在",
                                              U"現在"};
constexpr std::u32string_view kZhAlso[] = {U"以及", U"和", U"与", U"及", U"與"};
constexpr std::u32string_view kZhEither[] = {U"或者", U"或"};

constexpr Joints kChinese = {kZhFrom,     {},         kZhUntil, {},
                             kZhBetween,  kZhTo,      kZhAlso,  kZhOnwards,
                             kZhNotLater, kZhPresent, kZhAlso,  kZhEither};

}  // namespace

const Joints& JointsOf(Language language) {
  return language == Language::kEnglish ? kEnglish : kChinese;
}

}  // namespace clearsky::notation
