"""What people type for another window than this one, or to each other.

Lines for a shell, words of a chat. No reason, note or name reads so.
"""

from functools import cache

from chwapi_console.answers import yes_and_no_words
from chwapi_console.people import AS_TYPED
from chwapi_console.text import LANGUAGES, language

COMMANDS = frozenset(
    [
        "apt",
        "apt-get",
        "awk",
        "bash",
        "cd",
        "chmod",
        "chown",
        "chwapi-console",
        "clear",
        "cls",
        "cp",
        "crontab",
        "curl",
        "dcdiag",
        "df",
        "dig",
        "dmesg",
        "dnf",
        "docker",
        "dpkg",
        "du",
        "esxcli",
        "exit",
        "fdisk",
        "fg",
        "git",
        "gpupdate",
        "grep",
        "htop",
        "ifconfig",
        "ip",
        "ipconfig",
        "iptables",
        "journalctl",
        "kill",
        "killall",
        "kubectl",
        "less",
        "ll",
        "logout",
        "ls",
        "lsblk",
        "lsof",
        "lvs",
        "mkdir",
        "mount",
        "mstsc",
        "mv",
        "nano",
        "nbtstat",
        "netstat",
        "nmap",
        "nmcli",
        "nslookup",
        "passwd",
        "pgrep",
        "ping",
        "pkill",
        "powershell",
        "ps",
        "pvs",
        "pwd",
        "python",
        "python3",
        "reboot",
        "repadmin",
        "rm",
        "rpm",
        "rsync",
        "scp",
        "sed",
        "sftp",
        "shutdown",
        "smartctl",
        "ss",
        "ssh",
        "sudo",
        "systemctl",
        "tail",
        "tar",
        "taskkill",
        "tasklist",
        "tcpdump",
        "telnet",
        "tmux",
        "traceroute",
        "tracert",
        "umount",
        "uname",
        "uptime",
        "vgs",
        "vi",
        "vim",
        "virsh",
        "wget",
        "whoami",
        "wmic",
        "xargs",
        "yum",
        "zfs",
        "zpool",
        "zsh",
    ]
)
"""What lines for a shell begin with that no name and hardly a reason begins with."""

WORDS_TOO = frozenset(
    [
        "arp",
        "cat",
        "cut",
        "date",
        "dir",
        "echo",
        "env",
        "export",
        "find",
        "free",
        "head",
        "history",
        "host",
        "hostname",
        "id",
        "man",
        "more",
        "nc",
        "net",
        "route",
        "screen",
        "service",
        "sort",
        "source",
        "stat",
        "su",
        "tee",
        "top",
        "touch",
        "tree",
        "w",
        "watch",
        "which",
        "who",
    ]
)
"""What lines for a shell begin with, and reasons too: such a line is known by its second word, or has
none."""

CHAT = frozenset(
    [
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
    ]
)
"""Words of which what people write to each other in a chat is made, and nothing is that a reason or
a note has to say."""

SHORTEST_SECRET = 8
"""Signs that rules for passwords want at least."""


def is_for_another_window(text: str) -> bool:
    """Whether a text reads like a line for a shell, or like a question to somebody."""
    words = text.split()
    if not words:
        return False
    first, second = words[0].lower(), words[1] if len(words) > 1 else ""
    return (
        first in COMMANDS
        or (first in WORDS_TOO and not second[:1].isalnum())
        or (first == "dd" and "=" in second)  # by its name alone it is a tool of evidence
        or first.startswith(("./", "~/"))
        or (second[:1] == "-" and second.lstrip("-")[:1].isalpha())
        or words[-1].endswith("?")
    )


def is_chat(text: str) -> bool:
    """Whether a text is made of nothing but words of a chat: `d'accord`, `c'est bon`, `ok thanks`."""
    words = [word.strip(".,;:!") for word in text.translate(AS_TYPED).casefold().split()]
    return any(words) and _words_of_a_chat().issuperset(filter(None, words))


def is_secret(text: str) -> bool:
    """Whether a text looks like a password.

    One word of several kinds of signs, as rules for passwords want them, and no address of a page
    or a file.
    """
    return (
        len(text) >= SHORTEST_SECRET
        and not any(map(str.isspace, text))
        and "/" not in text
        and any(map(str.islower, text))
        and any(map(str.isupper, text))
        and any(map(str.isdigit, text))
        and not text.isalnum()
    )


def is_address(text: str) -> bool:
    """Whether a text is an address of a person's mail and no more: typed to log in somewhere."""
    name, at, host = text.partition("@")
    return bool(name and at) and "." in host and len(text.split()) == 1


@cache
def _words_of_a_chat() -> frozenset[str]:
    """With the words for yes and no of all languages: people of several talk in one chat."""
    return CHAT.union(*(yes_and_no_words(language(code)) for code in LANGUAGES))
