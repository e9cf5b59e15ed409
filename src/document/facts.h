#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clearsky/v1/value.pb.h"
#include "google/protobuf/struct.pb.h"

// Reviewed facts about the prose of a release, in JSON. The form is that of
// examples/clear-sky-2022/clear-sky-2022.facts.json: an object of lists of
// objects. Keys that are not known are left alone. Pure.

namespace clearsky::document {

// One fact, or an object within one. Borrows what it was read from.
class Fact {
 public:
  Fact() = default;
  explicit Fact(const google::protobuf::Struct* object) : object_(object) {}

  // The value of a key; empty or 0 when it is absent or of another type.
  std::string Text(absl::string_view key) const;
  uint32_t Number(absl::string_view key) const;
  // An object without keys when it is absent.
  Fact Object(absl::string_view key) const;
  std::vector<Fact> Objects(absl::string_view key) const;
  // A text alone counts as a list of one.
  std::vector<std::string> Texts(absl::string_view key) const;
  bool Has(absl::string_view key) const { return Find(key) != nullptr; }

  std::string id() const { return Text("id"); }

 private:
  // nullptr when absent or null.
  const google::protobuf::Value* Find(absl::string_view key) const;

  const google::protobuf::Struct* object_ = nullptr;
};

// All facts of a file.
class Facts {
 public:
  // INVALID_ARGUMENT when `json` is not an object of lists of objects with ids.
  // Nothing but white space is no facts.
  static absl::StatusOr<Facts> Parse(absl::string_view json);

  std::vector<Fact> List(absl::string_view name) const;

 private:
  google::protobuf::Struct root_;
};

// A fact's id as a slug: without its kind and, for what belongs to a plan or to
// two parties, without their path; `agr:kr-cn/env-plan/1` is `env-plan-1`.
std::string SlugOfFactId(absl::string_view id);

// `text` in lower case with `-` for whatever is not of [a-z0-9.].
std::string Slug(absl::string_view text);

// Names {"ko": ..., "en": ..., "zh": ...} as labels: Korean of kind `ko_kind`,
// the others as translations.
google::protobuf::RepeatedPtrField<v1::Label> LabelsOfNames(
    const Fact& names, v1::Label::Kind ko_kind);

void AddLabel(absl::string_view language, absl::string_view text,
              v1::Label::Kind kind,
              google::protobuf::RepeatedPtrField<v1::Label>* labels);

}  // namespace clearsky::document
