// docs/openapi.json against the routes, both ways, and against what they
// answer.

#include "service/http/openapi.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "base/html.h"
#include "google/protobuf/descriptor.h"
#include "service/http/http_fixture.h"

namespace clearsky {
namespace {

using ::clearsky::test::HttpAnswer;
using ::google::protobuf::Struct;
using ::google::protobuf::Value;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

// One operation of the document.
struct Operation {
  std::string method;
  std::string path;
  Struct object;
};

class OpenApiTest : public test::HttpTest {
 protected:
  void SetUp() override {
    HttpTest::SetUp();
    service::RouteOptions options;
    options.metrics = [] { return "up 1\n"; };
    Serve(options);
    for (const service::Route& route :
         service::MakeRoutes(ledger_.get(), options).routes()) {
      routes_.push_back(route);
    }
    const auto read = google::protobuf::util::JsonStringToMessage(
        std::string(service::OpenApiDocument()), &document_);
    ASSERT_TRUE(read.ok()) << read.message().ToString();
    // What the examples speak of.
    RecordMeeting("air-policy-exchange-7");
    v1::PlanEvent series;
    series.mutable_series_defined()->set_series_id("air-policy-exchange");
    *series.mutable_series_defined()->add_labels() = test::Ko("대기정책 교류");
    Tell("directory", series);
    Tell(test::kPlan,
         test::Held("air-policy-exchange-7", "2022-10-26", "2022-10-26"));
  }

  const Value& At(const std::vector<std::string>& path) const {
    const Struct* object = &document_;
    const Value* value = nullptr;
    for (const std::string& name : path) {
      const auto found = object->fields().find(name);
      if (found == object->fields().end()) {
        static const auto* const none = new Value();
        return *none;
      }
      value = &found->second;
      object = &value->struct_value();
    }
    return *value;
  }

  // A value, or what it refers to.
  const Value& Resolved(const Value& value) const {
    const auto& fields = value.struct_value().fields();
    const auto ref = fields.find("$ref");
    if (ref == fields.end()) return value;
    const std::string& target = ref->second.string_value();
    EXPECT_TRUE(absl::StartsWith(target, "#/")) << target;
    return At(absl::StrSplit(target.substr(2), '/'));
  }

  std::vector<Operation> Operations() const {
    std::vector<Operation> operations;
    for (const auto& [path, item] : At({"paths"}).struct_value().fields()) {
      for (const auto& [method, object] : item.struct_value().fields()) {
        operations.push_back(
            {absl::AsciiStrToUpper(method), path, object.struct_value()});
      }
    }
    return operations;
  }

  // Parameters of an operation that are in `place`.
  std::vector<Struct> Parameters(const Operation& operation,
                                 const std::string& place) const {
    std::vector<Struct> parameters;
    const auto found = operation.object.fields().find("parameters");
    if (found == operation.object.fields().end()) return parameters;
    for (const Value& value : found->second.list_value().values()) {
      const Struct& parameter = Resolved(value).struct_value();
      if (parameter.fields().at("in").string_value() == place) {
        parameters.push_back(parameter);
      }
    }
    return parameters;
  }

  static std::string NameOf(const Struct& parameter) {
    return parameter.fields().at("name").string_value();
  }

  static std::string ExampleOf(const Struct& parameter) {
    const Value& example = parameter.fields().at("example");
    return example.kind_case() == Value::kNumberValue
               ? absl::StrCat(static_cast<int64_t>(example.number_value()))
               : example.string_value();
  }

  // The path with its variables filled in, and the parameters that are
  // required.
  std::string TargetOf(const Operation& operation) const {
    std::string target = operation.path;
    for (const Struct& parameter : Parameters(operation, "path")) {
      target = absl::StrReplaceAll(
          target,
          {{absl::StrCat("{", NameOf(parameter), "}"), ExampleOf(parameter)}});
    }
    target.push_back('?');
    for (const Struct& parameter : Parameters(operation, "query")) {
      if (parameter.fields().count("required") == 0) continue;
      absl::StrAppend(&target, NameOf(parameter), "=",
                      EscapeUrl(ExampleOf(parameter)), "&");
    }
    return target;
  }

  HttpAnswer Run(const Operation& operation, const std::string& target) {
    if (operation.method == "GET") return Get(target);
    const Value& example = operation.object.fields()
                               .at("requestBody")
                               .struct_value()
                               .fields()
                               .at("content")
                               .struct_value()
                               .fields()
                               .at("application/json")
                               .struct_value()
                               .fields()
                               .at("example");
    std::string body;
    EXPECT_TRUE(
        google::protobuf::util::MessageToJsonString(example, &body).ok());
    return Post(target, body);
  }

