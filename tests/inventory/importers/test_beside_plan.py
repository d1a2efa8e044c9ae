"""A list laid beside a plan: a doubt holds back a clean, and never an infection."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.errors import RequestError
from inventory.importers.laid_lists import laid, outcome


@pytest.mark.parametrize(
    "row",
    [
        "adt1,IMC,10.9.9.9",
        "adt1,Union,192.0.2.11",
        "ADT1.chw.local,,",
        "HOSP\\adt1$,,",
        "adt1 (old name),,",
        'adt1,IMC,"10.9.9.9, 192.0.2.11"',
        "adt1,IMC,0.0.0.0",
        "192.0.2.11,,",
        ",,192.0.2.11",
        "adt1,IMC,192.0.2.11,extra",
        "unheard-of,,192.0.2.11",
    ],
)
def test_an_infected_row_counts_however_doubtful_its_machine_or_columns_are(row: str) -> None:
    assert "compromised" == outcome(
        f"Verdict,Hostname,Site,IP address\nInfected,{row}\nclean,pacs1,,\n"
    ).get("adt1")


@pytest.mark.parametrize(
    "row",
    [
        "adt1,IMC,10.9.9.9",
        "adt1,Union,192.0.2.11",
        "adt1,IMC,192.0.2.11,extra",
        "unheard-of,,192.0.2.11",
    ],
)
def test_a_clean_row_that_does_not_agree_in_all_is_held(row: str) -> None:
    assert "held" == outcome(f"Verdict,Hostname,Site,IP address\nclean,{row}\nclean,pacs1,,\n").get(
        "adt1"
    )


@pytest.mark.parametrize(
    "row",
    [
        "adt1,IMC,192.0.2.11",
        "ADT1.chw.local,imc,192.000.002.011",
        'HOSP\\adt1,Default site,"10.0.0.1;192.0.2.11"',
        "adt1,,127.0.0.1",
        "adt1,,N/A",
        "192.0.2.11,,",
    ],
)
def test_a_clean_row_that_agrees_is_taken(row: str) -> None:
    assert "clean" == outcome(
        f"Verdict,Hostname,Site,IP address\nclean,{row}\nclean,pacs1,,\n"
    ).get("adt1")


def test_what_is_infected_and_means_no_one_server_stands_among_the_hits_by_name() -> None:
    found = laid(
        "Hostname,Verdict\nweb,infected\nadt-1,infected\nws-77,infected\nfile1,quarantined\n,infected\n"
    )
    assert [
        ("web", ["web-imc", "web-union"]),
        ("file1", ["file1"]),
        ("adt-1", ["adt1"]),
        ("ws-77", []),
    ] == [(hit.name, list(hit.servers)) for hit in found.hits][:4]
    assert {} == found.verdicts
    assert {"web-imc", "web-union", "file1"} <= found.held.keys()


def test_rows_above_the_headings_and_rows_that_look_like_headings_lose_no_hit() -> None:
    first = "adt1,server,Infected\npacs1,server,clean\n"
    assert {"adt1": "compromised", "pacs1": "clean"} == outcome(
        "Endpoint Name,Device Type,Health Status\n" + first
    )
    assert {"adt1": "compromised", "pacs1": "held"} == outcome(first)
    assert {"adt1": "compromised", "pacs1": "held"} == outcome(first + "Name,Type,Verdict\n") | {
        "pacs1": "held"
    }
    printed = "Report\nHostname,Verdict\nadt1,clean\nHostname,Verdict\npacs1,Infected\n"
    assert {"adt1": "clean", "pacs1": "compromised"} == outcome(printed)


@pytest.mark.parametrize(
    ("heading", "seen", "told"),
    [
        ("Last seen", "2021-01-17T20:11:05Z", "clean"),
        ("Last seen", "2021-01-17T19:11:05Z", "held"),
        ("Last Seen", "2021-01-17", "held"),
        ("Last scan", "18/01/2021 02:00", "clean"),
        ("Dernière analyse", "17/01/2021 20:00", "held"),
        ("Letzter Scan", "18.01.2021 03:10", "clean"),
        ("Laatste contact", "Never", "held"),
        ("Last active", "", "held"),
        ("lastActiveDate", "2018-10-26T10:52:53Z", "held"),
        ("Last Sync", "3 days ago", "held"),
        ("Last heartbeat", "10 minutes ago", "clean"),
        ("lastSeen", "1610935200000", "clean"),
        ("Last seen", "2031-01-01", "held"),
        ("Report time", "Jan 16, 2021 08:00:00", "held"),
        ("@timestamp", "Jan 18, 2021 @ 03:00:00.000", "clean"),
        ("Days since last seen", "120", "held"),
        ("Last seen (days ago)", "0", "held"),
        ("Hours since last scan", "1", "clean"),
        ("Uptime", "120 days", "clean"),
        ("First seen", "2018-01-01", "clean"),
        ("Last reboot", "2018-01-01", "clean"),
        ("Installed on", "2018-01-01", "clean"),
    ],
)
def test_a_clean_is_taken_only_where_the_list_heard_of_the_machine_since_the_incident_began(
    heading: str, seen: str, told: str
) -> None:
    assert {"adt1": told} == outcome(f'Hostname,{heading},Verdict\nadt1,"{seen}",clean\n')
    assert {"adt1": "compromised"} == outcome(
        f'Hostname,{heading},Verdict\nadt1,"{seen}",infected\n'
    )


def test_of_several_dates_the_older_counts_until_somebody_says_which_does() -> None:
    rows = "Hostname,Last seen,Last scan,Verdict\nadt1,2021-01-18 02:00,2020-12-24,clean\n"
    assert {"adt1": "held"} == outcome(rows)
    assert {"adt1": "clean"} == outcome(rows, "seen=Last seen")
    assert {"adt1": "clean"} == outcome("Hostname,Verdict\nadt1,clean\n", "seen==2021-01-18 02:00")


def test_a_list_without_dates_is_taken_and_says_so_unless_its_file_is_older_than_the_incident() -> (
    None
):
    rows = "Hostname,Verdict\nadt1,clean\n"
    assert (False, {"adt1": "clean"}) == (laid(rows).dated, outcome(rows))
    assert {"adt1": "held"} == outcome(rows, made=datetime(2021, 1, 16, tzinfo=UTC))
    assert {"adt1": "held"} == outcome("Hostname,Threats\nadt1,0\n")
    assert {"adt1": "clean"} == outcome("Hostname,Threats,Last seen\nadt1,0,2021-01-18 02:00\n")


def test_a_list_that_says_it_was_made_before_the_incident_calls_nobody_clean() -> None:
    rows = "Hostname;Verdict\nadt1;clean\npacs1;infected\n"
    assert {"adt1": "held", "pacs1": "compromised"} == outcome(
        "Report of 2021-01-16 08:00;\n" + rows
    )
    assert {"adt1": "clean", "pacs1": "compromised"} == outcome(
        "Report of 2021-01-18 02:00;\n" + rows
    )
    whole = '{"meta": {"generatedAt": "DATE"}, "data": [{"hostname": "adt1", "verdict": "clean"}]}'
    assert {"adt1": "held"} == outcome(whole.replace("DATE", "2020-12-24T00:00:00Z"))
    assert {"adt1": "clean"} == outcome(whole.replace("DATE", "2021-01-18T02:00:00Z"))


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("isActive", "false"),
        ("Agent status", "Off"),
        ("Connection", "Disconnected"),
        ("État de l'agent", "Hors ligne"),
        ("Online", "no"),
        ("isDecommissioned", "true"),
        ("Sensor health state", "Inactive"),
        ("Onboarding Status", "Can be onboarded"),
        ("x", "Stale"),
        ("Verbindung", "Getrennt"),
        ("State", "off"),
        ("Agent", "Offline"),
        ("Scan status", "aborted"),
        ("Analysis", "To be done"),
        ("Network status", "isolated"),
    ],
)
def test_what_an_agent_last_said_that_is_off_or_gone_or_did_not_scan_is_no_clean(
    heading: str, cell: str
) -> None:
    assert {"adt1": "held"} == outcome(f"Hostname,{heading},Verdict\nadt1,{cell},clean\n")
    assert {"adt1": "compromised"} == outcome(f"Hostname,{heading},Verdict\nadt1,{cell},infected\n")


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("isActive", "true"),
        ("isDecommissioned", "false"),
        ("Agent status", "On"),
        ("Online", "yes"),
        ("Pending uninstall", "false"),
        ("Active threats", "0"),
        ("Firewall enabled", "no"),
        ("Disk encryption", "Off"),
        ("Scan status", "Completed"),
        ("Antivirus update", "no"),
        ("EDR active", "yes (Sophos)"),
        ("EDR actif", "oui"),
        ("Managed by", "MDE"),
        ("Signatures", "up to date"),
    ],
)
def test_what_says_nothing_against_an_agent_holds_no_clean_back(heading: str, cell: str) -> None:
    assert {"adt1": "clean"} == outcome(f"Hostname,{heading},Verdict\nadt1,{cell},clean\n")


@pytest.mark.parametrize(
    ("heading", "cell", "told"),
    [
        ("Verdict", "No threats found", "clean"),
        ("Verdict", "0 threats", "clean"),
        ("Verdict", "3 menaces détectées", "compromised"),
        ("Verdict", "nicht infiziert", "clean"),
        ("Verdict", "Infiziert", "compromised"),
        ("Verdict", "geïnfecteerd", "compromised"),
        ("Verdict", "schoon", "clean"),
        ("Verdict", "sauber", "clean"),
        ("Verdict", "aucun virus détecté", "clean"),
        ("Verdict", "bereinigt", "hit"),
        ("Verdict", "Malware quarantined", "hit"),
        ("Verdict", "not mitigated", "compromised"),
        ("Verdict", "not clean", "compromised"),
        ("Verdict", "possibly infected", "hit"),
        ("Verdict", "suspicious", "hit"),
        ("Verdict", "Trojan:Win32/Foo", "compromised"),
        ("Verdict", "Healthy", "asked"),
        ("Verdict", "false positive", "asked"),
        ("infected", "false", "clean"),
        ("clean", "false", "compromised"),
        ("is_clean", "true", "clean"),
        ("malware_count", "2", "compromised"),
        ("Menaces", "1", "compromised"),
        ("Anzahl Bedrohungen", "4", "compromised"),
        ("Infected files", "7", "compromised"),
        ("Infektionsstatus", "Keine Bedrohungen gefunden", "clean"),
        ("Resultaat", "Niet besmet", "clean"),
    ],
)
def test_words_numbers_and_yes_or_no_are_read_by_what_stands_above_them(
    heading: str, cell: str, told: str
) -> None:
    assert {"adt1": told} == outcome(
        f"Hostname,{heading},Last seen\nadt1,{cell},2021-01-18 02:00\n"
    )


def test_the_column_of_names_is_the_one_that_agrees_with_the_plan() -> None:
    assert {"adt1": "compromised"} == outcome("Device ID,Device Name,Verdict\na1,adt1,infected\n")
    assert {"adt1": "compromised"} == outcome(
        "Host,Name,Verdict\n192.0.2.11,SMB signing,infected\n"
    )
    assert {"adt1": "compromised"} == outcome("Objekt,Art,Verdict\nadt1,x,infected\n")
    assert {"dc1": "compromised"} == outcome(
        "Endpoint,Management server,Verdict\ndc1,adt1,infected\n"
    )
    assert {"dc1": "compromised"} == outcome(
        "Hostname,IP,Console Visible IP,Verdict\ndc1,2001:DB8:0::2,203.0.113.1,infected\n"
    )
    assert {"dc1": "clean"} == outcome(
        "Hostname,IP,Console Visible IP,Verdict\ndc1,2001:DB8:0::2,203.0.113.1,clean\n"
    )


def test_between_rows_of_one_machine_the_most_cautious_wins() -> None:
    rows = "Hostname,Last seen,Verdict\nadt1,2021-01-18 02:00,clean\n"
    assert {"adt1": "held"} == outcome(rows + "adt1,2019-01-01,clean\n")
    assert {"adt1": "compromised"} == outcome(rows + "adt1,2019-01-01,infected\n")
    assert {"adt1": "unknown"} == outcome(rows + "adt1,2021-01-18 02:00,pending\n")


def test_an_infection_that_another_column_says_in_plain_words_is_not_lost() -> None:
    assert {"adt1": "compromised"} == outcome("Hostname,Status,Remarks\nadt1,clean,Infected\n")
    assert {"adt1": "held"} == outcome(
        "Hostname,Status,Remarks\nadt1,clean,Infected\n", "verdict=Status"
    )


@pytest.mark.parametrize("word", ["Starting*", "starting loki*"])
def test_a_word_with_a_star_means_all_that_begin_so_and_the_longest_wins(word: str) -> None:
    rows = "Hostname,Message\nadt1,Starting Loki 1\npacs1,Starting Loki bad\n"
    assert {"adt1": "unknown", "pacs1": "compromised"} == outcome(
        rows, "verdict=Message", meanings=(f"{word}=unknown", "Starting Loki b*=compromised")
    )


def test_lists_of_findings_and_of_risks_are_asked_about_with_what_to_type() -> None:
    with pytest.raises(
        RequestError, match="If every row is something found: --map verdict==compromised"
    ):
        laid("Rule,Severity,Fqdn\nx,high,adt1\n")
    with pytest.raises(
        RequestError,
        match="--map 'verdict=Risk Level' --verdict High=VERDICT --verdict 'No known risk=VERDICT'",
    ):
        laid("Device Name,Risk Level\nadt1,High\npacs1,No known risk\n")
    assert {"adt1": "compromised"} == outcome(
        "Rule,Severity,Fqdn\nx,high,adt1\n", "verdict==compromised"
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["adt1", "pacs1"]), st.sampled_from(["unknown", "clean", "compromised"])
        ),
        min_size=1,
    ),
    st.randoms(),
)
def test_of_several_rows_the_most_cautious_counts_in_whatever_order(
    rows: list[tuple[str, str]], chance: Random
) -> None:
    def verdicts() -> dict[str, str]:
        return dict(
            laid(
                "Hostname,Verdict\n" + "".join(f"{server},{verdict}\n" for server, verdict in rows)
            ).verdicts
        )

    said = list(rows)
    found = verdicts()
    chance.shuffle(rows)
    assert found == verdicts()
    for server in {server for server, _ in said}:
        assert found[server] == min(
            (v for s, v in said if s == server), key=["compromised", "unknown", "clean"].index
        )


def test_a_cell_that_names_several_machines_speaks_of_each() -> None:
    both = 'Impacted assets,Verdict\n"ADT1.chw.local, PACS1",infected\n'
    assert {"adt1": "compromised", "pacs1": "compromised"} == outcome(both)
    assert {"adt1": "compromised", "ws9": "hit"} == outcome("Hosts,Verdict\nadt1; ws9,infected\n")
