import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fill } from '../../core/format';
import {
  chosenLearners,
  chosenSkills,
  learnerSorts,
  teamSorts,
  type Board,
  type BoardLearner,
  type BoardSkill,
  type LearnerColumn,
  type LearnerSort,
  type SkillDetails,
  type TeamChoices,
  type TeamSort,
} from '../../core/teamBoard';
import {
  maxTeamFiles,
  maxTeamText,
  type TeamProblem,
  type TeamStringKey,
  type TeamStrings,
  type TeamView,
} from '../../protocol/team';
import { dateText, learnerName } from '../../protocol/teamText';
import { go, icon } from '../ui/parts';

export interface TeamActions {
  choose(change: Partial<TeamChoices>): void;
  toggle(skill: string): void;
  /** Shows the whole of a list that was cut short. */
  showAll(list: string): void;
  showMore(): void;
  openSkill(skill: string): void;
  openFile(file: number): void;
  openSetting(): void;
  openFolder(): void;
  copy(): void;
  csv(): void;
}

export interface TeamModel {
  readonly view: TeamView;
  readonly strings: TeamStrings;
  readonly locale: string;
  readonly choices: TeamChoices;
  /** What the chosen learners have done, as far as it has come; by learner id. */
  readonly columns: ReadonlyMap<string, LearnerColumn>;
  /** Skills whose rows are open, and what is known of them. */
  readonly open: ReadonlySet<string>;
  readonly details: ReadonlyMap<string, SkillDetails>;
  /** Lists that are shown as a whole. */
  readonly whole: ReadonlySet<string>;
  /** How many rows of the table are shown. */
  readonly rows: number;
  /** True for the first painting, of what a window shows: the rest comes with the next frame. */
  readonly isFirst: boolean;
}

/** Rows that are shown at first, and added each time; a page of thousands would be slow. */
export const rowStep = 200;

/** More rows than a window is high. */
const firstRows = 40;

/** Names and problems that are shown before the reader asks for all. */
const fewNames = 24;
const fewOfItem = 12;
const fewProblems = 5;
const fewMatches = 6;
const fewFolders = 3;

export function page(model: TeamModel, actions: TeamActions): TemplateResult {
  const { view, strings } = model;
  const empty = view.board.learners.length === 0;
  return html`<div class="page">
    <nav class="topbar" aria-label=${strings.place}>
      <ol class="crumbs">
        <li aria-current="page">${strings.title}</li>
      </ol>
      ${
        empty
          ? nothing
          : html`<div class="end">
              ${topButton('copy', 'copy', strings.copy, () => actions.copy())}
              ${topButton('csv', 'save', strings.csv, () => actions.csv())}
            </div>`
      }
    </nav>
    <header class="pagehead">
      <h1 tabindex="-1">${strings.title}</h1>
      <p class="lede">${strings.lede}</p>
    </header>
    ${problems(model, actions)}
    ${
      empty
        ? emptyState(model, actions)
        : html`${stats(model)} ${filters(model, actions)}
            <main>${model.choices.show === 'skills' ? bySkill(model, actions) : byLearner(model, actions)}</main>`
    }
  </div>`;
}

/** Its words are not shown where there is no room. */
function topButton(act: string, picture: string, words: string, run: () => void): TemplateResult {
  return html`<button class="quiet" data-act=${act} aria-label=${words} title=${words} @click=${run}>
    ${icon(picture)}<span>${words}</span>
  </button>`;
}

/** While nothing can be shown yet. */
export function readingPage(strings: TeamStrings, read: number, files: number): TemplateResult {
  return html`<div class="page">
    <header class="pagehead">
      <h1 tabindex="-1">${strings.title}</h1>
      <p class="muted num">${fill(strings.reading, read, files)}</p>
    </header>
  </div>`;
}

// ---------- above the table ----------

