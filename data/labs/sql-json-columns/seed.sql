-- Orders as a partner sends them: a document per order, kept as it came.
CREATE TABLE orders (
  id       integer PRIMARY KEY,
  document jsonb NOT NULL
);

INSERT INTO orders (id, document) VALUES
  (1, '{"customer": {"name": "Ada", "city": "London"}, "express": true, "tags": ["gift", "new"],
        "lines": [{"article": "tea", "quantity": 2, "cents": 450}, {"article": "cup", "quantity": 1, "cents": 900}]}'),
  (2, '{"customer": {"name": "Ben"}, "express": false, "tags": [], "coupon": null,
        "lines": [{"article": "tea", "quantity": 10, "cents": 400}]}'),
  (3, '{"customer": {"name": "Cleo", "city": "Lyon"}, "tags": ["gift"], "coupon": "SPRING", "lines": []}');
