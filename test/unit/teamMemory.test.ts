import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Uri } from 'vscode';
import type { LearnerMarks } from '../../src/core/teamBoard';
import type { TeamMemory } from '../../src/team/memory';
import { openMemory } from '../../src/team/memory.node';

const items = 10;
const uri = (fsPath: string, scheme = 'file'): Uri => ({ scheme, fsPath }) as unknown as Uri;

const marksOf = (id: string, slots: readonly number[]): LearnerMarks => ({
  learner: { id, name: `Name of ${id}` },
  slots: Uint32Array.from(slots),
  practised: Float64Array.from(slots, (slot) => 1_700_000_000_000.5 + slot),
  verified: Float64Array.from(slots, () => -1),
  unknown: 2,
});

describe('memory of learners’ files', () => {
  let folder: string;
  let storage: string;
  let kept: string;
  const files: string[] = [];
  const open = async (of = items): Promise<TeamMemory> => {
    const memory = await openMemory(uri(storage), uri(path.join(folder, 'extension')), of);
    assert.ok(memory);
    return memory;
  };
  const longAgo = new Date('2026-05-04T12:00:00.123Z');
  const write = async (name: string, text: string, when = longAgo): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    await utimes(file, when, when);
    return file;
  };
  /** Looks at a file and keeps what it is said to come to. */
  const learn = async (memory: TeamMemory, file: string, marks: LearnerMarks): Promise<void> => {
    const sight = await memory.look(uri(file));
    assert.ok(sight && !sight.marks);
    memory.keep(uri(file), sight.stamp, marks);
  };
  const seen = async (memory: TeamMemory, file: string): Promise<LearnerMarks | undefined> =>
    (await memory.look(uri(file)))?.marks;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'team-memory-'));
    storage = path.join(folder, 'storage');
    kept = path.join(storage, 'team-board.bin');
    await mkdir(path.join(folder, 'extension/dist/pack'), { recursive: true });
    await write('extension/dist/pack/index.json', '{}');
    files.splice(0, Infinity, await write('ada', 'one'), await write('grace', 'two'));
    const memory = await open();
    await learn(memory, files[0]!, marksOf('ada', [0, 3, 9]));
    await learn(memory, files[1]!, marksOf('grace', []));
    await memory.save(files.map((file) => uri(file)));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('knows in the next window what a file came to', async () => {
    const memory = await open();
    assert.deepEqual(await seen(memory, files[0]!), marksOf('ada', [0, 3, 9]));
    assert.deepEqual(await seen(memory, files[1]!), marksOf('grace', []));
  });

  it('takes a file for another one as soon as its size or its time differs', async () => {
    const memory = await open();
    await write('ada', 'longer');
    await write('grace', 'two', new Date(longAgo.getTime() + 1));
    assert.equal(await seen(memory, files[0]!), undefined);
    assert.equal(await seen(memory, files[1]!), undefined);
  });

  it('holds a file by the time that it had before it was read', async () => {
    const memory = await open();
    const file = await write('lin', 'before');
    const sight = await memory.look(uri(file));
    await write('lin', 'behind', new Date(longAgo.getTime() + 1));
    memory.keep(uri(file), sight!.stamp, marksOf('lin', [1]));
    assert.equal(await seen(memory, file), undefined);
  });

  it('does not trust the time of a file that was written to just now', async () => {
    const memory = await open();
    const fresh = await write('lin', 'text', new Date());
    await learn(memory, fresh, marksOf('lin', [1]));
    assert.equal(await seen(memory, fresh), undefined);
    // Nor what it was before that.
    await write('ada', 'other', new Date());
    await learn(memory, files[0]!, marksOf('ada', [1]));
    await utimes(files[0]!, longAgo, longAgo);
    await write('ada', 'one');
    assert.equal(await seen(memory, files[0]!), undefined);
  });

  it('forgets files that are gone, and everything when the curriculum is another', async () => {
    let memory = await open();
    await memory.save([uri(files[0]!)]);
    memory = await open();
    assert.ok(await seen(memory, files[0]!));
    assert.equal(await seen(memory, files[1]!), undefined);
    await write('extension/dist/pack/index.json', '{"another": true}');
    assert.equal(await seen(await open(), files[0]!), undefined);
  });

  it('writes only when there is something new, leaves no half file, and never two at once', async () => {
    const { mtimeMs } = await stat(kept);
    const memory = await open();
    await memory.save(files.map((file) => uri(file)));
    assert.equal((await stat(kept)).mtimeMs, mtimeMs);
    const more = await write('lin', 'text');
    await learn(memory, more, marksOf('lin', [1]));
    const all = [...files, more].map((file) => uri(file));
    await Promise.all([memory.save(all), memory.save(all), memory.save(all)]);
    assert.deepEqual(await readdir(storage), ['team-board.bin']);
    assert.ok(await seen(await open(), more));
  });

  it('goes on without a place to keep things, and has none for files of other machines', async () => {
    assert.equal(await openMemory(undefined, uri(path.join(folder, 'extension')), items), undefined);
    assert.equal(await openMemory(uri(storage, 'vscode-vfs'), uri(folder), items), undefined);
    assert.equal(await openMemory(uri(storage), uri(folder), items), undefined);
    // A file stands where the folder would have to be.
    const blocked = await openMemory(uri(files[0]!), uri(path.join(folder, 'extension')), items);
    await learn(blocked!, files[1]!, marksOf('grace', [1]));
    await blocked!.save([uri(files[1]!)]);
    const memory = await open();
    assert.equal(await memory.look(uri('/host/file', 'vscode-remote')), undefined);
    assert.equal(await memory.look(uri(path.join(folder, 'nowhere'))), undefined);
  });

  it('takes no entry that does not fit the curriculum', async () => {
    const whole = deserialize((await readFile(kept)).subarray(32)) as {
      files: Map<string, { marks: Record<string, unknown> }>;
    };
    const { marks } = whole.files.get(files[0]!)!;
    const wrong: Record<string, unknown>[] = [
      { slots: Uint32Array.from([0, 3, items]) },
      { slots: Uint32Array.from([3, 0, 9]) },
      { slots: Uint32Array.from([3, 3, 9]) },
      { slots: Uint32Array.from([0, 3]) },
      { slots: [0, 3, 9] },
      { practised: Float64Array.from([1]) },
      { verified: Float32Array.from([1, 2, 3]) },
      { learner: { id: 7, name: 'x' } },
      { learner: undefined },
      { unknown: '2' },
    ];
    for (const change of wrong) {
      whole.files.set(files[0]!, { ...whole.files.get(files[0]!)!, marks: { ...marks, ...change } });
      const body = serialize(whole);
      await writeFile(kept, [createHash('sha256').update(body).digest(), body]);
      const memory = await open();
      assert.equal(await seen(memory, files[0]!), undefined, JSON.stringify(change));
      assert.ok(await seen(memory, files[1]!));
    }
  });

  it('takes nothing from a file that is damaged anywhere', async () => {
    const bytes = await readFile(kept);
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1 << (at % 8);
      for (const damaged of [bytes.subarray(0, at), flipped]) {
        await writeFile(kept, damaged);
        const memory = await open();
        for (const file of files) assert.equal(await seen(memory, file), undefined, `byte ${at}`);
      }
    }
  });
});
