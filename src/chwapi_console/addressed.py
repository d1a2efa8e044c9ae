"""Whether a text speaks to somebody: a call, a greeting, an answer, a question across the room.

Such a text is typed for a chat or a telephone, and no reason or note reads so, or hardly one does.

What tells it is whom it is about: a reason says of a machine, a chat says you and me. So it is known by
the second person, by what is asked of somebody (`viens`, `call me`), by greetings and thanks, and by how
people say where they are. Letters count without accents and capitals, and an apostrophe is a blank:
`t'es où`, `t es ou`.
"""

import re
from collections.abc import Callable, Sequence
from unicodedata import combining

from chwapi_console.marks import normalized
from chwapi_console.people import AS_TYPED


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(line.split()) for line in text.split(",") if line.strip())


_TO_YOU = _words(
    "tu toi te tes vous votre vos you your yours youre u ya stp svp pls plz thx thanks thank lol mdr ptdr "
    "haha brb omw allo coucou bonjour bonsoir salut hello mate cheers "
    "dich danke hallo tschuss jij jou jullie bedankt dankjewel hoi doei"
)
"""Words that nobody writes of a server, wherever they stand."""
_FIRST = _words(
    "hi hey sorry desole desolee venez revenez attendez allez dites ecoutez regardez viens reviens dis vas "
    "prends mets fais tiens sors previens reponds descends regarde appelle rappelle depeche pourquoi anyone "
    "anybody ty bye come gimme appelez rappelez"
)
"""Words that a text to somebody begins with: what is asked of one whom one says tu or vous to, where no
third person is spelled alike; a greeting, a question."""
_AGREES = _words("oui ouais yes yeah yep")
"""What a line of two words or more begins with only where it answers somebody."""
_LED_IN_BY = _words("ok okay oui ouais yes yeah yep no nope non ah oh bon alors well so et and")
"""What stands before an answer across the room."""
_BEGINS = _phrases(
    """
    on est dessus, on est la, on est ici, on est dispo, on est prets, on je, on j,
    il est ou, elle est ou, ils sont ou, on se, ca avance, laisse je, tell him, tell her, tell
    them, leave it, take over, be there, be back, sounds good, talk later, are they, c est qui, c
    est bon, c est moi, c est nous, c est quand, c est ou, c est quoi, ca va, ou est, ou es, ou
    sont, t es, t as, t inquiete, qui a, qui est, qui sait, qui peut, qui vient, comment on,
    comment je, comment ca, est ce, quelqu un peut, quelqu un sait, quelqu un vient, on y, on
    mange, on rentre, on arrive, on descend, on part, laisse tomber, laisse moi, passe me, passe
    voir, attends moi, attends je, attends un, attends une, attends deux, on my way, be right,
    never mind, see you, see ya, good morning, good evening, good night, good luck, hold on, hang
    on, come to, come here, come and, come back, come over, let me, tell me, wait for me, can i,
    can we, can somebody, can someone, could i, could we, could somebody, could someone, should i,
    should we, shall i, shall we, do i, do we, does anyone, did anyone, did we, are we, is it, is
    anyone, is anybody, is somebody, is someone, where is, where are, where s, who is, who s, who
    has, who can, who knows, what s, what is the, how do, how can, why is, why does, why are, when
    is, when are, no not yet, non pas encore
    """
)
"""How an answer, a question or what somebody is about to do begins."""
_I_DID = _words(
    "n ne ai reprends refais relance remets garde laisse continue retente redemarre restaure verifie teste note "
    "have had did could cannot can was saw found took left put set kept rebuilt ran made know suspect retry "
    "will would no not don couldn ll"
)
"""What a reason may say of who writes it: what they did, cannot, or do next with the machine."""
_OF_MINE = _words("faim soif fini froid chaud call be come get text ring let bring send do")
"""And what behind that is about oneself all the same: `j'ai faim`, `I will call`."""
_ANSWERS = _phrases(
    "ok go, ok i, ok je, ok j, ok c, ok ca, ok let, ok got, yes please, ok pour moi, ok boss, ok chef"
)
"""An answer and what follows in it."""
_ALONE = _phrases(
    """
    a demain, a plus, a toute, a tout de suite, a tout a l heure, a tantot, de rien, bonne nuit,
    bon courage, bonne journee, bonne soiree, bien recu, bien compris, pas de souci, pas de
    soucis, no worries, no problem
    """
)
"""What stands alone, with a word or two behind it at most."""
_SAY_TO_ME = _words(
    "call ring phone text ping tell send give let wait help show ask get bring mail email wake remind meet join"
)
_MINE = _words("pour chez avec a sauf selon d et ou c sans est par")
"""Behind which `moi` is no one who is asked for something."""
_CALLS = _words("call ring phone dial appelle appelez rappelle rappelez tel")
_EXTENSION = re.compile(r"(?:on|at|ext|x|au|le|poste) \d{3,5}\b")
_POLITE_RULE = _phrases(
    "svp ne, svp pas, please do, please don, please leave, please keep, rendez vous"
)
"""Words of courtesy that begin an instruction for the next shift, and what is no vous."""


