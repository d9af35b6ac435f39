import { allFigures, buildCharts, type ChartOptions, type PayTable } from '../core/payCharts';
import { articleText, fill, month } from '../core/format';
import { escapeMarkup } from '../core/text';
import { printPage } from '../core/printPage';
import type { PayExplorerView } from '../protocol/pay';
import { cellText, columnText, isInThousands, isNumeric } from '../protocol/payText';
import { chartSvg, type PictureOptions } from './svg';

/** Everything that the explorer shows under the reader's choices, as one page: each chart, its table, and the notes. */
export function payToPrint(view: PayExplorerView, options: ChartOptions, picture: PictureOptions): string {
  const { strings } = picture;
  const charts = buildCharts(view, options).filter(({ rows }) => rows.length > 0);
  const articleOf = (id: string): string => {
    const article = view.articles.find((candidate) => candidate.id === id);
    return article ? articleText(article, strings.undated) : id;
  };
  const paragraph = (text: string): string => `<p>${escapeMarkup(text)}</p>`;
  const body = [
    `<h1>${escapeMarkup(strings.title)}</h1>`,
    paragraph(strings.lede),
    ...charts.flatMap((chart) => [`<figure>${chartSvg(chart, picture)}</figure>`, table(chart.table)]),
    `<h2>${escapeMarkup(strings.allTitle)}</h2>`,
    table(allFigures(view, options)),
    `<h2>${escapeMarkup(strings.disagreeTitle)}</h2>`,
    ...view.contradictions.map(
      ({ subject, sides, comment }) =>
        `<h3>${escapeMarkup(subject)}</h3><ul>${sides.map(({ says, articles }) => `<li>${escapeMarkup(says)} <span class="quiet">${escapeMarkup(articles.map(articleOf).join('; '))}</span></li>`).join('')}</ul>${paragraph(comment)}`,
    ),
    `<h2>${escapeMarkup(strings.aboutTitle)}</h2>`,
    ...[
      fill(strings.aboutShort, month(view.today, picture.locale)),
      strings.aboutStatistics,
      strings.aboutDates,
      strings.aboutBias,
      strings.aboutPlace,
      strings.aboutArticles,
    ].map(paragraph),
    `<ul>${view.articles.map((article) => `<li>${escapeMarkup(articleText(article, strings.undated))}</li>`).join('')}</ul>`,
  ];
  return printPage(strings.title, body.join('\n'));

  function table({ columns, rows }: PayTable): string {
    const right = (at: number): string => (isNumeric(columns[at]!) ? ' class="r"' : '');
    const thousands = columns.map((_, at) =>
      isInThousands(
        rows.map((row) => row[at]!),
        picture.locale,
      ),
    );
    const head = columns.map(
      (column, at) => `<th scope="col"${right(at)}>${escapeMarkup(columnText(column, strings, picture.units))}</th>`,
    );
    const lines = rows.map(
      (row) =>
        `<tr>${row.map((cell, at) => `<td${right(at)}>${escapeMarkup(cellText(cell, strings, picture.locale, thousands[at]))}</td>`).join('')}</tr>`,
    );
    return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table>`;
  }
}
