#include "service/maintenance_service.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/sha256.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "log/backup.h"
#include "log/transfer.h"
#include "service/maintenance_work.h"
#include "service/status.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

constexpr uint64_t kEvents = 8;
// An export of it takes more pieces than are ever on their way.
constexpr size_t kDocumentBytes = size_t{12} << 20;

// A ledger of kEvents events, served on a socket of this machine.
class MaintenanceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "clearsky-XXXXXX").string();
    directory_ = mkdtemp(name.data());
    auto ledger = ledger::Ledger::Create(Path("db"), {});
    ASSERT_TRUE(ledger.ok()) << ledger.status();
    ledger_ = *std::move(ledger);
    for (uint64_t i = 0; i < kEvents; ++i) RecordParty(absl::StrCat("p", i));
  }

  void TearDown() override {
    StopServing();
    ledger_.reset();
    fs::remove_all(directory_);
  }

  void Serve(absl::Duration patience = absl::Minutes(1)) {
    pool_ = std::make_unique<WorkPool>(WorkPool::Options{});
    service_ = std::make_unique<MaintenanceService>(ledger_.get(), pool_.get(),
                                                    pool_.get(), patience);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    grpc::ChannelArguments arguments;
    // So that what is not read waits at the server.
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 64 << 10);
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    stub_ = v1::MaintenanceService::NewStub(grpc::CreateCustomChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(),
        arguments));
  }

  void StopServing() {
    stub_.reset();
    if (server_ != nullptr) server_->Shutdown();
    server_.reset();
    service_.reset();
    pool_.reset();
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(directory_, "/", name);
  }

  void RecordParty(const std::string& id) {
    v1::RecordEventsRequest request;
    v1::StreamRecord* const stream = request.add_streams();
    stream->set_stream("directory");
    v1::PartyRegistered* const party =
        stream->add_events()->mutable_event()->mutable_party_registered();
    party->set_party_id(id);
    v1::Label* const label = party->add_labels();
    label->set_language("en");
    label->set_text("A party");
    ASSERT_THAT(ledger_->RecordEvents(request).status(),
                StatusIs(absl::StatusCode::kOk));
  }

  void PutLargeDocument() {
    std::string content(kDocumentBytes, 'x');
    ASSERT_TRUE(ledger_->log().PutDocument(content).ok());
  }

  // The last message of a call's stream, and how many came before it.
  template <typename Response>
  struct Ended {
    absl::Status status;
    Response last;
    size_t progress_count = 0;
  };
  template <typename Response>
  static Ended<Response> ReadAll(
      std::unique_ptr<grpc::ClientReaderInterface<Response>> reader) {
    Ended<Response> ended;
    Response message;
    while (reader->Read(&message)) {
      if (message.has_progress()) {
        ++ended.progress_count;
        EXPECT_LE(message.progress().done(), message.progress().total());
      }
      ended.last = message;
    }
    ended.status = FromGrpcStatus(reader->Finish());
    return ended;
  }

  Ended<v1::VerifyLedgerResponse> Verify(grpc::ClientContext* context) {
    return ReadAll<v1::VerifyLedgerResponse>(
        stub_->VerifyLedger(context, v1::VerifyLedgerRequest()));
  }
  Ended<v1::VerifyLedgerResponse> Verify() {
    grpc::ClientContext context;
    return Verify(&context);
  }

  Ended<v1::BackUpLedgerResponse> BackUp(const std::string& directory) {
    grpc::ClientContext context;
    v1::BackUpLedgerRequest request;
    request.set_directory(directory);
    return ReadAll<v1::BackUpLedgerResponse>(
        stub_->BackUpLedger(&context, request));
  }

  // Names beside the ledger that an export has made.
  std::vector<std::string> Scratch() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory_)) {
      const std::string name = entry.path().filename().string();
      if (name.find("exporting") != std::string::npos) names.push_back(name);
    }
    return names;
  }

  std::string directory_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<WorkPool> pool_;
  std::unique_ptr<MaintenanceService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::MaintenanceService::StubInterface> stub_;
};

// An export that was begun and whose first piece was read.
class OpenExport {
 public:
  explicit OpenExport(v1::MaintenanceService::StubInterface* stub)
      : reader_(stub->ExportLedger(&context_, v1::ExportLedgerRequest())) {
    v1::ExportLedgerResponse message;
    do {
      EXPECT_TRUE(reader_->Read(&message));
    } while (message.has_progress());
    piece_ = message.piece();
  }

