#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "clearsky/v1/plan_event.pb.h"
#include "clearsky/v1/value.pb.h"
#include "document/table_reading.h"

// Names as a plan has them, and as a document would have them. Pure.

namespace clearsky::document {

// The label that a table prints of an entity in Korean; nullptr without one.
const v1::Label* PrintedLabel(const Labels& labels);

// The change that makes a table print `name` for an entity of these labels.
v1::LabelChanged RenameTo(absl::string_view entity, absl::string_view name,
                          const Labels& labels);

// A date in words: as written, else EDTF, else `to be decided`.
std::string WordsOf(const v1::PartialDate& date);

}  // namespace clearsky::document
