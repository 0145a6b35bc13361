"""What the claims administrator pays for a review: dated rules (LC 4610.6(l), 8 CCR 9792.10.8)."""
