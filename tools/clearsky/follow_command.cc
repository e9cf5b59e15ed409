#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "app.h"
#include "base/status_macros.h"
#include "clearsky/v1/feed_service.pb.h"
#include "colour.h"
#include "feed_loop.h"
#include "interrupt.h"
#include "names.h"
#include "print.h"
#include "report/comparison_faces.h"
#include "report/phrases.h"
#include "table_copy.h"

// The table of a plan as it changes.

namespace clearsky::cli {
namespace {

constexpr report::Phrase kNewDay = {"날이 바뀜", "a new day", "新的一天"};

struct FollowOptions {
  std::string plan;
  std::string style = "as-published";
  std::string language = "ko";
  std::string cursor;
  std::string format = "text";
  std::string color = "auto";
};

// In words as `clearsky compare` has them; what changed nothing that can be
// seen is not told.
void PrintChanges(v1::PlanComparison changes,
                  const v1::WatchTableResponse& answer,
                  const v1::AnswerBasis& before, const FollowOptions& options) {
  if (changes.lines().empty() && changes.headings().empty()) return;
  changes.set_stream(options.plan);
  changes.set_language(options.language);
  const auto language = report::ReadLanguage(options.language);
  if (answer.cause() == v1::TABLE_CHANGE_CAUSE_NEW_DAY ||
      answer.cause() == v1::TABLE_CHANGE_CAUSE_EVENTS_AND_NEW_DAY) {
    Print(absl::StrCat(
        kNewDay.In(language.ok() ? *language : report::Language::kEnglish),
        ": ", answer.basis().as_of_day(), "\n"));
  }
  v1::ComparePlanResponse told;
  *told.mutable_comparison() = std::move(changes);
  *told.mutable_from_basis() = before;
  *told.mutable_to_basis() = answer.basis();
  Print(report::ComparisonText(told, InColour(options.color)));
  Print("\n");
}

// What a cursor means, when it is no longer taken, is the whole table.
absl::Status TakeIn(const v1::WatchTableResponse& answer,
                    const FollowOptions& options, TableCopy* copy,
                    v1::AnswerBasis* before) {
  const bool is_first = before->as_of_day().empty();
  ASSIGN_OR_RETURN(v1::PlanComparison changes, copy->Take(answer));
  if (options.format == "json") {
    RETURN_IF_ERROR(PrintJson(answer, JsonLayout::kOneLine));
  } else {
    if (answer.reset() && !is_first) {
      Note(
          "the daemon tells the whole table anew; this is what differs, "
          "without the events behind it");
    }
    PrintChanges(std::move(changes), answer,
                 is_first ? answer.basis() : *before, options);
  }
  if (is_first) {
    NoteBasis(answer.basis());
    Note(absl::StrCat("following ", options.plan, ": ", answer.row_count(),
                      " rows"));
  }
  *before = answer.basis();
  return FlushPrinted();
}

absl::Status RunFollow(const Place& place, const FollowOptions& options) {
  if (!place.is_served()) {
    return UsageError(
        "follow waits for what others record, and a daemon tells it: --server "
        "or $CLEARSKY_SERVER names one; `clearsky table` prints the table as "
        "it is");
  }
  Interrupt interrupt;
  ASSIGN_OR_RETURN(FeedLoop loop, FeedLoop::Connect(place.server, &interrupt));
  TableCopy copy;
  v1::AnswerBasis before;
  std::string cursor = options.cursor;
  const absl::Status ended = loop.Run<v1::WatchTableResponse>(
      [&](grpc::ClientContext* call) {
        v1::WatchTableRequest request;
        request.set_plan(options.plan);
        request.set_style(ReadName<v1::TableStyle>(options.style).value());
        request.set_cursor(cursor);
        return loop.server().feed().WatchTable(call, request);
      },
      [&](v1::WatchTableResponse answer) -> absl::Status {
        RETURN_IF_ERROR(TakeIn(answer, options, &copy, &before));
        cursor = answer.cursor();
        return absl::OkStatus();
      });
  if (!cursor.empty() && (ended.ok() || FeedLoop::WasLost(ended))) {
    Note(absl::StrCat("--cursor '", cursor, "' goes on behind this"));
  }
  return ended;
}

}  // namespace

void AddFollowCommand(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"follow", kGroupAsk, "The lines of the table that change, as they do",
       "Waits, with --server, and prints each change of a line: before and "
       "after, and the\n"
       "events behind it; also what a new day changes without an event. Until "
       "Ctrl-C; when the\n"
       "daemon is started again it goes on. JSON: one WatchTableResponse a "
       "line, the first\n"
       "with all rows.",
       "clearsky follow clear-sky/2022 --server localhost:7420\n"
       "clearsky follow clear-sky/2022 --server localhost:7420 --format json"});
  const auto options = std::make_shared<FollowOptions>();
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022")
      ->required();
  command->add_option("--style", options->style, "As of `clearsky table`")
      ->check(CLI::IsMember({"as-published", "normalised"}))
      ->type_name("STYLE")
      ->capture_default_str();
  command
      ->add_option("--lang", options->language,
                   "Language of the words around: ko, en, zh; lines and what "
                   "happened stay in the table's")
      ->check(CLI::IsMember({"ko", "en", "zh"}))
      ->type_name("LANG")
      ->capture_default_str();
  command
      ->add_option("--cursor", options->cursor,
                   "Go on behind an earlier answer: `cursor` of its JSON, or "
                   "what it ended with")
      ->type_name("CURSOR");
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  AddColourOption(command, &options->color);
  program->SetRun(command, [program, options] {
    return RunFollow(program->LedgerPlace(), *options);
  });
}

}  // namespace clearsky::cli
