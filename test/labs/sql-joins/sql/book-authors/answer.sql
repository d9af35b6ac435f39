-- 1. Each book with each of its authors
SELECT b.title, a.name AS author
FROM books AS b
JOIN book_authors AS ba ON ba.book_id = b.id
JOIN authors AS a ON a.id = ba.book_id;

-- 2. Who has what at home now
SELECT m.name AS member, b.title
FROM loans AS l
JOIN members AS m ON m.id = l.member_id
JOIN books AS b ON b.id = l.book_id
WHERE l.returned_on IS NULL;

-- 3. Every member with the number of their loans
SELECT m.name AS member, count(l.id) AS loans
FROM members AS m
LEFT JOIN loans AS l ON l.member_id = m.id
GROUP BY m.id;

-- 4. Books that were never lent
SELECT b.title
FROM books AS b
WHERE NOT EXISTS (SELECT FROM loans AS l WHERE l.book_id = b.id);

-- 5. Every book, and who has it at home now
SELECT b.title, m.name AS member
FROM books AS b
LEFT JOIN loans AS l ON l.book_id = b.id AND l.returned_on IS NULL
LEFT JOIN members AS m ON m.id = l.member_id;

-- 6. Every member, and who invited them
SELECT m.name AS member, host.name AS invited_by
FROM members AS m
LEFT JOIN members AS host ON host.id = m.invited_by;
