import * as vscode from 'vscode';
import {
  chosenSkills,
  chosenLearners,
  rowNames,
  TeamIndex,
  type LearnerColumn,
  type TeamChoices,
} from '../core/teamBoard';
import { commandIds, settingIds } from '../ids';
import { ExpectedError, messageOf } from '../platform/errors';
import { saveAs } from '../platform/files';
import type { Page } from '../platform/singlePanel';
import { WebviewPage } from '../platform/webviewPage';
import { parseFromTeam, type FromTeam, type TeamView, type ToTeam } from '../protocol/team';
import type { Services } from '../state/services';
import { teamCsv } from './csv';
import { teamMarkdown } from './markdown';
import { teamStrings } from './strings';
import { TeamFiles, type TeamReading } from './teamFiles';

/** Between two messages on how far reading has come. Milliseconds. */
const tellEvery = 100;

/** The webview with the team board. The files are the truth; the page is sent sums, and details when it asks. */
export class TeamPanel implements Page {
  private readonly page: WebviewPage<ToTeam, FromTeam>;
  private readonly files: TeamFiles;
  private reading: TeamReading | undefined;
  private view: TeamView | undefined;
  private failure: string | undefined;
  /** Grows with each reading; an answer to an earlier one never paints. */
  private generation = 0;

  constructor(
    panel: vscode.WebviewPanel,
    private readonly services: Services,
  ) {
    // The page starts while the curriculum is read.
    const index = services.stores().then(({ catalog }) => new TeamIndex(catalog));
    // Whoever reads is told; finding no files may come first.
    index.catch(() => undefined);
    this.files = new TeamFiles(index, services.extensionUri, services.workspaceStorageUri);
    this.page = new WebviewPage(panel, services, {
      name: 'team',
      parse: parseFromTeam,
      receive: (message) => this.handle(message),
    });
    const following = this.files.onDidChange(() => void this.load());
    this.page.onDidDispose(() => {
      this.generation++;
      vscode.Disposable.from(following, this.files).dispose();
    });
    void this.load();
  }

  /** The board has no places to go to, so there is nothing to be asked for. */
  open(): void {
    if (this.view) this.files.lookAgain();
  }

  private async load(): Promise<void> {
    const generation = ++this.generation;
    let told = Date.now();
    try {
      const reading = await this.files.read((read, files) => {
        if (Date.now() - told < tellEvery || this.view) return;
        told = Date.now();
        this.page.send({ type: 'reading', read, files });
      });
      const hasFolder = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
      if (generation !== this.generation) return;
      const isKnown = reading.revision === this.reading?.revision && hasFolder === this.view?.hasFolder;
      if (isKnown && this.failure === undefined) return;
      this.reading = reading;
      const { index, team, hints, folders, files, problems, tooMany } = reading;
      this.view = { board: index.board(team, hints), folders, files, problems, tooMany, hasFolder };
      this.failure = undefined;
    } catch (error) {
      if (generation !== this.generation) return;
      this.services.log.error(error, 'Reading the team');
      this.failure = vscode.l10n.t(
        'The files of the team could not be read: {0}. Close this tab and try again.',
        messageOf(error),
      );
    }
    this.show();
  }

  private show(): void {
    if (this.failure !== undefined) this.page.send({ type: 'failed', message: this.failure });
    else if (this.view) this.page.send({ type: 'show', view: this.view });
  }

  private columns(learners: readonly string[]): LearnerColumn[] {
    const { reading } = this;
    if (!reading) return [];
    return learners.flatMap((id) => {
      const marks = reading.team.find(({ learner }) => learner.id === id);
      return marks ? reading.index.column(marks) : [];
    });
  }

  private markdown({ board }: TeamView, choices: TeamChoices): string {
    const columns = this.columns(choices.learners);
    return teamMarkdown(
      board,
      choices.show === 'skills' ? chosenSkills(board, choices, columns) : chosenLearners(board, choices),
      { show: choices.show, columns },
      teamStrings(),
      vscode.env.language,
    );
  }

  private async handle(message: FromTeam): Promise<void> {
    const { view, reading } = this;
    switch (message.type) {
      case 'ready':
        this.page.send({ type: 'strings', strings: teamStrings(), locale: vscode.env.language });
        this.show();
        return;
      case 'openSkill':
        if ((await this.services.stores()).catalog.skill(message.skill))
          await vscode.commands.executeCommand(commandIds.openSkill, message.skill);
        return;
      case 'openFile':
        await this.openFile(message.file);
        return;
      case 'openSetting':
        await vscode.commands.executeCommand('workbench.action.openSettings', settingIds.progressFile);
        return;
      case 'openFolder':
        await vscode.commands.executeCommand('vscode.openFolder');
        return;
      case 'details': {
        const details = view && reading?.index.details(reading.team, view.board, message.skill);
        if (details) this.page.send({ type: 'details', details });
        return;
      }
      case 'columns':
        this.page.send({ type: 'columns', columns: this.columns(message.learners) });
        return;
      case 'copy':
        if (!view) return;
        await vscode.env.clipboard.writeText(this.markdown(view, message.choices));
        this.page.send({ type: 'copied' });
        return;
      case 'csv': {
        if (!reading) return;
        const text = teamCsv([rowNames, ...reading.index.rows(reading.team, reading.hints)]);
        const saved = await saveAs('team.csv', vscode.l10n.t('Table (CSV)'), 'csv', text);
        if (saved) void vscode.window.showInformationMessage(vscode.l10n.t('Saved {0}.', saved.path));
        return;
      }
    }
  }

  private async openFile(number: number): Promise<void> {
    const file = this.files.file(number);
    if (!file) return;
    const at = new vscode.Position(file.line - 1, 0);
    try {
      await vscode.window.showTextDocument(file.uri, { selection: new vscode.Range(at, at), preview: true });
    } catch (error) {
      throw new ExpectedError(vscode.l10n.t('The file could not be opened: {0}', messageOf(error)));
    }
  }
}