function emptyState({ view, strings }: TeamModel, actions: TeamActions): TemplateResult {
  return html`<section class="card empty" aria-labelledby="h-empty">
    <h2 id="h-empty">${strings.emptyTitle}</h2>
    ${
      view.hasFolder
        ? html`<p>${strings.emptyText}</p>
            <p><code>${strings.emptyExample}</code></p>
            <p>${strings.emptyHow}</p>
            <p>
              <button class="primary" data-act="setting" @click=${() => actions.openSetting()}>
                ${strings.openSetting}
              </button>
            </p>`
        : html`<p>${strings.emptyNoFolder}</p>
            <p>
              <button class="primary" data-act="folder" @click=${() => actions.openFolder()}>
                ${strings.openFolder}
              </button>
            </p>`
    }
  </section>`;
}

function stats({ view, strings, locale }: TeamModel): TemplateResult {
  const { board, folders, files } = view;
  const one = (name: string, value: number, total?: number): TemplateResult =>
    html`<div>
      <dt>${name}</dt>
      <dd class="num">
        <strong>${value}</strong
        >${total === undefined ? nothing : html` <span class="muted">${fill(strings.statOf, total)}</span>`}
      </dd>
    </div>`;
  const shown = folders.slice(0, fewFolders).map(({ name, files: inside }) => {
    const folder = name === '.' ? strings.folderRoot : `${name}/`;
    return folders.length === 1 ? folder : fill(strings.folderFiles, folder, inside);
  });
  const rest = folders.length - shown.length;
  if (rest > 0) shown.push(fill(strings.moreFolders, rest));
  const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(shown);
  return html`<dl class="stats">
      ${one(strings.statLearners, board.learners.length)} ${one(strings.statBegun, board.begun, board.skills.length)}
      ${one(strings.statFinished, board.finished, board.skills.length)}
      ${one(strings.statVerified, board.verified, board.skills.length)}
    </dl>
    <p class="muted small from">
      <bdi>${fill(files === 1 ? strings.filesOne : strings.filesMany, files, list)}</bdi>
    </p>`;
}

function problems({ view, strings, whole }: TeamModel, actions: TeamActions): unknown {
  const { problems: list, tooMany } = view;
  const shown = whole.has('problems') ? list : list.slice(0, fewProblems);
  const entry = ({ file, name, line, message }: TeamProblem): TemplateResult =>
    html`<li>
      <p>
        <strong><bdi>${fill(strings.atLine, name, line)}</bdi></strong> ${message}
      </p>
      <button
        class="quiet"
        data-file=${file}
        aria-label=${`${strings.openFile}: ${name}`}
        @click=${() => actions.openFile(file)}
      >
        ${icon('go-to-file')}${strings.openFile}
      </button>
    </li>`;
  return html`${
    list.length === 0
      ? nothing
      : html`<section class="callout problem" aria-labelledby="h-problems">
          ${icon('error')}
          <div>
            <h2 id="h-problems">
              ${fill(list.length === 1 ? strings.problemsOne : strings.problemsMany, list.length)}
            </h2>
            <ul class="problems">
              ${shown.map(entry)}
            </ul>
            ${rest('problems', list.length - shown.length, list.length, strings, actions)}
          </div>
        </section>`
  }${
    tooMany
      ? html`<div class="callout problem" role="note">
          ${icon('error')}
          <p>${fill(strings.tooMany, maxTeamFiles)}</p>
        </div>`
      : nothing
  }`;
}

/** The button behind a list that was cut short. */
function rest(list: string, hidden: number, all: number, strings: TeamStrings, actions: TeamActions): unknown {
  return hidden <= 0
    ? nothing
    : html`<button class="quiet" data-whole=${list} @click=${() => actions.showAll(list)}>
        ${fill(strings.showAll, all)}
      </button>`;
}

