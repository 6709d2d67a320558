// The JSON schemas of the settings and of the baseline say what their readers say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "formats/baseline.h"
#include "formats/formats.h"
#include "support/suite.h"
#include "workspace.h"

namespace limbeck {
namespace {

using nlohmann::json;

json schemaIn(const std::string& name) {
  return json::parse(tests::readFile(std::string(LIMBECK_SOURCE_DIR) + "/docs-site/public/" + name));
}

/// "naming.verbs" with what the schema says of it.
std::vector<std::pair<std::string, json>> keysOf(const json& schema, const std::string& prefix = "") {
  std::vector<std::pair<std::string, json>> keys;
  for (const auto& [name, value] : schema["properties"].items()) {
    keys.emplace_back(prefix + name, value);
    if (!value.contains("properties")) continue;
    EXPECT_FALSE(value["additionalProperties"].get<bool>()) << name;
    for (auto& inner : keysOf(value, prefix + name + ".")) keys.push_back(std::move(inner));
  }
  return keys;
}

/// "a text", as the reader calls it.
std::string typeOf(const json& value) {
  const std::string reference = value.value("$ref", "");
  if (reference.ends_with("textOrTexts")) return "a text or a list of texts";
  if (reference.ends_with("texts")) return "a list of texts";
  const std::string type = value.value("type", "");
  return type == "string"    ? "a text"
         : type == "boolean" ? "`true` or `false`"
         : type == "array"   ? "a list of texts"
                             : "a table";
}

std::vector<std::string> problemsOf(const std::string& key, const std::string& value) {
  const std::size_t dot = key.find('.');
  const std::string text = dot == std::string::npos
                               ? key + " = " + value + "\n"
                               : "[" + key.substr(0, dot) + "]\n" + key.substr(dot + 1) + " = " + value + "\n";
  std::vector<std::string> messages;
  const auto reading = formats::readSettings("limbeck.toml", text);
  for (const project::SettingsProblem& problem : reading->problems) messages.push_back(problem.message);
  return messages;
}

TEST(SchemaOfSettings, HasTheKeysOfTheReader) {
  std::set<std::string> known;
  for (const std::string& key : formats::settingKeys()) known.insert(key);
  std::set<std::string> said;
  for (const auto& [key, value] : keysOf(schemaIn("limbeck.schema.json"))) {
    said.insert(key);
    EXPECT_FALSE(value.value("description", "").empty()) << key;
  }
  EXPECT_EQ(known, said);
}

TEST(SchemaOfSettings, HasTheTypesOfTheReader) {
  for (const auto& [key, value] : keysOf(schemaIn("limbeck.schema.json"))) {
    EXPECT_THAT(problemsOf(key, "17"), ::testing::Contains("`" + key + "` takes " + typeOf(value))) << key;
    if (value.contains("default")) {
      EXPECT_THAT(problemsOf(key, value["default"].dump()), ::testing::IsEmpty()) << key;
    }
  }
}

TEST(SchemaOfSettings, HasTheWordsOfTheReader) {
  std::size_t words = 0;
  const auto expectWords = [&](const std::string& key, const json& list, const std::string& before,
                               const std::string& behind) {
    for (const json& word : list) {
      EXPECT_THAT(problemsOf(key, before + word.dump() + behind), ::testing::IsEmpty()) << key;
      ++words;
    }
    EXPECT_THAT(problemsOf(key, before + "\"?\"" + behind), ::testing::SizeIs(1)) << key;
  };
  for (const auto& [key, value] : keysOf(schemaIn("limbeck.schema.json"))) {
    if (value.contains("enum")) expectWords(key, value["enum"], "", "");
    if (value.contains("items") && value["items"].contains("enum")) expectWords(key, value["items"]["enum"], "[", "]");
    if (value.contains("additionalProperties") && value["additionalProperties"].is_object() &&
        value["additionalProperties"].contains("enum"))
      expectWords(key, value["additionalProperties"]["enum"], "{ XX001 = ", " }");
  }
  EXPECT_GT(words, 15u);
}

TEST(SchemaOfBaseline, IsWhatIsWritten) {
  const json schema = schemaIn("limbeck-baseline.schema.json");
  Workspace workspace;
  workspace.setFile("a.py", "x = (\n");
  workspace.setFile("b.py", "y = (\n");
  const json written = json::parse(workspace.baseline("limbeck-baseline.json").first);
  EXPECT_EQ(written["limbeck-baseline"], schema["properties"]["limbeck-baseline"]["const"]);
  const json& item = schema["properties"]["accepted"]["items"];
  ASSERT_EQ(written["accepted"].size(), 2u);
  for (const json& entry : written["accepted"]) {
    for (const json& key : item["required"]) EXPECT_TRUE(entry.contains(key.get<std::string>())) << key;
    for (const auto& [key, value] : entry.items()) {
      ASSERT_TRUE(item["properties"].contains(key)) << key;
      const std::string pattern = item["properties"][key].value("pattern", ".*");
      EXPECT_TRUE(std::regex_match(value.get<std::string>(), std::regex(pattern))) << key;
    }
  }
}

}  // namespace
}  // namespace limbeck
