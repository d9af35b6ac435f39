/**
 * Small workspaces: path → text. The first of each rule shows what the rule claims; the others look like it and do not. Of `.git` each line is a
 * fact: its kind, then its text, with ⏎ between the lines of a message.
 */
export type Workspace = Readonly<Record<string, string>>;

const java = 'src/main/java/shop/Shop.java';
const javaTest = 'src/test/java/shop/ShopTest.java';
const workflow = '.github/workflows/ci.yml';

/** The sample of the skill with so many deployments, and a line before them. */
const dora = (deployments: number, first = ''): string =>
  [
    'LOG = """',
    first,
    ...Array.from({ length: deployments }, (_, at) => `2026-10-${at + 10}T09:10 2026-10-${at + 10}T11:40  -   planned`),
    '"""',
    'lead = datetime.fromisoformat(deployed) - datetime.fromisoformat(committed)',
    'print("change lead time, median   ", median(leads))',
  ].join('\n');
const tags = (count: number): string => Array.from({ length: count }, (_, at) => `tag v1.${at}.0`).join('\n');

export const fixtures: Readonly<Record<string, readonly [yes: Workspace, no: Workspace, ...more: Workspace[]]>> = {
  // ---------- Git ----------
  'git-own-repository': [
    { '.git': 'root First\ncommit First\ncommit Second' },
    { '.git': 'commit First\ncommit Second' },
    { '.git': 'root First\ncommit First' },
  ],
  'git-two-merges': [
    { '.git': "merge Merge branch 'soup'\nreflog merge tea: Fast-forward" },
    { '.git': "merge Merge branch 'soup'\nreflog merge soup: Merge made by the 'ort' strategy." },
    { '.git': 'reflog pull: Fast-forward\nreflog merge tea: Fast-forward' },
  ],
  'git-conflict': [{ '.git': "conflict Merge branch 'price'" }, { '.git': "merge Merge branch 'price'" }],
  'git-reflog-rescue': [
    { '.git': 'reflog reset: moving to 1f2e3d4c\nreflog reset: moving to HEAD~1' },
    { '.git': 'reflog reset: moving to HEAD\nreflog reset: moving to HEAD~1' },
    { '.git': 'reflog checkout: moving from main to 1f2e3d4c' },
  ],
  'git-closes-issue': [
    { '.git': 'commit Refuse empty orders⏎⏎Fixes #12\nremote github.com/ada/shop' },
    { '.git': 'commit Talk about issue #12\nremote github.com/ada/shop' },
    { '.git': 'commit Fix 12 tests⏎⏎See #12\nremote github.com/ada/shop' },
    { '.git': 'commit Fixes #12' },
    // What is taken back is named by its whole subject.
    {
      '.git': 'commit Revert "Refuse empty orders, fixes #12"⏎⏎This reverts commit c0ffee.\nremote github.com/ada/shop',
    },
    { '.git': 'commit Prefix #12 with a dot\nremote github.com/ada/shop' },
  ],
  'git-squashed-pull-request': [
    { '.git': 'squash Add a cart (#7)' },
    { '.git': 'commit Add a cart (#7)' },
    { '.git': 'squash Update README.md' },
    { '.git': 'squash Revert "Add a cart (#7)" (#8)' },
  ],
  'git-published-project': [
    { '.git': 'root First\nremote github.com/ada/shop', 'README.md': '# Shop', LICENSE: 'MIT' },
    { '.git': 'remote github.com/ada/shop', 'README.md': '# Shop', LICENSE: 'MIT' },
    { '.git': 'root First\nremote github.com/ada/shop', 'README.md': '# Shop' },
    { '.git': 'root First\nremote git.intern.example/ada/shop', 'README.md': '# Shop', LICENSE: 'MIT' },
  ],
  'git-bisect-search': [
    { '.git': `bisect checkout: moving from ${'a1'.repeat(20)} to main` },
    { '.git': `reflog checkout: moving from ${'a1'.repeat(20)} to main` },
    { '.git': 'commit Find the fault by git bisect run\nbranch bisect' },
  ],
  'git-reworded-messages': [
    {
      '.git': ['reflog rebase (reword): Round per line, as the tax office does', 'reflog rebase (reword): Round']
        .flatMap((line) => Array.from({ length: 5 }, () => line))
        .join('\n'),
    },
    // Each is there twice: as it was copied, and as it was reworded.
    { '.git': Array.from({ length: 8 }, () => 'reflog rebase (reword): Round').join('\n') },
    { '.git': Array.from({ length: 12 }, () => 'reflog rebase (pick): Round').join('\n') },
    { '.git': Array.from({ length: 12 }, () => 'reflog commit (amend): Round').join('\n') },
  ],
  'git-tags-to-dora': [
    { 'dora.py': dora(10), '.git': tags(10) },
    { 'dora.py': dora(10), '.git': tags(9) },
    { 'dora.py': dora(10), '.git': tags(10).replaceAll('tag ', 'commit ') },
    { 'dora.py': dora(9), '.git': tags(10) },
    { 'dora.py': dora(10, '2026-11-02T09:10 2026-11-02T11:40  -   planned'), '.git': tags(10) },
    { '.git': tags(20) },
  ],
  'git-upgrade-branch': [
    { '.git': 'commit Upgrade express to 5.0.0\nbranch upgrade-express' },
    { '.git': 'commit Upgrade express to 5.0.0' },
    { '.git': 'branch upgrade-express' },
    { '.git': 'commit Upgrade express to 5.1.2\nbranch upgrade-express' },
    { '.git': 'commit Revert "Upgrade express to 5.0.0"\nbranch upgrade-express' },
    { '.git': 'commit Bump version from 1.9.0 to 2.0.0\nbranch bump/version' },
    { '.git': 'commit Update copyright to 2026\nbranch update-copyright' },
    { '.git': 'commit Upgrade express to 5.0.0\nbranch updated-texts' },
  ],

  // ---------- Tools ----------
  'npm-locked-packages': [
    {
      'package.json': '{\n  "dependencies": { "express": "^5" }\n}',
      'package-lock.json': '{\n  "packages": {\n    "node_modules/express": {},\n    "node_modules/qs": {}\n  }\n}',
    },
    { 'package.json': '{\n  "dependencies": { "express": "^5" }\n}' },
    { 'package.json': '{ "name": "a" }', 'package-lock.json': '{ "packages": {} }' },
  ],
  'ci-restores-lock-file': [
    { [workflow]: 'steps:\n  - run: npm ci' },
    { [workflow]: 'steps:\n  - run: npm install' },
    { [workflow]: 'steps:\n  # - run: npm ci\n  - run: npm cit' },
  ],
  'format-on-save-and-check': [
    {
      '.vscode/settings.json': '{\n  // always\n  "editor.formatOnSave": true,\n}',
      'package.json': '{\n  "scripts": {\n    "format:check": "prettier . --check"\n  }\n}',
    },
    {
      '.vscode/settings.json': '{ "editor.formatOnSave": false }',
      'package.json': '{\n  "scripts": { "format:check": "prettier . --check" }\n}',
    },
    {
      '.vscode/settings.json': '{ "editor.formatOnSave": true }',
      'package.json': '{\n  "scripts": { "format": "prettier . --write" }\n}',
    },
  ],
  'formatter-and-linter-js': [
    {
      'package.json': '{ "devDependencies": {\n "eslint": "9",\n "prettier": "3"\n} }',
      'eslint.config.mjs': 'export default [];',
    },
    { 'package.json': '{ "devDependencies": { "eslint": "9", "prettier": "3" } }' },
    { 'package.json': '{ "devDependencies": { "eslint": "9" } }', 'eslint.config.mjs': 'export default [];' },
    { 'package.json': '{ "keywords": ["eslint", "prettier"] }', 'eslint.config.mjs': 'export default [];' },
  ],
  'formatter-and-linter-py': [
    { 'pyproject.toml': '[tool.ruff.format]\nquote-style = "single"\n\n[tool.ruff.lint]\nselect = ["E"]' },
    { 'pyproject.toml': '[tool.black]\nline-length = 100' },
    { 'pyproject.toml': '[tool.ruff.lint]\nselect = ["E"]' },
  ],
  'attach-debugger': [
    { '.vscode/launch.json': '{\n  "configurations": [\n    { "request": "attach", "port": 9229 }\n  ]\n}' },
    { '.vscode/launch.json': '{ "configurations": [{ "request": "launch", "name": "attach" }] }' },
    { '.vscode/launch.json': '{\n  "configurations": [\n    // { "request": "attach" }\n  ]\n}' },
  ],
  'http-file-crud': [
    { 'api.http': 'POST http://localhost/books\n###\nGET /books\n###\nPUT /books/1\n###\nDELETE /books/1' },
    { 'api.http': 'POST http://localhost/books\n###\nGET /books\n###\n# DELETE /books/1\nPUT /books/1' },
    { 'api.md': 'POST /books\nGET /books\nPUT /books/1\nDELETE /books/1' },
  ],
  'postman-collection-crud': [
    {
      'shop.postman_collection.json':
        '{ "item": [\n{ "request": { "method": "POST" } },\n{ "request": { "method": "GET" } },\n{ "request": { "method": "PATCH" } },\n{ "request": { "method": "DELETE" } }\n] }',
    },
    { 'shop.postman_collection.json': '{ "item": [\n{ "request": { "method": "GET" } },\n{ "name": "DELETE" }\n] }' },
  ],
  'postman-environments': [
    { 'local.postman_environment.json': '{ "values": [] }', 'live.postman_environment.json': '{ "values": [] }' },
    { 'local.postman_environment.json': '{ "values": [] }' },
  ],
  'postman-refusals': [
    {
      'shop.postman_collection.json':
        '"exec": [\n"pm.response.to.have.status(404);",\n"pm.response.to.have.status(422);"\n]',
    },
    { 'shop.postman_collection.json': '"exec": [\n"pm.response.to.have.status(200);"\n]' },
    { 'shop.postman_collection.json': '"exec": [\n"pm.response.to.have.status(404);"\n]' },
  ],
  'collection-run-by-script': [
    {
      'shop.postman_collection.json': '{}',
      'package.json': '{\n  "scripts": { "api": "newman run shop.postman_collection.json" }\n}',
    },
    { 'package.json': '{\n  "scripts": { "api": "newman run https://example.com/c" }\n}' },
    { 'shop.postman_collection.json': '{}', 'package.json': '{ "devDependencies": { "newman": "6" } }' },
  ],

  // ---------- Languages ----------
  'python-own-tests': [
    {
      'test_log.py':
        'import pytest\nfrom log import parse\n\ndef test_good():\n    assert parse("a 1")\n\ndef test_bad():\n    with pytest.raises(ValueError):\n        parse("")',
    },
    { 'test_log.py': 'def test_good():\n    assert parse("a 1")' },
    { 'log.py': 'def test_good():\n    parse("x")\n    with pytest.raises(ValueError): ...' },
  ],
  'mypy-strict': [
    { 'pyproject.toml': '[tool.mypy]\nstrict = true' },
    { 'pyproject.toml': '[tool.mypy]\nstrict = false' },
    { 'pyproject.toml': '[tool.pytest.ini_options]\nstrict = true\n[tool.mypy]\npretty = true' },
  ],
  'mypy-strict-ini': [
    { 'mypy.ini': '[mypy]\nstrict = True' },
    { 'mypy.ini': '[mypy]\n; strict = True\nstrict_optional = True' },
  ],
  'python-thread-pool-fetch': [
    {
      'fetch.py':
        'with ThreadPoolExecutor(8) as pool:\n    pages = list(pool.map(lambda u: requests.get(u, timeout=5), urls))',
    },
    { 'fetch.py': 'with ThreadPoolExecutor(8) as pool:\n    pool.map(hash_file, files)' },
    { 'fetch.py': '# ThreadPoolExecutor(8) would help\npages = [requests.get(u) for u in urls]' },
  ],
  'python-threads-and-processes': [
    {
      'count.py':
        'with ThreadPoolExecutor(4) as pool:\n    pool.map(loop, [1])\nwith ProcessPoolExecutor(4) as pool:\n    pool.map(loop, [1])',
    },
    { 'count.py': 'with ThreadPoolExecutor(4) as pool:\n    pool.map(loop, [1])' },
  ],
  'python-wsgi': [
    {
      'app.py':
        "from wsgiref.simple_server import make_server\ndef app(environ, start_response):\n    start_response('200 OK', [('Content-Type', 'application/json')])\n    return [b'{}']\nmake_server('', 8000, app).serve_forever()",
    },
    { 'wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()' },
  ],
  'js-with-timeout': [
    { 'time.js': 'function withTimeout(promise, ms) {\n  return Promise.race([promise, wait(ms)]);\n}' },
    { 'time.js': 'const first = await Promise.race([a(), b()]);' },
    { 'time.js': "import { withTimeout } from 'es-toolkit';\nawait Promise.race([a()]);" },
  ],
  'ts-unchecked-index': [
    { 'tsconfig.json': '{\n  "compilerOptions": {\n    "noUncheckedIndexedAccess": true, // yes\n  }\n}' },
    { 'tsconfig.json': '{ "compilerOptions": { "noUncheckedIndexedAccess": false } }' },
    { 'tsconfig.json': '{ "compilerOptions": {\n    // "noUncheckedIndexedAccess": true\n  } }' },
  ],
  'ts-schema-type': [
    { 'pay.ts': 'const payment = z.object({ cents: z.number() });\ntype Payment = z.infer<typeof payment>;' },
    { 'pay.ts': 'const payment = z.object({ cents: z.number() });\ninterface Payment { cents: number }' },
    { 'pay.ts': '// type Payment = z.infer<typeof payment>;' },
  ],
  'ts-branded-ids': [
    {
      'ids.ts':
        'type UserId = string & { readonly brand: unique symbol };\ntype OrderId = string & { readonly brand: unique symbol };',
    },
    { 'ids.ts': 'type UserId = string;\ntype OrderId = string;' },
    { 'ids.ts': 'type UserId = string & { readonly brand: unique symbol };' },
  ],
  'ts-result-type': [
    {
      'api.ts':
        'type Result<T> =\n  | { ok: true; data: T }\n  | { ok: false; status: number };\nconst response = await fetch(url);',
    },
    { 'api.ts': 'const response = await fetch(url);\nif (!response.ok) throw new Error();' },
  ],
  'php-escaped-form': [
    { 'form.php': '<?php\n$name = $_POST["name"] ?? "";\necho htmlspecialchars($name);' },
    { 'form.php': '<?php\n$name = $_POST["name"] ?? "";\necho $name; // htmlspecialchars later' },
    { 'form.php': '<?php\n// $_POST["name"]\necho htmlspecialchars($title);' },
  ],
  'php-pdo': [
    {
      'book.php':
        "<?php\n$db = new PDO('sqlite:guest.db');\n$add = $db->prepare('INSERT INTO entry VALUES (?)');\n$rows = $db->query('SELECT * FROM entry ORDER BY id DESC LIMIT 10');",
    },
    {
      'book.php':
        "<?php\n$db = new PDO('sqlite:guest.db');\n$db->query(\"INSERT INTO entry VALUES ('$name')\");\n$db->query('SELECT * FROM entry ORDER BY id LIMIT 10');",
    },
    { 'book.php': "<?php\n$db = new PDO('mysql:host=db');\n$db->prepare('SELECT 1 ORDER BY 1 LIMIT 1');" },
  ],
  'php-readonly-enum': [
    { 'Order.php': '<?php\nfinal readonly class Order {}', 'Status.php': '<?php\nenum Status: string {}' },
    { 'Order.php': '<?php\nclass Order { public readonly int $id; }', 'Status.php': '<?php\nenum Status {}' },
    { 'Order.php': '<?php\nreadonly class Order {}' },
  ],
  'phpunit-locked': [
    {
      'composer.json': '{ "require-dev": {\n "phpunit/phpunit": "^12"\n} }',
      'composer.lock': '{}',
      'tests/CartTest.php': '<?php\nfinal class CartTest extends TestCase {}',
    },
    {
      'composer.json': '{ "require-dev": { "phpunit/phpunit": "^12" } }',
      'tests/CartTest.php': '<?php\nfinal class CartTest extends TestCase {}',
    },
    { 'composer.json': '{ "require-dev": { "phpunit/phpunit": "^12" } }', 'composer.lock': '{}' },
  ],
  'ruby-enumerable': [
    { 'shelf.rb': 'class Shelf\n  include Enumerable\n  def each(&block) = @books.each(&block)\nend' },
    { 'shelf.rb': 'class Shelf\n  # include Enumerable\n  def each(&block) = @books.each(&block)\nend' },
    { 'shelf.rb': 'class Shelf\n  include Enumerable\n  def each_pair; end\nend' },
  ],
  'ruby-log-middleware': [
    {
      'log.rb':
        'class Log\n  def call(env)\n    status, headers, body = @app.call(env)\n    puts "#{env[\'PATH_INFO\']} #{status}"\n    [status, headers, body]\n  end\nend',
    },
    { 'app.rb': 'class App\n  def call(env)\n    [200, {}, [env["PATH_INFO"]]]\n  end\nend' },
  ],
  'ruby-rackup-puma': [
    { Gemfile: "gem 'rackup'\ngem 'puma'", 'config.ru': "require './app'\nrun App.new" },
    {
      Gemfile: "gem 'rails'\ngem 'puma'\ngem 'rack'",
      'config.ru': 'run Rails.application',
      'config/application.rb': '',
    },
    { Gemfile: "# gem 'rackup'\ngem 'puma'", 'config.ru': 'run App' },
  ],
  'java-junit': [
    {
      'pom.xml': '<artifactId>junit-jupiter</artifactId>',
      'src/test/java/LibraryTest.java':
        'class LibraryTest {\n  @Test\n  void third() { assertThrows(Refused.class, () -> ada.borrow(book)); }\n}',
    },
    { 'pom.xml': '<artifactId>junit-jupiter</artifactId>' },
    {
      'pom.xml': '<artifactId>junit-jupiter</artifactId>',
      [javaTest]: 'class ShopTest {\n  @Test\n  void sum() { assertEquals(2, 1 + 1); }\n}',
    },
  ],
  'csharp-minimal-api': [
    { 'Program.cs': 'app.MapGet("/items", () => items);\napp.MapGet("/items/{id}", (int id) => Find(id));' },
    { 'Program.cs': 'app.MapGet("/", () => "Hello World!");' },
    { 'Program.cs': 'app.MapGet("/items", () => items);\n// app.MapGet("/items/{id}", Find);' },
  ],
  'go-notes-server': [
    { 'main.go': 'mux.HandleFunc("GET /notes/{id}", get)', 'main_test.go': 'rec := httptest.NewRecorder()' },
    { 'main.go': 'mux.HandleFunc("GET /notes/{id}", get)' },
    { 'main.go': 'r.GET("/notes/:id", get)', 'main_test.go': 'rec := httptest.NewRecorder()' },
  ],
  'go-wrap-error': [
    {
      'errs.go': 'func (e *NotFound) Error() string { return e.Name }\nvar nf *NotFound\nif errors.As(err, &nf) {}',
      'load.go': 'return fmt.Errorf("load %s: %w", name, err)',
    },
    { 'errs.go': 'if errors.As(err, &pathError) {}', 'load.go': 'return fmt.Errorf("load: %w", err)' },
    {
      'errs.go': 'func (e *NotFound) Error() string { return "" }\nif errors.As(err, &nf) {}',
      'a.go': 'fmt.Errorf("x: %v", err)',
    },
  ],
  'go-shutdown': [
    {
      'main.go':
        'ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)\n<-ctx.Done()\nserver.Shutdown(context.Background())',
    },
    { 'main.go': '// signal.Notify(c, syscall.SIGTERM)\nserver.Shutdown(ctx)' },
    { 'main.go': 'signal.Notify(c, syscall.SIGTERM)\n<-c\nos.Exit(0)' },
  ],
  'go-scratch-image': [
    {
      Dockerfile:
        'FROM golang:1.25 AS build\nRUN CGO_ENABLED=0 go build -o /app\nFROM scratch\nCOPY --from=build /app /app',
    },
    { Dockerfile: 'FROM golang:1.25 AS build\nRUN go build -o /app\nFROM alpine\nCOPY --from=build /app /app' },
    { Dockerfile: 'FROM golang:1.25 AS build\nRUN go build\n# FROM scratch\nFROM debian\nCOPY --from=build /a /a' },
  ],
  'rust-serve-bank': [
    {
      'Cargo.toml': '[dependencies]\naxum = "0.8"',
      'src/main.rs': 'Err(Refused::Twice) => StatusCode::CONFLICT,\nNone => StatusCode::NOT_FOUND,',
    },
    {
      'Cargo.toml': '[dependencies]\naxum = "0.8"',
      'src/main.rs': 'StatusCode::CONFLICT\nStatusCode::NOT_FOUND\nlet bank = state.lock().unwrap();',
    },
    { 'Cargo.toml': '[dependencies]\nactix-web = "4"', 'src/main.rs': 'StatusCode::CONFLICT\nStatusCode::NOT_FOUND' },
  ],
  'rust-clippy-audit': [
    { [workflow]: 'steps:\n  - run: cargo clippy -- -D warnings\n  - run: cargo audit' },
    { [workflow]: 'steps:\n  - run: cargo clippy\n  # - run: cargo audit' },
  ],
  'c-from-python': [
    { 'sum.py': 'lib = ctypes.CDLL("./libsum.so")', 'sum.c': 'int add(int a, int b) {\n  return a + b;\n}' },
    { 'sum.py': 'libc = ctypes.CDLL("libc.so.6")' },
    { 'sum.py': 'import ctypes', 'sum.c': 'int add(int a, int b) { return a + b; }' },
  ],

  // ---------- SQL ----------
  'sql-million-index': [
    {
      'load.sql':
        'INSERT INTO orders SELECT n FROM generate_series(1, 1000000) AS n;\nEXPLAIN ANALYZE SELECT * FROM orders WHERE n = 7;\nCREATE INDEX ON orders (n);',
    },
    {
      'load.sql':
        'INSERT INTO t SELECT n FROM generate_series(1, 1000) AS n;\nEXPLAIN ANALYZE SELECT 1;\nCREATE INDEX ON t (n);',
    },
    { 'load.sql': '-- generate_series(1, 1000000)\nCREATE INDEX ON t (n);\nEXPLAIN ANALYZE SELECT 1;' },
  ],
  'sql-running-balance': [
    { 'balance.sql': 'SELECT day, sum(cents) OVER (PARTITION BY account ORDER BY day, id) FROM entry;' },
    { 'balance.sql': 'SELECT account, sum(cents) FROM entry GROUP BY account ORDER BY account;' },
    { 'balance.sql': 'SELECT count(*) OVER () FROM entry ORDER BY id;' },
  ],
  'sql-partial-index': [
    { 'db/migrate/001.sql': "CREATE INDEX open_orders ON orders (id) WHERE status = 'open';" },
    { 'db/001.sql': 'CREATE INDEX orders_status ON orders (status);' },
    { 'db/001.sql': "SELECT * FROM orders WHERE status = 'open';" },
  ],
  'sql-pg-stat-statements': [
    { 'top.sql': 'SELECT query FROM pg_stat_statements\nORDER BY total_exec_time DESC\nLIMIT 5;' },
    { 'init.sql': 'CREATE EXTENSION pg_stat_statements;' },
  ],
  'pg-log-slow': [
    { 'postgresql.conf': 'log_min_duration_statement = 50ms' },
    { 'postgresql.conf': '#log_min_duration_statement = 50\nlog_min_duration_statement = -1' },
    { 'postgresql.conf': 'log_min_duration_statement = 500' },
  ],
  'sql-limited-user': [
    { 'users.sql': 'CREATE ROLE reader LOGIN;\nGRANT SELECT ON prices TO reader;' },
    { 'users.sql': 'CREATE ROLE app LOGIN;\nGRANT SELECT ON prices TO app;\nGRANT INSERT ON orders TO app;' },
    { 'users.sql': 'CREATE ROLE reader;\nGRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;' },
  ],
  'mysql-least-rights': [
    { 'users.sql': "CREATE USER 'shop'@'%';\nGRANT SELECT, INSERT, UPDATE, DELETE ON shop.* TO 'shop'@'%';" },
    { 'users.sql': "CREATE USER 'shop'@'%';\nGRANT ALL PRIVILEGES ON shop.* TO 'shop'@'%';" },
    { 'users.sql': "CREATE USER 'shop'@'%';\nGRANT SELECT, INSERT, UPDATE, DELETE ON *.* TO 'shop'@'%';" },
  ],
  'sql-three-roles': [
    {
      'roles.sql':
        'CREATE ROLE shop_owner;\nCREATE ROLE shop_app LOGIN;\nCREATE ROLE shop_read LOGIN;\nGRANT SELECT, INSERT, UPDATE, DELETE ON orders TO shop_app;\nGRANT SELECT ON orders TO shop_read;',
    },
    { 'roles.sql': 'CREATE ROLE shop_app LOGIN;\nGRANT SELECT, INSERT, UPDATE ON orders TO shop_app;' },
  ],
  'sql-link-table': [
    {
      'migrations/002.sql':
        'CREATE TABLE book_author (\n  book_id int REFERENCES book,\n  author_id int REFERENCES author\n);',
    },
    { 'migrations/002.sql': 'CREATE TABLE book (id int PRIMARY KEY, author text);' },
    {
      'shop/models.py': 'class Book(models.Model):\n    author = models.ForeignKey("Author", on_delete=models.PROTECT)',
    },
  ],
  'sql-no-overlap': [
    { 'schema.sql': 'EXCLUDE USING gist (room WITH =, during WITH &&)' },
    { 'schema.sql': 'CREATE INDEX ON booking USING gist (during);\nSELECT a && b;' },
    { 'schema.sql': '-- EXCLUDE USING gist (room WITH =, during WITH &&)\nSELECT 1;' },
  ],
  'sql-not-valid': [
    {
      'migrations/003.sql':
        'ALTER TABLE orders ADD CONSTRAINT customer FOREIGN KEY (customer) REFERENCES customer NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT customer;',
    },
    { 'migrations/003.sql': 'ALTER TABLE orders ADD CONSTRAINT customer FOREIGN KEY (customer) REFERENCES customer;' },
    { 'migrations/003.sql': '-- NOT VALID first\nALTER TABLE orders VALIDATE CONSTRAINT customer;' },
  ],
  'sql-lock-timeout': [
    { 'migrations/004.sql': "SET lock_timeout = '1s';\nALTER TABLE orders ADD note text;" },
    { 'migrations/004.sql': "SET statement_timeout = '1s';\nALTER TABLE orders ADD note text;" },
    { 'migrations/004.sql': "SET lock_timeout = '10s';" },
  ],
  'sql-partition-month': [
    {
      'log.sql':
        "CREATE TABLE log (at date) PARTITION BY RANGE (at);\nCREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');\nCREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');",
    },
    { 'log.sql': 'SELECT rank() OVER (PARTITION BY shop ORDER BY cents) FROM sale;' },
    { 'log.sql': 'CREATE TABLE log (at date) PARTITION BY RANGE (at);\nCREATE TABLE log_1 PARTITION OF log DEFAULT;' },
  ],
  'sql-hypertable': [
    {
      'ts.sql':
        "SELECT create_hypertable('reading', 'at');\nCREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS SELECT 1;\nSELECT add_retention_policy('reading', INTERVAL '90 days');",
    },
    { 'ts.sql': "SELECT create_hypertable('reading', 'at');" },
  ],
  'sql-check-quantity': [
    { 'schema.sql': 'quantity int NOT NULL CHECK (quantity BETWEEN 1 AND 99)' },
    { 'schema.sql': 'quantity int NOT NULL, -- CHECK (quantity > 0)' },
    { 'schema.sql': 'CHECK (cents > 0),\nquantity int' },
  ],
  'sql-check-stock': [
    { 'schema.sql': 'stock int NOT NULL CHECK (stock >= 0)' },
    { 'schema.sql': 'stock int NOT NULL DEFAULT 0' },
    { 'schema.sql': 'SELECT * FROM item WHERE stock >= 0;' },
  ],
  'sql-audit-log': [
    { 'roles.sql': 'GRANT INSERT ON audit_log TO shop_app;' },
    { 'roles.sql': 'GRANT SELECT, INSERT, UPDATE ON audit_log TO shop_app;' },
    { 'roles.sql': 'GRANT INSERT ON orders TO shop_app;\nINSERT INTO audit_log VALUES (1);' },
    { 'roles.sql': 'GRANT INSERT ON audit_log TO shop_app;\nGRANT ALL ON audit_log TO shop_admin;' },
  ],
  'sql-outbox': [
    {
      'migrations/005.sql': 'CREATE TABLE outbox (id bigint PRIMARY KEY, body jsonb);',
      'relay.js':
        "const rows = await db.query('SELECT id, body FROM outbox LIMIT 10');\nawait channel.publish('events', body);",
    },
    { 'migrations/005.sql': 'CREATE TABLE outbox (id bigint PRIMARY KEY, body jsonb);' },
    { 'mail.js': "const rows = db.query('SELECT * FROM outbox');\nsmtp.send(rows);" },
  ],
  'sql-message-ids': [
    { 'db/migrate/20260101_a.rb': 'create_table :processed_messages, id: :uuid do |t|' },
    { 'migrations/006.sql': 'CREATE TABLE messages (id uuid PRIMARY KEY, processed boolean);' },
    { 'worker.js': "await db.query('SELECT 1 FROM processed_messages');" },
  ],
  'sql-webhook-inbox': [
    { 'schema.sql': 'CREATE TABLE webhook_events (\n  id text PRIMARY KEY\n);' },
    { 'schema.sql': 'CREATE TABLE webhook_events (\n  id text\n);' },
    { 'schema.sql': 'CREATE TABLE webhooks (\n  url text PRIMARY KEY\n);' },
  ],
  'sql-alt-column': [
    { 'migrations/007.sql': 'ALTER TABLE picture ADD COLUMN alt_text text NOT NULL;' },
    { 'migrations/007.sql': 'ALTER TABLE picture ADD COLUMN alt_text text;' },
    { 'shop/models.py': 'alt = models.CharField(max_length=200, blank=True)' },
  ],
  'pgvector-hnsw': [
    { 'schema.sql': 'CREATE INDEX ON chunk USING hnsw (embedding vector_cosine_ops);' },
    { 'schema.sql': 'CREATE INDEX ON chunk USING ivfflat (embedding vector_cosine_ops);' },
    { 'schema.sql': '-- CREATE INDEX ON chunk USING hnsw (embedding vector_cosine_ops);' },
  ],
  'sql-skip-locked': [
    {
      'worker.py':
        'while not stopping:\n    job = db.execute("""\n        SELECT id FROM job WHERE state = \'new\' LIMIT 1\n        FOR UPDATE SKIP LOCKED\n    """)',
    },
    { 'claim.sql': 'SELECT id FROM job LIMIT 1 FOR UPDATE SKIP LOCKED;' },
    {
      'worker.py':
        'while True:\n    # FOR UPDATE SKIP LOCKED would be better\n    job = db.execute("SELECT id FROM job FOR UPDATE")',
    },
    { 'test_worker.py': 'while True:\n    db.execute("SELECT 1 FOR UPDATE SKIP LOCKED")' },
  ],
  'sql-retry-serialisation': [
    { 'retry.py': "RETRY = {'40001', '40P01'}" },
    { 'retry.py': "if error.sqlstate == '40001':\n    again()" },
    { 'retry.py': "# '40001' and '40P01' are worth another try\npass" },
  ],
  'pgbouncer-transaction': [
    { 'pgbouncer.ini': '[pgbouncer]\npool_mode = transaction' },
    { 'pgbouncer.ini': '[pgbouncer]\npool_mode = session' },
    { 'pgbouncer.ini': '[pgbouncer]\n; pool_mode = transaction' },
  ],

  // ---------- Other databases ----------
  'redis-limiter': [
    {
      'limit.lua':
        "local n = redis.call('INCR', KEYS[1])\nif n == 1 then redis.call('EXPIRE', KEYS[1], 60) end\nreturn n",
    },
    { 'limit.js': 'const n = await redis.incr(key);\nif (n === 1) await redis.expire(key, 60);' },
    { 'limit.lua': "redis.call('INCR', KEYS[1])\n-- redis.call('EXPIRE', KEYS[1], 60)" },
  ],
  'mongo-validator': [
    { 'setup.js': "validator: { $jsonSchema: {\n  required: ['lines', 'status'],\n} }" },
    { 'setup.js': "validator: { $jsonSchema: {\n  required: ['lines'],\n  properties: { status: {} }\n} }" },
  ],
  'firestore-owner': [
    {
      'firestore.rules': 'match /notes/{id} {\n  allow read: if request.auth.uid == resource.data.owner;\n}',
      'firebase.json': '{ "emulators": { "firestore": { "port": 8080 } } }',
    },
    {
      'firestore.rules': 'allow read, write: if true;',
      'firebase.json': '{ "emulators": { "firestore": { "port": 8080 } } }',
    },
    {
      'firestore.rules': 'allow read: if request.auth.uid == resource.data.owner;',
      'firebase.json': '{ "firestore": { "rules": "firestore.rules" } }',
    },
  ],

  // ---------- Clients ----------
  'html-first-page': [
    {
      'index.html':
        '<!doctype html>\n<html lang="en">\n<head><title>Tea</title></head>\n<body><h1>Tea</h1><a href="/shop">Shop</a></body>\n</html>',
    },
    { 'index.html': '<!doctype html>\n<html>\n<title>Tea</title>\n<h1>Tea</h1><a href="/shop">Shop</a>' },
    {
      'page.html':
        '<!doctype html>\n<html lang="en">\n<title>{{ title }}</title>\n<h1>{{ title }}</h1><a href="/">Home</a>',
    },
  ],
  'css-print': [
    { 'invoice.css': '@media print {\n  nav { display: none; }\n}' },
    { 'invoice.css': '@media (max-width: 600px) {\n  nav { display: none; }\n}' },
    { 'invoice.css': '/* @media print */\nnav { display: none; }' },
  ],
  'css-flex-header': [
    {
      'site.css': 'header {\n  display: flex;\n  justify-content: space-between;\n  align-items: center;\n}',
    },
    { 'site.css': 'footer {\n  display: flex;\n  justify-content: space-between;\n  align-items: center;\n}' },
    { 'site.css': 'header {\n  display: grid;\n  align-items: center;\n}' },
  ],
  'vite-list': [
    {
      'package.json': '{ "devDependencies": {\n "vite": "^7"\n} }',
      'src/App.jsx': "const list = await (await fetch('/api/teas')).json();\nreturn list.map((tea) => <li>{tea}</li>);",
    },
    {
      'package.json': '{ "devDependencies": { "vite": "^7" } }',
      'src/App.jsx': 'return <button>count is {count}</button>;',
    },
    {
      'package.json': '{ "devDependencies": { "next": "15" } }',
      'src/App.jsx': "await fetch('/a');\nlist.map((a) => a)",
    },
  ],
  'focus-first-error': [
    {
      'form.tsx': '<input aria-invalid={bad} aria-describedby="name-error" />\nfirst.current?.focus();\ninput.focus();',
    },
    { 'form.tsx': '<input aria-invalid={bad} aria-describedby="name-error" />' },
    { 'form.tsx': 'search.focus();\n<input aria-describedby="hint" />' },
  ],
  'axe-tests': [
    { 'e2e/home.spec.ts': 'const results = await new AxeBuilder({ page }).analyze();' },
    { 'package.json': '{ "devDependencies": { "axe-core": "4" } }' },
    { 'e2e/home.spec.ts': '// new AxeBuilder({ page })\nawait page.goto("/");' },
  ],
  assetlinks: [
    { 'public/.well-known/assetlinks.json': '[{ "target": {\n "sha256_cert_fingerprints": ["AA:BB"] } }]' },
    { 'public/.well-known/assetlinks.json': '[]' },
    { 'assetlinks.json': '[{ "sha256_cert_fingerprints": [] }]' },
  ],

  // ---------- Frameworks ----------
  'node-health': [
    {
      'server.mjs':
        "import { createServer } from 'node:http';\ncreateServer((req, res) => {\n  if (req.url === '/health') res.writeHead(200, { 'content-type': 'application/json' }).end('{}');\n});",
    },
    {
      'server.mjs':
        "import express from 'express';\nimport { createServer } from 'node:http';\napp.get('/health', (req, res) => res.type('application/json'));\ncreateServer(app);",
    },
    {
      'server.test.mjs':
        "import { createServer } from 'node:http';\ncreateServer();\nfetch('/health', 'application/json');",
    },
  ],
  'node-graceful-stop': [
    { 'server.js': "const server = createServer(handle);\nprocess.on('SIGTERM', () => {\n  server.close();\n});" },
    { 'server.js': "const server = createServer(handle);\nprocess.on('SIGTERM', () => process.exit(1));" },
    { 'server.js': "const server = createServer(handle);\nserver.close();\nprocess.on('SIGINT', stop);" },
  ],
  'express-clean-stop': [
    {
      'server.js':
        "const app = express();\nconst server = app.listen(3000);\nprocess.once('SIGTERM', () => server.close(() => process.exit(0)));",
    },
    { 'server.js': "const app = express();\napp.listen(3000);\nprocess.on('SIGTERM', () => process.exit(0));" },
    { 'server.js': "const app = express();\n// process.on('SIGTERM', () => server.close());" },
  ],
  'node-worker': [
    { 'pool.js': "import { Worker } from 'node:worker_threads';\nconst worker = new Worker('./block.js');" },
    { 'page.js': "const worker = new Worker('/worker.js');" },
    { 'queue.js': "import { Worker } from 'bullmq';\nnew Worker('mail', send);" },
  ],
  'node-stream-gzip': [
    { 'zip.js': "await pipeline(createReadStream('big'), createGzip(), createWriteStream('big.gz'));" },
    { 'zip.js': "const zipped = gzipSync(readFileSync('big'));" },
    { 'zip.js': "createReadStream('big').pipe(createGzip()).pipe(out);" },
  ],
  'express-router': [
    {
      'package.json': '{ "dependencies": {\n "express": "^5"\n} }',
      'orders.js': 'export const orders = express.Router();',
      'app.js': "app.use('/v1', orders);",
    },
    { 'package.json': '{ "dependencies": { "express": "^5" } }', 'app.js': "app.use('/v1', limiter);" },
    {
      'package.json': '{ "dependencies": { "koa": "3" } }',
      'app.js': "const r = new Router();\nRouter();\napp.use('/v1', r);",
    },
  ],
  'express-validation': [
    {
      'orders.js':
        "router.post('/orders', (req, res) => {\n  if (!Number.isInteger(req.body.cents)) return res.status(422).json({});\n});",
    },
    {
      'orders.js': "router.post('/orders', (req, res) => {\n  if (!req.body.cents) return res.status(400).end();\n});",
    },
    { 'orders.test.js': "app.post('/orders', { cents: 0 });\nassert(res.status(422));" },
  ],
  'express-request-log': [
    {
      'log.js':
        "const id = randomUUID();\nres.setHeader('X-Request-Id', id);\nres.on('finish', () => console.log(id, req.method, req.path, res.statusCode));",
    },
    { 'log.js': "import morgan from 'morgan';\napp.use(morgan('combined'));" },
    { 'log.js': 'const id = randomUUID();\nconsole.log(id, req.method);' },
  ],
  'express-guard-tests': [
    {
      'package.json': '{ "dependencies": {\n "express": "^5"\n} }',
      'test/guard.test.js':
        "import test from 'node:test';\ntest('guard', async () => {\n  assert.equal((await fetch(url)).status, 401);\n});",
    },
    { 'test/guard.test.js': "import test from 'node:test';\nawait fetch(url); // 401\nassert.equal(status, 401);" },
    {
      'package.json': '{ "dependencies": { "express": "^5" } }',
      'test/guard.test.js': "import test from 'node:test';\nassert.equal((await fetch(url)).status, 200);",
    },
  ],
  'django-custom-user': [
    { 'shop/settings.py': "AUTH_USER_MODEL = 'accounts.User'" },
    { 'shop/settings.py': "AUTH_USER_MODEL = 'auth.User'" },
    { 'shop/settings.py': "# AUTH_USER_MODEL = 'accounts.User'" },
  ],
  'django-assert-queries': [
    {
      'shop/tests.py': 'with self.assertNumQueries(1):\n    list(books())',
      'shop/views.py': "books = Book.objects.select_related('author')",
    },
    { 'shop/tests.py': 'with self.assertNumQueries(1):\n    list(books())' },
    { 'shop/views.py': "# assertNumQueries\nbooks = Book.objects.select_related('author')" },
  ],
  'django-page-budget': [
    { 'shop/tests.py': "with self.assertNumQueries(4):\n    self.client.get('/books/')" },
    { 'shop/tests.py': "self.client.get('/books/')" },
    { 'shop/tests.py': 'with self.assertNumQueries(4):\n    list(Book.objects.all())' },
  ],
  'django-owner-only': [
    {
      'shop/tests.py':
        "self.client.force_login(self.other)\nresponse = self.client.post('/books/1/edit/')\nself.assertEqual(response.status_code, 403)",
    },
    {
      'shop/tests.py':
        "self.client.force_login(self.owner)\nresponse = self.client.post('/books/1/edit/')\nself.assertEqual(response.status_code, 302)",
    },
  ],
  'django-check-deploy': [
    { [workflow]: 'steps:\n  - run: python manage.py check --deploy --fail-level WARNING' },
    { [workflow]: 'steps:\n  - run: python manage.py check' },
  ],
  'flask-json-errors': [
    {
      'app.py':
        '@app.errorhandler(404)\ndef missing(error):\n    return jsonify(error="not found"), 404\n@app.errorhandler(500)\ndef broken(error):\n    return jsonify(error="broken"), 500',
    },
    { 'app.py': '@app.errorhandler(404)\ndef missing(error):\n    return render_template("404.html"), 404' },
    { 'app.py': '@app.errorhandler(404)\ndef missing(error):\n    return jsonify(error="no"), 404' },
  ],
  'flask-blueprints': [
    {
      'app.py': 'app.register_blueprint(pages)\napp.register_blueprint(api)',
      'api.py': "api = Blueprint('api', __name__, url_prefix='/api')",
    },
    { 'app.py': 'app.register_blueprint(pages)', 'api.py': "api = Blueprint('api', __name__, url_prefix='/api')" },
    { 'app.py': 'app.register_blueprint(pages)\napp.register_blueprint(admin)' },
  ],
  'flask-g-connection': [
    {
      'db.py':
        "if 'db' not in g:\n    g.db = sqlite3.connect('shop.db')\n@app.teardown_appcontext\ndef close(error):\n    g.pop('db').close()",
    },
    { 'db.py': "db = sqlite3.connect('shop.db')\ndb.close()" },
    { 'db.py': "g.db = sqlite3.connect('shop.db')" },
  ],
  'laravel-first-list': [
    {
      'routes/web.php': "<?php\nRoute::get('/books', [BookController::class, 'index']);",
      'app/Http/Controllers/BookController.php': "<?php\nreturn view('books', ['books' => Book::all()]);",
      'resources/views/books.blade.php': '@foreach ($books as $book)\n<li>{{ $book->title }}</li>\n@endforeach',
    },
    {
      'routes/web.php': "<?php\nRoute::get('/', function () {\n    return view('welcome');\n});",
      'resources/views/welcome.blade.php': '@foreach ($links as $link)\n@endforeach',
    },
    {
      'routes/web.php': "<?php\nRoute::get('/books', [BookController::class, 'index']);",
      'app/Http/Controllers/BookController.php': '<?php\nreturn Book::all();',
    },
  ],
  'laravel-form-request': [
    {
      'app/Http/Requests/StoreBook.php':
        '<?php\nclass StoreBook extends FormRequest {\n  public function rules(): array { return []; }\n}',
      'tests/Feature/BookTest.php':
        "<?php\n$this->postJson('/books', [])->assertJsonValidationErrors(['title', 'isbn']);",
    },
    {
      'app/Http/Requests/StoreBook.php':
        '<?php\nclass StoreBook extends FormRequest {\n  public function rules(): array { return []; }\n}',
    },
    { 'tests/Feature/BookTest.php': "<?php\n$this->postJson('/books', [])->assertStatus(422);" },
  ],
  'laravel-strict': [
    { 'app/Providers/AppServiceProvider.php': '<?php\nModel::shouldBeStrict(! app()->isProduction());' },
    { 'app/Providers/AppServiceProvider.php': '<?php\n// Model::shouldBeStrict();' },
  ],
  'laravel-policy': [
    {
      'app/Policies/BookPolicy.php': '<?php\nreturn $user->id === $book->user_id;',
      'tests/Feature/BookTest.php': "<?php\n$this->actingAs($other)->put('/books/1')->assertForbidden();",
    },
    {
      'app/Policies/BookPolicy.php': '<?php\nreturn true;',
      'tests/Feature/BookTest.php': '<?php\n->assertForbidden();',
    },
    { 'app/Policies/BookPolicy.php': '<?php\nreturn $user->id === $book->user_id;' },
  ],
  'orm-forbid-lazy': [
    { 'models.py': "author = relationship('Author', lazy='raise')" },
    { 'models.py': "author = relationship('Author', lazy='select')" },
    { 'app/Providers/App.php': '<?php\n// Model::preventLazyLoading();' },
  ],
  'orm-version-column': [
    { 'Book.java': '@Entity\nclass Book {\n  @Version\n  private long version;\n}' },
    { 'Book.java': '@Entity\nclass Book {\n  private long version;\n}' },
    { 'Book.java': 'class Book {\n  // @Version\n  @VersionedApi\n  long version;\n}' },
  ],
  'spring-first-endpoint': [
    {
      'pom.xml':
        '<artifactId>spring-boot-starter-web</artifactId>\n<artifactId>spring-boot-starter-data-jpa</artifactId>\n<artifactId>h2</artifactId>',
      [java]: '@GetMapping("/books")\nList<Book> books() { return repository.findAll(); }',
    },
    { 'pom.xml': '<artifactId>spring-boot-starter-web</artifactId>', [java]: '@GetMapping("/books")' },
    {
      'pom.xml':
        '<artifactId>spring-boot-starter-web</artifactId>\n<artifactId>spring-boot-starter-data-jpa</artifactId>\n<artifactId>h2</artifactId>',
    },
  ],
  'spring-join-fetch': [
    { [java]: '@Query("select b from Book b join fetch b.author")' },
    { [java]: '@Query("select b from Book b join b.author a")' },
    { [java]: '// join fetch would help\nrepository.findAll();' },
  ],
  'spring-web-slice': [
    {
      [javaTest]:
        '@WebMvcTest(BookController.class)\nclass T {\n mvc.perform(a).andExpect(status().isOk());\n mvc.perform(b).andExpect(status().isNotFound());\n mvc.perform(c).andExpect(status().isBadRequest());\n}',
    },
    { [javaTest]: '@WebMvcTest(BookController.class)\nmvc.perform(a).andExpect(status().isOk());' },
    { [javaTest]: '@SpringBootTest\nstatus().isOk();\nstatus().isNotFound();\nstatus().isBadRequest();' },
  ],
  'rails-scaffold': [
    {
      Gemfile: "gem 'rails', '~> 8.0'",
      'config/routes.rb': 'Rails.application.routes.draw do\n  resources :books\nend',
      'app/controllers/books_controller.rb': 'class BooksController\n  def index\n  end\nend',
      'db/migrate/20260101000000_create_books.rb': 'create_table :books',
    },
    { Gemfile: "gem 'rails', '~> 8.0'", 'config/routes.rb': 'Rails.application.routes.draw do\nend' },
    {
      Gemfile: "gem 'rails', '~> 8.0'",
      'config/routes.rb': '  # resources :books',
      'app/controllers/books_controller.rb': 'def index; end',
      'db/migrate/20260101000000_create_books.rb': '',
    },
  ],
  'rails-unique-index': [
    {
      Gemfile: "gem 'rails'",
      'app/models/user.rb': 'validates :email, uniqueness: true',
      'db/migrate/1_add_index.rb': 'add_index :users, :email, unique: true',
    },
    { Gemfile: "gem 'rails'", 'app/models/user.rb': 'validates :email, uniqueness: true' },
    {
      Gemfile: "gem 'rails'",
      'app/models/user.rb': 'validates :email, uniqueness: true',
      'db/migrate/1_add_index.rb': 'add_index :users, :email',
    },
  ],
  'rails-strict-loading': [
    { 'app/controllers/books_controller.rb': '@books = Book.includes(:author).strict_loading.limit(50)' },
    { 'app/controllers/books_controller.rb': '@books = Book.includes(:author).limit(50)' },
  ],
  'rails-foreign-book': [
    {
      'test/integration/books_test.rb': 'get book_path(books(:bens))\nassert_response :not_found',
    },
    { 'test/integration/books_test.rb': 'get book_path(books(:mine))\nassert_response :success' },
    { 'test/integration/pages_test.rb': 'get "/nowhere"\nassert_response :not_found' },
  ],
  'wordpress-plugin': [
    { 'tea-note.php': "<?php\n/*\n * Plugin Name: Tea note\n */\nadd_filter('the_content', 'tea_note');" },
    { 'functions.php': "<?php\nadd_filter('the_content', 'tea_note');" },
    { 'tea-note.php': "<?php\n/*\nPlugin Name: Tea note\n*/\nadd_action('init', 'tea');" },
  ],
  'wordpress-route': [
    {
      'api.php':
        "<?php\nregister_rest_route('tea/v1', '/pots', [\n  'permission_callback' => fn() => current_user_can('edit_posts'),\n]);",
    },
    { 'api.php': "<?php\nregister_rest_route('tea/v1', '/pots', [\n  'permission_callback' => '__return_true',\n]);" },
    { 'api.php': "<?php\nregister_rest_route('tea/v1', '/pots', ['callback' => 'pots']);" },
  ],

  // ---------- Servers ----------
  'nginx-rate-limit': [
    {
      'nginx.conf':
        'limit_req_zone $binary_remote_addr zone=one:10m rate=5r/s;\nlocation / {\n  limit_req zone=one burst=5;\n}',
    },
    { 'nginx.conf': 'limit_req_zone $binary_remote_addr zone=one:10m rate=5r/s;' },
    { 'nginx.conf': 'limit_req_zone $binary_remote_addr zone=one:10m rate=50r/s;\nlimit_req zone=one;' },
  ],
  'nginx-upstream': [
    {
      'nginx.conf':
        'upstream app {\n  server 127.0.0.1:8001;\n  server 127.0.0.1:8002;\n}\nlocation / {\n  proxy_pass http://app;\n}',
    },
    { 'nginx.conf': 'upstream app {\n  server 127.0.0.1:8001;\n  # server 127.0.0.1:8002;\n}\nproxy_pass http://app;' },
    { 'nginx.conf': 'server {\n  server_name a.example;\n}\nserver {\n  proxy_pass http://app;\n}' },
  ],
  'nginx-one-origin': [
    {
      'nginx.conf': 'root /srv/www;\nlocation /api/ {\n  proxy_pass http://127.0.0.1:8000;\n}',
    },
    {
      'nginx.conf':
        'root /srv/www;\nlocation /api/ {\n  add_header Access-Control-Allow-Origin *;\n  proxy_pass http://127.0.0.1:8000;\n}',
    },
    { 'nginx.conf': 'location / {\n  proxy_pass http://127.0.0.1:8000;\n}' },
  ],
  'caddy-one-origin': [
    { Caddyfile: 'localhost {\n  reverse_proxy /api/* localhost:8000\n  file_server\n}' },
    { Caddyfile: 'localhost {\n  reverse_proxy localhost:8000\n}' },
    { Caddyfile: 'localhost {\n  # reverse_proxy /api/* localhost:8000\n  file_server\n}' },
  ],
  'nginx-unbuffered': [
    { 'nginx.conf': 'location /events {\n  proxy_pass http://127.0.0.1:8000;\n  proxy_buffering off;\n}' },
    { 'nginx.conf': 'location /events {\n  proxy_pass http://127.0.0.1:8000;\n  # proxy_buffering off;\n}' },
    { 'nginx.conf': 'proxy_pass http://a;\nproxy_buffering on;' },
  ],
  'no-buffering-header': [
    { 'stream.py': "headers = {'X-Accel-Buffering': 'no', 'Content-Type': 'text/event-stream'}" },
    { 'stream.py': "headers = {'Content-Type': 'text/event-stream'}" },
    { 'stream.py': "# 'X-Accel-Buffering': 'no'\nheaders = {'Content-Type': 'text/event-stream'}" },
  ],
  'nginx-hashed-names': [
    {
      'nginx.conf':
        'location /assets/ {\n  add_header Cache-Control "public, max-age=31536000, immutable";\n}\nlocation / {\n  add_header Cache-Control "no-cache";\n}',
    },
    { 'nginx.conf': 'location / {\n  add_header Cache-Control "no-cache";\n}' },
    { 'nginx.conf': 'location /assets/ {\n  expires 1y;\n}' },
  ],
  'stale-if-error': [
    { 'app.py': "response.headers['Cache-Control'] = 'max-age=60, stale-if-error=600'" },
    { 'app.py': "response.headers['Cache-Control'] = 'max-age=60, stale-while-revalidate=600'" },
    { 'nginx.conf': 'proxy_cache_use_stale updating;' },
  ],
  'haproxy-leastconn': [
    { 'haproxy.cfg': 'backend app\n  balance leastconn\n  server a 127.0.0.1:8001' },
    { 'haproxy.cfg': 'backend app\n  balance roundrobin' },
    { 'haproxy.cfg': 'backend app\n  # balance leastconn' },
  ],
  'apache-two-hosts': [
    {
      'sites.conf':
        '<VirtualHost *:80>\n  ServerName a.test\n</VirtualHost>\n<VirtualHost *:80>\n  ServerName b.test\n</VirtualHost>',
    },
    { 'sites.conf': '<VirtualHost *:80>\n  ServerName a.test\n  ServerAlias b.test\n</VirtualHost>' },
    {
      'sites.conf':
        '<VirtualHost *:80>\n  ServerName a.test\n</VirtualHost>\n# <VirtualHost *:80>\n#  ServerName b.test',
    },
  ],
  'apache-backups': [
    { '.htaccess': 'RewriteEngine On\nRewriteRule \\.bak$ - [R=404,L]' },
    { '.htaccess': 'RewriteRule \\.old$ - [R=404,L]' },
    { '.htaccess': '# RewriteRule \\.bak$ - [R=404,L]' },
  ],
  'apache-proxy': [
    { 'site.conf': 'ProxyPass /api/ http://127.0.0.1:8000/' },
    { 'site.conf': 'ProxyPass / http://127.0.0.1:8000/' },
    { 'site.conf': '# ProxyPass /api/ http://127.0.0.1:8000/' },
  ],
  'lighttpd-two-hosts': [
    {
      'lighttpd.conf':
        '$HTTP["host"] == "a.test" {\n  server.document-root = "/srv/a"\n}\n$HTTP["host"] == "b.test" {\n  server.document-root = "/srv/b"\n}',
    },
    {
      'lighttpd.conf':
        'server.document-root = "/srv/a"\n$HTTP["host"] == "b.test" {\n  server.document-root = "/srv/b"\n}',
    },
  ],
  'caddy-proxy': [
    { Caddyfile: 'localhost {\n  reverse_proxy 127.0.0.1:8000\n}' },
    { Caddyfile: 'localhost {\n  file_server\n}' },
    { Caddyfile: '# localhost {\nexample.com {\n  reverse_proxy 127.0.0.1:8000\n}' },
  ],
  'caddy-balance': [
    {
      Caddyfile: 'localhost {\n  reverse_proxy :8001 :8002 {\n    lb_policy least_conn\n    health_uri /health\n  }\n}',
    },
    { Caddyfile: 'localhost {\n  reverse_proxy :8001 :8002 {\n    lb_policy least_conn\n  }\n}' },
  ],
  'systemd-restart': [
    { 'tea.service': '[Service]\nExecStart=/usr/bin/python3 /srv/tea.py\nRestart=on-failure' },
    { 'tea.service': '[Service]\nExecStart=/usr/bin/python3 /srv/tea.py' },
    { 'tea.service': '[Service]\nExecStart=/usr/bin/python3 /srv/tea.py\n#Restart=always\nRestart=no' },
  ],
  'systemd-hardened': [
    { 'tea.service': '[Service]\nExecStart=/srv/tea\nNoNewPrivileges=yes\nProtectSystem=strict\nPrivateTmp=yes' },
    { 'tea.service': '[Service]\nExecStart=/srv/tea\nPrivateTmp=yes' },
    { 'tea.service': '[Service]\nExecStart=/srv/tea\n# NoNewPrivileges=yes\n# ProtectSystem=strict\nPrivateTmp=yes' },
  ],
  'ansible-localhost': [
    { 'playbook.yml': '- hosts: localhost\n  tasks:\n    - ansible.builtin.package:\n        name: nginx' },
    { 'playbook.yml': '- hosts: localhost\n  tasks: []' },
    { 'main.yml': 'services:\n  web:\n    file: a' },
  ],

  // ---------- APIs ----------
  'http-etag': [
    {
      'server.js':
        "const tag = createHash('sha256').update(body).digest('hex');\nif (req.headers['if-none-match'] === tag) return res.writeHead(304).end();\nres.setHeader('ETag', tag);",
    },
    {
      'client.js':
        "const res = await fetch(url, { headers: { 'If-None-Match': etag } });\nif (res.status === 304) return old;",
    },
    { 'server.js': "// if-none-match, ETag, 304, sha256\napp.set('etag', 'strong');" },
  ],
  'http-if-match': [
    { 'books.py': "if request.headers.get('If-Match') != tag:\n    return problem(412)" },
    { 'books.py': "if request.headers.get('If-None-Match') == tag:\n    return 304" },
    { 'test_books.py': "client.put('/books/1', headers={'If-Match': 'x'})\nassert status == 412" },
  ],
  'http-put-book': [
    { 'app.js': "app.put('/books/:id', replace);" },
    { 'app.js': "app.put('/users/:id', replace);" },
    { 'app.test.js': "await request(app).put('/books/1');" },
  ],
  'idempotency-key': [
    {
      'orders.py':
        "key = request.headers['Idempotency-Key']\nfingerprint = hashlib.sha256(body).hexdigest()\nstore(key, fingerprint)",
    },
    { 'client.py': "requests.post(url, headers={'Idempotency-Key': str(uuid4())})" },
  ],
  'openapi-three-paths': [
    {
      'openapi.yaml':
        'openapi: 3.1.0\npaths:\n  /books:\n    get: {}\n  /books/{id}:\n    get: {}\n  /loans:\n    post: {}',
    },
    { 'openapi.yaml': 'openapi: 3.1.0\npaths:\n  /books:\n    get: {}' },
    { 'routes.yaml': 'paths:\n  /books:\n    a: 1\n  /loans:\n    a: 1\n  /users:\n    a: 1' },
  ],
  'openapi-shared-error': [
    {
      'openapi.yaml':
        "openapi: 3.1.0\n'404':\n  $ref: '#/components/responses/Problem'\n'422':\n  $ref: '#/components/responses/Problem'",
    },
    {
      'openapi.yaml':
        "openapi: 3.1.0\n'200':\n  $ref: '#/components/schemas/Book'\n'201':\n  $ref: '#/components/schemas/Book'",
    },
  ],
  'openapi-linted': [
    {
      'openapi.yaml': 'openapi: 3.1.0',
      'package.json': '{\n  "scripts": { "lint:api": "redocly lint openapi.yaml" }\n}',
    },
    { 'openapi.yaml': 'openapi: 3.1.0', 'package.json': '{ "devDependencies": { "@redocly/cli": "2" } }' },
    { 'package.json': '{\n  "scripts": { "lint:api": "redocly lint https://example.com/a.yaml" }\n}' },
  ],
  'openapi-mock': [
    { 'package.json': '{\n  "scripts": { "mock": "prism mock openapi.yaml" }\n}' },
    { 'package.json': '{ "devDependencies": { "@stoplight/prism-cli": "5" } }' },
  ],
  'openapi-types': [
    { 'package.json': '{\n  "scripts": { "types": "openapi-typescript openapi.yaml -o src/api.d.ts" }\n}' },
    { 'package.json': '{ "devDependencies": { "openapi-typescript": "7" } }' },
  ],
  'openapi-diff': [
    { [workflow]: 'steps:\n  - run: oasdiff breaking main.yaml openapi.yaml' },
    { [workflow]: 'steps:\n  - run: diff main.yaml openapi.yaml' },
    { [workflow]: 'steps:\n  - run: oasdiff changelog a.yaml b.yaml' },
  ],
  schemathesis: [
    { Makefile: 'fuzz:\n\tschemathesis run http://localhost:8000/openapi.json' },
    { 'requirements.txt': 'schemathesis==4.0' },
    { Makefile: 'fuzz:\n\t# st run http://localhost\n\techo no' },
  ],
  'api-schema-check': [
    { 'api.test.js': 'expect(response).toSatisfyApiSpec();' },
    { 'api.test.js': 'expect(response.status).toBe(200);' },
    { 'app.js': 'validate_response(response);' },
  ],
  'pact-contract': [
    {
      'package.json': '{ "devDependencies": {\n "@pact-foundation/pact": "15"\n} }',
      'orders.test.js': "import { PactV3 } from '@pact-foundation/pact';",
    },
    { 'package.json': '{ "devDependencies": { "@pact-foundation/pact": "15" } }' },
    { 'package.json': '{ "dependencies": { "compact": "1" } }', 'a.test.js': "import compact from 'compact';" },
  ],
  'curl-four': [
    { 'try.sh': 'curl -i $url/1\ncurl -i $url -d "{"\ncurl -i $url -d "{}"\ncurl -i $url/99' },
    { 'try.sh': 'curl -i $url/1\ncurl -s $url\ncurl -s $url' },
    { 'try.sh': '# curl -i a\n# curl -i b\n# curl -i c\ncurl -i d' },
  ],
  'graphql-depth': [
    { 'server.js': 'validationRules: [depthLimit(5)]' },
    { 'server.js': 'validationRules: [depthLimit(50)]' },
    { 'package.json': '{ "dependencies": { "graphql-depth-limit": "1" } }' },
  ],
  'graphql-loader': [
    {
      'package.json': '{ "dependencies": {\n "dataloader": "2"\n} }',
      'loaders.js': 'const authors = new DataLoader(loadAuthors);',
    },
    { 'package.json': '{ "dependencies": { "dataloader": "2" } }', 'loaders.js': '// new DataLoader(loadAuthors)' },
    { 'train.js': 'const batches = new DataLoader(dataset);' },
  ],
  'grpc-client-stream': [
    { 'price.proto': 'service Prices {\n  rpc Upload (stream Price) returns (Summary);\n}' },
    { 'price.proto': 'rpc Watch (Query) returns (stream Price);' },
    { 'price.proto': 'rpc Talk (stream Price) returns (stream Price);' },
  ],
  'webhook-signature': [
    {
      'hook.js':
        "const given = req.headers['x-hub-signature-256'];\nif (!timingSafeEqual(Buffer.from(given), expected)) return res.writeHead(401).end();",
    },
    {
      'hook.js':
        "const given = req.headers['x-hub-signature-256'];\nif (given !== expected) return res.writeHead(401).end();",
    },
    { 'hook.test.js': "headers['x-hub-signature-256'] = sign(body);\ntimingSafeEqual(a, b);" },
  ],
  'webhook-delivery-id': [
    {
      'hook.py':
        "signature = request.headers['X-Hub-Signature-256']\ndelivery = request.headers['X-GitHub-Delivery']\ndb.execute('INSERT INTO delivery VALUES (?)', [delivery])",
    },
    {
      'hook.py':
        "signature = request.headers['X-Hub-Signature-256']\ndb.execute('INSERT INTO event VALUES (?)', [body])",
    },
  ],
  'webhook-ssrf': [
    {
      'send.py':
        'for *_, (host, *_) in socket.getaddrinfo(name, 443):\n    if ipaddress.ip_address(host).is_private: raise Refused',
    },
    { 'send.py': 'socket.getaddrinfo(name, 443)' },
    { 'repo.py': 'if repository.is_private: skip()' },
  ],
  'relay-two-workers': [
    { 'claim.sql': 'SELECT id FROM outbox LIMIT 10 FOR UPDATE SKIP LOCKED;' },
    { 'claim.sql': 'SELECT id FROM job LIMIT 10 FOR UPDATE SKIP LOCKED;' },
    { 'claim.sql': 'SELECT id FROM outbox LIMIT 10 FOR UPDATE;' },
  ],
  'csv-loaded-twice': [
    {
      'load.py':
        "for row in csv.DictReader(file):\n    db.execute('INSERT INTO item VALUES (?) ON CONFLICT (id) DO NOTHING', row)",
    },
    { 'load.py': "for row in csv.DictReader(file):\n    db.execute('INSERT INTO item VALUES (?)', row)" },
  ],
  'sec-fetch-site': [
    { 'guard.js': "if (req.headers['sec-fetch-site'] === 'cross-site') return res.writeHead(403).end();" },
    { 'guard.js': "console.log(req.headers['sec-fetch-site']);" },
    { 'guard.test.js': "fetch(url, { headers: { 'sec-fetch-site': 'cross-site' } }); // 403\nequal(403)" },
  ],
  'event-source': [
    {
      'page.html': "<script>new EventSource('/events');</script>",
      'events.mjs': "res.writeHead(200, { 'content-type': 'text/event-stream' });",
    },
    { 'page.html': "<script>new EventSource('https://example.com/events');</script>" },
    { 'page.html': '<script>fetch("/events")</script>', 'events.mjs': "'text/event-stream'" },
  ],
  'websocket-heartbeat': [
    {
      'ws.mjs':
        'const wss = new WebSocketServer({ port: 8080 });\nfor (const client of wss.clients) {\n  if (!client.alive) client.terminate();\n  client.ping();\n}',
    },
    { 'ws.mjs': "const wss = new WebSocketServer({ port: 8080 });\nwss.on('connection', talk);" },
  ],
  'websocket-origin': [
    {
      'ws.mjs':
        "const wss = new WebSocketServer({ noServer: true });\nif (req.headers.origin !== own) socket.end('HTTP/1.1 403 Forbidden\\r\\n\\r\\n');",
    },
    { 'ws.mjs': 'const wss = new WebSocketServer({ port: 8080 });' },
    { 'cors.mjs': 'if (req.headers.origin !== own) res.writeHead(403).end();' },
  ],
  'redis-fan-out': [
    {
      'live.mjs':
        "import { createClient } from 'redis';\nconst wss = new WebSocketServer({ port });\nawait sub.subscribe('events', send);\nawait pub.publish('events', text);",
    },
    {
      'live.mjs':
        "const wss = new WebSocketServer({ port });\nbus.subscribe('events', send);\nbus.publish('events', text);",
    },
  ],
  'presigned-post': [
    { 'upload.py': "s3.generate_presigned_post(bucket, key, Conditions=[['content-length-range', 0, 5_000_000]])" },
    { 'upload.py': 's3.generate_presigned_post(bucket, key)' },
    { 'upload.py': "# ['content-length-range', 0, 1]\ns3.generate_presigned_url('get_object')" },
  ],
  'webp-rewrite': [
    { 'photo.js': "await sharp(input).resize(800).webp().toFile('a.webp');" },
    { 'photo.js': "await sharp(input).resize(200).jpeg().toFile('a.jpg');" },
    { 'page.js': "img.src = 'a.webp';" },
  ],
  'csp-nonce': [
    {
      'csp.js':
        "const nonce = randomBytes(16).toString('base64');\nres.setHeader('Content-Security-Policy', `script-src 'nonce-${nonce}'`);",
    },
    { 'csp.js': "res.setHeader('Content-Security-Policy', \"script-src 'nonce-abc123'\");" },
    { 'csp.js': "const id = randomBytes(16);\nres.setHeader('Content-Security-Policy', \"script-src 'self'\");" },
  ],
  'csp-report-only': [
    { 'nginx.conf': 'add_header Content-Security-Policy-Report-Only "default-src \'self\'; report-uri /csp";' },
    { 'nginx.conf': 'add_header Content-Security-Policy "default-src \'self\'; report-uri /csp";' },
    { 'nginx.conf': '# add_header Content-Security-Policy-Report-Only "report-uri /csp";' },
  ],
  bulkhead: [
    { 'client.py': 'permits = asyncio.Semaphore(10)' },
    { 'client.py': 'permits = asyncio.Semaphore(100)' },
    { 'client.py': '# permits = asyncio.Semaphore(10)' },
  ],
  'backoff-jitter': [
    { 'retry.py': 'time.sleep(random.uniform(0, min(cap, base * 2 ** attempt)))' },
    { 'retry.py': 'time.sleep(base * 2 ** attempt)' },
    { 'dice.py': 'size = 2 ** 8\nrandom.choice(range(size))' },
  ],
  'rate-limit-middleware': [
    {
      'limit.js': "if (bucket.tokens < 1) {\n  res.setHeader('Retry-After', '1');\n  return res.status(429).end();\n}",
    },
    { 'client.js': "if (res.status === 429) await wait(res.headers.get('retry-after'));" },
    { 'limit.js': "import rateLimit from 'express-rate-limit';\napp.use(rateLimit({ max: 5 }));" },
  ],

  // ---------- Security ----------
  'scrypt-password': [
    {
      'password.py':
        'salt = os.urandom(16)\nhashed = hashlib.scrypt(word, salt=salt, n=2**15, r=8, p=1)\nreturn hmac.compare_digest(hashed, stored)',
    },
    {
      'password.py':
        'salt = os.urandom(16)\nhashed = hashlib.sha256(salt + word).digest()\nhmac.compare_digest(hashed, stored)',
    },
    { 'password.py': 'hashed = hashlib.scrypt(word, salt=b"x")\nreturn hashed == stored' },
  ],
  pepper: [
    { 'password.py': "pepper = os.environ['PASSWORD_PEPPER']" },
    { 'password.py': "pepper = 'secret'" },
    { 'soup.js': 'const PEPPER = process.env.HOME;' },
  ],
  'sorted-audit': [
    { [workflow]: 'steps:\n  - run: npm audit --audit-level=high' },
    { [workflow]: 'steps:\n  - run: npm ci --no-audit' },
    { 'package.json': '{\n  "scripts": { "fix": "npm audit fix --force" }\n}' },
  ],
  totp: [
    {
      'totp.py':
        'def totp(secret, at):\n    digest = hmac.new(secret, counter, "sha1").digest()\n    return code % 1_000_000',
    },
    { 'totp.py': 'import pyotp\ntotp = pyotp.TOTP(secret)' },
    { 'cart.py': 'total = sum(prices) % 1_000_000\nhashlib.sha1(b"")' },
  ],
  passkey: [
    { 'passkey.js': 'await verifyRegistrationResponse(a);\nawait verifyAuthenticationResponse(b);' },
    { 'passkey.js': 'await verifyRegistrationResponse(a);' },
    { 'page.js': 'await navigator.credentials.create({ publicKey });' },
  ],
  'jwt-es256': [
    {
      'tokens.mjs':
        "const { publicKey, privateKey } = await generateKeyPair('ES256');\nawait jwtVerify(token, publicKey);",
    },
    { 'tokens.mjs': "jwt.sign(data, secret, { algorithm: 'HS256' });\njwt.verify(token, secret);" },
    { 'tokens.mjs': "// 'ES256' later\nverify(token, publicKey);" },
  ],
  'oidc-verify': [
    {
      'login.mjs':
        'const keys = createRemoteJWKSet(new URL(issuer.jwks_uri));\nconst { payload } = await jwtVerify(token, keys, { issuer, audience });\nif (payload.nonce !== nonce) throw new Error();',
    },
    { 'login.mjs': 'const keys = createRemoteJWKSet(url);\nawait jwtVerify(token, keys, { audience });' },
    { 'login.mjs': 'const payload = decodeJwt(token);\ncheck(payload.audience, payload.nonce);' },
  ],
  'oauth-client-credentials': [
    { 'token.py': "body = {'grant_type': 'client_credentials'}\nexpires = time.time() + answer['expires_in']" },
    { 'token.py': "body = {'grant_type': 'authorization_code'}\nexpires = answer['expires_in']" },
    { 'token.py': "body = {'grant_type': 'client_credentials'}" },
  ],
  'keycloak-oidc': [
    {
      'compose.yaml': 'services:\n  keycloak:\n    image: quay.io/keycloak/keycloak:26.0',
      'app.mjs': "import * as client from 'openid-client';",
    },
    { 'compose.yaml': 'services:\n  keycloak:\n    image: quay.io/keycloak/keycloak:26.0' },
    {
      'compose.yaml': 'services:\n  db:\n    image: postgres:18',
      'app.mjs': "import * as client from 'openid-client';",
    },
  ],
  'tls-expiry': [
    { 'expiry.py': "left = until(cert['notAfter'])\nif left < 14:\n    sys.exit(1)" },
    { 'expiry.py': "print(cert['notAfter'])" },
    { 'expiry.py': "left = until(cert['notAfter'])\nif left < 30:\n    sys.exit(1)" },
  ],
  'mutual-tls': [
    { 'server.py': "context.verify_mode = ssl.CERT_REQUIRED\ncontext.load_verify_locations('ca.pem')" },
    { 'server.py': "context.load_cert_chain('server.pem')" },
    { 'nginx.conf': 'ssl_verify_client off;\nssl_client_certificate ca.pem;' },
  ],
  'gitleaks-hook': [
    {
      '.pre-commit-config.yaml':
        'repos:\n  - repo: https://github.com/gitleaks/gitleaks\n    hooks:\n      - id: gitleaks',
    },
    { '.pre-commit-config.yaml': 'repos:\n  - repo: https://github.com/psf/black\n    hooks:\n      - id: black' },
    { '.pre-commit-config.yaml': 'repos:\n  # - repo: https://github.com/gitleaks/gitleaks\n  - repo: local' },
  ],
  'secret-scan': [
    { [workflow]: 'steps:\n  - uses: gitleaks/gitleaks-action@v2' },
    { [workflow]: 'steps:\n  # - uses: gitleaks/gitleaks-action@v2\n  - run: true' },
  ],
  sbom: [
    { Makefile: 'sbom:\n\tsyft app:latest -o cyclonedx-json' },
    { Makefile: 'scan:\n\tgrype app:latest' },
    { Makefile: 'sbom:\n\t# syft app:latest\n\ttrue' },
  ],
  'semgrep-rule': [
    { 'rules/sql.yml': 'rules:\n  - id: sql-fstring\n    languages: [python]\n    pattern: $DB.execute(f"...")' },
    { 'rules/sql.yml': 'rules:\n  - id: eval\n    languages: [python]\n    pattern: eval(...)' },
    { 'prometheus/rules.yml': 'groups:\n  - rules:\n    - alert: A' },
  ],
  'osv-api': [
    { 'scan.py': "lock = json.load(open('package-lock.json'))\nask('https://api.osv.dev/v1/querybatch')" },
    { 'scan.py': "ask('https://api.osv.dev/v1/querybatch')" },
  ],

  // ---------- Testing ----------
  'branch-coverage': [
    { 'pyproject.toml': '[tool.coverage.run]\nbranch = true' },
    { 'pyproject.toml': '[tool.coverage.run]\nbranch = false' },
    { 'pyproject.toml': '[tool.poetry.dependencies]\nlib = { git = "x", branch = "true" }' },
  ],
  'branch-coverage-js': [
    { 'vitest.config.ts': 'coverage: { thresholds: {\n  branches: 80,\n} }' },
    { 'vitest.config.ts': 'coverage: { thresholds: {\n  lines: 80,\n} }' },
    { 'package.json': '{ "branches": 3 }' },
  ],
  'mutation-tests': [
    { 'stryker.config.json': '{ "mutate": ["src/price.js"] }' },
    { 'jest.config.js': 'module.exports = {};' },
  ],
  'mutation-tests-dep': [
    { 'requirements-dev.txt': 'mutmut==3.3' },
    { 'requirements-dev.txt': 'pytest==8\n# mutmut==3.3' },
    { 'package.json': '{ "devDependencies": { "@stryker-mutator/api": "9" } }' },
  ],
  testcontainers: [
    { [javaTest]: 'static PostgreSQLContainer<?> postgres = new PostgreSQLContainer<>("postgres:18");' },
    { [java]: 'new PostgreSQLContainer<>("postgres:18");' },
    { [javaTest]: '// new PostgreSQLContainer<>("postgres:18")\n@DataJpaTest class T {}' },
  ],
  'ci-migrates': [
    { [workflow]: 'services:\n  db:\n    image: postgres:18\nsteps:\n  - run: alembic upgrade head' },
    { [workflow]: 'services:\n  db:\n    image: postgres:18\nsteps:\n  - run: pytest' },
    { [workflow]: 'steps:\n  - run: alembic upgrade head' },
  ],
  'stub-service': [
    {
      'pay.test.js':
        'const stub = createServer((req, res) => {\n  setTimeout(() => res.writeHead(503).end(), 200);\n});',
    },
    { 'pay.test.js': 'const stub = createServer((req, res) => res.writeHead(200).end());' },
    { 'pay.js': 'createServer((q, r) => setTimeout(() => r.writeHead(503), 1));' },
  ],
  'playwright-roles': [
    {
      'login.spec.ts':
        "await page.goto('/login');\nawait page.getByRole('textbox', { name: 'E-mail' }).fill('a');\nawait page.getByRole('button', { name: 'Log in' }).click();",
    },
    {
      'login.spec.ts':
        "await page.goto('/login');\nawait page.locator('#email').fill('a');\nawait page.click('text=Log in');",
    },
    {
      'shop.spec.ts':
        "await page.goto('/');\nawait page.getByRole('button').click();\nawait page.getByRole('link').click();",
    },
  ],
  'playwright-error': [
    {
      'pay.spec.ts':
        "await page.route('/pay', (route) => route.fulfill({ status: 500 }));\nawait expect(page.getByRole('alert')).toBeVisible();",
    },
    {
      'pay.spec.ts':
        "await page.route('/pay', (route) => route.fulfill({ status: 200 }));\nawait expect(page).toHaveTitle('x');",
    },
  ],
  'playwright-repeat': [
    { Makefile: 'flaky:\n\tnpx playwright test login.spec.ts --repeat-each=100' },
    { Makefile: 'test:\n\tnpx playwright test --repeat-each=2' },
    { Makefile: 'load:\n\tfor i in $$(seq 1 100); do curl $$url; done' },
  ],
  'k6-threshold': [
    {
      'load.js':
        "import http from 'k6/http';\nexport const options = {\n  scenarios: { s: { executor: 'constant-arrival-rate' } },\n  thresholds: { http_req_duration: ['p(99)<200'] },\n};",
    },
    { 'load.js': "import http from 'k6/http';\nexport const options = { vus: 10, thresholds: {} };" },
    { 'load.js': "import http from 'k6/http';\n// thresholds: {}\n'constant-arrival-rate'" },
  ],
  'env-validated': [
    { 'env.ts': 'const parsed = schema.safeParse(process.env);\nif (!parsed.success) process.exit(1);' },
    { 'env.ts': 'const port = process.env.PORT ?? 3000;' },
    { 'body.ts': 'const parsed = schema.safeParse(request.body);' },
  ],
  'pyright-strict-folder': [
    { 'pyrightconfig.json': '{ "strict": ["src/money"] }' },
    { 'pyrightconfig.json': '{ "include": ["strict"] }' },
    { 'tsconfig.json': '{ "compilerOptions": { "strict": true } }' },
  ],
  adr: [
    {
      'docs/adr/0001-queue.md':
        '# 1. Use a queue\n\n## Context\n\nMails are slow.\n\n## Decision\n\nA queue.\n\n## Consequences\n\nOne more process.',
    },
    { 'docs/adr/template.md': '# [short title]\n\n## Context\n\n## Decision\n\n## Consequences' },
    { 'docs/adr/0001-queue.md': '# Use a queue\n\nWe take one.' },
  ],
  'c4-containers': [
    { 'docs/containers.md': '```mermaid\nC4Container\n  Container(api, "API")\n  Rel(api, db, "reads")\n```' },
    { 'docs/flow.md': '```mermaid\nflowchart LR\n  a --> b\n```' },
    { 'docs/containers.md': 'We drew a C4Container diagram -> see the wiki.' },
  ],

  // ---------- Operations ----------
  'docker-two-stages': [
    { Dockerfile: 'FROM node:22 AS build\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app /app' },
    { Dockerfile: 'FROM node:22\nCOPY . .' },
    { Dockerfile: 'FROM node:22\n# FROM node:22-slim\n# COPY --from=build /app /app' },
    { Dockerfile: 'FROM node:22\nCOPY --from=ghcr.io/astral-sh/uv /uv /bin/' },
  ],
  'compose-volume': [
    {
      'compose.yaml':
        'services:\n  app:\n    build: .\n  db:\n    image: postgres:18\n    volumes:\n      - data:/var/lib/postgresql\nvolumes:\n  data:',
    },
    { 'compose.yaml': 'services:\n  app:\n    build: .\n  db:\n    image: postgres:18' },
    {
      'compose.yaml':
        'services:\n  app:\n    build: .\n  db:\n    image: postgres:18\n    volumes:\n      - ./data:/var/lib/postgresql/data',
    },
  ],
  'rabbit-dead-letter': [
    { 'queue.js': "arguments: {\n  'x-dead-letter-exchange': 'dead',\n  'x-delivery-limit': 3,\n}" },
    { 'queue.js': "arguments: {\n  'x-dead-letter-exchange': 'dead',\n}" },
    { 'queue.js': "// 'x-dead-letter-exchange': 'dead'\n'x-delivery-limit': 3," },
  ],
  'ci-runs-tests': [
    { '.gitlab-ci.yml': 'test:\n  script:\n    - mvn --batch-mode verify' },
    { '.gitlab-ci.yml': 'build:\n  script:\n    - mvn package -DskipTests' },
    { [workflow]: 'steps:\n  - run: npm ci\n  # - run: npm test' },
    { 'notes.yml': 'run: npm test' },
  ],
  'ci-pull-request-tests': [
    { [workflow]: 'on:\n  pull_request:\njobs:\n  test:\n    steps:\n      - run: npm test' },
    { [workflow]: 'on:\n  push:\njobs:\n  test:\n    steps:\n      - run: npm test' },
    { [workflow]: 'on:\n  pull_request:\njobs:\n  label:\n    steps:\n      - uses: actions/labeler@v5' },
  ],
  'ci-cache': [
    { [workflow]: 'steps:\n  - uses: actions/setup-node@v4\n    with:\n      cache: npm' },
    { [workflow]: 'steps:\n  - uses: actions/setup-node@v4' },
    { [workflow]: 'steps:\n  #  cache: npm\n  - run: rm -rf cache' },
  ],
  'ci-pinned-actions': [
    { [workflow]: 'steps:\n  - uses: docker/build-push-action@0123456789abcdef0123456789abcdef01234567 # v6.1.0' },
    { [workflow]: 'steps:\n  - uses: docker/build-push-action@v6' },
    {
      [workflow]: 'steps:\n  - uses: docker/build-push-action@0123456789abcdef0123456789abcdef01234567 # v6.1.0',
      '.github/workflows/release.yml': 'steps:\n  - uses: softprops/action-gh-release@v2',
    },
  ],
  'ci-image-by-commit': [
    { [workflow]: 'steps:\n  - run: docker build -t registry.example/app:${{ github.sha }} .' },
    { [workflow]: 'steps:\n  - run: docker build -t registry.example/app:latest .' },
    { [workflow]: 'steps:\n  - run: echo ${{ github.sha }}' },
  ],
  'ci-rollback': [
    {
      '.github/workflows/rollback.yml':
        'name: Roll back\non:\n  workflow_dispatch:\n    inputs:\n      sha:\n        required: true',
    },
    {
      '.github/workflows/deploy.yml':
        'name: Deploy\non:\n  workflow_dispatch:\n    inputs:\n      sha:\n        required: true',
    },
    { '.github/workflows/rollback.yml': 'name: Roll back\non:\n  workflow_dispatch:' },
  ],
  'makefile-phony': [
    { Makefile: '.PHONY: test lint run\ntest:\n\tpytest\nlint:\n\truff check\nrun:\n\tpython app.py' },
    { Makefile: 'test:\n\tpytest\nlint:\n\truff check\nrun:\n\tpython app.py' },
    { Makefile: '.PHONY: test\ntest:\n\tpytest' },
  ],
  shellcheck: [
    { [workflow]: 'steps:\n  - run: shellcheck scripts/*.sh' },
    { 'deploy.sh': '# shellcheck disable=SC2086\nrm $1' },
    { [workflow]: 'steps:\n  # - run: shellcheck scripts/*.sh\n  - run: true' },
  ],
  flock: [
    { 'job.sh': 'exec 9>/run/job.lock\nflock -n 9 || exit 1' },
    { 'job.sh': 'flock /run/job.lock ./work' },
    { 'job.sh': '# flock -n 9 || exit 1' },
  ],
  'opentofu-local': [
    { 'main.tf': 'resource "local_file" "note" {\n  filename = "note.txt"\n}' },
    { 'main.tf': 'data "local_file" "note" {\n  filename = "note.txt"\n}' },
    { 'main.tf': '# resource "local_file" "note" {}' },
  ],
  'opentofu-docker': [
    {
      'main.tf':
        'terraform {\n  required_providers {\n    docker = { source = "kreuzwerker/docker" }\n  }\n}\nresource "docker_container" "a" {}\nresource "docker_container" "b" {}',
    },
    { 'main.tf': 'docker = { source = "kreuzwerker/docker" }\nresource "docker_container" "a" {}' },
    {
      'main.tf':
        'docker = { source = "kreuzwerker/docker" }\nresource "docker_image" "a" {}\nresource "docker_image" "b" {}',
    },
  ],
  'cloud-init-nginx': [
    { 'user-data.yaml': '#cloud-config\npackages:\n  - nginx' },
    { 'roles.yaml': 'packages:\n  - nginx' },
    { 'user-data.yaml': '#cloud-config\npackages:\n  - curl' },
  ],
  'kind-deployment': [
    { 'up.sh': 'kind create cluster\nkubectl apply -f app.yaml', 'app.yaml': 'apiVersion: apps/v1\nkind: Deployment' },
    { 'app.yaml': 'apiVersion: apps/v1\nkind: Deployment' },
    { 'up.sh': 'kind create cluster\nkubectl apply -f https://example.com/a.yaml' },
  ],
  'helm-values': [
    {
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop',
      'chart/templates/deployment.yaml': 'replicas: {{ .Values.replicaCount }}\nimage: "shop:{{ .Values.image.tag }}"',
    },
    { 'chart/Chart.yaml': 'apiVersion: v2', 'chart/templates/deployment.yaml': 'replicas: 2\nimage: "shop:1.0"' },
    { 'chart/templates/deployment.yaml': 'replicas: {{ .Values.replicaCount }}\nimage: "{{ .Values.image.tag }}"' },
  ],
  'live-and-ready': [
    {
      'health.js':
        "app.get('/livez', ok);\napp.get('/readyz', async (req, res) => res.status((await up()) ? 200 : 503).end());",
    },
    { 'health.js': "app.get('/health', ok); // 503\nres.status(503);" },
    { 'health.test.js': "fetch('/livez'); fetch('/readyz');\nequal(status, 503);" },
  ],
  'redis-sessions': [
    { 'app.js': 'app.use(session({ store: new RedisStore({ client }) }));' },
    { 'app.js': "app.use(session({ secret: 'x' }));" },
    { 'app.js': '// store: new RedisStore({ client })' },
  ],
  'nft-deny': [
    {
      'firewall.nft':
        'chain input {\n  type filter hook input priority 0; policy drop;\n  tcp dport { 80, 443 } accept\n}',
    },
    { 'firewall.nft': 'chain input {\n  type filter hook input priority 0; policy accept;\n  tcp dport 80 accept\n}' },
  ],
  'net-namespaces': [
    { 'lab.sh': 'ip netns add left\nip netns add right\nip netns exec router sysctl -w net.ipv4.ip_forward=1' },
    { 'lab.sh': 'ip netns add left\nping 127.0.0.1' },
    { 'lab.sh': '# ip netns add left\n# ip netns add right\nsysctl -w net.ipv4.ip_forward=1' },
  ],
  'lifecycle-rule': [
    {
      'lifecycle.json':
        '{ "Transitions": [{\n"Days": 30,\n"StorageClass": "GLACIER" }],\n"Expiration": {\n"Days": 400\n} }',
    },
    { 'lifecycle.json': '{ "Expiration": { "Days": 400 } }' },
    { 'retention.json': '{ "days": 30 }' },
  ],
  'iam-least': [
    {
      'policy.json':
        '{ "Statement": [\n{ "Action": "s3:GetObject", "Resource":\n "arn:aws:s3:::shop/in/*" },\n{ "Action": "s3:PutObject", "Resource":\n "arn:aws:s3:::shop/out/*" }\n] }',
    },
    { 'policy.json': '{ "Statement": [\n{ "Action": "s3:*", "Resource": "arn:aws:s3:::shop/in/*" }\n] }' },
    {
      'policy.json': '{ "Statement": [\n{ "Action": ["s3:GetObject", "s3:PutObject"],\n "Resource": "*" }\n] }',
    },
  ],
  'prometheus-histogram': [
    { 'metrics.js': "const seconds = new Histogram({ name: 'http_seconds', labelNames: ['method', 'route'] });" },
    { 'metrics.js': "const requests = new Counter({ name: 'http_total', labelNames: ['route'] });" },
    { 'chart.js': 'const h = new Histogram(data);' },
  ],
  'trace-id-returned': [
    {
      'trace.js': "const traceId = parse(req.headers['traceparent']) ?? make();\nres.setHeader('X-Trace-Id', traceId);",
    },
    { 'trace.js': "fetch(url, { headers: { 'traceparent': value } });" },
  ],
  'otel-jaeger': [
    {
      'compose.yaml':
        'services:\n  jaeger:\n    image: jaegertracing/all-in-one\n  a:\n    command: opentelemetry-instrument python a.py',
    },
    { 'compose.yaml': 'services:\n  jaeger:\n    image: jaegertracing/all-in-one' },
    { 'package.json': '{ "dependencies": { "@opentelemetry/auto-instrumentations-node": "0.60" } }' },
  ],
  'burn-rate': [
    { 'alerts.yml': 'groups:\n  - rules:\n      - alert: FastBurn\n        expr: error_ratio_1h > 14.4 * 0.001' },
    { 'alerts.yml': 'groups:\n  - rules:\n      - alert: HighErrors\n        expr: error_ratio_5m > 0.01' },
  ],
  'cache-aside': [
    {
      'page.js':
        'const redis = createClient();\nconst kept = await redis.get(key);\nif (kept) { hits++; return kept; }\nmisses++;\nawait redis.set(key, value, { EX: 60 });',
    },
    {
      'page.js':
        'const redis = createClient();\nconst kept = await redis.get(key);\nawait redis.set(key, value, { EX: 60 });',
    },
  ],
  runbook: [
    {
      'runbooks/disk-full.md':
        '# Disk full\n\n## Meaning\n\nx\n\n## Check\n\n`df -h`\n\n## First action\n\nx\n\n## Whom to call\n\nx',
    },
    { 'runbooks/README.md': '# Runbooks\n\nOne page per alert.' },
    { 'docs/disk.md': '## Meaning\n\n## Check\n\n## First action' },
  ],
  postmortem: [
    {
      'postmortems/2026-03-01.md':
        '# Outage\n\n## Timeline\n\n10:02 alert\n\n## Actions\n\n- Ada: limit the queue, 2026-03-15',
    },
    { 'postmortems/template.md': '# Title\n\n## Timeline\n\n## Actions\n\n- who: what, when' },
    { 'notes/2026-03-01.md': '## Timeline\n\n## Actions\n\n2026-03-15' },
  ],

  // ---------- AI ----------
  'mcp-server': [
    {
      'server.mjs': "server.registerTool('list_orders', {}, list);\nawait server.connect(new StdioServerTransport());",
    },
    { 'client.mjs': 'const transport = new StdioClientTransport({ command });\nclient.callTool({});' },
    { 'server.mjs': "server.registerTool('list_orders', {}, list);" },
  ],
  'agents-md': [
    { 'AGENTS.md': '# Work here\n\nBuild with `npm run build`.\nTests: `npm test`.\nNever edit `vendor/`.' },
    { 'AGENTS.md': '# Agents\n\nThe estate agents of the town.' },
    { 'README.md': 'Build with `npm run build`.\nTests: `npm test`.\nNever edit `vendor/`.' },
  ],
  'skill-md': [
    { '.agents/skills/release/SKILL.md': '---\nname: release\ndescription: How we release.\n---\n\n1. Tag it.' },
    { 'skills/tea/SKILL.md': '---\nname: tea\ndescription: How to brew.\n---' },
    { 'docs/SKILL.md': 'How we release: tag it.' },
  ],
};

