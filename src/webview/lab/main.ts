import { html, render } from 'lit';
import { isId } from '../../core/model';
import { isRecord } from '../../core/guards';
import { parseToLab, type FromLab, type LabStrings, type ToLab } from '../../protocol/lab';
import { furnishTable } from '../skill/code';
import { connect, followSkillLinks, onScrolled } from '../ui/host';
import type { RenderPart } from '../ui/markdown';
import { failedPage } from '../ui/parts';
import { renderMarkdown, type RenderedPart } from '../ui/renderMarkdown';
import { page, type LabActions, type LabModel } from './page';

const host = connect<ToLab, FromLab>(parseToLab, receive);
const root = document.getElementById('root')!;

let strings: LabStrings | undefined;
let model: LabModel | undefined;
let rendering: AbortController | undefined;

function paint(): void {
  if (model) render(page(model, actions, toggled), root);
}

function update(change: Partial<LabModel>): void {
  if (!model) return;
  model = { ...model, ...change };
  paint();
}

const actions: LabActions = {
  act: (act) => host.send({ type: 'act', act }),
  runCheck: (check) => host.send({ type: 'runCheck', check }),
  showCheck: (check) => host.send({ type: 'showCheck', check }),
  openSkill: (skill) => host.send({ type: 'openSkill', skill }),
};

function toggled(): void {
  const folded = [...root.querySelectorAll<HTMLDetailsElement>('details[data-hint]')].flatMap((details) =>
    details.open ? [] : Number(details.dataset['hint']),
  );
  if (model) model = { ...model, folded: new Set(folded) };
  saveState();
}

/** Formats what is not formatted yet; hints come one by one. */
async function format(): Promise<void> {
  const asked = model;
  if (!asked || !strings) return;
  rendering?.abort();
  const mine = (rendering = new AbortController());
  const { view, state, rendered } = asked;
  const hints = state.hints.map((hint, index) => ({ hint, index })).filter(({ index }) => !rendered?.hints[index]);
  const block = (markdown: string): RenderPart => ({ markdown, inline: false });
  const first = rendered
    ? []
    : [block(view.goal), block(view.rules), ...view.verifies.map(({ text }) => ({ markdown: text, inline: true }))];
  const parts = await renderMarkdown(
    [...first, ...hints.map(({ hint }) => block(hint.markdown))],
    [],
    strings.imageNotLoaded,
    mine.signal,
  );
  if (mine.signal.aborted) return;
  for (const part of parts) if ('content' in part) furnish(part.content);
  const all: (RenderedPart | undefined)[] = [...(rendered?.hints ?? [])];
  for (const [at, { index }] of hints.entries()) all[index] = parts[first.length + at];
  update({
    rendered: rendered
      ? { ...rendered, hints: all }
      : { goal: parts[0], rules: parts[1], verifies: parts.slice(2, first.length), hints: all },
  });
  root.dataset['painted'] = view.id;
}

function furnish(fragment: DocumentFragment): void {
  for (const table of fragment.querySelectorAll('table')) furnishTable(table);
  for (const list of fragment.querySelectorAll('ul')) list.classList.add('dots');
  // Wide code scrolls sideways, so the keyboard must reach it.
  for (const pre of fragment.querySelectorAll('pre')) pre.tabIndex = 0;
}

followSkillLinks(root, (skill) => actions.openSkill(skill));

interface Stored {
  readonly lab: string;
  readonly scroll: number;
  readonly folded: readonly number[];
}

function stored(): Stored | undefined {
  const value = host.stored;
  if (!isRecord(value) || !isId(value['lab'])) return undefined;
  const { lab, scroll, folded } = value;
  return {
    lab,
    scroll: typeof scroll === 'number' && Number.isFinite(scroll) ? scroll : 0,
    folded: Array.isArray(folded) ? folded.filter((index): index is number => Number.isSafeInteger(index)) : [],
  };
}

function saveState(): void {
  // Until the texts are painted, the page is too short for the reader's place.
  if (model?.rendered)
    host.save({ lab: model.view.id, scroll: window.scrollY, folded: [...model.folded] } satisfies Stored);
}
onScrolled(saveState);

function receive(message: ToLab): void {
  switch (message.type) {
    case 'strings':
      strings = message.strings;
      return;
    case 'show': {
      if (!strings) return;
      const { view, state } = message;
      const same = model?.view.id === view.id;
      const before = stored();
      const returning = !model && before?.lab === view.id;
      model = {
        view,
        state,
        strings,
        rendered: same ? model?.rendered : undefined,
        folded: same ? (model?.folded ?? new Set()) : new Set(returning ? before.folded : []),
      };
      document.title = view.title;
      paint();
      if (!same) window.scrollTo({ top: returning ? before.scroll : 0, behavior: 'instant' });
      void format().then(() => {
        if (returning) window.scrollTo({ top: before.scroll, behavior: 'instant' });
        saveState();
      });
      return;
    }
    case 'state': {
      const more = message.state.hints.length - (model?.state.hints.length ?? 0);
      const focused = document.activeElement;
      update({ state: message.state });
      // The button goes with the last hint; the keyboard goes on at what it has brought.
      if (more > 0 && focused?.isConnected === false)
        [...root.querySelectorAll<HTMLElement>('details[data-hint] summary')].at(-1)?.focus();
      if (more !== 0) void format();
      return;
    }
    case 'failed':
      if (!strings) return;
      model = undefined;
      render(html`${failedPage(strings.failedTitle, message.message)}`, root);
      return;
  }
}

const before = stored();
host.send({ type: 'ready', ...(before ? { lab: before.lab } : {}) });
