"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from minzheng.config.collecting import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.config.settings")
application = get_wsgi_application()

collect_seldom()
