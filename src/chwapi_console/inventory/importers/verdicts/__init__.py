"""What an EDR or a scanner says of machines, and whether a clean may be believed."""
