import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { plainText } from '../../core/text';
import type {
  HistoryView,
  NoteView,
  OtherNote,
  ProgressView,
  SkillLink,
  SkillView,
  StringKey,
  Strings,
} from '../../protocol/skill';
import { fill } from '../../core/format';
import { questionKey } from '../../core/question';
import { go, httpsOnly, icon, mark } from '../ui/parts';
import type { RenderedPart } from '../ui/renderMarkdown';
import { ringArcs } from '../ui/ring';
import { payCard } from './payCard';

/** What the page does when the reader acts. Ids only. */
export interface PageActions {
  open(skill: string, section?: string): void;
  back(): void;
  forward(): void;
  setDone(item: string, done: boolean): void;
  reveal(): void;
  openPay(role: string): void;
  openTitle(title: string): void;
  openLab(lab: string): void;
  startLab(lab: string): void;
  openToSide(): void;
  review(): void;
  editNote(): void;
  openNote(file: string): void;
  toggled(): void;
}

/** The formatted texts of the page; undefined until the worker has answered. */
export interface Rendered {
  readonly items: readonly RenderedPart[];
  readonly sections: readonly RenderedPart[];
  readonly mistakeTitles: readonly RenderedPart[];
  readonly mistakes: readonly RenderedPart[];
  readonly questions: readonly RenderedPart[];
  readonly answers: readonly RenderedPart[];
}

export interface PageModel {
  readonly view: SkillView;
  readonly progress: ProgressView;
  readonly history: HistoryView;
  readonly strings: Strings;
  readonly locale: string;
  readonly rendered: Rendered | undefined;
  /** True when the side column fits beside the text. */
  readonly wide: boolean;
  /** The reader's note; undefined until the host has looked. */
  readonly note: NoteModel | undefined;
  /** Index of the questions that are open. */
  readonly open: ReadonlySet<number>;
}

export interface NoteModel {
  readonly view: NoteView;
  /** Of a note that is shown; undefined until the worker has answered. */
  readonly part?: RenderedPart;
  /** Notes beside it. */
  readonly others: readonly OtherNote[];
}

/** The whole page. The order of the parts is the order in which they are read, at any width. */
export function page(model: PageModel, actions: PageActions): TemplateResult {
  const { view, strings, wide, locale } = model;
  const practice = html`${practiceCard(model, actions)}${labsCard(model, actions)}`;
  // Figures do not change while the page is open.
  const pay = guard([view, wide], () => payCard(view.pay, strings, locale, (role) => actions.openPay(role)));
  const sources = sourcesCard(model);
  const text = html`<main class="main">${article(model, actions)}${noteSection(model, actions)}</main>`;
  return html`<a class="skip" href="#practice" @click=${focusPractice}>${strings.skipToPractice}</a>
    <div class="page">
      ${topBar(model, actions)} ${header(model, actions)}
      <div class="body">
        ${
          wide
            ? html`${text}
                <aside class="side" aria-label=${strings.sideLabel}>${practice}${pay}${sources}</aside>`
            : html`${practice}${text}${pay}${sources}`
        }
        ${pager(model, actions)}
      </div>
    </div>`;
}

function focusPractice(event: Event): void {
  event.preventDefault();
  const card = document.getElementById('practice');
  card?.scrollIntoView({ block: 'start' });
  card?.querySelector<HTMLElement>('vscode-checkbox')?.focus();
}

function topBar({ view, history, strings, note }: PageModel, actions: PageActions): TemplateResult {
  const button = (name: string, label: string, enabled: boolean, run: () => void, id: string): TemplateResult =>
    html`<vscode-toolbar-button
      class="iconbtn"
      data-act=${id}
      icon=${name}
      label=${label}
      title=${label}
      ?inert=${!enabled}
      @click=${run}
    ></vscode-toolbar-button>`;
  return html`<nav class="topbar" aria-label=${strings.history}>
    ${button('arrow-left', history.back ? fill(strings.backTo, history.back) : strings.back, history.back !== undefined, () => actions.back(), 'back')}
    ${button(
      'arrow-right',
      history.forward ? fill(strings.forwardTo, history.forward) : strings.forward,
      history.forward !== undefined,
      () => actions.forward(),
      'forward',
    )}
    <ol class="crumbs">
      <li>${view.area}${icon('chevron-right')}</li>
      <li aria-current="page">${view.title}</li>
    </ol>
    <div class="end">
      ${button('note', note?.view.state === 'note' ? strings.editNote : strings.addNote, true, () => actions.editNote(), 'note')}
      ${button('list-tree', strings.revealInTree, true, () => actions.reveal(), 'reveal')}
      ${button('split-horizontal', strings.openToSide, true, () => actions.openToSide(), 'openToSide')}
    </div>
  </nav>`;
}

