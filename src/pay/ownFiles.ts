import * as vscode from 'vscode';
import type { PayData, PayFigure, PayRole } from '../core/model';
import { isError, problemText, type Problem } from '../core/problems';
import { settingIds } from '../ids';
import { messageOf } from '../platform/errors';
import type { Log } from '../platform/log';

export interface OwnPay {
  readonly figures: readonly PayFigure[];
  readonly roles: readonly PayRole[];
  /** Entries and files that were left out. */
  readonly problems: number;
}

/** The reader's own pay files: read when asked for, followed from then on. What is wrong with them shows in the Problems view. */
export class OwnPayFiles implements vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('backend-skills-pay');
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when the setting or one of the files has changed. */
  readonly onDidChange = this.changed.event;
  private watchers: vscode.Disposable[] = [];
  private readonly settings: vscode.Disposable;

  constructor(private readonly log: Log) {
    this.settings = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingIds.payFiles)) this.changed.fire();
    });
  }

  /** Reads all files anew. A file that cannot be read is a problem like any other; it never keeps the rest from being shown. */
  async read(pay: PayData, today: string): Promise<OwnPay> {
    const uris = ownFileUris();
    this.watch(uris);
    this.diagnostics.clear();
    const roles: PayRole[] = [];
    const figures: PayFigure[] = [];
    let count = 0;
    if (uris.length === 0) return { figures, roles, problems: 0 };
    // Most readers have no such file, and the parser is large.
    const { parseOwnPay } = await import('../core/payFile');
    for (const uri of uris) {
      const text = await this.textOf(uri);
      const own = parseOwnPay(
        text,
        today,
        { ...pay, figures: [...pay.figures, ...figures], roles: [...pay.roles, ...roles] },
        fileName(uri),
      );
      figures.push(...own.figures);
      // A role that is known keeps its name.
      const known = new Set([...pay.roles, ...roles].map(({ id }) => id));
      roles.push(...own.roles.filter(({ id }) => !known.has(id)));
      count += own.problems.filter(isError).length;
      this.diagnostics.set(
        uri,
        own.problems.map((problem) => toDiagnostic(problem, text)),
      );
    }
    return { figures, roles, problems: count };
  }

  private async textOf(uri: vscode.Uri): Promise<string | undefined> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch (error) {
      this.log.warn(`Own pay file ${uri.toString(true)}: ${messageOf(error)}`);
      return undefined;
    }
  }

  private watch(uris: readonly vscode.Uri[]): void {
    vscode.Disposable.from(...this.watchers).dispose();
    this.watchers = uris.map((uri) => {
      const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), fileName(uri));
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const fire = (): void => this.changed.fire();
      return vscode.Disposable.from(
        watcher,
        watcher.onDidChange(fire),
        watcher.onDidCreate(fire),
        watcher.onDidDelete(fire),
      );
    });
  }

  dispose(): void {
    vscode.Disposable.from(this.diagnostics, this.changed, this.settings, ...this.watchers).dispose();
  }
}

/** The files of the setting: addresses and full paths as they are, other paths within the first folder of the workspace. */
export function ownFileUris(): vscode.Uri[] {
  const value = vscode.workspace.getConfiguration().get<unknown>(settingIds.payFiles);
  const names = Array.isArray(value)
    ? value.filter((name): name is string => typeof name === 'string' && name.trim() !== '')
    : [];
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return names.flatMap((name) => {
    if (/^[a-z][a-z\d+.-]+:\/\//i.test(name)) return vscode.Uri.parse(name);
    if (/^([/\\]|[a-z]:[/\\])/i.test(name)) return vscode.Uri.file(name);
    return folder ? vscode.Uri.joinPath(folder.uri, name) : [];
  });
}

function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

function toDiagnostic(problem: Problem, text: string | undefined): vscode.Diagnostic {
  const line = text?.split(/\r\n|\r|\n/)[problem.line - 1] ?? '';
  const range = new vscode.Range(
    problem.line - 1,
    line.length - line.trimStart().length,
    problem.line - 1,
    Math.max(1, line.trimEnd().length),
  );
  const severity = isError(problem) ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(range, problemText(problem), severity);
  diagnostic.source = 'Backend Skills';
  diagnostic.code = problem.code;
  return diagnostic;
}
