import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { keyed } from 'lit/directives/keyed.js';
import { fill } from '../../core/format';
import type { Grade } from '../../core/progress';
import { plainText } from '../../core/text';
import {
  maxDraft,
  type CardShow,
  type EmptyShow,
  type EndShow,
  type Outlook,
  type ReviewShow,
  type ReviewStrings,
  type StartWhat,
} from '../../protocol/review';
import { go, icon } from '../ui/parts';
import type { RenderedPart } from '../ui/renderMarkdown';
import { forecastChart, retentionChart } from './charts';

/** What the page does when the reader acts. */
export interface ReviewActions {
  showAnswer(): void;
  grade(grade: Grade): void;
  goOn(): void;
  draft(text: string): void;
  undo(): void;
  start(what: StartWhat): void;
  openSkill(skill: string, card?: string): void;
  openSetting(): void;
  openWalkthrough(): void;
}

export interface ReviewModel {
  readonly show: ReviewShow;
  readonly strings: ReviewStrings;
  readonly locale: string;
  /** The formatted texts; empty until the worker has answered. */
  readonly rendered: readonly RenderedPart[];
  readonly draft: string;
  /** Grows whenever something else is shown, or the same card is asked again. */
  readonly turn: number;
  /** What has happened last, while the reader looked on. */
  readonly note: string;
}

export function page(model: ReviewModel, actions: ReviewActions): TemplateResult {
  const { show } = model;
  return html`<div class="page">
    ${topBar(model, actions)}
    <main>
      ${model.note === '' ? nothing : html`<p class="note">${icon('info')}<span>${model.note}</span></p>`}
      ${
        show.kind === 'card'
          ? card(model, show, actions)
          : show.kind === 'end'
            ? end(model, show, actions)
            : empty(model, show, actions)
      }
    </main>
  </div>`;
}

function topBar({ show, strings }: ReviewModel, actions: ReviewActions): TemplateResult {
  const canUndo = show.canUndo || (show.kind === 'card' && show.notSaved !== undefined);
  return html`<nav class="topbar" aria-label=${strings.place}>
    <ol class="crumbs">
      <li>${strings.title}${icon('chevron-right')}</li>
      <li aria-current="page">${show.only ? fill(strings.only, show.only.title) : strings.everything}</li>
    </ol>
    <div class="end">
      <button
        class="quiet"
        data-act="undo"
        aria-disabled=${canUndo ? 'false' : 'true'}
        aria-keyshortcuts="U"
        aria-label=${strings.undo}
        title=${strings.undo}
        @click=${() => canUndo && actions.undo()}
      >
        ${icon('discard')}<span>${strings.undo}</span>
      </button>
    </div>
  </nav>`;
}

// ---------- a card ----------

function card(model: ReviewModel, show: CardShow, actions: ReviewActions): TemplateResult {
  const { strings, rendered, draft } = model;
  const [question, answer] = rendered;
  const place = fill(strings.progress, show.position, show.total);
  return html`<div class="where">
      <div class="steps" role="img" aria-label=${`${strings.progressBar}: ${place}`}>
        ${Array.from({ length: show.total }, (_, at) => html`<i class=${at < show.position - 1 ? 'done' : at === show.position - 1 ? 'now' : ''}></i>`)}
      </div>
      <span class="num muted" aria-hidden="true">${place}</span>
    </div>
    <article class="asked" aria-busy=${rendered.length === 0 ? 'true' : 'false'}>
      <p class="of">
        <a href="#" data-act="openSkill" @click=${go(() => actions.openSkill(show.skill.id, show.id))}
          >${show.skill.title}</a
        >
        ${show.isNew ? html`<span class="chip">${icon('sparkle')}${strings.newCard}</span>` : nothing}
        ${show.again ? html`<span class="chip">${icon('refresh')}${strings.againCard}</span>` : nothing}
      </p>
      <h1 tabindex="-1" id="question">
        <span class="sr">${place}. ${show.skill.title}: </span>${inline(question, show.question)}
      </h1>
      <div class="field own">
        <label for="own">${strings.yourAnswer}</label>
        ${keyed(
          model.turn,
          html`<textarea
            id="own"
            rows="4"
            maxlength=${maxDraft}
            aria-describedby="own-hint"
            ?readonly=${show.shown}
            .value=${live(draft)}
            @input=${(event: Event) => actions.draft((event.target as HTMLTextAreaElement).value)}
          ></textarea>`,
        )}
        <p class="muted small" id="own-hint">${strings.answerHint}</p>
      </div>
      ${
        show.shown
          ? html`<section class="answer" id="answer" tabindex="-1" aria-label=${strings.answer}>
                <h2>${strings.answer}</h2>
                ${block(answer, show.answer, strings)}
              </section>
              ${show.notSaved ? unsaved(show.notSaved, strings, actions) : gradeRow(show, strings, actions)}`
          : html`<p class="acts">
              <button
                class="button primary"
                data-act="showAnswer"
                aria-keyshortcuts="Enter"
                @click=${() => actions.showAnswer()}
              >
                ${strings.showAnswer}
              </button>
              <span class="muted small keys">${strings.showKeys}</span>
            </p>`
      }
    </article>`;
}

