#include <unistd.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "app.h"
#include "base/status_macros.h"
#include "connection.h"
#include "input.h"
#include "ledger/new_year.h"
#include "plan/edtf.h"
#include "print.h"
#include "prompt.h"
#include "recorded.h"
#include "verb.h"
#include "verb_questions.h"

// Next year's plan prepared from this year's: shown as a proposal first.

namespace clearsky::cli {
namespace {

using plan::NewYearItem;
using plan::NewYearProposal;

struct NewYearOptions {
  std::string from;
  std::string to;
  std::string period;
  std::vector<std::string> titles;
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::string accept;
  // Its plan and entity are not used.
  VerbOptions verb;
};

absl::string_view KindWords(NewYearItem::Kind kind) {
  switch (kind) {
    case NewYearItem::Kind::kPlan:
      return "plan";
    case NewYearItem::Kind::kArea:
      return "area";
    case NewYearItem::Kind::kProject:
      return "project";
    case NewYearItem::Kind::kCarried:
      return "carried";
    case NewYearItem::Kind::kNext:
      return "next";
  }
  return "";
}

std::string ItemWords(size_t number, const NewYearItem& item) {
  std::string words =
      absl::StrCat(number < 10 ? "  " : (number < 100 ? " " : ""), number, "  ",
                   item.is_safe() ? "safe" : "look", "  ", KindWords(item.kind),
                   "  ", item.id, "  ", item.name, "\n");
  for (const std::string& doubt : item.doubts) {
    absl::StrAppend(&words, "         ! ", doubt, "\n");
  }
  for (const std::string& note : item.notes) {
    absl::StrAppend(&words, "           ", note, "\n");
  }
  return words;
}

std::string ProposalWords(const NewYearProposal& proposal) {
  size_t safe = 0;
  for (const NewYearItem& item : proposal.items) {
    safe += item.is_safe() ? 1 : 0;
  }
  std::string words =
      absl::StrCat(proposal.to, " after ", proposal.from, ": ",
                   proposal.items.size(), " proposed, ", safe,
                   " of them safe; ", proposal.left_out.size(), " left out\n");
  for (size_t i = 0; i < proposal.items.size(); ++i) {
    absl::StrAppend(&words, ItemWords(i + 1, proposal.items[i]));
  }
  for (const plan::LeftOut& left_out : proposal.left_out) {
    absl::StrAppend(&words, "  -  left out  ", left_out.id, "  ", left_out.name,
                    ": ", left_out.why, "\n");
  }
  return words;
}

// `3`, or `4-6`, from 1 on, made indices.
absl::Status AddNumbers(absl::string_view part, size_t count,
                        std::set<size_t>* numbers) {
  const std::pair<absl::string_view, absl::string_view> ends =
      absl::StrSplit(part, absl::MaxSplits('-', 1));
  size_t first = 0;
  size_t last = 0;
  const bool is_span = part.find('-') != absl::string_view::npos;
  if (!absl::SimpleAtoi(ends.first, &first) ||
      !absl::SimpleAtoi(is_span ? ends.second : ends.first, &last) ||
      first < 1 || last < first || last > count) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", part,
        "' is no number of the proposal; accepted are all, safe, or "
        "numbers from 1 to ",
        count, ", as 1,4-6"));
  }
  for (size_t number = first; number <= last; ++number) {
    numbers->insert(number - 1);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::set<size_t>> ReadAccepted(const std::string& words,
                                              const NewYearProposal& proposal) {
  std::set<size_t> accepted;
  const size_t count = proposal.items.size();
  if (words == "all" || words == "safe") {
    for (size_t i = 0; i < count; ++i) {
      if (words == "all" || proposal.items[i].is_safe()) accepted.insert(i);
    }
  } else {
    for (const absl::string_view part : absl::StrSplit(words, ',')) {
      RETURN_IF_ERROR(
          AddNumbers(absl::StripAsciiWhitespace(part), count, &accepted));
    }
  }
  // Without the plan there is nothing to put the others into.
  accepted.insert(0);
  const std::set<size_t> whole = plan::WithNeeds(proposal, accepted);
  for (const size_t index : whole) {
    if (index == 0 || accepted.contains(index)) continue;
    Note(absl::StrCat("number ", index + 1, " (", proposal.items[index].id,
                      ") is taken in, as what was accepted stands on it"));
  }
  return whole;
}

// Asks about each item that is not safe.
absl::StatusOr<std::set<size_t>> AskOneByOne(const NewYearProposal& proposal) {
  std::set<size_t> accepted;
  for (size_t i = 0; i < proposal.items.size(); ++i) {
    const NewYearItem& item = proposal.items[i];
    if (item.is_safe() || i == 0) {
      accepted.insert(i);
      continue;
    }
    Prompt::OnTerminal().Tell(ItemWords(i + 1, item));
    ASSIGN_OR_RETURN(const bool yes, Prompt::OnTerminal().Confirm(absl::StrCat(
                                         "Take in number ", i + 1)));
    if (yes) accepted.insert(i);
  }
  return plan::WithNeeds(proposal, accepted);
}

absl::StatusOr<std::set<size_t>> AskWhatToAccept(
    const NewYearProposal& proposal) {
  Question question;
  question.words = "Record which (all, safe, numbers as 1,4-6, or each)";
  question.explanation =
      "all: the whole proposal. safe: what nothing speaks against. each: asks "
      "about the\n  others one by one. Numbers stand before each line above; "
      "what they need is taken in.";
  std::set<size_t> accepted;
  question.check = [&](const std::string& answer) -> absl::Status {
    if (answer == "each") {
      ASSIGN_OR_RETURN(accepted, AskOneByOne(proposal));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(accepted, ReadAccepted(answer, proposal));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(Prompt::OnTerminal().Ask(question).status());
  return accepted;
}

absl::Status AskForNames(Connection* connection, NewYearOptions* options) {
  if (options->from.empty()) {
    ASSIGN_OR_RETURN(
        options->from,
        AskForPlan(connection,
                   {"After which plan", "The plan of the year that ends."}));
  }
  if (options->to.empty()) {
    Question question;
    question.words = "What is the new plan called";
    question.explanation =
        "Its name in commands, as clear-sky/2023; it must not be there yet.";
    ASSIGN_OR_RETURN(options->to, Prompt::OnTerminal().Ask(question));
  }
  return absl::OkStatus();
}

absl::StatusOr<plan::NewYearRequest> ReadRequest(const NewYearOptions& options,
                                                 const VerbSession& session) {
  plan::NewYearRequest request;
  request.to = options.to;
  if (!options.period.empty()) {
    ASSIGN_OR_RETURN(
        const DateWordsRead period,
        ReadDateWords("--period", options.period, session.context.notation));
    request.period = period.date;
    request.period->clear_verbatim();
  }
  for (const std::string& title : options.titles) {
    request.titles.push_back(ReadLabel(title));
  }
  request.include.insert(options.include.begin(), options.include.end());
  request.exclude.insert(options.exclude.begin(), options.exclude.end());
  request.provenance = EventOf(session, options.verb).provenance();
  return request;
}

// What is accepted; nullopt when the answer is no.
absl::StatusOr<std::optional<std::set<size_t>>> Accepted(
    const NewYearOptions& options, const NewYearProposal& proposal) {
  const bool asks = !options.verb.yes && !options.verb.dry_run;
  if (options.accept.empty() && asks) {
    ASSIGN_OR_RETURN(std::set<size_t> accepted, AskWhatToAccept(proposal));
    return std::optional(std::move(accepted));
  }
  ASSIGN_OR_RETURN(
      std::set<size_t> accepted,
      ReadAccepted(options.accept.empty() ? "all" : options.accept, proposal));
  return std::optional(std::move(accepted));
}

absl::Status RunNewYear(const Place& place, NewYearOptions options) {
  const bool asks = !options.verb.yes && !options.verb.dry_run &&
                    options.accept.empty() && !options.verb.interactive;
  if (asks && isatty(STDIN_FILENO) == 0) {
    return UsageError(
        "new-year asks before it records, and standard input is no terminal; "
        "say --yes or --accept to record, --dry-run to see the proposal only, "
        "or --interactive to answer on standard input");
  }
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kWrite));
  if (options.verb.interactive) {
    RETURN_IF_ERROR(AskForNames(&connection, &options));
  }
  if (options.from.empty() || options.to.empty()) {
    return UsageError(absl::StrCat(options.from.empty() ? "FROM" : "TO",
                                   " is required; --interactive asks for it"));
  }
  ASSIGN_OR_RETURN(
      VerbSession session,
      OpenForVerb(std::move(connection), options.from, options.verb));
  ASSIGN_OR_RETURN(const plan::NewYearRequest asked,
                   ReadRequest(options, session));
  const ledger::NewYearQuestions questions = {
      [&](const v1::GetPlanRequest& request) {
        return session.connection.GetPlan(request);
      },
      [&](const v1::GetSeriesRequest& request) {
        return session.connection.GetSeries(request);
      }};
  ASSIGN_OR_RETURN(const ledger::PreparedYear prepared,
                   ledger::PrepareNewYear(questions, options.from,
                                          session.context.record_day, asked));
  const std::string words = ProposalWords(prepared.proposal);
  if (options.verb.dry_run) {
    Print(words);
  } else {
    // What is asked about; results are the positions alone.
    Prompt::OnTerminal().Tell(words);
  }
  ASSIGN_OR_RETURN(const auto accepted, Accepted(options, prepared.proposal));
  v1::RecordEventsRequest request = ledger::RequestOf(prepared, *accepted);
  const v1::RecordEventsRequest settings = RequestOf(session, options.verb);
  request.set_dry_run(settings.dry_run());
  if (settings.has_at_time()) *request.mutable_at_time() = settings.at_time();
  ASSIGN_OR_RETURN(const v1::RecordEventsResponse response,
                   session.connection.RecordEvents(request));
  if (response.dry_run()) {
    NoteFindingsByRule(response.recorded());
    Note(absl::StrCat(response.recorded_size(),
                      " events could be recorded; nothing was, as asked by "
                      "--dry-run"));
    return absl::OkStatus();
  }
  PrintRecorded(response.recorded());
  return absl::OkStatus();
}

void AddWhatToTake(CLI::App* command, NewYearOptions* options) {
  command
      ->add_option("--period", options->period,
                   "What it is for, e.g. 2023; the year after that of FROM "
                   "when left out")
      ->type_name("DATE");
  command
      ->add_option("--title", options->titles,
                   "Its title, `en:Title` for another language; may repeat. "
                   "Derived of that of FROM when left out")
      ->type_name("TITLE")
      ->allow_extra_args(false);
  command
      ->add_option("--include", options->include,
                   "Id of an activity or project of FROM that would be left "
                   "out; may repeat")
      ->type_name("ID")
      ->allow_extra_args(false);
  command
      ->add_option("--exclude", options->exclude,
                   "Id of an area, project or activity of FROM to be left out; "
                   "may repeat")
      ->type_name("ID")
      ->allow_extra_args(false);
  command
      ->add_option("--accept", options->accept,
                   "Record without asking: all, safe, or numbers of the "
                   "proposal, as 1,4-6")
      ->type_name("WHAT");
}

}  // namespace

