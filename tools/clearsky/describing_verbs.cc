#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "app.h"
#include "base/status_macros.h"
#include "input.h"
#include "names.h"
#include "plan/apply.h"
#include "plan/next_words.h"
#include "verb.h"

// The verbs that say what something is called and how it is described.

namespace clearsky::cli {
namespace {

struct RenameOptions {
  std::vector<std::string> name;
  std::string old_name;
  std::string kind;
  bool add = false;
};

// The label of `labels` that a name of `language` replaces: that which is said,
// else the only one of the language and kind. Without one, the name is added.
absl::StatusOr<std::optional<v1::Label>> LabelToReplace(
    const std::vector<v1::Label>& labels, const v1::Label& name,
    const RenameOptions& options) {
  std::vector<v1::Label> found;
  for (const v1::Label& label : labels) {
    if (!options.old_name.empty()) {
      if (label.text() == ReadLabel(options.old_name).text()) {
        found.push_back(label);
      }
    } else if (label.language() == name.language() &&
               (options.kind.empty() || label.kind() == name.kind())) {
      found.push_back(label);
    }
  }
  if (found.size() == 1) return std::optional(found.front());
  if (found.empty() && options.old_name.empty()) return std::nullopt;
  return absl::InvalidArgumentError(absl::StrCat(
      found.empty() ? absl::StrCat("--old: it is not called '",
                                   options.old_name, "'; it is called ")
                    : "it has several names of that language; --old says which "
                      "of them: ",
      absl::StrJoin(found.empty() ? labels : found, ", ",
                    [](std::string* out, const v1::Label& label) {
                      absl::StrAppend(out, "'", label.text(), "'");
                    })));
}

absl::Status MakeRename(const VerbContext& context, const std::string& entity,
                        const RenameOptions& own, v1::PlanEvent* event) {
  v1::LabelChanged& change = *event->mutable_label_changed();
  change.set_entity(entity);
  v1::Label& name = *change.mutable_new_label();
  name = ReadLabel(absl::StrJoin(own.name, " "));
  if (!own.kind.empty()) {
    name.set_kind(ReadName<v1::Label::Kind>(own.kind).value());
  }
  if (own.add) return absl::OkStatus();
  v1::PlanState state = context.state;
  const auto* const labels = plan::FindLabelled(&state, entity).labels;
  // The ledger refuses what it does not know, in its words.
  if (labels == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<v1::Label> old_label,
                   LabelToReplace({labels->begin(), labels->end()}, name, own));
  if (!old_label.has_value()) return absl::OkStatus();
  *change.mutable_old_label() = *old_label;
  if (own.kind.empty()) name.set_kind(old_label->kind());
  return absl::OkStatus();
}

void AddRename(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"rename", kGroupRecordOther,
       "Change a name of an activity, project, area or anything else",
       "The id stays. The name of the same language is replaced, another is "
       "added. A language\n"
       "stands before the name (`en:Clear Sky Forum`), else it is told from "
       "the script. ENTITY\n"
       "may be the plan itself; PLAN `directory` is for parties, "
       "organisations and series.",
       "clearsky rename clear-sky/2022 forecast-workshop-3 '예보 기술 교류 "
       "워크숍'"},
      DateArgument::kNone, EntityArgument::kAny);
  const auto own = std::make_shared<RenameOptions>();
  verb.command->add_option("NAME", own->name, "The new name");
  verb.command
      ->add_option("--old", own->old_name,
                   "The name that is replaced, where it has several")
      ->type_name("NAME");
  verb.command->add_flag("--add", own->add, "Replace none: add a name");
  verb.command
      ->add_option("--kind", own->kind,
                   absl::StrCat("Where the spelling is from: ",
                                AcceptedNames<v1::Label::Kind>()))
      ->type_name("KIND")
      ->check(
          [](const std::string& kind) {
            return ReadName<v1::Label::Kind>(kind).has_value()
                       ? std::string()
                       : absl::StrCat("accepted are ",
                                      AcceptedNames<v1::Label::Kind>());
          },
          "");
  const auto options = verb.options;
  Needed name = NeedWords("NAME", "What is it called now",
                          "Its name without ordinal and year; en: before it "
                          "for English.",
                          nullptr);
  name.list = &own->name;
  options->needed.push_back(std::move(name));
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext& context, v1::PlanEvent* event) {
                     return MakeRename(context, options->entity, *own, event);
                   });
  });
}

