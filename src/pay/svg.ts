import type { ChartRow, Mark, PayChart, PayUnits } from '../core/payCharts';
import { markPaths, sourceKey } from '../core/payMarks';
import { clip, escapeMarkup } from '../core/text';
import type { PayPalette, PayStrings } from '../protocol/pay';
import { cellText, chartText, isInThousands, tickText } from '../protocol/payText';

export interface PictureOptions {
  readonly strings: PayStrings;
  readonly locale: string;
  readonly units: PayUnits;
  readonly palette: PayPalette;
  readonly roleTitle: (role: string) => string;
  /** A line below the chart: the filter, and where the figures come from. */
  readonly note: string;
  /** The same without the filter, for forecasts, which it does not concern. */
  readonly plainNote: string;
}

const width = 960;
const plot = { left: 230, right: 640 } as const;
const heights = { dots: 40, bars: 28, pairs: 34, spans: 40 } as const;
const top = 136;
/** Where the columns of numbers end: one, or one for each source. */
const columns = { one: [770], two: [700, 770] } as const;

/** The chart as a picture that stands alone: title, legend of its own words, numbers, and the colours it is given. No style, no script. */
export function chartSvg(chart: PayChart, options: PictureOptions): string {
  const { strings, locale, palette, units } = options;
  const { title, text } = chartText(chart, strings, locale, options.roleTitle, units);
  const rowHeight = heights[chart.form];
  const bottom = top + chart.rows.length * rowHeight;
  const thousands = isInThousands(
    chart.rows.flatMap(({ values }) => values),
    locale,
  );
  const x = (share: number): number => plot.left + ((plot.right - plot.left) * share) / 100;
  const ends = chart.form === 'pairs' ? columns.two : columns.one;
  const lines = wrap(text, 120);
  const foot = wrap(chart.id === 'growth' ? options.plainNote : options.note, 130);
  const parts = [
    `<rect width="${width}" height="${bottom + 24 + foot.length * 16}" fill="${palette.background}"/>`,
    label(24, 34, title, palette.foreground, 'font-size="18" font-weight="600"'),
    ...lines.map((line, at) => label(24, 58 + at * 16, line, palette.muted, 'font-size="12"')),
    ...chart.ticks.flatMap(({ x: share, value }) => [
      `<line x1="${n(x(share))}" x2="${n(x(share))}" y1="${top}" y2="${bottom}" stroke="${palette.grid}"/>`,
      label(
        x(share),
        top - 8,
        tickText(chart, value, strings, locale, units),
        palette.muted,
        'font-size="11" text-anchor="middle"',
      ),
    ]),
    ...(chart.base === undefined
      ? []
      : [
          `<line x1="${n(x(chart.base))}" x2="${n(x(chart.base))}" y1="${top}" y2="${bottom}" stroke="${palette.foreground}"/>`,
        ]),
    ...legend(),
    ...chart.rows.flatMap((row, at) => rowParts(row, top + at * rowHeight + rowHeight / 2, thousands)),
    ...foot.map((line, at) => label(24, bottom + 24 + at * 16, line, palette.muted, 'font-size="11"')),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + 24 + foot.length * 16}" viewBox="0 0 ${width} ${bottom + 24 + foot.length * 16}" role="img" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<desc>${escapeMarkup(text)}</desc>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');

  /** What fill and shape mean, as far as the chart uses them. */
  function legend(): string[] {
    if (chart.form === 'pairs') {
      return ['Indeed', 'Glassdoor'].flatMap((source, at) => [
        label(ends[at] ?? 0, top - 8, source, palette.muted, 'font-size="11" text-anchor="end"'),
        point({ source, age: 'undated' }, ` transform="translate(${28 + at * 90} 96)"`),
        label(40 + at * 90, 100, source, palette.foreground, 'font-size="12"'),
      ]);
    }
    if (chart.form !== 'dots') return [];
    const words = { recent: strings.legendRecent, old: strings.legendOld, undated: strings.legendUndated };
    const marks = chart.rows.flatMap((row) => row.marks).filter(({ kind }) => kind === 'point');
    return (['recent', 'old', 'undated'] as const)
      .filter((age) => marks.some((mark) => mark.age === age))
      .flatMap((age, at) => [
        point({ source: null, age }, ` transform="translate(${28 + at * 160} 96)"`),
        label(40 + at * 160, 100, words[age], palette.foreground, 'font-size="12"'),
      ]);
  }

  /** Fill is age, colour the source, shape the second source of a row. `more` goes into each of the shapes. */
  function point({ source, age }: Pick<Mark, 'source' | 'age'>, more = ''): string {
    const colour = palette[sourceKey(source)];
    const path = source === 'Glassdoor' && chart.form === 'pairs' ? markPaths.diamond : markPaths.circle;
    const shape = `<path d="${path}"${more} fill="${age === 'recent' ? colour : palette.background}" stroke="${colour}" stroke-width="2"/>`;
    return age === 'old' ? `${shape}<path d="${markPaths.core}"${more} fill="${colour}"/>` : shape;
  }

  function rowParts(row: ChartRow, y: number, inThousands: boolean): string[] {
    const aside = row.aside
      .map((cell) => cellText(cell, strings, locale))
      .filter(Boolean)
      .join(', ');
    const detail = row.detail.map((cell) => cellText(cell, strings, locale)).join(', ');
    return [
      label(24, detail ? y - 3 : y + 4, clip(cellText(row.name, strings, locale), 30), palette.foreground),
      ...(detail ? [label(24, y + 12, clip(detail, 42), palette.muted, 'font-size="11"')] : []),
      ...joins(row, y),
      ...row.marks.map((mark) => markPart(mark, y)),
      ...row.values.map((cell, at) =>
        label(
          ends[at] ?? columns.one[0],
          y + 4,
          cellText(cell, strings, locale, inThousands),
          palette.foreground,
          'text-anchor="end" font-weight="600"',
        ),
      ),
      label(786, y + 4, clip(aside, 30), palette.muted, 'font-size="12"'),
    ];
  }

  function joins(row: ChartRow, y: number): string[] {
    const [first, second] = row.marks;
    if (chart.form !== 'pairs' || !first || !second || first.lane !== 0) return [];
    return [
      `<line x1="${n(x(first.x))}" x2="${n(x(second.x))}" y1="${y}" y2="${y}" stroke="${palette.muted}" stroke-width="2"/>`,
    ];
  }

  function markPart(mark: Mark, row: number): string {
    const y = row + mark.lane * 7;
    const colour = palette[sourceKey(mark.source)];
    const [from, to] = [mark.x, mark.x2 ?? mark.x].sort((a, b) => a - b) as [number, number];
    if (mark.kind === 'bar')
      return `<rect x="${n(x(from))}" y="${y - 8}" width="${n(x(to) - x(from))}" height="16" fill="${mark.x < (mark.x2 ?? 0) ? palette.below : palette.above}"/>`;
    if (mark.kind === 'range') {
      const end = (at: number): string =>
        `<circle cx="${n(x(at))}" cy="${y}" r="3.5" fill="${palette.background}" stroke="${colour}" stroke-width="2"/>`;
      return `<line x1="${n(x(from))}" x2="${n(x(to))}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2" stroke-dasharray="4 3"/>${end(from)}${end(to)}`;
    }
    if (mark.kind === 'span')
      return `<line x1="${n(x(from))}" x2="${n(x(to))}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="6" stroke-linecap="round"/>`;
    return `<g transform="translate(${n(x(mark.x))} ${y})">${point(mark)}</g>`;
  }
}

function label(x: number, y: number, text: string, colour: string, more = ''): string {
  return `<text x="${n(x)}" y="${n(y)}" fill="${colour}"${more === '' ? '' : ` ${more}`}>${escapeMarkup(text)}</text>`;
}

const n = (value: number): string => String(Math.round(value * 100) / 100);

/** Lines of at most so many characters, broken at spaces: SVG does not break lines by itself. */
function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > most) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
