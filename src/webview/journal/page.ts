import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { addDays, daysFrom } from '../../core/days';
import { fill } from '../../core/format';
import { journalFilters, levelOf, weeksOf, type JournalFilter, type Period } from '../../core/journal';
import type { JournalDay, JournalLine, JournalStrings, JournalView } from '../../protocol/journal';
import {
  actsText,
  dayHeading,
  dayText,
  goalText,
  monthText,
  reviewsText,
  shortDayText,
  timeText,
  weekdayText,
} from '../../protocol/journalText';
import { go, icon } from '../ui/parts';

export interface JournalActions {
  filter(filter: JournalFilter): void;
  period(period: Period): void;
  /** Lists the days from this one on; the latest ones without it. */
  page(from: string | undefined): void;
  /** Lists a day of the map, and those before it. */
  day(day: string): void;
  /** Lists a day to its end. */
  whole(day: string): void;
  table(table: boolean): void;
  /** Says what a day of the map holds. */
  point(day: string | undefined): void;
  /** Moves the focus within the map. */
  move(day: string): void;
  open(skill: string, id: string): void;
  save(format: 'markdown' | 'csv'): void;
  openSettings(): void;
  openSkills(): void;
}

export interface JournalModel {
  readonly view: JournalView;
  readonly strings: JournalStrings;
  readonly locale: string;
  /** True while the year is shown as a table. */
  readonly table: boolean;
  /** The day of the map that takes the focus; the last one when undefined. */
  readonly cursor: string | undefined;
  /** The day that is told of below the map. */
  readonly pointed: string | undefined;
}

export function page(model: JournalModel, actions: JournalActions): TemplateResult {
  const { view, strings } = model;
  return html`<div class="page">
    <nav class="topbar" aria-label=${strings.place}>
      <ol class="crumbs">
        <li aria-current="page">${strings.title}</li>
      </ol>
      <div class="end">
        ${
          view.begun
            ? html`${topButton('markdown', 'markdown', strings.saveMarkdown, () => actions.save('markdown'))}
              ${topButton('csv', 'save', strings.saveCsv, () => actions.save('csv'))}`
            : nothing
        }
        ${topButton('settings', 'gear', strings.settings, () => actions.openSettings(), false)}
      </div>
    </nav>
    <header class="pagehead">
      <h1 tabindex="-1">${strings.title}</h1>
      <p class="lede">${strings.lede}</p>
      ${quietly(model)}
    </header>
    ${
      view.begun
        ? html`${filters(model, actions)}
            <main>${year(model, actions)} ${list(model, actions)}</main>`
        : emptyState(model, actions)
    }
  </div>`;
}

/** Its words are not shown where there is no room. */
function topButton(act: string, picture: string, words: string, run: () => void, shown = true): TemplateResult {
  return html`<button class="quiet" data-act=${act} aria-label=${words} title=${words} @click=${run}>
    ${icon(picture)}${shown ? html`<span>${words}</span>` : nothing}
  </button>`;
}

function emptyState({ strings }: JournalModel, actions: JournalActions): TemplateResult {
  return html`<main>
    <section class="card empty" aria-labelledby="h-empty">
      <h2 id="h-empty">${strings.emptyTitle}</h2>
      <p>${strings.emptyText}</p>
      <p>
        <button class="primary" data-act="skills" @click=${() => actions.openSkills()}>${strings.openSkills}</button>
      </p>
    </section>
  </main>`;
}

/** Streak and weekly goal: said, not celebrated. */
function quietly({ view, strings }: JournalModel): unknown {
  const { streak, goal } = view;
  if (!streak && !goal) return nothing;
  const days = (count: number): string => (count === 1 ? strings.streakOne : fill(strings.streakMany, count));
  const met = goal !== undefined && goal.done >= goal.of;
  return html`<ul class="quietly num">
    ${
      streak
        ? html`<li data-streak=${streak.current}>
            ${streak.current === 0 ? strings.streakNone : days(streak.current)}${
              streak.longest > streak.current
                ? html`, <span class="muted">${fill(strings.longest, days(streak.longest))}</span>`
                : nothing
            }
          </li>`
        : nothing
    }
    ${goal ? html`<li data-goal=${goal.done}>${met ? icon('check') : nothing}${goalText(goal, strings)}</li>` : nothing}
  </ul>`;
}

