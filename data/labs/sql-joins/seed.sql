-- A small library. A book can have several authors, a loan belongs to one book and one member.
CREATE TABLE members (
  id          integer PRIMARY KEY,
  name        text NOT NULL,
  invited_by  integer REFERENCES members (id)   -- NULL: came alone
);
CREATE TABLE authors (
  id   integer PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE books (
  id    integer PRIMARY KEY,
  title text NOT NULL
);
CREATE TABLE book_authors (
  book_id   integer NOT NULL REFERENCES books (id),
  author_id integer NOT NULL REFERENCES authors (id),
  PRIMARY KEY (book_id, author_id)
);
CREATE TABLE loans (
  id          integer PRIMARY KEY,
  book_id     integer REFERENCES books (id),    -- NULL: the book has been given away since
  member_id   integer NOT NULL REFERENCES members (id),
  returned_on date                              -- NULL: not yet returned
);

INSERT INTO members (id, name, invited_by) VALUES
  (1, 'Ada', NULL), (2, 'Ben', 1), (3, 'Cleo', 1), (4, 'Dan', 3);
INSERT INTO authors (id, name) VALUES
  (1, 'Iris Vale'), (2, 'Tom Reed'), (3, 'Mia Stone');
INSERT INTO books (id, title) VALUES
  (1, 'Bread at Home'), (2, 'Night Trains'), (3, 'The Quiet Lake'), (4, 'Salt');
INSERT INTO book_authors (book_id, author_id) VALUES
  (1, 1), (1, 2), (2, 3), (3, 3), (4, 2);
INSERT INTO loans (id, book_id, member_id, returned_on) VALUES
  (1, 1, 1, '2025-02-03'), (2, 2, 1, NULL), (3, 1, 2, NULL), (4, 4, 3, '2025-03-01');
