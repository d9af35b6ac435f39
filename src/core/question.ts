import type { Question } from './model';

/** What links and search results call a question of a page: the name in its id or, of one that has none, its place among them. */
export function questionKey({ id }: Pick<Question, 'id'>, at: number): string {
  return id?.slice(id.indexOf('#') + 1) ?? String(at + 1);
}