void AddNewYearCommand(Program* program) {
  CLI::App* const command = program->AddOnLedger(
      {"new-year", kGroupStart,
       "Prepare next year's plan from this year's, after a yes",
       "Shows what it proposes, numbered: the plan and its areas and projects "
       "with next year\n"
       "in their names, projects carried over on both sides, activities that "
       "have not taken\n"
       "place, standing operations, and of each series the next number, looked "
       "up in all\n"
       "plans. Dates are not made up. `safe` is what nothing speaks against, "
       "`look` what you\n"
       "should look at. All that is accepted is recorded at once in both "
       "plans, or nothing.",
       "clearsky new-year clear-sky/2022 clear-sky/2023 --dry-run\n"
       "clearsky new-year clear-sky/2022 clear-sky/2023 --accept safe"});
  const auto options = std::make_shared<NewYearOptions>();
  command->add_option("FROM", options->from,
                      "The plan that it follows, e.g. clear-sky/2022");
  command->add_option("TO", options->to, "The new plan, e.g. clear-sky/2023");
  AddWhatToTake(command, options.get());
  AddVerbOptions(command, &options->verb);
  // Each part of it becomes so on its own day.
  command->remove_option(command->get_option("--effective"));
  command->remove_option(command->get_option("--expect-revision"));
  program->SetRun(command, [program, options] {
    return RunNewYear(program->LedgerPlace(), *options);
  });
}

}  // namespace clearsky::cli
