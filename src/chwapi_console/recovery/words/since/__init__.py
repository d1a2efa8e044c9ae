"""What has changed, and what will: news, moves in the order, the course of a service."""
