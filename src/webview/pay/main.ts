import { render } from 'lit';
import { isRecord } from '../../core/guards';
import { knownFilter, payChartIds, type PayChartId } from '../../core/payCharts';
import {
  isPayTarget,
  paletteKeys,
  parseChoices,
  parseToPay,
  parseUnits,
  type FromPay,
  type PayChoices,
  type PayExplorerView,
  type PayPalette,
  type PayStrings,
  type ToPay,
} from '../../protocol/pay';
import { connect, flashCopied, goTo, onScrolled } from '../ui/host';
import { failedPage } from '../ui/parts';
import { page, type PayActions, type PayModel, type UnitField } from './page';

/** What survives a reload. */
interface StoredState {
  readonly version: 1;
  readonly choices: PayChoices;
  readonly tables: readonly PayChartId[];
  readonly role?: string;
  readonly aboutOpen: boolean;
  readonly scroll: number;
}

const host = connect<ToPay, FromPay>(parseToPay, receive);
const root = document.getElementById('root')!;

let strings: PayStrings | undefined;
let locale = 'en';
let model: PayModel | undefined;

function update(change: Partial<PayModel>): void {
  if (!model) return;
  model = { ...model, ...change };
  render(page(model, actions), root);
  saveState();
}

/** A number as people type it, with a point or a comma; NaN for nothing. */
function decimal(text: string): number {
  return text === '' ? Number.NaN : Number(text.replace(',', '.'));
}

const actions: PayActions = {
  choose: (choices) => {
    update({ choices });
  },
  showAs: (chart, as) => {
    const tables = new Set(model?.tables);
    if (as === 'table') tables.add(chart);
    else tables.delete(chart);
    update({ tables });
  },
  toggleRole: (role) => {
    const open = model?.role !== role;
    update({ role: open ? role : undefined });
    if (open) document.getElementById('role')?.scrollIntoView({ block: 'nearest' });
    // Its row may be gone with a filter; then the chart is the next best place.
    else
      (
        root.querySelector<HTMLElement>(`[data-role="${CSS.escape(role)}"]`) ?? document.getElementById('roles')
      )?.focus();
  },
  copy: (table) => model && host.send({ type: 'copyCsv', table, choices: model.choices }),
  save: (chart) => model && host.send({ type: 'saveSvg', chart, choices: model.choices, palette: palette() }),
  openSkill: (skill) => host.send({ type: 'openSkill', skill }),
  openCareer: (target) => host.send({ type: 'openCareer', ...(target === undefined ? {} : { target }) }),
  setUnits: (fields) => {
    if (!model) return;
    // The rate belongs to the currency for which it was given.
    const other = fields.currency !== model.draft.currency;
    const draft = other ? { ...fields, rate: fields.currency === 'USD' ? '1' : '' } : fields;
    const wrong = new Set<UnitField>();
    if (!model.view.currencies.includes(draft.currency)) wrong.add('currency');
    else if (!(decimal(draft.rate) > 0)) wrong.add('rate');
    if (!(decimal(draft.hours) >= 1 && decimal(draft.hours) <= 168)) wrong.add('hours');
    const units = parseUnits({ ...draft, rate: decimal(draft.rate), hours: decimal(draft.hours) });
    if (wrong.size > 0 || !units) {
      update({ draft, wrong });
      return;
    }
    update({ draft, wrong, units });
    host.send({ type: 'setUnits', units });
  },
  addOwn: () => host.send({ type: 'addOwn' }),
  showProblems: () => host.send({ type: 'showProblems' }),
  print: () => model && host.send({ type: 'print', choices: model.choices }),
  toggled: () => {
    const open = root.querySelector<HTMLDetailsElement>('details[data-about]')?.open ?? false;
    if (model && model.aboutOpen !== open) update({ aboutOpen: open });
  },
};

