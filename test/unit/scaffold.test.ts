import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { decodeMarker, encodeMarker, safePath } from '../../src/core/scaffold';

const problemOf = (text: string): string => {
  const result = safePath(text);
  return 'problem' in result ? result.problem : `segments ${result.segments.join('|')}`;
};

describe('a path inside a folder', () => {
  for (const [text, segments] of [
    ['backend-skills', 'backend-skills'],
    ['learn/labs', 'learn|labs'],
    ['learn\\labs', 'learn|labs'],
    ['./learn//labs/', 'learn|labs'],
    ['src/.hidden', 'src|.hidden'],
    ['a..b', 'a..b'],
    ['console/auxiliary.js', 'console|auxiliary.js'],
    ['übung', 'übung'],
  ] as const)
    it(`is taken: ${text}`, () => assert.equal(problemOf(text), `segments ${segments}`));

  for (const [text, problem] of [
    ['', 'empty'],
    ['  ', 'empty'],
    ['.', 'empty'],
    ['./', 'empty'],
    ['..', 'parent'],
    ['../x', 'parent'],
    ['a/../../x', 'parent'],
    ['a\\..\\x', 'parent'],
    ['a/.. /x', 'parent'],
    ['/etc', 'absolute'],
    ['\\\\server\\share', 'absolute'],
    ['\\x', 'absolute'],
    ['C:\\x', 'absolute'],
    ['c:x', 'absolute'],
    [' /etc', 'absolute'],
    ['~/x', 'absolute'],
    ['file:///etc/passwd', 'absolute'],
    ['con', 'device'],
    ['a/NUL', 'device'],
    ['aux.txt', 'device'],
    ['Com1', 'device'],
    ['lpt9.tar.gz', 'device'],
    ['COM¹', 'device'],
    ['CONIN$', 'device'],
    ['a/b:stream', 'character'],
    ['a\u0000b', 'character'],
    ['what?', 'character'],
    ['a/b\nc', 'character'],
    ['a./b', 'ending'],
    ['a /b', 'ending'],
    ['x'.repeat(121), 'long'],
    ['xx/'.repeat(200), 'long'],
  ] as const)
    it(`is refused as ${problem}: ${JSON.stringify(text.slice(0, 30))}`, () => assert.equal(problemOf(text), problem));

  it('never leads out of the folder, on no system', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '...', '/', '\\', 'C:', '~', ' ', 'a', 'NUL', '..\\..', './..', '%2e%2e', '\u0000'),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.constantFrom('/', '\\', ''), (parts, slash) => {
        const result = safePath(parts.join(slash));
        if ('problem' in result) return;
        for (const [api, root] of [
          [path.posix, '/home/me/work'],
          [path.win32, 'C:\\me\\work'],
        ] as const) {
          const relative = api.relative(root, api.resolve(root, ...result.segments));
          assert.ok(relative !== '' && !/^\.\.(?:[\\/]|$)/.test(relative) && !api.isAbsolute(relative), relative);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the marker of a lab', () => {
  it('is read as it was written', () => {
    const marker = { lab: 'hello-server', language: 'python' } as const;
    assert.deepEqual(decodeMarker(encodeMarker(marker)), marker);
  });

  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"format":2,"lab":"hello-server","language":"python"}',
    '{"format":1,"lab":"../hello","language":"python"}',
    '{"format":1,"lab":"hello-server","language":"cobol"}',
    '{"format":1,"language":"python"}',
  ])
    it(`is not taken from ${text === '' ? 'nothing' : text}`, () => assert.equal(decodeMarker(text), undefined));
});
