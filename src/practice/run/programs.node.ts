import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import net from 'node:net';

/** In the environment of every program that is started, so that children that left its group are found again. */
export const markerName = 'BACKEND_SKILLS_PROGRAM';

/** All that has not been ended yet; ended with our own process at the latest. */
const alive = new Set<Program>();
let listening = false;

export interface ProgramOptions {
  readonly command: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Written to standard input, which is empty otherwise. */
  readonly stdin?: string;
  /** Bytes that may be printed; whoever prints more is ended. */
  readonly flood: number;
  onOutput(text: string, stream: 'stdout' | 'stderr'): void;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not even be started. */
  readonly error?: string;
}

/** A program of the learner's, in a process group of its own and without a shell. */
export class Program {
  /** When the program itself has ended; its children may still run. Never rejects. */
  readonly ended: Promise<Ended>;
  /** When nothing more can come from standard output and error. */
  readonly silent: Promise<void>;
  /** Set when it printed more than it may. */
  flooded = false;
  result: Ended | undefined;
  private readonly child: ChildProcess | undefined;
  private readonly marker = randomUUID();

  constructor(options: ProgramOptions) {
    const [file = '', ...args] = options.command;
    let child: ChildProcess;
    try {
      child = spawn(file, args, {
        cwd: options.folder,
        env: { ...options.env, [markerName]: this.marker },
        stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        // On Windows this would open a console window; there the tree is found by its parents.
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
    } catch (error) {
      // A text with a zero byte, for instance.
      this.result = { code: null, signal: null, error: message(error) };
      this.ended = Promise.resolve(this.result);
      this.silent = Promise.resolve();
      return;
    }
    this.child = child;
    track(this);
    let printed = 0;
    for (const stream of ['stdout', 'stderr'] as const) {
      const decoder = new TextDecoder();
      child[stream]!.on('data', (chunk: Buffer) => {
        printed += chunk.length;
        if (this.flooded) return;
        options.onOutput(decoder.decode(chunk, { stream: true }), stream);
        if (printed <= options.flood) return;
        this.flooded = true;
        this.end();
      });
      child[stream]!.on('error', () => undefined);
    }
    if (options.stdin !== undefined) {
      // Who does not read to the end closes the pipe; that is no fault.
      child.stdin!.on('error', () => undefined);
      child.stdin!.end(options.stdin);
    }
    this.ended = new Promise((resolve) => {
      const settle = (result: Ended): void => {
        this.result ??= result;
        resolve(this.result);
      };
      child.once('error', (error) => settle({ code: null, signal: null, error: message(error) }));
      child.once('exit', (code, signal) => settle({ code, signal }));
    });
    this.silent = new Promise((resolve) => {
      child.once('close', () => resolve());
      child.once('error', () => resolve());
    });
  }

  get id(): number | undefined {
    return this.child?.pid;
  }

  /** Sends a signal to the program itself, not to its children. */
  signal(name: NodeJS.Signals): void {
    if (this.result === undefined) this.child?.kill(name);
  }

  /** Ends the program and everything that it has started, now and without asking. */
  end(): void {
    const id = this.child?.pid;
    if (id === undefined) return void alive.delete(this);
    if (process.platform === 'win32') {
      // The tree is found by its root, which therefore must not be ended before.
      if (this.result === undefined) endTree(id, () => this.child?.kill('SIGKILL'));
    } else {
      killGroup(id);
      // A child may start another one while the list is read, so until none is left.
      for (let round = 0; round < 20; round++) {
        const others = processesWith(markerName, this.marker);
        if (others.length === 0) break;
        for (const other of others) kill(other);
      }
    }
    // A child that cannot be found must not keep the pipes, and with them us, open.
    this.child?.stdout?.destroy();
    this.child?.stderr?.destroy();
    this.child?.stdin?.destroy();
    alive.delete(this);
  }
}

function track(program: Program): void {
  alive.add(program);
  if (listening) return;
  listening = true;
  process.once('exit', endAll);
}

/** Ends everything that still runs. */
export function endAll(): void {
  for (const program of alive) program.end();
}

/** Windows only. @param otherwise what to do when the tree cannot be ended so. */
function endTree(id: number, otherwise: () => void): void {
  const killer = spawn('taskkill', ['/pid', String(id), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
  killer.once('error', otherwise);
  killer.once('exit', (code) => {
    if (code !== 0) otherwise();
  });
  killer.unref();
}

/** Group first: a program that was only just started may have no environment yet. */
function killGroup(id: number): void {
  kill(-id);
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Ids of the processes of this machine that have `name=value` in their environment. Linux only. */
export function processesWith(name: string, value: string): number[] {
  if (process.platform !== 'linux') return [];
  const text = `\0${name}=${value}\0`;
  return entries('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((id) => id !== process.pid && `\0${read(`/proc/${id}/environ`)}\0`.includes(text) && !isDead(id));
}

/** A process that has ended and whose parent has not asked for its code yet cannot be ended once more. */
const isDead = (id: number): boolean => /^State:\s+[ZX]/m.test(read(`/proc/${id}/status`));

/** What somebody has just opened and closed again is no longer there to read. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

// ---------- ports ----------

const loopback = '127.0.0.1';

/** Ports given out lately: two programs that start at the same time must not be given the same. */
const given = new Set<number>();

/** A port that nobody listens to, below those that systems give to outgoing connections. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (given.has(port) || !(await canListen(port))) continue;
    given.add(port);
    if (given.size > 2000) given.delete(given.values().next().value!);
    return port;
  }
  throw new Error('No free port was found on 127.0.0.1.');
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

interface Listener {
  /** As the kernel writes it. */
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/** Who listens, by one of the kernel's tables; undefined where there is no such table. */
function listenersIn(table: string): readonly Listener[] | undefined {
  let file: number;
  try {
    file = openSync(`/proc/net/${table}`, 'r');
  } catch {
    return undefined;
  }
  const found: Listener[] = [];
  try {
    const buffer = Buffer.alloc(512);
    // Those who listen come first (tcp_seq_start in net/ipv4/tcp_ipv4.c), and only what is read is made: the rest takes fifty times as long.
    for (let text = '', length = 1; length > 0;) {
      length = readSync(file, buffer, 0, buffer.length, null);
      const lines = (text + buffer.toString('latin1', 0, length)).split('\n');
      text = lines.pop()!;
      for (const line of lines) {
        const [number, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
        if (number === 'sl') continue;
        const [address = '', port = ''] = local.split(':');
        if (state === listens) found.push({ address, port: Number.parseInt(port, 16), inode });
        else if (state !== isAsked) return found;
      }
    }
  } catch {
    // What was read counts.
  } finally {
    closeSync(file);
  }
  return found;
}

/** States of sockets as the kernel numbers them: `TCP_LISTEN`, and `TCP_SYN_RECV`, which older kernels list among those who listen. */
const listens = '0A';
const isAsked = '03';

/** All who listen; undefined where the system does not say. */
function listeners(): readonly Listener[] | undefined {
  if (process.platform !== 'linux') return undefined;
  const seen = listenersIn('tcp');
  return seen && [...seen, ...(listenersIn('tcp6') ?? [])];
}

/** Addresses that 127.0.0.1 leads to, as the kernel writes them. */
const leadsThere = /^(?:0100007F|0+|0{16}FFFF00000100007F)$/;

/**
 * True when somebody listens to the port. Where it can be seen without connecting it is: a connection that brings no request
 * is more than some servers can take while they start.
 */
export function isListening(port: number): Promise<boolean> {
  const seen = listeners();
  if (seen) return Promise.resolve(seen.some((one) => one.port === port && leadsThere.test(one.address)));
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: loopback });
    const settle = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', settle(true));
    socket.once('error', settle(false));
    socket.setTimeout(1000, settle(false));
  });
}

/** Ports that a program or its children listen to, on any address. Linux only. */
export function portsOf(program: Program): number[] {
  const { id } = program;
  if (process.platform !== 'linux' || id === undefined) return [];
  const group = entries('/proc').filter((name) => /^\d+$/.test(name) && groupOf(name) === id);
  const sockets = new Set(group.flatMap((name) => socketsOf(name)));
  const ports = (listeners() ?? []).filter(({ inode }) => sockets.has(inode)).map(({ port }) => port);
  return [...new Set(ports)];
}

function groupOf(id: string): number {
  // The name of the program may hold spaces and brackets.
  const fields = read(`/proc/${id}/stat`).split(') ').at(-1)!.split(' ');
  return Number(fields[2]);
}

function socketsOf(id: string): string[] {
  return entries(`/proc/${id}/fd`).flatMap(
    (name) => /^socket:\[(\d+)\]$/.exec(link(`/proc/${id}/fd/${name}`))?.[1] ?? [],
  );
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
