/** What Show Tables asks. Both are titled by the host, and shown like any other result. */
export const tablesQuery = `SELECT
  c.relname AS "table",
  CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialised view' ELSE 'table' END AS kind,
  a.attname AS "column",
  format_type(a.atttypid, a.atttypmod) AS type,
  CASE WHEN a.attnotnull THEN 'no' ELSE 'yes' END AS "null",
  CASE WHEN a.attidentity <> '' THEN 'identity' ELSE pg_get_expr(d.adbin, d.adrelid) END AS "default",
  (
    SELECT string_agg(CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' ELSE 'references ' || k.confrelid::regclass END, ', ')
    FROM pg_constraint AS k
    WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey) AND k.contype IN ('p', 'u', 'f')
  ) AS key
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
ORDER BY c.relname, a.attnum`;

export const indexesQuery = `SELECT
  t.relname AS "table",
  i.relname AS "index",
  CASE WHEN x.indisprimary THEN 'primary key' WHEN x.indisunique THEN 'unique' END AS kind,
  pg_get_indexdef(x.indexrelid) AS definition,
  pg_size_pretty(pg_relation_size(i.oid)) AS size
FROM pg_index AS x
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_class AS t ON t.oid = x.indrelid
JOIN pg_namespace AS n ON n.oid = t.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
ORDER BY t.relname, i.relname`;
