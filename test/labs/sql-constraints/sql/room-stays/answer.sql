ALTER TABLE rooms
  ADD PRIMARY KEY (id),
  ALTER COLUMN name SET NOT NULL,
  ALTER COLUMN seats SET NOT NULL,
  ADD CONSTRAINT rooms_seats_positive CHECK (seats > 0);

ALTER TABLE users
  ADD PRIMARY KEY (id),
  ALTER COLUMN email SET NOT NULL;
CREATE UNIQUE INDEX users_email_unique ON users (lower(email));

ALTER TABLE bookings
  ADD PRIMARY KEY (id),
  ALTER COLUMN room_id SET NOT NULL,
  ALTER COLUMN user_id SET NOT NULL,
  ALTER COLUMN starts_at SET NOT NULL,
  ALTER COLUMN ends_at SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  ALTER COLUMN status SET DEFAULT 'booked',
  ADD CONSTRAINT bookings_status_known CHECK (status IN ('booked', 'cancelled')),
  ADD CONSTRAINT bookings_end_after_start CHECK (ends_at > starts_at),
  ADD CONSTRAINT bookings_room FOREIGN KEY (room_id) REFERENCES rooms (id) ON DELETE CASCADE,
  ADD CONSTRAINT bookings_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  -- A room as a range of one number can stand in the same index as the times, without an extension.
  ADD CONSTRAINT bookings_no_overlap EXCLUDE USING gist (
    int4range(room_id, room_id, '[]') WITH &&,
    tsrange(starts_at, ends_at) WITH &&
  ) WHERE (status = 'booked');
