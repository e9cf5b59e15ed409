#include "print.h"

#include <cstdio>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace clearsky::cli {

void Print(absl::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

absl::Status FlushPrinted() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) {
    return absl::OkStatus();
  }
  return absl::UnavailableError("standard output could not be written");
}

void Note(absl::string_view text) {
  // Results printed so far stand before the note where both go to a terminal.
  std::fflush(stdout);
  std::string line = "clearsky: ";
  for (const char c : text) {
    // What a user or file brought in must not steer the terminal.
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      absl::StrAppend(&line, "\\x", absl::Hex(c, absl::kZeroPad2));
    } else {
      line.push_back(c);
    }
  }
  line.push_back('\n');
  std::fwrite(line.data(), 1, line.size(), stderr);
}

absl::Status PrintJson(const google::protobuf::Message& message,
                       JsonLayout layout) {
  ASSIGN_OR_RETURN(const std::string json, JsonOf(message, layout));
  Print(json);
  return absl::OkStatus();
}

void NoteBasis(const v1::AnswerBasis& basis,
               std::optional<uint64_t> event_count) {
  std::string line =
      absl::StrCat("as of ", basis.as_of_day(), " (", basis.zone(), "), ");
  if (basis.known_count() == 0) {
    absl::StrAppend(&line, "nothing known yet");
  } else {
    absl::StrAppend(&line, "known to position ", basis.known_count() - 1);
  }
  if (event_count.has_value() && *event_count > basis.known_count()) {
    absl::StrAppend(&line, " (the last is ", *event_count - 1, ")");
  }
  if (basis.known_count() > 0 && basis.stream_count() == 0) {
    absl::StrAppend(&line, ", nothing known of the plan yet");
  }
  if (basis.simulated()) absl::StrAppend(&line, ", simulated clock");
  Note(line);
}

void NoteFinding(absl::string_view where, const v1::Finding& finding) {
  Note(absl::StrCat("finding: ", where, where.empty() ? "" : ": ",
                    finding.rule(), ": ", finding.message()));
}

}  // namespace clearsky::cli
