"""Settings: plain assignments, read from the environment where an operator must choose (docs/reference/settings.md)."""

import sys
from pathlib import Path

import environ

env = environ.Env()

TESTING = "pytest" in sys.modules
VAR_DIR = Path(env.str("MINZHENG_VAR", default="var")).resolve()
# `minzheng demo` leaves this file beside its database, so that later commands know what they stand on.
DEMO = env.bool("MINZHENG_DEMO", default=(VAR_DIR / "demo-county").exists() and not TESTING)
DEBUG = env.bool("MINZHENG_DEBUG", default=False)
# The demo and tests run with a fixed key; in service the variable is required.
TRIAL = DEMO or TESTING or DEBUG
SECRET_KEY = env.str("MINZHENG_SECRET_KEY", default="demo-only-not-secret" if TRIAL else environ.Env.NOTSET)
# Root key of field encryption and of the search index, 64 hex digits (docs/guides/keys.md).
VAULT_ROOT_KEYS = env.dict("MINZHENG_VAULT_KEYS", default={"1": "00" * 32} if TRIAL else environ.Env.NOTSET)
VAULT_CURRENT_KEY = env.str("MINZHENG_VAULT_CURRENT_KEY", default="1")
ALLOWED_HOSTS = env.list("MINZHENG_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("MINZHENG_ORIGINS", default=[])
# The county-level division this installation serves, and the day's law it is read under.
COUNTY_CODE = env.str("MINZHENG_COUNTY", default="420581000000")
# The county's abbreviation in document numbers (都民救〔2026〕1号); empty: the last character of its name.
DOCUMENT_WORD = env.str("MINZHENG_DOCUMENT_WORD", default="")
# The telephone on public notices where the officer has none of their own.
HOTLINE = env.str("MINZHENG_HOTLINE", default="12349")
# A folder with the office's own sheets of self-assessment beside those that come with the product.
ASSESSMENT_SHEETS_DIR = env.str("MINZHENG_ASSESSMENT_SHEETS", default="")

# Where the public reaches this site, printed on papers to be verified; empty: the code alone is printed.
PUBLIC_URL = env.str("MINZHENG_PUBLIC_URL", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "axes",
    "minzheng.services.audit",
    "minzheng.services.calendar",
    "minzheng.services.jobs",
    "minzheng.accounts",
    "minzheng.paperwork",
    "minzheng.ledger",
    "minzheng.registry",
    "minzheng.relatives",
    "minzheng.casework",
    "minzheng.payments",
    "minzheng.prices",
    "minzheng.claims",
    "minzheng.support",
    "minzheng.screening",
    "minzheng.care",
    "minzheng.relief",
    "minzheng.institutions",
    "minzheng.honesty",
    "minzheng.remedies",
    "minzheng.differences",
    "minzheng.archive",
    "minzheng.assessment",
    "minzheng.integrations.roster",
    "minzheng.workbench",
    "minzheng.ui",
    "minzheng.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "minzheng.desk.middleware.LanguageMiddleware",
    "minzheng.desk.middleware.StaffAreaMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "minzheng.config.urls"
WSGI_APPLICATION = "minzheng.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minzheng.desk.context.house",
            ],
            "builtins": ["minzheng.ui.templatetags.ui"],
        },
    },
]

VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'minzheng.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
    }
elif not TESTING:
    # To open a connection costs PostgreSQL more than most pages; each thread keeps its own for a minute.
    DATABASES["default"] = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True} | DATABASES["default"]
    # Many short questions: compiling one to machine code takes longer than answering it.
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"} | DATABASES["default"].get("OPTIONS", {})

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
elif DEMO:
    PASSWORD_HASHERS = ["minzheng.accounts.hashers.DemoArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "desk/locked_out.html"
AXES_ENABLED = not TESTING

LOGIN_URL = "desk:sign_in"
LOGIN_REDIRECT_URL = "desk:todo"
LOGOUT_REDIRECT_URL = "desk:sign_in"
CSRF_FAILURE_VIEW = "minzheng.desk.views.errors.csrf_failed"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 9
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.bool("MINZHENG_HTTPS", default=False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
# Each by its own name, as the switch shows it.
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "minzheng_language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
# WhiteNoise warns about a folder that is not there; pages are served from the packages themselves.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Office workbooks larger than this are refused before they are opened.
UPLOAD_LIMIT_BYTES = env.int("MINZHENG_UPLOAD_LIMIT", default=20 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
SILENCED_SYSTEM_CHECKS: list[str] = []