function filters({ view, strings, choices, columns, isFirst }: TeamModel, actions: TeamActions): TemplateResult {
  const { board } = view;
  const [first = '', second = ''] = choices.learners;
  const bySkill = choices.show === 'skills';
  const select = (
    name: string,
    label: string,
    value: string,
    options: readonly (readonly [value: string, label: string])[],
    set: (value: string) => void,
  ): TemplateResult =>
    html`<label class="field"
      >${label}<span class="select"
        ><select data-filter=${name} @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
          ${options.map(([one, words]) => html`<option value=${one} .selected=${live(one === value)}>${words}</option>`)}</select
        >${icon('chevron-down')}</span
      ></label
    >`;
  // A list that opens is never one of the first painting.
  const inLists = isFirst ? board.learners.filter(({ id }) => choices.learners.includes(id)) : board.learners;
  const people = inLists.map((learner): [string, string] => [learner.id, learnerName(learner, strings)]);
  const sorts: Record<TeamSort, TeamStringKey> = { order: 'sortOrder', most: 'sortMost', least: 'sortLeast' };
  const learnerNames: Record<LearnerSort, TeamStringKey> = {
    name: 'sortName',
    furthest: 'sortFurthest',
    latest: 'sortLatest',
  };
  const shown = bySkill
    ? chosenSkills(board, choices, chosenColumns(choices, columns)).length
    : chosenLearners(board, choices).length;
  const count = bySkill
    ? fill(strings.countSkills, shown, board.skills.length)
    : fill(strings.countLearners, shown, board.learners.length);
  const clean = choices.text === '' && choices.learners.length === 0;
  return html`<div class="filters" role="group" aria-label=${strings.filters}>
    <label class="field wide"
      >${strings.search}<input
        type="search"
        data-filter="text"
        autocomplete="off"
        spellcheck="false"
        maxlength=${maxTeamText}
        .value=${live(choices.text)}
        @input=${(event: Event) => actions.choose({ text: (event.target as HTMLInputElement).value })}
    /></label>
    ${
      bySkill
        ? html`${select('learner', strings.learner, first, [['', strings.everyone], ...people], (id) =>
            actions.choose({ learners: id === '' ? [] : [id, ...(second !== '' && second !== id ? [second] : [])] }),
          )}
          ${
            first === ''
              ? nothing
              : select(
                  'compare',
                  strings.compare,
                  second,
                  [['', strings.nobodyElse], ...people.filter(([id]) => id !== first)],
                  (id) => actions.choose({ learners: id === '' ? [first] : [first, id] }),
                )
          }`
        : nothing
    }
    ${
      bySkill
        ? select(
            'sort',
            strings.sortBy,
            choices.sort,
            teamSorts.map((sort) => [sort, strings[sorts[sort]]] as const),
            (value) => actions.choose({ sort: teamSorts.find((sort) => sort === value) ?? 'order' }),
          )
        : select(
            'learnerSort',
            strings.sortBy,
            choices.learnerSort,
            learnerSorts.map((sort) => [sort, strings[learnerNames[sort]]] as const),
            (value) => actions.choose({ learnerSort: learnerSorts.find((sort) => sort === value) ?? 'name' }),
          )
    }
    <div class="below">
      <div class="segment" role="radiogroup" aria-label=${strings.showAs}>
        ${(['skills', 'learners'] as const).map(
          (show) =>
            html`<label
              ><input
                type="radio"
                name="show"
                value=${show}
                .checked=${live(choices.show === show)}
                @change=${() => actions.choose({ show })}
              />${icon(show === 'skills' ? 'book' : 'organization')}${show === 'skills' ? strings.bySkill : strings.byLearner}</label
            >`,
        )}
      </div>
      ${
        bySkill
          ? html`<vscode-checkbox
              data-filter="begun"
              label=${first === '' ? strings.begunOnly : strings.begunOnlyChosen}
              .checked=${live(choices.begunOnly)}
              @change=${(event: Event) => actions.choose({ begunOnly: (event.target as HTMLInputElement).checked })}
            ></vscode-checkbox>`
          : nothing
      }
      <span class="num muted count" role="status">${count}</span>
      <button
        class="quiet"
        data-act="clear"
        aria-disabled=${clean ? 'true' : 'false'}
        @click=${() => actions.choose({ text: '', learners: [] })}
      >
        ${strings.clear}
      </button>
    </div>
  </div>`;
}

// ---------- by skill ----------

export function chosenColumns(
  { learners }: Pick<TeamChoices, 'learners'>,
  columns: TeamModel['columns'],
): LearnerColumn[] {
  return learners.flatMap((id) => columns.get(id) ?? []);
}

