#include "python/quoter.h"

#include <algorithm>

namespace limbeck::python {

std::string_view Quoter::source(TreeId id) const {
  const Span span = at(id).span;
  return text_.substr(span.begin, span.size());
}

TreeId Quoter::field(TreeId of, Field field) const {
  for (TreeId c = at(of).firstChild; c != noNode; c = at(c).nextSibling) {
    if (at(c).field == field && (at(c).named || at(c).error)) return c;
  }
  return noNode;
}

TreeId Quoter::firstNamed(TreeId of) const {
  TreeId c = at(of).firstChild;
  while (c != noNode && !at(c).named) c = at(c).nextSibling;
  return c;
}

TreeId Quoter::child(TreeId of, Syntax syntax) const {
  TreeId c = at(of).firstChild;
  while (c != noNode && at(c).syntax != syntax) c = at(c).nextSibling;
  return c;
}

bool Quoter::hasToken(TreeId of, std::string_view token) const {
  for (TreeId c = at(of).firstChild; c != noNode; c = at(c).nextSibling) {
    if (!at(c).named && source(c) == token) return true;
  }
  return false;
}

std::string_view Quoter::token(TreeId of) const {
  for (TreeId c = at(of).firstChild; c != noNode; c = at(c).nextSibling) {
    if (!at(c).named && !at(c).error) return source(c);
  }
  return {};
}

std::uint32_t Quoter::intern(std::string_view text) {
  if (text.empty()) return 0;
  // Keys that are part of the source stay valid; others are compared only while they live, so they are not kept.
  const bool inSource = text.data() >= text_.data() && text.data() + text.size() <= text_.data() + text_.size();
  if (inSource) {
    const auto known = interned_.find(text);
    if (known != interned_.end()) return known->second;
  }
  const auto index = static_cast<std::uint32_t>(code_.strings_.size());
  code_.strings_.emplace_back(text);
  if (inSource) interned_.emplace(text, index);
  return index;
}

Id Quoter::make(Kind kind, Span span, std::string_view text) {
  Node node;
  node.kind = kind;
  node.span = span;
  node.text = intern(text);
  code_.nodes_.push_back(node);
  return static_cast<Id>(code_.nodes_.size() - 1);
}

Id Quoter::finish(Id id, std::span<const Id> children) {
  code_.nodes_[id].firstChild = static_cast<std::uint32_t>(code_.children_.size());
  code_.nodes_[id].childCount = static_cast<std::uint32_t>(children.size());
  for (const Id child : children) {
    code_.children_.push_back(child);
    if (child != 0) code_.nodes_[child].parent = id;
  }
  return id;
}

void Quoter::named(Id id, TreeId name) {
  if (name == noNode) return;
  code_.nodes_[id].text = intern(source(name));
  code_.nodes_[id].name = at(name).span;
}

}  // namespace limbeck::python
