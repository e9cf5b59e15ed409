#include "table/faces.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "table/table.h"

namespace clearsky::table {
namespace {

struct Face {
  const char* name;
  std::string (*render)(const v1::ImplementationTable&);
};

// Names are recorded in publications: never given to another face.
constexpr Face kFaces[] = {
    {"text", ToText}, {"tsv", ToTsv}, {"md", ToMarkdown}};

const Face* FindFace(absl::string_view name) {
  for (const Face& face : kFaces) {
    if (name == face.name) return &face;
  }
  return nullptr;
}

}  // namespace

std::string FaceNames() {
  std::string names;
  for (const Face& face : kFaces) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", face.name);
  }
  return names;
}

bool IsFace(absl::string_view name) { return FindFace(name) != nullptr; }

absl::StatusOr<std::string> RenderFace(const v1::ImplementationTable& table,
                                       absl::string_view name) {
  const Face* const face = FindFace(name);
  if (face == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(
        "format `", name, "` is not rendered; accepted are ", FaceNames()));
  }
  return face->render(table);
}

}  // namespace clearsky::table