function header(model: PageModel, actions: PageActions): TemplateResult {
  const { view, progress, strings } = model;
  const done = progress.done.length;
  const total = view.items.length;
  const label = fill(strings.practised, done, total);
  return html`<header class="hero">
    <span class="kind">${icon(view.kindIcon)}</span>
    <div class="herotext"><h1 tabindex="-1">${view.title}</h1></div>
    <p class="lede">${view.summary}</p>
    <ul class="meta">
      <li>${view.kindName}</li>
      <li>${view.levelName}</li>
      <li>${fill(strings.minutes, view.minutes)}</li>
    </ul>
    <div class="score">
      <svg class="ring" viewBox="0 0 56 56" role="img" aria-label=${label}>
        ${ringArcs(done, total)}
        <text x="28" y="33">${done}/${total}</text>
      </svg>
      <ul class="tally">
        <li class="practised">${icon('check')}<b class="num">${done}</b><span>${strings.practisedWord}</span></li>
        <li class="todo">
          ${icon('circle-large-outline')}<b class="num">${total - done}</b><span>${strings.notYet}</span>
        </li>
      </ul>
    </div>
    <dl class="links">
      ${links(model, 'needs', view.prerequisites, actions)}${links(model, 'leadsTo', view.leadsTo, actions)}${links(
        model,
        'related',
        view.related.filter((skill) => ![...view.prerequisites, ...view.leadsTo].some(({ id }) => id === skill.id)),
        actions,
      )}${usedBy(model, actions)}
    </dl>
  </header>`;
}

/** How many links of a long list are shown at first. */
const shownLinks = 6;

/** Chips under a word; those of a long list stand behind "more". */
function chips<T extends SkillLink>(
  { strings }: PageModel,
  title: StringKey,
  list: readonly T[],
  chip: (link: T) => TemplateResult,
  shown = shownLinks,
): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  // A few more are not worth hiding.
  const first = list.length > shown + 2 ? list.slice(0, shown) : list;
  const rest = list.slice(first.length);
  return html`<div>
    <dt>${strings[title]}</dt>
    <dd>
      ${repeat(first, ({ id }) => id, chip)}
      ${
        rest.length === 0
          ? nothing
          : html`<details class="more">
              <summary class="chip">${icon('chevron-right')}${fill(strings.andMore, rest.length)}</summary>
              <div>${repeat(rest, ({ id }) => id, chip)}</div>
            </details>`
      }
    </dd>
  </div>`;
}

function links(
  model: PageModel,
  title: StringKey,
  skills: readonly SkillLink[],
  actions: PageActions,
): TemplateResult | typeof nothing {
  const { progress, strings } = model;
  const stateWords = { 'not-started': strings.notStarted, 'in-progress': strings.inProgress, done: strings.done };
  return chips(model, title, skills, ({ id, title: name }) => {
    const state = progress.states[id] ?? 'not-started';
    return html`<a class="chip" href="#" data-skill=${id} @click=${go(() => actions.open(id))}
      >${state === 'done' ? icon('check') : state === 'in-progress' ? html`<span class="part" aria-hidden="true">◐</span>` : nothing}${name}${
        state === 'not-started' ? nothing : html`<span class="sr">, ${stateWords[state]}</span>`
      }</a
    >`;
  });
}

/** Job titles that ask for the skill; they lead to the career guide. */
function usedBy(model: PageModel, actions: PageActions): TemplateResult | typeof nothing {
  return chips(
    model,
    'usedBy',
    model.view.usedBy,
    ({ id, title }) =>
      html`<a class="chip" href="#" data-title=${id} @click=${go(() => actions.openTitle(id))}>${title}</a>`,
    3,
  );
}

function practiceCard({ view, progress, strings, rendered }: PageModel, actions: PageActions): TemplateResult {
  const done = new Set(progress.done);
  return html`<section class="card practice" id="practice" tabindex="-1" aria-labelledby="h-practice">
    <div class="cardhead">
      <h2 id="h-practice">${strings.practice}</h2>
      <span class="muted num">${fill(strings.practisedOf, done.size, view.items.length)}</span>
    </div>
    <ul class="tasks">
      ${repeat(
        view.items,
        (item) => item.id,
        (item, index) => {
          const unsaved = progress.notSaved[item.id];
          const verified = progress.verified[item.id];
          return html`<li>
            <vscode-checkbox
              data-item=${item.id}
              .checked=${live(unsaved?.done ?? done.has(item.id))}
              @change=${(event: Event) => actions.setDone(item.id, (event.target as HTMLInputElement).checked)}
              >${inline(rendered?.items[index], item.text)}</vscode-checkbox
            >
            ${verified === undefined ? nothing : mark('seal', 'verified-filled', fill(strings.verifiedOn, verified))}
            ${unsaved ? mark('unsaved', 'warning', fill(strings.notSaved, unsaved.reason)) : nothing}
          </li>`;
        },
      )}
    </ul>
  </section>`;
}

