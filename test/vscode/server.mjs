// A VS Code server on a free port of this machine, with a user data folder of its own.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { serverNode, vscodeHome } from './install.mjs';

/** A port that nobody listens on at the moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
};

const trustSettings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/**
 * Starts the server and resolves when it listens.
 *
 * @param {object} options dataDir, folder, port, settings, args, env, trust (true: folders are to be trusted first, as in a real window)
 * @returns {Promise<{ port: number, url: (payload?: [string, string][]) => string, stop: () => Promise<void>, output: () => string }>}
 */
export async function startServer({ dataDir, folder, port, settings = {}, args = [], env = {}, trust = false }) {
  const machine = path.join(dataDir, 'data/Machine');
  await mkdir(machine, { recursive: true });
  await mkdir(path.join(dataDir, 'extensions'), { recursive: true });
  await writeFile(
    path.join(machine, 'settings.json'),
    JSON.stringify({ ...quietSettings, ...(trust ? trustSettings : {}), ...settings }, null, 2),
  );
  port ??= await freePort();
  const child = spawn(
    await serverNode(),
    [
      path.join(vscodeHome, 'out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
      ...[
        '--enable-smoke-test-driver',
        '--server-data-dir',
        dataDir,
        '--extensions-dir',
        path.join(dataDir, 'extensions'),
      ],
      ...['--disable-telemetry', '--default-folder', folder],
      ...(trust ? [] : ['--disable-workspace-trust']),
      ...args,
    ],
    // A group of its own, so that the extension hosts end with it.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', env: { ...process.env, ...env } },
  );
  // Whatever ends this process ends the server too; being a group of its own, it would not hear of it otherwise.
  const kill = () => {
    try {
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  const interrupted = () => process.exit(130);
  process.once('exit', kill);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, interrupted);
  child.once('exit', () => {
    process.off('exit', kill);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, interrupted);
  });
  let output = '';
  let ended = false;
  const gone = new Promise((resolve) => child.once('exit', () => resolve((ended = true))));
  await new Promise((resolve, reject) => {
    const collect = (chunk) => {
      output += chunk;
      if (/Extension host agent listening on/.test(output)) resolve();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`The VS Code server ended with code ${code} before it listened:\n${output}`)),
    );
  });
  const stop = async () => {
    if (ended) return;
    try {
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It ended in the meantime.
    }
    const hard = setTimeout(() => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Likewise.
      }
    }, 3000);
    await gone;
    clearTimeout(hard);
  };
  const url = (payload = []) => {
    const query = new URLSearchParams({ folder });
    if (payload.length > 0) query.set('payload', JSON.stringify(payload));
    return `http://127.0.0.1:${port}/?${query}`;
  };
  return { port, url, stop, ended: gone, output: () => output };
}