  std::vector<service::Route> routes_;
  Struct document_;
};

TEST_F(OpenApiTest, DocumentHasTheRoutesAndNoOthers) {
  std::set<std::string> documented;
  for (const Operation& operation : Operations()) {
    documented.insert(absl::StrCat(operation.method, " ", operation.path));
  }
  std::set<std::string> served;
  for (const service::Route& route : routes_) {
    served.insert(absl::StrCat(route.method, " ", route.pattern));
  }
  EXPECT_THAT(documented, ElementsAreArray(served));
}

TEST_F(OpenApiTest, EachRouteTakesTheParametersThatAreDocumented) {
  for (const Operation& operation : Operations()) {
    std::set<std::string> documented;
    for (const Struct& parameter : Parameters(operation, "query")) {
      documented.insert(NameOf(parameter));
    }
    for (const service::Route& route : routes_) {
      if (route.pattern != operation.path || route.method != operation.method) {
        continue;
      }
      const std::set<std::string> taken(route.parameters.begin(),
                                        route.parameters.end());
      EXPECT_THAT(documented, ElementsAreArray(taken)) << operation.path;
    }
    // No other is taken.
    const HttpAnswer answer =
        Run(operation, absl::StrCat(TargetOf(operation), "no_such=1"));
    EXPECT_EQ(answer.status, 400) << operation.path;
    EXPECT_THAT(answer.Member("detail"), HasSubstr("no_such"));
  }
}

TEST_F(OpenApiTest, EachExampleIsAnsweredAsDocumented) {
  for (const Operation& operation : Operations()) {
    std::vector<std::string> targets = {TargetOf(operation)};
    for (const Struct& parameter : Parameters(operation, "query")) {
      if (parameter.fields().count("required") != 0) continue;
      targets.push_back(absl::StrCat(TargetOf(operation), NameOf(parameter),
                                     "=", EscapeUrl(ExampleOf(parameter))));
    }
    const auto& responses =
        operation.object.fields().at("responses").struct_value().fields();
    // What records goes last, as it can be done once.
    for (auto target = targets.rbegin(); target != targets.rend(); ++target) {
      const HttpAnswer answer = Run(operation, *target);
      EXPECT_LT(answer.status, 400)
          << operation.method << " " << *target << "\n"
          << answer.body;
      const auto response = responses.find(absl::StrCat(answer.status));
      ASSERT_NE(response, responses.end())
          << operation.method << " " << *target << ": " << answer.status;
      const std::string type = answer.Header("content-type");
      if (answer.status == 302) continue;
      EXPECT_EQ(Resolved(response->second)
                    .struct_value()
                    .fields()
                    .at("content")
                    .struct_value()
                    .fields()
                    .count(type.substr(0, type.find(';'))),
                1u)
          << *target << ": " << type;
    }
  }
}

TEST_F(OpenApiTest, EachFormatThatIsDocumentedIsServed) {
  for (const Operation& operation : Operations()) {
    if (operation.method != "GET") continue;
    for (const Struct& parameter : Parameters(operation, "query")) {
      if (NameOf(parameter) != "format") continue;
      for (const Value& format : parameter.fields()
                                     .at("schema")
                                     .struct_value()
                                     .fields()
                                     .at("enum")
                                     .list_value()
                                     .values()) {
        const std::string target =
            absl::StrCat(TargetOf(operation), "format=", format.string_value());
        const HttpAnswer answer = Get(target);
        EXPECT_TRUE(answer.status == 200 &&
                    (answer.events != nullptr || !answer.body.empty()))
            << target << "\n"
            << answer.body;
      }
      // An error lists all of them, and no others.
      const std::string detail =
          Get(absl::StrCat(TargetOf(operation), "format=x")).Member("detail");
      std::string listed = detail.substr(detail.find("accepted are"));
      int count = 0;
      for (const char c : listed) count += c == '(' ? 1 : 0;
      EXPECT_EQ(count, parameter.fields()
                           .at("schema")
                           .struct_value()
                           .fields()
                           .at("enum")
                           .list_value()
                           .values_size())
          << operation.path << ": " << detail;
    }
  }
}

TEST_F(OpenApiTest, ReferencesLeadSomewhereAndMessagesAreThoseOfTheSchema) {
  int references = 0;
  const std::function<void(const Value&)> visit = [&](const Value& value) {
    const auto& fields = value.struct_value().fields();
    if (fields.count("$ref") != 0) {
      ++references;
      EXPECT_TRUE(Resolved(value).has_struct_value())
          << fields.at("$ref").string_value();
    }
    for (const auto& [name, member] : fields) visit(member);
    for (const Value& member : value.list_value().values()) visit(member);
  };
  Value all;
  *all.mutable_struct_value() = document_;
  visit(all);
  EXPECT_GT(references, 50);

  int messages = 0;
  for (const auto& [name, schema] :
       At({"components", "schemas"}).struct_value().fields()) {
    const auto& fields = schema.struct_value().fields();
    const auto message = fields.find("x-protobuf-message");
    if (message == fields.end()) continue;
    ++messages;
    const auto* const type =
        google::protobuf::DescriptorPool::generated_pool()
            ->FindMessageTypeByName(message->second.string_value());
    ASSERT_NE(type, nullptr) << message->second.string_value();
    std::set<std::string> members;
    for (int i = 0; i < type->field_count(); ++i) {
      members.insert(type->field(i)->json_name());
    }
    std::set<std::string> documented;
    for (const auto& [member, what] :
         fields.at("properties").struct_value().fields()) {
      documented.insert(member);
    }
    EXPECT_THAT(documented, ElementsAreArray(members)) << name;
  }
  EXPECT_GT(messages, 10);
}

TEST_F(OpenApiTest, DocumentIsServed) {
  const HttpAnswer answer = Get("/v1/openapi.json");
  EXPECT_EQ(answer.body, std::string(service::OpenApiDocument()));
  EXPECT_EQ(Get("/v1/openapi.json", {{"If-None-Match", answer.Header("etag")}})
                .status,
            304);
}

}  // namespace
}  // namespace clearsky
