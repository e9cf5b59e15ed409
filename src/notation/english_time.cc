#include <utility>

#include "notation/english_parts.h"

namespace clearsky::notation {

std::optional<TimeOfDay> ReadEnglishTime(const Text& text, size_t i) {
  if (const auto at = text.Match(i, U"at ")) i = *at;
  const auto read = [&](size_t at) -> std::optional<TimeOfDay> {
    auto hour = ReadNumber(text, at);
    if (!hour || hour->value > 24 || hour->digit_count > 2) return std::nullopt;
    TimeOfDay out;
    out.end = hour->end;
    bool certain = false;
    if (text.at(out.end) == U':' || text.at(out.end) == U'.') {
      const auto minute = ReadNumber(text, out.end + 1);
      if (minute && minute->digit_count == 2 && minute->value < 60) {
        certain = text.at(out.end) == U':';
        out.end = minute->end;
      }
    }
    out.part = PartOfHour(hour->value);
    static constexpr std::pair<std::u32string_view, bool> kHalves[] = {
        {U" a.m.", false}, {U" p.m.", true}, {U" a.m", false},
        {U" p.m", true},   {U" am", false},  {U" pm", true}};
    for (const auto& [word, is_pm] : EntriesAt<kHalves>(text, out.end)) {
      const auto end = text.Match(out.end, word);
      if (!end || text.IsWordChar(*end)) continue;
      if (hour->value > 12 || hour->value == 0) return std::nullopt;
      out.end = *end;
      out.part = PartOfHour(hour->value % 12 + (is_pm ? 12 : 0));
      return out;
    }
    static constexpr std::u32string_view kHourWords[] = {U" hours", U" hrs",
                                                         U" o'clock", U" noon"};
    for (const std::u32string_view word :
         EntriesAt<kHourWords>(text, out.end)) {
      if (const auto end = MatchWord(text, out.end, word)) {
        out.end = *end;
        certain = true;
      }
    }
    if (!certain || text.IsWordChar(out.end)) return std::nullopt;
    return out;
  };
  // In `3-5 p.m.` the second tells what the first is.
  std::optional<TimeOfDay> clock = read(i);
  const auto number = ReadNumber(text, i);
  if (!clock && number && number->digit_count <= 2) {
    const size_t dash = text.SkipSpaces(number->end);
    if (text.at(dash) == U'-' || text.at(dash) == U'~') {
      return read(text.SkipSpaces(dash + 1));
    }
  }
  if (!clock) return std::nullopt;
  const size_t dash = text.SkipSpaces(clock->end);
  std::optional<TimeOfDay> until;
  if (text.at(dash) == U'-' || text.at(dash) == U'~') {
    until = read(text.SkipSpaces(dash + 1));
  } else if (const auto to = text.Match(dash, U"to ")) {
    until = read(*to);
  }
  if (until) clock->end = until->end;
  return clock;
}

}  // namespace clearsky::notation
