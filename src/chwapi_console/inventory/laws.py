"""What laws ask to be told to whom and by when, as data.

Each entry with its source, and the day on which that was read. It states sources and gives no
advice. A plan chooses laws, and may replace any part of what stands here, by `[duties.ID]` of a
duty or of a whole law.

What could not be confirmed says so (`verified`). Telephone numbers are the hospital's to add: none
stands here that nobody has called.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from chwapi_console.inventory.deadlines import ON_REQUEST, WITHOUT_DELAY
from chwapi_console.inventory.model import AWARE, ENDED, Duty, Plan
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Value, say

CHECKED = date(2026, 11, 25)


class Law(NamedTuple):
    """What people call a law, and its duties by id, in the order in which they come."""

    name: Value
    duties: Mapping[str, Duty]


def _nis2(
    law: str,
    name: Value,
    texts: tuple[Value, Value, Value, Value],
    to: Value,
    source: str,
    valid_from: date | None,
    *,
    verified: bool = True,
) -> Law:
    """A law in the four stages of directive (EU) 2022/2555, article 23(4)."""
    usual = Duty(
        law, to=to, source=source, valid_from=valid_from, checked=CHECKED, verified=verified
    )
    early, notification, intermediate, final = texts
    told = f"{law}-notification"
    return Law(
        name,
        {
            f"{law}-early": usual._replace(text=early, deadline="24h", starts=AWARE),
            told: usual._replace(text=notification, deadline="72h", starts=AWARE),
            f"{law}-intermediate": usual._replace(
                text=intermediate, deadline=ON_REQUEST, starts=AWARE
            ),
            f"{law}-final": usual._replace(text=final, deadline="1 month", starts=told),
        },
    )


_IN_ENGLISH = (
    say(
        "Early warning: is an unlawful or malicious act suspected, may it have an impact across "
        "borders?"
    ),
    say(
        "Incident notification: what the early warning said, brought up to date; a first assessment "
        "of severity and impact; indicators of compromise, where there are any."
    ),
    say("Intermediate report, where the authority asks for one."),
    say(
        "Final report. If the incident still goes on then: a progress report, and the final one a "
        "month after it was handled."
    ),
)
_IN_FRENCH_AND_DUTCH = (
    (
        "Alerte précoce : acte illicite ou malveillant suspecté ? impact transfrontière ? / Vroegtijdige "
        "waarschuwing: onrechtmatig of kwaadwillig? grensoverschrijdend?"
    ),
    (
        "Notification d'incident : mise à jour, première évaluation de la gravité et de l'impact, "
        "indicateurs de compromission / Incidentmelding: update, eerste beoordeling van ernst en gevolgen, "
        "indicatoren."
    ),
    "Rapport intermédiaire, à la demande de l'autorité / Tussentijds verslag, op verzoek.",
    (
        "Rapport final ; incident en cours : rapport d'avancement, puis rapport final un mois après le "
        "traitement / Eindverslag; nog aan de gang: voortgangsverslag."
    ),
)
_IN_GERMAN = (
    (
        "Frühe Erstmeldung: Verdacht auf rechtswidrige oder böswillige Handlung? grenzüberschreitende "
        "Auswirkungen? Kenntnis nach BSI: sobald Beschäftigte innerhalb der Arbeitszeit davon erfahren. "
        "Fristen sind Höchstfristen; berichtigt wird, nicht zurückgezogen."
    ),
    (
        "Meldung: bestätigt oder aktualisiert, erste Bewertung, Schweregrad, Auswirkungen, "
        "Kompromittierungsindikatoren."
    ),
    "Zwischenmeldung auf Ersuchen.",
    "Abschlussmeldung; dauert der Vorfall an: Fortschrittsmeldung, Abschlussmeldung einen Monat danach.",
)
_IN_FRENCH = (
    "Alerte précoce : acte illicite ou malveillant suspecté ? impact transfrontière ?",
    (
        "Notification d'incident : mise à jour, première évaluation de la gravité et de l'impact, "
        "indicateurs de compromission."
    ),
    "Rapport intermédiaire, à la demande de l'autorité.",
    "Rapport final ; incident en cours : rapport d'avancement, puis rapport final un mois après.",
)
_IN_DUTCH = (
    (
        "Vroegtijdige waarschuwing: KvK-nummer, vestiging, sectoren, essentieel of belangrijk, dan het "
        "incident; onrechtmatig of kwaadwillig? grensoverschrijdend?"
    ),
    "Incidentmelding: update, eerste beoordeling van ernst en gevolgen, indicatoren.",
    "Tussentijds verslag, op verzoek.",
    "Eindverslag; nog aan de gang: voortgangsverslag, eindverslag een maand na de behandeling.",
)


def _health_fr() -> Law:
    usual = Duty(
        "health-fr",
        to="CERT Santé (portail de signalement)",
        deadline=WITHOUT_DELAY,
        valid_from=date(2022, 4, 29),
        source="CSP art. D. 1111-16-3 ; décret 2022-715 ; arrêté du 30 octobre 2017",
        checked=CHECKED,
        verified=True,
    )
    return Law(
        "France : incidents de sécurité en santé",
        {
            "health-fr-report": usual._replace(
                text="Incident significatif ou grave : signalement par le directeur ou son délégué ; "
                "structure et déclarant ; constat, périmètre, systèmes et données, état de la prise en "
                "charge ; impact sur données, personnes, systèmes, structure ; causes si connues. Si "
                "l'électronique est impossible : par tout moyen, même contenu, à l'ARS ; par téléphone "
                "après 18 h et les jours non ouvrés.",
                starts=AWARE,
            ),
            "health-fr-resolution": usual._replace(
                text="Résolution de l'incident : à signaler aussi.", starts=ENDED
            ),
        },
    )


def _gdpr() -> Law:
    usual = Duty("gdpr", valid_from=date(2018, 5, 25), checked=CHECKED, verified=True)
    return Law(
        say("GDPR"),
        {
            "gdpr-authority": usual._replace(
                text=say(
                    "Personal data breach, loss of availability counts: in phases; numbers may be "
                    "approximate and must not delay; late: with the reasons. All breaches are "
                    "documented (33.5)."
                ),
                to=say("data protection authority (Belgium: APD/GBA)"),
                deadline="72h",
                starts=AWARE,
                source=say(
                    "Regulation (EU) 2016/679, art. 33 (96 h, proposed in November 2025, is not law)"
                ),
            ),
            "gdpr-persons": usual._replace(
                text=say("Where the risk to them is high: the persons themselves."),
                to=say("the persons"),
                deadline=WITHOUT_DELAY,
                starts=AWARE,
                source=say("Regulation (EU) 2016/679, art. 34"),
            ),
        },
    )


_IN_FORCE = date(2024, 10, 18)
_DIRECTIVE = "Directive (EU) 2022/2555, art. 23(4)"

LAWS: Mapping[str, Law] = MappingProxyType(
    {
        "nis2": _nis2("nis2", "NIS2", _IN_ENGLISH, say("national CSIRT"), _DIRECTIVE, _IN_FORCE),
        "nis2-be": _nis2(
            "nis2-be",
            "NIS2, Belgique / België",
            _IN_FRENCH_AND_DUTCH,
            "CCB (Safeonweb@work, notif.safeonweb.be)",
            "Loi du 26 avril 2024 / Wet van 26 april 2024",
            _IN_FORCE,
        ),
        "nis2-de": _nis2(
            "nis2-de",
            "NIS2, Deutschland",
            _IN_GERMAN,
            "Gemeinsame Meldestelle von BSI und BBK",
            "BSIG § 32",
            date(2025, 12, 6),
        ),
        "health-fr": _health_fr(),
        "nis2-fr": _nis2(
            "nis2-fr", "NIS2, France", _IN_FRENCH, "CERT-FR", _DIRECTIVE, None, verified=False
        ),
        "nis2-nl": _nis2(
            "nis2-nl",
            "Cyberbeveiligingswet, Nederland",
            _IN_DUTCH,
            "NCSC; CSIRT: Z-CERT",
            "Cyberbeveiligingswet",
            None,
            verified=False,
        ),
        "nis2-ie": _nis2(
            "nis2-ie",
            "NIS2, Ireland",
            _IN_ENGLISH,
            "NCSC",
            "General scheme, August 2024",
            None,
            verified=False,
        ),
        "gdpr": _gdpr(),
    }
)
"""The laws that the program knows, by id. No plan has one unless it chooses it."""


def known_laws(plan: Plan) -> list[str]:
    """The ids of all laws that a plan can choose: those above, and those of its own duties."""
    return list(dict.fromkeys([*LAWS, *(duty.law for duty in plan.duties.values() if duty.law)]))


def known_duties(plan: Plan) -> dict[str, Duty]:
    """Every duty of every law that a plan can choose, by id.

    As it stands above, with what the plan says instead, of a whole law and then of the duty; and
    what it adds.
    """
    known: dict[str, Duty] = {}
    for law, shipped in LAWS.items():
        for name, duty in shipped.duties.items():
            said = [plan.duties[key] for key in (law, name) if key in plan.duties]
            known[name] = duty_with(duty, said)._replace(law=law)
    return known | {
        name: duty for name, duty in plan.duties.items() if name not in known and name not in LAWS
    }


def duties_of(plan: Plan, laws: Iterable[str]) -> dict[str, Duty]:
    """The duties of some laws, in their order."""
    known = known_duties(plan)
    return {
        name: duty for law in dict.fromkeys(laws) for name, duty in known.items() if duty.law == law
    }


def law_name(law: str) -> Value:
    """What people call a law; its id where only the plan knows it."""
    return LAWS[law].name if law in LAWS else law


def duty_with(duty: Duty, said: Iterable[Duty]) -> Duty:
    """A duty with all that others say of it."""
    for one in said:
        given = {name: value for name, value in one._asdict().items() if value not in ("", None)}
        duty = duty._replace(**given)
    return duty
