-- Articles of a help centre.
CREATE TABLE articles (
  id    integer PRIMARY KEY,
  title text NOT NULL,
  body  text NOT NULL
);

INSERT INTO articles (id, title, body) VALUES
  (1, 'Reset your password', 'Choose "Forgotten password" and follow the link that we send you.'),
  (2, 'Change your address', 'Open the settings of your account. Your password is asked for once more.'),
  (3, 'Running a shop', 'How to run a shop, from the first product to the first order.'),
  (4, 'Delivery times', 'Most orders arrive within two days. Orders from abroad take longer.'),
  (5, 'Refunds', 'A refund takes five days. Write to us if it takes longer.');
