/** An error the user can do something about: its message is shown as it is, without a stack. */
export class ExpectedError extends Error {
  override readonly name = 'ExpectedError';

  constructor(
    message: string,
    /** A button that leads to the next step. */
    readonly action?: { readonly label: string; readonly command: string; readonly args?: readonly unknown[] },
  ) {
    super(message);
  }
}

/** A sentence for the log or a message, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
