import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { render } from 'lit';
import { isRecord, isTextList } from '../../core/guards';
import { defaultChoices, type TeamChoices } from '../../core/teamBoard';
import {
  parseTeamChoices,
  parseToTeam,
  type FromTeam,
  type TeamStrings,
  type TeamView,
  type ToTeam,
} from '../../protocol/team';
import { connect, flashCopied, onScrolled } from '../ui/host';
import { failedPage } from '../ui/parts';
import { page, readingPage, rowStep, type TeamActions, type TeamModel } from './page';

/** What survives a reload. */
interface StoredState {
  readonly version: 1;
  readonly choices: TeamChoices;
  readonly open: readonly string[];
  readonly rows: number;
  readonly scroll: number;
}

const host = connect<ToTeam, FromTeam>(parseToTeam, receive);
const root = document.getElementById('root')!;

let strings: TeamStrings | undefined;
let locale = 'en';
let model: TeamModel | undefined;

function update(change: Partial<TeamModel>): void {
  if (!model) return;
  model = { ...model, ...change };
  render(page(model, actions), root);
}

const actions: TeamActions = {
  choose(change) {
    if (!model) return;
    const before = model.choices;
    const choices = { ...before, ...change };
    const others = change.learners !== undefined && change.learners.join('\n') !== before.learners.join('\n');
    // Who is chosen changes the columns; the old ones stand until the new ones have come.
    if (others && choices.learners.length > 0) host.send({ type: 'columns', learners: choices.learners });
    update({ choices, rows: rowStep });
    saveState();
  },
  toggle(skill) {
    if (!model) return;
    const open = new Set(model.open);
    if (open.delete(skill)) update({ open });
    else {
      open.add(skill);
      host.send({ type: 'details', skill });
      update({ open });
      // The button that asked for more is gone; the row's own takes the focus.
      if (document.activeElement === document.body)
        root.querySelector<HTMLElement>(`[data-skill="${CSS.escape(skill)}"] .twist`)?.focus();
    }
    saveState();
  },
  showAll: (list) => update({ whole: new Set([...(model?.whole ?? []), list]) }),
  showMore: () => update({ rows: (model?.rows ?? 0) + rowStep }),
  openSkill: (skill) => host.send({ type: 'openSkill', skill }),
  openFile: (file) => host.send({ type: 'openFile', file }),
  openSetting: () => host.send({ type: 'openSetting' }),
  openFolder: () => host.send({ type: 'openFolder' }),
  copy: () => model && host.send({ type: 'copy', choices: model.choices }),
  csv: () => host.send({ type: 'csv' }),
};

// ---------- what survives ----------

function saveState(): void {
  if (!model) return;
  const { choices, open, rows } = model;
  host.save({ version: 1, choices, open: [...open], rows, scroll: window.scrollY } satisfies StoredState);
}
onScrolled(saveState);

function storedState(): StoredState {
  const empty: StoredState = { version: 1, choices: defaultChoices, open: [], rows: rowStep, scroll: 0 };
  const value = host.stored;
  if (!isRecord(value) || value['version'] !== 1) return empty;
  const { choices, open, rows, scroll } = value;
  const count = (one: unknown, otherwise: number): number =>
    typeof one === 'number' && Number.isFinite(one) ? one : otherwise;
  return {
    version: 1,
    choices: parseTeamChoices(choices) ?? empty.choices,
    open: isTextList(open) ? open : [],
    rows: Math.max(rowStep, count(rows, rowStep)),
    scroll: count(scroll, 0),
  };
}

/** Choices that the board still offers: a learner whose file has gone would leave the table empty. */
function known(choices: TeamChoices, { board }: TeamView): TeamChoices {
  const ids = new Set(board.learners.map(({ id }) => id));
  return { ...choices, learners: choices.learners.filter((id) => ids.has(id)) };
}

/** Asks for what the new board does not hold by itself: columns, and the rows that are open. */
function askAgain({ choices, open }: TeamModel): void {
  if (choices.learners.length > 0) host.send({ type: 'columns', learners: choices.learners });
  for (const skill of open) host.send({ type: 'details', skill });
}

// ---------- messages ----------

function receive(message: ToTeam): void {
  switch (message.type) {
    case 'strings':
      strings = message.strings;
      locale = message.locale;
      return;
    case 'reading':
      if (strings && !model) render(readingPage(strings, message.read, message.files), root);
      return;
    case 'show': {
      if (!strings) return;
      const { view } = message;
      if (model) {
        const skills = new Set(view.board.skills.flatMap(({ id, who }) => (who > 0 ? id : [])));
        const open = new Set([...model.open].filter((id) => skills.has(id)));
        update({ view, open, choices: known(model.choices, view) });
        askAgain(model);
        return;
      }
      const { choices, open, rows, scroll } = storedState();
      model = {
        view,
        strings,
        locale,
        choices: known(choices, view),
        columns: new Map(),
        open: new Set(open),
        details: new Map(),
        whole: new Set(),
        rows,
        // Whoever comes back to a place further down needs all rows to get there.
        isFirst: scroll === 0,
      };
      askAgain(model);
      render(page(model, actions), root);
      if (model.isFirst) requestAnimationFrame(() => setTimeout(() => update({ isFirst: false })));
      window.scrollTo({ top: scroll, behavior: 'instant' });
      root.dataset['painted'] = 'team';
      saveState();
      return;
    }
    case 'details':
      if (model?.open.has(message.details.skill))
        update({ details: new Map(model.details).set(message.details.skill, message.details) });
      return;
    case 'columns':
      update({ columns: new Map(message.columns.map((column) => [column.learner, column])) });
      return;
    case 'copied':
      if (!strings) return;
      host.announce(strings.copied);
      flashCopied(root.querySelector('[data-act="copy"]'));
      return;
    case 'failed':
      if (!strings) return;
      model = undefined;
      render(failedPage(strings.failedTitle, message.message), root);
      return;
  }
}

host.send({ type: 'ready' });
