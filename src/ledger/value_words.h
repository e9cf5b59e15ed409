#pragma once

#include <string>

#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/value.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

// Values in words, for the sentences of an account. Words of documents are
// given as they are written, with what they mean in brackets. Pure; safe to
// call from many threads.

namespace clearsky::ledger {

using Labels = google::protobuf::RepeatedPtrField<v1::Label>;

// The label that names best: Korean before English before others, a full name
// before a table's or a short one; empty when there is none.
std::string BestLabel(const Labels& labels);

// `“text”`.
std::string InQuotes(const std::string& text);

// `10월 말 (2022-10-21/2022-10-31)`, `2022-10-26`, `a date to be decided`.
std::string DateWords(const v1::PartialDate& date);

// `in person`, `by video conference`, ...
std::string ModeWords(v1::DeliveryMode mode);

// `비대면 (remote)`; parties that differ are listed after it.
std::string DeliveryWords(const v1::Delivery& delivery);

// `서울`, `Building, Seoul`; several are joined by ` and `.
std::string VenueWords(
    const google::protobuf::RepeatedPtrField<v1::Venue>& venues);

// Why, in words: the text, else what kind of reason; empty when nothing is
// said.
std::string ReasonWords(const v1::Reason& reason);

// A noun for a kind: `meeting`, `five-year plan`; `activity` and `agreement`
// when it is not said.
std::string ActivityKindWords(v1::ActivityKind kind);
std::string AgreementKindWords(v1::AgreementKind kind);
// What was done with the subject of an outcome: `discussed`, `agreed`.
std::string OutcomeKindWords(v1::OutcomeKind kind);

}  // namespace clearsky::ledger
