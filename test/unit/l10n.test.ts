import assert from 'node:assert/strict';
import ts from 'typescript';
import { careerStringKeys } from '../../src/protocol/career';
import { journalStringKeys } from '../../src/protocol/journal';
import { labStringKeys } from '../../src/protocol/lab';
import { payStringKeys } from '../../src/protocol/pay';
import { reviewStringKeys } from '../../src/protocol/review';
import { stringKeys } from '../../src/protocol/skill';
import { sqlStringKeys } from '../../src/protocol/sql';
import { teamStringKeys } from '../../src/protocol/team';
import { literal, nodesOf, parseSource, placeOf, readSources, type Sources } from './sources';
import { wordsOf } from './words';

// ---------- reading calls ----------

/** `t('…')`, `l10n.t('…')`, `vscode.l10n.t('…')`. */
function isTranslation(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text === 't';
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 't';
}

const calledName = (node: ts.CallExpression | ts.NewExpression): string =>
  ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();

/** Names, the same in every language: of sources and of file formats. */
const names: ReadonlySet<string> = new Set(['Indeed', 'Glassdoor', 'SVG', 'HTML', 'JSON', 'CSV', 'Markdown']);

/** Letters that a person would read; the name of an icon is not one. */
const hasWords = (text: string): boolean => /\p{L}{2,}/u.test(text.replace(/\$\([a-z-]+\)/g, ''));

/** Bare words that an expression may evaluate to, looked for through conditions, joins, templates and constants of the file. */
function bareWords(node: ts.Node | undefined, seen: ReadonlySet<string> = new Set()): string[] {
  if (!node || isTranslation(node)) return [];
  const text = literal(node);
  if (text !== undefined) return hasWords(text) ? [text] : [];
  const into = (...parts: readonly (ts.Node | undefined)[]): string[] => parts.flatMap((part) => bareWords(part, seen));
  if (ts.isTemplateExpression(node)) {
    const fixed = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
    return [
      ...(fixed.some(hasWords) ? [fixed.join('…')] : []),
      ...into(...node.templateSpans.map((span) => span.expression)),
    ];
  }
  if (ts.isConditionalExpression(node)) return into(node.whenTrue, node.whenFalse);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const joins = [ts.SyntaxKind.PlusToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken];
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return into(node.right);
    return joins.includes(kind) ? into(node.left, node.right) : [];
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return into(node.expression);
  if (ts.isSpreadElement(node)) return into(node.expression);
  if (ts.isArrayLiteralExpression(node)) return into(...node.elements);
  if (ts.isIdentifier(node) && !seen.has(node.text)) {
    const further = new Set([...seen, node.text]);
    return [...nodesOf(node.getSourceFile())].flatMap((other) =>
      ts.isVariableDeclaration(other) && other.name.getText() === node.text
        ? bareWords(other.initializer, further)
        : [],
    );
  }
  return [];
}

/** Arguments of these calls that are shown, by position; `rest` means all from there on. */
const shownArguments: Readonly<Record<string, { readonly at: number; readonly rest?: boolean }>> = {
  showInformationMessage: { at: 0, rest: true },
  showWarningMessage: { at: 0, rest: true },
  showErrorMessage: { at: 0, rest: true },
  setStatusBarMessage: { at: 0 },
  createWebviewPanel: { at: 1 },
  ExpectedError: { at: 0 },
  pickSkill: { at: 1 },
  askSkill: { at: 2 },
  fail: { at: 0 },
  saveAs: { at: 1 },
  renderFailure: { at: 0, rest: true },
};
const shownFields = new Set([
  ...[
    'title',
    'label',
    'description',
    'detail',
    'placeHolder',
    'prompt',
    'tooltip',
    'message',
    'badgeTooltip',
    'total',
  ],
  ...['accessibilityLabel', 'validationMessage', 'buttonLabel', 'openLabel', 'saveLabel'],
]);

