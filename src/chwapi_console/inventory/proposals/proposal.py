"""A first plan for a hospital that has none.

Services of the catalogue, no servers yet, and comments that say what to do.

What is written is a proposal and says so. No server is named, so no service of it counts as up.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from chwapi_console.inventory.edit.write import comment, entry, table_text
from chwapi_console.inventory.model import (
    ALL_SITES,
    TIER_WORDS,
    USUAL_SIGN_OFF,
    Condition,
    Estimate,
    Incident,
    Policy,
    Runbook,
    Server,
    Service,
    Site,
    Step,
)
from chwapi_console.inventory.proposals.catalogue import Catalogue, Offer
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Language, Sentence, Value, say

USUAL_STEPS = (
    "isolate",
    "volatile",
    "image",
    "choose-point",
    "rebuild",
    "patch",
    "edr",
    "secrets",
    "restore-data",
    "reconnect-needs",
    "test",
    "sweep",
    "second-person",
)
"""How a server is restored after an attack, after CISA's #StopRansomware guide ("Response
checklist"), NIST CSF 2.0 (RC.RP-01 to RC.RP-06) and ANSSI's guides to remediation: evidence before
anything is changed, a sound restore point, clean media, the way in closed, new secrets, then the
test and somebody else's eyes. See docs/design/runbooks.md."""

_AT_DATA = USUAL_STEPS.index("restore-data") + 1
RUNBOOKS: Mapping[str, Sequence[str]] = {
    "windows": USUAL_STEPS,
    "linux": USUAL_STEPS,
    "database": (*USUAL_STEPS[:_AT_DATA], "integrity", *USUAL_STEPS[_AT_DATA:]),
    "hypervisor": (
        "isolate",
        "export-logs",
        "rebuild",
        "patch",
        "secrets",
        "attach-storage",
        "test",
        "reconnect",
    ),
    "appliance": (
        "isolate",
        "export-logs",
        "call-vendor",
        "firmware",
        "restore-config",
        "secrets",
        "test",
        "reconnect",
    ),
}


STEPS: Mapping[str, Step] = {
    "image": Step(result="hash"),
    "choose-point": Step(result="restore-point"),
    "restore-data": Step(result="time"),
}
"""What comes of them: the SHA-256 of the image, the point, the time up to which data is back."""


class Answers(NamedTuple):
    """What somebody said of the hospital.

    Sites by id, offers of the catalogue by id, crews that can work side by side; whether all
    servers were unplugged.
    """

    incident: str
    detected: datetime
    timezone: str
    drill: bool
    sites: Mapping[str, str]
    offers: Sequence[str]
    crews: int = 1
    unplugged: bool = False


def services_of(answers: Answers, catalogue: Catalogue, code: str) -> dict[str, Service]:
    """The services that were chosen, by id, named in the language with that code.

    One for each site where there is one for each. What they need and nobody chose is left out.
    """
    services: dict[str, Service] = {}
    for name in answers.offers:
        offer = catalogue.offers[name]
        for site in answers.sites if offer.per_site else [None]:
            services[_id(name, offer, site, answers)] = _service(
                name, site, answers, catalogue, code
            )
    return services


MOST_URGENT_PAPER = 2
"""The last tier of which the paper of the outage is to be entered before the recovery ends."""


def conditions_of(answers: Answers, catalogue: Catalogue, t: Language) -> dict[str, Condition]:
    """The conditions that go with the services that were chosen, by id.

    What is tried on the spot before a service counts as up, and for each service of tiers 1 and 2
    that what was written on paper is entered once it is back.
    """
    conditions: dict[str, Condition] = {}
    paper: dict[str, Condition] = {}
    for name in answers.offers:
        offer = catalogue.offers[name]
        for site in answers.sites if offer.per_site else [None]:
            id, called = _id(name, offer, site, answers), _name(offer, site, answers, t.code)
            for other in _tried(offer, answers):
                conditions[_tried_id(other, id)] = Condition(
                    t(
                        say(
                            "{what} tried and signed off in: {area}",
                            what=catalogue.offers[other].name[t.code],
                            area=called,
                        )
                    ),
                    who=catalogue.offers[other].signs[t.code],
                    site=site,
                    needs=tuple((need,) for need in _ids([other], site, answers, catalogue)),
                    estimate=USUAL_SIGN_OFF,
                )
            if offer.tier <= MOST_URGENT_PAPER:
                paper[f"paper-{id}"] = Condition(
                    t(say("Paper entered: {service}", service=called)),
                    who=t(say("ward clerks")),
                    site=site,
                    needs=((id,),),
                )
    return {**conditions, **paper}


