"""A bare Django list page over the same households: what the framework itself costs, measured beside the desk."""

import os

import django
import environ
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="bench",
    DATABASES={"default": {**environ.Env().db_url_config(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": 600}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.core.paginator import Paginator  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Context, Template  # noqa: E402
from django.urls import path  # noqa: E402


class Household(models.Model):
    """The table as it stands."""

    number = models.CharField(max_length=40)
    address = models.CharField(max_length=200)
    division_code = models.CharField(max_length=12)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "registry_household"


PAGE = Template(
    "<table>{% for row in page %}<tr><td>{{ row.number }}<td>{{ row.address }}</tr>{% endfor %}</table>"
    "{{ page.paginator.count }}"
)


def households(request: HttpRequest) -> HttpResponse:
    """Fifty rows and their number."""
    page = Paginator(Household.objects.order_by("division_code", "number"), 50).get_page(request.GET.get("page"))
    return HttpResponse(PAGE.render(Context({"page": page})))


urlpatterns = [path("", households)]
application = get_wsgi_application()