// ---------- filters ----------

function filters({ view, strings, table }: JournalModel, actions: JournalActions): TemplateResult {
  const { choices, years } = view;
  const names: Readonly<Record<JournalFilter, string>> = {
    all: strings.filterAll,
    tick: strings.filterTick,
    verify: strings.filterVerify,
    review: strings.filterReview,
  };
  return html`<div class="filters">
    ${segment(
      'filter',
      strings.filter,
      journalFilters.map((filter) => ({
        id: filter,
        words: names[filter],
        chosen: choices.filter === filter,
        choose: () => actions.filter(filter),
      })),
    )}
    ${segment('show', strings.showAs, [
      { id: 'map', words: strings.asMap, chosen: !table, choose: () => actions.table(false) },
      { id: 'table', words: strings.asTable, chosen: table, choose: () => actions.table(true) },
    ])}
    <label class="field year"
      ><span class="sr">${strings.period}</span>
      <span class="select">
        <select
          data-filter="period"
          .value=${live(String(choices.period))}
          @change=${(event: Event) => {
            const { value } = event.target as HTMLSelectElement;
            actions.period(value === 'recent' ? 'recent' : Number(value));
          }}
        >
          <option value="recent" ?selected=${choices.period === 'recent'}>${strings.periodRecent}</option>
          ${years.map((one) => html`<option value=${one} ?selected=${choices.period === one}>${one}</option>`)}
        </select>
        ${icon('chevron-down')}
      </span>
    </label>
  </div>`;
}

interface Option {
  readonly id: string;
  readonly words: string;
  readonly chosen: boolean;
  readonly choose: () => void;
}

function segment(name: string, label: string, options: readonly Option[]): TemplateResult {
  return html`<div class="segment" role="radiogroup" aria-label=${label}>
    ${options.map(
      ({ id, words, chosen, choose }) =>
        html`<label
          ><input
            type="radio"
            name=${name}
            value=${id}
            data-choice=${`${name}-${id}`}
            .checked=${live(chosen)}
            @change=${choose}
          />${words}</label
        >`,
    )}
  </div>`;
}

// ---------- the year ----------

function year(model: JournalModel, actions: JournalActions): TemplateResult {
  const { view, strings, locale, table } = model;
  const acts = view.counts.reduce((sum, [, count]) => sum + count, 0);
  const days = daysFrom(view.from, view.to) + 1;
  const title = fill(strings.map, shortDayText(view.from, locale), shortDayText(view.to, locale));
  return html`<section class="year" aria-label=${title}>
    ${table ? yearTable(model, title) : yearMap(model, title, actions)}
    <p class="summary muted num">${fill(strings.summary, actsText(acts, strings), view.counts.length, days)}</p>
  </section>`;
}

/** Distance of two days of the map, and where its first day stands. Pixels. */
const pitch = 14;
const left = 34;
const top = 18;
/** Length of the mark of a day by its level: it grows, so that its colour is not needed. */
const marks = [0, 4, 6, 8, 11] as const;

