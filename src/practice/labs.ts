import * as vscode from 'vscode';
import { isRecord } from '../core/guards';
import type { LabLanguage, LabSummary } from '../core/lab';
import { isServer, languageNames, mainFiles, needsPrograms } from '../core/labNames';
import { levelName } from '../core/naming';
import { safePath } from '../core/scaffold';
import { clip, plainText } from '../core/text';
import { commandIds, contextKeys, settingIds } from '../ids';
import { showError } from '../platform/commands';
import { ExpectedError } from '../platform/errors';
import { canStartPrograms } from '../platform/programs.node';
import type { Services } from '../state/services';
import type { Stores } from '../state/stores';
import type { Engine, RuntimeState } from './engine';
import { isInside, keyOf, LabFolders, type LabFolder } from './folders';
import { LabTests, mainFileOf, type Obstacle } from './labTests';
import { filesIn, makeFolder, occupied, placeIn, replaceFolder } from './scaffold';
import { slowly } from './slowly';
import { solutionScheme } from './solution';

/** Lab → how many hints were asked for. */
const hintsKey = 'labs.hints';
/** A lab that was made in a folder which was then to be opened. */
const openNextKey = 'labs.openNext';
/** An order to open is good for so long, in milliseconds. */
const openNextFor = 5 * 60_000;
/** The editor says within this time that a terminal has closed, in milliseconds; what waits for it goes on then at the latest. */
const closingFor = 5000;
/** What a compiler says first is what helps; a message has no room for all of it. UTF-16 code units. */
const longestProblem = 400;

/** What the rest of the window looks like to the labs, so that tests can say it. */
export interface Surroundings {
  readonly isTrusted: () => boolean;
  readonly canStartPrograms: boolean;
  readonly engine: () => Promise<Engine>;
  /** Opens the page of a lab. */
  readonly openPage: (lab: string) => Promise<void>;
}

/** Labs of this window: where they stand, what their checks say, and what the learner can do with them. */
export class Labs implements vscode.Disposable {
  readonly folders: LabFolders;
  readonly tests: LabTests;
  private readonly changed = new vscode.EventEmitter<string>();
  /** Fires with the id of a lab that looks different now. */
  readonly onDidChange = this.changed.event;
  private readonly disposables: readonly { dispose(): void }[];
  /** Lab → where it was last worked on. */
  private readonly latest = new Map<string, string>();
  private terminals = new Map<string, vscode.Terminal>();
  private inLab: boolean | undefined;

  constructor(
    readonly stores: Stores,
    private readonly services: Services,
    private readonly surroundings: Surroundings,
  ) {
    const { packs } = stores;
    this.folders = new LabFolders(stores.catalog);
    this.tests = new LabTests({
      folders: this.folders,
      lab: (id) => packs.lab(id),
      seed: (id) => this.seed(id),
      obstacle: (folder) => this.obstacle(folder),
      run: async (run) => (await surroundings.engine()).run(run),
      passed: (folder) => this.passed(folder),
      failed: (error, context) => this.services.log.error(error, context),
    });
    this.disposables = [
      this.folders,
      this.tests,
      this.changed,
      this.tests.onDidChange(({ lab }) => this.changed.fire(lab.id)),
      this.folders.onDidChange(() => {
        for (const lab of stores.catalog.labs) this.changed.fire(lab.id);
        this.announce();
      }),
      stores.onDidChangeProgress((ids) => {
        const about = new Set(ids);
        for (const lab of stores.catalog.labs) if (lab.verifies.some((id) => about.has(id))) this.changed.fire(lab.id);
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.announce()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        for (const lab of stores.catalog.labs) this.changed.fire(lab.id);
      }),
      vscode.window.onDidCloseTerminal((closed) => {
        for (const [key, terminal] of this.terminals) if (terminal === closed) this.terminals.delete(key);
      }),
    ];
    this.announce();
  }

  // ---------- what a lab looks like ----------

  /** The folder of a lab that is meant now: that of the active editor, the last one worked on, or any. */
  folderOf(lab: string): LabFolder | undefined {
    const mine = this.folders.all.filter((folder) => folder.lab.id === lab);
    const active = this.activeFolder();
    return (
      mine.find((folder) => folder === active) ?? mine.find(({ uri }) => keyOf(uri) === this.latest.get(lab)) ?? mine[0]
    );
  }

