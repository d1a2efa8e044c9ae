"""Lists of verdicts of many products, in four languages, each known by its shape. All of them are
made up."""

import pytest

from inventory.importers.laid_lists import outcome

SHAPES = {
    "Defender's devices": (
        """Device ID,Device Name,Last device update,Health Status,Risk Level,Sensor health state,IP Address
a1,adt1.chw.local,2021-01-18T01:11:05Z,Active,High,Active,192.0.2.11
a2,pacs1.chw.local,2021-01-18T01:11:05Z,Active,No known risk,Inactive,192.0.2.12
""",
        ("verdict=Risk Level",),
        ("High=compromised", "No known risk=clean"),
        {"adt1": "compromised", "pacs1": "held"},
    ),
    "Defender's alerts": (
        """Alert ID,Title,Severity,Status,Classification,Impacted assets
1,Ransomware behavior,High,New,,adt1.chw.local
""",
        (),
        (),
        {"adt1.chw.local": "hit"},
    ),
    "CrowdStrike's hosts": (
        """Hostname,Last Seen,Host ID,MAC Address,Local IP,External IP,Status
ADT1,2021-01-18T01:11:05Z,0a1b2c3d4e5f6071,00-50-56-00-00-01,192.0.2.11,203.0.113.7,contained
""",
        (),
        (),
        {"ADT1": "hit"},
    ),
    "SentinelOne's threats": (
        """Status,Threat Details,Endpoints,Analyst Verdict,Reported Time,Classification
Not mitigated,a.exe,ADT1,Undefined,"Jan 17, 2021 23:00:00",Ransomware
""",
        (),
        (),
        {"adt1": "compromised"},
    ),
    "SentinelOne's agents": (
        """{"data": [{"computerName": "ADT1", "activeThreats": 1, "infected": true, "isActive": true,
"lastIpToMgmt": "192.0.2.11", "externalIp": "203.0.113.7", "lastActiveDate": "2021-01-18T01:00:00Z"},
{"computerName": "PACS1", "activeThreats": 0, "infected": false,
"isActive": false, "lastIpToMgmt": "192.0.2.12", "externalIp": "203.0.113.7",
"lastActiveDate": "2019-01-18T01:00:00Z"}]}""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "held"},
    ),
    "Sophos' endpoints": (
        """{"items": [{"id": "1", "hostname": "ADT1", "health": {"threats": {"status": "bad"}},
"ipv4Addresses": ["192.0.2.11", "10.9.9.9"], "lastSeenAt": "2021-01-18T01:00:00Z"}]}""",
        ("verdict=health.threats.status",),
        ("bad=compromised", "good=clean"),
        {"adt1": "compromised"},
    ),
    "Nessus": (
        """Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name
10881,,,None,192.0.2.11,tcp,22,SSH
97833,CVE-2017-0144,8.1,Critical,192.0.2.12,tcp,445,MS17-010
""",
        ("verdict=Risk",),
        ("None=unknown", "Critical=compromised"),
        {"adt1": "unknown", "pacs1": "compromised"},
    ),
    "Greenbone": (
        """IP,Hostname,Port,CVSS,Severity,NVT Name,Timestamp
192.0.2.11,adt1.chw.local,445,9.3,High,MS17-010,2021-01-18T01:00:00Z
""",
        ("verdict==compromised",),
        (),
        {"adt1": "compromised"},
    ),
    "Qualys": (
        """"IP","DNS","NetBIOS","QID","Title","Severity","Last Detected"
"192.0.2.11","adt1.chw.local","ADT1","91345","MS17-010","5","01/17/2021 23:00:00"
""",
        ("verdict=Severity",),
        ("5=compromised",),
        {"adt1": "compromised"},
    ),
    "Velociraptor": (
        """{"Rule":"Note_A","OSPath":"C:\\\\x","Fqdn":"ADT1.chw.local"}
{"Rule":"Note_A","OSPath":"D:\\\\x","Fqdn":"FILE1.chw.local"}
""",
        ("verdict==compromised",),
        (),
        {"adt1": "compromised", "file1": "compromised"},
    ),
    "THOR": (
        """2021-01-17T22:00:00Z,ADT1,Info,Startup,THOR
2021-01-17T22:10:00Z,ADT1,Alert,Filescan,"Malware file found FILE: C:\\\\a.exe"
""",
        ("verdict=3",),
        ("Alert=compromised", "Info=unknown"),
        {"adt1": "compromised"},
    ),
    "Loki": (
        """20210117T22:10:00Z,ADT1,ALERT,FileScan,"FILE: C:\\\\a.exe SCORE: 100"
20210117T22:20:00Z,PACS1,RESULT,Results,SYSTEM SEEMS TO BE CLEAN.
""",
        ("verdict=3",),
        ("ALERT=compromised",),
        {"adt1": "compromised", "PACS1": "asked"},
    ),
    "DFIR-IRIS": (
        """"Name","IP","Compromise status","IOC","Analysis"
"ADT1","192.0.2.11","Compromised","[object Object]","Done"
"PACS1","192.0.2.12","Not compromised","","Done"
"DC1","192.0.2.2","Not compromised","","To be done"
"FILE1","","To be determined","","To be done"
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "dc1": "held", "file1": "unknown"},
    ),
    "Trend Micro": (
        """Endpoint,IP Address,Connection Status,Virus/Malware,Last Scan (Manual)
ADT1,192.0.2.11,Online,3,2021-01-18 01:30:00
PACS1,192.0.2.12,Offline,0,2021-01-18 01:30:00
FILE1,,Online,0,2021-01-18 01:30:00
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "held", "file1": "clean"},
    ),
    "ESET": (
        """Computer name,Status,FQDN,IP address,Last connected,Unresolved detections
adt1,Security risk,adt1.chw.local,192.0.2.11,2021 Jan 18 02:00:00,1
""",
        (),
        (),
        {"adt1": "compromised"},
    ),
    "Kaspersky": (
        """Device name;Status;IP address;Viruses detected;Last visible;Real-time protection status
ADT1;Critical;192.0.2.11;5;18.01.2021 2:00:00;Running
PACS1;OK;192.0.2.12;0;18.01.2021 2:00:00;Stopped
FILE1;OK;;0;18.01.2021 2:00:00;Running
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "held", "file1": "clean"},
    ),
    "questions and letters": (
        """Serveur;Infecté ?
adt1;O
pacs1;N
file1;?
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "unknown"},
    ),
    "several machines in a cell": (
        """Serveurs;Verdict
adt1 - file1;infecté
pacs1 / nobody;infecté
""",
        (),
        (),
        {"adt1": "compromised", "file1": "compromised", "pacs1": "compromised", "nobody": "hit"},
    ),
    "what a machine is for beside its name": (
        """Serveurs;Verdict
adt1 - base ADT;infecté
pacs1 - archive;sain
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "a machine that was": (
        """Serveur;Verdict
pacs1 (old);sain
file1 (192.0.2.14);sain
""",
        (),
        (),
        {"pacs1": "held", "file1": "clean"},
    ),
    "a report with a preamble": (
        """CHW
Date;18/01/2021 02:30

Machine;Menaces;Dernière analyse
adt1;4;18/01/2021 02:00
pacs1;0;18/01/2021 02:00
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "headings that deny": (
        """Hostname;Not infected
adt1;no
pacs1;yes
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "headings that say free of": (
        """Hostname;Virus free
adt1;no
pacs1;yes
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "a verdict where a name should stand": (
        """N°;Serveur;Verdict
1;pacs1;sain
adt1;infecté;
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "a word among answers": (
        """Machine;Besmet?
adt1;ja
pacs1;nee
file1;weet niet
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "asked"},
    ),
    "verdicts of two": (
        """Serveur;Verdict EDR;Verdict analyste
adt1;sain;compromis
pacs1;sain;à vérifier
file1;sain;sain
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "unknown", "file1": "clean"},
    ),
    "a kind before names": (
        """Incident;Severity;Impacted assets
Lateral movement;High;"Devices: adt1, file1"
""",
        ("verdict==compromised",),
        (),
        {"adt1": "compromised", "file1": "compromised"},
    ),
    "a suspicion beside": (
        """Serveur;Compromis;Suspect ?
adt1;oui;non
pacs1;non;oui
file1;non;non
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "held", "file1": "clean"},
    ),
    "signs of people": (
        """Serveur;Sain
adt1;✘
pacs1;✔
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "an antivirus that is off": (
        """Serveur;Antivirus;Infecté
adt1;OK;oui
pacs1;Désactivé;non
file1;OK;non
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "held", "file1": "clean"},
    ),
    "a machine that is cut off": (
        """Hostname;Status
adt1;Infected (isolated)
file1;No detections
""",
        (),
        (),
        {"adt1": "compromised", "file1": "clean"},
    ),
    "objects within what an API wraps them in": (
        """{"hits": {"total": {"value": 2}, "hits": [
{"_source": {"host": {"name": "adt1"}, "verdict": "infected"}},
{"_source": {"host": {"name": "pacs1"}, "verdict": "clean"}}]}}""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "names below what they are": (
        """{"infected": ["adt1", "file1"], "clean": ["pacs1"]}""",
        (),
        (),
        {"adt1": "compromised", "file1": "compromised", "pacs1": "held"},
    ),
    "Bitdefender": (
        """Endpoint name;IP;Infected;Malware status;Last seen
adt1;192.0.2.11;Yes;Infected;18 Jan 2021, 02:00
pacs1;192.0.2.12;No;Clean;18 Jan 2021, 02:00
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "Cortex XDR": (
        """ENDPOINT NAME\tENDPOINT STATUS\tIP ADDRESS\tLAST SEEN\tISOLATION STATUS\tMALWARE FOUND
ADT1\tConnected\t192.0.2.11\tJan 18th 2021 02:00:00\tIsolated\tYes
PACS1\tConnection Lost\t192.0.2.12\tJan 18th 2021 02:00:00\tNot Isolated\tNo
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "held"},
    ),
    "Wazuh's alerts": (
        """{"timestamp":"2021-01-17T23:00:00Z","rule":{"level":9},"agent":{"name":"adt1"},"manager":{"name":"dc1"}}
{"timestamp":"2021-01-17T23:00:00Z","rule":{"level":9},"agent":{"name":"pacs1"},"manager":{"name":"dc1"}}
""",
        ("verdict==compromised",),
        (),
        {"adt1": "compromised", "pacs1": "compromised"},
    ),
    "ClamAV": (
        """Host,Scanned files,Infected files,End Date
adt1,12345,7,2021:01:18 01:00:00
pacs1,12345,0,2021:01:18 02:00:00
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "Elastic": (
        """{"hits": {"total": {"value": 1}, "hits": [{"_id": "1", "_source": {"@timestamp": "2021-01-17T23:00:00Z",
"host": {"name": "adt1"}, "kibana.alert.severity": "high"}}]}}""",
        ("verdict==compromised",),
        (),
        {"adt1": "compromised"},
    ),
    "HarfangLab": (
        """hostname,ipaddress,status,lastseen,threats
ADT1,192.0.2.11,online,2021-01-18T01:00:00Z,2
""",
        (),
        (),
        {"adt1": "compromised"},
    ),
    "Tanium": (
        """Computer Name,Status
adt1,Infected
pacs1,Clean
file1,No Response
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "asked"},
    ),
    "Hayabusa": (
        """Timestamp,RuleTitle,Level,Computer
2021-01-17 22:00:00.000 +00:00,Mimikatz use,crit,ADT1.chw.local
""",
        ("verdict=Level",),
        ("crit=compromised",),
        {"adt1": "compromised"},
    ),
    "Sophos in German": (
        """Name;IP-Adresse;Letzte Aktivität;Zustand;Bedrohungen;Dienste
adt1;192.0.2.11;12.01.2021 02:00;Schlecht;2;Laufen
dc1;192.0.2.2;12.01.2021 02:00;Gut;0;Laufen
file1;;18.01.2021 02:00;Gut;0;Gestoppt
""",
        (),
        (),
        {"adt1": "compromised", "dc1": "held", "file1": "held"},
    ),
    "DFIR-IRIS in German": (
        """Name;IP;Kompromittierungsstatus;Analyse
adt1;192.0.2.11;Kompromittiert;Abgeschlossen
dc1;192.0.2.2;Nicht kompromittiert;In Bearbeitung
pacs1;192.0.2.12;Nicht kompromittiert;Abgeschlossen
""",
        (),
        (),
        {"adt1": "compromised", "dc1": "held", "pacs1": "clean"},
    ),
    "Velociraptor's flows": (
        """ClientId,Hostname,LastSeenAt,Flow State,Hits
C.1,adt1,2021-01-18T01:00:00Z,FINISHED,2
C.2,pacs1,2021-01-18T01:00:00Z,FINISHED,0
C.3,file1,2021-01-18T01:00:00Z,ERROR,0
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "held"},
    ),
    "headings that ask for one of two letters": (
        """N°;Serveur;Compromis (O/N);Date analyse
1;adt1;O;18/01/2021 02h10
2;pacs1;N;18/01/2021 02h10
3;dc1;N;10/01/2021 02h10
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "dc1": "held"},
    ),
    "what is found or not below an infection": (
        """Hostname;Encryption status;Malware;Last seen
adt1;Encrypted;Detected;2021-01-18 02:10
pacs1;Decrypted;None;2021-01-18 02:10
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "what is found of an indicator, and an error": (
        """Computer Name,IOC Scan Result,Last seen
adt1,Found,2021-01-18 02:10
pacs1,Not found,2021-01-18 02:10
file1,<error: Singular expression refers to nonexistent object.>,2021-01-18 02:10
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "asked"},
    ),
    "numbers with a word behind them": (
        """Host,Malware,Last seen
adt1,3 found,2021-01-18 02:10
pacs1,0 found,2021-01-18 02:10
file1,n/a,2021-01-18 02:10
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "unknown"},
    ),
    "what could not be cleaned": (
        """Endpoint,Scan result,Time
adt1,Unable to clean file,2021-01-18 02:10
pacs1,Cleaned,2021-01-18 02:10
dc1,Clean failed,2021-01-18 02:10
file1,Clean error,2021-01-18 02:10
""",
        (),
        (),
        {
            "adt1": "compromised",
            "pacs1": "hit",
            "dc1": "compromised",
            "file1": "compromised",
        },
    ),
    "what was encrypted in part": (
        """Machine;Etat;Vu le
adt1;KO - chiffré;18/01/2021 02:10
pacs1;Gedeeltelijk versleuteld;18/01/2021 02:10
dc1;chiffré (BitLocker);18/01/2021 02:10
file1;sain;18/01/2021 02:10
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "compromised", "dc1": "asked", "file1": "clean"},
    ),
    "signs that say the same as the word behind them": (
        """Host;Status
adt1;🔴 compromised
pacs1;🟢 clean
file1;⚠️ clean
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "asked"},
    ),
    "copies of machines and not the machines": (
        """Backup;Machine;Restore point;Malware status;Scan date
Daily;adt1;15/01/2021 22:00;Infected;18/01/2021 02:10
Daily;pacs1;15/01/2021 22:00;Clean;18/01/2021 02:10
Daily;file1 (restored copy);18/01/2021 02:00;Clean;18/01/2021 02:10
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "held", "file1": "held"},
    ),
    "a report that says how long it looks back": (
        """Malware Status Report;;
Generated on:;"18 January 2021, 02:30:12";
Reporting interval:;Last 24 hours;

Endpoint Name;IP;Malware Status
adt1;192.0.2.11;Still infected
pacs1;192.0.2.12;Clean
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "rows that were last written before": (
        """Host;Last modified;IOC found
adt1;2020-12-01 08:00;Yes
dc1;2020-12-01 08:00;No
pacs1;2021-01-18 02:00;No
""",
        (),
        (),
        {"adt1": "compromised", "dc1": "held", "pacs1": "clean"},
    ),
    "numbers below one word of an API": (
        """[{"hostname": "adt1", "activeThreats": 2, "lastSeen": "2021-01-18T01:00:00Z"},
{"hostname": "pacs1", "activeThreats": 0, "lastSeen": "2021-01-18T01:00:00Z"}]""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "a quote that a later one closes": (
        (
            'Comment;Host;Verdict\n"a note;adt1;infected\n"said ""no""";pacs1;clean\n'
            '"two\nlines";file1;clean\n'
        ),
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "clean"},
    ),
    "a remark beside a verdict that says nothing": (
        """Host;Last seen;Threats;Remarks
adt1;2021-01-18 02:00;;Malware found
pacs1;2021-01-18 02:00;0;no malware found
""",
        (),
        (),
        {"adt1": "hit", "pacs1": "clean"},
    ),
    "suspicions": (
        """Host;Verdict
adt1;Likely infected
dc1;verdächtig
file1;no IOC found
pacs1;Sain.
""",
        (),
        (),
        {"adt1": "hit", "dc1": "hit", "file1": "clean", "pacs1": "clean"},
    ),
    "verdicts in Dutch": (
        """Computernaam;Laatst gezien;Oordeel
adt1;12-01-2021 02:00;geïnfecteerd
pacs1;18-01-2021 02:00;schoon
file1;nooit;schoon
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "held"},
    ),
    "verdicts in German": (
        """Rechner;Agent;Zuletzt gesehen;Urteil
pacs1;online;18.01.2021 02:00;sauber
file1;deinstalliert;18.01.2021 02:00;sauber
adt1;offline;12.01.2021 02:00;infiziert
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "held"},
    ),
    "addresses within those of pages": (
        """Target;Result
https://192.0.2.11:8834/;infected
http://192.0.2.12/;clean
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean"},
    ),
    "French": (
        """Poste;Statut;Dernier contact;Menaces actives
adt1;Infecté;18/01/2021 02:00;2
pacs1;Sain;18/01/2021 02:00;0
dc1;Sain;12/01/2021 02:00;0
file1;Nettoyé;18/01/2021 02:00;0
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "dc1": "held", "file1": "hit"},
    ),
    "Dutch": (
        """Apparaat;Toestand;Laatst gezien;Bedreigingen
adt1;Besmet;18/01/2021 02:00;2
pacs1;Schoon;18/01/2021 02:00;0
file1;Opgeschoond;18/01/2021 02:00;0
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "file1": "hit"},
    ),
    "German": (
        """Gerätename;Infektionsstatus;Letzter Kontakt;Agentenstatus
adt1;Infiziert;18.01.2021 02:00;Online
pacs1;Sauber;18.01.2021 02:00;Online
dc1;Sauber;18.01.2021 02:00;Offline
file1;Bereinigt;18.01.2021 02:00;Online
""",
        (),
        (),
        {"adt1": "compromised", "pacs1": "clean", "dc1": "held", "file1": "hit"},
    ),
}


@pytest.mark.parametrize("product", SHAPES)
def test_lists_of_many_products_are_known_by_their_shape(product: str) -> None:
    text, maps, meanings, told = SHAPES[product]
    found = outcome(text, *maps, meanings=meanings)
    assert told == {
        name.casefold() if found.get(name.casefold()) else name: found[name]
        for name in found
        if name in told
    }


@pytest.mark.parametrize("name", ["pacs1 [old]", "alt: pacs1", "pacs1 - Copy", "pacs1 - Kopie"])
def test_what_was_a_machine_or_is_its_copy_makes_it_not_clean(name: str) -> None:
    text = f"Serveur;Verdict\n{name};sain\nweb1;sain\ndc1 [Windows];sain\nadt1;infecté\n"
    found = outcome(text)
    assert ("clean", "compromised") == (found["dc1"], found["adt1"])
    assert found.get("pacs1") in (None, "held")