/** Words that reach a person without going through the translation: `file:line: words`. */
function untranslated(sources: Sources): string[] {
  const found: string[] = [];
  for (const [name, text] of sources) {
    // The webview gets all its words from the host; problems of a pack are for its authors, like a compiler's. What checks find is in
    // the words of the lab, which are English as the curriculum is. So is what models read.
    if (
      /^(webview|practice\/run)\//.test(name) ||
      /^(assistant\/answers|core\/assistantTools)\.ts$/.test(name) ||
      /^core\/(pack|payFile|careerFile|jsonFile|problems|yamlSource)\.ts$/.test(name)
    )
      continue;
    for (const node of nodesOf(parseSource(name, text))) {
      const shown: (ts.Node | undefined)[] = [];
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const place = Object.hasOwn(shownArguments, calledName(node)) ? shownArguments[calledName(node)] : undefined;
        if (place) shown.push(...(node.arguments ?? []).slice(place.at, place.rest ? undefined : place.at + 1));
      } else if (ts.isPropertyAssignment(node) && shownFields.has(node.name.getText())) {
        shown.push(node.initializer);
      } else if (ts.isShorthandPropertyAssignment(node) && shownFields.has(node.name.text)) {
        shown.push(node.name);
      } else if (
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isPropertyAccessExpression(node.left) &&
        shownFields.has(node.left.name.text)
      ) {
        shown.push(node.right);
      }
      for (const part of shown)
        for (const words of bareWords(part)) if (!names.has(words)) found.push(`${placeOf(part!)}: ${words}`);
    }
  }
  return found;
}

const placesOf = (text: string): number[] => [...text.matchAll(/\{(\d+)\}/g)].map(([, at]) => Number(at));

/** What is wrong with the calls of the translation in a file. */
function badTranslations(file: ts.SourceFile, filledLater: boolean): string[] {
  const found: string[] = [];
  for (const node of nodesOf(file)) {
    if (!isTranslation(node)) continue;
    const [message, ...values] = node.arguments;
    const text = literal(message);
    if (text === undefined) {
      found.push(`${placeOf(node)}: not a plain text, so no translator will see it`);
      continue;
    }
    if (values.some((value) => ts.isSpreadElement(value))) continue;
    const places = new Set(placesOf(text));
    const wanted = filledLater ? places.size : values.length;
    if (filledLater && values.length > 0) found.push(`${placeOf(node)}: filled too early`);
    if (places.size !== wanted || [...places].some((at) => at >= wanted))
      found.push(`${placeOf(node)}: ${places.size} places, ${values.length} values`);
  }
  return found;
}

// ---------- tests ----------

const sources = readSources();
const parsed = (name: string): ts.SourceFile => parseSource(name, sources.get(name)!);

