import { render } from 'lit';
import {
  parseToSql,
  type FromSql,
  type SqlResultView,
  type SqlRunView,
  type SqlStateView,
  type SqlStrings,
  type ToSql,
} from '../../protocol/sql';
import type { Sorting, SqlRow } from '../../core/sqlTable';
import { connect, flashCopied } from '../ui/host';
import { page, type SqlActions, type SqlModel } from './page';

const host = connect<ToSql, FromSql>(parseToSql, receive);
const root = document.getElementById('root')!;

let strings: SqlStrings | undefined;
let locale = 'en';
let state: SqlStateView = { status: 'none', history: [] };
let run: SqlRunView | undefined;
/** Portions of rows that have come, by result. */
let portions = new Map<number, readonly (readonly SqlRow[])[]>();
let sortings = new Map<number, Sorting>();
let value: SqlModel['value'];
/** Where the focus goes back to when a whole value is closed. */
let opener: Element | null = null;

function paint(): void {
  if (!strings) return;
  render(page({ strings, locale, state, run, portions, sortings, value }, actions), root);
  root.dataset['painted'] = 'sql';
}

const actions: SqlActions = {
  command: (command) => host.send({ type: 'command', command }),
  show: (id) => host.send({ type: 'show', run: id }),
  more: (result, from) => host.send({ type: 'more', result, from }),
  sort: (result, column) => {
    const now = sortings.get(result);
    const descending = now?.column === column && !now.descending;
    host.send({ type: 'sort', result, column, descending });
  },
  value: (result, row, column) => {
    opener = document.activeElement;
    host.send({ type: 'value', result, row, column });
  },
  closeValue: () => {
    value = undefined;
    paint();
    if (opener instanceof HTMLElement) opener.focus();
  },
  copy: (result, format) => host.send({ type: 'copy', result, format }),
  goTo: (result) => host.send({ type: 'goTo', result }),
};

function receive(message: ToSql): void {
  switch (message.type) {
    case 'strings':
      strings = message.strings;
      locale = message.locale;
      break;
    case 'state':
      state = message.state;
      break;
    case 'run':
      run = message.run;
      portions = new Map(run.results.map(({ id, rows }) => [id, [rows]]));
      sortings = new Map();
      value = undefined;
      paint();
      window.scrollTo({ top: 0, behavior: 'instant' });
      host.announce(run.results.map(spoken).join('. '));
      return;
    case 'rows': {
      const { result, from, rows, sorting } = message;
      const before = from === 0 ? [] : (portions.get(result) ?? []);
      // A portion that was asked for before the order was changed has no place any more.
      if (before.reduce((sum, part) => sum + part.length, 0) !== from) return;
      portions = new Map(portions).set(result, [...before, rows]);
      if (sorting) sortings = new Map(sortings).set(result, sorting);
      break;
    }
    case 'value':
      value = { column: message.column, text: message.text };
      paint();
      root.querySelector<HTMLElement>('.value button')?.focus();
      return;
    case 'copied':
      if (strings) host.announce(strings.copied);
      flashCopied(root.querySelector(`[data-result="${message.result}"] [data-copy]`));
      return;
  }
  paint();
}

/** What a screen reader hears of a result: its outcome, as the page shows it. */
function spoken(result: SqlResultView): string {
  const element = root.querySelector(`[data-result="${result.id}"] .outcome`);
  return element?.textContent.trim() ?? '';
}

host.send({ type: 'ready' });
