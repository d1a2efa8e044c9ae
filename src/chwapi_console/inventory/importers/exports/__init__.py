"""What systems export that is no table: JSON and XML, Ansible, NetBox."""
