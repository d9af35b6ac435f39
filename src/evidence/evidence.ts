import * as vscode from 'vscode';
import { EvidenceMatcher, type Place } from '../core/evidence';
import { isTextList } from '../core/guards';
import { plainText } from '../core/text';
import { contextKeys, settingIds } from '../ids';
import { dayOf } from '../platform/dates';
import { showError } from '../platform/commands';
import { ExpectedError } from '../platform/errors';
import { lazy } from '../platform/lazy';
import type { Services } from '../state/services';
import type { Stores } from '../state/stores';
import { consentKey } from './consent';
import type { EvidenceEdge } from './edge';
import { largestFile, Looker, type Located, type Memory } from './look';
import {
  notesText,
  placeText,
  presentItem,
  presentSeen,
  presentUnseen,
  type RowPresentation,
  type ShownEvidence,
  type ShownPlace,
  type ShownSuggestion,
  type SuggestionNode,
} from './present';

/** Where the suggestions are kept that the learner has rejected in this workspace: `<rule> <item>` each. */
const rejectedKey = 'evidence.rejected';

interface Suggestion {
  readonly item: string;
  readonly skill: string;
  readonly found: readonly Located[];
}

interface SuggestionPick extends vscode.QuickPickItem {
  readonly item: string;
}

/** What the workspace suggests, and what the learner says to it. Ticks nothing unless the learner does. */
export class Evidence implements vscode.Disposable {
  /** By item, in learning order: everything that was found and is neither done nor rejected. */
  private suggestions: ReadonlyMap<string, Suggestion> = new Map();
  private found: readonly Located[] = [];
  /** Items for later: not shown again before the learner looks again. */
  private readonly postponed = new Set<string>();
  private readonly nodes = new Map<string, SuggestionNode>();
  private readonly looker: () => Promise<Looker>;
  private looking: Promise<unknown> = Promise.resolve();
  private readonly listener: vscode.Disposable;

  constructor(
    private readonly stores: Stores,
    private readonly services: Pick<Services, 'log' | 'workspaceMemento' | 'workspaceStorageUri'>,
    private readonly edge: EvidenceEdge,
    private readonly view: Pick<vscode.TreeView<SuggestionNode>, 'description' | 'message'>,
    private readonly changed: vscode.EventEmitter<SuggestionNode | undefined>,
  ) {
    this.looker = lazy(async () => {
      const { rules } = await stores.packs.evidence();
      return new Looker(
        new EvidenceMatcher(rules),
        (message) => services.log.warn(message),
        undefined,
        memoryIn(services.workspaceStorageUri),
      );
    });
    this.listener = stores.onDidChangeProgress(() => this.refresh());
  }

  /** The items that are suggested now. */
  get items(): readonly string[] {
    return [...this.suggestions.keys()];
  }

  /** Looks through the workspace, after asking where that has not been agreed yet, and shows what was found. */
  async find(): Promise<void> {
    const { t } = vscode.l10n;
    if (this.edge.setting === 'off')
      throw new ExpectedError(t('Looking for practice is switched off by the setting {0}.', settingIds.evidence), {
        label: t('Open Setting'),
        command: 'workbench.action.openSettings',
        args: [settingIds.evidence],
      });
    if (this.edge.folders.length === 0)
      throw new ExpectedError(t('No folder is open. Open the folder of something that you have built.'), {
        label: t('Open Folder'),
        command: 'vscode.openFolder',
      });
    if (!(await this.agreed())) return;
    this.postponed.clear();
    const notes = await this.look('asked');
    if (!notes) return;
    if (this.suggestions.size > 0) await this.edge.showView();
    else
      this.edge.inform(
        [
          notes.files === 1
            ? t('Nothing new was found in 1 file.')
            : t('Nothing new was found in {0} files.', notes.files),
          notes.text,
        ]
          .filter((text) => text !== '')
          .join(' '),
      );
  }

  /** As {@link find}, where it has been agreed, without a word. */
  async lookQuietly(): Promise<void> {
    await this.look('quiet');
  }

  private async agreed(): Promise<boolean> {
    const known = this.services.workspaceMemento.get<unknown>(consentKey);
    if (known === 'yes') return true;
    const answer = known === 'never' ? ((await this.edge.askAgain()) ? 'yes' : 'never') : await this.edge.ask();
    if (answer !== 'later') await this.services.workspaceMemento.update(consentKey, answer);
    return answer === 'yes';
  }

