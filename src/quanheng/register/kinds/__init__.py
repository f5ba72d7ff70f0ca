"""What only instruments of one kind have: typed fields with units, checked before ``Instrument.details`` keeps them."""
