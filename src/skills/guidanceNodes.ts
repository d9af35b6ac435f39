import type { Catalog } from '../core/catalog';
import type { Localize } from '../core/naming';
import { pathParts, pathState, stepItems, stepSkill, stepState, type LearningPath, type PathStep } from '../core/paths';
import { commandIds } from '../ids';
import type { Guidance } from '../state/guidance';
import {
  presentGroup,
  presentNext,
  presentPath,
  presentStep,
  stepKey,
  type Presentation,
  type TreeNode,
} from './present';

type Kind<K extends TreeNode['kind']> = Extract<TreeNode, { readonly kind: K }>;

/** What stands above the areas: the next thing to do, and the path that is followed with its steps. */
export class GuidanceNodes {
  constructor(
    private readonly guidance: Guidance,
    private readonly catalog: Catalog,
    /** Gives the one object for a key, making it if there is none yet. */
    private readonly node: (key: string, create: () => TreeNode) => TreeNode,
  ) {}

  next(): TreeNode | undefined {
    return this.guidance.advice.best && this.node('next', () => ({ kind: 'next', id: 'next' }));
  }

  path(): TreeNode | undefined {
    const { followed } = this.guidance;
    return followed && this.pathNode(followed.id);
  }

  isNext(skillId: string): boolean {
    return this.guidance.advice.best?.skill === skillId;
  }

  /** Undefined for nodes of the curriculum. */
  children(node: TreeNode): TreeNode[] | undefined {
    if (node.kind === 'next') return [];
    const path = this.guidance.followed;
    if (node.kind === 'path') {
      if (path?.id !== node.id) return [];
      return pathParts(path).flatMap(({ group, steps }) =>
        group === undefined ? steps.map((step) => this.stepNode(path, step)) : this.groupNode(path, steps),
      );
    }
    if (node.kind !== 'group' && node.kind !== 'step') return undefined;
    const step = this.stepOf(node);
    if (!path || !step) return [];
    if (node.kind === 'group') return this.partOf(path, step).steps.map((inner) => this.stepNode(path, inner));
    const key = stepKey(path.id, step.id);
    return [
      ...stepItems(step, this.catalog).map((id) => this.itemNode(id, node.skill, key)),
      ...(step.lab === undefined ? [] : [this.labNode(step.lab, node.skill, key)]),
    ];
  }

  /** Undefined for nodes of the curriculum, and for the roots. */
  parent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'group') return this.pathNode(node.path);
    const path = this.guidance.followed;
    const step = this.stepOf(node);
    if (!path || !step) return undefined;
    if (node.kind !== 'step') return this.stepNode(path, step);
    const part = this.partOf(path, step);
    return part.group === undefined ? this.pathNode(path.id) : this.groupNode(path, part.steps);
  }

  present(node: Kind<'next' | 'path' | 'group' | 'step'>, l10n: Localize): Presentation | undefined {
    const { guidance, catalog } = this;
    const path = guidance.followed;
    if (node.kind === 'next') {
      const { best } = guidance.advice;
      return best && presentNext(best, guidance.whyNow(best), catalog, l10n);
    }
    if (node.kind === 'path') return path?.id === node.id ? presentPath(path, guidance.stateOf(path), l10n) : undefined;
    const step = this.stepOf(node);
    if (!path || !step) return undefined;
    if (node.kind === 'step') return presentStep(path, step, stepState(step, catalog, guidance.facts), catalog, l10n);
    const { group = '', steps } = this.partOf(path, step);
    return presentGroup(stepKey(path.id, step.id), group, pathState(steps, catalog, guidance.facts), l10n);
  }

  /** What a click on the next thing to do, or on a step, runs; undefined for nodes of the curriculum. */
  opens(node: TreeNode): { readonly command: string; readonly arguments: unknown[] } | undefined {
    if (node.kind === 'next') {
      const { best } = this.guidance.advice;
      if (!best) return undefined;
      if (best.lab !== undefined) return { command: commandIds.openLab, arguments: [best.lab] };
      if (best.kind === 'review') return { command: commandIds.review, arguments: [{ skill: best.skill }] };
      const item = best.item === undefined ? {} : { item: best.item };
      return { command: commandIds.openSkill, arguments: [{ skill: best.skill, ...item }] };
    }
    if (node.kind !== 'step') return undefined;
    const step = this.stepOf(node);
    return step?.skill === undefined
      ? { command: commandIds.openLab, arguments: [step?.lab] }
      : { command: commandIds.openSkill, arguments: [{ skill: step.skill }] };
  }

  /** The nodes of the path that show the state of an item, outermost first. */
  about(itemId: string): TreeNode[] {
    const path = this.guidance.followed;
    if (!path) return [];
    const found = pathParts(path).flatMap(({ group, steps }) => {
      const inner = steps.flatMap((step) => {
        const isItem = stepItems(step, this.catalog).includes(itemId);
        const lab = step.lab === undefined ? undefined : this.catalog.lab(step.lab);
        const isProved = lab?.verifies.includes(itemId) ?? false;
        if (!isItem && !isProved) return [];
        const node = this.stepNode(path, step);
        const key = stepKey(path.id, step.id);
        return [
          node,
          ...(isItem ? [this.itemNode(itemId, node.skill, key)] : []),
          ...(lab && isProved ? [this.labNode(lab.id, node.skill, key)] : []),
        ];
      });
      return inner.length > 0 && group !== undefined ? [this.groupNode(path, steps), ...inner] : inner;
    });
    return found.length > 0 ? [this.pathNode(path.id), ...found] : [];
  }

  /** The step of the followed path that a node is, begins with, or stands in. */
  private stepOf(node: TreeNode): PathStep | undefined {
    const path = this.guidance.followed;
    const inStep = node.kind === 'item' || node.kind === 'lab' ? node.step : undefined;
    const key = node.kind === 'step' || node.kind === 'group' ? stepKey(node.path, node.id) : inStep;
    return key === undefined ? undefined : path?.steps.find(({ id }) => stepKey(path.id, id) === key);
  }

  private partOf(path: LearningPath, step: PathStep): { readonly group?: string; readonly steps: readonly PathStep[] } {
    const part = pathParts(path).find(({ steps }) => steps.includes(step));
    return { steps: part?.steps ?? [], ...(part?.group === undefined ? {} : { group: part.group }) };
  }

  private pathNode(id: string): TreeNode {
    return this.node(`path:${id}`, () => ({ kind: 'path', id }));
  }

  /** @param steps those under the heading. */
  private groupNode(path: LearningPath, [first]: readonly PathStep[]): TreeNode {
    const id = first?.id ?? '';
    return this.node(`group:${stepKey(path.id, id)}`, () => ({ kind: 'group', id, path: path.id }));
  }

  private stepNode(path: LearningPath, step: PathStep): Kind<'step'> {
    const skill = stepSkill(step, this.catalog) ?? '';
    const made = { kind: 'step', id: step.id, path: path.id, skill } as const;
    const node = this.node(`step:${stepKey(path.id, step.id)}`, () => made);
    return node.kind === 'step' ? node : made;
  }

  private itemNode(id: string, skill: string, step: string): TreeNode {
    return this.node(`step-item:${step}:${id}`, () => ({ kind: 'item', id, skill, step }));
  }

  private labNode(id: string, skill: string, step: string): TreeNode {
    return this.node(`step-lab:${step}:${id}`, () => ({ kind: 'lab', id, skill, step }));
  }
}
