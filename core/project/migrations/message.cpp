#include "project/migrations/message.h"

#include <algorithm>
#include <iterator>

#include "project/given/alembic_config.h"
#include "project/given/places.h"
#include "project/project.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

bool isDecimalDigit(char c) { return c >= '0' && c <= '9'; }
bool isWord(char c) {
  return c == '_' || isDecimalDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (separators.find(c) != std::string_view::npos) parts.emplace_back();
    else parts.back() += c;
  }
  parts.erase(std::remove_if(parts.begin(), parts.end(), [](const std::string& part) { return part.empty(); }),
              parts.end());
  return parts;
}

/// A piece of a file_template: text as it stands, or a field.
struct Piece {
  bool field = false;
  std::string text;       ///< the text, or the field's name
  std::size_t width = 0;  ///< digits of `%(month).2d`; 0 when any
};

/// "%%(year)d_%%(rev)s" of an .ini file, "%(year)d_%(rev)s" of others.
std::vector<Piece> piecesOf(std::string_view written) {
  std::vector<Piece> pieces;
  std::string plain;
  for (std::size_t at = 0; at < written.size();) {
    const std::size_t percent = written.substr(at).find_first_not_of('%');
    const std::size_t close = written.find(')', at);
    if (percent == 0 || percent == std::string_view::npos || written[at + percent] != '(' ||
        close == std::string_view::npos) {
      plain += written[at++];
      continue;
    }
    if (!plain.empty()) pieces.push_back({false, std::move(plain), 0});
    plain.clear();
    Piece field{true, std::string(written.substr(at + percent + 1, close - at - percent - 1)), 0};
    at = close + 1;
    if (at < written.size() && (written[at] == '.' || written[at] == '0')) ++at;
    while (at < written.size() && isDecimalDigit(written[at]))
      field.width = field.width * 10 + static_cast<std::size_t>(written[at++] - '0');
    if (at < written.size()) ++at;  // d or s
    if (field.text == "year" && field.width == 0) field.width = 4;
    pieces.push_back(std::move(field));
  }
  if (!plain.empty()) pieces.push_back({false, std::move(plain), 0});
  return pieces;
}

/// Takes the piece from the front (or the back) of the stem; false when it is not there.
bool take(std::string_view& stem, const Piece& piece, std::string_view id, bool front) {
  const std::string_view text = piece.field ? id : std::string_view(piece.text);
  if (!piece.field || piece.text == "rev") {
    const bool there = front ? stem.starts_with(text) : stem.ends_with(text);
    if (!there || text.empty()) return false;
    front ? stem.remove_prefix(text.size()) : stem.remove_suffix(text.size());
    return true;
  }
  std::size_t count = 0;
  while (count < stem.size() && (piece.width == 0 || count < piece.width) &&
         isDecimalDigit(front ? stem[count] : stem[stem.size() - 1 - count]))
    ++count;
  if (count == 0 || (piece.width > 0 && count < piece.width)) return false;
  front ? stem.remove_prefix(count) : stem.remove_suffix(count);
  return true;
}

/// "0002_add_users", "2024-01-05-add-users", whatever the template says: without its id and its numbers.
std::string withoutNumbers(std::string_view stem, std::string_view id) {
  std::string text(stem);
  if (const std::size_t at = id.empty() ? std::string::npos : text.find(id);
      at != std::string::npos && id.size() < text.size()) {
    const bool atEdge = at == 0 || at + id.size() == text.size();
    text =
        concat(std::string_view(text).substr(0, at), atEdge ? "" : "_", std::string_view(text).substr(at + id.size()));
  }
  constexpr std::string_view edge = "0123456789_-.";
  const std::size_t begin = text.find_first_not_of(edge);
  if (begin == std::string::npos) return {};
  const bool digitsFirst = begin > 0 && isDecimalDigit(text[begin - 1]);  // "2fa_tokens": the digit is part of the word
  return text.substr(digitsFirst && begin == 1 ? 0 : begin);
}

Span placeOf(const Project& project, const Revision& revision) {
  const ModuleFacts& facts = project.file(revision.file);
  const Expr first = facts.module()[0];
  if (first.is(Kind::Expression) && first[0].is(Kind::String) && !titleOf(revision).empty()) {
    const std::string line = titleOf(revision);
    const Span span = first[0].span();
    const std::size_t at = facts.file->text(span).find(line);
    if (at == std::string_view::npos) return span;
    return {span.begin + static_cast<std::uint32_t>(at), span.begin + static_cast<std::uint32_t>(at + line.size())};
  }
  if (revision.idAt) return revision.idAt.span();
  return facts.file->lineSpan(0);
}

}  // namespace

std::string titleOf(const Revision& revision) {
  std::string line = revision.doc.substr(0, revision.doc.find('\n'));
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
  return line.starts_with("Revision ID") || line.starts_with("Revises:") ? std::string() : line;
}

std::string slugOf(std::string_view message) {
  std::string slug;
  bool gap = false;
  for (const char c : message) {
    if (!isWord(c)) {
      gap = true;
      continue;
    }
    if (gap && !slug.empty()) slug += '_';
    gap = false;
    slug += lower(c);
  }
  return slug;
}

