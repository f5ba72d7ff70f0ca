"""Quanheng 权衡: an open civic-metrology supervision platform."""

__version__ = "0.1.0"
