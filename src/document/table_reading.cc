#include "document/table_reading.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "document/activity_words.h"
#include "document/line_meaning.h"
#include "document/release_head.h"

namespace clearsky::document {
namespace {

bool SameLetters(absl::string_view a, absl::string_view b) {
  return !a.empty() && BareLetters(a) == BareLetters(b);
}

// The fact whose name in the table, else in the body, is `cell`.
const KeptFact* FactNamed(const std::vector<KeptFact>& facts,
                          absl::string_view cell) {
  for (const char* key : {"name_table", "name_body"}) {
    for (const KeptFact& kept : facts) {
      if (SameLetters(kept.fact.Text(key), cell)) return &kept;
    }
  }
  return nullptr;
}

// Labels of an area or project: as the table has it, as the body has it, and
// the facts' translations.
Labels LabelsOf(absl::string_view table_name, absl::string_view body_name,
                const KeptFact* kept) {
  Labels labels;
  AddLabel("ko", table_name, v1::Label::KIND_TABLE, &labels);
  AddLabel("ko", body_name, v1::Label::KIND_BODY, &labels);
  if (kept != nullptr) {
    AddLabel("en", kept->fact.Text("en"), v1::Label::KIND_TRANSLATION, &labels);
    AddLabel("zh", kept->fact.Text("zh"), v1::Label::KIND_TRANSLATION, &labels);
  }
  return labels;
}

class Reader {
 public:
  Reader(const TableSource& source, Findings* findings)
      : source_(source), findings_(findings) {}

  TableReading Read() {
    ReadAreas();
    ReadProjects();
    for (size_t i = 0; i < source_.lines->size(); ++i) ReadLine(i);
    NumberActivities();
    OrderLines();
    ReportUnusedFacts();
    return std::move(table_);
  }

 private:
  std::string TakeId(absl::string_view wanted) {
    std::string id(wanted);
    for (int i = 2; !ids_.insert(id).second; ++i) {
      id = absl::StrCat(wanted, "-", i);
    }
    return id;
  }

  ByteRange CellRange(absl::string_view cell) const {
    const size_t begin = TableBegin(*source_.text, *source_.lines);
    return source_.text->Find(cell, begin).value_or(ByteRange{});
  }

  void ReadAreas() {
    for (const ReleaseLine& line : *source_.lines) {
      const auto known = std::find_if(
          table_.areas.begin(), table_.areas.end(),
          [&](const ReadArea& area) { return area.table_name == line.area; });
      if (known != table_.areas.end()) continue;
      const KeptFact* kept = FactNamed(source_.kept->List("areas"), line.area);
      ReadArea& area = table_.areas.emplace_back();
      area.order = static_cast<uint32_t>(table_.areas.size());
      area.table_name = line.area;
      area.range = CellRange(line.area);
      area.labels =
          LabelsOf(line.area.empty() ? "-" : line.area,
                   kept == nullptr ? "" : kept->fact.Text("name_body"), kept);
      area.id =
          TakeId(kept == nullptr ? absl::StrCat("a", area.order) : kept->id);
      if (kept != nullptr) used_.insert(kept->fact.id());
    }
  }

  void ReadProjects() {
    const std::vector<ListedProject> listed = ReadProjectList(*source_.text);
    std::set<uint32_t> numbers;
    for (const ReleaseLine& line : *source_.lines) {
      if (ProjectOf(line) != nullptr) continue;
      ReadProject& project = table_.projects.emplace_back();
      project.table_area = line.area;
      project.table_name = line.project;
      project.range = CellRange(line.project);
      for (const ReadArea& area : table_.areas) {
        if (area.table_name == line.area) project.area_id = area.id;
      }
      const ListedProject* body = nullptr;
      for (const ListedProject& candidate : listed) {
        if (SameLetters(candidate.name.words, line.project)) body = &candidate;
      }
      const KeptFact* kept =
          FactNamed(source_.kept->List("projects"), line.project);
      if (kept != nullptr && !used_.insert(kept->fact.id()).second) {
        kept = nullptr;
      }
      project.labels = LabelsOf(line.project.empty() ? "-" : line.project,
                                body != nullptr   ? body->name.words
                                : kept != nullptr ? kept->fact.Text("name_body")
                                                  : "",
                                kept);
      const uint32_t number = body != nullptr   ? body->number
                              : kept != nullptr ? kept->fact.Number("number")
                                                : 0;
      if (number != 0 && numbers.insert(number).second) {
        project.number = number;
      }
      if (kept != nullptr) project.id = TakeId(kept->id);
    }
    NumberTheRest(&numbers);
  }

  void NumberTheRest(std::set<uint32_t>* numbers) {
    uint32_t next = 1;
    for (ReadProject& project : table_.projects) {
      if (project.number == 0) {
        while (!numbers->insert(next).second) ++next;
        project.number = next;
      }
    }
    for (const ReadArea& area : table_.areas) NumberAsPrinted(area);
    for (ReadProject& project : table_.projects) {
      if (project.id.empty()) {
        project.id = TakeId(absl::StrCat("p", project.number));
      }
    }
  }

