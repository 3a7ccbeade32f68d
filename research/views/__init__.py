"""The pages about studies, journeys, clients and interviews."""
