"""The tables of a hub, and the statements that the program puts to it.

Plain SQL, for whatever speaks PostgreSQL's protocol. Every function and operator in it is called by
just the types that the engine's own has, so that none is taken which somebody else made in a schema
that is looked through (CVE-2018-1058); where the engine's takes any type its schema is named.
"""

from chwapi_console.journal.hub.presence import (
    LONGEST_TEXT,
    MINUTES_KEPT,
    MOST_SYNCERS,
    SECONDS_UNTIL_GONE,
)

FORMAT = 1
"""Of the tables; a hub of a later one is not touched."""

MOST_BYTES = 128 << 20
"""Of one event: a plan's text stands in one (`decode`)."""

MOST_BYTES_FETCHED = 48 << 20
"""Of one event: a plan of 20 MB, each letter of which JSON escapes, has less. What is larger was
written by no journal, and reading it would take gigabytes."""

MOST_AT_ONCE = 8 << 20
"""Bytes of events that one question brings."""

TABLES = (
    f"""CREATE TABLE IF NOT EXISTS event (
    origin text NOT NULL,
    seq bigint NOT NULL CHECK (seq >= 1),
    prev_seq bigint,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    body bytea NOT NULL CHECK (octet_length(body) <= {MOST_BYTES}),
    PRIMARY KEY (origin, seq),
    CHECK ((seq = 1 AND prev_seq IS NULL) OR prev_seq = seq - 1),
    CONSTRAINT event_follows CHECK (seq = 1 OR prev_seq IS NOT NULL),
    FOREIGN KEY (origin, prev_seq) REFERENCES event (origin, seq)
)""",
    "CREATE TABLE IF NOT EXISTS origin (origin text PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS hub (id uuid PRIMARY KEY, format int NOT NULL)",
)
"""The engine itself refuses a gap in an origin: an unknown `prev_seq` would pass the check and refer
to nothing."""

FOLLOWS = """ALTER TABLE event DROP CONSTRAINT IF EXISTS event_follows,
ADD CONSTRAINT event_follows CHECK (seq = 1 OR prev_seq IS NOT NULL) NOT VALID"""
"""For hubs that were made before the tables had that: from now on, whatever stands there."""

HAS_FOLLOWS = """SELECT count(*) FROM pg_constraint
WHERE conrelid = 'event'::regclass::oid AND conname = 'event_follows'::name"""

PRESENCE = (
    f"""CREATE TABLE IF NOT EXISTS presence (
    syncer text NOT NULL CHECK (octet_length(syncer) <= 64),
    at timestamptz NOT NULL DEFAULT now(),
    said text NOT NULL CHECK (octet_length(said) <= {LONGEST_TEXT}),
    PRIMARY KEY (syncer, at)
)""",
    "CREATE INDEX IF NOT EXISTS presence_at ON presence (at)",
)
"""Who is at the consoles, by the server's own clock. A hub can do without it: hubs that were made
before it have none."""

MADE_BY_OTHERS = "CW001"
"""The state (SQLSTATE) by which `NO_STRANGERS` says that something is of somebody else's making."""

NO_STRANGERS = f"""DO $chwapi$
DECLARE
    tables oid[] := ARRAY[pg_catalog.to_regclass('hub'), pg_catalog.to_regclass('event'),
        pg_catalog.to_regclass('origin'), pg_catalog.to_regclass('presence')]::oid[];
    path text := pg_catalog.current_setting('search_path');
    strange text;
BEGIN
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    SELECT c.relname || ', ' || r.rolname INTO strange
    FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
    WHERE c.oid = ANY (tables) AND (
        c.relkind NOT IN ('r', 'p') OR (r.rolname <> current_user AND NOT r.rolsuper) OR EXISTS (
            SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            JOIN pg_roles o ON o.oid = p.proowner
            WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
            AND o.rolname <> current_user AND NOT o.rolsuper
        )
    ) ORDER BY c.relname LIMIT 1;
    IF strange IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = '{MADE_BY_OTHERS}', MESSAGE = strange;
    END IF;
    PERFORM pg_catalog.set_config('search_path', path, true);
END $chwapi$"""
"""Fails where one of the tables is a view, is neither this user's nor a superuser's, or has a trigger
that is neither's: what others have put there runs with the rights of whoever uses it. It is worked
out by what the engine itself has, whatever functions and operators others made."""