  // A table stands in the order of its numbers. Where it prints the projects of
  // an area in another order than the body counts them, the table counts.
  void NumberAsPrinted(const ReadArea& area) {
    std::vector<ReadProject*> printed;
    std::vector<uint32_t> numbers;
    for (ReadProject& project : table_.projects) {
      if (project.area_id != area.id) continue;
      printed.push_back(&project);
      numbers.push_back(project.number);
    }
    std::sort(numbers.begin(), numbers.end());
    for (size_t i = 0; i < printed.size(); ++i) {
      ReadProject& project = *printed[i];
      if (project.number == numbers[i]) continue;
      AddFinding(source_.text->LineNumber(project.range.begin),
                 "project-renumbered",
                 absl::StrCat("project `", project.table_name,
                              "` would be number ", project.number,
                              "; the table prints it in the place of number ",
                              numbers[i], ": the table counts"),
                 findings_);
      project.number = numbers[i];
    }
  }

  const ReadProject* ProjectOf(const ReleaseLine& line) const {
    for (const ReadProject& project : table_.projects) {
      if (project.table_area == line.area &&
          project.table_name == line.project) {
        return &project;
      }
    }
    return nullptr;
  }

  void ReadLine(size_t index) {
    const ReleaseLine& line = (*source_.lines)[index];
    const std::string& project_id = ProjectOf(line)->id;
    absl::StatusOr<notation::TableLineReading> reading =
        notation::ReadTableLine(line.line, source_.context);
    if (!reading.ok()) {
      AddFinding(line.line_number, "line-not-read",
                 absl::StrCat("`", line.line,
                              "` is left out: ", reading.status().message()),
                 findings_);
      return;
    }
    const std::string key = ActivityKey(*reading);
    std::vector<size_t>& of_project = lines_of_project_[project_id];
    if (const auto same = by_key_.find(key); same != by_key_.end()) {
      ReadActivity& activity = table_.activities[same->second];
      AddFinding(
          line.line_number, "printed-twice",
          absl::StrCat("`", line.line, "` is printed on line ",
                       activity.line_number, ", too: taken for one activity"),
          findings_);
      const auto& ids = activity.project_ids;
      if (std::find(ids.begin(), ids.end(), project_id) != ids.end()) return;
      activity.project_ids.push_back(project_id);
      of_project.push_back(same->second);
      return;
    }
    by_key_[key] = table_.activities.size();
    of_project.push_back(table_.activities.size());
    ReadActivity& activity = table_.activities.emplace_back();
    activity.reading = *std::move(reading);
    activity.project_ids = {project_id};
    activity.line_number = line.line_number;
    activity.range = {line.begin_byte, line.end_byte};
    activity.says_planned = absl::StrContains(line.line, "예정");
    activity.says_put_off_to = SaysPutOffTo(line.line, activity.reading);
    Describe(line, absl::StrCat(project_id, "-l", of_project.size()),
             &activity);
  }

  // Gives an activity its id, kind, series and names.
  void Describe(const ReleaseLine& line, absl::string_view default_id,
                ReadActivity* activity) {
    for (const Fact& fact : source_.facts->List("activities")) {
      const notation::TitleParts title =
          notation::ReadTitle(fact.Text("title_ko"));
      const notation::TitleParts& printed = activity->reading.title;
      if (SameLetters(title.name, printed.name) &&
          title.ordinal == printed.ordinal &&
          title.edition_year == printed.edition_year &&
          !used_.contains(fact.id())) {
        used_.insert(fact.id());
        activity->fact = fact;
        break;
      }
    }
    const Fact& fact = activity->fact;
    const std::string slug = SlugOfFactId(fact.id());
    activity->id = TakeId(slug.empty() ? std::string(default_id) : slug);
    activity->kind = KindOfWord(fact.Text("kind"));
    const std::string& name = activity->reading.title.name;
    if (activity->kind == v1::ACTIVITY_KIND_UNSPECIFIED) {
      activity->kind = KindOfTitle(name);
    }
    activity->series_id = SeriesNamed(*source_.facts, name);
    activity->titles = TitleLabels(*source_.facts, name, v1::Label::KIND_TABLE);
    AddRenderedTitles(*source_.facts, activity);
    for (const Fact& item : fact.Objects("agenda")) {
      if (source_.text->Find(item.Text("ko")).has_value()) {
        activity->agenda.MergeFrom(LabelsOfNames(item, v1::Label::KIND_BODY));
      }
    }
    CompareWithFact(*activity, findings_);
    ReportLine(line, *activity);
  }

