import { html, nothing, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { articleText, fill } from '../../core/format';
import {
  allFigures,
  buildCharts,
  filterChoices,
  passes,
  payPer,
  placeSorts,
  type PayChart,
  type PayChartId,
  type PayFilter,
  type PayTable,
  type PayUnits,
  type PlaceSort,
} from '../../core/payCharts';
import { markPaths } from '../../core/payMarks';
import {
  payEntry,
  type PayChoices,
  type PayExplorerView,
  type PayRoleView,
  type PayStringKey,
  type PayStrings,
  type PayTableId,
} from '../../protocol/pay';
import { cellText, chartText, perText } from '../../protocol/payText';
import { go, icon } from '../ui/parts';
import { chartRows, table, type ChartContext } from './chart';

export interface PayActions {
  choose(choices: PayChoices): void;
  showAs(chart: PayChartId, as: 'chart' | 'table'): void;
  toggleRole(role: string): void;
  copy(table: PayTableId): void;
  save(chart: PayChartId): void;
  openSkill(skill: string): void;
  openCareer(target?: string): void;
  setUnits(draft: UnitDraft): void;
  addOwn(): void;
  showProblems(): void;
  print(): void;
  toggled(): void;
}

/** What stands in the fields of the reader's units, sense or not. */
export interface UnitDraft {
  readonly currency: string;
  readonly rate: string;
  readonly hours: string;
  readonly per: PayUnits['per'];
}
export type UnitField = 'currency' | 'rate' | 'hours';

export interface PayModel {
  readonly view: PayExplorerView;
  readonly strings: PayStrings;
  readonly locale: string;
  readonly choices: PayChoices;
  /** The last units that made sense; charts show these. */
  readonly units: PayUnits;
  readonly draft: UnitDraft;
  readonly wrong: ReadonlySet<UnitField>;
  /** Charts that are shown as a table. */
  readonly tables: ReadonlySet<PayChartId>;
  readonly role: string | undefined;
  readonly aboutOpen: boolean;
  /** Chart and row that Tab leads to, for each chart. Kept up to date without painting. */
  readonly stops: Map<PayChartId, string>;
}

/** The whole page, charts in their order. */
export function page(model: PayModel, actions: PayActions): TemplateResult {
  const { view, strings, choices, units } = model;
  const { charts, all } = built(view, choices, units);
  return html`<div class="page">
    <nav class="topbar" aria-label=${strings.place}>
      <ol class="crumbs">
        <li>
          <a href="#" data-act="career" @click=${go(() => actions.openCareer())}>${strings.career}</a
          >${icon('chevron-right')}
        </li>
        <li aria-current="page">${strings.title}</li>
      </ol>
      <div class="end">
        <button class="quiet" data-act="print" @click=${() => actions.print()}>
          ${icon('open-preview')}${strings.print}
        </button>
      </div>
    </nav>
    <header class="pagehead">
      <h1 tabindex="-1">${strings.title}</h1>
      <p class="lede">${strings.lede}</p>
    </header>
    ${about(model, actions)} ${filters(model, actions)}
    <main>
      ${charts.map((chart) => section(chart, model, actions))} ${everything(model, all, actions)}${disagreements(model)}
    </main>
  </div>`;
}

let last:
  { readonly key: readonly unknown[]; readonly charts: readonly PayChart[]; readonly all: PayTable } | undefined;

/** The charts and the table of everything: made anew only when something that they show has changed. */
function built(view: PayExplorerView, choices: PayChoices, units: PayUnits): NonNullable<typeof last> {
  const key = [view, choices, units];
  if (!last || key.some((part, at) => part !== last?.key[at])) {
    const options = { ...choices, units, today: view.today };
    last = { key, charts: buildCharts(view, options), all: allFigures(view, options) };
  }
  return last;
}

const roleTitle =
  (view: PayExplorerView) =>
  (role: string): string =>
    view.roles.find(({ id }) => id === role)?.title ?? role;

function articleTitle({ articles }: PayExplorerView, id: string, strings: PayStrings): string {
  const article = articles.find((candidate) => candidate.id === id);
  return article ? articleText(article, strings.undated) : id;
}

function about({ view, strings, aboutOpen, locale }: PayModel, actions: PayActions): TemplateResult {
  const today = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${view.today}-01T00:00:00Z`),
  );
  return html`<section class="callout note" id="about" tabindex="-1" aria-labelledby="h-about">
    ${icon('warning')}
    <div>
      <h2 id="h-about">${strings.aboutTitle}</h2>
      <p>${fill(strings.aboutShort, today)}</p>
      <details ?open=${aboutOpen} data-about @toggle=${() => actions.toggled()}>
        <summary>${icon('chevron-right')}${strings.aboutMore}</summary>
        ${[strings.aboutStatistics, strings.aboutDates, strings.aboutBias, strings.aboutPlace].map((text) => html`<p>${text}</p>`)}
        <p>${strings.aboutArticles}</p>
        <ul class="dots">
          ${view.articles.map(({ id }) => html`<li>${articleTitle(view, id, strings)}</li>`)}
        </ul>
        <p>${strings.aboutOwn}</p>
        <p>
          <button class="quiet" data-act="addOwn" @click=${() => actions.addOwn()}>
            ${icon('add')}${strings.addOwn}
          </button>
        </p>
      </details>
    </div>
  </section>`;
}

/** A value for a list whose "any" is empty: names could be anything. */
const any = '';
const none = '\u0000';

function filters({ view, strings, choices, locale }: PayModel, actions: PayActions): TemplateResult {
  const { filter } = choices;
  const list = filterChoices(view);
  const set = (field: keyof PayFilter, value: string): void => {
    const kept = Object.fromEntries(Object.entries(filter).filter(([name]) => name !== field)) as PayFilter;
    actions.choose({
      ...choices,
      filter: value === any ? kept : { ...kept, [field]: value === none ? null : value },
    });
  };
  const select = (
    field: keyof PayFilter,
    label: string,
    anyLabel: string,
    values: readonly (string | null)[],
    name: (value: string | null) => string,
  ): TemplateResult => {
    const chosen = filter[field];
    return html`<label class="field"
      >${label}<span class="select"
        ><select
          data-filter=${field}
          @change=${(event: Event) => set(field, (event.target as HTMLSelectElement).value)}
        >
          <option value=${any} .selected=${live(chosen === undefined)}>${anyLabel}</option>
          ${values.map((value) => html`<option value=${value ?? none} .selected=${live(chosen === value)}>${name(value)}</option>`)}</select
        >${icon('chevron-down')}</span
      ></label
    >`;
  };
  const figures = view.figures.filter((figure) => passes(figure, filter));
  const undated = figures.filter(({ asOf }) => asOf === null).length;
  const own = figures.filter((figure) => figure.own).length;
  return html`<div class="filters" role="group" aria-label=${strings.filters}>
      ${select('role', strings.filterRole, strings.anyRole, list.roles, (role) => roleTitle(view)(role ?? ''))}
      ${select('place', strings.filterPlace, strings.anyPlace, list.places, (place) =>
        cellText({ kind: 'place', region: place ?? '' }, strings, locale),
      )}
      ${select('source', strings.filterSource, strings.anySource, list.sources, (source) => source ?? strings.notNamed)}
      ${select('year', strings.filterYear, strings.anyYear, list.years, (year) => year ?? strings.undated)}
      <div class="count">
        <span class="num" role="status"
          >${own > 0 ? fill(strings.countOwn, figures.length, undated, own) : fill(strings.count, figures.length, undated)}</span
        >
        <button
          class="quiet"
          data-act="clear"
          aria-disabled=${Object.keys(filter).length === 0 ? 'true' : 'false'}
          @click=${() => actions.choose({ ...choices, filter: {} })}
        >
          ${strings.clear}
        </button>
      </div>
    </div>
    ${
      view.ownProblems === 0
        ? nothing
        : html`<div class="callout problem" role="note">
            ${icon('error')}
            <div>
              <p>
                ${fill(strings.ownProblems, view.ownProblems)}
                <button class="quiet" data-act="problems" @click=${() => actions.showProblems()}>
                  ${strings.showProblems}
                </button>
              </p>
            </div>
          </div>`
    }`;
}

function section(chart: PayChart, model: PayModel, actions: PayActions): TemplateResult {
  const { strings, locale, units, view } = model;
  const { title, text } = chartText(chart, strings, locale, roleTitle(view), units);
  const asTable = model.tables.has(chart.id);
  const [first] = chart.rows;
  const active = model.stops.get(chart.id);
  const context: ChartContext = {
    strings,
    locale,
    units,
    articleTitle: (id) => articleTitle(view, id, strings),
    activeRow: chart.rows.some(({ id }) => `${chart.id}/${id}` === active)
      ? active
      : first && `${chart.id}/${first.id}`,
    openRole: model.role,
    toggleRole: (role) => actions.toggleRole(role),
  };
  const empty = chart.rows.length === 0;
  const roleCell = (row: number, text: string): unknown => {
    const role = chart.rows[row]?.role;
    if (role === undefined) return text;
    const open = model.role === role;
    return html`<button
      class="rolebutton"
      data-role=${role}
      aria-expanded=${open ? 'true' : 'false'}
      aria-controls=${open ? 'role' : nothing}
      @click=${() => actions.toggleRole(role)}
    >
      ${icon(open ? 'chevron-down' : 'chevron-right')}${text}
    </button>`;
  };
  return html`<section class=${`chart ${chart.form}`} id=${chart.id} tabindex="-1" aria-labelledby=${`h-${chart.id}`}>
    <div class="charthead">
      <div>
        <h2 id=${`h-${chart.id}`}>${title}</h2>
        <p>${text}</p>
      </div>
      ${
        empty
          ? nothing
          : html`<div class="chartacts">
              ${segment(
                `as-${chart.id}`,
                strings.showAs,
                [
                  { value: 'chart', label: strings.asChart, icon: 'graph', checked: !asTable },
                  { value: 'table', label: strings.asTable, icon: 'table', checked: asTable },
                ],
                (as) => actions.showAs(chart.id, as === 'table' ? 'table' : 'chart'),
              )}
              ${copyButton(chart.id, title, strings, actions)}
              <button
                class="quiet"
                data-save=${chart.id}
                aria-label=${`${strings.saveSvg}: ${title}`}
                @click=${() => actions.save(chart.id)}
              >
                ${icon('save')}<span>${strings.saveSvg}</span>
              </button>
            </div>`
      }
    </div>
    ${chart.id === 'mine' ? unitFields(model, actions) : nothing}
    ${chart.id === 'by-place' && !empty ? sorting(model, actions) : nothing}
    ${
      empty
        ? html`<p class="nothing">${strings.nothing}</p>`
        : html`${asTable ? nothing : html`${legend(chart, strings)}${chartRows(chart, context)}`}
          ${table(chart.id, title, chart.table, context, !asTable, asTable && chart.id === 'roles' ? roleCell : undefined)}`
    }
    ${chart.id === 'roles' && chart.rows.some(({ id }) => id === model.role) ? roleCard(model, actions) : nothing}
  </section>`;
}

function copyButton(id: PayTableId, title: string, strings: PayStrings, actions: PayActions): TemplateResult {
  return html`<button
    class="quiet"
    data-copy=${id}
    aria-label=${`${strings.copyCsv}: ${title}`}
    @click=${() => actions.copy(id)}
  >
    ${icon('copy')}<span>${strings.copyCsv}</span>
  </button>`;
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly checked: boolean;
  readonly icon?: string;
}

function segment(
  name: string,
  label: string,
  choices: readonly Choice[],
  choose: (value: string) => void,
): TemplateResult {
  return html`<div class="segment" role="radiogroup" aria-label=${label}>
    ${choices.map(
      (choice) =>
        html`<label
          ><input
            type="radio"
            name=${name}
            value=${choice.value}
            .checked=${live(choice.checked)}
            @change=${() => choose(choice.value)}
          />${choice.icon ? icon(choice.icon) : nothing}${choice.label}</label
        >`,
    )}
  </div>`;
}

function sorting({ strings, choices }: PayModel, actions: PayActions): TemplateResult {
  const labels: Record<PlaceSort, PayStringKey> = { pay: 'sortPay', difference: 'sortDifference', place: 'sortPlace' };
  return html`<div class="sorting">
    <span aria-hidden="true">${strings.sortBy}</span>
    ${segment(
      'sort',
      strings.sortBy,
      placeSorts.map((sort) => ({ value: sort, label: strings[labels[sort]], checked: choices.sort === sort })),
      (value) => actions.choose({ ...choices, sort: placeSorts.find((sort) => sort === value) ?? 'pay' }),
    )}
  </div>`;
}

function legend(chart: PayChart, strings: PayStrings): TemplateResult {
  const entry = (mark: TemplateResult, text: string): TemplateResult => html`<li>${mark}${text}</li>`;
  const dot = (age: string, source = 'none', shape: string = markPaths.circle): TemplateResult =>
    html`<svg class=${`c-${source}`} viewBox="-8 -8 16 16" aria-hidden="true">
      <path class=${`mk ${age}`} d=${shape} />
      ${age === 'old' ? svg`<path class="core" d=${markPaths.core} />` : nothing}
    </svg>`;
  const line = (kind: string): TemplateResult =>
    html`<svg class="c-none" viewBox="-8 -8 16 16" aria-hidden="true">
      <line class=${kind} x1=${kind === 'span' ? -5 : -8} x2=${kind === 'span' ? 5 : 8} y1="0" y2="0" />
    </svg>`;
  const box = (side: string): TemplateResult =>
    html`<svg viewBox="-8 -8 16 16" aria-hidden="true">
      <rect class=${`bar ${side}`} x="-8" y="-5" width="16" height="10" />
    </svg>`;
  const marks = chart.rows.flatMap((row) => row.marks);
  switch (chart.form) {
    case 'bars':
      return html`<ul class="legend">
        ${entry(box('below'), strings.legendBelow)}${entry(box('above'), strings.legendAbove)}
      </ul>`;
    case 'pairs':
      return html`<ul class="legend">
        ${entry(dot('undated', 'indeed'), 'Indeed')}${entry(dot('undated', 'glassdoor', markPaths.diamond), 'Glassdoor')}
      </ul>`;
    case 'spans':
      return html`<ul class="legend">
        ${entry(line('span'), strings.legendForecast)}
      </ul>`;
    case 'dots':
      // Only what the chart holds.
      return html`<ul class="legend">
        ${marks.some((mark) => mark.kind === 'point' && mark.age === 'recent') ? entry(dot('recent'), strings.legendRecent) : nothing}
        ${marks.some((mark) => mark.kind === 'point' && mark.age === 'old') ? entry(dot('old'), strings.legendOld) : nothing}
        ${marks.some((mark) => mark.kind === 'point' && mark.age === 'undated') ? entry(dot('undated'), strings.legendUndated) : nothing}
        ${marks.some(({ kind }) => kind === 'range') ? entry(line('range'), strings.legendRange) : nothing}
      </ul>`;
  }
}

function unitFields({ strings, draft, wrong, view }: PayModel, actions: PayActions): TemplateResult {
  const read = (event: Event): void => {
    const fields = (event.target as HTMLElement).closest('.units')!;
    const value = (name: string): string => fields.querySelector<HTMLInputElement>(`[name="${name}"]`)!.value.trim();
    actions.setUnits({
      currency: value('currency').toUpperCase(),
      rate: value('rate'),
      hours: value('hours'),
      per:
        payPer.find((one) => one === fields.querySelector<HTMLInputElement>('[name="per"]:checked')?.value) ?? 'year',
    });
  };
  const field = (name: UnitField, label: string, more: Readonly<Record<string, string>> = {}): TemplateResult =>
    html`<label class=${`field ${name}`}
      >${label}<input
        name=${name}
        autocomplete="off"
        spellcheck="false"
        inputmode=${name === 'currency' ? 'text' : 'decimal'}
        maxlength=${name === 'currency' ? '3' : '16'}
        list=${more['list'] ?? nothing}
        ?readonly=${name === 'rate' && draft.currency === 'USD'}
        aria-invalid=${wrong.has(name) ? 'true' : 'false'}
        aria-describedby=${wrong.has(name) ? `wrong-${name}` : nothing}
        .value=${live(draft[name])}
    /></label>`;
  const messages: Readonly<Record<UnitField, string>> = {
    currency: strings.unitCurrencyWrong,
    rate: fill(strings.unitRateWrong, draft.currency),
    hours: strings.unitHoursWrong,
  };
  return html`<div class="units" @change=${read}>
    ${field('currency', strings.unitCurrency, { list: 'currencies' })}
    <datalist id="currencies">${view.currencies.map((code) => html`<option value=${code}></option>`)}</datalist>
    ${field('rate', strings.unitRate)} ${field('hours', strings.unitHours)}
    <div class="field">
      <span aria-hidden="true">${strings.unitPer}</span>
      ${segment(
        'per',
        strings.unitPer,
        payPer.map((per) => ({ value: per, label: perText(per, strings), checked: draft.per === per })),
        () => undefined,
      )}
    </div>
    <div class="wrongs" role="alert">
      ${[...wrong].map((name) => html`<p class="wrong" id=${`wrong-${name}`}>${icon('error')}${messages[name]}</p>`)}
    </div>
  </div>`;
}

/** What a role is, and where it leads; below the chart whose row was chosen. */
function roleCard({ view, strings, role }: PayModel, actions: PayActions): TemplateResult | typeof nothing {
  const found: PayRoleView | undefined = view.roleViews.find(({ id }) => id === role);
  const title = found?.title ?? roleTitle(view)(role ?? '');
  return html`<section class="card rolecard" id="role" tabindex="-1" aria-label=${fill(strings.roleMore, title)}>
    <div class="cardhead">
      <h3>${title}</h3>
      <button
        class="quiet"
        data-act="closeRole"
        aria-label=${strings.close}
        @click=${() => actions.toggleRole(role ?? '')}
      >
        ${icon('close')}
      </button>
    </div>
    ${found ? html`<p>${found.text}</p>` : nothing}
    ${
      found && found.learn.length > 0
        ? html`<h4>${strings.roleLearn}</h4>
            <p>${found.learn.join(', ')}</p>`
        : nothing
    }
    ${
      found && found.skills.length > 0
        ? html`<h4>${strings.roleSkills}</h4>
            <p class="chips">
              ${found.skills.map((skill) => html`<a class="chip" href="#" data-skill=${skill.id} @click=${go(() => actions.openSkill(skill.id))}>${skill.title}</a>`)}
            </p>`
        : nothing
    }
    ${found?.career === undefined ? nothing : html`<p><a href="#" data-act="roleCareer" @click=${go(() => actions.openCareer(found.career))}>${strings.roleCareer}</a></p>`}
  </section>`;
}

function everything({ strings, locale, units }: PayModel, rows: PayTable, actions: PayActions): TemplateResult {
  return html`<section class="chart" id="all" tabindex="-1" aria-labelledby="h-all">
    <div class="charthead">
      <div>
        <h2 id="h-all">${strings.allTitle}</h2>
        <p>${strings.allText}</p>
      </div>
      <div class="chartacts">${copyButton('all', strings.allTitle, strings, actions)}</div>
    </div>
    ${
      rows.rows.length === 0
        ? html`<p class="nothing">${strings.nothing}</p>`
        : table('all', strings.allTitle, rows, { strings, locale, units }, false)
    }
  </section>`;
}

function disagreements({ view, strings }: PayModel): TemplateResult {
  return html`<section class="chart" id="disagree" tabindex="-1" aria-labelledby="h-disagree">
    <div class="charthead">
      <div>
        <h2 id="h-disagree">${strings.disagreeTitle}</h2>
        <p>${strings.disagreeText}</p>
      </div>
    </div>
    <ul class="sides">
      ${view.contradictions.map(
        ({ id, subject, sides, comment }) =>
          html`<li id=${payEntry.dispute(id)} tabindex="-1">
            <h3>${subject}</h3>
            <ul>
              ${sides.map(
                ({ says, articles }) =>
                  html`<li>
                    ${says}<span class="muted"
                      >${articles.map((id) => articleTitle(view, id, strings)).join('; ')}</span
                    >
                  </li>`,
              )}
            </ul>
            <p>${comment}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}
