import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Lab, LabLanguage, LabSummary } from '../../src/core/lab';
import { encodeMarker, markerFile } from '../../src/core/scaffold';
import { createEngine } from '../../src/practice/engine.web';
import { Labs } from '../../src/practice/labs';
import type { Services } from '../../src/state/services';
import type { Stores } from '../../src/state/stores';

const lab: Lab = {
  format: 1,
  id: 'count-rows',
  title: 'Count rows',
  summary: 'Count them.',
  kind: 'sql',
  level: 'beginner',
  minutes: 5,
  skills: ['sql'],
  verifies: ['core/sql/count'],
  languages: ['sql'],
  env: {},
  run: {},
  upstream: false,
  repository: [],
  checks: [
    {
      id: 'counts',
      title: 'The query counts the rows',
      kind: 'sql',
      look: [],
      before: '',
      runs: 1,
      query: undefined,
      answer: -1,
      expect: { rows: [[3]] },
    },
  ],
  brief: { goal: '', rules: '', hints: [] },
};

/** Labs in the web worker host: SQL runs in the database that ships, all else says what it needs. */
export function registerWebLabTests(): void {
  describe('labs in a browser', function () {
    this.timeout(60_000);
    const { extensionUri } = vscode.extensions.getExtension('backend-skills.backend-skills')!;
    const workspace = vscode.workspace.workspaceFolders![0]!.uri;
    const place = vscode.Uri.joinPath(workspace, 'backend-skills');
    const folder = vscode.Uri.joinPath(place, 'count-rows', 'sql');
    const write = (name: string, text: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text));
    const http: LabSummary = { ...lab, id: 'serve', kind: 'http', languages: ['javascript'] };
    let verified: string[];
    let labs: Labs;

    before(async () => {
      verified = [];
      const none = new vscode.EventEmitter<readonly string[]>().event;
      const known = [lab, http];
      const seed = 'CREATE TABLE t (n int); INSERT INTO t VALUES (1), (2), (3);';
      const stores = {
        catalog: {
          labs: known,
          lab: (id: string) => known.find((each) => each.id === id),
          item: () => undefined,
          skillOfItem: () => undefined,
        },
        packs: {
          lab: () => Promise.resolve(lab),
          labFiles: () => Promise.resolve(new Map([['seed.sql', seed]])),
        },
        onDidChangeProgress: none,
        verify: (ids: readonly string[]) => Promise.resolve((verified = [...ids])),
      };
      const engine = createEngine(extensionUri);
      labs = new Labs(stores as unknown as Stores, { log: undefined } as unknown as Services, {
        isTrusted: () => true,
        canStartPrograms: false,
        engine: () => Promise.resolve(engine),
        openPage: () => Promise.resolve(),
      });
      const language: LabLanguage = 'sql';
      await write(markerFile, encodeMarker({ lab: lab.id, language }));
      labs.folders.add({ uri: folder, lab, language });
    });
    after(async () => {
      labs.dispose();
      await vscode.workspace.fs.delete(place, { recursive: true });
    });

    const state = (): string | undefined => labs.tests.statesOf(labs.folders.at(folder)!).get('counts')?.state;

    it('run their checks in the database that ships, and verify', async () => {
      await write('answer.sql', 'SELECT 4;');
      await labs.tests.runLab(labs.folders.at(folder)!);
      assert.equal(state(), 'failed');
      assert.deepEqual(verified, []);
      await write('answer.sql', 'SELECT count(*)::int FROM t;');
      await labs.tests.runLab(labs.folders.at(folder)!);
      assert.equal(state(), 'passed');
      assert.deepEqual(verified, lab.verifies);
    });

    it('say what they need where a program would have to be started', async () => {
      await assert.rejects(labs.start('serve'), /desktop or connected to a server/);
      assert.equal(labs.hindrance(lab), undefined);
    });
  });
}