  hintsShown(lab: LabSummary): number {
    return Math.max(0, this.services.memento.get<Record<string, number>>(hintsKey, {})[lab.id] ?? 0);
  }

  /** Why nothing of the lab can be started here; undefined when it can. Programs are not looked for. */
  hindrance(lab: LabSummary): string | undefined {
    if (needsPrograms(lab.kind) && !this.surroundings.canStartPrograms)
      return vscode.l10n.t(
        'This lab runs programs, which a browser cannot do. It needs VS Code on the desktop or connected to a server; labs in SQL work here too.',
      );
    if (!this.surroundings.isTrusted())
      return vscode.l10n.t('Labs run what is in the folder, so they need a workspace that you trust.');
    return undefined;
  }

  private activeFolder(): LabFolder | undefined {
    const editor = vscode.window.activeTextEditor;
    const folder = editor && this.folders.of(editor.document.uri);
    if (folder) this.latest.set(folder.lab.id, keyOf(folder.uri));
    return folder;
  }

  private announce(): void {
    const inLab = this.activeFolder() !== undefined;
    if (inLab === this.inLab) return;
    this.inLab = inLab;
    void vscode.commands.executeCommand('setContext', contextKeys.inLab, inLab);
  }

  // ---------- starting ----------

  /** *Start Lab*: asks what is not said, makes the folder and opens code and brief side by side. */
  async start(argument: unknown): Promise<LabFolder | undefined> {
    const lab = await this.askLab(argument, vscode.l10n.t('Start Lab'));
    if (!lab) return undefined;
    this.refuseIfHindered(lab);
    const language = languageIn(argument, lab) ?? (await this.askLanguage(lab));
    if (!language) return undefined;
    const root = await this.askRoot();
    if (!root) return undefined;
    const within = vscode.workspace.getConfiguration(undefined, root.uri).get<string>(settingIds.labFolder) ?? '';
    const uri = await placeIn(root.uri, ...(within === '' ? [] : [within]), lab.id, language);
    const found = await occupied(uri, lab.id, language);
    if (found === 'other')
      throw new ExpectedError(
        vscode.l10n.t(
          '{0} holds something else, which is not touched. Rename it, or set another folder for labs.',
          vscode.workspace.asRelativePath(uri),
        ),
        {
          label: vscode.l10n.t('Open Settings'),
          command: 'workbench.action.openSettings',
          args: [settingIds.labFolder],
        },
      );
    const folder: LabFolder = { uri, lab, language };
    if (found === 'lab') {
      const open = vscode.l10n.t('Open It');
      const anew = vscode.l10n.t('Start Anew');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('"{0}" in {1} is there already.', lab.title, languageNames[language]),
        { modal: true, detail: vscode.l10n.t('Starting anew puts what you have written away, into the trash.') },
        open,
        anew,
      );
      if (answer === undefined) return undefined;
      if (answer === anew && !(await this.makeAnew(folder))) return undefined;
    } else {
      // Where one was deleted, nothing that was seen of it holds for the new one.
      const known = this.folders.at(uri);
      if (known) this.tests.forget(known);
      await this.closeTerminals(folder);
      await this.make(folder);
    }
    if (root.opened) {
      this.folders.add(folder);
      await this.show(folder);
    } else await this.offerToOpen(folder, root.uri);
    return folder;
  }

  private async make(folder: LabFolder): Promise<void> {
    await (
      await this.prepare(folder)
    )();
  }

  /** Reads what a lab is made of. What it resolves to makes it. */
  private async prepare(folder: LabFolder): Promise<() => Promise<void>> {
    const { packs } = this.stores;
    const lab = await packs.lab(folder.lab.id);
    const files = filesIn(await packs.labFiles(lab.id), 'starter', folder.language);
    return () => {
      const made = makeFolder(folder.uri, lab, folder.language, files, this.surroundings.engine);
      return slowly(vscode.l10n.t('Making the lab "{0}" …', lab.title), made);
    };
  }

  /** Whatever may be missing is looked for while the learner's work still stands; false when something is, and the learner knows. */
  private async makeAnew(folder: LabFolder): Promise<boolean> {
    const obstacle = folder.lab.kind === 'git' ? await this.obstacle(folder) : undefined;
    if (obstacle) {
      obstacle.tell();
      return false;
    }
    const make = await this.prepare(folder);
    const known = this.folders.at(folder.uri);
    if (known) this.tests.cancel(known);
    await this.closeTerminals(folder);
    let kept: vscode.Uri | undefined;
    try {
      kept = await replaceFolder(folder.uri, make);
    } catch (error) {
      // The watcher may have seen it go.
      await this.folders.find();
      throw error;
    }
    if (known) this.tests.forget(known);
    if (kept) {
      // The editor has followed the files to where they are kept; what is typed there would be in no lab.
      await vscode.window.tabGroups.close(tabsBelow(kept), true);
      void vscode.window.showInformationMessage(
        vscode.l10n.t('There is no trash here. What you had is kept in {0}.', vscode.workspace.asRelativePath(kept)),
      );
    }
    return true;
  }

  /** Code on the left, brief on the right. */
  private async show(folder: LabFolder): Promise<void> {
    this.latest.set(folder.lab.id, keyOf(folder.uri));
    await this.openCode(folder);
    await this.surroundings.openPage(folder.lab.id);
  }

  async openCode(folder: LabFolder): Promise<void> {
    const main = mainFileOf(folder);
    if (main) await vscode.window.showTextDocument(main, { viewColumn: vscode.ViewColumn.One, preview: false });
    else if (folder.lab.kind === 'git') this.terminalIn(folder).show();
  }

  private async offerToOpen(folder: LabFolder, root: vscode.Uri): Promise<void> {
    const open = vscode.l10n.t('Open Folder');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('"{0}" was made. Open the folder to work on it.', folder.lab.title),
      open,
    );
    if (answer !== open) return;
    await this.services.memento.update(openNextKey, { uri: keyOf(folder.uri), at: Date.now() });
    await vscode.commands.executeCommand('vscode.openFolder', root);
  }

  /** Shows the lab for which this window was opened, if it was. */
  async resume(): Promise<void> {
    const order: unknown = this.services.memento.get(openNextKey);
    if (!isRecord(order) || typeof order['uri'] !== 'string' || typeof order['at'] !== 'number') return;
    const folder = this.folders.all.find(({ uri }) => keyOf(uri) === order['uri']);
    if (!folder) return;
    await this.services.memento.update(openNextKey, undefined);
    if (Date.now() - order['at'] < openNextFor) await this.show(folder);
  }

  // ---------- checks ----------

  async run(argument: unknown): Promise<void> {
    const folder = await this.askFolder(argument, vscode.l10n.t('Run Checks'));
    if (folder) await this.tests.runLab(folder, checkIn(argument, folder.lab));
  }

  /** Opens the failure of a check where the editor shows failures, with what was expected beside what came. */
  async showFailure(folder: LabFolder, check: string): Promise<void> {
    const item = this.tests.itemOf(folder, check);
    if (!item) return;
    if (item.uri) {
      const options = { viewColumn: vscode.ViewColumn.One, ...(item.range ? { selection: item.range } : {}) };
      await vscode.window.showTextDocument(item.uri, options);
    }
    // The editor knows an item by the ids on the way to it.
    const path = [this.tests.controller.id, keyOf(folder.uri), check].join('\0');
    await vscode.commands.executeCommand('vscode.peekTestError', path);
  }

  private async obstacle(folder: LabFolder): Promise<Obstacle | undefined> {
    const { lab, language } = folder;
    const hindrance = this.hindrance(lab);
    if (hindrance !== undefined)
      return { message: hindrance, tell: () => void this.tell(this.hindered(hindrance), 'Running a lab') };
    if (!needsPrograms(lab.kind)) return undefined;
    const engine = await this.surroundings.engine();
    const looking = engine.runtimes([language]);
    const state = (await slowly(vscode.l10n.t('Looking for {0} …', languageNames[language]), looking)).get(language);
    if (!state || state.found) return undefined;
    const message = missing(language, state);
    return { message, tell: () => void tellMissing(message, state.install) };
  }

  private tell(error: ExpectedError, context: string): Promise<void> {
    return showError(this.services.log, error, context);
  }

  private hindered(hindrance: string): ExpectedError {
    return new ExpectedError(
      hindrance,
      this.surroundings.isTrusted()
        ? undefined
        : { label: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' },
    );
  }

  private refuseIfHindered(lab: LabSummary): void {
    const hindrance = this.hindrance(lab);
    if (hindrance !== undefined) throw this.hindered(hindrance);
  }

  private async seed(id: string): Promise<string> {
    if (this.stores.catalog.lab(id)?.kind !== 'sql') return '';
    return (await this.stores.packs.labFiles(id)).get('seed.sql') ?? '';
  }

  private async passed({ lab }: LabFolder): Promise<void> {
    const { catalog } = this.stores;
    let fresh: readonly string[];
    try {
      fresh = await this.stores.verify(lab.verifies, lab.id);
    } catch (error) {
      await showError(this.services.log, error, 'Verifying');
      return;
    }
    if (fresh.length === 0) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('All checks of "{0}" pass.', lab.title), 5000);
      return;
    }
    const open = vscode.l10n.t('Open Skill');
    const names = fresh.flatMap((id) => {
      const item = catalog.item(id);
      return item ? plainText(item.text) : [];
    });
    // Not awaited: the run is over, the offer stays open.
    void vscode.window
      .showInformationMessage(vscode.l10n.t('Verified: {0}', names.join(' · ')), open)
      .then((answer) => {
        const skill = catalog.skillOfItem(fresh[0] ?? '');
        if (answer === open && skill)
          void vscode.commands.executeCommand(commandIds.openSkill, { skill: skill.id, item: fresh[0] });
      });
  }

  // ---------- help ----------

  async showHint(argument: unknown): Promise<void> {
    const lab = (await this.askFolder(argument, vscode.l10n.t('Show a Hint'), true))?.lab ?? this.labIn(argument);
    if (!lab) return;
    const { brief } = await this.stores.packs.lab(lab.id);
    const shown = this.hintsShown(lab);
    if (shown < brief.hints.length) {
      const all = this.services.memento.get<Record<string, number>>(hintsKey, {});
      await this.services.memento.update(hintsKey, { ...all, [lab.id]: shown + 1 });
      this.changed.fire(lab.id);
    } else {
      void vscode.window.showInformationMessage(vscode.l10n.t('These are all hints that this lab has.'));
    }
    await this.surroundings.openPage(lab.id);
  }

  /** Asks first; then shows what differs between the learner's code and a solution, or the solution alone. */
  async showSolution(argument: unknown): Promise<void> {
    const title = vscode.l10n.t('Show a Solution');
    const folder = await this.askFolder(argument, title, true);
    const lab = folder?.lab ?? this.labIn(argument);
    if (!lab) return;
    const language = folder?.language ?? (await this.askLanguage(lab));
    if (!language) return;
    const yes = vscode.l10n.t('Show Solution');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Show a solution of "{0}" in {1}?', lab.title, languageNames[language]),
      { modal: true, detail: vscode.l10n.t('What you find out yourself stays longer. A hint may be enough.') },
      yes,
    );
    if (answer !== yes) return;
    const files = filesIn(await this.stores.packs.labFiles(lab.id), 'solution', language);
    const solution = (file: string): vscode.Uri =>
      vscode.Uri.from({ scheme: solutionScheme, path: `/${lab.id}/${language}/${file}` });
    const pairs = [...files.keys()].flatMap((file) => {
      const safe = safePath(file);
      if ('problem' in safe) return [];
      return [{ file, mine: folder && vscode.Uri.joinPath(folder.uri, ...safe.segments), theirs: solution(file) }];
    });
    const heading = vscode.l10n.t('{0}: your code and a solution', lab.title);
    const main = pairs.find(({ file }) => file === mainFiles[language]) ?? pairs[0];
    if (!main) return;
    // Files that are the same on both sides need not be looked at.
    const differing: typeof pairs = [];
    for (const pair of pairs) if (pair.mine && (await differ(pair.mine, pair.theirs))) differing.push(pair);
    const others = differing.filter((pair) => pair !== main);
    if (!main.mine || !(await exists(main.mine)))
      await vscode.window.showTextDocument(main.theirs, { viewColumn: vscode.ViewColumn.One });
    else if (others.length === 0)
      await vscode.commands.executeCommand('vscode.diff', main.mine, main.theirs, heading, {
        viewColumn: vscode.ViewColumn.One,
      });
    else
      await vscode.commands.executeCommand(
        'vscode.changes',
        heading,
        [main, ...others].map(({ mine, theirs }) => [mine, mine, theirs]),
      );
  }

  async reset(argument: unknown): Promise<void> {
    const folder = await this.askFolder(argument, vscode.l10n.t('Reset Lab'));
    if (!folder) return;
    this.refuseIfHindered(folder.lab);
    // It may have been moved since: what is put away must still be below a folder of the workspace, and no link.
    const root = vscode.workspace.getWorkspaceFolder(folder.uri);
    if (root && keyOf(root.uri) === keyOf(folder.uri))
      throw new ExpectedError(
        vscode.l10n.t(
          '"{0}" is a folder of the workspace itself, which cannot be put away while it is open. Open the folder that holds it, and reset the lab there.',
          root.name,
        ),
      );
    if (root) await placeIn(root.uri, vscode.workspace.asRelativePath(folder.uri, false));
    const reset = vscode.l10n.t('Reset');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Reset "{0}" in {1}?', folder.lab.title, languageNames[folder.language]),
      {
        modal: true,
        detail: vscode.l10n.t(
          'The folder goes into the trash and the starter is put in its place. What was verified stays verified.',
        ),
      },
      reset,
    );
    if (answer !== reset) return;
    if (!(await this.makeAnew(folder))) return;
    this.folders.add(folder);
    await this.openCode(folder);
  }

  async runInTerminal(argument: unknown): Promise<void> {
    const folder = await this.askFolder(argument, vscode.l10n.t('Run in Terminal'));
    if (!folder) return;
    const obstacle = await this.obstacle(folder);
    if (obstacle) {
      obstacle.tell();
      return;
    }
    const { lab, language, uri } = folder;
    const dataDir = vscode.Uri.joinPath(this.services.storageUri, 'labs', lab.id, language);
    await vscode.workspace.fs.createDirectory(dataDir);
    const engine = await this.surroundings.engine();
    // A repository is worked on in one terminal; a program of before would keep the port.
    if (lab.kind !== 'git') await this.closeTerminals(folder);
    const starting = this.stores.packs.lab(lab.id).then((whole) => engine.program(whole, language, uri, dataDir));
    const program = await slowly(vscode.l10n.t('Starting "{0}" …', lab.title), starting);
    if (!program) {
      this.terminalIn(folder).show();
      return;
    }
    if ('problem' in program)
      throw new ExpectedError(
        vscode.l10n.t('"{0}" could not be started: {1}', lab.title, clip(program.problem, longestProblem)),
      );
    const terminal = vscode.window.createTerminal({
      name: terminalName(folder),
      iconPath: new vscode.ThemeIcon('beaker'),
      cwd: uri,
      env: { ...program.env },
    });
    this.terminals.set(keyOf(uri), terminal);
    // What a command-line program is given is for the learner to type.
    terminal.sendText(program.line, lab.kind !== 'cli');
    terminal.show();
  }

  private terminalIn(folder: LabFolder): vscode.Terminal {
    const known = this.terminals.get(keyOf(folder.uri));
    if (known) return known;
    const terminal = vscode.window.createTerminal({
      name: terminalName(folder),
      iconPath: new vscode.ThemeIcon('beaker'),
      cwd: folder.uri,
    });
    this.terminals.set(keyOf(folder.uri), terminal);
    return terminal;
  }

  /**
   * Closes the terminals of a lab, also those from before the window was reloaded. A shell whose folder is put away goes on working in
   * the one that was thrown away, and Windows lets no folder go in which one stands.
   */
  private async closeTerminals(folder: LabFolder): Promise<void> {
    const key = keyOf(folder.uri);
    const mine = vscode.window.terminals.filter(
      (terminal) =>
        terminal === this.terminals.get(key) || (terminal.name === terminalName(folder) && standsIn(terminal, key)),
    );
    this.terminals.delete(key);
    await Promise.all(mine.map(closeTerminal));
  }

  // ---------- questions ----------

  /** The lab that a command's argument names: an id, a node of the tree, an item of the Testing view, or an object with one. */
  labIn(argument: unknown): LabSummary | undefined {
    const { catalog } = this.stores;
    if (typeof argument === 'string') {
      const known = catalog.lab(argument);
      if (!known)
        throw new ExpectedError(vscode.l10n.t('There is no lab "{0}" in the curriculum.', argument.slice(0, 80)));
      return known;
    }
    if (argument instanceof vscode.Uri) return this.folders.of(argument)?.lab;
    if (!isRecord(argument)) return undefined;
    const { lab, kind, id } = argument;
    const name = typeof lab === 'string' ? lab : kind === 'lab' && typeof id === 'string' ? id : undefined;
    return name === undefined ? undefined : this.labIn(name);
  }

  private async askLab(argument: unknown, title: string): Promise<LabSummary | undefined> {
    const named = this.labIn(argument);
    if (named) return named;
    const { catalog } = this.stores;
    const pick = await vscode.window.showQuickPick(
      catalog.labs.map((lab) => ({
        lab,
        label: `$(beaker) ${lab.title}`,
        description: [
          catalog.skill(lab.skills[0] ?? '')?.title ?? '',
          levelName(lab.level, vscode.l10n),
          vscode.l10n.t('{0} min', lab.minutes),
        ].join(' · '),
        detail: lab.summary,
      })),
      { title, placeHolder: vscode.l10n.t('Choose a lab'), matchOnDescription: true, matchOnDetail: true },
    );
    return pick?.lab;
  }

  /** For *Open Lab*, which needs no folder. */
  async askAnyLab(argument: unknown): Promise<LabSummary | undefined> {
    return this.labIn(argument) ?? this.activeFolder()?.lab ?? this.askLab(undefined, vscode.l10n.t('Open Lab'));
  }

  /**
   * The started lab that is meant: what the argument names, else that of the active editor, else one of the workspace. With `orNone` a lab
   * that is named but not started is fine; otherwise the reader is offered to start it.
   */
  private async askFolder(argument: unknown, title: string, orNone = false): Promise<LabFolder | undefined> {
    if (argument instanceof vscode.Uri) {
      const folder = this.folders.of(argument);
      if (folder) return folder;
    }
    if (this.folders.all.length === 0) await this.folders.find();
    const named = this.labIn(argument);
    if (named) {
      const folder = this.folderOf(named.id);
      if (folder || orNone) return folder;
      throw new ExpectedError(vscode.l10n.t('"{0}" is not started in this workspace.', named.title), {
        label: vscode.l10n.t('Start Lab'),
        command: commandIds.startLab,
        args: [named.id],
      });
    }
    const active = this.activeFolder();
    if (active) return active;
    const { all } = this.folders;
    if (all.length === 0)
      throw new ExpectedError(vscode.l10n.t('No lab is started in this workspace.'), {
        label: vscode.l10n.t('Start Lab'),
        command: commandIds.startLab,
      });
    if (all.length === 1) return all[0];
    const pick = await vscode.window.showQuickPick(
      all.map((folder) => ({
        folder,
        label: `$(beaker) ${folder.lab.title}`,
        description: languageNames[folder.language],
        detail: vscode.workspace.asRelativePath(folder.uri),
      })),
      { title, placeHolder: vscode.l10n.t('Choose a lab of this workspace') },
    );
    return pick?.folder;
  }

  /** Those that are found on this machine come first, each with its version. */
  private async askLanguage(lab: LabSummary): Promise<LabLanguage | undefined> {
    const { languages } = lab;
    if (!needsPrograms(lab.kind)) return languages[0];
    if (languages.length === 1) return languages[0];
    const engine = await this.surroundings.engine();
    const looking = engine.runtimes(languages);
    const states = await slowly(vscode.l10n.t('Looking for programming languages on this machine …'), looking);
    const there = languages.filter((language) => states.get(language)?.found);
    const gone = languages.filter((language) => !there.includes(language));
    type Pick = vscode.QuickPickItem & { readonly language?: LabLanguage };
    const picks: Pick[] = there.map((language) => {
      const state = states.get(language);
      return { language, label: languageNames[language], description: state?.found ? state.version : '' };
    });
    if (gone.length > 0)
      picks.push({ label: vscode.l10n.t('Not found on this machine'), kind: vscode.QuickPickItemKind.Separator });
    for (const language of gone) {
      const state = states.get(language);
      const install = state && !state.found ? state.install : undefined;
      picks.push({
        language,
        label: languageNames[language],
        description: vscode.l10n.t('not found'),
        ...(install === undefined ? {} : { detail: vscode.l10n.t('Install it with: {0}', install) }),
      });
    }
    const pick = await vscode.window.showQuickPick(picks, {
      title: vscode.l10n.t('{0}: Choose a Language', lab.title),
      placeHolder: vscode.l10n.t('The checks are the same for each'),
      matchOnDetail: true,
    });
    const state = pick?.language && states.get(pick.language);
    if (!pick?.language || !state || state.found) return pick?.language;
    // It can be looked at without its programs; only running needs them.
    const anyway = vscode.l10n.t('Start Anyway');
    const copy = vscode.l10n.t('Copy Command');
    const answer = await vscode.window.showWarningMessage(
      missing(pick.language, state),
      { modal: true },
      anyway,
      ...(state.install === undefined ? [] : [copy]),
    );
    if (answer === copy && state.install !== undefined) await vscode.env.clipboard.writeText(state.install);
    return answer === anyway ? pick.language : undefined;
  }

  /** The folder that the lab goes into; `opened` when it is one of the workspace. */
  private async askRoot(): Promise<{ readonly uri: vscode.Uri; readonly opened: boolean } | undefined> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length === 1) return { uri: folders[0]!.uri, opened: true };
    if (folders.length > 1) {
      const folder = await vscode.window.showWorkspaceFolderPick({
        placeHolder: vscode.l10n.t('Choose the folder that the lab goes into'),
      });
      return folder && { uri: folder.uri, opened: true };
    }
    const [uri] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        openLabel: vscode.l10n.t('Make Lab Here'),
        title: vscode.l10n.t('No folder is open. Choose one for the lab.'),
      })) ?? [];
    return uri && { uri, opened: false };
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
    if (this.inLab) void vscode.commands.executeCommand('setContext', contextKeys.inLab, false);
  }

  /** True when the lab has a program that a terminal can start. */
  hasProgram(lab: LabSummary): boolean {
    return this.surroundings.canStartPrograms && (isServer(lab.kind) || lab.kind === 'git' || lab.kind === 'cli');
  }
}

