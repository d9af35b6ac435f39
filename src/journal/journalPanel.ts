import * as vscode from 'vscode';
import { localZone } from '../core/days';
import { firstDayOfWeek, regionalLocale } from '../core/journal';
import { commandIds, settingIds, viewIds } from '../ids';
import { messageOf } from '../platform/errors';
import { saveAs } from '../platform/files';
import type { Page } from '../platform/singlePanel';
import { WebviewPage } from '../platform/webviewPage';
import {
  defaultJournalChoices,
  parseFromJournal,
  type FromJournal,
  type JournalChoices,
  type ToJournal,
} from '../protocol/journal';
import type { Services } from '../state/services';
import type { Stores } from '../state/stores';
import { onNewDay } from '../state/today';
import { JournalBook } from './book';
import { journalCsv } from './csv';
import { journalMarkdown } from './markdown';
import { journalStrings } from './strings';

/** The webview with the journal. It is sent one page of days and the year's counts, and asks anew for every choice. */
export class JournalPanel implements Page {
  private readonly page: WebviewPage<ToJournal, FromJournal>;
  /** Undefined until it is next asked for, after something has changed. */
  private book: JournalBook | undefined;
  private choices: JournalChoices = defaultJournalChoices;

  constructor(
    panel: vscode.WebviewPanel,
    private readonly stores: Stores,
    private readonly services: Services,
  ) {
    this.page = new WebviewPage(panel, services, {
      name: 'journal',
      parse: parseFromJournal,
      receive: (message) => this.handle(message),
    });
    const following = vscode.Disposable.from(
      stores.onDidChangeProgress(() => this.changed()),
      stores.reviews.onDidChange(() => this.changed()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if ([settingIds.showStreak, settingIds.weeklyGoal].some((id) => event.affectsConfiguration(id))) this.show();
      }),
      onNewDay(() => this.changed()),
    );
    this.page.onDidDispose(() => void following.dispose());
  }

  /** The journal has no places to go to; what it shows is what the reader chose last. */
  open(): void {
    if (this.page.ready) this.changed();
  }

  private changed(): void {
    this.book = undefined;
    this.show();
  }

  private show(): void {
    if (!this.page.ready) return;
    try {
      const settings = vscode.workspace.getConfiguration();
      const goal = settings.get<unknown>(settingIds.weeklyGoal);
      const here = localZone();
      const now = Date.now();
      const view = this.read().view(this.choices, {
        now,
        here,
        firstDay: firstDayOfWeek(
          regionalLocale(vscode.env.language, new Intl.DateTimeFormat().resolvedOptions().locale),
        ),
        showStreak: settings.get<boolean>(settingIds.showStreak, true),
        weeklyGoal: typeof goal === 'number' ? Math.min(7, Math.max(0, Math.round(goal))) : 0,
        career: journalStrings().career,
      });
      this.choices = view.choices;
      this.page.send({ type: 'show', view });
    } catch (error) {
      this.services.log.error(error, 'Reading the journal');
      this.page.send({
        type: 'failed',
        message: vscode.l10n.t(
          'The journal could not be read: {0}. Close this tab and try again; nothing you have ticked is lost.',
          messageOf(error),
        ),
      });
    }
  }

  private read(): JournalBook {
    return (this.book ??= new JournalBook(this.stores.catalog, this.stores, this.stores.zones(), localZone()));
  }

  private async handle(message: FromJournal): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.page.send({ type: 'strings', strings: journalStrings(), locale: vscode.env.language });
        return;
      case 'choose':
        this.choices = message.choices;
        this.show();
        return;
      case 'open':
        await this.openEntry(message.skill, message.id);
        return;
      case 'save':
        await this.save(message.format);
        return;
      case 'openSettings':
        await vscode.commands.executeCommand(
          'workbench.action.openSettings',
          `@id:${settingIds.showStreak},${settingIds.weeklyGoal}`,
        );
        return;
      case 'openSkills':
        await vscode.commands.executeCommand(`${viewIds.skills}.focus`);
        return;
    }
  }

  /** Opens the page of a skill at an item, or at its questions; the career guide for an item of its checklist. */
  private async openEntry(skill: string, id: string): Promise<void> {
    const { catalog } = this.stores;
    if (!catalog.skill(skill)) {
      if (catalog.item(id)) await vscode.commands.executeCommand(commandIds.openCareer, 'hired');
      return;
    }
    const place = catalog.item(id) ? { item: id } : { section: 'check-yourself' };
    await vscode.commands.executeCommand(commandIds.openSkill, { skill, ...place });
  }

  private async save(format: 'markdown' | 'csv'): Promise<void> {
    const { filter } = this.choices;
    const book = this.read();
    const saved =
      format === 'csv'
        ? await saveAs(
            'journal.csv',
            vscode.l10n.t('Table (CSV)'),
            'csv',
            journalCsv(book, this.stores.catalog, filter),
          )
        : await saveAs(
            'journal.md',
            'Markdown',
            'md',
            journalMarkdown(book, filter, journalStrings(), vscode.env.language),
          );
    if (saved) void vscode.window.showInformationMessage(vscode.l10n.t('Saved {0}.', saved.path));
  }
}
