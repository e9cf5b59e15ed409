#include "document/reconcile_labels.h"

#include "document/reconcile_names.h"

namespace clearsky::document {

const v1::Label* PrintedLabel(const Labels& labels) {
  const v1::Label* best = nullptr;
  for (const v1::Label& label : labels) {
    if (label.language() != "ko") continue;
    if (best == nullptr || (label.kind() == v1::Label::KIND_TABLE &&
                            best->kind() != v1::Label::KIND_TABLE)) {
      best = &label;
    }
  }
  return best;
}

v1::LabelChanged RenameTo(absl::string_view entity, absl::string_view name,
                          const Labels& labels) {
  v1::LabelChanged change;
  change.set_entity(std::string(entity));
  v1::Label* added = change.mutable_new_label();
  added->set_language("ko");
  added->set_text(std::string(name));
  added->set_kind(v1::Label::KIND_TABLE);
  const v1::Label* printed = PrintedLabel(labels);
  if (printed == nullptr) return change;
  // Another spelling of a name is kept beside it, and a table's own takes the
  // place of the table's.
  const bool spelling = NormalName(printed->text()) == NormalName(name);
  if (printed->kind() != v1::Label::KIND_TABLE && spelling) return change;
  *change.mutable_old_label() = *printed;
  added->set_kind(printed->kind());
  return change;
}

std::string WordsOf(const v1::PartialDate& date) {
  if (!date.verbatim().empty()) return date.verbatim();
  return date.edtf().empty() ? "to be decided" : date.edtf();
}

}  // namespace clearsky::document
