#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "app.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "input.h"
#include "names.h"
#include "plan/history.h"
#include "verb.h"

// The verbs on what all plans share, in stream `directory`: parties,
// organisations, persons, roles, series.

namespace clearsky::cli {
namespace {

// A verb on `directory`: it has no PLAN, and an id unless `has_no_id`.
struct SharedVerb {
  CLI::App* command;
  std::shared_ptr<VerbOptions> options;
};

SharedVerb AddSharedVerb(Program* program, const CommandText& text,
                         const char* id_help) {
  CLI::App* const command = program->AddOnLedger(text);
  auto options = std::make_shared<VerbOptions>();
  options->plan = plan::kDirectoryStream;
  options->makes_stream = true;
  options->entity_argument = EntityArgument::kNone;
  if (id_help != nullptr) {
    command->add_option("ID", options->entity, id_help);
    Needed id = NeedWords("ID", "What is its id",
                          "Its name in commands, of a-z, 0-9, - and .; it "
                          "never changes.",
                          &options->entity);
    options->needed.push_back(std::move(id));
  }
  AddVerbOptions(command, options.get());
  return {command, std::move(options)};
}

void AddNames(const SharedVerb& verb, std::vector<std::string>* names) {
  verb.command
      ->add_option("--name", *names,
                   "Its name; `en:Name` for another language; may repeat")
      ->type_name("NAME")
      ->allow_extra_args(false);
  Needed needed =
      NeedWords("--name", "What is its name",
                "The name; en: before it for one in English.", nullptr);
  needed.list = names;
  verb.options->needed.push_back(std::move(needed));
}

template <typename Labels>
void AddLabels(const std::vector<std::string>& names, Labels* labels) {
  for (const std::string& name : names) *labels->Add() = ReadLabel(name);
}

void AddRegisterParty(Program* program) {
  const SharedVerb verb =
      AddSharedVerb(program,
                    {"register-party", kGroupRecordShared,
                     "Make a party (a country or body that agrees) known", "",
                     "clearsky register-party jp --name 일본 --name en:Japan"},
                    "Its new id, e.g. jp");
  const auto names = std::make_shared<std::vector<std::string>>();
  AddNames(verb, names.get());
  program->SetRun(verb.command, [program, options = verb.options, names] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     auto* const change = event->mutable_party_registered();
                     change->set_party_id(options->entity);
                     AddLabels(*names, change->mutable_labels());
                     return absl::OkStatus();
                   });
  });
}

void AddRegisterOrganisation(Program* program) {
  const SharedVerb verb = AddSharedVerb(
      program,
      {"register-organisation", kGroupRecordShared,
       "Make an organisation (ministry, office, division) known",
       "It belongs to a party, or to an organisation that it is part of.",
       "clearsky register-organisation moe-jp --name 일본환경성 --party jp "
       "--kind ministry"},
      "Its new id, e.g. moe-jp");
  const auto names = std::make_shared<std::vector<std::string>>();
  const auto party = std::make_shared<std::string>();
  const auto parent = std::make_shared<std::string>();
  const auto kind = std::make_shared<std::string>();
  AddNames(verb, names.get());
  const auto add = [&](const char* name, std::string* value, const char* type,
                       const char* text, const char* question) {
    verb.command->add_option(name, *value, text)->type_name(type);
    verb.options->needed.push_back(
        NeedWords(name, question, text, value, /*optional=*/true));
  };
  add("--party", party.get(), "ID", "Id of the party it belongs to",
      "To which party does it belong");
  add("--parent", parent.get(), "ID", "Id of the organisation it is part of",
      "Of which organisation is it a part");
  add("--kind", kind.get(), "WORDS", "ministry, office, division, department",
      "What kind");
  program->SetRun(verb.command, [program, options = verb.options, names, party,
                                 parent, kind] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     auto* const change =
                         event->mutable_organisation_registered();
                     change->set_organisation_id(options->entity);
                     change->set_party_id(*party);
                     change->set_parent(*parent);
                     change->set_kind(*kind);
                     AddLabels(*names, change->mutable_labels());
                     return absl::OkStatus();
                   });
  });
}

void AddRenameOrganisation(Program* program) {
  const SharedVerb verb = AddSharedVerb(
      program,
      {"rename-organisation", kGroupRecordShared,
       "Tell that an organisation took a new name from a day on",
       "From --effective on, which may be yet to come; its former names stay "
       "known. A name that\n"
       "was spelt wrong: see rename.",
       "clearsky rename-organisation me-kr --name 기후에너지환경부 --effective "
       "2025-10-01"},
      "Its id, e.g. me-kr");
  const auto names = std::make_shared<std::vector<std::string>>();
  AddNames(verb, names.get());
  program->SetRun(verb.command, [program, options = verb.options, names] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     auto* const change = event->mutable_organisation_renamed();
                     change->set_organisation_id(options->entity);
                     AddLabels(*names, change->mutable_labels());
                     return absl::OkStatus();
                   });
  });
}

