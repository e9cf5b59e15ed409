#include "document/facts.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/utf8.h"
#include "google/protobuf/util/json_util.h"

namespace clearsky::document {
namespace {

using google::protobuf::Value;

// The lists that are read. Entries of the first ones have ids.
constexpr absl::string_view kListsWithIds[] = {"parties",
                                               "organisations",
                                               "agreements",
                                               "plans",
                                               "areas",
                                               "projects",
                                               "external_frameworks",
                                               "series",
                                               "persons",
                                               "activities",
                                               "meetings_outside_table",
                                               "measures"};
constexpr absl::string_view kOtherLists[] = {"table_lines"};

absl::Status CheckList(const google::protobuf::Struct& root,
                       absl::string_view name, bool with_ids) {
  const auto found = root.fields().find(std::string(name));
  if (found == root.fields().end()) return absl::OkStatus();
  if (!found->second.has_list_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("facts: \"", name, "\" must be a list of objects"));
  }
  int index = 0;
  for (const Value& value : found->second.list_value().values()) {
    const std::string where = absl::StrCat("facts: ", name, "[", index++, "]");
    if (!value.has_struct_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, " must be an object"));
    }
    if (with_ids && Fact(&value.struct_value()).id().empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, ".id must be a text that is not empty"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

const Value* Fact::Find(absl::string_view key) const {
  if (object_ == nullptr) return nullptr;
  const auto found = object_->fields().find(std::string(key));
  if (found == object_->fields().end() || found->second.has_null_value()) {
    return nullptr;
  }
  return &found->second;
}

std::string Fact::Text(absl::string_view key) const {
  const Value* value = Find(key);
  return value == nullptr ? "" : value->string_value();
}

uint32_t Fact::Number(absl::string_view key) const {
  constexpr double kMax = 1e6;
  const Value* value = Find(key);
  const double number = value == nullptr ? 0 : value->number_value();
  return number >= 1 && number <= kMax ? static_cast<uint32_t>(number) : 0;
}

Fact Fact::Object(absl::string_view key) const {
  const Value* value = Find(key);
  return value != nullptr && value->has_struct_value()
             ? Fact(&value->struct_value())
             : Fact();
}

std::vector<Fact> Fact::Objects(absl::string_view key) const {
  std::vector<Fact> objects;
  const Value* value = Find(key);
  if (value == nullptr) return objects;
  for (const Value& member : value->list_value().values()) {
    if (member.has_struct_value()) objects.emplace_back(&member.struct_value());
  }
  return objects;
}

std::vector<std::string> Fact::Texts(absl::string_view key) const {
  std::vector<std::string> texts;
  const Value* value = Find(key);
  if (value == nullptr) return texts;
  if (value->has_string_value()) texts.push_back(value->string_value());
  for (const Value& member : value->list_value().values()) {
    if (member.has_string_value()) texts.push_back(member.string_value());
  }
  return texts;
}

absl::StatusOr<Facts> Facts::Parse(absl::string_view json) {
  Facts facts;
  json = absl::StripAsciiWhitespace(json);
  if (json.empty()) return facts;
  if (const size_t bad = FirstInvalidUtf8(json); bad != json.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("facts: byte ", bad, " is not UTF-8"));
  }
  const auto status = google::protobuf::util::JsonStringToMessage(
      std::string(json), &facts.root_);
  if (!status.ok()) {
    // It quotes so many bytes around the place, and cuts letters apart.
    std::string why = status.ToString();
    why.resize(FirstInvalidUtf8(why));
    return absl::InvalidArgumentError(
        absl::StrCat("facts: not a JSON object: ", why));
  }
  for (absl::string_view name : kListsWithIds) {
    if (absl::Status list = CheckList(facts.root_, name, true); !list.ok()) {
      return list;
    }
  }
  for (absl::string_view name : kOtherLists) {
    if (absl::Status list = CheckList(facts.root_, name, false); !list.ok()) {
      return list;
    }
  }
  return facts;
}

std::vector<Fact> Facts::List(absl::string_view name) const {
  return Fact(&root_).Objects(name);
}

std::string Slug(absl::string_view text) {
  std::string slug;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = absl::ascii_isalnum(byte) || c == '.';
    if (plain) {
      slug.push_back(absl::ascii_tolower(byte));
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  while (!slug.empty() && (slug.back() == '-' || slug.back() == '.')) {
    slug.pop_back();
  }
  slug.erase(0, std::min(slug.find_first_not_of(".-"), slug.size()));
  return slug;
}

std::string SlugOfFactId(absl::string_view id) {
  const size_t colon = id.find(':');
  const absl::string_view kind =
      colon == absl::string_view::npos ? "" : id.substr(0, colon);
  std::vector<absl::string_view> path =
      absl::StrSplit(id.substr(kind.empty() ? 0 : colon + 1), '/');
  if (kind == "activity" || kind == "project") {
    path = {path.back()};
  } else if (kind == "agr" && path.size() > 1) {
    path.erase(path.begin());
  }
  return Slug(absl::StrJoin(path, "-"));
}

void AddLabel(absl::string_view language, absl::string_view text,
              v1::Label::Kind kind,
              google::protobuf::RepeatedPtrField<v1::Label>* labels) {
  if (text.empty()) return;
  v1::Label* label = labels->Add();
  label->set_language(std::string(language));
  label->set_text(std::string(text));
  label->set_kind(kind);
}

google::protobuf::RepeatedPtrField<v1::Label> LabelsOfNames(
    const Fact& names, v1::Label::Kind ko_kind) {
  google::protobuf::RepeatedPtrField<v1::Label> labels;
  AddLabel("ko", names.Text("ko"), ko_kind, &labels);
  AddLabel("en", names.Text("en"), v1::Label::KIND_TRANSLATION, &labels);
  AddLabel("zh", names.Text("zh"), v1::Label::KIND_TRANSLATION, &labels);
  return labels;
}

}  // namespace clearsky::document
