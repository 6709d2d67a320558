#include "formats/formats.h"
#include "formats/json_parts.h"
#include "formats/terminal.h"
#include "rules/registry.h"
#include "text/concat.h"

namespace limbeck::formats {
namespace {

constexpr std::size_t width = 92;

class PageWriter {
 public:
  PageWriter(const rules::RegisteredRule& rule, bool colour)
      : rule_(*rule.rule), page_(rules::readPage(rule.page)), paint_(colour) {}

  std::string write() {
    out_ = concat(paint_(Tone::Strong, concat(rule_.code, " ", page_.title)), "\n", severityName(rule_.severity));
    out_ += rule_.fix == rules::FixClass::None ? ", no fix" : concat(", fix: ", fixBadge(rule_.fix));
    if (!rule_.requirement.empty()) out_ += concat(", counts for ", rule_.requirement);
    out_ += "\n\n";
    for (const rules::Block& block : page_.blocks) write(block);
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  static std::string flat(const rules::Inlines& runs) {
    std::string text;
    for (const rules::Inline& run : runs) {
      text += run.style == rules::Inline::Style::Code ? limbeck::quoted(run.text) : run.text;
      const bool shown = run.href.empty() || run.href == run.text || !run.href.starts_with("http");
      if (!shown) text += concat(" <", run.href, ">");
    }
    return text;
  }

  void code(std::string_view text, Tone tone) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      out_ += line.empty() ? std::string("\n") : concat("    ", paint_(tone, line), "\n");
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    out_ += '\n';
  }

  void write(const rules::Block& block) {
    using Kind = rules::Block::Kind;
    switch (block.kind) {
      case Kind::Heading: out_ += concat(paint_(Tone::Strong, flat(block.text)), "\n\n"); break;
      case Kind::Paragraph: out_ += concat(wrapped(flat(block.text), width, ""), "\n\n"); break;
      case Kind::Quote:
        out_ += concat("  ", paint_(Tone::Cyan, concat("\"", wrapped(flat(block.text), width, "  "), "\"")), "\n\n");
        break;
      case Kind::Code:
        if (!block.tag.empty())
          out_ += concat("  ", block.tag == "not" ? "Not this" : block.tag == "this" ? "This" : block.tag, "\n");
        code(block.code, block.tag == "not" ? Tone::Red : block.tag == "this" ? Tone::Green : Tone::Plain);
        break;
      case Kind::Example: example(page_.examples[block.example]); break;
      case Kind::List:
        for (const rules::Inlines& item : block.items) out_ += concat("- ", wrapped(flat(item), width - 2, "  "), "\n");
        out_ += '\n';
        break;
    }
  }

  void example(const rules::Example& example) {
    if (!example.title.empty()) out_ += concat(example.title, "\n\n");
    for (const rules::NewFile& file : example.files) {
      out_ += concat("  ", paint_(Tone::Dim, file.path), "\n");
      code(marked(example, file), Tone::Plain);
    }
    for (const rules::NewFile& file : example.fixed) {
      out_ += concat("  ", paint_(Tone::Dim, concat(file.path, " after the fix")), "\n");
      code(file.text, Tone::Green);
    }
  }

  /// The file with the codes of its findings behind their lines.
  static std::string marked(const rules::Example& example, const rules::NewFile& file) {
    std::string text;
    std::uint32_t number = 0;
    for (std::string_view rest = file.text; !rest.empty(); ++number) {
      const std::size_t end = rest.find('\n');
      text += rest.substr(0, end);
      std::string codes;
      for (const rules::Expected& one : example.expected) {
        if (one.path == file.path && one.line == number) codes += (codes.empty() ? "  # " : ", ") + one.code;
      }
      text += codes + "\n";
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return text;
  }

  const rules::Rule& rule_;
  rules::Page page_;
  Paint paint_;
  std::string out_;
};

}  // namespace

std::optional<std::string> explain(std::string_view code, bool colour) {
  const rules::RegisteredRule* rule = rules::findRule(code);
  if (rule == nullptr) return std::nullopt;
  return PageWriter(*rule, colour).write();
}

}  // namespace limbeck::formats
