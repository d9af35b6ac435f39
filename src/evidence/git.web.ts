import type { GitFact } from '../core/evidence';

/** Who wrote a line, and when; milliseconds since 1970. */
export interface LineAuthor {
  readonly own: boolean;
  readonly at: number;
}

/** The repository that a folder belongs to. */
export interface Repository {
  /** What the learner has done in it, newest first. */
  facts(): Promise<readonly GitFact[]>;
  /** Undefined when Git does not say. @param path in the folder, with `/` */
  author(path: string, line: number): Promise<LineAuthor | undefined>;
}

/** In a browser there is no Git. */
export function openRepository(): Promise<Repository | undefined> {
  return Promise.resolve(undefined);
}
