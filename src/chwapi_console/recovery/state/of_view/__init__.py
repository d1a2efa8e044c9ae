"""What is asked of a view: people, crews and their means, sites, courses, what has changed since."""
