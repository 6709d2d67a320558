// What a change may not do besides making its findings go, on small projects before and after.

#include "proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "workspace.h"

namespace limbeck {
namespace {

using Files = std::map<std::string, std::string>;

const std::string head =
    "from sqlalchemy import Column, ForeignKey, Integer, String\nfrom sqlalchemy.orm import DeclarativeBase\n\n\n"
    "class Base(DeclarativeBase):\n    pass\n\n\n";

std::string model(const std::string& name, const std::string& table, const std::string& columns = {}) {
  return "class " + name + "(Base):\n    __tablename__ = \"" + table +
         "\"\n    id = Column(Integer, primary_key=True)\n" + columns + "\n\n";
}

/// What is wrong with putting `changed` over `files`.
std::string objection(const Files& files, const Files& changed, bool safe = true) {
  Workspace before;
  for (const auto& [path, text] : files) before.setFile(path, text);
  Workspace after = before.copy();
  std::set<std::string> paths;
  for (const auto& [path, text] : changed) {
    after.setFile(path, text);
    paths.insert(path);
  }
  return objectionTo({before.project(), after.project(), paths, safe});
}

TEST(AnImportThatAFixWrites, LeadsSomewhere) {
  const Files files = {
      {"shop/__init__.py", ""}, {"shop/models.py", head + model("User", "users")}, {"shop/api.py", ""}};
  EXPECT_EQ(objection(files, {{"shop/api.py", "from shop.models import User\n"}}), "");
  EXPECT_EQ(objection(files, {{"shop/api.py", "from . import models\nimport shop.models\n"}}), "");
  EXPECT_EQ(objection(files, {{"shop/api.py", "from shop.models import Usr\n"}}),
            "`from shop.models import Usr` in `shop/api.py` would lead nowhere");
  EXPECT_EQ(objection(files, {{"shop/api.py", "from .orders import User\n"}}),
            "`from .orders import User` in `shop/api.py` would lead nowhere");
  EXPECT_EQ(objection(files, {{"shop/api.py", "from datetime import datetime\nimport sqlalchemy as sa\n"}}), "")
      << "libraries are not looked into";
}

TEST(AnImportThatAFixWrites, MayHaveBeenBrokenBefore) {
  const Files files = {{"shop/__init__.py", ""}, {"shop/api.py", "from .orders import Order\n"}};
  EXPECT_EQ(objection(files, {{"shop/api.py", "x = 1\nfrom .orders import Order\n"}}), "");
}

TEST(AnImportThatAFixWrites, IsNotOfItsOwnFile) {
  const Files files = {{"shop/__init__.py", ""}, {"shop/models.py", head + model("User", "users")}};
  EXPECT_EQ(objection(files, {{"shop/models.py", head + model("User", "users") + "from shop.models import User\n"}}),
            "`shop/models.py` would import itself");
}

TEST(AnImportThatAFixWrites, ClosesNoCircle) {
  const Files files = {
      {"shop/__init__.py", "from . import models\n"},
      {"shop/base.py", head},
      {"shop/models.py", "from shop.base import Base, Column, Integer\n\n\n" + model("User", "users")}};
  EXPECT_EQ(objection(files, {{"shop/base.py", "from shop.models import User\n" + head}}),
            "`from shop.models import User` in `shop/base.py` would close a circle of imports");
  EXPECT_EQ(objection(files, {{"shop/base.py", head + "def f():\n    from shop.models import User\n"}}), "")
      << "runs later";
  EXPECT_EQ(objection(files, {{"shop/base.py",
                               "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
                               "    from shop.models import User\n" +
                                   head}}),
            "")
      << "never runs";
  EXPECT_EQ(objection(files, {{"shop/__init__.py", "from . import models\nfrom .base import Base\n"}}), "")
      << "a package and its modules are no circle";
}

TEST(WhatTheModelsDeclare, StaysAsItIsWhereAChangeDoesNotSpeakOfIt) {
  const Files files = {{"app/base.py", head},
                       {"app/users.py", "from app.base import *\n\n\n" + model("User", "users")},
                       {"app/mixins.py", "from app.base import *\n\n\nclass Dated:\n    at = Column(String(9))\n"}};
  const std::string dated =
      "from app.base import *\nfrom app.mixins import Dated\n\n\nclass Post(Base, Dated):\n"
      "    __tablename__ = \"posts\"\n    id = Column(Integer, primary_key=True)\n";
  Files more = files;
  more["app/posts.py"] = dated;
  EXPECT_EQ(
      objection(more, {{"app/mixins.py", "from app.base import *\n\n\nclass Dated:\n    at = Column(String(8))\n"}}),
      "")
      << "the column stands in the changed file";
  const Files sized = {
      {"app/base.py", head + "LENGTH = 80\n"},
      {"app/users.py", "from app.base import *\n\n\n" + model("User", "users", "    name = Column(String(LENGTH))\n")}};
  EXPECT_EQ(objection(sized, {{"app/base.py", head + "LENGTH = 81\n"}}, false),
            "it would change `users`, which it does not speak of");
  EXPECT_EQ(objection(sized,
                      {{"app/base.py", "from sqlalchemy import MetaData\n" + head +
                                           "    metadata = MetaData(schema=\"shop\")\nLENGTH = 80\n"}},
                      false),
            "the models would declare `users` no more");
  EXPECT_EQ(objection(files, {{"app/posts.py", dated}}), "") << "a new file says what it adds";
}

TEST(WhatTheModelsDeclare, LosesNothingByASafeChange) {
  const std::string key = "    user_id = Column(ForeignKey(\"users.id\"))\n";
  const std::string other = "    user_id = Column(ForeignKey(\"people.id\"))\n";
  const std::string tables = head + model("User", "users") + model("Person", "people");
  const Files files = {{"app/models.py", tables + model("Post", "posts", key)}};
  const auto to = [&](const std::string& text, bool safe = true) {
    return objection(files, {{"app/models.py", text}}, safe);
  };
  EXPECT_EQ(to(tables + model("Post", "posts", other)), "it would change the foreign key of `posts`");
  EXPECT_EQ(to(tables + model("Post", "posts", other), false), "") << "somebody reads it";
  EXPECT_EQ(to(tables + model("Post", "posts")), "it would change the column `user_id` of `posts`");
  EXPECT_EQ(to(tables), "the models would declare `posts` no more");
  EXPECT_EQ(to(tables + model("Post", "posts", key + "    title = Column(String(80))\n")), "");
}

}  // namespace
}  // namespace limbeck
