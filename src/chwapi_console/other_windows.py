"""What people type for another window than this one, or to each other.

Lines for a shell, words of a chat. No reason, note or name reads so.
"""

import re
from collections.abc import Sequence
from functools import cache

from chwapi_console.answers import yes_and_no_words
from chwapi_console.people import AS_TYPED
from chwapi_console.text import LANGUAGES, language

COMMANDS = frozenset(
    [
        "apropos",
        "apt",
        "apt-get",
        "awk",
        "bash",
        "blkid",
        "bunzip2",
        "bzcat",
        "bzgrep",
        "bzip2",
        "cd",
        "chgrp",
        "chmod",
        "chown",
        "chroot",
        "chwapi-console",
        "clear",
        "cls",
        "cp",
        "crontab",
        "curl",
        "dcdiag",
        "ddrescue",
        "df",
        "dig",
        "dmesg",
        "dnf",
        "dnscmd",
        "docker",
        "dpkg",
        "dsquery",
        "du",
        "e2fsck",
        "efibootmgr",
        "emacs",
        "esxcli",
        "exit",
        "expdp",
        "exportfs",
        "fdisk",
        "fg",
        "firewall-cmd",
        "getent",
        "git",
        "gpg",
        "gpupdate",
        "grep",
        "gunzip",
        "gzip",
        "hexdump",
        "hostnamectl",
        "htop",
        "ifconfig",
        "impdp",
        "insmod",
        "iostat",
        "iotop",
        "ipconfig",
        "iptables",
        "iscsiadm",
        "journalctl",
        "kill",
        "killall",
        "kinit",
        "klist",
        "kubectl",
        "ldapsearch",
        "less",
        "ll",
        "logout",
        "ls",
        "lsblk",
        "lsmod",
        "lsof",
        "lspci",
        "lsusb",
        "ltrace",
        "lvdisplay",
        "lvextend",
        "lvs",
        "md5sum",
        "mkdir",
        "mkfs",
        "modprobe",
        "mongosh",
        "mount",
        "mstsc",
        "mv",
        "nano",
        "nbtstat",
        "netdom",
        "netstat",
        "nft",
        "nltest",
        "nmap",
        "nmcli",
        "nslookup",
        "ntpq",
        "nvim",
        "parted",
        "passwd",
        "pg_restore",
        "pgrep",
        "ping",
        "pip",
        "pkill",
        "powershell",
        "ps",
        "pstree",
        "pvs",
        "pvscan",
        "pwd",
        "python",
        "python3",
        "reboot",
        "redis-cli",
        "repadmin",
        "resize2fs",
        "rm",
        "rmmod",
        "rpcclient",
        "rpm",
        "rsnapshot",
        "rsync",
        "scp",
        "sed",
        "sftp",
        "sha256sum",
        "showmount",
        "shutdown",
        "smartctl",
        "smbclient",
        "sqlcmd",
        "sqlite3",
        "sqlplus",
        "ss",
        "ssh",
        "ssh-copy-id",
        "ssh-keygen",
        "strace",
        "sudo",
        "sysctl",
        "systemctl",
        "tail",
        "tar",
        "taskkill",
        "tasklist",
        "tcpdump",
        "telnet",
        "timedatectl",
        "tmux",
        "traceroute",
        "tracert",
        "tshark",
        "ufw",
        "umount",
        "uname",
        "unxz",
        "unzip",
        "uptime",
        "vgchange",
        "vgdisplay",
        "vgs",
        "vi",
        "vim",
        "vim-cmd",
        "virsh",
        "vmstat",
        "wbadmin",
        "wevtutil",
        "wget",
        "whoami",
        "wmic",
        "xargs",
        "xfs_repair",
        "xxd",
        "xzcat",
        "yum",
        "zcat",
        "zfs",
        "zgrep",
        "zless",
        "zpool",
        "zsh",
        "zypper",
    ]
)
"""What lines for a shell begin with that no name and hardly a reason begins with."""

