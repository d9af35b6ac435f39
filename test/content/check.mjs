// Everything about the curriculum that needs more than its files: spelling, reading, and running every sample.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pageAsText, pagesNamed } from './read.mjs';
import { runSamples, table } from './samples.mjs';
import { misspelt } from './spelling.mjs';

const counts = { passed: 0, failed: 0, skipped: 0 };
/** What has failed, and why. */
const problems = [];
const skips = [];
const report = (name, found) => {
  counts[found.length === 0 ? 'passed' : 'failed'] += 1;
  problems.push(...found.map((problem) => `${name}: ${problem}`));
  for (const problem of found) console.log(`failed: ${name}: ${problem}`);
};

const [spelling, samples] = await Promise.allSettled([misspelt(), runSamples()]);
const unknown = spelling.value ?? [String(spelling.reason)];
const results = samples.value ?? [];
report('spelling', unknown);
report('samples', samples.reason ? [String(samples.reason?.stack)] : []);

/** What a reader must find in the text of a page: its items and questions, without the marks of Markdown. */
const plain = (text) => text.replace(/[*_`\\\s]|\{#[\w-]+\}|<(?:skill:|https:|#)[^>\s]*>|\]\([^)]*\)|\[/g, '');
for (const page of await pagesNamed('.md')) {
  const source = await readFile(page, 'utf8');
  const text = plain(pageAsText(source));
  const prose = source.replace(/^(`{3,}|~{3,})[^\n]*\n[^]*?^\1\s*$/gm, '');
  const expected = [...prose.matchAll(/^- \[ \] (.*)$|^\*\*(.+\?)\*\*$|^## (.+)$/gm)].map(
    ([, item, question, section]) => plain(item ?? question ?? section.toUpperCase()),
  );
  const missing = expected.filter((part) => !text.includes(part));
  report(`reading ${path.basename(page)}`, expected.length < 10 ? ['it has too little to read'] : missing);
}

for (const { page, runtime, result, detail } of results) {
  counts[result] += 1;
  const line = `${page} (${runtime}) ${detail}`;
  if (result === 'failed') problems.push(line);
  if (result === 'skipped') skips.push(line);
  if (result !== 'passed') console.log(`${result}: ${line}`);
}
console.log(table(results));
console.log(
  unknown.length > 0
    ? 'Correct unknown words, or add a name that is right to test/content/words.txt.'
    : 'Spelling: no unknown word.',
);

const file = process.env.BACKEND_SKILLS_RESULT;
const unsteady = results.flatMap(({ page, runtime, unsteady: late }) =>
  late ? [`sample of ${page} (${runtime})`] : [],
);
if (file) await writeFile(file, JSON.stringify({ ...counts, unsteady, problems, skips }));
else console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
