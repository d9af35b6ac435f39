import { homedir } from 'node:os';

/** The home folder of whoever the extension host runs as. */
export function homeFolder(): string | undefined {
  return homedir();
}
