#include "facts/extract.h"
#include "text/concat.h"

namespace limbeck::facts {
namespace {

std::string line(const ModuleFacts& facts, Expr node) {
  return std::to_string(facts.file->lineOf(node.span().begin) + 1);
}

std::string source(const ModuleFacts& facts, Expr node) {
  std::string text(facts.file->text(node.span()));
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

void appendImport(std::string& out, const ModuleFacts& facts, Expr node) {
  out += concat("  import ", line(facts, node), ":");
  if (node.is(Kind::ImportFrom)) out += concat(" from ", node.text());
  for (const Expr alias : node) {
    out += concat(" ", alias.text());
    if (alias.size() > 0) out += concat(" as ", alias[0].text());
  }
  out += '\n';
}

}  // namespace

std::string dump(const ModuleFacts& facts) {
  std::string out = facts.path() + "\n";
  if (facts.opaque) return out + "  opaque: " + *facts.opaque + "\n";
  if (facts.isRevision) out += "  revision file\n";
  for (const Expr node : facts.imports) appendImport(out, facts, node);
  for (const Expr node : facts.classes) {
    out += concat("  class ", line(facts, node), ": ", node.text());
    for (const Expr base : node.bases()) out += concat(" ", source(facts, base));
    out += '\n';
  }
  for (const Expr node : facts.functions) {
    out += concat("  function ", line(facts, node), ": ", node.isAsync() ? "async " : "", node.text(), "(");
    for (const Expr parameter : node.parameters()) {
      out += concat(parameter == node.parameters()[0] ? "" : ", ", parameter.text());
    }
    out += ")\n";
  }
  for (const Expr node : facts.calls)
    out += concat("  call ", line(facts, node), ": ", source(facts, node.callee()), "\n");
  for (const Suppression& suppression : facts.suppressions) {
    out += concat("  ignore ",
                  suppression.wholeFile ? "file"
                                        : concat("lines ", std::to_string(suppression.firstLine + 1), "-",
                                                 std::to_string(suppression.lastLine + 1)),
                  ":");
    for (const SuppressedCode& code : suppression.codes) out += concat(" ", code.code);
    if (!suppression.reason.empty()) out += concat(" because ", suppression.reason);
    out += '\n';
  }
  for (const SyntaxProblem& problem : facts.syntax) {
    out += concat("  error ", std::to_string(facts.file->lineOf(problem.span.begin) + 1), ": ", problem.message, "\n");
  }
  return out;
}

}  // namespace limbeck::facts
