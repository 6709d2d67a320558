#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "formats/formats.h"
#include "formats/frame.h"
#include "formats/json_parts.h"
#include "formats/terminal.h"
#include "rules/registry.h"
#include "text/concat.h"
#include "text/utf8.h"

namespace limbeck::formats {
namespace {

constexpr std::size_t textWidth = 96;
constexpr std::size_t previewLines = 10;
constexpr std::uint32_t mostPassing = 8;  ///< modules that pass, each with a line of its own
constexpr std::size_t notedPlaces = 3;

Tone toneOf(rules::Severity severity) {
  if (severity == rules::Severity::Error) return Tone::Red;
  return severity == rules::Severity::Warning ? Tone::Yellow : Tone::Blue;
}

Tone toneOf(rules::Verdict verdict) {
  if (verdict == rules::Verdict::Fail) return Tone::Red;
  if (verdict == rules::Verdict::Undecided) return Tone::Yellow;
  return verdict == rules::Verdict::NotApplicable ? Tone::Dim : Tone::Green;
}

class TextWriter {
 public:
  TextWriter(const rules::Report& report, TextOptions options)
      : report_(report), options_(options), paint_(options.colour) {}

  std::string write() {
    for (const rules::FileNote& file : report_.files) {
      if (!file.opaque.empty()) unread_.insert(file.path);
    }
    for (const rules::Finding& finding : report_.findings) {
      if (!finding.becauseId.empty()) consequences_.emplace(finding.becauseId, &finding);
    }
    headline();
    verdicts();
    unread();
    findings();
    if (options_.statistics) statistics();
    return std::move(out_);
  }

 private:
  void headline() { out_ += paint_(Tone::Strong, visible(report_.headline)) + "\n"; }

  /// The most important first, as the report has them; notes are only counted, unless they are asked for. Where
  /// anything was shown the counts stand below it once more: a terminal shows the end.
  void findings() {
    std::uint32_t folded = 0;
    bool any = false;
    for (const rules::Finding& finding : report_.findings) {
      if (!finding.becauseId.empty()) continue;
      const auto [begin, end] = consequences_.equal_range(finding.id);
      if (isFolded(finding, begin, end)) {
        ++folded;
        continue;
      }
      if (std::exchange(any, true) || !report_.modules.empty()) out_ += '\n';
      root(finding);
      for (auto one = begin; one != end; ++one) consequence(*one->second);
    }
    const std::string more =
        folded == 0 ? std::string() : concat("+", rules::counted(folded, "note", "notes"), ": --show-info");
    if (any) {
      out_ += '\n';
      if (more.empty()) headline();
      else out_ += concat(paint_(Tone::Strong, visible(report_.headline)), "\n", paint_(Tone::Dim, more), "\n");
    } else if (!more.empty()) {
      out_ += concat(paint_(Tone::Dim, more), "\n");
    }
  }

  /// A note none of whose consequences is more than one.
  template <typename Iterator>
  [[nodiscard]] bool isFolded(const rules::Finding& finding, Iterator begin, Iterator end) const {
    const auto isNote = [](const rules::Finding& one) { return one.severity == rules::Severity::Info; };
    return !options_.infos && !options_.verbose && isNote(finding) &&
           std::all_of(begin, end, [&](const auto& entry) { return isNote(*entry.second); });
  }

  [[nodiscard]] std::string where(const rules::Place& place) const {
    const SourceFile* file = report_.source(place.path);
    if (file == nullptr) return visible(place.path);
    const std::uint32_t line = file->lineOf(place.span.begin);
    const std::uint32_t start = file->lineStart(line);
    const std::string_view before = file->text({start, std::max(start, place.span.begin)});
    return concat(visible(place.path), ":", std::to_string(line + 1), ":", std::to_string(characterCount(before) + 1));
  }

  /// The page of a rule, read once.
  const rules::Page& pageOf(const std::string& code) {
    const auto known = pages_.find(code);
    if (known != pages_.end()) return known->second;
    const rules::RegisteredRule* rule = rules::findRule(code);
    return pages_.emplace(code, rule == nullptr ? rules::Page{} : rules::readPage(rule->head())).first->second;
  }

  void title(const rules::Finding& finding, std::string_view margin) {
    out_ += concat(margin, paint_(Tone::Strong, where(finding.place)), "  ",
                   paint_(toneOf(finding.severity), concat(severityName(finding.severity), " ", finding.code)), "  ",
                   visible(finding.message), "\n");
  }

  void frame(const rules::Finding& finding, std::string_view margin) {
    const SourceFile* file = report_.source(finding.place.path);
    if (file == nullptr || file->text().empty() || unread_.count(finding.place.path) == 1) return;
    out_ += codeFrame(*file, finding.place.span, margin, toneOf(finding.severity), paint_);
  }

  void labelled(std::string_view label, std::string_view text) {
    const std::string indent(8, ' ');
    std::string head = concat("  ", label);
    head.resize(8, ' ');
    out_ += concat(paint_(Tone::Dim, head), wrapped(visible(text), textWidth - 8, indent), "\n");
  }

  /// What its rule says of all its findings is said at the first of them.
  void root(const rules::Finding& finding) {
    title(finding, "");
    frame(finding, "  ");
    const bool first = said_.insert(finding.code).second;
    if (!first && !options_.verbose) return;
    const rules::Page& page = pageOf(finding.code);
    if (!page.why.empty()) labelled("why", page.why);
    if (!page.clause.empty()) labelled("says", concat(page.clause, ": \"", page.quote, "\""));
    // A note about history is read for its count: a few of its places will do.
    const std::size_t shown =
        finding.older > 0 ? std::min(finding.related.size(), notedPlaces) : finding.related.size();
    for (std::size_t i = 0; i < shown; ++i)
      labelled("see", concat(where(finding.related[i].place), "  ", finding.related[i].text));
    if (const std::size_t more = finding.related.size() - shown; more > 0)
      labelled("see", concat("and ", rules::counted(static_cast<std::uint32_t>(more), "more place", "more places")));
    for (const rules::Fix& fix : finding.fixes) fixed(fix);
  }

