// HTML by libxml2's parser, as events: no tree, no network, no files.

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "document/reader/document_builder.h"
#include "document/reader/left_out.h"
#include "document/reader/readers.h"

namespace clearsky::document {
namespace {

// Parsing takes time as the depth; no page of an office program comes near.
constexpr int kMaxDepth = 500;
// What HTML itself allows.
constexpr uint32_t kMaxRowSpan = 65534;

constexpr absl::string_view kSilent[] = {"script",   "style",    "head",
                                         "template", "noscript", "select",
                                         "textarea", "svg"};
constexpr absl::string_view kGone[] = {"del", "s", "strike"};
constexpr absl::string_view kBlocks[] = {
    "p",       "div",    "br",     "hr",         "ul",      "ol",
    "dl",      "dt",     "dd",     "h1",         "h2",      "h3",
    "h4",      "h5",     "h6",     "pre",        "section", "article",
    "header",  "footer", "main",   "aside",      "nav",     "address",
    "caption", "center", "figure", "blockquote", "body",    "form"};

template <size_t n>
bool IsOneOf(const absl::string_view (&names)[n], absl::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

absl::string_view Attribute(const xmlChar** attributes, const char* wanted) {
  for (; attributes != nullptr && *attributes != nullptr; attributes += 2) {
    if (std::strcmp(reinterpret_cast<const char*>(attributes[0]), wanted) !=
        0) {
      continue;
    }
    return attributes[1] == nullptr
               ? absl::string_view(wanted)
               : absl::string_view(
                     reinterpret_cast<const char*>(attributes[1]));
  }
  return "";
}

uint32_t Span(absl::string_view value) {
  uint32_t span = 1;
  return absl::SimpleAtoi(value, &span) ? span : 1;
}

bool IsHidden(const xmlChar** attributes) {
  if (!Attribute(attributes, "hidden").empty()) return true;
  const std::string style =
      absl::AsciiStrToLower(Attribute(attributes, "style"));
  const size_t display = style.find("display");
  if (display == std::string::npos) return false;
  absl::string_view value = absl::string_view(style).substr(display + 7);
  value = absl::StripLeadingAsciiWhitespace(value);
  return absl::ConsumePrefix(&value, ":") &&
         absl::StartsWith(absl::StripLeadingAsciiWhitespace(value), "none");
}

class HtmlEvents {
 public:
  explicit HtmlEvents(htmlParserCtxtPtr parser) : parser_(parser) {}

  static void Start(void* self, const xmlChar* name,
                    const xmlChar** attributes) {
    static_cast<HtmlEvents*>(self)->StartElement(
        reinterpret_cast<const char*>(name), attributes);
  }
  static void End(void* self, const xmlChar* name) {
    static_cast<HtmlEvents*>(self)->EndElement(
        reinterpret_cast<const char*>(name));
  }
  static void Words(void* self, const xmlChar* words, int size) {
    static_cast<HtmlEvents*>(self)->AddWords(
        {reinterpret_cast<const char*>(words), static_cast<size_t>(size)});
  }

  bool too_deep() const { return too_deep_; }

  absl::StatusOr<ReadDocument> Finish(bool is_cut_short) {
    builder_.Find("struck-out", gone_, "words that are struck out");
    builder_.Find("small-print", small_, "remarks in small print");
    builder_.Find("hidden", hidden_, "words that are hidden");
    if (is_cut_short) {
      builder_.Find("cut-short",
                    "the page does not end as it should; it may be cut "
                    "short");
    }
    return builder_.Finish();
  }

 private:
  void StartElement(absl::string_view name, const xmlChar** attributes) {
    if (++depth_ > kMaxDepth) {
      too_deep_ = true;
      xmlStopParser(parser_);
      return;
    }
    if (silent_from_ > 0) return;
    if (LeftOut* const out = LeftOutBy(name, attributes); out != nullptr) {
      silent_from_ = depth_;
      silent_out_ = out;
      out->Begin();
      return;
    }
    if (IsOneOf(kSilent, name)) {
      silent_from_ = depth_;
      silent_out_ = nullptr;
      return;
    }
    if (name == "table") {
      builder_.BeginTable();
    } else if (name == "tr") {
      builder_.BeginRow();
    } else if (name == "td" || name == "th") {
      const absl::string_view rows = Attribute(attributes, "rowspan");
      // 0: to the end of the table.
      const uint32_t row_span =
          rows == "0" ? kMaxRowSpan : std::min(Span(rows), kMaxRowSpan);
      builder_.BeginCell(row_span, Span(Attribute(attributes, "colspan")));
    } else if (name == "li") {
      builder_.BeginItem();
    } else if (IsOneOf(kBlocks, name)) {
      builder_.Break();
    }
  }

  LeftOut* LeftOutBy(absl::string_view name, const xmlChar** attributes) {
    if (IsOneOf(kGone, name)) return &gone_;
    if (name == "small") return &small_;
    return IsHidden(attributes) ? &hidden_ : nullptr;
  }

  void EndElement(absl::string_view name) {
    if (depth_ == silent_from_) {
      if (silent_out_ != nullptr) silent_out_->End();
      silent_from_ = 0;
      --depth_;
      return;
    }
    --depth_;
    if (silent_from_ > 0) return;
    if (name == "table") {
      builder_.EndTable();
    } else if (name == "td" || name == "th") {
      builder_.EndCell();
    } else if (name == "li") {
      builder_.EndItem();
    } else if (name != "tr" && IsOneOf(kBlocks, name)) {
      builder_.Break();
    }
  }

  void AddWords(absl::string_view words) {
    if (silent_from_ == 0) {
      builder_.AddWords(words);
    } else if (silent_out_ != nullptr) {
      silent_out_->Add(words);
    }
  }

  const htmlParserCtxtPtr parser_;
  DocumentBuilder builder_;
  int depth_ = 0;
  bool too_deep_ = false;
  int silent_from_ = 0;  // Depth of the element that is not read; 0 for none.
  LeftOut* silent_out_ = nullptr;
  LeftOut gone_;
  LeftOut small_;
  LeftOut hidden_;
};

// The last table begins and does not end.
bool IsCutShort(absl::string_view html) {
  const auto last = [&](absl::string_view tag) {
    size_t found = html.size();
    while ((found = html.rfind('<', found)) != absl::string_view::npos) {
      if (absl::StartsWithIgnoreCase(html.substr(found), tag)) return found + 1;
      if (found == 0) break;
      --found;
    }
    return size_t{0};
  };
  return last("<table") > last("</table");
}

// A page cut short within a tag ends before it.
absl::string_view WithoutTornTag(absl::string_view html) {
  const size_t open = html.rfind('<');
  if (open == absl::string_view::npos ||
      html.find('>', open) != absl::string_view::npos) {
    return html;
  }
  const absl::string_view tag = html.substr(open + 1);
  const bool is_tag = tag.empty() || tag[0] == '/' || tag[0] == '!' ||
                      absl::ascii_isalpha(static_cast<unsigned char>(tag[0]));
  return is_tag ? html.substr(0, open) : html;
}

// First place from `from` on where `tag` stands, in whatever case.
size_t FindTag(absl::string_view html, absl::string_view tag, size_t from) {
  for (size_t at = html.find('<', from); at != absl::string_view::npos;
       at = html.find('<', at + 1)) {
    if (absl::StartsWithIgnoreCase(html.substr(at), tag)) return at;
  }
  return absl::string_view::npos;
}

// The DOCTYPE that `html` begins with: with what stands within its brackets, to
// the end of the page where something does not close.
absl::string_view DoctypeAtStart(absl::string_view html) {
  char quote = 0;
  for (size_t at = 0; at < html.size(); ++at) {
    const char c = html[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[') {
      return html.substr(0, html.find("]>", at));
    } else if (c == '>') {
      return html.substr(0, at);
    }
  }
  return html;
}

// The parser would leave their names among the words; what they stand for, a
// file perhaps, is none of the document.
absl::Status CheckDeclaresNoEntities(absl::string_view html) {
  for (size_t at = FindTag(html, "<!doctype", 0);
       at != absl::string_view::npos;) {
    const absl::string_view doctype = DoctypeAtStart(html.substr(at));
    if (FindTag(doctype, "<!entity", 0) != absl::string_view::npos) {
      return absl::InvalidArgumentError(
          "the page has a DOCTYPE that declares entities; no office program "
          "writes one");
    }
    at = FindTag(html, "<!doctype", at + doctype.size());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ReadDocument> ReadHtml(absl::string_view html) {
  RETURN_IF_ERROR(CheckDeclaresNoEntities(html));
  absl::ConsumePrefix(&html, "\xEF\xBB\xBF");
  const absl::string_view whole = html;
  html = WithoutTornTag(html);
  const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
      htmlNewParserCtxt(), htmlFreeParserCtxt);
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory");
  HtmlEvents events(parser.get());
  *parser->sax = htmlSAXHandler();
  parser->sax->startElement = HtmlEvents::Start;
  parser->sax->endElement = HtmlEvents::End;
  parser->sax->characters = HtmlEvents::Words;
  parser->sax->ignorableWhitespace = HtmlEvents::Words;
  parser->userData = &events;
  htmlDocPtr document = htmlCtxtReadMemory(
      parser.get(), html.data(), static_cast<int>(html.size()), nullptr,
      "UTF-8",
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
          HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  if (document != nullptr) xmlFreeDoc(document);
  if (events.too_deep()) {
    return absl::InvalidArgumentError(
        absl::StrCat("elements are nested more than ", kMaxDepth,
                     " deep; no office "
                     "program writes such a page"));
  }
  return events.Finish(html.size() < whole.size() || IsCutShort(html));
}

}  // namespace clearsky::document
