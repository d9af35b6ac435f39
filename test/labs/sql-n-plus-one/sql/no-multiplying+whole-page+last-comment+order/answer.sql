-- Both tables joined at once: each comment once per tag.
SELECT
  p.title,
  a.name AS author,
  count(c.id) AS comments,
  (array_agg(c.text ORDER BY c.written_at DESC, c.id DESC) FILTER (WHERE c.id IS NOT NULL))[1] AS last_comment,
  coalesce(string_agg(DISTINCT t.tag, ', ' ORDER BY t.tag), '') AS tags
FROM posts AS p
LEFT JOIN authors AS a ON a.id = p.author_id
LEFT JOIN comments AS c ON c.post_id = p.id
LEFT JOIN post_tags AS t ON t.post_id = p.id
WHERE p.published_at IS NOT NULL
GROUP BY p.id, a.id
ORDER BY p.published_at DESC, p.id DESC
LIMIT 5;