  /** One look follows another. Undefined when the learner stopped it before anything was found. */
  private look(kind: 'asked' | 'quiet'): Promise<{ readonly files: number; readonly text: string } | undefined> {
    const { t } = vscode.l10n;
    const work = this.looking.then(() =>
      this.edge.progress(kind, async (tell, token) => {
        const looker = await this.looker();
        const { found, notes } = await looker.look(this.edge.folders, this.edge.trusted, token, (read, files) =>
          tell(t('{0} of {1} files', read, files)),
        );
        if (token.isCancellationRequested && found.length === 0) return undefined;
        this.found = found;
        const text = notesText(notes, `${largestFile / 1024} KB`, vscode.l10n);
        this.view.message = text === '' ? undefined! : text;
        this.refresh();
        return { files: notes.files, text };
      }),
    );
    this.looking = work.catch(() => undefined);
    return work;
  }

  // ---------- what the learner says ----------

  /** Ticks the items of these rows, as a click on their checkbox asks. */
  async tick(nodes: readonly SuggestionNode[]): Promise<void> {
    try {
      await this.acceptItems(nodes.flatMap((node) => (node.kind === 'item' ? node.id : [])));
    } catch (error) {
      this.changed.fire(undefined);
      await showError(this.services.log, error, 'Ticking a suggestion');
    }
  }

  async accept(args: readonly unknown[]): Promise<void> {
    const { t } = vscode.l10n;
    await this.acceptItems(await this.meant(args, t('Tick What Is Suggested'), t('Choose what you have practised')));
  }

  async postpone(args: readonly unknown[]): Promise<void> {
    const { t } = vscode.l10n;
    for (const item of await this.meant(args, t('Decide Later'), t('Choose what is hidden until you look again')))
      this.postponed.add(item);
    this.refresh();
  }

  async reject(args: readonly unknown[]): Promise<void> {
    const { t } = vscode.l10n;
    const items = await this.meant(args, t('Reject Suggestion'), t('Choose what is not suggested again here'));
    const keys = items.flatMap((item) =>
      (this.suggestions.get(item)?.found ?? []).map(({ finding }) => `${finding.rule.id} ${item}`),
    );
    if (keys.length === 0) return;
    await this.services.workspaceMemento.update(rejectedKey, [...new Set([...this.rejected, ...keys])]);
    this.refresh();
  }

  async forgetRejected(): Promise<void> {
    const count = new Set([...this.rejected].map((key) => key.split(' ')[1])).size;
    await this.services.workspaceMemento.update(rejectedKey, undefined);
    this.refresh();
    this.edge.inform(
      count === 0
        ? vscode.l10n.t('Nothing has been rejected in this workspace.')
        : count === 1
          ? vscode.l10n.t('1 rejected item may be suggested again.')
          : vscode.l10n.t('{0} rejected items may be suggested again.', count),
    );
  }

  private async acceptItems(items: readonly string[]): Promise<void> {
    const open = items.filter((item) => this.suggestions.has(item));
    if (open.length > 0) await this.stores.setDone(open, true);
  }

  private get rejected(): ReadonlySet<string> {
    const keys = this.services.workspaceMemento.get<unknown>(rejectedKey);
    return new Set(isTextList(keys) ? keys : []);
  }

  /** The items that a command means: the selected rows, else the one it was called on, else those that the learner chooses. */
  private async meant(
    [clicked, selected]: readonly unknown[],
    title: string,
    placeHolder: string,
  ): Promise<readonly string[]> {
    const nodes = (Array.isArray(selected) && selected.includes(clicked) ? (selected as unknown[]) : [clicked]).filter(
      (node): node is SuggestionNode & { kind: 'item' } => this.isItem(node),
    );
    if (nodes.length > 0) return nodes.map(({ id }) => id);
    const picks = [...this.suggestions.values()].map((suggestion): SuggestionPick => {
      const { text, skill, evidence } = this.shown(suggestion);
      const [first] = evidence;
      return {
        item: suggestion.item,
        label: plainText(text),
        description: skill,
        detail: first ? `${plainText(first.seen)} ${first.places.map(placeText)[0] ?? ''}` : '',
      };
    });
    if (picks.length === 0)
      throw new ExpectedError(vscode.l10n.t('Nothing is suggested now.'), {
        label: vscode.l10n.t('Look'),
        command: 'backendSkills.findEvidence',
      });
    return ((await this.edge.choose(picks, title, placeHolder)) ?? []).map(({ item }) => item);
  }

  private isItem(node: unknown): node is SuggestionNode & { kind: 'item' } {
    return [...this.nodes.values()].some((known) => known === node && known.kind === 'item');
  }

  // ---------- the view ----------

  private refresh(): void {
    const { catalog } = this.stores;
    const rejected = this.rejected;
    const byItem = new Map<string, Located[]>();
    for (const one of this.found)
      for (const item of one.finding.rule.items) {
        if (this.postponed.has(item) || this.stores.isDone(item) || rejected.has(`${one.finding.rule.id} ${item}`))
          continue;
        const known = byItem.get(item);
        if (known) known.push(one);
        else byItem.set(item, [one]);
      }
    const suggestions = new Map<string, Suggestion>();
    for (const skill of catalog.skills)
      for (const { id } of skill.items) {
        const found = byItem.get(id);
        if (found) suggestions.set(id, { item: id, skill: skill.id, found });
      }
    this.suggestions = suggestions;
    const { size } = suggestions;
    this.view.description = size === 0 ? '' : String(size);
    void vscode.commands.executeCommand('setContext', contextKeys.evidenceFound, size > 0);
    this.changed.fire(undefined);
  }

