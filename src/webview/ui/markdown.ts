/** What the page asks of the worker that turns Markdown into HTML, and what comes back. */

export interface RenderPart {
  readonly markdown: string;
  /** Inline Markdown gives no paragraphs: for labels. */
  readonly inline: boolean;
  /** Anchors that the part's sub-headings may have. */
  readonly anchors?: readonly string[];
}

export interface RenderRequest {
  readonly parts: readonly RenderPart[];
  /** Code of the page's samples in order; a block that equals the next of them gets its buttons. */
  readonly samples: readonly string[];
  /** Words for a picture that is not loaded; `{0}` is its text. */
  readonly imageNotLoaded: string;
}

/** Index -1 says that the worker has loaded. */
export type RenderReply = { readonly index: number } & ({ readonly html: string } | { readonly error: string });
