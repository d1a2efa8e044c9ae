"""Why something stands where it does in the order, and what stands in its way."""
