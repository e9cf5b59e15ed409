#pragma once

#include "document/reconcile.h"
#include "document/reconcile_drafts.h"
#include "document/reconcile_lines.h"
#include "document/reconcile_new.h"
#include "document/reconcile_plan.h"
#include "document/reconcile_projects.h"
#include "document/reconcile_trial.h"

// What only a person can tell: projects that a plan does not have, and lines
// that a document does not have any more. Pure.

namespace clearsky::document {

// What has been found of a document so far. Borrows all.
struct Held {
  const ReconcileInput* input = nullptr;
  const PlanSide* plan = nullptr;
  const DocumentProjects* projects = nullptr;
  DocumentLines* lines = nullptr;
  FreeIds* ids = nullptr;
  Trial* trial = nullptr;
  NewActivities* fresh = nullptr;
  Drafts* drafts = nullptr;
};

// Of each project that the plan does not have: all of it, or nothing.
void AskAboutUnknownProjects(const Held& held);

// Of each line that the plan prints and the document does not have.
void AskAboutVanished(const Held& held);

// Whether an activity may still change.
bool IsOpen(v1::ActivityState::State state);

// What a reader should know of how a line was read.
void TellReadingOf(const DocumentLine& line, Drafts* drafts);

}  // namespace clearsky::document
