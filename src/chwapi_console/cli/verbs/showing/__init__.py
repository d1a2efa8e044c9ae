"""What `show` says of one thing: a module for each kind of thing."""
