// Small programs into the evaluator, through a revision that runs them and a model that is named by them. Bytes choose
// among statements that make values grow, nest, share and hold themselves, so that nearly every input is Python. It
// must answer, in bounded memory, and no answer may be larger than its program gives reason for.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "formats/formats.h"
#include "workspace.h"

namespace {

/// Chooses by the bytes of the input; zero when they are used up.
class Choices {
 public:
  Choices(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  [[nodiscard]] bool left() const { return at_ < size_; }
  std::size_t below(std::size_t count) { return left() ? data_[at_++] % count : 0; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

// `@` is a name, `#` a number, `$` an expression.
constexpr std::string_view expressions[] = {"@",
                                            "@",
                                            "#",
                                            "'a'",
                                            "'%s-%s'",
                                            "'a,b{}{x}'",
                                            "None",
                                            "True",
                                            "[]",
                                            "{}",
                                            "()",
                                            "set()",
                                            "os.environ['X']",
                                            "@ + @",
                                            "@ - @",
                                            "@ * #",
                                            "@ % (@, @)",
                                            "@ | @",
                                            "@ & @",
                                            "-@",
                                            "not @",
                                            "@ == @",
                                            "@ in @",
                                            "@ < @",
                                            "@ and @",
                                            "@ or @",
                                            "@ if @ else @",
                                            "[$, @]",
                                            "($, @)",
                                            "{@, $}",
                                            "{@: $, 'k': @}",
                                            "{**@, 'a': @}",
                                            "[*@, *@]",
                                            "f'{@}{@}'",
                                            "f'a{@!r}'",
                                            "@[#]",
                                            "@[@]",
                                            "@[#:]",
                                            "@[:-#]",
                                            "[n for n in @]",
                                            "{n for n in @ if @}",
                                            "{n: @ for n in @}",
                                            "(n + @ for n in @)",
                                            "[(n, m) for n in @ for m in @]",
                                            "lambda: @",
                                            "lambda a, *b: @",
                                            "@()",
                                            "@(@)",
                                            "@(*@)",
                                            "@(**@)",
                                            "f(@, $)",
                                            "g(@)",
                                            "range(#)",
                                            "list(@)",
                                            "tuple(@)",
                                            "set(@)",
                                            "dict(@)",
                                            "sorted(@)",
                                            "reversed(@)",
                                            "enumerate(@, #)",
                                            "zip(@, @)",
                                            "map(f, @)",
                                            "filter(g, @)",
                                            "str(@)",
                                            "len(@)",
                                            "any(@)",
                                            "getattr(@, 'a')",
                                            "@.copy()",
                                            "@.union(@)",
                                            "@.keys()",
                                            "@.items()",
                                            "@.get(@, @)",
                                            "@.pop(@)",
                                            "@.setdefault(@, @)",
                                            "@.replace('a', @)",
                                            "@.replace(@, 'aa')",
                                            "@.join(@)",
                                            "@.join([@, @])",
                                            "@.split(@)",
                                            "@.rsplit(@, #)",
                                            "@.format(@, x=@)",
                                            "@.upper()",
                                            "@.strip(@)",
                                            "@.partition(@)",
                                            "@.splitlines()",
                                            "re.sub('a', @, @)",
                                            "os.path.join(@, @)",
                                            "pathlib.Path(@) / @",
                                            "functools.partial(@, @)",
                                            "functools.reduce(f, @)",
                                            "C(@)",
                                            "C(x=@)",
                                            "C(@).x",
                                            "super",
                                            "sa.Column(@, sa.String(@))",
                                            "sa.text(@)",
                                            "sa.func.f(@, @)",
                                            "sa.func.f(*@)",
                                            "sa.Table(@, m, sa.Column(@))",
                                            "sa.and_(@, @)",
                                            "globals()",
                                            "globals()[@]",
                                            "locals()"};
constexpr std::string_view statements[] = {"@ = $",
                                           "@ = $",
                                           "@ = $",
                                           "@ += $",
                                           "@ |= $",
                                           "@ -= $",
                                           "@, @ = $",
                                           "@[@] = $",
                                           "@[#] = $",
                                           "@.x = $",
                                           "@.append($)",
                                           "@.add($)",
                                           "@.extend($)",
                                           "@.update($)",
                                           "@.insert(0, $)",
                                           "@.sort()",
                                           "del @[#]",
                                           "del @",
                                           "global @",
                                           "print($)",
                                           "return $",
                                           "yield $",
                                           "assert $",
                                           "pass",
                                           "break",
                                           "continue",
                                           "raise $",
                                           "op.execute($)",
                                           "op.create_table($, sa.Column('id', sa.Integer()), sa.Column(@, @))",
                                           "op.add_column('t', sa.Column(@, $))",
                                           "op.drop_table(@)",
                                           "op.create_index(@, 't', @)",
                                           "op.bulk_insert(@, @)",
                                           "op.create_check_constraint(@, 't', $)",
                                           "op.rename_table(@, @)"};
constexpr std::string_view blocks[] = {
    "for @ in $:",         "for @ in range(#):", "for @ in range(#):", "if $:",
    "if os.environ['X']:", "while $:",           "with $ as @:",       "try:",
    "def f(a, *b, **c):",  "def g(a=@):",        "class C:",           "class D(C):"};
constexpr std::string_view names[] = {"s", "t", "u", "v", "f", "g", "C", "n"};
constexpr std::string_view numbers[] = {"0", "1", "2", "3", "5", "7", "40", "999999999999999999"};

class Writer {
 public:
  explicit Writer(Choices choices) : choices_(choices) {}

  std::string program() {
    while (choices_.left() && written_.size() < 2000) line();
    return written_;
  }

 private:
  template <std::size_t size>
  std::string_view one(const std::string_view (&of)[size]) {
    return of[choices_.below(size)];
  }
  std::string filled(std::string_view pattern, unsigned depth = 0) {
    std::string made;
    for (const char c : pattern) {
      if (c == '@') made += one(names);
      else if (c == '#') made += one(numbers);
      else if (c == '$') made += depth > 3 ? std::string(one(names)) : "(" + filled(one(expressions), depth + 1) + ")";
      else made += c;
    }
    return made;
  }
  void put(const std::string& text) { written_ += std::string(4 * (depth_ + 1), ' ') + text + "\n"; }
  void line() {
    const std::size_t choice = choices_.below(8);
    if (choice == 0 && depth_ > 0) {
      --depth_;
    } else if (choice <= 2 && depth_ < 5) {
      const std::string_view block = one(blocks);
      put(filled(block));
      ++depth_;
      put(filled(one(statements)));
      if (block != "try:") return;
      --depth_;
      put("except Exception:");
      ++depth_;
      put("pass");
    } else {
      put(filled(one(statements)));
    }
  }

  Choices choices_;
  std::string written_;
  std::size_t depth_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body = Writer(Choices(data, size)).program();
  const std::string imports =
      "import functools\nimport os\nimport pathlib\nimport re\nimport sqlalchemy as sa\nfrom alembic import op\n"
      "m = sa.MetaData()\n\n\ndef f(a, *b, **c):\n    return [a, b, c]\n\n\ndef g(a=None):\n    yield a\n\n\nclass C:\n"
      "    def __init__(self, x=None):\n        self.x = x\n\n\ns = 'a'\nt = ['a', 1]\nu = {'a': 1}\nv = (1, 2)\nn = "
      "2\n";
  const std::string revision =
      "revision = 'a1'\ndown_revision = None\n\n\ndef upgrade():\n    s, t, u, v, n = 'a', ['a', 1], "
      "{'a': 1}, (1, 2), 2\n" +
      body + "\n\ndef downgrade():\n    pass\n";
  const std::string model = "def named():\n    s, t, u, v, n = 'a', ['a', 1], {'a': 1}, (1, 2), 2\n" + body +
                            "    return s\n\n\nclass Base(sa.orm.DeclarativeBase):\n    pass\n\n\nclass Item(Base):\n  "
                            "  __tablename__ = named()\n"
                            "    id = sa.Column(named(), sa.Integer, primary_key=True)\n";
  limbeck::Workspace workspace;
  workspace.setFile("alembic.ini", "[alembic]\nscript_location = migrations\n");
  workspace.setFile(
      "migrations/env.py",
      "from alembic import context\nimport models\ntarget_metadata = models.named() or models.Base.metadata\n"
      "context.configure(target_metadata=target_metadata)\n");
  workspace.setFile("models.py", imports + model);
  workspace.setFile("migrations/versions/a1.py", imports + revision);
  const std::string answer = limbeck::formats::json(workspace.check());
  if (answer.size() > 2'000'000) {
    std::fprintf(stderr, "Not so: an answer is no larger than its program gives reason for (%zu bytes)\n%s\n",
                 answer.size(), revision.c_str());
    std::abort();
  }
  return 0;
}
