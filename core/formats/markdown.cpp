#include <algorithm>
#include <map>

#include "formats/formats.h"
#include "formats/json_parts.h"
#include "formats/terminal.h"
#include "rules/registry.h"
#include "text/concat.h"

namespace limbeck::formats {
namespace {

/// Text that Markdown shall not read: no HTML, no emphasis, no cell that ends early.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : visible(text)) {
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (std::string_view("\\*_[]|#~$").find(c) != std::string_view::npos)
      out += concat("\\", std::string_view(&c, 1));
    else out += c == '\t' ? ' ' : c;
  }
  return out;
}

/// A code span that nothing in the text can end. Inside a table GitHub reads `\|` as the bar itself, even in code.
std::string code(std::string_view text, bool inTable = false) {
  std::size_t longest = 0;
  std::size_t run = 0;
  std::string inside;
  for (const char c : visible(text)) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    if (c == '|' && inTable) inside += '\\';
    inside += c;
  }
  if (inside.empty()) return {};
  const std::string ticks(longest + 1, '`');
  const bool pads = inside.front() == '`' || inside.back() == '`';
  return pads ? concat(ticks, " ", inside, " ", ticks) : concat(ticks, inside, ticks);
}

/// A message: names in backticks stay names, everything else is plain.
std::string sentence(std::string_view message) {
  std::string out;
  while (!message.empty()) {
    const std::size_t open = message.find('`');
    const std::size_t close = open == std::string_view::npos ? open : message.find('`', open + 1);
    if (close == std::string_view::npos) return out + plain(message);
    out += plain(message.substr(0, open));
    out += code(message.substr(open + 1, close - open - 1));
    message.remove_prefix(close + 1);
  }
  return out;
}

std::string where(const rules::Report& report, const rules::Place& place) {
  const SourceFile* file = report.source(place.path);
  return file == nullptr ? place.path : concat(place.path, ":", std::to_string(1 + file->lineOf(place.span.begin)));
}

std::string compliance(const rules::Report& report) {
  std::string out = "## Compliance with Standard A\n\n| Module |";
  std::string rule = "|---|";
  for (const rules::Requirement& one : rules::requirements()) {
    out += concat(" ", one.id, " ", plain(one.title), " |");
    rule += "---|";
  }
  out += concat(" Verdict |\n", rule, "---|\n");
  for (const rules::ModuleVerdict& module : report.modules) {
    out += concat("| ", module.path.empty() ? std::string("the project") : code(module.path, true), " |");
    for (const rules::RequirementVerdict& one : module.requirements)
      out += concat(" ", rules::verdictLabel(one.verdict), " |");
    out += concat(" **", module.label, "** |\n");
  }
  out += "\n### Evidence\n";
  for (const rules::ModuleVerdict& module : report.modules) {
    out += concat("\n", module.path.empty() ? std::string("The project") : code(module.path), "\n\n");
    for (const rules::RequirementVerdict& one : module.requirements) {
      out += concat("- ", one.id, ", ", rules::verdictLabel(one.verdict), ": ", sentence(one.text), "\n");
    }
  }
  return out + "\n";
}

std::string findingText(const rules::Report& report, const rules::Finding& finding) {
  const rules::RegisteredRule* rule = rules::findRule(finding.code);
  const rules::Page page = rule == nullptr ? rules::Page{} : rules::readPage(rule->head());
  const std::string indent = finding.becauseId.empty() ? "" : "  ";
  std::string out = concat(indent, "- **", severityName(finding.severity), " ", finding.code, "** ",
                           code(where(report, finding.place)), ": ", sentence(finding.message), "\n");
  if (!finding.becauseId.empty()) return out;
  if (!page.clause.empty()) out += concat("  - ", plain(page.clause), ": \"", sentence(page.quote), "\"\n");
  for (const rules::Related& one : finding.related)
    out += concat("  - see ", code(where(report, one.place)), ": ", sentence(one.text), "\n");
  for (const rules::Fix& fix : finding.fixes)
    out += concat("  - fix (", fixBadge(fix.fixClass), "): ", sentence(fix.title), "\n");
  return out;
}

}  // namespace

std::string markdown(const rules::Report& report) {
  std::string out = concat("# Limbeck report\n\n", sentence(report.headline), ".\n\nMade by Limbeck ", LIMBECK_VERSION,
                           ", profile ", report.profile, "; ", std::to_string(report.decided), " of ",
                           rules::counted(report.questions, "question", "questions"), " decided.\n\n");
  if (!report.modules.empty()) out += compliance(report);
  if (!report.findings.empty()) out += "## Findings\n\n";
  std::multimap<std::string_view, const rules::Finding*> consequences;
  for (const rules::Finding& finding : report.findings) {
    if (!finding.becauseId.empty()) consequences.emplace(finding.becauseId, &finding);
  }
  for (const rules::Finding& finding : report.findings) {
    if (!finding.becauseId.empty()) continue;
    out += findingText(report, finding);
    const auto [begin, end] = consequences.equal_range(finding.id);
    for (auto one = begin; one != end; ++one) out += findingText(report, *one->second);
  }
  if (!report.findings.empty()) out += "\n";
  if (!report.ignored.empty()) out += "## Ignored\n\n";
  for (const rules::Finding& finding : report.ignored) {
    out += concat("- ", finding.code, " ", code(where(report, finding.place)), ": ", sentence(finding.message), " (",
                  finding.reason.empty() ? "no reason given" : plain(finding.reason), ")\n");
  }
  if (!report.ignored.empty()) out += "\n";
  const bool unread = std::any_of(report.files.begin(), report.files.end(),
                                  [](const rules::FileNote& file) { return !file.opaque.empty(); });
  if (unread) out += "## Not read\n\n";
  for (const rules::FileNote& file : report.files) {
    if (!file.opaque.empty()) out += concat("- ", code(file.path), ": ", sentence(file.opaque), "\n");
  }
  return out;
}

}  // namespace limbeck::formats