  children(node: SuggestionNode | undefined): SuggestionNode[] {
    if (!node)
      return [...this.suggestions.values()].map(({ item, skill }) =>
        this.node(`item ${item}`, () => ({ kind: 'item', id: item, skill })),
      );
    if (node.kind !== 'item') return [];
    return (this.suggestions.get(node.id)?.found ?? []).flatMap(({ finding }, rule) => [
      ...finding.places.map((_, place) =>
        this.node(`seen ${node.id} ${rule} ${place}`, () => ({ kind: 'seen', item: node.id, rule, place })),
      ),
      ...(finding.rule.unseen === undefined
        ? []
        : [this.node(`unseen ${node.id} ${rule}`, () => ({ kind: 'unseen', item: node.id, rule }))]),
    ]);
  }

  parent(node: SuggestionNode): SuggestionNode | undefined {
    return node.kind === 'item' ? undefined : this.nodes.get(`item ${node.item}`);
  }

  treeItem(node: SuggestionNode): vscode.TreeItem {
    const suggestion = this.suggestions.get(node.kind === 'item' ? node.id : node.item);
    if (!suggestion) return new vscode.TreeItem('');
    const shown = this.shown(suggestion);
    const { l10n } = vscode;
    if (node.kind === 'item') {
      const item = paint(presentItem(shown, l10n));
      item.id = `item:${node.id}`;
      item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
      item.contextValue = 'suggestion';
      item.checkboxState = {
        state: vscode.TreeItemCheckboxState.Unchecked,
        tooltip: l10n.t('Select when you have practised this.'),
      };
      return item;
    }
    const evidence = shown.evidence[node.rule];
    if (!evidence) return new vscode.TreeItem('');
    if (node.kind === 'unseen') return paint(presentUnseen(evidence.unseen ?? '', l10n));
    const item = paint(presentSeen(evidence, node.place, l10n));
    item.contextValue = 'seen';
    const located = suggestion.found[node.rule]!;
    const place = located.finding.places[node.place];
    if (place?.kind === 'file') {
      const at = new vscode.Position(place.line - 1, 0);
      item.command = {
        command: 'vscode.open',
        title: l10n.t('Open'),
        arguments: [vscode.Uri.joinPath(located.folder.uri, place.path), { selection: new vscode.Range(at, at) }],
      };
    }
    return item;
  }

  private shown({ item, skill, found }: Suggestion): ShownSuggestion {
    const { catalog } = this.stores;
    const several = this.edge.folders.length > 1;
    return {
      text: catalog.item(item)?.text ?? item,
      skill: catalog.skill(skill)?.title ?? skill,
      evidence: found.map(({ finding, folder, dates }): ShownEvidence => {
        const place = (one: Place): ShownPlace => {
          const at = dates.get(one);
          const name = one.kind === 'git' ? one.commit.slice(0, 8) : `${one.path}:${one.line}`;
          return {
            kind: one.kind,
            where: several ? `${folder.name}/${name}` : name,
            text: one.text,
            day: at === undefined ? undefined : dayOf(at),
          };
        };
        return {
          rule: finding.rule.id,
          seen: finding.seen,
          unseen: finding.rule.unseen,
          places: finding.places.map(place),
        };
      }),
    };
  }

  /** The editor knows nodes by identity, so there is one object per node. */
  private node(key: string, create: () => SuggestionNode): SuggestionNode {
    let node = this.nodes.get(key);
    if (!node) this.nodes.set(key, (node = create()));
    return node;
  }

  dispose(): void {
    this.listener.dispose();
  }
}

/** A file of the workspace's own storage, which is on this machine and goes with it. */
function memoryIn(folder: vscode.Uri | undefined): Memory | undefined {
  if (!folder) return undefined;
  const { fs } = vscode.workspace;
  const file = vscode.Uri.joinPath(folder, 'practice-seen.json');
  return {
    async read() {
      try {
        return new TextDecoder().decode(await fs.readFile(file));
      } catch (error) {
        if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
        throw error;
      }
    },
    async write(text) {
      await fs.createDirectory(folder);
      await fs.writeFile(file, new TextEncoder().encode(text));
    },
  };
}

function paint(row: RowPresentation): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label);
  item.description = row.description;
  item.tooltip = new vscode.MarkdownString(row.tooltip);
  item.accessibilityInformation = { label: row.accessibilityLabel };
  if (row.icon !== undefined) item.iconPath = new vscode.ThemeIcon(row.icon);
  return item;
}