function bySkill(model: TeamModel, actions: TeamActions): TemplateResult {
  const { view, strings, choices } = model;
  const { board } = view;
  const columns = chosenColumns(choices, model.columns);
  const people = columns.map(({ learner }) => board.learners.find(({ id }) => id === learner)!);
  const found = chosenSkills(board, choices, columns);
  const shown = found.slice(0, model.isFirst ? firstRows : model.rows);
  const width = people.length > 0 ? people.length + 2 : 5;
  const grouped = choices.sort === 'order';
  const groups = grouped
    ? board.areas.flatMap((area) => {
        const places = shown.filter((at) => board.skills[at]!.area === area.id);
        return places.length === 0 ? [] : [{ area, places }];
      })
    : [{ area: undefined, places: shown }];
  return html`${matchingLearners(model, actions)}
  ${people.length === 0 ? nothing : html`<div class="people">${people.map((learner) => card(learner, model, actions))}</div>`}
  ${
    shown.length === 0
      ? html`<p class="nothing">
          ${chosenSkills(board, { ...choices, begunOnly: false }, columns).length > 0 ? strings.noMatchBegun : strings.noMatch}
        </p>`
      : html`${legend(strings)}
          <div class="scroll">
            <table class="stack team" role="table">
              <caption class="sr">
                ${strings.title}
              </caption>
              <thead role="rowgroup">
                <tr role="row">
                  <th scope="col" role="columnheader">${strings.colSkill}</th>
                  ${
                    people.length > 0
                      ? html`${people.map((learner) => html`<th scope="col" role="columnheader" class="share">${named(learner, strings)}</th>`)}
                          <th scope="col" role="columnheader" class="share">${strings.colTeam}</th>`
                      : html`<th scope="col" role="columnheader" class="share">${strings.colPractised}</th>
                          <th scope="col" role="columnheader" class="r">${strings.colFinished}</th>
                          <th scope="col" role="columnheader" class="r">${strings.colVerified}</th>
                          <th scope="col" role="columnheader" class="who">${strings.colWho}</th>`
                  }
                </tr>
              </thead>
              ${groups.map(
                ({ area, places }) =>
                  html`<tbody role="rowgroup">
                    ${area ? areaRow(area, board, width, strings) : nothing}
                    ${places.map((at) => skillRow(at, columns, people, grouped, width, model, actions))}
                  </tbody>`,
              )}
            </table>
          </div>
          ${
            found.length > shown.length && !model.isFirst
              ? html`<p>
                  <button class="quiet" data-act="more" @click=${() => actions.showMore()}>
                    ${fill(strings.showMore, Math.min(rowStep, found.length - shown.length))}
                  </button>
                </p>`
              : nothing
          }`
  }`;
}

function areaRow(
  { id, title }: Board['areas'][number],
  board: Board,
  width: number,
  strings: TeamStrings,
): TemplateResult {
  const skills = board.skills.filter(({ area }) => area === id);
  const begun = skills.filter(({ practised }) => practised > 0).length;
  return html`<tr class="area" role="row">
    <th colspan=${width} scope="rowgroup" role="rowheader">
      ${title} <span class="muted num">${fill(strings.areaBegun, begun, skills.length)}</span>
    </th>
  </tr>`;
}

