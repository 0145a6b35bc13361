"""What a reviewer is asked about conflicts: every party, every kind of affiliation."""
