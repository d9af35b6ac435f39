import assert from 'node:assert/strict';
import { build } from 'esbuild';
import fc from 'fast-check';
import fsCallbacks from 'node:fs';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Uri } from 'vscode';
import { decodeFact, decodeJournal, encodeFact, type Fact } from '../../src/core/progress';
import type { JournalPart, Journals } from '../../src/state/journal';
import type { ProgressStore } from '../../src/state/progressStore';

type FileSystem = Record<string, (...args: unknown[]) => unknown>;

/** Stands between the code and the real file system; counts the calls and lets some of them fail. */
class Disk {
  calls = 0;
  /** What the n-th call fails with, if at all. */
  fails: (call: number) => string | undefined = () => undefined;
  /** Whether a write that fails leaves half of its bytes behind. */
  halves = false;
  /** Runs before each call. */
  before: (name: string) => Promise<void> = () => Promise.resolve();

  heal(): void {
    this.calls = 0;
    this.fails = () => undefined;
    this.halves = false;
    this.before = () => Promise.resolve();
  }

  private error(name: string): Error | undefined {
    const code = this.fails(++this.calls);
    return code === undefined ? undefined : Object.assign(new Error(`${code}: injected into ${name}`), { code });
  }

  /** `node:fs/promises`. */
  promises(): FileSystem {
    const real = fs as unknown as FileSystem;
    return Object.fromEntries(
      ['mkdir', 'open', 'readdir', 'readFile', 'rename', 'stat', 'unlink', 'copyFile', 'link', 'writeFile'].map(
        (name) => [
          name,
          async (...args: unknown[]) => {
            await this.before(name);
            const error = this.error(name);
            if (error) throw error;
            const result = await real[name]!(...args);
            return name === 'open' ? this.handle(result as fs.FileHandle) : result;
          },
        ],
      ),
    );
  }

  private handle(file: fs.FileHandle): unknown {
    return new Proxy(file, {
      get: (_, name: string) => {
        const method = (file as unknown as FileSystem)[name];
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          await this.before(`file.${name}`);
          const error = this.error(`file.${name}`);
          if (!error) return method.apply(file, args) as Promise<unknown>;
          // Otherwise the file would stay open for the rest of the test.
          if (name === 'close') await file.close();
          const [text] = args;
          if (this.halves && typeof text === 'string') await file.appendFile(text.slice(0, text.length / 2));
          throw error;
        };
      },
    });
  }

  /** `fs`, which the locking takes. */
  callbacks(): object {
    const real = fsCallbacks as unknown as FileSystem;
    const wrapped = ['mkdir', 'rmdir', 'stat', 'utimes', 'realpath'].map((name) => [
      name,
      (...args: unknown[]) => {
        const error = this.error(`fs.${name}`);
        if (!error) return real[name]!(...args);
        const done = args.at(-1) as (error: Error) => void;
        setImmediate(() => done(error));
        return undefined;
      },
    ]);
    return { ...real, ...(Object.fromEntries(wrapped) as object) };
  }
}

interface Code {
  openJournals(folder: Uri, writer: string): Journals;
  compact(directory: string, writer: string, least?: number, idle?: number): Promise<readonly string[]>;
  ProgressStore: typeof ProgressStore;
}

