"""The three ways entries travel, behind one protocol (`sync.model.Carrier`)."""