  const std::string& piece() const { return piece_; }

  absl::Status CancelAndFinish() {
    context_.TryCancel();
    return FinishReading();
  }
  absl::Status FinishReading() {
    v1::ExportLedgerResponse message;
    while (reader_->Read(&message)) {
    }
    return FromGrpcStatus(reader_->Finish());
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderInterface<v1::ExportLedgerResponse>>
      reader_;
  std::string piece_;
};

TEST_F(MaintenanceTest, StatsAreThoseOfTheFiles) {
  Serve();
  PutLargeDocument();
  grpc::ClientContext context;
  v1::GetStatsResponse stats;
  ASSERT_TRUE(stub_->GetStats(&context, v1::GetStatsRequest(), &stats).ok());
  const auto of_files = ReadStats(Path("db"));
  ASSERT_TRUE(of_files.ok()) << of_files.status();
  EXPECT_EQ(stats.SerializeAsString(), of_files->SerializeAsString());
  EXPECT_EQ(stats.event_count(), kEvents);
  EXPECT_EQ(stats.document_bytes(), kDocumentBytes);
  EXPECT_GT(stats.log_bytes(), 0u);
}

TEST_F(MaintenanceTest, VerifyTellsEachStepAndWhatTheLedgerHolds) {
  Serve();
  const auto verified = Verify();
  ASSERT_THAT(verified.status, StatusIs(absl::StatusCode::kOk));
  EXPECT_EQ(verified.progress_count, kEvents);
  EXPECT_EQ(verified.last.event_count(), kEvents);
  EXPECT_EQ(verified.last.stream_count(), 1u);
  EXPECT_EQ(verified.last.root(), ledger_->log().MerkleRoot());
}

TEST_F(MaintenanceTest, VerifyNamesWhatIsDamaged) {
  Serve();
  // A byte of the newest commit, which the open ledger has in memory.
  for (const auto& entry : fs::directory_iterator(Path("db/log"))) {
    if (entry.path().extension() != ".log" || entry.file_size() < 200) continue;
    std::fstream file(entry.path(),
                      std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(100);
    const int byte = file.get();
    file.seekp(100);
    file.put(static_cast<char>(byte ^ 1));
  }
  EXPECT_THAT(Verify().status, StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(MaintenanceTest, PiecesOfAnExportMakeTheSameLedger) {
  Serve();
  PutLargeDocument();
  grpc::ClientContext context;
  const auto reader = stub_->ExportLedger(&context, v1::ExportLedgerRequest());
  std::ofstream file(Path("export"), std::ios::binary);
  v1::ExportLedgerResponse message;
  size_t pieces = 0;
  v1::ExportedLedger exported;
  while (reader->Read(&message)) {
    if (!message.piece().empty()) ++pieces;
    file << message.piece();
    if (message.has_exported()) exported = message.exported();
  }
  file.close();
  ASSERT_THAT(FromGrpcStatus(reader->Finish()),
              StatusIs(absl::StatusCode::kOk));
  EXPECT_GE(pieces, kDocumentBytes / (size_t{256} << 10));
  EXPECT_EQ(exported.event_count(), kEvents);
  EXPECT_EQ(exported.document_count(), 1u);
  const auto loaded = log::LoadLedger(Path("export"), Path("copy"), nullptr);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(DigestBytes(loaded->root), ledger_->log().MerkleRoot());
  EXPECT_EQ(exported.root(), ledger_->log().MerkleRoot());
  EXPECT_THAT(Scratch(), IsEmpty());
}

TEST_F(MaintenanceTest, ExportLeavesNothingWhenItsReaderGoes) {
  Serve();
  PutLargeDocument();
  OpenExport left(stub_.get());
  EXPECT_FALSE(left.piece().empty());
  EXPECT_THAT(left.CancelAndFinish(), StatusIs(absl::StatusCode::kCancelled));
  // The turn is free again.
  EXPECT_THAT(Verify().status, StatusIs(absl::StatusCode::kOk));
  EXPECT_THAT(Scratch(), IsEmpty());
}

TEST_F(MaintenanceTest, WhatAKilledExportLeftIsRemovedByTheNext) {
  fs::create_directories(Path("db.exporting-a1B2c3"));
  std::ofstream(Path("db.exporting-a1B2c3/export")) << "half";
  std::ofstream(Path("db.exporting-a1B2c3/export.unfinished-01234567")) << "h";
  // Somebody's own.
  fs::create_directories(Path("db.exporting-sketch"));
  std::ofstream(Path("db.exporting-sketch/notes")) << "mine";
  Serve();
  EXPECT_THAT(OpenExport(stub_.get()).FinishReading(),
              StatusIs(absl::StatusCode::kOk));
  EXPECT_THAT(Scratch(), ::testing::ElementsAre("db.exporting-sketch"));
}

TEST_F(MaintenanceTest, ReaderThatTakesNothingLosesItsTurn) {
  Serve(absl::Milliseconds(50));
  PutLargeDocument();
  OpenExport idle(stub_.get());
  EXPECT_THAT(Verify().status, StatusIs(absl::StatusCode::kOk));
  EXPECT_THAT(idle.FinishReading(), StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(MaintenanceTest, WhoWaitsForATurnCanGo) {
  Serve();
  PutLargeDocument();
  OpenExport holder(stub_.get());
  grpc::ClientContext context;
  context.set_deadline(
      absl::ToChronoTime(absl::Now() + absl::Milliseconds(50)));
  EXPECT_THAT(Verify(&context).status,
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  // Figures have turns of their own.
  grpc::ClientContext other;
  v1::GetStatsResponse stats;
  EXPECT_TRUE(stub_->GetStats(&other, v1::GetStatsRequest(), &stats).ok());
  EXPECT_THAT(holder.FinishReading(), StatusIs(absl::StatusCode::kOk));
  EXPECT_THAT(Verify().status, StatusIs(absl::StatusCode::kOk));
}

TEST_F(MaintenanceTest, LedgerIsBackedUpWhileOthersRecord) {
  Serve();
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) RecordParty(absl::StrCat("w", i));
  });
  uint64_t promised = 0;
  for (int i = 0; i < 3; ++i) {
    const uint64_t before = ledger_->log().size();
    const auto made = BackUp(Path("backups"));
    EXPECT_THAT(made.status, StatusIs(absl::StatusCode::kOk));
    EXPECT_GE(made.last.event_count(), before);
    promised = made.last.event_count();
  }
  stop = true;
  writer.join();
  const auto restored = log::RestoreLedger(Path("backups"), Path("copy"), {});
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_GE(restored->ledger.events, promised);
  EXPECT_EQ(restored->backup.id, 3u);
}

TEST_F(MaintenanceTest, DirectoryOfBackupsMustBeTheServersOwn) {
  Serve();
  EXPECT_THAT(BackUp("").status, StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("required")));
  EXPECT_THAT(
      BackUp("backups").status,
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not absolute")));
  EXPECT_THAT(BackUp(Path(std::string("b\0c", 3))).status,
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("control character")));
  EXPECT_THAT(BackUp(Path("db/backups")).status,
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(MaintenanceTest, CompactTellsBytesBeforeAndAfter) {
  Serve();
  grpc::ClientContext context;
  const auto compacted = ReadAll<v1::CompactLedgerResponse>(
      stub_->CompactLedger(&context, v1::CompactLedgerRequest()));
  ASSERT_THAT(compacted.status, StatusIs(absl::StatusCode::kOk));
  EXPECT_GT(compacted.last.bytes_before(), 0u);
  EXPECT_GT(compacted.last.bytes_after(), 0u);
  EXPECT_THAT(Verify().status, StatusIs(absl::StatusCode::kOk));
}

TEST_F(MaintenanceTest, ServerStopsWhileAnExportIsOpenAndOthersWait) {
  Serve();
  PutLargeDocument();
  OpenExport holder(stub_.get());
  absl::Status waited;
  std::thread waiter([&] { waited = Verify().status; });
  // The waiter may or may not stand in line already; both end.
  server_->Shutdown(absl::ToChronoTime(absl::Now() + absl::Milliseconds(100)));
  waiter.join();
  EXPECT_FALSE(waited.ok());
  EXPECT_FALSE(holder.FinishReading().ok());
}

}  // namespace
}  // namespace clearsky::service
