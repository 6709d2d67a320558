#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "formats/formats.h"
#include "formats/toml.h"
#include "rules/registry.h"
#include "text/concat.h"
#include "text/likeness.h"
#include "text/pattern.h"
#include "text/utf8.h"

namespace limbeck::formats {
namespace {

using project::Settings;
using project::SettingsProblem;

enum class Type : std::uint8_t { Text, Flag, Texts, TextOrTexts, Table };

struct Key {
  std::string_view name;
  Type type;
};

/// Every key there is (engine.md, 11). Those without a reader below belong to rules that are still to come.
constexpr std::array topKeys = {
    Key{"profile", Type::Text},
    Key{"stance", Type::Text},
    Key{"review", Type::Flag},
    Key{"dialects", Type::Texts},
    Key{"alembic", Type::Text},
    Key{"sqlalchemy", Type::Text},
    Key{"base", Type::TextOrTexts},
    Key{"owner", Type::TextOrTexts},
    Key{"models-files", Type::TextOrTexts},
    Key{"modules", Type::TextOrTexts},
    Key{"exclude", Type::TextOrTexts},
    Key{"roots", Type::TextOrTexts},
    Key{"released", Type::TextOrTexts},
    Key{"since", Type::Text},
    Key{"baseline", Type::Text},
    Key{"fail-on", Type::Text},
    Key{"baseline-tables", Type::Texts},
    Key{"external-tables", Type::Texts},
    Key{"compare", Type::Text},
    Key{"allow-auto-names", Type::Flag},
    Key{"strict-unknown", Type::Flag},
    Key{"autogenerate", Type::Flag},
    Key{"select", Type::TextOrTexts},
    Key{"ignore", Type::TextOrTexts},
    Key{"severity", Type::Table},
    Key{"per-file-ignores", Type::Table},
    Key{"registration", Type::Table},
    Key{"naming", Type::Table},
};
constexpr std::array registrationKeys = {Key{"call", Type::TextOrTexts}, Key{"entry", Type::TextOrTexts},
                                         Key{"central", Type::TextOrTexts}};
constexpr std::array namingKeys = {Key{"verbs", Type::Texts}, Key{"pattern", Type::Text}};

constexpr std::array<std::string_view, 5> profiles = {"auto", "module-framework", "fastapi-standard", "flask",
                                                      "generic"};
constexpr std::array<std::string_view, 6> dialects = {"sqlite", "postgresql", "mysql", "mariadb", "mssql", "oracle"};
constexpr std::array<std::string_view, 3> stances = {"greenfield", "standard", "production"};
constexpr std::array<std::string_view, 3> thresholds = {"error", "warning", "info"};
constexpr std::array<std::string_view, 4> severities = {"error", "warning", "info", "off"};

std::string_view inWords(Type type) {
  switch (type) {
    case Type::Text: return "a text";
    case Type::Flag: return "`true` or `false`";
    case Type::Texts: return "a list of texts";
    case Type::TextOrTexts: return "a text or a list of texts";
    case Type::Table: return "a table";
  }
  return {};
}

bool isTexts(const toml::node& node) {
  const toml::array* list = node.as_array();
  return list != nullptr &&
         std::all_of(list->begin(), list->end(), [](const toml::node& item) { return item.is_string(); });
}

bool fits(const toml::node& node, Type type) {
  switch (type) {
    case Type::Text: return node.is_string();
    case Type::Flag: return node.is_boolean();
    case Type::Texts: return isTexts(node);
    case Type::TextOrTexts: return node.is_string() || isTexts(node);
    case Type::Table: return node.is_table();
  }
  return false;
}

class SettingsReader {
 public:
  SettingsReader(std::string_view path, std::string_view bytes) : file_(std::string(path), std::string(bytes)) {}

