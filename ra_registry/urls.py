"""Every address of the registry."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from ra_registry.cohort.views.home import home
from ra_registry.core import views as core_views
from ra_registry.core.entry import views as entry_views
from ra_registry.core.styleguide import page as styleguide

urlpatterns = [
    path("", home, name="home"),
    path("", include("ra_registry.cohort.urls")),
    path("", include("ra_registry.imaging.urls")),
    path("", include("scoring.urls")),
    path("", include("ra_registry.assays.urls")),
    path("", include("analytics.urls")),
    path("", include("analytics.exports.urls")),
    path("", include("ra_registry.accounts.urls")),
    # One account has one address, given by whoever made it; the library's page would add more.
    path("accounts/email/", RedirectView.as_view(pattern_name="home"), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("ra_registry.api_urls")),
    path("entry/understood/", entry_views.understood, name="entry-understood"),
    path("health/live", core_views.live, name="health-live"),
    path("health/ready", core_views.ready, name="health-ready"),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
