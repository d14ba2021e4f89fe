extension Migration {
  /// Events that came again under another name of the same kiosk's log: stored and counted once.
  static let shared = Migration(
    number: 13, name: "shared",
    script: """
      CREATE TABLE shared (
        stream integer NOT NULL REFERENCES stream,
        first bigint NOT NULL CHECK (first >= 0),
        last bigint NOT NULL CHECK (last > first),
        holder integer NOT NULL REFERENCES stream CHECK (holder <> stream),
        PRIMARY KEY (stream, first)
      );
      COMMENT ON TABLE shared IS
        'events [first, last) of a log that the holder had before: stored there only';

      -- Where the events of one log are stored: [first, last) at each holder.
      CREATE OR REPLACE FUNCTION lineage(integer)
        RETURNS TABLE (holder integer, first bigint, last bigint)
        LANGUAGE sql STABLE ROWS 1 AS $$
          WITH RECURSIVE line (holder, first, last, parent) AS (
            SELECT id, coalesce(fork, 0), 9223372036854775807, parent FROM stream WHERE id = $1
            UNION ALL
            SELECT s.id, least(coalesce(s.fork, 0), l.first), l.first, s.parent
            FROM line l JOIN stream s ON s.id = l.parent),
          member AS (SELECT line.holder, line.first, line.last FROM line WHERE line.first < line.last)
          SELECT m.holder, lower(own), upper(own)
          FROM member m, unnest(
            int8multirange(int8range(m.first, m.last)) - coalesce(
              (SELECT range_agg(int8range(s.first, s.last)) FROM shared s WHERE s.stream = m.holder),
              int8multirange())) AS own
          UNION ALL
          SELECT s.holder, greatest(s.first, m.first), least(s.last, m.last)
          FROM member m JOIN shared s
            ON s.stream = m.holder AND s.first < m.last AND s.last > m.first
        $$;
      """)
}
