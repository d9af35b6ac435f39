import * as vscode from 'vscode';
import { current, step, visit, type History } from '../core/history';
import type { Sample, Skill, SkillLevel } from '../core/model';
import { commandIds, settingIds } from '../ids';
import { dayName, dayOf } from '../platform/dates';
import { ExpectedError, messageOf } from '../platform/errors';
import { WebviewPage } from '../platform/webviewPage';
import {
  maxHistory,
  parseFromWebview,
  type FromWebview,
  type HistoryView,
  type ProgressView,
  type SkillView,
  type ToWebview,
} from '../protocol/skill';
import { kindIcons, kindName, levelName } from '../core/naming';
import type { Note } from '../state/notes';
import type { ReviewDeck } from '../state/reviewDeck';
import type { Services } from '../state/services';
import type { Stores } from '../state/stores';
import { panelStrings } from './strings';
import { buildProgress, buildView, linkedSkills } from './view';

/** Language ids of the editor for the names that fences use. */
const editorLanguages: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  sh: 'shellscript',
  console: 'shellscript',
  js: 'javascript',
  ts: 'typescript',
  py: 'python',
  rb: 'ruby',
  cs: 'csharp',
  objectivec: 'objective-c',
  output: 'plaintext',
  text: 'plaintext',
  http: 'http',
};

