import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Changes a file of a copy of the content, builds that, and returns what the build says. */
function build(file: string, from: string, to: string): { readonly status: number | null; readonly errors: string[] } {
  const folder = mkdtempSync(path.join(tmpdir(), 'backend-skills-build-'));
  try {
    const data = path.join(folder, 'data');
    cpSync('data', data, { recursive: true });
    const text = readFileSync(path.join(data, file), 'utf8');
    assert.ok(text.includes(from), `${file} has no ${from}`);
    // The first only.
    writeFileSync(
      path.join(data, file),
      text.replace(from, () => to),
    );
    const args = ['esbuild.mjs', '--content-only', '--data', data, '--outdir', path.join(folder, 'dist')];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { status, errors: stderr.split('\n').filter((line) => line.startsWith('error: ')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One-based line of the first occurrence. */
const lineOf = (file: string, text: string): number =>
  readFileSync(`data/${file}`, 'utf8').split(text)[0]!.split('\n').length;

describe('the build', () => {
  it('takes the content as it is', () => {
    assert.deepEqual(build('pay.json', '"format": 1', '"format": 1'), { status: 0, errors: [] });
  });

  const first = '"source": "BLS",';
  for (const [name, file, from, to, line, message] of [
    [
      'a missing source',
      'pay.json',
      first,
      '',
      lineOf('pay.json', '"us-web-developer-bls-2022"') - 1,
      /"source" is missing/,
    ],
    [
      'an unknown currency',
      'pay.json',
      '"currency": "USD"',
      '"currency": "USX"',
      lineOf('pay.json', '"currency": "USD"'),
      /"USX" is not a currency/,
    ],
    [
      'a low end above the high end',
      'pay.json',
      '"low": 40750',
      '"low": 940750',
      lineOf('pay.json', '"low": 40750'),
      /low end is above the high end/,
    ],
    [
      'a date in the future',
      'pay.json',
      '"asOf": "2022"',
      '"asOf": "2999-01"',
      lineOf('pay.json', '"asOf": "2022"'),
      /"2999-01".* is not a date|not in the future/,
    ],
    [
      'a title that asks for no known skill',
      'career.json',
      '"skills": ["coding"',
      '"skills": ["codding"',
      lineOf('career.json', '"skills": ["coding"'),
      /"codding" is not in pack\.json/,
    ],
    [
      'a step of a path that takes less time than its page',
      'paths.json',
      '"minutes": 140',
      '"minutes": 44',
      lineOf('paths.json', '"minutes": 140'),
      /longer than 44 minutes/,
    ],
  ] as const)
    it(`refuses ${name}, with file and line`, () => {
      const { status, errors } = build(file, from, to);
      assert.equal(status, 1);
      assert.match(errors[0] ?? '', new RegExp(`data/${file.replace('.', '\\.')}:${line}: `));
      assert.match(errors[0] ?? '', message);
    });
});
