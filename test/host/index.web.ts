// The browser build; it defines the global mocha.
import 'mocha/mocha.js';
import assert from 'node:assert/strict';
import { registerAssistantTests } from './assistantSuite';
import { registerPathTests } from './pathsSuite';
import { registerEvidenceTests } from './evidenceSuite';
import { registerPortableTests } from './portableSuite';
import { registerSqlTests } from './sqlSuite';
import { registerWebLabTests } from './labsWebSuite';
import { registerNotesTests } from './notesSuite';
import { registerHostTests } from './suite';

/** Without a document there is nothing for Mocha's own reporters to write to; the events below are enough. */
function Silent(): void {
  // Nothing to do.
}

/** Called by the editor inside the web worker host. */
export function run(): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout: 30_000, reporter: Silent as unknown as Mocha.ReporterConstructor, color: false });
  describe('host', () => {
    it('is a web worker, without Node and without a document', () => {
      assert.equal(typeof (globalThis as Record<string, unknown>)['WorkerGlobalScope'], 'function');
      assert.equal(typeof (globalThis as Record<string, unknown>)['document'], 'undefined');
    });
  });
  registerHostTests();
  registerPathTests();
  registerNotesTests();
  registerWebLabTests();
  registerEvidenceTests();
  registerPortableTests();
  registerSqlTests();
  registerAssistantTests();
  return new Promise((resolve, reject) => {
    let passed = 0;
    const failed: string[] = [];
    const problems: string[] = [];
    const runner = mocha.run(() => {
      console.log(
        `BACKEND_SKILLS_RESULT ${JSON.stringify({ passed, failed: failed.length, skipped: 0, files: { '': { passed, failed } }, problems })}`,
      );
      if (failed.length === 0) resolve();
      else reject(new Error(`${failed.length} failed`));
    });
    runner.on('pass', (test) => {
      passed++;
      console.log(`BACKEND_SKILLS_LOG   ok ${test.fullTitle()}`);
    });
    runner.on('fail', (test, error: Error) => {
      failed.push(test.fullTitle());
      problems.push(`${test.fullTitle()}\n${error.stack ?? error.message}`);
      console.log(`BACKEND_SKILLS_LOG   FAILED ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
  });
}