/** One webview that shows skills. It owns the history; the stores own everything else. */
export class SkillPanel implements vscode.Disposable {
  private readonly page: WebviewPage<ToWebview, FromWebview>;
  private readonly progress: vscode.Disposable;
  readonly onDidDispose: vscode.Event<void>;
  private history: History | undefined;
  private view: SkillView | undefined;
  private focus: string | undefined;
  private deck: ReviewDeck | undefined;
  private due: vscode.Disposable | undefined;
  private ended = false;
  /** Grows with each page asked for; an answer to an earlier one never paints. */
  private generation = 0;
  private noteTurn = 0;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly stores: Stores,
    private readonly services: Services,
    private readonly requests: { readonly openToSide: (skill: string) => void },
  ) {
    this.page = new WebviewPage(panel, services, {
      name: 'skill',
      rendersTexts: true,
      parse: parseFromWebview,
      receive: (message) => this.handle(message),
    });
    this.onDidDispose = this.page.onDidDispose;
    this.progress = vscode.Disposable.from(
      stores.onDidChangeProgress((ids) => this.progressChanged(ids)),
      stores.onDidChangeUnsaved((ids) => this.progressChanged(ids)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingIds.review) && this.view && this.page.ready) this.sendProgress(this.view);
      }),
    );
    this.onDidDispose(() => this.end());
    // The page need not wait for what is due.
    stores.deck().then(
      (deck) => this.followDue(deck),
      (error: unknown) => services.log.error(error, 'Counting what is due'),
    );
    void this.followNotes();
  }

  /** Id of the skill on show. */
  get skill(): string | undefined {
    return this.history && current(this.history);
  }

  /** Shows a skill as a new step of the history. */
  async open(skillId: string, focus?: string): Promise<void> {
    this.history = visit(this.history, skillId, maxHistory);
    await this.load(focus);
  }

  /** Shows what was on show before the window was reloaded; steps to skills that are gone are left out. */
  async restore(history: readonly string[], position: number): Promise<void> {
    const { catalog } = this.stores;
    // A skill may have been renamed since.
    const known = (ids: readonly string[]): string[] => ids.flatMap((id) => catalog.resolve(id)?.id ?? []);
    const entries = known(history);
    const at = known(history.slice(0, position + 1)).length - 1;
    if (entries.length === 0)
      throw new ExpectedError(vscode.l10n.t('The skill that this page showed is no longer in the curriculum.'));
    this.history = { entries, position: Math.max(0, at) };
    await this.load();
  }

  /** Shows a plain message in place of a page. */
  fail(message: string): void {
    this.view = undefined;
    this.failure = message;
    this.page.send({ type: 'failed', message });
  }
  private failure: string | undefined;

  private async load(focus?: string): Promise<void> {
    const { catalog, packs } = this.stores;
    const skill = catalog.skill(this.skill ?? '');
    if (!skill) return;
    const generation = ++this.generation;
    // Until it is read, nothing of the page before may be shown under its name.
    if (this.view?.id !== skill.id) this.view = undefined;
    this.failure = undefined;
    this.panel.title = skill.title;
    this.services.openedSkill.fire(skill.id);
    try {
      const [body, pay] = await Promise.all([packs.body(skill.id), packs.pay()]);
      if (generation !== this.generation) return;
      this.view = buildView(catalog, pay, skill, body, naming, new Date().toISOString().slice(0, 7));
      this.failure = undefined;
      this.focus = focus;
      if (this.page.ready) this.show();
    } catch (error) {
      if (generation !== this.generation) return;
      this.services.log.error(error, `Opening ${skill.id}`);
      this.fail(
        vscode.l10n.t(
          '{0} could not be read: {1}. Reinstalling the extension restores its files.',
          skill.title,
          messageOf(error),
        ),
      );
    }
  }

  private show(): void {
    const { view, history } = this;
    if (!view || !history) return;
    this.page.send({
      type: 'show',
      view,
      progress: this.progressOf(view),
      history: this.historyView(history),
      state: { version: 1, history: history.entries, position: history.position },
      ...(this.focus ? { focus: this.focus } : {}),
    });
    this.focus = undefined;
    // The page does not wait for it.
    void this.sendNote();
  }

  private async followNotes(): Promise<void> {
    try {
      const notes = await this.services.notes();
      const following = notes.onDidChange(() => void this.sendNote());
      if (this.ended) following.dispose();
      else this.onDidDispose(() => void following.dispose());
    } catch (error) {
      this.services.log.error(error, 'Reading notes');
    }
  }

  private async sendNote(): Promise<void> {
    const skill = this.stores.catalog.skill(this.view?.id ?? '');
    if (!skill || !this.page.ready) return;
    const turn = ++this.noteTurn;
    try {
      const notes = await this.services.notes();
      const note = await notes.shown(skill);
      // What cannot be read is told of by the note itself.
      const beside = note.state === 'problem' ? [] : await notes.beside(skill);
      const others = beside.map((other) => ({ file: other.file, label: otherNoteLabel(other) }));
      // An older reading that ends later never paints.
      if (turn === this.noteTurn && this.view?.id === skill.id)
        this.page.send({ type: 'note', skill: skill.id, note, others });
    } catch (error) {
      this.services.log.error(error, `The note on ${skill.id}`);
    }
  }

  private historyView(history: History): HistoryView {
    const title = (to: History): string | undefined =>
      to === history ? undefined : this.stores.catalog.skill(current(to))?.title;
    const back = title(step(history, -1));
    const forward = title(step(history, 1));
    return { ...(back ? { back } : {}), ...(forward ? { forward } : {}) };
  }

  private progressChanged(itemIds: readonly string[]): void {
    const { view } = this;
    if (!view || !this.page.ready) return;
    const shown = new Set(linkedSkills(view));
    const verified = new Set(view.labs.flatMap(({ verifies }) => verifies));
    if (itemIds.some((id) => verified.has(id) || shown.has(this.stores.catalog.skillOfItem(id)?.id ?? '')))
      this.sendProgress(view);
  }

  private progressOf(view: SkillView): ProgressView {
    const hasCards = (this.stores.catalog.skill(view.id)?.cards.length ?? 0) > 0;
    const due = this.deck?.isOn && hasCards ? (this.deck.due().bySkill.get(view.id) ?? 0) : undefined;
    return buildProgress(view, this.stores.rollup, this.stores, dayOf, due);
  }

  private followDue(deck: ReviewDeck): void {
    if (this.ended) return;
    this.deck = deck;
    this.due = deck.onDidChangeDue((skills) => {
      if (this.view && this.page.ready && skills.includes(this.view.id)) this.sendProgress(this.view);
    });
    if (this.view && this.page.ready) this.sendProgress(this.view);
  }

  private sendProgress(view: SkillView): void {
    this.page.send({ type: 'progress', progress: this.progressOf(view) });
  }

  private async handle(message: FromWebview): Promise<void> {
    const { catalog } = this.stores;
    switch (message.type) {
      case 'ready':
        this.page.send({ type: 'strings', strings: panelStrings(), locale: vscode.env.language });
        if (this.failure !== undefined) this.fail(this.failure);
        else this.show();
        return;
      case 'open':
        if (catalog.skill(message.skill)) await this.open(message.skill, message.section);
        return;
      case 'back':
      case 'forward': {
        if (!this.history) return;
        const next = step(this.history, message.type === 'back' ? -1 : 1);
        if (next === this.history) return;
        this.history = next;
        await this.load();
        return;
      }
      case 'setDone': {
        const { view } = this;
        // Only items of the page on show: a page has no business with others.
        if (!view?.items.some((item) => item.id === message.item)) return;
        try {
          await this.stores.setDone([message.item], message.done);
        } catch (error) {
          this.sendProgress(view);
          throw error;
        }
        return;
      }
      case 'copySample': {
        const sample = await this.sample(message.skill, message.sample);
        if (!sample) return;
        await vscode.env.clipboard.writeText(sample.code);
        this.page.send({ type: 'copied', sample: message.sample });
        return;
      }
      case 'openSample': {
        const sample = await this.sample(message.skill, message.sample);
        if (!sample) return;
        const language = editorLanguages[sample.language] ?? sample.language;
        const known = (await vscode.languages.getLanguages()).includes(language);
        const document = await vscode.workspace.openTextDocument({
          content: `${sample.code}\n`,
          language: known ? language : 'plaintext',
        });
        await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
        return;
      }
      case 'reveal':
        await vscode.commands.executeCommand(commandIds.revealSkill, this.skill);
        return;
      case 'openPay':
        await vscode.commands.executeCommand(commandIds.openPay, { target: 'by-source', role: message.role });
        return;
      case 'openTitle':
        await vscode.commands.executeCommand(commandIds.openCareer, `title-${message.title}`);
        return;
      case 'openLab':
      case 'startLab': {
        // Only labs of the page on show.
        if (!this.view?.labs.some(({ id }) => id === message.lab)) return;
        const command = message.type === 'openLab' ? commandIds.openLab : commandIds.startLab;
        await vscode.commands.executeCommand(command, message.lab);
        return;
      }
      case 'review':
        await vscode.commands.executeCommand(commandIds.review, this.skill);
        return;
      case 'openToSide':
        if (this.skill) this.requests.openToSide(this.skill);
        return;
      case 'editNote':
        await vscode.commands.executeCommand(commandIds.openNote, this.skill);
        return;
      case 'openNote':
        await vscode.commands.executeCommand(commandIds.openNote, { note: message.file });
        return;
    }
  }

  private async sample(skill: string, index: number): Promise<Sample | undefined> {
    return this.stores.catalog.skill(skill) ? (await this.stores.packs.body(skill)).samples[index] : undefined;
  }

  private end(): void {
    this.generation++;
    this.ended = true;
    this.due?.dispose();
    this.progress.dispose();
  }

  dispose(): void {
    this.page.dispose();
  }
}

const naming = {
  kind: (skill: Skill): string => kindName(skill.kind, vscode.l10n),
  level: ({ level }: { readonly level: SkillLevel }): string => levelName(level, vscode.l10n),
  icon: (skill: Skill): string => kindIcons[skill.kind],
};

function otherNoteLabel({ imported }: Note): string {
  return imported === undefined
    ? vscode.l10n.t('From before the skill was renamed')
    : vscode.l10n.t('Imported on {0}', dayName(imported));
}
