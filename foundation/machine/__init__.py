"""What the person who runs the product meets: its commands, its doctor, its schema."""
