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

/** By name, not by class: each lazily loaded file of the desktop build holds a copy of this module of its own. */
export function isExpected(error: unknown): error is ExpectedError {
  return error instanceof Error && error.name === 'ExpectedError';
}

/** A sentence for the log or a message, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
