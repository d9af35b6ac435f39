-- The newest posts first, so that the rest is done for five posts and not for all.
WITH newest AS (
  SELECT id, title, author_id, published_at
  FROM posts
  WHERE published_at IS NOT NULL
  ORDER BY published_at DESC, id DESC
  LIMIT 5
)
SELECT p.title, a.name AS author, c.comments, l.text AS last_comment, t.tags
FROM newest AS p
LEFT JOIN authors AS a ON a.id = p.author_id
-- Each of these gives exactly one row per post, so that no two of them multiply.
CROSS JOIN LATERAL (
  SELECT count(*) AS comments FROM comments WHERE post_id = p.id
) AS c
LEFT JOIN LATERAL (
  SELECT text FROM comments WHERE post_id = p.id ORDER BY written_at DESC, text DESC LIMIT 1
) AS l ON true
CROSS JOIN LATERAL (
  SELECT coalesce(string_agg(tag, ', ' ORDER BY tag), '') AS tags FROM post_tags WHERE post_id = p.id
) AS t
ORDER BY p.published_at DESC, p.id DESC;
