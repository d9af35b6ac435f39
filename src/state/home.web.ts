/** A browser knows no home folder. */
export function homeFolder(): string | undefined {
  return undefined;
}
