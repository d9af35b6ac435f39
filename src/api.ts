import * as vscode from 'vscode';
import type { SkillKind, SkillLevel } from './core/model';
import type { Services } from './state/services';

/** What `activate()` returns to other extensions. Documented in the README; never changed incompatibly within a version. */
export interface BackendSkillsApi {
  readonly apiVersion: 1;
  readonly catalog: {
    /** All areas in learning order, each with the ids of its skills. */
    areas(): Promise<{ id: string; title: string; skills: string[] }[]>;
    /** One skill by id, or undefined when there is none. Item ids are full ids: `<pack>/<skill>/<item>`. */
    skill(
      id: string,
    ): Promise<
      | { id: string; title: string; kind: SkillKind; level: SkillLevel; items: { id: string; text: string }[] }
      | undefined
    >;
  };
  readonly progress: {
    /** Rejects when the curriculum has no such item. An id that an item had before stands for all that it has become. */
    isDone(itemId: string): Promise<boolean>;
    /** Resolves when the change is safely stored. Rejects when the curriculum has no such item, or it could not be stored. */
    setDone(itemId: string, done: boolean): Promise<void>;
    /** Fires after a change is stored, whoever made it. */
    readonly onDidChange: vscode.Event<{ itemIds: string[] }>;
  };
}

export function createApi({ stores }: Services, subscriptions: { dispose(): unknown }[]): BackendSkillsApi {
  const changed = new vscode.EventEmitter<{ itemIds: string[] }>();
  subscriptions.push(changed);
  let following = false;
  const ready = async (): Promise<Awaited<ReturnType<typeof stores>>> => {
    const opened = await stores();
    if (!following) {
      following = true;
      subscriptions.push(opened.onDidChangeProgress((itemIds) => changed.fire({ itemIds: [...itemIds] })));
    }
    return opened;
  };
  const known = async (itemId: unknown): Promise<{ opened: Awaited<ReturnType<typeof stores>>; id: string }> => {
    const opened = await ready();
    if (typeof itemId !== 'string' || opened.catalog.successors(itemId).length === 0) {
      throw new Error(
        `Backend Skills: there is no checklist item "${String(itemId)}". Full item ids look like "core/git/two-commits"; catalog.skill(id) lists them.`,
      );
    }
    return { opened, id: itemId };
  };

  return {
    apiVersion: 1,
    catalog: {
      async areas() {
        const { catalog } = await ready();
        return catalog.areas.map(({ id, title, skills }) => ({ id, title, skills: [...skills] }));
      },
      async skill(id) {
        const { catalog } = await ready();
        const skill = typeof id === 'string' ? catalog.skill(id) : undefined;
        if (!skill) return undefined;
        const { title, kind, level, items } = skill;
        return { id: skill.id, title, kind, level, items: items.map((item) => ({ id: item.id, text: item.text })) };
      },
    },
    progress: {
      async isDone(itemId) {
        const { opened, id } = await known(itemId);
        return opened.isDone(id);
      },
      async setDone(itemId, done) {
        if (typeof done !== 'boolean')
          throw new Error('Backend Skills: setDone(itemId, done) takes true or false as its second argument.');
        const { opened, id } = await known(itemId);
        await opened.setDone([id], done);
      },
      onDidChange: (listener, self, disposables) => {
        // Listening alone must hear ticks made in the tree, so the stores are followed from here on.
        void ready().catch(() => undefined);
        return changed.event(listener, self, disposables);
      },
    },
  };
}
