#include "colour.h"

#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace clearsky::cli {

void AddColourOption(CLI::App* command, std::string* choice) {
  command
      ->add_option("--color", *choice,
                   "Colours in text: auto (on a terminal, unless $NO_COLOR is "
                   "set), always, never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN")
      ->capture_default_str();
}

bool InColour(const std::string& choice) {
  if (choice != "auto") return choice == "always";
  const char* const no_colour = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 &&
         (no_colour == nullptr || *no_colour == '\0') &&
         (terminal == nullptr || std::strcmp(terminal, "dumb") != 0);
}

}  // namespace clearsky::cli
