import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createCatalog } from '../../src/core/catalog';
import type { PackIndex } from '../../src/core/model';
import { encodePortable } from '../../src/core/portableFile';
import { emptyProgress, mergeInto } from '../../src/core/progress';
import { TeamIndex } from '../../src/core/teamBoard';
import type { ToTeam } from '../../src/protocol/team';
import type { Services } from '../../src/state/services';
import type { Stores } from '../../src/state/stores';
import { TeamFiles, type TeamReading } from '../../src/team/teamFiles';
import { TeamPanel } from '../../src/team/teamPanel';
import { makeIndex } from '../unit/packs';
import { waitUntil } from './suite';

/** What the team board reads, in the workspace of the host. */
export function registerTeamTests(): void {
  describe('files of the team', () => {
    const { fs } = vscode.workspace;
    const { extensionUri } = vscode.extensions.getExtension('backend-skills.backend-skills')!;
    const folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '.portable-test', 'team');
    const read = async (): Promise<TeamIndex> => {
      const bytes = await fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist/pack/index.json'));
      return new TeamIndex(createCatalog(JSON.parse(new TextDecoder().decode(bytes)) as PackIndex));
    };
    const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, `${name}.progress.json`);
    const put = async (name: string, id = 'core/git/two-commits'): Promise<void> => {
      const document = emptyProgress();
      mergeInto(document, [{ kind: 'tick', id, at: [Date.UTC(2026, 0, 5), 0], by: name }]);
      await fs.writeFile(file(name), new TextEncoder().encode(encodePortable({ id: name, name }, document)));
    };
    const clear = async (): Promise<void> => {
      await fs.delete(folder, { recursive: true }).then(undefined, () => undefined);
    };
    /** The editor tells of nothing, as while it only begins to watch. */
    const workspace = vscode.workspace as unknown as Record<string, unknown>;
    const watching = workspace['createFileSystemWatcher'];
    before(async () => {
      await clear();
      const nothing = new vscode.EventEmitter<vscode.Uri>().event;
      workspace['createFileSystemWatcher'] = () => ({
        onDidChange: nothing,
        onDidCreate: nothing,
        onDidDelete: nothing,
        dispose: () => undefined,
      });
    });
    after(async () => {
      workspace['createFileSystemWatcher'] = watching;
      await clear();
    });

    it('are looked at once more, for what was written before the editor watched', async function () {
      this.timeout(20_000);
      await put('ada');
      await put('bob');
      const files = new TeamFiles(read(), extensionUri, undefined);
      try {
        const practised = async (): Promise<Record<string, number>> => {
          const { team } = await files.read(() => undefined);
          return Object.fromEntries(team.map(({ learner, slots, unknown }) => [learner.name, slots.length + unknown]));
        };
        assert.deepEqual(await practised(), { ada: 1, bob: 1 });
        const told = new Promise<void>((resolve) => files.onDidChange(() => resolve()));
        await fs.writeFile(
          file('ada'),
          new TextEncoder().encode(encodePortable({ id: 'ada', name: 'ada' }, emptyProgress())),
        );
        await put('cy');
        await fs.delete(file('bob'));
        await told;
        assert.deepEqual(await practised(), { ada: 0, cy: 1 });
      } finally {
        files.dispose();
      }
    });
  });

  describe('the team board', () => {
    const { extensionUri } = vscode.extensions.getExtension('backend-skills.backend-skills')!;

    it('comes back when the files can be read again, though nothing in them has changed', async () => {
      const stores = { catalog: createCatalog(makeIndex({ tools: { git: 1 } })) } as unknown as Stores;
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
      const services = { extensionUri, log, stores: () => Promise.resolve(stores) };
      const said = new vscode.EventEmitter<unknown>();
      const closed = new vscode.EventEmitter<void>();
      const sent: ToTeam['type'][] = [];
      const webview = {
        ...{ html: '', options: {}, cspSource: 'none', asWebviewUri: (uri: vscode.Uri) => uri },
        onDidReceiveMessage: said.event,
        postMessage: ({ type }: ToTeam) => {
          if (type !== 'reading') sent.push(type);
          return Promise.resolve(true);
        },
      };
      const panel = {
        ...{ webview, title: 'Team Board', visible: true },
        ...{ onDidDispose: closed.event, onDidChangeViewState: new vscode.EventEmitter<unknown>().event },
      };
      const team = new TeamPanel(panel as unknown as vscode.WebviewPanel, services as unknown as Services);
      try {
        said.fire({ type: 'ready' });
        await waitUntil(() => sent.at(-1) === 'show', 'the board');
        const files = team['files'];
        const read = files.read.bind(files);
        files.read = (): Promise<TeamReading> => Promise.reject(new Error('The disk is away'));
        files.lookAgain();
        await waitUntil(() => sent.at(-1) === 'failed', 'the failure');
        files.read = read;
        files.lookAgain();
        await waitUntil(() => sent.at(-1) === 'show', 'the board once more');
      } finally {
        closed.fire();
      }
    });
  });
}
