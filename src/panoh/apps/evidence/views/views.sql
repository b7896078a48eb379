-- Indexes of the evidence ledger. What lists read are temporary views over these tables and the
-- rows of held packs (access/mounting.py), so nothing of a pack is written a second time.
CREATE INDEX evidence_by_figure_place ON evidence_figure (key, source, claim);
CREATE INDEX evidence_by_claim_said ON evidence_claim (period_start, id);
