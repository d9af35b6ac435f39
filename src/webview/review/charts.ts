import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { fill } from '../../core/format';
import type { ForecastDay, RetentionWeek } from '../../core/review';
import type { ReviewStrings } from '../../protocol/review';

/** Height of the bars; the numbers stand above them, the days below. Pixels. */
const height = 96;
const above = 16;
const below = 20;

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** `YYYY-MM-DD` as the reader writes it. */
function dayText(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}

interface Bar {
  /** Above the bar; empty for none. */
  readonly value: string;
  /** 0 to 1; undefined where nothing is known. */
  readonly share: number | undefined;
  /** Below the bar; empty for none. */
  readonly tick: string;
  readonly tooltip: string;
}

/** Positions are shares of the width, so that text keeps its size at any. */
function bars(list: readonly Bar[], name: string): TemplateResult {
  // A few bars are no wider for being few.
  const slot = 1 / Math.max(12, list.length);
  const baseline = above + height;
  return html`<svg class="bars" role="img" aria-label=${name} height=${baseline + below}>
    <line class="base" x1="0" x2="100%" y1=${baseline + 0.5} y2=${baseline + 0.5} />
    ${list.map(({ value, share, tick, tooltip }, at): SVGTemplateResult => {
      const tall = Math.max(share ? 2 : 0, Math.round((share ?? 0) * height));
      const middle = percent((at + 0.5) * slot);
      return svg`<g>
        <title>${tooltip}</title>
        <rect class="slot" x=${percent(at * slot)} y="0" width=${percent(slot)} height=${baseline} />
        ${
          share === undefined
            ? svg`<rect class="unknown" x=${percent((at + 0.15) * slot)} y=${baseline - 12} width=${percent(slot * 0.7)} height="12" />`
            : svg`<rect class="bar" x=${percent((at + 0.15) * slot)} y=${baseline - tall} width=${percent(slot * 0.7)} height=${tall} />`
        }
        ${value === '' ? nothing : svg`<text class="ax value" x=${middle} y=${baseline - (share === undefined ? 12 : tall) - 4}>${value}</text>`}
        ${tick === '' ? nothing : svg`<text class="ax" x=${middle} y=${baseline + 15}>${tick}</text>`}
      </g>`;
    })}
  </svg>`;
}

function table(
  strings: ReviewStrings,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): TemplateResult {
  return html`<details class="astable">
    <summary><span class="codicon codicon-chevron-right" aria-hidden="true"></span>${strings.asTable}</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map((column, at) => html`<th scope="col" class=${at === 0 ? '' : 'r'}>${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([first, ...rest]) =>
              html`<tr>
                <th scope="row">${first}</th>
                ${rest.map((cell) => html`<td class="r">${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** What is due on each of the next days. */
export function forecastChart(days: readonly ForecastDay[], strings: ReviewStrings, locale: string): TemplateResult {
  const most = Math.max(1, ...days.map(({ due }) => due));
  const sum = (end: number): number => days.slice(0, end).reduce((total, { due }) => total + due, 0);
  const none = sum(days.length) === 0;
  const summary = none ? strings.forecastNone : fill(strings.forecastSum, sum(1), sum(7), sum(days.length));
  const name = (day: string, at: number): string => (at === 0 ? strings.today : dayText(day, locale));
  return html`<figure class="card" data-chart="forecast" aria-labelledby="h-forecast">
    <h2 id="h-forecast">${strings.forecastTitle}</h2>
    <p class="muted">${summary}</p>
    ${
      none
        ? nothing
        : html`${bars(
            days.map(({ day, due }, at) => ({
              value: due === 0 ? '' : String(due),
              share: due / most,
              tick: at % 7 === 0 && at < 27 ? name(day, at) : '',
              tooltip: `${name(day, at)}: ${due}`,
            })),
            summary,
          )}
          ${table(
            strings,
            [strings.forecastDay, strings.forecastCards],
            days.map(({ day, due }, at) => [name(day, at), String(due)]),
          )}`
    }
  </figure>`;
}

/** How much was remembered, week by week; a week with too few answers says so. */
export function retentionChart(
  weeks: readonly RetentionWeek[],
  strings: ReviewStrings,
  locale: string,
): TemplateResult {
  const share = ({ share: known }: RetentionWeek): string =>
    known === undefined
      ? '–'
      : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(known);
  return html`<figure class="card" data-chart="retention" aria-labelledby="h-retention">
    <h2 id="h-retention">${strings.retentionTitle}</h2>
    <p class="muted">${weeks.length === 0 ? strings.retentionNone : strings.retentionText}</p>
    ${
      weeks.length === 0
        ? nothing
        : html`${bars(
            weeks.map((week, at) => ({
              value: share(week),
              share: week.share,
              tick: (weeks.length - 1 - at) % 3 === 0 ? dayText(week.week, locale) : '',
              tooltip: `${dayText(week.week, locale)}: ${week.share === undefined ? strings.tooFew : share(week)} (${week.answers})`,
            })),
            strings.retentionTitle,
          )}
          ${table(
            strings,
            [strings.retentionWeek, strings.retentionShare, strings.retentionAnswers],
            weeks.map((week) => [
              dayText(week.week, locale),
              week.share === undefined ? strings.tooFew : share(week),
              String(week.answers),
            ]),
          )}`
    }
  </figure>`;
}
