-- 1. A column "search" that PostgreSQL keeps up to date by itself: the words of the title (weight A) and of the body (weight B)
-- TODO: generated, of both texts, with weights
ALTER TABLE articles ADD COLUMN search tsvector;
UPDATE articles SET search = to_tsvector('english', body);

-- 2. An index on it
-- TODO

-- 3. find(words): what somebody typed into the search field -> id, title, the best match first
-- TODO: this one finds pieces of words, never two words, and knows no order
CREATE FUNCTION find(words text) RETURNS TABLE (id integer, title text)
LANGUAGE sql STABLE AS $$
  SELECT a.id, a.title
  FROM articles AS a
  WHERE a.body LIKE '%' || words || '%'
  ORDER BY a.id
$$;
