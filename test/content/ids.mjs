// Keeps the list of all ids that were ever released. `node test/content/ids.mjs` adds those that are new; none is ever taken out.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../vscode/install.mjs';

const file = path.join(root, 'test/fixtures/released-ids.json');
const index = JSON.parse(await readFile(path.join(root, 'dist/pack/index.json'), 'utf8'));
const released = new Set(JSON.parse(await readFile(file, 'utf8').catch(() => '[]')));
const before = released.size;
// Ticks hang on the items of the career guide's checklist, links on its titles.
for (const { id } of index.checklist) released.add(id);
for (const { id } of index.titles) released.add(`career:title-${id}`);
// Ticks hang on items, reviews on cards.
for (const { id, items, cards } of index.skills) {
  released.add(`${index.id}/${id}`);
  for (const { id: part } of [...items, ...cards]) released.add(part);
}
await writeFile(file, `${JSON.stringify([...released].sort(), null, 2)}\n`);
console.log(`${released.size - before} new ids, ${released.size} in all.`);
