import type { LearnerMarks } from '../core/teamBoard';

/** What a thread is asked: the file with this number. */
export interface ReadRequest {
  readonly number: number;
  /** Path on this machine. */
  readonly file: string;
  /** Larger files are left alone. Bytes. */
  readonly max: number;
}

/** What it answers; without marks, the file needs a closer look. */
export interface ReadAnswer {
  readonly number: number;
  readonly marks: LearnerMarks | undefined;
}

/** Threads that read learners' files beside the editor's own. */
export interface TeamReaders {
  /** What the file comes to; undefined when it cannot be told by the short way, and then the file is still to be read. Never rejects. */
  read(file: string, max: number): Promise<LearnerMarks | undefined>;
  end(): void;
}
