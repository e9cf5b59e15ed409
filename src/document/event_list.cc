#include "document/event_list.h"

#include "absl/strings/str_cat.h"
#include "base/uuid.h"
#include "plan/history.h"

namespace clearsky::document {

v1::PlanEvent& EventList::Add(const v1::PartialDate& effective, v1::Basis basis,
                              ByteRange range) {
  v1::PlanEvent& event = events_.emplace_back();
  v1::Provenance* provenance = event.mutable_provenance();
  *provenance->mutable_effective() = effective;
  provenance->set_basis(basis);
  if (!source_->asserted_by.empty()) {
    provenance->add_asserted_by(source_->asserted_by);
  }
  v1::SourceRef* source = provenance->mutable_source();
  source->set_document_id(source_->document_id);
  source->set_sha256(source_->sha256);
  source->set_begin_byte(range.begin);
  source->set_end_byte(range.end);
  return event;
}

std::string EventList::TakeId(absl::string_view wanted) {
  std::string id(wanted);
  for (int i = 2; !ids_.insert(id).second; ++i) {
    id = absl::StrCat(wanted, "-", i);
  }
  return id;
}

v1::StreamRecord EventList::Finish() const {
  v1::StreamRecord record;
  record.set_stream(stream_);
  std::set<std::string> seen;
  for (const v1::PlanEvent& event : events_) {
    const std::string id =
        UuidV8OfContent(absl::StrCat(source_->sha256, stream_, "\n",
                                     plan::EncodeEvent(event)))
            .ToString();
    if (!seen.insert(id).second) continue;
    v1::EventToRecord* added = record.add_events();
    added->set_event_id(id);
    *added->mutable_event() = event;
  }
  return record;
}

}  // namespace clearsky::document
