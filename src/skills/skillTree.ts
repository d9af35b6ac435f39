import * as vscode from 'vscode';
import { isActive, matches, noFilter, type SkillFilter } from '../core/filter';
import type { LabSummary } from '../core/lab';
import { commandIds, contextKeys, settingIds } from '../ids';
import { dayOf } from '../platform/dates';
import { showError } from '../platform/commands';
import { afterFirstPaint } from '../platform/soon';
import type { Guidance } from '../state/guidance';
import type { ReviewDeck } from '../state/reviewDeck';
import type { Services } from '../state/services';
import type { Stores } from '../state/stores';
import { GuidanceNodes } from './guidanceNodes';
import {
  filterText,
  presentArea,
  presentItem,
  presentLab,
  presentReview,
  presentRetired,
  presentRetiredItem,
  presentSkill,
  presentView,
  type ItemState,
  type Presentation,
  type TreeNode,
} from './present';

/** Maps the stores to the tree view and relays ticks. Holds no truth of its own but the filter. */
export class SkillTree implements vscode.Disposable {
  private readonly nodes = new Map<string, TreeNode>();
  private readonly disposables: vscode.Disposable[] = [];
  private readonly contexts = new Map<string, boolean>();
  private currentFilter: SkillFilter = noFilter;
  /** What stands above the areas. */
  private above: GuidanceNodes | undefined;
  /** True while the next thing to do is among the roots. */
  private showsNext = false;
  /** True while the place of retired items is among the roots. */
  private showsRetired = false;
  /** Loaded after the first paint; until then nothing is said to be due. */
  private deck: ReviewDeck | undefined;
  /** True while the way to the review is among the roots. */
  private showsReview = false;
  private disposed = false;
  /** Area → ids of the skills that the filter lets through; undefined while everything is shown. */
  private visible: Map<string, Set<string>> | undefined;

