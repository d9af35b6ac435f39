import type { Captured } from '../../core/labMatch';
import { substitute } from '../../core/labMatch';
import type { Command } from './commands.node';
import { programEnvironment } from './environment.node';
import { CheckFailed, Cancelled, duration, isAborted, lastOutput } from './outcome';
import { freePort, isListening, portsOf, Program, type Ended } from './programs.node';
import type { Limits } from './types';

/** Keeps what a program prints, up to a limit. */
export class Output {
  text = '';
  private full = false;

  constructor(
    private readonly limit: number,
    private readonly tell: (text: string) => void,
  ) {}

  add(part: string): void {
    if (this.full) return;
    const room = this.limit - this.text.length;
    const kept = part.length <= room ? part : `${part.slice(0, room)}\n… (more output is left out)\n`;
    this.full = part.length > room;
    this.text += kept;
    this.tell(kept);
  }
}

export interface ServerOptions {
  readonly command: Command;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  readonly limits: Limits;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Called with the port before the program is started. */
  readonly ready?: (port: number) => Promise<void>;
}

/** Milliseconds between listening and the first request. */
const settling = 30;

/** A program that did not come to listen: the same would happen at each further start. */
export class NeverListened extends CheckFailed {}

/** The learner's program while it serves. */
export class Server {
  private constructor(
    private readonly options: ServerOptions,
    readonly port: number,
    readonly program: Program,
  ) {}

  /** Starts the program and waits until it listens. Rejects with {@link CheckFailed} or {@link Cancelled}; then nothing of it is left. */
  static async start(options: ServerOptions): Promise<Server> {
    for (let attempt = 0; ; attempt++) {
      const server = await Server.spawn(options);
      try {
        await server.listening();
        return server;
      } catch (error) {
        server.end();
        // Somebody else may have taken the port between our look and the program's.
        const taken = error instanceof CheckFailed && /EADDRINUSE|address (?:is )?already in use/i.test(error.message);
        if (!taken || attempt === 2 || !(await isListening(server.port))) throw error;
      }
    }
  }

  private static async spawn(options: ServerOptions): Promise<Server> {
    const port = await freePort();
    await options.ready?.(port);
    const values: Captured = new Map<string, string | number>([
      ['PORT', port],
      ['DATA_DIR', options.dataFolder],
    ]);
    const program = new Program({
      command: options.command.command.map((part) => substitute(part, values)),
      folder: options.folder,
      env: programEnvironment({
        ...options.command.env,
        ...options.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: options.dataFolder,
      }),
      flood: options.limits.flood,
      onOutput: (text) => options.output.add(text),
    });
    return new Server(options, port, program);
  }

  private async listening(): Promise<void> {
    const { limits, signal, output } = this.options;
    const until = performance.now() + limits.start;
    let wait = 10;
    while (!(await isListening(this.port))) {
      if (signal.aborted) throw new Cancelled();
      if (this.program.result) throw new CheckFailed({ message: await this.endedMessage(this.program.result) });
      if (performance.now() > until) {
        const others = portsOf(this.program).filter((port) => port !== this.port);
        const elsewhere = others.length > 0 ? ` It listens on port ${others.join(' and ')} instead.` : '';
        throw new NeverListened({
          message: `It did not listen on 127.0.0.1:${this.port} within ${duration(limits.start)}.${elsewhere} Does it read PORT?${lastOutput(output.text)}`,
        });
      }
      await Promise.race([this.program.ended, new Promise((resolve) => setTimeout(resolve, wait))]);
      wait = Math.min(wait + 5, 50);
    }
    // Listening is not yet accepting: the listener of Mono breaks when somebody comes in between.
    await Promise.race([this.program.ended, new Promise((resolve) => setTimeout(resolve, settling))]);
    if (isAborted(signal)) throw new Cancelled();
  }

  private async endedMessage(ended: Ended): Promise<string> {
    // What it printed last may still be on its way.
    await Promise.race([this.program.silent, new Promise((resolve) => setTimeout(resolve, 500))]);
    if (ended.error !== undefined) return `The program could not be started: ${ended.error}.`;
    if (this.program.flooded) return this.floodMessage();
    return `The program ended with ${endedWith(ended)} before it listened on PORT.${lastOutput(this.options.output.text)}`;
  }

  private floodMessage(): string {
    return `The program printed more than ${Math.round(this.options.limits.flood / 1024 / 1024)} MB and was ended.`;
  }

  /** What to add to a failure when the program is the reason. */
  remark(): string {
    const { result, flooded } = this.program;
    if (flooded) return ` ${this.floodMessage()}`;
    return result ? ` The program had ended with ${endedWith(result)}.${lastOutput(this.options.output.text)}` : '';
  }

  /** Asks the program to end and waits until it has. False when it did not in time. */
  async stop(): Promise<boolean> {
    this.program.signal('SIGTERM');
    const stopped = await this.ends(this.options.limits.step);
    this.end();
    return stopped !== undefined;
  }

  /** Waits until the program has ended by itself. */
  async ends(within: number): Promise<Ended | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), within)));
    const { signal } = this.options;
    let cancel: (() => void) | undefined;
    const cancelled = new Promise<undefined>((resolve) =>
      signal.addEventListener('abort', (cancel = () => resolve(undefined))),
    );
    try {
      return await Promise.race([this.program.ended, late, cancelled]);
    } finally {
      clearTimeout(timer);
      if (cancel) signal.removeEventListener('abort', cancel);
    }
  }

  end(): void {
    this.program.end();
  }
}

export const endedWith = ({ code, signal }: Ended): string => (signal ? `signal ${signal}` : `code ${code}`);
