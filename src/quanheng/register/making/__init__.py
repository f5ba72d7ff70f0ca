"""What makers and repairers enter into the register: scales produced and sold, repairs, unlockings (N25-3.5)."""
