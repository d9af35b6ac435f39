import type { FromEngine, ToEngine } from './postgresProtocol';

/** A thread that runs {@link ./postgresEngine}; see the two variants. */
export interface Thread {
  post(message: ToEngine): void;
  /** Ends it at once, whatever it does. */
  end(): Promise<void>;
}

export interface ThreadEvents {
  readonly receive: (message: FromEngine) => void;
  /** It has ended without being asked. */
  readonly failed: (reason: string) => void;
}
