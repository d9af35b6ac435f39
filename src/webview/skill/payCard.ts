import { scaleLinear } from 'd3-scale';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { spread } from '../../core/pay';
import { sourceKey } from '../../core/payMarks';
import type { PayView, Strings } from '../../protocol/skill';
import { fill, money, month, shortMoney } from '../../core/format';

import { go } from '../ui/parts';

type Figure = PayView['figures'][number];

/** Pay of the roles that use the skill: every figure with its source and date, side by side, never merged. */
export function payCard(
  pay: readonly PayView[],
  strings: Strings,
  locale: string,
  explore: (role: string) => void,
): TemplateResult | typeof nothing {
  const [first, ...others] = pay;
  if (!first) return nothing;
  return html`<section class="card paycard" aria-labelledby="h-pay">
    <div class="cardhead"><h2 id="h-pay">${fill(strings.pay, first.role)}</h2></div>
    ${role(first, strings, locale, true)}
    ${others.map(
      (view) =>
        html`<details class="otherrole">
          <summary>
            <span class="codicon codicon-chevron-right" aria-hidden="true"></span>
            <span>${fill(strings.pay, view.role)}</span
            ><span class="num muted">${rangeText(view.figures, locale)}</span>
          </summary>
          ${role(view, strings, locale, false)}
        </details>`,
    )}
    <p>
      <a href="#" data-act="explorePay" @click=${go(() => explore(first.id))}>${strings.explorePay}</a>
    </p>
  </section>`;
}

function role(view: PayView, strings: Strings, locale: string, large: boolean): TemplateResult {
  const { figures } = view;
  const named = new Set(figures.flatMap((figure) => figure.source ?? [])).size;
  const ranges = figures.filter((figure) => figure.low !== undefined);
  return html`
    ${large ? html`<div class="big">${rangeText(figures, locale)}</div>` : nothing}
    <p class="muted">${fill(strings.payRange, figures.length, named)}</p>
    ${strip(figures, strings, locale)}
    <p class="muted">
      ${strings.payLegend} ${ranges.map((range) => fill(strings.payRanges, rangeText([range], locale)))}
    </p>
    <details class="figures" ?open=${large}>
      <summary>
        <span class="codicon codicon-chevron-right" aria-hidden="true"></span
        >${fill(strings.paySources, figures.length)}
      </summary>
      <ul>
        ${figures.map(
          (figure) =>
            html`<li>
              <svg class=${`mini ${sourceClass(figure)}`} viewBox="0 0 14 14" aria-hidden="true">
                ${markOf(figure, '7', 7)}
              </svg>
              <b class="num">${rangeText([figure], locale)}</b>
              <span class="muted"
                >${[figure.source ?? strings.sourceNotNamed, figure.statistic === 'not stated' ? strings.statisticNotStated : figure.statistic, figure.asOf === null ? strings.undated : month(figure.asOf, locale)].join(' · ')}</span
              >
            </li>`,
        )}
      </ul>
    </details>
  `;
}

/** `$77,200–$158,330`: the lowest and highest figure as they are, not a mean of any kind. */
function rangeText(figures: readonly Figure[], locale: string): string {
  const [first] = figures;
  if (!first) return '';
  const span = spread(figures) ?? { low: first.low ?? 0, high: first.high ?? 0 };
  const low = money(span.low, first.currency, locale);
  return span.low === span.high ? low : `${low}–${money(span.high, first.currency, locale)}`;
}

const height = 64;
/** Marks closer than this, in per cent of the narrowest card, move apart vertically. */
const nearness = 4.4;

/** The figures on one line. Positions are per cent, so that the text keeps its size at any width. */
function strip(figures: readonly Figure[], strings: Strings, locale: string): TemplateResult {
  const values = figures.flatMap((figure) => [figure.amount ?? [], figure.low ?? [], figure.high ?? []].flat());
  const margin = (Math.max(...values) - Math.min(...values)) * 0.06 || Math.max(...values) * 0.1;
  const scale = scaleLinear()
    .domain([Math.min(...values) - margin, Math.max(...values) + margin])
    .range([3, 97]);
  const singles = figures.filter((figure) => figure.amount !== undefined);
  const lanes: number[] = [];
  const marks = singles.map((figure) => {
    const x = scale(figure.amount ?? 0);
    let lane = lanes.findIndex((last) => x - last >= nearness);
    if (lane < 0) lane = lanes.length;
    lanes[lane] = x;
    return { figure, x, lane };
  });
  const top = 34;
  const span = spread(figures);
  const currency = figures[0]?.currency ?? 'USD';
  const label =
    singles.length === 1 || !span
      ? fill(strings.paySpreadOne, rangeText(figures, locale))
      : fill(strings.paySpread, singles.length, money(span.low, currency, locale), money(span.high, currency, locale));
  return html`<svg class="strip" width="100%" height=${height} role="img" aria-label=${label}>
    ${scale.ticks(4).map((tick) => {
      const x = `${scale(tick).toFixed(2)}%`;
      return svg`<line class="grid" x1=${x} x2=${x} y1="0" y2="46" /><text class="ax" x=${x} y="61">${shortMoney(tick, currency, locale)}</text>`;
    })}
    ${figures.map((figure) =>
      figure.low === undefined || figure.high === undefined
        ? nothing
        : svg`<line class="range" x1=${`${scale(figure.low).toFixed(2)}%`} x2=${`${scale(figure.high).toFixed(2)}%`} y1="42" y2="42" />`,
    )}
    ${marks.map(({ figure, x, lane }) => svg`<g class=${sourceClass(figure)}>${markOf(figure, `${x.toFixed(2)}%`, Math.max(6, top - lane * 12 - 6))}</g>`)}
  </svg>`;
}

/** Fill is age: solid, ring with a core, hollow. Colour is the source. */
function markOf(figure: Figure, x: string, y: number): SVGTemplateResult {
  if (figure.amount === undefined) return svg`<line class="range" x1="0" x2="14" y1=${y} y2=${y} />`;
  const core = figure.age === 'old' ? svg`<circle class="core" cx=${x} cy=${y} r="1.6" />` : nothing;
  return svg`<circle class=${`mk ${figure.age}`} cx=${x} cy=${y} r="4.5" />${core}`;
}

function sourceClass(figure: Figure): string {
  return `c-${sourceKey(figure.source)}`;
}
