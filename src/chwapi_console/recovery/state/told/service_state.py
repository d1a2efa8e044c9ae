"""How a service stands, by what it needs and wishes and by who signed it off."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.problem import Problem
from chwapi_console.recovery.state.told.sign_offs import SignOff

if TYPE_CHECKING:
    pass

Status = Literal["down", "partial", "limited", "up", "accepted"]


class ServiceState(NamedTuple):
    """One service: `met` of its `needs` hard needs work.

    Of a service that is up `without` has the wishes that do not work, and `suspect` the suspect
    servers that it stands on.
    """

    service: str
    status: Status
    met: int
    needs: int
    can_come_back: bool
    without: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()

    @property
    def is_up(self) -> bool:
        """Whether all its hard needs work, signed off or not, and whatever it wishes besides."""
        return self.status in ("limited", "up", "accepted")

    @property
    def is_limited(self) -> bool:
        """Whether it is up without something that it wishes for, be it signed off without that."""
        return bool(self.without)


def service_state(
    service: str,
    problem: Problem,
    lacking: Sequence[str],
    suspect: Sequence[str],
    signed: SignOff | None,
) -> ServiceState:
    """How a service stands with these wishes lacking, on these suspect servers.

    A sign-off vouches for a service without what was lacking then, on servers of which those
    were suspect that were, and for no service that lacks more or is more suspect.
    """
    needs = len(problem.graph.needs[service])
    met = needs - len(problem.down.get(service, ()))
    if service not in problem.working:
        return ServiceState(
            service, "partial" if met else "down", met, needs, problem.can_come_back(service)
        )
    status: Status = (
        "accepted"
        if signed and signed.without.issuperset(lacking) and signed.suspect.issuperset(suspect)
        else "limited"
        if lacking
        else "up"
    )
    return ServiceState(
        service,
        status,
        met,
        needs,
        can_come_back=True,
        without=tuple(lacking),
        suspect=tuple(suspect),
    )
