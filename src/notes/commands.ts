import * as vscode from 'vscode';
import { isRecord } from '../core/guards';
import { toSkillReference } from '../core/reference';
import { commandIds } from '../ids';
import { dayName, dayOf } from '../platform/dates';
import { ExpectedError } from '../platform/errors';
import { unknownSkill } from '../platform/unknownSkill';
import { notesFolder, placeName, type Note } from '../state/notes';
import type { Services } from '../state/services';

/** Opens the note on a skill beside the page, as an ordinary editor. Asks for the skill when the argument names none. */
export async function openNote(services: Services, argument: unknown): Promise<void> {
  const reference = toSkillReference(argument);
  if (!reference) {
    // A note of a skill that the curriculum no longer has is known by its file only.
    const file = isRecord(argument) ? argument['note'] : undefined;
    if (typeof file === 'string') await openFile(services, file);
    else await vscode.commands.executeCommand(commandIds.search, commandIds.openNote);
    return;
  }
  const { catalog } = await services.stores();
  const skill = catalog.resolve(reference.skill);
  if (!skill) throw unknownSkill(reference.skill);
  const { uri, fresh } = await (await services.notes()).ensure(skill);
  await show(uri, fresh);
}

async function openFile(services: Services, file: string): Promise<void> {
  const note = (await (await services.notes()).list()).find((known) => known.file === file);
  if (!note) throw new ExpectedError(vscode.l10n.t('The note {0} is not there any more.', file));
  await show(note.uri);
}

/** @param atEnd puts the cursor behind what is there. */
async function show(uri: vscode.Uri, atEnd = false): Promise<void> {
  // Where it is open already it is only brought forward.
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  );
  const document = await vscode.workspace.openTextDocument(uri);
  const { end } = document.lineAt(document.lineCount - 1).range;
  await vscode.window.showTextDocument(document, {
    viewColumn: group?.viewColumn ?? vscode.ViewColumn.Beside,
    preview: false,
    // From the start: who types at once must not find the cursor elsewhere.
    ...(atEnd ? { selection: new vscode.Range(end, end) } : {}),
  });
}

/** Lists all notes, also those of skills that the curriculum no longer has, and opens one. */
export async function listNotes(services: Services): Promise<void> {
  const { t } = vscode.l10n;
  const store = await services.notes();
  const { notes, left } = await store.readAll();
  const all: readonly Note[] = [...notes, ...left];
  if (all.length === 0) {
    const add = t('Add a Note');
    const choice = await vscode.window.showInformationMessage(t('There are no notes yet.'), add);
    if (choice === add) await vscode.commands.executeCommand(commandIds.openNote);
    return;
  }
  const { catalog } = await services.stores();
  const place = new Map(catalog.skills.map(({ id }, at) => [id, at]));
  const sorted = [...all].sort(
    (a, b) => (place.get(a.today) ?? 0) - (place.get(b.today) ?? 0) || (a.file < b.file ? -1 : 1),
  );
  const pick = (note: Note): vscode.QuickPickItem & { readonly note: Note } => ({
    note,
    label: `$(note) ${note.title}`,
    description: note.imported === undefined ? dayOf(note.changed) : t('imported on {0}', dayName(note.imported)),
    detail: note.file,
  });
  const separator = (label: string): vscode.QuickPickItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const [current, gone] = [sorted.filter(({ known }) => known), sorted.filter(({ known }) => !known)];
  const chosen = await vscode.window.showQuickPick(
    [
      ...current.map(pick),
      ...(gone.length === 0 ? [] : [separator(t('No longer in the curriculum')), ...gone.map(pick)]),
    ],
    {
      title: t('Notes'),
      placeHolder:
        all.length === 1
          ? t('1 note in {0}', placeName(store.folder))
          : t('{0} notes in {1}', all.length, placeName(store.folder)),
      matchOnDetail: true,
    },
  );
  if (chosen && 'note' in chosen) await show((chosen as { readonly note: Note }).note.uri);
}

/** After the setting has changed: offers to copy the notes of the former folder. They stay there too. */
export async function offerCopy(services: Services, former: unknown): Promise<void> {
  const { t } = vscode.l10n;
  // Another window of the same reader is the one in which the setting was changed.
  if (!vscode.window.state.focused) return;
  const store = await services.notes();
  let source: vscode.Uri;
  try {
    source = notesFolder(former, services.storageUri);
  } catch {
    // Nothing can be there.
    return;
  }
  const { folder } = store;
  // Tells at once when it cannot be used.
  await store.list(folder);
  const count = await store.missingFrom(source);
  if (count === 0) return;
  const copy = t('Copy Notes');
  const choice = await vscode.window.showInformationMessage(
    count === 1
      ? t(
          'Notes are now kept in {0}. Copy your note there from {1}? It stays there too.',
          placeName(folder),
          placeName(source),
        )
      : t(
          'Notes are now kept in {0}. Copy your {1} notes there from {2}? They stay there too.',
          placeName(folder),
          count,
          placeName(source),
        ),
    copy,
    t('Not Now'),
  );
  if (choice !== copy) return;
  const { copied, failed } = await store.copyFrom(source);
  if (failed.length > 0)
    throw new ExpectedError(
      failed.length === 1
        ? t('1 note could not be copied and is still in {0}: {1}', placeName(source), failed.join())
        : t(
            '{0} notes could not be copied and are still in {1}: {2}',
            failed.length,
            placeName(source),
            failed.slice(0, 10).join(', '),
          ),
      { label: t('Show Log'), command: commandIds.showLog },
    );
  void vscode.window.showInformationMessage(
    copied === 1
      ? t('1 note copied to {0} and compared. The old one is still in {1}.', placeName(folder), placeName(source))
      : t(
          '{0} notes copied to {1} and compared. The old ones are still in {2}.',
          copied,
          placeName(folder),
          placeName(source),
        ),
  );
}
