#include "document/reader/left_out.h"

#include "absl/strings/str_cat.h"
#include "document/source_text.h"

namespace clearsky::document {

void LeftOut::FindIn(DocumentBuilder* builder, absl::string_view rule,
                     absl::string_view what) const {
  if (count_ == 0) return;
  builder->Find(rule,
                absl::StrCat(what, " are left out: ", count_, ", the first `",
                             CollapseSpace(first_), "`"));
}

}  // namespace clearsky::document
