import type * as vscode from 'vscode';
import { safePath } from '../core/scaffold';
import type { Stores } from '../state/stores';

/** Scheme of documents that show what ships and cannot be changed: `/<lab>/<language>/<file>`. */
export const solutionScheme = 'backend-skills-lab';

/** Text of a file of a solution; empty for anything else that an address may name. */
export async function solutionText(
  { catalog, packs }: Pick<Stores, 'catalog' | 'packs'>,
  uri: vscode.Uri,
): Promise<string> {
  const [, id = '', language = '', ...file] = uri.path.split('/');
  const lab = catalog.lab(id);
  const safe = safePath(file.join('/'));
  if (!lab?.languages.some((known) => known === language) || 'problem' in safe) return '';
  return (await packs.labFiles(id)).get(['solution', language, ...safe.segments].join('/')) ?? '';
}
