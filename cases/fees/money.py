"""Amounts of money in words; one that is not known is said to be so, never guessed."""

from decimal import Decimal

NOT_KNOWN = "not known"


def dollars(amount: Decimal | int | None) -> str:
    """Write whole dollars without cents: `$345`, `$1,250`, `$12.50`, `not known`."""
    if amount is None:
        return NOT_KNOWN
    amount = Decimal(amount)
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"
