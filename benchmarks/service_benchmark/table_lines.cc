#include <atomic>
#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "ledger/ledger.h"
#include "log_benchmark/harness.h"
#include "service_benchmark/daemon.h"
#include "service_benchmark/http_client.h"
#include "service_benchmark/setting.h"

namespace clearsky::bench {
namespace {

constexpr int kConnections = 8;
constexpr char kTable[] = "/v1/plans/clear-sky/2022/table?format=json";

std::string ReadFile(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  if (content.str().empty()) Fail("cannot read " + path);
  return content.str();
}

// A ledger with the release of 2022.
void MakeLedger(const Setting& setting, const std::string& path) {
  RemoveDirectory(path);
  const auto ledger =
      Require(ledger::Ledger::Create(path, {}), "making a ledger");
  const std::string example = setting.source + "/examples/clear-sky-2022/";
  v1::ImportDocumentRequest request;
  v1::ProposeDocumentRequest* const document = request.mutable_document();
  document->set_content(ReadFile(example + "press-release-2022-09-28.txt"));
  document->set_file_name("press-release-2022-09-28.txt");
  document->set_plan("clear-sky/2022");
  document->set_facts(ReadFile(example + "clear-sky-2022.facts.json"));
  Require(ledger->ImportDocument(request).status(), "importing the release");
}

double GetsPerSecond(const Setting& setting, int port, int expected,
                     const std::function<std::string(uint64_t)>& target,
                     const std::string& headers) {
  std::vector<std::unique_ptr<HttpConnection>> connections;
  for (int i = 0; i < kConnections; ++i) {
    connections.push_back(std::make_unique<HttpConnection>(port));
  }
  std::atomic<uint64_t> turn = 0;
  return ThreadsPerSecond(kConnections, setting.seconds, [&](int thread) {
    const HttpConnection::Answer answer =
        connections[static_cast<size_t>(thread)]->Get(target(turn++), headers);
    if (answer.status != expected) {
      Fail(absl::StrCat("GET answered ", answer.status, " and not ", expected,
                        ": ", answer.head, answer.body));
    }
  });
}

// Another day each time, over ten years: nothing that was rendered serves.
std::string DayOf(uint64_t turn) {
  const absl::CivilDay day =
      absl::CivilDay(2015, 1, 1) + static_cast<int64_t>(turn % 3650);
  return absl::FormatCivilTime(day);
}

}  // namespace

std::vector<Line> TableLines(const Setting& setting) {
  const std::string path = setting.directory + "/table";
  MakeLedger(setting, path);
  std::vector<double> empty, unchanged, again, changed, in_process;
  {
    const Daemon daemon(setting.daemon, path);
    ledger::OpenOptions options;
    options.read_only = true;
    const auto ledger = Require(ledger::Ledger::Open(path, options), "opening");
    const std::string tag = HeaderOf(
        HttpConnection(daemon.http_port()).Get(kTable, "").head, "ETag");
    if (tag.empty()) Fail("the table has no ETag");
    const std::string same = absl::StrCat("If-None-Match: ", tag, "\r\n");
    const std::string other = "If-None-Match: \"another\"\r\n";
    const auto table = [](uint64_t) { return std::string(kTable); };
    const auto any_day = [](uint64_t turn) {
      return absl::StrCat(kTable, "&as_of=", DayOf(turn));
    };
    const int port = daemon.http_port();
    for (int repeat = 0; repeat < setting.repeats; ++repeat) {
      empty.push_back(GetsPerSecond(
          setting, port, 200, [](uint64_t) { return "/healthz"; }, ""));
      unchanged.push_back(GetsPerSecond(setting, port, 304, table, same));
      again.push_back(GetsPerSecond(setting, port, 200, table, other));
      changed.push_back(GetsPerSecond(setting, port, 200, any_day, other));
      std::atomic<uint64_t> turn = 0;
      in_process.push_back(
          ThreadsPerSecond(kConnections, setting.seconds, [&](int) {
            v1::GetTableRequest request;
            request.set_plan("clear-sky/2022");
            request.mutable_at()->set_as_of_day(DayOf(turn++));
            Require(ledger->GetTable(request).status(), "asking for a table");
          }));
      Progress(absl::StrFormat(
          "table: empty route %.0f, 304 %.0f, again %.0f, changed %.0f, in "
          "process %.0f a second",
          empty.back(), unchanged.back(), again.back(), changed.back(),
          in_process.back()));
    }
  }
  RemoveDirectory(path);
  const auto rate = [](const std::vector<double>& rates) {
    return absl::StrFormat("%.0f/s", Median(rates));
  };
  const double unchanged_ratio = Median(unchanged) / Median(empty);
  const double changed_ratio = Median(changed) / Median(in_process);
  const double again_ratio = Median(again) / Median(in_process);
  return {
      {"GET table, unchanged (304)", rate(unchanged), rate(empty),
       "GET /healthz", unchanged_ratio, "at least 0.7", unchanged_ratio >= 0.7},
      {"GET table, changed: another day each time", rate(changed),
       rate(in_process), "GetTable in the process, the same days",
       changed_ratio, "at least 0.5", changed_ratio >= 0.5},
      {"GET table, to a reader who has not seen it", rate(again),
       rate(in_process), "GetTable in the process", again_ratio, "", true}};
}

}  // namespace clearsky::bench