WORDS_TOO = frozenset(
    [
        "ansible",
        "ansible-playbook",
        "arp",
        "bcdedit",
        "cat",
        "certutil",
        "chkdsk",
        "copy",
        "cut",
        "date",
        "del",
        "dir",
        "diskpart",
        "dism",
        "echo",
        "env",
        "export",
        "find",
        "free",
        "fsck",
        "head",
        "history",
        "host",
        "hostname",
        "id",
        "man",
        "mdadm",
        "more",
        "nc",
        "mysql",
        "net",
        "openssl",
        "pg_dump",
        "psexec",
        "psql",
        "robocopy",
        "route",
        "screen",
        "service",
        "sfc",
        "sort",
        "source",
        "stat",
        "su",
        "tee",
        "top",
        "touch",
        "tree",
        "vssadmin",
        "w",
        "watch",
        "which",
        "who",
        "xcopy",
    ]
)
"""What lines for a shell begin with, and reasons too: such a line is known by its second word, or has
none."""

SAID_OF_A_TOOL = frozenset(
    [
        *(
            "a",
            "address",
            "adresse",
            "after",
            "and",
            "après",
            "but",
            "changed",
            "code",
            "conflict",
            "conflit",
        ),
        *(
            "depuis",
            "does",
            "doesn't",
            "done",
            "down",
            "en",
            "error",
            "errors",
            "erreur",
            "erreurs",
            "est",
            "et",
            "failed",
            "fails",
            "finished",
        ),
        *(
            "hangs",
            "impossible",
            "is",
            "ko",
            "loop",
            "mais",
            "marche",
            "missing",
            "n'a",
            "n'est",
            "ne",
            "not",
        ),
        *(
            "ok",
            "partition",
            "plante",
            "point",
            "refused",
            "refusé",
            "reports",
            "running",
            "says",
            "shows",
        ),
        *("since", "still", "tourne", "up", "was", "works"),
    ]
)
"""What follows the name of a tool where somebody says how it goes with it: `ping ne répond pas`."""
_ARGUMENTS = {
    "net": frozenset(("use", "stop", "start", "user", "view", "group", "session")),
    "ip": frozenset(("a", "addr", "l", "link", "r", "route", "neigh")),
}
"""Words that make a line for a shell of one that would be none, or of no tool's own name."""
_LAST = {"service": frozenset(("start", "stop", "restart", "reload", "status"))}
"""The same, at the end of the line."""
_WITH_ONE_WORD = frozenset(
    ("arp", "cat", "echo", "env", "export", "man", "nc", "source", "su", "tee", "touch")
)
"""What hardly begins a reason of two words: `cat x`."""
_POWERSHELL = re.compile(
    r"(?:add|copy|disable|enable|enter|export|get|import|install|invoke|move|new|remove|restart|resume"
    r"|set|start|stop|suspend|test|update|write)-[a-z]+(?: |$)"
)
_PROMPT = re.compile(r"[^ @]+@[^ @#$>]+[#$>]|(?:ps )?[a-z]:\\[^ >]*>|select [^ ]+ from ")
"""A prompt that was copied with its line, and a question to a database."""

_DUTCH_AND_GERMAN = (
    "abend auch bitte da danke doch drei einen es even gaat gleich goed goedemorgen goeienavond "
    "guten het hoor ich ik is ist ja jetzt kein keine kijk klar klopt kom komen komme kommen "
    "lekker los misschien moment morgen nee nein nicht niet nog nu ok ook schon spät straks tot "
    "und vorbei wachten war warte warten was wat weer wer wie wieder wir wo zeker zo zu zwei"
)
"""The same in the languages that are spoken next door."""