void AddRegisterPerson(Program* program) {
  const SharedVerb verb = AddSharedVerb(
      program,
      {"register-person", kGroupRecordShared, "Make a person known",
       "The id is random and printed, never made of the name.",
       "clearsky register-person --name 홍길동"},
      nullptr);
  const auto names = std::make_shared<std::vector<std::string>>();
  AddNames(verb, names.get());
  program->SetRun(verb.command, [program, options = verb.options, names] {
    const std::string id = MakeUuidV4().ToString().substr(0, 8);
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     auto* const change = event->mutable_person_registered();
                     change->set_person_id(id);
                     for (const std::string& name : *names) {
                       const v1::Label label = ReadLabel(name);
                       v1::PersonalText& text = *change->add_names();
                       text.set_language(label.language());
                       text.set_text(label.text());
                     }
                     return absl::OkStatus();
                   });
  });
}

struct RoleOptions {
  std::vector<std::string> titles;
  std::string person;
  std::string organisation;
  std::string period;
};

void AddAssignRole(Program* program) {
  const SharedVerb verb = AddSharedVerb(
      program,
      {"assign-role", kGroupRecordShared,
       "Tell that a person took a role from a day on", "",
       "clearsky assign-role minister-2022 --person 7d1f0a52 --organisation "
       "me-kr --name 장관 --effective 2022-05-11"},
      "The role's new id, e.g. minister-2022");
  const auto own = std::make_shared<RoleOptions>();
  AddNames(verb, &own->titles);
  const auto add = [&](const char* name, std::string* value, const char* text,
                       const char* question) {
    verb.command->add_option(name, *value, text)->type_name("ID");
    verb.options->needed.push_back(NeedWords(name, question, text, value));
  };
  add("--person", &own->person, "The person's id in the directory", "Who");
  add("--organisation", &own->organisation, "Id of the organisation",
      "In which organisation");
  verb.command->add_option("--period", own->period, "For how long, when known")
      ->type_name("DATE");
  program->SetRun(verb.command, [program, options = verb.options, own] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) -> absl::Status {
          auto* const change = event->mutable_role_assigned();
          change->set_role_id(options->entity);
          change->set_person_id(own->person);
          change->set_organisation_id(own->organisation);
          AddLabels(own->titles, change->mutable_titles());
          if (!own->period.empty()) {
            ASSIGN_OR_RETURN(
                const DateWordsRead read,
                ReadDateWords("--period", own->period, context.notation));
            *change->mutable_period() = read.date;
          }
          return absl::OkStatus();
        });
  });
}

void AddEndRole(Program* program) {
  const SharedVerb verb = AddSharedVerb(
      program,
      {"end-role", kGroupRecordShared, "Tell that a role ended on a day", "",
       "clearsky end-role minister-2022 --effective 2025-07-21"},
      "The role's id, e.g. minister-2022");
  program->SetRun(verb.command, [program, options = verb.options] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     event->mutable_role_ended()->set_role_id(options->entity);
                     return absl::OkStatus();
                   });
  });
}

void AddRegisterSeries(Program* program) {
  const SharedVerb verb = AddSharedVerb(
      program,
      {"register-series", kGroupRecordShared,
       "Make a run of meetings, agreements or plans known",
       "Its numbers are looked up by new-year and series.",
       "clearsky register-series forum --name '환경기술 협력포럼' --numbering "
       "ordinal --recurrence FREQ=YEARLY"},
      "Its new id, e.g. forum");
  const auto names = std::make_shared<std::vector<std::string>>();
  const auto numbering = std::make_shared<std::string>();
  const auto recurrence = std::make_shared<std::string>();
  AddNames(verb, names.get());
  verb.command
      ->add_option("--numbering", *numbering,
                   absl::StrCat("How its members are told apart: ",
                                AcceptedNames<v1::SeriesNumbering>()))
      ->type_name("KIND")
      ->check(
          [](const std::string& kind) {
            return ReadName<v1::SeriesNumbering>(kind).has_value()
                       ? std::string()
                       : absl::StrCat("accepted are ",
                                      AcceptedNames<v1::SeriesNumbering>());
          },
          "");
  verb.command
      ->add_option("--recurrence", *recurrence,
                   "RFC 5545 RRULE value, when it recurs: FREQ=YEARLY")
      ->type_name("RULE");
  program->SetRun(verb.command, [program, options = verb.options, names,
                                 numbering, recurrence] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext&, v1::PlanEvent* event) {
                     auto* const change = event->mutable_series_defined();
                     change->set_series_id(options->entity);
                     AddLabels(*names, change->mutable_labels());
                     change->set_recurrence(*recurrence);
                     if (!numbering->empty()) {
                       change->set_numbering(
                           ReadName<v1::SeriesNumbering>(*numbering).value());
                     }
                     return absl::OkStatus();
                   });
  });
}

}  // namespace

void AddDirectoryVerbs(Program* program) {
  AddRegisterParty(program);
  AddRegisterOrganisation(program);
  AddRenameOrganisation(program);
  AddRegisterPerson(program);
  AddAssignRole(program);
  AddEndRole(program);
  AddRegisterSeries(program);
}

}  // namespace clearsky::cli
