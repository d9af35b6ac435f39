import * as vscode from 'vscode';
import type { Lab, LabSummary } from '../core/lab';
import { languageNames } from '../core/labNames';
import { levelName } from '../core/naming';
import { commandIds } from '../ids';
import { dayOf } from '../platform/dates';
import { messageOf } from '../platform/errors';
import type { Page } from '../platform/singlePanel';
import { WebviewPage } from '../platform/webviewPage';
import { parseFromLab, type FromLab, type LabAct, type LabState, type LabView, type ToLab } from '../protocol/lab';
import type { Services } from '../state/services';
import type { Labs } from './labs';
import { labStrings } from './strings';

/** The page of a lab: what to build, how its checks stand, and the hints that were asked for. */
export class LabPanel implements Page {
  private readonly page: WebviewPage<ToLab, FromLab>;
  private lab: Lab | undefined;
  private summary: LabSummary | undefined;
  private failure: string | undefined;
  /** Grows with each lab asked for; an answer to an earlier one never paints. */
  private generation = 0;
  private painting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly labs: Labs,
    private readonly services: Services,
  ) {
    this.page = new WebviewPage(panel, services, {
      name: 'lab',
      rendersTexts: true,
      parse: parseFromLab,
      receive: (message) => this.handle(message),
    });
    const changes = labs.onDidChange((id) => {
      if (id === this.summary?.id) this.sendStateSoon();
    });
    this.page.onDidDispose(() => {
      this.generation++;
      clearTimeout(this.painting);
      changes.dispose();
    });
  }

  /** @param argument id of a lab of the catalog. */
  open(argument: unknown): void {
    const lab = typeof argument === 'string' ? this.labs.stores.catalog.lab(argument) : undefined;
    if (lab && lab.id !== this.summary?.id) void this.load(lab);
  }

  private async load(summary: LabSummary): Promise<void> {
    const generation = ++this.generation;
    this.summary = summary;
    this.lab = undefined;
    this.failure = undefined;
    this.panel.title = vscode.l10n.t('Lab: {0}', summary.title);
    try {
      const lab = await this.labs.stores.packs.lab(summary.id);
      if (generation !== this.generation) return;
      this.lab = lab;
    } catch (error) {
      if (generation !== this.generation) return;
      this.services.log.error(error, `Opening the lab ${summary.id}`);
      this.failure = vscode.l10n.t(
        '{0} could not be read: {1}. Reinstalling the extension restores its files.',
        summary.title,
        messageOf(error),
      );
    }
    this.show();
  }

  private show(): void {
    if (this.failure !== undefined) this.page.send({ type: 'failed', message: this.failure });
    else if (this.lab) this.page.send({ type: 'show', view: this.view(this.lab), state: this.state(this.lab) });
  }

  /** A run reports many things at once; one picture of them is enough. */
  private sendStateSoon(): void {
    this.painting ??= setTimeout(() => {
      this.painting = undefined;
      if (this.lab) this.page.send({ type: 'state', state: this.state(this.lab) });
    }, 30);
  }

  private view(lab: Lab): LabView {
    const { catalog } = this.labs.stores;
    return {
      id: lab.id,
      title: lab.title,
      summary: lab.summary,
      levelName: levelName(lab.level, vscode.l10n),
      minutes: lab.minutes,
      languages: lab.languages.map((language) => languageNames[language]),
      goal: lab.brief.goal,
      rules: lab.brief.rules,
      checks: lab.checks.map(({ id, title }) => ({ id, title })),
      hintCount: lab.brief.hints.length,
      skills: lab.skills.flatMap((id) => {
        const skill = catalog.skill(id);
        return skill ? [{ id, title: skill.title }] : [];
      }),
      verifies: lab.verifies.flatMap((id) => {
        const item = catalog.item(id);
        return item ? [{ id, text: item.text, skill: catalog.skillOfItem(id)?.title ?? '' }] : [];
      }),
    };
  }

  private state(lab: Lab): LabState {
    const { labs } = this;
    const folder = labs.folderOf(lab.id);
    const obstacle = labs.hindrance(lab);
    const verified: Record<string, string> = {};
    for (const id of lab.verifies) {
      const moment = labs.stores.verifiedAt(id);
      if (moment !== undefined) verified[id] = dayOf(moment);
    }
    return {
      ...(folder
        ? {
            folder: {
              language: languageNames[folder.language],
              path: vscode.workspace.asRelativePath(folder.uri),
            },
          }
        : {}),
      running: folder !== undefined && labs.tests.isRunning(folder),
      checks: folder ? Object.fromEntries(labs.tests.statesOf(folder)) : {},
      hints: lab.brief.hints.slice(0, labs.hintsShown(lab)),
      verified,
      ...(obstacle === undefined ? {} : { obstacle }),
      terminal: labs.hasProgram(lab),
    };
  }

  private async handle(message: FromLab): Promise<void> {
    const { labs, summary } = this;
    switch (message.type) {
      case 'ready':
        this.page.send({ type: 'strings', strings: labStrings() });
        if (!summary && message.lab !== undefined) this.open(message.lab);
        else this.show();
        return;
      case 'act':
        if (summary) await this.act(message.act, summary);
        return;
      case 'runCheck':
        if (summary) await labs.run({ lab: summary.id, check: message.check });
        return;
      case 'showCheck': {
        const folder = summary && labs.folderOf(summary.id);
        if (folder) await labs.showFailure(folder, message.check);
        return;
      }
      case 'openSkill':
        if (labs.stores.catalog.skill(message.skill))
          await vscode.commands.executeCommand(commandIds.openSkill, message.skill);
        return;
    }
  }

  private async act(act: LabAct, { id }: LabSummary): Promise<void> {
    const { labs } = this;
    const folder = labs.folderOf(id);
    switch (act) {
      case 'start':
        await labs.start(id);
        return;
      case 'run':
        await labs.run(id);
        return;
      case 'stop':
        if (folder) labs.tests.cancel(folder);
        return;
      case 'hint':
        await labs.showHint(id);
        return;
      case 'solution':
        await labs.showSolution(id);
        return;
      case 'terminal':
        await labs.runInTerminal(id);
        return;
      case 'reset':
        await labs.reset(id);
        return;
      case 'code':
        if (folder) await labs.openCode(folder);
        return;
    }
  }
}
