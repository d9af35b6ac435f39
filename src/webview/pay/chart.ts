import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { fill } from '../../core/format';
import { ends } from '../../core/pay';
import type { ChartRow, ExplorerFigure, Mark, PayChart, PayTable, PayUnits } from '../../core/payCharts';
import { markPaths, sourceKey } from '../../core/payMarks';
import { payEntry, type PayStrings } from '../../protocol/pay';
import { cellText, columnText, isInThousands, isNumeric, tickText } from '../../protocol/payText';
import { icon } from '../ui/parts';

export interface ChartContext {
  readonly strings: PayStrings;
  readonly locale: string;
  readonly units: PayUnits;
  readonly articleTitle: (id: string) => string;
  /** The row that can be reached by Tab; the arrow keys lead to the others. */
  readonly activeRow: string | undefined;
  /** Role whose description is open. */
  readonly openRole: string | undefined;
  toggleRole(role: string): void;
}

/** Chart and table of the same rows: the one drawn, the other for whoever reads rather than looks. */
export function chartRows(chart: PayChart, context: ChartContext): TemplateResult {
  const { strings, locale, units } = context;
  const thousands = isInThousands(
    chart.rows.flatMap(({ values }) => values),
    locale,
  );
  const value = (row: ChartRow): unknown =>
    chart.form === 'pairs'
      ? html`<span class="pair"
          >${row.values.map(
            (cell, at) =>
              html`<span
                ><svg class=${`mini c-${at === 0 ? 'indeed' : 'glassdoor'}`} viewBox="-6 -6 12 12" aria-hidden="true">
                  <path class="mk undated" d=${at === 0 ? markPaths.circle : markPaths.diamond} />
                </svg>
                <span class="sr">${at === 0 ? 'Indeed' : 'Glassdoor'} </span
                ><b>${cellText(cell, strings, locale, thousands)}</b></span
              >`,
          )}</span
        >`
      : row.values.map((cell) => cellText(cell, strings, locale, thousands)).join(' ');
  return html`<div class="axis" aria-hidden="true">
      <svg class="plot">
        ${chart.ticks.map(({ x, value: at }) => svg`<text class="ax" x=${`${x.toFixed(2)}%`} y="13">${tickText(chart, at, strings, locale, units)}</text>`)}
      </svg>
      ${
        chart.form === 'pairs'
          ? html`<span class="colhead axis-val"
                ><span class="pair"><span>Indeed</span><span>Glassdoor</span></span></span
              ><span class="colhead axis-aux">${strings.colDifference}</span>`
          : html`<span class="colhead axis-val"
                >${chart.form === 'spans' ? strings.colGrowth : chart.id === 'mine' ? columnText('inUnits', strings, units) : chart.form === 'bars' ? strings.colPay : strings.asPublished}</span
              ><span class="colhead axis-aux"
                >${chart.form === 'bars' ? strings.colDifference : chart.form === 'spans' ? strings.colOccupation : strings.colDate}</span
              >`
      }
    </div>
    <ol class="rows" data-rows=${chart.id}>
      ${repeat(
        chart.rows,
        ({ id }) => id,
        (row) => {
          const tip = `tip-${chart.id}-${row.id}`;
          const stop = `${chart.id}/${row.id}`;
          const tabindex = context.activeRow === stop ? '0' : '-1';
          const name = html`${cellText(row.name, strings, locale)}${
            row.figures.some(({ own }) => own) ? html`<em class="own">${strings.yours}</em>` : nothing
          }`;
          const words = row.detail.map((cell) => cellText(cell, strings, locale));
          const detail = words.length === 0 ? nothing : html`<small>${words.join(', ')}</small>`;
          const open = row.role !== undefined && context.openRole === row.role;
          return html`<li
            data-stop=${row.role === undefined ? stop : nothing}
            tabindex=${row.role === undefined ? tabindex : nothing}
            aria-describedby=${row.role === undefined ? tip : nothing}
          >
            ${
              row.role === undefined
                ? html`<span class="name">${name}${detail}</span>`
                : html`<span class="name"
                    ><button
                      class="rolebutton"
                      data-stop=${stop}
                      data-role=${row.role}
                      tabindex=${tabindex}
                      aria-expanded=${open ? 'true' : 'false'}
                      aria-controls=${open ? 'role' : nothing}
                      aria-describedby=${tip}
                      @click=${() => context.toggleRole(row.role!)}
                    >
                      ${icon(open ? 'chevron-down' : 'chevron-right')}${name}
                    </button></span
                  >`
            }
            <svg class="plot" aria-hidden="true">
              ${chart.ticks.map(({ x }) => svg`<line class="grid" x1=${`${x.toFixed(2)}%`} x2=${`${x.toFixed(2)}%`} y1="0" y2="100%" />`)}
              ${chart.base === undefined ? nothing : svg`<line class="base" x1=${`${chart.base.toFixed(2)}%`} x2=${`${chart.base.toFixed(2)}%`} y1="0" y2="100%" />`}
              ${joined(chart, row)}${row.marks.map((mark) => markOf(mark, chart))}
            </svg>
            <span class="val">${value(row)}</span>
            <span class="aux"
              >${row.aside.map((cell, at) => {
                const text = cellText(cell, strings, locale);
                // Undated says enough; an age that is not known is said in the table.
                const silent = cell.kind === 'age' && cell.months === null;
                return text === '' || silent ? nothing : at === 0 ? text : html`<small>${text}</small>`;
              })}</span
            >
            <div class="tip" role="tooltip" id=${tip}>${tipOf(row, context)}</div>
          </li>`;
        },
      )}
    </ol>
    <p class="hint" aria-hidden="true">${strings.rowHint}</p>`;
}

