"""Key supervision (重点监管): whom counts propose to look at more often, and what people decide about it."""