struct DetailOptions {
  std::string level;
  std::string suffix;
  std::string ordinal;
  std::string ordinal_text;
  std::string edition_year;
  std::string series;
  std::string organiser;
  std::string coverage;
  std::string line_order;
  std::vector<std::string> projects;
};

// `none` takes a detail away.
std::string OrNone(const std::string& words) {
  return words == "none" ? "" : words;
}

absl::Status SetNumber(const char* option, const std::string& words,
                       const char* field, v1::ActivityDetailsChanged* change) {
  if (words.empty()) return absl::OkStatus();
  uint32_t number = 0;
  if (words != "none" && !absl::SimpleAtoi(words, &number)) {
    return absl::InvalidArgumentError(absl::StrCat(
        option, ": '", words, "' is no number; accepted are numbers and none"));
  }
  const auto* descriptor = v1::ActivityRegistered::descriptor();
  v1::ActivityRegistered& details = *change->mutable_details();
  details.GetReflection()->SetUInt32(
      &details, descriptor->FindFieldByName(field), number);
  change->add_changed_fields(field);
  return absl::OkStatus();
}

// A new number alone changes how it is written, too, as the table prints that.
absl::Status SetOrdinalText(const VerbContext& context,
                            const std::string& entity,
                            v1::ActivityDetailsChanged* change) {
  const v1::ActivityRegistered& old = context.ActivityOf(entity).details();
  const uint32_t number = change->details().ordinal();
  if (old.ordinal_text().empty() || old.ordinal() == number) {
    return absl::OkStatus();
  }
  std::string words;
  if (number != 0) {
    words = plan::OrdinalWords(old.ordinal_text(), old.ordinal(), number);
    if (words.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--ordinal: the table prints '", old.ordinal_text(),
                       "', which cannot be made the words of ", number,
                       "; say them with --ordinal-text"));
    }
  }
  change->mutable_details()->set_ordinal_text(words);
  change->add_changed_fields("ordinal_text");
  return absl::OkStatus();
}

absl::Status MakeDetails(const VerbContext& context, const std::string& entity,
                         const DetailOptions& own, v1::PlanEvent* event) {
  v1::ActivityDetailsChanged& change =
      *event->mutable_activity_details_changed();
  change.set_activity_id(entity);
  v1::ActivityRegistered& details = *change.mutable_details();
  const auto set_text = [&](const std::string& words, const char* field) {
    if (words.empty()) return;
    const auto* descriptor = v1::ActivityRegistered::descriptor();
    details.GetReflection()->SetString(
        &details, descriptor->FindFieldByName(field), OrNone(words));
    change.add_changed_fields(field);
  };
  set_text(own.level, "level");
  set_text(own.suffix, "title_suffix");
  set_text(own.ordinal_text, "ordinal_text");
  set_text(own.series, "series_id");
  set_text(own.organiser, "organiser");
  RETURN_IF_ERROR(SetNumber("--ordinal", own.ordinal, "ordinal", &change));
  if (!own.ordinal.empty() && own.ordinal_text.empty()) {
    RETURN_IF_ERROR(SetOrdinalText(context, entity, &change));
  }
  RETURN_IF_ERROR(
      SetNumber("--edition-year", own.edition_year, "edition_year", &change));
  RETURN_IF_ERROR(
      SetNumber("--line-order", own.line_order, "line_order", &change));
  if (!own.coverage.empty()) {
    ASSIGN_OR_RETURN(
        const DateWordsRead read,
        ReadDateWords("--coverage", own.coverage, context.notation));
    *details.mutable_coverage() = read.date;
    change.add_changed_fields("coverage");
  }
  if (!own.projects.empty()) {
    for (const std::string& project : own.projects) {
      if (project != "none") details.add_project_ids(project);
    }
    change.add_changed_fields("project_ids");
  }
  return change.changed_fields().empty()
             ? UsageError(
                   "set-details needs to be told what changes: --level, "
                   "--suffix, --ordinal, --ordinal-text, --edition-year, "
                   "--series, --project, --organiser, --coverage or "
                   "--line-order")
             : absl::OkStatus();
}

