"""Servers as other people's lists have them: spreadsheets, Ansible, NetBox.

Pure functions from bytes and rows to `found`.
"""
