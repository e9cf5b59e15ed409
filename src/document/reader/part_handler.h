#pragma once

#include "absl/strings/string_view.h"
#include "document/reader/left_out.h"
#include "document/reader/xml_events.h"

namespace clearsky::document {

// A handler that can leave out an element with all that is in it. Not safe to
// call from several threads.
class PartHandler : public XmlHandler {
 public:
  void Start(absl::string_view name, const XmlAttributes& attributes) final {
    ++depth_;
    if (quiet_from_ == 0) Open(name, attributes);
  }
  void End(absl::string_view name) final {
    const bool is_quiet = quiet_from_ > 0;
    if (quiet_from_ == depth_) {
      if (quiet_out_ != nullptr) quiet_out_->End();
      quiet_from_ = 0;
    }
    --depth_;
    if (!is_quiet) Close(name);
  }
  void Words(absl::string_view words) final {
    if (quiet_from_ == 0) {
      Take(words);
    } else if (quiet_out_ != nullptr) {
      quiet_out_->Add(words);
    }
  }

 protected:
  virtual void Open(absl::string_view name,
                    const XmlAttributes& attributes) = 0;
  virtual void Close(absl::string_view name) = 0;
  virtual void Take(absl::string_view words) = 0;

  // Within Open: leaves the element out. What is kept of its words goes to
  // `out`, which may be null and must outlive the handler.
  void LeaveOut(LeftOut* out) {
    quiet_from_ = depth_;
    quiet_out_ = out;
    if (out != nullptr) out->Begin();
  }

 private:
  int depth_ = 0;
  int quiet_from_ = 0;  // Depth of the element that is left out; 0 for none.
  LeftOut* quiet_out_ = nullptr;
};

}  // namespace clearsky::document
