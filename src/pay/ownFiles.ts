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

/** Larger files are not read at all. Bytes. */
const maxSize = 2_000_000;

/** More figures of the reader's own than this would make charts that nobody reads. */
export const maxOwnFigures = 500;

/** The reader's own pay files: read when asked for, followed from then on. What is wrong with them shows in the Problems view. */
export class OwnPayFiles implements vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('backend-skills-pay');
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when the setting or one of the files has changed. */
  readonly onDidChange = this.changed.event;
  private watchers: vscode.Disposable[] = [];
  private readonly settings: vscode.Disposable;
  /** Grows with each reading: an older one that ends later leaves no trace. */
  private generation = 0;

  constructor(private readonly log: Log) {
    this.settings = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingIds.payFiles)) this.changed.fire();
    });
  }

  /** Reads all files anew. A file that cannot be read is a problem like any other; it never keeps the rest from being shown. */
  async read(pay: PayData, today: string): Promise<OwnPay> {
    const generation = ++this.generation;
    const { uris, unusable } = ownFileUris();
    for (const name of unusable) this.log.warn(`Own pay file ${name}: not a path or an address that can be used here.`);
    this.watch(uris);
    const roles: PayRole[] = [];
    const figures: PayFigure[] = [];
    const found: [vscode.Uri, vscode.Diagnostic[]][] = [];
    let problems = unusable.length;
    // Most readers have no such file, and the parser is large.
    const parser = uris.length === 0 ? undefined : await import('../core/payFile');
    for (const uri of parser ? uris : []) {
      const text = await this.textOf(uri);
      if (text instanceof vscode.Diagnostic) {
        found.push([uri, [text]]);
        problems++;
        continue;
      }
      const so = { ...pay, figures: [...pay.figures, ...figures], roles: [...pay.roles, ...roles] };
      const own = parser!.parseOwnPay(text, today, so, fileName(uri));
      // A role that is known keeps its name.
      const known = new Set(so.roles.map(({ id }) => id));
      roles.push(...own.roles.filter(({ id }) => !known.has(id)));
      const room = maxOwnFigures - figures.length;
      figures.push(...own.figures.slice(0, room));
      problems += own.problems.filter(isError).length;
      const diagnostics = own.problems.map((problem) => toDiagnostic(problem, text));
      if (own.figures.length > room) {
        problems++;
        diagnostics.push(
          wholeFile(
            vscode.l10n.t(
              'Only {0} figures are shown. Keep the others in a file that the setting does not name.',
              maxOwnFigures,
            ),
          ),
        );
      }
      found.push([uri, diagnostics]);
    }
    if (generation === this.generation) {
      this.diagnostics.clear();
      this.diagnostics.set(found);
    }
    return { figures, roles, problems };
  }

  /** The text, or what keeps it from being read. */
  private async textOf(uri: vscode.Uri): Promise<string | vscode.Diagnostic> {
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > maxSize)
        return wholeFile(vscode.l10n.t('The file is larger than {0} MB and is not read.', maxSize / 1_000_000));
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch (error) {
      this.log.warn(`Own pay file ${uri.toString(true)}: ${messageOf(error)}`);
      const missing = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
      return wholeFile(
        missing
          ? vscode.l10n.t('The file does not exist. Create it, or take it out of the setting {0}.', settingIds.payFiles)
          : vscode.l10n.t('The file could not be read: {0}', messageOf(error)),
      );
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
    this.generation++;
    vscode.Disposable.from(this.diagnostics, this.changed, this.settings, ...this.watchers).dispose();
  }
}

/** The files of the setting, each once: addresses and full paths as they are, other paths within the first folder of the workspace. */
function ownFileUris(): { readonly uris: readonly vscode.Uri[]; readonly unusable: readonly string[] } {
  const value = vscode.workspace.getConfiguration().get<unknown>(settingIds.payFiles);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uris = new Map<string, vscode.Uri>();
  const unusable: string[] = [];
  for (const name of Array.isArray(value) ? (value as unknown[]) : []) {
    const uri = toUri(name, folder?.uri);
    if (uri) uris.set(uri.toString(), uri);
    else unusable.push(String(name));
  }
  return { uris: [...uris.values()], unusable };
}

function toUri(name: unknown, folder: vscode.Uri | undefined): vscode.Uri | undefined {
  if (typeof name !== 'string' || name.trim() === '') return undefined;
  try {
    const uri = /^[a-z][a-z\d+.-]+:\/\//i.test(name)
      ? vscode.Uri.parse(name, true)
      : /^([/\\]|[a-z]:[/\\])/i.test(name)
        ? vscode.Uri.file(name)
        : folder && vscode.Uri.joinPath(folder, name);
    if (!uri || fileName(uri) === '') return undefined;
    // A file stands in a folder, which is what is watched; of some addresses there is none.
    vscode.Uri.joinPath(uri, '..');
    return uri;
  } catch {
    return undefined;
  }
}

function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

function wholeFile(message: string): vscode.Diagnostic {
  return diagnosticAt(new vscode.Range(0, 0, 0, 1), message, vscode.DiagnosticSeverity.Error);
}

function toDiagnostic(problem: Problem, text: string): vscode.Diagnostic {
  const line = text.split(/\r\n|\r|\n/)[problem.line - 1] ?? '';
  const range = new vscode.Range(
    problem.line - 1,
    line.length - line.trimStart().length,
    problem.line - 1,
    Math.max(1, line.trimEnd().length),
  );
  const severity = isError(problem) ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = diagnosticAt(range, problemText(problem), severity);
  diagnostic.code = problem.code;
  return diagnostic;
}

function diagnosticAt(range: vscode.Range, message: string, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, message, severity);
  diagnostic.source = 'Backend Skills';
  return diagnostic;
}