function yearMap(model: JournalModel, title: string, actions: JournalActions): TemplateResult {
  const { view, strings, locale, pointed } = model;
  const { from, to, firstDay, today } = view;
  const weeks = weeksOf(from, to, firstDay);
  const counts = new Map(view.counts);
  const cursor = model.cursor ?? to;
  const width = left + weeks.length * pitch;
  const cell = (day: string, column: number, row: number): SVGTemplateResult => {
    const acts = counts.get(day) ?? 0;
    const level = levelOf(acts);
    const mark = marks[level] ?? 0;
    const half = (12 - mark) / 2;
    return svg`<g
      role="gridcell"
      class=${day === today ? 'day today' : 'day'}
      data-day=${day}
      data-level=${level}
      tabindex=${day === cursor ? 0 : -1}
      aria-label=${fill(strings.dayActs, dayText(day, locale), actsText(acts, strings))}
      transform=${`translate(${left + column * pitch} ${top + row * pitch})`}
      @click=${() => actions.day(day)}
      @focus=${() => actions.point(day)}
      @mouseenter=${() => actions.point(day)}
    >
      <rect class="ground" width="12" height="12" rx="2" />
      ${mark > 0 ? svg`<rect class="fill" x=${half} y=${half} width=${mark} height=${mark} rx="1.5" />` : nothing}
    </g>`;
  };
  const told = pointed ?? undefined;
  return html`<div class="mapscroll" @mouseleave=${() => actions.point(undefined)}>
      <svg
        role="grid"
        aria-label=${title}
        aria-describedby="map-keys"
        width=${width}
        height=${top + 7 * pitch}
        @keydown=${(event: KeyboardEvent) => onKey(event, cursor, view, actions)}
      >
        <g aria-hidden="true">
          ${weeks.map((week, column) => monthOf(week, column, weeks, locale))}
          ${[0, 2, 4].map(
            (row) =>
              svg`<text class="name" x="0" y=${top + row * pitch + 10}>${weekdayText(firstDay + row, locale, 'short')}</text>`,
          )}
        </g>
        ${Array.from(
          { length: 7 },
          (_, row) =>
            svg`<g role="row" aria-label=${weekdayText(firstDay + row, locale, 'long')}>${weeks.map((week, column) => {
              const day = week[row];
              return day === undefined ? nothing : cell(day, column, row);
            })}</g>`,
        )}
      </svg>
    </div>
    <div class="below">
      <p class="readout num" aria-hidden="true">
        ${
          told === undefined
            ? nothing
            : fill(strings.dayActs, dayText(told, locale), actsText(counts.get(told) ?? 0, strings))
        }
      </p>
      <p class="sr" id="map-keys">${strings.mapKeys}</p>
      <p class="scale muted" aria-hidden="true">
        ${strings.less}
        <svg width=${marks.length * pitch - 2} height="12">
          ${marks.map(
            (mark, level) =>
              svg`<g class="day" data-level=${level} transform=${`translate(${level * pitch} 0)`}>
                <rect class="ground" width="12" height="12" rx="2" />
                ${mark > 0 ? svg`<rect class="fill" x=${(12 - mark) / 2} y=${(12 - mark) / 2} width=${mark} height=${mark} rx="1.5" />` : nothing}
              </g>`,
          )}
        </svg>
        ${strings.more}
      </p>
    </div>`;
}

/** The name of the month that begins in a week, where there is room for it. */
function monthOf(
  week: readonly (string | undefined)[],
  column: number,
  weeks: readonly (readonly (string | undefined)[])[],
  locale: string,
): unknown {
  const first = week.find((day) => day !== undefined);
  const before = weeks[column - 1]?.find((day) => day !== undefined);
  if (first === undefined) return nothing;
  const month = first.slice(5, 7);
  if (before?.slice(5, 7) === month) return nothing;
  // The first week may hold the end of a month only.
  const next = weeks[column + 2]?.find((day) => day !== undefined)?.slice(5, 7);
  if (column === 0 && next !== undefined && next !== month) return nothing;
  return svg`<text class="name" x=${left + column * pitch} y="10">${monthText(Number(month) - 1, locale)}</text>`;
}

function onKey(
  event: KeyboardEvent,
  cursor: string,
  { from, to }: Pick<JournalView, 'from' | 'to'>,
  actions: JournalActions,
): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -7,
    ArrowRight: 7,
    ArrowUp: -1,
    ArrowDown: 1,
    PageUp: -28,
    PageDown: 28,
  };
  const step = steps[event.key];
  if (event.key === 'Enter' || event.key === ' ') actions.day(cursor);
  else if (event.key === 'Home') actions.move(from);
  else if (event.key === 'End') actions.move(to);
  else if (step !== undefined) {
    const day = addDays(cursor, step);
    actions.move(day < from ? from : day > to ? to : day);
  } else return;
  event.preventDefault();
}

