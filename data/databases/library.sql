-- A library: books, who wrote them, and who has borrowed which. The books are real, the members are not.
SELECT setseed(0.42);

CREATE TABLE authors (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  born integer NOT NULL,
  -- Empty for those who are alive.
  died integer CHECK (died > born)
);

CREATE TABLE books (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title text NOT NULL,
  author_id integer NOT NULL REFERENCES authors (id),
  published integer NOT NULL,
  copies integer NOT NULL DEFAULT 1 CHECK (copies > 0)
);

CREATE TABLE members (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  joined_on date NOT NULL,
  -- Who brought them here, if anybody did.
  invited_by integer REFERENCES members (id)
);

CREATE TABLE loans (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  book_id integer NOT NULL REFERENCES books (id),
  member_id integer NOT NULL REFERENCES members (id),
  borrowed_on date NOT NULL,
  due_on date NOT NULL,
  -- Empty while the book is out.
  returned_on date CHECK (returned_on >= borrowed_on)
);

INSERT INTO authors (name, born, died) VALUES
  ('Jane Austen', 1775, 1817),
  ('Mary Shelley', 1797, 1851),
  ('Charles Dickens', 1812, 1870),
  ('Fyodor Dostoevsky', 1821, 1881),
  ('Leo Tolstoy', 1828, 1910),
  ('Mark Twain', 1835, 1910),
  ('Virginia Woolf', 1882, 1941),
  ('George Orwell', 1903, 1950),
  ('Ursula K. Le Guin', 1929, 2018),
  ('Toni Morrison', 1931, 2019),
  ('Margaret Atwood', 1939, NULL),
  ('Isabel Allende', 1942, NULL),
  ('Haruki Murakami', 1949, NULL),
  ('Kazuo Ishiguro', 1954, NULL),
  -- Nothing of hers is here yet.
  ('Olga Tokarczuk', 1962, NULL);

INSERT INTO books (title, author_id, published, copies)
SELECT title, authors.id, published, copies
FROM (VALUES
  ('Sense and Sensibility', 'Jane Austen', 1811, 2),
  ('Pride and Prejudice', 'Jane Austen', 1813, 4),
  ('Emma', 'Jane Austen', 1815, 2),
  ('Frankenstein', 'Mary Shelley', 1818, 3),
  ('Oliver Twist', 'Charles Dickens', 1838, 2),
  ('David Copperfield', 'Charles Dickens', 1850, 1),
  ('Great Expectations', 'Charles Dickens', 1861, 3),
  ('Crime and Punishment', 'Fyodor Dostoevsky', 1866, 3),
  ('The Idiot', 'Fyodor Dostoevsky', 1869, 1),
  ('War and Peace', 'Leo Tolstoy', 1869, 2),
  ('Anna Karenina', 'Leo Tolstoy', 1878, 2),
  ('The Adventures of Tom Sawyer', 'Mark Twain', 1876, 2),
  ('Adventures of Huckleberry Finn', 'Mark Twain', 1884, 1),
  ('Mrs Dalloway', 'Virginia Woolf', 1925, 1),
  ('To the Lighthouse', 'Virginia Woolf', 1927, 2),
  ('Animal Farm', 'George Orwell', 1945, 3),
  ('Nineteen Eighty-Four', 'George Orwell', 1949, 5),
  ('A Wizard of Earthsea', 'Ursula K. Le Guin', 1968, 3),
  ('The Left Hand of Darkness', 'Ursula K. Le Guin', 1969, 2),
  ('The Dispossessed', 'Ursula K. Le Guin', 1974, 1),
  ('Song of Solomon', 'Toni Morrison', 1977, 1),
  ('Beloved', 'Toni Morrison', 1987, 2),
  ('The Handmaid''s Tale', 'Margaret Atwood', 1985, 4),
  ('Alias Grace', 'Margaret Atwood', 1996, 1),
  ('The House of the Spirits', 'Isabel Allende', 1982, 2),
  ('Norwegian Wood', 'Haruki Murakami', 1987, 2),
  ('Kafka on the Shore', 'Haruki Murakami', 2002, 2),
  ('The Remains of the Day', 'Kazuo Ishiguro', 1989, 2),
  ('Never Let Me Go', 'Kazuo Ishiguro', 2005, 3)
) AS list (title, author, published, copies)
JOIN authors ON authors.name = list.author;

INSERT INTO members (name, joined_on, invited_by)
SELECT
  (ARRAY['Anna', 'Ben', 'Chloe', 'David', 'Emma', 'Felix', 'Gina', 'Hugo', 'Ines', 'Jonas'])[1 + n * 3 % 10]
    || ' ' || (ARRAY['Adler', 'Brown', 'Costa', 'Duval', 'Eriksen', 'Fox', 'Green'])[1 + n * 5 % 7],
  date '2022-01-10' + n * 9,
  CASE WHEN n % 3 = 0 THEN n / 3 END
FROM generate_series(1, 120) AS n;

INSERT INTO loans (book_id, member_id, borrowed_on, due_on, returned_on)
SELECT
  book_id,
  member_id,
  borrowed_on,
  borrowed_on + 28,
  CASE WHEN borrowed_on < date '2025-05-01' OR random() < 0.4 THEN borrowed_on + 1 + floor(random() * 40)::integer END
FROM (
  SELECT
    -- Some books are borrowed more than others, and a few never.
    1 + floor(27 * random() * sqrt(random()))::integer AS book_id,
    1 + floor(110 * random())::integer AS member_id,
    date '2024-01-02' + n * 3 / 8 AS borrowed_on
  FROM generate_series(1, 1400) AS n
) AS made;

ANALYZE;
