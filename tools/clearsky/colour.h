#pragma once

#include <string>

#include "CLI/CLI.hpp"

namespace clearsky::cli {

// --color: auto, always or never.
void AddColourOption(CLI::App* command, std::string* choice);

// Whether to colour what goes to standard output.
bool InColour(const std::string& choice);

}  // namespace clearsky::cli
