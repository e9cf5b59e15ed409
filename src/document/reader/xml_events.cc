// XML by libxml2's parser, as events: no tree, no network, no files, and no
// entities but the five that are predefined.

#include "document/reader/xml_events.h"

#include <libxml/parser.h>

#include <cstring>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/utf8.h"

namespace clearsky::document {
namespace {

constexpr int kMaxDepth = 200;

absl::string_view View(const xmlChar* text) {
  return text == nullptr
             ? absl::string_view()
             : absl::string_view(reinterpret_cast<const char*>(text));
}

class Events {
 public:
  Events(XmlHandler* handler, xmlParserCtxtPtr parser)
      : handler_(handler), parser_(parser) {}

  static void Start(void* self, const xmlChar* name, const xmlChar*,
                    const xmlChar*, int, const xmlChar**, int attributes, int,
                    const xmlChar** values) {
    auto* const events = static_cast<Events*>(self);
    if (++events->depth_ > kMaxDepth) {
      xmlStopParser(events->parser_);
      return;
    }
    events->handler_->Start(View(name), XmlAttributes(values, attributes));
  }
  static void End(void* self, const xmlChar* name, const xmlChar*,
                  const xmlChar*) {
    auto* const events = static_cast<Events*>(self);
    --events->depth_;
    events->handler_->End(View(name));
  }
  static void Words(void* self, const xmlChar* words, int size) {
    static_cast<Events*>(self)->handler_->Words(
        {reinterpret_cast<const char*>(words), static_cast<size_t>(size)});
  }

  int depth() const { return depth_; }

 private:
  XmlHandler* const handler_;
  const xmlParserCtxtPtr parser_;
  int depth_ = 0;
};

absl::Status CheckBytes(absl::string_view bytes, absl::string_view part) {
  if (absl::StrContains(bytes, "<!DOCTYPE") ||
      absl::StrContains(bytes, "<!ENTITY")) {
    return absl::InvalidArgumentError(absl::StrCat(
        part,
        " has a DOCTYPE, where entities could be declared; no office "
        "program writes one"));
  }
  if (const size_t bad = FirstInvalidUtf8(bytes); bad < bytes.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat(part, ": byte ", bad, " is not UTF-8"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::string_view XmlAttributes::Get(absl::string_view name) const {
  // Each has five parts: local name, prefix, namespace, begin and end.
  for (int i = 0; i < count_; ++i) {
    const unsigned char** const parts = attributes_ + 5 * i;
    if (View(parts[0]) != name) continue;
    return {reinterpret_cast<const char*>(parts[3]),
            static_cast<size_t>(parts[4] - parts[3])};
  }
  return {};
}

bool XmlAttributes::Has(absl::string_view name) const {
  for (int i = 0; i < count_; ++i) {
    if (View(attributes_[5 * i]) == name) return true;
  }
  return false;
}

uint32_t XmlAttributes::Number(absl::string_view name,
                               uint32_t otherwise) const {
  uint32_t number = 0;
  return absl::SimpleAtoi(Get(name), &number) ? number : otherwise;
}

bool XmlAttributes::IsOn(absl::string_view name, bool if_absent) const {
  if (!Has(name)) return if_absent;
  const absl::string_view value = Get(name);
  return value != "0" && value != "false" && value != "off" && value != "none";
}

absl::Status ReadXml(absl::string_view bytes, absl::string_view part,
                     XmlHandler* handler) {
  if (absl::Status status = CheckBytes(bytes, part); !status.ok()) {
    return status;
  }
  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(
      xmlNewParserCtxt(), xmlFreeParserCtxt);
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory");
  Events events(handler, parser.get());
  *parser->sax = xmlSAXHandler();
  parser->sax->initialized = XML_SAX2_MAGIC;
  parser->sax->startElementNs = Events::Start;
  parser->sax->endElementNs = Events::End;
  parser->sax->characters = Events::Words;
  parser->sax->ignorableWhitespace = Events::Words;
  parser->sax->cdataBlock = Events::Words;
  parser->sax2 = 1;
  parser->userData = &events;
  const xmlDocPtr document = xmlCtxtReadMemory(
      parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr,
      "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (document != nullptr) xmlFreeDoc(document);
  if (events.depth() > kMaxDepth) {
    return absl::InvalidArgumentError(
        absl::StrCat(part, ": elements are nested more than ", kMaxDepth,
                     " deep; no office program writes such a document"));
  }
  if (parser->wellFormed == 0 || parser->lastError.code != XML_ERR_OK) {
    const char* const message = parser->lastError.message;
    return absl::InvalidArgumentError(absl::StrCat(
        part, ", line ", parser->lastError.line, ": not well-formed XML: ",
        message == nullptr ? "" : absl::StripAsciiWhitespace(message)));
  }
  return absl::OkStatus();
}

}  // namespace clearsky::document
