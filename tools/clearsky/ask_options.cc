#include "ask_options.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "input.h"

namespace clearsky::cli {

void AddAskOptions(CLI::App* command, AskOptions* options,
                   std::vector<std::string> formats) {
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022")
      ->required();
  command
      ->add_option("--as-of", options->as_of,
                   "On this day, YYYY-MM-DD; today when left out")
      ->type_name("DAY");
  command
      ->add_option("--known-at", options->known_at,
                   "As the ledger knew then: RFC 3339, a day (its end), or a "
                   "position (digits alone), all inclusive; everything when "
                   "left out")
      ->type_name("TIME|POSITION");
  command
      ->add_option("--format", options->format,
                   absl::StrCat("One of ", absl::StrJoin(formats, ", ")))
      ->check(CLI::IsMember(std::move(formats)))
      ->type_name("FORMAT")
      ->capture_default_str();
}

absl::StatusOr<Question> OpenForQuestion(const std::string& directory,
                                         const AskOptions& options) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(directory, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
  ASSIGN_OR_RETURN(v1::PointInTime at,
                   ReadPointInTime(options.as_of, options.known_at, zone));
  return Question{std::move(connection), std::move(at), ledger.zone()};
}

}  // namespace clearsky::cli
