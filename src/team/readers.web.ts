import type { TeamReaders } from './readers';

/** In a browser the files come over the network one way or the other: threads would save nothing. */
export function startReaders(): TeamReaders | undefined {
  return undefined;
}
