-- One query for each number. Each already runs and has the right columns; the rows are not right yet.

-- 1. Each book with each of its authors: title, author
-- TODO: put the three tables side by side
SELECT title, 'nobody' AS author
FROM books;

-- 2. Who has what at home now: member, title
-- TODO: only loans that are not returned
SELECT 'nobody' AS member, 'nothing' AS title
FROM loans;

-- 3. Every member with the number of their loans: member, loans
-- TODO: count them; somebody without a loan has 0
SELECT name AS member, 1 AS loans
FROM members;

-- 4. Books that were never lent: title
-- TODO: leave out those that were
SELECT title
FROM books;

-- 5. Every book, and who has it at home now, or NULL: title, member
-- TODO: find the member
SELECT title, 'nobody' AS member
FROM books;

-- 6. Every member, and who invited them, or NULL: member, invited_by
-- TODO: a table may be joined with itself
SELECT name AS member, 'nobody' AS invited_by
FROM members;
