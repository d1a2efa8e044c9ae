"""How to check the evidence without this program.

What each check shows, and the lines of shell that do it.

They need what every Linux has (sha256sum, awk, find, grep, sed, cut, sort, split, truncate, seq, paste,
join, comm, cmp, tr, rm); those of signatures ssh-keygen too. They write into files of their own, and
take away first what lies under these names: a link there would lead out of the folder. Lines are
hashed two thousand at a time, each as a file of its own, and nothing is looked for line by line in
all the rest: a hundred thousand take a minute. They read an event by its end, which is made of JSON texts from the
last of its names on, so that nothing that stands in words or data of somebody's is taken for a part
of it. A test runs them as they stand, on records that are sound and on such as are not.
"""

from chwapi_console.journal.evidence import FAULTS, KEPT, LOOSE, SIGNERS, SUMS
from chwapi_console.journal.signing.signatures import NAMESPACE
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say

OWN = (
    *(
        "acts",
        "anew",
        "before",
        "chain",
        "claims",
        "hashes",
        "here",
        "keeps",
        "key",
        "lines",
        "made",
    ),
    *("named", "numbers", "parts", "seen", "sig", "told", "waived"),
)
"""What the commands write, each with `.tmp` behind it."""


class Check(NamedTuple):
    """What holds where the commands end well, and the commands."""

    what: Sentence
    commands: str