function labsCard({ view, progress, strings }: PageModel, actions: PageActions): TemplateResult | typeof nothing {
  if (view.labs.length === 0) return nothing;
  return html`<section class="card labs" id="labs" tabindex="-1" aria-labelledby="h-labs">
    <div class="cardhead"><h2 id="h-labs">${strings.labs}</h2></div>
    <ul class="lablist">
      ${repeat(
        view.labs,
        ({ id }) => id,
        (lab) => {
          const verified = progress.labs[lab.id];
          return html`<li data-lab=${lab.id}>
            <h3>${lab.title}</h3>
            <p>${lab.summary}</p>
            <p class="muted small">${fill(strings.labFacts, lab.levelName, lab.minutes, lab.languages.join(', '))}</p>
            ${verified === undefined ? nothing : mark('seal', 'verified-filled', fill(strings.verifiedOn, verified))}
            <div class="labacts">
              <button class="button" data-act="startLab" @click=${() => actions.startLab(lab.id)}>
                ${icon('beaker')}<span>${strings.startLab}</span>
              </button>
              <a href="#" data-act="openLab" @click=${go(() => actions.openLab(lab.id))}>${strings.openLab}</a>
            </div>
          </li>`;
        },
      )}
    </ul>
  </section>`;
}

function article({ view, progress, rendered, strings, open }: PageModel, actions: PageActions): TemplateResult {
  const { body } = view;
  return html`<article class="prose" aria-busy=${rendered ? 'false' : 'true'}>
    ${body.sections.map(
      (section, index) =>
        html`<h2 id=${`section-${section.id}`} tabindex="-1">${section.title}</h2>
          ${block(rendered?.sections[index], strings)}`,
    )}
    ${
      body.mistakes.length === 0
        ? nothing
        : html`<h2 id="section-common-mistakes" tabindex="-1">${strings.commonMistakes}</h2>
            <ul class="mistakes">
              ${body.mistakes.map(
                (mistake, index) =>
                  html`<li>
                    ${icon('warning')}
                    <div>
                      <h3>${inline(rendered?.mistakeTitles[index], mistake.title)}</h3>
                      ${block(rendered?.mistakes[index], strings)}
                    </div>
                  </li>`,
              )}
            </ul>`
    }
    ${
      body.questions.length === 0
        ? nothing
        : html`<h2 id="section-check-yourself" tabindex="-1">${strings.checkYourself}</h2>
            ${
              progress.due === undefined
                ? nothing
                : html`<p class="due">
                    ${
                      progress.due === 0
                        ? nothing
                        : html`${icon('clock')}<span
                              >${fill(progress.due === 1 ? strings.dueOne : strings.dueMany, progress.due)}</span
                            >`
                    }
                    <a href="#" data-act="review" @click=${go(() => actions.review())}>${strings.reviewSkill}</a>
                  </p>`
            }
            <div class="qa">
              ${body.questions.map(
                (question, index) =>
                  html`<details
                    data-question=${index}
                    data-card=${question.id ?? nothing}
                    data-key=${questionKey(question, index)}
                    ?open=${open.has(index)}
                    @toggle=${() => actions.toggled()}
                  >
                    <summary>
                      ${icon('chevron-right')}<span>${inline(rendered?.questions[index], question.question)}</span>
                    </summary>
                    <div class="answer">${block(rendered?.answers[index], strings)}</div>
                  </details>`,
              )}
            </div>`
    }
  </article>`;
}