// ---------- the rows: one stop for Tab, arrow keys between them, details by pointer and focus alike ----------

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    // Also what only the pointer has opened.
    for (const row of root.querySelectorAll('.rows > li:is(:hover, :focus, :focus-within)')) row.classList.add('hush');
    return;
  }
  const stop = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-stop]') : null;
  const step = steps[event.key];
  const rows = stop?.closest('[data-rows]');
  if (step === undefined || !stop || !rows) return;
  event.preventDefault();
  const stops = [...rows.querySelectorAll<HTMLElement>('[data-stop]')];
  const at = Math.min(stops.length - 1, Math.max(0, stops.indexOf(stop) + step));
  stops[at]?.focus();
});
root.addEventListener('focusin', (event) => {
  const stop = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-stop]') : null;
  const key = stop?.dataset['stop'];
  const chart = payChartIds.find((id) => key?.startsWith(`${id}/`));
  if (!stop || key === undefined || !chart) return;
  for (const other of stop.closest('[data-rows]')?.querySelectorAll('[data-stop][tabindex="0"]') ?? [])
    other.setAttribute('tabindex', '-1');
  stop.setAttribute('tabindex', '0');
  model?.stops.set(chart, key);
});
/** Details that were sent away come back with the next visit. */
for (const type of ['focusout', 'pointerleave'])
  root.addEventListener(
    type,
    (event) => {
      if (event.target instanceof Element) event.target.closest('li')?.classList.remove('hush');
    },
    true,
  );

// ---------- the theme's colours, for pictures that leave the editor ----------

function palette(): PayPalette {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const styles = getComputedStyle(document.body);
  const hex = (key: string): string => {
    // Colours may be half transparent; on the page they stand on its background.
    for (const name of ['background', key]) {
      context.fillStyle = styles.getPropertyValue(`--bs-pay-${name}`).trim();
      context.fillRect(0, 0, 1, 1);
    }
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  };
  return Object.fromEntries(paletteKeys.map((key) => [key, hex(key)])) as PayPalette;
}

// ---------- what survives ----------

function saveState(): void {
  if (!model) return;
  const { choices, tables, role, aboutOpen } = model;
  const state: StoredState = {
    version: 1,
    choices,
    tables: [...tables],
    ...(role === undefined ? {} : { role }),
    aboutOpen,
    scroll: window.scrollY,
  };
  host.save(state);
}
onScrolled(saveState);

function storedState(): StoredState {
  const empty: StoredState = {
    version: 1,
    choices: { filter: {}, sort: 'pay' },
    tables: [],
    aboutOpen: false,
    scroll: 0,
  };
  const value = host.stored;
  if (!isRecord(value) || value['version'] !== 1) return empty;
  const { tables, role, aboutOpen, scroll } = value;
  return {
    version: 1,
    choices: parseChoices(value['choices']) ?? empty.choices,
    tables: Array.isArray(tables) ? payChartIds.filter((id) => tables.includes(id)) : [],
    ...(typeof role === 'string' ? { role } : {}),
    aboutOpen: aboutOpen === true,
    scroll: typeof scroll === 'number' && Number.isFinite(scroll) ? scroll : 0,
  };
}

/** Choices that the figures still offer: a filter that nobody can see would hide everything. */
function known(choices: PayChoices, view: PayExplorerView): PayChoices {
  return { ...choices, filter: knownFilter(choices.filter, view) };
}

// ---------- messages ----------

function receive(message: ToPay): void {
  switch (message.type) {
    case 'strings':
      strings = message.strings;
      locale = message.locale;
      return;
    case 'show': {
      if (!strings) return;
      const { view, units } = message;
      if (model) {
        update({ view, choices: known(model.choices, view) });
        return;
      }
      const stored = storedState();
      model = {
        view,
        strings,
        locale,
        choices: known(stored.choices, view),
        units,
        draft: { ...units, rate: String(units.rate), hours: String(units.hours) },
        wrong: new Set(),
        tables: new Set(stored.tables),
        role: stored.role,
        aboutOpen: stored.aboutOpen,
        stops: new Map(),
      };
      render(page(model, actions), root);
      window.scrollTo({ top: stored.scroll, behavior: 'instant' });
      root.dataset['painted'] = 'pay';
      saveState();
      return;
    }
    case 'go': {
      if (!model) return;
      const { target, role, entry } = message;
      if (role !== undefined) update({ choices: known({ ...model.choices, filter: { role } }, model.view) });
      // A filter may hide the figure.
      if (entry !== undefined && !document.getElementById(entry)) update({ choices: { ...model.choices, filter: {} } });
      if (entry !== undefined && document.getElementById(entry)) goTo(entry, 'center');
      else if (isPayTarget(target)) goTo(target);
      return;
    }
    case 'copied': {
      if (!strings) return;
      host.announce(strings.copied);
      flashCopied(root.querySelector(`[data-copy="${message.table}"]`));
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
