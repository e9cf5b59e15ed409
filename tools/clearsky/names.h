#pragma once

#include "page/names.h"

namespace clearsky::cli {

using page::AcceptedNames;
using page::AllNames;
using page::Dashed;
using page::NameOf;
using page::NumberOfName;
using page::ReadName;
using page::SchemaName;

}  // namespace clearsky::cli
