#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace clearsky::document {

// Attributes of an element by their local names. Borrows the parser's.
class XmlAttributes {
 public:
  XmlAttributes(const unsigned char** attributes, int count)
      : attributes_(attributes), count_(count) {}

  // The value as it is written; empty when there is none. Character references
  // in it are not resolved, but for the predefined entities.
  absl::string_view Get(absl::string_view name) const;
  bool Has(absl::string_view name) const;
  // The value as a number; `otherwise` when it is none.
  uint32_t Number(absl::string_view name, uint32_t otherwise) const;
  // Of a switch: absent, `0`, `false` and `off` are false.
  bool IsOn(absl::string_view name, bool if_absent) const;

 private:
  const unsigned char** attributes_;
  int count_;
};

// What a reader does with the elements of an XML document, in their order.
// Names are local: the prefixes and versions of namespaces do not count.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void Start(absl::string_view name,
                     const XmlAttributes& attributes) = 0;
  virtual void End(absl::string_view name) = 0;
  // A run of words may come in several pieces.
  virtual void Words(absl::string_view words) = 0;
};

// Reads the XML document `bytes`, which errors call `part`. INVALID_ARGUMENT:
// not well-formed, not UTF-8, a DOCTYPE (entities could stand in it), nested
// more than 200 deep.
absl::Status ReadXml(absl::string_view bytes, absl::string_view part,
                     XmlHandler* handler);

}  // namespace clearsky::document
