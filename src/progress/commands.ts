import * as vscode from 'vscode';
import { noteFile, type NoteImport } from '../core/notes';
import { datable, momentOf } from '../core/progress';
import {
  decodeProgress,
  encodeProgress,
  progressReport,
  type Answers,
  type NoteTexts,
  type Practised,
  type ReportWords,
  type Verified,
} from '../core/progressFile';
import { toSkillReference } from '../core/reference';
import { plainText } from '../core/text';
import { commandIds } from '../ids';
import { dayOf } from '../platform/dates';
import { ExpectedError, messageOf } from '../platform/errors';
import { saveAs } from '../platform/files';
import type { Notes, NoteText } from '../state/notes';
import type { Stores } from '../state/stores';

/** The reader's notes by name, and the files that could not be read or are too large. */
async function allNotes(notes: Notes): Promise<{
  readonly found: readonly NoteText[];
  readonly texts: ReadonlyMap<string, string>;
  readonly left: readonly string[];
}> {
  const { notes: found, left } = await notes.readAll();
  const texts = new Map<string, string>();
  const names = new Set(found.map(({ file }) => file));
  for (const { file, skill, today, imported, text } of found) {
    // A skill that was renamed is called by its name of today, unless there is another note of that name.
    const name = imported === undefined && !names.has(noteFile(today)) ? today : file.slice(0, -'.md'.length);
    texts.set(texts.has(name) ? skill : name, text);
  }
  return { found, texts, left: left.map(({ file }) => file) };
}

/** Writes everything that is practised, and the notes, into a file of the reader's choice. */
export async function exportProgress(stores: Stores, notes: Notes): Promise<void> {
  const practised = stores.practised();
  const { texts, left } = await allNotes(notes);
  const uri = await saveAs(
    'backend-skills-progress.json',
    'JSON',
    'json',
    encodeProgress(practised, stores.verified(), answersOf(stores), texts),
  );
  if (!uri) return;
  if (left.length > 0)
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        '{0} notes are too large or cannot be read, and are not in the export: {1}. Copy their files.',
        left.length,
        left.slice(0, 10).join(', '),
      ),
    );
  const show = vscode.l10n.t('Open');
  const choice = await vscode.window.showInformationMessage(
    texts.size === 0
      ? practised.size === 1
        ? vscode.l10n.t('1 practised item exported.')
        : vscode.l10n.t('{0} practised items exported.', practised.size)
      : vscode.l10n.t('{0} practised items and {1} notes exported.', practised.size, texts.size),
    show,
  );
  if (choice === show) await vscode.window.showTextDocument(uri);
}

function answersOf(stores: Stores): Answers {
  return new Map([...stores.reviews.all()].map(([id, list]) => [id, list.map((one) => [momentOf(one), one.grade])]));
}

/** Opens a report of the progress as Markdown, to be read, saved or sent. */
export async function openReport(stores: Stores, notes: Notes): Promise<void> {
  const { t } = vscode.l10n;
  const { found } = await allNotes(notes);
  const texts = new Map<string, string>();
  for (const { today, text } of found) texts.set(today, texts.has(today) ? `${texts.get(today)!}\n\n${text}` : text);
  const words: ReportWords = {
    title: t('What I have practised'),
    total: (done, total) => t('{0} of {1} practised', done, total),
    retired: t('No longer in the curriculum'),
    verified: (date) => t('verified on {0}', date),
    date: dayOf,
    note: t('My note:'),
    otherNotes: t('Notes on skills that are no longer in the curriculum'),
  };
  const content = progressReport(stores.catalog, stores.practised(), stores.verified(), words, texts);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language: 'markdown' }));
}

/** The rows that stand for all that labs have verified, and for all answers to questions; no item has such ids. */
const provenId = 'verified';
const answeredId = 'reviews';

interface ImportPick extends vscode.QuickPickItem {
  /** Empty for notes. */
  readonly id: string;
  readonly note?: NoteImport;
}

/**
 * Merges an export in: shows what would be ticked and written, and does what the reader leaves chosen. Nothing is ever unticked, and no
 * note is written over.
 */
