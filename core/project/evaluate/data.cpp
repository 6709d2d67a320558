// Files whose content is known: opening one, reading its text, and what json makes of it.

#include <cstdlib>

#include "project/evaluate/library.h"
#include "project/given/data_file.h"

namespace limbeck::project::evaluate {
namespace {

/// A new value each time, as json makes new lists and dictionaries. What is read in is no deeper than a few levels.
Value valueOf(const Data& data) {
  std::vector<Value> items;
  for (const Data& item : data.items) items.push_back(valueOf(item));
  switch (data.kind) {
    case Data::Kind::None: return Value::none();
    case Data::Kind::True:
    case Data::Kind::False: return Value::boolean(data.kind == Data::Kind::True);
    case Data::Kind::Int: return Value::integer(std::strtoll(data.text.c_str(), nullptr, 10));
    case Data::Kind::Float: return Value::floating(data.text);
    case Data::Kind::Text: return Value::string(data.text);
    case Data::Kind::List: return Value::list(std::move(items));
    case Data::Kind::Table: break;
  }
  std::vector<std::pair<Value, Value>> pairs;
  for (std::size_t i = 0; i < items.size(); ++i) pairs.emplace_back(Value::string(data.keys[i]), std::move(items[i]));
  return Value::dict(std::move(pairs));
}

}  // namespace

std::optional<Value> Library::handleOn(std::string_view type, const std::string& path) const {
  if (data_.count(path) == 0) return std::nullopt;
  Object handle;
  handle.type = std::string(type);
  handle.own.emplace("at", Value::string(path));
  handle.open = true;
  return Value::object(std::move(handle));
}

std::optional<Value> Library::loaded(const Call& call, std::string_view type) const {
  const Value* from = call.argument(0);
  // A hook makes something else of it.
  if (from == nullptr || !from->is(Value::Kind::Object) || from->object().type != type || !call.keywords.empty())
    return std::nullopt;
  const auto found = data_.find(from->object().kept("at").text());
  return found == data_.end() ? std::nullopt : std::optional(valueOf(*found->second));
}

}  // namespace limbeck::project::evaluate
