import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isUntouched,
  notesPlace,
  noteTemplate,
  parseNoteName,
  planNoteImport,
  shownLength,
  shownNote,
} from '../../src/core/notes';
import { isId } from '../../src/core/model';

describe('the names of notes', () => {
  it('are those of skills, or of what was imported beside', () => {
    assert.deepEqual(parseNoteName('http-requests.md'), { file: 'http-requests.md', skill: 'http-requests' });
    for (const file of ['git.imported-2026-11-21.md', 'git.imported-2026-11-21-2.md'])
      assert.deepEqual(parseNoteName(file), { file, skill: 'git', imported: '2026-11-21' });
  });

  it('let every other file alone', () => {
    for (const file of [
      'README.md',
      'git.txt',
      'git.MD',
      '.md',
      '-git.md',
      'git .md',
      'git.imported-.md',
      '../git.md',
      'a/git.md',
      'git.md.bak',
      `${'x'.repeat(65)}.md`,
    ])
      assert.equal(parseNoteName(file), undefined, file);
  });

  it('never lead out of their folder', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const note = parseNoteName(name);
        if (note) assert.ok(isId(note.skill) && !/[\\/]|\.\./.test(note.file));
      }),
    );
  });
});

describe('what is shown of a note', () => {
  it('is the text without the title that the page has, whatever ends its lines', () => {
    assert.deepEqual(shownNote('\uFEFF# Git\r\n\r\nOne.\r\nTwo.\r\n', 'Git'), { markdown: 'One.\nTwo.', cut: false });
    assert.equal(shownNote('# Something else\n\nOne.', 'Git').markdown, '# Something else\n\nOne.');
    assert.equal(shownNote(noteTemplate('C#'), 'C#').markdown, '');
  });

  it('is cut at the end of a line, and never inside a character', () => {
    const long = shownNote('line\n'.repeat(20_000), 'Git');
    assert.ok(long.cut && long.markdown.length <= shownLength && long.markdown.endsWith('line'));
    const single = shownNote('🐘'.repeat(40_000), 'Git');
    assert.ok(single.cut && !/[\uD800-\uDBFF]$/.test(single.markdown));
  });

  it('is nothing while nothing is written', () => {
    assert.ok(isUntouched('# Git\r\n\r\n', 'Git'));
    assert.ok(!isUntouched('# Git\n\nx', 'Git'));
    assert.ok(!isUntouched('', 'Git'));
  });
});

describe('importing notes', () => {
  const plan = (
    existing: Record<string, string>,
    incoming: Record<string, string>,
    fileOf = (id: string) => `${id}.md`,
  ): unknown =>
    planNoteImport(
      new Map(Object.entries(existing)),
      new Map(Object.entries(incoming)),
      fileOf,
      (_, text) => text.trim() === '',
      '2026-11-21',
    ).map(({ file, text, beside }) => [file, text, beside]);

  it('adds what is new, and leaves out what is the same', () => {
    assert.deepEqual(plan({}, { git: 'a' }), [['git.md', 'a', false]]);
    assert.deepEqual(plan({ 'git.md': 'a\r\n' }, { git: 'a' }), []);
    assert.deepEqual(plan({ 'git.md': '\n' }, { git: 'a' }), [['git.md', 'a', false]]);
  });

  it('puts what differs beside, once', () => {
    assert.deepEqual(plan({ 'git.md': 'mine' }, { git: 'theirs' }), [['git.imported-2026-11-21.md', 'theirs', true]]);
    assert.deepEqual(plan({ 'git.md': 'mine', 'git.imported-2025-01-01.md': 'theirs' }, { git: 'theirs' }), []);
    assert.deepEqual(plan({ 'git.md': 'mine', 'git.imported-2026-11-21.md': 'other' }, { git: 'theirs' }), [
      ['git.imported-2026-11-21-2.md', 'theirs', true],
    ]);
  });

  it('keeps a renamed skill in the file it had', () => {
    const fileOf = (): string => 'old-name.md';
    assert.deepEqual(plan({ 'old-name.md': 'mine' }, { 'new-name': 'mine' }, fileOf), []);
    assert.deepEqual(plan({ 'old-name.md': 'mine' }, { 'new-name': 'theirs' }, fileOf), [
      ['old-name.imported-2026-11-21.md', 'theirs', true],
    ]);
  });

  it('takes what was kept beside with it', () => {
    const kept = { 'git.imported-2025-01-01': 'b' };
    assert.deepEqual(plan({}, { git: 'a', ...kept }), [
      ['git.md', 'a', false],
      ['git.imported-2025-01-01.md', 'b', true],
    ]);
    assert.deepEqual(plan({ 'git.md': 'b' }, kept), []);
  });

  it('never writes over anything, and loses nothing, whatever there is', () => {
    const names = fc.constantFrom(
      'git',
      'sql',
      'git.imported-2026-11-21',
      'git.imported-2026-11-21-2',
      'sql.imported-2020-01-01',
    );
    const texts = fc.dictionary(names, fc.constantFrom('a', 'b', 'c', ''));
    fc.assert(
      fc.property(texts, texts, (mine, theirs) => {
        const existing = new Map(Object.entries(mine).map(([name, text]) => [`${name}.md`, text]));
        const after = new Map<string, string>(existing);
        for (const { file, text } of planNoteImport(
          existing,
          new Map(Object.entries(theirs)),
          (id) => `${id}.md`,
          (_, text) => text.trim() === '',
          '2026-11-21',
        )) {
          assert.ok((after.get(file) ?? '') === '', `${file} is written over`);
          after.set(file, text);
        }
        for (const text of [...Object.values(mine), ...Object.values(theirs)])
          if (text !== '') assert.ok(new Set<string>(after.values()).has(text), `"${text}" is lost`);
      }),
    );
  });
});

describe('the setting of the folder', () => {
  it('means our own folder, a full path, one at home, one of the workspace, or an address', () => {
    assert.deepEqual(notesPlace('  '), { kind: 'own' });
    assert.deepEqual(notesPlace(undefined), { kind: 'own' });
    assert.deepEqual(notesPlace('/home/ada/notes'), { kind: 'full', path: '/home/ada/notes' });
    assert.deepEqual(notesPlace('C:\\notes'), { kind: 'full', path: 'C:\\notes' });
    assert.deepEqual(notesPlace('\\\\server\\share'), { kind: 'full', path: '\\\\server\\share' });
    assert.deepEqual(notesPlace('~'), { kind: 'home', path: '' });
    assert.deepEqual(notesPlace('~\\my notes'), { kind: 'home', path: 'my notes' });
    assert.deepEqual(notesPlace('docs/notes'), { kind: 'workspace', path: 'docs/notes' });
    assert.deepEqual(notesPlace('vscode-vfs://github/a/b'), { kind: 'address', address: 'vscode-vfs://github/a/b' });
  });

  it('means nothing when it is no path', () => {
    for (const value of [7, {}, [], '~ada/notes', 'C:notes', 'a\nb', 'a\0b', 'x'.repeat(1001)])
      assert.equal(notesPlace(value), undefined, JSON.stringify(value));
  });
});
