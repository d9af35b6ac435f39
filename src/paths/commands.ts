import * as vscode from 'vscode';
import type { Catalog } from '../core/catalog';
import { durationText, reasonText, suggestionTitle } from '../core/guidanceText';
import { kindIcons } from '../core/naming';
import type { LearningPath } from '../core/paths';
import type { Suggestion } from '../core/recommend';
import { commandIds, viewIds } from '../ids';
import { showError } from '../platform/commands';
import type { Log } from '../platform/log';
import type { Guidance } from '../state/guidance';

interface PathPick extends vscode.QuickPickItem {
  /** Undefined: follow none any more. */
  readonly path?: string;
}

/** Follows the path that the argument names; asks when it names none. */
export async function followPath(guidance: Guidance, argument: unknown): Promise<void> {
  if (typeof argument === 'string' && argument.trim() !== '') {
    await guidance.follow(argument.trim());
    return;
  }
  const { t } = vscode.l10n;
  const { followed } = guidance;
  const paths = await guidance.paths();
  const stop: PathPick[] = followed
    ? [{ label: '', kind: vscode.QuickPickItemKind.Separator }, { label: `$(circle-slash) ${t('Follow no path')}` }]
    : [];
  const choice = await vscode.window.showQuickPick<PathPick>(
    [...paths.map((path) => pathPick(guidance, path)), ...stop],
    {
      title: t('Follow a Path'),
      placeHolder: followed
        ? t('You follow {0}; what you have ticked stays when you change', followed.title)
        : t('Choose a path; what you have ticked already counts'),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (!choice) return;
  await guidance.follow(choice.path);
  // Whoever has chosen one wants to see its steps.
  if (choice.path !== undefined) await vscode.commands.executeCommand(`${viewIds.skills}.focus`);
}

function pathPick(guidance: Guidance, path: LearningPath): PathPick {
  const { l10n } = vscode;
  const { done, total, minutes } = guidance.stateOf(path);
  const isFollowed = guidance.followed?.id === path.id;
  const progress =
    done > 0 || isFollowed ? [l10n.t('{0} of {1} steps done', done, total)] : [l10n.t('{0} steps', total)];
  return {
    label: `${isFollowed ? '$(check)' : '$(milestone)'} ${path.title}`,
    description: [durationText(minutes, l10n), ...progress, ...(isFollowed ? [l10n.t('you follow it')] : [])].join(
      ' · ',
    ),
    detail: `${path.summary} ${path.audience}`,
    path: path.id,
  };
}

/** Stops following, and offers to take that back. */
export async function stopFollowing(guidance: Guidance, log: Log): Promise<void> {
  const { t } = vscode.l10n;
  const { followed } = guidance;
  if (!followed) {
    void vscode.window.showInformationMessage(t('You follow no path.'));
    return;
  }
  await guidance.follow(undefined);
  const undo = t('Undo');
  // Not awaited: the command is done, the offer stays open.
  void vscode.window
    .showInformationMessage(t('You no longer follow {0}. What you have ticked stays.', followed.title), undo)
    .then((choice) => (choice === undo ? guidance.follow(followed.id) : undefined))
    .then(undefined, (error: unknown) => showError(log, error, 'Following a path'));
}

type NextPick = vscode.QuickPickItem &
  (
    { readonly open: Suggestion } | { readonly act: 'not-now' | 'choose-path' | 'bring-back' } | { readonly none: true }
  );

/** Shows what is worth doing next, with two others; what is put off gives way to another at once. */
export async function whatNext(guidance: Guidance, catalog: Catalog): Promise<void> {
  const { t } = vscode.l10n;
  const picker = vscode.window.createQuickPick<NextPick>();
  const later: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('calendar'), tooltip: t('Not now') };
  picker.title = t('What Next');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  const paint = (): void => {
    const { best } = guidance.advice;
    picker.placeholder = best
      ? t('Choose what to do; Not now puts the first suggestion off for a week')
      : t('Nothing is left to suggest');
    picker.items = picksFor(guidance, catalog, later);
    const [first] = picker.items;
    if (first) picker.activeItems = [first];
  };
  const putOff = async (suggestion: Suggestion): Promise<void> => {
    await guidance.putOff(suggestion);
    picker.value = '';
  };
  const listener = guidance.onDidChangeAdvice(paint);
  paint();
  try {
    const chosen = await new Promise<NextPick | undefined>((resolve, reject) => {
      picker.onDidTriggerItemButton(({ item }) => {
        if ('open' in item) putOff(item.open).catch(reject);
      });
      picker.onDidAccept(() => {
        const [pick] = picker.selectedItems;
        if (!pick || 'none' in pick) return;
        const { best } = guidance.advice;
        if ('act' in pick && pick.act === 'not-now') {
          if (best) putOff(best).catch(reject);
        } else if ('act' in pick && pick.act === 'bring-back') guidance.bringBack().catch(reject);
        else resolve(pick);
      });
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
    if (chosen && 'open' in chosen) await open(chosen.open);
    else if (chosen) await vscode.commands.executeCommand(commandIds.followPath);
  } finally {
    listener.dispose();
    picker.dispose();
  }
}

function picksFor(guidance: Guidance, catalog: Catalog, later: vscode.QuickInputButton): NextPick[] {
  const { t } = vscode.l10n;
  const { best, alternatives } = guidance.advice;
  const separator = (label: string): NextPick => ({ label, kind: vscode.QuickPickItemKind.Separator, none: true });
  const pick = (suggestion: Suggestion): NextPick => {
    const kind = catalog.skill(suggestion.skill)?.kind ?? 'concept';
    const icon = suggestion.lab === undefined ? `$(${kindIcons[kind]})` : '$(beaker)';
    return {
      label: `${icon} ${suggestionTitle(suggestion, catalog, vscode.l10n)}`,
      description: durationText(suggestion.minutes, vscode.l10n),
      detail: [reasonText(suggestion, catalog, vscode.l10n), guidance.whyNow(suggestion)].filter(Boolean).join(' '),
      buttons: [later],
      open: suggestion,
    };
  };
  const away = guidance.putOffCount;
  return [
    ...(best ? [pick(best)] : [{ label: `$(pass) ${t('Everything is practised or put off')}`, none: true } as const]),
    ...(alternatives.length > 0 ? [separator(t('or')), ...alternatives.map(pick)] : []),
    separator(''),
    ...(best
      ? [
          {
            label: `$(calendar) ${t('Not now')}`,
            description: t('another instead of {0}', suggestionTitle(best, catalog, vscode.l10n)),
            act: 'not-now',
          } as const,
        ]
      : []),
    ...(away > 0
      ? [
          {
            label: `$(history) ${t('Bring back what was put off')}`,
            description: String(away),
            act: 'bring-back',
          } as const,
        ]
      : []),
    {
      label: `$(milestone) ${guidance.followed ? t('Choose another path') : t('Choose a path')}`,
      ...(guidance.followed ? { description: t('you follow {0}', guidance.followed.title) } : {}),
      act: 'choose-path',
    },
  ];
}

/** Puts off the first suggestion for a week; the tree and the status bar show another at once. */
export async function notNow(guidance: Guidance, catalog: Catalog): Promise<void> {
  const { t } = vscode.l10n;
  const { best } = guidance.advice;
  if (!best) {
    void vscode.window.showInformationMessage(t('Nothing is left to suggest.'));
    return;
  }
  await guidance.putOff(best);
  const next = guidance.advice.best;
  vscode.window.setStatusBarMessage(
    next
      ? t('Put off for a week. Next: {0}', suggestionTitle(next, catalog, vscode.l10n))
      : t('Put off for a week. Nothing else is left to suggest.'),
    5000,
  );
}

async function open({ kind, skill, lab, item }: Suggestion): Promise<void> {
  if (lab !== undefined) await vscode.commands.executeCommand(commandIds.openLab, lab);
  else if (kind === 'review') await vscode.commands.executeCommand(commandIds.review, { skill });
  else await vscode.commands.executeCommand(commandIds.openSkill, { skill, ...(item === undefined ? {} : { item }) });
}
