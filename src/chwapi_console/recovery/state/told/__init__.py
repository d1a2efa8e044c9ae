"""What the record tells of each thing by itself, and the situation that comes of it all."""
