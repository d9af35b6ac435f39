-- A blog.
CREATE TABLE authors (
  id   integer PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE posts (
  id           integer PRIMARY KEY,
  title        text NOT NULL,
  author_id    integer REFERENCES authors (id),    -- NULL: the author has left
  published_at timestamp                           -- NULL: a draft
);
CREATE TABLE comments (
  id         integer PRIMARY KEY,
  post_id    integer NOT NULL REFERENCES posts (id),
  text       text NOT NULL,
  written_at timestamp NOT NULL
);
CREATE TABLE post_tags (
  post_id integer NOT NULL REFERENCES posts (id),
  tag     text NOT NULL,
  PRIMARY KEY (post_id, tag)
);

INSERT INTO authors (id, name) VALUES (1, 'Ada'), (2, 'Ben');
INSERT INTO posts (id, title, author_id, published_at) VALUES
  (1, 'Hello', 1, '2025-01-01 08:00'), (2, 'On loops', 2, '2025-01-05 08:00'), (3, 'A draft', 1, NULL),
  (4, 'On joins', 1, '2025-02-01 08:00'), (5, 'Old news', NULL, '2024-06-01 08:00'), (6, 'Spring', 2, '2025-03-20 08:00');
INSERT INTO comments (id, post_id, text, written_at) VALUES
  (1, 1, 'First!', '2025-01-01 08:01'), (2, 4, 'So many rows', '2025-02-01 10:00'), (3, 4, 'Thank you', '2025-02-02 09:00'),
  (4, 4, 'Why LEFT?', '2025-02-01 12:00'), (5, 2, 'Nice', '2025-01-06 00:00');
INSERT INTO post_tags (post_id, tag) VALUES (4, 'sql'), (4, 'joins'), (2, 'code'), (6, 'life');