const springGradle = (last: string): Workspace => ({
  'build.gradle.kts': [
    'dependencies {',
    '  implementation("org.springframework.boot:spring-boot-starter-web")',
    '  implementation("org.springframework.boot:spring-boot-starter-data-jpa")',
    last,
    '}',
  ].join('\n'),
  [java]: '@GetMapping("/books")\nList<Book> books() { return repository.findAll(); }',
});
const pactNet = (reference: string): Workspace => ({
  'Shop.Tests/Shop.Tests.csproj': `<Project>\n  <ItemGroup>\n    ${reference}\n  </ItemGroup>\n</Project>`,
  'Shop.Tests/OrdersTests.cs': 'var pact = Pact.V4("shop", "orders", config);',
});

/** Further workspaces of rules that see the same in several languages. */
export const moreFixtures: Readonly<
  Record<string, { readonly yes: readonly Workspace[]; readonly no: readonly Workspace[] }>
> = {
  'spring-first-endpoint': {
    yes: [springGradle('  runtimeOnly("com.h2database:h2")')],
    no: [
      springGradle('  // runtimeOnly("com.h2database:h2")'),
      springGradle('  /* runtimeOnly("com.h2database:h2") */'),
      springGradle('  runtimeOnly("com.h2database:h2-mvstore")'),
    ],
  },
  'pact-contract': {
    yes: [pactNet('<PackageReference Include="PactNet" Version="5" />')],
    no: [
      pactNet('<!-- <PackageReference Include="PactNet" Version="5" /> -->'),
      pactNet('<PackageReference Include="CompactNet" Version="5" />'),
    ],
  },
  'mutation-tests-dep': {
    yes: [{ 'pyproject.toml': '[dependency-groups]\ndev = [\n  "mutmut>=3",\n]' }],
    no: [{ 'pyproject.toml': '[dependency-groups]\ndev = [\n  # "mutmut>=3",\n]' }],
  },
};
