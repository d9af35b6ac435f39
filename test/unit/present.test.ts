import assert from 'node:assert/strict';
import { Marked } from 'marked';
import manifest from '../../package.json';
import { createCatalog } from '../../src/core/catalog';
import { noFilter } from '../../src/core/filter';
import { skillKinds, type LabSummary } from '../../src/core/model';
import type { Localize } from '../../src/core/naming';
import type { LearningPath, PathStep } from '../../src/core/paths';
import type { Suggestion } from '../../src/core/recommend';
import { createRollup, type Tally } from '../../src/core/rollup';
import {
  filterText,
  presentArea,
  presentGroup,
  presentItem,
  presentLab,
  presentNext,
  presentPath,
  presentRetired,
  presentReview,
  presentRetiredItem,
  presentSkill,
  presentStep,
  presentView,
  tallyText,
  type Presentation,
} from '../../src/skills/present';
import { makeIndex, makeSkill } from './packs';

const english: Localize = {
  t: (message, ...args) => message.replace(/\{(\d)\}/g, (place, at: string) => String(args[Number(at)] ?? place)),
};
/** Marks what went through the translation; what carries no brackets was put there untranslated. */
const marking: Localize = { t: (message, ...args) => `‹${english.t(message, ...args)}›` };

const none: Tally = { done: 0, total: 7 };
const some: Tally = { done: 3, total: 7 };
const every: Tally = { done: 7, total: 7 };

const git = makeSkill('git', 'tools', 7, { kind: 'tool', level: 'intermediate', minutes: 45 });
const area = { id: 'tools', title: 'Tools', summary: 'Every day.', skills: ['git'] };

/** What the editor shows of a Markdown tooltip. */
const shown = (markdown: string): string =>
  (new Marked().parse(markdown) as string)
    .replace(/<br ?\/?>/g, '')
    .replace(/<\/?(p|strong)>/g, '')
    .replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"' })[name] ?? "'")
    .trim();

const hostile = [
  '**bold** _slanted_ `code`',
  '[link](command:workbench.action.quit)',
  '![x](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)>',
  '$(zap) ~~gone~~ &lt;',
  '# Heading',
  'C# & .NET | C++',
  '1. one',
  '- dash + plus * star > quote',
  'back\\slash',
  'https://evil.example',
  'see HTTP://evil.example/a_b_c?d=e and ftp://evil.example',
  'www.evil.example',
  'a@evil.example',
] as const;

/** The entries of this view; others have rows of their own. */
const skillsMenu = manifest.contributes.menus['view/item/context'].filter(({ when }) =>
  when.includes('view == backendSkills.skills'),
);

