"""From bytes that somebody saved to tables of cells: text, web pages, what tools print."""