function gradeRow(show: CardShow, strings: ReviewStrings, actions: ReviewActions): TemplateResult {
  const names = gradeNames(strings);
  const means: Readonly<Record<Grade, string>> = {
    1: strings.againMeans,
    2: strings.hardMeans,
    3: strings.goodMeans,
    4: strings.easyMeans,
  };
  return html`<div class="grades" id="grades" role="group" aria-labelledby="how-well">
    <p id="how-well"><strong>${strings.howWell}</strong> <span class="muted small keys">${strings.gradeKeys}</span></p>
    <div class="row">
      ${show.choices.map(
        ({ grade, short }) =>
          html`<button
            class="button"
            data-grade=${grade}
            aria-keyshortcuts=${grade}
            @click=${() => actions.grade(grade)}
          >
            <kbd aria-hidden="true">${grade}</kbd>
            <span class="name">${names[grade]}</span>
            <span class="means muted">${means[grade]}</span>
            <span class="when num">${short}</span>
          </button>`,
      )}
    </div>
  </div>`;
}

function unsaved(
  { grade, reason }: NonNullable<CardShow['notSaved']>,
  strings: ReviewStrings,
  actions: ReviewActions,
): TemplateResult {
  return html`<div class="callout problem" role="alert" id="grades">
    ${icon('warning')}
    <div>
      <p>${fill(strings.notSaved, gradeNames(strings)[grade], reason)}</p>
      <button class="button" data-act="goOn" @click=${() => actions.goOn()}>${strings.goOn}</button>
    </div>
  </div>`;
}

function gradeNames(strings: ReviewStrings): Readonly<Record<Grade, string>> {
  return { 1: strings.again, 2: strings.hard, 3: strings.good, 4: strings.easy };
}

// ---------- the end, and nothing to begin with ----------

