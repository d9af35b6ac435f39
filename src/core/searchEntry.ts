/** Kinds of what a search leads to; files that the build has written name them, so new ones come last. */
export const searchKinds = [
  'skill',
  'heading',
  'item',
  'section',
  'mistake',
  'question',
  'lab',
  'database',
  'pay',
  'career',
  'note',
] as const;
export type SearchKind = (typeof searchKinds)[number];

/** Where a search leads. */
export interface SearchEntry {
  readonly kind: SearchKind;
  /** The skill whose page it is on, or that it belongs to; '' for what belongs to none. */
  readonly skill: string;
  /** The anchor of a heading or a section. */
  readonly section?: string;
  /** Full id of an item. */
  readonly item?: string;
  /** Id of a lab or a sample database, key of a question, name of a note's file, or an element of the pay explorer or the career guide. */
  readonly ref?: string;
  /** What it is called, where the catalog does not know. */
  readonly title?: string;
  /** Section of the career guide, or the source of a figure. */
  readonly place?: string;
}
