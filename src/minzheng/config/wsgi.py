"""What the web server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.config.settings")
application = get_wsgi_application()

# What was imported stays; the collector need not walk through it while somebody waits for a page.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
