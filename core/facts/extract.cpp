#include "facts/extract.h"

#include "facts/suppressions.h"
#include "facts/syntax.h"
#include "python/quote.h"
#include "text/concat.h"
#include "text/expect.h"

namespace limbeck::facts {
namespace {

/// One pass over the quoted nodes; they are stored parents first, so this is source order up to nesting.
void index(ModuleFacts& facts) {
  const Code& code = *facts.code;
  for (std::uint32_t i = 1; i < code.size(); ++i) {
    const Expr node = code.at(i);
    switch (node.kind()) {
      case Kind::Import:
      case Kind::ImportFrom: facts.imports.push_back(node); break;
      case Kind::Class: facts.classes.push_back(node); break;
      case Kind::Function: facts.functions.push_back(node); break;
      case Kind::Call: facts.calls.push_back(node); break;
      case Kind::Attribute: facts.attributes.push_back(node); break;
      default: break;
    }
  }
}

/// revision = "..." and down_revision = ... at module level, plain or annotated: an Alembic revision file.
bool isRevision(const python::Names& names) {
  return names.module().names.count("revision") > 0 && names.module().names.count("down_revision") > 0;
}

std::string megabytes(std::size_t bytes) {
  const std::size_t tenths = (bytes * 10 + (1U << 19U)) >> 20U;
  return concat(std::to_string(tenths / 10), ".", std::to_string(tenths % 10), " MB");
}

std::shared_ptr<ModuleFacts> empty(SourceFilePtr file) {
  auto facts = std::make_shared<ModuleFacts>();
  facts->file = std::move(file);
  auto code = std::make_shared<python::Code>();
  *code = std::move(python::quote("").code);
  facts->names = python::Names(*code);
  facts->code = std::move(code);
  return facts;
}

}  // namespace

FactsPtr opaque(SourceFilePtr file, std::string reason) {
  auto facts = empty(std::move(file));
  facts->opaque = std::move(reason);
  return facts;
}

FactsPtr extract(SourceFilePtr file) {
  if (file->text().size() > sizeLimit) {
    return opaque(file, concat("this file has ", megabytes(file->text().size()), "; files above ", megabytes(sizeLimit),
                               " are not read"));
  }
  if (auto why = whyNotText(file->text())) return opaque(file, *why);

  python::Quotation quotation = python::quote(file->text());
  if (quotation.gaveUp) return opaque(file, "this text is too far from Python to be read");

  auto facts = std::make_shared<ModuleFacts>();
  facts->file = file;
  facts->code = std::make_shared<const Code>(std::move(quotation.code));
  facts->names = python::Names(*facts->code);
  index(*facts);
  facts->suppressions = readSuppressions(*file, *facts->code, quotation.comments);
  facts->syntax = describeErrors(*file, *facts->code, quotation.errors);
  facts->comments = std::move(quotation.comments);
  for (const SyntaxProblem& problem : facts->syntax) LIMBECK_EXPECT(problem.span.end <= file->text().size());
  for (std::uint32_t i = 1; i < facts->code->size(); ++i)
    LIMBECK_EXPECT(facts->code->node(i).parent < facts->code->size() &&
                   facts->code->node(i).span.end <= file->text().size());
  facts->isRevision = isRevision(facts->names);
  return facts;
}

}  // namespace limbeck::facts
