#include "document/outcome_clauses.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "document/release_head.h"

namespace clearsky::document {
namespace {

struct Ending {
  absl::string_view words;
  v1::OutcomeKind kind;
};

// How the clause of a sentence ends, and what it tells then. The first that
// stands in a clause counts.
constexpr Ending kEndings[] = {
    {"인식을 같이", v1::OUTCOME_KIND_SHARED_VIEW},
    {"공감했다", v1::OUTCOME_KIND_SHARED_VIEW},
    {"공감하고", v1::OUTCOME_KIND_SHARED_VIEW},
    {"평가하고", v1::OUTCOME_KIND_ASSESSED},
    {"평가했다", v1::OUTCOME_KIND_ASSESSED},
    {"기로 했다", v1::OUTCOME_KIND_AGREED},
    {"기로 하고", v1::OUTCOME_KIND_AGREED},
    {"기로 뜻을 모", v1::OUTCOME_KIND_AGREED},
    {"합의했다", v1::OUTCOME_KIND_AGREED},
    {"합의하고", v1::OUTCOME_KIND_AGREED},
    {"예정이다", v1::OUTCOME_KIND_INTENDED},
    {"계획이다", v1::OUTCOME_KIND_INTENDED},
    {"논의했다", v1::OUTCOME_KIND_DISCUSSED},
    {"논의하고", v1::OUTCOME_KIND_DISCUSSED},
    {"협의했다", v1::OUTCOME_KIND_DISCUSSED},
};

constexpr absl::string_view kSaid[] = {"말했다", "밝혔다", "강조했다"};

constexpr absl::string_view kParagraphMarks[] = {"□", "■", "○", "ㅇ",
                                                 "-", "◆", "◇", "▷"};
constexpr absl::string_view kNoteMarks[] = {"*", "※", "①"};

// The size of the first of `marks` that `text` starts with; 0 when none.
template <size_t n>
size_t MarkSize(absl::string_view text, const absl::string_view (&marks)[n]) {
  for (absl::string_view mark : marks) {
    if (absl::StartsWith(text, mark)) return mark.size();
  }
  return 0;
}

size_t SkipSpace(absl::string_view content, size_t at, size_t end) {
  while (at < end &&
         absl::ascii_isspace(static_cast<unsigned char>(content[at]))) {
    ++at;
  }
  return at;
}

class Reader {
 public:
  Reader(const SourceText& text, size_t end)
      : text_(text), end_(std::min(end, text.content().size())) {}

  std::vector<OutcomeClause> Read() {
    bool running = false;  // In a paragraph of running text.
    size_t paragraph = 0;
    size_t begin = 0;
    while (begin < end_) {
      const size_t line_end = std::min(text_.content().find('\n', begin), end_);
      const size_t start = SkipSpace(text_.content(), begin, line_end);
      const absl::string_view line =
          text_.content().substr(start, line_end - start);
      const size_t mark = MarkSize(line, kParagraphMarks);
      const bool apart = MarkSize(line, kNoteMarks) > 0 ||
                         IsContactLine(line) || absl::StartsWith(line, "붙임");
      if (!line.empty() && (mark > 0 || apart)) {
        if (running) ReadParagraph({paragraph, begin});
        running = mark > 0 && !apart;
        paragraph = SkipSpace(text_.content(), start + mark, line_end);
      }
      begin = line_end + 1;
    }
    if (running) ReadParagraph({paragraph, end_});
    return std::move(clauses_);
  }

 private:
  absl::string_view Slice(ByteRange range) const {
    return text_.content().substr(range.begin, range.end - range.begin);
  }

  // A sentence ends with `다.`; one in quotation marks belongs to that around.
  void ReadParagraph(ByteRange range) {
    size_t begin = range.begin;
    while (begin < range.end) {
      const absl::string_view rest = Slice({begin, range.end});
      const size_t stop = rest.find("다.");
      if (stop == absl::string_view::npos) return;
      const size_t end = begin + stop + absl::string_view("다.").size();
      ReadSentence({begin, end});
      begin = SkipSpace(text_.content(), end, range.end);
    }
  }

  void ReadSentence(ByteRange range) {
    const absl::string_view sentence = Slice(range);
    const size_t open = sentence.find("“");
    const size_t close = sentence.rfind("”");
    const bool quotes = open != absl::string_view::npos &&
                        close != absl::string_view::npos && open < close;
    if (quotes) {
      for (absl::string_view said : kSaid) {
        if (!absl::StrContains(sentence.substr(close), said)) continue;
        const size_t words = open + absl::string_view("“").size();
        AddClause(v1::OUTCOME_KIND_STATEMENT,
                  {range.begin + words, range.begin + close});
        clauses_.back().before_quote =
            text_.Words({range.begin, range.begin + open});
        return;
      }
    }
    // Clauses are joined by `-고,`.
    constexpr absl::string_view kJoin = "고,";
    size_t begin = range.begin;
    while (begin < range.end) {
      const size_t join = Slice({begin, range.end}).find(kJoin);
      const size_t end = join == absl::string_view::npos
                             ? range.end
                             : begin + join + kJoin.size();
      ReadClause({begin, end});
      begin = SkipSpace(text_.content(), end, range.end);
    }
  }

  void ReadClause(ByteRange range) {
    const std::string words = text_.Words(range);
    for (const Ending& ending : kEndings) {
      if (absl::StrContains(words, ending.words)) {
        AddClause(ending.kind, range);
        return;
      }
    }
  }

  void AddClause(v1::OutcomeKind kind, ByteRange range) {
    OutcomeClause& clause = clauses_.emplace_back();
    clause.kind = kind;
    clause.words = text_.Words(range);
    clause.range = range;
  }

  const SourceText& text_;
  const size_t end_;
  std::vector<OutcomeClause> clauses_;
};

}  // namespace

std::vector<OutcomeClause> ReadOutcomeClauses(const SourceText& text,
                                              size_t end) {
  return Reader(text, end).Read();
}

}  // namespace clearsky::document
