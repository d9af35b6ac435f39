import * as vscode from 'vscode';
import { plainText } from '../core/text';
import type { Stores } from '../state/stores';

/** Takes back the last answer of this window while no review is open, such as one that an assistant has recorded; false when there is none. */
export async function undoGiven({ reviews, catalog, packs }: Stores): Promise<boolean> {
  const last = reviews.lastGiven();
  if (!last) return false;
  await reviews.withdraw(last.card, last.at);
  const skill = catalog.skillOfCard(last.card);
  const questions = skill
    ? await packs.body(skill.id).then(
        (body) => body.questions,
        () => [],
      )
    : [];
  const question = questions.find(({ id }) => id === last.card)?.question;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Undone: the answer to “{0}”.', question === undefined ? last.card : plainText(question)),
  );
  return true;
}