NAMED = "SELECT id, format FROM hub LIMIT 2"

IDLE_AT_MOST = "5min"
"""How long a transaction may be left open: more than the slowest line needs for what one has."""

_IS, _IS_ANY = "OPERATOR(pg_catalog.=)", "OPERATOR(pg_catalog.=) ANY"

_GIVEN = f"""SELECT r.setrole, r.setdatabase, pg_catalog.split_part(c.said, '=', 1) AS name,
            pg_catalog.substr(c.said, pg_catalog.strpos(c.said, '=') OPERATOR(pg_catalog.+) 1) AS value
        FROM pg_catalog.pg_db_role_setting AS r, pg_catalog.unnest(r.setconfig) AS c (said)
        WHERE r.setdatabase {_IS_ANY} (ARRAY[0::pg_catalog.oid, (
            SELECT b.oid FROM pg_catalog.pg_database AS b
            WHERE b.datname {_IS} pg_catalog.current_database())])"""

_LEFT_THERE = f"""s.source {_IS} 'session' AND s.name OPERATOR(pg_catalog.<>) ALL (ARRAY[
        'client_encoding', 'application_name', 'TimeZone', 'DateStyle', 'standard_conforming_strings'])"""
"""What somebody else left in a session that a pooler lends, but for what the pooler itself keeps."""

WITHOUT_ROLE_SETTINGS = f"""SELECT pg_catalog.pg_backend_pid(), pg_catalog.count(s.now),
pg_catalog.max(CASE WHEN s.name {_IS} 'search_path' THEN (
    SELECT g.value FROM ({_GIVEN}) AS g WHERE g.name {_IS} 'search_path' AND g.setrole {_IS} (
        SELECT o.oid FROM pg_catalog.pg_roles AS o WHERE o.rolname {_IS} current_user)
    ORDER BY g.setdatabase DESC LIMIT 1) END)
FROM (
    SELECT s.name, pg_catalog.set_config(s.name, CASE
        WHEN s.name {_IS} 'idle_in_transaction_session_timeout' THEN '{IDLE_AT_MOST}'
        ELSE coalesce(d.value, s.boot_val) END, false) AS now
    FROM pg_catalog.pg_settings AS s LEFT JOIN ({_GIVEN}) AS d
    ON d.name {_IS} s.name AND d.setrole {_IS} 0::pg_catalog.oid
    AND d.setdatabase OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
    WHERE s.context {_IS} 'user' AND (
        s.source {_IS_ANY} (ARRAY['user', 'database user']) OR ({_LEFT_THERE}))
) AS s"""
"""Takes back what the role of this session was given, and what somebody else left in it, and says which
server process does that, how much it was, and where the role would have looked for tables. A name without
its schema would be looked for there, and before that among temporary ones of whoever had the session before."""

SEARCH_PATH = "SELECT pg_catalog.set_config('search_path', %s, false)"

TEMPORARY_LAST = """SELECT pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ',
CASE WHEN p.path OPERATOR(pg_catalog.<>) '' THEN p.path END, 'pg_temp'), false)
FROM (SELECT pg_catalog.current_setting('search_path') AS path) AS p"""
"""A session that a pooler lends may have temporary tables of whoever had it before, with the names of
the hub's; they come first unless the path says otherwise."""

