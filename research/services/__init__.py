"""What can be done with studies, journeys, clients and interviews."""
