import { render } from 'lit';
import { isRecord } from '../../core/guards';
import {
  defaultJournalChoices,
  parseJournalChoices,
  parseToJournal,
  type FromJournal,
  type JournalChoices,
  type JournalStrings,
  type ToJournal,
} from '../../protocol/journal';
import { actsText } from '../../protocol/journalText';
import { connect, goTo, onScrolled } from '../ui/host';
import { failedPage } from '../ui/parts';
import { page, type JournalActions, type JournalModel } from './page';

/** What survives a reload. */
interface StoredState {
  readonly version: 1;
  readonly choices: JournalChoices;
  readonly table: boolean;
  readonly scroll: number;
}

const host = connect<ToJournal, FromJournal>(parseToJournal, receive);
const root = document.getElementById('root')!;

let strings: JournalStrings | undefined;
let locale = 'en';
let model: JournalModel | undefined;
/** What to do once the answer to a choice has been painted. */
let afterwards: (() => void) | undefined;

function update(change: Partial<JournalModel>): void {
  if (!model) return;
  model = { ...model, ...change };
  render(page(model, actions), root);
}

function choose(change: Partial<JournalChoices>, then?: () => void): void {
  if (!model) return;
  const { filter, period } = model.view.choices;
  afterwards = then;
  host.send({ type: 'choose', choices: { filter, period, ...change } });
}

/** The list begins with another day: a screen reader reads on from there. */
function toList(): void {
  goTo('list');
}

const actions: JournalActions = {
  filter: (filter) =>
    choose({ filter }, () => {
      if (!model || !strings) return;
      const { counts } = model.view;
      host.announce(
        actsText(
          counts.reduce((sum, [, acts]) => sum + acts, 0),
          strings,
        ),
      );
    }),
  period: (period) => choose({ period }, showLatest),
  page: (from) => choose(from === undefined ? {} : { from }, toList),
  day: (from) => choose({ from }, toList),
  whole(day) {
    const from = model?.view.choices.from;
    choose({ whole: day, ...(from === undefined ? {} : { from }) }, () =>
      document.getElementById(`day-${day}`)?.focus({ preventScroll: true }),
    );
  },
  table(table) {
    update({ table });
    if (!table) showLatest();
    saveState();
  },
  point: (pointed) => {
    if (model?.pointed !== pointed) update({ pointed });
  },
  move(day) {
    update({ cursor: day, pointed: day });
    root.querySelector<SVGElement>(`[data-day="${day}"]`)?.focus();
  },
  open: (skill, id) => host.send({ type: 'open', skill, id }),
  save: (format) => host.send({ type: 'save', format }),
  openSettings: () => host.send({ type: 'openSettings' }),
  openSkills: () => host.send({ type: 'openSkills' }),
};

/** A map that is wider than the panel shows its end: the latest days are what is looked for. */
function showLatest(): void {
  const map = root.querySelector('.mapscroll');
  if (map) map.scrollLeft = map.scrollWidth;
}

let width = 0;
new ResizeObserver(() => {
  if (root.clientWidth === width) return;
  width = root.clientWidth;
  if (!document.activeElement?.closest('.mapscroll')) showLatest();
}).observe(root);

// ---------- what survives ----------

function saveState(): void {
  if (!model) return;
  const { view, table } = model;
  host.save({ version: 1, choices: view.choices, table, scroll: window.scrollY } satisfies StoredState);
}
onScrolled(saveState);

function storedState(): StoredState {
  const empty: StoredState = { version: 1, choices: defaultJournalChoices, table: false, scroll: 0 };
  const value = host.stored;
  if (!isRecord(value) || value['version'] !== 1) return empty;
  const { choices, table, scroll } = value;
  return {
    version: 1,
    choices: parseJournalChoices(choices) ?? empty.choices,
    table: table === true,
    scroll: typeof scroll === 'number' && Number.isFinite(scroll) ? scroll : 0,
  };
}

// ---------- messages ----------

function receive(message: ToJournal): void {
  switch (message.type) {
    case 'strings':
      strings = message.strings;
      locale = message.locale;
      host.send({ type: 'choose', choices: model?.view.choices ?? storedState().choices });
      return;
    case 'show': {
      if (!strings) return;
      const { view } = message;
      if (model) {
        const { cursor } = model;
        const inside = cursor !== undefined && cursor >= view.from && cursor <= view.to;
        update({ view, cursor: inside ? cursor : undefined, pointed: undefined });
        afterwards?.();
        afterwards = undefined;
        saveState();
        return;
      }
      const { table, scroll } = storedState();
      model = { view, strings, locale, table, cursor: undefined, pointed: undefined };
      render(page(model, actions), root);
      showLatest();
      window.scrollTo({ top: scroll, behavior: 'instant' });
      root.dataset['painted'] = 'journal';
      saveState();
      return;
    }
    case 'failed':
      if (!strings) return;
      model = undefined;
      render(failedPage(strings.failedTitle, message.message), root);
      return;
  }
}

host.send({ type: 'ready' });
