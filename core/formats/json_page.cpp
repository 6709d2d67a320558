#include <algorithm>

#include "formats/formats.h"
#include "formats/json_parts.h"
#include "rules/registry.h"
#include "text/edit.h"

namespace limbeck::formats {
namespace {

Json inlinesJson(const rules::Inlines& runs) {
  Json list = Json::array();
  for (const rules::Inline& run : runs) {
    Json json = {{"text", run.text}};
    if (run.style == rules::Inline::Style::Code) json["style"] = "code";
    if (run.style == rules::Inline::Style::Strong) json["style"] = "strong";
    if (run.style == rules::Inline::Style::Emphasis) json["style"] = "emphasis";
    if (!run.href.empty()) json["href"] = run.href;
    list.push_back(std::move(json));
  }
  return list;
}

Json blockJson(const rules::Block& block) {
  using Kind = rules::Block::Kind;
  switch (block.kind) {
    case Kind::Heading: return {{"kind", "heading"}, {"level", block.level}, {"text", inlinesJson(block.text)}};
    case Kind::Paragraph: return {{"kind", "paragraph"}, {"text", inlinesJson(block.text)}};
    case Kind::Quote: return {{"kind", "quote"}, {"text", inlinesJson(block.text)}};
    case Kind::Code: return {{"kind", "code"}, {"language", block.language}, {"tag", block.tag}, {"text", block.code}};
    case Kind::Example: return {{"kind", "example"}, {"index", block.example}};
    case Kind::List: break;
  }
  Json items = Json::array();
  for (const rules::Inlines& item : block.items) items.push_back(inlinesJson(item));
  return {{"kind", "list"}, {"items", std::move(items)}};
}

/// What the fixes of the page leave, each file with the lines that differ from the one it was; a new file has none.
Json fixedJson(const rules::Example& example) {
  Json fixed = newFilesJson(example.fixed);
  for (std::size_t i = 0; i < example.fixed.size(); ++i) {
    const rules::NewFile& after = example.fixed[i];
    for (const rules::NewFile& before : example.files) {
      if (before.path == after.path) fixed[i]["diff"] = unifiedDiff(after.path, before.text, after.text);
    }
  }
  return fixed;
}

Json exampleJson(const rules::Example& example) {
  Json expected = Json::array();
  for (const rules::Expected& one : example.expected) {
    expected.push_back({{"path", one.path}, {"line", one.line}, {"code", one.code}});
  }
  return {{"title", example.title},
          {"kind", example.bad ? "bad" : "good"},
          {"files", newFilesJson(example.files)},
          {"expected", std::move(expected)},
          {"fixed", fixedJson(example)}};
}

void addBody(Json& into, const rules::Page& page) {
  into["blocks"] = Json::array();
  for (const rules::Block& block : page.blocks) into["blocks"].push_back(blockJson(block));
  into["examples"] = Json::array();
  for (const rules::Example& example : page.examples) into["examples"].push_back(exampleJson(example));
}

Json ruleJson(const rules::RegisteredRule& one, std::string_view pages) {
  const rules::Page page = rules::readPage(rules::pageIn(pages, one));
  Json json = Json::object();
  addRuleNote(json, page);
  json["code"] = one.rule->code;
  json["severity"] = severityName(one.rule->severity);
  json["fix"] = fixClassName(one.rule->fix);
  if (!one.rule->requirement.empty()) json["requirement"] = one.rule->requirement;
  json["family"] = one.rule->code.substr(0, 2);
  addBody(json, page);
  return json;
}

}  // namespace

std::string page(const rules::Page& page) {
  Json json = {{"title", page.title}, {"summary", page.summary}};
  addBody(json, page);
  return dumped(json);
}

std::string catalogue(std::string_view pages) {
  const std::vector<rules::RegisteredRule> all = rules::byCode();
  Json json = {{"limbeck", LIMBECK_VERSION}};
  json["families"] = Json::array();
  for (const rules::Family& family : rules::families()) {
    const bool inUse = std::any_of(all.begin(), all.end(), [&](const rules::RegisteredRule& one) {
      return one.rule->code.starts_with(family.prefix);
    });
    if (inUse) json["families"].push_back({{"prefix", family.prefix}, {"title", family.title}});
  }
  json["requirements"] = requirementsJson();
  json["rules"] = Json::array();
  for (const rules::RegisteredRule& one : all) json["rules"].push_back(ruleJson(one, pages));
  return dumped(json);
}

}  // namespace limbeck::formats