  std::optional<project::SettingsReading> read() {
    const bool own = file_.path().ends_with("limbeck.toml");
    const toml::parse_result parsed = toml::parse(file_.text());
    if (!parsed) {
      // A pyproject.toml without a word about us is not ours to judge.
      if (!own && file_.text().find("tool.limbeck") == std::string_view::npos) return std::nullopt;
      const toml::parse_error& error = parsed.error();
      const Span place = spanOf(error.source());
      report(place, concat("This is no TOML: ", lowered(error.description())), file_.path());
      reading_.settings.file = file_.path();
      return std::move(reading_);
    }
    const toml::table& root = parsed.table();
    const toml::table* settings = own ? &root : root["tool"]["limbeck"].as_table();
    if (settings == nullptr) {
      const toml::node* misplaced = own ? nullptr : root["tool"]["limbeck"].node();
      if (misplaced == nullptr) return std::nullopt;
      report(spanOf(misplaced->source()), "`tool.limbeck` takes a table", "tool.limbeck");
      return std::move(reading_);
    }
    reading_.settings.file = file_.path();
    table(*settings, topKeys, "");
    return std::move(reading_);
  }

 private:
  static std::string lowered(std::string_view sentence) {
    std::string text(sentence);
    if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && !(text[1] >= 'A' && text[1] <= 'Z')) {
      text[0] = static_cast<char>(text[0] - 'A' + 'a');
    }
    return text;
  }

  /// toml++ counts lines and characters from 1.
  [[nodiscard]] std::uint32_t offsetOf(const toml::source_position& position) const {
    if (position.line == 0) return 0;
    const std::uint32_t start = file_.lineStart(static_cast<std::uint32_t>(position.line - 1));
    const std::size_t before = position.column == 0 ? 0 : position.column - 1;
    return start + static_cast<std::uint32_t>(offsetOfCharacter(file_.text().substr(start), before));
  }

  [[nodiscard]] Span spanOf(const toml::source_region& region) const {
    const std::uint32_t begin = offsetOf(region.begin);
    return {begin, std::max(begin, offsetOf(region.end))};
  }

  [[nodiscard]] Span spanOf(const toml::key& key) const {
    const std::uint32_t begin = offsetOf(key.source().begin);
    const std::string_view rest = file_.text().substr(std::min<std::size_t>(begin, file_.text().size()));
    const std::uint32_t quote = rest.starts_with('"') || rest.starts_with('\'') ? 1 : 0;
    const auto size = static_cast<std::uint32_t>(key.str().size());
    return {begin + quote, begin + quote + (rest.substr(quote).starts_with(key.str()) ? size : 0)};
  }

  /// Of a text, what stands between its quotes.
  [[nodiscard]] Span spanOf(const toml::node& node) const {
    Span span = spanOf(node.source());
    const std::string_view text = file_.text(span);
    const bool isQuoted =
        node.is_string() && text.size() >= 2 && (text[0] == '"' || text[0] == '\'') && !text.starts_with("\"\"\"");
    return isQuoted ? Span{span.begin + 1, span.end - 1} : span;
  }

  void report(Span span, std::string message, std::string_view subject, std::string replacement = {}) {
    if (!replacement.empty()) message += concat("; the nearest is ", limbeck::quoted(replacement));
    reading_.problems.push_back({file_.path(), span, std::move(message), std::string(subject), std::move(replacement)});
  }

  template <std::size_t size>
  void table(const toml::table& from, const std::array<Key, size>& keys, std::string_view prefix) {
    for (const auto& [name, node] : from) {
      const std::string_view word = name.str();
      const auto known = std::find_if(keys.begin(), keys.end(), [word](const Key& key) { return key.name == word; });
      if (known == keys.end()) {
        std::vector<std::string_view> names;
        for (const Key& key : keys) names.push_back(key.name);
        const std::string full = concat(prefix, name.str());
        report(spanOf(name), concat("There is no setting ", limbeck::quoted(full)), full, nearest(name.str(), names));
      } else if (!fits(node, known->type)) {
        report(spanOf(node), concat(limbeck::quoted(concat(prefix, name.str())), " takes ", inWords(known->type)),
               name.str());
      } else {
        take(concat(prefix, name.str()), node);
      }
    }
  }

