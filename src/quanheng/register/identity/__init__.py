"""Is this the scale it says it is? What stands on it is compared with the register (N25-3.3, N25-3.4)."""
