// The scripts are plain JavaScript, so that they run before anything is installed; these are their types for the tests.
declare module '*/install.mjs' {
  export const root: string;
  export const cache: string;
  export const vscodeHome: string;
  export function serverNode(): Promise<string>;
  export function installServer(): Promise<void>;
  export function findBrowser(): Promise<{ executablePath: string; args: string[] }>;
}

declare module '*/server.mjs' {
  export interface RunningServer {
    readonly port: number;
    url(payload?: [string, string][]): string;
    stop(): Promise<void>;
    output(): string;
  }
  export function startServer(options: {
    dataDir: string;
    folder: string;
    port?: number;
    settings?: Record<string, unknown>;
    args?: string[];
    trust?: boolean;
    env?: Record<string, string>;
  }): Promise<RunningServer>;
  export const quietSettings: Readonly<Record<string, unknown>>;
}

declare module '*/extension.mjs' {
  export function installExtension(extensions: string): Promise<string>;
}

declare module '*/package.mjs' {
  export const vsix: string;
  export function packExtension(): Promise<void>;
}

declare module '*/runHost.mjs' {
  export function webOnlyExtension(name: string): Promise<string>;
}
