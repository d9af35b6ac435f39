import * as vscode from 'vscode';
import { settingIds } from '../ids';
import { messageOf } from './errors';
import { renderFailure } from './shell';
import { tabIcon, webviewOptions, type PageHost } from './webviewPage';

/** A panel of which there is one at most. */
export interface Page {
  /** Brings into view what a command's argument, not yet narrowed, asks for. */
  open(argument: unknown): void;
}

interface PanelKind {
  readonly type: string;
  readonly title: string;
  /** See {@link tabIcon}. */
  readonly icon: string;
  /** Where it opens first; as the reader has set it, unless said otherwise. */
  readonly column?: vscode.ViewColumn;
  /** Loads what the page needs, and returns what makes the page; until then the panel is empty. */
  readonly load: () => Promise<(panel: vscode.WebviewPanel) => Page>;
}

/** Opens a panel or brings it forward, and gives a restored one its page back. */
export class SinglePanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private current: { readonly panel: vscode.WebviewPanel; readonly page: Promise<Page | undefined> } | undefined;

  constructor(
    private readonly host: PageHost,
    private readonly kind: PanelKind,
  ) {}

  async open(argument: unknown): Promise<void> {
    this.current?.panel.reveal(undefined, this.kind.column === vscode.ViewColumn.Beside);
    const page = this.current?.page ?? this.adopt(this.create());
    (await page)?.open(argument);
  }

  private create(): vscode.WebviewPanel {
    const options = { ...webviewOptions(this.host.extensionUri), enableFindWidget: true };
    return vscode.window.createWebviewPanel(
      this.kind.type,
      this.kind.title,
      this.kind.column ?? firstColumn(),
      options,
    );
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    // A second one can come only from a layout that was tampered with.
    if (this.current) panel.dispose();
    else await this.adopt(panel);
  }

  /** Resolves with the page; with nothing when the panel was closed meanwhile, or shows that the page could not be loaded. */
  private adopt(panel: vscode.WebviewPanel): Promise<Page | undefined> {
    panel.iconPath = tabIcon(this.host.extensionUri, this.kind.icon);
    let closed = false;
    panel.onDidDispose(() => {
      closed = true;
      this.current = undefined;
    });
    const page = this.kind.load().then(
      (make) => (closed ? undefined : make(panel)),
      (error: unknown) => {
        this.host.log.error(error, `Opening ${this.kind.title}`);
        const message = vscode.l10n.t(
          '{0} could not be opened: {1}. Close this tab and try again.',
          this.kind.title,
          messageOf(error),
        );
        if (!closed) panel.webview.html = renderFailure(this.kind.title, message);
        return undefined;
      },
    );
    this.current = { panel, page };
    return page;
  }

  dispose(): void {
    this.current?.panel.dispose();
  }
}

/** Where the first panel opens, as the reader has set it. */
export function firstColumn(): vscode.ViewColumn {
  const beside = vscode.workspace.getConfiguration().get<string>(settingIds.openLocation) === 'beside';
  return beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}
