"""What a column holds, told by its heading and by what stands below it."""
