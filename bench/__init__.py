"""Speed beside named floors and peers, measured in one run; printed, never asserted."""