  void fixed(const rules::Fix& fix) {
    labelled("fix", concat(fix.title, "  [", fixBadge(fix.fixClass), "]"));
    const std::vector<PreviewLine> lines = fixPreview(report_, fix);
    for (std::size_t i = 0; i < lines.size() && i < previewLines; ++i) {
      const PreviewLine& line = lines[i];
      const Tone tone = line.mark == '-' ? Tone::Red : line.mark == '+' ? Tone::Green : Tone::Dim;
      const std::string text = line.mark == ' ' ? line.text : concat(std::string_view(&line.mark, 1), " ", line.text);
      out_ += concat("        ", paint_(tone, text), "\n");
    }
    if (lines.size() > previewLines) {
      const auto more = static_cast<std::uint32_t>(lines.size() - previewLines);
      out_ +=
          concat("        ", paint_(Tone::Dim, concat("and ", rules::counted(more, "more line", "more lines"))), "\n");
    }
  }

  void consequence(const rules::Finding& finding) {
    title(finding, "    ");
    frame(finding, "      ");
  }

  void verdicts() {
    if (report_.modules.empty()) return;
    std::size_t names = 0;
    std::size_t titles = 0;
    for (const rules::ModuleVerdict& module : report_.modules) {
      names = std::max(names, columnsOf(nameOf(module)));
      for (const rules::RequirementVerdict& one : module.requirements) {
        if (isShown(one)) titles = std::max(titles, columnsOf(titleOf(one)));
      }
    }
    out_ += '\n';
    std::uint32_t passing = 0;
    for (const rules::ModuleVerdict& module : report_.modules) {
      const bool passes = module.verdict == rules::Verdict::Pass || module.verdict == rules::Verdict::NoModels;
      if (passes && ++passing > mostPassing && !options_.verbose) continue;
      out_ += concat(padded(nameOf(module), names), paint_(toneOf(module.verdict), module.label), "\n");
      for (const rules::RequirementVerdict& one : module.requirements) {
        if (isShown(one)) requirement(one, titles);
      }
    }
    if (passing > mostPassing && !options_.verbose)
      out_ += concat("and ", rules::counted(passing - mostPassing, "module that passes", "modules that pass"), "\n");
  }

  /// A cell of a column: as wide as its widest one, and two spaces before the next.
  static std::string padded(std::string text, std::size_t width) {
    text.append(width - columnsOf(text) + 2, ' ');
    return text;
  }

  static std::string nameOf(const rules::ModuleVerdict& module) {
    return module.path.empty() ? std::string("the project") : visible(module.path);
  }

  /// Of several modules only what is wrong or open; a project on its own is told everything.
  [[nodiscard]] bool isShown(const rules::RequirementVerdict& one) const {
    const bool alone = report_.modules.size() == 1 || options_.verbose;
    if (!alone && one.verdict == rules::Verdict::Pass) return false;
    return one.verdict != rules::Verdict::NoModels && one.verdict != rules::Verdict::NotApplicable;
  }

  /// "B1 Every model discovered"
  static std::string titleOf(const rules::RequirementVerdict& one) {
    for (const rules::Requirement& known : rules::requirements()) {
      if (known.id == one.id) return concat(one.id, " ", known.title);
    }
    return one.id;
  }

  void requirement(const rules::RequirementVerdict& one, std::size_t width) {
    std::string label(rules::verdictLabel(one.verdict));
    label.resize(13, ' ');
    out_ += concat("  ", padded(titleOf(one), width), paint_(toneOf(one.verdict), label), visible(one.text), "\n");
  }

  void unread() {
    bool any = false;
    for (const rules::FileNote& file : report_.files) {
      if (file.opaque.empty()) continue;
      if (!std::exchange(any, true) && !report_.modules.empty()) out_ += '\n';
      out_ += concat(paint_(Tone::Yellow, "not read"), "  ", visible(file.path), ": ", visible(file.opaque), "\n");
    }
  }

  void statistics() {
    out_ += '\n';
    std::map<std::string, std::uint32_t> counts;
    for (const rules::Finding& finding : report_.findings) ++counts[finding.code];
    for (const auto& [code, count] : counts) {
      const std::string number = std::to_string(count);
      out_ += concat(std::string(number.size() < 5 ? 5 - number.size() : 0, ' '), number, "  ", code, " ",
                     pageOf(code).title, "\n");
    }
    out_ +=
        concat(std::to_string(report_.decided), " of ", rules::counted(report_.questions, "question", "questions"),
               " decided, ", rules::counted(static_cast<std::uint32_t>(report_.ignored.size()), "finding", "findings"),
               " ignored\n");
  }

  const rules::Report& report_;
  TextOptions options_;
  Paint paint_;
  std::multimap<std::string, const rules::Finding*> consequences_;  ///< by the id of their root
  std::set<std::string> unread_;                                    ///< files whose lines are nothing to look at
  std::map<std::string, rules::Page> pages_;
  std::set<std::string> said_;  ///< codes whose reason was given
  std::string out_;
};

}  // namespace

std::string text(const rules::Report& report, TextOptions options) { return TextWriter(report, options).write(); }

}  // namespace limbeck::formats
