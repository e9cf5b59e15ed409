#pragma once

#include <cstdint>
#include <string>

#include "clearsky/v1/plan_event.pb.h"
#include "ledger/language.h"
#include "ledger/speech.h"
#include "plan/history.h"

namespace clearsky::ledger {

// What sentences are made with. All must outlive the call.
struct WordContext {
  Speech* speech = nullptr;
  // The stream's events, for corrections and voids, which tell what they touch.
  const plan::History* history = nullptr;
  // Revision of the event told.
  uint64_t revision = 0;
};

// What happened, as one plain sentence without its full stop, for every type of
// event, in the language of the speech: `“청천 컨퍼런스” was postponed; it had
// been planned for 5–6 March 2022 (3.5~6)`.
std::string ChangeWords(const v1::PlanEvent& event, const WordContext& context);

// The sentence of another event of the stream, told as it was recorded.
std::string SentenceAt(uint64_t revision, const WordContext& context);

// A sentence before a language puts it into words: which phrase, and what it
// tells. The key is empty where there is nothing to tell.
struct Sentence {
  std::string key;
  Slots slots;
};

// The sentences of the groups of events that ChangeWords dispatches to; empty
// for events of other groups.
Sentence DirectorySentence(const v1::PlanEvent& event,
                           const WordContext& context);
Sentence AgreementSentence(const v1::PlanEvent& event,
                           const WordContext& context);
Sentence PlanSentence(const v1::PlanEvent& event, const WordContext& context);
Sentence ScheduleSentence(const v1::PlanEvent& event,
                          const WordContext& context);
Sentence ProgressSentence(const v1::PlanEvent& event,
                          const WordContext& context);
Sentence AccountSentence(const v1::PlanEvent& event,
                         const WordContext& context);

}  // namespace clearsky::ledger
