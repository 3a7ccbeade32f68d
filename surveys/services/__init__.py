"""What can be done with questionnaires, links and answers."""
