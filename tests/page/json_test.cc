#include "page/json.h"

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <iostream>
#include <random>
#include <string>

#include "clearsky/v1/error_detail.pb.h"
#include "clearsky/v1/event.pb.h"
#include "clearsky/v1/ledger_service.pb.h"
#include "fuzz/message_mutator.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "gtest/gtest.h"

// What libFuzzer gives the mutator of messages; here some text.
extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size,
                                   size_t max_size) {
  constexpr char kText[] = "청천 <10.26> \"\\\n\t\x7f/ 10월 말";
  static unsigned turn = 0;
  const size_t wanted = ++turn % sizeof(kText);
  size_t count = wanted < max_size ? wanted : max_size;
  // Whole characters.
  while (count > 0 && (kText[count] & 0xc0) == 0x80) --count;
  for (size_t i = 0; i < count; ++i) data[i] = static_cast<uint8_t>(kText[i]);
  return count > 0 ? count : size;
}

namespace clearsky::page {
namespace {

using google::protobuf::Message;

// What protobuf's own printer makes of the message, maps in order.
std::string ByLibrary(const Message& message, bool indented) {
  static auto* const types =
      google::protobuf::util::NewTypeResolverForDescriptorPool(
          "type.googleapis.com",
          google::protobuf::DescriptorPool::generated_pool());
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&out);
  }
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = indented;
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(
      types, "type.googleapis.com/" + message.GetDescriptor()->full_name(),
      bytes, &json, options);
  EXPECT_TRUE(status.ok()) << status.ToString();
  while (!json.empty() && json.back() == '\n') json.pop_back();
  return json;
}

std::string Printed(const Message& message, bool indented) {
  std::string json;
  EXPECT_TRUE(PrintJson(message, indented, &json));
  return json;
}

void ExpectTheSame(const Message& message) {
  for (const bool indented : {false, true}) {
    ASSERT_EQ(Printed(message, indented), ByLibrary(message, indented))
        << message.DebugString();
  }
}

std::string Utf8Of(uint32_t point) {
  std::string text;
  const auto add = [&text](uint32_t byte) {
    text.push_back(static_cast<char>(byte));
  };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xc0 | point >> 6);
    add(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    add(0xe0 | point >> 12);
    add(0x80 | (point >> 6 & 0x3f));
    add(0x80 | (point & 0x3f));
  } else {
    add(0xf0 | point >> 18);
    add(0x80 | (point >> 12 & 0x3f));
    add(0x80 | (point >> 6 & 0x3f));
    add(0x80 | (point & 0x3f));
  }
  return text;
}

TEST(JsonTest, EveryCharacterIsWrittenAsProtobufWritesIt) {
  for (uint32_t block = 0; block < 0x110000; block += 0x1000) {
    std::string text;
    for (uint32_t point = block; point < block + 0x1000; ++point) {
      if (point >= 0xd800 && point < 0xe000) continue;
      text += Utf8Of(point);
    }
    v1::MetadataEntry entry;
    entry.set_key(text);
    ASSERT_EQ(Printed(entry, false), ByLibrary(entry, false))
        << "from U+" << std::hex << block;
  }
}

TEST(JsonTest, TimesHaveAsManyDigitsAsTheyNeed) {
  for (const int64_t seconds : {int64_t{-62135596800}, int64_t{-1}, int64_t{0},
                                int64_t{1664323200}, int64_t{253402300799}}) {
    for (const int nanos : {0, 1, 1000, 123456, 500000000, 999999999}) {
      v1::StoredEvent event;
      event.mutable_record_time()->set_seconds(seconds);
      event.mutable_record_time()->set_nanos(nanos);
      ExpectTheSame(event);
    }
  }
}

TEST(JsonTest, MapsAreInTheOrderOfTheirKeys) {
  v1::ErrorDetail detail;
  for (const char* key : {"b", "a", "청천", "", "a\"", "B"}) {
    (*detail.mutable_metadata())[key] = key;
  }
  (*detail.mutable_metadata())["none"];
  ExpectTheSame(detail);
}

TEST(JsonTest, EmptyMessagesAndListsAreWrittenAsProtobufWritesThem) {
  v1::GetPlanResponse response;
  ExpectTheSame(response);
  response.mutable_state();
  ExpectTheSame(response);
  (*response.mutable_state()->mutable_activities())["b"];
  (*response.mutable_state()->mutable_activities())["a"];
  ExpectTheSame(response);
  v1::ReadEvent event;
  event.mutable_stored()->set_data(std::string("\0\xff\x10z", 4));
  event.mutable_event()->mutable_plan_registered();
  ExpectTheSame(event);
}

// CLEARSKY_JSON_SEED repeats a run.
TEST(JsonTest, AnyMessageIsPrintedAsProtobufPrintsIt) {
  const char* const given = std::getenv("CLEARSKY_JSON_SEED");
  const unsigned seed = given == nullptr
                            ? std::random_device()()
                            : static_cast<unsigned>(std::atoll(given));
  std::cout << "CLEARSKY_JSON_SEED=" << seed << "\n";
  std::mt19937 random(seed);
  for (int i = 0; i < 20; ++i) {
    v1::ReadEvent event;
    v1::GetTableResponse table;
    v1::ListChangesResponse changes;
    for (int k = 0; k < 60; ++k) {
      for (Message* message :
           std::initializer_list<Message*>{&event, &table, &changes}) {
        fuzz::MutateMessage(static_cast<uint32_t>(random()), message);
        // Times out of bounds are for the library to refuse.
        std::string json;
        if (PrintJson(*message, true, &json)) {
          ASSERT_EQ(json, ByLibrary(*message, true)) << message->DebugString();
        }
      }
    }
  }
}

TEST(JsonTest, WhatNoMessageOfOursHasIsLeftToTheLibrary) {
  google::protobuf::Value number;
  number.set_number_value(1.5);
  std::string json;
  EXPECT_FALSE(PrintJson(number, false, &json));
  v1::StoredEvent event;
  event.mutable_record_time()->set_nanos(-1);
  EXPECT_FALSE(PrintJson(event, false, &json));
}

}  // namespace
}  // namespace clearsky::page
