import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import manifest from '../../package.json';
import nls from '../../package.nls.json';
import { fullToolName, toolNames } from '../../src/core/assistantToolNames';
import { inputSchema } from '../../src/core/assistantTools';
import { portableExtension } from '../../src/core/portableFile';
import { markerFile } from '../../src/core/scaffold';
import { commandIds, contextKeys, panelTypes, settingIds, viewIds, walkthroughId } from '../../src/ids';
import { nodesOf, parseSource, readSources } from './sources';

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

const { contributes } = manifest;
const texts: Readonly<Record<string, string>> = nls;
const menus: Readonly<Record<string, readonly MenuEntry[]>> = contributes.menus;
const declared = contributes.commands.map(({ command }) => command);
const settings = Object.entries(contributes.configuration.properties);
const walkthrough = contributes.walkthroughs[0]!;

/** Every text of the manifest with the way to it, such as `contributes.commands.0.title`. */
function* textsOf(value: unknown, path = ''): Generator<readonly [path: string, text: string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* textsOf(inner, path === '' ? key : `${path}.${key}`);
}
const allTexts = [...textsOf(manifest)];
const keyOf = (text: string): string | undefined => /^%(.+)%$/.exec(text)?.[1];

const viewNames: readonly string[] = Object.values(viewIds);

/** Context keys of ours that a `when` clause asks to be true, or, with `negated`, to be false. */
function keysIn(when: string, negated = false): string[] {
  return [...when.matchAll(/(!?)\s*(?<!config\.)\b(backendSkills\.\w+)\b/g)].flatMap(([, not, key]) =>
    !viewNames.includes(key!) && (not === '!') === negated ? [key!] : [],
  );
}

/** Two clauses that can never both hold, as far as our own context keys decide it. */
function exclude(a: string, b: string): boolean {
  const contradicts = (left: string, right: string): boolean =>
    keysIn(left).some((key) => keysIn(right, true).includes(key));
  const view = (when: string): string | undefined => /\bview == ([\w.]+)/.exec(when)?.[1];
  return contradicts(a, b) || contradicts(b, a) || view(a) !== view(b);
}

/** `command:` links of a Markdown text: the id, without its argument. */
const linksIn = (text: string): string[] => [...text.matchAll(/\(command:([^)?\s]+)/g)].map(([, id]) => id!);

