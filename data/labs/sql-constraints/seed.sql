-- Bookings of meeting rooms. The tables accept anything; the rows in them are fine so far.
CREATE TABLE rooms (
  id    integer,
  name  text,
  seats integer
);
CREATE TABLE users (
  id    integer,
  email text
);
CREATE TABLE bookings (
  id        integer,
  room_id   integer,
  user_id   integer,
  starts_at timestamp,
  ends_at   timestamp,
  status    text                        -- 'booked' or 'cancelled'
);

INSERT INTO rooms (id, name, seats) VALUES (1, 'Blue', 8), (2, 'Green', 4);
INSERT INTO users (id, email) VALUES (1, 'ada@example.com'), (2, 'ben@example.com');
INSERT INTO bookings (id, room_id, user_id, starts_at, ends_at, status) VALUES
  (1, 1, 1, '2025-05-05 09:00', '2025-05-05 10:00', 'booked'),
  (2, 1, 2, '2025-05-05 10:15', '2025-05-05 11:30', 'booked'),
  (3, 2, 2, '2025-05-05 09:00', '2025-05-05 12:00', 'cancelled');