export const realSurroundings = (parts: Pick<Surroundings, 'engine' | 'openPage'>): Surroundings => ({
  isTrusted: () => vscode.workspace.isTrusted,
  canStartPrograms,
  ...parts,
});

function missing(language: LabLanguage, { needs, install }: RuntimeState & { readonly found: false }): string {
  const name = languageNames[language];
  return install === undefined
    ? vscode.l10n.t('{0} was not found on this machine (looked for {1}). Install it, and try again.', name, needs)
    : vscode.l10n.t(
        '{0} was not found on this machine (looked for {1}). Install it with "{2}", and try again.',
        name,
        needs,
        install,
      );
}

async function tellMissing(message: string, install: string | undefined): Promise<void> {
  const copy = vscode.l10n.t('Copy Command');
  const answer = await vscode.window.showWarningMessage(message, ...(install === undefined ? [] : [copy]));
  if (answer === copy && install !== undefined) await vscode.env.clipboard.writeText(install);
}

function languageIn(argument: unknown, lab: LabSummary): LabLanguage | undefined {
  if (!isRecord(argument)) return undefined;
  return lab.languages.find((language) => language === argument['language']);
}

function checkIn(argument: unknown, lab: LabSummary): string | undefined {
  if (!isRecord(argument)) return undefined;
  return lab.checks.find(({ id }) => id === argument['check'])?.id;
}

