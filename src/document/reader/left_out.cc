#include "document/reader/left_out.h"

#include "absl/strings/str_cat.h"
#include "document/source_text.h"

namespace clearsky::document {

std::string LeftOut::Words(absl::string_view what) const {
  return absl::StrCat(what, " are left out: ", count_, ", the first `",
                      CollapseSpace(first_), "`");
}

}  // namespace clearsky::document
