import * as vscode from 'vscode';
import { toSkillReference, type SkillReference } from '../core/reference';
import { commandIds, panelTypes } from '../ids';
import { ExpectedError, isExpected, messageOf } from '../platform/errors';
import { firstColumn } from '../platform/singlePanel';
import { unknownSkill } from '../platform/unknownSkill';
import { tabIcon, webviewOptions } from '../platform/webviewPage';
import { noteFocus, parsePanelState, questionFocus } from '../protocol/skill';
import type { Services } from '../state/services';
import type { Stores } from '../state/stores';
import { SkillPanel } from './skillPanel';

/** What the page is to bring into view. */
function focusOf({ item, section, question, note }: SkillReference): string | undefined {
  return item ?? section ?? (question === undefined ? (note ? noteFocus : undefined) : questionFocus(question));
}

/** Keeps one panel that is reused, and those opened to the side. */
export class PanelManager implements vscode.Disposable {
  private main: SkillPanel | undefined;
  private readonly panels = new Set<SkillPanel>();

  constructor(
    private readonly stores: Stores,
    private readonly services: Services,
  ) {}

  /** Opens what a command's argument names, or asks for a skill. */
  async open(argument: unknown, toSide: boolean): Promise<void> {
    const reference = toSkillReference(argument);
    if (!reference) {
      await vscode.commands.executeCommand(
        commandIds.search,
        toSide ? commandIds.openSkillToSide : commandIds.openSkill,
      );
      return;
    }
    const skill = this.stores.catalog.resolve(reference.skill);
    if (!skill) throw unknownSkill(reference.skill);
    const focus = focusOf(reference);
    if (toSide) {
      await this.create(vscode.ViewColumn.Beside, skill.title).open(skill.id, focus);
      return;
    }
    if (this.main) this.main.panel.reveal(undefined, false);
    else this.main = this.create(firstColumn(), skill.title);
    await this.main.open(skill.id, focus);
  }

  /** Gives a panel of an earlier window its page back. One that cannot be restored says so and stays usable. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const restored = this.adopt(panel);
    this.main ??= restored;
    try {
      const parsed = parsePanelState(state);
      if (!parsed)
        throw new ExpectedError(
          vscode.l10n.t('The page that was open here is not known any more. Choose a skill in the Skills view.'),
        );
      await restored.restore(parsed.history, parsed.position);
    } catch (error) {
      if (!isExpected(error)) this.services.log.error(error, 'Restoring a skill page');
      restored.fail(messageOf(error));
    }
  }

  private create(column: vscode.ViewColumn, title: string): SkillPanel {
    const options = { ...webviewOptions(this.services.extensionUri), enableFindWidget: true };
    return this.adopt(vscode.window.createWebviewPanel(panelTypes.skill, title, column, options));
  }

  private adopt(panel: vscode.WebviewPanel): SkillPanel {
    panel.iconPath = tabIcon(this.services.extensionUri, 'skill');
    const created = new SkillPanel(panel, this.stores, this.services, {
      openToSide: (skill) => void vscode.commands.executeCommand(commandIds.openSkillToSide, skill),
    });
    this.panels.add(created);
    created.onDidDispose(() => {
      this.panels.delete(created);
      if (this.main === created) this.main = undefined;
    });
    return created;
  }

  dispose(): void {
    for (const panel of [...this.panels]) panel.dispose();
  }
}