  constructor(
    private readonly stores: Stores,
    private readonly services: Services,
    private readonly view: vscode.TreeView<TreeNode>,
    private readonly changed: vscode.EventEmitter<TreeNode[] | undefined>,
    /** Without it the areas stand alone. */
    guidance?: Guidance,
  ) {
    this.disposables.push(
      stores.onDidChangeProgress((ids) => this.refresh(ids)),
      stores.onDidChangeUnsaved((ids) => this.refresh(ids)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingIds.showBadge) || event.affectsConfiguration(settingIds.reviewBadge))
          this.paintView();
        if (event.affectsConfiguration(settingIds.showNext)) this.changed.fire(undefined);
      }),
    );
    if (guidance) this.follow(guidance);
    this.paintView();
    // The scheduler is loaded, and what is due counted, when the tree has been painted.
    const timer = setTimeout(() => {
      this.followDue().catch((error: unknown) => services.log.error(error, 'Counting what is due'));
    }, afterFirstPaint);
    this.disposables.push(new vscode.Disposable(() => clearTimeout(timer)));
  }

  private async followDue(): Promise<void> {
    const deck = await this.stores.deck();
    if (this.disposed) return;
    this.deck = deck;
    this.disposables.push(deck.onDidChangeDue((skills) => this.refreshDue(skills)));
    const due = [...deck.due().bySkill.keys()];
    if (due.length > 0) this.refreshDue(due);
  }

  /** Repaints skills of which more or fewer questions are due, and the way to them. */
  private refreshDue(skills: readonly string[]): void {
    this.paintView();
    if (this.reviewShows() !== this.showsReview) {
      this.changed.fire(undefined);
      return;
    }
    const stale: TreeNode[] = this.showsReview ? [this.reviewNode()] : [];
    for (const id of skills) {
      const skill = this.stores.catalog.skill(id);
      if (skill) stale.push(this.skillNode(id, skill.area));
    }
    if (stale.length > 0) this.changed.fire(stale);
  }

  /** A filter asks for skills. */
  private reviewShows(): boolean {
    return !this.visible && (this.deck?.due().total ?? 0) > 0;
  }

  private follow(guidance: Guidance): void {
    const node = (key: string, create: () => TreeNode): TreeNode => this.node(key, create);
    this.above = new GuidanceNodes(guidance, this.stores.catalog, node);
    this.disposables.push(
      guidance.onDidChangePath(() => {
        this.paintView();
        this.changed.fire(undefined);
      }),
      guidance.onDidChangeAdvice(() => {
        const next = this.nextNode();
        if ((next !== undefined) !== this.showsNext) this.changed.fire(undefined);
        else if (next) this.changed.fire([next]);
      }),
    );
  }

  get filter(): SkillFilter {
    return this.currentFilter;
  }

  children(node: TreeNode | undefined): TreeNode[] {
    const { catalog } = this.stores;
    if (!node) {
      const areas = catalog.areas
        .filter((area) => !this.visible || this.visible.get(area.id)?.size)
        .map((area) => this.areaNode(area.id));
      // A filter asks for skills, and these belong to none.
      this.showsRetired = !this.visible && this.stores.retired().length > 0;
      this.showsReview = this.reviewShows();
      const next = this.nextNode();
      this.showsNext = next !== undefined;
      const path = this.above?.path();
      return [
        ...(next ? [next] : []),
        ...(this.showsReview ? [this.reviewNode()] : []),
        ...(path ? [path] : []),
        ...areas,
        ...(this.showsRetired ? [this.retiredNode()] : []),
      ];
    }
    const inPath = this.above?.children(node);
    if (inPath) return inPath;
    if (node.kind === 'retired') return this.stores.retired().map((id) => this.itemNode(id, id.split('/')[1] ?? id));
    if (node.kind === 'area') {
      const shown = this.visible?.get(node.id);
      const ids = catalog.area(node.id)?.skills ?? [];
      return (this.visible ? ids.filter((id) => shown?.has(id)) : ids).map((id) => this.skillNode(id, node.id));
    }
    if (node.kind === 'skill') {
      const items = (catalog.skill(node.id)?.items ?? []).map((item) => this.itemNode(item.id, node.id));
      return [...items, ...this.labsAt(node.id).map(({ id }) => this.labNode(id, node.id))];
    }
    return [];
  }

  parent(node: TreeNode): TreeNode | undefined {
    const inPath = this.above?.parent(node);
    if (inPath) return inPath;
    if (node.kind === 'skill') return this.areaNode(node.area);
    if (node.kind === 'lab') {
      const skill = this.stores.catalog.skill(node.skill);
      return skill && this.skillNode(skill.id, skill.area);
    }
    if (node.kind === 'item') {
      if (!this.stores.catalog.item(node.id)) return this.retiredNode();
      const skill = this.stores.catalog.skill(node.skill);
      return skill && this.skillNode(skill.id, skill.area);
    }
    return undefined;
  }

  treeItem(node: TreeNode): vscode.TreeItem {
    const presentation = this.present(node);
    if (!presentation) return new vscode.TreeItem(node.id);
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    // What a filter has found should be seen without a further click.
    const open = node.kind === 'area' && this.visible !== undefined;
    const item = new vscode.TreeItem(
      presentation.label,
      presentation.expandable ? (open ? Expanded : Collapsed) : None,
    );
    // The editor remembers what is expanded by id; while filtering it is another tree.
    item.id = open ? `${presentation.id}?filtered` : presentation.id;
    item.description = presentation.description;
    item.tooltip = new vscode.MarkdownString(presentation.tooltip);
    item.contextValue = presentation.contextValue;
    item.accessibilityInformation = { label: presentation.accessibilityLabel };
    const { icon, checkbox } = presentation;
    if (icon)
      item.iconPath = new vscode.ThemeIcon(icon.name, icon.color ? new vscode.ThemeColor(icon.color) : undefined);
    if (checkbox) {
      item.checkboxState = {
        state: checkbox.checked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
        tooltip: checkbox.tooltip,
        accessibilityInformation: { label: presentation.accessibilityLabel, role: 'checkbox' },
      };
    }
    if (node.kind === 'skill' || (node.kind === 'item' && this.stores.catalog.item(node.id))) {
      item.command = { command: commandIds.openSkill, title: vscode.l10n.t('Open'), arguments: [node] };
    }
    if (node.kind === 'review') item.command = { command: commandIds.review, title: vscode.l10n.t('Review') };
    const opens = this.above?.opens(node);
    if (opens) item.command = { ...opens, title: vscode.l10n.t('Open') };
    if (node.kind === 'lab')
      item.command = { command: commandIds.openLab, title: vscode.l10n.t('Open'), arguments: [node] };
    return item;
  }

  /** Takes over the checkboxes that the reader has changed; those that cannot be saved yet are shown so. */
  async tick(changes: readonly (readonly [TreeNode, vscode.TreeItemCheckboxState])[]): Promise<void> {
    const ids = (state: vscode.TreeItemCheckboxState): string[] =>
      changes.flatMap(([node, to]) => (node.kind === 'item' && to === state ? node.id : []));
    try {
      await Promise.all([
        this.stores.setDone(ids(vscode.TreeItemCheckboxState.Checked), true),
        this.stores.setDone(ids(vscode.TreeItemCheckboxState.Unchecked), false),
      ]);
    } catch (error) {
      this.changed.fire(changes.map(([node]) => node));
      await showError(this.services.log, error, 'Ticking in the tree');
    }
  }

  setFilter(filter: SkillFilter): void {
    this.currentFilter = filter;
    this.visible = undefined;
    if (isActive(filter)) {
      this.visible = new Map();
      for (const skill of this.stores.catalog.skills) {
        if (!matches(skill, filter, this.stores.rollup)) continue;
        const shown = this.visible.get(skill.area);
        if (shown) shown.add(skill.id);
        else this.visible.set(skill.area, new Set([skill.id]));
      }
    }
    this.paintView();
    this.changed.fire(undefined);
  }

  /** Selects the skill in the tree. With `onlyIfVisible` the view is never brought forward and the filter is never touched. */
  async reveal(skillId: string, onlyIfVisible: boolean): Promise<void> {
    const skill = this.stores.catalog.skill(skillId);
    if (!skill) return;
    const hidden = this.visible !== undefined && !this.visible.get(skill.area)?.has(skill.id);
    if (onlyIfVisible && (hidden || !this.view.visible || !isSettingOn(settingIds.revealOnOpen))) return;
    // Whoever opened it from the tree has selected it, or one of its items, already.
    if (onlyIfVisible && this.view.selection.some((node) => this.isAbout(node, skillId))) return;
    if (hidden) this.setFilter(noFilter);
    await this.view.reveal(this.skillNode(skill.id, skill.area), {
      select: true,
      focus: !onlyIfVisible,
      expand: !onlyIfVisible,
    });
  }

  /** Repaints the items, their skills and their areas; more only when the filter now shows other skills. */
  private refresh(itemIds: readonly string[]): void {
    const stale = new Map<string, TreeNode>();
    let roots = false;
    const skills = new Set<string>();
    for (const id of itemIds) {
      const skill = this.stores.catalog.skillOfItem(id);
      if (!skill) {
        if (this.stores.catalog.item(id)) continue;
        if (this.visible) continue;
        const some = this.stores.retired().length > 0;
        roots ||= some !== this.showsRetired;
        if (some) stale.set('retired', this.retiredNode());
        continue;
      }
      if (!skills.has(skill.id)) {
        skills.add(skill.id);
        roots = this.updateVisible(skill.id, skill.area) || roots;
        // Parents first: their counts are what the eye looks for.
        stale.set(`area:${skill.area}`, this.areaNode(skill.area));
        stale.set(`skill:${skill.id}`, this.skillNode(skill.id, skill.area));
      }
      stale.set(`item:${id}`, this.itemNode(id, skill.id));
      for (const node of this.above?.about(id) ?? []) stale.set(JSON.stringify(node), node);
      for (const lab of this.stores.catalog.labs) {
        const [home] = lab.skills;
        if (home !== undefined && lab.verifies.includes(id)) stale.set(`lab:${lab.id}`, this.labNode(lab.id, home));
      }
    }
    this.paintView();
    if (roots) this.changed.fire(undefined);
    else if (stale.size > 0) this.changed.fire([...stale.values()]);
  }

  /** Moves a skill in or out of the filtered tree; true when its area appears or disappears with it. */
  private updateVisible(skillId: string, areaId: string): boolean {
    const skill = this.stores.catalog.skill(skillId);
    if (!this.visible || !skill) return false;
    const shown = this.visible.get(areaId) ?? new Set<string>();
    const before = shown.size;
    if (matches(skill, this.currentFilter, this.stores.rollup)) shown.add(skillId);
    else shown.delete(skillId);
    this.visible.set(areaId, shown);
    return (before === 0) !== (shown.size === 0);
  }

  /** True while a filter lets nothing through. */
  private isEmpty(): boolean {
    return this.visible !== undefined && ![...this.visible.values()].some((shown) => shown.size > 0);
  }

  private paintView(): void {
    const { catalog, rollup } = this.stores;
    const { description, total, badge, badgeTooltip } = presentView(catalog, rollup, this.currentFilter, vscode.l10n);
    const filtered = isActive(this.currentFilter);
    const empty = this.isEmpty();
    this.view.description = description;
    // The editor hides the description of a view that is alone in its container, so the message says it too.
    // With a message, though, it would not show the welcome content of an empty tree.
    const unsaved = this.stores.unsavedCount;
    const message = empty
      ? this.above?.path()
        ? vscode.l10n.t('No skill matches the filter.')
        : undefined
      : unsaved > 0
        ? unsaved === 1
          ? vscode.l10n.t('⚠ 1 tick is not saved yet. It is tried again until it is.')
          : vscode.l10n.t('⚠ {0} ticks are not saved yet. They are tried again until they are.', unsaved)
        : filtered
          ? vscode.l10n.t('Showing: {0}', filterText(this.currentFilter, vscode.l10n))
          : total;
    if (this.view.message !== message) this.view.message = message!;
    // One number means one thing: what is due while something is, if the reader wants to know, else the skills in progress.
    const due = isSettingOn(settingIds.reviewBadge, false) ? (this.deck?.due().total ?? 0) : 0;
    const inProgress = isSettingOn(settingIds.showBadge) ? badge : 0;
    this.view.badge =
      due > 0
        ? { value: due, tooltip: dueTooltip(due) }
        : inProgress > 0
          ? { value: inProgress, tooltip: badgeTooltip }
          : undefined;
    this.setContext(contextKeys.filterActive, filtered);
    this.setContext(contextKeys.filterEmpty, empty);
  }

  private present(node: TreeNode): Presentation | undefined {
    const { catalog, rollup } = this.stores;
    const { l10n } = vscode;
    if (node.kind === 'area') {
      const area = catalog.area(node.id);
      return area && presentArea(area, rollup.area(area.id), l10n);
    }
    if (node.kind === 'skill') {
      const skill = catalog.skill(node.id);
      return skill && presentSkill(skill, rollup.skill(skill.id), l10n, this.deck?.due().bySkill.get(skill.id));
    }
    if (node.kind === 'review') return presentReview(this.deck?.due().total ?? 0, l10n);
    if (node.kind === 'retired') return presentRetired(this.stores.retired().length, l10n);
    if (node.kind === 'next' || node.kind === 'path' || node.kind === 'group' || node.kind === 'step')
      return this.above?.present(node, l10n);
    if (node.kind === 'lab') {
      const lab = catalog.lab(node.id);
      return lab && inStep(presentLab(lab, labVerified(this.stores, lab), l10n), node.step);
    }
    const item = catalog.item(node.id);
    const skill = catalog.skill(node.skill);
    if (!item) return presentRetiredItem(node.id, l10n);
    return skill && inStep(presentItem(item, skill, itemState(this.stores, item.id), l10n), node.step);
  }

  /** What is worth doing next, unless it is switched off. While a filter finds nothing, the view says what to do about that. */
  private nextNode(): TreeNode | undefined {
    return isSettingOn(settingIds.showNext) && !this.isEmpty() ? this.above?.next() : undefined;
  }

  private isAbout(node: TreeNode, skillId: string): boolean {
    if (node.kind === 'next') return this.above?.isNext(skillId) ?? false;
    return 'skill' in node ? node.skill === skillId : node.kind === 'skill' && node.id === skillId;
  }

  // The editor knows nodes by identity, so there is one object per node.

  private areaNode(id: string): TreeNode {
    return this.node(`area:${id}`, () => ({ kind: 'area', id }));
  }

  private skillNode(id: string, area: string): TreeNode {
    return this.node(`skill:${id}`, () => ({ kind: 'skill', id, area }));
  }

  private itemNode(id: string, skill: string): TreeNode {
    return this.node(`item:${id}`, () => ({ kind: 'item', id, skill }));
  }

  private labNode(id: string, skill: string): TreeNode {
    return this.node(`lab:${id}`, () => ({ kind: 'lab', id, skill }));
  }

  /** Each lab stands at one skill only, the one that it belongs to. */
  private labsAt(skill: string): LabSummary[] {
    return this.stores.catalog.labs.filter(({ skills: [home] }) => home === skill);
  }

  private retiredNode(): TreeNode {
    return this.node('retired', () => ({ kind: 'retired', id: 'retired' }));
  }

  private reviewNode(): TreeNode {
    return this.node('review', () => ({ kind: 'review', id: 'review' }));
  }

  private node(key: string, create: () => TreeNode): TreeNode {
    let node = this.nodes.get(key);
    if (!node) this.nodes.set(key, (node = create()));
    return node;
  }

  /** Tells the editor only what it has not been told yet: each call is a message to another process. */
  private setContext(key: string, value: boolean): void {
    if (this.contexts.get(key) === value) return;
    this.contexts.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }

  dispose(): void {
    this.disposed = true;
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

/** The same thing at another place of the tree needs an id of its own. */
function inStep(presentation: Presentation, step: string | undefined): Presentation {
  return step === undefined ? presentation : { ...presentation, id: `${step}:${presentation.id}` };
}

/** The day on which all that the lab verifies was verified. */
function labVerified(stores: Stores, lab: LabSummary): string | undefined {
  const moments = lab.verifies.flatMap((id) => stores.verifiedAt(id) ?? []);
  return moments.length === 0 || moments.length < lab.verifies.length ? undefined : dayOf(Math.max(...moments));
}

function itemState(stores: Stores, id: string): ItemState {
  const notSaved = stores.notSaved(id);
  const verified = stores.verifiedAt(id);
  return {
    done: notSaved?.done ?? stores.rollup.isDone(id),
    ...(verified === undefined ? {} : { verified: dayOf(verified) }),
    ...(notSaved ? { notSaved: notSaved.reason } : {}),
  };
}

function isSettingOn(id: string, otherwise = true): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(id, otherwise);
}

function dueTooltip(due: number): string {
  return due === 1 ? vscode.l10n.t('1 question due for review') : vscode.l10n.t('{0} questions due for review', due);
}
