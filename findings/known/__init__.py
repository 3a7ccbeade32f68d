"""What is known of pains before any study: the library as it is read, and the firm's own part."""
