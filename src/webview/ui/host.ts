/** The page's half of the talk with the extension host: what every panel's script does the same way. */

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
  getState(): unknown;
};

export interface HostLink<From> {
  readonly send: (message: From) => void;
  /** What was kept by `save` before the page was last unloaded; not to be trusted. */
  readonly stored: unknown;
  /** Keeps the state across reloads. Does nothing while the page is being hidden: then it has no place worth keeping. */
  save(state: unknown): void;
  /** Says something to screen readers only. */
  announce(text: string): void;
}

/**
 * Connects the page, and says `ready` once everything is set up. Messages that `parse` refuses are dropped; the others wait for the
 * stylesheets, because places and heights are known only with them.
 */
export function connect<To, From extends { readonly type: string }>(
  parse: (value: unknown) => To | undefined,
  receive: (message: To) => void,
): HostLink<From | { readonly type: 'ready' }> {
  const vscode = acquireVsCodeApi();
  const status = document.createElement('div');
  status.className = 'sr';
  status.setAttribute('role', 'status');
  document.body.append(status);
  const styled = Promise.all(
    [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].map(
      (link) =>
        new Promise<void>((resolve) => {
          if (link.sheet) resolve();
          link.addEventListener('load', () => resolve());
          link.addEventListener('error', () => resolve());
        }),
    ),
  );
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    void styled.then(() => {
      const message = parse(event.data);
      if (message !== undefined) receive(message);
    });
  });
  return {
    send: (message) => vscode.postMessage(message),
    stored: vscode.getState(),
    save(state) {
      if (!document.hidden && window.innerHeight > 0) vscode.setState(state);
    },
    announce(text) {
      status.textContent = '';
      status.textContent = text;
    },
  };
}

/** Calls `save` when the reader has scrolled and rests. */
export function onScrolled(save: () => void): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener('scroll', () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 100);
  });
}

/** Brings a part of the page into view and lets a screen reader read on from there. */
export function goTo(id: string, block: ScrollLogicalPosition = 'start'): void {
  const target = document.getElementById(id);
  target?.scrollIntoView({ block, behavior: 'instant' });
  target?.focus({ preventScroll: true });
}

/** Shows for a moment on a button that it has copied. */
export function flashCopied(button: Element | null): void {
  const mark = button?.querySelector('.codicon');
  mark?.classList.replace('codicon-copy', 'codicon-check');
  setTimeout(() => mark?.classList.replace('codicon-check', 'codicon-copy'), 1500);
}

/** Links inside a rendered text are made by the worker and carry ids; buttons have handlers of their own. */
export function followSkillLinks(root: HTMLElement, open: (skill: string) => void): void {
  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || !(link.getAttribute('href') ?? '').startsWith('#')) return;
    event.preventDefault();
    const { skill } = link.dataset;
    if (skill !== undefined) open(skill);
  });
}
