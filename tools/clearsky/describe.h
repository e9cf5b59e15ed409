#pragma once

#include "page/describe.h"

namespace clearsky::cli {

using page::DateWords;
using page::DeliveryWords;
using page::EventWords;
using page::LabelWords;
using page::VenueWords;

}  // namespace clearsky::cli