SAME = Check(
    say("Nothing was changed, added or taken away since the export:"),
    rf"""export LC_ALL=C
rm -rf {" ".join(f"{name}.tmp" for name in OWN)}
[ -z "$(find . ! -type d ! -type f)" ] || {{ echo "a link, a pipe or a device is here"; exit 1; }}
find . -type f ! -path ./{SUMS} -exec sha256sum {{}} + | sed 's# \./# #' | sort -k 2 | cmp - {SUMS}
sha256sum -c {SUMS}""",
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
hashes() {
  rm -rf parts.tmp; mkdir parts.tmp; split -a 6 -l 2000 "$1" parts.tmp/
  for part in parts.tmp/*; do
    [ -e "$part" ] || continue
    rm -rf lines.tmp; mkdir lines.tmp; split -a 4 -l 1 "$part" lines.tmp/
    truncate -s -1 lines.tmp/*; sha256sum lines.tmp/* | cut -c 1-64
  done
  rm -rf parts.tmp lines.tmp
}
: > hashes.tmp; : > here.tmp
for f in events/*.jsonl; do
  tr -d '\0' < "$f" | cmp - "$f" || exit 1
  hashes "$f" > chain.tmp
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
[ ! -e {KEPT} ] || {{
  tr -d '\0' < {KEPT} | cmp - {KEPT} || exit 1
  hashes {KEPT} > chain.tmp
  act < {KEPT} | paste -d ' ' chain.tmp - | sort -u > acts.tmp
  sed -E "s/.*$of/\"id\":\1,\"origin\":\5,\"prev\":\"\7\",\"saw\":\8,\"seq\":\9/" {KEPT} | paste -d ' ' chain.tmp - > keeps.tmp
  {{ grep -hF '"keeps":{{"hash":"' events/*.jsonl || :; }} | awk '
    BEGIN {{ mark = "\"keeps\":{{\"hash\":\"" }}
    NR == FNR {{ keeps[substr($0, 1, 64)] = substr($0, 66); next }}
    {{ for (at = 1; (found = index(substr($0, at), mark)) > 0; at += length(mark)) {{
      at += found - 1; hash = substr($0, at + length(mark), 64)
      said = mark hash "\"," keeps[hash]
      if (!(hash in keeps) || substr($0, at, length(said)) != said) continue
      before = substr($0, 1, at - 1); rest = substr($0, at + length(said))
      if (match(rest, /^,"target":"([^"\\]|\\.)*"/)) rest = substr(rest, RLENGTH + 1)
      if (substr(rest, 1, 1) != "}}") continue
      rest = substr(rest, 2)
      if (substr(rest, 1, 1) == ",") rest = substr(rest, 2)
      else sub(/,$/, "", before)
      print hash " " before rest
    }} }}' keeps.tmp - | act | sort -u > anew.tmp
  [ -z "$(comm -23 acts.tmp anew.tmp)" ] || {{ echo "{KEPT}: an act that no event says anew"; exit 1; }}
  places {KEPT} >> here.tmp
}}
told="\"kind\":\"came.loose\",\"lamport\":[0-9]+,\"operator\":$text,\"origin\":$text$end"
{{ grep -hE "$told" events/*.jsonl || :; }} | {{ grep -oE '"[0-9a-f]{{64}}"' || :; }} | tr -d '"' | sort -u > told.tmp
half='s/(^|[^\\])((\\\\)*)\\u([dD][89a-fA-F][0-9a-fA-F]{{2}})/\1\2\\\\u\4/g'
bare() {{ sed -E "s/^\"//; s/\"\$//; $half"; }}
between=$(printf '\1')
made() {{
  [ ! -d lines.tmp ] || sha256sum lines.tmp/* | cut -c 1-64 >> made.tmp
  rm -rf lines.tmp; mkdir lines.tmp
}}
: > waived.tmp
for f in events/*.jsonl; do
  [ -s {LOOSE} ] || continue
  {{ grep -ohE "$text:\[[0-9]+,$text\]" "$f" || :; }} | sort -u | comm -12 - {LOOSE} > claims.tmp
  sed -E "s/.*,($text)\]\$/\1/" claims.tmp | bare > named.tmp
  origin=$(sed -nE "1s/.*\"origin\":($text)$end/\1/p" "$f" | bare)
  rm -rf lines.tmp; : > made.tmp; mkdir lines.tmp; n=0
  while IFS= read -r named; do
    printf '%b %b' "$origin" "$named" > "lines.tmp/$((10000 + n))"
    n=$(((n + 1) % 2000)); [ "$n" != 0 ] || made
  done < named.tmp
  [ "$n" = 0 ] || made
  rm -rf lines.tmp
  paste -d "$between" made.tmp claims.tmp | sort | join -t "$between" -o 1.2 - told.tmp >> waived.tmp
done
[ -z "$(sort -u waived.tmp | comm -23 {LOOSE} -)" ] || {{ echo "{LOOSE}: no event told of it when it came"; exit 1; }}
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
        "from which line on no key stands for a journal is said. Of branches, whose names go on with "
        "+ and 8 signs, log.txt marks what is not signed. This needs ssh-keygen:",
        file=SIGNERS,
    ),
    rf"""for s in signatures/*.sig; do
  [ -e "$s" ] || continue
  name=$(basename "$s" .sig)
  ssh-keygen -Y verify -f {SIGNERS} -I "$name" -n {NAMESPACE} -s "$s" < "signatures/$name.hash" || exit 1
  grep -qxFf "signatures/$name.hash" hashes.tmp || {{ echo "$name: signed what is not here"; exit 1; }}
done
for b in signatures/*.birth; do
  [ -e "$b" ] || continue
  name=$(basename "$b" .birth) key=$(grep -o 'ssh-ed25519 [A-Za-z0-9+/]*' "$b" | tail -n 1)
  [ "k$(sha256sum < "$b" | cut -c 1-16)" = "$name" ] && grep -qxF "$name namespaces=\"{NAMESPACE}\" $key" {SIGNERS} ||
    {{ echo "$name: another key"; exit 1; }}
done
[ "$(find signatures -name '*.birth' | wc -l)" = "$(wc -l < {SIGNERS})" ] || {{ echo "a key is missing"; exit 1; }}
act='^\{{"at":"[^"]*","data":\{{("act":"[^"]*",)?'
kind() {{ echo "\"kind\":\"$1\",\"lamport\":[0-9]+,\"operator\":$text,\"origin\":$text$end"; }}
holds() {{
  printf '%b' "$signature" > sig.tmp
  printf '%s\n' "$hash" | ssh-keygen -Y verify -f {SIGNERS} -I "$name" -n {NAMESPACE} -s sig.tmp > told.tmp 2>&1
}}
unchecked=$(sed -n '/^ "unchecked": \[$/,/^ \]/p' about.json)
for f in events/*.jsonl; do
  origin=$(sed -nE "1s/.*\"origin\":($text)$end/\1/p" "$f" | bare)
  name=k${{origin##*-k}}
  born="\"key\":\"(ssh-ed25519 [A-Za-z0-9+/]{{68}})\",\"salt\":\"([0-9a-f-]{{1,64}})\"\}}"
  said=$(sed -nE "1s#$act$born.*$(kind key.made)#\2 \3#p" "$f")
  printf '%b %s' "${{origin%-k*}}" "$said" > key.tmp
  [ "k$(sha256sum < key.tmp | cut -c 1-16)" = "$name" ] || continue
  cmp -s key.tmp "signatures/$name.birth" || {{ echo "$f: its key is missing"; exit 1; }}
  hashes "$f" > chain.tmp
  here=0
  [ ! -e "signatures/$name.hash" ] ||
    here=$({{ grep -nxFf "signatures/$name.hash" chain.tmp || echo 0; }} | cut -d : -f 1)
  signed="\"hash\":\"([0-9a-f]{{64}})\",\"seq\":([0-9]{{1,9}}),\"signature\":\"([^\"]*)\"\}}"
  sed -nE "s#$act$signed.*$(kind signed)#\3 \2 \4#p" "$f" |
    awk -v "here=$here" 'NR == FNR {{ hash[FNR] = $0; next }} hash[$1] == $2 && $1 > here' chain.tmp - > made.tmp
  case $unchecked in *"$name\""*) echo "$f: not all of its signatures were checked by the export"; : > made.tmp ;; esac
  {{ sed -n '1p' made.tmp; sed -n '$p' made.tmp; }} > claims.tmp
  while read -r number hash signature; do
    if holds; then echo "$f: line $number is signed, and what is here for it is not the last"; exit 1; fi
  done < claims.tmp
  if tail -n +$((here + 1)) "$f" | grep -qvE "$(kind signed)"; then
    echo "$f: no key stands for line $((here + 1)) and on"
  fi
done""",
)
