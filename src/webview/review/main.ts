import { render } from 'lit';
import { isRecord } from '../../core/guards';
import type { Grade } from '../../core/progress';
import type { ReviewSession } from '../../core/reviewSession';
import {
  parseToReview,
  type CardShow,
  type FromReview,
  type ReviewShow,
  type ReviewStrings,
  type ToReview,
} from '../../protocol/review';
import { furnishTable } from '../skill/code';
import { connect, followSkillLinks } from '../ui/host';
import type { RenderPart } from '../ui/markdown';
import { failedPage } from '../ui/parts';
import { renderMarkdown } from '../ui/renderMarkdown';
import { page, type ReviewActions, type ReviewModel } from './page';

const host = connect<ToReview, FromReview>(parseToReview, receive);
const root = document.getElementById('root')!;

let strings: ReviewStrings | undefined;
let locale = 'en';
let model: ReviewModel | undefined;
let rendering: AbortController | undefined;

function update(change: Partial<ReviewModel>): void {
  if (!model) return;
  model = { ...model, ...change };
  render(page(model, actions), root);
}

const actions: ReviewActions = {
  showAnswer: () => withCard((card) => host.send({ type: 'showAnswer', card: card.id })),
  grade: (grade) => withCard((card) => host.send({ type: 'grade', card: card.id, grade })),
  goOn: () => withCard((card) => host.send({ type: 'goOn', card: card.id })),
  draft: (text) =>
    withCard((card) => {
      // Painted already by the learner.
      if (model) model = { ...model, draft: text };
      host.send({ type: 'draft', card: card.id, text });
    }),
  undo: () => host.send({ type: 'undo' }),
  start: (what) => host.send({ type: 'start', what }),
  openSkill: (skill, card) => host.send({ type: 'openSkill', skill, ...(card === undefined ? {} : { card }) }),
  openSetting: () => host.send({ type: 'openSetting' }),
  openWalkthrough: () => host.send({ type: 'openWalkthrough' }),
};

function withCard(act: (card: CardShow) => void): void {
  if (model?.show.kind === 'card') act(model.show);
}

// ---------- keys ----------

const graded: Readonly<Record<string, Grade>> = { '1': 1, '2': 2, '3': 3, '4': 4 };

document.addEventListener('keydown', (event) => {
  if (!model || event.defaultPrevented || event.isComposing) return;
  const { show } = model;
  const target = event.target instanceof Element ? event.target : undefined;
  const typing = target instanceof HTMLTextAreaElement;
  const command = event.ctrlKey || event.metaKey;
  const run = (act: () => void): void => {
    event.preventDefault();
    act();
  };
  if (typing) {
    if (command && event.key === 'Enter' && show.kind === 'card' && !show.shown) run(() => actions.showAnswer());
    return;
  }
  if (event.altKey) return;
  if ((command && !event.shiftKey && event.key.toLowerCase() === 'z') || (!command && event.key === 'u')) {
    if (show.canUndo || (show.kind === 'card' && show.notSaved)) run(() => actions.undo());
    return;
  }
  if (command || show.kind !== 'card') return;
  // A button, a link or a heading of the page's own that is folded has the key for itself.
  const taken = Boolean(target?.closest('button, a, summary'));
  if ((event.key === 'Enter' || event.key === ' ') && !taken) {
    if (!show.shown) run(() => actions.showAnswer());
    else if (show.notSaved) run(() => actions.goOn());
    return;
  }
  const grade = graded[event.key];
  if (grade && show.shown && !show.notSaved && !event.repeat) run(() => actions.grade(grade));
});

followSkillLinks(root, (skill) => actions.openSkill(skill));

// ---------- texts ----------

const block = (markdown: string): RenderPart => ({ markdown, inline: false });
const label = (markdown: string): RenderPart => ({ markdown, inline: true });

function textsOf(show: ReviewShow): RenderPart[] {
  if (show.kind === 'card') return [label(show.question), block(show.answer)];
  return show.kind === 'end' ? show.reviewed.map(({ question }) => label(question)) : [];
}

