"""Where a service is, in words: its site, the sites that the plan says it serves, or all."""

from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, Value, every, say


def sites_words(view: View, service: str) -> Value:
    """The site of a service, or those that it serves."""
    sites = view.written.sites_of(service)
    return every([view.plan.sites[site].name for site in sites]) if sites else say("all sites")


def shared_words(view: View) -> Sentence:
    """What services without a site have in common: they serve all, or some serve several."""
    return say("several sites") if _some_serve_few(view) else say("all sites")


def shared_title(view: View) -> Sentence:
    """The same as a heading."""
    return say("Several sites") if _some_serve_few(view) else say("All sites")


def _some_serve_few(view: View) -> bool:
    return any(
        part.site is None and view.written.sites_of(service)
        for service, part in view.written.services.items()
    )