def speaks_to_somebody(text: str) -> bool:
    """Whether a text is meant for somebody who reads or hears it at once."""
    words = _spelled(text)
    if len(words) > 1 and words[0] in _AGREES:
        return True
    while len(words) > 1 and words[0] in _LED_IN_BY and words[:2] not in _ANSWERS_OF_TWO:
        if words[:3] in _BEGINS:
            return True
        words = words[1:]
    return bool(words) and any(says_so(words) for says_so in _SIGNS)


def _spelled(text: str) -> tuple[str, ...]:
    letters = normalized("NFKD", text.translate(AS_TYPED).casefold())
    plain = "".join(letter for letter in letters if not combining(letter))
    return tuple(
        word.strip('.,;:!?()"')
        for word in plain.replace("'", " ").replace("-", " ").split()
        if word.strip('.,;:!?()"')
    )


def _begins(words: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(tuple(words[:n]) in phrases for n in range(1, 6))


def _says_you(words: Sequence[str]) -> bool:
    if _begins(words, _POLITE_RULE):
        words = words[2:]
    said = [word for before, word in zip(("", *words), words, strict=False) if before != "rendez"]
    return not _TO_YOU.isdisjoint(said) or _gives_thanks(words)


def _gives_thanks(words: Sequence[str]) -> bool:
    """Merci and please, but where they ask a rule of all who read: `merci de ne pas redémarrer`."""
    behind = zip(words, (*words[1:], ""), strict=True)
    return any(
        (word == "merci" and after not in ("de", "d")) or (word == "please" and place)
        for place, (word, after) in enumerate(behind)
    )


def _calls_somebody(words: Sequence[str]) -> bool:
    return words[0] in _CALLS and bool(_EXTENSION.search(" ".join(words)))


def _asks_for_me(words: Sequence[str]) -> bool:
    second = words[1] if len(words) > 1 else ""
    return (second == "me" and words[0] in _SAY_TO_ME) or (
        second == "moi" and words[0] not in _MINE
    )


def _speaks_of_oneself(words: Sequence[str]) -> bool:
    """Whether somebody says where they are or what they are about to do: `je descends`, `I'm here`."""
    if words[0] not in ("j", "je", "i") or len(words) < 2:
        return False
    second = words[1]
    did = second in _I_DID or (second.endswith("ed") and second != "need")
    return not did or (len(words) > 2 and second != "n" and words[2] in _OF_MINE)


def _sends_somebody(words: Sequence[str]) -> bool:
    return words[0] == "tell" and "to" in words[2:4]


def _is_back_in_minutes(words: Sequence[str]) -> bool:
    return (
        len(words) > 2
        and (words[0], words[1]) in (("back", "in"), ("attends", "encore"))
        and words[2].isdigit()
    ) or (len(words) > 1 and words[0] == "attends" and words[1].isdigit())


_ANSWERS_OF_TWO = frozenset(phrase[:2] for phrase in _ANSWERS)
_SIGNS: Sequence[Callable[[Sequence[str]], bool]] = (
    _says_you,
    _calls_somebody,
    _asks_for_me,
    _speaks_of_oneself,
    _sends_somebody,
    _is_back_in_minutes,
    lambda words: words[0] in _FIRST,
    lambda words: _begins(words, _BEGINS) or _begins(words, _ANSWERS),
    lambda words: len(words) < 6 and _begins(words, _ALONE),
)
"""What tells it, each by itself."""