/** The code as it ships, on that disk; `vscode` exists in the editor only. */
async function load(disk: Disk): Promise<Code> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { openJournals } from './src/state/journal.node';
        export { compact } from './src/state/compact.node';
        export { ProgressStore } from './src/state/progressStore';`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    external: ['vscode'],
  });
  const real = createRequire(join(process.cwd(), 'package.json'));
  const stand: Record<string, unknown> = {
    'node:fs/promises': disk.promises(),
    fs: disk.callbacks(),
    vscode: {
      EventEmitter: class {
        event = (): object => ({ dispose: () => undefined });
        fire(): void {
          // Nobody listens here.
        }
        dispose(): void {
          // Nobody listens here.
        }
      },
    },
  };
  const module = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the bundle, with the stand-ins in place of what it requires
  const run = new Function('require', 'module', 'exports', Buffer.from(outputFiles[0]!.contents).toString('utf8'));
  (run as (...args: unknown[]) => void)(
    (name: string) => stand[name] ?? (real(name) as unknown),
    module,
    module.exports,
  );
  return module.exports as Code;
}

const codes = ['ENOSPC', 'EIO', 'EPERM', 'EBUSY', 'EMFILE'];

/** Intact lines of every sort, each another one: all that versions so far and a later one may write. */
function line(number: number): string {
  const act = { at: [1_700_000_000_000 + number, number % 3] as const, by: `w${number % 4}` };
  const id = `core/skill-${number}/é`;
  switch (number % 6) {
    case 0:
    case 1:
      return encodeFact({ kind: 'tick', id, ...act });
    case 2:
      return encodeFact({ kind: 'untick', id, seen: { w1: [number, 0], w2: [number, 7] }, ...act });
    case 3:
      return JSON.stringify({ v: 1, id, done: number % 4 !== 3, ...act });
    case 4:
      return JSON.stringify({ v: 3, kind: 'verified', id, lab: number, note: 'a later version wrote this' });
    default:
      return encodeFact({ kind: 'reset', ...act });
  }
}

describe('journals on a disk that goes wrong', function () {
  this.timeout(120_000);
  const disk = new Disk();
  let code: Code;
  let top: string;
  let folder: string;
  let folders = 0;
  before(async () => {
    code = await load(disk);
    top = await fs.mkdtemp(join(tmpdir(), 'backend-skills-journals-'));
  });
  after(() => fs.rm(top, { recursive: true, force: true }));

  const newFolder = async (): Promise<string> => {
    const path = join(top, String(++folders));
    await fs.mkdir(path);
    return path;
  };
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => disk.heal());

  const uri = (path: string): Uri => ({ fsPath: path }) as unknown as Uri;
  const open = (writer = 'me', path = folder): Journals => code.openJournals(uri(path), writer);
  const put = (name: string, content: string | Uint8Array, path = folder): Promise<void> =>
    fs.writeFile(join(path, name), content);
  const linesOf = (parts: readonly JournalPart[]): string[] =>
    parts.flatMap(({ text }) => text.split('\n').map((each) => each.trim())).filter((each) => each !== '');
  const factsOf = (parts: readonly JournalPart[]): Fact[] =>
    parts.flatMap(({ text }) => [...decodeJournal(text).facts]);
  /** Every line that anyone who opens the folder now would read. */
  const readable = async (path = folder): Promise<Set<string>> => {
    const journals = open('fresh', path);
    const parts = await journals.readNew();
    journals.dispose();
    return new Set(linesOf(parts));
  };
  /** The names in a folder, with each snapshot called just that. */
  const listing = async (path = folder): Promise<string[]> =>
    (await fs.readdir(path)).map((name) => name.replace(/^snapshot-[-0-9a-f]+\.jsonl$/, 'snapshot')).sort();
  const assertHolds = (found: ReadonlySet<string>, wanted: Iterable<string>, where: string): void => {
    for (const each of wanted) assert.ok(found.has(each), `${where}: lost ${each}`);
  };
  /** What the folder and those in it hold, by name. */
  const contents = async (path = folder): Promise<Map<string, Buffer>> => {
    const names = await fs.readdir(path, { withFileTypes: true, recursive: true });
    return new Map(
      await Promise.all(
        names
          .filter((entry) => entry.isFile())
          .map(async (entry) => [entry.name, await fs.readFile(join(entry.parentPath, entry.name))] as const),
      ),
    );
  };
  const assertKept = async (bytes: Uint8Array, where: string, path = folder): Promise<void> => {
    assert.ok(
      [...(await contents(path)).values()].some((held) => held.equals(bytes)),
      `${where}: a damaged file is gone`,
    );
  };
  interface Loaded {
    readonly facts: readonly Fact[];
    readonly damaged: readonly string[];
  }
  /** What the store would take in, and the places that it names as damaged. */
  const loaded = async (path: string): Promise<Loaded> => {
    const journals = open('fresh', path);
    const parts: JournalPart[] = [];
    const damaged: string[] = [];
    const store = new code.ProgressStore(
      {
        ...journals,
        readNew: async () => {
          parts.push(...(await journals.readNew()));
          return parts;
        },
      },
      'fresh',
      {
        warn: (text) => {
          const [, name, number] = /^Progress file (.*), line (\d+):/.exec(text) ?? [];
          damaged.push(`${name!}:${number!}`);
        },
      },
    );
    await store.load();
    store.dispose();
    return { facts: factsOf(parts), damaged };
  };

  describe('a damaged journal', () => {
    const lines = Array.from({ length: 12 }, (_, index) => line(index));
    const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''), 'utf8');
    const known = (each: string): Fact[] => {
      const fact = decodeFact(each);
      assert.ok(fact);
      return fact === 'unknown-kind' ? [] : [fact];
    };
    const hasChecksum = (each: string): boolean => /"c":"[0-9a-f]{8}"\}$/.test(each);
    /** Does the same for many damaged forms of the journal, a few at a time. */
    const forEach = async (count: number, work: (at: number, path: string) => Promise<void>): Promise<void> => {
      let next = 0;
      const paths = await Promise.all(Array.from({ length: 6 }, newFolder));
      await Promise.all(
        paths.map(async (path) => {
          while (next < count) await work(next++, path);
          assert.deepEqual(await fs.readdir(path), ['bad.jsonl']);
        }),
      );
    };

    it('cut off at any length gives every whole line, and names the one that is torn', async () => {
      await forEach(bytes.length + 1, async (length, path) => {
        const cut = bytes.subarray(0, length);
        await put('bad.jsonl', cut, path);
        const { facts, damaged } = await loaded(path);
        const ends = lines.map((_, index) => Buffer.byteLength(`${lines.slice(0, index + 1).join('\n')}\n`));
        // A line whose end alone is missing is whole.
        const whole = ends.filter((end) => end - 1 <= length).length;
        const torn = length > (ends[whole - 1] ?? 0);
        assert.deepEqual(facts, lines.slice(0, whole).flatMap(known), `cut at ${length}`);
        assert.deepEqual(damaged, torn ? [`bad.jsonl:${whole + 1}`] : [], `cut at ${length}`);
        assert.deepEqual(await fs.readFile(join(path, 'bad.jsonl')), cut);
      });
    });

    it('with any one bit flipped gives every other line, and names that one', async () => {
      const starts: number[] = [];
      for (let at = 0, index = 0; index < lines.length; at += Buffer.byteLength(lines[index]!) + 1, index++)
        starts.push(at);
      await forEach(bytes.length * 8, async (bit, path) => {
        const byte = bit >> 3;
        const flipped = Buffer.from(bytes);
        flipped[byte]! ^= 1 << (bit & 7);
        await put('bad.jsonl', flipped, path);
        const { facts, damaged } = await loaded(path);
        const hit = starts.filter((start) => start <= byte).length - 1;
        const where = `bit ${bit & 7} of byte ${byte}, line ${hit + 1}`;
        const read = new Set(facts.map((each) => JSON.stringify(each)));
        for (const [index, each] of lines.entries()) {
          // Lines of older and later versions have no sum that would tell where they end, if their line end goes.
          const joined = bytes[byte] === 10 && !(hasChecksum(each) && index >= hit && index <= hit + 1);
          if (index === hit || (joined && index === hit + 1)) continue;
          for (const fact of known(each)) assert.ok(read.has(JSON.stringify(fact)), `${where}: lost line ${index + 1}`);
        }
        assert.ok(
          damaged.every((name) => name === `bad.jsonl:${hit + 1}` || name === `bad.jsonl:${hit + 2}`),
          `${where}: ${damaged.join()}`,
        );
        // The line that was hit is named or unharmed; without a checksum nothing tells.
        if (hasChecksum(lines[hit]!) && bytes[byte] !== 10)
          assert.ok(damaged.length > 0 || known(lines[hit]!).every((fact) => read.has(JSON.stringify(fact))), where);
        const genuine = new Set(lines.flatMap(known).map((fact) => JSON.stringify(fact)));
        if (hasChecksum(lines[hit]!)) for (const fact of read) assert.ok(genuine.has(fact), `${where}: ${fact}`);
        if (bit % 97 === 0) assert.deepEqual(await fs.readFile(join(path, 'bad.jsonl')), flipped);
      });
    });

    it('whose line end is flipped still gives both lines, where they have checksums', async () => {
      await put('bad.jsonl', `${line(0)}\x0b${line(1)}\n${line(2)}*${line(5)}\n${line(3)}\n`);
      const { facts, damaged } = await loaded(folder);
      assert.deepEqual(
        facts,
        [0, 1, 2, 5, 3].flatMap((number) => known(line(number))),
      );
      assert.deepEqual(damaged, ['bad.jsonl:1', 'bad.jsonl:2']);
    });

    it('with a half-written line, or none but NUL, before an intact one gives that', async () => {
      await put('bad.jsonl', `${line(0).slice(0, 40)}${line(1)}\n${'\0'.repeat(512)}${line(2)}\n`);
      const { facts, damaged } = await loaded(folder);
      assert.deepEqual(
        facts,
        [1, 2].flatMap((number) => known(line(number))),
      );
      assert.deepEqual(damaged, ['bad.jsonl:1', 'bad.jsonl:2']);
    });

    it('with a tail of NUL, as after a power failure, gives all its lines', async () => {
      await put('bad.jsonl', Buffer.concat([bytes, Buffer.alloc(4096)]));
      const { facts, damaged } = await loaded(folder);
      assert.deepEqual(facts, lines.flatMap(known));
      assert.deepEqual(damaged, ['bad.jsonl:13']);
    });

    it('does not stop the others, whatever it is', async () => {
      const random = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919 + 13) % 256));
      await put('a-foreign.jsonl', random);
      await put('b-notes.jsonl', 'Buy milk.\n{"name":"foreign"}\n');
      await put('c-empty.jsonl', '');
      await fs.mkdir(join(folder, 'd-folder.jsonl'));
      await fs.mkdir(join(folder, 'e-folder.jsonl.old'));
      await put('f-good.jsonl', bytes);
      await put('g-other.txt', 'not a journal');
      const { facts, damaged } = await loaded(folder);
      assert.deepEqual(facts, lines.flatMap(known));
      assert.ok(damaged.includes('b-notes.jsonl:1') && damaged.includes('b-notes.jsonl:2'));
      assert.ok(damaged.every((name) => /^[ab]-/.test(name)));
      assert.deepEqual(await fs.readFile(join(folder, 'a-foreign.jsonl')), random);
      // Nor compaction.
      await code.compact(folder, 'me', 1, -1);
      assert.deepEqual((await loaded(folder)).facts, lines.flatMap(known));
      await assertKept(random, 'compaction');
      assert.ok((await fs.stat(join(folder, 'd-folder.jsonl'))).isDirectory());
    });

    it('is read with the line ends of Windows', async () => {
      await put('crlf.jsonl', lines.map((each) => `${each}\r\n`).join(''));
      assert.deepEqual(await loaded(folder), { facts: lines.flatMap(known), damaged: [] });
      await code.compact(folder, 'me', 1, -1);
      assert.deepEqual(await loaded(folder), { facts: lines.flatMap(known), damaged: [] });
      assert.deepEqual(await listing(), ['snapshot']);
    });
  });

  describe('reading on', () => {
    const append = (name: string, text: string): Promise<void> => fs.appendFile(join(folder, name), text);

    it('gives everything at first, then what is new, then nothing', async () => {
      const journals = open();
      assert.deepEqual(await journals.readNew(), []);
      await put('a.jsonl', `${line(0)}\n${line(1)}\n`);
      assert.deepEqual(await journals.readNew(), [{ name: 'a.jsonl', firstLine: 1, text: `${line(0)}\n${line(1)}\n` }]);
      assert.deepEqual(await journals.readNew(), []);
      await append('a.jsonl', `${line(2)}\n`);
      await put('b.jsonl', `${line(3)}\n`);
      assert.deepEqual(await journals.readNew(), [
        { name: 'a.jsonl', firstLine: 3, text: `${line(2)}\n` },
        { name: 'b.jsonl', firstLine: 1, text: `${line(3)}\n` },
      ]);
      assert.deepEqual(await journals.readNew(), []);
      assert.deepEqual(linesOf(await journals.readAll()), [0, 1, 2, 3].map(line));
      assert.deepEqual(await journals.readNew(), []);
      journals.dispose();
    });

    it('has nothing to give from a folder that is not there, until it is', async () => {
      await fs.rm(folder, { recursive: true });
      const journals = open();
      assert.deepEqual(await journals.readNew(), []);
      await journals.append(`${line(0)}\n`);
      // What this writer says is left out.
      assert.deepEqual(await journals.readNew(), []);
      assert.deepEqual(linesOf(await journals.readAll()), [line(0)]);
      await put('a.jsonl', `${line(1)}\n`);
      assert.deepEqual(linesOf(await journals.readNew()), [line(1)]);
      journals.dispose();
    });

    it('takes a torn last line when it has been completed, under its number', async () => {
      const journals = open();
      await put('a.jsonl', `${line(0)}\n${line(2).slice(0, 30)}`);
      assert.deepEqual(decodeJournal((await journals.readNew())[0]!.text).damaged, [2]);
      assert.deepEqual(await journals.readNew(), []);
      await append('a.jsonl', line(2).slice(30));
      assert.deepEqual(await journals.readNew(), [{ name: 'a.jsonl', firstLine: 2, text: line(2) }]);
      await append('a.jsonl', `\n${line(3)}\n`);
      assert.deepEqual(await journals.readNew(), [{ name: 'a.jsonl', firstLine: 2, text: `${line(2)}\n${line(3)}\n` }]);
      journals.dispose();
    });

    it('takes a letter that was torn in its bytes', async () => {
      const journals = open();
      const bytes = Buffer.from(`${line(0)}\n`);
      const half = bytes.indexOf(Buffer.from('é')) + 1;
      await put('a.jsonl', bytes.subarray(0, half));
      await journals.readNew();
      await fs.appendFile(join(folder, 'a.jsonl'), bytes.subarray(half));
      assert.deepEqual(linesOf(await journals.readNew()), [line(0)]);
      journals.dispose();
    });

    it('starts again with a file that was replaced, even by one as long', async () => {
      const journals = open();
      await put('a.jsonl', `${line(0)}\n${line(1)}\n`);
      await journals.readNew();
      await put('new', `${line(1)}\n${line(0)}\n`);
      await fs.rename(join(folder, 'new'), join(folder, 'a.jsonl'));
      assert.deepEqual(linesOf(await journals.readNew()), [line(1), line(0)]);
      await put('new', `${line(0)}\n${line(1)}\n${line(2)}\n`);
      await fs.rename(join(folder, 'new'), join(folder, 'a.jsonl'));
      assert.deepEqual(linesOf(await journals.readNew()), [line(0), line(1), line(2)]);
      journals.dispose();
    });

    it('starts again with a file that was cut, and goes on from there', async () => {
      const journals = open();
      await put('a.jsonl', `${line(0)}\n${line(1)}\n`);
      await journals.readNew();
      await fs.truncate(join(folder, 'a.jsonl'), 10);
      await journals.readNew();
      await append('a.jsonl', `\n${line(2)}\n`);
      assert.ok(linesOf(await journals.readNew()).includes(line(2)));
      await fs.truncate(join(folder, 'a.jsonl'), 0);
      assert.deepEqual(linesOf(await journals.readNew()), []);
      await append('a.jsonl', `${line(3)}\n`);
      assert.deepEqual(await journals.readNew(), [{ name: 'a.jsonl', firstLine: 1, text: `${line(3)}\n` }]);
      journals.dispose();
    });

    it('misses nothing when files are put aside, joined or brought back', async () => {
      const journals = open();
      await put('a.jsonl', `${line(0)}\n`);
      await put('b.jsonl', `${line(1)}\n`);
      await journals.readNew();
      await append('a.jsonl', `${line(2)}\n`);
      await fs.rename(join(folder, 'a.jsonl'), join(folder, 'a.jsonl.old'));
      await put('a.jsonl', `${line(3)}\n`);
      const found = linesOf(await journals.readNew());
      assert.ok(found.includes(line(2)) && found.includes(line(3)));
      assert.deepEqual(await journals.readNew(), []);
      await append('b.jsonl', `${line(4)}\n`);
      await code.compact(folder, 'me', 1, -1);
      assert.ok(linesOf(await journals.readNew()).includes(line(4)));
      const [snapshot] = (await fs.readdir(folder)).filter((name) => name.startsWith('snapshot-'));
      await fs.rename(join(folder, snapshot!), join(folder, 'c.jsonl'));
      await append('c.jsonl', `${line(5)}\n`);
      assert.ok(linesOf(await journals.readNew()).includes(line(5)));
      assert.deepEqual(await journals.readNew(), []);
      journals.dispose();
    });

    it('finds every line, whenever compaction runs meanwhile', async () => {
      const wanted = Array.from({ length: 30 }, (_, index) => line(index));
      for (const [index, each] of wanted.entries()) await put(`j${index}.jsonl`, `${each}\n`);
      const compactions = { done: false };
      const compacting = (async () => {
        for (let round = 0; round < 15; round++) {
          await code.compact(folder, 'me', 1, -1);
          for (const [index, each] of wanted.entries())
            if (index % 3 === round % 3) await put(`k${index}.jsonl`, `${each}\n`);
        }
        compactions.done = true;
      })();
      let readings = 0;
      while (!compactions.done) {
        assertHolds(await readable(), wanted, `reading ${++readings}`);
      }
      await compacting;
      assert.ok(readings > 3, `${readings} readings`);
    });
  });

  describe('compaction', () => {
    const damagedLines = [
      '{"v":1,"id":',
      'Buy milk.',
      '\0\0\0\0',
      line(0).slice(0, -4),
      line(1).replace('skill', 'skull'),
    ];

    it('loses nothing, whatever the journals hold', async () => {
      const piece = fc.oneof(
        { weight: 6, arbitrary: fc.nat(40).map(line) },
        { weight: 1, arbitrary: fc.constantFrom(...damagedLines) },
        { weight: 1, arbitrary: fc.constantFrom('', '   ', '\r') },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.integer({ min: 2, max: 9 }), fc.jsonValue())
            .map(([v, more]) => JSON.stringify({ v, kind: 'x', more })),
        },
      );
      const content = fc.tuple(fc.array(piece, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean());
      const name = fc.constantFrom(
        ...[
          'a.jsonl',
          'b.jsonl',
          'c.jsonl',
          'a.jsonl.old',
          'c.jsonl.old',
          'snapshot-1.jsonl',
          'snapshot-2.jsonl',
          'me.jsonl',
        ],
      );
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(name, content), { maxLength: 6 }), async (files) => {
          const path = await newFolder();
          const given = new Map(
            files.map(([file, [pieces, end, closed]]) => [file, pieces.join(end) + (closed ? end : '')] as const),
          );
          for (const [file, text] of given) await put(file, text, path);
          const wanted = (await open('x', path).readAll()).flatMap((part) =>
            linesOf([part]).filter((each) => decodeFact(each) !== undefined),
          );
          const isDamaged = (text: string): boolean =>
            text.split('\n').some((each) => each.trim() !== '' && decodeFact(each) === undefined);
          const reported = await code.compact(path, 'me', 0, -1);
          const found = await readable(path);
          assertHolds(found, wanted, 'compaction');
          for (const each of found)
            assert.ok(wanted.includes(each) || decodeFact(each) === undefined, `made up ${each}`);
          const damaged = [...given].filter(([file, text]) => file !== 'me.jsonl' && isDamaged(text));
          const own = given.get('me.jsonl');
          assert.deepEqual(await listing(path), [
            ...(damaged.length > 0 ? ['damaged'] : []),
            ...(own === undefined ? [] : ['me.jsonl']),
            'snapshot',
          ]);
          if (own !== undefined) assert.equal(await fs.readFile(join(path, 'me.jsonl'), 'utf8'), own);
          const [snapshot] = (await fs.readdir(path)).filter((file) => file.startsWith('snapshot-'));
          const saved = (await fs.readFile(join(path, snapshot!), 'utf8')).split('\n');
          assert.equal(saved.pop(), '');
          assert.ok(saved.every((each) => decodeFact(each) !== undefined));
          assert.equal(new Set(saved).size, saved.length);
          for (const [file, text] of damaged) await assertKept(Buffer.from(text), file, path);
          assert.deepEqual([...reported].sort(), damaged.map(([file]) => file).sort());
          await fs.rm(path, { recursive: true });
        }),
        { numRuns: 400 },
      );
    });

    it('sets damaged files aside byte for byte, and keeps strangers as they stand', async () => {
      const stranger = '{ "v": 7,  "kind":"quiz", "\\u0069d" : "spaced out" }';
      const damaged = Buffer.concat([
        Buffer.from(`${line(0)}\n`),
        Buffer.from([0xff, 0x00, 0x0a, 0xc3]),
        Buffer.from(line(1)),
      ]);
      await put('a.jsonl', damaged);
      await put('b.jsonl', `${stranger}\n`);
      assert.deepEqual(await code.compact(folder, 'me', 1, -1), ['a.jsonl']);
      assert.deepEqual(await listing(), ['damaged', 'snapshot']);
      const [aside] = await fs.readdir(join(folder, 'damaged'));
      assert.match(aside!, /^a\.[-0-9a-f]+\.jsonl\.old$/);
      assert.deepEqual(await fs.readFile(join(folder, 'damaged', aside!)), damaged);
      const [snapshot] = (await fs.readdir(folder)).filter((name) => name.startsWith('snapshot-'));
      assert.ok((await fs.readFile(join(folder, snapshot!), 'utf8')).split('\n').includes(stranger));
    });

    it('keeps what was damaged in the snapshot itself', async () => {
      const damaged = Buffer.from(`${line(0)}\n${line(1).replace('skill', 'skull')}\n${line(2)}\n`);
      await put('snapshot-1.jsonl', damaged);
      await put('a.jsonl', `${line(5)}\n`);
      assert.deepEqual(await code.compact(folder, 'me', 1, -1), ['snapshot-1.jsonl']);
      assertHolds(await readable(), [line(0), line(2), line(5)], 'compaction');
      await assertKept(damaged, 'compaction');
      assert.deepEqual(await code.compact(folder, 'me', 0, -1), []);
    });

    it('leaves few, young and its own journals alone', async () => {
      for (let index = 0; index < 23; index++) await put(`j${index}.jsonl`, `${line(index)}\n`);
      const old = new Date(Date.now() - 120_000);
      const age = async (): Promise<void> => {
        for (const name of await fs.readdir(folder)) await fs.utimes(join(folder, name), old, old);
      };
      await age();
      await put('young.jsonl', `${line(30)}\n`);
      await open('me').compact();
      assert.equal((await fs.readdir(folder)).length, 24);
      await put('j23.jsonl', `${line(23)}\n`);
      await put('me.jsonl', `${line(31)}\n`);
      await fs.utimes(join(folder, 'j23.jsonl'), old, old);
      await fs.utimes(join(folder, 'me.jsonl'), old, old);
      await open('me').compact();
      assert.deepEqual(await listing(), ['me.jsonl', 'snapshot', 'young.jsonl']);
      assertHolds(
        await readable(),
        Array.from({ length: 24 }, (_, index) => line(index)),
        'compaction',
      );
    });

    it('is left to one window at a time, and outlives one that died', async () => {
      await put('a.jsonl', `${line(0)}\n`);
      await fs.mkdir(join(folder, 'compact.lock'));
      await assert.rejects(code.compact(folder, 'me', 1, -1), /already being held/);
      assert.ok((await fs.readdir(folder)).includes('a.jsonl'));
      const old = new Date(Date.now() - 60_000);
      await fs.utimes(join(folder, 'compact.lock'), old, old);
      await code.compact(folder, 'me', 1, -1);
      assert.deepEqual(await listing(), ['snapshot']);
    });

    it('loses nothing to another one that thinks it is alone', async () => {
      // As after a pause of the whole process: the lock has gone stale, and another window holds it now.
      // Each window has its own list of the locks it holds.
      const elsewhere = await load(disk);
      let times = 0;
      for (let stop = 1; ; stop++) {
        const path = await newFolder();
        await put('snapshot-1.jsonl', `${line(0)}\n`, path);
        await put('a.jsonl', `${line(1)}\n`, path);
        await put('b.jsonl', `${line(2)}\n`, path);
        let call = 0;
        let other: Promise<unknown> | undefined;
        disk.before = async () => {
          if (++call !== stop) return;
          // Only one that holds the lock can have gone to sleep with it.
          if (!(await fs.stat(join(path, 'compact.lock')).catch(() => undefined))) return;
          await fs.rm(join(path, 'compact.lock'), { recursive: true });
          await put('c.jsonl', `${line(5)}\n`, path);
          other = elsewhere.compact(path, 'other', 1, -1);
          await other;
        };
        await code.compact(path, 'me', 1, -1).catch(() => undefined);
        disk.heal();
        if (other) times++;
        assertHolds(
          await readable(path),
          other ? [0, 1, 2, 5].map(line) : [0, 1, 2].map(line),
          `paused at call ${stop}`,
        );
        if (call < stop) break;
      }
      assert.ok(times > 10, `${times} pauses`);
    });

    /** Journals of every sort, and what must stay of them. */
    const sample = async (): Promise<{ path: string; wanted: string[]; damaged: Buffer[] }> => {
      const path = await newFolder();
      const damaged = [
        Buffer.from(`${line(6)}\n{"v":1,"id":"torn\n${line(7)}\n`),
        Buffer.from(`${line(8)}\nforeign\n`),
        Buffer.from(`${line(0)}\nflipped\n${line(1)}\n`),
      ];
      await put('a.jsonl', `${line(2)}\n${line(3)}\n`, path);
      await put('b.jsonl', damaged[0]!, path);
      await put('c.jsonl.old', `${line(4)}\n`, path);
      await put('c.jsonl', `${line(5)}\n`, path);
      await put('d.jsonl.old', damaged[1]!, path);
      await put('me.jsonl', `${line(9)}\n`, path);
      await put('snapshot-1.jsonl', damaged[2]!, path);
      return { path, wanted: Array.from({ length: 10 }, (_, index) => line(index)), damaged };
    };

    it('loses nothing to a crash before any call to the file system', async () => {
      let crashes = 0;
      for (const halves of [false, true])
        for (let fatal = 1; ; fatal++) {
          const { path, wanted, damaged } = await sample();
          disk.heal();
          disk.halves = halves;
          disk.fails = (call) => (call >= fatal ? 'EIO' : undefined);
          const outcome = await code.compact(path, 'me', 1, -1).catch((error: unknown) => error);
          const survived = disk.calls < fatal;
          assert.ok(survived || outcome instanceof Error || fatal > 10, `crash at call ${fatal}`);
          disk.heal();
          const where = `crash at call ${fatal}`;
          assertHolds(await readable(path), wanted, where);
          for (const bytes of damaged) await assertKept(bytes, where, path);
          // The next one finishes the work.
          await fs.rm(join(path, 'compact.lock'), { recursive: true, force: true });
          await code.compact(path, 'me', 0, -1);
          assertHolds(await readable(path), wanted, `${where}, then compaction`);
          for (const bytes of damaged) await assertKept(bytes, `${where}, then compaction`, path);
          assert.deepEqual(await listing(path), ['damaged', 'me.jsonl', 'snapshot'], where);
          if (survived) break;
          crashes++;
        }
      assert.ok(crashes > 60, `${crashes} crashes`);
    });

    it('loses nothing to any error of any one call', async () => {
      let errors = 0;
      for (const failure of [...codes, 'ENOENT'])
        for (let bad = 1; ; bad++) {
          const { path, wanted, damaged } = await sample();
          disk.heal();
          disk.halves = failure === 'ENOSPC';
          disk.fails = (call) => (call === bad ? failure : undefined);
          await code.compact(path, 'me', 1, -1).catch(() => undefined);
          const survived = disk.calls < bad;
          disk.heal();
          const where = `${failure} at call ${bad}`;
          assertHolds(await readable(path), wanted, where);
          for (const bytes of damaged) await assertKept(bytes, where, path);
          await fs.rm(path, { recursive: true });
          if (survived) break;
          errors++;
        }
      assert.ok(errors > 200, `${errors} errors`);
    });
  });

  describe('appending', () => {
    it('keeps what it acknowledged, rejects what failed and goes on after it, whatever call fails how', async () => {
      let errors = 0;
      for (const failure of codes)
        for (const halves of [false, true])
          for (let bad = 1; ; bad++) {
            const path = await newFolder();
            await fs.rm(path, { recursive: true });
            const journals = open('me', path);
            const acknowledged: string[] = [];
            disk.heal();
            disk.halves = halves;
            disk.fails = (call) => (call === bad ? failure : undefined);
            let failed = 0;
            for (let number = 0; number < 6; number++) {
              try {
                await journals.append(`${line(number)}\n`);
                acknowledged.push(line(number));
              } catch (error) {
                assert.match(String(error), /injected/);
                failed++;
              }
            }
            const survived = disk.calls < bad;
            disk.heal();
            const where = `${failure} at call ${bad}`;
            assert.ok(failed <= 1, where);
            assert.equal(acknowledged.length, 6 - failed, where);
            await journals.append(`${line(10)}\n`);
            assertHolds(await readable(path), [...acknowledged, line(10)], where);
            journals.dispose();
            if (survived) break;
            errors++;
          }
      assert.ok(errors > 150, `${errors} errors`);
    });

    it('ends with an error, not never, when the disk stays bad from some call on', async () => {
      for (const failure of codes)
        for (let bad = 1; ; bad++) {
          const path = await newFolder();
          const journals = open('me', path);
          const acknowledged: string[] = [];
          disk.heal();
          disk.fails = (call) => (call >= bad ? failure : undefined);
          for (let number = 0; number < 3; number++)
            await journals.append(`${line(number)}\n`).then(
              () => acknowledged.push(line(number)),
              () => undefined,
            );
          const survived = disk.calls < bad;
          disk.heal();
          assertHolds(await readable(path), acknowledged, `${failure} from call ${bad} on`);
          journals.dispose();
          if (survived) break;
        }
    });

    it('does not go on for ever where nothing tells one file from another', async () => {
      // As on file systems that make up a new number for a file each time.
      const real = fs.stat;
      const journals = open();
      disk.fails = (call) => {
        if (call > 200) throw new Error('goes on for ever');
        return undefined;
      };
      const mutable = fs as { stat: unknown };
      mutable.stat = async (...args: Parameters<typeof fs.stat>) =>
        Object.assign(await real(...args), { ino: BigInt(disk.calls) + 10n ** 15n });
      try {
        await journals.append(`${line(0)}\n`);
      } finally {
        mutable.stat = real;
      }
      disk.heal();
      assertHolds(await readable(), [line(0)], 'append');
      journals.dispose();
    });

    it('loses nothing when its file is put aside between two acts, or during one', async () => {
      // First between, then before each of the calls that an act makes.
      const journals = open();
      await journals.append(`${line(0)}\n`);
      await code.compact(folder, 'other', 1, -1);
      assert.deepEqual(await listing(), ['snapshot']);
      await journals.append(`${line(1)}\n`);
      assertHolds(await readable(), [line(0), line(1)], 'put aside between');
      journals.dispose();
      let rounds = 0;
      for (let stop = 1; ; stop++) {
        const path = await newFolder();
        const writer = open('me', path);
        await writer.append(`${line(0)}\n`);
        let call = 0;
        let busy = false;
        disk.before = async () => {
          if (busy || ++call !== stop) return;
          busy = true;
          await code.compact(path, 'other', 1, -1);
          busy = false;
        };
        await writer.append(`${line(1)}\n`);
        const reached = call >= stop;
        disk.heal();
        assertHolds(await readable(path), [line(0), line(1)], `put aside at call ${stop}`);
        await writer.append(`${line(2)}\n`);
        assertHolds(await readable(path), [line(0), line(1), line(2)], `put aside at call ${stop}, then`);
        writer.dispose();
        if (!reached) break;
        rounds++;
      }
      assert.ok(rounds >= 4, `${rounds} rounds`);
    });

    it('loses nothing to an act between any two calls of compaction', async () => {
      let rounds = 0;
      for (let stop = 1; ; stop++) {
        const path = await newFolder();
        const writer = open('me', path);
        await writer.append(`${line(0)}\n`);
        await put('a.jsonl', `${line(1)}\n`, path);
        let call = 0;
        let busy = false;
        disk.before = async () => {
          if (busy || ++call !== stop) return;
          busy = true;
          await writer.append(`${line(2)}\n`);
          busy = false;
        };
        await code.compact(path, 'other', 1, -1);
        const reached = call >= stop;
        disk.heal();
        assertHolds(await readable(path), reached ? [0, 1, 2].map(line) : [0, 1].map(line), `act at call ${stop}`);
        await code.compact(path, 'third', 0, -1);
        assertHolds(
          await readable(path),
          reached ? [0, 1, 2].map(line) : [0, 1].map(line),
          `act at call ${stop}, then`,
        );
        writer.dispose();
        if (!reached) break;
        rounds++;
      }
      assert.ok(rounds > 15, `${rounds} rounds`);
    });
  });

  describe('reading', () => {
    it('that fails gives the same lines next time', async () => {
      for (const failure of codes)
        for (let bad = 1; ; bad++) {
          const path = await newFolder();
          const journals = open('me', path);
          const found: string[] = [];
          disk.heal();
          disk.fails = (call) => (call === bad ? failure : undefined);
          let failed = 0;
          for (let number = 0; number < 4; number++) {
            await fs.appendFile(join(path, number % 2 === 0 ? 'a.jsonl' : 'b.jsonl'), `${line(number)}\n`);
            await journals.readNew().then(
              (parts) => found.push(...linesOf(parts)),
              () => failed++,
            );
          }
          const survived = disk.calls < bad;
          disk.heal();
          found.push(...linesOf(await journals.readNew()));
          assert.ok(failed <= 1);
          assertHolds(new Set(found), [0, 1, 2, 3].map(line), `${failure} at call ${bad}`);
          journals.dispose();
          if (survived) break;
        }
    });
  });
});
