#include <memory>
#include <string>

#include "app.h"
#include "base/status_macros.h"
#include "verb.h"

// The verbs on texts in work and on operations that go on.

namespace clearsky::cli {
namespace {

// Fills in the one change that `Change` names.
template <typename Change>
void AddProgressVerb(Program* program, const CommandText& text,
                     bool has_document, Change* (v1::PlanEvent::*change_of)()) {
  const Verb verb = AddVerb(program, text, DateArgument::kRequired);
  const auto document = std::make_shared<std::string>();
  const auto options = verb.options;
  options->happens_on_date = true;
  if (has_document) {
    verb.command
        ->add_option("--document", *document,
                     "Id of the registered document that it is")
        ->type_name("DOC");
    options->needed.push_back(
        NeedWords("--document", "Which document is it",
                  "Id of a registered document, where it is one.",
                  document.get(), /*optional=*/true));
  }
  program->SetRun(verb.command, [program, options, document, change_of] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          ASSIGN_OR_RETURN(
              const DateWordsRead read,
              ReadDateWords("DATE", options->date, context.notation));
          Change* const change = (event->*change_of)();
          change->set_activity_id(options->entity);
          *change->mutable_date() = read.date;
          if constexpr (requires { change->set_document_id(*document); }) {
            change->set_document_id(*document);
          }
          if (!event->provenance().has_effective()) {
            v1::PartialDate& effective =
                *event->mutable_provenance()->mutable_effective();
            effective = read.date;
            effective.clear_verbatim();
          }
          return absl::OkStatus();
        });
  });
}

}  // namespace

void AddProgressVerbs(Program* program) {
  AddProgressVerb(
      program,
      {"start", kGroupRecord, "Tell that work on a text or product started",
       "Effective on DATE when --effective is left out.",
       "clearsky start clear-sky/2022 phase-report-2020-2022 12.5"},
      /*has_document=*/true, &v1::PlanEvent::mutable_deliverable_started);
  AddProgressVerb(
      program,
      {"complete", kGroupRecord, "Tell that a text or product is finished",
       "Effective on DATE when --effective is left out.",
       "clearsky complete clear-sky/2022 phase-report-2020-2022 어제"},
      /*has_document=*/true, &v1::PlanEvent::mutable_deliverable_completed);
  AddProgressVerb(
      program,
      {"end-operation", kGroupRecord, "Tell that a standing operation ended",
       "One use of it: see log-occurrence.",
       "clearsky end-operation clear-sky/2022 hotline-2022 12.31"},
      /*has_document=*/false, &v1::PlanEvent::mutable_operation_ended);
}

}  // namespace clearsky::cli
