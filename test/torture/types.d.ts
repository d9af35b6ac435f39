// The scripts are plain JavaScript; these are their types for the tests.
declare module '*/torture.mjs' {
  export interface TortureResult {
    readonly acts: number;
    readonly kills: number;
    readonly lost: number;
    readonly unseenAtStart: number;
    readonly crashes: number;
    readonly failures: number;
    readonly compactions: number;
    readonly takenOver: number;
    readonly problems: readonly string[];
  }
  export function torture(options: {
    readonly kind: 'journals' | 'rename';
    readonly writers: number;
    readonly acts: number;
    readonly kills: number;
    readonly between: number;
    readonly joined?: number;
    readonly compacting?: number;
    readonly seconds?: number;
  }): Promise<TortureResult>;
  /** The store's modules, as they are. */
  export function loadStore(outfile: string): Promise<unknown>;
}
