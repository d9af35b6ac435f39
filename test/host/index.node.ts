import Mocha from 'mocha';
import { execFile } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { registerEvidenceTests, type Programs } from './evidenceSuite';
import { registerAssistantTests } from './assistantSuite';
import { registerReviewTests } from './reviewSuite';
import { registerSqlTests } from './sqlSuite';
import { registerNotesTests } from './notesSuite';
import { registerHostTests } from './suite';
import { registerStoreTests } from './storeSuite';
import { registerNodeTests } from './nodeSuite';
import { registerPathTests } from './pathsSuite';
import { registerPracticeTests } from './practiceSuite';
import { registerPortableTests } from './portableSuite';
import { registerProgressTests } from './progressSuite';
import { registerTeamTests } from './teamSuite';

/** As somebody, and by nothing that this machine has set up. */
const git: Programs['git'] = async (folder, who, ...args) => {
  const nowhere = process.platform === 'win32' ? 'NUL' : '/dev/null';
  const names = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, who],
    [`GIT_${role}_EMAIL`, `${who.toLowerCase()}@example.com`],
  ]);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...(Object.fromEntries(names) as Record<string, string>),
    GIT_CONFIG_GLOBAL: nowhere,
    GIT_CONFIG_NOSYSTEM: '1',
  };
  await promisify(execFile)('git', args, { cwd: folder.fsPath, env });
};

/** Called by the editor inside its extension host. */
export function run(): Promise<void> {
  const reporter = join(__dirname, '../../../test/vscode/reporter.cjs');
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 30_000,
    reporter,
    reporterOptions: { toFile: true },
    color: false,
    forbidOnly: true,
    // To work on one part: the whole suite takes minutes.
    ...(process.env['BACKEND_SKILLS_GREP'] ? { grep: process.env['BACKEND_SKILLS_GREP'] } : {}),
  });
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, '', mocha);
  // Before anything has used the extension.
  registerNodeTests();
  registerHostTests();
  registerNotesTests();
  registerSqlTests();
  registerAssistantTests();
  registerStoreTests();
  registerPathTests();
  registerPracticeTests();
  registerEvidenceTests({ git });
  registerReviewTests();
  registerTeamTests();
  registerProgressTests();
  registerPortableTests({ symlink, loaded: () => Object.keys(createRequire(__filename).cache) });
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} failed`))));
  });
}
