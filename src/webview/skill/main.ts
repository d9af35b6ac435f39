import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, render } from 'lit';
import {
  noteFocus,
  parseToWebview,
  type FromWebview,
  type NoteView,
  type OtherNote,
  type PanelState,
  type SkillView,
  type Strings,
  type ToWebview,
} from '../../protocol/skill';
import { connect, onScrolled } from '../ui/host';
import type { RenderPart } from '../ui/markdown';
import { failedPage } from '../ui/parts';
import { renderMarkdown, type RenderedPart } from '../ui/renderMarkdown';
import { furnish } from './code';
import { page, type PageActions, type PageModel, type Rendered } from './page';

/** The host's state, and what only the page knows. */
interface StoredState extends PanelState {
  readonly scroll: number;
  readonly open: readonly number[];
}

const host = connect<ToWebview, FromWebview>(parseToWebview, receive);
const { send } = host;
const root = document.getElementById('root')!;

/** Narrower pages have one column; the same number is in skill.css. */
const wideFrom = 860;

let strings: Strings | undefined;
let locale = 'en';
let model: PageModel | undefined;
let state: PanelState | undefined;
let rendering: AbortController | undefined;
let renderingNote: AbortController | undefined;
/** True until the note that was asked for can be brought into view. */
let wantsNote = false;
/** When the reader has asked for the note's editor. It opens beside the page, which then becomes narrower. */
let editing = -Infinity;
/** How long the editor may take to open, in milliseconds. */
const editorOpens = 5000;
/** Where the reader was on pages seen since the panel was last loaded, for back and forward. */
const scrolls = new Map<string, number>();
let stepping = false;
/** Where the reader is to be once the texts are painted; until then the page is too short for it. */
let place: number | undefined;

// ---------- painting ----------

function paint(): void {
  if (model) render(page(model, actions), root);
}

function update(change: Partial<PageModel>): void {
  if (!model) return;
  model = { ...model, ...change };
  paint();
}

async function show(message: Extract<ToWebview, { type: 'show' }>): Promise<void> {
  if (!strings) return;
  if (model?.rendered && model.view.id === message.view.id) {
    // The page is on show and complete: the reader stays where they are, unless something is to be brought into view.
    state = message.state;
    stepping = false;
    update({ progress: message.progress, history: message.history });
    if (message.focus !== undefined) bringIntoView(message.focus);
    saveState();
    return;
  }
  rendering?.abort();
  const mine = (rendering = new AbortController());
  const { view, progress, history } = message;
  const before = model?.view.id;
  if (before !== undefined) scrolls.set(before, place ?? window.scrollY);
  const stored = before === undefined ? readState(view.id) : undefined;
  state = message.state;
  document.title = view.title;
  const wide = document.body.clientWidth >= wideFrom;
  if (before !== undefined && before !== view.id) render(html``, root);
  renderingNote?.abort();
  wantsNote = false;
  const open = new Set(stored?.open);
  model = { view, progress, history, strings, locale, rendered: undefined, note: undefined, wide, open };
  paint();
  if (before !== undefined && before !== view.id)
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  const target =
    stored?.scroll ??
    (stepping ? scrolls.get(view.id) : undefined) ??
    (before === view.id ? (place ?? window.scrollY) : 0);
  place = target;
  stepping = false;
  window.scrollTo({ top: target, behavior: 'instant' });

  const rendered = await renderTexts(view, strings, mine.signal);
  if (mine.signal.aborted) return;
  update({ rendered });
  // Lit has painted; the page now has its final height.
  window.scrollTo({ top: target, behavior: 'instant' });
  place = undefined;
  if (message.focus !== undefined) bringIntoView(message.focus);
  root.dataset['painted'] = view.id;
  saveState();
}