/** Everything that is known of a row's figures. */
function tipOf(row: ChartRow, context: ChartContext): unknown {
  const { strings, locale, articleTitle } = context;
  const articles = (ids: readonly string[]): string => fill(strings.sourceIn, ids.map(articleTitle).join('; '));
  if (row.outlook) {
    return html`<p>${row.outlook.text}</p>
      <p class="muted">${articles(row.outlook.articles)}</p>`;
  }
  const line = (figure: ExplorerFigure): TemplateResult => {
    const date = cellText({ kind: 'date', asOf: figure.asOf }, strings, locale);
    const statistic = cellText({ kind: 'statistic', statistic: figure.statistic }, strings, locale);
    const pay = cellText(
      { kind: 'money', amounts: ends(figure), currency: figure.currency, digits: 0 },
      strings,
      locale,
    );
    return html`<p>
        <strong>${figure.source ?? strings.notNamed}: ${pay}</strong> ${strings.perYear}, ${statistic}, ${date}.
        ${fill(strings.reportedAs, figure.reportedRole, cellText({ kind: 'place', region: figure.region }, strings, locale))}.
      </p>
      ${figure.note === '' ? nothing : html`<p>${figure.note}</p>`}
      ${figure.articles.length === 0 ? nothing : html`<p class="muted">${articles(figure.articles)}</p>`}`;
  };
  return row.figures.map(line);
}

function joined(chart: PayChart, { marks }: ChartRow): unknown {
  const [first, second] = marks;
  if (chart.form !== 'pairs' || !first || !second || first.lane !== 0) return nothing;
  return svg`<line class="join" x1=${percent(first.x)} x2=${percent(second.x)} y1="50%" y2="50%" />`;
}

/** Fill is age: solid, ring with a core, hollow. Colour is the source; shape separates two sources in one row. */
function markOf(mark: Mark, chart: PayChart): SVGTemplateResult {
  const [from, to] = [mark.x, mark.x2 ?? mark.x].sort((a, b) => a - b) as [number, number];
  const colour = `c-${sourceKey(mark.source)}`;
  if (mark.kind === 'bar') {
    const side = mark.x < (mark.x2 ?? 0) ? 'below' : 'above';
    return svg`<rect class=${`bar ${side}`} data-mark=${mark.id} x=${percent(from)} width=${percent(to - from)} y="22%" height="56%" />`;
  }
  if (mark.kind === 'range') {
    const end = (x: number): SVGTemplateResult =>
      svg`<circle class=${`mk ${mark.age}`} cx=${percent(x)} cy="50%" r="3.5" />`;
    return svg`<g class=${colour} data-mark=${mark.id}>
      <line class="range" x1=${percent(from)} x2=${percent(to)} y1="50%" y2="50%" />${end(from)}${end(to)}
    </g>`;
  }
  if (mark.kind === 'span') {
    return svg`<line class=${`span ${colour}`} data-mark=${mark.id} x1=${percent(from)} x2=${percent(to)} y1="50%" y2="50%" />`;
  }
  const shape = chart.form === 'pairs' && mark.source === 'Glassdoor' ? markPaths.diamond : markPaths.circle;
  return svg`<svg class=${colour} data-mark=${mark.id} x=${percent(mark.x)} y="50%" width="1" height="1" overflow="visible">
    <g transform=${`translate(0 ${mark.lane * 7})`}>
      <path class=${`mk ${mark.age}`} d=${shape} />
      ${mark.age === 'old' ? svg`<path class="core" d=${markPaths.core} />` : nothing}
    </g>
  </svg>`;
}

const percent = (value: number): string => `${value.toFixed(2)}%`;

/** @param hidden true while the chart is on show: the table is then there for screen readers only. */
export function table(
  id: string,
  caption: string,
  { columns, rows, ids }: PayTable,
  { strings, locale, units }: Pick<ChartContext, 'strings' | 'locale' | 'units'>,
  hidden: boolean,
  /** What stands in the first cell of a row instead of its words. */
  first?: (row: number, text: string) => unknown,
): TemplateResult {
  const thousands = columns.map((_, at) =>
    isInThousands(
      rows.map((row) => row[at]!),
      locale,
    ),
  );
  const kind = (at: number): string => (isNumeric(columns[at]!) ? 'r' : '');
  return html`<div class=${hidden ? 'sr' : 'scroll'} data-table=${id}>
    <table class="stack">
      <caption class="sr">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column, at) => html`<th scope="col" class=${kind(at)}>${columnText(column, strings, units)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, line) =>
            html`<tr
              id=${ids?.[line] === undefined ? nothing : payEntry.figure(ids[line])}
              tabindex=${ids ? '-1' : nothing}
            >
              ${row.map((cell, at) => {
                const text = cellText(cell, strings, locale, thousands[at]);
                return at === 0
                  ? html`<th scope="row" class=${kind(at)}>${first ? first(line, text) : text}</th>`
                  : html`<td class=${kind(at)} data-column=${columnText(columns[at]!, strings, units)}>${text}</td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
