#include "ask_options.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "input.h"
#include "print.h"

namespace clearsky::cli {
namespace {

// `YYYY-MM-DD`; every change lies before.
constexpr char kLastDay[] = "9999-12-31";
// So many changes are looked through for the first one with a day of its own.
constexpr uint32_t kFirstChanges = 100;

}  // namespace

void AddPointOptions(CLI::App* command, std::string* as_of,
                     std::string* known_at) {
  command
      ->add_option("--as-of", *as_of,
                   "On this day, YYYY-MM-DD; today when left out")
      ->type_name("DAY");
  command
      ->add_option("--known-at", *known_at,
                   "As the ledger knew then: RFC 3339, a day (its end), or a "
                   "position (digits alone), all inclusive; everything when "
                   "left out")
      ->type_name("TIME|POSITION");
}

void AddAskOptions(CLI::App* command, AskOptions* options,
                   std::vector<std::string> formats) {
  command
      ->add_option("PLAN", options->plan,
                   "The plan's stream, e.g. clear-sky/2022")
      ->required();
  AddPointOptions(command, &options->as_of, &options->known_at);
  command
      ->add_option("--format", options->format,
                   absl::StrCat("One of ", absl::StrJoin(formats, ", ")))
      ->check(CLI::IsMember(std::move(formats)))
      ->type_name("FORMAT")
      ->capture_default_str();
}

absl::StatusOr<OpenQuestion> OpenForQuestion(const Place& place,
                                             const std::string& as_of,
                                             const std::string& known_at) {
  ASSIGN_OR_RETURN(Connection connection,
                   Connection::Open(place, Connection::Access::kRead));
  ASSIGN_OR_RETURN(const v1::GetLedgerResponse ledger, connection.GetLedger());
  ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(ledger.zone()));
  ASSIGN_OR_RETURN(v1::PointInTime at, ReadPointInTime(as_of, known_at, zone));
  return OpenQuestion{std::move(connection), std::move(at), ledger.zone(),
                      ledger.event_count()};
}

absl::Status NoteWhatItRestsOn(OpenQuestion* question, const std::string& plan,
                               const v1::AnswerBasis& basis, bool empty) {
  NoteBasis(basis, question->event_count);
  if (!empty) return absl::OkStatus();
  if (basis.stream_count() == 0) {
    v1::ReadEventsRequest request;
    request.set_stream(plan);
    request.set_page_size(1);
    ASSIGN_OR_RETURN(const v1::ReadEventsResponse first,
                     question->connection.ReadEvents(request));
    if (first.events().empty()) return absl::OkStatus();
    const v1::StoredEvent& stored = first.events(0).stored();
    Note(absl::StrCat("the ledger knew nothing of ", plan,
                      " then; its first event was recorded at position ",
                      stored.position(), ", ",
                      TimeWords(stored.record_time(), question->zone)));
    return absl::OkStatus();
  }
  v1::ListChangesRequest request;
  request.set_plan(plan);
  request.mutable_at()->set_as_of_day(kLastDay);
  if (basis.known_count() > 0) {
    request.mutable_at()->set_known_position(basis.known_count() - 1);
  }
  request.set_page_size(kFirstChanges);
  ASSIGN_OR_RETURN(const v1::ListChangesResponse changes,
                   question->connection.ListChanges(request));
  for (const v1::Change& change : changes.changes()) {
    // The plan itself is known on every day.
    const std::string& day = change.effective().latest();
    if (day.empty() || change.type() == "PlanRegistered") continue;
    if (day <= basis.as_of_day()) break;
    Note(absl::StrCat("nothing of ", plan, " had become so by ",
                      basis.as_of_day(), "; its first change is of ",
                      change.effective().edtf()));
    break;
  }
  return absl::OkStatus();
}

}  // namespace clearsky::cli
