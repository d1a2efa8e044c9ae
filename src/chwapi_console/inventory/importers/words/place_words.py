"""The words of places, of lists of servers and of directories, that name no site."""

NO_PLACES = frozenset(
    {
        "defaultsite",
        "default",
        "defaultfirstsitename",
        "global",
        "globalsite",
        "sitepardefaut",
        "standard",
    }
)
"""What products call the one site that nobody has named, folded."""

GENERIC_PLACES = frozenset(
    {
        "site",
        "sites",
        "hopital",
        "hopitaux",
        "hospital",
        "hospitals",
        "clinique",
        "cliniques",
        "klinik",
        "kliniek",
        "klinikum",
        "krankenhaus",
        "ziekenhuis",
        "campus",
        "pole",
        "implantation",
        "vestiging",
        "standort",
        "ch",
        "chu",
        "chr",
        "az",
        "uz",
        "centre",
        "hospitalier",
        "locations",
        "entite",
        "racine",
        "root",
        "entity",
        "all",
        "tous",
        "tout",
        "alle",
        "organisation",
        "organization",
        "company",
        "location",
        "lieu",
        "datacenter",
        "datacentre",
        "dc",
        "de",
        "la",
        "le",
        "du",
        "des",
        "l",
        "d",
    }
)
"""Words of a place that tell it from no other."""

GENERIC_UNITS = frozenset(
    {
        "servers",
        "serveurs",
        "server",
        "computers",
        "ordinateurs",
        "domaincontrollers",
        "memberservers",
        "windows",
        "linux",
        "production",
        "prod",
        "machines",
        "devices",
        "managed",
        "builtin",
        "hosts",
        "workstations",
        "tier0",
        "tier1",
    }
)
"""Units of a directory that say what stands in them and not where."""