function skillRow(
  at: number,
  columns: readonly LearnerColumn[],
  people: readonly BoardLearner[],
  grouped: boolean,
  width: number,
  model: TeamModel,
  actions: TeamActions,
): TemplateResult {
  const { view, strings, open } = model;
  const { board } = view;
  const skill = board.skills[at]!;
  const team = board.learners.length;
  const isOpen = open.has(skill.id);
  const area = grouped ? undefined : board.areas.find(({ id }) => id === skill.area)?.title;
  const practised = html`<td
    data-column=${people.length > 0 ? strings.colTeam : strings.colPractised}
    role="cell"
    class=${skill.practised === 0 ? 'share none' : 'share'}
  >
    <div>
      ${bar(skill.finished / team, skill.practised / team)}
      <span class="num">${skill.practised === 0 ? '–' : fill(strings.fraction, skill.practised, team)}</span>
    </div>
  </td>`;
  return html`<tr data-skill=${skill.id} role="row" class=${isOpen ? 'opened' : ''}>
      <th scope="row" role="rowheader">
        <div class="skill">
          ${
            skill.who === 0
              ? html`<span class="twist"></span>`
              : html`<button
                  class="quiet twist"
                  aria-expanded=${isOpen ? 'true' : 'false'}
                  aria-controls=${isOpen ? `more-${skill.id}` : nothing}
                  aria-label=${fill(strings.expand, skill.title)}
                  @click=${() => actions.toggle(skill.id)}
                >
                  ${icon(isOpen ? 'chevron-down' : 'chevron-right')}
                </button>`
          }
          <span
            ><a href="#" data-open=${skill.id} @click=${go(() => actions.openSkill(skill.id))}>${skill.title}</a>${
              area === undefined ? nothing : html`<small>${area}</small>`
            }</span
          >
        </div>
      </th>
      ${
        people.length > 0
          ? html`${columns.map((column, index) => {
              const [done, verified] = [column.done[at] ?? 0, column.verified[at] ?? 0];
              return html`<td data-column=${learnerName(people[index]!, strings)} role="cell" class="share">
                <div>
                  ${bar(done === skill.total ? 1 : 0, done / skill.total)}
                  <span class="num"
                    >${done === 0 ? '–' : fill(strings.fraction, done, skill.total)}${verified > 0 ? seal(verified, strings) : nothing}</span
                  >
                </div>
              </td>`;
            })}${practised}`
          : html`${practised}
              <td data-column=${strings.colFinished} role="cell" class=${skill.finished === 0 ? 'r none' : 'r'}>
                ${skill.finished === 0 ? '–' : skill.finished}
              </td>
              <td data-column=${strings.colVerified} role="cell" class=${skill.verified === 0 ? 'r none' : 'r'}>
                ${skill.verified === 0 ? '–' : html`<span class="seal">${icon('verified-filled')}${skill.verified}</span>`}
              </td>
              <td data-column=${strings.colWho} role="cell" class="who">${who(skill, isOpen, model, actions)}</td>`
      }
    </tr>
    ${
      isOpen
        ? html`<tr class="more" id=${`more-${skill.id}`} role="row">
            <td colspan=${width} role="cell">${details(skill, model, actions)}</td>
          </tr>`
        : nothing
    }`;
}

/** The first names of a row; the others come when it is opened. */
function who(skill: BoardSkill, isOpen: boolean, { view, strings }: TeamModel, actions: TeamActions): TemplateResult {
  const hidden = skill.who - skill.first.length;
  if (skill.who === 0) return html`<span class="muted">${strings.nobody}</span>`;
  // Everybody stands below then.
  if (isOpen && hidden > 0) return html`<span class="muted">${strings.whoBelow}</span>`;
  return html`<ul class="names">
    ${skill.first.map(
      ([learner, done, verified]) =>
        html`<li>${named(view.board.learners[learner]!, strings)} ${part(done, skill.total, verified, strings)}</li>`,
    )}
    ${
      hidden <= 0
        ? nothing
        : html`<li>
            <button
              class="quiet plus num"
              data-more=${skill.id}
              aria-label=${fill(strings.moreOf, hidden, skill.title)}
              @click=${() => actions.toggle(skill.id)}
            >
              ${fill(strings.more, hidden)}
            </button>
          </li>`
    }
  </ul>`;
}

/** How far somebody is: `3/6`, with a seal when a lab has verified something. */
function part(done: number, total: number, verified: number, strings: TeamStrings): TemplateResult {
  return html`<span class="part num"
    ><span aria-hidden="true">${done}/${total}</span
    ><span class="sr">${fill(strings.fraction, done, total)}</span
    >${verified > 0 ? seal(verified, strings) : nothing}</span
  >`;
}

function seal(verified: number, strings: TeamStrings): TemplateResult {
  const words = fill(strings.verifiedItems, verified);
  return html`<span class="seal" title=${words}>${icon('verified-filled')}<span class="sr">, ${words}</span></span>`;
}