describe('texts that a person reads', () => {
  it('go through the translation', () => {
    assert.deepEqual(untranslated(sources), []);
  });

  it('would be reported if they did not', () => {
    const offending: readonly (readonly [text: string, words: string])[] = [
      [`vscode.window.showInformationMessage('All done');`, 'All done'],
      [`vscode.window.showWarningMessage(\`Lost \${count} ticks\`);`, 'Lost … ticks'],
      [`vscode.window.showErrorMessage(l10n.t('Fine'), 'Retry');`, 'Retry'],
      [`vscode.window.showErrorMessage(done ? l10n.t('Fine') : 'Not fine');`, 'Not fine'],
      [`vscode.window.showInformationMessage(l10n.t('Fine') + ' so far');`, ' so far'],
      [`const undo = 'Undo'; vscode.window.showInformationMessage(l10n.t('Fine'), undo);`, 'Undo'],
      [`vscode.window.createWebviewPanel(panelTypes.skill, 'Skill page', column);`, 'Skill page'],
      [`vscode.window.showQuickPick(picks, { placeHolder: 'Type here' });`, 'Type here'],
      [`vscode.window.showQuickPick(picks, { title: 'Search' });`, 'Search'],
      [`vscode.window.showQuickPick([{ label: \`$(book) Read\` }]);`, '$(book) Read'],
      [`const title = 'Open'; item.command = { title, command };`, 'Open'],
      [`throw new ExpectedError('No such skill');`, 'No such skill'],
      [`view.message = 'Nothing here';`, 'Nothing here'],
      [`saveAs('pay.csv', 'A table', 'csv', text);`, 'A table'],
      [`panel.webview.html = renderFailure('Pay Explorer', l10n.t('Fine'));`, 'Pay Explorer'],
      [`const why = \`\${title} is lost\`; renderFailure(title, why);`, '… is lost'],
    ];
    for (const [text, words] of offending)
      assert.deepEqual(untranslated(new Map([['skills/a.ts', text]])), [`skills/a.ts:1: ${words}`], text);
    for (const text of [
      `vscode.window.showInformationMessage(vscode.l10n.t('All done'));`,
      `const { t } = vscode.l10n; vscode.window.showInformationMessage(t('All done'), t('Undo'));`,
      'vscode.window.showQuickPick([{ label: `$(book) ${skill.title}`, description: `${a} · ${b}` }]);',
      `log.warn('For the log only');`,
      `saveAs('pay.svg', 'SVG', 'svg', text);`,
      `const why = vscode.l10n.t('{0} is lost', title); renderFailure(title, why);`,
    ])
      assert.deepEqual(untranslated(new Map([['skills/a.ts', text]])), [], text);
  });

  it('are plain texts with as many places as values', () => {
    let calls = 0;
    for (const [name] of sources) {
      if (name.startsWith('webview/')) continue;
      const file = parsed(name);
      calls += [...nodesOf(file)].filter(isTranslation).length;
      assert.deepEqual(badTranslations(file, name.endsWith('/strings.ts')), []);
    }
    assert.ok(calls > 250, `${calls} calls`);
  });

  it('would be reported if their places and values differed', () => {
    for (const [text, what] of [
      [`l10n.t('{0} of {1}', done);`, '2 places, 1 values'],
      [`l10n.t('Done', count);`, '0 places, 1 values'],
      [`t('{1} only', count);`, '1 places, 1 values'],
      ['l10n.t(`${count} done`);', 'not a plain text, so no translator will see it'],
      [`l10n.t(done ? 'Done' : 'Open');`, 'not a plain text, so no translator will see it'],
    ] as const)
      assert.deepEqual(badTranslations(parseSource('a.ts', text), false), [`a.ts:1: ${what}`]);
    assert.deepEqual(badTranslations(parseSource('a.ts', `l10n.t('{0} of {0}, {1}', a, b);`), false), []);
  });
});

// ---------- the words of a page ----------

type Words = ReadonlyMap<string, string>;

interface Use {
  readonly key: string;
  /** All keys that stand in the same place, this one included: `fill(one ? strings.a : strings.b, …)`. */
  readonly alternatives: readonly string[];
  /** How many values fill it; undefined when it is shown as it is. */
  readonly values: number | undefined;
  /** True when a table or a function names the key and another place looks it up. */
  readonly indirect: boolean;
  readonly place: string;
}

const isFill = (node: ts.Node): node is ts.CallExpression => ts.isCallExpression(node) && calledName(node) === 'fill';
/** `strings`, `model.strings`; and `words` where that is another name of them. */
const isStrings = (node: ts.Node): boolean =>
  /(^|\.)strings$/.test(node.getText()) ||
  (ts.isIdentifier(node) &&
    ancestors(node).some(
      (outer) =>
        ts.isFunctionLike(outer) &&
        outer.parameters.some(
          ({ name, type }) => name.getText() === node.text && type?.getText().endsWith('Strings') === true,
        ),
    ));
const isKeyType = (type: ts.TypeNode | undefined): boolean => /\w*StringKey\b/.test(type?.getText() ?? '');

