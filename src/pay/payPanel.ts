import * as vscode from 'vscode';
import { isRecord } from '../core/guards';
import type { CareerData } from '../core/model';
import { allFigures, buildChart, defaultUnits, type ChartOptions, type PayUnits } from '../core/payCharts';
import { commandIds } from '../ids';
import { messageOf } from '../platform/errors';
import { openToPrint, saveAs } from '../platform/files';
import type { Page } from '../platform/singlePanel';
import { WebviewPage } from '../platform/webviewPage';
import {
  isPayEntry,
  isPayTarget,
  parseFromPay,
  parseUnits,
  type FromPay,
  type PayChoices,
  type PayExplorerView,
  type PayPalette,
  type PayRoleView,
  type PayTarget,
  type ToPay,
} from '../protocol/pay';
import { choicesText } from '../protocol/payText';
import type { Services } from '../state/services';
import type { Stores } from '../state/stores';
import { tableCsv } from './csv';
import type { OwnPayFiles } from './ownFiles';
import { payToPrint } from './print';
import { payStrings } from './strings';
import { chartSvg, type PictureOptions } from './svg';

/** Where the reader's units are kept between windows. */
const unitsKey = 'pay.units';

/** Paper has no theme. */
const printPalette: PayPalette = {
  background: '#ffffff',
  foreground: '#000000',
  muted: '#444444',
  grid: '#dddddd',
  indeed: '#1a5fb4',
  glassdoor: '#26702d',
  payscale: '#7b3fa0',
  bls: '#8f6000',
  none: '#333333',
  above: '#1a5fb4',
  below: '#b07800',
};

interface Target {
  readonly target?: PayTarget;
  readonly role?: string;
  readonly entry?: string;
}

/** The webview with the pay explorer. It holds the figures; the page holds what the reader has chosen among them. */
export class PayPanel implements Page {
  private readonly page: WebviewPage<ToPay, FromPay>;
  private view: PayExplorerView | undefined;
  private failure: string | undefined;
  private pending: Target | undefined;
  /** Grows with each reading; an answer to an earlier one never paints. */
  private generation = 0;

  constructor(
    panel: vscode.WebviewPanel,
    private readonly stores: Stores,
    private readonly own: OwnPayFiles,
    private readonly services: Services,
  ) {
    this.page = new WebviewPage(panel, services, {
      name: 'pay',
      parse: parseFromPay,
      receive: (message) => this.handle(message),
    });
    const following = own.onDidChange(() => void this.load());
    this.page.onDidDispose(() => {
      this.generation++;
      following.dispose();
    });
    void this.load();
  }

  /** @param argument a chart's or section's id, or `{ target?, role?, entry? }`; anything else opens the page as it is. */
  open(argument: unknown): void {
    this.pending = toTarget(argument);
    this.go();
  }

  private go(): void {
    if (!this.page.ready || !this.view || !this.pending) return;
    this.page.send({ type: 'go', ...this.pending });
    this.pending = undefined;
  }

  private async load(): Promise<void> {
    const generation = ++this.generation;
    try {
      const { packs } = this.stores;
      const today = new Date().toISOString().slice(0, 7);
      const [pay, career] = await Promise.all([packs.pay(), packs.career()]);
      if (generation !== this.generation) return;
      const own = await this.own.read(pay, today);
      if (generation !== this.generation) return;
      const figures = [
        ...pay.figures.map((figure) => ({ ...figure, own: false })),
        ...own.figures.map((figure) => ({ ...figure, own: true })),
      ];
      this.view = {
        roles: [...pay.roles, ...own.roles],
        articles: pay.articles,
        figures,
        outlook: pay.outlook,
        contradictions: pay.contradictions,
        roleViews: this.roleViews(career),
        today,
        ownProblems: own.problems,
        currencies: Intl.supportedValuesOf('currency'),
      };
      this.failure = undefined;
    } catch (error) {
      if (generation !== this.generation) return;
      this.services.log.error(error, 'Opening the pay explorer');
      this.failure = vscode.l10n.t(
        'The figures could not be read: {0}. Reinstalling the extension restores its files.',
        messageOf(error),
      );
    }
    this.show();
  }