/** An opened row: everybody, then item by item with the days. */
function details(
  skill: BoardSkill,
  { strings, locale, details: known, whole }: TeamModel,
  actions: TeamActions,
): TemplateResult {
  const found = known.get(skill.id);
  if (!found) return html`<p class="muted">${strings.readingRow}</p>`;
  const cut = <T>(list: readonly T[], id: string, few: number): readonly T[] =>
    whole.has(id) ? list : list.slice(0, few);
  const everybody = `${skill.id}/`;
  return html`<div class="details">
    ${
      found.learners.length <= skill.first.length
        ? nothing
        : html`<ul class="names all">
              ${cut(found.learners, everybody, fewNames).map(
                (learner) =>
                  html`<li>
                    ${named(learner, strings)} ${part(learner.done, found.total, learner.verified, strings)}
                  </li>`,
              )}
            </ul>
            ${rest(everybody, whole.has(everybody) ? 0 : found.learners.length - fewNames, found.learners.length, strings, actions)}`
    }
    <ul class="items">
      ${found.items.map(({ text, who: people }, at) => {
        const list = `${skill.id}/${at}`;
        return html`<li>
          <p>${text}</p>
          ${
            people.length === 0
              ? html`<p class="muted small">${strings.nobody}</p>`
              : html`<ul class="names">
                    ${cut(people, list, fewOfItem).map(
                      ([learner, practised, verified]) =>
                        html`<li>
                          ${named(found.learners[learner]!, strings)}
                          ${practised < 0 ? nothing : html`<span class="muted num">${dateText(practised, locale)}</span>`}
                          ${
                            verified < 0
                              ? nothing
                              : html`<span class="seal num"
                                  >${icon('verified-filled')}${fill(strings.verifiedOn, dateText(verified, locale))}</span
                                >`
                          }
                        </li>`,
                    )}
                  </ul>
                  ${rest(list, whole.has(list) ? 0 : people.length - fewOfItem, people.length, strings, actions)}`
          }
        </li>`;
      })}
    </ul>
  </div>`;
}

/** One or two learners of their own: who they are and how far. */
function card(
  learner: BoardLearner,
  { view, strings, locale, choices }: TeamModel,
  actions: TeamActions,
): TemplateResult {
  const { board } = view;
  const { unknown } = learner;
  return html`<section class="card person" data-person=${learner.id} aria-label=${learnerName(learner, strings)}>
    <div class="cardhead">
      <h2>${icon('account')}${named(learner, strings)}</h2>
      <button
        class="quiet"
        data-act="without"
        aria-label=${fill(strings.withoutLearner, learnerName(learner, strings))}
        @click=${() => actions.choose({ learners: choices.learners.filter((id) => id !== learner.id) })}
      >
        ${icon('close')}
      </button>
    </div>
    <p class="num">
      ${fill(strings.summary, learner.practised, board.items, learner.finished, learner.verified)}
      ${learner.last > 0 ? fill(strings.lastOn, dateText(learner.last, locale)) : nothing}
    </p>
    ${
      unknown === 0
        ? nothing
        : html`<p class="muted small">${fill(unknown === 1 ? strings.unknownOne : strings.unknownMany, unknown)}.</p>`
    }
  </section>`;
}

/** Who else the typed text may mean. */
function matchingLearners({ view, strings, choices, whole }: TeamModel, actions: TeamActions): unknown {
  if (choices.text.trim() === '') return nothing;
  const found = chosenLearners(view.board, { text: choices.text, learnerSort: 'name' });
  if (found.length === 0) return nothing;
  const shown = whole.has('matches') ? found : found.slice(0, fewMatches);
  return html`<div class="matches" role="group" aria-label=${strings.matchingLearners}>
    ${icon('account')}
    <div class="chips">
      ${shown.map((at) => {
        const learner = view.board.learners[at]!;
        return html`<button
          class="chip"
          data-choose=${learner.id}
          @click=${() => actions.choose({ learners: [learner.id], text: '' })}
        >
          ${named(learner, strings)}
        </button>`;
      })}
      ${rest('matches', found.length - shown.length, found.length, strings, actions)}
    </div>
  </div>`;
}

