import { articleText, fill } from '../core/format';
import type { CareerComparison, CareerEntry, CareerFact, CareerMove, CareerTitle } from '../core/model';
import { printPage } from '../core/printPage';
import { escapeMarkup } from '../core/text';
import { courseTable, type CareerProgress, type CareerStrings, type CareerView } from '../protocol/career';
import { figureText, outlookSource, outlookTitle } from '../protocol/careerText';

/** The whole guide as one page for the printer: nothing folded, ticks as boxes, sources as numbers. */
export function careerToPrint(
  view: CareerView,
  progress: CareerProgress,
  strings: CareerStrings,
  locale: string,
): string {
  const { data } = view;
  const text = escapeMarkup;
  const done = new Set(progress.done);
  const cite = (articles: readonly string[]): string => {
    const numbers = articles.flatMap((id) => view.articles.findIndex((article) => article.id === id) + 1 || []);
    return numbers.length === 0 ? '' : `<sup>${numbers.join(', ')}</sup>`;
  };
  const fact = (entry: CareerFact): string => `<li>${text(entry.text)}${cite(entry.articles)}</li>`;
  const entry = (one: CareerEntry, more = ''): string =>
    `<li><strong>${text(one.title)}.</strong> ${text(one.text)}${cite(one.articles)}${more}</li>`;
  const list = (items: readonly string[], kind = ''): string => `<ul${kind}>${items.join('')}</ul>`;
  const heading = (title: string, lede: string): string => `<h2>${text(title)}</h2><p>${text(lede)}</p>`;
  const sub = (title: string): string => `<h3>${text(title)}</h3>`;
  const table = ({ title, columns, rows }: CareerComparison): string =>
    `${sub(title)}<table><thead><tr><th>${text(strings.aspect)}</th>${columns.map((column) => `<th scope="col">${text(column)}</th>`).join('')}</tr></thead><tbody>${rows
      .map(
        ({ aspect, cells, note, articles }) =>
          `<tr><th scope="row">${text(aspect)}${cite(articles)}</th>${cells.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>${note === '' ? '' : `<tr><td colspan="${cells.length + 1}" class="quiet">${text(note)}</td></tr>`}`,
      )
      .join('')}</tbody></table>`;
  const quiet = (more: string): string => (more === '' ? '' : ` <span class="quiet">${text(more)}</span>`);
  const pay = (role: string | undefined): string => {
    const figures = role === undefined ? [] : (view.pay[role] ?? []);
    return quiet(figures.map((figure) => figureText(figure, strings, locale)).join('; '));
  };
  const names = (skills: readonly string[]): string => skills.flatMap((id) => view.skills[id] ?? []).join(', ');
  const alsoCalled = ({ also }: CareerTitle): string =>
    also.length === 0 ? '' : fill(strings.alsoCalled, also.join(', '));
  const learnFor = ({ learn }: CareerMove): string =>
    learn.length === 0 ? '' : `${strings.learnFor}: ${learn.join(', ')}.`;

  const [comparison, ...others] = data.comparisons;
  const body = [
    `<h1>${text(strings.title)}</h1>`,
    `<p>${text(strings.lede)}</p>`,
    heading(strings.sectionJob, strings.ledeJob),
    list(data.day.map((hour) => `<li><strong>${text(`${hour.time} ${hour.title}`)}.</strong> ${text(hour.text)}</li>`)),
    ...data.tasks.map((group) => sub(group.title) + list(group.entries.map(fact))),
    sub(strings.withWhom),
    list(data.collaborators.map((one) => entry(one))),
    sub(strings.where),
    list(data.places.map((one) => entry(one))),
    sub(strings.goodToKnow),
    list(data.facts.map(fact)),
    heading(strings.sectionComparison, strings.ledeComparison),
    comparison ? table(comparison) : '',
    heading(strings.sectionLevels, strings.ledeLevels),
    ...others.filter(({ id }) => id !== courseTable).map(table),
    heading(strings.sectionWays, strings.ledeWays),
    ...data.ways.map(
      (way) =>
        `${sub(way.title)}<p>${text(way.text)}${cite(way.articles)}</p>${way.share ? `<p>${text(way.share.text)}</p>` : ''}${list(
          (['takes', 'costs', 'suits', 'watch'] as const).map(
            (field) => `<li><strong>${text(strings[field])}:</strong> ${text(way[field])}</li>`,
          ),
        )}${list(way.offers.map((offer) => entry(offer, quiet(offer.provider ?? ''))))}`,
    ),
    ...others.filter(({ id }) => id === courseTable).map(table),
    heading(strings.sectionTitles, strings.ledeTitles),
    ...data.titles.map(
      (group) =>
        sub(group.title) +
        list(group.entries.map((one) => entry(one, quiet(names(one.skills)) + quiet(alsoCalled(one))))),
    ),
    heading(strings.sectionBoards, strings.ledeBoards),
    list(data.boards.map((one) => entry(one, quiet(one.technology ?? '')))),
    heading(strings.sectionHired, strings.ledeHired),
    ...data.checklist.map(
      (group) =>
        sub(group.title) +
        list(
          group.entries.map(
            (item) => `<li>${done.has(item.id) ? '☑' : '☐'} ${text(item.text)}${cite(item.articles)}</li>`,
          ),
          ' class="box"',
        ),
    ),
    heading(strings.sectionLeads, strings.ledeLeads),
    list(data.moves.map((one) => entry(one, quiet(learnFor(one)) + quiet(names(one.skills)) + pay(one.role)))),
    heading(strings.sectionQuestions, strings.ledeQuestions),
    ...data.questions.map((one) => `${sub(one.title)}<p>${text(one.text)}${cite(one.articles)}</p>`),
    heading(strings.sectionDisagree, strings.ledeDisagree),
    ...data.contradictions.map(
      ({ subject, sides, comment }) =>
        `${sub(subject)}${list(sides.map(({ says, articles }) => `<li>${text(says)}${cite(articles)}</li>`))}<p>${text(comment)}</p>`,
    ),
    heading(strings.sectionOutlook, strings.ledeOutlook),
    list(
      view.outlook.map(
        (one) =>
          `<li><strong>${text(outlookTitle(one, strings, locale))}.</strong> ${text(one.text)}${cite(one.articles)}${quiet(outlookSource(one, strings))}</li>`,
      ),
    ),
    heading(strings.sectionReading, strings.ledeReading),
    list(data.reading.map((one) => entry(one, one.url === null ? '' : ` ${text(one.url)}`))),
    sub(strings.sources),
    `<ol>${view.articles.map((article) => `<li>${text(articleText(article, strings.undated))}</li>`).join('')}</ol>`,
  ];
  return printPage(strings.title, body.join('\n'));
}