/** What tells one page from another: the same card with its answer is the same page. */
function placeOf(show: ReviewShow): string {
  return show.kind === 'card' ? `card ${show.id} ${show.position}` : show.kind;
}

/** The last card of a sitting, not known, is followed by itself, at the same place. */
function isAskedAgain(before: ReviewShow, show: ReviewShow): boolean {
  return before.kind === 'card' && show.kind === 'card' && before.id === show.id && before.shown && !show.shown;
}

async function paint(show: ReviewShow, words: ReviewStrings): Promise<void> {
  const before = model?.show;
  const same = before?.kind === 'card' && show.kind === 'card' && before.id === show.id;
  const moved = before === undefined || placeOf(before) !== placeOf(show) || isAskedAgain(before, show);
  const draft = show.kind === 'card' ? (same && !moved ? (model?.draft ?? '') : show.draft) : '';
  rendering?.abort();
  const mine = (rendering = new AbortController());
  delete root.dataset['painted'];
  const rendered = same ? (model?.rendered ?? []) : [];
  const turn = (model?.turn ?? 0) + (moved ? 1 : 0);
  model = { show, strings: words, locale, rendered, draft, turn, note: moved ? '' : (model?.note ?? '') };
  render(page(model, actions), root);
  focus(before, show, moved);
  if (rendered.length === 0) {
    const parts = await renderMarkdown(textsOf(show), [], words.imageNotLoaded, mine.signal);
    if (mine.signal.aborted) return;
    for (const part of parts) if ('content' in part) furnish(part.content);
    update({ rendered: parts });
  }
  root.dataset['painted'] = show.kind === 'card' ? `${show.id}${show.shown ? ' answer' : ''}` : show.kind;
}

/** A screen reader reads on where something new has come: at the question, at its answer, at the end. */
function focus(before: ReviewShow | undefined, show: ReviewShow, moved: boolean): void {
  const answered = show.kind === 'card' && show.shown && !(before?.kind === 'card' && before.shown && !moved);
  const target = answered ? document.getElementById('answer') : moved ? document.querySelector('h1') : null;
  if (moved && before && before.kind !== 'card' && !document.hasFocus()) {
    // It has come by itself, after a tick in the tree, say: the keyboard stays where it is until the reader comes here.
    window.addEventListener('focus', focusHeading, { once: true });
    window.scrollTo({ top: 0, behavior: 'instant' });
    return;
  }
  if (!(target instanceof HTMLElement)) {
    if (document.hasFocus()) focusHeading();
    return;
  }
  target.focus({ preventScroll: true });
  if (answered) document.getElementById('grades')?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  else window.scrollTo({ top: 0, behavior: 'instant' });
}

/** Where nothing else has the focus. */
function focusHeading(): void {
  if (document.activeElement === document.body) document.querySelector('h1')?.focus({ preventScroll: true });
}

function furnish(fragment: DocumentFragment): void {
  for (const table of fragment.querySelectorAll('table')) furnishTable(table);
  for (const list of fragment.querySelectorAll('ul')) list.classList.add('dots');
  // Wide code scrolls sideways, so the keyboard must reach it.
  for (const pre of fragment.querySelectorAll('pre')) pre.tabIndex = 0;
}

// ---------- messages ----------

/** What was kept before the window was reloaded. */
function storedSession(): unknown {
  const value = host.stored;
  return isRecord(value) && value['version'] === 1 && isRecord(value['session']) ? value['session'] : undefined;
}

function save(session: ReviewSession | undefined): void {
  host.save({ version: 1, session: session ?? null });
}

function receive(message: ToReview): void {
  switch (message.type) {
    case 'strings':
      strings = message.strings;
      locale = message.locale;
      return;
    case 'show':
      if (!strings) return;
      save(message.state);
      void paint(message.show, strings);
      return;
    case 'note':
      host.announce(message.text);
      update({ note: message.text });
      return;
    case 'failed':
      if (!strings) return;
      rendering?.abort();
      model = undefined;
      render(failedPage(strings.failedTitle, message.message), root);
      return;
  }
}

const kept = storedSession();
host.send(kept === undefined ? { type: 'ready' } : { type: 'ready', state: kept });
