import Mocha from 'mocha';
import { symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { registerSqlTests } from './sqlSuite';
import { registerHostTests } from './suite';
import { registerStoreTests } from './storeSuite';
import { registerNodeTests } from './nodeSuite';
import { registerPathTests } from './pathsSuite';
import { registerPracticeTests } from './practiceSuite';
import { registerPortableTests } from './portableSuite';

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
  registerSqlTests();
  registerStoreTests();
  registerPathTests();
  registerPracticeTests();
  registerPortableTests({ symlink, loaded: () => Object.keys(createRequire(__filename).cache) });
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} failed`))));
  });
}
