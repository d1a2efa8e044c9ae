"""What one cell can mean: names, addresses, moments, places, the words of four languages."""
