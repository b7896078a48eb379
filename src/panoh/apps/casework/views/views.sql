-- Projections of casework. Codes and counts only: no name and no programme stands in a list.

-- The spaces of cases: `main` is the case's main space, `restricted` the class of a compartment (or
-- of a child's case, whose main space has one). A record counts for a case only from one of these.
CREATE VIEW casework_space (space, main, restricted) AS
SELECT no, COALESCE(parent, no), restricted FROM space WHERE home = 'case';

-- Main spaces of children's cases: their clients stand in no list.
CREATE VIEW casework_main_of_child (space) AS
SELECT no FROM space WHERE restricted IS NOT NULL AND parent IS NULL AND home = 'case';

-- What has a day by which something should happen. A dropped goal's steps no longer do.
CREATE VIEW casework_due (kind, record, client, due, space, restricted) AS
SELECT 'follow_up', f.id, f.client, f.due, f.space, f.restricted
  FROM casework_follow_up f
 WHERE COALESCE(f.done, 0) = 0 AND f.due IS NOT NULL
UNION ALL
SELECT 'step', s.id, s.client, s.due, s.space, s.restricted
  FROM casework_step s
 WHERE COALESCE(s.done, 0) = 0 AND s.due IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM casework_goal g WHERE g.id = s.goal AND g.state = 'dropped')
UNION ALL
SELECT 'review', r.id, r.client, r.next_on, r.space, r.restricted
  FROM casework_review r
 WHERE r.next_on IS NOT NULL
   AND NOT EXISTS (
       SELECT 1 FROM casework_review n
        WHERE n.client = r.client AND n.space = r.space
          AND (n.held_on, n.created_at, n.id) > (r.held_on, r.created_at, r.id));

-- Every conversation of a month, with a case or without one. Of a restricted one only that it was.
CREATE VIEW casework_conversation
  (held_at, channel, topic, district, sex, age_band, head_count) AS
SELECT held_at, channel, topic, district, sex, age_band, head_count FROM casework_contact
UNION ALL
SELECT k.held_at, k.channel, iif(s.restricted IS NULL, k.topic, NULL),
       iif(s.restricted IS NULL, k.district, NULL), iif(s.restricted IS NULL, k.sex, NULL),
       iif(s.restricted IS NULL, k.age_band, NULL), k.head_count
  FROM casework_case_contact k
  JOIN casework_space s ON s.space = k.space
  JOIN casework_client c ON c.id = k.client AND c.space = s.main;

CREATE INDEX casework_by_open_follow_up ON casework_follow_up (due, client, id, space)
 WHERE COALESCE(done, 0) = 0;
CREATE INDEX casework_by_open_step ON casework_step (due, client, id, goal, space)
 WHERE COALESCE(done, 0) = 0;
CREATE INDEX casework_by_apart_follow_up ON casework_follow_up (due, client, id, space)
 WHERE COALESCE(done, 0) = 0 AND restricted IS NOT NULL;
CREATE INDEX casework_by_apart_step ON casework_step (due, client, id, goal, space)
 WHERE COALESCE(done, 0) = 0 AND restricted IS NOT NULL;
CREATE INDEX casework_by_apart_review ON casework_review (next_on)
 WHERE next_on IS NOT NULL AND restricted IS NOT NULL;
CREATE INDEX casework_by_child_case ON space (no)
 WHERE restricted IS NOT NULL AND parent IS NULL AND home = 'case';
CREATE INDEX casework_by_line_keeper ON casework_caseload (keeper, status, code);
CREATE INDEX casework_by_need_client ON casework_need (client, space, level, kind, state);
CREATE INDEX casework_by_need_factor ON casework_need (factor, client, state, space)
 WHERE factor IS NOT NULL;
CREATE INDEX casework_by_client_changed ON casework_client (status, changed_at, space);
CREATE INDEX casework_by_programme_until ON casework_client (programme_until)
 WHERE programme_until IS NOT NULL;

-- Which cards came in the place of which, however many lie between.
CREATE VIEW casework_card_line (card, later) AS
WITH RECURSIVE line (card, later) AS (
  SELECT supersedes, id FROM casework_card WHERE supersedes IS NOT NULL
  UNION
  SELECT line.card, c.id FROM line JOIN casework_card c ON c.supersedes = line.later)
SELECT card, later FROM line;

-- What was given last of each card in each case, and has changed or was replaced since.
CREATE VIEW casework_card_again (client, record, card, used_on, restricted) AS
SELECT u.client, u.id, u.card, u.used_on, u.restricted
  FROM casework_card_used u
  JOIN casework_card c ON c.id = u.card
  JOIN casework_space s ON s.space = u.space
  JOIN casework_client o ON o.id = u.client AND o.space = s.main
 WHERE NOT EXISTS (
       SELECT 1 FROM casework_card_used n
        WHERE n.client = u.client AND n.card = u.card
          AND n.space IN (SELECT w.space FROM casework_space w WHERE w.main = s.main)
          AND (n.used_on, n.created_at, n.id) > (u.used_on, u.created_at, u.id))
   AND CASE WHEN EXISTS (SELECT 1 FROM casework_card t WHERE t.supersedes = c.id)
       THEN EXISTS (
            SELECT 1 FROM casework_card_line l
             WHERE l.card = c.id
               AND NOT EXISTS (SELECT 1 FROM casework_card h WHERE h.supersedes = l.later)
               AND NOT EXISTS (
                   SELECT 1 FROM casework_card_used x
                    WHERE x.client = u.client AND x.card = l.later
                      AND x.space IN (SELECT w.space FROM casework_space w WHERE w.main = s.main)))
       ELSE c.version > COALESCE(u.version, 0) END;

-- The last word on how long a closed case is kept.
CREATE VIEW casework_term (client, keep_until, set_at, record) AS
SELECT r.client, r.keep_until, r.created_at, r.id
  FROM casework_retention r
  JOIN casework_client c ON c.id = r.client AND c.space = r.space
 WHERE NOT EXISTS (
       SELECT 1 FROM casework_retention n
        WHERE n.client = r.client AND n.space = r.space
          AND (n.created_at, n.id) > (r.created_at, r.id));