std::optional<std::string> slugIn(std::string_view stem, std::string_view fileTemplate, std::string_view id,
                                  bool& room) {
  const std::vector<Piece> pieces = piecesOf(fileTemplate.empty() ? defaultFileTemplate : fileTemplate);
  const auto slug = std::find_if(pieces.begin(), pieces.end(),
                                 [](const Piece& piece) { return piece.field && piece.text == "slug"; });
  room = slug != pieces.end();
  std::string_view rest = stem;
  for (auto piece = pieces.begin(); piece != slug; ++piece) {
    if (!take(rest, *piece, id, true)) return std::nullopt;
  }
  if (!room) return rest.empty() ? std::optional(std::string()) : std::nullopt;
  for (auto piece = pieces.end(); --piece != slug;) {
    if (!take(rest, *piece, id, false)) return std::nullopt;
  }
  return std::string(rest);
}

Message messageOf(const Project& project, const History& history, const Revision& revision) {
  std::string_view stem = fileNameOf(project.file(revision.file).path());
  stem.remove_suffix(std::min<std::size_t>(3, stem.size()));
  Message message;
  message.at = placeOf(project, revision);
  const std::string line = titleOf(revision);
  const std::string fromDoc = slugOf(line);
  bool room = false;
  const std::string_view given =
      history.config != nullptr ? std::string_view(history.config->fileTemplate) : std::string_view();
  std::optional<std::string> slug = slugIn(stem, given, revision.id, room);
  if (!slug) {
    slug = withoutNumbers(stem, revision.id);
    // A file that somebody pasted is called anything.
    const bool pasted =
        history.environment == noFile && history.config == nullptr && stem.find(revision.id) == std::string_view::npos;
    if (pasted || *slug == revision.id || (slug->empty() && !line.empty())) slug.reset();
    room = slug.has_value();
  }
  // "users" in the file name and "add the users table" in the docstring.
  const bool saysLess =
      slug && slug->find_first_of("_-") == std::string::npos && fromDoc.find('_') != std::string::npos;
  message.given = room || !line.empty();
  message.inFileName = room && slug && !saysLess;
  message.slug = message.inFileName ? *slug : fromDoc;
  if (message.inFileName && message.slug.ends_with('_') && message.slug.size() > 1) {
    // Alembic cut it off behind a word; the docstring has the rest.
    const std::string_view kept = std::string_view(message.slug).substr(0, message.slug.size() - 1);
    if (fromDoc.starts_with(kept) && fromDoc.size() > kept.size()) message.slug = fromDoc;
    else message.truncated = true;
  }
  message.words = split(lowered(message.slug), "_- .");
  return message;
}

std::optional<Announcement> announced(const std::vector<std::string>& words) {
  using Form = Announcement::Form;
  if (words.size() < 2) return std::nullopt;
  const auto has = [&](std::string_view word) {
    return std::find(words.begin() + 1, words.end(), word) != words.end();
  };
  const std::string& first = words.front();
  const std::string& last = words.back();
  const bool adds = first == "add" || first == "create";
  const bool removes = first == "remove" || first == "drop" || first == "delete";
  if (adds && (words[1] == "index" || words[1] == "indexes" || words[1] == "indices"))
    return Announcement{Form::AddIndex};
  static constexpr std::string_view others[] = {"to",         "in",    "into",   "for",     "of",
                                                "on",         "from",  "column", "columns", "index",
                                                "constraint", "field", "fields", "key",     "and"};
  const bool ofMore = std::any_of(std::begin(others), std::end(others), has);
  if (adds && words.size() > 2 && last == "table" && !ofMore) return Announcement{Form::AddTable};
  if (first == "make" && (last == "nullable" || has("nullable")) && !has("not") && !has("non"))
    return Announcement{Form::MakeNullable};
  if (removes && words.size() > 2 && last == "table" && !ofMore) return Announcement{Form::DropTable};
  if (removes && words.size() > 2 && (last == "column" || last == "columns")) return Announcement{Form::RemoveColumn};
  if (first == "rename") return Announcement{Form::Rename};
  if (first == "add" && words.size() > 3 && has("to") && last != "to") return Announcement{Form::AddTo};
  return std::nullopt;
}

bool isFormOf(std::string_view word, std::string_view verb) {
  if (word == verb) return true;
  static constexpr std::string_view endings[] = {"s", "es", "ed", "d", "ing"};
  const auto ends = [&](std::string_view stem) {
    return word.starts_with(stem) &&
           std::find(std::begin(endings), std::end(endings), word.substr(stem.size())) != std::end(endings);
  };
  if (verb.size() < 3) return false;
  const std::string_view shorter = verb.substr(0, verb.size() - 1);
  if (verb.ends_with('e') && word == concat(shorter, "ing")) return true;
  if (verb.ends_with('y') && (word == concat(shorter, "ied") || word == concat(shorter, "ies"))) return true;
  return ends(verb) || ends(concat(verb, verb.substr(verb.size() - 1)));
}

}  // namespace limbeck::project
