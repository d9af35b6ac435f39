// Checks the spelling of every page and picture: British, with the names of words.txt. Prints file, line and word.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../vscode/install.mjs';

const cspell = path.join(root, 'node_modules/cspell/bin.mjs');

/** @returns {Promise<readonly string[]>} one line per word that is not known */
export async function misspelt(patterns = ['data/**/*.md', 'data/diagrams/*.svg', 'data/paths.json']) {
  const config = path.join(root, 'test/content/cspell.json');
  const options = [
    'lint',
    '--config',
    config,
    '--root',
    root,
    '--no-progress',
    '--no-summary',
    '--no-color',
    '--unique',
  ];
  try {
    await promisify(execFile)(process.execPath, [cspell, ...options, ...patterns], {
      cwd: root,
      maxBuffer: 10_000_000,
    });
    return [];
  } catch (error) {
    if (error.code !== 1 || !error.stdout) throw error;
    return error.stdout.trim().split('\n');
  }
}

if (process.argv[1] === path.join(root, 'test/content/spelling.mjs')) {
  const found = await misspelt();
  for (const line of found) console.log(line);
  console.log(
    found.length === 0
      ? 'Spelling: no unknown word.'
      : `Spelling: ${found.length} unknown words. Correct them, or add a name that is right to test/content/words.txt.`,
  );
  process.exitCode = found.length > 0 ? 1 : 0;
}
