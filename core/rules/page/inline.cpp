#include "rules/page/inline.h"

#include <cstddef>
#include <set>
#include <string>

namespace limbeck::rules {
namespace {

constexpr std::string_view punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

bool isWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\t'; }

/// Only what a page may open: other pages and the web.
bool isSafeLink(std::string_view href) {
  const std::size_t colon = href.find(':');
  if (colon == std::string_view::npos || href.find('/') < colon || href.starts_with('#')) return true;
  return href.starts_with("https://") || href.starts_with("http://");
}

class InlineReader {
 public:
  explicit InlineReader(std::string_view text) : text_(text) {}

  Inlines read() {
    while (at_ < text_.size()) {
      if (!code() && !escape() && !strong() && !emphasis() && !link() && !autolink()) plain(text_[at_++]);
    }
    flush();
    return std::move(runs_);
  }

 private:
  void plain(char c) { prose_ += c == '\n' ? ' ' : c; }

  void flush() {
    if (!prose_.empty()) runs_.push_back({Inline::Style::Plain, prose_, {}});
    prose_.clear();
  }

  void push(Inline::Style style, std::string_view text, std::string_view href = {}) {
    flush();
    std::string oneLine(text);
    for (char& c : oneLine) {
      if (c == '\n') c = ' ';
    }
    runs_.push_back({style, std::move(oneLine), std::string(href)});
  }

  /// Where `closer` comes next; a closer that was once not found is not looked for again, so that reading stays linear.
  std::size_t closing(std::string_view closer, std::size_t from) {
    if (missing_.count(std::string(closer)) == 1) return std::string_view::npos;
    const std::size_t place = text_.find(closer, from);
    if (place == std::string_view::npos) missing_.insert(std::string(closer));
    return place;
  }

  bool code() {
    if (text_[at_] != '`') return false;
    const std::size_t end = std::min(text_.find_first_not_of('`', at_), text_.size());
    const std::string ticks(end - at_, '`');
    std::size_t close = closing(ticks, end);
    while (close != std::string_view::npos && close + ticks.size() < text_.size() &&
           text_[close + ticks.size()] == '`') {
      close = closing(ticks, std::min(text_.find_first_not_of('`', close), text_.size()));
    }
    if (close == std::string_view::npos) {
      prose_ += ticks;
      at_ = end;
      return true;
    }
    std::string_view inside = text_.substr(end, close - end);
    const bool padded = inside.size() > 2 && inside.front() == ' ' && inside.back() == ' ';
    push(Inline::Style::Code, padded ? inside.substr(1, inside.size() - 2) : inside);
    at_ = close + ticks.size();
    return true;
  }

  bool escape() {
    if (text_[at_] != '\\' || at_ + 1 >= text_.size()) return false;
    if (punctuation.find(text_[at_ + 1]) == std::string_view::npos) return false;
    prose_ += text_[at_ + 1];
    at_ += 2;
    return true;
  }

  bool strong() {
    if (!text_.substr(at_).starts_with("**")) return false;
    const std::size_t close = closing("**", at_ + 3);
    if (close == std::string_view::npos || isSpace(text_[at_ + 2])) return false;
    push(Inline::Style::Strong, text_.substr(at_ + 2, close - at_ - 2));
    at_ = close + 2;
    return true;
  }

  bool emphasis() {
    const char mark = text_[at_];
    if ((mark != '*' && mark != '_') || at_ + 2 >= text_.size()) return false;
    if (isSpace(text_[at_ + 1]) || text_[at_ + 1] == mark) return false;
    if (mark == '_' && at_ > 0 && isWord(text_[at_ - 1])) return false;  // snake_case
    const std::size_t close = closing(std::string_view(&mark, 1), at_ + 2);
    if (close == std::string_view::npos || isSpace(text_[close - 1])) return false;
    if (mark == '_' && close + 1 < text_.size() && isWord(text_[close + 1])) return false;
    push(Inline::Style::Emphasis, text_.substr(at_ + 1, close - at_ - 1));
    at_ = close + 1;
    return true;
  }

  bool link() {
    if (text_[at_] != '[') return false;
    const std::size_t middle = closing("](", at_ + 1);
    if (middle == std::string_view::npos || text_.find('[', at_ + 1) < middle) return false;
    const std::size_t close = closing(")", middle + 2);
    if (close == std::string_view::npos) return false;
    const std::string_view label = text_.substr(at_ + 1, middle - at_ - 1);
    const std::string_view href = text_.substr(middle + 2, close - middle - 2);
    const bool code = label.size() > 2 && label.front() == '`' && label.back() == '`';
    push(code ? Inline::Style::Code : Inline::Style::Plain, code ? label.substr(1, label.size() - 2) : label,
         isSafeLink(href) ? href : std::string_view{});
    at_ = close + 1;
    return true;
  }

  bool autolink() {
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with("<https://") && !rest.starts_with("<http://")) return false;
    const std::size_t close = closing(">", at_ + 1);
    if (close == std::string_view::npos) return false;
    const std::string_view href = text_.substr(at_ + 1, close - at_ - 1);
    push(Inline::Style::Plain, href, href);
    at_ = close + 1;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string prose_;
  Inlines runs_;
  std::set<std::string> missing_;
};

}  // namespace

Inlines readInlines(std::string_view markdown) { return InlineReader(markdown).read(); }

}  // namespace limbeck::rules
