#pragma once

#include <deque>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "document/source_text.h"

// Events proposed for one stream, with their provenance and ids.

namespace clearsky::document {

// The document that events are read from.
struct EventSource {
  std::string document_id;
  std::string sha256;  // 32 bytes.
  // The party that says so; empty when not known.
  std::string asserted_by;
};

// Not safe for concurrent use; borrows the source, which must outlive it.
class EventList {
 public:
  EventList(std::string stream, const EventSource* source)
      : stream_(std::move(stream)), source_(source) {}

  // Appends an event; the change is for the caller to set. The reference holds
  // until Finish.
  v1::PlanEvent& Add(const v1::PartialDate& effective, v1::Basis basis,
                     ByteRange range);

  // `wanted`, or with a number after it when the stream has it already: ids are
  // of one kind in a stream.
  std::string TakeId(absl::string_view wanted);

  const std::string& stream() const { return stream_; }

  // The events in order with their ids: UUIDs made of the document, the stream
  // and the event. Events that are equal are one.
  v1::StreamRecord Finish() const;

 private:
  std::string stream_;
  const EventSource* source_;
  std::deque<v1::PlanEvent> events_;
  std::set<std::string> ids_;
};

}  // namespace clearsky::document