describe('the tree paints', () => {
  describe('a skill', () => {
    for (const [tally, glyph, state, said, color] of [
      [none, '○', 'not-started', 'Not started', undefined],
      [some, '◐', 'in-progress', 'In progress', 'charts.blue'],
      [every, '●', 'done', 'Done', 'charts.green'],
    ] as const) {
      it(`that is ${state}`, () => {
        const painted = presentSkill(git, tally, english);
        assert.equal(painted.label, 'Git');
        assert.equal(painted.description, `${glyph} ${tally.done}/7`);
        assert.equal(painted.contextValue, `skill ${state}`);
        assert.equal(painted.accessibilityLabel, `Git, Tool, ${said}, ${tally.done} of 7 practised`);
        assert.deepEqual(painted.icon, color ? { name: 'tools', color } : { name: 'tools' });
        assert.equal(painted.checkbox, undefined);
        assert.ok(shown(painted.tooltip).includes(`${said}: ${tally.done} of 7 practised`));
        assert.ok(shown(painted.tooltip).includes('Tool · Intermediate · 45 min'));
      });
    }

    it('without items as one that cannot be opened up, and is never done', () => {
      const painted = presentSkill(makeSkill('git', 'tools', 0), { done: 0, total: 0 }, english);
      assert.equal(painted.expandable, false);
      assert.equal(painted.contextValue, 'skill not-started');
      assert.equal(presentSkill(git, none, english).expandable, true);
    });

    it('of any kind with an icon and a word of its own', () => {
      const painted = skillKinds.map((kind) => presentSkill({ ...git, kind }, none, english));
      assert.equal(new Set(painted.map(({ icon }) => icon?.name)).size, skillKinds.length);
      assert.equal(new Set(painted.map(({ accessibilityLabel }) => accessibilityLabel)).size, skillKinds.length);
    });

    it('with what is due, in words and by a shape of its own, and takes nothing from its tally', () => {
      const plain = presentSkill(git, every, english);
      const due = presentSkill(git, every, english, 2);
      assert.equal(due.description, `${plain.description} · 2 due`);
      assert.equal(due.accessibilityLabel, `${plain.accessibilityLabel}, 2 questions due for review`);
      assert.notEqual(due.icon?.name, plain.icon?.name);
      assert.ok(shown(due.tooltip).includes('2 questions due for review'));
      assert.ok(presentSkill(git, every, english, 1).accessibilityLabel.endsWith(', 1 question due for review'));
      assert.deepEqual([due.contextValue, due.id, due.label], [plain.contextValue, plain.id, plain.label]);
      assert.deepEqual(presentSkill(git, every, english, 0), plain);
    });

    it('with the menu entries that would change something', () => {
      const menu = skillsMenu;
      const offered = (contextValue: string): string[] =>
        menu.flatMap(({ command, when }) => {
          const pattern = /viewItem =~ \/(.*)\/(?: && config\.backendSkills\.review)?$/.exec(when)?.[1];
          assert.ok(pattern, when);
          return new RegExp(pattern).test(contextValue) ? [command.replace('backendSkills.', '')] : [];
        });
      const onSkill = (tally: Tally): string[] => offered(presentSkill(git, tally, english).contextValue);
      assert.deepEqual(onSkill(none), [
        'openSkillToSide',
        'openSkill',
        'openSkillToSide',
        'openNote',
        'markSkill',
        'reviewSkill',
      ]);
      assert.deepEqual(onSkill(some), [
        'openSkillToSide',
        'openSkill',
        'openSkillToSide',
        'openNote',
        'markSkill',
        'clearSkill',
        'reviewSkill',
      ]);
      assert.deepEqual(onSkill(every), [
        'openSkillToSide',
        'openSkill',
        'openSkillToSide',
        'openNote',
        'clearSkill',
        'reviewSkill',
      ]);
      const item = presentItem(git.items[0]!, git, { done: false }, english);
      assert.deepEqual(offered(item.contextValue), ['openSkill', 'openSkillToSide', 'openNote', 'progressHistory']);
      assert.deepEqual(offered(presentArea(area, some, english).contextValue), []);
      assert.deepEqual(offered(presentRetired(2, english).contextValue), []);
      assert.deepEqual(offered(presentReview(2, english).contextValue), []);
      assert.deepEqual(offered(presentRetiredItem('core/git/add', english).contextValue), ['progressHistory']);
    });
  });

  describe('an item', () => {
    const item = { id: 'core/git/add', text: 'Run **all** of `git add -p` and [read](skill:git)' };

    it('as plain text, ticked or not', () => {
      const off = presentItem(item, git, { done: false }, english);
      const on = presentItem(item, git, { done: true }, english);
      for (const painted of [off, on]) {
        assert.equal(painted.label, 'Run all of git add -p and read');
        assert.equal(painted.expandable, false);
        assert.equal(painted.contextValue, 'item');
        assert.equal(painted.id, 'item:core/git/add');
        assert.equal(painted.icon, undefined);
      }
      assert.deepEqual([off.checkbox?.checked, on.checkbox?.checked], [false, true]);
      assert.notEqual(off.checkbox?.tooltip, on.checkbox?.tooltip);
      assert.equal(off.accessibilityLabel, 'Run all of git add -p and read, not practised yet');
      assert.equal(on.accessibilityLabel, 'Run all of git add -p and read, practised');
      assert.ok(shown(off.tooltip).endsWith('Not practised yet · Git'));
      assert.ok(shown(on.tooltip).endsWith('Practised · Git'));
    });
  });

  it('an item with a seal, or with a warning that its tick is not saved', () => {
    const item = { id: 'core/git/add', text: 'Add' };
    const sealed = presentItem(item, git, { done: true, verified: '3 Nov 2026' }, english);
    assert.equal(sealed.description, 'verified');
    assert.equal(sealed.icon?.name, 'verified-filled');
    assert.equal(sealed.accessibilityLabel, 'Add, practised, verified');
    assert.match(shown(sealed.tooltip), /Verified by a lab on 3 Nov 2026/);
    const unsaved = presentItem(item, git, { done: true, verified: '3 Nov 2026', notSaved: 'disk full' }, english);
    assert.equal(unsaved.description, 'not saved yet');
    assert.equal(unsaved.icon?.name, 'warning');
    assert.equal(unsaved.accessibilityLabel, 'Add, practised, not saved yet');
    assert.match(shown(unsaved.tooltip), /Not saved yet: disk full/);
  });

  describe('a lab', () => {
    const lab: LabSummary = {
      id: 'hello-server',
      title: 'Hello, server',
      summary: 'Answer <b>requests</b>.',
      kind: 'http',
      level: 'beginner',
      minutes: 20,
      skills: ['git'],
      verifies: ['core/git/add'],
      languages: ['javascript', 'python'],
      checks: [{ id: 'greets', title: 'GET / greets' }],
    };

    it('with its time, and the menu entries that it has', () => {
      const painted = presentLab(lab, undefined, english);
      assert.equal(painted.label, 'Lab: Hello, server');
      assert.equal(painted.description, '20 min');
      assert.deepEqual(painted.icon, { name: 'beaker' });
      assert.equal(painted.contextValue, 'lab');
      assert.equal(painted.accessibilityLabel, 'Lab: Hello, server, 20 min, Not verified yet');
      assert.ok(shown(painted.tooltip).includes('Answer <b>requests</b>.'));
      assert.equal(painted.checkbox, undefined);
      const offered = skillsMenu.flatMap(({ command, when }) =>
        new RegExp(/viewItem =~ \/(.*?)\//.exec(when)![1]!).test(painted.contextValue)
          ? [command.replace('backendSkills.', '')]
          : [],
      );
      assert.deepEqual(offered, ['startLab', 'openLab', 'startLab', 'showSolution']);
    });

    it('with a seal and the day once it has verified its items', () => {
      const painted = presentLab(lab, '3 Nov 2026', english);
      assert.equal(painted.description, 'verified');
      assert.equal(painted.icon?.name, 'verified-filled');
      assert.equal(painted.contextValue, 'lab verified');
      assert.equal(painted.accessibilityLabel, 'Lab: Hello, server, 20 min, Verified on 3 Nov 2026');
      assert.match(shown(painted.tooltip), /Verified on 3 Nov 2026/);
    });
  });

  it('what is no longer in the curriculum by the words of its id', () => {
    const painted = presentRetiredItem('core/version-control/add-and-commit', english);
    assert.equal(painted.label, 'Add and commit');
    assert.equal(painted.description, 'version control');
    assert.equal(painted.checkbox?.checked, true);
    assert.equal(presentRetired(3, english).description, '3');
    assert.equal(presentRetiredItem('odd', english).label, 'Odd');
  });

  describe('an area', () => {
    for (const tally of [none, some, every])
      it(`with ${tally.done} of ${tally.total}`, () => {
        const painted = presentArea(area, tally, english);
        assert.equal(painted.label, 'Tools');
        assert.equal(painted.description, `${tally.done}/7`);
        assert.equal(painted.accessibilityLabel, `Tools, area, ${tally.done} of 7 practised`);
        assert.equal(painted.contextValue, 'area');
        assert.equal(painted.expandable, true);
        assert.equal(painted.checkbox, undefined);
      });
  });

  it('every node under an id of its own, which does not change with progress', () => {
    const item = { id: 'git', text: 'x' };
    const paint = (tally: Tally): string[] => [
      presentArea({ ...area, id: 'git' }, tally, english).id,
      presentSkill(git, tally, english).id,
      presentItem(item, git, { done: tally.done > 0 }, english).id,
    ];
    assert.equal(new Set(paint(none)).size, 3);
    assert.deepEqual(paint(some), paint(none));
  });

  it('tooltips in which the words of a pack are words, never Markdown', () => {
    for (const text of hostile) {
      const skill = makeSkill('git', 'tools', 1, { title: text, summary: text });
      const painted: Presentation[] = [
        presentSkill(skill, some, english),
        presentArea({ ...area, title: text, summary: text }, some, english),
        presentItem({ id: 'core/git/x', text: 'x' }, skill, { done: true, verified: text, notSaved: text }, english),
      ];
      for (const { tooltip } of painted) {
        assert.ok(shown(tooltip).includes(text), `${text} became ${shown(tooltip)}`);
        // The editor reads $(name) as an icon unless it is escaped.
        assert.doesNotMatch(tooltip, /(?<!\\)\$\(/);
        const html = new Marked().parse(tooltip) as string;
        assert.deepEqual(
          (html.match(/<(?!\/?(p|strong|br)\b)[a-z][^>]*>/gi) ?? []).filter((tag) => !tag.startsWith('<!')),
          [],
          text,
        );
      }
    }
  });

  it('every word through the translation', () => {
    /** A translated text may hold another, so the innermost go first. */
    const outside = (text: string): string => {
      const rest = text.replace(/‹[^‹›]*›/g, '');
      return rest === text ? text : outside(rest);
    };
    for (const tally of [none, some, every]) {
      const skill = presentSkill(git, tally, marking);
      const item = presentItem(
        { id: 'i', text: 'Git' },
        git,
        { done: tally.done > 0, verified: '3 Nov', notSaved: 'full' },
        marking,
      );
      const painted = [
        skill.accessibilityLabel,
        skill.tooltip.replace('About git', '').replace('Git', ''),
        presentArea(area, tally, marking).accessibilityLabel,
        item.accessibilityLabel,
        item.tooltip.replaceAll('Git', ''),
        item.checkbox!.tooltip,
      ];
      for (const text of painted) assert.doesNotMatch(outside(text), /[a-z]{2,}/i, text);
    }
  });
});

describe('above the areas the tree paints', () => {
  const catalog = createCatalog(
    makeIndex({ tools: { git: 2, sql: 3 } }, { sql: { title: 'SQL', prerequisites: ['git'] } }),
  );
  const path: LearningPath = {
    id: 'data',
    title: 'Data',
    summary: 'To the data.',
    audience: 'You want to.',
    steps: [
      { id: 'git', skill: 'git', minutes: 60, reason: 'Keep what you write.' },
      { id: 'sql', skill: 'sql', minutes: 150, reason: 'Ask for *what* you need.' },
    ],
  };
  const [, step] = path.steps as [PathStep, PathStep];
  const paint = (done: number, left: number, l10n: Localize = english): Presentation =>
    presentStep(path, step, { done, total: 3, minutesLeft: left }, catalog, l10n);
  const next: Suggestion = {
    kind: 'path',
    skill: 'sql',
    step: 'sql',
    minutes: 150,
    reasons: [
      { code: 'finished', skill: 'git', next: 'sql' },
      { code: 'step', number: 2, total: 2 },
    ],
  };

  it('what is next, with its time, its reason and the words of the path', () => {
    const painted = presentNext(next, step.reason, catalog, english);
    assert.deepEqual([painted.label, painted.description, painted.contextValue], ['Next: SQL', '2½ h', 'next']);
    const reason = 'You finished Git; SQL builds on it. Step 2 of 2 on your path. About 2½ hours.';
    assert.equal(painted.accessibilityLabel, `Next: SQL, 2½ h. ${reason} Ask for *what* you need.`);
    assert.ok(shown(painted.tooltip).includes(reason));
    assert.ok(shown(painted.tooltip).includes('Ask for *what* you need.'));
    assert.ok(!painted.expandable && painted.checkbox === undefined);
  });

  it('a path with its steps done and the hours left, and finished when none is', () => {
    const painted = presentPath(path, { done: 1, total: 2, minutes: 210, minutesLeft: 150 }, english);
    assert.equal(painted.description, '1/2 · 2½ h left');
    assert.equal(painted.accessibilityLabel, 'Data, your path, 1 of 2 steps done, 2½ h left');
    assert.ok(painted.expandable);
    const finished = presentPath(path, { done: 2, total: 2, minutes: 210, minutesLeft: 0 }, english);
    assert.equal(finished.description, '2/2 · finished');
    assert.equal(finished.id, painted.id);
  });

  it('a heading with a count of its own, without a time when all is done', () => {
    const group = (done: number, minutesLeft: number): Presentation =>
      presentGroup('data/git', 'Week 1', { done, total: 2, minutes: 210, minutesLeft }, english);
    assert.equal(group(0, 210).description, '0/2 · 3½ h left');
    assert.deepEqual([group(2, 0).description, group(2, 0).accessibilityLabel], ['2/2', 'Week 1, 2 of 2 steps done']);
  });

  it('a step with an icon whose shape alone tells its state, its time and its reason', () => {
    const states = [paint(0, 150), paint(1, 80), paint(3, 0)];
    assert.deepEqual(
      states.map(({ icon, description }) => [icon?.name, description]),
      [
        ['circle-large-outline', '2½ h · Ask for *what* you need.'],
        ['color-mode', '1/3 · 80 min · Ask for *what* you need.'],
        ['pass-filled', 'Ask for *what* you need.'],
      ],
    );
    assert.equal(
      states[1]!.accessibilityLabel,
      'Step 2 of 2: SQL, In progress, 1 of 3 practised, 80 min. Ask for *what* you need.',
    );
    assert.equal(new Set(states.map(({ id }) => id)).size, 1);
    assert.equal(states[0]!.label, '2. SQL');
  });

  it('every word through the translation, but those of the pack', () => {
    const outside = (text: string): string => {
      const rest = text.replace(/‹[^‹›]*›/g, '');
      return rest === text ? text : outside(rest);
    };
    const painted = [
      presentNext(next, '', catalog, marking),
      presentPath({ ...path, title: '', summary: '' }, { done: 1, total: 2, minutes: 210, minutesLeft: 150 }, marking),
      presentGroup('data/git', '', { done: 0, total: 2, minutes: 210, minutesLeft: 210 }, marking),
    ];
    for (const { accessibilityLabel, tooltip } of painted)
      for (const text of [accessibilityLabel, tooltip.replace('SQL', '')])
        assert.doesNotMatch(outside(text), /[a-z]{2,}/i, text);
    assert.doesNotMatch(outside(paint(1, 80, marking).accessibilityLabel), /[a-z]{2,}/i);
  });
});

describe('the view says', () => {
  const catalog = createCatalog(makeIndex({ tools: { git: 2, sql: 2, php: 1 } }));
  const view = (done: readonly string[], filter = noFilter): ReturnType<typeof presentView> =>
    presentView(catalog, createRollup(catalog, done), filter, english);

  it('how much of everything is practised', () => {
    assert.equal(view([]).description, '0 of 5 practised');
    assert.equal(view(['core/git/item-0', 'core/php/item-0']).description, '2 of 5 practised');
  });

  it('how many skills are in progress, in the singular and the plural', () => {
    const badge = (...done: readonly string[]): unknown => [view(done).badge, view(done).badgeTooltip];
    assert.deepEqual(badge(), [0, '0 skills in progress']);
    assert.deepEqual(badge('core/php/item-0'), [0, '0 skills in progress']);
    assert.deepEqual(badge('core/git/item-0'), [1, '1 skill in progress']);
    assert.deepEqual(badge('core/git/item-0', 'core/sql/item-1'), [2, '2 skills in progress']);
  });

  it('which filter is active', () => {
    const filter = { states: ['in-progress', 'done'], levels: ['beginner'] } as const;
    assert.equal(filterText(filter, english), 'In progress, Done · Beginner');
    assert.equal(filterText({ states: [], levels: ['advanced'] }, english), 'Advanced');
    assert.equal(filterText(noFilter, english), '');
    const { description, total } = view([], filter);
    assert.equal(description, '0 of 5 practised · In progress, Done · Beginner');
    assert.equal(total, '0 of 5 practised');
  });
});

describe('a tally', () => {
  it('has a mark whose shape alone tells the state', () => {
    assert.deepEqual([none, some, every].map(tallyText), ['○ 0/7', '◐ 3/7', '● 7/7']);
    assert.equal(tallyText({ done: 0, total: 0 }), '○ 0/0');
    assert.equal(tallyText({ done: 6, total: 7 }), '◐ 6/7');
  });
});