async function showNote(skill: string, view: NoteView, others: readonly OtherNote[]): Promise<void> {
  if (!strings || model?.view.id !== skill) return;
  renderingNote?.abort();
  const mine = (renderingNote = new AbortController());
  if (view.state !== 'note') update({ note: { view, others } });
  else {
    const [part] = await renderMarkdown(
      [{ markdown: view.markdown, inline: false }],
      // No block of a note is one of the page's samples, and no drawing of the page is shown in it.
      [],
      strings.imageNotLoaded,
      mine.signal,
    );
    if (mine.signal.aborted || model.view.id !== skill || !part) return;
    if ('content' in part) furnish(part.content, new Set(), strings, { copy: () => undefined, open: () => undefined });
    update({ note: { view, part, others } });
  }
  root.dataset['note'] = view.state;
  if (wantsNote && model.rendered) bringIntoView(noteFocus);
}

async function renderTexts(view: SkillView, words: Strings, signal: AbortSignal): Promise<Rendered> {
  const { body, items } = view;
  const block = (markdown: string): RenderPart => ({ markdown, inline: false });
  const label = (markdown: string): RenderPart => ({ markdown, inline: true });
  // Sections first: samples are counted in the order of the page, and the reader looks there first.
  const groups = [
    body.sections.map((section) => ({ ...block(section.markdown), anchors: section.anchors })),
    items.map((item) => label(item.text)),
    body.mistakes.map((mistake) => label(mistake.title)),
    body.mistakes.map((mistake) => block(mistake.markdown)),
    body.questions.map((question) => label(question.question)),
    body.questions.map((question) => block(question.answer)),
  ];
  const parts = await renderMarkdown(
    groups.flat(),
    body.samples.map((sample) => sample.code),
    words.imageNotLoaded,
    signal,
  );
  const code = {
    copy: (sample: number) => send({ type: 'copySample', skill: view.id, sample }),
    open: (sample: number) => send({ type: 'openSample', skill: view.id, sample }),
  };
  const diagrams = new Set(body.diagrams);
  for (const part of parts) if ('content' in part) furnish(part.content, diagrams, words, code);
  let at = 0;
  const [sections = [], itemTexts = [], mistakeTitles = [], mistakes = [], questions = [], answers = []] = groups.map(
    (group): readonly RenderedPart[] => parts.slice(at, (at += group.length)),
  );
  return { sections, items: itemTexts, mistakeTitles, mistakes, questions, answers };
}

/** The parts of a page that stand beside the text, by the name of their section. */
const sideSections: Readonly<Record<string, string>> = { practise: 'practice', 'learn-more': 'sources' };

/** An item's checkbox, a question by its card, or a section's heading, by id; a question by its key, or the note. */
function bringIntoView(id: string): void {
  if (id === noteFocus) {
    // The text of the note may come later than the page.
    wantsNote = model?.note === undefined;
    document.getElementById('note')?.scrollIntoView({ block: 'start', behavior: 'instant' });
    document.getElementById('note')?.focus({ preventScroll: true });
    return;
  }
  const card = [...root.querySelectorAll<HTMLDetailsElement>('[data-card]')].find(
    (element) => element.dataset['card'] === id,
  );
  if (card) {
    card.open = true;
    card.scrollIntoView({ block: 'center', behavior: 'instant' });
    card.querySelector('summary')?.focus({ preventScroll: true });
    return;
  }
  const [, key] = /^question:(.*)$/s.exec(id) ?? [];
  if (key !== undefined) {
    const question = root.querySelector<HTMLDetailsElement>(`details[data-key="${CSS.escape(key)}"]`);
    if (!question) {
      bringIntoView('check-yourself');
      return;
    }
    question.open = true;
    question.scrollIntoView({ block: 'start', behavior: 'instant' });
    question.querySelector('summary')?.focus({ preventScroll: true });
    return;
  }
  const item = [...root.querySelectorAll<HTMLElement>('[data-item]')].find((element) => element.dataset['item'] === id);
  const target = item ?? document.getElementById(`section-${id}`) ?? document.getElementById(sideSections[id] ?? '');
  target?.scrollIntoView({ block: item ? 'center' : 'start', behavior: 'instant' });
  target?.focus({ preventScroll: true });
}

// ---------- the reader's acts ----------