CHAT = frozenset(
    [
        *_DUTCH_AND_GERMAN.split(),
        "à",
        "a",
        "allo",
        "appelle",
        "arrive",
        "arrivons",
        "attendez",
        "attends",
        "au",
        "bien",
        "bon",
        "bonjour",
        "bonsoir",
        "bye",
        "c'est",
        "call",
        "cinq",
        "coming",
        "coucou",
        "d'accord",
        "dac",
        "daccord",
        "dans",
        "de",
        "désolé",
        "deux",
        "en",
        "got",
        "hello",
        "hey",
        "hi",
        "hold",
        "in",
        "instant",
        "it",
        "j'arrive",
        "je",
        "me",
        "merci",
        "minute",
        "minutes",
        "moi",
        "moment",
        "now",
        "oh",
        "okay",
        "on",
        "one",
        "ouais",
        "pardon",
        "passe",
        "peux",
        "rappeler",
        "rappelle",
        "regarde",
        "rentre",
        "rentrons",
        "reviens",
        "roger",
        "salut",
        "second",
        "seconde",
        "secondes",
        "seconds",
        "soon",
        "sorry",
        "suis",
        "sure",
        "te",
        "telephone",
        "téléphone",
        "thank",
        "thanks",
        "toi",
        "tout",
        "tu",
        "two",
        "un",
        "une",
        "va",
        "vas",
        "vas-y",
        "verra",
        "viens",
        "vous",
        "wait",
        "y",
        "yeah",
        "yep",
        "you",
        "absolument",
        "absolutely",
        "alright",
        "argh",
        "ben",
        "bof",
        "bref",
        "carrément",
        "cool",
        "damn",
        "doute",
        "évidemment",
        "exact",
        "exactement",
        "exactly",
        "flûte",
        "franchement",
        "génial",
        "great",
        "hein",
        "hmm",
        "hop",
        "indeed",
        "maybe",
        "meh",
        "merde",
        "mieux",
        "mince",
        "nickel",
        "nice",
        "oops",
        "oups",
        "parfait",
        "perfect",
        "peut-être",
        "pff",
        "pfff",
        "pis",
        "probablement",
        "probably",
        "purée",
        "putain",
        "quoi",
        "really",
        "sans",
        "sûr",
        "super",
        "tant",
        "toujours",
        "tiens",
        "ugh",
        "voilà",
        "vraiment",
        "wow",
        "zut",
        "encore",
        "pas",
        "jamais",
        "ça",
        "ca",
        "c",
    ]
)
"""Words of which what people write to each other in a chat is made, and nothing is that a reason or
a note has to say."""

SHORTEST = 2
"""Signs of a text that hardly says anything."""
SHORT_REASONS = frozenset(("ad", "ap", "db", "hs", "ko", "os", "up"))
"""What is said of a machine in two letters."""
PLACE = re.compile(r"[a-z][0-9]")
"""A letter and a figure: the rack, slot, port or line that a note is about (`B4`, `E1`)."""
USUAL_SECRETS = frozenset(
    (
        "admin",
        "azerty",
        "azertyuiop",
        "bienvenue",
        "changeme",
        "doudou",
        "geheim",
        "letmein",
        "motdepasse",
        "passw0rd",
        "password",
        "passwort",
        "qwerty",
        "qwertz",
        "root",
        "secret",
        "soleil",
        "toor",
        "wachtwoord",
        "welcome",
        "welkom",
    )
)
"""Words that are passwords in every hospital, and no reason of anything."""
ACCOUNTS = frozenset(("admin", "root"))
"""Those of them that are names first."""
NAME_AND_FIGURES = re.compile(r"[A-Z][a-z]{3,}[0-9]{2,}")
HIDDEN = "********"
"""What is shown in place of a text that looks like a password."""
SHORTEST_SECRET = 8
"""Signs that rules for passwords want at least."""


def is_for_another_window(text: str) -> bool:
    """Whether a text reads like a line for a shell, or like a question to somebody."""
    words = text.split()
    return bool(words) and (_is_for_a_shell(words) or words[-1].endswith("?"))


def is_command(text: str) -> bool:
    """Whether a text reads like a line for a shell."""
    words = text.split()
    return bool(words) and _is_for_a_shell(words)


