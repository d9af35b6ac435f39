import { html, nothing, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { articleText, fill } from '../../core/format';
import type { CareerComparison, CareerEntry, CareerFact, CareerMove, CareerTitle, CareerWay } from '../../core/model';
import {
  careerSections,
  courseTable,
  type CareerProgress,
  type CareerSection,
  type CareerStringKey,
  type CareerStrings,
  type CareerView,
} from '../../protocol/career';
import { figureText, outlookSource, outlookTitle } from '../../protocol/careerText';
import type { PayTarget } from '../../protocol/pay';
import { go, httpsOnly, icon, mark } from '../ui/parts';

export interface CareerActions {
  openSkill(skill: string): void;
  openPay(target?: PayTarget, role?: string): void;
  /** `sources` is the list of the articles, at the end of the last section. */
  goTo(target: CareerSection | 'sources'): void;
  setDone(item: string, done: boolean): void;
  copyTitle(title: string): void;
  print(): void;
  toggled(): void;
}

export interface CareerModel {
  readonly view: CareerView;
  readonly progress: CareerProgress;
  readonly strings: CareerStrings;
  readonly locale: string;
  /** The section that the reader looks at. */
  readonly current: CareerSection;
  /** Ids of the details that are open. */
  readonly open: ReadonlySet<string>;
}

const names: Record<CareerSection, readonly [title: CareerStringKey, lede: CareerStringKey]> = {
  job: ['sectionJob', 'ledeJob'],
  comparison: ['sectionComparison', 'ledeComparison'],
  levels: ['sectionLevels', 'ledeLevels'],
  ways: ['sectionWays', 'ledeWays'],
  titles: ['sectionTitles', 'ledeTitles'],
  boards: ['sectionBoards', 'ledeBoards'],
  hired: ['sectionHired', 'ledeHired'],
  leads: ['sectionLeads', 'ledeLeads'],
  questions: ['sectionQuestions', 'ledeQuestions'],
  disagree: ['sectionDisagree', 'ledeDisagree'],
  outlook: ['sectionOutlook', 'ledeOutlook'],
  reading: ['sectionReading', 'ledeReading'],
};

/** The whole guide: contents, then the sections in their order. */
export function page(model: CareerModel, actions: CareerActions): TemplateResult {
  const { view, strings, current, open, progress } = model;
  const parts = sectionsOf(model, actions);
  // Only these show the reader's progress; the rest is painted once, and again when something is unfolded.
  const body = (section: CareerSection): unknown =>
    ['titles', 'hired', 'leads'].includes(section)
      ? guard([view, progress, open], () => parts[section]())
      : guard([view, open], () => parts[section]());
  return html`<div class="page">
    <nav class="topbar" aria-label=${strings.place}>
      <ol class="crumbs">
        <li aria-current="page">${strings.title}</li>
      </ol>
      <div class="end">
        <button class="quiet" data-act="pay" @click=${() => actions.openPay()}>${icon('graph')}${strings.pay}</button>
        <button class="quiet" data-act="print" @click=${() => actions.print()}>
          ${icon('open-preview')}${strings.print}
        </button>
      </div>
    </nav>
    <header class="pagehead">
      <h1 tabindex="-1">${strings.title}</h1>
      <p class="lede">${strings.lede}</p>
      <p class="muted small inline">
        ${strings.sourcesNote}
        <a href="#sources" data-act="sources" @click=${go(() => actions.goTo('sources'))}>${strings.sourcesLink}</a>
      </p>
    </header>
    <div class="guide">
      <nav class="toc" aria-label=${strings.onThisPage}>
        <ol>
          ${careerSections.map(
            (section) =>
              html`<li>
                <a
                  href=${`#${section}`}
                  aria-current=${section === current ? 'location' : nothing}
                  @click=${go(() => actions.goTo(section))}
                  >${strings[names[section][0]]}</a
                >
              </li>`,
          )}
        </ol>
      </nav>
      <main class="sections">
        ${careerSections.map(
          (section) =>
            html`<section id=${section} tabindex="-1" aria-labelledby=${`h-${section}`}>
              <h2 id=${`h-${section}`}>${strings[names[section][0]]}</h2>
              <p class="sectionlede">${strings[names[section][1]]}</p>
              ${body(section)}
            </section>`,
        )}
      </main>
    </div>
  </div>`;
}

function sectionsOf(model: CareerModel, actions: CareerActions): Record<CareerSection, () => unknown> {
  const { view, progress, strings, locale, open } = model;
  const { data, skills: titles, articles } = view;

  const numbers = new Intl.ListFormat(locale, { type: 'conjunction' });
  /** Numbers of the articles as they are listed at the end. Two hundred links would be in everybody's way, so it is none. */
  const cite = (ids: readonly string[]): unknown => {
    const found = ids.flatMap((id) => {
      const at = articles.findIndex((article) => article.id === id);
      return at < 0 ? [] : { number: at + 1, article: articles[at]! };
    });
    if (found.length === 0) return nothing;
    const words = found.length === 1 ? strings.citedOne : strings.citedMany;
    const spoken = fill(words, numbers.format(found.map(({ number }) => String(number))));
    const named = found.map(({ article }) => articleText(article, strings.undated)).join('; ');
    return html`<sup class="cite"
      ><span aria-hidden="true" title=${named}>${found.map(({ number }) => number).join(',')}</span
      ><span class="sr"> ${spoken}</span></sup
    >`;
  };

  /** A statement and its numbers, which never stand on a line with its last word alone. */
  const cited = (text: string, ids: readonly string[]): unknown =>
    ids.length === 0 ? text : html`${text.replace(/ (\S{1,14})$/, '\u00A0$1')}${cite(ids)}`;

  const skillLink = (id: string, kind: 'link' | 'chip'): unknown => {
    const title = titles[id];
    if (title === undefined) return nothing;
    if (kind === 'link')
      return html`<a href="#" data-skill=${id} @click=${go(() => actions.openSkill(id))}>${title}</a>`;
    const state = progress.states[id] ?? 'not-started';
    const word = { 'not-started': strings.notStarted, 'in-progress': strings.inProgress, done: strings.done }[state];
    return html`<a class="chip" href="#" data-skill=${id} @click=${go(() => actions.openSkill(id))}
      >${state === 'done' ? icon('check') : state === 'in-progress' ? html`<span class="part" aria-hidden="true">◐</span>` : nothing}${title}${
        state === 'not-started' ? nothing : html`<span class="sr">, ${word}</span>`
      }</a
    >`;
  };
  /** A few quiet links at the end of a statement. */
  const skillLinks = (ids: readonly string[], most = 3): unknown => {
    const known = ids.filter((id) => id in titles).slice(0, most);
    return known.length === 0
      ? nothing
      : html`<span class="see"
          >${known.map((id, at) => html`${skillLink(id, 'link')}${at < known.length - 1 ? '\u00A0· ' : ''}`)}</span
        >`;
  };
  const chips = (ids: readonly string[]): TemplateResult =>
    html`<p class="chips">${ids.map((id) => skillLink(id, 'chip'))}</p>`;
  const statement = (fact: CareerFact, most?: number): TemplateResult =>
    html`<p>${cited(fact.text, fact.articles)} ${skillLinks(fact.skills, most)}</p>`;
  const facts = (list: readonly CareerFact[], kind: string): TemplateResult =>
    html`<ul class="dots">
      ${list.map((fact) => html`<li id=${`${kind}-${fact.id}`} tabindex="-1">${statement(fact)}</li>`)}
    </ul>`;
  const entries = (list: readonly CareerEntry[], kind: string): TemplateResult =>
    html`<ul class="branch">
      ${list.map(
        (entry) =>
          html`<li id=${`${kind}-${entry.id}`} tabindex="-1">
            <strong>${entry.title}</strong>
            ${statement(entry, 2)}
          </li>`,
      )}
    </ul>`;
  /** Something unfolded on demand; what is open survives a reload. */
  const fold = (id: string, summary: unknown, body: () => unknown): TemplateResult =>
    html`<details id=${id} data-fold=${id} ?open=${open.has(id)} @toggle=${() => actions.toggled()}>
      <summary>${icon('chevron-right')}${summary}</summary>
      <div class="folded">${body()}</div>
    </details>`;

  const table = ({ title, columns, rows }: CareerComparison): TemplateResult =>
    html`<div class="scroll">
      <table class="stack even">
        <caption class="sr">
          ${title}
        </caption>
        <thead>
          <tr>
            <th scope="col"><span class="sr">${strings.aspect}</span></th>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ id, aspect, cells, note, articles: from }) =>
              html`<tr id=${`row-${id}`} tabindex="-1">
                <th scope="row">${cited(aspect, from)}${note === '' ? nothing : html`<small>${note}</small>`}</th>
                ${cells.map((cell, at) => html`<td data-column=${columns[at] ?? ''}>${cell === '' ? '–' : cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;

  const payOf = (role: string | undefined): unknown => {
    const figures = role === undefined ? [] : (view.pay[role] ?? []);
    if (figures.length === 0) return html`<span class="muted">${strings.payNone}</span>`;
    return figures.map((figure) => html`<span class="figure">${figureText(figure, strings, locale)}</span>`);
  };

  const way = (one: CareerWay): TemplateResult =>
    html`<section class="card way" id=${`way-${one.id}`} tabindex="-1" aria-labelledby=${`h-way-${one.id}`}>
      <h3 id=${`h-way-${one.id}`}>${icon(one.icon)}${one.title}</h3>
      ${
        one.share
          ? html`<div class="share">
              <span class="big">${one.share.percent}%</span>
              <svg class="sharebar" aria-hidden="true" width="100%" height="8">
                <rect class="bg" width="100%" height="8" rx="2" />
                <rect class="fg" width=${`${one.share.percent}%`} height="8" rx="2" />
              </svg>
              <span class="muted">${one.share.text}</span>
            </div>`
          : nothing
      }
      <p>${cited(one.text, one.articles)}</p>
      <dl>
        ${(['takes', 'costs', 'suits', 'watch'] as const).map(
          (field) =>
            html`<div>
              <dt>${strings[field]}</dt>
              <dd>${one[field]}</dd>
            </div>`,
        )}
      </dl>
      ${fold(
        `way-${one.id}-offers`,
        fill(strings.offers, one.offers.length),
        () =>
          html`<ul class="offers">
            ${one.offers.map(
              (offer) =>
                html`<li id=${`offer-${offer.id}`} tabindex="-1">
                  <strong>${offer.title}</strong>${
                    offer.provider === null ? nothing : html` <span class="muted">${offer.provider}</span>`
                  }
                  ${statement(offer)}
                </li>`,
            )}
          </ul>`,
      )}
    </section>`;

  const title = (one: CareerTitle, withBar: boolean): TemplateResult => {
    const states = one.skills.filter((id) => id in titles).map((id) => progress.states[id] ?? 'not-started');
    const done = states.filter((state) => state === 'done').length;
    const begun = states.filter((state) => state === 'in-progress').length;
    const words = begun > 0 ? strings.begunSkills : strings.practisedSkills;
    return html`<li id=${`title-${one.id}`} tabindex="-1">
      <div class="jobtitle"><strong>${one.title}</strong><span>${cited(one.text, one.articles)}</span></div>
      <div class="fit">${cells(states)}<span class="num">${fill(words, done, states.length, begun)}</span></div>
      <div class="jobacts">
        ${
          withBar
            ? html`<button
                class="quiet"
                data-copy=${one.id}
                aria-label=${`${strings.copySearch}: ${one.title}`}
                @click=${() => actions.copyTitle(one.id)}
              >
                ${icon('copy')}<span>${strings.copySearch}</span>
              </button>`
            : nothing
        }
        ${
          one.role === undefined
            ? nothing
            : html`<button
                class="quiet"
                data-pay=${one.role}
                aria-label=${`${strings.titlePay}: ${one.title}`}
                @click=${() => actions.openPay('by-source', one.role)}
              >
                ${icon('graph')}<span>${strings.titlePay}</span>
              </button>`
        }
      </div>
      <div class="jobmore">
        ${fold(
          `title-${one.id}-skills`,
          strings.skillsAsked,
          () =>
            html`${chips(one.skills)}${
              one.also.length === 0
                ? nothing
                : html`<p class="muted">${fill(strings.alsoCalled, one.also.join(', '))}</p>`
            }`,
        )}
      </div>
    </li>`;
  };

  const move = (one: CareerMove): TemplateResult =>
    html`<li class="card" id=${`move-${one.id}`} tabindex="-1">
      <h3>${one.title}</h3>
      <p>${cited(one.text, one.articles)}</p>
      <p class="figures">
        ${payOf(one.role)}${
          one.role === undefined
            ? nothing
            : html` <a
                href="#"
                data-pay=${one.role}
                aria-label=${`${strings.pay}: ${one.title}`}
                @click=${go(() => actions.openPay('by-source', one.role))}
                >${strings.pay}</a
              >`
        }
      </p>
      ${
        one.learn.length === 0
          ? nothing
          : html`<h4>${strings.learnFor}</h4>
              <p>${one.learn.join(', ')}</p>`
      }
      ${
        one.skills.length === 0
          ? nothing
          : html`<h4>${strings.skillsThere}</h4>
              ${chips(one.skills)}`
      }
    </li>`;

  const [comparison, ...levels] = data.comparisons;
  const levelTables = levels.filter(({ id }) => id !== courseTable);
  const wayTables = levels.filter(({ id }) => id === courseTable);
  const done = new Set(progress.done);

  return {
    job: () =>
      html`<ol class="day">
          ${data.day.map(
            (hour) =>
              html`<li id=${`hour-${hour.id}`} tabindex="-1">
                <time>${hour.time}</time><span class="node"></span>
                <div>
                  <div class="hourhead">
                    <h3>${hour.title}</h3>
                    ${skillLinks(hour.skills)}
                  </div>
                  <p>${cited(hour.text, hour.articles)}</p>
                </div>
              </li>`,
          )}
        </ol>
        <h3>${strings.tasks}</h3>
        <div class="folds">
          ${data.tasks.map((group) =>
            fold(
              `tasks-${group.id}`,
              html`<span>${group.title}</span><span class="muted num">${group.entries.length}</span>`,
              () => facts(group.entries, 'task'),
            ),
          )}
        </div>
        <h3>${strings.withWhom}</h3>
        ${entries(data.collaborators, 'with')}
        <h3>${strings.where}</h3>
        ${entries(data.places, 'place')}
        <h3>${strings.goodToKnow}</h3>
        ${facts(data.facts, 'fact')}`,
    comparison: () => (comparison ? table(comparison) : nothing),
    levels: () =>
      levelTables.map(
        (one) =>
          html`<h3>${one.title}</h3>
            ${table(one)}`,
      ),
    ways: () =>
      html`<div class="cards">${data.ways.map(way)}</div>
        ${wayTables.map(
          (one) =>
            html`<h3>${one.title}</h3>
              ${table(one)}`,
        )}`,
    titles: () =>
      html`<ul class="legend">
          <li>${legendCell('done')}${strings.legendDone}</li>
          <li>${legendCell('in-progress')}${strings.legendBegun}</li>
          <li>${legendCell('not-started')}${strings.legendNotYet}</li>
        </ul>
        ${data.titles.map(
          (group, at) =>
            html`${at === 0 ? nothing : html`<h3>${group.title}</h3>`}
              <ul class="jobs">
                ${group.entries.map((one) => title(one, at === 0))}
              </ul>`,
        )}`,
    boards: () => {
      const general = data.boards.filter(({ technology }) => technology === null);
      const special = data.boards.filter(({ technology }) => technology !== null);
      return html`<h3>${strings.boardsTechnology}</h3>
        ${entries(
          special.map((board) => ({ ...board, title: `${board.technology}: ${board.title}` })),
          'board',
        )}
        <h3>${strings.boardsGeneral}</h3>
        ${entries(general, 'board')}`;
    },
    hired: () =>
      html`<div class="hire">
        ${data.checklist.map((group) => {
          const count = group.entries.filter(({ id }) => done.has(id)).length;
          return html`<section aria-labelledby=${`h-hired-${group.id}`}>
            <h3 id=${`h-hired-${group.id}`}>
              ${group.title}<span class="num muted">${fill(strings.practisedOf, count, group.entries.length)}</span>
            </h3>
            <ul class="tasks">
              ${repeat(
                group.entries,
                ({ id }) => id,
                (item) =>
                  html`<li id=${`hired-${item.id}`} tabindex="-1">
                    <vscode-checkbox
                      data-item=${item.id}
                      .checked=${live(progress.notSaved[item.id]?.done ?? done.has(item.id))}
                      @change=${(event: Event) => actions.setDone(item.id, (event.target as HTMLInputElement).checked)}
                      >${cited(item.text, item.articles)}</vscode-checkbox
                    >
                    ${item.id in progress.notSaved ? mark('unsaved', 'warning', fill(strings.notSaved, progress.notSaved[item.id]?.reason ?? '')) : nothing}
                    <span class="under">${skillLinks(item.skills)}</span>
                  </li>`,
              )}
            </ul>
          </section>`;
        })}
      </div>`,
    leads: () =>
      html`<ul class="cards">
        ${data.moves.map(move)}
      </ul>`,
    questions: () =>
      html`<div class="folds">
        ${data.questions.map((question) =>
          fold(`question-${question.id}`, html`<span>${question.title}</span>`, () => statement(question, 4)),
        )}
      </div>`,
    disagree: () =>
      html`<ul class="sides">
        ${data.contradictions.map(
          ({ id, subject, sides, comment }) =>
            html`<li id=${`disagree-${id}`} tabindex="-1">
              <h3>${subject}</h3>
              <ul class="dots">
                ${sides.map(({ says, articles: from }) => html`<li>${cited(says, from)}</li>`)}
              </ul>
              <p class="muted">${comment}</p>
            </li>`,
        )}
      </ul>`,
    outlook: () =>
      html`<ul class="branch">
          ${view.outlook.map(
            (fact) =>
              html`<li id=${`outlook-${fact.id}`} tabindex="-1">
                <strong>${outlookTitle(fact, strings, locale)}</strong>
                <p>${cited(fact.text, fact.articles)}</p>
                <p class="muted">${outlookSource(fact, strings)}</p>
              </li>`,
          )}
        </ul>
        <p>
          <a href="#" data-act="growth" @click=${go(() => actions.openPay('growth'))}>${strings.pay}</a>
        </p>`,
    reading: () =>
      html`<ul class="branch">
          ${data.reading.map(
            (one) =>
              html`<li id=${`reading-${one.id}`} tabindex="-1">
                ${
                  one.url === null
                    ? html`<strong>${one.title}</strong>`
                    : html`<a href=${httpsOnly(one.url)}>${one.title}</a>`
                }
                <p>${cited(one.text, one.articles)} ${skillLinks(one.skills, 2)}</p>
              </li>`,
          )}
        </ul>
        <h3 id="sources" tabindex="-1">${strings.sources}</h3>
        <ol class="articles">
          ${articles.map((article, at) => html`<li id=${`source-${at + 1}`}>${articleText(article, strings.undated)}</li>`)}
        </ol>`,
  };
}

type State = CareerProgress['states'][string];

/** One segment per skill; its height says what its colour says. */
function cells(states: readonly State[]): TemplateResult {
  const gap = 1.2;
  const width = (100 + gap) / Math.max(1, states.length) - gap;
  const order: readonly State[] = ['done', 'in-progress', 'not-started'];
  const sorted = [...states].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return html`<svg class="cells" width="100%" height="8" aria-hidden="true">
    ${sorted.map((state, at) => cell(state, `${(at * (width + gap)).toFixed(2)}%`, `${width.toFixed(2)}%`))}
  </svg>`;
}

function cell(state: State, x: string, width: string): TemplateResult {
  const height = { done: 8, 'in-progress': 4, 'not-started': 2 }[state];
  return svg`<rect class=${state} x=${x} width=${width} y=${(8 - height) / 2} height=${height} rx="1" />`;
}

function legendCell(state: State): TemplateResult {
  return html`<svg class="cells" viewBox="0 0 16 8" aria-hidden="true">${cell(state, '0', '16')}</svg>`;
}