function legend(strings: TeamStrings): TemplateResult {
  const sample = (finished: number, practised: number): TemplateResult =>
    html`<span class="sample">${bar(finished, practised)}</span>`;
  return html`<ul class="legend" aria-hidden="true">
    <li>${sample(1, 1)}${strings.legendFinished}</li>
    <li>${sample(0, 1)}${strings.legendPractised}</li>
    <li class="seal">${icon('verified-filled')}<span>${strings.legendVerified}</span></li>
  </ul>`;
}

/** Shares of a whole: what is finished stands thick in what is practised. */
function bar(finished: number, practised: number): TemplateResult {
  const percent = (part: number): string => `${(Math.min(1, part || 0) * 100).toFixed(2)}%`;
  return html`<svg class="bar" aria-hidden="true" width="100%" height="8">
    <rect class="bg" y="3" width="100%" height="2" />
    <rect class="begun" y="2" width=${percent(practised)} height="4" />
    <rect class="done" width=${percent(finished)} height="8" rx="1" />
  </svg>`;
}

// ---------- by learner ----------

function byLearner({ view, strings, locale, choices, rows, isFirst }: TeamModel, actions: TeamActions): TemplateResult {
  const { board } = view;
  const found = chosenLearners(board, choices);
  const shown = found.slice(0, isFirst ? firstRows : rows);
  if (shown.length === 0) return html`<p class="nothing">${strings.noMatchLearners}</p>`;
  return html`<div class="scroll">
      <table class="stack team" role="table">
        <caption class="sr">
          ${strings.title}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">${strings.colLearner}</th>
            <th scope="col" role="columnheader" class="share">${strings.colItems}</th>
            <th scope="col" role="columnheader" class="r">${strings.colSkillsFinished}</th>
            <th scope="col" role="columnheader" class="r">${strings.colItemsVerified}</th>
            <th scope="col" role="columnheader" class="r day">${strings.colLast}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${shown.map((at) => {
            const learner = board.learners[at]!;
            const { unknown } = learner;
            return html`<tr role="row" data-learner=${learner.id}>
              <th scope="row" role="rowheader">
                <a href="#" @click=${go(() => actions.choose({ show: 'skills', learners: [learner.id], text: '' }))}
                  >${named(learner, strings)}</a
                >${
                  unknown === 0
                    ? nothing
                    : html`<small>${fill(unknown === 1 ? strings.unknownOne : strings.unknownMany, unknown)}</small>`
                }
              </th>
              <td data-column=${strings.colItems} role="cell" class="share">
                <div>
                  ${bar(0, learner.practised / board.items)}
                  <span class="num">${fill(strings.fraction, learner.practised, board.items)}</span>
                </div>
              </td>
              <td data-column=${strings.colSkillsFinished} role="cell" class=${learner.finished === 0 ? 'r none' : 'r'}>
                ${learner.finished === 0 ? '–' : learner.finished}
              </td>
              <td data-column=${strings.colItemsVerified} role="cell" class=${learner.verified === 0 ? 'r none' : 'r'}>
                ${learner.verified === 0 ? '–' : html`<span class="seal">${icon('verified-filled')}${learner.verified}</span>`}
              </td>
              <td data-column=${strings.colLast} role="cell" class=${learner.last === 0 ? 'r none' : 'r'}>
                ${dateText(learner.last, locale)}
              </td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    ${
      found.length > shown.length && !isFirst
        ? html`<p>
            <button class="quiet" data-act="more" @click=${() => actions.showMore()}>
              ${fill(strings.showMore, Math.min(rowStep, found.length - shown.length))}
            </button>
          </p>`
        : nothing
    }`;
}

// ---------- names, which may be anything ----------

/** A name, kept from turning the text around it. */
function named(learner: Pick<BoardLearner, 'name' | 'hint'>, strings: TeamStrings): TemplateResult {
  const { name, hint } = learner;
  return html`<bdi class="name">${name === '' ? strings.noName : name}</bdi>${
      hint === '' ? nothing : html` <bdi class="muted hint">(${hint})</bdi>`
    }`;
}
