#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "base/clock.h"
#include "clearsky/v1/document_service.pb.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "clearsky/v1/projections.pb.h"
#include "log/event_log.h"

namespace clearsky::ledger {

struct CreateOptions {
  // IANA time zone that defines days.
  std::string zone = "Asia/Seoul";
  // The recorded clock may be set by requests; marked for ever.
  bool simulated = false;
  // The engine's clock; must outlive the ledger. nullptr: the machine's.
  const Clock* clock = nullptr;
  // As OpenOptions::follow.
  bool follow = true;
};

struct OpenOptions {
  // Opens beside a writer or on a read-only medium; recording is
  // FAILED_PRECONDITION.
  bool read_only = false;
  // The engine's clock; must outlive the ledger. nullptr: the machine's.
  const Clock* clock = nullptr;
  // Follows the log with the rows across plans, on a thread of its own; without
  // it they are brought on by who asks for them. Read-only, they always are.
  bool follow = true;
  // Told of the events that are indexed again, when the index was lost.
  std::function<void(uint64_t done, uint64_t total)> progress;
};

// What an answer would rest on. While it stays the same, so does the answer.
struct Standing {
  // `stream_count` is that of the plan; of a question across plans, the number
  // of all events known.
  v1::AnswerBasis basis;
  // Number of events of `directory` that are known.
  uint64_t directory_count = 0;
};

// A point at which a question is asked.
struct Point {
  absl::CivilDay as_of;
  // Number of events of the log that are known.
  uint64_t known_count = 0;
};

// A Ledger opened: records events under the rules, answers for any plan on any
// day. It is safe for concurrent use by many threads. Each method is the call
// of the same name of v1::LedgerService or v1::DocumentService, which documents
// it; docs/errors.md lists the codes.
class Ledger {
 public:
  // Makes a new ledger in directory `path`. INVALID_ARGUMENT for an unknown
  // zone; otherwise as log::EventLog::Create.
  static absl::StatusOr<std::unique_ptr<Ledger>> Create(
      const std::string& path, const CreateOptions& options);

  // Opens an existing ledger. As log::EventLog::Open.
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(
      const std::string& path, const OpenOptions& options);

  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  ~Ledger();

  // The log under it, to be read, followed and looked after. What is appended
  // to it directly passes no rule.
  log::EventLog& log();
  // The directory that it was opened in.
  const std::string& path() const;
  // Whether nothing is recorded in it.
  bool read_only() const;
  // The present day, by the ledger's clock, in its zone. That of a simulated
  // one moves with what is recorded.
  absl::CivilDay Today() const;
  // Number of events of `plan` among the first `known_count` of the log.
  absl::StatusOr<uint64_t> CountKnown(const std::string& plan,
                                      uint64_t known_count) const;
  // The events behind each of `activities` between two points, in order of
  // revision, as ComparePlan tells them, also where no words differ. A point is
  // a day and the number of events of the log that are known. INVALID_ARGUMENT
  // for a language that is not known.
  absl::StatusOr<std::map<std::string, std::vector<v1::EventBehind>>>
  EventsBehind(const std::string& plan, const Point& from, const Point& to,
               absl::string_view language,
               const std::set<std::string>& activities) const;
  // Events of the log that each of those who follow it has not taken in yet, by
  // name: `rows`, of the projections across plans, and `snapshots`.
  std::map<std::string, uint64_t> ProjectionLags() const;

  absl::StatusOr<v1::GetLedgerResponse> GetLedger(
      const v1::GetLedgerRequest& request) const;
  // What an answer about `plan`, or across plans when it is empty, would rest
  // on at that point, without making it: for who keeps answers. NOT_FOUND,
  // INVALID_ARGUMENT and OUT_OF_RANGE as the answer.
  absl::StatusOr<Standing> GetStanding(const std::string& plan,
                                       const v1::PointInTime& at) const;
  absl::StatusOr<v1::RecordEventsResponse> RecordEvents(
      const v1::RecordEventsRequest& request);
  // Several of them, each by itself, whose commits wait for the disk together.
  // nullopt for those that RecordEvents has to do: what is no plain append, and
  // what would wait for another that is being recorded.
  using Answers =
      std::vector<std::optional<absl::StatusOr<v1::RecordEventsResponse>>>;
  Answers RecordEach(
      const std::vector<const v1::RecordEventsRequest*>& requests);
  absl::StatusOr<v1::ProposeDocumentResponse> ProposeDocument(
      const v1::ProposeDocumentRequest& request) const;
  absl::StatusOr<v1::ImportDocumentResponse> ImportDocument(
      const v1::ImportDocumentRequest& request);
  absl::StatusOr<v1::ReconcileDocumentResponse> ReconcileDocument(
      const v1::ReconcileDocumentRequest& request) const;
  absl::StatusOr<v1::ApplyReconciliationResponse> ApplyReconciliation(
      const v1::ApplyReconciliationRequest& request);
  absl::StatusOr<v1::GetPlanResponse> GetPlan(
      const v1::GetPlanRequest& request) const;
  absl::StatusOr<v1::GetTableResponse> GetTable(
      const v1::GetTableRequest& request) const;
  absl::StatusOr<v1::PublishTableResponse> PublishTable(
      const v1::PublishTableRequest& request);
  absl::StatusOr<v1::GetPublishedResponse> GetPublished(
      const v1::GetPublishedRequest& request) const;
  absl::StatusOr<v1::ListPublicationsResponse> ListPublications(
      const v1::ListPublicationsRequest& request) const;
  absl::StatusOr<v1::ComparePlanResponse> ComparePlan(
      const v1::ComparePlanRequest& request) const;
  absl::StatusOr<v1::GetReportResponse> GetReport(
      const v1::GetReportRequest& request) const;
  absl::StatusOr<v1::ListChangesResponse> ListChanges(
      const v1::ListChangesRequest& request) const;
  absl::StatusOr<v1::GetFieldHistoryResponse> GetFieldHistory(
      const v1::GetFieldHistoryRequest& request) const;
  absl::StatusOr<v1::ReadEventsResponse> ReadEvents(
      const v1::ReadEventsRequest& request) const;
  absl::StatusOr<v1::ListPlansResponse> ListPlans(
      const v1::ListPlansRequest& request) const;
  absl::StatusOr<v1::ListCalendarResponse> ListCalendar(
      const v1::ListCalendarRequest& request) const;
  absl::StatusOr<v1::GetSeriesResponse> GetSeries(
      const v1::GetSeriesRequest& request) const;
  absl::StatusOr<v1::ListSeriesResponse> ListSeries(
      const v1::ListSeriesRequest& request) const;
  // Calls `tell` with each message of the answer, on this thread; it may be
  // empty.
  absl::Status RebuildProjections(
      const v1::RebuildProjectionsRequest& request,
      const std::function<void(const v1::RebuildProjectionsResponse&)>& tell);

 private:
  class Impl;
  explicit Ledger(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace clearsky::ledger
