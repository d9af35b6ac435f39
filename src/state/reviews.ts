import type { Event } from 'vscode';
import type { Grade, Review, ReviewFact, Stamp } from '../core/progress';
import type { Answers } from '../core/progressFile';

/** Which answer is meant: a card and the stamp of its review. */
export interface GivenReview {
  readonly card: string;
  readonly at: Stamp;
}

/** The learner's answers to the questions of *Check yourself*, by full card ids of today. */
export interface Reviews {
  /** The reviews of a card, oldest first. */
  of(cardId: string): readonly Review[];
  /** All answers by card, those to questions that the curriculum no longer has too. */
  all(): ReadonlyMap<string, readonly Review[]>;
  /** The answers of an export that are not known here. */
  unknown(answers: Answers): readonly ReviewFact[];
  /** Stores answers of an export. Rejects with an {@link ExpectedError} when they could not be saved; then nothing has changed. */
  bring(answers: readonly ReviewFact[]): Promise<void>;
  /** Stores an answer. Rejects with an {@link ExpectedError} when it could not be saved yet; it is then tried again. */
  add(cardId: string, grade: Grade): Promise<Review>;
  /** Takes an answer back. Rejects as {@link add} does. */
  withdraw(cardId: string, of: Stamp): Promise<void>;
  /** The newest answer of this window that still counts, or is yet to be stored, whoever recorded it; undefined when there is none. */
  lastGiven(): GivenReview | undefined;
  /** Answers to a card that could not be stored yet, oldest first; the reason is in the reader's words. */
  notSaved(cardId: string): readonly (Review & { readonly reason: string })[];
  /** Fires with the cards whose reviews changed, here or in another window. */
  readonly onDidChange: Event<readonly string[]>;
}