  // Titles of an activity without series, taken from the facts' renderings of
  // its line: what stands before the parenthesis.
  static void AddRenderedTitles(const Facts& facts, ReadActivity* activity) {
    const notation::TitleParts& title = activity->reading.title;
    if (activity->titles.size() > 1 || title.ordinal != 0 ||
        title.edition_year != 0 || activity->fact.id().empty()) {
      return;
    }
    for (const Fact& line : facts.List("table_lines")) {
      if (line.Text("activity") != activity->fact.id()) continue;
      for (const char* language : {"en", "zh"}) {
        const std::string rendered = line.Object("rendering").Text(language);
        absl::string_view words = rendered;
        absl::ConsumePrefix(&words, "○");
        words = words.substr(0, std::min(words.find('('), words.find("（")));
        AddLabel(language, CollapseSpace(words), v1::Label::KIND_TRANSLATION,
                 &activity->titles);
      }
      return;
    }
  }

  void ReportLine(const ReleaseLine& line, const ReadActivity& activity) {
    for (const std::string& field : activity.reading.unread) {
      AddFinding(line.line_number, "field-unread",
                 absl::StrCat("`", field, "` in `", line.line,
                              "` was not understood and is not in the events"),
                 findings_);
    }
    for (const notation::NotationFinding& finding : activity.reading.findings) {
      AddFinding(line.line_number, finding.rule,
                 absl::StrCat(finding.message, " in `", line.line, "`"),
                 findings_);
    }
  }

  // An ordinal that a series has twice in this plan is printed, so it is meant.
  void NumberActivities() {
    std::map<std::string, std::set<uint32_t>> ordinals;
    for (ReadActivity& activity : table_.activities) {
      const notation::TitleParts& title = activity.reading.title;
      if (title.ordinal == 0) continue;
      const std::string& run =
          activity.series_id.empty() ? title.name : activity.series_id;
      if (ordinals[run].insert(title.ordinal).second) continue;
      activity.ordinal_repeated = true;
      AddFinding(activity.line_number, "ordinal-repeated",
                 absl::StrCat("`", title.ordinal_text, " ", title.name,
                              "` is printed with two different entries"),
                 findings_);
    }
  }

  // An order for each activity that keeps the printed order in each of its
  // projects. Where two projects print two activities in opposite orders, there
  // is none, and rounds are limited.
  void OrderLines() {
    for (size_t round = 0; round <= table_.activities.size(); ++round) {
      bool changed = false;
      for (const auto& [project, lines] : lines_of_project_) {
        uint32_t last = 0;
        for (size_t index : lines) {
          uint32_t& order = table_.activities[index].line_order;
          if (order <= last) {
            order = last + 1;
            changed = true;
          }
          last = order;
        }
      }
      if (!changed) return;
    }
    AddFinding(0, "order-not-kept",
               "two projects print the same activities in opposite orders; the "
               "rebuilt table can keep only one of them",
               findings_);
  }

  void ReportUnusedFacts() {
    for (const char* list : {"areas", "projects"}) {
      for (const KeptFact& kept : source_.kept->List(list)) {
        ReportUnused(kept.fact.id());
      }
    }
    for (const Fact& fact : source_.facts->List("activities")) {
      ReportUnused(fact.id());
    }
  }

  void ReportUnused(const std::string& id) {
    if (used_.contains(id)) return;
    AddFinding(
        0, "fact-left-out",
        absl::StrCat("fact ", id, " is left out: the table does not print it"),
        findings_);
  }

  const TableSource& source_;
  Findings* const findings_;
  TableReading table_;
  std::set<std::string> ids_;
  std::set<std::string> used_;  // Facts' ids.
  std::map<std::string, size_t> by_key_;
  std::map<std::string, std::vector<size_t>> lines_of_project_;
};

}  // namespace

size_t TableBegin(const SourceText& text,
                  const std::vector<ReleaseLine>& lines) {
  // The heads stand last before the first line; the same words may stand in
  // the body, too.
  const size_t first_line = lines.empty() ? 0 : lines.front().begin_byte;
  size_t begin = first_line;
  for (auto found = text.Find("분야"); found.has_value();
       found = text.Find("분야", found->end)) {
    if (found->begin >= first_line) break;
    if (absl::StrContains(text.LineAt(found->begin), "세부")) {
      begin = found->begin;
    }
  }
  return begin;
}

TableReading ReadTable(const TableSource& source, Findings* findings) {
  return Reader(source, findings).Read();
}

Labels TitleLabels(const Facts& facts, absl::string_view name,
                   v1::Label::Kind kind) {
  Labels labels;
  AddLabel("ko", name, kind, &labels);
  for (const Fact& series : facts.List("series")) {
    if (!SameLetters(series.Text("name_ko"), name)) continue;
    AddLabel("en", series.Text("name_en"), v1::Label::KIND_TRANSLATION,
             &labels);
    AddLabel("zh", series.Text("name_zh"), v1::Label::KIND_TRANSLATION,
             &labels);
    break;
  }
  return labels;
}

std::string SeriesNamed(const Facts& facts, absl::string_view name) {
  for (const Fact& series : facts.List("series")) {
    if (SameLetters(series.Text("name_ko"), name)) {
      return SlugOfFactId(series.id());
    }
  }
  return "";
}

}  // namespace clearsky::document