  static std::vector<std::string> textsOf(const toml::node& node) {
    std::vector<std::string> texts;
    if (const toml::value<std::string>* one = node.as_string()) texts.push_back(one->get());
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& item : *list) {
        if (const toml::value<std::string>* one = item.as_string()) texts.push_back(one->get());
      }
    }
    return texts;
  }

  /// Texts that ought to lead somewhere are kept with their places; whether they do is for the project to say.
  void remember(std::string_view key, const toml::node& node) {
    static constexpr std::array<std::string_view, 8> leading = {
        "base", "owner", "modules", "roots", "registration.central", "released", "since", "baseline"};
    if (std::find(leading.begin(), leading.end(), key) == leading.end()) return;
    const auto one = [&](const toml::node& item) {
      const toml::value<std::string>* text = item.as_string();
      if (text == nullptr) return;
      const Span span = spanOf(item);
      reading_.values.push_back({std::string(key), text->get(), span, file_.text(span) == text->get()});
    };
    one(node);
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& item : *list) one(item);
    }
  }

  void take(std::string_view key, const toml::node& node) {
    Settings& settings = reading_.settings;
    remember(key, node);
    if (key == "profile" || key == "stance") oneOf(key, node);
    if (key == "fail-on") failOn(node);
    if (key == "released") settings.released = textsOf(node);
    if (key == "since") settings.since = node.value_or(std::string());
    if (key == "baseline") settings.baseline = node.value_or(std::string());
    if (key == "sqlalchemy" || key == "alembic") version(key, node);
    if (key == "base") settings.base = textsOf(node);
    if (key == "owner") settings.owner = textsOf(node);
    if (key == "models-files") settings.modelsFiles = textsOf(node);
    if (key == "modules") settings.modules = textsOf(node);
    if (key == "exclude") settings.exclude = textsOf(node);
    if (key == "roots") settings.roots = textsOf(node);
    if (key == "select") settings.select = selectors(node);
    if (key == "ignore") settings.ignore = selectors(node);
    if (key == "dialects") dialectsIn(*node.as_array());
    if (key == "autogenerate") settings.autogenerate = node.value_or(true);
    if (key == "allow-auto-names") settings.allowAutoNames = node.value_or(false);
    if (key == "strict-unknown") settings.strictUnknown = node.value_or(false);
    if (key == "severity") severity(*node.as_table());
    if (key == "per-file-ignores") perFileIgnores(*node.as_table());
    if (key == "registration") table(*node.as_table(), registrationKeys, "registration.");
    if (key == "naming") table(*node.as_table(), namingKeys, "naming.");
    if (key == "naming.verbs") settings.namingVerbs = textsOf(node);
    if (key == "naming.pattern") pattern(node);
    if (key == "registration.call") settings.calls = textsOf(node);
    if (key == "registration.entry") settings.entries = textsOf(node);
  }

  /// A profile or a stance.
  void oneOf(std::string_view key, const toml::node& node) {
    const std::string name = node.value_or(std::string());
    const bool profile = key == "profile";
    std::vector<std::string_view> known(profiles.begin(), profiles.end());
    if (!profile) known.assign(stances.begin(), stances.end());
    if (std::find(known.begin(), known.end(), name) != known.end()) {
      (profile ? reading_.settings.profile : reading_.settings.stance) = name;
      return;
    }
    report(spanOf(node), concat("There is no ", key, " ", limbeck::quoted(name)), name, nearest(name, known));
  }

  void failOn(const toml::node& node) {
    const std::string word = node.value_or(std::string());
    if (std::find(thresholds.begin(), thresholds.end(), word) != thresholds.end()) {
      reading_.settings.failOn = word;
      return;
    }
    report(spanOf(node), concat("A check fails on `error`, `warning` or `info`"), word,
           nearest(word, {thresholds.begin(), thresholds.end()}));
  }

  void pattern(const toml::node& node) {
    const std::string text = node.value_or(std::string());
    if (Pattern::compile(text)) {
      reading_.settings.namingPattern = text;
    } else {
      report(spanOf(node), concat(limbeck::quoted(text), " is no pattern; one looks like `^[a-z]+(_[a-z0-9]+)+$`"),
             text);
    }
  }

  void version(std::string_view package, const toml::node& node) {
    const std::string text = node.value_or(std::string());
    if (const auto version = project::readVersion(text)) {
      reading_.settings.versions.push_back(
          {std::string(package), *version, project::VersionSource::Settings, file_.path()});
    } else {
      report(spanOf(node), concat(limbeck::quoted(text), " is no version; one looks like `2.0`"), text);
    }
  }

  void dialectsIn(const toml::array& list) {
    for (const toml::node& item : list) {
      const std::string name = item.value_or(std::string());
      if (std::find(dialects.begin(), dialects.end(), name) != dialects.end()) {
        reading_.settings.dialects.push_back(name);
      } else {
        report(spanOf(item), concat("There is no dialect ", limbeck::quoted(name)), name,
               nearest(name, {dialects.begin(), dialects.end()}));
      }
    }
  }

  /// Codes, beginnings of codes, "ALL". An unknown one is told and left out.
  std::vector<std::string> selectors(const toml::node& node) {
    std::vector<std::string> known;
    const auto one = [&](const toml::node& item) {
      const std::string text = item.value_or(std::string());
      if (rules::isSelector(text)) {
        known.push_back(text);
      } else {
        report(spanOf(item), concat("There is no rule ", limbeck::quoted(text)), text, rules::nearestSelector(text));
      }
    };
    if (node.is_string()) one(node);
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& item : *list) one(item);
    }
    return known;
  }

  void severity(const toml::table& from) {
    for (const auto& [code, node] : from) {
      const std::string word = node.value_or(std::string());
      if (rules::findRule(code.str()) == nullptr) {
        const std::string near = rules::nearestSelector(code.str());
        report(spanOf(code), concat("There is no rule ", limbeck::quoted(code.str())), code.str(),
               rules::findRule(near) != nullptr ? near : "");
      } else if (std::find(severities.begin(), severities.end(), word) == severities.end()) {
        report(spanOf(node), concat("A severity is `error`, `warning`, `info` or `off`"), code.str(),
               nearest(word, {severities.begin(), severities.end()}));
      } else {
        reading_.settings.severity[std::string(code.str())] = word;
      }
    }
  }

  void perFileIgnores(const toml::table& from) {
    for (const auto& [pattern, node] : from) {
      if (!fits(node, Type::TextOrTexts)) {
        report(spanOf(node), concat("`per-file-ignores` takes a list of codes for each pattern"), pattern.str());
        continue;
      }
      reading_.settings.perFileIgnores.emplace_back(std::string(pattern.str()), selectors(node));
    }
  }

  SourceFile file_;
  project::SettingsReading reading_;
};

}  // namespace

std::vector<std::string> settingKeys() {
  std::vector<std::string> names;
  for (const Key& key : topKeys) names.emplace_back(key.name);
  for (const Key& key : registrationKeys) names.push_back(concat("registration.", key.name));
  for (const Key& key : namingKeys) names.push_back(concat("naming.", key.name));
  return names;
}

std::optional<project::SettingsReading> readSettings(std::string_view path, std::string_view bytes) {
  if (const std::optional<std::string> reason = whyNotText(bytes)) {
    if (!path.ends_with("limbeck.toml")) return std::nullopt;
    project::SettingsReading reading;
    reading.settings.file = path;
    reading.problems.push_back(
        {std::string(path), {}, concat("These settings could not be read: ", *reason), std::string(path), {}});
    return reading;
  }
  return SettingsReader(path, bytes).read();
}

}  // namespace limbeck::formats
