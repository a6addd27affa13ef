"""What every environment shares. Nothing here is a secret."""

from __future__ import annotations

from pathlib import Path

import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF

from ra_registry.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
# Folders of instruments beside the shipped ones, each instrument one file (docs/extend.md).
INSTRUMENT_FOLDERS = [Path(folder).resolve() for folder in env.words("INSTRUMENT_FOLDERS")]
PRODUCT_NAME = "RA Registry"
IS_PRODUCTION = False

# --- applications ---------------------------------------------------------------------------
INSTALLED_APPS = [
    "ra_registry.core",
    "ra_registry.accounts",
    "ra_registry.cohort",
    "ra_registry.imaging",
    "ra_registry.assays",
    "scoring",
    "analytics",
    "ra_registry.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "ra_registry.core.middleware.NulMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ra_registry.core.middleware.NoStoreMiddleware",
    "ra_registry.core.middleware.StudyZoneMiddleware",
    "ra_registry.core.middleware.HistoryContextMiddleware",
    "ra_registry.core.middleware.DomainErrorMiddleware",
    "ra_registry.accounts.middleware.RequireMultiFactorMiddleware",
]

ROOT_URLCONF = "ra_registry.urls"
WSGI_APPLICATION = "ra_registry.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ra_registry.cohort.context_processors.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- database and Redis ---------------------------------------------------------------------
DATABASE_URL, REDIS_URL = env.service_addresses(DATA_DIR)
# PostgreSQL would compile a list's many small subplans for seconds, to then run them in 0.1 s.
# Plans of what core/compiled.py sends are kept from the sixth time on (docs/deploy.md: poolers).
DATABASES = {
    "default": env.database(DATABASE_URL, options="-c jit=off", prepare_threshold=5),
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["ATOMIC_REQUESTS"] = False

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
}

# --- sign-in --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["full_name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "ra_registry.accounts.adapter.ClosedSignUpAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # reading rooms share their computers
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = PRODUCT_NAME
REQUIRE_MFA_FOR_DATA_MANAGERS = env.boolean("REQUIRE_MFA_FOR_DATA_MANAGERS", default=False)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ra_registry.core.views.csrf_failure"

# --- browser security -----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- uploads --------------------------------------------------------------------------------
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = ["ra_registry.core.uploads.BoundedUploadHandler"]
EXPORT_DIR = DATA_DIR / "exports"

# --- language, time, static files -----------------------------------------------------------
LANGUAGE_CODE = "en-gb"
# One language so far; texts go through gettext so that others can follow (locale/README.md).
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "analytics.staticfiles.VegaFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ra_registry.core.storage.HashedModuleStorage"},
}

# --- API ------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "ra_registry.accounts.api.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["ra_registry.accounts.api.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "ra_registry.core.api.BoundedJSONParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "ra_registry.core.paging.Pagination",
    "DEFAULT_FILTER_BACKENDS": ["ra_registry.core.api_filters.FilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "ra_registry.core.api_schema.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "ra_registry.core.api.exception_handler",
    "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.URLPathVersioning",
    "DEFAULT_VERSION": "v1",
    "ALLOWED_VERSIONS": ["v1"],
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{PRODUCT_NAME} API",
    "DESCRIPTION": "Studies, patients, visits, reads, assays and analyses of one registry.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "AssayFileStateEnum": "ra_registry.assays.models.batch.FileState",
        "AssayEncodingEnum": "ra_registry.assays.reading_fields.ENCODING_CHOICES",
        "DecimalMarkEnum": "ra_registry.assays.reading_fields.MARK_CHOICES",
        "CampaignStateEnum": "scoring.models.campaign.CampaignState",
        "ExportStateEnum": "analytics.models.export.ExportState",
        "ReplicateRuleEnum": "ra_registry.assays.models.result.Replicates",
        "ResultPlaceEnum": "ra_registry.assays.models.result.Side",
        "RunKindEnum": "analytics.models.run.RunKind",
        "TreatmentKindEnum": "ra_registry.cohort.models.treatment.TreatmentKind",
    },
}

# --- tasks ----------------------------------------------------------------------------------
# Soft limit < hard limit < visibility timeout: a task that hangs is ended before Redis hands it out
# a second time.
TASK_SOFT_LIMIT = 20 * 60
CELERY_BROKER_URL = env.celery_broker(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": TASK_SOFT_LIMIT + 20 * 60}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = TASK_SOFT_LIMIT
CELERY_TASK_TIME_LIMIT = TASK_SOFT_LIMIT + 5 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "recompute-stale-studies": {"task": "analytics.recompute_stale_studies", "schedule": 60.0},
    "recompute-outdated-studies": {
        "task": "analytics.recompute_outdated_studies",
        "schedule": 60.0,
    },
    "resume-interrupted-exports": {"task": "analytics.resume_exports", "schedule": 60.0},
    "delete-old-exports": {
        "task": "analytics.delete_old_exports",
        "schedule": crontab(hour=3, minute=15),
    },
    "verify-audit": {"task": "core.verify_audit", "schedule": crontab(hour=4, minute=0)},
}

# --- history --------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = ()
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(null=True, db_constraint=False)

# --- logs -----------------------------------------------------------------------------------
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
