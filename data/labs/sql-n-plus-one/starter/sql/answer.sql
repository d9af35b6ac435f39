-- What the page asks for today, as the server's log shows it: 1 + 4 * N statements for N posts.
--
--   SELECT id, title, author_id FROM posts
--     WHERE published_at IS NOT NULL ORDER BY published_at DESC, id DESC LIMIT 5;
--   and then for every post, with its id and author_id:
--     SELECT name FROM authors WHERE id = $1;
--     SELECT count(*) FROM comments WHERE post_id = $1;
--     SELECT text FROM comments WHERE post_id = $1 ORDER BY written_at DESC, id DESC LIMIT 1;
--     SELECT tag FROM post_tags WHERE post_id = $1 ORDER BY tag;
--
-- TODO: one statement with all of it. This one is a beginning, but look at the number of comments.
SELECT p.title, a.name AS author, count(*) AS comments, max(c.text) AS last_comment, string_agg(t.tag, ', ') AS tags
FROM posts AS p
JOIN authors AS a ON a.id = p.author_id
JOIN comments AS c ON c.post_id = p.id
JOIN post_tags AS t ON t.post_id = p.id
GROUP BY p.id, a.id
ORDER BY p.published_at DESC
LIMIT 5;
