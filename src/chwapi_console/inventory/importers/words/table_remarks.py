"""How rows read that speak about their table: totals, legends, greetings, the day it was made."""

import re

TOTALS = re.compile(
    r"[σ∑]|(grand |general |algemeen |sous[- ]?|sub|zwischen|gesamt|end|eind|teil|deel|tussen)?"
    r"(tota(l|ux|al|en|ls)|summe|gesamt|ergebnis|somme|sum|moyenne|average|gemiddelde|mittelwert|durchschnitt"
    r"|m[ée]diane?|mediaan)\b(?![-_]?\d)"
    r"|nombre (de|total)"
    r"|anzahl\b|aantal\b|page \d|pagina \d|seite \d|count\b|export[ée]* (le|on|op)\b|généré|generated|printed"
    r"|\d+ (serveurs?|servers?|machines?|rechner|computers?|vms?|hosts?|postes?|[ée]quipements?|ger[äa]te"
    r"|obje(ct|t|kt)(s|e|en)?|items?|[ée]l[ée]ments?|elemente?n?)\b"
    r"|the command\b|la commande\b|der befehl\b|de opdracht\b|sendto failed|\(\d+ rows? affected"
    r"|imprimé|showing \d|affichage d|anzeige \d|\d+ (rows?|lignes?|entries|records|zeilen|rijen)\b"
    r"|[*†°¹²³]+ ?[=:]",
    re.IGNORECASE,
)
"""How rows begin that speak about the table."""

PLACEHOLDERS = re.compile(
    r"(x86|x64|arm64) unknown computer\b|provisioning device \(|unknown computer \(|bad_address$|[@*]$|[\W_]+$",
    re.IGNORECASE,
)
"""How a console of software calls machines that it does not know yet, and a DHCP server what nobody may have."""

OF_A_HYPERVISOR = re.compile(
    r"vcls(?:-[0-9a-f-]+| ?\(\d+\))$|control domain on host:|domain-0$", re.IGNORECASE
)
"""How a hypervisor calls machines that it makes and brings back by itself."""

OF_NUMBERS = re.compile(
    r"(min|max)(imum|imaal|imal)?\.?|mean|moyen(ne)?|mittel|ø|[ée]cart[- ]type|std\.?( ?dev)?|(valeur|nombre|aantal|anzahl)s?",
    re.IGNORECASE,
)
"""What stands before numbers that speak about the table, and may be a name where others stand."""

DATED = re.compile(r"[^\W\d].{0,40}[\s:](\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d)\b.{0,40}")
"""What stands alone in its row and says when the table was made: `Stand: 20.11.2026`."""

LEGENDS = re.compile(
    r"(l[ée]gend[ea]?n?|legenda|key|codes? couleurs?|farbcode|kleurcode|remarques?|bemerkung(en)?|opmerking(en)?"
    r"|notes?|nota( bene)?|n\.?b\.?|erl[äa]uterung(en)?|toelichting|explications?|abr[ée]viations?"
    r"|(bien |tr[èe]s )?cordialement|bien [àa] vous|salutations|((kind|best) )?regards|mvg|mfg"
    r"|met vriendelijke groet(en)?|mit freundlichen gr(ü|u|ue)(ß|ss)en)\s*[:.,!]?|salutations .*",
    re.IGNORECASE,
)
"""What stands alone above an explanation or a name, below a table."""