const actions: PageActions = {
  open: (skill, section) => send({ type: 'open', skill, ...(section ? { section } : {}) }),
  back: () => {
    stepping = true;
    send({ type: 'back' });
  },
  forward: () => {
    stepping = true;
    send({ type: 'forward' });
  },
  setDone: (item, done) => send({ type: 'setDone', item, done }),
  reveal: () => send({ type: 'reveal' }),
  review: () => send({ type: 'review' }),
  openPay: (role) => send({ type: 'openPay', role }),
  openTitle: (title) => send({ type: 'openTitle', title }),
  openLab: (lab) => send({ type: 'openLab', lab }),
  startLab: (lab) => send({ type: 'startLab', lab }),
  openToSide: () => send({ type: 'openToSide' }),
  editNote: () => {
    editing = performance.now();
    send({ type: 'editNote' });
  },
  openNote: (file) => {
    editing = performance.now();
    send({ type: 'openNote', file });
  },
  toggled: () => {
    if (!model) return;
    const open = [...root.querySelectorAll<HTMLDetailsElement>('details[data-question]')].flatMap((details) =>
      details.open ? Number(details.dataset['question']) : [],
    );
    model = { ...model, open: new Set(open) };
    saveState();
  },
};

// Links inside the text are made by the worker and carry ids; buttons and chips have handlers of their own.
root.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || event.defaultPrevented) return;
  const href = link.getAttribute('href') ?? '';
  if (!href.startsWith('#')) return;
  event.preventDefault();
  const { skill, section } = link.dataset;
  if (skill !== undefined) actions.open(skill, section);
  else if (href.length > 1) bringIntoView(href.slice(1));
});

// ---------- what survives ----------

function readState(skill: string): StoredState | undefined {
  const value = host.stored as Partial<StoredState> | undefined;
  if (!value || !Array.isArray(value.history) || value.history[value.position ?? -1] !== skill) return undefined;
  const scroll = typeof value.scroll === 'number' && Number.isFinite(value.scroll) ? value.scroll : 0;
  const open = Array.isArray(value.open) ? value.open.filter((index) => Number.isSafeInteger(index)) : [];
  return { ...(value as StoredState), scroll, open };
}

function saveState(): void {
  if (state && model) host.save({ ...state, scroll: place ?? window.scrollY, open: [...model.open] });
}
onScrolled(saveState);

// ---------- layout ----------

new ResizeObserver(() => {
  const wide = document.body.clientWidth >= wideFrom;
  if (model && model.wide !== wide) update({ wide });
  watchSide();
  // Who writes beside the page wants to see what is shown of it.
  if (performance.now() - editing < editorOpens) document.getElementById('note')?.scrollIntoView({ block: 'center' });
}).observe(document.body);

let watched: Element | undefined;
const sideHeight = new ResizeObserver(([entry]) => {
  // A side column taller than the window scrolls with the page until its end is seen, then stays.
  if (entry)
    document.documentElement.style.setProperty(
      '--side-height',
      `${Math.ceil(entry.borderBoxSize[0]?.blockSize ?? 0)}px`,
    );
});
function watchSide(): void {
  const side = root.querySelector('.side') ?? undefined;
  if (side === watched) return;
  if (watched) sideHeight.unobserve(watched);
  watched = side;
  if (side) sideHeight.observe(side);
}

// ---------- messages ----------

function receive(message: ToWebview): void {
  switch (message.type) {
    case 'strings':
      strings = message.strings;
      locale = message.locale;
      return;
    case 'show':
      void show(message).then(watchSide);
      return;
    case 'progress':
      update({ progress: message.progress });
      return;
    case 'note':
      void showNote(message.skill, message.note, message.others);
      return;
    case 'copied': {
      if (!strings) return;
      host.announce(strings.copied);
      const button = root.querySelector(`[data-copy="${message.sample}"]`);
      button?.setAttribute('icon', 'check');
      setTimeout(() => button?.setAttribute('icon', 'copy'), 1500);
      return;
    }
    case 'failed':
      if (!strings) return;
      rendering?.abort();
      place = undefined;
      model = undefined;
      render(failedPage(strings.failedTitle, message.message), root);
      return;
  }
}

send({ type: 'ready' });
