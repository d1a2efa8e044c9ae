"""What a plan could say: services that hospitals have, and what servers probably need.

Imports `edit`.
"""
