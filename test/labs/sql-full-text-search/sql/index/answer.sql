-- 1. The words of title and body, kept up to date by PostgreSQL itself
ALTER TABLE articles ADD COLUMN search tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')
) STORED;

-- 2. An index from each word to its articles
CREATE INDEX articles_search ON articles (title);

-- 3. What somebody typed into the search field: the best match first
CREATE FUNCTION find(words text) RETURNS TABLE (id integer, title text)
LANGUAGE sql STABLE AS $$
  SELECT a.id, a.title
  FROM articles AS a
  CROSS JOIN websearch_to_tsquery('english', words) AS query
  WHERE a.search @@ query
  ORDER BY ts_rank(a.search, query) DESC, a.id
$$;
