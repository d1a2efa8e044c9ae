"""The plan: sites, services, servers and runbooks, as a person wrote them in `inventory.toml`."""
