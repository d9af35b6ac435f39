import * as vscode from 'vscode';
import { careerItemId, type CareerData } from '../core/model';
import { figureAge, figuresOfRole } from '../core/pay';
import { progressState, type ProgressState } from '../core/rollup';
import { commandIds } from '../ids';
import { messageOf } from '../platform/errors';
import { openToPrint } from '../platform/files';
import type { Page } from '../platform/singlePanel';
import { WebviewPage } from '../platform/webviewPage';
import {
  parseFromCareer,
  type CareerProgress,
  type CareerTarget,
  type CareerView,
  type FromCareer,
  type ToCareer,
} from '../protocol/career';
import type { Services } from '../state/services';
import type { Stores } from '../state/stores';
import { careerToPrint } from './print';
import { careerStrings } from './strings';

/** The webview with the career guide. The stores own the ticks; the page only shows them. */
export class CareerPanel implements Page {
  private readonly page: WebviewPage<ToCareer, FromCareer>;
  private view: CareerView | undefined;
  private failure: string | undefined;
  private pending: CareerTarget | undefined;

  constructor(
    panel: vscode.WebviewPanel,
    private readonly stores: Stores,
    private readonly services: Services,
  ) {
    this.page = new WebviewPage(panel, services, {
      name: 'career',
      parse: parseFromCareer,
      receive: (message) => this.handle(message),
    });
    const progress = vscode.Disposable.from(
      stores.onDidChangeProgress((ids) => this.progressChanged(ids)),
      stores.onDidChangeUnsaved((ids) => this.progressChanged(ids)),
    );
    this.page.onDidDispose(() => void progress.dispose());
    void this.load();
  }

  /** @param argument the id of a section or an entry; see {@link CareerTarget}. */
  open(argument: unknown): void {
    this.pending = typeof argument === 'string' && /^[a-z\d-]{1,80}$/.test(argument) ? argument : undefined;
    this.go();
  }

  private go(): void {
    if (!this.page.ready || !this.view || this.pending === undefined) return;
    this.page.send({ type: 'go', target: this.pending });
    this.pending = undefined;
  }

  private async load(): Promise<void> {
    try {
      const { packs, catalog } = this.stores;
      const [data, pay] = await Promise.all([packs.career(), packs.pay()]);
      const today = new Date().toISOString().slice(0, 7);
      const roles = [...data.titles.flatMap(({ entries }) => entries), ...data.moves].flatMap(({ role }) => role ?? []);
      this.view = {
        data,
        skills: Object.fromEntries(
          namedSkills(data).flatMap((id) => {
            const skill = catalog.skill(id);
            return skill ? [[id, skill.title] as const] : [];
          }),
        ),
        articles: pay.articles,
        outlook: pay.outlook,
        pay: Object.fromEntries(
          [...new Set(roles)].map((role) => [
            role,
            figuresOfRole(pay, role).map((figure) => ({ ...figure, age: figureAge(figure.asOf, today) })),
          ]),
        ),
      };
    } catch (error) {
      this.services.log.error(error, 'Opening the career guide');
      this.failure = vscode.l10n.t(
        'The guide could not be read: {0}. Reinstalling the extension restores its files.',
        messageOf(error),
      );
    }
    this.show();
  }

  private show(): void {
    const { view } = this;
    if (this.failure !== undefined) this.page.send({ type: 'failed', message: this.failure });
    else if (view) this.page.send({ type: 'show', view, progress: this.progress(view) });
    this.go();
  }

  private progress({ data, skills }: CareerView): CareerProgress {
    const { catalog, rollup } = this.stores;
    const states: Record<string, ProgressState> = {};
    for (const id of Object.keys(skills)) states[id] = progressState(rollup.skill(id));
    const items = data.checklist.flatMap(({ entries }) => entries.map(({ id }) => id));
    const notSaved: Record<string, { done: boolean; reason: string }> = {};
    for (const id of items) {
      const unsaved = this.stores.notSaved(careerItemId(catalog.packId, id));
      if (unsaved) notSaved[id] = unsaved;
    }
    return { done: items.filter((id) => this.stores.isDone(careerItemId(catalog.packId, id))), notSaved, states };
  }

  private progressChanged(itemIds: readonly string[]): void {
    const { view } = this;
    if (!view || !this.page.ready) return;
    const { catalog } = this.stores;
    const concerned = itemIds.some((id) => {
      const skill = catalog.skillOfItem(id);
      return skill ? skill.id in view.skills : catalog.item(id) !== undefined;
    });
    if (concerned) this.page.send({ type: 'progress', progress: this.progress(view) });
  }

  private async handle(message: FromCareer): Promise<void> {
    const { view } = this;
    switch (message.type) {
      case 'ready':
        this.page.send({ type: 'strings', strings: careerStrings(), locale: vscode.env.language });
        this.show();
        return;
      case 'openSkill':
        if (this.stores.catalog.skill(message.skill))
          await vscode.commands.executeCommand(commandIds.openSkill, message.skill);
        return;
      case 'openPay': {
        const { target, role } = message;
        await vscode.commands.executeCommand(commandIds.openPay, { target, role });
        return;
      }
      case 'setDone': {
        const known = view?.data.checklist.some(({ entries }) => entries.some(({ id }) => id === message.item));
        if (!view || !known) return;
        try {
          await this.stores.setDone([careerItemId(this.stores.catalog.packId, message.item)], message.done);
        } catch (error) {
          this.page.send({ type: 'progress', progress: this.progress(view) });
          throw error;
        }
        return;
      }
      case 'copyTitle': {
        const title = view?.data.titles.flatMap(({ entries }) => entries).find(({ id }) => id === message.title);
        if (!title) return;
        const spellings = [title.title, ...title.also].map((spelling) => `"${spelling}"`);
        await vscode.env.clipboard.writeText([...new Set(spellings)].join(' OR '));
        this.page.send({ type: 'copied', title: title.id });
        return;
      }
      case 'print':
        if (!view) return;
        await openToPrint(
          this.services.storageUri,
          'career.html',
          careerToPrint(view, this.progress(view), careerStrings(), vscode.env.language),
        );
        return;
    }
  }
}

/** Ids of all skills that the guide links to. */
function namedSkills(data: CareerData): string[] {
  const entries = [
    ...data.day,
    ...data.tasks.flatMap((group) => group.entries),
    ...data.collaborators,
    ...data.places,
    ...data.ways.flatMap((way) => [way, ...way.offers]),
    ...data.titles.flatMap((group) => group.entries),
    ...data.boards,
    ...data.checklist.flatMap((group) => group.entries),
    ...data.moves,
    ...data.questions,
    ...data.facts,
    ...data.reading,
  ];
  return [...new Set(entries.flatMap(({ skills }) => skills))];
}