def _tried(offer: Offer, answers: Answers) -> Iterator[str]:
    return (other for other in offer.tried if other in answers.offers)


def _tried_id(other: str, service: str) -> str:
    return f"{other}-{service}"


def proposed_plan(answers: Answers, catalogue: Catalogue, t: Language, schema_file: str) -> str:
    """The plan as text, commented in the language `t`.

    Editors check it by the JSON Schema in `schema_file` beside it.
    """
    services = services_of(answers, catalogue, t.code)
    lines = [
        f"#:schema ./{schema_file}",
        *_head(t),
        "",
        "schema = 1",
        "",
        *_incident(answers, t),
        *_policy(t, answers.crews, drill=answers.drill),
        "[sites]",
        *(entry(site, Site(name)) for site, name in answers.sites.items()),
        "",
        *_what_services_are(t),
        *_of_all_sites(services, t),
        *_services(services, answers, catalogue, t),
        *_conditions(conditions_of(answers, catalogue, t), t),
        *_servers(answers, t),
        *_runbooks(t),
    ]
    return "\n".join(lines) + "\n"


def _incident(answers: Answers, t: Language) -> Iterator[str]:
    yield from _comment(
        t,
        say(
            "timezone is the hospital's: every time is shown and read in it, wherever "
            "the program runs."
        ),
    )
    yield from _comment(
        t,
        say(
            "unplugged = true: all servers were taken off the network, so a clean one "
            "counts only once it is switched on and reconnected."
        ),
    )
    incident = Incident(
        answers.incident, answers.detected, answers.timezone, answers.drill, answers.unplugged
    )
    yield table_text(["incident"], incident)


def _what_services_are(t: Language) -> Iterator[str]:
    yield from _comment(
        t,
        say(
            "Services: what clinicians ask for. Take out what you do not have; have a "
            "clinician set tier, weight, rto, fallback and signs."
        ),
    )
    yield from _comment(
        t,
        say(
            "unnamed has the kinds of servers that a service usually needs: write the "
            "servers' ids into needs, and take the kind out. While anything stands "
            "there, the service does not count as up. The verb needs does both: "
            "chwapi-console needs SERVICE SERVER… --complete"
        ),
    )
    yield ""


def _id(name: str, offer: Offer, site: str | None, answers: Answers) -> str:
    return f"{name}-{site}" if offer.per_site and site and len(answers.sites) > 1 else name


def _service(
    name: str, site: str | None, answers: Answers, catalogue: Catalogue, code: str
) -> Service:
    offer = catalogue.offers[name]
    id = _id(name, offer, site, answers)
    tried = [_tried_id(other, id) for other in _tried(offer, answers)]
    return Service(
        name=_name(offer, site, answers, code),
        site=site,
        tier=offer.tier,  # type: ignore[arg-type]
        weight=offer.weight,
        rto=offer.rto,  # a test holds it
        needs=tuple((need,) for need in [*_ids(offer.needs, site, answers, catalogue), *tried]),
        soft=tuple(_ids(offer.soft, site, answers, catalogue)),
        unnamed=tuple(catalogue.kinds[kind].name[code] for kind in offer.kinds),
        fallback=offer.fallback[code],
        signs=offer.signs[code],
        serves=() if offer.per_site or len(answers.sites) < 2 else ALL_SITES,
    )


def _name(offer: Offer, site: str | None, answers: Answers, code: str) -> str:
    if site and len(answers.sites) > 1:
        return f"{offer.name[code]} {answers.sites[site]}"
    return offer.name[code]


def _ids(
    names: Sequence[str], site: str | None, answers: Answers, catalogue: Catalogue
) -> Iterator[str]:
    """The services that these offers became, of the same site where there is one for each.

    A shared one has them all.
    """
    for name in names:
        if name in answers.offers:
            sites = [site] if site else list(answers.sites)
            yield from (
                _id(name, catalogue.offers[name], at, answers)
                for at in (sites if catalogue.offers[name].per_site else [None])
            )


def _head(t: Language) -> Iterator[str]:
    yield from _comment(
        t,
        say(
            "The plan of this hospital, proposed by chwapi-console init. It is a proposal, not a "
            "fact."
        ),
    )
    yield from _comment(
        t,
        say(
            "Tiers, weights, RTOs and fallbacks decide which patients' systems come back first. A "
            "clinician must review each of them before anybody relies on the order."
        ),
    )
    yield from _comment(
        t,
        say("chwapi-console check says what is wrong or missing; infer proposes needs of servers."),
    )


