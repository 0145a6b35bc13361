"""What has to be sent for a review, and what follows when it does not come: rules as data.

The list is asked for with the notice of assignment and ticked as documents come in (8 CCR
9792.10.5(a)(1), LC 4610.5(l)).
"""
