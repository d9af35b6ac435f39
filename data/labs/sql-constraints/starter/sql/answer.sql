-- Teach the tables their rules. What is here runs, but refuses far too little.

ALTER TABLE rooms
  ADD PRIMARY KEY (id);
-- TODO: a name must be there, and seats must be at least 1

ALTER TABLE users
  ADD PRIMARY KEY (id);
-- TODO: an address must be there, and be used only once, whatever its case

ALTER TABLE bookings
  ADD PRIMARY KEY (id);
-- TODO: every column must be there, with 'booked' as the default of the status; no other status than the two
-- TODO: a booking ends after it starts
-- TODO: its room and its user exist; a room with bookings stays, the bookings of a deleted user go too
-- TODO: two bookings of one room do not overlap, unless one is cancelled