function ancestors(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  for (let at = node.parent as ts.Node | undefined; at; at = at.parent as ts.Node | undefined) found.push(at);
  return found;
}

function keysIn(node: ts.Node): string[] {
  return [...nodesOf(node)].flatMap((inner) =>
    ts.isPropertyAccessExpression(inner) && isStrings(inner.expression) ? inner.name.text : [],
  );
}

/** The call that fills a word: around it, around a choice of which it is one side, or where the constant stands that holds it. */
function filling(node: ts.Node): Pick<Use, 'alternatives' | 'values'> {
  let at = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    (ts.isConditionalExpression(at.parent) && at.parent.condition !== at)
  )
    at = at.parent;
  const { parent } = at;
  const alternatives = keysIn(at);
  if (isFill(parent) && parent.arguments[0] === at) return { alternatives, values: parent.arguments.length - 1 };
  if (ts.isVariableDeclaration(parent) && parent.initializer === at) {
    const block = ancestors(parent).find((outer) => ts.isBlock(outer) || ts.isSourceFile(outer))!;
    const reads = [...nodesOf(block)].filter(
      (other) => ts.isIdentifier(other) && other.text === parent.name.getText() && other !== parent.name,
    );
    const fills = reads.map((read) =>
      isFill(read.parent) && read.parent.arguments[0] === read ? read.parent : undefined,
    );
    const [first] = fills;
    if (first && fills.every((fill) => fill?.arguments.length === first.arguments.length))
      return { alternatives, values: first.arguments.length - 1 };
  }
  return { alternatives, values: undefined };
}

/** The keys that `strings[name]` looks up when `name` runs through a list: `(['a', 'b'] as const).map((name) => …)`. */
function listed(name: ts.Identifier): string[] | undefined {
  for (const outer of ancestors(name)) {
    if (!ts.isFunctionLike(outer)) continue;
    const parameter = outer.parameters.find((candidate) => candidate.name.getText() === name.text);
    if (!parameter) continue;
    const call = outer.parent;
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
    let list: ts.Expression = call.expression.expression;
    while (ts.isParenthesizedExpression(list) || ts.isAsExpression(list)) list = list.expression;
    if (!ts.isArrayLiteralExpression(list)) return undefined;
    const keys = list.elements.map((element) => literal(element));
    return keys.every((key) => key !== undefined) ? keys : undefined;
  }
  return undefined;
}

/** Every use that a page's files make of its words, and look-ups that cannot be followed. */
function usesOf(files: readonly ts.SourceFile[]): { uses: Use[]; lost: string[] } {
  const uses: Use[] = [];
  const lost: string[] = [];
  const indirect = (key: string, node: ts.Node): number =>
    uses.push({ key, alternatives: [key], values: undefined, indirect: true, place: placeOf(node) });
  /** Function → positions at which it takes a key. */
  const takers = new Map<string, number[]>();
  for (const file of files)
    for (const node of nodesOf(file))
      if (ts.isFunctionDeclaration(node) && node.name)
        takers.set(
          node.name.text,
          node.parameters.flatMap(({ type }, at) => (isKeyType(type) ? at : [])),
        );
  for (const file of files)
    for (const node of nodesOf(file)) {
      if (ts.isPropertyAccessExpression(node) && isStrings(node.expression)) {
        uses.push({ key: node.name.text, ...filling(node), indirect: false, place: placeOf(node) });
      } else if (ts.isVariableDeclaration(node) && isKeyType(node.type) && node.initializer) {
        // A table from something else to keys.
        for (const inner of nodesOf(node.initializer)) {
          const key = literal(inner);
          if (key !== undefined) indirect(key, inner);
        }
      } else if (ts.isCallExpression(node)) {
        for (const at of takers.get(calledName(node)) ?? []) {
          const key = literal(node.arguments[at]);
          if (key !== undefined) indirect(key, node);
        }
      } else if (ts.isElementAccessExpression(node) && isStrings(node.expression)) {
        const name = node.argumentExpression;
        const keys = ts.isIdentifier(name) ? listed(name) : undefined;
        const declared = [...nodesOf(name)].some(
          (part) =>
            ts.isIdentifier(part) &&
            [...nodesOf(file)].some(
              (other) =>
                (ts.isVariableDeclaration(other) || ts.isParameter(other)) &&
                other.name.getText() === part.text &&
                isKeyType(other.type),
            ),
        );
        if (keys) for (const key of keys) indirect(key, node);
        else if (!declared) lost.push(`${placeOf(node)}: ${node.getText()} may be any word`);
      }
    }
  return { uses, lost };
}

