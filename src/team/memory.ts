import type { Uri } from 'vscode';
import type { LearnerMarks } from '../core/teamBoard';

/** By what a file is known again. */
export interface FileStamp {
  /** Bytes. */
  readonly size: number;
  /** When it was last written, in milliseconds since 1970, with all the digits that the file system gives. */
  readonly time: number;
}

/** What was seen of a file before it was read. */
export interface Sight {
  readonly stamp: FileStamp;
  /** What the file came to when it was last read, if it still has the same stamp. */
  readonly marks: LearnerMarks | undefined;
}

/** What learners' files came to, from one window to the next: a file that nobody has written to since is not read again. */
export interface TeamMemory {
  /** Undefined for a file that is not remembered, or not there. Never rejects. */
  look(uri: Uri): Promise<Sight | undefined>;
  /** @param stamp of the file before it was read: what is written meanwhile shows the next time */
  keep(uri: Uri, stamp: FileStamp, marks: LearnerMarks): void;
  /** Leaves what is known of these files to the next window. Never rejects: without it, files are read again. */
  save(uris: readonly Uri[]): Promise<void>;
}