/** The same as figures: a row per week. */
function yearTable({ view, strings, locale }: JournalModel, title: string): TemplateResult {
  const { from, to, firstDay } = view;
  const counts = new Map(view.counts);
  const weekdays = Array.from({ length: 7 }, (_, at) => firstDay + at);
  return html`<div class="scroll tablescroll" tabindex="0" role="region" aria-label=${title}>
    <table class="weeks">
      <caption class="sr">
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">${strings.colWeek}</th>
          ${weekdays.map(
            (weekday) =>
              html`<th scope="col" class="r" abbr=${weekdayText(weekday, locale, 'long')}>
                ${weekdayText(weekday, locale, 'short')}
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${weeksOf(from, to, firstDay)
          .reverse()
          .map(
            (week) =>
              html`<tr>
                <th scope="row" class="num">
                  ${shortDayText(
                    week.find((day) => day !== undefined)!,
                    locale,
                  )}
                </th>
                ${week.map((day) =>
                  day === undefined
                    ? html`<td></td>`
                    : html`<td class=${counts.has(day) ? 'r' : 'r muted'}>${counts.get(day) ?? 0}</td>`,
                )}
              </tr>`,
          )}
      </tbody>
    </table>
  </div>`;
}

// ---------- the list ----------

function list(model: JournalModel, actions: JournalActions): TemplateResult {
  const { view, strings, locale } = model;
  const { days, newer, older, choices } = view;
  const asked = choices.from;
  return html`<section class="list" aria-labelledby="list">
    <h2 id="list" tabindex="-1">${strings.list}</h2>
    ${
      asked !== undefined && days[0] !== undefined && days[0].day !== asked
        ? html`<p class="muted">${fill(strings.noneOnDay, dayText(asked, locale))}</p>`
        : nothing
    }
    ${days.length === 0 ? html`<p class="muted">${strings.noneFiltered}</p>` : days.map((day) => oneDay(day, model, actions))}
    ${
      newer === undefined && older === undefined
        ? nothing
        : html`<nav class="pager" aria-label=${strings.list}>
            ${pageButton('newer', 'arrow-up', strings.newer, newer, actions)}
            ${pageButton('older', 'arrow-down', strings.older, older, actions)}
            ${
              choices.from === undefined
                ? nothing
                : html`<button class="quiet" data-act="latest" @click=${() => actions.page(undefined)}>
                    ${strings.latest}
                  </button>`
            }
          </nav>`
    }
  </section>`;
}

function pageButton(
  act: string,
  picture: string,
  words: string,
  from: string | undefined,
  actions: JournalActions,
): TemplateResult {
  return html`<button
    class="quiet"
    data-act=${act}
    aria-disabled=${from === undefined}
    @click=${() => from !== undefined && actions.page(from)}
  >
    ${icon(picture)}${words}
  </button>`;
}

function oneDay(
  { day, acts, lines, rest }: JournalDay,
  { view, strings, locale }: JournalModel,
  actions: JournalActions,
): TemplateResult {
  return html`<section class="oneday" data-listed=${day} aria-labelledby=${`day-${day}`}>
    <h3 id=${`day-${day}`} tabindex="-1">
      ${dayHeading(day, view.today, strings, locale)} <span class="muted num">${actsText(acts, strings)}</span>
    </h3>
    <ul>
      ${lines.map((line) => oneLine(line, strings, locale, actions))}
    </ul>
    ${
      rest > 0
        ? html`<button class="quiet" data-act="whole" @click=${() => actions.whole(day)}>
            ${fill(strings.showDay, lines.length + rest)}
          </button>`
        : nothing
    }
  </section>`;
}

const pictures = { tick: 'check', verify: 'verified-filled', review: 'history' } as const;

function oneLine(line: JournalLine, strings: JournalStrings, locale: string, actions: JournalActions): TemplateResult {
  const { kind, id, skill, place, time, text, labTitle } = line;
  const words = kind === 'review' ? reviewsText(line, strings) : text;
  const said = kind === 'tick' ? strings.filterTick : kind === 'verify' ? strings.filterVerify : strings.filterReview;
  // Items of the career guide belong to no skill, and what the curriculum has dropped leads nowhere.
  const leads = place !== '';
  const where = kind === 'review' ? '' : place === '' ? strings.retired : place;
  return html`<li class=${`line ${kind}`} data-line=${id}>
    <span class="time muted num">${timeText(time, locale)}</span>
    <span class="kind" role="img" aria-label=${said} title=${said}>${icon(pictures[kind])}</span>
    <span class="what">
      ${
        leads
          ? html`<a href="#" data-open=${id} @click=${go(() => actions.open(skill ?? place, id))}>${words}</a>`
          : words
      }
      ${
        where === '' && labTitle === undefined
          ? nothing
          : html`<span class="where muted"
              >${[where, ...(labTitle === undefined ? [] : [labTitle])].filter(Boolean).join(' · ')}</span
            >`
      }
    </span>
  </li>`;
}