/** Words whose places are filled where no call shows it: by the worker, and by `columnText` before it looks at its table. */
const filledElsewhere: ReadonlySet<string> = new Set(['imageNotLoaded', 'colInUnits']);

/** What is wrong between a page's words and the files that show them. */
function badWords(keys: readonly string[], words: Words, files: readonly ts.SourceFile[]): string[] {
  const { uses, lost: found } = usesOf(files);
  const used = new Set(uses.map(({ key }) => key));
  for (const key of keys) if (!words.has(key)) found.push(`${key} has no text`);
  for (const [key, text] of words) {
    if (!keys.includes(key)) found.push(`${key} is not in the protocol`);
    if (text.trim() === '') found.push(`${key} is empty`);
    if (!used.has(key)) found.push(`${key} is used nowhere`);
    const places = new Set(placesOf(text));
    if ([...places].some((at) => at >= places.size)) found.push(`${key} skips a place`);
  }
  const placesIn = (key: string): number => new Set(placesOf(words.get(key) ?? '')).size;
  for (const { key, alternatives, values, indirect, place } of uses) {
    if (!words.has(key)) found.push(`${place}: ${key} is no word of the page`);
    if (values === undefined && filledElsewhere.has(key) && (indirect || key === 'imageNotLoaded')) continue;
    // Of two words in one place, one may leave out a value, but not both.
    const most = Math.max(...alternatives.map(placesIn));
    const fits = values === undefined ? placesIn(key) === 0 : most === values;
    if (!fits) found.push(`${place}: ${key} has ${placesIn(key)} places, ${values ?? 0} values`);
  }
  return found;
}

/** Bare words in the markup of a file, between tags and in the attributes that are read out. */
function wordsInMarkup(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const report = (node: ts.Node, text: string): void => {
    if (hasWords(text) && !names.has(text.trim())) found.push(`${placeOf(node)}: ${text.trim()}`);
  };
  for (const node of nodesOf(file)) {
    const tagged = ts.isTaggedTemplateExpression(node) && /^(html|svg)$/.test(node.tag.getText());
    // Pages for the printer and pictures are joined from plain texts.
    const plain =
      (ts.isTemplateExpression(node) || ts.isStringLiteralLike(node)) &&
      !ts.isTaggedTemplateExpression(node.parent) &&
      /<\/?[a-z!]/i.test(node.getText());
    if (!tagged && !plain) continue;
    const template = tagged ? node.template : (node as ts.TemplateExpression | ts.StringLiteralLike);
    const markup = (
      ts.isTemplateExpression(template)
        ? [template.head, ...template.templateSpans.map((span) => span.literal)].map(({ text }) => text).join('\u0001')
        : template.text
    ).replace(/<style>.*?<\/style>/gs, '');
    for (const text of markup.replace(/<[^>]*>/g, '\n').split('\n')) report(node, text);
    for (const [, text] of markup.matchAll(/(?:aria-label|title|alt|placeholder)="([^"]*)"/g)) report(node, text!);
    if (!tagged || !ts.isTemplateExpression(template)) continue;
    let before = template.head.text;
    for (const { expression, literal: next } of template.templateSpans) {
      const inTag = before.lastIndexOf('<') > before.lastIndexOf('>');
      if (!inTag || /(?:aria-label|title|alt|placeholder)=$/.test(before))
        for (const text of bareWords(expression)) report(expression, text);
      before += `\u0001${next.text}`;
    }
  }
  return found;
}

