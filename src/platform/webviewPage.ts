import * as vscode from 'vscode';
import { showError } from './commands';
import type { Log } from './log';
import { renderShell } from './shell';

export interface PageHost {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
}

export interface PageParts<From> {
  /** Name of the page's script and stylesheet. */
  readonly name: string;
  /** True for a page that renders texts written in Markdown. */
  readonly rendersTexts?: boolean;
  /** Narrows what the page says; undefined is dropped and logged. */
  readonly parse: (value: unknown) => From | undefined;
  /** Acts on a message; a failure is shown to the reader. `ready` comes whenever the page's script has started anew. */
  readonly receive: (message: From) => Promise<void> | void;
}

/** The host's half of a webview: the shell, the ready handshake, and messages that are checked at the door. */
export class WebviewPage<To, From extends { readonly type: string }> implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[];
  private readonly disposed = new vscode.EventEmitter<void>();
  readonly onDidDispose = this.disposed.event;
  /** True while the page's script listens; it stops when the panel is hidden. */
  private listening = false;

  constructor(
    readonly panel: vscode.WebviewPanel | vscode.WebviewView,
    private readonly host: PageHost,
    private readonly parts: PageParts<From>,
  ) {
    // A restored panel comes without options; on a new one this changes nothing.
    panel.webview.options = webviewOptions(host.extensionUri);
    this.disposables = [
      panel.onDidDispose(() => this.dispose()),
      // A hidden page is unloaded; its script says `ready` again when the panel is next seen.
      ('onDidChangeViewState' in panel ? panel.onDidChangeViewState : panel.onDidChangeVisibility)(() => {
        if (!panel.visible) this.listening = false;
      }),
      panel.webview.onDidReceiveMessage((message: unknown) => void this.receive(message)),
    ];
    const folder = webviewFolder(host.extensionUri);
    const uri = (file: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
    panel.webview.html = renderShell({
      cspSource: panel.webview.cspSource,
      nonce: createNonce(),
      scripts: [...(parts.rendersTexts ? ['markdown.js'] : []), `${parts.name}.js`].map(uri),
      style: uri(`${parts.name}.css`),
      codicons: uri('codicon.css'),
      title: panel.title ?? parts.name,
    });
  }

  get ready(): boolean {
    return this.listening;
  }

  /** Says it to the page, if anybody listens; a page that starts later asks for everything anew. */
  send(message: To): void {
    if (this.listening) void this.panel.webview.postMessage(message);
  }

  private async receive(value: unknown): Promise<void> {
    const { name, parse, receive } = this.parts;
    const message = parse(value);
    if (!message) {
      this.host.log.warn(`The ${name} page sent a message that is not understood; it was ignored.`);
      return;
    }
    if (message.type === 'ready') this.listening = true;
    try {
      await receive(message);
    } catch (error) {
      await showError(this.host.log, error, `The ${name} page: ${message.type}`);
    }
  }

  dispose(): void {
    this.listening = false;
    this.disposed.fire();
    this.disposed.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** Scripts only, no command links, and no file of the machine but the page's own. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [webviewFolder(extensionUri)],
  };
}

/** The picture on a panel's tab: `media/<name>-light.svg` and `-dark.svg`. */
export function tabIcon(extensionUri: vscode.Uri, name: string): { light: vscode.Uri; dark: vscode.Uri } {
  const file = (kind: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', `${name}-${kind}.svg`);
  return { light: file('light'), dark: file('dark') };
}

function createNonce(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