export async function importProgress(stores: Stores, notes: Notes, argument: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const [uri] =
    argument instanceof vscode.Uri
      ? [argument]
      : ((await vscode.window.showOpenDialog({ title: t('Import Progress'), filters: { JSON: ['json'] } })) ?? []);
  if (!uri) return;
  const { practised, verified, answers, notes: texts } = await readExport(uri);
  const noted = await notes.planImport(texts);
  const proofs = newProofs(stores, verified);
  const news = [...practised.keys()].filter((id) => !stores.isDone(id)).sort();
  const given = stores.reviews.unknown(answers);
  if (news.length === 0 && proofs.size === 0 && given.length === 0 && noted.length === 0) {
    void vscode.window.showInformationMessage(t('Everything in this file is practised already. Nothing was changed.'));
    return;
  }
  const picks = news.map((id): ImportPick => {
    const item = stores.catalog.item(id);
    const date = practised.get(id);
    return {
      id,
      label: item ? plainText(item.text) : id,
      description: stores.catalog.skillOfItem(id)?.title ?? (item ? '' : t('no longer in the curriculum')),
      ...(date ? { detail: t('Practised on {0}', dayOf(date)) } : {}),
      picked: true,
    };
  });
  const sealed = new Set([...proofs.values()].flat()).size;
  if (sealed > 0)
    picks.push({
      id: provenId,
      label: `$(verified) ${sealed === 1 ? t('1 item that a lab has verified') : t('{0} items that labs have verified', sealed)}`,
      picked: true,
    });
  if (given.length > 0) {
    const questions = new Set(given.map(({ id }) => id)).size;
    picks.push({
      id: answeredId,
      label: `$(history) ${t('{0} answers to {1} questions of the review', given.length, questions)}`,
      picked: true,
    });
  }
  for (const note of noted)
    picks.push({
      id: '',
      note,
      label: `$(note) ${t('Note: {0}', stores.catalog.resolve(note.skill)?.title ?? note.skill)}`,
      description: note.beside ? t('yours is different and stays; kept beside it') : t('new'),
      detail: note.file,
      picked: true,
    });
  const chosen = await vscode.window.showQuickPick(picks, {
    title:
      noted.length === 0
        ? news.length === 1
          ? t('Import Progress: 1 item will be ticked')
          : t('Import Progress: {0} items will be ticked', news.length)
        : t('Import Progress: {0} items will be ticked, {1} notes added', news.length, noted.length),
    placeHolder: t('Clear the marks of what is not to be ticked. Nothing is unticked.'),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (!chosen || chosen.length === 0) return;
  const picked = new Set(chosen.map(({ id }) => id));
  const changed = await stores.setDone(
    [...picked].filter((id) => id !== '' && id !== provenId && id !== answeredId),
    true,
  );
  if (picked.has(answeredId)) await stores.reviews.bring(given);
  if (picked.has(provenId)) for (const [lab, ids] of proofs) await stores.verify(ids, lab);
  const plan = chosen.flatMap(({ note }) => note ?? []);
  if (plan.length === 0) {
    void vscode.window.showInformationMessage(
      changed.length === 1 ? t('1 item ticked.') : t('{0} items ticked.', changed.length),
    );
    return;
  }
  const written = await notes.import(plan);
  const show = t('Show All Notes');
  void vscode.window
    .showInformationMessage(t('{0} items ticked, {1} notes added.', changed.length, written), show)
    .then((choice) => {
      if (choice === show) void vscode.commands.executeCommand(commandIds.listNotes);
    });
}

/** Lab id → the items of the export that are not verified by it here. */
function newProofs(stores: Stores, verified: Verified): ReadonlyMap<string, readonly string[]> {
  const known = stores.verified();
  const news = new Map<string, string[]>();
  for (const [id, labs] of verified)
    for (const lab of labs.keys()) if (!known.get(id)?.has(lab)) news.set(lab, [...(news.get(lab) ?? []), id]);
  return news;
}

async function readExport(uri: vscode.Uri): Promise<{
  readonly practised: Practised;
  readonly verified: Verified;
  readonly answers: Answers;
  readonly notes: NoteTexts;
}> {
  const name = uri.path.split('/').at(-1) ?? uri.path;
  let text: string;
  try {
    text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    throw new ExpectedError(vscode.l10n.t('{0} could not be read: {1}', name, messageOf(error)));
  }
  const { practised, verified, answers, notes, problems } = decodeProgress(text, name);
  if (!practised)
    throw new ExpectedError(vscode.l10n.t('{0} is not an export of Backend Skills. {1}', name, problems[0] ?? ''));
  if (problems.length > 0)
    void vscode.window.showWarningMessage(
      problems.length === 1
        ? vscode.l10n.t('1 entry could not be read and is left out: {0}', problems[0] ?? '')
        : vscode.l10n.t('{0} entries could not be read and are left out: {1}', problems.length, problems[0] ?? ''),
    );
  return { practised, verified, answers, notes };
}

/** Shows every act on an item that is known, newest first. */
export async function showHistory(stores: Stores, argument: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const id = toSkillReference(argument)?.item ?? (await pickItem(stores));
  if (id === undefined) return;
  const item = stores.catalog.item(id);
  const acts = (await stores.history(id)).toReversed();
  const moment = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' });
  const words = {
    tick: t('Ticked'),
    untick: t('Unticked'),
    verify: t('Verified by a lab'),
    reset: t('All progress cleared'),
  };
  const icons = {
    tick: '$(check)',
    untick: '$(circle-large-outline)',
    verify: '$(verified)',
    reset: '$(clear-all)',
  };
  const shown: vscode.QuickPickItem[] =
    acts.length === 0
      ? [{ label: t('Nothing has been done with this item yet.') }]
      : acts.flatMap(({ kind, at }) =>
          kind in words
            ? {
                label: `${icons[kind as keyof typeof icons]} ${words[kind as keyof typeof words]}`,
                description: moment.format(datable(at[0])),
              }
            : [],
        );
  await vscode.window.showQuickPick(shown, {
    title: t('History: {0}', item ? plainText(item.text) : id),
    placeHolder: t('Newest first'),
  });
}

async function pickItem(stores: Stores): Promise<string | undefined> {
  const { catalog } = stores;
  const picks = [...stores.practised()]
    .sort(([, a], [, b]) => b - a)
    .map(([id]) => ({
      id,
      label: plainText(catalog.item(id)?.text ?? id),
      description: catalog.skillOfItem(id)?.title ?? '',
    }));
  const choice = await vscode.window.showQuickPick(picks, {
    title: vscode.l10n.t('Show Progress History'),
    placeHolder: vscode.l10n.t('Choose an item that you have practised; newest first'),
    matchOnDescription: true,
  });
  return choice?.id;
}

/** Takes back the last change of this window: exactly the items that it changed. */
export async function undo(stores: Stores): Promise<void> {
  const { lastChange } = stores;
  if (!lastChange) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing has been ticked in this window that could be undone.'),
    );
    return;
  }
  const { t } = vscode.l10n;
  const { length: count } = await stores.setDone(lastChange.ids, !lastChange.done);
  const told = lastChange.done
    ? count === 1
      ? t('Undone: 1 item unticked.')
      : t('Undone: {0} items unticked.', count)
    : count === 1
      ? t('Undone: 1 item ticked again.')
      : t('Undone: {0} items ticked again.', count);
  void vscode.window.showInformationMessage(told);
}

