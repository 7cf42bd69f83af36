"""A query outside a declared area raises; inside, it sees that area and nothing more."""

import pytest
from django.db import connection, models

from minzheng.accounts.scope import ScopedManager, ScopeError, area_q, current_area, everywhere, within
from minzheng.kernel.division import Area

VILLAGES = ["420581101201", "420581101202", "420581102201", "420582101201"]


class PlaceQuerySet(models.QuerySet):
    def ending_in_one(self):
        return self.filter(division_code__endswith="1")


class Place(models.Model):
    """A scoped model of this test only."""

    division_code = models.CharField(max_length=12)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="parts")

    objects = ScopedManager("division_code", PlaceQuerySet)

    class Meta:
        app_label = "scope_test"


@pytest.fixture
def places(db):
    """The table of this test, created inside its transaction."""
    editor = connection.SchemaEditorClass(connection, atomic=False)
    editor.deferred_sql = []
    editor.create_model(Place)
    for statement in editor.deferred_sql:
        editor.execute(statement)
    for code in VILLAGES:
        Place.objects.create(division_code=code)


def seen():
    return sorted(Place.objects.values_list("division_code", flat=True))


def test_one_area_sees_itself_and_all_below(places):
    with within(Area.of("420581101")):
        assert seen() == ["420581101201", "420581101202"]


def test_several_ranges_are_seen_together(places):
    with within(Area.of("420581101201", "420582")):
        assert seen() == ["420581101201", "420582101201"]


def test_the_neighbour_township_is_not_seen(places):
    with within(Area.of("420581102")):
        assert seen() == ["420581102201"]
        assert not Place.objects.filter(division_code="420581101201").exists()


def test_an_empty_area_sees_nothing(places):
    with within(Area.of()):
        assert seen() == []
        assert Place.objects.count() == 0
        assert list(Place.objects.exclude(division_code="x")) == []


def test_everywhere_sees_all_and_wants_a_reason(places):
    with everywhere("发放名单核对"):
        assert seen() == VILLAGES

    with pytest.raises(ValueError, match="必须写明原因"), everywhere("  "):
        pass


def test_scopes_nest_and_end(places):
    with within(Area.of("420581")):
        with within(Area.of("420582")):
            assert seen() == ["420582101201"]
        assert len(seen()) == 3
        assert current_area() == Area.of("420581")

    with pytest.raises(ScopeError):
        current_area()


READS = {
    "all": Place.objects.all,
    "iteration": lambda: list(Place.objects.get_queryset()),
    "filter": lambda: Place.objects.filter(pk=1),
    "exclude": lambda: Place.objects.exclude(pk=1),
    "get": lambda: Place.objects.get(pk=1),
    "exists": Place.objects.exists,
    "count": Place.objects.count,
    "in_bulk": lambda: Place.objects.in_bulk([1]),
    "contains": lambda: Place.objects.contains(Place(pk=1)),
    "aggregate": lambda: Place.objects.aggregate(models.Max("pk")),
    "annotate": lambda: Place.objects.annotate(n=models.F("pk")),
    "alias": lambda: Place.objects.alias(n=models.F("pk")),
    "values": Place.objects.values,
    "distinct": Place.objects.distinct,
    "select_related": lambda: Place.objects.select_related("parent"),
    "prefetch_related": lambda: Place.objects.prefetch_related("parts"),
    "update": lambda: Place.objects.update(division_code="x"),
    "bulk_update": lambda: Place.objects.bulk_update([Place(pk=1)], ["division_code"]),
    "delete": lambda: Place.objects.get_queryset().delete(),
    "raw": lambda: Place.objects.raw("SELECT 1"),
    "explain": Place.objects.explain,
    "reverse relation": lambda: list(Place(pk=1).parts.all()),
    "a query method of its own": Place.objects.ending_in_one,
    "default manager": Place._default_manager.all,
}


@pytest.mark.parametrize("way", READS)
def test_every_way_of_reading_without_an_area_raises(places, way):
    with pytest.raises(ScopeError):
        READS[way]()


def test_no_queryset_method_reads_without_an_area():
    """Whatever a later Django adds must be closed too: what is open is named here."""
    from minzheng.accounts.scope import UndeclaredQuerySet

    opened = {
        name
        for name in dir(models.QuerySet)
        if not name.startswith("_") and getattr(UndeclaredQuerySet, name) is getattr(models.QuerySet, name, None)
    }

    writes_without_reading = {"create", "acreate", "bulk_create", "abulk_create"}
    only_names_the_database = {"db", "query", "using", "ordered", "as_manager"}
    calls_a_closed_one = {name for name in opened if name.startswith("a") and name[1:] in dir(models.QuerySet)}
    assert opened - writes_without_reading - only_names_the_database - calls_a_closed_one == {"resolve_expression"}


def test_a_relation_is_scoped_too(places):
    with everywhere("准备测试数据"):
        parent = Place.objects.get(division_code="420581101201")
        Place.objects.update(parent=parent)

    with within(Area.of("420582")):
        assert [part.division_code for part in parent.parts.all()] == ["420582101201"]
        assert parent.parts.ending_in_one().count() == 1


def test_a_prefetch_is_scoped_too(places):
    with everywhere("准备测试数据"):
        Place.objects.update(parent=Place.objects.get(division_code="420581101201"))

    with within(Area.of("420581101201")):
        [parent] = Place.objects.prefetch_related("parts")
        assert [part.division_code for part in parent.parts.all()] == ["420581101201"]


def test_query_methods_of_its_own_stay_inside_the_area(places):
    with within(Area.of("420581101")):
        assert [place.division_code for place in Place.objects.ending_in_one()] == ["420581101201"]


def test_ranges_become_comparisons_an_index_can_serve():
    assert area_q("case__division_code", Area.EVERYWHERE) == models.Q()
    assert area_q("code", Area.of("420581101")) == models.Q(code__gte="420581101000", code__lt="420581102000")