const pages = [
  {
    name: 'the skill page',
    keys: stringKeys,
    strings: 'skillPanel/strings.ts',
    files: /^webview\/(skill|ui)\//,
  },
  {
    name: 'the pay explorer',
    keys: payStringKeys,
    strings: 'pay/strings.ts',
    files: /^(webview\/pay\/|protocol\/payText\.ts$|pay\/(print|svg)\.ts$)/,
  },
  {
    name: 'the career guide',
    keys: careerStringKeys,
    strings: 'career/strings.ts',
    files: /^(webview\/career\/|protocol\/careerText\.ts$|career\/print\.ts$)/,
  },
  {
    name: 'the journal',
    keys: journalStringKeys,
    strings: 'journal/strings.ts',
    files: /^(webview\/journal\/|protocol\/journalText\.ts$|journal\/markdown\.ts$)/,
  },
  {
    name: 'the page of a lab',
    keys: labStringKeys,
    strings: 'practice/strings.ts',
    files: /^webview\/lab\//,
  },
  {
    name: 'the SQL workbench',
    keys: sqlStringKeys,
    strings: 'sql/strings.ts',
    files: /^webview\/sql\//,
  },
  {
    name: 'the review',
    keys: reviewStringKeys,
    strings: 'review/strings.ts',
    files: /^webview\/review\//,
  },
  {
    name: 'the team board',
    keys: teamStringKeys,
    strings: 'team/strings.ts',
    files: /^(webview\/team\/|protocol\/teamText\.ts$|team\/markdown\.ts$)/,
  },
  {
    name: 'the SQL workbench',
    keys: sqlStringKeys,
    strings: 'sql/strings.ts',
    files: /^webview\/sql\//,
  },
] as const;

for (const page of pages)
  describe(`the words of ${page.name}`, () => {
    const words = wordsOf(page.strings);
    const files = [...sources.keys()].filter((name) => page.files.test(name)).map(parsed);

    it('are those of the protocol, are all used, and are filled with as many values as they have places', () => {
      assert.deepEqual(badWords(page.keys, words, files), []);
      const filled = usesOf(files).uses.filter(({ values }) => values !== undefined);
      assert.ok(filled.length >= 5, `${filled.length} are filled`);
    });

    it('are the only words of the page: its markup holds none', () => {
      assert.deepEqual(files.flatMap(wordsInMarkup), []);
    });
  });

