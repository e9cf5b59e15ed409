#include "note.h"

#include <cstdio>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace clearsky::daemon {

void Note(absl::string_view text) {
  std::string line = "clearskyd: ";
  for (const char c : text) {
    // What a client or file brought in must not steer the terminal.
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      absl::StrAppend(&line, "\\x", absl::Hex(c, absl::kZeroPad2));
    } else {
      line.push_back(c);
    }
  }
  line.push_back('\n');
  // One call, so that lines of two threads do not mix.
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void NoteError(const absl::Status& status) {
  Note(absl::StrCat(absl::StatusCodeToString(status.code()), ": ",
                    status.message()));
}

}  // namespace clearsky::daemon
