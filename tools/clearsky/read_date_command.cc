#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "app.h"
#include "base/status_macros.h"
#include "names.h"
#include "notation/notation.h"
#include "plan/edtf.h"
#include "print.h"

namespace clearsky::cli {
namespace {

constexpr char kOpenSide[] = "..";

struct ReadDateOptions {
  std::string words;
  std::string language = "ko";
  std::string on;
};

// A bound as the cell shows it: empty when there is nothing to bound.
std::string BoundCell(const v1::PartialDate& date, const std::string& bound) {
  return bound.empty() && !date.edtf().empty() ? kOpenSide : bound;
}

absl::StatusOr<notation::Language> ReadLanguage(const std::string& code,
                                                const std::string& words) {
  if (code == "auto") return notation::DetectLanguage(words);
  if (const auto language = notation::LanguageOfCode(code)) return *language;
  return absl::InvalidArgumentError(absl::StrCat(
      "--lang: '", code, "' is not known; accepted are ko, en, zh, auto"));
}

absl::Status RunReadDate(const ReadDateOptions& options) {
  ASSIGN_OR_RETURN(const notation::Language language,
                   ReadLanguage(options.language, options.words));
  notation::Context context;
  context.day = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  if (!options.on.empty()) {
    const auto day = plan::ParseDay(options.on);
    if (!day.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--on: ", day.status().message()));
    }
    context.day = *day;
  }
  ASSIGN_OR_RETURN(const notation::DateReading reading,
                   notation::ReadDate(options.words, language, context));
  const v1::PartialDate date = reading.date.value_or(v1::PartialDate());
  const v1::Delivery delivery = reading.delivery.value_or(v1::Delivery());
  Print(absl::StrCat(date.edtf(), "\t", BoundCell(date, date.earliest()), "\t",
                     BoundCell(date, date.latest()), "\t",
                     notation::StatusName(reading.status), "\t",
                     SchemaName(v1::DeliveryMode_descriptor(), delivery.mode()),
                     "\n"));
  for (const notation::NotationFinding& finding : reading.findings) {
    Note(absl::StrCat("finding: ", finding.rule, ": ", finding.message));
  }
  return absl::OkStatus();
}

}  // namespace

void AddReadDateCommand(Program* program) {
  CLI::App* const command = program->Add(
      {"read-date", kGroupOther, "Read a date as officials write it",
       "Prints, separated by tabs: EDTF, earliest and latest day, status, "
       "mode. Empty: nothing\n"
       "is said; `..`: that side is open. Needs no ledger.",
       "clearsky read-date '10월 예정, 비대면' --lang ko --on 2022-09-28"});
  const auto options = std::make_shared<ReadDateOptions>();
  command->add_option("TEXT", options->words, "The words, UTF-8")->required();
  command
      ->add_option(
          "--lang", options->language,
          "Their language: ko, en, zh, or auto, which\ntells by their letters")
      ->type_name("LANG")
      ->capture_default_str();
  command
      ->add_option("--on", options->on,
                   "The day they were written, YYYY-MM-DD; today when left out")
      ->type_name("DAY");
  program->SetRun(command, [options] { return RunReadDate(*options); });
}

}  // namespace clearsky::cli
