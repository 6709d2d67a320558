// The C ABI of checker.wasm: bytes in, JSON out, one workspace per instance (ARCHITECTURE.md, "The two doors,
// exactly"). It translates calls and decides nothing.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "formats/formats.h"
#include "formats/schemas.h"
#include "workspace.h"

#define LIMBECK_EXPORT(name) extern "C" __attribute__((export_name(#name), used, visibility("default")))

namespace {

/// What one instance holds. It is made on first use and never destroyed: the instance ends with its memory.
struct Instance {
  limbeck::Workspace workspace;
  std::string reply;
};

Instance& instance() {
  static Instance& one = *new Instance;
  return one;
}

std::string_view view(const char* bytes, std::size_t size) {
  return size == 0 ? std::string_view() : std::string_view(bytes, size);
}

std::size_t answer(std::string reply) {
  instance().reply = std::move(reply);
  return instance().reply.size();
}

}  // namespace

LIMBECK_EXPORT(limbeck_allocate) char* limbeck_allocate(std::size_t size) {
  return static_cast<char*>(std::malloc(size == 0 ? 1 : size));
}

LIMBECK_EXPORT(limbeck_free) void limbeck_free(char* pointer) { std::free(pointer); }

LIMBECK_EXPORT(limbeck_set_file)
void limbeck_set_file(const char* path, std::size_t pathSize, const char* bytes, std::size_t byteSize) {
  instance().workspace.setFile(std::string(view(path, pathSize)), std::string(view(bytes, byteSize)));
}

LIMBECK_EXPORT(limbeck_set_opaque)
void limbeck_set_opaque(const char* path, std::size_t pathSize, const char* reason, std::size_t reasonSize) {
  instance().workspace.setOpaque(std::string(view(path, pathSize)), std::string(view(reason, reasonSize)));
}

LIMBECK_EXPORT(limbeck_remove_file) void limbeck_remove_file(const char* path, std::size_t pathSize) {
  instance().workspace.removeFile(view(path, pathSize));
}

LIMBECK_EXPORT(limbeck_clear) void limbeck_clear() { instance().workspace.clear(); }

LIMBECK_EXPORT(limbeck_check) std::size_t limbeck_check() {
  return answer(limbeck::formats::json(instance().workspace.check()));
}

LIMBECK_EXPORT(limbeck_fix) std::size_t limbeck_fix(const char* selection, std::size_t size) {
  const auto wanted = limbeck::formats::readSelection(view(selection, size));
  const limbeck::Workspace& workspace = instance().workspace;
  limbeck::FixResult result;
  result.proofText = "this selection is not understood";
  if (wanted) result = workspace.fix(*wanted);
  return answer(limbeck::formats::fixReply(result, workspace.check()));
}

LIMBECK_EXPORT(limbeck_report) std::size_t limbeck_report(const char* format, std::size_t size) {
  const std::string_view name = view(format, size);
  const limbeck::Workspace& workspace = instance().workspace;
  if (name == "facts") return answer(workspace.printFacts());
  const limbeck::rules::Report& report = workspace.check();
  if (name == "text") return answer(limbeck::formats::text(report));
  if (name == "sarif") return answer(limbeck::formats::sarif(report));
  if (name == "github") return answer(limbeck::formats::github(report));
  if (name == "markdown") return answer(limbeck::formats::markdown(report));
  return answer({});
}

LIMBECK_EXPORT(limbeck_schema) std::size_t limbeck_schema(const char* query, std::size_t size) {
  const auto question = limbeck::formats::readSchemaQuestion(view(query, size));
  return answer(question ? instance().workspace.schema(question->query, question->format) : std::string());
}

LIMBECK_EXPORT(limbeck_catalog) std::size_t limbeck_catalog(const char* pages, std::size_t size) {
  return answer(limbeck::formats::catalogue(view(pages, size)));
}

LIMBECK_EXPORT(limbeck_page) std::size_t limbeck_page(const char* markdown, std::size_t size) {
  return answer(limbeck::formats::page(limbeck::rules::readPage(view(markdown, size))));
}

LIMBECK_EXPORT(limbeck_wants) std::size_t limbeck_wants(const char* path, std::size_t size) {
  const limbeck::Wanted wanted = limbeck::Workspace::wants(view(path, size));
  return answer(limbeck::formats::wanted(wanted.keep, wanted.reason));
}

LIMBECK_EXPORT(limbeck_reply) const char* limbeck_reply() { return instance().reply.data(); }
