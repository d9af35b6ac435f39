import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lab } from '../../core/lab';
import { mainFiles } from '../../core/labFile';
import { filesIn } from './folders.node';
import { programEnvironment } from './environment.node';
import { Program } from './programs.node';
import type { LabRun, Limits, Runtime } from './types';

/** How a program is started: what to run, and what to add to its environment. `${PORT}` is filled in at each start. */
export interface Command {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A program that does not compile: the compiler's own message. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** Compiles where there is something to compile, and says how the program is run. `build` is an empty folder of ours. */
export async function prepare(run: LabRun, runtime: Runtime, build: string, limits: Limits): Promise<Command> {
  const { lab, folder, language } = run;
  const main = mainFiles[language];
  const tool = runtime.tools['run'] ?? [];
  const own = lab.run[language];
  const usual = async (): Promise<readonly string[]> => {
    switch (language) {
      case 'php':
        return lab.kind === 'http' ? [...tool, '-S', '127.0.0.1:${PORT}', main] : [...tool, main];
      case 'java': {
        const compile = [...runtime.tools['compile']!, '-encoding', 'UTF-8', '-d', build];
        await compiled(run, [...compile, ...(await sources(folder, '.java'))], limits);
        // Programs live for seconds only: what compiles and collects at leisure would not pay.
        return [...tool, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dfile.encoding=UTF-8', '-cp', build, 'Main'];
      }
      case 'csharp':
        return runtime.tools['dotnet']
          ? dotnet(run, runtime.tools['dotnet'], build, limits)
          : mono(run, runtime, build, limits);
      case 'javascript':
      case 'python':
      case 'ruby':
        return [...tool, main];
      case 'sql':
      case 'git':
      case 'nginx':
      case 'apache':
      case 'lighttpd':
        throw new BuildError(`There are no programs in ${language}.`);
    }
  };
  const command = own ? named(own, runtime) : await usual();
  return { command, env: languageEnvironment(lab, run.language) };
}

/** A command of the lab's own may name the language's program; it is the one that was found. */
function named(command: readonly string[], runtime: Runtime): readonly string[] {
  const usual: Readonly<Record<string, string>> = { javascript: 'node', python: 'python3', php: 'php', ruby: 'ruby' };
  return command[0] === usual[runtime.language] ? [...(runtime.tools['run'] ?? []), ...command.slice(1)] : command;
}

function languageEnvironment(lab: Lab, language: string): Record<string, string> {
  switch (language) {
    case 'python':
      // Nothing is written into the learner's folder, and what is printed is seen at once.
      return { PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', PYTHONUTF8: '1' };
    case 'php':
      return lab.kind === 'http' ? { PHP_CLI_SERVER_WORKERS: '8' } : {};
    case 'csharp':
      return { DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' };
    default:
      return {};
  }
}

async function sources(folder: string, ending: string): Promise<string[]> {
  const files = (await filesIn(folder)).filter((file) => file.endsWith(ending));
  if (files.length === 0) throw new BuildError(`There is no file *${ending} in the folder.`);
  return files.map((file) => file.split('/').join(path.sep));
}

async function mono(run: LabRun, runtime: Runtime, build: string, limits: Limits): Promise<readonly string[]> {
  const output = path.join(build, 'Main.exe');
  const options = ['-langversion:latest', '-nologo', '-r:System.Numerics.dll', `-out:${output}`];
  await compiled(run, [...runtime.tools['compile']!, ...options, ...(await sources(run.folder, '.cs'))], limits);
  return [...runtime.tools['run']!, output];
}

async function dotnet(run: LabRun, tool: readonly string[], build: string, limits: Limits): Promise<readonly string[]> {
  const files = await sources(run.folder, '.cs');
  const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
  const major = /(\d+)\./.exec((await version(tool)) ?? '')?.[1] ?? '8';
  const project = path.join(build, 'project');
  await mkdir(project, { recursive: true });
  await writeFile(
    path.join(project, 'Main.csproj'),
    [
      '<Project Sdk="Microsoft.NET.Sdk">',
      `<PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net${major}.0</TargetFramework>`,
      '<EnableDefaultCompileItems>false</EnableDefaultCompileItems><ImplicitUsings>disable</ImplicitUsings>',
      '<Nullable>disable</Nullable><TreatWarningsAsErrors>false</TreatWarningsAsErrors></PropertyGroup><ItemGroup>',
      ...files.map((file) => `<Compile Include="${escaped(path.join(run.folder, file))}" />`),
      '</ItemGroup></Project>',
    ].join('\n'),
  );
  const output = path.join(build, 'out');
  await compiled(run, [...tool, 'build', '-c', 'Release', '-o', output, '-v', 'q', project], limits);
  return [...tool, path.join(output, 'Main.dll')];
}

async function version(tool: readonly string[]): Promise<string | undefined> {
  const { text } = await finished([...tool, '--version'], process.cwd(), 10_000);
  return text;
}

async function compiled(run: LabRun, command: readonly string[], limits: Limits): Promise<void> {
  const { text, ok } = await finished(command, run.folder, limits.build, run.signal);
  if (!ok && !run.signal.aborted) throw new BuildError(text.trim() || `${command[0]} failed without a word.`);
}

/** Runs a tool of ours to its end; what it printed on both streams. Never rejects. */
export async function finished(
  command: readonly string[],
  folder: string,
  limit: number,
  signal?: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly ok: boolean; readonly text: string; readonly stdout: string }> {
  let text = '';
  let stdout = '';
  if (signal?.aborted) return { ok: false, text, stdout };
  const program = new Program({
    command,
    folder,
    env: programEnvironment(env),
    flood: 4_000_000,
    onOutput: (part, stream) => {
      text += part;
      if (stream === 'stdout') stdout += part;
    },
  });
  const state = { late: false };
  const timer = setTimeout(() => {
    state.late = true;
    program.end();
  }, limit);
  const stop = (): void => program.end();
  signal?.addEventListener('abort', stop);
  try {
    const { code, error } = await program.ended;
    await program.silent;
    if (state.late) text += `\n${command[0]} took longer than ${limit / 1000} s.`;
    return { ok: code === 0, text: error ?? text, stdout };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    program.end();
  }
}
