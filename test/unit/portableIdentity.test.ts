import assert from 'node:assert/strict';
import { learnerKey, PortableIdentity } from '../../src/state/portableIdentity';

/** What windows of one machine share, or a window that hears of the others' lists late. */
class Memory {
  readonly values = new Map<string, unknown>();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as the editor declares it
  get = <T>(key: string): T | undefined => this.values.get(key) as T | undefined;
  update = (key: string, value: unknown): Promise<void> => Promise.resolve(void this.values.set(key, value));

  /** Takes the other's lists in place of its own. */
  hear(from: Memory): void {
    for (const [key, value] of from.values) this.values.set(key, value);
  }
}

describe('identity of a learner', () => {
  it('is made once and stays', async () => {
    const memory = new Memory();
    const id = await new PortableIdentity(memory, 0).own();
    assert.match(id, /^[\da-f-]{36}$/);
    const again = new PortableIdentity(memory, 0);
    assert.equal(await again.own(), id);
    assert.ok(again.isMine(id));
    assert.ok(!again.isMine('another'));
  });

  it('is the same in windows that begin at the same moment, although each overwrites the list of the other', async () => {
    const memory = new Memory();
    const windows = [new PortableIdentity(memory, 5), new PortableIdentity(memory, 5)];
    const [one, two] = await Promise.all(windows.map((window) => window.own()));
    assert.equal(one, two);
    const [here, there] = [new Memory(), new Memory()];
    const [first, second] = [new PortableIdentity(here, 0), new PortableIdentity(there, 0)];
    const ids = [await first.own(), await second.own()];
    // The second list comes over the first, as Settings Sync does it.
    here.hear(there);
    await first.heal();
    there.hear(here);
    for (const id of ids) for (const window of [first, second]) assert.ok(window.isMine(id));
    assert.equal(await first.own(), await second.own());
    for (const id of ids) assert.ok(new PortableIdentity(there).isMine(id));
  });

  it('is what the learner says, of files too', async () => {
    const memory = new Memory();
    const identity = new PortableIdentity(memory, 0);
    await identity.adopt('earlier');
    await identity.refuse('file:///a.json', 'bob');
    for (const window of [identity, new PortableIdentity(memory, 0)]) {
      assert.ok(window.isMine('earlier'));
      assert.ok(!window.isMine('bob'));
      assert.ok(window.isSomebodyElse('file:///a.json', 'bob'));
      assert.ok(!window.isSomebodyElse('file:///b.json', 'bob'));
      assert.ok(!window.isSomebodyElse('file:///a.json', 'eve'));
    }
    for (let at = 0; at < 300; at++) await identity.refuse(`file:///${at}.json`, 'bob');
    assert.equal((memory.get<string[]>('progress.learner.others') ?? []).length, 200);
  });

  it('takes what is no list of texts for none', async () => {
    for (const value of [7, null, 'abc', [1], {}]) {
      const memory = new Memory();
      memory.values.set(learnerKey, value);
      assert.match(await new PortableIdentity(memory, 0).own(), /^[\da-f-]{36}$/);
    }
  });
});
