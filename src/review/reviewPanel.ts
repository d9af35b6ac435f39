import * as vscode from 'vscode';
import { daysFrom } from '../core/days';
import type { Question, Skill } from '../core/model';
import { isLater, type Grade, type Stamp } from '../core/progress';
import { toSkillReference } from '../core/reference';
import {
  afterAnswer,
  afterUndo,
  afterUndoOutside,
  parseSession,
  placeOf,
  reviewedIn,
  startSession,
  withoutAnswered,
  type ReviewSession,
} from '../core/reviewSession';
import { dueText, shortSpan } from '../core/spans';
import { commandIds, settingIds } from '../ids';
import { isExpected, messageOf } from '../platform/errors';
import type { Page } from '../platform/singlePanel';
import { unknownSkill } from '../platform/unknownSkill';
import { WebviewPage } from '../platform/webviewPage';
import {
  parseFromReview,
  type EmptyReason,
  type FromReview,
  type GradeChoice,
  type Outlook,
  type ReviewedCard,
  type ReviewShow,
  type SkillName,
  type StartWhat,
  type ToReview,
} from '../protocol/review';
import type { DeckRequest, ReviewDeck } from '../state/reviewDeck';
import type { GivenReview } from '../state/reviews';
import type { Services } from '../state/services';
import type { Stores } from '../state/stores';
import { onNewDay } from '../state/today';
import { reviewStrings } from './strings';

const grades: readonly Grade[] = [1, 2, 3, 4];

/** The webview in which questions are reviewed. It owns the sitting; the answers are the stores'. */
export class ReviewPanel implements Page {
  private readonly page: WebviewPage<ToReview, FromReview>;
  private session: ReviewSession | undefined;
  /** What was asked for last: a skill, or everything. */
  private request: DeckRequest = {};
  /** The first card's grade that could not be saved yet, and why. */
  private notSaved: { readonly grade: Grade; readonly reason: string } | undefined;
  /** What the learner has typed at the first card; kept here only. */
  private draft = '';
  /** True while what is on show offers to take an answer back. */
  private canUndo = false;
  /** True while an answer is being stored or taken back; one act at a time. */
  private busy = false;
  /** Grows with each painting; one that was overtaken is not sent. */
  private generation = 0;

