#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Questions to who sits at the terminal, or to a script that answers them line
// by line on standard input. Questions go to standard error, so that standard
// output stays the result.

namespace clearsky::cli {

// One question.
struct Question {
  // Without the question mark: `Which date`.
  std::string words;
  // What `?` tells: what is asked for, and examples of answers.
  std::string explanation;
  // An empty answer leaves it out.
  bool optional = false;
  // Whether an answer is accepted; the message says what is wrong with it, and
  // what would be right. Any is when there is no check.
  std::function<absl::Status(const std::string& answer)> check = nullptr;
};

// One of several answers.
struct Choice {
  // As it is called in commands: an id.
  std::string name;
  // What it is, in words; may be empty.
  std::string words;
  // Other names by which it is found, not shown; a line each.
  std::string titles = {};
};

// Asks one question at a time, and again after an answer that is not accepted.
// `?` explains, an empty answer leaves out what is optional, and `q` or the end
// of the input cancels: then each method is CANCELLED, and the caller does
// nothing. Not safe for concurrent use.
class Prompt {
 public:
  // Both must outlive this.
  Prompt(std::istream* in, std::ostream* out) : in_(in), out_(out) {}

  Prompt(const Prompt&) = delete;
  Prompt& operator=(const Prompt&) = delete;

  // The one on standard input and standard error.
  static Prompt& OnTerminal();

  // The answer without spaces around it; empty when it is left out.
  absl::StatusOr<std::string> Ask(const Question& question);

  // Index of the choice that is named by its number in the list, its name, or
  // a part of its name or words that no other has; nullopt when it is left out.
  // The check of `question` is not used. REQUIRES: `choices` is not empty.
  absl::StatusOr<std::optional<size_t>> Choose(
      const Question& question, const std::vector<Choice>& choices);

  // Yes or no; anything but a yes is a no, as is an empty answer.
  absl::StatusOr<bool> Confirm(absl::string_view words);

  // Tells something between the questions.
  void Tell(absl::string_view words);

 private:
  // One line of the input, after `words` as the question.
  absl::StatusOr<std::string> ReadAnswer(absl::string_view words,
                                         bool optional);
  void ShowList(const std::vector<Choice>& choices,
                const std::vector<size_t>& shown);

  std::istream* const in_;
  std::ostream* const out_;
};

// Indices of the choices that have `words` in their name, words or titles,
// whatever the case of Latin letters; all when it is empty.
std::vector<size_t> ChoicesWith(const std::vector<Choice>& choices,
                                absl::string_view words);

}  // namespace clearsky::cli