def _policy(t: Language, crews: int, *, drill: bool) -> Iterator[str]:
    yield from _comment(
        t,
        say(
            "crews is how many restorations can run side by side. The forecast rests on it, so "
            "keep it true: "
            "count the people or teams who can each work on a server of their own, now."
        ),
    )
    yield "[policy]"
    yield f"crews = {crews}"
    yield from _beside(
        t, f'triage = "{Policy().triage}m"', say("time to look at one unknown server")
    )
    yield from _beside(
        t,
        "second_person = false",
        say(
            'true: restored counts only when someone else has verified it; ["restored", "clean"]: '
            "clean too"
        ),
    )
    yield from _beside(
        t,
        "evidence_first = true" if not drill else "evidence_first = false",
        say("an image of a compromised server is recorded before it is rebuilt"),
    )
    yield ""


def _of_all_sites(services: Mapping[str, Service], t: Language) -> Iterator[str]:
    if any(service.serves for service in services.values()):
        yield from _comment(
            t,
            say(
                "serves = all: it works for every site, so its weight counts once for each, by what "
                "the site counts ([sites]: weight, 1 unless set). A list of sites may stand there."
            ),
        )
        yield ""


def _services(
    services: Mapping[str, Service], answers: Answers, catalogue: Catalogue, t: Language
) -> Iterator[str]:
    tier = 0
    for name, service in services.items():
        if service.tier != tier:
            tier = service.tier
            yield from _comment(t, say("Tier {tier}: {word}", tier=tier, word=TIER_WORDS[tier]))
            yield ""
        yield table_text(["services", name], service).rstrip("\n")
        offer = catalogue.offers[catalogue.offer_of(name, service.site) or name]
        if left := [need for need in offer.needs if need not in answers.offers]:
            yield from _comment(
                t,
                say(
                    "It usually needs {needs} too, which this plan does not have.",
                    needs=", ".join(left),
                ),
            )
        yield ""


def _conditions(conditions: Mapping[str, Condition], t: Language) -> Iterator[str]:
    if not conditions:
        return
    yield from _comment(
        t,
        say(
            "Conditions: what must be true and is no machine, and who meets it. What names one in its "
            "needs waits for it; paper that nothing needs holds no service down, and the recovery "
            "does not end before it is entered."
        ),
    )
    yield "[conditions]"
    yield from (entry(name, condition) for name, condition in conditions.items())
    yield ""


def _servers(answers: Answers, t: Language) -> Iterator[str]:
    """The lines stay comments, so that no server stands in a plan that nobody has."""
    site = next(iter(answers.sites))
    yield from _comment(
        t,
        say(
            "Servers, one to a line. A lone id in needs is needed; of an inner list any one is "
            "enough. chwapi-console import reads lists from other tools."
        ),
    )
    yield "[servers]"
    yield "# " + entry(
        "dc1",
        Server(
            site,
            t(say("domain controller")),
            (("san1",),),
            restore=Estimate(120, 240, 480),
            runbook="windows",
            address="192.0.2.10",
        ),
    )
    yield "# " + entry(
        "adt1",
        Server(
            site,
            t(say("admissions, application server")),
            (("dc1", "dc2"),),
            state="clean",
            restore=Estimate(60, 120, 360),
        ),
    )
    yield ""


def _runbooks(t: Language) -> Iterator[str]:
    yield from _comment(
        t, say("Runbooks: the steps for one kind of server, in the order to tick them off.")
    )
    yield "[runbooks]"
    yield from (entry(name, Runbook(tuple(steps))) for name, steps in RUNBOOKS.items())
    yield from _comment(
        t,
        say(
            "A runbook may ask otherwise of its servers than [policy] does: write, say, "
            "policy = {example} behind its steps.",
            example="{ second_person = true }",
        ),
    )
    yield ""
    yield from _comment(
        t,
        say(
            "Steps: image, rebuild, secrets and test are required unless required = false says "
            "otherwise here, or required and optional in a runbook. result is what comes of a step: "
            "text, hash, time, restore-point or ticket; time and holder say how long it takes and "
            "who does it."
        ),
    )
    yield "[steps]"
    yield from (entry(name, step) for name, step in STEPS.items())


def _comment(t: Language, sentence: Sentence) -> Iterator[str]:
    yield from comment(t(sentence))


def _beside(t: Language, line: str, remark: Value) -> Iterator[str]:
    yield f"{line:<22}  # {t(remark)}"
