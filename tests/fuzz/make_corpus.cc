// make_corpus writes the seeds of tests/fuzz/corpus/ that are made of values:
// run it again when a format changes. Seeds are small, and each is of another
// form. What fuzzing found is kept beside them under a name of its own.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "document/release.h"
#include "log/event_codec.h"
#include "log/export_file.h"
#include "log/format.h"
#include "test/plan_story.h"

namespace clearsky {
namespace {

namespace fs = std::filesystem;
namespace format = log::format;

void Write(absl::string_view target, absl::string_view name,
           absl::string_view bytes) {
  const fs::path folder =
      fs::path(CLEARSKY_SOURCE_DIR) / "tests/fuzz/corpus" / std::string(target);
  fs::create_directories(folder);
  std::ofstream file(folder / std::string(name), std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string ReadSource(const std::string& path) {
  std::ifstream file(fs::path(CLEARSKY_SOURCE_DIR) / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Uuid ExampleId() { return *ParseUuid("6ba7b810-9dad-41d1-80b4-00c04fd430c8"); }

format::Identity ExampleIdentity() {
  return {1, ExampleId(), {{"zone", "Asia/Seoul"}, {"simulated", "true"}}};
}

// What stands behind a checksum of four bytes; the target makes it again.
absl::string_view Unsealed(absl::string_view value) { return value.substr(4); }

// A text without its last line, which is the checksum.
std::string WithoutChecksum(const std::string& text) {
  return text.substr(0, text.rfind("crc32c "));
}

log::MerkleFrontier FrontierOf(const std::vector<std::string>& leaves) {
  log::MerkleFrontier frontier;
  for (const std::string& leaf : leaves) frontier.Add(leaf);
  return frontier;
}

void WriteLogFormat() {
  const auto write = [](absl::string_view name, char kind,
                        absl::string_view rest) {
    Write("log_format", name, absl::StrCat(std::string(1, kind), rest));
  };
  const auto chunk = [](const std::vector<std::string>& events) {
    return format::EncodeCommit(7, 1'664'323'200'000'000, events)[0].value;
  };
  const log::MerkleFrontier frontier = FrontierOf({"abc", "de", "f"});
  write("chunk", 'c', Unsealed(chunk({"abc", "de"})));
  write("chunk-empty-and-long", 'c',
        Unsealed(chunk({"", std::string(200, 'x')})));
  write("frontier", 'f', Unsealed(format::EncodeFrontier(frontier)));
  write("identity", 'i', Unsealed(format::EncodeIdentity(ExampleIdentity())));
  write("checkpoint", 'k',
        Unsealed(format::EncodeCheckpoint({3, ExampleId()})));
  write("ledger", 'l',
        WithoutChecksum(format::EncodeLedgerFile({1, ExampleId()})));
  write("head", 'h',
        WithoutChecksum(format::EncodeHead({ExampleId(), frontier})));
  write("number", 'n', format::EncodeNumber(0x0102030405060708));
  write("stream-key", 's', format::StreamKey("plan", 2));
}

// A story of one activity, by events that the rules accept.
plan::History ExampleStory() {
  test::PlanStory story = test::PlanStory::OfAPlan();
  story.Tell(test::Registered("m1", "2022-01-05"));
  story.Tell(test::Scheduled("m1", "2022-10", "2022-01-05"));
  story.Tell(test::Refined("m1", "2022-10-26", "2022-03-01"));
  story.Tell(test::Postponed("m1", "2022-04-01"));
  story.Tell(test::Rescheduled("m1", "2022-11", "2022-05-01"));
  story.Tell(
      test::ModeChanged("m1", v1::DELIVERY_MODE_IN_PERSON, "2022-05-15"));
  story.Tell(test::MovedOnline("m1", v1::DELIVERY_MODE_VIDEO_CONFERENCE,
                               "2022-06-01"));
  story.Tell(test::Held("m1", "2022-11-14", "2022-11-14"));
  story.Tell(test::Registered("m2", "2022-02-01"));
  story.Tell(test::Scheduled("m2", "2022-12", "2022-02-01"));
  story.Tell(test::Cancelled("m2", "2022-07-01"));
  story.Tell(test::Reinstated("m2", "2022-08-01"));
  const uint64_t last =
      story.Tell(test::SplitInto("m2", "a", "b", "2022-09-01"));
  story.Tell(test::Voided(last));
  return story.history();
}

v1::StreamRecord RecordOf(const plan::History& history) {
  v1::StreamRecord record;
  record.set_stream("clear-sky/2022");
  for (const plan::HistoryEvent& event : history) {
    *record.add_events()->mutable_event() = *event.event;
  }
  return record;
}

std::vector<std::string> StoredEvents() {
  std::vector<std::string> stored;
  for (const plan::HistoryEvent& event : ExampleStory()) {
    if (stored.size() == 3) break;
    log::NewEvent content;
    content.event_id = UuidV8OfContent(absl::StrCat(stored.size()));
    content.type = event.type;
    content.data = plan::EncodeEvent(*event.event);
    if (stored.size() == 1) {
      content.metadata = {{"actor", "test"}, {"correlation-id", "1"}};
    }
    stored.push_back(log::EncodeEvent(
        {stored.size(), "clear-sky/2022", stored.size(), content.event_id,
         absl::FromUnixMicros(1'664'323'200'000'001)},
        content));
  }
  return stored;
}

void WriteStoredEvents() {
  const std::vector<std::string> stored = StoredEvents();
  Write("log_event", "plain", stored[0]);
  Write("log_event", "metadata", stored[1]);
}

void WriteExport(const std::string& name,
                 const std::vector<std::string>& documents,
                 const std::vector<std::string>& events) {
  const std::string path =
      (fs::temp_directory_path() / ("clearsky-" + name)).string();
  fs::remove(path);
  log::ExportHeader header;
  header.events = events.size();
  header.documents = documents.size();
  header.identity = ExampleIdentity();
  {
    absl::StatusOr<log::ExportWriter> writer =
        log::ExportWriter::Create(path, header);
    bool ok = writer.ok();
    for (const std::string& document : documents) {
      ok = ok && writer->AddDocument(document).ok();
    }
    for (const std::string& event : events) {
      ok = ok && writer->AddEvent(event).ok();
    }
    if (!ok || !writer->Finish(FrontierOf(events).Root()).ok()) std::abort();
  }
  std::ifstream file(path, std::ios::binary);
  Write("export_file", name,
        std::string{std::istreambuf_iterator<char>(file), {}});
  fs::remove(path);
}

void WritePlanEvents() {
  Write("plan_events", "story", RecordOf(ExampleStory()).SerializeAsString());
  const auto proposal = document::ProposeRelease(
      ReadSource("examples/clear-sky-2022/press-release-2022-09-28.txt"),
      "release.txt", "clear-sky/2022",
      ReadSource("examples/clear-sky-2022/clear-sky-2022.facts.json"));
  if (!proposal.ok()) std::abort();
  // Of each kind of change one, in each stream.
  for (const v1::StreamRecord& stream : proposal->streams) {
    v1::StreamRecord few;
    few.set_stream(stream.stream());
    std::set<std::string> kinds;
    for (const v1::EventToRecord& event : stream.events()) {
      if (!kinds.insert(plan::ChangeName(event.event())).second) continue;
      *few.add_events()->mutable_event() = event.event();
    }
    std::string name = stream.stream();
    std::replace(name.begin(), name.end(), '/', '-');
    Write("plan_events", name, few.SerializeAsString());
  }
}

void WriteRequests() {
  const auto write = [](absl::string_view name, char call,
                        const google::protobuf::Message& request) {
    Write("service", name,
          absl::StrCat(std::string(1, call), request.SerializeAsString()));
  };
  v1::RecordEventsRequest record;
  v1::StreamRecord* const stream = record.add_streams();
  stream->set_stream("clear-sky/2022");
  stream->mutable_expected()->set_stream_exists(true);
  v1::EventToRecord* const event = stream->add_events();
  event->set_event_id("6ba7b810-9dad-41d1-80b4-00c04fd430c8");
  *event->mutable_event() =
      test::Postponed("forecast-workshop-3", "2022-09-30");
  v1::MetadataEntry* const entry = event->add_metadata();
  entry->set_key("correlation-id");
  entry->set_value("1");
  write("record", 'r', record);
  record.mutable_at_time()->set_seconds(1'664'700'000);
  record.set_dry_run(true);
  write("record-dry", 'r', record);
  v1::RecordEventsRequest plan;
  *plan.add_streams() = RecordOf(ExampleStory());
  plan.mutable_streams(0)->set_stream("clear-sky/2023");
  plan.set_dry_run(true);
  write("record-plan", 'r', plan);

  const std::string text =
      "2022. 9. 28.\n분야\t세부사업\t주요 이행현황\n공동 연구\t교류\t○ "
      "워크숍(4.29, 영상)\n";
  v1::ProposeDocumentRequest propose;
  propose.set_plan("clear-sky/2022");
  propose.set_file_name("release.txt");
  propose.set_content(text);
  write("propose", 'd', propose);
  v1::ImportDocumentRequest import;
  *import.mutable_document() = propose;
  write("import", 'i', import);

  v1::PointInTime at;
  at.set_as_of_day("2022-05-01");
  at.set_known_position(100);
  v1::GetPlanRequest get_plan;
  get_plan.set_plan("clear-sky/2022");
  *get_plan.mutable_at() = at;
  write("get-plan", 'p', get_plan);
  v1::GetTableRequest get_table;
  get_table.set_plan("clear-sky/2022");
  get_table.mutable_at()->mutable_known_time()->set_seconds(1'664'600'000);
  get_table.set_language("ko");
  get_table.set_style(v1::TABLE_STYLE_NORMALISED);
  write("get-table", 't', get_table);
  v1::ListChangesRequest changes;
  changes.set_plan("clear-sky/2022");
  changes.set_entity("forecast-workshop-3");
  changes.set_page_size(2);
  write("list-changes", 'c', changes);
  v1::ReadEventsRequest read;
  read.set_stream("clear-sky/2022");
  read.set_from(3);
  read.set_page_size(2);
  read.set_backward(true);
  write("read-events", 'e', read);
  v1::ListPlansRequest plans;
  plans.set_page_size(1);
  write("list-plans", 'l', plans);
  write("get-ledger", 'g', v1::GetLedgerRequest());
}

}  // namespace
}  // namespace clearsky

int main() {
  clearsky::WriteLogFormat();
  clearsky::WriteStoredEvents();
  clearsky::WriteExport("empty", {}, {});
  clearsky::WriteExport("full", {"a document", ""}, clearsky::StoredEvents());
  clearsky::WritePlanEvents();
  clearsky::WriteRequests();
}
