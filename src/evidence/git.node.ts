import { extensions, type Uri } from 'vscode';
import { isRecord } from '../core/guards';
import type { LineAuthor, Repository } from './git.web';
import { repositoryAt } from './repository.node';

export type { LineAuthor, Repository };

/** The Git that the editor uses, if it says; else the one on the path. */
function gitProgram(): string {
  const extension = extensions.getExtension<unknown>('vscode.git');
  if (!extension?.isActive) return 'git';
  try {
    const exported = extension.exports as { getAPI?: (version: 1) => unknown } | undefined;
    const api = exported?.getAPI?.(1);
    const git = isRecord(api) ? api['git'] : undefined;
    const path = isRecord(git) ? git['path'] : undefined;
    return typeof path === 'string' && path !== '' ? path : 'git';
  } catch {
    // It says so when the learner has switched it off.
    return 'git';
  }
}

/** The repository that a folder of this machine belongs to; undefined when there is none, or no Git. Never rejects. */
export async function openRepository(folder: Uri, signal: AbortSignal): Promise<Repository | undefined> {
  return folder.scheme === 'file' ? repositoryAt(gitProgram(), folder.fsPath, signal) : undefined;
}
