"""How to check the evidence without this program.

What each check shows, and the lines of shell that do it.

They need what every Linux has (sha256sum, find, grep, sed, cut, sort, seq, paste, comm, cmp, tr, rm);
those of signatures ssh-keygen too. They write into files of their own, and take away first what lies
under these names: a link there would lead out of the folder. The shell leaves out bytes of 0 when it
reads a line, so these are looked for apart. They read an event by its end, which is made of JSON texts from the
last of its names on, so that nothing that stands in words or data of somebody's is taken for a part
of it. A test runs them as they stand, on records that are sound and on such as are not.
"""

from chwapi_console.journal.evidence import FAULTS, KEPT, LOOSE, SIGNERS, SUMS
from chwapi_console.journal.signatures import NAMESPACE
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say


class Check(NamedTuple):
    """What holds where the commands end well, and the commands."""

    what: Sentence
    commands: str


SAME = Check(
    say("Nothing was changed, added or taken away since the export:"),
    rf"""export LC_ALL=C
rm -f act.tmp anew.tmp before.tmp chain.tmp claims.tmp hash.tmp hashes.tmp here.tmp keeps.tmp numbers.tmp seen.tmp told.tmp
sha256sum -c {SUMS}
find . ! -type d | cut -c 3- | grep -vx {SUMS} | sort | xargs sha256sum | cmp - {SUMS}""",
)

FOUND_SOUND = Check(
    say("The program that exported it found nothing that does not fit:"),
    f"[ ! -s {FAULTS} ] || {{ cat {FAULTS}; exit 1; }}",
)

PLANS = Check(
    say("Each plan is the one that it is named after:"),
    """for f in plans/*.toml; do
  [ "$(sha256sum < "$f" | cut -c 1-64)" = "$(basename "$f" .toml)" ] || { echo "$f: changed"; exit 1; }
done""",
)

CHAINS = Check(
    say(
        "Each journal is one unbroken chain, numbered from 1, that ends where the export says; the "
        "hashes are put into hashes.tmp:"
    ),
    r"""text='"([^"\\]|\\.)*"'
end=",\"prev\":\"[0-9a-f]{64}\",\"saw\":(\{.*\}),\"seq\":([0-9]+),\"subject\":$text\}\$"
places() {
  sed -E "s/.*\"origin\":($text)$end/\1:[\4,\"/" "$1" | paste -d '\0' - chain.tmp | sed 's/$/"]/'
}
: > hashes.tmp; : > here.tmp
for f in events/*.jsonl; do
  tr -d '\0' < "$f" | cmp - "$f" || exit 1
  while IFS= read -r line; do printf '%s' "$line" | sha256sum; done < "$f" | cut -c 1-64 > chain.tmp
  sed -E 's/.*"prev":"([0-9a-f]{64})","saw":.*/\1/' "$f" > before.tmp
  { printf '%064d\n' 0; sed '$d' chain.tmp; } | cmp - before.tmp || { echo "$f: does not fit"; exit 1; }
  sed -E "s/.*$end/\2/" "$f" > numbers.tmp
  seq "$(wc -l < "$f")" | cmp - numbers.tmp || exit 1
  grep -q "\"last_hash\": \"$(tail -n 1 chain.tmp)\"" about.json || { echo "$f: ends elsewhere"; exit 1; }
  places "$f" >> here.tmp; cat chain.tmp >> hashes.tmp
done
[ "$(grep -c '"last_hash": "' about.json)" = "$(ls events | wc -l)" ] || { echo "a journal is missing"; exit 1; }""",
)

