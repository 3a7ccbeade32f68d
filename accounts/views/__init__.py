"""The pages about colleagues, their accounts and the work of the machine."""