function end(model: ReviewModel, show: EndShow, actions: ReviewActions): TemplateResult {
  const { strings, rendered } = model;
  const { reviewed, outlook } = show;
  const names = gradeNames(strings);
  return html`<header class="pagehead">
      <h1 tabindex="-1">${strings.endTitle}</h1>
      <p class="lede">
        ${fill(reviewed.length === 1 ? strings.endOne : strings.endMany, reviewed.length)} ${whatNext(outlook, strings)}
      </p>
    </header>
    ${nextSteps(model, outlook, actions)}
    <div class="scroll reviewed">
      <table class="stack">
        <thead>
          <tr>
            <th>${strings.colQuestion}</th>
            <th>${strings.colSkill}</th>
            <th>${strings.colGrade}</th>
            <th>${strings.colDue}</th>
          </tr>
        </thead>
        <tbody>
          ${reviewed.map(
            ({ id, skill, question, grade, due }, at) =>
              html`<tr data-card=${id}>
                <th scope="row">${inline(rendered[at], question)}</th>
                <td data-column=${strings.colSkill}>
                  <a href="#" @click=${go(() => actions.openSkill(skill.id, id))}>${skill.title}</a>
                </td>
                <td data-column=${strings.colGrade}>${names[grade]}</td>
                <td data-column=${strings.colDue}>${due}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${charts(model, outlook)}`;
}

/** One sentence on what is still due, or when the next is. */
function whatNext({ due, next }: Outlook, strings: ReviewStrings): string {
  if (due > 0) return fill(due === 1 ? strings.dueOne : strings.dueMany, due);
  return next === undefined ? strings.noNext : fill(strings.nextDue, next);
}

/** What can be gone on with, the nearest first. */
function nextSteps({ show, strings }: ReviewModel, outlook: Outlook, actions: ReviewActions): TemplateResult {
  const { more, later, unseen } = outlook;
  const button = (what: StartWhat, words: string, primary = false): TemplateResult =>
    html`<button class=${primary ? 'button primary' : 'button'} data-act=${what} @click=${() => actions.start(what)}>
      ${words}
    </button>`;
  const { only } = show;
  return html`<p class="acts">
    ${more > 0 ? button('due', fill(more === 1 ? strings.moreOne : strings.moreMany, more), true) : nothing}
    ${more === 0 && unseen > 0 ? button('new', strings.learnMore) : nothing}
    ${more === 0 && later > 0 ? button('ahead', strings.reviewAhead) : nothing}
    ${only ? button('all', strings.reviewAll) : nothing}
    ${
      only
        ? html`<button class="button" data-act="openSkill" @click=${() => actions.openSkill(only.id)}>
            ${strings.openSkill}
          </button>`
        : nothing
    }
  </p>`;
}

function empty(model: ReviewModel, show: EmptyShow, actions: ReviewActions): TemplateResult {
  const { strings } = model;
  const { reason, outlook } = show;
  const words: Readonly<Record<EmptyShow['reason'], readonly [string, string]>> = {
    off: [strings.offTitle, strings.offText],
    'nothing-begun': [strings.nothingBegunTitle, strings.nothingBegunText],
    'nothing-due': [strings.nothingDueTitle, `${whatNext(outlook, strings)} ${strings.nothingDueText}`],
    'no-questions': [strings.noQuestionsTitle, strings.noQuestionsText],
  };
  const [title, text] = words[reason];
  const button = (act: string, label: string, run: () => void): TemplateResult =>
    html`<p class="acts"><button class="button primary" data-act=${act} @click=${run}>${label}</button></p>`;
  return html`<header class="pagehead">
      <h1 tabindex="-1">${title}</h1>
      <p class="lede">${text}</p>
    </header>
    ${
      reason === 'off'
        ? button('openSetting', strings.openSetting, () => actions.openSetting())
        : reason === 'nothing-begun'
          ? button('openWalkthrough', strings.openWalkthrough, () => actions.openWalkthrough())
          : nextSteps(model, outlook, actions)
    }
    ${reason === 'nothing-due' ? charts(model, outlook) : nothing}`;
}

function charts({ strings, locale }: ReviewModel, { forecast, retention }: Outlook): TemplateResult {
  return html`<div class="charts">
    ${forecastChart(forecast, strings, locale)}${retentionChart(retention, strings, locale)}
  </div>`;
}

// ---------- texts ----------

/** A formatted label, or its plain text until (or if ever) it is formatted. */
function inline(part: RenderedPart | undefined, markdown: string): unknown {
  return html`<span class="inline">${part && 'content' in part ? keep(part) : plainText(markdown)}</span>`;
}

/** A formatted text; as it is written when it could not be formatted. */
function block(part: RenderedPart | undefined, markdown: string, strings: ReviewStrings): unknown {
  if (!part) return html`<p class="muted">${strings.loading}</p>`;
  if ('content' in part) return html`<div class="text">${keep(part)}</div>`;
  return html`<p class="muted small">${strings.renderFailed}</p>
    <pre class="plain" tabindex="0">${markdown}</pre>`;
}

const nodes = new WeakMap<RenderedPart, readonly Node[]>();

/** A fragment is empty once it is in the page; its nodes are remembered so that painting again finds them. */
function keep(part: RenderedPart & { content: DocumentFragment }): readonly Node[] {
  let kept = nodes.get(part);
  if (!kept) nodes.set(part, (kept = [...part.content.childNodes]));
  return kept;
}