ROLE_SETTINGS = """SELECT string_agg(DISTINCT split_part(c.said, '='::text, 1), ', '::text)
FROM pg_db_role_setting r JOIN pg_roles o ON o.oid = r.setrole, unnest(r.setconfig) AS c (said)
WHERE o.rolname = current_user
AND split_part(c.said, '='::text, 1) <> 'idle_in_transaction_session_timeout'::text"""
"""What the role was given beside what `hub init` gives it."""

MOST_OTHERS = 2_000
"""Origins that are looked at beside those that a journal knows: no record takes more."""

LONGEST_ORIGIN = 1024
"""Bytes of the name of an origin that is not known here: one that is longer is left there. A record
takes longer ones (`decode`), but a host has 64 letters, and each look brings thousands of names."""

_HASH = "substring(%shash FOR 33)"
"""One byte more than a hash has: of a column that somebody changed no more comes over the line."""

HEADS = f"""SELECT o.origin,
    (SELECT e.seq FROM event e WHERE e.origin = o.origin ORDER BY e.seq DESC LIMIT 1),
    (SELECT {_HASH % "e."} FROM event e WHERE e.origin = o.origin ORDER BY e.seq DESC LIMIT 1)
FROM (
    SELECT origin FROM (SELECT pg_catalog.unnest(%(known)s::text[])) AS known (origin)
    UNION ALL
    SELECT CASE WHEN octet_length(origin) <= {LONGEST_ORIGIN} THEN origin END FROM (
        SELECT origin FROM origin WHERE NOT (origin = ANY(%(known)s::text[]))
        ORDER BY origin LIMIT %(most)s
    ) AS others
) AS o"""
"""How far each origin goes that is known, and so many of the others, in one statement, so at one
moment. Names that are too long are counted among these and not told: to look for others that are
not would be to go through all."""

HASH = f"SELECT {_HASH % ''} FROM event WHERE origin = %s AND seq = %s"
HASHES = f"SELECT seq, {_HASH % ''} FROM event WHERE origin = %s AND seq BETWEEN %s AND %s"
THERE = "SELECT origin, seq FROM event WHERE (origin, seq) IN ({places})"
AFTER = f"""SELECT seq, {_HASH % ""}, octet_length(body), CASE WHEN octet_length(body) <= %s THEN body END FROM event
WHERE origin = %s AND seq > %s AND seq <= %s ORDER BY seq LIMIT %s"""

NEW_ORIGIN = "INSERT INTO origin (origin) VALUES (%s) ON CONFLICT (origin) DO NOTHING"
LISTED = """INSERT INTO origin (origin) SELECT DISTINCT origin FROM event
ON CONFLICT (origin) DO NOTHING"""
"""The names that a hub lost, as where a part of it was put back: whoever does not know such an origin
does not find it."""

NEW_EVENT = """INSERT INTO event (origin, seq, prev_seq, hash, body) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (origin, seq) DO NOTHING"""

BRIEFLY = "SET LOCAL lock_timeout = '1s'"
AT_A_GLANCE = "SET LOCAL lock_timeout = '100ms'"
"""How long others are waited for whose transaction is not over: one that is left open, by a syncer
that hangs or by somebody with the password, would hold up all who have the same to put there."""

HERE = "INSERT INTO presence (syncer, said) VALUES (%s, %s)"
WHO = f"""SELECT left(p.syncer, 64), left(p.said, {LONGEST_TEXT + 1}) FROM presence p
WHERE p.at > now() - interval '{SECONDS_UNTIL_GONE} seconds' AND p.at <= now()
AND NOT EXISTS (SELECT 1 FROM presence q WHERE q.syncer = p.syncer AND q.at > p.at AND q.at <= now())
ORDER BY p.at DESC LIMIT {MOST_SYNCERS}"""
OVER = f"DELETE FROM presence WHERE at < now() - interval '{MINUTES_KEPT} minutes'"

OWN_PROCESS = "SELECT pg_backend_pid()"
CHANNEL = "chwapi"
"""What is notified there says only that something came."""