def _is_for_a_shell(words: Sequence[str]) -> bool:
    first, second = words[0].lower(), words[1].lower().rstrip(",;:") if len(words) > 1 else ""
    line = " ".join(words).lower()
    return (
        (first in COMMANDS and (second not in SAID_OF_A_TOOL or second in _of(first)))
        or second in _of(first)
        or (
            first in COMMANDS and len(words) == 2 and second == "a"
        )  # `tmux a`; not `tmux a planté`
        or (first in WORDS_TOO and (not second[:1].isalnum() or _has_options(words[1:3])))
        or (first in _WITH_ONE_WORD and len(words) == 2)
        or (first in _LAST and len(words) > 2 and words[-1].lower() in _LAST[first])
        or (first == "dd" and "=" in second)  # by its name alone it is a tool of evidence
        or first.startswith(("./", "~/"))
        or (second[:1] == "-" and second.lstrip("-")[:1].isalpha())
        or bool(_POWERSHELL.match(line) or _PROMPT.match(line))
    )


def _of(tool: str) -> frozenset[str]:
    return _ARGUMENTS.get(tool, frozenset())


def _has_options(words: Sequence[str]) -> bool:
    """Whether one of them is an option, a path or what a shell takes for itself."""
    return any(
        word[:1] in "/>|&" or (word[:1] == "-" and word[1:2].isalpha()) or word[1:3] == ":\\"
        for word in words
    )


def is_chat(text: str) -> bool:
    """Whether a text is made of nothing but words of a chat: `d'accord`, `c'est bon`, `ok thanks`."""
    words = [word.strip(".,;:!") for word in text.translate(AS_TYPED).casefold().split()]
    return any(words) and _words_of_a_chat().issuperset(filter(None, words))


def says_too_little(text: str) -> bool:
    """Whether a text has no letter, is of one or two that are no usual reason or place, or no word.

    `4512`, `xd`, `uL9d`; figures end the name of a machine, of a patch, or of a place (`B4`).
    """
    said = text.strip().casefold()
    if not any(map(str.isalpha, said)):
        return True
    words = said.split()
    is_short = (
        all(len(word) <= SHORTEST for word in words)
        and (len(words) == 1 or all(map(str.isalpha, words)))
        and not (SHORT_REASONS.issuperset(words) or PLACE.fullmatch(said))
    )
    is_no_word = said.isalnum() and any(map(str.isdigit, said.rstrip("0123456789")))
    return is_short or is_no_word


def is_secret(text: str) -> bool:
    """Whether a text looks like a password.

    One of those that everybody takes; a capital, small letters and figures (`Doudou12`); or one word
    of several kinds of signs, as rules for passwords want them, and no address of a page or a file.
    """
    text = text.strip()
    if text.casefold() in USUAL_SECRETS or NAME_AND_FIGURES.fullmatch(text):
        return True
    return (
        len(text) >= SHORTEST_SECRET
        and not any(map(str.isspace, text))
        and "/" not in text
        and any(map(str.islower, text))
        and any(map(str.isupper, text))
        and any(map(str.isdigit, text))
        and not text.isalnum()
    )


def holds_secret(text: str) -> bool:
    """Whether a text, or a word of it, looks like a password."""
    return is_secret(text) or any(map(is_secret, text.split()))


def without_secrets(text: str) -> str:
    """A text with what looks like a password hidden in it."""
    if _is_hidden(text):
        return HIDDEN
    return " ".join(HIDDEN if _is_hidden(word) else word for word in text.split(" "))


def _is_hidden(text: str) -> bool:
    """Whether a text is a password, and no name of an account that all know."""
    return is_secret(text) and text.strip().casefold() not in ACCOUNTS


def is_mail_address(text: str) -> bool:
    """Whether a text is an address of a person's mail and no more: typed to log in somewhere."""
    name, at, host = text.partition("@")
    return bool(name and at) and "." in host and len(text.split()) == 1


@cache
def _words_of_a_chat() -> frozenset[str]:
    """With the words for yes and no of all languages: people of several talk in one chat."""
    return CHAT.union(*(yes_and_no_words(language(code)) for code in LANGUAGES))
