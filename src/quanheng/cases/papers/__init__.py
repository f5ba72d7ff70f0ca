"""The papers of a dispute: the registration form, the settlement agreement, the receipt of what was paid."""