  private show(): void {
    if (this.failure !== undefined) this.page.send({ type: 'failed', message: this.failure });
    else if (this.view) this.page.send({ type: 'show', view: this.view, units: this.units() });
    this.go();
  }

  /** What the career guide says of the roles that have figures. */
  private roleViews(career: CareerData): PayRoleView[] {
    const { catalog } = this.stores;
    return career.moves.flatMap(({ id, title, text, learn, skills, role }) =>
      role === undefined
        ? []
        : {
            id: role,
            title,
            text,
            learn,
            skills: skills.flatMap((skill) => {
              const known = catalog.skill(skill);
              return known ? { id: known.id, title: known.title } : [];
            }),
            career: `move-${id}`,
          },
    );
  }

  private units(): PayUnits {
    return parseUnits(this.services.memento.get(unitsKey)) ?? defaultUnits;
  }

  private async handle(message: FromPay): Promise<void> {
    const { view } = this;
    switch (message.type) {
      case 'ready':
        this.page.send({ type: 'strings', strings: payStrings(), locale: vscode.env.language });
        this.show();
        return;
      case 'openSkill':
        if (this.stores.catalog.skill(message.skill))
          await vscode.commands.executeCommand(commandIds.openSkill, message.skill);
        return;
      case 'openCareer':
        await vscode.commands.executeCommand(commandIds.openCareer, message.target);
        return;
      case 'setUnits':
        await this.services.memento.update(unitsKey, message.units);
        return;
      case 'copyCsv': {
        if (!view) return;
        const { table, choices } = message;
        const options = this.options(choices, view);
        const rows = table === 'all' ? allFigures(view, options) : buildChart(table, view, options).table;
        await vscode.env.clipboard.writeText(`${tableCsv(rows, options.units)}\n`);
        this.page.send({ type: 'copied', table });
        return;
      }
      case 'saveSvg': {
        if (!view) return;
        const { chart, choices, palette } = message;
        const picture = this.picture(choices, view, palette);
        const svg = chartSvg(buildChart(chart, view, this.options(choices, view)), picture);
        const saved = await saveAs(`pay-${chart}.svg`, 'SVG', 'svg', svg);
        if (saved) void vscode.window.showInformationMessage(vscode.l10n.t('Saved {0}.', saved.path));
        return;
      }
      case 'print': {
        if (!view) return;
        const { choices } = message;
        const html = payToPrint(view, this.options(choices, view), this.picture(choices, view, printPalette));
        await openToPrint(this.services.storageUri, 'pay.html', html);
        return;
      }
      case 'addOwn':
        await vscode.commands.executeCommand(commandIds.addPayFile);
        return;
      case 'showProblems':
        await vscode.commands.executeCommand('workbench.actions.view.problems');
        return;
    }
  }

  private options({ filter, sort }: PayChoices, { today }: PayExplorerView): ChartOptions {
    return { filter, sort, units: this.units(), today };
  }

  private picture(choices: PayChoices, view: PayExplorerView, palette: PayPalette): PictureOptions {
    const strings = payStrings();
    const roleTitle = (role: string): string => view.roles.find(({ id }) => id === role)?.title ?? role;
    const chosen = choicesText(choices, strings, roleTitle);
    const from = vscode.l10n.t(
      'Figures as reported; sources, dates and statistics differ. Backend Skills, {0}.',
      view.today,
    );
    return {
      strings,
      locale: vscode.env.language,
      units: this.units(),
      palette,
      roleTitle,
      note: chosen === '' ? from : `${chosen}. ${from}`,
      plainNote: from,
    };
  }
}

function toTarget(argument: unknown): Target | undefined {
  if (isPayTarget(argument)) return { target: argument };
  if (!isRecord(argument)) return undefined;
  const { target, role, entry } = argument;
  return {
    ...(isPayTarget(target) ? { target } : {}),
    ...(typeof role === 'string' ? { role } : {}),
    ...(isPayEntry(entry) ? { entry } : {}),
  };
}