SEEN = Check(
    say(
        "Whatever an event had seen is here, or is named in {file} as never having come; and what is in "
        "{kept} is said anew by an event:",
        file=LOOSE,
        kept=KEPT,
    ),
    rf"""act() {{
  sed -E "s/\"target\":$text/\"target\":/g
    s/^(.*),\"id\":$text(,\"kind\":$text,\"lamport\":[0-9]+,\"operator\":$text),\"origin\":$text,\"prev\":.*,\"seq\":[0-9]+(,\"subject\":$text\}})\$/\1\3\7/"
}}
of=",\"id\":($text),\"kind\":$text,\"lamport\":[0-9]+,\"operator\":$text,\"origin\":($text),\"prev\":\"([0-9a-f]{{64}})\",\"saw\":(\{{.*\}}),\"seq\":([0-9]+),\"subject\":$text\}}\$"
: > chain.tmp
[ ! -e {KEPT} ] || {{
  tr -d '\0' < {KEPT} | cmp - {KEPT} || exit 1
  while IFS= read -r line; do
    printf '%s' "$line" | sha256sum | cut -c 1-64 > hash.tmp; cat hash.tmp >> chain.tmp
    keeps="\"keeps\":{{\"hash\":\"$(cat hash.tmp)\",\"id\":"
    printf '%s\n' "$line" | sed -E "s/.*$of/$keeps\1,\"origin\":\5,\"prev\":\"\7\",\"saw\":\8,\"seq\":\9/" > keeps.tmp
    keeps="$(sed 's/[][\/.*^$(){{}}+?|]/\\&/g' keeps.tmp)(,\"target\":$text)?\}}"
    printf 's/,%s\}}/}}/;t\ns/%s,?//\n' "$keeps" "$keeps" > keeps.tmp
    {{ grep -hF "\"keeps\":{{\"hash\":\"$(cat hash.tmp)\"" events/*.jsonl || :; }} | sed -E -f keeps.tmp | act > anew.tmp
    printf '%s\n' "$line" | act > act.tmp
    grep -qxFf act.tmp anew.tmp || {{ echo "{KEPT}: an act that no event says anew"; exit 1; }}
  done < {KEPT}
  places {KEPT} >> here.tmp
}}
told="\"kind\":\"came.loose\",\"lamport\":[0-9]+,\"operator\":$text,\"origin\":$text$end"
{{ grep -hE "$told" events/*.jsonl || :; }} | {{ grep -oE '"[0-9a-f]{{64}}"' || :; }} | sort -u > told.tmp
half='s/(^|[^\\])((\\\\)*)\\u([dD][89a-fA-F][0-9a-fA-F]{{2}})/\1\2\\\\u\4/g'
bare() {{ sed -E "s/^\"//; s/\"\$//; $half"; }}
while IFS= read -r line; do
  named=$(printf '%s\n' "$line" | sed -E "s/.*,($text)\]\$/\1/" | bare)
  for f in $(grep -lF -- "$line" events/*.jsonl || :); do
    origin=$(sed -nE "1s/.*\"origin\":($text)$end/\1/p" "$f" | bare)
    printf '"%s"\n' "$(printf '%b %b' "$origin" "$named" | sha256sum | cut -c 1-64)"
  done > claims.tmp
  grep -qxFf claims.tmp told.tmp || {{ echo "{LOOSE}: no event told of it when it came"; exit 1; }}
done < {LOOSE}
sort -u here.tmp -o here.tmp
sed -E "s/.*$end/\1/" events/*.jsonl | grep -oE "$text:\[[0-9]+,$text\]" | sort -u > seen.tmp
[ -z "$(comm -23 seen.tmp here.tmp | comm -23 - {LOOSE}; comm -12 {LOOSE} here.tmp; comm -23 {LOOSE} seen.tmp)" ] ||
  {{ echo "an event rests on one that is not here"; exit 1; }}""",
)

ONCE = Check(
    say("No event is there twice:"),
    r"""names="\"kind\":$text,\"lamport\":[0-9]+,\"operator\":$text,\"origin\":$text"
twice=$(sed -E "s/.*,\"id\":($text),$names$end/\1/" events/*.jsonl | sort | uniq -d)
[ -z "$twice" ] || { echo "twice: $twice"; exit 1; }""",
)

CHECKS = (SAME, FOUND_SOUND, PLANS, CHAINS, SEEN, ONCE)

SIGNED = Check(
    say(
        "Journals whose names end with k and 16 signs belong to a key, which is in {file}. The "
        "last event that each key signed is here, and stands for all before it in its journal; "
        "what is not signed is marked in log.txt. This needs ssh-keygen:",
        file=SIGNERS,
    ),
    rf"""for s in signatures/*.sig; do
  [ -e "$s" ] || continue
  name=$(basename "$s" .sig)
  ssh-keygen -Y verify -f {SIGNERS} -I "$name" -n {NAMESPACE} -s "$s" < "signatures/$name.hash" || exit 1
  grep -qxFf "signatures/$name.hash" hashes.tmp || {{ echo "$name: signed what is not here"; exit 1; }}
done
for b in signatures/*.birth; do
  name=$(basename "$b" .birth) key=$(grep -o 'ssh-ed25519 [A-Za-z0-9+/]*' "$b" | tail -n 1)
  [ "k$(sha256sum < "$b" | cut -c 1-16)" = "$name" ] && grep -qxF "$name namespaces=\"{NAMESPACE}\" $key" {SIGNERS} ||
    {{ echo "$name: another key"; exit 1; }}
done
[ "$(ls signatures/*.birth | wc -l)" = "$(wc -l < {SIGNERS})" ] || {{ echo "a key is missing"; exit 1; }}""",
)
