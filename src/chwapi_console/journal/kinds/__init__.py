"""Every kind of event: what it says, and what it may say."""