function tabsBelow(folder: vscode.Uri): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.filter(({ input }) => input instanceof vscode.TabInputText && isInside(folder, input.uri)),
  );
}

const terminalName = ({ lab }: LabFolder): string => vscode.l10n.t('Lab: {0}', lab.title);

/** True when a terminal was opened in the folder, or its shell says that it is there. */
function standsIn({ creationOptions, shellIntegration }: vscode.Terminal, key: string): boolean {
  const opened = 'cwd' in creationOptions ? creationOptions.cwd : undefined;
  return [typeof opened === 'string' ? vscode.Uri.file(opened) : opened, shellIntegration?.cwd].some(
    (uri) => uri !== undefined && keyOf(uri) === key,
  );
}

/** Resolves when the terminal is closed. */
async function closeTerminal(terminal: vscode.Terminal): Promise<void> {
  let closing: vscode.Disposable | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve) => {
    closing = vscode.window.onDidCloseTerminal((closed) => {
      if (closed === terminal) resolve();
    });
    late = setTimeout(resolve, closingFor);
    terminal.dispose();
  });
  closing?.dispose();
  clearTimeout(late);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function differ(mine: vscode.Uri, theirs: vscode.Uri): Promise<boolean> {
  if (!(await exists(mine))) return false;
  const [ours, solution] = await Promise.all(
    [mine, theirs].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
  );
  return ours !== solution;
}
