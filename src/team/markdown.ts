import { fill } from '../core/format';
import type { Board, LearnerColumn, TeamChoices } from '../core/teamBoard';
import { literally } from '../core/text';
import type { TeamStrings } from '../protocol/team';
import { dateText, learnerName } from '../protocol/teamText';

/**
 * What the board shows, as a Markdown table.
 * @param places those of the rows in {@link Board.skills} or {@link Board.learners}, sorted
 */
export function teamMarkdown(
  board: Board,
  places: readonly number[],
  { show, columns }: Pick<TeamChoices, 'show'> & { readonly columns: readonly LearnerColumn[] },
  strings: TeamStrings,
  locale: string,
): string {
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const table = (names: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
    [row(names), row(names.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');
  const name = (id: string): string => {
    const learner = board.learners.find((one) => one.id === id);
    return learner ? literally(learnerName(learner, strings)) : '';
  };
  const of = (done: number, total: number): string => fill(strings.fraction, done, total);
  const skills = (): string =>
    columns.length > 0
      ? table(
          [strings.colSkill, ...columns.map(({ learner }) => name(learner))],
          places.map((at) => {
            const { title, total } = board.skills[at]!;
            return [literally(title), ...columns.map(({ done }) => of(done[at] ?? 0, total))];
          }),
        )
      : table(
          [strings.colSkill, strings.colPractised, strings.colFinished, strings.colVerified],
          places.map((at) => {
            const { title, practised, finished, verified } = board.skills[at]!;
            return [literally(title), practised, finished, verified];
          }),
        );
  const learners = (): string =>
    table(
      [strings.colLearner, strings.colItems, strings.colSkillsFinished, strings.colItemsVerified, strings.colLast],
      places.map((at) => {
        const learner = board.learners[at]!;
        return [
          literally(learnerName(learner, strings)),
          of(learner.practised, board.items),
          learner.finished,
          learner.verified,
          dateText(learner.last, locale),
        ];
      }),
    );
  return `# ${strings.title}\n\n${show === 'skills' ? skills() : learners()}\n`;
}
