"""Draws families: sizes, ages, sexes, relations, names and ID numbers that cannot exist."""

import datetime as dt
import random
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from minzheng.kernel import idnumber

# Common surnames and characters; combined at random they name nobody in particular.
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文向覃"
)
MALE = "伟强磊军勇杰涛明超刚平辉健林峰建国志华文斌海波德福永贵长青金树春生家兴正安"
FEMALE = "芳娜敏静丽艳娟霞秀英玲桂花兰红梅琴云凤珍慧莲翠香玉菊萍月春燕素芬"
CHILD = "子轩梓涵浩宇欣怡雨桐思远诗琪俊熙可馨博文语嫣一诺嘉懿明哲沐辰若汐"


@cache
def distributions() -> dict[str, Any]:
    """Return the packaged distributions."""
    text = resources.files(__package__).joinpath("distributions.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@dataclass
class DrawnPerson:
    """A generated person. Sex is "1" male or "2" female (GB/T 2261.1); relation is a GB/T 4761 code."""

    name: str
    sex: str
    age: int
    birth_date: dt.date
    id_number: str
    relation: str
    disability: tuple[int, int] | None = None
    has_serious_illness: bool = False
    incomes: dict[str, int] = field(default_factory=dict)
    expenses: dict[str, int] = field(default_factory=dict)


class PeopleMaker:
    """Draws people with one seeded generator, so that the same seed gives the same county."""

    def __init__(self, rng: random.Random, today: dt.date, first_order: int = 1) -> None:
        self.rng = rng
        self.today = today
        self.first_order = first_order
        self._orders: dict[dt.date, int] = {}

    def family(self) -> list[DrawnPerson]:
        """One family: the head first (relation 02), size and ages as the census has them."""
        weights = distributions()["household_size"]["weights"]
        size = self.rng.choices(list(weights), list(weights.values()))[0]
        surname = self.rng.choice(SURNAMES)
        return [self._person(surname, sex, age, relation) for sex, age, relation in self._shape(size)]

    def _shape(self, size: int) -> list[tuple[str, int, str]]:
        rng = self.rng
        if size == 1:
            old = rng.random() < 0.42
            return [(rng.choice("112"), rng.randint(60, 88) if old else rng.randint(22, 59), "02")]
        if size == 2 and rng.random() < 0.33:
            age = rng.randint(60, 85)
            return [("1", age, "02"), ("2", max(55, age - rng.randint(0, 5)), "12")]
        if size == 2 and rng.random() < 0.4:
            age = rng.randint(30, 55)
            child = rng.choice("112")
            return [
                (rng.choice("12"), age, "02"),
                (child, max(1, age - rng.randint(22, 32)), "20" if child == "1" else "30"),
            ]
        head_age = rng.randint(26, 55) if size > 2 else rng.randint(26, 59)
        people = [("1", head_age, "02"), ("2", max(23, head_age - rng.randint(-1, 5)), "12")]
        child_age = head_age - rng.randint(23, 30)
        while len(people) < size:
            elders = sum(1 for _, _, relation in people if relation in {"51", "52"})
            if elders < 2 and head_age < 58 and rng.random() < (0.40 if size > 3 else 0.15):
                sex, relation = ("2", "52") if elders == 0 else ("1", "51")
                people.append((sex, min(95, head_age + rng.randint(20, 30)), relation))
            elif child_age >= 0:
                sex = rng.choice("11122")
                people.append((sex, child_age, "20" if sex == "1" else "30"))
                child_age -= rng.randint(2, 6)
            else:
                sex = rng.choice("12")
                people.append((sex, rng.randint(0, 3), "20" if sex == "1" else "30"))
        return people

    def _person(self, surname: str, sex: str, age: int, relation: str) -> DrawnPerson:
        rng = self.rng
        birth = self.today - dt.timedelta(days=age * 365 + age // 4 + rng.randint(1, 364))
        if relation in {"12", "52"}:
            surname = rng.choice(SURNAMES)
        drawn = DrawnPerson(
            name=surname + self._given(sex, age),
            sex=sex,
            age=age,
            birth_date=birth,
            id_number=self._id(birth, sex),
            relation=relation,
        )
        self._health(drawn)
        return drawn

    def _given(self, sex: str, age: int) -> str:
        letters = CHILD if age < 16 else MALE if sex == "1" else FEMALE
        return "".join(self.rng.choice(letters) for _ in range(self.rng.choice((1, 2, 2, 2))))

    def _id(self, birth: dt.date, sex: str) -> str:
        """The next free order number of that birthday; odd for men (GB 11643)."""
        order = self._orders.get(birth, self.first_order - 1) + 1
        if (order % 2 == 1) != (sex == "1"):
            order += 1
        self._orders[birth] = order
        return idnumber.impossible(birth, order)

    def _health(self, person: DrawnPerson) -> None:
        facts = distributions()["disability"]
        risk = facts["share_per_thousand"] / 1000 * facts["card_holders_per_hundred"] / 100
        if self.rng.random() < risk * (2.2 if person.age >= 60 else 0.7):
            kind = self.rng.choices(list(facts["kinds"]), list(facts["kinds"].values()))[0]
            severe = self.rng.random() < facts["severe_per_thousand"] / 1000
            person.disability = (kind, self.rng.choice((1, 2)) if severe else self.rng.choice((3, 4)))
        person.has_serious_illness = self.rng.random() < (0.03 if person.age >= 50 else 0.006)
