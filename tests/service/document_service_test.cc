// Documents over gRPC: held against a plan, and agreed to.

#include "service/document_service.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/error_detail.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/served_ledger.h"
#include "test/status_matchers.h"

namespace clearsky::service {
namespace {

using ::clearsky::test::IsOk;
using ::clearsky::test::StatusIs;
using ::testing::HasSubstr;

constexpr char kPlan[] = "clear-sky/2022";

std::string Example(const std::string& name) {
  std::ifstream file(
      absl::StrCat(CLEARSKY_SOURCE_DIR, "/examples/clear-sky-2022/", name));
  EXPECT_TRUE(file.is_open()) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

class DocumentServiceTest : public test::ServedLedgerTest {
 protected:
  void SetUp() override {
    ServedLedgerTest::SetUp();
    documents_ = v1::DocumentService::NewStub(channel());
    v1::ImportDocumentRequest import;
    import.mutable_document()->set_content(
        Example("press-release-2022-09-28.txt"));
    import.mutable_document()->set_plan(kPlan);
    import.mutable_document()->set_facts(Example("clear-sky-2022.facts.json"));
    grpc::ClientContext context;
    v1::ImportDocumentResponse response;
    ASSERT_THAT(
        FromGrpcStatus(stub().ImportDocument(&context, import, &response)),
        IsOk());
  }
  void TearDown() override {
    documents_.reset();
    ServedLedgerTest::TearDown();
  }

  static v1::ReconcileDocumentRequest Later() {
    v1::ReconcileDocumentRequest request;
    request.set_content(Example("implementation-table-2022-12-31.ko.tsv"));
    request.set_file_name("table.tsv");
    request.set_plan(kPlan);
    request.set_on_day("2022-12-31");
    return request;
  }

  absl::Status Reconcile(const v1::ReconcileDocumentRequest& request,
                         v1::Reconciliation* reconciliation) {
    grpc::ClientContext context;
    v1::ReconcileDocumentResponse response;
    const absl::Status status = FromGrpcStatus(
        documents_->ReconcileDocument(&context, request, &response));
    reconciliation->Swap(response.mutable_reconciliation());
    return status;
  }

  absl::Status Apply(const v1::ApplyReconciliationRequest& request,
                     v1::ApplyReconciliationResponse* response) {
    grpc::ClientContext context;
    return FromGrpcStatus(
        documents_->ApplyReconciliation(&context, request, response));
  }

  std::unique_ptr<v1::DocumentService::Stub> documents_;
};

TEST_F(DocumentServiceTest, WhatIsProposedIsAgreedToOnce) {
  const uint64_t before = EventCount();
  v1::Reconciliation proposed;
  ASSERT_THAT(Reconcile(Later(), &proposed), IsOk());
  ASSERT_GT(proposed.proposals_size(), 0);
  EXPECT_EQ(EventCount(), before);
  v1::ApplyReconciliationRequest apply;
  *apply.mutable_document() = Later();
  apply.set_known_count(proposed.basis().known_count());
  for (const auto& proposal : proposed.proposals()) {
    if (proposal.kind() == v1::RECONCILIATION_KIND_QUESTION) continue;
    apply.add_agreed()->set_number(proposal.number());
  }
  v1::ApplyReconciliationResponse first;
  ASSERT_THAT(Apply(apply, &first), IsOk());
  EXPECT_EQ(EventCount(),
            before + static_cast<uint64_t>(first.recorded_size()));
  v1::ApplyReconciliationResponse again;
  ASSERT_THAT(Apply(apply, &again), IsOk());
  EXPECT_TRUE(again.duplicate());
  ASSERT_THAT(Reconcile(Later(), &proposed), IsOk());
  EXPECT_EQ(proposed.proposals_size(), 0);
}

TEST_F(DocumentServiceTest, ErrorsOfTheLedgerAreTheCalls) {
  v1::Reconciliation proposed;
  v1::ReconcileDocumentRequest request = Later();
  request.set_plan("clear-sky/2202");
  const absl::Status unknown = Reconcile(request, &proposed);
  EXPECT_THAT(unknown,
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("did you mean")));
  ASSERT_TRUE(DetailOf(unknown).has_value());
  EXPECT_EQ(DetailOf(unknown)->reason, "UNKNOWN_PLAN");
  request = Later();
  request.set_content(std::string("PK\x03\x04", 4));
  EXPECT_THAT(Reconcile(request, &proposed),
              StatusIs(absl::StatusCode::kInvalidArgument));
  v1::ApplyReconciliationRequest apply;
  *apply.mutable_document() = Later();
  apply.set_known_count(1);
  apply.add_agreed()->set_number(1);
  const uint64_t before = EventCount();
  v1::ApplyReconciliationResponse response;
  EXPECT_FALSE(Apply(apply, &response).ok());
  EXPECT_EQ(EventCount(), before);
}

}  // namespace
}  // namespace clearsky::service
