import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { LabLanguage } from '../core/lab';
import { shellAt, shellLine } from '../core/shellLine';
import { openDatabase } from '../platform/postgres';
import type { Engine, RuntimeState } from './engine';
import { freePort, isListening } from './run/programs.node';
import { BuildError, prepare, type Command } from './run/commands.node';
import { configure } from './run/configServer.node';
import { endAll, findRuntime, forgetRuntimes, installHint, makeRepository, runLab } from './run/index.node';
import { usualLimits } from './run/types';

/** Names of the programs that are looked for. */
const programs: Readonly<Record<LabLanguage, string>> = {
  javascript: 'node',
  python: 'python3, python, py',
  php: 'php',
  ruby: 'ruby',
  java: 'javac, java',
  csharp: 'dotnet; mcs, mono',
  sql: '',
  git: 'git',
  nginx: 'nginx',
  apache: 'apache2, httpd',
  lighttpd: 'lighttpd',
};

/** The port of a program in a terminal, if it is free: one that is the same each time is easier to remember. */
const usualPort = 3000;
/** A program whose terminal was closed lets go of its port within this time, in milliseconds. */
const endingFor = 3000;

/** On the desktop and on a server: programs of the machine, each in a group of its own that ends with the check. */
export function createEngine(extensionUri: vscode.Uri): Engine {
  const stateOf = async (language: LabLanguage): Promise<RuntimeState> => {
    const runtime = await findRuntime(language);
    if (runtime) return { found: true, version: runtime.version };
    const install = installHint(language)?.command;
    return { found: false, needs: programs[language], ...(install === undefined ? {} : { install }) };
  };
  const ports = new Map<string, number>();
  const portOf = async (folder: string): Promise<number> => {
    const former = ports.get(folder);
    const wanted = former ?? usualPort;
    const end = performance.now() + (former === undefined ? 0 : endingFor);
    let busy = await isListening(wanted);
    while (busy && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      busy = await isListening(wanted);
    }
    const port = busy ? await freePort() : wanted;
    ports.set(folder, port);
    return port;
  };
  return {
    async runtimes(languages) {
      const look = async (): Promise<Map<LabLanguage, RuntimeState>> =>
        new Map(await Promise.all(languages.map(async (language) => [language, await stateOf(language)] as const)));
      const states = await look();
      // What was missing may have been installed since it was looked for.
      if ([...states.values()].every(({ found }) => found)) return states;
      forgetRuntimes();
      return look();
    },
    run: ({ folder, ...run }) =>
      runLab({ ...run, folder: folder.fsPath, openDatabase: () => openDatabase({ extensionUri }) }),
    end: endAll,
    makeRepository: (folder, steps) => makeRepository(folder.fsPath, steps),
    async program(lab, language, folder, dataDir) {
      const runtime = await findRuntime(language);
      if (!runtime || lab.kind === 'git' || lab.kind === 'sql') return undefined;
      const build = path.join(dataDir.fsPath, 'build');
      const data = path.join(dataDir.fsPath, 'data');
      await Promise.all([build, data].map((each) => mkdir(each, { recursive: true })));
      const run = { lab, folder: folder.fsPath, language, signal: new AbortController().signal, on: () => undefined };
      const number = await portOf(folder.fsPath);
      const port = String(number);
      let prepared: Command;
      try {
        if (lab.kind === 'config') {
          // A server reads a copy, into which the places that the checks choose are filled.
          const copy = path.join(dataDir.fsPath, 'copy');
          await rm(copy, { recursive: true, force: true });
          await mkdir(copy);
          const nobody = { UPSTREAM: '9', UPSTREAM_2: '9', UPSTREAM_DOWN: '9' };
          const server = await configure(run, runtime, dataDir.fsPath, copy, { ...nobody, DATA_DIR: data });
          await server.ready(number);
          prepared = server.command;
        } else prepared = await prepare(run, runtime, build, usualLimits);
      } catch (error) {
        if (error instanceof BuildError) return { problem: error.message };
        throw error;
      }
      const { command, env } = prepared;
      return {
        line: shellLine(
          command.map((part) => part.replaceAll('${PORT}', port)),
          shellAt(vscode.env.shell, process.platform === 'win32'),
        ),
        // Where the learner has no Node, the editor's own is used, which must be told to be one.
        env: {
          ...(command[0] === process.execPath ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
          ...lab.env,
          ...env,
          PORT: port,
          HOST: '127.0.0.1',
          DATA_DIR: data,
        },
      };
    },
  };
}
