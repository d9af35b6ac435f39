import * as vscode from 'vscode';

/** Work that takes longer than this says so, in milliseconds. */
const noticed = 1000;

/** Shows progress while the work lasts, unless it is done within a second. */
export async function slowly<T>(title: string, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(true), noticed)));
  const settled = work.then(
    () => false,
    () => false,
  );
  if (await Promise.race([settled, late]))
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => settled);
  clearTimeout(timer);
  return work;
}
