import type { Catalog } from '../core/catalog';
import { encodeFact, isLater, isSameStamp, olderFirst, type Fact, type Review, type Stamp } from '../core/progress';
import type { ProgressStore } from './progressStore';

/**
 * Progress in terms of the curriculum of today. Acts are stored under the ids that items had at the time; what was ticked under a former id
 * counts for all that it has become, and nothing is rewritten for that, so an older version still finds its ticks.
 */
export class ItemProgress {
  constructor(
    private readonly catalog: Pick<Catalog, 'formers' | 'successors' | 'cardFormers'>,
    private readonly store: Pick<
      ProgressStore,
      | 'isDone'
      | 'doneItems'
      | 'practisedAt'
      | 'verifiedBy'
      | 'verifiedItems'
      | 'history'
      | 'set'
      | 'reviewsOf'
      | 'unsavedReviews'
      | 'reviewedCards'
      | 'withdraw'
    >,
  ) {}

  /** The ids of today for ids of any time, each once; what the curriculum no longer has stays as it is. */
  today(ids: readonly string[]): string[] {
    return [
      ...new Set(
        ids.flatMap((id) => {
          const now = this.catalog.successors(id);
          return now.length > 0 ? now : id;
        }),
      ),
    ];
  }

  isDone(id: string): boolean {
    return this.today([id]).every((now) => this.sources(now).some((source) => this.store.isDone(source)));
  }

  /** All that is practised, under the ids of today. */
  done(): string[] {
    return this.today(this.store.doneItems());
  }

  /** When each was first practised, in milliseconds since 1970. */
  practised(): Map<string, number> {
    return new Map(
      this.done().map((id) => {
        const moments = this.sources(id).flatMap((source) => this.store.practisedAt(source) ?? []);
        return [id, Math.min(...moments)];
      }),
    );
  }

  retired(): string[] {
    return this.store
      .doneItems()
      .filter((id) => this.catalog.successors(id).length === 0)
      .sort();
  }

  verifiedAt(id: string): number | undefined {
    const moments = this.sources(id).flatMap((source) => [...this.store.verifiedBy(source).values()]);
    return moments.length === 0 ? undefined : Math.max(...moments);
  }

  /** All that labs have verified, under the ids of today: lab id → moment in milliseconds since 1970. */
  verified(): Map<string, ReadonlyMap<string, number>> {
    return new Map(
      this.today(this.store.verifiedItems()).map((id) => {
        // Under a former id a lab may have an older proof, or a newer one.
        const newest = new Map<string, number>();
        for (const source of this.sources(id))
          for (const [lab, at] of this.store.verifiedBy(source)) newest.set(lab, Math.max(at, newest.get(lab) ?? at));
        return [id, newest];
      }),
    );
  }

  async history(id: string): Promise<readonly Fact[]> {
    const acts = (await Promise.all(this.sources(id).map((source) => this.store.history(source)))).flat();
    const distinct = new Map(acts.map((fact) => [encodeFact(fact), fact]));
    return [...distinct.values()].sort((a, b) => (isLater(a.at, b.at) ? 1 : -1));
  }

  /** See {@link ProgressStore.set}; the ids that resolve are those of today. */
  async set(ids: readonly string[], done: boolean): Promise<readonly string[]> {
    const today = this.today(ids);
    if (done) {
      // What counts by a former id is not ticked again; all else is left to the store, which knows what is under way.
      return this.store.set(
        today.filter((id) => this.store.isDone(id) || !this.isDone(id)),
        true,
      );
    }
    const chosen = new Set(today);
    const were = today.filter((id) => this.isDone(id));
    const formers = today.flatMap((id) => this.catalog.formers(id).filter((former) => this.store.isDone(former)));
    // A former tick may count for others too: they keep it as one of their own before it goes.
    const others = formers.flatMap((former) => this.catalog.successors(former).filter((id) => !chosen.has(id)));
    if (others.length > 0) await this.store.set(others, true);
    const cleared = new Set(await this.store.set([...today, ...formers], false));
    return today.filter((id) => cleared.has(id) || (were.includes(id) && !this.isDone(id)));
  }

  /** The reviews of a card, those under its former ids too, oldest first. */
  reviews(cardId: string): readonly Review[] {
    const formers = this.catalog.cardFormers(cardId);
    if (formers.length === 0) return this.store.reviewsOf(cardId);
    // An export may have brought a review back under another id of the card.
    const byStamp = new Map(
      [cardId, ...formers].flatMap((source) =>
        this.store.reviewsOf(source).map((review) => [review.at.join('.'), review] as const),
      ),
    );
    return [...byStamp.values()].sort(olderFirst);
  }

  /** All reviews, under the ids of today; what the curriculum no longer has stays under its own. */
  allReviews(todaysCards: Iterable<string>): ReadonlyMap<string, readonly Review[]> {
    const all = new Map<string, readonly Review[]>();
    const left = new Set(this.store.reviewedCards());
    if (left.size === 0) return all;
    for (const id of todaysCards) {
      const reviews = this.reviews(id);
      if (reviews.length > 0) all.set(id, reviews);
      for (const source of [id, ...this.catalog.cardFormers(id)]) left.delete(source);
    }
    for (const id of left) all.set(id, this.store.reviewsOf(id));
    return all;
  }

  /** Answers to a card that could not be stored yet; see {@link ProgressStore.unsavedReviews}. They are made under ids of today. */
  unsavedReviews(cardId: string): readonly (Review & { readonly reason: string })[] {
    return this.store.unsavedReviews(cardId);
  }

  /** Takes a review back, under whichever id it was made. */
  async withdraw(cardId: string, of: Stamp): Promise<void> {
    const isIt = ({ at }: Review): boolean => isSameStamp(at, of);
    for (const source of [cardId, ...this.catalog.cardFormers(cardId)])
      if ([...this.store.reviewsOf(source), ...this.store.unsavedReviews(source)].some(isIt))
        await this.store.withdraw(source, of);
  }

  private sources(id: string): readonly string[] {
    return [id, ...this.catalog.formers(id)];
  }
}