  constructor(
    panel: vscode.WebviewPanel,
    private readonly stores: Stores,
    private readonly deck: ReviewDeck,
    private readonly services: Services,
  ) {
    this.page = new WebviewPage(panel, services, {
      name: 'review',
      rendersTexts: true,
      parse: parseFromReview,
      receive: (message) => this.handle(message),
    });
    const listeners = vscode.Disposable.from(
      stores.reviews.onDidChange(() => void this.reviewsChanged()),
      stores.onDidChangeProgress(() => this.lookAgain()),
      deck.onDidChangeDue(() => this.lookAgain()),
      // With it come new questions, and other words for when the next one is due.
      onNewDay(() => this.lookAgain()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingIds.review)) void this.show();
        else if (event.affectsConfiguration(settingIds.newCardsPerDay)) this.lookAgain();
      }),
    );
    // It tells what becomes due once it has been asked.
    deck.due();
    this.page.onDidDispose(() => {
      this.generation++;
      listeners.dispose();
    });
  }

  /** Goes on with the sitting; with one of another skill, or anew when there is none. */
  open(argument: unknown): void {
    const skill = this.askedSkill(argument);
    const isOpen = this.session !== undefined && this.session.cards.length > 0;
    if (isOpen && (skill === undefined || skill === this.session?.skill)) return;
    this.start(skill === undefined ? {} : { skill });
  }

  private askedSkill(argument: unknown): string | undefined {
    const reference = toSkillReference(argument);
    if (!reference) return undefined;
    const skill = this.stores.catalog.resolve(reference.skill);
    if (!skill) throw unknownSkill(reference.skill);
    return skill.id;
  }

  private start(request: DeckRequest): void {
    this.request = request.skill === undefined ? {} : { skill: request.skill };
    this.notSaved = undefined;
    this.draft = '';
    const { cards } = this.deck.queue(request);
    this.session =
      cards.length === 0 ? undefined : startSession(cards, (id) => this.deck.newestReview(id), request.skill);
    void this.show();
  }

  /** While nothing is asked: there may be something to ask now, or other numbers to tell. A sitting is left alone. */
  private lookAgain(): void {
    const { session } = this;
    if (this.busy || !this.page.ready) return;
    if (!session || session.cards.length + session.answers.length === 0) this.start(this.request);
    else if (session.cards.length === 0) void this.show();
  }

  // ---------- what is on show ----------

  private async show(): Promise<void> {
    const generation = ++this.generation;
    try {
      const show = await this.present();
      if (generation !== this.generation) return;
      this.page.send({ type: 'show', show, state: this.session });
    } catch (error) {
      if (generation !== this.generation) return;
      this.services.log.error(error, 'Reviewing');
      const message = vscode.l10n.t(
        'The questions could not be read: {0}. Reinstalling the extension restores its files.',
        messageOf(error),
      );
      this.page.send({ type: 'failed', message });
    }
  }

  private async present(): Promise<ReviewShow> {
    const { session, deck } = this;
    const skill = this.stores.catalog.skill(this.request.skill ?? '');
    this.canUndo = this.lastAnswer() !== undefined;
    const common = { ...(skill ? { only: nameOf(skill) } : {}), canUndo: this.canUndo };
    if (!deck.isOn) return { ...common, kind: 'empty', reason: 'off', outlook: this.outlook(false) };
    const first = session?.cards[0];
    if (session && first) {
      const { question, skill: home } = await this.question(first.id);
      return {
        ...common,
        kind: 'card',
        id: first.id,
        skill: nameOf(home),
        question: question.question,
        answer: question.answer,
        shown: session.shown,
        ...placeOf(session),
        isNew: deck.state(first.id) === undefined,
        again: session.answers.some(({ card }) => card === first.id),
        choices: this.choices(first.id),
        draft: this.draft,
        ...(this.notSaved ? { notSaved: this.notSaved } : {}),
      };
    }
    if (session && session.answers.length > 0) {
      const reviewed = await Promise.all(
        reviewedIn(session).map(async ({ card, grade }): Promise<ReviewedCard> => {
          const { question, skill: home } = await this.question(card);
          const due = deck.state(card)?.due;
          return {
            id: card,
            skill: nameOf(home),
            question: question.question,
            grade,
            due: due === undefined ? '' : this.dueText(due),
          };
        }),
      );
      return { ...common, kind: 'end', reviewed, outlook: this.outlook() };
    }
    return { ...common, kind: 'empty', reason: this.whyEmpty(skill), outlook: this.outlook() };
  }

  private whyEmpty(skill: Skill | undefined): EmptyReason {
    if (skill) return skill.cards.length === 0 ? 'no-questions' : 'nothing-due';
    const { unseen, later, due } = this.deck.queue();
    return unseen + later + due === 0 ? 'nothing-begun' : 'nothing-due';
  }

  private outlook(charts = true): Outlook {
    const { cards, due, fresh, unseen, later, next } = this.deck.queue(this.request);
    return {
      due,
      more: cards.length,
      fresh,
      unseen,
      later,
      ...(next === undefined ? {} : { next: this.dueText(next) }),
      forecast: charts ? this.deck.forecast() : [],
      retention: charts ? this.deck.retention() : [],
    };
  }

  private dueText(due: number): string {
    const now = Date.now();
    return dueText(Math.max(0, due - now), daysFrom(this.deck.dayOf(now), this.deck.dayOf(due)), vscode.env.language);
  }

  private choices(card: string): GradeChoice[] {
    const spans = this.deck.intervals(card);
    return grades.map((grade) => ({ grade, short: shortSpan(spans[grade], vscode.env.language) }));
  }

  private async question(card: string): Promise<{ readonly question: Question; readonly skill: Skill }> {
    const skill = this.stores.catalog.skillOfCard(card);
    if (!skill) throw new Error(`No skill has the question ${card}`);
    const { questions } = await this.stores.packs.body(skill.id);
    const question = questions.find(({ id }) => id === card);
    if (!question) throw new Error(`${skill.id} has no question ${card}`);
    return { question, skill };
  }

  // ---------- what the learner does ----------

  private async handle(message: FromReview): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.page.send({ type: 'strings', strings: reviewStrings(), locale: vscode.env.language });
        this.restore(message.state);
        await this.show();
        return;
      case 'showAnswer':
        if (!this.session || !this.isFirst(message.card) || this.session.shown) return;
        this.session = { ...this.session, shown: true };
        await this.show();
        return;
      case 'draft':
        if (this.isFirst(message.card)) this.draft = message.text;
        return;
      case 'grade':
        await this.grade(message.card, message.grade);
        return;
      case 'goOn':
        if (this.notSaved && this.isFirst(message.card)) this.goOn();
        return;
      case 'undo':
        await this.undo();
        return;
      case 'start':
        this.start(this.requestOf(message.what));
        return;
      case 'openSkill': {
        const { skill, card } = message;
        if (!this.stores.catalog.skill(skill)) return;
        // At the question, where the page has it.
        const at = card !== undefined && this.stores.catalog.skillOfCard(card)?.id === skill ? { section: card } : {};
        await vscode.commands.executeCommand(commandIds.openSkill, { skill, ...at });
        return;
      }
      case 'openSetting':
        await vscode.commands.executeCommand('workbench.action.openSettings', settingIds.review);
        return;
      case 'openWalkthrough':
        await vscode.commands.executeCommand(commandIds.openWalkthrough);
        return;
    }
  }

  private requestOf(what: StartWhat): DeckRequest {
    switch (what) {
      case 'due':
        return this.request;
      case 'ahead':
        return { ...this.request, ahead: true };
      case 'new':
        return { ...this.request, moreNew: true };
      case 'all':
        return {};
    }
  }

  private isFirst(card: string): boolean {
    return this.session?.cards[0]?.id === card;
  }

  /** After a reload of the window: what the page has kept, as far as it still holds. */
  private restore(state: unknown): void {
    if (this.session) return;
    const session = parseSession(state);
    if (!session) {
      this.start(this.request);
      return;
    }
    const skill = session.skill === undefined ? undefined : this.stores.catalog.skill(session.skill)?.id;
    this.request = skill === undefined ? {} : { skill };
    const known = session.answers.filter(({ card }) => this.stores.catalog.skillOfCard(card));
    this.session = this.withoutAnswered({ ...session, answers: known });
  }

  private withoutAnswered(session: ReviewSession): ReviewSession {
    return withoutAnswered(
      session,
      (id) => this.deck.newestReview(id),
      (id) => this.stores.catalog.skillOfCard(id) !== undefined,
    );
  }

  private async grade(card: string, grade: Grade): Promise<void> {
    const { session } = this;
    if (!session?.shown || !this.isFirst(card) || this.busy || this.notSaved) return;
    this.busy = true;
    try {
      const review = await this.stores.reviews.add(card, grade);
      this.session = afterAnswer(session, review);
      this.draft = '';
    } catch (error) {
      if (!isExpected(error)) throw error;
      // Kept and tried again by the store; the learner is told here, where they look.
      const reason = this.stores.reviews.notSaved(card).at(-1)?.reason ?? error.message;
      this.notSaved = { grade, reason };
    } finally {
      this.busy = false;
    }
    await this.show();
  }

  /** Leaves a card whose answer could not be saved yet. */
  private goOn(): void {
    const { session, notSaved } = this;
    const first = session?.cards[0];
    if (!session || !first || !notSaved) return;
    const review = this.stores.reviews.notSaved(first.id).at(-1) ?? this.stores.reviews.of(first.id).at(-1);
    this.notSaved = undefined;
    this.draft = '';
    if (review) this.session = afterAnswer(session, review);
    void this.show();
  }

  /** The answer that would be taken back: the last of this sitting, or one that was recorded outside of it since. */
  private lastAnswer(): (GivenReview & { readonly from: 'pending' | 'session' | 'outside' }) | undefined {
    const first = this.session?.cards[0];
    const pending = this.notSaved && first ? this.stores.reviews.notSaved(first.id).at(-1) : undefined;
    if (pending && first) return { card: first.id, at: pending.at, from: 'pending' };
    const own = this.session?.answers.at(-1);
    const given = this.stores.reviews.lastGiven();
    if (given && (!own || isLater(given.at, own.at))) return { ...given, from: 'outside' };
    return own && { card: own.card, at: own.at, from: 'session' };
  }

  /** Takes the last answer back, whoever recorded it, and shows its card again; false when there is none. */
  async undo(): Promise<boolean> {
    if (this.busy) return false;
    const last = this.lastAnswer();
    if (!last) return false;
    const { session } = this;
    const newest = (id: string): Stamp | undefined => this.deck.newestReview(id);
    this.busy = true;
    try {
      await this.stores.reviews.withdraw(last.card, last.at);
      this.notSaved = undefined;
      this.draft = '';
      if (last.from === 'session' && session) this.session = afterUndo(session, newest);
      if (last.from === 'outside' && this.mayAsk(last.card))
        this.session = afterUndoOutside(session, last.card, newest);
    } finally {
      this.busy = false;
    }
    await this.show();
    this.page.send({ type: 'note', text: vscode.l10n.t('The last answer was undone.') });
    return true;
  }

  /** Not a card that the curriculum no longer has, nor one of another skill where only one is reviewed. */
  private mayAsk(card: string): boolean {
    const skill = this.stores.catalog.skillOfCard(card)?.id;
    return skill !== undefined && (this.session?.skill ?? this.request.skill ?? skill) === skill;
  }

  /** Answers came in: from here, where they are being awaited, or from elsewhere. */
  private async reviewsChanged(): Promise<void> {
    const { session, notSaved } = this;
    if (this.busy) return;
    if (!session) {
      this.lookAgain();
      return;
    }
    const first = session.cards[0];
    if (notSaved && first) {
      // Saved after all.
      if (this.stores.reviews.notSaved(first.id).length === 0) this.goOn();
      return;
    }
    const kept = this.withoutAnswered(session);
    if (kept === session) {
      // The intervals may be others now, and the counts of the last page; and there may be something to take back.
      if (!first || this.canUndo !== (this.lastAnswer() !== undefined)) await this.show();
      return;
    }
    this.session = kept;
    if (kept.cards[0]?.id !== first?.id) this.draft = '';
    await this.show();
    if (kept.cards[0]?.id !== first?.id)
      this.page.send({
        type: 'note',
        text: vscode.l10n.t('The question before was answered elsewhere.'),
      });
  }
}

function nameOf({ id, title }: Skill): SkillName {
  return { id, title };
}