/** Clears everything after asking, and keeps an export of what there was, from which it can be brought back. */
export async function resetProgress(stores: Stores, storage: vscode.Uri): Promise<void> {
  const { t } = vscode.l10n;
  const practised = stores.practised();
  const verified = stores.verified();
  const answers = answersOf(stores);
  if (practised.size === 0 && verified.size === 0 && answers.size === 0) {
    void vscode.window.showInformationMessage(t('Nothing is ticked, so there is nothing to clear.'));
    return;
  }
  const clear = t('Clear Everything');
  const answer = await vscode.window.showWarningMessage(
    t('Clear all progress?'),
    {
      modal: true,
      detail: t(
        'All {0} practised items are unticked, and all answers of the review forgotten, here and on every machine that you sync with. An export of them is saved first; importing it brings them back.',
        practised.size,
      ),
    },
    clear,
  );
  if (answer !== clear) return;
  const name = `before-reset-${new Date().toISOString().replace(/[:.]/g, '-')}.json`;
  const file = vscode.Uri.joinPath(storage, 'exports', name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(encodeProgress(practised, verified, answers)));
  await stores.reset();
  const restore = t('Bring Back');
  const show = t('Open Export');
  void vscode.window
    .showInformationMessage(t('All progress was cleared. What there was is kept in {0}.', name), restore, show)
    .then(async (choice) => {
      if (choice === restore) await vscode.commands.executeCommand(commandIds.importProgress, file);
      if (choice === show) await vscode.window.showTextDocument(file);
    });
}
