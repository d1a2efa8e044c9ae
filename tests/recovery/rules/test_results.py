"""A SHA-256 as people paste it: what stands behind it is left out only where it is a file's name."""

import pytest

from chwapi_console.recovery.rules.results import no_sha256, sha256_of

HASH = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "pasted",
    [
        HASH,
        HASH.upper(),
        f"SHA256: {HASH}",
        f"SHA2-256(disk.img)= {HASH}".replace("SHA2-256", "SHA256"),
        f"{HASH}  disk of sql1.img",
        f"{HASH} *disk.img",
        f"{HASH}  -",
        f"{HASH} disk.img",
        f"{HASH} /dev/sda",
        rf"{HASH}       C:\images\disk one.vhdx",
        " ".join(HASH[at : at + 2] for at in range(0, 64, 2)),
    ],
)
def test_a_sha_256_is_read_as_people_paste_it(pasted: str) -> None:
    assert HASH == sha256_of(pasted)
    assert no_sha256(sha256_of(pasted)) is None


@pytest.mark.parametrize("behind", [" Doudou12", " sudo su", " and the second disk", "\nhunter2"])
def test_what_stands_behind_a_sha_256_and_names_no_file_is_refused_and_not_told(
    behind: str,
) -> None:
    refused = no_sha256(sha256_of(HASH + behind))
    assert refused is not None
    assert "Behind the 64 digits" in str(refused)
    assert behind.rsplit(maxsplit=1)[-1] not in str(refused).split()