describe('the words of a page', () => {
  const words: Words = new Map([
    ['plain', 'Plain'],
    ['one', 'One {0}'],
    ['two', 'Two {0} {1}'],
  ]);
  const keys = [...words.keys()];
  const good = [
    `html\`\${strings.plain}\${fill(strings.one, 1)}\${fill(model.strings.two, 1, 2)}\`;`,
    `const words = many ? strings.two : strings.one; show(strings.plain, fill(words, 1, 2));`,
    `fill(many ? strings.two : (strings.one), 1, 2); (['plain'] as const).map((key) => strings[key]);`,
    `const names: Record<string, readonly [StringKey]> = { a: ['plain'] }; strings[names[a][0]]; fill(strings.one, 1); fill(strings.two, 1, 2);`,
    `function chip(model: Model, key: StringKey) { return model.strings[key]; } chip(model, 'plain'); fill(strings.one, 1); fill(strings.two, 1, 2);`,
    `function send(words: Strings) { post(words.plain); fill(words.one, 1); fill(words.two, 1, 2); }`,
  ];
  const wrong = (text: string, known = words, asked: readonly string[] = keys): string[] =>
    badWords(asked, known, [parseSource('a.ts', text)]);

  it('may be used in each of these ways', () => {
    for (const text of good) assert.deepEqual(wrong(text), [], text);
  });

  it('would be reported if they were not used or not filled', () => {
    const all = `strings.plain; fill(strings.one, 1); fill(strings.two, 1, 2);`;
    for (const [text, what] of [
      [`fill(strings.one, 1); fill(strings.two, 1, 2);`, 'plain is used nowhere'],
      [`${all} strings.one;`, 'a.ts:1: one has 1 places, 0 values'],
      [`${all} fill(strings.plain, 1);`, 'a.ts:1: plain has 0 places, 1 values'],
      [`${all} fill(strings.two, 1);`, 'a.ts:1: two has 2 places, 1 values'],
      [`${all} fill(strings.one, 1, 2);`, 'a.ts:1: one has 1 places, 2 values'],
      [`${all} fill('{0}', strings.one);`, 'a.ts:1: one has 1 places, 0 values'],
      [`${all} const words = strings.one; show(words);`, 'a.ts:1: one has 1 places, 0 values'],
      [`${all} const words = strings.two; fill(words, 1);`, 'a.ts:1: two has 2 places, 1 values'],
      [`${all} (['one'] as const).map((key) => strings[key]);`, 'a.ts:1: one has 1 places, 0 values'],
      [`${all} const names: Record<string, StringKey> = { a: 'one' };`, 'a.ts:1: one has 1 places, 0 values'],
      [`${all} const names: Record<string, StringKey> = { a: 'three' };`, 'a.ts:1: three is no word of the page'],
      [`${all} strings.three;`, 'a.ts:1: three is no word of the page'],
      [`${all} strings[anything];`, 'a.ts:1: strings[anything] may be any word'],
      // A literal that nobody looks up is no use.
      [`fill(strings.one, 1); fill(strings.two, 1, 2); show('plain');`, 'plain is used nowhere'],
    ] as const)
      assert.deepEqual(wrong(text), [what], text);
    assert.deepEqual(wrong(all, new Map([...words, ['more', 'More']])), [
      'more is not in the protocol',
      'more is used nowhere',
    ]);
    assert.deepEqual(wrong(all, words, [...keys, 'less']), ['less has no text']);
    assert.deepEqual(
      wrong(
        `strings.a; fill(strings.b, 1);`,
        new Map([
          ['a', ' '],
          ['b', '{1}'],
        ]),
        ['a', 'b'],
      ),
      ['a is empty', 'b skips a place'],
    );
  });

  it('would be reported if they stood in the markup', () => {
    for (const [text, what] of [
      ['html`<p>Hello there</p>`;', 'Hello there'],
      ['html`<p>${name}, hello</p>`;', '\u0001, hello'],
      ['html`<p aria-label="Hello">${name}</p>`;', 'Hello'],
      ['html`<p title=${more ? `Hello` : name}></p>`;', 'Hello'],
      [`html\`<p>\${done ? 'Done' : strings.open}</p>\`;`, 'Done'],
      ['svg`<text x="1">Pay</text>`;', 'Pay'],
      ['const page = `<h1>Pay ${title}</h1>`;', 'Pay \u0001'],
      [`const part = '<p>Pay</p>';`, 'Pay'],
      [`html\`<p>\${at === 0 ? 'Indeed' : 'Payscale'}</p>\`;`, 'Payscale'],
    ] as const)
      assert.deepEqual(wordsInMarkup(parseSource('a.ts', text)), [`a.ts:1: ${what}`], text);
    for (const text of [
      `html\`<p class="big" data-x=\${'word'}>\${strings.a}: \${n}%</p>\`;`,
      'html`<span>Indeed</span>`;',
      `const part = '<ul class="box">';`,
      'const id = `tip-${chart}-${row}`;',
    ])
      assert.deepEqual(wordsInMarkup(parseSource('a.ts', text)), [], text);
  });
});
