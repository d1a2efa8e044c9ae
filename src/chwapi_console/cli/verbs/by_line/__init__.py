"""What is asked and read line by line: the round of `do`, and acts from paper."""