void AddSetDetails(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"set-details", kGroupRecord, "Change how an activity is described",
       "`none` takes a detail away. A new --ordinal is written as the one "
       "before unless\n"
       "--ordinal-text says how. Its name: see rename.",
       "clearsky set-details clear-sky/2022 forecast-workshop-3 --level "
       "실무자급 --ordinal-text 제3차"},
      DateArgument::kNone);
  const auto own = std::make_shared<DetailOptions>();
  const auto options = verb.options;
  const auto add = [&](const char* name, std::string* value, const char* type,
                       const char* text, const char* question) {
    verb.command->add_option(name, *value, text)->type_name(type);
    options->needed.push_back(NeedWords(
        name, question, absl::StrCat(text, "; none takes it away."), value,
        /*optional=*/true));
  };
  add("--level", &own->level, "WORDS",
      "Level of the participants, e.g. 실무자급", "New level");
  add("--suffix", &own->suffix, "WORDS", "Words after its name, e.g. 개최",
      "New words after the name");
  add("--ordinal", &own->ordinal, "N", "Its number in the series",
      "New number in the series");
  add("--ordinal-text", &own->ordinal_text, "WORDS",
      "The ordinal as written, e.g. 제7차", "New ordinal as written");
  add("--edition-year", &own->edition_year, "YEAR",
      "The year written before its name", "New year before the name");
  add("--series", &own->series, "ID", "Id of its series", "New series");
  add("--organiser", &own->organiser, "ID",
      "Id of the party or organisation that organises it", "New organiser");
  add("--coverage", &own->coverage, "DATE", "The years that a text covers",
      "New coverage");
  add("--line-order", &own->line_order, "N",
      "Place among the lines of its project, from 1",
      "New place among the lines");
  verb.command
      ->add_option("--project", own->projects,
                   "Id of a project that it serves; may repeat: all of them")
      ->type_name("ID")
      ->allow_extra_args(false);
  program->SetRun(verb.command, [program, options, own] {
    return RunVerb(program->LedgerPlace(), options.get(),
                   [&](const VerbContext& context, v1::PlanEvent* event) {
                     return MakeDetails(context, options->entity, *own, event);
                   });
  });
}

void AddSetHost(Program* program) {
  const Verb verb = AddVerb(
      program,
      {"set-host", kGroupRecord,
       "Tell within which meeting an activity takes place",
       "HOST is PLAN#ACTIVITY, an activity of this plan, or only its name in "
       "words, which is\n"
       "what the table prints.",
       "clearsky set-host clear-sky/2022 seasonal-pre-2022 '한·중 "
       "환경장관회의'"},
      DateArgument::kNone);
  const auto own = std::make_shared<std::vector<std::string>>();
  const auto name = std::make_shared<std::string>();
  verb.command->add_option("HOST", *own, "The other meeting");
  verb.command
      ->add_option("--name", *name, "Its name in the table, beside an id")
      ->type_name("NAME");
  const auto options = verb.options;
  Needed host =
      NeedWords("HOST", "Within which meeting",
                "PLAN#ACTIVITY, an activity of this plan, or words.", nullptr);
  host.list = own.get();
  options->needed.push_back(std::move(host));
  program->SetRun(verb.command, [program, options, own, name] {
    return RunVerb(
        program->LedgerPlace(), options.get(),
        [&](const VerbContext& context, v1::PlanEvent* event) {
          const std::string words = absl::StrJoin(*own, " ");
          auto* const change = event->mutable_activity_hosted_within();
          change->set_activity_id(options->entity);
          v1::HostMeeting& host_meeting = *change->mutable_host();
          const auto known = context.known.activities().find(words);
          if (known != context.known.activities().end()) {
            host_meeting.set_activity(words);
            *host_meeting.mutable_labels() = known->second.details().titles();
          } else if (absl::StrContains(words, "#")) {
            host_meeting.set_activity(words);
          } else {
            *host_meeting.add_labels() = ReadLabel(words);
          }
          if (!name->empty()) {
            host_meeting.clear_labels();
            *host_meeting.add_labels() = ReadLabel(*name);
          }
          return absl::OkStatus();
        });
  });
}

}  // namespace

void AddDescribingVerbs(Program* program) {
  AddSetDetails(program);
  AddSetHost(program);
  AddRename(program);
}

}  // namespace clearsky::cli
