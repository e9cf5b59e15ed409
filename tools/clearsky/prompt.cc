#include "prompt.h"

#include <cstdio>
#include <iostream>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/utf8.h"
#include "ledger/near_names.h"

namespace clearsky::cli {
namespace {

// A longer list is filtered by typing, not read.
constexpr size_t kMaxShown = 40;

// What a user or file brought in must not steer the terminal.
std::string WithoutControls(absl::string_view text) {
  std::string result;
  for (const char c : text) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\n') {
      absl::StrAppend(&result, "\\x", absl::Hex(c, absl::kZeroPad2));
    } else {
      result.push_back(c);
    }
  }
  return result;
}

bool HasWords(absl::string_view text, absl::string_view lower_words) {
  return absl::StrContains(absl::AsciiStrToLower(text), lower_words);
}

// The choice that `answer` names, by its name first: a name may be a number.
std::optional<size_t> Named(const std::vector<Choice>& choices,
                            const std::string& answer) {
  for (size_t i = 0; i < choices.size(); ++i) {
    if (choices[i].name == answer) return i;
  }
  size_t number = 0;
  if (absl::SimpleAtoi(answer, &number) && number >= 1 &&
      number <= choices.size()) {
    return number - 1;
  }
  return std::nullopt;
}

bool IsYes(absl::string_view answer) {
  return answer == "y" || answer == "Y" || answer == "yes" || answer == "예" ||
         answer == "네";
}

}  // namespace

std::vector<size_t> ChoicesWith(const std::vector<Choice>& choices,
                                absl::string_view words) {
  const std::string lower = absl::AsciiStrToLower(words);
  std::vector<size_t> found;
  for (size_t i = 0; i < choices.size(); ++i) {
    if (HasWords(choices[i].name, lower) || HasWords(choices[i].words, lower) ||
        HasWords(choices[i].titles, lower)) {
      found.push_back(i);
    }
  }
  return found;
}

Prompt& Prompt::OnTerminal() {
  static auto* const prompt = new Prompt(&std::cin, &std::cerr);
  return *prompt;
}

void Prompt::Tell(absl::string_view words) {
  // Results printed so far stand before it where both go to a terminal.
  std::fflush(stdout);
  *out_ << WithoutControls(words);
  if (!absl::EndsWith(words, "\n")) *out_ << '\n';
  out_->flush();
}

absl::StatusOr<std::string> Prompt::ReadAnswer(absl::string_view words,
                                               bool optional) {
  std::fflush(stdout);
  *out_ << WithoutControls(words);
  if (!absl::EndsWith(words, " ")) *out_ << "? ";
  if (optional) *out_ << "(empty: leave out) ";
  out_->flush();
  std::string line;
  if (!std::getline(*in_, line)) {
    *out_ << '\n';
    return absl::CancelledError("the answers ended; nothing was recorded");
  }
  const std::string answer(absl::StripAsciiWhitespace(line));
  if (answer == "q") return absl::CancelledError("nothing was recorded");
  return answer;
}

absl::StatusOr<std::string> Prompt::Ask(const Question& question) {
  while (true) {
    ASSIGN_OR_RETURN(const std::string answer,
                     ReadAnswer(question.words, question.optional));
    if (answer == "?") {
      Tell(absl::StrCat("  ", question.explanation,
                        "\n  q, or the end of the input, cancels."));
      continue;
    }
    if (!IsValidUtf8(answer)) {
      Tell("  That is not UTF-8; words are accepted in UTF-8 only.");
      continue;
    }
    if (answer.empty()) {
      if (question.optional) return answer;
      Tell("  It cannot be left out; ? explains, q cancels.");
      continue;
    }
    if (question.check == nullptr) return answer;
    const absl::Status checked = question.check(answer);
    if (checked.ok()) return answer;
    // The check itself may ask.
    if (absl::IsCancelled(checked)) return checked;
    Tell(absl::StrCat("  ", checked.message()));
  }
}

void Prompt::ShowList(const std::vector<Choice>& choices,
                      const std::vector<size_t>& shown) {
  std::string list;
  for (size_t i = 0; i < shown.size() && i < kMaxShown; ++i) {
    const Choice& choice = choices[shown[i]];
    absl::StrAppend(&list, shown[i] < 9 ? "   " : "  ", shown[i] + 1, "  ",
                    choice.name, choice.words.empty() ? "" : "  ", choice.words,
                    "\n");
  }
  if (shown.size() > kMaxShown) {
    absl::StrAppend(&list, "  ... and ", shown.size() - kMaxShown,
                    " more; type a part of the name\n");
  }
  Tell(list);
}

absl::StatusOr<std::optional<size_t>> Prompt::Choose(
    const Question& question, const std::vector<Choice>& choices) {
  std::vector<size_t> all(choices.size());
  std::iota(all.begin(), all.end(), size_t{0});
  ShowList(choices, all);
  std::optional<size_t> chosen;
  Question asked = question;
  asked.explanation = absl::StrCat(
      question.explanation,
      "\n  A number of the list, the name, or a part of it that no other has.");
  asked.check = [&](const std::string& answer) -> absl::Status {
    chosen = Named(choices, answer);
    if (chosen.has_value()) return absl::OkStatus();
    const std::vector<size_t> found = ChoicesWith(choices, answer);
    if (found.size() == 1) {
      chosen = found.front();
      Tell(absl::StrCat("  ", choices[*chosen].name, "  ",
                        choices[*chosen].words));
      return absl::OkStatus();
    }
    if (found.size() > 1) {
      ShowList(choices, found);
      return absl::InvalidArgumentError(
          absl::StrCat("'", answer, "' is in ", found.size(),
                       " of them, as listed; which one is meant?"));
    }
    std::vector<std::string> names;
    for (const Choice& choice : choices) names.push_back(choice.name);
    return absl::InvalidArgumentError(
        absl::StrCat("'", answer, "' is none of the ", choices.size(),
                     ledger::NearNames(answer, names)));
  };
  ASSIGN_OR_RETURN(const std::string answer, Ask(asked));
  if (answer.empty()) return std::optional<size_t>();
  return chosen;
}

absl::StatusOr<bool> Prompt::Confirm(absl::string_view words) {
  while (true) {
    // Kept as a StatusOr: GCC 12 takes the string of a moved value for one
    // that may not be initialised when it compares it below.
    const absl::StatusOr<std::string> answer =
        ReadAnswer(absl::StrCat(words, "? [y/N] "), false);
    RETURN_IF_ERROR(answer.status());
    if (*answer == "?") {
      Tell("  y records it; anything else does not.");
      continue;
    }
    return IsYes(*answer);
  }
}

}  // namespace clearsky::cli
