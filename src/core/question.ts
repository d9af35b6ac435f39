import type { Question } from './model';

/**
 * What links and search results call a question of a page. Its place among the page's questions; the one spot to change when questions
 * have ids of their own.
 */
export function questionKey(_question: Question, at: number): string {
  return String(at + 1);
}