/** As .vscodeignore and `fileMatch` understand it: `**` crosses folders, `*` does not. */
function matchesGlob(file: string, glob: string): boolean {
  const parts = glob.split(/(\*\*\/?|\*)/).map((part) => {
    if (part === '**' || part === '**/') return '.*';
    return part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`).test(file);
}

/** True when the package has the file: the last line of .vscodeignore that matches decides. */
function ships(file: string): boolean {
  let out = false;
  for (const line of readFileSync('.vscodeignore', 'utf8')
    .split('\n')
    .map((text) => text.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const back = line.startsWith('!');
    if (matchesGlob(file, back ? line.slice(1) : line)) out = !back;
  }
  return !out;
}

const described = [
  ...contributes.viewsWelcome.map(({ contents, when }) => ({ text: contents, when })),
  { text: walkthrough.description, when: '' },
  ...walkthrough.steps.map(({ description }) => ({ text: description, when: '' })),
  ...settings.map(([, { markdownDescription }]) => ({ text: markdownDescription, when: '' })),
].map(({ text, when }) => ({ text: texts[keyOf(text) ?? ''] ?? '', when }));

describe('the manifest', () => {
  describe('commands', () => {
    it('are those of ids.ts', () => {
      assert.deepEqual([...declared].sort(), Object.values(commandIds).sort());
      assert.equal(new Set(declared).size, declared.length);
    });

    it('are each registered in exactly one place', () => {
      const registered: string[] = [];
      for (const [name, text] of readSources())
        for (const node of nodesOf(parseSource(name, text))) {
          if (!ts.isCallExpression(node) || node.expression.getText() !== 'registerCommand') continue;
          const key = /^commandIds\.(\w+)$/.exec(node.arguments[1]!.getText())?.[1];
          assert.ok(key, `${name} registers ${node.arguments[1]!.getText()}`);
          registered.push(commandIds[key as keyof typeof commandIds]);
        }
      assert.deepEqual(registered.sort(), [...declared].sort());
    });

    it('have a category, so that the palette says whose they are', () => {
      for (const command of contributes.commands) assert.equal(command.category, '%category%', command.command);
    });

    it('are hidden from the palette where they make sense in one state only', () => {
      // These stand beside the files of a lab, and ask which one is meant where none is open.
      const { runLab, showHint, runLabInTerminal, resetLab } = commandIds;
      const asking: readonly string[] = [runLab, showHint, runLabInTerminal, resetLab];
      const dependent = declared.filter((id) => {
        const places = [
          ...Object.entries(menus)
            .filter(([menu]) => menu !== 'commandPalette')
            .flatMap(([, entries]) => entries.filter(({ command }) => command === id).map(({ when }) => when ?? '')),
          ...described.filter(({ text }) => linksIn(text).includes(id)).map(({ when }) => when),
        ];
        return !asking.includes(id) && places.length > 0 && places.every((when) => keysIn(when).length > 0);
      });
      // Were this list empty, the rule would hold whatever the manifest said.
      assert.deepEqual(
        dependent.sort(),
        [
          ...[commandIds.clearFilter, commandIds.reload],
          ...[commandIds.runSql, commandIds.explainSql, commandIds.runAllSql, commandIds.cancelSql],
        ].sort(),
      );
      for (const id of dependent) {
        const entry = menus['commandPalette']?.find(({ command }) => command === id);
        assert.ok(entry && keysIn(entry.when ?? '').length > 0, `${id} is always in the palette`);
      }
    });

    it('in the palette otherwise work without an argument, so none is hidden for good', () => {
      for (const { command, when } of menus['commandPalette'] ?? []) assert.notEqual(when, 'false', command);
    });
  });

  describe('menus', () => {
    it('name declared commands', () => {
      for (const [menu, entries] of Object.entries(menus))
        for (const { command } of entries) assert.ok(declared.includes(command), `${menu}: ${command}`);
    });

    it('number their groups, and put no two entries at one place', () => {
      for (const [menu, entries] of Object.entries(menus)) {
        if (menu === 'commandPalette') continue;
        for (const [index, entry] of entries.entries()) {
          assert.match(entry.group ?? '', /^\w+@\d+$/, `${menu}: ${entry.command}`);
          for (const other of entries.slice(index + 1)) {
            if (other.group !== entry.group) continue;
            assert.ok(
              exclude(entry.when ?? '', other.when ?? ''),
              `${menu}: ${entry.command} and ${other.command} share ${entry.group}`,
            );
          }
        }
      }
    });

    it('of views are limited to one of our views', () => {
      for (const [menu, entries] of Object.entries(menus))
        if (menu.startsWith('view/'))
          for (const { command, when } of entries)
            assert.ok(
              [viewIds.skills, viewIds.suggestions, viewIds.sqlResults].some((view) =>
                when?.split(' && ').includes(`view == ${view}`),
              ),
              `${menu}: ${command}`,
            );
    });

    it('in the title bar of the view lead to search, filter, pay and career, in this order', () => {
      const shown = menus['view/title']!.filter(
        ({ group, when }) => group?.startsWith('navigation@') && when?.includes(`view == ${viewIds.skills}`),
      );
      const places = [...new Set(shown.map(({ group }) => group))].sort();
      assert.deepEqual(
        places.map((place) => shown.filter(({ group }) => group === place).map(({ command }) => command)),
        [
          [commandIds.search],
          [commandIds.filter, commandIds.clearFilter],
          [commandIds.openPay],
          [commandIds.openCareer],
        ],
      );
      // The two pages are there in every state of the view.
      for (const { command, when } of shown)
        if (command === commandIds.openPay || command === commandIds.openCareer)
          assert.equal(when, `view == ${viewIds.skills}`);
    });

    it('in a title bar show commands with an icon', () => {
      for (const { command, group } of [...menus['view/title']!, ...menus['view/item/context']!])
        if (/^(navigation|inline)@/.test(group ?? ''))
          assert.match(contributes.commands.find((known) => known.command === command)?.icon ?? '', /^\$\([a-z-]+\)$/);
    });
  });

  describe('keys', () => {
    it('are taken only in documents of the workbench, so that no other extension for SQL loses them', () => {
      assert.deepEqual(contributes.keybindings, [
        {
          command: commandIds.runSql,
          key: 'ctrl+enter',
          mac: 'cmd+enter',
          when: `editorTextFocus && editorLangId == sql && ${contextKeys.sqlAttached}`,
        },
      ]);
    });
  });

  describe('context keys', () => {
    it('in every `when` clause and completion event are those of ids.ts', () => {
      const known: readonly string[] = Object.values(contextKeys);
      const clauses = allTexts.filter(([path]) => path.endsWith('.when')).map(([, text]) => text);
      assert.ok(clauses.length > 10);
      const used = [
        ...clauses.flatMap((clause) => [...keysIn(clause), ...keysIn(clause, true)]),
        ...walkthrough.steps.flatMap(({ completionEvents }) =>
          completionEvents.filter((event) => event.startsWith('onContext:')).map((event) => event.slice(10)),
        ),
      ];
      assert.deepEqual([...new Set(used)].sort(), [...known].sort());
    });
  });

  describe('texts', () => {
    it('that a person reads all come from package.nls.json', () => {
      const shown =
        /^(displayName|description)$|^contributes\..*\.(title|category|name|displayName|contextualTitle|contents|description|userDescription|markdownDescription|altText)$|\.(markdownE|e)numDescriptions\.\d+$/;
      // Names and schemas of tools are read by models.
      const forModels = /^contributes\.languageModelTools\.\d+\.(name$|inputSchema\.)/;
      const found = allTexts.filter(([path]) => shown.test(path) && !forModels.test(path));
      assert.ok(found.length > 40, `${found.length} texts`);
      assert.deepEqual(
        found.filter(([, text]) => keyOf(text) === undefined),
        [],
      );
    });

    it('have all their keys, and no key is left over', () => {
      const used = new Set(allTexts.flatMap(([, text]) => keyOf(text) ?? []));
      assert.deepEqual([...used].sort(), Object.keys(texts).sort());
      for (const [key, text] of Object.entries(texts)) assert.ok(text.trim() !== '', key);
    });

    it('link to declared commands, or bring our view forward', () => {
      const links = Object.values(texts).flatMap(linksIn);
      assert.ok(links.length > 5);
      const known = [...declared, `${viewIds.skills}.focus`];
      assert.deepEqual(
        links.filter((id) => !known.includes(id)),
        [],
      );
    });

    it('link with arguments that are JSON and name a skill that ships', () => {
      const { areas } = JSON.parse(readFileSync('data/pack.json', 'utf8')) as { areas: { skills: string[] }[] };
      const calls = Object.values(texts).flatMap((text) => [...text.matchAll(/\(command:[^)?\s]+\?([^)\s]*)\)/g)]);
      assert.ok(calls.length > 0);
      for (const [, query] of calls) {
        const argument: unknown = JSON.parse(decodeURIComponent(query!));
        assert.ok(
          areas.some(({ skills }) => skills.includes(argument as string)),
          query,
        );
      }
    });
  });

  describe('the view', () => {
    it('stands in our container under the ids of ids.ts', () => {
      assert.deepEqual(
        contributes.viewsContainers.activitybar.map(({ id }) => id),
        [viewIds.container],
      );
      assert.deepEqual(
        contributes.viewsContainers.panel.map(({ id }) => id),
        [viewIds.sqlContainer],
      );
      assert.deepEqual(Object.keys(contributes.views), [viewIds.container, viewIds.sqlContainer]);
      // Until the workbench has been used, its results have no place in anybody's panel.
      assert.deepEqual(
        contributes.views.backendSkillsSql.map(({ id, type, when }) => [id, type, when]),
        [[viewIds.sqlResults, 'webview', contextKeys.sqlUsed]],
      );
      // What a workspace suggests has a place only while it suggests something, and is not opened by itself.
      assert.deepEqual(
        contributes.views.backendSkills.map((view) => [
          view.id,
          'when' in view ? view.when : '',
          'visibility' in view ? view.visibility : '',
        ]),
        [
          [viewIds.skills, '', ''],
          [viewIds.suggestions, contextKeys.evidenceFound, 'collapsed'],
        ],
      );
    });

    it('says what to do when it is empty, in each of its two ways to be so', () => {
      assert.deepEqual(
        contributes.viewsWelcome.map(({ view, when }) => [view, when]),
        [
          [viewIds.skills, contextKeys.filterEmpty],
          [viewIds.skills, contextKeys.loadFailed],
        ],
      );
    });
  });

  describe('settings', () => {
    it('are those of ids.ts', () => {
      assert.deepEqual(settings.map(([id]) => id).sort(), Object.values(settingIds).sort());
    });

    it('have a default of their type, a description and a place', () => {
      const orders = settings.map(([, setting]) => setting.order);
      assert.equal(new Set(orders).size, orders.length);
      for (const [id, setting] of settings) {
        const value: unknown = setting.default;
        const type = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
        assert.equal(type, setting.type, id);
        if ('items' in setting) {
          assert.ok(Array.isArray(value) && value.every((item) => typeof item === setting.items.type), id);
          // The same file twice would be an error in each of its figures.
          assert.equal(setting.uniqueItems, true, id);
        }
        assert.equal('items' in setting, setting.type === 'array', id);
        assert.ok(setting.markdownDescription, id);
        if (!('enum' in setting)) continue;
        assert.ok(setting.enum.includes(setting.default), id);
        assert.equal(setting.enumDescriptions.length, setting.enum.length, id);
      }
    });
  });

  describe('the tools of assistants', () => {
    const { languageModelTools: tools } = contributes;

    it('are those that are registered, with the inputs that are taken', () => {
      assert.deepEqual(tools.map(({ name }) => name).sort(), toolNames.map(fullToolName).sort());
      for (const name of toolNames)
        assert.deepEqual(tools.find((tool) => tool.name === fullToolName(name))?.inputSchema, inputSchema(name), name);
    });

    it('are all hidden by one setting', () => {
      for (const { name, when } of tools) assert.equal(when, `config.${settingIds.assistantTools}`, name);
    });

    it('say what they read and what they do not, and can be named in a prompt', () => {
      const references = tools.map(({ toolReferenceName }) => toolReferenceName);
      assert.equal(new Set(references).size, tools.length);
      for (const { name, modelDescription, toolReferenceName, canBeReferencedInPrompt, icon, tags } of tools) {
        assert.match(modelDescription, /\b(reads|changes|writes)\b/, name);
        assert.match(toolReferenceName, /^[a-zA-Z]+$/, name);
        assert.equal(canBeReferencedInPrompt, true, name);
        assert.match(icon, /^\$\([a-z-]+\)$/, name);
        assert.ok(tags.includes('backend-skills'), name);
        // Whoever may be asked before it runs is told so.
        assert.equal(tags.includes('writes'), modelDescription.includes('confirmed'), name);
      }
    });
  });

  describe('the walkthrough', () => {
    it('is one, with at most five steps, and has the id of ids.ts', () => {
      assert.equal(contributes.walkthroughs.length, 1);
      assert.equal(`${manifest.publisher}.${manifest.name}#${walkthrough.id}`, walkthroughId);
      const { steps } = walkthrough;
      assert.ok(steps.length >= 1 && steps.length <= 5, `${steps.length} steps`);
      assert.equal(new Set(steps.map(({ id }) => id)).size, steps.length);
    });

    for (const step of walkthrough.steps) {
      it(`completes its step "${step.id}" by something that exists, beside a picture in words too`, () => {
        assert.ok(step.completionEvents.length > 0);
        const known = [
          ...declared.map((id) => `onCommand:${id}`),
          ...Object.values(contextKeys).map((key) => `onContext:${key}`),
          `onView:${viewIds.skills}`,
        ];
        for (const event of step.completionEvents) assert.ok(known.includes(event), event);
        assert.ok(existsSync(step.media.svg), step.media.svg);
        assert.ok((texts[keyOf(step.media.altText) ?? ''] ?? '').length > 10, step.media.altText);
      });
    }
  });

  describe('the extension', () => {
    it('has the names that others build on', () => {
      assert.equal(`${manifest.publisher}.${manifest.name}`, 'backend-skills.backend-skills');
      assert.deepEqual(viewIds, {
        container: 'backendSkills',
        skills: 'backendSkills.skills',
        suggestions: 'backendSkills.suggestions',
        sqlContainer: 'backendSkillsSql',
        sqlResults: 'backendSkills.sqlResults',
      });
      for (const name of [
        'openSkill',
        'openSkillToSide',
        'search',
        'filter',
        'markSkill',
        'clearSkill',
        'revealSkill',
        'openPay',
        'openCareer',
        'openTeamBoard',
        'openJournal',
        'addPayFile',
      ] as const)
        assert.equal(commandIds[name], `backendSkills.${name}`);
      assert.deepEqual(panelTypes, {
        skill: 'backendSkills.skill',
        pay: 'backendSkills.pay',
        career: 'backendSkills.career',
        journal: 'backendSkills.journal',
        lab: 'backendSkills.lab',
        review: 'backendSkills.review',
        team: 'backendSkills.team',
      });
      assert.equal(settingIds.payFiles, 'backendSkills.payFiles');
    });

    it('starts for its view, its commands and its restored panels only', () => {
      // The editor adds the events of contributed views and commands by itself.
      assert.deepEqual(
        manifest.activationEvents,
        // Labs that were started stand in the Testing view, whether anybody looks at skills or not.
        [...Object.values(panelTypes).map((type) => `onWebviewPanel:${type}`), `workspaceContains:**/${markerFile}`],
      );
    });

    it('runs on the desktop and in the browser', () => {
      assert.equal(manifest.main, './dist/extension.js');
      assert.equal(manifest.browser, './dist/web/extension.js');
    });

    it('activates with a small script that takes the API as it is', () => {
      const script = readFileSync('dist/extension.js', 'utf8');
      assert.ok(script.length < 40_000, `${script.length} characters`);
      const web = readFileSync('dist/web/extension.js', 'utf8');
      for (const text of [script, web]) {
        assert.match(text, /=require\("vscode"\)/);
        // A copy of each name of the API for each file that imports it took half of the time of loading.
        assert.doesNotMatch(text, /\(require\("vscode"\)/);
      }
    });

    it('is at home in untrusted and in virtual workspaces', () => {
      // A workspace that is not trusted may not choose which files are read or written, and none of its programs run.
      assert.deepEqual(manifest.capabilities, {
        untrustedWorkspaces: {
          supported: 'limited',
          description: '%capabilities.untrusted%',
          restrictedConfigurations: [
            settingIds.payFiles,
            settingIds.labFolder,
            settingIds.progressFile,
            settingIds.notesFolder,
          ],
        },
        virtualWorkspaces: true,
      });
    });

    it('asks for the editor whose API it is compiled against, and for the Node that builds it', () => {
      assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
      assert.equal(manifest.engines.node, '>=20.19');
    });

    it('ships no dependencies: everything is bundled', () => {
      for (const field of ['dependencies', 'optionalDependencies', 'peerDependencies', 'extensionDependencies'])
        assert.ok(!(field in manifest), field);
    });

    it('names pictures that exist', () => {
      const pictures = allTexts.filter(([path, text]) => /(^|\.)(icon|svg)$/.test(path) && !text.startsWith('$('));
      assert.ok(pictures.length >= 4);
      assert.deepEqual(
        pictures.map(([, file]) => file).filter((file) => !existsSync(file)),
        [],
      );
    });

    it('restores the panel of every type, in exactly one place', () => {
      const text = [...readSources().values()].join('\n');
      for (const key of Object.keys(panelTypes)) {
        const calls = text.split(`registerWebviewPanelSerializer(panelTypes.${key},`).length - 1;
        assert.equal(calls, 1, key);
      }
    });

    it("checks the reader's own pay files and progress files with schemas that the build ships", () => {
      assert.deepEqual(contributes.jsonValidation, [
        { fileMatch: '*.pay.json', url: './dist/schema/own-pay.schema.json' },
        { fileMatch: `*${portableExtension}`, url: './dist/schema/portable-progress.schema.json' },
      ]);
      const [{ fileMatch }] = contributes.jsonValidation as [(typeof contributes.jsonValidation)[number]];
      // The file that the command makes is one of those that are checked.
      const suggested = /suggested = '([^']+)'/.exec(readSources().get('pay/addPayFile.ts')!)?.[1];
      assert.ok(matchesGlob(suggested ?? '', fileMatch), suggested);

      const build = readFileSync('esbuild.mjs', 'utf8')
        .replace(/\s+/g, ' ')
        .replaceAll('( ', '(')
        .replaceAll(', )', ')');
      for (const { url } of contributes.jsonValidation) {
        const name = url.replace('./dist/schema/', '');
        const schema = readFileSync(`data/schema/${name}`, 'utf8');
        assert.equal(typeof JSON.parse(schema), 'object');
        assert.ok(
          build.includes(`cp(path.join(root, 'data/schema/${name}'), path.join(outdir, 'schema/${name}'))`),
          'the build copies the schema to another place',
        );
        if (existsSync(url)) assert.equal(readFileSync(url, 'utf8'), schema);
        assert.ok(ships(url.replace('./', '')), url);
      }
    });

    it('lets Settings Sync carry the path, which no workspace may choose', () => {
      const { scope, default: none } = contributes.configuration.properties[settingIds.path];
      assert.deepEqual([scope, none], ['application', '']);
    });

    it('keeps the name of the learner out of workspaces, and asks for a progress file only where one is set', () => {
      assert.equal(contributes.configuration.properties[settingIds.learnerName].scope, 'application');
      // Whoever has switched the tools off has done so for every workspace, whatever its settings say.
      assert.equal(contributes.configuration.properties[settingIds.assistantTools].scope, 'application');
      assert.equal(contributes.configuration.properties[settingIds.progressFile].default, '');
    });

    it('ships what it names, and the icons of its panels', () => {
      const icons = [...readSources()].flatMap(([name, text]) =>
        name.startsWith('webview/')
          ? []
          : [...text.matchAll(/(?:icon: |tabIcon\([^)]*, )'([a-z]+)'/g)].map(([, icon]) => icon!),
      );
      assert.deepEqual([...new Set(icons)].sort(), ['career', 'journal', 'lab', 'pay', 'review', 'skill', 'team']);
      for (const file of [
        ...icons.flatMap((icon) => [`media/${icon}-light.svg`, `media/${icon}-dark.svg`]),
        ...allTexts
          .filter(([path, text]) => /(^|\.)(icon|svg)$/.test(path) && !text.startsWith('$('))
          .map(([, f]) => f),
      ]) {
        assert.ok(existsSync(file), file);
        assert.ok(ships(file), file);
      }
      for (const file of ['dist/extension.js', 'dist/web/extension.js', 'dist/webview/pay.js', 'dist/pack/career.json'])
        assert.ok(ships(file), file);
      for (const file of ['src/ids.ts', 'data/pay.json', 'data/schema/own-pay.schema.json', 'test/run.mjs'])
        assert.ok(!ships(file), file);
    });

    it('keeps sources and tests out of the package', function () {
      if (!existsSync('.vscodeignore')) this.skip();
      const lines = readFileSync('.vscodeignore', 'utf8')
        .split('\n')
        .map((line) => line.trim());
      // Either everything is left out but what is named, or each folder is left out by name.
      const out = (folder: string): boolean =>
        lines.some((line) => line === '**' || line === '*' || line === '**/*' || line.startsWith(`${folder}/`));
      for (const folder of ['src', 'test', 'node_modules', 'out', 'data']) assert.ok(out(folder), folder);
    });
  });
});
