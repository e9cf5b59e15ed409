#pragma once

#include <string>

#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/value.pb.h"
#include "google/protobuf/repeated_field.h"

// Values and events in short words, for lists. The account in sentences is the
// ledger's (ListChanges).

namespace clearsky::page {

// The name to show of an entity: the Korean label of a table if there is one,
// else the last Korean one, else the first; empty without labels.
std::string LabelWords(
    const google::protobuf::RepeatedPtrField<v1::Label>& labels);

// The EDTF value, with the words as written where they differ.
std::string DateWords(const v1::PartialDate& date);

// The mode's name, with the words as written.
std::string DeliveryWords(const v1::Delivery& delivery);

// Names and localities.
std::string VenueWords(const v1::Venue& venue);

// `activity held: date 2022-04-29 (4.29), delivery video-conference (영상)`:
// the event's name and what it sets, without the id it is about.
std::string EventWords(const v1::PlanEvent& event);

}  // namespace clearsky::page
