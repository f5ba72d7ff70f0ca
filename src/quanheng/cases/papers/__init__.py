"""The papers of a dispute: the registration form, the settlement agreement, the receipt of what was paid,
the record of what the market paid first and recovered, and the notice of a card."""