/** What the reader has noted, shown as safely as the page itself. */
function noteSection({ note, strings }: PageModel, actions: PageActions): TemplateResult {
  const view = note?.view;
  const body = (): unknown => {
    if (!view) return html`<p class="muted loading">${strings.loading}</p>`;
    if (view.state === 'none') return html`<p class="muted">${strings.noteNone}</p>`;
    if (view.state === 'problem')
      return html`<div class="callout problem" role="note">
        ${icon('warning')}
        <div><p>${view.message}</p></div>
      </div>`;
    return html`${block(note.part, strings)}${view.cut ? html`<p class="muted" data-cut>${strings.noteCut}</p>` : nothing}`;
  };
  return html`<section class="note" id="note" tabindex="-1" aria-labelledby="h-note">
    <div class="notehead">
      <h2 id="h-note">${strings.noteTitle}</h2>
      <button class="quiet" data-act="editNote" @click=${() => actions.editNote()}>
        ${icon(view?.state === 'none' ? 'add' : 'edit')}<span
          >${view?.state === 'none' ? strings.addNote : strings.editNote}</span
        >
      </button>
    </div>
    <div class="prose notebody">${body()}</div>
    ${otherNotes(note?.others ?? [], strings, actions)}
  </section>`;
}

/** Notes that were imported beside the one that is shown, as links to their files. */
function otherNotes(others: readonly OtherNote[], strings: Strings, actions: PageActions): unknown {
  if (others.length === 0) return nothing;
  return html`<div class="othernotes">
    <h3 id="h-othernotes">${strings.otherNotes}</h3>
    <ul aria-labelledby="h-othernotes">
      ${others.map(
        ({ file, label }) =>
          html`<li>
            <button class="quiet" data-act="openNote" data-file=${file} @click=${() => actions.openNote(file)}>
              ${icon('note')}<span>${label} <span class="muted">${file}</span></span>
            </button>
          </li>`,
      )}
    </ul>
  </div>`;
}

/** A formatted label, or its plain text until (or if ever) it is formatted. */
function inline(part: RenderedPart | undefined, markdown: string): unknown {
  return html`<span class="inline">${part && 'content' in part ? keep(part) : plainText(markdown)}</span>`;
}

/** A formatted text, or a card that says why there is none. The rest of the page stands. */
function block(part: RenderedPart | undefined, strings: Strings): unknown {
  if (!part) return html`<p class="muted loading">${strings.loading}</p>`;
  if ('content' in part) return html`<div class="text">${keep(part)}</div>`;
  const words = { 'too-long': strings.renderTooLong, timeout: strings.renderTimeout, failed: strings.renderFailed };
  return html`<div class="callout problem" role="note">
    ${icon('error')}
    <div><p>${words[part.failure]}</p></div>
  </div>`;
}

const nodes = new WeakMap<RenderedPart, readonly Node[]>();

/** A fragment is empty once it is in the page; its nodes are remembered so that painting again finds them. */
function keep(part: RenderedPart & { content: DocumentFragment }): readonly Node[] {
  let kept = nodes.get(part);
  if (!kept) nodes.set(part, (kept = [...part.content.childNodes]));
  return kept;
}

function sourcesCard({ view, strings }: PageModel): TemplateResult {
  const { links: reading, sources } = view.body;
  const read = new Set(reading.map((link) => link.url));
  const more = sources.filter((url) => !read.has(url));
  return html`<section class="card sources" id="sources" tabindex="-1" aria-labelledby="h-sources">
    <div class="cardhead"><h2 id="h-sources">${strings.sources}</h2></div>
    <ul class="linklist">
      ${reading.map((link) => html`<li><a href=${httpsOnly(link.url)}>${link.title}</a>${link.note ? html`<span>${plainText(link.note)}</span>` : nothing}</li>`)}
    </ul>
    ${
      more.length === 0
        ? nothing
        : html`<h3 class="backed">${strings.backedBy}</h3>
            <ul class="linklist">
              ${more.map((url) => html`<li><a href=${httpsOnly(url)}>${shortUrl(url)}</a></li>`)}
            </ul>`
    }
  </section>`;
}

function pager({ view, strings }: PageModel, actions: PageActions): TemplateResult {
  const link = (to: SkillLink | undefined, word: string, name: string, arrow: 'left' | 'right'): TemplateResult =>
    to
      ? html`<a href="#" class=${name} data-skill=${to.id} @click=${go(() => actions.open(to.id))}>
          <span
            >${arrow === 'left' ? icon('arrow-left') : nothing}${word}${arrow === 'right' ? icon('arrow-right') : nothing}</span
          >${to.title}
        </a>`
      : html`<span class=${name}></span>`;
  return html`<nav class="pager" aria-label=${strings.pager}>
    ${link(view.previous, strings.previous, 'previous', 'left')}${link(view.next, strings.next, 'next', 'right')}
  </nav>`;
}

function shortUrl(url: string): string {
  return url.replace(/^https:\/\/(?:www\.)?/, '').replace(/\/$/, '');
}
